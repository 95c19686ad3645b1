"""The papers about models as they are drawn: many rows, long names, none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desktop.core.paper import PRESETS, Letterhead, Signature
from desktop.reports.model_sheet import ModelSheet, Photo, write_model_sheets
from desktop.reports.models import (
    DirectoryRow,
    FigureRow,
    ModelsPaper,
    NamedRows,
    PeriodFigures,
    SilentRow,
    difference,
    roman,
    write_directory,
    write_figures,
    write_silent,
)
from desktop.reports.pictures import jpeg_size

ROOT = Path(__file__).resolve().parents[2]
HEAD = Letterhead("Huyện ủy Cầu Ngang", "Ban Tuyên giáo", "Cầu Ngang")
LONG = "Tổ tự quản bảo vệ môi trường và giữ gìn an ninh trật tự ở khu dân cư " * 3


@pytest.fixture(params=["party-a", "government"])
def paper(request: pytest.FixtureRequest) -> ModelsPaper:
    return ModelsPaper(PRESETS[request.param], HEAD, Signature("Trưởng ban", "Nguyễn Văn Ký"))


@pytest.fixture
def read(tmp_path: Path, read_pdf: Any) -> Callable[..., list[Any]]:
    def made(write: Any, *given: Any) -> list[Any]:
        target = tmp_path / "giấy.pdf"
        pages = write(target, *given)
        found = read_pdf(target)
        assert len(found) == pages
        return found

    return made


def row(place: int, **changes: Any) -> DirectoryRow:
    values: dict[str, Any] = {
        "group": f"Lĩnh vực {place // 40}",
        "subgroup": f"Chi bộ {place // 8}",
        "code": f"MH{place:03}",
        "name": f"Mô hình số {place}",
        "owner": "Chi bộ ấp Mỹ Cẩm",
        "in_charge": "Nguyễn Văn A",
        "registered": "01/02/2025",
        "state": "Đang thực hiện",
        "commended": "Huyện (02/09/2025)",
    }
    return DirectoryRow(**(values | changes))


def inside(pages: list[Any], paper: ModelsPaper) -> None:
    """Every letter but the page number stands within the margins, turned on the back."""
    mm = 72 / 25.4
    narrow = min(paper.style.left, paper.style.right) * mm
    for page in pages:
        assert min(one.left for one in page.letters) >= narrow - 1
        assert max(one.right for one in page.letters) <= page.width - narrow + 1
        assert min(one.bottom for one in page.letters) >= paper.style.bottom * mm - 1


def test_a_long_directory_keeps_headings_on_each_page_and_ends_with_the_sum(read, paper):
    rows = [row(place) for place in range(130)]
    rows[5] = row(5, name=LONG, owner=LONG, commended="Huyện\nTỉnh (19/05/2025)", individual=True)
    pages = read(write_directory, paper, ("tính đến ngày 01/01/2026",), rows)
    assert len(pages) > 5
    assert all("Tên mô hình" in page.text for page in pages[:-1])
    text = " ".join(" ".join(page.text for page in pages).split())
    for place in (0, 64, 129):
        assert f"Mô hình số {place} " in text
    assert "IV. LĨNH VỰC 3: 10 mô hình (10 tập thể)" in text
    assert "Tổng cộng: 130 mô hình (129 tập thể, 01 cá nhân)." in text
    assert "TRƯỞNG BAN" in pages[-1].text
    inside(pages, paper)


def test_the_column_of_codes_is_left_out_where_there_are_none(read, paper):
    pages = read(write_directory, paper, (), [row(0, code="")])
    assert "Mã" not in pages[0].text
    assert len(read(write_directory, paper, (), [])) == 1


def test_the_re_evaluation_list_of_many_and_of_none(read, paper):
    rows = [SilentRow(LONG, LONG, "Dân vận khéo", "Công nhận", "01/02/2024\nĐăng ký")] * 30
    pages = read(write_silent, paper, ("không có tin mới",), rows)
    assert len(pages) > 3
    inside(pages, paper)
    assert "Tổng cộng: 30 mô hình." in pages[-1].text
    none = read(write_silent, paper, ("không có tin mới",), [])
    assert "Không có mô hình nào phải đánh giá lại." in none[0].text


def test_figures_with_charts_and_lists(read, paper):
    rows = [FigureRow("Lĩnh vực", f"Lĩnh vực {place}", place, 2 * place) for place in range(12)]
    rows += [FigureRow("Tình trạng cuối kỳ", "Dừng", 3, 0)]
    named = NamedRows("Mô hình mới", (("Hũ gạo", LONG, "Đăng ký 01/02/2025"),) * 40)
    found = PeriodFigures("Thống kê", ("năm",), "Năm 2024", "Năm 2025", rows,
                          ("Lĩnh vực", "Không có"), (named, NamedRows("Đã dừng", ())))  # fmt: skip
    pages = read(write_figures, paper, found)
    text = " ".join(" ".join(page.text for page in pages).split())
    assert "Lĩnh vực 11 11 22 +11" in text
    assert "Dừng 3 0 -3" in text
    assert "Mô hình mới: 40" in text
    assert "Đã dừng: 0" in text
    inside(pages, paper)


def test_a_sheet_with_long_texts_and_one_with_nothing(read, paper):
    full = ModelSheet(
        LONG.strip(),
        (("Loại", "Tập thể"), ("Đơn vị thực hiện", LONG)),
        (("Kết quả", "\n".join([LONG] * 12)),),
        steps=(("01/02/2025", "Đăng ký", LONG, LONG),) * 12,
        reviews=(("01/02/2026", "Có", LONG, "Huyện"),),
    )
    heard: list[tuple[int, int]] = []
    pages = read(
        write_model_sheets,
        paper,
        [full, ModelSheet("Ngắn", ())],
        2,
        lambda *done: heard.append(done),
    )
    assert heard == [(0, 2), (1, 2)]
    assert "Quá trình tình trạng" not in pages[-1].text
    assert "PHIẾU MÔ HÌNH" in pages[-1].text
    inside(pages, paper)


@pytest.mark.parametrize(
    ("value", "text"), [(1, "I"), (4, "IV"), (9, "IX"), (40, "XL"), (58, "LVIII")]
)
def test_roman_numerals(value, text):
    assert roman(value) == text


def test_a_difference_has_its_sign():
    assert [difference(one) for one in (1200, 0, -3)] == ["+1.200", "0", "-3"]


@pytest.mark.parametrize("photos", [1, 2, 3])
def test_a_caption_longer_than_a_page_goes_on_overleaf(read, paper, photos):
    jpeg = (ROOT / "resources" / "demo" / "hang-rao-hoa.jpg").read_bytes()
    size = jpeg_size(jpeg)
    text = " ".join(f"từ{place}" for place in range(700))
    sheet = ModelSheet("M", (("Mã", "1"),), photos=(Photo(jpeg, *size, text),) * photos)
    pages = read(write_model_sheets, paper, [sheet], 1)
    inside(pages, paper)
    found = " ".join(" ".join(page.text for page in pages).split()).replace("từ ", "từ")
    for place in (0, 350, 699):
        assert found.count(f"từ{place} ") + found.endswith(f"từ{place}") >= photos
