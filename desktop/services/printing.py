"""Printed things by name: the plain list of every register, and the official forms."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.core.errors import UserProblem
from desktop.core.formats import date_text, money_plain, number
from desktop.core.paper import Letterhead, PaperStyle, Signature
from desktop.core.register import YEARS, Field, Kind, Query, RegisterSpec, Row
from desktop.core.terms import AwardState, Level, PaperFamily
from desktop.core.vietnamese.dates import PartialDate
from desktop.services import (
    adding_up_papers,
    answer_papers,
    audit_papers,
    award_papers,
    certificate_papers,
    commitment_papers,
    document_papers,
    figure_papers,
    inspection_papers,
    member_papers,
    model_papers,
    overview_papers,
    period_report_papers,
    person_records,
    plan_papers,
    registers,
    review_papers,
    study_papers,
    topic_papers,
    worklist_papers,
)
from desktop.services.award_facts import DROPPED
from desktop.services.books import require_other
from desktop.services.commendations import round_day
from desktop.services.house_paper import (
    ISSUER_DOTS,
    below,
    calendar_day,
    issuer_of,
    letterhead,
    on_behalf,
    own_office,
    paper_style,
    place_of,
    sign_off,
)
from desktop.storage.book import Book
from desktop.storage.models import (
    Award,
    AwardForm,
    Decision,
    LevelName,
    Member,
    Office,
    Round,
)
from desktop.storage.registers import SPECS, spec

_MAKERS: tuple[Any, ...] = (
    member_papers,
    person_records,
    commitment_papers,
    review_papers,
    worklist_papers,
    model_papers,
    award_papers,
    certificate_papers,
    figure_papers,
    period_report_papers,
    overview_papers,
    study_papers,
    inspection_papers,
    document_papers,
    plan_papers,
    topic_papers,
    answer_papers,
    adding_up_papers,
    audit_papers,
)
"""Modules with the papers of a register: each has `TITLES`, `REGISTER` and `make`."""
Progress = Callable[[int, int], None]
PROPOSAL, ANNEX, SLIP = "commendation-proposal", "commendation-annex", "submission-slip"
OF_SUBMISSIONS = frozenset({SLIP, answer_papers.SHEET})
"""Forms for which something must have been sent or received."""
_CHUNK = 500
_NUMBERS, _DAYS = (Kind.MONEY, Kind.INTEGER, Kind.POINTS), (Kind.DATE, Kind.PARTIAL_DATE)


@dataclass(frozen=True)
class PrintForm:
    """A thing that can be printed, by name."""

    name: str
    title: str
    register: str | None = None


@dataclass(frozen=True)
class Printed:
    """A PDF that was written; the title tells it from others of its form."""

    path: Path
    pages: int
    title: str


def print_forms() -> tuple[PrintForm, ...]:
    """Return everything that can be printed: official forms first, then the plain lists."""
    official = (
        PrintForm(PROPOSAL, "Danh sách đề nghị khen thưởng", "rounds"),
        PrintForm(ANNEX, "Danh sách khen thưởng kèm theo Quyết định", "rounds"),
        PrintForm(SLIP, "Phiếu gửi dữ liệu", "submissions"),
    )
    made = (
        PrintForm(name, title, maker.REGISTER)
        for maker in _MAKERS
        for name, title in maker.TITLES.items()
    )
    plain = (
        PrintForm(one.name, f"Danh sách: {one.heading}", one.name)
        for one in SPECS.values()
        if one.name != "attachments"
    )
    return (*official, *made, *plain)


def make_pdf(
    book: Book,
    form: str,
    target: Path,
    options: Mapping[str, Any] | None = None,
    progress: Progress | None = None,
) -> Printed:
    """Write a form as PDF.

    Options: of a plain list `query` (a `Query`), `columns` (field names), `filters` (words); of
    the commendation lists `round` and `decision` (ids), `family` (a value of `PaperFamily`); of
    the slip `file` (the submission's path); of members' papers see `member_papers.make`.

    Raises `UserProblem` for an unknown form or nothing to print, and the sentences of the
    environment; no half-written file is left.
    """
    given = dict(options or {})
    titles = {one.name: one.title for one in print_forms()}
    if form not in titles:
        raise UserProblem(f"Không có mẫu in tên là «{form}».")
    sources = [Path(given["file"])] if given.get("file") is not None else []
    require_other(target, book.path, *sources)
    title = titles[form]
    if form in (PROPOSAL, ANNEX):
        pages, told = _commendations(book, form, target, given, progress)
        title += told
    elif form == SLIP:
        pages = _slip(book, target, given)
    elif maker := next((one for one in _MAKERS if form in one.TITLES), None):
        pages = maker.make(book, form, target, given, progress)
    else:
        pages = _plain_list(book, form, target, given, progress)
    return Printed(target, pages, title)


# plain lists


def _plain_list(
    book: Book, register: str, target: Path, given: Mapping[str, Any], progress: Progress | None
) -> int:
    from desktop.reports.register_list import ListColumn, ListHead, write_list  # noqa: PLC0415

    declared = spec(register)
    query: Query = given.get("query") or Query(register)
    chosen = columns_of(declared, given.get("columns"))
    ids = registers.keys(book, query)
    with book.read() as session:
        office = own_office(session)
        style = paper_style(session, office.paper_family, calendar_day())
        head = ListHead(
            office=below(office.parent_name or "", office.name),
            parent=office.parent_name or "",
            title=declared.heading,
            singular=declared.singular_heading,
            filters=given.get("filters") or "",
            place=office.place or "",
            printed_on=calendar_day(),
            rows=len(ids),
        )
    columns = [
        ListColumn(one.heading, one.width, numeric=one.kind in _NUMBERS, dated=one.kind in _DAYS)
        for one in chosen
    ]
    rows = _texts(book, register, ids, chosen, progress)
    return write_list(target, style, head, columns, rows)


def columns_of(declared: RegisterSpec, names: Sequence[str] | None) -> list[Field]:
    """Return the fields of these names; without any, those that a table shows at first."""
    if names:
        return [declared.columns[one] for one in names if one in declared.columns]
    return [one for one in declared.columns.values() if one.shown]


def _texts(
    book: Book,
    register: str,
    ids: Sequence[int],
    chosen: Sequence[Field],
    progress: Progress | None,
) -> Iterator[list[str]]:
    for start in range(0, len(ids), _CHUNK):
        if progress is not None:
            progress(start, len(ids))
        for row in registers.rows(book, register, ids[start : start + _CHUNK]):
            yield [cell_text(one, row) for one in chosen]


def cell_text(field: Field, row: Row) -> str:
    """Return a value as paper and spreadsheets show it, in Vietnamese."""
    if field.computed_from:
        return row.computed.get(field.name, "")
    value = row.values.get(field.name)
    if value is None:
        return ""
    if field.kind is Kind.REFERENCE:
        return row.labels.get(field.name, "")
    if field.kind is Kind.CHOICE:
        return field.choice_headings.get(value, str(value))
    if field.kind is Kind.BOOLEAN:
        return "x" if value else ""
    if field.kind is Kind.DATE:
        return date_text(value)
    if field.kind is Kind.PARTIAL_DATE:
        return PartialDate.from_iso(value).display
    if field.kind is Kind.MONEY:
        return money_plain(value)
    if field.kind in {Kind.POINTS, Kind.INTEGER} and field.name not in YEARS:
        return number(value)
    return str(value)


# commendation lists


def _commendations(
    book: Book, form: str, target: Path, given: Mapping[str, Any], progress: Progress | None
) -> tuple[int, str]:
    """Write a list of a round; return its pages, and what tells it from another of the round."""
    from desktop.reports import commendations as paper  # noqa: PLC0415 - ReportLab when needed

    with book.read() as session:
        held = _round(session, given.get("round"), decided=form == ANNEX)
        decision = _decision(session, held, given.get("decision")) if form == ANNEX else None
        office = own_office(session)
        family = given.get("family") or (decision.paper_family if decision else office.paper_family)
        if family not in {one.value for one in PaperFamily}:
            raise UserProblem("Thể thức văn bản phải là «party» (Đảng) hoặc «government».")
        day = (decision.on if decision else None) or round_day(session, held)
        style = paper_style(session, family, day)
        head = paper.RoundHead(
            occasion=held.title,
            achievement_period=held.achievement_period or "",
            meeting_on=held.meeting_on,
            meeting_place=held.meeting_place or "",
            proposal=held.proposal or "",
            decision_number=(decision.number or "") if decision else "",
            decision_on=decision.on if decision else None,
            decision_issuer=issuer_of(office, decision) if decision else "",
        )
        lines = _award_lines(session, held, decision, form)
        if form == ANNEX and decision is None:
            top, signature = Letterhead("", ISSUER_DOTS, place_of(office, None)), Signature("")
        elif decision is None:
            top, signature = letterhead(office, None, about=day), sign_off(session, style, day)
        else:
            top, signature = _decision_paper(office, decision, style)
        if form == ANNEX and not lines:
            _require_decided(session, held, decision)
        receivers = _receivers(office) if form == PROPOSAL else ()
    on = paper.ListPaper(style, top, signature, receivers)
    write = paper.write_proposal if form == PROPOSAL else paper.write_annex
    told = f" số {head.decision_number}" if head.decision_number else ""
    if head.decision_on is not None:
        told += f" ngày {date_text(head.decision_on)}"
    return write(target, on, head, lines, progress), told


def _receivers(office: Office) -> tuple[str, ...]:
    """Return who gets a proposal: the body that decides on it, and the files."""
    above = (f"{office.parent_name} (để trình)",) if office.parent_name else ()
    return (*above, f"Lưu {office.code_suffix or 'VT'}")


def _require_decided(session: Session, held: Round, decision: Decision | None) -> None:
    """Raise `UserProblem` when there are awards, but none with the outcome that is printed."""
    waiting = select(func.count(Award.id)).where(
        Award.deleted_at.is_(None),
        Award.round_id == held.id,
        Award.state == AwardState.PROPOSED.value,
    )
    if decision is not None:
        waiting = waiting.where(Award.decision_id == decision.id)
    number_waiting = session.scalar(waiting) or 0
    if number_waiting:
        of = "quyết định này" if decision is not None else "đợt này"
        raise UserProblem(
            f"{number(number_waiting)} đối tượng của {of} chưa có kết quả «Đồng ý» nên chưa in "
            "được. Hãy chọn các dòng rồi bấm «Kết quả xét»."
        )


def _decision_paper(
    office: Office, decision: Decision, style: PaperStyle
) -> tuple[Letterhead, Signature]:
    """Return head and signature of an annex: it is the issuer's paper, not the office's.

    An issuer that isn't known leaves room for the pen, as it does where the decision is named.
    """
    issuer = issuer_of(office, decision) or ISSUER_DOTS
    own = (office.parent_name or "") if issuer == office.name else ""
    parent = decision.issuer_parent or own
    head = Letterhead(parent, below(parent, issuer), place_of(office, decision), "", decision.on)
    authority = on_behalf(style, decision)
    return head, Signature(decision.signer_post or "", decision.signer or "", authority)


def _round(session: Session, round_id: int | None, *, decided: bool) -> Round:
    """Return the round asked for, else the latest one; `decided`: one that has a decision."""
    latest = (
        select(Round)
        .where(Round.deleted_at.is_(None))
        .order_by(Round.meeting_on.desc(), Round.id.desc())
    )
    if round_id is not None:
        latest = latest.where(Round.id == round_id)
    found = session.scalars(latest).first()
    if decided and round_id is None:
        decisions = select(Decision.round_id).where(Decision.deleted_at.is_(None))
        found = session.scalars(latest.where(Round.id.in_(decisions))).first() or found
    if found is None:
        raise UserProblem("Chưa có đợt khen thưởng nào để in. Hãy lập đợt khen thưởng trước.")
    return found


def _decision(session: Session, held: Round, decision_id: int | None) -> Decision | None:
    """Return the decision asked for, else the round's only or latest one, else None."""
    statement = select(Decision).where(Decision.deleted_at.is_(None), Decision.round_id == held.id)
    if decision_id is not None:
        found = session.scalars(statement.where(Decision.id == decision_id)).first()
        if found is None:
            raise UserProblem("Quyết định này không thuộc đợt khen thưởng đã chọn.")
        return found
    return session.scalars(statement.order_by(Decision.on.desc(), Decision.id.desc())).first()


def _award_lines(session: Session, held: Round, decision: Decision | None, form: str) -> list[Any]:
    from desktop.reports.commendations import AwardLine  # noqa: PLC0415

    levels: dict[str, str] = {one.value: one.heading for one in Level}
    named = select(LevelName).where(LevelName.deleted_at.is_(None), LevelName.valid_to.is_(None))
    levels.update({one.level: one.name for one in session.scalars(named)})
    statement = (
        select(Award, AwardForm, Member.given_words)
        .join(AwardForm, Award.form_id == AwardForm.id)
        .outerjoin(Member, Award.member_id == Member.id)
        .where(Award.deleted_at.is_(None), Award.round_id == held.id)
    )
    if form == ANNEX:
        states = (AwardState.AGREED.value, AwardState.GIVEN.value)
        statement = statement.where(Award.state.in_(states))
        if decision is not None:
            statement = statement.where(Award.decision_id == decision.id)
    else:
        statement = statement.where(Award.state.not_in(DROPPED))
    return [
        AwardLine(
            kind=award.recipient_kind,
            name=award.recipient_name,
            post=award.recipient_post or "",
            achievement=award.achievement or "",
            form=given.name,
            form_order=given.position or 0,
            level=levels.get(award.proposed_level or "", ""),
            money=award.money,
            gift=award.gift or "",
            given_words=words or 1,
        )
        for award, given, words in session.execute(statement)
    ]


def _slip(book: Book, target: Path, given: Mapping[str, Any]) -> int:
    from desktop.exchange.arrival import read_manifest  # noqa: PLC0415
    from desktop.reports.submission_slip import write_slip  # noqa: PLC0415
    from desktop.services.submission_slips import slip_of  # noqa: PLC0415

    file = given.get("file")
    if file is None:
        raise UserProblem("Hãy chọn bộ dữ liệu (.gsnop) cần in phiếu gửi.")
    manifest = read_manifest(Path(file), given.get("passphrase"))
    with book.read() as session:
        office = own_office(session)
        style = paper_style(session, office.paper_family, manifest.made_on)
        signature = sign_off(session, style, manifest.made_on)
        head = letterhead(office, manifest.made_on)
        slip = slip_of(session, Path(file), manifest)
    return write_slip(target, style, head, slip, signature)
