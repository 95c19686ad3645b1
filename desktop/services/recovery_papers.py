"""The recovery sheet of an encrypted book, as a PDF in memory: it is never written to a disk."""

from __future__ import annotations

import io

from desktop.services import protection
from desktop.services.house_paper import calendar_day, letterhead, own_office, paper_style
from desktop.storage.book import Book


def sheet(book: Book) -> bytes:
    """Return the sheet with the key that opens an open book.

    Raises `UserProblem` for a book that isn't encrypted.
    """
    from desktop.reports.recovery_key import RecoverySheet, write_recovery_key  # noqa: PLC0415

    found = protection.recovery_of(book.path)
    with book.read() as session:
        office, today = own_office(session), calendar_day()
        style = paper_style(session, office.paper_family, today)
        head = letterhead(office, today)
        told = RecoverySheet(
            office=office.name,
            file_name=book.path.name,
            made_on=today,
            lines=found.lines,
            code="-".join(found.groups),
            mark=found.mark,
            replaces=protection.replaced_mark(book),
        )
    stream = io.BytesIO()
    write_recovery_key(stream, style, head, told)
    return stream.getvalue()
