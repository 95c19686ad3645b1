"""What the clerk does with the records of any register: find, read, save, delete, restore."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from desktop.core.changes import Done
from desktop.core.errors import InvalidValues, StaleRecord, UserProblem
from desktop.core.formats import date_text
from desktop.core.register import Kind, Query, RegisterSpec, Row
from desktop.core.vietnamese.dates import PartialDate
from desktop.services import (
    contradicting,
    document_numbers,
    filling,
    following,
    model_life_rules,
    validation,
)
from desktop.services.bin import delete, purge, restore
from desktop.storage import computed, search
from desktop.storage.book import Book, changes_of
from desktop.storage.models import Kept, Office
from desktop.storage.registers import MODELS, SPECS, TABLES, spec
from desktop.storage.search import Cursor

__all__ = ["Cursor", "Option", "Page", "Row", "UnitNode", "delete", "purge", "restore"]


_LARGEST_ID = 2**63
APART_WHEN_BLANK: Mapping[str, tuple[str, ...]] = {"inspections": ("period_from", "period_to")}
"""Fields of which a blank is another than any value: the year's counts are not a quarter's."""

TELLING_APART: Mapping[str, tuple[str, ...]] = {"awards": ("unit_id",)}
"""Fields that tell records apart whose weaker identity is the same, beside the stronger ones."""


@dataclass(frozen=True)
class Page:
    """A page of rows in order; `cursor` asks for the next one and is None at the end."""

    rows: tuple[Row, ...]
    cursor: Cursor | None


@dataclass(frozen=True)
class Option:
    """A row offered by a picker: `detail` tells it from others of the same name."""

    id: int
    label: str
    detail: str = ""
    ended: bool = False


@dataclass(frozen=True)
class UnitNode:
    """A unit in the tree of units."""

    id: int
    parent_id: int | None
    label: str
    ended: bool


def specs() -> Mapping[str, RegisterSpec]:
    """Return every register's specification by name."""
    return SPECS


# reading


def page(book: Book, query: Query, after: Cursor | None = None, limit: int = 50) -> Page:
    """Return a page of a register: the first one, or the one after a cursor."""
    with book.read() as session:
        ids, cursor = search.page_ids(session, query, after, limit)
        return Page(tuple(read_rows(session, query.register, ids)), cursor)


def keys(book: Book, query: Query) -> array[int]:
    """Return the ids of all rows of a query, in order."""
    with book.read() as session:
        return search.all_ids(session, query)


def rows(book: Book, register: str, ids: Sequence[int]) -> list[Row]:
    """Return rows by their ids, in that order; rows that are gone are left out."""
    possible = [one for one in ids if 0 < one < _LARGEST_ID]
    with book.read() as session:
        return read_rows(session, register, possible)


def count(book: Book, query: Query) -> int:
    """Return how many rows a query finds."""
    with book.read() as session:
        return search.count(session, query)


def get(book: Book, register: str, row_id: int) -> Row:
    """Return one row, also from the recycle bin; `StaleRecord` when it is gone."""
    found = rows(book, register, [row_id])
    if not found:
        raise StaleRecord
    return found[0]


def read_rows(session: Session, register: str, ids: Sequence[int]) -> list[Row]:
    """Return rows by their ids with the words of their references."""
    declared = spec(register)
    raw = search.fetch(session, register, ids)
    words: dict[str, dict[int, str]] = {}
    for field in declared.fields:
        if field.kind is Kind.REFERENCE:
            wanted = [one[field.name] for one in raw if one[field.name] is not None]
            words[field.name] = search.titles_of(session, field.reference or "", wanted)
    names = [one.name for one in declared.fields if one.kind is not Kind.BYTES]
    further = computed.words(session, register, [one["id"] for one in raw])
    return [
        Row(
            id=one["id"],
            uid=one["uid"],
            revision=one["revision"],
            values={name: one[name] for name in names},
            labels={
                name: found.get(one[name], "")
                for name, found in words.items()
                if one[name] is not None
            },
            deleted=one["deleted_at"] is not None,
            origin=one["origin"],
            computed=further.get(one["id"], {}),
        )
        for one in raw
    ]


def years(book: Book, register: str) -> list[int]:
    """Return the years in which a register has rows, latest first."""
    declared = spec(register)
    table = TABLES[register]
    with book.read() as session:
        if "year" in declared.by_name:
            column: ColumnElement[Any] = table.c.year
        elif declared.period is not None:
            column = func.substr(table.c[declared.period], 1, 4)
        else:
            return []
        statement = select(column).where(table.c.deleted_at.is_(None)).distinct()
        return sorted((int(one) for one in session.scalars(statement) if one), reverse=True)


def labels(book: Book, register: str) -> list[str]:
    """Return the words of an editable list, in its order."""
    declared = spec(register)
    with book.read() as session:
        ids = search.all_ids(session, Query(register))
        found = search.titles_of(session, register, ids)
    return list(dict.fromkeys(found[one] for one in ids if declared.title))


def options(book: Book, register: str, typed: str = "", limit: int = 50) -> list[Option]:
    """Return rows for a picker, found by what was typed, each with what tells it apart."""
    with book.read() as session:
        ids, _ = search.page_ids(session, Query(register, typed), None, limit)
        found = read_rows(session, register, ids)
        names = search.titles_of(session, register, ids)
    return [Option(one.id, names[one.id], _detail(one), _ended(one)) for one in found]


def _ended(row: Row) -> bool:
    return bool(row.values.get("ended") or row.values.get("valid_to"))


def _detail(row: Row) -> str:
    values, words = row.values, row.labels
    born = values.get("birth_date")
    parts = [
        f"sinh {PartialDate.from_iso(born).display}" if born else None,
        f"thẻ {values['card_number']}" if values.get("card_number") else None,
        words.get("unit_id"),
        words.get("parent_id"),
        values.get("code"),
        date_text(values["meeting_on"]) if values.get("meeting_on") else None,
        values.get("issuer"),
        str(values["year"]) if values.get("year") else None,
    ]
    return " · ".join(str(one) for one in parts if one)


def tree(book: Book) -> list[UnitNode]:
    """Return every unit in Vietnamese order of names, with its place in the tree."""
    table = TABLES["units"]
    statement = (
        select(table.c.id, table.c.parent_id, table.c.name, table.c.ended)
        .where(table.c.deleted_at.is_(None))
        .order_by(table.c.name_key, table.c.id)
    )
    with book.read() as session:
        return [
            UnitNode(one[0], one[1], one[2], bool(one[3])) for one in session.execute(statement)
        ]


def own_office(book: Book) -> Row:
    """Return the office whose book this is."""
    with book.read() as session:
        found = session.scalar(select(Office.id).where(Office.own, Office.deleted_at.is_(None)))
        if found is None:
            raise UserProblem("Sổ thiếu thông tin cơ quan. Hãy mở bản sao lưu gần nhất.")
        return read_rows(session, "offices", [found])[0]


# writing


def defaults(book: Book, register: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values a new record starts with: declared ones, `given`, what follows."""
    declared = spec(register)
    values: dict[str, Any] = {one.name: one.default for one in declared.fields}
    if register == "campaigns":
        values["year"] = date.today().year  # noqa: DTZ011 - the clerk's own calendar day
    values.update(given)
    known = {name: value for name, value in values.items() if value is not None}
    if not validation.problems(declared, validation.cleaned(declared, known)):
        with book.read() as session:
            filling.fill(session, register, values)
    return values


def warnings(
    book: Book,
    register: str,
    values: Mapping[str, Any],
    row_id: int | None = None,
    term: document_numbers.Term = document_numbers.TERM,
) -> dict[str, str]:
    """Return sentences on values that look wrong; they are shown and never block.

    `term` is the clerk's term of office, by which documents are numbered.
    """
    declared = spec(register)
    kept = validation.cleaned(declared, values)
    found = validation.pattern_warnings(declared, kept)
    if validation.problems(declared, {k: v for k, v in kept.items() if v is not None}):
        return found  # told when it is saved
    found |= contradicting.contradictions(register, kept)
    with book.read() as session:
        found |= _same_identity(session, declared, kept, row_id)
        if register == "documents":
            found = document_numbers.taken(session, kept, row_id, term) | found
    return found


def _same_identity(
    session: Session, declared: RegisterSpec, values: Mapping[str, Any], row_id: int | None
) -> dict[str, str]:
    table = TABLES[declared.name]
    for place, names in enumerate(declared.identity):
        known = [name for name in names if values.get(name) is not None]
        # the first whose fields are all known decides, in the last one blanks are blanks, as where
        # a sheet is taken in (DOMAIN.md, 'Spreadsheets')
        if len(known) < len(names) and (names is not declared.identity[-1] or not known):
            continue
        alike = {*names, *APART_WHEN_BLANK.get(declared.name, ())}
        more = TELLING_APART.get(declared.name, ()) if place else ()
        stronger = {*more, *(one for each in declared.identity[:place] for one in each)}
        told = {one for one in stronger - alike if values.get(one) is not None}
        statement = select(table.c.id).where(
            table.c.deleted_at.is_(None),
            *(table.c[name].is_not_distinct_from(values.get(name)) for name in sorted(alike)),
            *(or_(table.c[one].is_(None), table.c[one] == values[one]) for one in sorted(told)),
        )
        if row_id is not None:
            statement = statement.where(table.c.id != row_id)
        other = session.scalars(statement.limit(1)).first()
        if other is not None:
            title = search.titles_of(session, declared.name, [other])[other]
            return {
                known[0]: f"Đã có {declared.singular_heading} «{title}» "
                f"trùng {_listed(declared, known)}."
            }
        return {}
    return {}


def _listed(declared: RegisterSpec, names: Sequence[str]) -> str:
    return ", ".join(declared.by_name[name].heading.lower() for name in names)


def save(
    book: Book,
    register: str,
    values: Mapping[str, Any],
    row_id: int | None = None,
    revision: int | None = None,
) -> Done[Row]:
    """Add a record (`row_id` None) or change one, and return it as kept.

    Only the given fields change. Raises `InvalidValues` with a sentence per field, and
    `StaleRecord` when the record's revision is no longer `revision`; nothing is kept then.
    """
    declared = spec(register)
    action = "Thêm" if row_id is None else "Sửa"
    try:
        with book.write(f"{action} {declared.singular_heading}") as session:
            session.info[model_life_rules.BY_HAND] = True
            row = save_in(session, register, values, row_id, revision)
            changes = changes_of(session)
            kept = read_rows(session, register, [row.id])[0]
    except StaleDataError:
        raise StaleRecord from None
    return Done(kept, changes)


def save_in(
    session: Session,
    register: str,
    values: Mapping[str, Any],
    row_id: int | None = None,
    revision: int | None = None,
) -> Kept:
    """Save a record within a transaction that is already open (`save`)."""
    declared = spec(register)
    model = MODELS[register]
    row = None if row_id is None else session.get(model, row_id)
    if row_id is not None and (
        row is None
        or row.deleted_at is not None
        or (revision is not None and row.revision != revision)
    ):
        raise StaleRecord
    before = None if row is None else _values(declared, row)
    wanted = made_ready(session, declared, values, before, row_id)
    if row is None:
        row = model(**wanted)
        session.add(row)
    else:
        for name, value in wanted.items():
            if getattr(row, name) != value:
                setattr(row, name, value)
    session.flush()
    following.follow(session, row, before)
    session.flush()
    return row


def made_ready(
    session: Session,
    declared: RegisterSpec,
    values: Mapping[str, Any],
    before: Mapping[str, Any] | None,
    row_id: int | None,
) -> dict[str, Any]:
    """Return all values of a record as they would be kept, nothing being written.

    `before` are those it has now, None for a new one. Raises `InvalidValues`.
    """
    wanted = {one.name: one.default for one in declared.fields} if before is None else dict(before)
    entered = validation.cleaned(declared, values)
    # before anything is looked up by what was entered
    wrong = {name: value for name, value in entered.items() if value is not None}
    wanted.update(entered)
    if validation.problems(declared, wrong):
        raise InvalidValues(validation.problems(declared, wanted))
    wanted = validation.cleaned(declared, wanted)
    if before is not None:
        by_hand = bool(session.info.get(model_life_rules.BY_HAND))
        filling.date_changes(declared, wanted, before, entered, by_hand=by_hand)
    filling.fill(session, declared.name, wanted, before)
    found = validation.problems(declared, wanted)
    if not found:
        found = _missing_references(session, declared, wanted)
        found |= contradicting.impossible(session, declared.name, wanted, row_id)
    if found:
        raise InvalidValues(found)
    return wanted


def _values(declared: RegisterSpec, row: Kept) -> dict[str, Any]:
    return {one.name: getattr(row, one.name) for one in declared.fields}


def _missing_references(
    session: Session, declared: RegisterSpec, values: Mapping[str, Any]
) -> dict[str, str]:
    found: dict[str, str] = {}
    for field in declared.fields:
        value = values.get(field.name)
        if field.kind is not Kind.REFERENCE or value is None:
            continue
        table = TABLES[field.reference or ""]
        if session.scalar(select(table.c.id).where(table.c.id == value)) is None:
            found[field.name] = f"{field.heading} đã chọn không còn trong sổ. Hãy chọn lại."
    return found
