"""What looks wrong with the awards of a round: told, never in the way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.core.formats import date_text
from desktop.core.standing import PRESENT, present_on, status_on
from desktop.core.terms import AwardState, Level, MemberStatus
from desktop.core.vietnamese.dates import PartialDate
from desktop.core.vietnamese.fold import fold
from desktop.services import unit_times
from desktop.services.award_facts import (
    COLLECTIVE,
    INDIVIDUAL,
    AwardFacts,
    first_of,
    folded_names,
    read_awards,
)
from desktop.services.commendations import living_round
from desktop.services.house_paper import calendar_day
from desktop.services.member_reading import Known, read_known
from desktop.storage.book import Book
from desktop.storage.models import Award, AwardForm, AwardFormLevel, LevelName, Member, Unit

SAME_YEAR, LEVEL, NO_TEXT = "same-form-same-year", "level-not-allowed", "no-achievement"
NOT_ACTIVE, BELOW, TWICE = "member-not-active", "unit-below-unit", "twice-in-round"
FREE_MEMBER, FREE_UNIT = "free-member", "free-unit"
NO_LEVEL, NOT_AGREED = "no-level", "decided-not-agreed"
RULES: Final[Mapping[str, str]] = {
    NOT_AGREED: "Có quyết định, chưa đồng ý",
    TWICE: "Trùng trong đợt",
    SAME_YEAR: "Trùng hình thức trong năm",
    LEVEL: "Cấp khen không đúng",
    NO_LEVEL: "Chưa rõ cấp khen",
    NOT_ACTIVE: "Không còn sinh hoạt",
    BELOW: "Đơn vị lồng nhau",
    NO_TEXT: "Thiếu thành tích",
    FREE_MEMBER: "Chưa gắn đảng viên",
    FREE_UNIT: "Chưa gắn đơn vị",
}
"""The rules in the order in which they are shown, with a short heading."""
_CHUNK = 400


@dataclass(frozen=True)
class AwardWarning:
    """One thing to be looked at: the award, the rule, a sentence."""

    award_id: int
    name: str
    rule: str
    words: str

    @property
    def heading(self) -> str:
        """The rule in a few words."""
        return RULES[self.rule]

    @property
    def can_tie(self) -> bool:
        """Whether tying the recipient to a record may settle it."""
        return self.rule in (FREE_MEMBER, FREE_UNIT)


@dataclass(frozen=True)
class _Desk:
    """A round's awards that need looking at, and the session that knows the rest."""

    session: Session
    day: date  # the meeting's, else today
    awards: Sequence[AwardFacts]


def warnings(book: Book, round_id: int) -> list[AwardWarning]:
    """Return what looks wrong with a round's awards, by rule, but for those refused or annulled.

    Raises `UserProblem` when the round is gone.
    """
    with book.read() as session:
        held = living_round(session, round_id)
        every = read_awards(session, Award.round_id == round_id)
        awards = [one for one in every if not one.dropped]
        desk = _Desk(session, held.meeting_on or calendar_day(), awards)
        return [
            AwardWarning(award.id, award.name, rule, words)
            for rule, check in _CHECKS.items()
            for award, words in check(desk)
        ]


Told = Iterator[tuple[AwardFacts, str]]


def _twice(desk: _Desk) -> Told:
    by_recipient: dict[object, list[AwardFacts]] = defaultdict(list)
    for one in desk.awards:
        by_recipient[one.recipient].append(one)
    for one in desk.awards:
        others = [other for other in by_recipient[one.recipient] if other.id != one.id]
        if others:
            forms = ", ".join(sorted({other.form for other in others}))
            yield one, f"Có {len(others) + 1} lần trong đợt này (còn: {forms})."


def _same_year(desk: _Desk) -> Told:
    # a round without a meeting yet counts to the year of today
    years = {(one.day or desk.day).year for one in desk.awards}
    forms = sorted({one.form_id for one in desk.awards})
    elsewhere: dict[object, list[AwardFacts]] = defaultdict(list)
    for start in range(0, len(forms), _CHUNK):
        some = forms[start : start + _CHUNK]
        for one in read_awards(desk.session, Award.form_id.in_(some)):
            if not one.dropped and one.day is not None and one.day.year in years:
                elsewhere[one.recipient, one.form_id, one.day.year].append(one)
    for one in desk.awards:
        year = (one.day or desk.day).year
        same = elsewhere[one.recipient, one.form_id, year]
        titles = [other.round_title for other in same if other.round_id != one.round_id]
        if titles:
            found = first_of(dict.fromkeys(titles))
            yield one, f"Đã có {one.form} trong năm {year}: {found}."


def _level(desk: _Desk) -> Told:
    levels: dict[int, list[AwardFormLevel]] = defaultdict(list)
    for row in desk.session.scalars(
        select(AwardFormLevel).where(AwardFormLevel.deleted_at.is_(None))
    ):
        levels[row.form_id].append(row)
    forms = {one.id: one for one in desk.session.scalars(select(AwardForm))}
    words = _level_words(desk.session)
    for one in desk.awards:
        day, form = one.day or desk.day, forms[one.form_id]
        if not _holds(form.valid_from, form.valid_to, day):
            yield one, f"Ngày {date_text(day)} không còn (hoặc chưa có) hình thức {one.form}."
            continue
        known = levels.get(one.form_id, [])
        allowed = {row.level for row in known if _holds(row.valid_from, row.valid_to, day)}
        # a form about which nothing is said may be given by every level
        if one.level and known and one.level not in allowed:
            may = ", ".join(words[level.value] for level in Level if level.value in allowed)
            who = f"chỉ cấp {may} được khen" if may else "không cấp nào được khen"
            yield one, f"Cấp {words[one.level]} không có {one.form}: ngày {date_text(day)} {who}."


def _not_agreed(desk: _Desk) -> Told:
    """Tell of what stands under a decision and counts nowhere, for nobody agreed to it."""
    for one in desk.awards:
        if one.state == AwardState.PROPOSED.value and one.decision_number:
            words = (
                f"Đã có Quyết định số {one.decision_number}: bấm F6 (Đồng ý) hoặc gỡ quyết định; "
                "còn «Đề nghị» thì không được tính, in."
            )
            yield one, words


def _no_level(desk: _Desk) -> Told:
    """Tell of what was handed over and counts among all awards, but among those of no level.

    What was only agreed to waits for its decision, which has a level.
    """
    for one in desk.awards:
        if one.state == AwardState.GIVEN.value and not one.level:
            words = (
                "Đã trao mà chưa rõ cấp: hãy ra quyết định hoặc ghi «Đề nghị cấp»; "
                "số liệu theo cấp chưa có."
            )
            yield one, words


def _level_words(session: Session) -> dict[str, str]:
    found = {one.value: one.heading for one in Level}
    named = select(LevelName).where(LevelName.deleted_at.is_(None), LevelName.valid_to.is_(None))
    found.update({one.level: one.name for one in session.scalars(named)})
    return found


def _holds(begin: date | None, end: date | None, day: date) -> bool:
    return (begin is None or begin <= day) and (end is None or day <= end)


def _no_text(desk: _Desk) -> Told:
    for one in desk.awards:
        if not one.achievement.strip():
            yield one, "Chưa ghi thành tích."


def _not_active(desk: _Desk) -> Told:
    wanted = [one for one in desk.awards if one.member_id is not None]
    ids = sorted({one.member_id for one in wanted if one.member_id is not None})
    lives: dict[int, Known] = {}
    for start in range(0, len(ids), _CHUNK):
        for known in read_known(desk.session, ids[start : start + _CHUNK]):
            lives[known.life.member_id] = known
    statuses = {one.value: one.heading.lower() for one in MemberStatus}
    for one in wanted:
        day = one.day or desk.day
        found = lives.get(one.member_id or 0)
        if found is None:
            yield one, "Đảng viên này đã bị xóa khỏi sổ."
        elif not present_on(found.life, day):
            yield one, f"Ngày {date_text(day)}: {_standing(found, day, statuses)}."
    yield from _ended(desk)


def _ended(desk: _Desk) -> Told:
    """Tell of collectives that were no more on the day."""
    over = select(Unit.id, Unit.ended).where(Unit.ended.is_not(None))
    rows = desk.session.execute(over)
    ended = {row[0]: PartialDate.from_iso(row[1]) for row in rows if row[1]}
    for one in desk.awards:
        end = ended.get(one.unit_id or 0) if one.kind == COLLECTIVE else None
        if end is not None and end.last_day < (one.day or desk.day):
            yield one, f"Đơn vị đã kết thúc ({end.display})."


def _standing(known: Known, day: date, statuses: Mapping[str, str]) -> str:
    status = status_on(known.life, day)
    if status is None:
        return "chưa được kết nạp"
    return "không sinh hoạt ở đây" if status in PRESENT else statuses[status]


def _below(desk: _Desk) -> Told:
    units = {
        one.unit_id: one
        for one in desk.awards
        if one.kind == COLLECTIVE and one.unit_id is not None
    }
    if len(units) < 2:
        return
    above = unit_times.superiors(desk.session, desk.day)
    for one in desk.awards:
        if one.kind != COLLECTIVE or one.unit_id is None:
            continue
        unit, seen = above.get(one.unit_id), {one.unit_id}
        while unit is not None and unit not in seen:
            if unit in units:
                yield one, f"Trực thuộc «{units[unit].name}» cũng là tập thể trong đợt này."
                break
            seen.add(unit)
            unit = above.get(unit)


def _free_member(desk: _Desk) -> Told:
    free = [one for one in desk.awards if one.kind == INDIVIDUAL and one.member_id is None]
    if not free:
        return
    wanted = {name for one in free for name in folded_names(one.name)}
    found: dict[str, list[int | None]] = defaultdict(list)
    rows = select(Member.full_name, Member.unit_id).where(Member.deleted_at.is_(None))
    for name, unit_id in desk.session.execute(rows):
        folded = fold(name)
        if folded in wanted:
            found[folded].append(unit_id)
    names = _unit_names(desk.session, {one for some in found.values() for one in some if one})
    for one in free:
        units = [unit for name in folded_names(one.name) for unit in found.get(name, ())]
        if units:
            where = first_of(names[unit] for unit in units if unit in names)
            yield (
                one,
                f"Có đảng viên cùng tên{f' ở {where}' if where else ''}. Có phải là một người?",
            )


def _unit_names(session: Session, ids: set[int]) -> dict[int, str]:
    found: dict[int, str] = {}
    known = sorted(ids)
    for start in range(0, len(known), _CHUNK):
        rows = select(Unit.id, Unit.name).where(Unit.id.in_(known[start : start + _CHUNK]))
        found |= {row[0]: row[1] for row in session.execute(rows)}
    return found


def _free_unit(desk: _Desk) -> Told:
    free = [one for one in desk.awards if one.kind == COLLECTIVE and one.unit_id is None]
    if not free:
        return
    rows = desk.session.scalars(select(Unit.name).where(Unit.deleted_at.is_(None)))
    known = {fold(name) for name in rows}
    for one in free:
        if fold(one.name) in known:
            yield one, "Có đơn vị cùng tên trong sổ. Có phải là một?"


_CHECKS: Final[Mapping[str, Callable[[_Desk], Told]]] = {
    NOT_AGREED: _not_agreed,
    TWICE: _twice,
    SAME_YEAR: _same_year,
    LEVEL: _level,
    NO_LEVEL: _no_level,
    NOT_ACTIVE: _not_active,
    BELOW: _below,
    NO_TEXT: _no_text,
    FREE_MEMBER: _free_member,
    FREE_UNIT: _free_unit,
}
