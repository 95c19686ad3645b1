"""The recycle bin: deleting, restoring and removing records for good."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.core.changes import Done
from desktop.core.errors import InUse, UserProblem
from desktop.services import expected_rules, following
from desktop.storage.book import Book, changes_of
from desktop.storage.models import Attachment, Award, Decision, Expected, Kept, RecordNote
from desktop.storage.models.base import now
from desktop.storage.registers import MODELS, TABLES, children, referring, spec

TIED: Final = (Attachment, RecordNote)
"""What is tied to a record of any register by its uid: it stays with it, in the bin too."""


def delete(book: Book, register: str, ids: Sequence[int]) -> Done[int]:
    """Put records and what they own into the recycle bin; return how many records.

    Raises `InUse`, with nothing changed, when live records of other registers refer to one, and
    `InvalidValues` for entries of an opened campaign's list (`campaigns.remove_expected`).
    """
    declared = spec(register)
    with book.write(f"Xóa {len(ids)} {declared.singular_heading}") as session:
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
        return Done(len(doomed), changes_of(session))


def restore(book: Book, register: str, ids: Sequence[int]) -> Done[int]:
    """Take records out of the recycle bin with what was deleted together with them.

    An award whose decision was deleted since, or belongs to another round now, comes back under
    none: it waits for a decision again.
    """
    declared = spec(register)
    with book.write(f"Khôi phục {len(ids)} {declared.singular_heading}") as session:
        rows = _rows(session, register, ids, deleted=True)
        _refuse_fixed(session, rows)
        back: list[Kept] = list(rows)
        for row in rows:
            _refuse_orphan(session, row)
            stamp = row.deleted_at
            for owned in _owned(session, [row], stamp=stamp):
                owned.deleted_at = None
                back.append(owned)
            row.deleted_at = None
        session.flush()
        for row in back:
            _let_go(session, row)
        session.flush()
        for row in rows:
            following.after_removal(session, row)
        return Done(len(rows), changes_of(session))


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
        for row in (*rows, *_owned(session, rows, stamp="")):
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
        for child in children(type(row).__register__.name):
            model = MODELS[child.name]
            statement = select(model).where(getattr(model, child.parent or "") == row.id)
            if stamp is None:
                statement = statement.where(model.deleted_at.is_(None))
            elif stamp:
                statement = statement.where(model.deleted_at == stamp)
            for one in session.scalars(statement).all():
                yield one
                yield from _owned(session, [one], stamp)


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


def _refuse_orphan(session: Session, row: Kept) -> None:
    declared = type(row).__register__
    if declared.parent is None:
        return
    owner = MODELS[declared.by_name[declared.parent].reference or ""]
    live = session.scalar(
        select(func.count(owner.id)).where(
            owner.id == getattr(row, declared.parent), owner.deleted_at.is_(None)
        )
    )
    if not live:
        raise UserProblem(
            f"Hãy khôi phục {owner.__register__.singular_heading} chứa bản ghi này trước."
        )
