"""Rounds copied, split and joined: each is one deed, and nothing of them is lost."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from desktop.core.changes import Done
from desktop.core.errors import UserProblem
from desktop.core.file_names import free_name
from desktop.core.formats import date_text
from desktop.core.terms import AwardState
from desktop.core.vietnamese.fold import clean
from desktop.services import registers
from desktop.services.commendations import living_round, rename
from desktop.storage.book import Book, changes_of
from desktop.storage.models import Attachment, Award, Conference, Decision, Kept, RecordNote, Round
from desktop.storage.models.base import now
from desktop.storage.registers import spec

_ROUND = "rounds"
_AFRESH = frozenset({"round_id", "decision_id", "state", "reason", "given_on", "annulled_on"})
"""What a copied award begins anew with."""


def copy_round(
    book: Book,
    round_id: int,
    title: str,
    award_ids: Sequence[int] | None = None,
    meeting_on: date | None = None,
    period: str | None = None,
) -> Done[int]:
    """Make a new round with the recipients of another; return its id.

    Without `award_ids` all but those refused or annulled are copied, each as a proposal again and
    under no decision. Raises `UserProblem` for a round or an award that is gone.
    """
    with book.write("") as session:
        held = living_round(session, round_id)
        chosen = _chosen(session, round_id, award_ids)
        if award_ids is None:
            left = (AwardState.REFUSED.value, AwardState.ANNULLED.value)
            chosen = [one for one in chosen if one.state not in left]
        values = _values(held) | {
            "title": _title(title),
            "meeting_on": meeting_on,
            "achievement_period": clean(period or "") or None,
            "proposal": None,
            "conference_id": None,
            "note": None,
        }
        rename(session, f"Sao chép đợt «{held.title}» với {len(chosen)} khen thưởng")
        made = registers.save_in(session, _ROUND, values)
        for award in chosen:
            copied = {k: v for k, v in _values(award).items() if k not in _AFRESH}
            _add(session, Award, copied | {"round_id": made.id})
        return Done(made.id, changes_of(session))


def split_round(book: Book, round_id: int, award_ids: Sequence[int], title: str) -> Done[int]:
    """Move chosen awards into a new round of the same meeting; return its id.

    A decision goes along when all its awards do; else the new round has one alike, so that each
    award stays under its decision. Raises `UserProblem` when nothing or everything is chosen.
    """
    with book.write("") as session:
        held = living_round(session, round_id)
        chosen = _chosen(session, round_id, award_ids)
        everyone = _live(session, Award, round_id)
        if not chosen or len(chosen) == len(everyone):
            raise UserProblem(
                "Hãy chọn một phần danh sách để tách: cả hai đợt đều phải còn người được khen."
            )
        rename(session, f"Tách {len(chosen)} khen thưởng của đợt «{held.title}»")
        made = registers.save_in(session, _ROUND, _values(held) | {"title": _title(title)})
        ids = {one.id for one in chosen}
        for decision in _live(session, Decision, round_id):
            under = _all(session, Award, Award.decision_id == decision.id)
            moved = [one for one in under if one.id in ids]
            if not moved:
                continue
            if len(moved) == sum(one.deleted_at is None for one in under):
                decision.round_id = made.id
                for award in under:  # with those in the recycle bin
                    award.round_id = made.id
            else:
                alike = _add(session, Decision, _values(decision) | {"round_id": made.id})
                for award in moved:
                    award.decision_id = alike.id
        for award in chosen:
            award.round_id = made.id
        return Done(made.id, changes_of(session))


def join_rounds(book: Book, into_id: int, from_id: int) -> Done[int]:
    """Move everything of a round into another, and the emptied one into the recycle bin.

    Returns how many awards moved. Decisions move along; one that is alike in every word becomes
    one with the other. Files and notes move too, and so does what is in the recycle bin; blanks
    of the round that stays are filled, what differs is written into its note. Raises
    `UserProblem` for a round that is gone, or the same one twice.
    """
    if into_id == from_id:
        raise UserProblem("Hãy chọn hai đợt khác nhau để gộp.")
    with book.write("") as session:
        into, gone = living_round(session, into_id), living_round(session, from_id)
        here = _live(session, Decision, into_id)
        awards = _all(session, Award, Award.round_id == from_id)
        moved = sum(one.deleted_at is None for one in awards)
        rename(session, f"Gộp đợt «{gone.title}» vào «{into.title}»: {moved} khen thưởng")
        for decision in _all(session, Decision, Decision.round_id == from_id):
            twin = next((one for one in here if _alike(one, decision)), None)
            if twin is not None and decision.deleted_at is None:
                for award in _all(session, Award, Award.decision_id == decision.id):
                    award.decision_id = twin.id
                _take_papers(session, twin, decision)
                decision.deleted_at = now()
            decision.round_id = into_id
        for award in awards:
            award.round_id = into_id
        _take_papers(session, into, gone)
        _take_words(session, into, gone)
        session.flush()  # before it goes nothing may be part of it
        gone.deleted_at = now()
        return Done(moved, changes_of(session))


def _title(title: str) -> str:
    found = clean(title)
    if not found:
        raise UserProblem("Hãy đặt tên cho đợt khen thưởng mới.")
    return found


def _values(row: Kept) -> dict[str, Any]:
    return {one.name: getattr(row, one.name) for one in type(row).__register__.fields}


def _add(session: Session, model: type[Kept], values: dict[str, Any]) -> Any:
    """Add a row as it is given: what completes a record was done when it was first kept."""
    row = model(**{k: v for k, v in values.items() if k in spec(model.__register__.name).by_name})
    session.add(row)
    session.flush()
    return row


def _all(session: Session, model: type[Any], *which: ColumnElement[bool]) -> list[Any]:
    """Return rows, also those in the recycle bin."""
    return list(session.scalars(select(model).where(*which).order_by(model.id)))


def _live(session: Session, model: type[Any], round_id: int) -> list[Any]:
    return _all(session, model, model.round_id == round_id, model.deleted_at.is_(None))


def _chosen(session: Session, round_id: int, ids: Iterable[int] | None) -> list[Award]:
    live = _live(session, Award, round_id)
    if ids is None:
        return live
    wanted = set(ids)
    found = [one for one in live if one.id in wanted]
    if len(found) < len(wanted):
        raise UserProblem("Có dòng đã bị xóa hoặc không thuộc đợt này. Hãy chọn lại.")
    return found


def _alike(one: Decision, other: Decision) -> bool:
    mine, theirs = _values(one), _values(other)
    return all(mine[name] == theirs[name] for name in mine if name != "round_id")


def _take_papers(session: Session, into: Kept, gone: Kept) -> None:
    """Give a record the files and notes of the one joined to it; what both have is kept once."""
    here = _tied(session, Attachment, into)
    there = {one.sha256: one for one in here if one.deleted_at is None}
    names = {one.name for one in there.values()}
    for file in _tied(session, Attachment, gone):
        same = there.get(file.sha256)
        file.owner_uid = into.uid
        if file.deleted_at is not None:
            continue
        if same is not None and (not file.caption or same.caption in (None, "", file.caption)):
            same.caption = same.caption or file.caption
            file.deleted_at = now()
            continue
        file.name = free_name(file.name, names)
        names.add(file.name)
    noted = {_said(one) for one in _tied(session, RecordNote, into) if one.deleted_at is None}
    for note in _tied(session, RecordNote, gone):
        note.owner_uid = into.uid
        if note.deleted_at is None and _said(note) in noted:
            note.deleted_at = now()


def _tied(session: Session, model: type[Any], owner: Kept) -> list[Any]:
    """Return the files or notes of a record, also those in the recycle bin."""
    register = type(owner).__register__.name
    return _all(session, model, model.owner_register == register, model.owner_uid == owner.uid)


def _said(note: RecordNote) -> tuple[object, ...]:
    return (note.on, note.text, note.remind_on, note.settled)


def _take_words(session: Session, into: Round, gone: Round) -> None:
    """Fill the blanks of a round from the one joined to it; what differs goes into its note."""
    told = [f"Đã gộp đợt «{gone.title}»"]
    if gone.meeting_on is not None and gone.meeting_on != into.meeting_on:
        told.append(f"hội nghị ngày {date_text(gone.meeting_on)}")
    for name in ("achievement_period", "meeting_on", "meeting_place", "proposal"):
        mine, theirs = getattr(into, name), getattr(gone, name)
        if mine is None:
            setattr(into, name, theirs)
        elif isinstance(theirs, str) and theirs != mine:
            told.append(theirs)
    if into.conference_id is None:
        into.conference_id = gone.conference_id
    elif gone.conference_id not in (None, into.conference_id):
        held = session.get(Conference, gone.conference_id)
        told.append(f"trao tại hội nghị «{held.title}»" if held is not None else "")
    lines = [into.note, ", ".join(one for one in told if one) + ".", gone.note]
    into.note = "\n".join(one for one in lines if one)
