"""Sums keep apart what only bears one name: units, and decisions of two offices."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from desktop.services import registers
from desktop.services.award_statistics import (
    NO_UNIT,
    award_statistics,
    latest_year,
    round_totals,
)
from desktop.services.books import Book

from .rows import add


@pytest.fixture
def held(book: Book) -> int:
    return add(book, "rounds", title="Sơ kết", meeting_on=date(2025, 5, 19))


def award(book: Book, held: int, **values: Any) -> int:
    form = registers.options(book, "award_forms", "giay")[0].id
    values = {"recipient_name": "Lê An", "state": "given", **values}
    return add(book, "awards", round_id=held, form_id=form, **values)


def test_units_of_one_name_are_told_apart(book: Book, held: int) -> None:
    district = add(book, "units", name="Huyện Cầu Ngang")
    above = [add(book, "units", name=name, parent_id=district) for name in ("Xã A", "Xã B")]
    cells = [add(book, "units", name="Chi bộ ấp 1", parent_id=one) for one in above]
    alone = add(book, "units", name="Chi bộ ấp 2", parent_id=above[0])
    for unit, money in zip((*cells, alone, None), (1, 2, 4, 8), strict=True):
        award(book, held, unit_id=unit, money=money)
    found = [(one.label, one.awards, one.money) for one in award_statistics(book).by_unit]
    assert found == [
        ("Chi bộ ấp 1, Xã A", 1, 1),
        ("Chi bộ ấp 1, Xã B", 1, 2),
        ("Chi bộ ấp 2", 1, 4),
        (NO_UNIT, 1, 8),
    ]


def test_units_that_nothing_tells_apart_are_two_lines(book: Book, held: int) -> None:
    above = [add(book, "units", name="Xã A") for _ in range(2)]
    for one in above:
        award(book, held, unit_id=add(book, "units", name="chi bộ ấp 1", parent_id=one))
    found = [(one.label, one.awards) for one in award_statistics(book).by_unit]
    assert found == [("chi bộ ấp 1, Xã A", 1)] * 2


def test_decisions_of_one_number_are_told_apart(book: Book, held: int) -> None:
    for level, day, money in (("district", 1, 100), ("province", 9, 200), ("province", 7, 400)):
        number = "152/QĐ-UBND" if money < 400 else "3-QĐ/TU"
        decision = add(
            book,
            "decisions",
            round_id=held,
            number=number,
            on=date(2025, 4, day),
            level=level,
        )
        award(book, held, decision_id=decision, money=money)
    found = {one.key: (one.awards, one.money) for one in round_totals(book, held).by_decision}
    assert found == {
        "152/QĐ-UBND (Huyện, 01/04/2025)": (1, 100),
        "152/QĐ-UBND (Tỉnh, 09/04/2025)": (1, 200),
        "3-QĐ/TU": (1, 400),
    }


def test_the_latest_year_is_that_of_an_award_that_stands(book: Book, held: int) -> None:
    assert latest_year(book, 2026) is None
    award(book, held, state="proposed")
    assert latest_year(book, 2026) is None
    award(book, held)
    assert latest_year(book, 2026) == 2025
    later = add(book, "rounds", title="Tổng kết", meeting_on=date(2027, 1, 5))
    award(book, later, recipient_name="Trần Bình")
    assert (latest_year(book, 2026), latest_year(book, 2027)) == (2025, 2027)
    decided = add(
        book,
        "decisions",
        round_id=later,
        number="1-QĐ/BTG",
        on=date(2026, 12, 30),
        level="district",
    )
    award(book, later, recipient_name="Lê Cúc", decision_id=decided)
    assert latest_year(book, 2026) == 2026
