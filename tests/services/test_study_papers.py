"""Papers of study sessions, read back: what they list, their sums, what an empty one says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from desktop.core.errors import UserProblem
from desktop.services import printing, registers, study_papers
from desktop.services.books import Book

from .rows import add

READ = Callable[[Path], list[Any]]
PRINT = Callable[..., list[str]]


@pytest.fixture
def printed(book: Book, tmp_path: Path, read_pdf: READ) -> PRINT:
    """Prints a paper and returns the words of its pages."""

    def make(form: str, **options: Any) -> list[str]:
        target = tmp_path / "giấy.pdf"
        made = printing.make_pdf(book, form, target, options)
        pages = read_pdf(target)
        assert len(pages) == made.pages
        assert made.title == study_papers.TITLES[form]
        return [" ".join(one.text.split()) for one in pages]

    return make


def held(book: Book, on: date | None, *numbers: tuple[int | None, int | None], **more: Any) -> int:
    """Keep a session with units of their own."""
    found = add(book, "study_sessions", **{"subject": "Nghị quyết Trung ương", "on": on, **more})
    for place, (invited, attended) in enumerate(numbers):
        known = [one for one in _units(book) if one[1] == f"Đảng bộ xã {place + 1:02}"]
        unit = known[0][0] if known else add(book, "units", name=f"Đảng bộ xã {place + 1:02}")
        add(book, "study_attendances", session_id=found, unit_id=unit, invited=invited,
            attended=attended)  # fmt: skip
    return found


def _units(book: Book) -> list[tuple[int, str]]:
    return [(one.id, one.label) for one in registers.tree(book)]


def test_the_summary_has_years_their_sums_and_the_mean(book: Book, printed: PRINT) -> None:
    held(book, date(2024, 5, 2), (3_000, 2_950), place="Hội trường Huyện ủy")
    held(book, date(2024, 1, 9), (1_000, 995))
    held(book, date(2025, 2, 3), (1_480, 1_450))
    held(book, None, (500, 1))
    (page,) = printed(study_papers.SUMMARY)
    for words in (
        "TỔNG HỢP học tập, quán triệt chuyên đề giai đoạn 2024 - 2025",
        "Năm 2024 (02 hội nghị)",
        "1 Nghị quyết Trung ương 09/01/2024 1.000 995 99,5%",
        "2 Nghị quyết Trung ương 02/05/2024 Hội trường Huyện ủy 3.000 2.950 98,3%",
        "Cộng năm 2024 4.000 3.945 98,6%",
        "Năm 2025 (01 hội nghị)",
        "Tổng cộng 5.480 5.395 98,4%",
        "Tổng số 03 hội nghị; triệu tập 5.480 lượt người, tham dự 5.395 lượt người, đạt 98,4%",
        "98,4% (trên 98%); bình quân tỷ lệ của các hội nghị là 98,6%.",
        "Không tính 01 hội nghị chưa có ngày vì chưa rõ thuộc kỳ nào.",
    ):
        assert words in page


def test_the_summary_tells_that_numbers_lack(book: Book, printed: PRINT) -> None:
    held(book, date(2025, 5, 2), (100, None), (100, 90))
    held(book, date(2025, 6, 2), (10, None), subject="Chưa ai báo")
    held(book, date(2024, 6, 2), (10, None), subject="Năm trước")
    (page,) = printed(study_papers.SUMMARY, first=date(2025, 1, 1), last=date(2025, 12, 31))
    assert "Tổng cộng 210 90 42,9%" in page
    assert "Chưa đủ số triệu tập, tham dự: 02 lượt đơn vị; tỷ lệ tính trên các số đã nhập." in page


def test_a_period_is_named_and_one_year_has_no_sum_of_its_own(book: Book, printed: PRINT) -> None:
    held(book, date(2024, 5, 2), (10, 9))
    held(book, date(2025, 5, 2), (20, 20))
    (page,) = printed(study_papers.SUMMARY, first=date(2025, 1, 1), last=date(2025, 12, 31))
    assert "chuyên đề năm 2025" in page
    assert "2024" not in page
    assert "Cộng năm" not in page
    assert "đạt 100% (100%)" in page
    for days, words in (
        ({"first": date(2025, 2, 1), "last": date(2025, 6, 30)},
         "từ ngày 01/02/2025 đến ngày 30/06/2025"),
        ({"first": date(2025, 2, 1)}, "từ ngày 01/02/2025"),
        ({"last": date(2025, 6, 30)}, "đến ngày 30/06/2025"),
    ):  # fmt: skip
        assert words in printed(study_papers.SUMMARY, **days)[0]
    with pytest.raises(UserProblem, match="sớm hơn"):
        printed(study_papers.SUMMARY, first=date(2025, 2, 1), last=date(2025, 1, 1))


def test_one_session_stands_by_unit_with_who_is_below(book: Book, printed: PRINT) -> None:
    held(book, date(2025, 1, 1), (1, 1), subject="Cũ hơn")
    session = held(book, date(2025, 5, 2), (100, 99), (1_200, 1_000), (30, None),
                   place="Hội trường")  # fmt: skip
    held(book, None, (1, 1), subject="Chưa có ngày")
    for options in ({"session": session}, {}):  # without one, the latest
        (page,) = printed(study_papers.SESSION, **options)
        for words in (
            "DANH SÁCH ĐƠN VỊ DỰ HỌC TẬP Nghị quyết Trung ương ngày 02/05/2025 tại Hội trường",
            "1 Đảng bộ xã 01 100 99 99%",
            "2 Đảng bộ xã 02 1.200 1.000 83,3% Dưới mức",
            "3 Đảng bộ xã 03 30",
            "Tổng cộng 1.330 1.099 82,6%",
            "Số đơn vị có tỷ lệ tham dự dưới 90%: 01 đơn vị.",
            "Chưa đủ số triệu tập, tham dự: 01 đơn vị.",
        ):
            assert words in page
    with pytest.raises(UserProblem, match="không còn trong sổ"):
        printed(study_papers.SESSION, session=999)


def test_units_below_the_bar_are_listed_the_lowest_first(book: Book, printed: PRINT) -> None:
    held(book, date(2025, 1, 1), (100, 80), (100, 99), (100, 50))
    held(book, date(2025, 2, 1), (100, 80), subject="Chuyên đề khác")
    held(book, date(2024, 2, 1), (100, 1))
    (page,) = printed(study_papers.BELOW)
    assert "DANH SÁCH ĐƠN VỊ DƯỚI MỨC tỷ lệ dự học tập dưới 90% năm 2025" in page
    assert "1 Đảng bộ xã 03 1 100 50 50%" in page
    assert "2 Đảng bộ xã 01 2 200 160 80%" in page
    assert "Đảng bộ xã 02" not in page
    assert "Tổng cộng: 02 đơn vị." in page
    (page,) = printed(study_papers.BELOW, on=date(2024, 6, 1))
    assert "năm 2024" in page
    (page,) = printed(study_papers.BELOW, year=2025, subject="Chuyên đề khác")
    assert "Chuyên đề khác năm 2025" in page
    assert "Đảng bộ xã 03" not in page


def test_an_empty_book_gives_whole_papers_and_says_so(book: Book, printed: PRINT) -> None:
    (page,) = printed(study_papers.SUMMARY)
    assert "Chưa có hội nghị học tập, quán triệt nào trong thời gian này." in page
    (page,) = printed(study_papers.BELOW)
    assert "Không có đơn vị nào dưới mức." in page
    with pytest.raises(UserProblem, match="Chưa có hội nghị học tập nào"):
        printed(study_papers.SESSION)
    held(book, None)
    (page,) = printed(study_papers.SESSION)
    assert "Chưa nhập đơn vị nào của hội nghị này." in page


@pytest.mark.parametrize("letters", [300, 900, 3_000])
@pytest.mark.parametrize("sessions", [1, 2, 5])
def test_the_heading_of_the_table_never_stands_alone(
    book: Book, tmp_path: Path, read_pdf: READ, letters: int, sessions: int
) -> None:
    words = "học tập và làm theo Bác " * 200
    for day in range(1, sessions + 1):
        held(book, date(2025, 3, day), (10, 9), subject=f"Nghị quyết {words[:letters]}.")
    target = tmp_path / "giấy.pdf"
    printing.make_pdf(book, study_papers.SUMMARY, target, {})
    for page in read_pdf(target):
        if "Triệu tập" in page.text:
            assert page.text.partition("Triệu tập")[2].count("học tập"), page.text


def test_many_pages_repeat_the_heading_and_count_on(book: Book, printed: PRINT) -> None:
    long = "Chi bộ Trung tâm Bồi dưỡng chính trị, Trung tâm Văn hóa, Thông tin và Thể thao huyện"
    session = held(book, date(2025, 5, 2), place="Hội trường")
    for place in range(120):
        unit = add(book, "units", name=f"{long} {place:03}")
        add(book, "study_attendances", session_id=session, unit_id=unit, invited=50,
            attended=50 - place % 9)  # fmt: skip
    for form in (study_papers.SESSION, study_papers.BELOW):
        pages = printed(form)
        assert len(pages) > 2
        assert all("Đơn vị" in one and "Tỷ lệ" in one for one in pages)
        assert all(one.startswith(f"{at} ") for at, one in enumerate(pages[1:], start=2))
        assert "TRƯỞNG BAN" in pages[-1].upper() or "THỦ TRƯỞNG" in pages[-1].upper()
        assert "Tổng cộng" in pages[-1]
