"""One person, one form, two decisions of one round: two awards, whatever was there before."""

from __future__ import annotations

import pytest

from desktop.services import registers
from desktop.storage.book import Book
from tests.services.rows import live

from .conftest import Sheet, outcomes, taken

HEAD = ("Họ và tên", "Số thẻ đảng", "Đợt khen thưởng", "Hình thức khen thưởng", "Thành tích",
        "Số quyết định", "Ngày quyết định")  # fmt: skip


def row(number: str | None, day: str | None = None, card: str | None = None) -> tuple[object, ...]:
    return ("Nguyễn Thị Lan", card, "Sơ kết 2025", "Giấy khen", "Tốt", number, day)


@pytest.mark.parametrize("card", [None, "00000001"])
def test_two_decisions_in_one_file(book: Book, sheet: Sheet, card: str | None) -> None:
    if card:
        registers.save(book, "members", {"full_name": "Nguyễn Thị Lan", "card_number": card})
    path = sheet([HEAD, row("1-QĐ/HU", "01/05/2025", card), row("2-QĐ/HU", "02/05/2025", card)])
    assert outcomes(taken(book, "awards", path)) == {"new": 2}
    assert len({one["decision_id"] for one in live(book, "awards")}) == 2
    assert outcomes(taken(book, "awards", path)) == {"same": 2}


@pytest.mark.parametrize("card", [None, "00000001"])
def test_another_decision_than_the_books(book: Book, sheet: Sheet, card: str | None) -> None:
    if card:
        registers.save(book, "members", {"full_name": "Nguyễn Thị Lan", "card_number": card})
    taken(book, "awards", sheet([HEAD, row("1-QĐ/HU", "01/05/2025", card)]))
    other = sheet([HEAD, row("2-QĐ/HU", "02/05/2025", card)], "b.xlsx")
    assert outcomes(taken(book, "awards", other)) == {"new": 1}
    assert len(live(book, "awards")) == 2


def test_decisions_told_by_their_days_alone(book: Book, sheet: Sheet) -> None:
    path = sheet([HEAD, row(None, "01/05/2025"), row(None, "02/05/2025")])
    assert outcomes(taken(book, "awards", path)) == {"new": 2}
    assert outcomes(taken(book, "awards", path)) == {"same": 2}


def test_a_day_that_no_decision_of_the_book_has(book: Book, sheet: Sheet) -> None:
    taken(book, "awards", sheet([HEAD, row("1-QĐ/HU", "01/05/2025")]))
    other = sheet([HEAD, row(None, "02/05/2025")], "b.xlsx")
    assert outcomes(taken(book, "awards", other)) == {"new": 1}
    assert len(live(book, "awards")) == 2


def test_a_proposal_is_completed_once(book: Book, sheet: Sheet) -> None:
    taken(book, "awards", sheet([HEAD, row(None)]))
    path = sheet([HEAD, row("1-QĐ/HU", "01/05/2025"), row("2-QĐ/HU", "02/05/2025")], "b.xlsx")
    assert outcomes(taken(book, "awards", path)) == {"filled": 1, "new": 1}
    assert len(live(book, "awards")) == 2
