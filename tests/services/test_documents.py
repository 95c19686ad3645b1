"""Documents on which a report is due, and that it was sent."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from desktop.core.due import DueState
from desktop.core.errors import UserProblem
from desktop.services import book_settings, documents, registers
from desktop.services.books import Book
from desktop.storage.models import Document

from .rows import add, live, undo_last

TODAY = date(2026, 11, 21)


def receive(book: Book, number: str, days: int | None, **values: Any) -> int:
    due = None if days is None else TODAY + timedelta(days)
    return add(book, "documents", number=number, report_due=due, **values)


def test_what_is_due_stands_in_the_order_of_its_day(book: Book) -> None:
    for number, days in (("4", 16), ("3", 15), ("2", 0), ("1", -1), ("5", 400), ("0", None)):
        receive(book, f"{number}-KH/TU", days, on=date(2026, 1, 1), issuer="Tỉnh ủy")
    found = documents.due_list(book, TODAY)
    assert [(one.number, one.state, one.words) for one in found] == [
        ("1-KH/TU", DueState.OVERDUE, "Quá hạn 01 ngày"),
        ("2-KH/TU", DueState.SOON, "Hạn hôm nay"),
        ("3-KH/TU", DueState.SOON, "Còn 15 ngày"),
        ("4-KH/TU", DueState.LATER, "Chưa đến hạn"),
        ("5-KH/TU", DueState.LATER, "Chưa đến hạn"),
    ]
    assert (found[0].issuer, found[0].type, found[0].abstract) == ("Tỉnh ủy", "Kế hoạch", "")
    book_settings.save(book, {"due_soon_days": 16})
    assert documents.due_list(book, TODAY)[3].state is DueState.SOON


def test_issued_deleted_and_reported_ones_are_not_due(book: Book) -> None:
    receive(book, "1-KH/BTG", -5, direction="issued")
    receive(book, "2-KH/TU", -5, reported_on=TODAY)
    registers.delete(book, "documents", [receive(book, "3-KH/TU", -5)])
    assert documents.due_list(book, TODAY) == ()


def test_rows_of_other_offices_are_not_due_here(book: Book) -> None:
    row = receive(book, "1-KH/TU", -5)
    with book.write("Nhận của cơ quan khác") as session:
        found = session.get(Document, row)
        assert found is not None
        found.origin = "cơ quan khác"
    assert documents.due_list(book, TODAY) == ()


def test_a_report_that_was_sent_takes_them_off_as_one_deed(book: Book) -> None:
    rows = [receive(book, f"{n}-KH/TU", n) for n in (1, 2)]
    assert documents.mark_reported(book, rows, TODAY).value == 2
    assert documents.due_list(book, TODAY) == ()
    assert {one["reported_on"] for one in live(book, "documents")} == {TODAY}
    assert documents.mark_reported(book, rows, TODAY).value == 0
    assert "Ghi đã báo cáo 2 văn bản" in undo_last(book)
    assert len(documents.due_list(book, TODAY)) == 2


def test_an_issued_document_is_not_reported_on(book: Book) -> None:
    rows = [receive(book, "1-KH/TU", 1), receive(book, "2-KH/BTG", 1, direction="issued")]
    with pytest.raises(UserProblem, match="«2-KH/BTG» là văn bản đi"):
        documents.mark_reported(book, rows, TODAY)
    assert len(documents.due_list(book, TODAY)) == 1


def test_days_in_the_wrong_order_are_warned_of(book: Book) -> None:
    values = {"number": "1-KH/TU", "on": TODAY}
    for name in ("report_due", "reported_on"):
        told = registers.warnings(book, "documents", {**values, name: TODAY - timedelta(1)})
        assert list(told) == [name]
        assert registers.warnings(book, "documents", {**values, name: TODAY}) == {}
