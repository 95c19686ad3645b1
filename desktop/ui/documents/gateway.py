"""The window's calls of the services for documents; see `ui.gateway`.

Every function here runs on a worker thread.
"""

# ruff: noqa: PLC0415 (late imports are what this module is for)

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop.core.changes import Done
    from desktop.services.books import Book
    from desktop.services.document_numbers import Gaps, Proposal, Term
    from desktop.services.documents import DueDocument


def due(book: Book) -> tuple[DueDocument, ...]:
    """Return the documents on which a report is due, as of today."""
    from desktop.services import documents

    return documents.due_list(book)


def mark_reported(book: Book, ids: Sequence[int], on: date) -> Done[int]:
    """Remember that documents were reported on."""
    from desktop.services import documents

    return documents.mark_reported(book, ids, on)


def next_number(book: Book, type_: str, on: date | None, term: Term) -> Proposal | None:
    """Return the next number of a type of issued document."""
    from desktop.services import document_numbers

    return document_numbers.next_number(book, type_, on, term)


def gaps(book: Book, term: Term) -> list[Gaps]:
    """Return the numbers that were left out, by type."""
    from desktop.services import document_numbers

    return document_numbers.gaps(book, None, term)
