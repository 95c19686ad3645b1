"""Papers of a round beside its two lists: read aloud, signed for the money, summed up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.core.errors import UserProblem
from desktop.core.formats import date_text
from desktop.core.paper import Letterhead, PaperStyle, Signature
from desktop.core.terms import AwardState, PaperFamily, RecipientKind
from desktop.core.vietnamese.fold import fold
from desktop.services.award_statistics import award_statistics, round_totals
from desktop.services.commendations import STANDING, living_round, round_day
from desktop.services.house_paper import calendar_day, letterhead, own_office, paper_style, sign_off
from desktop.storage.book import Book
from desktop.storage.models import Award, AwardForm, Decision, Member, Round, Unit

if TYPE_CHECKING:
    from desktop.reports.award_reading import Citation
    from desktop.reports.award_signing import Payee

READING, SIGNING = "commendation-reading", "commendation-signing"
STATISTICS = "commendation-statistics"
REGISTER: Final = "rounds"
TITLES: Final = {
    READING: "Danh sách công bố khen thưởng",
    SIGNING: "Danh sách ký nhận tiền thưởng",
    STATISTICS: "Thống kê khen thưởng",
}
"""The papers by name, with their titles."""
Progress = Callable[[int, int], None]


def make(
    book: Book,
    form: str,
    target: Path,
    given: Mapping[str, Any],
    progress: Progress | None = None,
) -> int:
    """Write the paper of a name in `TITLES`; return its pages.

    Options: of the first two `round` (id, else the round of the latest meeting), `decision` (id:
    only what is under it), `family` (a value of `PaperFamily`); of the statistics `round` (id), or
    `first` and `last` (days, else everything) and `unit` (id). Raises `UserProblem` for a round
    that is gone, or nobody to be listed.
    """
    if form == STATISTICS and given.get("round") is not None:
        return _round_statistics(book, target, given, progress)
    if form == STATISTICS:
        return _statistics(book, target, given, progress)
    if form == SIGNING:
        return _signing(book, target, given, progress)
    return _reading(book, target, given, progress)


# the round


def _round(session: Session, given: Mapping[str, Any]) -> Round:
    if given.get("round") is not None:
        return living_round(session, given["round"])
    latest = select(Round).where(Round.deleted_at.is_(None))
    found = session.scalars(latest.order_by(Round.meeting_on.desc(), Round.id.desc())).first()
    if found is None:
        raise UserProblem("Chưa có đợt khen thưởng nào để in. Hãy lập đợt khen thưởng trước.")
    return found


def _rows(
    session: Session, held: Round, given: Mapping[str, Any], states: Sequence[str]
) -> list[tuple[Award, AwardForm, Decision | None, int | None]]:
    """Return awards of a round with form, decision and the words of the given name."""
    statement = (
        select(Award, AwardForm, Decision, Member.given_words)
        .join(AwardForm, Award.form_id == AwardForm.id)
        .outerjoin(Decision, (Award.decision_id == Decision.id) & Decision.deleted_at.is_(None))
        .outerjoin(Member, Award.member_id == Member.id)
        .where(Award.deleted_at.is_(None), Award.round_id == held.id, Award.state.in_(states))
        .order_by(Award.id)
    )
    if given.get("decision") is not None:
        statement = statement.where(Award.decision_id == given["decision"])
    return [(row[0], row[1], row[2], row[3]) for row in session.execute(statement)]


def _style(session: Session, given: Mapping[str, Any], day: date) -> PaperStyle:
    family = given.get("family") or own_office(session).paper_family
    if family not in {one.value for one in PaperFamily}:
        raise UserProblem("Thể thức văn bản phải là «party» (Đảng) hoặc «government».")
    return paper_style(session, family, day)


def _house(session: Session, style: PaperStyle, day: date) -> tuple[Letterhead, Signature]:
    return letterhead(own_office(session), None, about=day), sign_off(session, style, day)


def _occasion(held: Round) -> str:
    from desktop.reports.commendations import occasion_text  # noqa: PLC0415

    return occasion_text(held.title, held.achievement_period or "")


# read aloud


def _reading(book: Book, target: Path, given: Mapping[str, Any], progress: Progress | None) -> int:
    from desktop.reports.award_reading import ReadingHead, write_reading  # noqa: PLC0415

    with book.read() as session:
        held = _round(session, given)
        rows = _rows(session, held, given, STANDING)
        expected = not rows
        if expected:  # nobody was agreed to yet: the list can be rehearsed all the same
            rows = _rows(session, held, given, (AwardState.PROPOSED.value,))
        style = _style(session, given, held.meeting_on or calendar_day())
        citations = [_citation(*row) for row in rows]
        head = ReadingHead(
            occasion=_occasion(held),
            meeting_on=held.meeting_on,
            meeting_place=held.meeting_place or "",
            office=own_office(session).name,
            expected=expected,
        )
    return write_reading(target, style, head, citations, progress)


def _citation(
    award: Award, form: AwardForm, decision: Decision | None, words: int | None
) -> Citation:
    from desktop.reports.award_reading import Citation  # noqa: PLC0415

    said = ""
    if decision is not None:
        parts = [
            f"của {decision.issuer}" if decision.issuer else "",
            f"theo Quyết định số {decision.number}" if decision.number else "",
            f"ngày {date_text(decision.on)}" if decision.number and decision.on else "",
        ]
        said = " ".join(one for one in parts if one)
    return Citation(
        kind=award.recipient_kind,
        name=award.recipient_name,
        post=award.recipient_post or "",
        achievement=award.achievement or "",
        form=form.name,
        form_order=form.position or 0,
        decision=said,
        decision_order=(decision.on or date.max, decision.id) if decision else (date.max, 0),
        given_words=words or 1,
    )


# signed for the money


def _signing(book: Book, target: Path, given: Mapping[str, Any], progress: Progress | None) -> int:
    from desktop.reports.award_signing import SigningHead, write_signing  # noqa: PLC0415

    with book.read() as session:
        held = _round(session, given)
        rows = _rows(session, held, given, STANDING)
        payees = [_payee(*row) for row in rows if row[0].money or row[0].gift]
        if not payees:
            raise UserProblem(_nobody_paid(session, held, rows))
        day = round_day(session, held)
        style = _style(session, given, day)
        top, signature = _house(session, style, day)
        decisions = {row[2].id: row[2] for row in rows if row[2] is not None and row[2].number}
        head = SigningHead(_occasion(held), _named(list(decisions.values())))
    return write_signing(target, style, top, signature, head, payees, progress)


def _named(decisions: Sequence[Decision]) -> str:
    """Return numbers and days of decisions; two of one number with who gave them."""
    often = Counter(fold(one.number or "") for one in decisions)
    found = []
    for one in decisions:
        said = f"Quyết định số {one.number}" + (f" ngày {date_text(one.on)}" if one.on else "")
        if one.issuer and often[fold(one.number or "")] > 1:
            said += f" của {one.issuer}"
        found.append(said)
    return "; ".join(dict.fromkeys(found))


def _nobody_paid(session: Session, held: Round, rows: Sequence[object]) -> str:
    if rows:
        return (
            f"Chưa ai của đợt «{held.title}» có mức thưởng. Hãy nhập mức thưởng: chọn các dòng, "
            "bấm Ctrl+E rồi chọn cột «Mức thưởng»."
        )
    return f"Chưa ai của đợt «{held.title}» có kết quả «Đồng ý». Hãy ghi kết quả xét trước khi in."


def _payee(award: Award, form: AwardForm, _decision: Decision | None, words: int | None) -> Payee:
    from desktop.reports.award_signing import Payee  # noqa: PLC0415

    return Payee(
        kind=award.recipient_kind,
        name=award.recipient_name,
        post=award.recipient_post or "",
        form=form.name,
        form_order=form.position or 0,
        money=award.money or 0,
        gift=award.gift or "",
        given_words=words or 1,
    )


# summed up


def _statistics(
    book: Book, target: Path, given: Mapping[str, Any], progress: Progress | None
) -> int:
    from desktop.reports.award_statistics import (  # noqa: PLC0415
        StatRow,
        StatSection,
        StatTitle,
        write_statistics,
    )

    first, last, unit_id = given.get("first"), given.get("last"), given.get("unit")
    found = award_statistics(book, first, last, unit_id)

    def rows(lines: Sequence[Any]) -> tuple[StatRow, ...]:
        return tuple(
            StatRow(one.label, one.collectives, one.households, one.individuals, one.money)
            for one in lines
        )

    sections = (
        StatSection("Theo hình thức khen", rows(found.by_form)),
        StatSection("Theo cấp khen", rows(found.by_level)),
        StatSection("Theo năm", rows(found.by_year)),
        StatSection("Theo đơn vị", rows(found.by_unit)),
    )
    with book.read() as session:
        unit = session.get(Unit, unit_id) if unit_id is not None else None
        day = calendar_day()
        style = _style(session, given, day)
        top, signature = _house(session, style, day)
    title = StatTitle(_period(first, last), unit.name if unit is not None else "")
    total, people = rows([found.total, found.people])
    return write_statistics(target, style, top, signature, title, sections, total, people, progress)


def _round_statistics(
    book: Book, target: Path, given: Mapping[str, Any], progress: Progress | None
) -> int:
    """Write the sums of a round, as the window shows them."""
    from desktop.reports.award_statistics import (  # noqa: PLC0415
        RoundSection,
        RoundSum,
        write_round,
    )

    found = round_totals(book, given["round"])
    states = {one.value: one.heading for one in AwardState}
    kinds = {one.value: one.heading for one in RecipientKind}
    sections = [
        RoundSection(
            heading,
            [RoundSum(words.get(one.key, one.key), one.awards, one.money) for one in sums],
        )
        for heading, sums, words in (
            ("Theo kết quả xét", found.by_state, states),
            ("Theo hình thức (đồng ý, đã trao)", found.by_form, {}),
            ("Theo đối tượng (đồng ý, đã trao)", found.by_kind, kinds),
            ("Theo quyết định (đồng ý, đã trao)", found.by_decision, {"": "Chưa có quyết định"}),
        )
    ]
    with book.read() as session:
        occasion = _occasion(living_round(session, given["round"]))
        day = calendar_day()
        style = _style(session, given, day)
        top, signature = _house(session, style, day)
    return write_round(target, style, top, signature, occasion, sections, progress)


def _period(first: date | None, last: date | None) -> str:
    if first is not None and last is not None:
        if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
            if first.year == last.year:
                return f"năm {first.year}"
            return f"giai đoạn {first.year} - {last.year}"
        return f"từ ngày {date_text(first)} đến ngày {date_text(last)}"
    if first is not None:
        return f"từ ngày {date_text(first)}"
    return f"đến ngày {date_text(last)}" if last is not None else "từ trước đến nay"
