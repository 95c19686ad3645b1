"""Study sessions: sums, who is below the bar, typed numbers, and what the clerk is told of."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from desktop.core.attendance import Attendance
from desktop.core.errors import InvalidValues, StaleRecord, UserProblem
from desktop.services import book_settings, cleaning, figures, registers, study, undoing, unit_lives
from desktop.services.books import Book
from desktop.services.cleaning import FindingKind

from .rows import add, everything, live, undo_last

DAY = date(2025, 3, 14)


@pytest.fixture
def units(book: Book) -> list[int]:
    """Three base committees of a committee."""
    root = add(book, "units", name="Đảng bộ huyện", kind="party_committee")
    names = ("Đảng bộ xã An Lạc", "Đảng bộ xã Bình Hòa", "Đảng bộ xã Cầu Kè")
    return [add(book, "units", name=one, kind="base_committee", parent_id=root) for one in names]


def held(book: Book, rows: dict[int | None, tuple[Any, Any]], **values: Any) -> int:
    """Keep a session with the numbers of its units."""
    found = add(book, "study_sessions", **{"subject": "Chuyên đề 2025", "on": DAY, **values})
    for unit, (invited, attended) in rows.items():
        add(book, "study_attendances", session_id=found, unit_id=unit,
            invited=invited, attended=attended)  # fmt: skip
    return found


def test_a_session_is_summed_up_with_what_is_missing_and_below(
    book: Book, units: list[int]
) -> None:
    first, second, third = units
    session = held(book, {first: (100, 99), second: (50, 40), third: (30, None), None: (5, 5)})
    found = study.sums(book, session)
    assert (found.units, found.missing, found.below, found.bar) == (3, 1, 1, 90)
    assert found.total == Attendance(185, 144)
    book_settings.save(book, {"attendance_bar": 80})
    assert study.sums(book, session).below == 0  # 80 % is not below 80 %
    words = {one.values["unit_id"]: one.computed["rate"]
             for one in registers.rows(book, "study_attendances", [1, 2, 3, 4])}  # fmt: skip
    assert words == {first: "99%", second: "80%", third: "", None: "100%"}
    (line,) = registers.rows(book, "study_sessions", [session])
    assert line.computed["sums"] == "144/185 (77,8%)"
    registers.delete(book, "study_sessions", [session])
    with pytest.raises(UserProblem, match="không còn trong sổ"):
        study.sums(book, session)


def test_units_stand_as_in_the_tree_of_the_sessions_day(book: Book, units: list[int]) -> None:
    first, second, third = units
    session = held(book, {None: (1, 1), third: (1, 1), first: (1, 1), second: (1, 1)})
    assert [one.unit_id for one in study.units_of(book, session)] == [first, second, third, None]


def test_numbers_are_kept_as_one_deed_that_is_undone_whole(book: Book, units: list[int]) -> None:
    session = held(book, {units[0]: (10, None), units[1]: (20, 20)})
    one, other = (row["id"] for row in live(book, "study_attendances"))
    before = everything(book)
    typed = {one: {"attended": 9, "note": "Đi công tác"}, other: {"attended": 20}}
    assert study.save_numbers(book, session, typed).value == 1  # the other was so before
    row = live(book, "study_attendances")[0]
    assert (row["attended"], row["note"]) == (9, "Đi công tác")
    assert "Nhập số dự của 1 đơn vị: Chuyên đề 2025" in undoing.last_deed(book).words
    undo_last(book)
    assert everything(book) == before
    with pytest.raises(InvalidValues):
        study.save_numbers(book, session, {one: {"attended": 5}, other: {"attended": -1}})
    assert everything(book) == before
    registers.delete(book, "study_attendances", [one])
    with pytest.raises(StaleRecord):
        study.save_numbers(book, session, {one: {"attended": 5}})


def test_numbers_of_another_session_are_refused(book: Book, units: list[int]) -> None:
    session = held(book, {units[0]: (10, None)})
    held(book, {units[0]: (20, None)}, subject="Hội nghị khác")
    own, foreign = (row["id"] for row in live(book, "study_attendances"))
    before = everything(book)
    with pytest.raises(UserProblem, match="thuộc hội nghị khác"):
        study.save_numbers(book, session, {own: {"attended": 9}, foreign: {"attended": 5}})
    assert everything(book) == before


def test_sessions_of_a_period_stand_by_year_with_their_sums(book: Book, units: list[int]) -> None:
    held(book, {units[0]: (100, 90)}, on=date(2024, 12, 31))
    held(book, {units[0]: (100, 100), units[1]: (100, 80)}, on=date(2025, 1, 1))
    held(book, {}, on=date(2025, 6, 1), subject="Chuyên đề khác")
    held(book, {units[0]: (7, 7)}, on=None, year=2025)
    years = study.sessions_of(book)
    assert [(one.year, len(one.sessions)) for one in years] == [(2024, 1), (2025, 2)]
    assert years[1].total == Attendance(200, 180)
    assert (years[1].total.rate, years[1].mean_rate) == (0.9, 0.9)  # one has no rate
    every = study.together(years)
    assert (every.total, every.mean_rate) == (Attendance(300, 270), 0.9)
    (of_2025,) = study.sessions_of(book, date(2025, 1, 1), date(2025, 12, 31))
    assert of_2025.year == 2025
    assert study.sessions_of(book, date(2026, 1, 1)) == ()
    assert study.together(()).mean_rate is None


def test_units_below_the_bar_come_first_the_lowest_leading(book: Book, units: list[int]) -> None:
    first, second, third = units
    held(book, {first: (100, 100), second: (10, 8), third: (100, 60)})
    held(
        book, {first: (100, 95), second: (10, None)}, subject="CHUYÊN ĐỀ 2025", on=date(2025, 9, 1)
    )
    held(book, {second: (10, 10)}, subject="Nghị quyết", on=date(2025, 10, 1))
    held(book, {first: (100, 1)}, on=date(2024, 1, 1))
    held(book, {first: (100, 1), None: (9, 1)}, on=None, year=2025)
    found = study.units_of_year(book)
    assert (found.year, found.bar, found.undated) == (2025, 90, 1)
    assert (found.years, found.subjects) == ((2025, 2024), ("CHUYÊN ĐỀ 2025", "Nghị quyết"))
    told = [(one.unit_id, one.sessions, one.missing, one.numbers) for one in found.units]
    assert told == [
        (third, 1, 0, Attendance(100, 60)),
        (first, 2, 0, Attendance(200, 195)),
        (second, 2, 1, Attendance(20, 18)),
    ]
    assert [one.unit_id for one in found.below] == [third]
    of_one = study.units_of_year(book, 2025, "chuyen de 2025")
    assert [one.unit_id for one in of_one.below] == [third, second]
    assert study.units_of_year(book, 2023).units == ()


def test_a_year_without_sessions_is_empty(book: Book) -> None:
    found = study.units_of_year(book)
    assert (found.units, found.years, found.below) == ((), (), ())


def test_more_attended_than_invited_is_warned_of_and_kept(book: Book, units: list[int]) -> None:
    session = held(book, {})
    values = {"session_id": session, "unit_id": units[0], "invited": 10, "attended": 11}
    assert "nhiều hơn" in registers.warnings(book, "study_attendances", values)["attended"]
    kept = add(book, "study_attendances", **values)
    assert registers.get(book, "study_attendances", kept).computed["rate"] == "110%"
    assert study.sums(book, session).over == 1
    values["attended"] = 10
    assert registers.warnings(book, "study_attendances", values, kept) == {}


def test_clean_data_tells_what_is_wrong_with_sessions(book: Book, units: list[int]) -> None:
    none = held(book, {units[0]: (1, 1)}, on=None, year=2025)
    many = held(book, {units[0]: (5, 6), units[1]: (5, 7)})
    lack = held(book, {units[0]: (5, None)}, subject="Thiếu số")
    coming = held(book, {units[0]: (5, None)}, subject="Sắp họp", on=date(2199, 1, 1))
    wrong = held(book, {units[0]: (5, 5)}, subject="Sai năm", year=2020)
    found = cleaning.find(book, registers={"study_sessions"}).entries
    told = {one.record_id: (one.kind, one.words) for one in found}
    assert told == {
        none: (FindingKind.MISSING, "Chưa có ngày nên không được tính vào số liệu của kỳ nào."),
        many: (FindingKind.CONTRADICTORY, "2 đơn vị có số tham dự nhiều hơn số triệu tập."),
        lack: (FindingKind.MISSING, "1 đơn vị chưa đủ số triệu tập, tham dự."),
        wrong: (FindingKind.CONTRADICTORY, "Ghi năm 2020 mà ngày tổ chức là 14/03/2025."),
    }
    assert coming not in told


def test_a_session_goes_to_the_bin_and_comes_back_with_its_units(
    book: Book, units: list[int]
) -> None:
    session = held(book, {units[0]: (10, 9), units[1]: (20, 20)})
    before = everything(book)
    registers.delete(book, "study_sessions", [session])
    assert live(book, "study_attendances") == []
    assert study.sessions_of(book) == ()
    assert study.units_of_year(book).units == ()
    registers.restore(book, "study_sessions", [session])
    assert everything(book) == before
    registers.delete(book, "study_sessions", [session])
    undo_last(book)
    assert everything(book) == before


def test_a_merged_unit_keeps_what_it_attended(book: Book, units: list[int]) -> None:
    """Names of the past stay on papers of the past, as with pledges (DOMAIN.md)."""
    first, second, _third = units
    session = held(book, {first: (10, 5), second: (20, 20)})
    before = live(book, "study_attendances")
    unit_lives.merge_units(book, [first], second, "2025-07-01")
    assert live(book, "study_attendances") == before
    assert [one.unit_id for one in study.units_of(book, session)] == [first, second]
    assert [one.unit_id for one in study.units_of_year(book).below] == [first]


def test_the_summary_and_the_figures_agree(book: Book, units: list[int]) -> None:
    """The papers' totals and means are the figures' own (DOMAIN.md, 'Figures', study)."""
    first, second, third = units
    held(book, {first: (100, 99), second: (37, 31)}, on=date(2024, 12, 31))
    held(book, {first: (41, None), second: (7, 6), None: (3, 3)}, on=date(2025, 1, 1))
    held(book, {third: (None, None)}, on=date(2025, 2, 1))
    held(book, {third: (50, None)}, on=date(2025, 3, 1))
    held(book, {}, on=date(2025, 4, 1))
    held(book, {first: (9, 9)}, on=None, year=2025)
    for begin, end in ((2024, 2025), (2025, 2025), (2020, 2021)):
        period = date(begin, 1, 1), date(end, 12, 31)
        told = figures.figures(book, *period).study
        years = study.sessions_of(book, *period)
        every = study.together(years)
        assert (told.sessions, told.invited, told.attended) == (
            len(every.sessions), every.total.invited, every.total.attended
        )  # fmt: skip
        assert told.rate == every.total.rate
        assert told.mean_rate == pytest.approx(every.mean_rate, abs=2e-6)
        for one in years:
            assert told.by_year[str(one.year)].rate == one.total.rate
