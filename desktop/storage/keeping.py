"""What every row of a register gets when it is written: keys, search text, hash, audit entry.

The values are derived from the declaration alone (`derived`), so that rows written one by one
through a session and rows written in bulk are kept alike.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Any

from sqlalchemy import event, inspect, select
from sqlalchemy.orm import Session, UOWTransaction
from sqlalchemy.orm.base import NO_VALUE

from desktop.core.register import Field, Kind, RegisterSpec
from desktop.core.terms import AuditAction
from desktop.core.vietnamese.collate import name_sort_key, natural_sort_key
from desktop.core.vietnamese.fold import fold
from desktop.storage import audit_chain
from desktop.storage.models import AuditEntry, Kept, Setting
from desktop.storage.models.base import KEYED, new_uid, now, sort_column
from desktop.storage.pledge_facts import follow_touched, note_touched
from desktop.storage.registers import MODELS, TABLES, referring

_JSON = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))

ReferenceTitle = Callable[[str, int], str | None]
"""Looks up what a row (register, id) is called."""


@dataclass
class Deed:
    """The deed under way in a session: its words, and what it has changed so far."""

    words: str = ""
    batch: str = ""
    registers: frozenset[str] = frozenset()


def deed_of(session: Session) -> Deed:
    """Return the deed of a session; one is made when there is none."""
    deed: Deed = session.info.setdefault("deed", Deed(batch=new_uid()))
    return deed


def plain(value: Any) -> Any:
    """Return a stored value in its canonical JSON form (dates ISO, points as text)."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value.quantize(Decimal("0.01"), ROUND_HALF_UP), "f")
    if isinstance(value, bytes):
        return hashlib.sha256(value).hexdigest()
    return value


def canonical(value: Any) -> bytes:
    """Return canonical JSON: keys sorted, no spaces, UTF-8, letters as they are."""
    return _JSON.encode(value).encode()


def content_hash(spec: RegisterSpec, values: Mapping[str, Any]) -> bytes:
    """Return the SHA-256 over a row's uid, origin, bin mark and declared values.

    `check` recomputes it: SQLite's own integrity check does not see a changed byte of text.
    """
    content = {
        one.name: plain(values.get(one.name))
        for one in spec.fields
        if one.since == 1 or values.get(one.name) is not None
    }
    marks = {key: values.get(key) for key in ("uid", "origin", "deleted_at")}
    return hashlib.sha256(canonical({"row": content, **marks})).digest()


@lru_cache(maxsize=64)
def _choice_order(choices: tuple[str, ...]) -> Mapping[str, bytes]:
    return {value: bytes([place + 1]) for place, value in enumerate(choices)}


def field_key(
    field: Field, value: Any, given_words: int | None, title: ReferenceTitle
) -> bytes | None:
    """Return the sort key of a field's value; None for no value.

    `given_words` is how many words a person's given name has; 0 for a collective's name.
    """
    if value is None or value == "":
        return None
    if field.kind is Kind.CHOICE:
        return _choice_order(tuple(one.value for one in field.choices)).get(value, b"\xff")
    if field.kind is Kind.REFERENCE:
        words = title(field.reference or "", value)
        return None if words is None else natural_sort_key(words)
    if field.kind is Kind.NAME and given_words != 0:
        return name_sort_key(str(value), given_words or 1)
    return natural_sort_key(str(value))


def _given_words(field: Field, values: Mapping[str, Any]) -> int | None:
    telling, persons = field.person_when
    if telling and str(values.get(telling)) not in persons:
        return 0
    given: int | None = values.get("given_words")
    return given


def search_text(spec: RegisterSpec, values: Mapping[str, Any]) -> str:
    """Return what the search looks at of a row: its searched fields, folded."""
    return fold(" ".join(str(values.get(one.name) or "") for one in spec.searched))


class Deriving:
    """What follows from the declared values of a register's rows, prepared once for many rows."""

    def __init__(self, spec: RegisterSpec) -> None:
        self._spec = spec
        self._keyed = [(one.name, sort_column(one), one) for one in spec.fields
                       if one.kind in KEYED]  # fmt: skip

    def __call__(self, values: Mapping[str, Any], title: ReferenceTitle) -> dict[str, Any]:
        """Return the house-keeping columns of a row."""
        found: dict[str, Any] = {}
        for name, column, field in self._keyed:
            value = values.get(name)
            found[column] = (
                None
                if value is None
                else field_key(field, value, _given_words(field, values), title)
            )
        found["search_text"] = search_text(self._spec, values)
        found["content_hash"] = content_hash(self._spec, values)
        return found


def derived(spec: RegisterSpec, values: Mapping[str, Any], title: ReferenceTitle) -> dict[str, Any]:
    """Return the house-keeping columns that follow from a row's declared values."""
    return Deriving(spec)(values, title)


def titles(
    session: Session, cache: dict[tuple[str, int], str | None] | None = None
) -> ReferenceTitle:
    """Return a cached look-up of what referred rows are called, within a session."""
    cache = {} if cache is None else cache

    def title(register: str, row_id: int) -> str | None:
        key = (register, row_id)
        if key not in cache:
            cache[key] = reference_title(session, register, row_id)
        return cache[key]

    return title


def reference_title(session: Session, register: str, row_id: int) -> str | None:
    """Return what a row is called, or None when it is not there.

    A title that is itself a reference or a choice gives the words it stands for.
    """
    model = MODELS[register]
    spec = model.__register__
    with session.no_autoflush:
        value = session.scalar(select(getattr(model, spec.title)).where(model.id == row_id))
    described = spec.by_name[spec.title]
    if value is None:
        return None
    if described.kind is Kind.REFERENCE:
        return reference_title(session, described.reference or "", value)
    if described.kind is Kind.CHOICE:
        return described.choice_headings.get(value, str(value))
    return str(value)


def values_of(row: Kept) -> dict[str, Any]:
    """Return a row's declared values with its uid, origin and bin mark."""
    names = [one.name for one in row.__register__.fields]
    return {name: getattr(row, name) for name in (*names, "uid", "origin", "deleted_at")}


def _before_flush(session: Session, _context: UOWTransaction, _instances: object) -> None:
    deed = deed_of(session)
    title = titles(session)
    own = session.info.get("origin", "")
    for row in list(session.new):
        if isinstance(row, Kept):
            _complete(row, own)
            _derive(row, title)
            _note(session, deed, row, AuditAction.CREATED, None, None, title)
    for row in list(session.dirty):
        if isinstance(row, Kept) and session.is_modified(row):
            _change(session, deed, row, title)
    for row in list(session.deleted):
        if isinstance(row, Kept):
            # with its id: what referred to it can then still be told in words
            before = {name: plain(value) for name, value in values_of(row).items()}
            before["id"] = row.id
            _note(session, deed, row, AuditAction.PURGED, before, None, title)
    _note_settings(session, deed)
    note_touched(session)


def _after_flush(session: Session, _context: UOWTransaction) -> None:
    follow_touched(session)


def seal(session: Session) -> None:
    """Seal the entries of the deed: the last that is done before its transaction is committed."""
    session.flush()
    audit_chain.seal(session.connection(), session.info.get("clerk"))


def _complete(row: Kept, own: str) -> None:
    row.uid = row.uid or new_uid()
    row.origin = row.origin or own
    row.created_at = row.created_at or now()
    row.updated_at = row.updated_at or row.created_at
    for described in row.__register__.fields:
        if getattr(row, described.name) is None:
            if described.default is not None:
                setattr(row, described.name, described.default)
            elif described.kind is Kind.BOOLEAN:
                setattr(row, described.name, False)


def _derive(row: Kept, title: ReferenceTitle) -> None:
    for name, value in derived(row.__register__, values_of(row), title).items():
        setattr(row, name, value)


def _change(session: Session, deed: Deed, row: Kept, title: ReferenceTitle) -> None:
    before: dict[str, Any] = {}
    after: dict[str, Any] = {}
    state = inspect(row)
    for name in (*(one.name for one in row.__register__.fields), "deleted_at"):
        history = state.attrs[name].history
        if history.has_changes():
            old = history.deleted[0] if history.deleted else None
            before[name] = None if old is NO_VALUE else plain(old)
            after[name] = plain(getattr(row, name))
    row.updated_at = now()
    _derive(row, title)
    action = AuditAction.CHANGED
    if "deleted_at" in after:
        action = AuditAction.DELETED if after["deleted_at"] else AuditAction.RESTORED
    _note(session, deed, row, action, before, after, title)
    if row.__register__.title in after:
        _retitle(session, row)


def _retitle(session: Session, row: Kept) -> None:
    """Give the rows that refer to a renamed row their new sort keys."""
    spec = row.__register__
    if spec.by_name[spec.title].kind not in (Kind.TEXT, Kind.NAME, Kind.LONG_TEXT):
        return
    key = natural_sort_key(str(getattr(row, spec.title) or ""))
    for other, name in referring(spec.name):
        table = TABLES[other.name]
        session.connection().execute(
            table.update().where(table.c[name] == row.id).values({f"{name}_key": key})
        )


def _note(
    session: Session,
    deed: Deed,
    row: Kept,
    action: AuditAction,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any] | None,
    title: ReferenceTitle,
) -> None:
    spec = row.__register__
    deed.registers |= {spec.name}
    session.add(
        AuditEntry(
            batch=deed.batch,
            deed=deed.words,
            action=action.value,
            register=spec.name,
            row_uid=row.uid,
            title=_called(row, title)[:200],
            before=None if before is None else canonical(before).decode(),
            after=None if after is None else canonical(after).decode(),
        )
    )


SETTINGS = "settings"
"""What audit entries and `Changes` call the book's settings, which are no register's rows."""


def _note_settings(session: Session, deed: Deed) -> None:
    """Write down which settings change: they are part of the book, so a deed on them is undone."""
    written = [
        *((AuditAction.CREATED, one) for one in session.new),
        *((AuditAction.CHANGED, one) for one in session.dirty if session.is_modified(one)),
        *((AuditAction.PURGED, one) for one in session.deleted),
    ]
    for action, row in written:
        if not isinstance(row, Setting):
            continue
        row.digest = audit_chain.digest(row.key, row.value)
        history = inspect(row).attrs.value.history
        was = (*history.deleted, row.value)[0]
        deed.registers |= {SETTINGS}
        session.add(
            AuditEntry(
                batch=deed.batch,
                deed=deed.words,
                action=action.value,
                register=SETTINGS,
                row_uid=row.key,
                title="Thiết lập của sổ",
                before=None if action is AuditAction.CREATED else _said(was),
                after=None if action is AuditAction.PURGED else _said(row.value),
            )
        )


def _said(value: str) -> str:
    return canonical({"value": value}).decode()


def _called(row: Kept, title: ReferenceTitle) -> str:
    """Return what a row is called in the clerk's words."""
    described = row.__register__.by_name[row.__register__.title]
    value = getattr(row, described.name)
    if value is None:
        return ""
    if described.kind is Kind.REFERENCE:
        return title(described.reference or "", value) or ""
    if described.kind is Kind.CHOICE:
        return described.choice_headings.get(value, str(value))
    return str(value)


def keep(session: Session) -> None:
    """Make a session keep its rows: to be called once for each session."""
    event.listen(session, "before_flush", _before_flush)
    event.listen(session, "after_flush", _after_flush)
