"""Who may be proposed for a round: from ratings, pledges and models, with the reason in words."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.core.changes import Done
from desktop.core.errors import UserProblem
from desktop.core.standing import present_on
from desktop.core.terms import (
    Level,
    RecipientKind,
)
from desktop.core.vietnamese.collate import name_sort_key, natural_sort_key
from desktop.core.vietnamese.dates import PartialDate
from desktop.core.vietnamese.fold import fold
from desktop.services import registers
from desktop.services.award_facts import (
    COLLECTIVE,
    DROPPED,
    INDIVIDUAL,
    AwardFacts,
    folded_names,
    read_awards,
)
from desktop.services.award_reasons import (
    Case,
    Cases,
    Key,
    achievement_years,
    capital,
    gather,
    undated_models,
)
from desktop.services.commendations import living_round
from desktop.services.filling import joined_posts
from desktop.services.house_paper import calendar_day, own_office
from desktop.services.member_reading import read_known
from desktop.storage.book import Book, changes_of
from desktop.storage.models import (
    Award,
    AwardForm,
    AwardFormLevel,
    Decision,
    Round,
    Unit,
)

Progress = Callable[[int, int], None]
_CHUNK: Final = 400
_EVERY: Final = 20


@dataclass(frozen=True)
class Candidate:
    """Somebody who may be proposed, why, and what the award would say.

    `weight` orders the list: what speaks for more comes first. `held` names an award of the same
    year that this recipient has already.
    """

    kind: str  # a value of RecipientKind
    name: str
    post: str
    member_id: int | None
    unit_id: int | None
    reasons: tuple[str, ...]
    achievement: str
    model_id: int | None = None
    pledge_id: int | None = None
    weight: int = 0
    held: str = ""

    @property
    def reason(self) -> str:
        """All reasons in one line."""
        return capital("; ".join(self.reasons))


@dataclass(frozen=True)
class Suggested:
    """Candidates for a round, with the form, the level and the money offered for them.

    `money`: by form and kind of recipient what was given last, in đồng.
    """

    candidates: tuple[Candidate, ...]
    first_year: int
    last_year: int
    form_id: int | None
    level: str
    money: Mapping[int, Mapping[str, int]] = field(default_factory=dict)
    undated: tuple[str, ...] = ()
    """Models that may speak for their owners, left out because no day of their state is known."""


# suggesting


def suggest(book: Book, round_id: int) -> Suggested:
    """Return who may be proposed for a round and is not in it yet, the strongest cases first.

    Looks at yearly ratings, pledges and models of the round's years (`achievement_years`).
    Members who are not active on the day of the meeting are left out. Raises `UserProblem` when
    the round is gone.
    """
    with book.read() as session:
        held = living_round(session, round_id)
        first, last = achievement_years(held, calendar_day())
        cases = gather(session, first, last)
        here = read_awards(session, Award.round_id == round_id)
        _leave_out(cases, here)
        _name(session, cases, held.meeting_on or calendar_day())
        _leave_out_named(cases, here)
        candidates = [_candidate(one) for one in cases.values() if one.name]
        candidates = _with_held(session, candidates, (held.meeting_on or calendar_day()).year)
        form_id, level = _usual(session, held, here)
        money = _money(session)
        undated = tuple(undated_models(session))
    found = tuple(sorted(candidates, key=_order))
    return Suggested(found, first, last, form_id, level, money, undated)


def _order(one: Candidate) -> tuple[object, ...]:
    kinds = [each.value for each in RecipientKind]
    key = name_sort_key(one.name) if one.kind == INDIVIDUAL else natural_sort_key(one.name)
    return (kinds.index(one.kind), bool(one.held), -one.weight, key, one.post)


# who is left, and under what name


def _leave_out(cases: Cases, here: Sequence[AwardFacts]) -> None:
    """Take out who is in the round already, also by name alone."""
    for one in here:
        if one.member_id is not None:
            cases.pop(("member", one.member_id), None)
        if one.kind == COLLECTIVE and one.unit_id is not None:
            cases.pop(("unit", one.unit_id), None)
    names = {(one.kind, fold(one.name)) for one in here}
    for key in [key for key, one in cases.items() if one.name]:
        if (cases[key].kind, fold(cases[key].name)) in names:
            del cases[key]


def _leave_out_named(cases: Cases, here: Sequence[AwardFacts]) -> None:
    """Take out a member or a unit that is in the round by name alone, when it must be that one."""
    named: dict[tuple[str, str], list[Key]] = defaultdict(list)
    for key, case in cases.items():
        if case.name:
            named[case.kind, fold(case.name)].append(key)
    for one in here:
        if one.member_id is not None or (one.kind == COLLECTIVE and one.unit_id is not None):
            continue
        fits = [key for name in folded_names(one.name) for key in named.get((one.kind, name), ())]
        fits = [key for key in fits if key in cases]
        if one.unit_id is not None:
            fits = [key for key in fits if cases[key].unit_id in (None, one.unit_id)]
        if len(fits) > 1:  # namesakes: the post tells which
            fits = [key for key in fits if fold(cases[key].post) == fold(one.post)]
        if len(fits) == 1:
            del cases[fits[0]]


def _name(session: Session, cases: Cases, day: date) -> None:
    """Name members and units; who isn't active on a day stays without a name."""
    members = [one for one in cases.values() if one.member_id is not None]
    by_id = {one.member_id: one for one in members}
    units = {
        row[0]: row
        for row in session.execute(
            select(Unit.id, Unit.name, Unit.parent_id, Unit.ended).where(Unit.deleted_at.is_(None))
        )
    }
    ids = sorted(one for one in by_id if one is not None)
    for start in range(0, len(ids), _CHUNK):
        for known in read_known(session, ids[start : start + _CHUNK]):
            if not present_on(known.life, day):
                continue
            case, values = by_id[known.life.member_id], known.values
            case.name, case.unit_id = values["full_name"], known.life.unit_id
            unit = units[case.unit_id].name if case.unit_id in units else None
            post = joined_posts(values["party_post"], values["other_post"])
            case.post = ", ".join(one for one in (post, unit) if one)
    for case in cases.values():
        if case.within_id in units:
            case.post = case.post or units[case.within_id].name
        if case.kind == COLLECTIVE and not case.name and case.unit_id in units:
            unit_row = units[case.unit_id]
            if not unit_row.ended or PartialDate.from_iso(unit_row.ended).last_day >= day:
                case.name = unit_row.name
                above = units.get(unit_row.parent_id)
                case.post = above.name if above is not None else ""


def _candidate(case: Case) -> Candidate:
    reasons = tuple(case.reasons or ())
    return Candidate(
        case.kind,
        case.name,
        case.post,
        case.member_id,
        case.unit_id,
        reasons,
        f"{capital('; '.join(reasons))}." if reasons else "",
        case.model_id,
        case.pledge_id,
        case.weight,
    )


def _with_held(session: Session, candidates: Sequence[Candidate], year: int) -> list[Candidate]:
    """Say of each what it was awarded in the year already."""
    held: dict[Key, list[str]] = defaultdict(list)
    day = func.coalesce(Decision.on, Round.meeting_on)  # as `AwardFacts.day`
    for one in read_awards(session, day.between(date(year, 1, 1), date(year, 12, 31))):
        if not one.dropped:
            held[one.recipient].append(f"{one.form} (đợt «{one.round_title}»)")
    found = []
    for each in candidates:
        key: Key = ("name", fold(each.name), fold(each.post), each.unit_id)
        if each.member_id is not None:
            key = ("member", each.member_id)
        elif each.kind == COLLECTIVE and each.unit_id is not None:
            key = ("unit", each.unit_id)
        found.append(replace(each, held=", ".join(dict.fromkeys(held.get(key, ())))))
    return found


def _usual(session: Session, held: Round, here: Sequence[AwardFacts]) -> tuple[int | None, str]:
    """Return form and level that most awards of the round have, else those usual before it."""
    office = own_office(session).level
    known = [one for one in here if not one.dropped]
    if not known:
        known = read_awards(session, Round.occasion == held.occasion, Award.round_id != held.id)[
            -_CHUNK:
        ]
        known = [one for one in known if one.level == office]
    if known:
        pairs = Counter((one.form_id, one.level or office) for one in known)
        form_id, level = pairs.most_common(1)[0][0]
        return form_id, level
    allowed = (
        select(AwardForm.id)
        .join(AwardFormLevel, AwardFormLevel.form_id == AwardForm.id)
        .where(
            AwardForm.deleted_at.is_(None),
            AwardFormLevel.deleted_at.is_(None),
            AwardFormLevel.level == office,
        )
        .order_by(AwardForm.position, AwardForm.id)
    )
    return session.scalars(allowed).first(), office


def _money(session: Session) -> dict[int, dict[str, int]]:
    """Return what went with the latest award of each form and kind of recipient."""
    day = func.coalesce(Decision.on, Round.meeting_on)
    place = func.row_number().over(
        partition_by=(Award.form_id, Award.recipient_kind),
        order_by=(day.desc().nulls_last(), Award.id.desc()),
    )
    ranked = (
        select(Award.form_id, Award.recipient_kind, Award.money, place.label("place"))
        .join(Round, Award.round_id == Round.id)
        .outerjoin(Decision, (Award.decision_id == Decision.id) & Decision.deleted_at.is_(None))
        .where(
            Award.deleted_at.is_(None),
            Round.deleted_at.is_(None),
            Award.money.is_not(None),
            Award.state.not_in(DROPPED),
        )
        .subquery()
    )
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for form_id, kind, money, _place in session.execute(select(ranked).where(ranked.c.place == 1)):
        found[form_id][kind] = money
    return dict(found)


# adding them


def add_candidates(
    book: Book,
    round_id: int,
    chosen: Sequence[Candidate],
    form_id: int,
    level: str,
    money: Mapping[str, int] | None = None,
    progress: Progress | None = None,
) -> Done[int]:
    """Propose candidates in a round with one form and level; return how many.

    `money` is in đồng by kind of recipient. Who came into the round meanwhile is left as it is.
    Raises `UserProblem` for a round that is gone or a level that isn't one.
    """
    if level not in {one.value for one in Level}:
        raise UserProblem("Hãy chọn cấp đề nghị khen.")
    with book.write(f"Đề nghị khen {len(chosen)} đối tượng theo gợi ý") as session:
        living_round(session, round_id)
        here = {
            (
                one.kind,
                one.member_id,
                one.unit_id if one.kind == COLLECTIVE else None,
                fold(one.name),
            )
            for one in read_awards(session, Award.round_id == round_id)
        }
        added = 0
        for place, one in enumerate(chosen):
            unit = one.unit_id if one.kind == COLLECTIVE else None
            if (one.kind, one.member_id, unit, fold(one.name)) in here:
                continue
            values: dict[str, Any] = {
                "round_id": round_id,
                "form_id": form_id,
                "recipient_kind": one.kind,
                "member_id": one.member_id,
                "unit_id": one.unit_id,
                "recipient_name": one.name,
                "recipient_post": one.post or None,
                "achievement": one.achievement or None,
                "proposed_level": level,
                "model_id": one.model_id,
                "pledge_id": one.pledge_id,
                "money": (money or {}).get(one.kind),
            }
            registers.save_in(session, "awards", values)
            added += 1
            if progress and place % _EVERY == 0:
                progress(place, len(chosen))
        return Done(added, changes_of(session))
