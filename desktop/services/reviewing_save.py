"""Saving what was entered on the sheets of reviews: cells of many rows, one transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.core.changes import Done
from desktop.core.errors import InvalidValues
from desktop.core.formats import number
from desktop.core.rating import Scale, completed, scale_on
from desktop.core.review_period import Span
from desktop.services import filling, registers, validation
from desktop.services.reviewing import CONTENT, FIELDS, parts, reviews_of, scales
from desktop.storage.book import Book, changes_of
from desktop.storage.bulk import insert_many
from desktop.storage.keeping import deed_of
from desktop.storage.models import Kept, Pledge, PledgeItem, PledgeReview
from desktop.storage.models.base import now
from desktop.storage.pledge_facts import WHOLE
from desktop.storage.registers import spec

ITEM_FIELDS: Final = ("progress", "done_on", "result")
GONE: Final = "Bản đăng ký này đã bị xóa ở nơi khác. Hãy đọc lại (F5)."
_ONE_BY_ONE: Final = 3
"""Up to so many new rows are noted each by itself in the record of deeds."""


@dataclass(frozen=True)
class CellEdit:
    """A value entered in a cell: of which row, in which field (None empties it)."""

    row: int
    field: str
    value: Any


@dataclass(frozen=True)
class Saved:
    """What a save did: the values of each row as kept, and what could not be, with a sentence.

    `waiting` are rows that can't be kept before more is entered.
    """

    rows: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)
    refused: Mapping[tuple[int, str], str] = field(default_factory=dict)
    waiting: Mapping[int, str] = field(default_factory=dict)


def by_row(edits: Iterable[CellEdit], allowed: Sequence[str]) -> dict[int, dict[str, Any]]:
    """Return the edits of each row; a later one of a cell stands.

    Raises `KeyError` for a field that is not entered here.
    """
    found: dict[int, dict[str, Any]] = defaultdict(dict)
    for one in edits:
        if one.field not in allowed:
            raise KeyError(one.field)
        found[one.row][one.field] = one.value
    return dict(found)


def checked(register: str, given: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the values that can be kept, cleaned, and a sentence for each that can't."""
    declared = spec(register)
    values = validation.cleaned(declared, given)
    wrong = validation.problems(declared, {k: v for k, v in values.items() if v is not None})
    return {name: one for name, one in values.items() if name not in wrong}, wrong


def save_cells(
    book: Book, asked: Span, edits: Sequence[CellEdit], today: date | None = None
) -> Done[Saved]:
    """Keep what was entered for a period; rows of the edits are ids of pledges.

    A review is made where there is none yet; one of which everything was emptied goes to the
    recycle bin. Points give the rating of the period's scale as `core.rating.completed` says.
    What can't be kept is told and hinders nothing else.
    """
    # date.today(): the clerk's own calendar day
    day = asked.review_day(today or date.today())  # noqa: DTZ011
    given = by_row(edits, FIELDS)
    with book.write("") as session:
        names = _names(session, given)
        deed_of(session).words = _words(f"Nhập đánh giá {asked.words}", list(names.values()))
        scale = scale_on(scales(session), asked.last)
        reviews = reviews_of(session, names, asked)
        refused: dict[tuple[int, str], str] = {
            (row, name): GONE for row in given if row not in names for name in given[row]
        }
        fresh: list[dict[str, Any]] = []
        kept: dict[int, Mapping[str, Any]] = {}
        for pledge in names:
            entered, wrong = checked("pledge_reviews", given[pledge])
            refused |= {(pledge, name): sentence for name, sentence in wrong.items()}
            if not entered:
                continue
            review = reviews[pledge][0] if pledge in reviews else None
            wanted = _wanted(scale, review, entered, day)
            kept[pledge] = wanted
            if not any(wanted[name] is not None for name in FIELDS):
                if review is not None:
                    review.deleted_at = now()
            elif review is None:
                fresh.append({"pledge_id": pledge, **_days(asked), **wanted})
            else:
                _change(review, {**_missing_days(review, asked), **wanted})
        _add(session, fresh)
        return Done(Saved(kept, refused), changes_of(session))


def _names(session: Session, given: Mapping[int, Any]) -> dict[int, str]:
    """Return the live pledges among the rows, with whose they are."""
    found: dict[int, str] = {}
    for some in parts(given):
        rows = session.execute(
            select(Pledge.id, Pledge.name).where(Pledge.id.in_(some), Pledge.deleted_at.is_(None))
        )
        found |= {row[0]: row[1] for row in rows}
    return {one: found[one] for one in given if one in found}


def _words(deed: str, names: Sequence[str]) -> str:
    return f"{deed}: {names[0] if len(names) == 1 else f'{number(len(names))} dòng'}"


def _wanted(
    scale: Scale | None, review: PledgeReview | None, entered: Mapping[str, Any], day: date
) -> dict[str, Any]:
    """Return all values of a review after an entry; all None when nothing is left in it."""
    before = {name: getattr(review, name) if review is not None else None for name in FIELDS}
    wanted = completed(scale, before, entered)
    said = any(wanted[name] is not None for name in CONTENT)
    if not said and entered.get("reviewed_on") is None:
        return dict.fromkeys(FIELDS)
    if wanted["reviewed_on"] is None:
        wanted["reviewed_on"] = day
    return wanted


def _days(asked: Span) -> dict[str, Any]:
    return {
        "period_kind": asked.kind.value,
        "period_from": asked.first,
        "period_to": asked.last,
    }


def _missing_days(review: PledgeReview, asked: Span) -> dict[str, Any]:
    days = _days(asked)
    return {name: day for name, day in days.items() if getattr(review, name) is None}


def _change(row: Kept, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        if getattr(row, name) != value:
            setattr(row, name, value)


def _add(session: Session, rows: Sequence[Mapping[str, Any]]) -> None:
    if len(rows) > _ONE_BY_ONE:
        insert_many(session, "pledge_reviews", rows, words=deed_of(session).words)
    else:
        session.add_all(PledgeReview(**values) for values in rows)


def save_items(book: Book, edits: Sequence[CellEdit], today: date | None = None) -> Done[Saved]:
    """Keep how far items have come; rows of the edits are ids of items.

    An item that is done without a progress has come 100 %; what a progress says of the day is
    `filling.done_by_progress`.
    """
    # date.today(): the clerk's own calendar day
    day = today or date.today()  # noqa: DTZ011
    given = by_row(edits, ITEM_FIELDS)
    refused: dict[tuple[int, str], str] = {}
    kept: dict[int, Mapping[str, Any]] = {}
    with book.write("") as session:
        contents: list[str] = []
        for item_id, values in given.items():
            item = session.get(PledgeItem, item_id)
            if item is None or item.deleted_at is not None:
                refused |= {(item_id, name): GONE for name in values}
                continue
            entered, wrong = checked("pledge_items", values)
            refused |= {(item_id, name): sentence for name, sentence in wrong.items()}
            if entered.get("done_on") is not None and item.progress is None:
                entered.setdefault("progress", WHOLE)
            before = {name: getattr(item, name) for name in ITEM_FIELDS}
            entered |= filling.done_by_progress(before, {**before, **entered}, day)
            contents.append(item.content)
            deed_of(session).words = _words("Cập nhật tiến độ", contents)[:200]
            try:
                row = registers.save_in(session, "pledge_items", entered, item_id)
            except InvalidValues as problem:
                refused |= {(item_id, name): one for name, one in problem.by_field.items()}
                continue
            kept[item_id] = {name: getattr(row, name) for name in ITEM_FIELDS}
        return Done(Saved(kept, refused), changes_of(session))
