"""Papers of documents and of inspection, read back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from desktop.core.errors import UserProblem
from desktop.services.books import Book
from desktop.services.printing import make_pdf

from .rows import add

READ = Callable[[Path], list[Any]]
TERM = {"first": date(2023, 1, 1), "last": date(2026, 12, 31)}
KINDS = ("inspection", "thematic_supervision", "regular_supervision", "violation_inspection")


def text_of(pages: list[Any]) -> str:
    return " ".join(" ".join(page.text for page in pages).split())


@pytest.fixture
def paper(book: Book, tmp_path: Path, read_pdf: READ) -> Callable[..., list[Any]]:
    """Prints a form and reads it back."""

    def make(form: str, **options: Any) -> list[Any]:
        made = make_pdf(book, form, tmp_path / "in.pdf", options)
        pages = read_pdf(made.path)
        assert len(pages) == made.pages
        return pages

    return make


def entries(book: Book, level: str | None, years: range) -> None:
    for year in years:
        for place, kind in enumerate(KINDS):
            add(book, "inspections", year=year, kind=kind, level=level,
                organisations=place, members=1_000 * place + year - 2000)  # fmt: skip


# inspection


def test_a_term_of_two_levels_is_three_groups_with_their_sums(
    book: Book, paper: Callable[..., list[Any]]
) -> None:
    entries(book, "base", range(2023, 2027))
    entries(book, "district", range(2025, 2027))
    pages = paper("inspection-summary", **TERM)
    text = text_of(pages)
    for words in (
        "TỔNG HỢP", "kết quả công tác kiểm tra, giám sát", "giai đoạn 2023 - 2026",
        "Cấp: Cơ sở", "Cấp: Huyện", "Tất cả các cấp",
        # 2025: nought, 1, 2, 3 organisations; 25, 1.025, 2.025, 3.025 members
        "2025 0 25 1 1.025 2 2.025 3 3.025 6 6.100",
        "Tổng số 36 lượt tổ chức và 36.596 lượt đảng viên được kiểm tra, giám sát.",
        "tính theo lượt", "TRƯỞNG BAN",
    ):  # fmt: skip
        assert words in text, words
    head = " ".join(text.split("Năm")[0].split())
    assert "ĐẢNG CỘNG SẢN VIỆT NAM" in head
    for heading in ("Lượt", "tổ chức", "viên"):
        assert heading in text


def test_one_level_has_no_groups_and_fits_a_page(
    book: Book, paper: Callable[..., list[Any]]
) -> None:
    entries(book, "base", range(2023, 2027))
    entries(book, "district", range(2023, 2025))
    pages = paper("inspection-summary", level="district", **TERM)
    text = text_of(pages)
    assert len(pages) == 1
    assert "cấp huyện" in text
    assert "Cấp:" not in text
    assert "2025 2026 Tổng số" in text  # years of the period without an entry are left blank
    assert "cấp Trung ương" in text_of(paper("inspection-summary", level="central"))


def test_nothing_known_says_so(paper: Callable[..., list[Any]]) -> None:
    text = text_of(paper("inspection-summary", **TERM))
    assert "Chưa có số liệu kiểm tra, giám sát nào trong thời gian này." in text
    assert "Tổng số" not in text
    part = text_of(paper("inspection-summary", first=date(2024, 1, 1), last=date(2024, 6, 30)))
    assert "từ ngày 01/01/2024 đến ngày 30/06/2024" in part


def test_a_period_or_level_that_cannot_be_is_told(paper: Callable[..., list[Any]]) -> None:
    with pytest.raises(UserProblem, match="Ngày đầu kỳ"):
        paper("inspection-summary", first=TERM["last"], last=TERM["first"])
    with pytest.raises(UserProblem, match="Cấp phải là"):
        paper("inspection-summary", level="village")


# documents


def test_the_book_of_issued_documents_goes_by_type_and_day(
    book: Book, paper: Callable[..., list[Any]]
) -> None:
    for number, on in (
        ("10-BC/BTG", date(2026, 5, 2)), ("9-BC/BTG", date(2026, 5, 2)),
        ("2-BC/BTG", date(2026, 1, 9)), ("1-KH/BTG", date(2026, 3, 1)),
        ("7-QĐ/BTG", date(2026, 3, 1)), ("8-BC/BTG", date(2025, 12, 31)),
        ("11-BC/BTG", None),
    ):  # fmt: skip
        add(book, "documents", number=number, on=on, direction="issued", abstract=f"Về {number}")
    add(book, "documents", number="196-KH/TU", on=date(2026, 3, 1))
    year = {"first": date(2026, 1, 1), "last": date(2026, 12, 31)}
    text = text_of(paper("documents-issued", **year))
    assert "SỔ VĂN BẢN ĐI năm 2026" in text
    order = ["Kế hoạch (01)", "1-KH/BTG", "Báo cáo (03)", "2-BC/BTG", "9-BC/BTG", "10-BC/BTG",
             "Chưa rõ loại (01)", "7-QĐ/BTG", "Tổng cộng: 05 văn bản."]  # fmt: skip
    places = [text.index(one) for one in order]
    assert places == sorted(places)
    for left_out in ("8-BC", "11-BC", "196-KH"):
        assert left_out not in text
    one = text_of(paper("documents-issued", type="Kế hoạch", **year))
    assert "loại văn bản: Kế hoạch" in one
    assert "BC/BTG" not in one


def test_the_book_of_received_documents_has_its_issuers_on_many_pages(
    book: Book, paper: Callable[..., list[Any]]
) -> None:
    long = "Ban Chỉ đạo phong trào toàn dân đoàn kết xây dựng đời sống văn hóa và đô thị văn minh"
    for n in range(1, 61):
        add(book, "documents", number=f"{n}-KH/TU", on=date(2026, 1, 1) + timedelta(n),
            issuer=long, abstract="Triển khai học tập, làm theo Bác " * 3,
            report_due=date(2026, 6, 30), reported_on=date(2026, 6, 29))  # fmt: skip
    pages = paper("documents-received", first=date(2026, 1, 1), last=date(2026, 6, 30))
    assert len(pages) > 3
    assert pages[0].width > pages[0].height
    text = text_of(pages)
    assert "từ ngày 01/01/2026 đến ngày 30/06/2026" in text
    assert "Kế hoạch (60) (tiếp theo)" in text_of(pages[1:2])
    assert "29/06/2026" in text
    assert "60-KH/TU" in text_of(pages[-1:])
    assert "Tổng cộng: 60 văn bản." in text_of(pages[-1:])


def test_what_is_due_stands_in_groups(book: Book, paper: Callable[..., list[Any]]) -> None:
    day = date(2026, 11, 21)
    for number, days in (("1", -20), ("2", 3), ("3", 90)):
        add(book, "documents", number=f"{number}-KH/TU", report_due=day + timedelta(days))
    text = text_of(paper("documents-due", on=day))
    assert "DANH SÁCH VĂN BẢN ĐẾN HẠN BÁO CÁO tính đến ngày 21/11/2026" in text
    order = ["Quá hạn (01)", "Quá hạn 20 ngày", "Sắp đến hạn (01)", "Còn 03 ngày",
             "Chưa đến hạn (01)", "3-KH/TU", "Tổng cộng: 03 văn bản."]  # fmt: skip
    places = [text.index(one) for one in order]
    assert places == sorted(places)


@pytest.mark.parametrize("form", ["documents-issued", "documents-received", "documents-due"])
def test_without_rows_a_paper_says_so(paper: Callable[..., list[Any]], form: str) -> None:
    text = text_of(paper(form))
    assert "Không có văn bản" in text
    assert "Tổng cộng" not in text
