"""Making one record of two that are about the same person; `undoing.undo` takes it back whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.core.changes import Done
from desktop.core.errors import InvalidValues, StaleRecord, UserProblem
from desktop.core.register import Field, Kind, RegisterSpec, Row
from desktop.core.standing import Life, status_on, unit_on
from desktop.services import backups, contradicting, registers, validation
from desktop.services.bin import TIED
from desktop.services.house_paper import calendar_day
from desktop.services.member_reading import read_known
from desktop.services.printing import cell_text
from desktop.storage.book import Book, changes_of
from desktop.storage.keeping import deed_of
from desktop.storage.models import Attachment, Kept, Member, MemberStep, MemberUnit, RecordNote
from desktop.storage.models.base import now
from desktop.storage.registers import MODELS, TABLES, referring, spec


@dataclass(frozen=True)
class Difference:
    """A field in which two records differ: values and words of both, and which is proposed."""

    name: str
    heading: str
    values: tuple[Any, Any]
    words: tuple[str, str]
    kept: int  # 0: the first's is proposed to be kept, 1: the second's


BELONGS: Final[Mapping[str, str]] = {
    "status_on": "status",
    "status_reason": "status",
    "given_words": "full_name",
    "public_on": "public_means",
}
"""Fields that say something about another one, and are kept or left together with it."""


@dataclass(frozen=True)
class _Twin:
    """When two rows of one owner are one: these fields are equal, and so is what is not `loose`.

    A blank of the one that stays is filled from the other, in `loose` fields.
    """

    equal: tuple[str, ...]
    loose: tuple[str, ...] = ()
    either: bool = False  # everything but `equal` is loose


_TWINS: Final[Mapping[str, _Twin]] = {
    "pledges": _Twin(("year", "kind"), either=True),
    "pledge_items": _Twin(("content",), ("position",)),
    "pledge_reviews": _Twin(("period_kind", "period_from")),
    "expected": _Twin(("campaign_id",), either=True),
    "member_steps": _Twin(("status", "on"), ("reason",)),
    "member_moves": _Twin(("kind", "on")),
    "member_units": _Twin(("unit_id", "from_on")),
    "yearly_ratings": _Twin(("rated_kind", "period_kind", "period_to"), ("name",)),
    "awards": _Twin(("round_id", "decision_id", "form_id")),
}
"""Registers in which a person's second row may say what the first says (DOMAIN.md: the same row
met twice is one). In all others every row stays."""


# side by side


def compare(
    book: Book, first: int, second: int, register: str = "members"
) -> tuple[Difference, ...]:
    """Return the fields in which two records differ, in their order, with a proposal for each.

    Raises `StaleRecord` when one of them is gone.
    """
    found = registers.rows(book, register, [first, second])
    if len(found) != 2:
        raise StaleRecord
    return differences(spec(register), found[0], found[1])


def differences(declared: RegisterSpec, first: Row, second: Row) -> tuple[Difference, ...]:
    """Return what `compare` does, of rows that were read already."""
    return tuple(
        Difference(
            one.name,
            one.heading,
            (first.values[one.name], second.values[one.name]),
            (in_words(one, first), in_words(one, second)),
            _proposed(declared, one, first.values, second.values),
        )
        for one in declared.fields
        if one.kind is not Kind.BYTES
        and not (blank(first.values[one.name]) and blank(second.values[one.name]))
        and first.values[one.name] != second.values[one.name]
    )


def blank(value: object) -> bool:
    """Tell whether a field says nothing; a box that isn't ticked doesn't either."""
    return value is None or value == "" or value is False


def in_words(field: Field, row: Row) -> str:
    """Return a value as it is shown beside another one."""
    if field.kind is Kind.BOOLEAN:
        return "có" if row.values[field.name] else "không"
    return cell_text(field, row)


def _proposed(
    declared: RegisterSpec, field: Field, first: Mapping[str, Any], second: Mapping[str, Any]
) -> int:
    """Return whose value is kept: the one there is, the fuller date, else the first's."""
    above = BELONGS.get(field.name, "")
    if above in declared.by_name and first[above] != second[above]:
        return _proposed(declared, declared.by_name[above], first, second)
    one, two = first[field.name], second[field.name]
    if blank(one):
        return 0 if blank(two) else 1
    fuller = field.kind is Kind.PARTIAL_DATE and not blank(two) and two != one
    return 1 if fuller and two.startswith(one) else 0


# one of two


def merge(
    book: Book,
    keep: int,
    gone: int,
    values: Mapping[str, Any] | None = None,
    register: str = "members",
    *,
    revisions: tuple[int, int] | None = None,
) -> Done[Row]:
    """Make one member of two, as one deed: `keep` stays, `gone` goes into the recycle bin.

    The one that stays takes `values`; in fields not among them its blanks are filled from the
    other and its partial dates become the other's fuller ones. All that refers to the other,
    also in the bin, refers to it from now on; names written on papers stay as written. Of two
    pledges of a year and kind (unless for different campaigns) the first gets the second's items
    and reviews; a row that repeats one of its own goes into the bin; all else stays. Raises
    `UserProblem` or `InvalidValues`, and `StaleRecord` when the two are no longer what they were
    at `revisions` (of `keep`, of `gone`), each with nothing changed.
    """
    declared = spec(register)
    if register != "members":
        raise UserProblem(f"Chưa gộp được hai {declared.singular_heading}.")
    if keep == gone:
        raise UserProblem("Hãy chọn hai bản ghi khác nhau để gộp.")
    backups.before(book, backups.Reason.MERGE)
    with book.write(f"Gộp hai {declared.singular_heading}") as session:
        kept, other = (_required(session, book, declared, one) for one in (keep, gone))
        if revisions is not None and revisions != (kept.revision, other.revision):
            raise StaleRecord
        deed_of(session).words = f"Gộp {declared.singular_heading} «{_title(other)}»"
        rows = registers.read_rows(session, register, [keep, gone])
        chosen = {
            one.name: one.values[1] for one in differences(declared, rows[0], rows[1]) if one.kept
        }
        _take(session, kept, {**chosen, **(values or {})})
        stamp = now()
        _take_over(session, kept, other, stamp)
        other.deleted_at = stamp
        session.flush()
        if isinstance(kept, Member):
            _complete_history(session, kept)
        changes = changes_of(session)
        return Done(registers.read_rows(session, register, [keep])[0], changes)


def _required(session: Session, book: Book, declared: RegisterSpec, row_id: int) -> Kept:
    row = session.get(MODELS[declared.name], row_id)
    if row is None:
        raise UserProblem(f"Có {declared.singular_heading} không còn trong sổ. Hãy chọn lại.")
    if row.deleted_at is not None:
        raise UserProblem(f"«{_title(row)}» đang ở thùng rác. Hãy khôi phục trước khi gộp.")
    if row.origin != book.origin:
        raise UserProblem(
            f"«{_title(row)}» do cơ quan khác gửi lên nên không gộp được ở đây. "
            "Hãy báo cơ quan đó gộp rồi gửi lại."
        )
    return row


def _title(row: Kept) -> str:
    return str(getattr(row, row.__register__.title) or "")


def _take(session: Session, row: Kept, values: Mapping[str, Any]) -> None:
    """Give a record its values; unlike a saved change of unit or status, nothing happens today."""
    declared = row.__register__
    entered = validation.cleaned(declared, values)
    wanted = {one.name: getattr(row, one.name) for one in declared.fields} | entered
    found = validation.problems(declared, wanted)
    for name, value in entered.items():
        field = declared.by_name[name]
        if field.kind is not Kind.REFERENCE or value is None or name in found:
            continue
        table = TABLES[field.reference or ""]
        if session.scalar(select(table.c.id).where(table.c.id == value)) is None:
            found[name] = f"{field.heading} đã chọn không còn trong sổ. Hãy chọn lại."
    found = found or contradicting.impossible(session, declared.name, wanted, row.id)
    if found:
        raise InvalidValues(found)
    for name, value in entered.items():
        if getattr(row, name) != value:
            setattr(row, name, value)
    # before others refer to it: their sort keys are made of what it is called in the book
    session.flush()


def _take_over(session: Session, kept: Kept, other: Kept, stamp: str) -> None:
    """Let everything that refers to a row refer to another one of its register."""
    for declared, name in referring(kept.__register__.name):
        model = MODELS[declared.name]
        column = getattr(model, name)
        own = [
            one
            for one in session.scalars(select(model).where(column == kept.id).order_by(model.id))
            if one.deleted_at is None and one.origin == kept.origin
        ]
        theirs = session.scalars(select(model).where(column == other.id).order_by(model.id)).all()
        place = max((getattr(one, "position", None) or 0 for one in own), default=0)
        for row in theirs:
            setattr(row, name, kept.id)
            if row.deleted_at is not None:
                continue
            twin = _twin_of(row, own)
            if twin is None:
                if declared.name == "pledge_items":
                    place += 1
                    setattr(row, "position", place)  # noqa: B010 - a register's row, any of them
                continue
            _fill(twin, row)
            session.flush()
            _take_over(session, twin, row, stamp)
            row.deleted_at = stamp
        session.flush()
    _take_tied(session, kept, other, stamp)


def _twin_of(row: Kept, own: Sequence[Kept]) -> Kept | None:
    """Return the row that says what `row` says, as `_TWINS` has it; None when there is none."""
    known = _TWINS.get(row.__register__.name)
    if known is None:
        return None
    return next((one for one in own if one.origin == row.origin and _alike(known, one, row)), None)


def _alike(known: _Twin, one: Kept, two: Kept) -> bool:
    if any(getattr(one, name) != getattr(two, name) for name in known.equal):
        return False
    if known.either:
        campaigns = {getattr(one, "campaign_id", None), getattr(two, "campaign_id", None)} - {None}
        return len(campaigns) < 2
    for field in one.__register__.fields:
        first, second = getattr(one, field.name), getattr(two, field.name)
        if first == second or (blank(first) and blank(second)):
            continue
        written = field.name in ("name", "position")
        if field.name not in known.loose or not (written or blank(first) or blank(second)):
            return False
    return True


def _fill(row: Kept, other: Kept) -> None:
    """Fill a row's blanks from its twin."""
    names = [one.name for one in row.__register__.fields]
    apart = {one for one in names if getattr(row, one) != getattr(other, one)}
    taken: set[str] = set()
    for name in names:
        above = BELONGS.get(name)
        if above in apart and above not in taken:
            continue  # it would say something of another value
        if blank(getattr(row, name)) and not blank(getattr(other, name)):
            setattr(row, name, getattr(other, name))
            taken.add(name)


def _take_tied(session: Session, kept: Kept, other: Kept, stamp: str) -> None:
    """Tie a row's files and notes to another one; what that has already goes into the bin."""
    for model in TIED:

        def tied(owner: Kept, model: type[Attachment | RecordNote] = model) -> Sequence[Any]:
            statement = select(model).where(model.owner_uid == owner.uid).order_by(model.id)
            return session.scalars(statement).all()

        there = {_said(one) for one in tied(kept) if one.deleted_at is None}
        for one in tied(other):
            one.owner_uid = kept.uid
            if one.deleted_at is None and _said(one) in there:
                one.deleted_at = stamp
    session.flush()


def _said(row: Attachment | RecordNote) -> tuple[object, ...]:
    """Return by what a file or a note is the same as another one of its record."""
    if isinstance(row, Attachment):
        return (row.name, row.sha256)
    return (row.on, row.text, row.remind_on, row.settled)


def _complete_history(session: Session, row: Member) -> None:
    """Add what the history lacks to say today what the record says of status and unit.

    The other's steps and times came along, and some of them may contradict what was chosen.
    """
    today = calendar_day()
    session.flush()
    if status_on(_life(session, row), today) != row.status:
        values = {"member_id": row.id, "status": row.status, "reason": row.status_reason}
        step = MemberStep(on=row.status_on, **values)
        session.add(step)
        session.flush()
        if status_on(_life(session, row), today) != row.status:
            step.on = None  # without a day the step that was entered last is the last one
            session.flush()
    if row.unit_id is None or unit_on(_life(session, row), today) == row.unit_id:
        return
    known = session.scalars(
        select(MemberUnit.id).where(MemberUnit.member_id == row.id, MemberUnit.deleted_at.is_(None))
    ).first()
    since = None if known is None else today.isoformat()
    session.add(MemberUnit(member_id=row.id, unit_id=row.unit_id, from_on=since))
    session.flush()


def _life(session: Session, row: Member) -> Life:
    (known,) = read_known(session, [row.id])
    return known.life
