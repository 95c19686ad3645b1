"""Figures of a unit, of a level, beside another period, and of study and inspections."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from desktop.core.errors import UserProblem
from desktop.core.figure_periods import Against
from desktop.core.figures import Counted, Scope, StudyYear
from desktop.core.register import Query
from desktop.services import registers
from desktop.services.books import Book
from desktop.services.figure_lines import figure_groups
from desktop.services.figures import (
    compared,
    figure_rows,
    figures,
    figures_text,
    of_years,
    scope_words,
)
from desktop.services.printing import make_pdf

from .rows import add

FROM, TO = date(2020, 1, 1), date(2020, 12, 31)


def session(book: Book, on: date | None, *numbers: tuple[int | None, int | None]) -> int:
    held = add(book, "study_sessions", subject="Chuyên đề", on=on)
    for invited, attended in numbers:
        add(book, "study_attendances", session_id=held, invited=invited, attended=attended)
    return held


def test_rates_of_study_by_sums_and_by_sessions(book: Book) -> None:
    session(book, date(2020, 3, 1), (100, 90), (100, 100))
    session(book, TO, (10, 5))
    session(book, date(2020, 5, 1))  # without numbers: in no rate
    session(book, date(2021, 1, 1), (7, 7))
    session(book, None, (7, 7))
    found = figures(book, FROM, TO).study
    assert (found.sessions, found.invited, found.attended) == (3, 210, 195)
    assert found.rate == 0.928571
    assert found.mean_rate == 0.725  # of 0.95 and 0.5
    assert found.by_year == {"2020": StudyYear(3, 210, 195)}
    years = figures(book, FROM, date(2021, 12, 31)).to_json_dict()["study"]["by_year"]
    assert years["2021"] == {"sessions": 1, "invited": 7, "attended": 7, "rate": 1.0}
    rows = figure_rows(book, ("study", "mean_rate"), FROM, TO)
    assert (rows.register, len(rows.ids), rows.counted) == ("study_sessions", 2, Counted.MEAN)


def test_inspections_by_their_last_day_else_by_their_year(book: Book) -> None:
    common = {"organisations": 2, "members": 3}
    add(book, "inspections", kind="inspection", year=2020, level="base", **common)
    add(book, "inspections", kind="inspection", year=2020, period_to=date(2021, 1, 1), **common)
    add(book, "inspections", kind="inspection", year=2021, period_to=TO, level="district", **common)
    found = figures(book, FROM, TO).to_json_dict()["inspections"]
    assert found["inspection"] == {"organisations": 4, "members": 6}
    assert found["violation_inspection"] == {"organisations": 0, "members": 0}
    of_level = figures(book, FROM, TO, scope=Scope(level="base")).inspections
    assert of_level["inspection"].members == 3
    november = figures(book, FROM, date(2020, 11, 30)).inspections
    assert november["inspection"].organisations == 0


def test_a_unit_is_what_was_below_it_on_the_last_day(book: Book) -> None:
    old = add(book, "units", name="Đảng bộ cũ")
    new = add(book, "units", name="Đảng bộ mới")
    cell = add(book, "units", name="Chi bộ 1", parent_id=new)
    for unit, begin, end in ((old, None, "2020-12-31"), (new, "2021-01-01", None)):
        add(book, "unit_parents", unit_id=cell, parent_id=unit, from_on=begin, to_on=end)
    add(book, "members", full_name="Lê An", status="official", unit_id=cell)

    def members(unit: int, last: date) -> int:
        return figures(book, FROM, last, scope=Scope(unit)).members.total

    assert (members(old, TO), members(new, TO)) == (1, 0)
    assert (members(old, date(2021, 1, 1)), members(new, date(2021, 1, 1))) == (0, 1)
    plain = figures(book, FROM, TO, scope=Scope(old)).to_json_dict()
    assert plain["documents"] == {"issued": None, "received": None}
    with pytest.raises(KeyError):
        figure_rows(book, ("documents", "issued"), FROM, TO, scope=Scope(old))
    assert scope_words(book, Scope(old)) == "Đảng bộ cũ và các đơn vị trực thuộc"
    with pytest.raises(UserProblem, match="không còn trong sổ"):
        scope_words(book, Scope(999))


def test_beside_the_same_period_last_year(book: Book, tmp_path: Path, read_pdf: Any) -> None:
    for year, count in ((2019, 4), (2020, 5)):
        for place in range(count):
            add(book, "models", name=f"{year} {place}", registered_on=date(year, 2, 1))
    session(book, date(2019, 2, 1), (1000, 952))
    session(book, date(2020, 2, 1), (1000, 984))
    found, other = figures(book, FROM, TO), compared(book, FROM, TO, Against.LAST_YEAR)
    lines = [one for group in figure_groups(found, None, other) for one in group.lines]
    of = {one.path: (one.value, one.against, one.difference, one.change) for one in lines}
    assert of["models", "total"] == ("9", "4", "+5", "+125%")
    assert of["models", "new"] == ("5", "4", "+1", "+25%")
    assert of["study", "rate"] == ("98,4", "95,2", "+3,2 điểm phần trăm", "")
    assert of["documents", "issued"] == ("0", "0", "0", "–")
    assert "Mô hình mới: 5 mô hình (kỳ so sánh 4; +1, +25%)" in figures_text(found, None, other)
    target = tmp_path / "Biểu.pdf"
    make_pdf(book, "figures", target, {"first": FROM, "last": TO, "against": "last-year"})
    text = " ".join(" ".join(page.text.split()) for page in read_pdf(target))
    assert "so với từ ngày 01/01/2019 đến ngày 31/12/2019" in text
    assert "Mô hình mới mô hình 5 4 +1 +25%" in text


def test_years_are_what_each_is_alone(book: Book) -> None:
    for year in (2019, 2020):
        add(book, "models", name=f"{year}", registered_on=date(year, 2, 1))
    years = of_years(book, (2019, 2020))
    assert {year: one.models.new for year, one in years.items()} == {2019: 1, 2020: 1}
    assert years[2020] == figures(book, FROM, TO)


def test_no_figure_has_such_keys(book: Book) -> None:
    for path in ((), ("models",), ("models", "none"), ("office",), ("study", "by_year", "2020")):
        with pytest.raises(KeyError):
            figure_rows(book, path, FROM, TO)
    assert figure_rows(book, ("models", "by_state"), FROM, TO).ids == ()


def test_the_rows_of_a_figure_may_be_more_than_a_statement_takes_values(book: Book) -> None:
    kept = add(book, "models", name="Mô hình", registered_on=FROM)
    query = Query("models", filters={"id": tuple(range(1, 300_000))})
    assert list(registers.keys(book, query)) == [kept]
    assert list(registers.keys(book, Query("models", filters={"id": (0,)}))) == []
