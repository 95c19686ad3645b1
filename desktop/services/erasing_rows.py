"""Taking a person out of the book's tables: what goes, what stays without the name, what remains.

To be done within one transaction. What is changed or removed is written to the audit log as any
change is, and then the log's own words on the person are emptied with the rest.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.core.terms import AuditAction, AwardState
from desktop.core.vietnamese.mentions import TAKEN_OUT
from desktop.services.person_places import (
    OFFICE_OWNED,
    Mention,
    Places,
    in_order,
    member_fields,
    owned,
    text_fields,
)
from desktop.storage import audit_notes
from desktop.storage.models import AuditEntry, Award, Kept, Model, PeriodReport, Setting
from desktop.storage.registers import MODELS, SPECS, TABLES, referring

DECIDED: Final = frozenset(
    {AwardState.AGREED.value, AwardState.GIVEN.value, AwardState.ANNULLED.value}
)
"""States of an award that was decided on: its text stays as the decision has it."""
CONFIRMED: Final = "clean_data_confirmed:"
"""What the clerk confirmed of a finding: forgotten when it names the person; it is found again."""
_CHUNK: Final = 500

Key = tuple[str, str]
"""Register and uid of a row."""


@dataclass
class Going:
    """What an erasing does with each row, by register."""

    purged: dict[str, set[int]] = field(default_factory=dict)
    rewritten: dict[str, set[int]] = field(default_factory=dict)  # they stay without the name
    awards: set[int] = field(default_factory=set)  # decided ones: they stay as decided
    entries: set[int] = field(default_factory=set)

    def counts(self) -> dict[str, int]:
        """Return how many rows go, by register."""
        return {name: len(self.purged[name]) for name in in_order(self.purged)}


def going(session: Session, found: Places, also: Collection[Key]) -> Going:
    """Return what erasing a person does; `also` are the doubtful rows that are theirs."""
    plan = Going(entries=set(found.entries))
    rows = {name: set(ids) for name, ids in found.rows.items()}
    words: dict[str, set[int]] = defaultdict(set)
    for one in found.doubtful:
        if one.key not in also or stays(session, one):
            continue
        plan.entries |= set(one.entries)
        if not one.id:
            continue
        if not one.whole:
            words[one.register].add(one.id)
            continue
        for name, ids in owned(session, {one.register: [one.id]}).items():
            rows.setdefault(name, set()).update(ids)
    for name, ids in rows.items():
        if name in OFFICE_OWNED:
            words[name] |= ids
        elif name == Award.__tablename__:
            plan.awards = {one for one in ids if is_decided(session, one)}
            plan.purged[name] = ids - plan.awards
        else:
            plan.purged[name] = ids
    plan.purged = {name: ids for name, ids in plan.purged.items() if ids}
    plan.rewritten = {
        name: left for name, ids in words.items() if (left := ids - plan.purged.get(name, set()))
    }
    return plan


def is_decided(session: Session, award_id: int) -> bool:
    """Tell whether an award was decided on; one in the recycle bin never counts as that."""
    award = session.get_one(Award, award_id)
    return award.state in DECIDED and award.deleted_at is None


def stays(session: Session, one: Mention) -> str:
    """Return why a row that names the person must stay as it is, '' when it needn't."""
    if one.register == "awards" and one.id and is_decided(session, one.id):
        return "khen thưởng đã có kết quả, giữ nguyên như quyết định"
    if not one.uid and one.register in SPECS:
        return "mục nhật ký của việc trên nhiều bản ghi, không tách riêng được"
    if one.register == "decisions":
        return "người ký là một phần của quyết định khen thưởng"
    if one.register == "submissions":
        return "ghi nhận của bộ dữ liệu đã gửi, đã nhận"
    if one.register == "period_reports" and one.id:
        report = session.get_one(PeriodReport, one.id)
        return "báo cáo đã ban hành, giữ nguyên văn" if report.issued else ""
    return ""


def take_out(session: Session, found: Places, plan: Going) -> int:
    """Do what was planned, and return how many audit entries were emptied."""
    session.connection().exec_driver_sql("PRAGMA defer_foreign_keys = ON")
    last = session.scalar(select(AuditEntry.id).order_by(AuditEntry.id.desc()).limit(1)) or 0
    for one in _load(session, "awards", plan.awards):
        _untie_award(one)
    for register, ids in plan.rewritten.items():
        for one in _load(session, register, ids):
            _rewrite(one, found)
    session.flush()
    _loosen(session, plan.purged)
    _forget_settings(session, found)
    session.flush()
    for register, ids in plan.purged.items():
        for one in _load(session, register, ids):
            session.delete(one)
            session.flush()  # the bytes of a file are let go at once
    later = session.scalars(
        select(AuditEntry.id).where(
            AuditEntry.id > last, AuditEntry.action != AuditAction.ERASED.value
        )
    )
    return audit_notes.erase_payloads(
        session, {*plan.entries, *later}, register="members", row_uid=found.uid
    )


def _load(session: Session, register: str, ids: Collection[int]) -> Iterator[Kept]:
    for one in sorted(ids):
        row = session.get(MODELS[register], one)
        if row is not None:
            yield row


def _untie_award(award: Kept) -> None:
    """Leave of an award what was decided: to whom (text), for what, how much, under what."""
    if isinstance(award, Award):
        award.member_id = None
        award.pledge_id = None
        award.note = None


def _rewrite(row: Kept, found: Places) -> None:
    """Take the person's name out of a row's texts, and the tie to the member."""
    declared = type(row).__register__
    tied = [one for one in member_fields(declared) if getattr(row, one) == found.member_id]
    for one in tied:
        setattr(row, one, None)
    if tied and isinstance(row, Model):
        if row.owner_person:
            row.owner_person = TAKEN_OUT
        row.owner_post = None
    for name in text_fields(declared):
        value = getattr(row, name)
        if found.mentions.found(value):
            setattr(row, name, found.mentions.taken_out(value))


def _loosen(session: Session, purged: Mapping[str, set[int]]) -> None:
    """Empty what refers to a row that goes, in rows that stay."""
    for register, ids in purged.items():
        for other, name in referring(register):
            table = TABLES[other.name]
            given = sorted(ids)
            for start in range(0, len(given), _CHUNK):
                some = given[start : start + _CHUNK]
                users = session.scalars(select(table.c.id).where(table.c[name].in_(some))).all()
                for one in _load(session, other.name, set(users) - purged.get(other.name, set())):
                    setattr(one, name, None)


def _forget_settings(session: Session, found: Places) -> None:
    for key in found.settings:
        kept = session.get_one(Setting, key)
        if key.startswith(CONFIRMED) or any(uid in key for uid in found.uids):
            session.delete(kept)
        else:
            kept.value = found.mentions.taken_out(kept.value)
