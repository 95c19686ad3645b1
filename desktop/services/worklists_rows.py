"""The rows of the worklists: who, where, of which campaign, and what is to be done, in words."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, bindparam, column, func, select
from sqlalchemy.orm import Session

from desktop.core.formats import date_text, number
from desktop.core.terms import MemberStatus, PledgerKind, PublicMeans
from desktop.storage import search
from desktop.storage.figures.pledges import is_review
from desktop.storage.models import (
    Campaign,
    Expected,
    Member,
    Pledge,
    PledgeItem,
    PledgeReview,
    RecordNote,
)
from desktop.storage.pledge_facts import shared_text_limit
from desktop.storage.registers import MODELS, SPECS

_ORGANISATION = PledgerKind.ORGANISATION.value
_WITHOUT_REVIEWS = frozenset({"not_concrete", "not_confirmed", "not_public"})
_MEANS = {str(one.value): one.heading for one in PublicMeans}
_PRESENT = (MemberStatus.PROBATIONARY.value, MemberStatus.OFFICIAL.value)
_STATUSES = {str(one.value): one.heading.lower() for one in MemberStatus}
_UNCONFIRMED = "chi bộ chưa xác nhận"
_UNREVIEWED = "chưa đánh giá lần nào"
NO_ITEM = "chưa có nội dung nào"
NOT_TIED = "không có nội dung nào vừa gắn với nhiệm vụ vừa có chỉ tiêu"


@dataclass(frozen=True)
class WorkRow:
    """A row of a worklist."""

    id: int  # of the list's register
    register: str
    opens: tuple[str, int]  # register and id of the record that a click opens
    name: str
    unit: str = ""
    campaign: str = ""
    words: str = ""  # what is to be looked at, Vietnamese
    day: date | None = None  # the deadline, the day it is due, or was registered
    head: bool = False
    late: bool = False
    person: bool = True
    campaign_id: int | None = None
    unit_id: int | None = None
    given_words: int = 1
    year: int | None = None  # of a pledge


@dataclass(frozen=True)
class _Words:
    """What rows refer to, by id."""

    units: Mapping[int, str]
    campaigns: Mapping[int, tuple[str, date]]

    def unit(self, one: int | None) -> str:
        return self.units.get(one, "") if one is not None else ""

    def campaign(self, one: int | None) -> str:
        return self.campaigns[one][0] if one is not None and one in self.campaigns else ""


def read_rows(
    session: Session, work: str, register: str, ids: Sequence[int], day: date
) -> list[WorkRow]:
    """Return rows of a list by their ids, in that order, told as of the end of a day."""
    if register == "expected":
        found = _expected(session, work, ids, day)
    elif register == "pledge_items":
        found = _items(session, ids, day)
    elif register == "notes":
        found = _notes(session, ids, day)
    else:
        found = _pledges(session, work, ids)
    return [found[one] for one in ids if one in found]


def _some(model: Any, ids: Sequence[int]) -> Any:
    listed = func.json_each(bindparam("ids", json.dumps(list(ids))))
    inside: Select[Any] = select(column("value")).select_from(listed)
    return select(model).where(model.id.in_(inside), model.deleted_at.is_(None))


def _words(session: Session, rows: Sequence[Any]) -> _Words:
    units = {one.unit_id for one in rows if one.unit_id is not None}
    campaigns = {one.campaign_id for one in rows if one.campaign_id is not None}
    found = session.execute(
        select(Campaign.id, Campaign.title, Campaign.deadline).where(Campaign.id.in_(campaigns))
    )
    return _Words(
        search.titles_of(session, "units", sorted(units)),
        {row.id: (row.title, row.deadline) for row in found},
    )


def _expected(session: Session, work: str, ids: Sequence[int], day: date) -> dict[int, WorkRow]:
    rows = session.scalars(_some(Expected, ids)).all()
    words = _words(session, rows)
    ahead = _ahead(session, rows) if work == "heads_behind" else {}
    gone = _gone(session, rows)
    found = {}
    for one in rows:
        deadline = words.campaigns[one.campaign_id][1]
        organisation = one.pledger_kind == _ORGANISATION
        parts = ["Người đứng đầu"] if one.head and not organisation else []
        if one.member_id in gone and not organisation:
            parts.append(f"{gone[one.member_id]}, nên bỏ khỏi danh sách của đợt")
        if work == "heads_behind":
            count = ahead.get((one.campaign_id, one.unit_id), 0)
            parts.append(f"{number(count)} người của đơn vị đã đăng ký")
        elif deadline < day:
            parts.append(f"đã quá hạn {number((day - deadline).days)} ngày")
        opens = ("expected", one.id)
        if one.member_id is not None and not organisation:
            opens = ("members", one.member_id)
        elif one.unit_id is not None and organisation:
            opens = ("units", one.unit_id)
        found[one.id] = WorkRow(
            one.id,
            "expected",
            opens,
            one.name,
            words.unit(one.unit_id),
            words.campaign(one.campaign_id),
            _sentence(parts),
            deadline,
            bool(one.head) and not organisation,
            deadline < day,
            not organisation,
            one.campaign_id,
            one.unit_id,
        )
    return found


def _gone(session: Session, rows: Sequence[Expected]) -> dict[int | None, str]:
    """Return how members who are expected are no longer there, in lower-case words."""
    wanted = {one.member_id for one in rows if one.member_id is not None}
    found = session.execute(
        select(Member.id, Member.status, Member.deleted_at).where(
            Member.id.in_(wanted),
            Member.status.not_in(_PRESENT) | Member.deleted_at.is_not(None),
        )
    )
    return {
        member: "hồ sơ đã xóa" if deleted else _STATUSES.get(status, status)
        for member, status, deleted in found
    }


def _ahead(session: Session, rows: Sequence[Expected]) -> dict[tuple[int, int | None], int]:
    """Return how many people of each unit have registered, by campaign and unit."""
    found = session.connection().exec_driver_sql(
        "SELECT campaign_id, unit_id, count(*) FROM pledges INDEXED BY ix_pledges_people"
        " WHERE deleted_at IS NULL AND pledger_kind <> 'organisation'"
        " AND campaign_id IN (SELECT value FROM json_each(?))"
        " AND unit_id IN (SELECT value FROM json_each(?)) GROUP BY campaign_id, unit_id",
        (
            json.dumps(sorted({one.campaign_id for one in rows})),
            json.dumps(sorted({one.unit_id for one in rows if one.unit_id is not None})),
        ),
    )
    return {(campaign, unit): count for campaign, unit, count in found}


def _pledges(session: Session, work: str, ids: Sequence[int]) -> dict[int, WorkRow]:
    rows = session.scalars(_some(Pledge, ids)).all()
    words = _words(session, rows)
    shared = _sharers(session, rows) if work == "not_concrete" else {}
    limit = shared_text_limit(session) if work == "not_concrete" else 0
    reviewed = {} if work in _WITHOUT_REVIEWS else _last_reviews(session, ids)
    found = {}
    for one in rows:
        parts = []
        if work == "not_concrete":
            if one.items_digest is None:
                parts.append(NO_ITEM)
            elif not one.tied:
                parts.append(NOT_TIED)
            count = shared.get((one.campaign_id, one.items_digest), 0)
            if count >= limit:
                parts.append(f"{number(count)} bản trùng nguyên văn")
        elif work == "not_confirmed":
            parts.append(_public_words(one))
        elif work == "not_public":
            on = one.confirmed_on
            parts.append(f"chi bộ xác nhận ngày {date_text(on)}" if on else _UNCONFIRMED)
        else:
            last = reviewed.get(one.id)
            parts.append(f"đánh giá gần nhất ngày {date_text(last)}" if last else _UNREVIEWED)
        found[one.id] = WorkRow(
            one.id,
            "pledges",
            ("pledges", one.id),
            one.name,
            words.unit(one.unit_id),
            words.campaign(one.campaign_id),
            _sentence(parts),
            one.registered_on,
            person=one.pledger_kind != _ORGANISATION,
            campaign_id=one.campaign_id,
            unit_id=one.unit_id,
            year=one.year,
        )
    return found


def _public_words(one: Pledge) -> str:
    """Return how and when a pledge was made public."""
    means = _MEANS.get(one.public_means or "", "")
    if one.public_on is None and not means:
        return "chưa công khai"
    day = f" ngày {date_text(one.public_on)}" if one.public_on is not None else ""
    return f"công khai{day}{f' ({means.lower()})' if means else ''}"


def _last_reviews(session: Session, ids: Sequence[int]) -> dict[int, date]:
    """Return the day of the last review of each pledge that has any."""
    found = session.execute(
        select(PledgeReview.pledge_id, func.max(PledgeReview.reviewed_on))
        .where(PledgeReview.deleted_at.is_(None), PledgeReview.pledge_id.in_(ids), is_review())
        .group_by(PledgeReview.pledge_id)
    )
    return {pledge: day for pledge, day in found if day is not None}


def _sharers(
    session: Session, rows: Sequence[Pledge]
) -> dict[tuple[int | None, bytes | None], int]:
    """Return how many pledges of the campaign share the text of each row."""
    found = session.execute(
        select(Pledge.campaign_id, Pledge.items_digest, func.count(Pledge.id))
        .where(
            Pledge.deleted_at.is_(None),
            Pledge.campaign_id.in_({one.campaign_id for one in rows} - {None}),
            Pledge.items_digest.in_({one.items_digest for one in rows} - {None}),
        )
        .group_by(Pledge.campaign_id, Pledge.items_digest)
    )
    return {(campaign, mark): count for campaign, mark, count in found}


def _items(session: Session, ids: Sequence[int], day: date) -> dict[int, WorkRow]:
    items = session.scalars(_some(PledgeItem, ids)).all()
    pledges = {
        one.id: one for one in session.scalars(_some(Pledge, [one.pledge_id for one in items]))
    }
    words = _words(session, list(pledges.values()))
    found = {}
    for one in items:
        pledge = pledges.get(one.pledge_id)
        if pledge is None or one.due_on is None:
            continue
        found[one.id] = WorkRow(
            one.id,
            "pledge_items",
            ("pledges", pledge.id),
            pledge.name,
            words.unit(pledge.unit_id),
            words.campaign(pledge.campaign_id),
            one.content,
            one.due_on,
            late=one.due_on <= day,
            person=pledge.pledger_kind != _ORGANISATION,
            campaign_id=pledge.campaign_id,
            unit_id=pledge.unit_id,
        )
    return found


def _notes(session: Session, ids: Sequence[int], day: date) -> dict[int, WorkRow]:
    found = {}
    for one in session.scalars(_some(RecordNote, ids)):
        model = MODELS.get(one.owner_register)
        owner = (
            session.scalar(select(model.id).where(model.uid == one.owner_uid))
            if model is not None
            else None
        )
        name = heading = ""
        if owner is not None:
            name = search.titles_of(session, one.owner_register, [owner]).get(owner, "")
            heading = SPECS[one.owner_register].heading
        opens = ("notes", one.id) if owner is None else (one.owner_register, owner)
        found[one.id] = WorkRow(
            one.id,
            "notes",
            opens,
            name,
            heading,
            words=one.text,
            day=one.remind_on,
            late=one.remind_on is not None and one.remind_on < day,
        )
    return found


def due_words(due: date, day: date) -> str:
    """Return how far a day is: 'quá 3 ngày', 'hôm nay', 'còn 12 ngày'."""
    days = (due - day).days
    if days == 0:
        return "hôm nay"
    return f"quá {number(-days)} ngày" if days < 0 else f"còn {number(days)} ngày"


def _sentence(parts: Sequence[str]) -> str:
    text = "; ".join(parts)
    return text[:1].upper() + text[1:]
