"""The recovery sheet on paper: one page, the key as it is typed, a code that says the same."""

from __future__ import annotations

import io
import itertools
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from desktop.core.paper import PRESETS, Letterhead
from desktop.core.recovery_key import RecoveryKey, parse
from desktop.reports.qr import modules
from desktop.reports.recovery_key import RecoverySheet, write_recovery_key

KEY = RecoveryKey(bytes(range(7, 39)), bytes(range(200, 216)))
DAY = date(2026, 9, 2)
HEAD = Letterhead("Huyện ủy Cầu Ngang", "Ban Tuyên giáo và Dân vận", "Cầu Ngang", day=DAY)
SHEET = RecoverySheet(
    office="Ban Tuyên giáo và Dân vận Huyện ủy Cầu Ngang",
    file_name="Sổ năm 2026.gsdb",
    made_on=DAY,
    lines=KEY.lines,
    code="-".join(KEY.groups),
    mark=KEY.mark,
)
LONG = (
    "Sổ theo dõi việc học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh của Ban Tuyên "
    "giáo và Dân vận Tỉnh ủy Bà Rịa - Vũng Tàu năm 2026 (bản chính).gsdb"
)


@pytest.fixture
def written(tmp_path: Path, read_pdf: Any) -> Callable[..., Any]:
    """Writes the sheet and reads its only page back."""

    def write(
        preset: str = "party-a", sheet: RecoverySheet = SHEET, head: Letterhead = HEAD
    ) -> Any:
        stream = io.BytesIO()
        assert write_recovery_key(stream, PRESETS[preset], head, sheet) == 1
        path = tmp_path / "tờ.pdf"
        path.write_bytes(stream.getvalue())
        (page,) = read_pdf(path)
        return page

    return write


@pytest.mark.parametrize("preset", PRESETS)
def test_the_key_stands_there_as_it_is_typed(preset: str, written: Any) -> None:
    page = written(preset)
    typed = "".join(
        one.text.replace(" ", "")
        for one in page.lines
        if one.letters[-1].size > 20 and one.letters[-1].font.endswith(("Bold", "BoldMT"))
    )
    signs = "".join(sign for sign in typed if sign != ".")
    # each line begins with its number, which is no part of the key
    width = 18
    lines = [signs[at : at + width + 1] for at in range(0, len(signs), width + 1)]
    assert [one[0] for one in lines] == list("123456")
    assert parse("\n".join(one[1:] for one in lines)) == KEY


def test_every_sign_has_a_cell_of_the_same_width(written: Any) -> None:
    page = written()
    for groups in KEY.lines:
        line = next(
            one
            for one in page.lines
            if "".join(groups) in one.text.replace(" ", "") and one.letters[-1].size > 20
        )
        signs = [one for one in line.letters if one.size > 20]
        middles = [(one.left + one.right) / 2 for one in signs]
        steps = [after - before for before, after in itertools.pairwise(middles)]
        inside = [step for place, step in enumerate(steps, start=1) if place % 6]
        assert max(inside) - min(inside) < 3  # points: ink isn't quite centred in a letter's room
        assert min(step for place, step in enumerate(steps, start=1) if not place % 6) > 30


def test_it_says_whose_key_it_is_and_what_to_do(written: Any) -> None:
    text = " ".join(written().text.split())
    for words in (
        "GIẤY KHÓA KHÔI PHỤC",
        "«Sổ năm 2026.gsdb»",
        "BAN TUYÊN GIÁO VÀ DÂN VẬN",
        f"ký hiệu {KEY.mark}, lập ngày 02/09/2026",
        "Cách dùng khi quên mật khẩu",
        "Quên mật khẩu?",
        "phong bì dán kín",
    ):
        assert words in text
    assert "thay tờ ký hiệu" not in text


def test_a_later_sheet_says_what_the_one_before_is_still_good_for(written: Any) -> None:
    text = " ".join(written(sheet=replace(SHEET, replaces="7KQ2")).text.split())
    assert "thay tờ ký hiệu 7KQ2" in text
    assert "chỉ mở được những bản sao lưu làm trước khi đổi mật khẩu" in text


@pytest.mark.parametrize("preset", PRESETS)
def test_long_names_stay_on_one_page(preset: str, written: Any) -> None:
    head = Letterhead(
        "Tỉnh ủy Bà Rịa - Vũng Tàu",
        "Ban Tuyên giáo và Dân vận Tỉnh ủy Bà Rịa - Vũng Tàu",
        "Bà Rịa",
        day=DAY,
    )
    page = written(preset, replace(SHEET, file_name=LONG, replaces="7KQ2"), head)
    assert min(one.bottom for one in page.letters) > PRESETS[preset].bottom * 72 / 25.4 - 4


def test_the_code_holds_the_key() -> None:
    stream = io.BytesIO()
    write_recovery_key(stream, PRESETS["party-a"], HEAD, SHEET)
    assert parse(SHEET.code) == KEY
    rows = modules(SHEET.code)
    document = pypdfium2.PdfDocument(stream.getvalue())
    try:
        page = document[0]
        left, bottom, right, top = max(
            (
                box
                for one in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_PATH])
                if abs((box := one.get_bounds())[2] - box[0] - (box[3] - box[1])) < 0.5
            ),
            key=lambda box: box[2] - box[0],
        )
        image = page.render(scale=6, grayscale=True).to_pil()
        high = page.get_height()
    finally:
        document.close()
    step = (right - left) / len(rows)
    assert (right - left) * 25.4 / 72 == pytest.approx(38, abs=0.2)
    for row, signs in enumerate(rows):
        for column, dark in enumerate(signs):
            x = (left + (column + 0.5) * step) * 6
            y = (high - top + (row + 0.5) * step) * 6
            assert (image.getpixel((int(x), int(y))) < 128) is dark
    assert bottom > 0
