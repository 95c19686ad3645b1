"""What the papers about members read from the book: whole lives, and one person's sheet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.core.errors import UserProblem
from desktop.core.formats import date_text, number
from desktop.core.standing import Life, Move, Stay, Step, ordered_steps
from desktop.core.terms import (
    AwardState,
    Force,
    Level,
    MemberStatus,
    ModelState,
    MoveKind,
    PledgeKind,
    RatedKind,
    Rating,
    ReviewPeriod,
    Sex,
    TheoryLevel,
)
from desktop.core.vietnamese.dates import PartialDate
from desktop.storage.models import (
    Award,
    AwardForm,
    Decision,
    FieldOfWork,
    Kept,
    LevelName,
    Member,
    MemberMove,
    MemberStep,
    MemberUnit,
    Model,
    ModelLevel,
    Pledge,
    PledgeItem,
    PledgeReview,
    Round,
    Unit,
    YearlyRating,
)
from desktop.storage.registers import spec

if TYPE_CHECKING:
    from desktop.reports.member_sheet import MemberSheet

_CHUNK = 500
_RECEIVED = (AwardState.AGREED.value, AwardState.GIVEN.value)
_Texts = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """A member: the fields of its record by name, and its life."""

    values: Mapping[str, Any]
    life: Life


@lru_cache(maxsize=65_536)
def day_of(iso: str | None) -> PartialDate | None:
    """Return a stored partial date; None of none."""
    return PartialDate.from_iso(iso) if iso else None


@lru_cache(maxsize=4096)
def _recorded(at: str) -> date:
    return date.fromisoformat(at[:10])


def read_known(session: Session, ids: Sequence[int] | None = None) -> Iterator[Known]:
    """Yield members with their lives: all of the book, or those of some ids (a few hundred)."""
    steps: dict[int, list[Step]] = defaultdict(list)
    columns = (MemberStep.status, MemberStep.on, MemberStep.reason, MemberStep.updated_at)
    for member, status, on, reason, at in _owned(session, MemberStep, columns, ids):
        steps[member].append(Step(status, day_of(on), reason or "", _recorded(at)))
    moves: dict[int, list[Move]] = defaultdict(list)
    columns = (MemberMove.kind, MemberMove.on, MemberMove.place, MemberMove.updated_at)
    for member, kind, on, place, at in _owned(session, MemberMove, columns, ids):
        moves[member].append(Move(kind, day_of(on), place, _recorded(at)))
    stays: dict[int, list[Stay]] = defaultdict(list)
    unit = (MemberUnit.unit_id, MemberUnit.from_on, MemberUnit.to_on)
    for member, unit_id, begin, end in _owned(session, MemberUnit, unit, ids):
        stays[member].append(Stay(unit_id, day_of(begin), day_of(end)))
    names = list(spec("members").by_name)
    wanted = select(Member.id, *(getattr(Member, name) for name in names))
    wanted = wanted.where(Member.deleted_at.is_(None))
    if ids is not None:
        wanted = wanted.where(Member.id.in_(ids))
    for row in session.execute(wanted):
        values = dict(zip(names, row[1:], strict=True))
        life = Life(
            member_id=row[0],
            name=values["full_name"],
            status=values["status"],
            unit_id=values["unit_id"],
            admitted=day_of(values["admitted_on"]),
            official=day_of(values["official_on"]),
            steps=tuple(steps.get(row[0], ())),
            moves=tuple(moves.get(row[0], ())),
            stays=tuple(stays.get(row[0], ())),
        )
        yield Known(values, life)


def _owned(
    session: Session, model: type[Kept], columns: Sequence[Any], ids: Sequence[int] | None
) -> Iterator[Any]:
    """Yield rows that members own, with the member's id first, as they were entered."""
    owner = getattr(model, "member_id")  # noqa: B009 - not every register has it
    wanted = select(owner, *columns).where(model.deleted_at.is_(None)).order_by(model.id)
    if ids is not None:
        wanted = wanted.where(owner.in_(ids))
    yield from session.execute(wanted)


# one person's sheet


def sheets_of(session: Session, ids: Sequence[int]) -> list[MemberSheet]:
    """Return the sheet of each member, in the order given; `UserProblem` when one is gone."""
    words = _Words(session)
    found: list[MemberSheet] = []
    for start in range(0, len(ids), _CHUNK):
        part = ids[start : start + _CHUNK]
        known = {one.life.member_id: one for one in read_known(session, part)}
        if any(one not in known for one in part):
            raise UserProblem("Có đảng viên đã bị xóa khỏi sổ. Hãy chọn lại.")
        owned = _Owned(session, part, words)
        found += [_sheet(known[one], words, owned) for one in part]
    return found


class _Words:
    """Words that many sheets share: names of units, fields and levels."""

    def __init__(self, session: Session) -> None:
        self.units = dict(session.execute(select(Unit.id, Unit.name)).all())
        named = select(LevelName.level, LevelName.name).where(
            LevelName.deleted_at.is_(None), LevelName.valid_to.is_(None)
        )
        self.levels = {one.value: one.heading for one in Level}
        self.levels.update(dict(session.execute(named).all()))


class _Owned:
    """What some members own beyond their history, as texts by member, oldest first."""

    def __init__(self, session: Session, ids: Sequence[int], words: _Words) -> None:
        self._session, self._ids, self._words = session, ids, words
        self.pledges = self._pledges()
        self.awards = self._awards()
        self.models = self._models()
        self.ratings = self._ratings()

    def _pledges(self) -> dict[int, list[_Texts]]:
        items: dict[int, list[str]] = defaultdict(list)
        own = select(Pledge.id).where(Pledge.deleted_at.is_(None), Pledge.member_id.in_(self._ids))
        contents = (
            select(PledgeItem.pledge_id, PledgeItem.content)
            .where(PledgeItem.deleted_at.is_(None), PledgeItem.pledge_id.in_(own))
            .order_by(PledgeItem.position, PledgeItem.id)
        )
        for pledge, text in self._session.execute(contents):
            items[pledge].append(text)
        reviews = (
            select(PledgeReview.pledge_id, PledgeReview.rating)
            .where(
                PledgeReview.deleted_at.is_(None),
                PledgeReview.rating.is_not(None),
                PledgeReview.pledge_id.in_(own),
            )
            .order_by(PledgeReview.reviewed_on, PledgeReview.id)
        )
        latest = dict(self._session.execute(reviews).all())
        wanted = select(Pledge.member_id, Pledge.id, Pledge.year, Pledge.kind).where(
            Pledge.id.in_(own)
        )
        found: dict[int, list[_Texts]] = defaultdict(list)
        for member, pledge, year, kind in self._session.execute(
            wanted.order_by(Pledge.year, Pledge.id)
        ):
            content = items.get(pledge, [])
            listed = [f"- {one}" for one in content] if len(content) > 1 else content
            rating = _RATINGS.get(latest.get(pledge) or "", "")
            found[member or 0].append(
                (str(year), _PLEDGES.get(kind, ""), "\n".join(listed), rating)
            )
        return found

    def _awards(self) -> dict[int, list[_Texts]]:
        wanted = (
            select(Award.member_id, AwardForm.name, Award.achievement, Round, Decision)
            .join(AwardForm, Award.form_id == AwardForm.id)
            .join(Round, Award.round_id == Round.id)
            .outerjoin(Decision, (Award.decision_id == Decision.id) & Decision.deleted_at.is_(None))
            .where(
                Award.deleted_at.is_(None),
                Award.state.in_(_RECEIVED),
                Award.member_id.in_(self._ids),
            )
            .order_by(Award.id)
        )
        dated: dict[int, list[tuple[date, _Texts]]] = defaultdict(list)
        for member, form, achievement, held, decision in self._session.execute(wanted):
            day = (decision.on if decision else None) or held.meeting_on
            told = _decision_words(decision) if decision else held.title
            row = (date_text(day), form, told, achievement or "")
            dated[member or 0].append((day or date.min, row))
        return {
            member: [row for _, row in sorted(rows, key=lambda one: one[0])]
            for member, rows in dated.items()
        }

    def _models(self) -> dict[int, list[_Texts]]:
        commended: dict[int, list[str]] = defaultdict(list)
        order = [one.value for one in Level]
        levels = (
            select(ModelLevel.model_id, ModelLevel.level, ModelLevel.on)
            .join(Model, ModelLevel.model_id == Model.id)
            .where(ModelLevel.deleted_at.is_(None), Model.member_id.in_(self._ids))
        )
        rows = sorted(self._session.execute(levels).all(), key=lambda one: order.index(one[1]))
        for model, level, on in rows:
            day = f" ({date_text(on)})" if on else ""
            commended[model].append(f"{self._words.levels[level]}{day}")
        wanted = (
            select(
                Model.member_id,
                Model.id,
                Model.name,
                FieldOfWork.name,
                Model.registered_on,
                Model.state,
            )
            .outerjoin(FieldOfWork, Model.field_id == FieldOfWork.id)
            .where(Model.deleted_at.is_(None), Model.member_id.in_(self._ids))
            .order_by(Model.registered_on, Model.id)
        )
        found: dict[int, list[_Texts]] = defaultdict(list)
        for member, model, name, work, on, state in self._session.execute(wanted):
            levels_of = "\n".join(commended.get(model, ()))
            row = (name, work or "", date_text(on), _STATES.get(state, ""), levels_of)
            found[member or 0].append(row)
        return found

    def _ratings(self) -> dict[int, list[_Texts]]:
        wanted = (
            select(YearlyRating)
            .where(
                YearlyRating.deleted_at.is_(None),
                YearlyRating.rated_kind == RatedKind.MEMBER.value,
                YearlyRating.member_id.in_(self._ids),
            )
            .order_by(YearlyRating.period_to, YearlyRating.id)
        )
        found: dict[int, list[_Texts]] = defaultdict(list)
        for one in self._session.scalars(wanted):
            points = number(one.points) if one.points is not None else ""
            period = period_words(one.period_kind, one.period_from, one.period_to)
            rating = _RATINGS.get(one.rating, "")
            found[one.member_id or 0].append((period, points, rating, one.decided_by or ""))
        return found


def _decision_words(decision: Decision) -> str:
    parts = [f"số {decision.number}" if decision.number else "chưa có số"]
    if decision.on:
        parts.append(f"ngày {date_text(decision.on)}")
    if decision.issuer:
        parts.append(f"của {decision.issuer}")
    return " ".join(["Quyết định", *parts])


def period_words(kind: str, begin: date | None, end: date) -> str:
    """Return a period as it is spoken of: 'Năm 2025', 'Quý III năm 2025', '6 tháng đầu năm'."""
    if kind == ReviewPeriod.YEAR.value:
        return f"Năm {end.year}"
    if kind == ReviewPeriod.HALF_YEAR.value:
        return f"6 tháng {'đầu' if end.month <= 6 else 'cuối'} năm {end.year}"
    if kind == ReviewPeriod.QUARTER.value:
        quarter = ("I", "II", "III", "IV")[(end.month - 1) // 3]
        return f"Quý {quarter} năm {end.year}"
    if kind == ReviewPeriod.MONTH.value:
        return f"Tháng {end.month:02}/{end.year}"
    return f"Nhiệm kỳ {begin.year} - {end.year}" if begin else f"Nhiệm kỳ đến {end.year}"


_PLEDGES = {one.value: one.heading for one in PledgeKind}
_RATINGS = {one.value: one.heading for one in Rating}
_STATES = {one.value: one.heading for one in ModelState}
_STATUSES = {one.value: one.heading for one in MemberStatus}
_MOVES = {one.value: one.heading for one in MoveKind}
_SEXES = {one.value: one.heading for one in Sex}
_FORCES = {one.value: one.heading for one in Force}
_THEORY = {one.value: one.heading for one in TheoryLevel}


def _sheet(one: Known, words: _Words, owned: _Owned) -> MemberSheet:
    from desktop.reports.member_sheet import MemberSheet  # noqa: PLC0415

    member, values, life = one.life.member_id, one.values, one.life
    posts = (
        ("Đảng", values["party_post"]),
        ("Chính quyền, đoàn thể", values["other_post"]),
    )
    return MemberSheet(
        name=life.name,
        data=_data(values, words),
        posts=tuple((where, post) for where, post in posts if post),
        stays=tuple(
            (date_text(stay.begin), date_text(stay.end), words.units.get(stay.unit_id, ""))
            for stay in sorted(life.stays, key=lambda stay: (_day(stay.begin), _until(stay)))
        ),
        moves=tuple(
            (date_text(move.on), _MOVES.get(move.kind, ""), move.place)
            for move in sorted(life.moves, key=lambda move: _day(move.on))
        ),
        steps=tuple(
            (date_text(step.on), _STATUSES.get(step.status, ""), step.reason)
            for _, step in ordered_steps(life)
        )
        if life.steps
        else (),
        pledges=tuple(owned.pledges.get(member, ())),
        awards=tuple(owned.awards.get(member, ())),
        models=tuple(owned.models.get(member, ())),
        ratings=tuple(owned.ratings.get(member, ())),
    )


def _day(on: PartialDate | None) -> date:
    return on.first_day if on else date.min


def _until(stay: Stay) -> date:
    return stay.end.last_day if stay.end else date.max


def _data(values: Mapping[str, Any], words: _Words) -> tuple[tuple[str, str], ...]:
    """Return labels and values, in the order of the form's two columns."""

    def text(name: str) -> str:
        return values[name] or ""

    def day(name: str) -> str:
        return date_text(day_of(values[name]))

    flags = [
        words_ for name, words_ in (("exempt", "miễn sinh hoạt"), ("temporary", "tạm thời"))
        if values[name]
    ]  # fmt: skip
    status = ", ".join([_STATUSES.get(values["status"], ""), *flags])
    return (
        ("Họ và tên", text("full_name")),
        ("Họ và tên khai sinh", text("birth_name")),
        ("Ngày sinh", day("birth_date")),
        ("Giới tính", _SEXES.get(values["sex"] or "", "")),
        ("Dân tộc", text("ethnicity")),
        ("Quê quán", text("home_town")),
        ("Quê quán hiện nay", text("home_town_now")),
        ("Trình độ học vấn", text("education")),
        ("Lý luận chính trị", _THEORY.get(values["theory_level"] or "", "")),
        ("Chuyên môn nghiệp vụ", text("qualification")),
        ("Ngoại ngữ", text("foreign_language")),
        ("Số thẻ đảng", text("card_number")),
        ("Số lý lịch", text("file_number")),
        ("Số Huy hiệu Đảng", text("badge_number")),
        ("Ngày kết nạp", day("admitted_on")),
        ("Ngày chính thức", day("official_on")),
        ("Chi bộ", words.units.get(values["unit_id"], "")),
        ("Nghề nghiệp trước khi vào Đảng", text("occupation_before")),
        ("Nghề nghiệp hiện nay", text("occupation_now")),
        ("Bộ đội, công an, hưu trí", _FORCES.get(values["force"] or "", "")),
        ("Trạng thái", status),
        ("Từ ngày", day("status_on")),
    )
