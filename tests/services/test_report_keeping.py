"""A report that is saved every few seconds is one deed to undo, and little in the book."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from desktop.core.report_text import Draft
from desktop.services import period_reports as reports
from desktop.services import undoing
from desktop.services.books import Book
from desktop.storage.models import AuditEntry

from .rows import add, live, undo_last

TITLE = "sơ kết năm 2025"


def new(book: Book) -> int:
    given = (book, "interim_review", TITLE, date(2025, 1, 1), date(2025, 12, 31))
    return reports.new_report(*given).value


def typed(book: Book, report: int, text: str) -> Draft:
    draft = reports.draft(book, report)
    return replace(draft, parts=(replace(draft.parts[0], text=text), *draft.parts[1:]))


def entries(book: Book) -> int:
    with book.read() as session:
        return session.query(AuditEntry).count()


def test_a_sitting_is_undone_and_done_again_as_a_whole(book: Book) -> None:
    report = new(book)
    before, noted = reports.draft(book, report), entries(book)
    sitting = ""
    for text in ("một", "một hai", "một hai ba"):
        done = reports.save_draft(book, report, typed(book, report, text), sitting)
        assert done.changes.registers == {"period_reports"}
        sitting = done.value
    assert entries(book) == noted + 1
    assert [one.words for one in undoing.last_deeds(book).every][:2] == [
        f"Sửa báo cáo «{TITLE}»", f"Lập báo cáo «{TITLE}»",
    ]  # fmt: skip
    assert undo_last(book) == f"Sửa báo cáo «{TITLE}»"
    assert reports.draft(book, report) == before
    undoing.redo(book)
    assert reports.draft(book, report).parts[0].text == "một hai ba"


def test_the_same_text_again_writes_nothing(book: Book) -> None:
    report = new(book)
    changed = typed(book, report, "một")
    sitting = reports.save_draft(book, report, changed).value
    noted = entries(book)
    assert reports.save_draft(book, report, changed, sitting).value == sitting
    assert entries(book) == noted


def test_another_deed_or_an_undoing_ends_the_sitting(book: Book) -> None:
    report = new(book)
    first = reports.save_draft(book, report, typed(book, report, "một")).value
    add(book, "models", name="Chen vào", kind="collective")
    second = reports.save_draft(book, report, typed(book, report, "hai"), first).value
    assert second != first
    undo_last(book)
    assert reports.draft(book, report).parts[0].text == "một"
    assert len(live(book, "models")) == 1
    third = reports.save_draft(book, report, typed(book, report, "ba"), second).value
    assert third not in (first, second)
    undo_last(book)
    assert reports.draft(book, report).parts[0].text == "một"


def test_another_report_is_another_deed(book: Book) -> None:
    one, other = new(book), new(book)
    first = reports.save_draft(book, one, typed(book, one, "một")).value
    reports.save_draft(book, other, typed(book, other, "hai"), first)
    undo_last(book)
    assert reports.draft(book, one).parts[0].text == "một"
    assert reports.draft(book, other).parts[0].text != "hai"


def test_after_a_quarter_of_an_hour_another_deed_begins(book: Book) -> None:
    report = new(book)
    first = reports.save_draft(book, report, typed(book, report, "một")).value
    with book.write("") as session:
        entry = session.query(AuditEntry).filter_by(batch=first).one()
        earlier = datetime.now(UTC) - timedelta(minutes=16)
        entry.at = earlier.strftime("%Y-%m-%dT%H:%M:%SZ")
    assert reports.save_draft(book, report, typed(book, report, "hai"), first).value != first
