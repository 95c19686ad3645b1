"""Numbers of documents: what they say, the next one by type and term or year, those left out."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.errors import UserProblem
from desktop.services import document_numbers as numbers
from desktop.services import registers
from desktop.services.books import Book

from .rows import add

DAY = date(2026, 3, 5)
TERM = (2025, 2030)


def issue(book: Book, number: str, on: date | None = DAY, **values: Any) -> int:
    given_: dict[str, Any] = {"type": "Báo cáo", "direction": "issued"}
    return add(book, "documents", number=number, on=on, **(given_ | values))


def following(book: Book, on: date = DAY, type_: str = "Báo cáo") -> str:
    found = numbers.next_number(book, type_, on, TERM)
    assert found is not None
    return found.number


def style(book: Book, family: str, suffix: str = "BTG") -> None:
    own = registers.own_office(book)
    values = {"paper_family": family, "code_suffix": suffix}
    registers.save(book, "offices", values, own.id)


@pytest.mark.parametrize(
    ("text", "number", "type_"),
    [
        ("196-KH/TU", (196, ""), "KH"),
        ("Số 05-CT/TW", (5, ""), "CT"),
        ("số: 12/BC-UBND", (12, ""), "BC"),
        ("13a-BC/BTG", (13, "a"), "BC"),
        ("30/2020/NĐ-CP", (30, ""), "NĐ"),
        ("  7 - TTr / BTG ", (7, ""), "TTr"),
        ("SỐ 12a-BC/BTG", (12, "a"), "BC"),
        ("So. 12-BC/BTG", (12, ""), "BC"),
        ("14 – KL/TU", (14, ""), "KL"),  # as Word writes a hyphen
        ("15/UBND-VX", (15, ""), "UBND"),
        ("08-QĐi/TW", (8, ""), "QĐi"),
        ("12", (12, ""), ""),
        ("12-BC", (12, ""), "BC"),
        ("KH/TU", None, ""),
        ("", None, ""),
        ("12bis-KH/TU", None, ""),
        ("9999999-KH/TU", None, "KH"),
    ],
)
def test_what_a_number_says(text: str, number: tuple[int, str] | None, type_: str) -> None:
    assert numbers.number_of(text) == number
    assert numbers.abbreviation_of(text) == type_


@given(st.text(max_size=40))
def test_any_text_is_read_without_fault(text: str) -> None:
    numbers.number_of(text)
    numbers.abbreviation_of(text)


def test_the_type_follows_from_the_abbreviation_when_it_is_one_alone(book: Book) -> None:
    kept = {
        text: registers.get(book, "documents", add(book, "documents", number=text)).values["type"]
        for text in ("196-KH/TU", "37-QĐ/TW", "9-XYZ/TU", "5-ttr/HU", "không số")
    }
    assert kept == {
        "196-KH/TU": "Kế hoạch",
        "37-QĐ/TW": None,  # Quyết định or Quy định (DOMAIN.md, 'Paper')
        "9-XYZ/TU": None,
        "5-ttr/HU": "Tờ trình",
        "không số": None,
    }
    typed = add(book, "documents", number="1-KH/TU", type="Chương trình")
    assert registers.get(book, "documents", typed).values["type"] == "Chương trình"


def test_a_type_counts_while_it_is_in_use(book: Book) -> None:
    add(book, "document_types", name="Đề án", abbreviation="ĐA", valid_from=date(2025, 1, 1))
    with book.read() as session:
        assert numbers.type_of(session, "1-ĐA/TU", date(2024, 12, 31)) is None
        assert numbers.type_of(session, "1-ĐA/TU", date(2025, 1, 1)) == "Đề án"


# the next number


def test_the_first_number_of_a_type_is_01(book: Book) -> None:
    found = numbers.next_number(book, "Báo cáo", DAY, TERM)
    assert found == numbers.Proposal("01-BC/BTG", "Ban Tuyên giáo Huyện ủy Cầu Ngang")
    assert numbers.next_number(book, "Loại lạ", DAY, TERM) is None


@pytest.mark.parametrize("number", ["Số 12-BC", "SỐ 12-BC/BTG", "so: 12 – BC/BTG", "12-BC"])
def test_a_number_counts_however_it_is_written(book: Book, number: str) -> None:
    style(book, "party")
    issue(book, number)
    issue(book, "Số 40-BC/TU")  # another office's
    assert following(book) == "13-BC/BTG"


def test_the_abbreviation_is_that_of_the_day(book: Book) -> None:
    add(book, "document_types", name="Thông tri", abbreviation="TT", valid_to=date(2025, 12, 31))
    add(book, "document_types", name="Thông tri", abbreviation="TTi", valid_from=date(2026, 1, 1))
    assert following(book, date(2025, 12, 31), "Thông tri") == "01-TT/BTG"
    assert following(book, date(2026, 1, 1), "Thông tri") == "01-TTi/BTG"


def test_party_numbers_run_through_the_term_by_type(book: Book) -> None:
    issue(book, "12-BC/BTG", date(2025, 11, 3))
    issue(book, "40-KH/BTG", date(2026, 1, 3), type="Kế hoạch")
    issue(book, "99-BC/TU", date(2026, 1, 3))  # another office's code
    issue(book, "98-BC/BTG", date(2026, 1, 3), direction="received")
    assert following(book) == "13-BC/BTG"
    assert following(book, type_="Kế hoạch") == "41-KH/BTG"
    assert following(book, date(2030, 5, 1)) == "13-BC/BTG"
    assert following(book, date(2024, 5, 1)) == "01-BC/BTG"
    assert following(book, date(2032, 5, 1)) == "01-BC/BTG"


def test_numbers_before_the_congress_of_a_terms_first_year_do_not_count(book: Book) -> None:
    issue(book, "180-BC/BTG", date(2025, 5, 1))
    assert following(book, date(2025, 6, 1)) == "181-BC/BTG"
    issue(book, "02-BC/BTG", date(2025, 9, 1))
    assert following(book) == "03-BC/BTG"
    issue(book, "03-BC/BTG", date(2026, 9, 1))
    assert following(book) == "04-BC/BTG"


def test_a_number_filled_in_late_begins_nothing_anew(book: Book) -> None:
    for place in range(1, 41):
        if place != 12:
            issue(book, f"{place:02}-BC/BTG", date(2025, 1 + place // 10, 1 + place % 10 * 2))
    issue(book, "12-BC/BTG", date(2025, 6, 10))
    assert following(book, date(2025, 6, 20)) == "41-BC/BTG"
    (told,) = numbers.gaps(book, date(2025, 6, 20), TERM)
    assert (told.lowest, told.highest, told.missing) == (1, 40, ())
    row = issue(book, "02-KH/BTG", date(2025, 1, 10), type="Kế hoạch")
    issue(book, "01-KH/BTG", date(2025, 1, 11), type="Kế hoạch")
    assert following(book, date(2025, 1, 20), "Kế hoạch") == "03-KH/BTG"
    registers.delete(book, "documents", [row])


def test_documents_of_one_day_stand_in_any_order(book: Book) -> None:
    issue(book, "02-BC/BTG", date(2025, 1, 10))
    issue(book, "01-BC/BTG", date(2025, 1, 10))
    assert following(book, date(2025, 1, 20)) == "03-BC/BTG"
    values = {"number": "02-BC/BTG", "type": "Báo cáo", "direction": "issued"}
    told = registers.warnings(book, "documents", values | {"on": date(2025, 1, 20)})
    assert told == {"number": "Số này đã dùng cho báo cáo «02-BC/BTG» ngày 10/01/2025."}
    # two series on the day of the congress
    issue(book, "181-BC/BTG", date(2025, 8, 1))
    for text in ("02-BC/BTG", "01-BC/BTG"):
        issue(book, text, date(2025, 8, 2))
    assert following(book, date(2025, 8, 2)) == "03-BC/BTG"
    assert following(book, date(2025, 7, 1)) == "182-BC/BTG"  # entered late, of the old series


def test_the_congress_of_a_terms_last_year_begins_a_new_series(book: Book) -> None:
    for number, day in ((200, 1), (201, 2)):
        issue(book, f"{number}-BC/BTG", date(2030, 2, day))
    assert following(book, date(2030, 7, 1)) == "202-BC/BTG"
    issue(book, "01-BC/BTG", date(2030, 8, 1))
    issue(book, "02-BC/BTG", date(2030, 8, 2))
    for day in (date(2030, 9, 1), date(2030, 12, 31), date(2031, 1, 1), date(2035, 3, 1)):
        assert following(book, day) == "03-BC/BTG", day
        assert [(one.lowest, one.highest) for one in numbers.gaps(book, day, TERM)] == [(1, 2)]
    issue(book, "03-BC/BTG", date(2031, 5, 1))
    assert following(book, date(2030, 12, 31)) == "04-BC/BTG"
    assert following(book, date(2029, 12, 31)) == "01-BC/BTG"
    assert following(book, date(2030, 3, 1)) == "202-BC/BTG"
    values = {"number": "200-BC/BTG", "type": "Báo cáo", "direction": "issued"}
    assert registers.warnings(book, "documents", values | {"on": date(2031, 1, 20)}) == {}
    assert registers.warnings(book, "documents", values | {"on": date(2030, 2, 20)}) != {}


def test_the_old_term_goes_on_until_the_congress(book: Book) -> None:
    issue(book, "150-BC/BTG", date(2024, 12, 20))
    assert following(book, date(2025, 1, 5)) == "151-BC/BTG"
    assert following(book, date(2026, 1, 5)) == "01-BC/BTG"


def test_a_series_may_begin_with_the_first_document_after_the_congress_year(book: Book) -> None:
    issue(book, "180-BC/BTG", date(2025, 5, 1))
    issue(book, "01-BC/BTG", date(2026, 2, 1))
    assert following(book) == "02-BC/BTG"
    issue(book, "02-BC/BTG", date(2026, 3, 1))
    issue(book, "01-BC/BTG", date(2026, 4, 1))  # a slip: no congress in 2026
    assert following(book, date(2026, 5, 1)) == "03-BC/BTG"


def test_a_number_that_may_begin_a_series_is_told_when_it_was_used(book: Book) -> None:
    for number in (1, 2, 3):
        issue(book, f"{number:02}-BC/BTG", date(2025, 1, number))
    values = {"number": "01-BC/BTG", "type": "Báo cáo", "direction": "issued",
              "on": date(2025, 9, 1)}  # fmt: skip
    told = registers.warnings(book, "documents", values)["number"]
    assert told == (
        "Số này đã dùng cho báo cáo «01-BC/BTG» ngày 01/01/2025; "
        "đánh số lại sau đại hội thì cứ để vậy."
    )
    row = add(book, "documents", **values)
    assert registers.warnings(book, "documents", values, row) == {}
    assert following(book, date(2025, 9, 2)) == "02-BC/BTG"


def test_the_clerks_term_decides_what_is_used(book: Book) -> None:
    issue(book, "13-BC/BTG", date(2026, 3, 5))
    values = {"number": "13-BC/BTG", "type": "Báo cáo", "direction": "issued",
              "on": date(2029, 1, 5)}  # fmt: skip
    assert registers.warnings(book, "documents", values, None, (2023, 2028)) == {}
    assert "number" in registers.warnings(book, "documents", values, None, TERM)
    assert "number" in registers.warnings(book, "documents", values, None, (2026, 2031))


@pytest.mark.parametrize("day", [date(1, 1, 1), date(1899, 12, 31), date(9999, 12, 31)])
@pytest.mark.parametrize("family", ["party", "government"])
def test_a_year_that_no_document_has_is_refused(book: Book, day: date, family: str) -> None:
    style(book, family)
    with pytest.raises(UserProblem, match="Năm của văn bản phải từ 1900 đến 2200"):
        numbers.next_number(book, "Báo cáo", day, TERM)
    with pytest.raises(UserProblem):
        numbers.gaps(book, day, TERM)
    values = {"number": "1-BC/BTG", "type": "Báo cáo", "direction": "issued", "on": day}
    told = registers.warnings(book, "documents", values)  # what can't be saved is told then
    assert told.keys() <= {"on"}
    for edge in (date(1900, 1, 1), date(2200, 12, 31)):
        assert numbers.next_number(book, "Báo cáo", edge, (1, 9999)) is not None


@given(
    days=st.lists(
        st.tuples(st.integers(1, 60), st.dates(date(2024, 6, 1), date(2031, 6, 1))), max_size=40
    ),
    asked=st.dates(date(2024, 6, 1), date(2031, 6, 1)),
)
def test_every_document_is_of_one_series_and_no_used_number_is_next(
    days: list[tuple[int, date]], asked: date
) -> None:
    span = numbers._Span.of("party", asked, TERM)
    rows = [
        numbers._Numbered(place, str(number), day, day, number, "")
        for place, (number, day) in enumerate(sorted(days, key=lambda one: one[1]))
        if span.first <= day <= span.last
    ]
    runs = numbers._runs_of(rows, span)
    assert [one for run in runs for one in run.rows] == rows
    for run in runs[1:]:
        assert run.rows[0].number <= 2
    used = numbers._run_at(rows, span)
    assert numbers._following(used) not in used
    on_or_before = [one for one in rows if one.day <= asked]
    if on_or_before:
        assert on_or_before[-1].number in used


def test_government_numbers_run_through_the_year(book: Book) -> None:
    style(book, "government", "UBND")
    issue(book, "12/BC-UBND", date(2025, 12, 31))
    assert following(book, date(2025, 12, 31)) == "13/BC-UBND"
    assert following(book) == "01/BC-UBND"
    issue(book, "01/UBND-VX", DAY, type="Công văn")
    assert following(book, type_="Công văn") == "02/UBND"


def test_an_office_without_a_code_has_none_in_its_numbers(book: Book) -> None:
    style(book, "party", "")
    issue(book, "7-BC/BTG")
    assert following(book) == "08-BC"
    style(book, "government", "")
    assert following(book) == "08/BC"


def test_bare_numbers_and_letters_count_and_what_is_deleted_does_not(book: Book) -> None:
    issue(book, "20")
    issue(book, "21a-BC/BTG")
    gone = issue(book, "50-BC/BTG")
    registers.delete(book, "documents", [gone])
    assert following(book) == "22-BC/BTG"


def test_a_document_without_a_date_counts_on_the_day_it_was_entered(book: Book) -> None:
    issue(book, "31-BC/BTG", None)
    found = numbers.next_number(book, "Báo cáo")  # today's term
    assert found is not None
    assert found.number == "32-BC/BTG"


# numbers left out, numbers used twice


def test_what_was_left_out_is_told_by_type(book: Book) -> None:
    for number in (1, 2, 5, 9, 10):
        issue(book, f"{number:02}-BC/BTG")
    issue(book, "33-KH/BTG", type="Kế hoạch")
    plan, report = numbers.gaps(book, DAY, TERM)
    assert (plan.type, plan.lowest, plan.highest, plan.words) == ("Kế hoạch", 33, 33, "")
    assert (report.type, report.lowest, report.highest) == ("Báo cáo", 1, 10)
    assert report.missing == (3, 4, 6, 7, 8)
    assert report.words == "03 - 04, 06 - 08"
    assert numbers.gaps(book, date(2040, 1, 1), TERM) == []


def test_a_stray_number_makes_no_endless_list(book: Book) -> None:
    for number in ("01-BC/BTG", "03-BC/BTG", "999999-BC/BTG"):
        issue(book, number)
    (told,) = numbers.gaps(book, DAY, TERM)
    assert (told.missing[:2], len(told.missing), told.more) == ((2, 4), 500, 999_496)
    assert told.words == "02, 04 - 502 và 999.496 số nữa"
    assert following(book) == "04-BC/BTG"  # nothing comes after 999999


@given(used=st.sets(st.integers(1, 60), min_size=1))
def test_numbers_used_and_left_out_make_up_all(used: set[int]) -> None:
    missing, more = numbers._missing(used)
    assert more == 0
    assert set(missing) | used == set(range(min(used), max(used) + 1))
    assert not set(missing) & used
    ends = [one.split(" - ") for one in numbers.Gaps("", 1, 60, missing).words.split(", ") if one]
    spread = [n for run in ends for n in range(int(run[0]), int(run[-1]) + 1)]
    assert spread == list(missing)


def test_a_number_that_exists_is_warned_of_and_kept(book: Book) -> None:
    row = issue(book, "13-BC/BTG")
    values = {"number": "013-BC/BTG", "type": "Báo cáo", "direction": "issued", "on": DAY}
    told = registers.warnings(book, "documents", values)
    assert told == {"number": "Số này đã dùng cho báo cáo «13-BC/BTG» ngày 05/03/2026."}
    assert registers.warnings(book, "documents", values, row) == {}
    for other in (
        {"type": "Kế hoạch"},
        {"direction": "received"},
        {"number": "13a-BC/BTG"},
        {"number": "13-BC/TU"},
        {"on": date(2031, 1, 1)},
    ):
        assert registers.warnings(book, "documents", values | other) == {}, other
    add(book, "documents", **values)
    assert len(registers.rows(book, "documents", [row, row + 1])) == 2
