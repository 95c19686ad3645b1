"""The look of official papers, point by point (DOMAIN.md 'Paper')."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from desktop.core.errors import UserProblem
from desktop.core.paper import PRESETS, Letterhead, PaperStyle, Signature
from desktop.reports.document import Document

MM = 72 / 25.4
READ = Callable[[Path], list[Any]]
PAPERS = {
    "party-a": Letterhead(
        "Huyện ủy Cầu Ngang", "Ban Tuyên giáo", "Cầu Ngang", "12-BC/BTG", date(2025, 9, 2)
    ),
    "government": Letterhead(
        "UBND tỉnh Trà Vinh", "UBND huyện Cầu Ngang", "Cầu Ngang", "12/BC-UBND", date(2025, 1, 12)
    ),
}
BODY = "Thực hiện Kết luận số 01-KL/TW của Bộ Chính trị về tiếp tục thực hiện Chỉ thị số 05. " * 90


@pytest.fixture
def written(tmp_path: Path, read_pdf: READ) -> Callable[..., list[Any]]:
    """Writes a whole paper of a style and reads it back."""

    def made(key: str, style: PaperStyle | None = None, **signed: Any) -> list[Any]:
        target = tmp_path / "văn bản.pdf"
        with target.open("wb") as stream:
            document = Document(stream, style or PRESETS[key], title="Báo cáo", author="Ban")
            document.letterhead(PAPERS.get(key, PAPERS["party-a"]))
            document.title("Báo cáo", ("Kết quả ba năm thực hiện Chỉ thị",), "(Dự thảo)")
            document.paragraph(BODY)
            if document.room < 200:
                document.new_page()
            signature = Signature(**{"post": "Trưởng ban", "name": "Nguyễn Văn Ký", **signed})
            document.signature(signature, ("Như trên", "Lưu Văn phòng"))
            pages = document.finish()
        found = read_pdf(target)
        assert len(found) == pages >= 3
        return found

    return made


def look(page: Any, words: str) -> tuple[str, float]:
    line = page.line(words)
    letter = line.letters[line.text.replace(" ", "").index(words.replace(" ", ""))]
    return letter.font.removeprefix("LiberationSerif").removeprefix("-"), round(letter.size, 1)


def ink(page: Any, words: str) -> tuple[float, float]:
    line = page.line(words)
    at = line.text.replace(" ", "").index(words.replace(" ", ""))
    letters = line.letters[at : at + len(words.replace(" ", ""))]
    return letters[0].left, letters[-1].right


def flat(page: Any) -> list[tuple[float, float, float]]:
    """Level rules: left, right, height."""
    return [(r[0], r[2], r[1]) for r in page.rules if abs(r[1] - r[3]) < 0.01]


def test_the_head_of_a_party_paper(written: Callable[..., list[Any]]) -> None:
    page = written("party-a")[0]
    assert look(page, "HUYỆN ỦY CẦU NGANG") == ("", 14)
    assert look(page, "BAN TUYÊN GIÁO") == ("Bold", 14)
    assert look(page, "Số 12-BC/BTG") == ("", 14)
    assert "Số:" not in page.text
    assert look(page, "ĐẢNG CỘNG SẢN VIỆT NAM") == ("Bold", 15)
    assert look(page, "Cầu Ngang, ngày 02 tháng 9 năm 2025") == ("Italic", 14)
    left, right = ink(page, "ĐẢNG CỘNG SẢN VIỆT NAM")
    rules = flat(page)
    assert any(abs(a - left) < 2 and abs(b - right) < 2 for a, b, _ in rules), "rule of its length"
    star = next(one for one in page.letters if one.text == "*")
    assert (star.left + star.right) / 2 == pytest.approx(
        sum(ink(page, "BAN TUYÊN GIÁO")) / 2, abs=1
    )


def test_the_head_of_a_government_paper(written: Callable[..., list[Any]]) -> None:
    page = written("government")[0]
    font, size = look(page, "UBND TỈNH TRÀ VINH")
    assert (font, 12 <= size <= 13) == ("", True)
    assert look(page, "UBND HUYỆN CẦU NGANG")[0] == "Bold"
    assert look(page, "Số: 12/BC-UBND") == ("", 13)
    font, size = look(page, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
    assert (font, 12 <= size <= 13) == ("Bold", True)
    font, size = look(page, "Độc lập - Tự do - Hạnh phúc")
    assert (font, 13 <= size <= 14) == ("Bold", True)
    font, size = look(page, "Cầu Ngang, ngày 12 tháng 01 năm 2025")
    assert (font, 13 <= size <= 14) == ("Italic", True)
    assert "*" not in page.text
    left, right = ink(page, "Độc lập - Tự do - Hạnh phúc")
    assert any(abs(a - left) < 2 and abs(b - right) < 2 for a, b, _ in flat(page))
    issuer = sum(ink(page, "UBND HUYỆN CẦU NGANG")) / 2
    assert any(abs((a + b) / 2 - issuer) < 1 for a, b, _ in flat(page)), "rule under the issuer"


@pytest.mark.parametrize(
    ("key", "type_sizes", "abstract_sizes"),
    [("party-a", (15, 16), (14, 15)), ("government", (13, 14), (13, 14))],
)
def test_the_title(
    key: str,
    type_sizes: tuple[int, int],
    abstract_sizes: tuple[int, int],
    written: Callable[..., list[Any]],
) -> None:
    page = written(key)[0]
    font, size = look(page, "BÁO CÁO")
    assert font == "Bold"
    assert type_sizes[0] <= size <= type_sizes[1]
    font, size = look(page, "Kết quả ba năm thực hiện Chỉ thị")
    assert font == "Bold"
    assert abstract_sizes[0] <= size <= abstract_sizes[1]
    middle = PRESETS[key].left * MM + (210 - PRESETS[key].left - PRESETS[key].right) * MM / 2
    for words in ("BÁO CÁO", "Kết quả ba năm thực hiện Chỉ thị", "(Dự thảo)"):
        assert page.line(words).middle == pytest.approx(middle, abs=1.5)
    under = page.line("(Dự thảo)").bottom
    below = [b - a for a, b, at in flat(page) if under - 15 < at < under]
    assert len(below) == 1
    assert 30 < below[0] < 180


@pytest.mark.parametrize("key", sorted(PRESETS))
def test_margins_and_page_numbers(key: str, written: Callable[..., list[Any]]) -> None:
    style = PRESETS[key]
    for number, page in enumerate(written(key), start=1):
        turned = style.mirrored and number % 2 == 0
        left, right = (style.right, style.left) if turned else (style.left, style.right)
        body = [one for one in page.letters if one.top < page.height - style.top * MM + 3]
        assert min(one.left for one in body) == pytest.approx(left * MM, abs=1.5)
        assert max(one.right for one in body) == pytest.approx(page.width - right * MM, abs=1.5)
        assert min(one.base for one in body) >= style.bottom * MM - 0.5
        above = [one for one in page.lines if one.bottom > page.height - style.top * MM + 3]
        if number == 1:
            assert above == []
            continue
        (line,) = above
        assert line.text == str(number)
        assert line.top == pytest.approx(page.height - 10 * MM, abs=2)
        assert line.middle == pytest.approx((left * MM + page.width - right * MM) / 2, abs=1)
        assert 13 <= line.size <= 14


def test_the_presets_are_those_of_the_rules() -> None:
    margins = {key: (one.top, one.bottom, one.left, one.right) for key, one in PRESETS.items()}
    assert margins["party-a"] == (25, 25, 35, 15)
    assert margins["party-b"] == (20, 20, 30, 15)
    top, bottom, left, right = margins["government"]
    assert 20 <= top <= 25
    assert 20 <= bottom <= 25
    assert 30 <= left <= 35
    assert 15 <= right <= 20
    assert PRESETS["party-a"].mirrored
    assert PRESETS["party-a"].prefixes["on_behalf"] == "T/M"
    assert PRESETS["party-a"].prefixes["for_head"] == "K/T"
    assert PRESETS["party-a"].prefixes["by_order"] == "T/L"
    government = PRESETS["government"].prefixes
    assert set(government.values()) == {"TM.", "KT.", "TL.", "TUQ."}


@pytest.mark.parametrize("key", sorted(PRESETS))
def test_the_body_is_justified_with_its_first_line_indented(
    key: str, written: Callable[..., list[Any]]
) -> None:
    style = PRESETS[key]
    page = written(key)[0]
    lines = [one for one in page.lines if one.size == style.body_size and one.font[-1] == "f"]
    first = next(at for at, one in enumerate(lines) if one.text.startswith("Thực hiện Kết luận"))
    assert 13 <= style.body_size <= 15
    assert lines[first].left == pytest.approx((style.left + style.indent) * MM, abs=1)
    for one in lines[first + 1 : -1]:
        assert one.left == pytest.approx(style.left * MM, abs=1)
        assert one.right == pytest.approx(page.width - style.right * MM, abs=1.5)


def test_the_end_of_a_party_paper(written: Callable[..., list[Any]]) -> None:
    page = written("party-a", authority="T/M Ban Thường vụ", post="Phó Bí thư")[-1]
    order = ["T/M BAN THƯỜNG VỤ", "PHÓ BÍ THƯ", "Nguyễn Văn Ký"]
    heights = [page.line(one).letters[-1].base for one in order]
    assert heights == sorted(heights, reverse=True)
    assert heights[1] - heights[2] > 60, "room to sign"
    for one in order:
        assert look(page, one) == ("Bold", 14)
        assert ink(page, one)[0] > page.width / 2
    assert look(page, "Nơi nhận:") == ("", 14)
    left, right = ink(page, "Nơi nhận")
    at = page.line("Nơi nhận:").letters[0].base
    assert any(
        abs(a - left) < 1 and abs(b - right) < 2 and at - 4 < y < at for a, b, y in flat(page)
    )
    assert look(page, "- Lưu Văn phòng") == ("", 12)
    assert ink(page, "- Lưu Văn phòng")[0] == pytest.approx(35 * MM, abs=1)


def test_the_end_of_a_government_paper(written: Callable[..., list[Any]]) -> None:
    page = written("government", authority="TM. Ủy ban nhân dân", post="Chủ tịch")[-1]
    assert look(page, "TM. ỦY BAN NHÂN DÂN")[0] == "Bold"
    assert look(page, "Nơi nhận:") == ("BoldItalic", 12)
    assert look(page, "- Như trên") == ("", 11)


def test_a_head_signs_directly(written: Callable[..., list[Any]]) -> None:
    page = written("party-a")[-1]
    assert "T/M" not in page.text
    assert "TRƯỞNG BAN" in page.text


def test_room_for_the_pen(tmp_path: Path, read_pdf: READ) -> None:
    target = tmp_path / "trống.pdf"
    with target.open("wb") as stream:
        document = Document(stream, PRESETS["party-a"], title="Báo cáo", author="Ban")
        document.letterhead(Letterhead("", "Ban", "Cầu Ngang", "-QĐ/HU", None, 2025))
        document.signature(Signature("Trưởng ban"))
        document.finish()
    (page,) = read_pdf(target)
    assert "năm 2025" in page.text
    number = page.line("-QĐ/HU").letters
    gap = next(b.left - a.right for a, b in pairwise(number) if b.text == "-")
    assert gap > 20
    day = page.line("ngày").letters
    gaps = [b.left - a.right for a, b in pairwise(day)]
    assert sum(gap > 12 for gap in gaps) == 2


def test_everything_is_black(tmp_path: Path, written: Callable[..., list[Any]]) -> None:
    written("party-a")
    with pypdfium2.PdfDocument(tmp_path / "văn bản.pdf") as document:
        bitmap = document[0].render(scale=1)
    assert bitmap.n_channels == 3
    lines = (
        bytes(bitmap.buffer[at : at + 3 * bitmap.width])
        for at in range(0, bitmap.height * bitmap.stride, bitmap.stride)
    )
    shades = {line[at : at + 3] for line in lines for at in range(0, len(line), 3)}
    assert all(max(one) - min(one) <= 2 for one in shades)
    assert min(max(one) for one in shades) < 60


def test_a_style_that_the_office_changed(written: Callable[..., list[Any]]) -> None:
    changed = PaperStyle.from_json(
        replace(PRESETS["party-a"], left=30, mirrored=False, page_number_text="- {n} -").to_json()
    )
    pages = written("party-a", changed)
    assert pages[1].lines[0].text == "- 2 -"
    assert min(one.left for one in pages[1].letters) == pytest.approx(30 * MM, abs=1.5)
    with pytest.raises(UserProblem, match="«lề»"):
        PaperStyle.from_json('{"lề": 3}')


def test_a_style_of_a_former_version_still_holds() -> None:
    style = PRESETS["party-b"]
    former = {**json.loads(style.to_json()), "list_page_number_text": "Trang {n}"}
    assert PaperStyle.from_json(json.dumps(former)) == style
