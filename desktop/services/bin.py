"""The recycle bin: deleting, restoring and removing records for good."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.core.changes import Done
from desktop.core.errors import InUse, UserProblem
from desktop.core.register import Kind
from desktop.services import expected_rules, following
from desktop.storage.book import Book, changes_of
from desktop.storage.keeping import deed_of
from desktop.storage.models import Attachment, Award, Decision, Expected, Kept, RecordNote
from desktop.storage.models.base import now
from desktop.storage.registers import MODELS, TABLES, children, referring, spec
from desktop.storage.search import titles_of

TIED: Final = (Attachment, RecordNote)
"""What is tied to a record of any register by its uid: it stays with it, in the bin too."""
_CAME_WITH: Final = {"submissions": "through_id"}
"""Registers whose rows can belong to another row of the same register: they go with it."""


def delete(book: Book, register: str, ids: Sequence[int]) -> Done[int]:
    """Put records and what they own into the recycle bin; return how many records.

    Raises `InUse`, with nothing changed, when live records of other registers refer to one, and
    `InvalidValues` for entries of an opened campaign's list (`campaigns.remove_expected`).
    """
    with book.write(f"Xóa {len(ids)} {spec(register).singular_heading}") as session:
        return Done(delete_in(session, register, ids), changes_of(session))


def delete_in(session: Session, register: str, ids: Sequence[int]) -> int:
    """Put records into the bin within a transaction that is already open (`delete`)."""
    doomed = _rows(session, register, ids, deleted=False)
    if register == "offices" and any(getattr(one, "own", False) for one in doomed):
        raise InUse("Không xóa được cơ quan của chính sổ này.")
    _refuse_fixed(session, doomed)
    owned = list(_owned(session, doomed, stamp=None))
    gone = {(type(one).__register__.name, one.id) for one in (*doomed, *owned)}
    _refuse_used(session, (*doomed, *owned), gone)
    stamp = now()
    for row in (*owned, *doomed):
        row.deleted_at = stamp
    session.flush()
    for row in doomed:
        following.after_removal(session, row)
    return len(doomed)


@dataclass(frozen=True)
class Restored:
    """What came out of the bin: how many records were asked for, and sentences to be told.

    `told`: what came back with them as they need it, what they refer to that is gone for good,
    and which of them are now in the book twice.
    """

    count: int
    told: tuple[str, ...] = ()


def restore(book: Book, register: str, ids: Sequence[int]) -> Done[Restored]:
    """Take records out of the recycle bin with what was deleted together with them.

    What they refer to or belong to comes back, too, where it is in the bin; a reference to what is
    gone for good is emptied. An award whose decision was deleted since, or belongs to another round
    now, comes back under none: it waits for a decision again. Raises `UserProblem`, with nothing
    changed, when a required reference is gone for good.
    """
    declared = spec(register)
    with book.write(f"Khôi phục {len(ids)} {declared.singular_heading}") as session:
        rows = _rows(session, register, ids, deleted=True)
        _refuse_fixed(session, rows)
        back = _Back(session)
        with session.no_autoflush:  # the words of the deed are kept with the first change
            back.bring(rows)
            asked = set(rows)
            further = [one for one in back.first if one not in asked]
            named = _named(session, further)
        if further:
            deed_of(
                session
            ).words = f"Khôi phục {len(rows)} {declared.singular_heading}, kèm {named}"
            back.told.insert(0, f"Đã khôi phục kèm {named} vì bản ghi cần đến.")
        session.flush()
        for row in back.every:
            _let_go(session, row)
        session.flush()
        for row in back.first:
            following.after_removal(session, row)
        came = [(type(one).__register__.name, one.id) for one in back.first]
        changes = changes_of(session)
    told = (*dict.fromkeys(back.told), *_twice(book, came))
    return Done(Restored(len(rows), told), changes)


class _Back:
    """Brings records back with what they own and what they need."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.first: list[Kept] = []  # not for being owned
        self.every: list[Kept] = []
        self.told: list[str] = []

    def bring(self, rows: Sequence[Kept]) -> None:
        """Take rows out of the bin, then what they need, and so on."""
        waiting = deque(rows)
        while waiting:
            row = waiting.popleft()
            if row.deleted_at is None:
                continue  # came back with another one
            owned = _owned(self._session, [row], stamp=row.deleted_at)
            came = [row, *(one for one in owned if one.deleted_at is not None)]
            for one in came:
                one.deleted_at = None
            self.first.append(row)
            self.every += came
            for one in came:
                waiting.extend(self._needed(one))

    def _needed(self, row: Kept) -> Iterator[Kept]:
        """Yield what a row refers to that is in the bin; empty what is gone for good."""
        for described in type(row).__register__.fields:
            value = getattr(row, described.name) if described.kind is Kind.REFERENCE else None
            if value is None or (isinstance(row, Award) and described.name == "decision_id"):
                continue  # an award does without its decision
            other = self._session.get(MODELS[described.reference or ""], value)
            if other is not None:
                if other.deleted_at is not None:
                    yield other
                continue
            what = f"«{described.heading}» của {type(row).__register__.singular_heading}"
            if described.required:
                raise UserProblem(
                    f"Không khôi phục được vì {what} không còn trong sổ. Hãy nhập lại bản ghi mới."
                )
            setattr(row, described.name, None)
            self.told.append(f"{what} đã để trống vì không còn trong sổ.")


def _named(session: Session, rows: Sequence[Kept]) -> str:
    """Return 'đơn vị «Chi bộ 1», 3 chuyên đề'."""
    of: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        of[type(row).__register__.name].append(row.id)
    parts = []
    for register, ids in of.items():
        what = spec(register).singular_heading
        if len(ids) == 1:
            parts.append(f"{what} «{titles_of(session, register, ids)[ids[0]]}»")
        else:
            parts.append(f"{len(ids)} {what}")
    return ", ".join(parts)


def _twice(book: Book, came: Iterable[tuple[str, int]]) -> list[str]:
    """Return a sentence when what came back is in the book once more, as for one being typed."""
    # registers hands `restore` on, so it can't be imported from here before
    from desktop.services.registers import _same_identity, read_rows  # noqa: PLC0415

    of: dict[str, list[int]] = defaultdict(list)
    for register, row_id in came:
        of[register].append(row_id)
    found: list[str] = []
    with book.read() as session:
        for register, ids in of.items():
            declared = spec(register)
            for row in read_rows(session, register, ids):
                found += _same_identity(session, declared, row.values, row.id).values()
    if len(found) > 1:
        return [f"{found[0]} Còn {len(found) - 1} bản ghi khác vừa khôi phục cũng bị trùng."]
    return found


def _refuse_fixed(session: Session, rows: Iterable[Kept]) -> None:
    """Leave entries of a fixed list to `campaigns`, where a change has its reason."""
    expected_rules.refuse_fixed(session, (one for one in rows if isinstance(one, Expected)))


def _let_go(session: Session, row: Kept) -> None:
    """Take an award out of a decision that it can't be under any more."""
    if not isinstance(row, Award) or row.decision_id is None:
        return
    decision = session.get(Decision, row.decision_id)
    if decision is None or decision.deleted_at is not None or decision.round_id != row.round_id:
        row.decision_id = None


def purge(book: Book, register: str, ids: Sequence[int]) -> Done[int]:
    """Remove records in the bin for good, with what they own, their files and notes.

    Raises `InUse` when any other record still refers to one.
    """
    declared = spec(register)
    with book.write(f"Xóa hẳn {len(ids)} {declared.singular_heading}") as session:
        # what goes may refer to each other in any order; the commit looks at what is left
        session.connection().exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        rows = _rows(session, register, ids, deleted=True)
        for row in dict.fromkeys((*rows, *_owned(session, rows, stamp=""))):
            _purge_tied(session, row)
            session.delete(row)
        return Done(len(rows), changes_of(session))


def _purge_tied(session: Session, row: Kept) -> None:
    """Remove the files and notes of a row; one at a time, for a file is read to be noted."""
    for model in TIED:
        for one in session.scalars(select(model.id).where(model.owner_uid == row.uid)).all():
            session.delete(session.get_one(model, one))
            session.flush()


def _rows(session: Session, register: str, ids: Sequence[int], *, deleted: bool) -> list[Kept]:
    model = MODELS[register]
    found: list[Kept] = []
    for start in range(0, len(ids), 500):
        statement = select(model).where(model.id.in_(ids[start : start + 500]))
        found += session.scalars(statement)
    return [one for one in found if (one.deleted_at is not None) is deleted]


def _owned(session: Session, rows: Iterable[Kept], stamp: str | None) -> Iterable[Kept]:
    """Yield what rows own, owners first: with `stamp` None the live, '' all, else that bin mark."""
    for row in rows:
        for register, owner in _owning(type(row).__register__.name):
            model = MODELS[register]
            statement = select(model).where(getattr(model, owner) == row.id)
            if stamp is None:
                statement = statement.where(model.deleted_at.is_(None))
            elif stamp:
                statement = statement.where(model.deleted_at == stamp)
            for one in session.scalars(statement).all():
                yield one
                yield from _owned(session, [one], stamp)


def _owning(register: str) -> Iterator[tuple[str, str]]:
    """Yield the registers whose rows belong to rows of `register`, with the field that says so."""
    for child in children(register):
        yield child.name, child.parent or ""
    if register in _CAME_WITH:
        yield register, _CAME_WITH[register]


def _refuse_used(session: Session, rows: Iterable[Kept], gone: set[tuple[str, int]]) -> None:
    for row in rows:
        name = type(row).__register__.name
        for other, field in referring(name):
            if other.parent == field:
                continue  # what a record owns goes with it
            table = TABLES[other.name]
            statement = select(table.c.id).where(
                table.c[field] == row.id, table.c.deleted_at.is_(None)
            )
            users = [one for one in session.scalars(statement) if (other.name, one) not in gone]
            if users:
                title = getattr(row, type(row).__register__.title)
                raise InUse(
                    f"Không xóa được «{title}» vì còn {len(users)} bản ghi trong sổ "
                    f"«{other.heading}» gắn với nó. Hãy sửa các bản ghi đó trước."
                )
