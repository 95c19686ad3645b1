"""Counts of inspection: a year typed at once, and the summary of a period."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.core.errors import InvalidValues, StaleRecord, UserProblem
from desktop.services import figures, inspections, registers
from desktop.services.books import Book
from desktop.services.inspections import KINDS, Count

from .rows import add, live, undo_last

KEYS = tuple(KINDS)
DISTRICT = {"year": 2024, "level": "district"}


def typed(book: Book, year: int, level: str, **counts: tuple[int | None, int | None]) -> int:
    sheet = inspections.year_sheet(book, year, level)
    changed = {**sheet.counts, **{kind: Count(*pair) for kind, pair in counts.items()}}
    return inspections.save_year_sheet(book, replace(sheet, counts=changed)).value


def test_a_year_is_typed_as_four_entries_and_one_deed(book: Book) -> None:
    counts: dict[str, Any] = {kind: (n, n * 10) for n, kind in enumerate(KEYS)}
    assert typed(book, 2024, "district", **counts) == 4
    rows = live(book, "inspections")
    assert [(one["kind"], one["organisations"], one["members"]) for one in rows] == [
        (kind, n, n * 10) for n, kind in enumerate(KEYS)
    ]
    assert {(one["year"], one["level"], one["period_to"]) for one in rows} == {
        (2024, "district", None)
    }
    assert "Nhập số liệu kiểm tra, giám sát năm 2024, cấp Huyện" in undo_last(book)
    assert live(book, "inspections") == []


def test_what_is_typed_again_changes_the_same_entries(book: Book) -> None:
    typed(book, 2024, "district", inspection=(1, 2), regular_supervision=(3, None))
    assert typed(book, 2024, "district", inspection=(1, 5)) == 1
    assert typed(book, 2024, "district") == 0
    assert typed(book, 2024, "district", regular_supervision=(None, None)) == 1
    assert [(one["kind"], one["organisations"], one["members"]) for one in live(book, "inspections")
            ] == [("inspection", 1, 5), ("regular_supervision", None, None)]  # fmt: skip


def test_quarters_stay_apart_and_are_told_beside(book: Book) -> None:
    for begin, end in ((1, 3), (4, 6)):
        add(book, "inspections", kind="inspection", level="district", organisations=2, members=7,
            period_from=date(2024, begin, 1), period_to=date(2024, end, 28))  # fmt: skip
    sheet = inspections.year_sheet(book, 2024, "district")
    assert sheet.dated == {"inspection": Count(4, 14)}
    assert not any(one.told for one in sheet.counts.values())
    typed(book, 2024, "district", inspection=(1, 1))
    assert len(live(book, "inspections")) == 3
    assert inspections.year_sheet(book, 2024, "base").dated == {}


def test_an_entry_that_was_changed_meanwhile_is_not_lost(book: Book) -> None:
    typed(book, 2024, "district", inspection=(1, 2))
    sheet = inspections.year_sheet(book, 2024, "district")
    typed(book, 2024, "district", inspection=(9, 9))
    with pytest.raises(StaleRecord):
        inspections.save_year_sheet(
            book, replace(sheet, counts={**sheet.counts, "inspection": Count(5, 5)})
        )
    empty = inspections.year_sheet(book, 2023, "district")
    typed(book, 2023, "district", inspection=(1, 2))
    with pytest.raises(StaleRecord):
        inspections.save_year_sheet(book, replace(empty, counts={"inspection": Count(5, 5)}))
    assert [one["organisations"] for one in live(book, "inspections")] == [9, 1]


@pytest.mark.parametrize(("year", "level"), [(1899, "base"), (2201, "base"), (2024, "village")])
def test_a_year_or_level_that_cannot_be_is_told(book: Book, year: int, level: str) -> None:
    with pytest.raises(UserProblem):
        inspections.year_sheet(book, year, level)


def test_a_negative_count_is_told_and_nothing_kept(book: Book) -> None:
    with pytest.raises(InvalidValues):
        typed(book, 2024, "district", inspection=(1, 1), regular_supervision=(-1, 0))
    assert live(book, "inspections") == []


# one entry, typed into the form


def test_counts_need_a_year_or_a_day(book: Book) -> None:
    with pytest.raises(InvalidValues) as told:
        add(book, "inspections", kind="inspection", organisations=1)
    assert told.value.by_field == {
        "year": "Hãy nhập năm, hoặc «Đến ngày»: thiếu thì không tính được vào kỳ nào."
    }
    by_end = add(book, "inspections", kind="inspection", period_to=date(2024, 6, 30))
    by_begin = add(book, "inspections", kind="inspection", period_from=date(2023, 6, 30))
    years = [registers.get(book, "inspections", one).values["year"] for one in (by_end, by_begin)]
    assert years == [2024, 2023]


def test_odd_periods_are_warned_of_and_kept(book: Book) -> None:
    begin, end = date(2024, 4, 1), date(2024, 6, 30)
    values: dict[str, Any] = {"kind": "inspection", "year": 2024}

    def warned(**more: Any) -> dict[str, str]:
        return registers.warnings(book, "inspections", values | more)

    assert warned(period_from=begin, period_to=end) == {}
    assert warned(period_from=end, period_to=begin) == {
        "period_to": "«Đến ngày» sớm hơn «Từ ngày»."
    }
    assert "31/12/2024" in warned(period_from=begin)["period_to"]
    assert "được tính vào 2024" in warned(year=2023, period_to=end)["year"]
    add(book, "inspections", **values, period_from=end, period_to=begin)


def test_the_form_warns_of_the_same_entry_alone(book: Book) -> None:
    quarter = {"period_from": date(2024, 1, 1), "period_to": date(2024, 3, 31)}
    values: dict[str, Any] = {"kind": "inspection", **DISTRICT}
    row = add(book, "inspections", **values, **quarter)
    assert registers.warnings(book, "inspections", values | quarter)
    assert registers.warnings(book, "inspections", values | quarter, row) == {}
    assert registers.warnings(book, "inspections", values) == {}
    other = {"period_from": date(2024, 4, 1), "period_to": date(2024, 6, 30)}
    assert registers.warnings(book, "inspections", values | other) == {}
    add(book, "inspections", **values)
    told = registers.warnings(book, "inspections", values)
    assert told["year"].startswith("Đã có số liệu kiểm tra, giám sát")


# the summary


def test_a_term_is_summed_up_by_year_level_and_kind(book: Book) -> None:
    for year in (2023, 2024, 2026):
        typed(book, year, "base", inspection=(year - 2020, 10))
    typed(book, 2024, "district", violation_inspection=(0, 2))
    add(book, "inspections", kind="inspection", year=2024, level="base", organisations=1,
        period_to=date(2025, 2, 1))  # fmt: skip
    add(book, "inspections", kind="inspection", year=2025, members=4)
    found = inspections.summary(book, date(2023, 1, 1), date(2026, 12, 31))
    assert [one.name for one in found.levels] == ["Cơ sở", "Huyện", "Chưa rõ cấp"]
    base = found.levels[0]
    assert [one.year for one in base.years] == [2023, 2024, 2025, 2026]
    assert [one.counts.get("inspection") for one in base.years] == [
        Count(3, 10), Count(4, 10), Count(1, None), Count(6, 10)
    ]  # fmt: skip
    assert base.total == {"inspection": Count(14, 30)}
    assert found.levels[1].total == {"violation_inspection": Count(0, 2)}
    assert found.everything.total == {
        "inspection": Count(14, 34),
        "violation_inspection": Count(0, 2),
    }
    alone = inspections.summary(book, date(2023, 1, 1), date(2026, 12, 31), "district")
    assert [one.level for one in alone.levels] == ["district"]
    assert alone.everything.total == alone.levels[0].total


def test_the_last_day_of_an_entry_decides_and_else_the_end_of_the_year(book: Book) -> None:
    typed(book, 2024, "base", inspection=(1, 1))
    assert not inspections.summary(book, date(2024, 1, 1), date(2024, 12, 30)).everything.total
    assert inspections.summary(book, date(2024, 12, 31), date(2024, 12, 31)).everything.total
    with pytest.raises(UserProblem, match="Ngày đầu kỳ sau ngày cuối kỳ"):
        inspections.summary(book, date(2024, 2, 1), date(2024, 1, 1))


def test_years_to_come_have_no_line_until_something_is_told(book: Book) -> None:
    year = date.today().year  # noqa: DTZ011 - the clerk's own day
    first, last = date(year - 1, 1, 1), date(year + 4, 12, 31)

    def shown() -> list[int]:
        return [one.year for one in inspections.summary(book, first, last).everything.years]

    assert shown() == [year - 1, year]
    typed(book, year + 1, "base", inspection=(1, 1))
    assert shown() == [year - 1, year, year + 1]


def test_the_summary_says_what_the_figures_say(book: Book) -> None:
    for year in (2023, 2024):
        counts: dict[str, Any] = {kind: (n + 1, year * n) for n, kind in enumerate(KEYS)}
        typed(book, year, "base", **counts)
    add(book, "inspections", kind="inspection", period_to=date(2024, 6, 30), organisations=7)
    for first, last in (
        (date(2023, 1, 1), date(2024, 12, 31)),
        (date(2024, 1, 1), date(2024, 6, 30)),
        (date(2024, 1, 1), date(2024, 12, 30)),
    ):
        told = figures.figures(book, first, last).to_json_dict()["inspections"]
        total = inspections.summary(book, first, last).everything.total
        assert told == {
            kind: {
                "organisations": total.get(kind, Count()).organisations or 0,
                "members": total.get(kind, Count()).members or 0,
            }
            for kind in KEYS
        }


def test_nothing_known_is_a_year_of_nothing(book: Book) -> None:
    found = inspections.summary(book)
    assert found.levels == []
    assert len(found.everything.years) == 1
    assert found.everything.total == {}


ENTRY = st.tuples(
    st.integers(2020, 2024), st.sampled_from(KEYS), st.sampled_from(["base", "district", None]),
    st.none() | st.integers(0, 999), st.none() | st.integers(0, 999),
)  # fmt: skip


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(entries=st.lists(ENTRY, max_size=12))
def test_all_levels_and_years_add_up(book: Book, entries: list[tuple[Any, ...]]) -> None:
    for row in live(book, "inspections"):
        registers.delete(book, "inspections", [row["id"]])
    for year, kind, level, organisations, members in entries:
        add(book, "inspections", year=year, kind=kind, level=level, organisations=organisations,
            members=members)  # fmt: skip
    found = inspections.summary(book, date(2020, 1, 1), date(2024, 12, 31))
    for kind in KEYS:
        known = [one for one in entries if one[1] == kind]
        expected = Count(
            sum(one[3] or 0 for one in known) if any(one[3] is not None for one in known) else None,
            sum(one[4] or 0 for one in known) if any(one[4] is not None for one in known) else None,
        )
        assert found.everything.total.get(kind, Count()) == expected
        by_level = [one.total.get(kind, Count()) for one in found.levels]
        assert sum(by_level, Count()) == expected
