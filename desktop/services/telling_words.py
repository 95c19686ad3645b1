"""Words that name one row alone where several have its title: '181-KH/TU (12/01/2026)'.

They stand in sheets for what a row refers to, and are read back. What stands in the brackets are
the other fields of the register's last identity, as few as it takes.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.core.formats import date_text
from desktop.core.register import Field, Kind, RegisterSpec
from desktop.core.vietnamese.fold import fold
from desktop.storage import search
from desktop.storage.registers import TABLES, spec

# in another order than the identity's: what a clerk would say first
_ORDER: Final[Mapping[str, tuple[str, ...]]] = {"plans": ("year", "unit_id", "period")}


def shortest(session: Session, register: str) -> dict[int, str]:
    """Return the words of every row that shares its title with another, by id.

    Rows that nothing tells apart have all that is known of them.
    """
    found = readable(session, register)
    times = Counter(fold(text) for texts in found.values() for text in texts)
    return {
        row_id: next((one for one in texts if times[fold(one)] == 1), texts[-1])
        for row_id, texts in found.items()
        if times[fold(texts[0])] > 1
    }


def readable(session: Session, register: str) -> dict[int, list[str]]:
    """Return all words that may name each row, by id: its title alone, then with more and more."""
    declared, table = spec(register), TABLES[register]
    told = _telling(declared)
    title = declared.by_name[declared.title]
    columns = [table.c[one.name] for one in (title, *told)]
    rows = session.execute(select(table.c.id, *columns).where(table.c.deleted_at.is_(None))).all()
    names = {
        one.name: search.titles_of(
            session, one.reference or "", [row[place] for row in rows if row[place] is not None]
        )
        for place, one in enumerate((title, *told), 1)
        if one.kind is Kind.REFERENCE
    }
    found: dict[int, list[str]] = {}
    for row_id, called, *values in rows:
        parts = [_said(one, value, names) for one, value in zip(told, values, strict=True)]
        first = _said(title, called, names)
        longer = (f"{first} ({', '.join(parts[:many])})" for many in range(1, len(parts) + 1))
        found[row_id] = [first, *longer]
    return found


def _telling(declared: RegisterSpec) -> Sequence[Field]:
    names = _ORDER.get(declared.name, declared.identity[-1])
    return [declared.by_name[one] for one in names if one != declared.title]


def _said(field: Field, value: Any, names: Mapping[str, Mapping[int, str]]) -> str:
    if value is None or value == "":
        return f"không {field.heading.lower()}"
    if field.kind is Kind.REFERENCE:
        return names[field.name].get(value, "")
    if field.kind is Kind.CHOICE:
        return field.choice_headings.get(str(value), str(value))
    return date_text(value) if isinstance(value, date) else str(value)
