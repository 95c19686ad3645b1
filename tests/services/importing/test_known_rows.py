"""Rows that change nothing are told one by one: which of the file's rows, and why."""

from __future__ import annotations

from desktop.services import registers
from desktop.storage.book import Book

from .conftest import Sheet, taken

HEAD = ("Họ và tên", "Đợt khen thưởng", "Hình thức khen thưởng", "Thành tích")
LAN = ("Nguyễn Thị Lan", "Sơ kết 2025", "Giấy khen", "Tốt")
MINH = ("Trần Văn Minh", "Sơ kết 2025", "Giấy khen", "Tốt")


def test_repeated_rows_and_those_in_the_book_are_listed(book: Book, sheet: Sheet) -> None:
    first = taken(book, "awards", sheet([HEAD, LAN, MINH, LAN]))
    assert [(one.number, one.outcome) for one in first.taken] == [(2, "new"), (3, "new")]
    assert [(one.number, one.outcome) for one in first.known] == [(4, "repeated")]
    again = taken(book, "awards", sheet([HEAD, LAN, LAN, MINH], "lại.xlsx"))
    told = [(one.number, one.outcome) for one in again.known]
    assert told == [(2, "same"), (3, "same"), (4, "same")]
    assert again.taken == []


def test_members_too(book: Book, sheet: Sheet) -> None:
    registers.save(book, "members", {"full_name": "Nguyễn Thị Lan", "card_number": "00000001"})
    head = ("Họ và tên", "Số thẻ đảng")
    rows = [("Nguyễn Thị Lan", "00000001"), ("Lê Văn Tám", "00000002"), ("Lê Văn Tám", "00000002")]
    report = taken(book, "members", sheet([head, *rows]))
    assert [one.number for one in report.taken] == [3]
    assert [(one.number, one.outcome) for one in report.known] == [(2, "same"), (4, "repeated")]
    assert len(report.known) + len(report.taken) == report.rows
