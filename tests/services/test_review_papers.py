"""Papers about reviews made from real books and read back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from desktop.core.errors import UserProblem
from desktop.services import printing, review_papers
from desktop.services.books import Book

from .rows import add

READ = Callable[[Path], list[Any]]
JUNE = {"kind": "month", "first": date(2026, 6, 1), "last": date(2026, 6, 30)}
YEAR = {"kind": "year", "first": date(2026, 1, 1), "last": date(2026, 12, 31)}


@pytest.fixture
def cells(book: Book) -> dict[str, int]:
    """Two cells; in one three members with pledges, of whom two were reviewed."""
    root = add(book, "units", name="Đảng bộ xã Mỹ Long", kind="base_committee")
    one = add(book, "units", name="Chi bộ ấp 1", kind="cell", parent_id=root)
    two = add(book, "units", name="Chi bộ ấp 2", kind="cell", parent_id=root)
    for name, points, rating in (
        ("Lê Thị Ánh", 95, "excellent"), ("Bùi Văn Bình", 91, "excellent"), ("Tô Cẩm", None, None),
    ):  # fmt: skip
        member = add(book, "members", full_name=name, unit_id=one)
        pledge = add(book, "pledges", year=2026, kind="registration", member_id=member)
        add(
            book, "pledge_items", pledge_id=pledge, content=f"Vận động của {name}",
            target="02 hộ", due_on=date(2026, 9, 30), result="Được 01 hộ",
        )  # fmt: skip
        if rating is None:
            continue
        add(
            book, "pledge_reviews", pledge_id=pledge, period_kind="month", points=points,
            period_from=JUNE["first"], period_to=JUNE["last"], reviewed_on=date(2026, 6, 28),
            pledged="Việc trong tháng", done="Đã vận động 01 hộ", rating=rating,
            cell_assessment="Gương mẫu", self_assessment="Tự thấy tốt",
        )  # fmt: skip
        add(
            book, "yearly_ratings", rated_kind="member", member_id=member, rating=rating,
            period_kind="year", period_to=date(2026, 12, 31),
        )  # fmt: skip
    return {"root": root, "one": one, "two": two}


@pytest.fixture
def printed(book: Book, tmp_path: Path, read_pdf: READ) -> Callable[..., str]:
    """Prints a paper as the window does and returns its words."""

    def made(form: str, **options: Any) -> str:
        target = tmp_path / "in.pdf"
        done = printing.make_pdf(book, form, target, options)
        pages = read_pdf(target)
        assert len(pages) == done.pages
        assert all(page.width > page.height for page in pages), "across the sheet"
        return " ".join(" ".join(page.text.split()) for page in pages)

    return made


def test_the_book_of_a_month(printed, cells):
    words = printed("pledge-follow-up", unit=cells["one"], **JUNE)
    assert "SỔ THEO DÕI việc thực hiện bản đăng ký, cam kết tháng 6 năm 2026" in words
    assert "Chi bộ ấp 1" in words
    for one in (
        "Nội dung đăng ký", "Việc đã làm", "Chi bộ nhận xét", "Xếp loại", "Lê Thị Ánh",
        "- Vận động của Lê Thị Ánh", "(02 hộ; hạn 30/09/2026)", "Trong kỳ: Việc trong tháng",
        "Đã vận động 01 hộ", "Tự đánh giá: Tự thấy tốt", "Gương mẫu", "(95 điểm)",
        "NGƯỜI GHI SỔ", "T/M CHI BỘ BÍ THƯ",
    ):  # fmt: skip
        assert one in words
    assert words.index("Lê Thị Ánh") < words.index("Bùi Văn Bình") < words.index("Tô Cẩm")


def test_the_book_of_a_year_goes_period_by_period(printed, cells, book):
    pledge = 1
    add(
        book, "pledge_reviews", pledge_id=pledge, period_kind="year", rating="good",
        period_from=YEAR["first"], period_to=YEAR["last"], reviewed_on=date(2026, 12, 20),
        cell_assessment="Cả năm tốt",
    )  # fmt: skip
    words = printed("pledge-follow-up", unit=cells["one"], year=2026)
    assert "bản đăng ký, cam kết năm 2026" in words
    assert "1. Lê Thị Ánh" in words
    assert words.index("Tháng 6") < words.index("Cuối năm") < words.index("2. Bùi Văn Bình")
    assert "Được 01 hộ" in words


def test_the_result_of_one_of_several_items_has_its_number(printed, cells, book):
    add(
        book, "pledge_items", pledge_id=1, content="Đọc sách", target="06 quyển", position=2,
        result="Đạt",
    )  # fmt: skip
    words = printed("pledge-follow-up", unit=cells["one"], year=2026)
    assert "1. Vận động của Lê Thị Ánh" in words
    assert "2. Đọc sách (06 quyển)" in words
    assert "2. Đạt" in words
    assert "- Vận động của Tô Cẩm" in words  # of a single one no number is needed


def test_a_person_whose_rows_go_on_is_named_again(book, cells, tmp_path, read_pdf):
    for month in range(1, 13):
        add(
            book, "pledge_reviews", pledge_id=2, period_kind="month", rating="good",
            period_from=date(2026, month, 1), period_to=date(2026, month, 28),
            reviewed_on=date(2026, month, 28), done="Đã làm được nhiều việc tốt. " * 12,
        )  # fmt: skip
    target = tmp_path / "sổ.pdf"
    review_papers.make(book, "pledge-follow-up", target, {"unit": cells["one"], "year": 2026})
    found = [" ".join(page.text.split()) for page in read_pdf(target)]
    assert len(found) > 2
    again = [page.count("2. Bùi Văn Bình (tiếp)") for page in found]
    assert again[0] == 0
    assert sum(again) >= 1
    assert max(again) == 1
    for page, named in zip(found, again, strict=True):
        if "Tháng" in page:
            assert named or "2. Bùi Văn Bình" in page or "1. Lê Thị Ánh" in page


def test_a_book_without_anybody_says_so(printed, cells):
    words = printed("pledge-follow-up", unit=cells["two"], **JUNE)
    assert "Chưa có bản đăng ký, cam kết nào." in words
    assert "Chưa có bản đăng ký" in printed("pledge-follow-up", unit=cells["two"], year=2026)


@pytest.mark.parametrize("period", [JUNE, {"year": 2026}])
def test_each_cell_has_its_own_pages_head_and_signature(book, cells, tmp_path, read_pdf, period):
    member = add(
        book, "members", full_name="Hồ Văn Tư", unit_id=cells["two"], party_post="Bí thư",
        status="official",
    )  # fmt: skip
    add(book, "pledges", year=2026, kind="registration", member_id=member)
    target = tmp_path / "sổ.pdf"
    review_papers.make(book, "pledge-follow-up", target, period)
    found = [" ".join(page.text.split()) for page in read_pdf(target)]
    begun = [page for page in found if "SỔ THEO DÕI" in page]
    assert len(begun) == 2
    for page, cell, name in zip(begun, ("ẤP 1", "ẤP 2"), ("Lê Thị Ánh", "Hồ Văn Tư"), strict=True):
        assert page.startswith("ĐẢNG BỘ XÃ MỸ LONG")
        assert f"CHI BỘ {cell}" in page
        assert f"1 {name}" in page or f"1. {name}" in page
        assert "Trang" not in page
    ends = [page for page in found if "T/M CHI BỘ BÍ THƯ" in page]
    assert len(ends) == 2
    assert ends[1].endswith("Hồ Văn Tư")


def test_the_summary_of_ratings_by_cell_with_the_share(printed, cells):
    words = printed("yearly-ratings-summary", **YEAR)
    assert "BIỂU TỔNG HỢP xếp loại đảng viên năm 2026" in words
    # total, rated, excellent, not rated, rate, allowed, excess
    assert "1 Chi bộ ấp 1 3 2 2 1 100% 0 2" in words
    assert "Tổng cộng 3 2 2 1 100% 0 2" in words
    assert "không vượt quá 20%" in words


def test_a_summary_of_a_few_cells_stays_on_one_page(printed, cells, book, read_pdf, tmp_path):
    for place in range(3, 6):
        unit = add(book, "units", name=f"Chi bộ ấp {place}", kind="cell", parent_id=cells["root"])
        member = add(book, "members", full_name=f"Hồ Văn {place}", unit_id=unit)
        add(book, "yearly_ratings", rated_kind="member", member_id=member, rating="good",
            period_kind="year", period_to=date(2026, 12, 31))  # fmt: skip
    member = add(book, "members", full_name="Hồ Văn Tư", unit_id=cells["two"])
    target = tmp_path / "x.pdf"
    assert review_papers.make(book, "yearly-ratings-summary", target, YEAR) == 1
    words = " ".join(read_pdf(target)[0].text.split())
    assert "5 Chi bộ ấp 5 1 1" in words
    assert "NGƯỜI LẬP BIỂU" in words


def test_the_summary_of_units_and_of_nobody(printed, cells, book):
    add(
        book, "yearly_ratings", rated_kind="unit", unit_id=cells["one"], rating="good",
        period_kind="year", period_to=date(2026, 12, 31),
    )  # fmt: skip
    words = printed("yearly-ratings-summary", rated="unit", **YEAR)
    assert "xếp loại tổ chức, đơn vị năm 2026" in words
    assert "Đảng bộ xã Mỹ Long 2 1 1 1 0% 0" in words
    assert "Chưa có đối tượng nào" in printed("yearly-ratings-summary", unit=cells["two"], **YEAR)


def test_many_rows_fill_many_pages_and_the_last_ones_stay_with_the_signatures(
    book, cells, tmp_path, read_pdf
):
    for place in range(40):
        member = add(book, "members", full_name=f"Nguyễn Văn {place:02}", unit_id=cells["two"])
        add(book, "pledges", year=2026, kind="registration", member_id=member)
    target = tmp_path / "sổ.pdf"
    pages = review_papers.make(book, "pledge-follow-up", target, {"unit": cells["two"], **JUNE})
    found = read_pdf(target)
    assert len(found) == pages > 1
    assert all("Họ và tên, chức vụ" in " ".join(page.text.split()) for page in found)
    assert "NGƯỜI GHI SỔ" in found[-1].text
    assert "Nguyễn Văn 39" in found[-1].text


def test_what_cant_be_printed_is_told(book, cells, tmp_path):
    target = tmp_path / "x.pdf"
    for form in ("pledge-follow-up", "yearly-ratings-summary"):
        with pytest.raises(UserProblem, match="không còn trong sổ"):
            review_papers.make(book, form, target, {"unit": 999})
        turned = {"first": date(2026, 2, 1), "last": date(2026, 1, 1)}
        with pytest.raises(UserProblem, match="Ngày cuối kỳ"):
            review_papers.make(book, form, target, turned)
    assert not target.exists()
