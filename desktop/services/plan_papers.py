"""Papers of plans: who has none, the checklist of one, what is due by organisation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.core.due import due_words
from desktop.core.errors import UserProblem
from desktop.core.formats import date_text
from desktop.core.plans import USUAL_KINDS
from desktop.core.terms import PlanPeriod, UnitKind
from desktop.services import plans
from desktop.services.books import require_other
from desktop.services.house_paper import calendar_day, own_office
from desktop.services.member_papers import members_paper, unit_names, units_below
from desktop.storage.book import Book
from desktop.storage.due import due_soon_days
from desktop.storage.models import Plan, PlanItem

if TYPE_CHECKING:
    from desktop.reports.plans import UnitDue

CHECKLIST, MISSING, DUE = "plan-checklist", "plans-missing", "plans-due"
STANDARDS = "ethics-standards-missing"
Progress = Callable[[int, int], None]
REGISTER = "plans"
TITLES = {
    CHECKLIST: "Công việc của kế hoạch",
    MISSING: "Danh sách đơn vị chưa có kế hoạch",
    DUE: "Danh sách việc đến hạn",
    STANDARDS: "Danh sách đơn vị chưa có chuẩn mực đạo đức",
}
"""The papers by name, with their titles."""
_KINDS = {one.value: one.heading for one in UnitKind}


def make(
    book: Book,
    form: str,
    target: Path,
    given: Mapping[str, Any],
    progress: Progress | None = None,
) -> int:
    """Write the paper of a name in `TITLES`; return its pages.

    Options: of the checklist `plan` (id, else the latest one with things to do); of those who
    have none `year` (else this one), `period` ('year' or 'term'), `kinds` (values of `UnitKind`);
    of what is due `first` and `last` (days: all that is due by `last` without `first`), `unit`
    (with all below it). Raises `UserProblem` for a plan or unit that isn't in the book, and the
    sentences of the environment.
    """
    require_other(target, book.path)
    if form == CHECKLIST:
        return _checklist(book, target, given.get("plan"), progress)
    if form == DUE:
        return _due(book, target, given, progress)
    return _missing(book, form, target, given, progress)


def _missing(
    book: Book, form: str, target: Path, given: Mapping[str, Any], progress: Progress | None
) -> int:
    from desktop.reports.plans import Heading, WithoutRow, write_without  # noqa: PLC0415

    period = None if form == STANDARDS else given.get("period") or PlanPeriod.YEAR.value
    year = given.get("year") or calendar_day().year
    asked = plans.Asked(year, period, tuple(given.get("kinds") or USUAL_KINDS))
    found = plans.missing(book, asked)
    with book.read() as session:
        paper = members_paper(session)
    of = {
        PlanPeriod.YEAR.value: (f"năm {year}",),
        PlanPeriod.TERM.value: (f"nhiệm kỳ có năm {year}",),
    }.get(period or "", ())
    heading = Heading(TITLES[form], (*of, f"tính đến ngày {date_text(found.on)}"))
    rows = [WithoutRow(one.name, _KINDS.get(one.kind, "")) for one in found.units]
    return write_without(target, paper, heading, rows, found.expected, progress)


def _checklist(book: Book, target: Path, plan: int | None, progress: Progress | None) -> int:
    from desktop.reports.plans import Heading, ThingRow, write_checklist  # noqa: PLC0415

    names, today = unit_names(book), calendar_day()
    with book.read() as session:
        held = _chosen(session, plan)
        soon = due_soon_days(session)
        items = session.scalars(
            select(PlanItem)
            .where(PlanItem.plan_id == held.id, PlanItem.deleted_at.is_(None))
            .order_by(PlanItem.due_on.is_(None), PlanItem.due_on, PlanItem.id)
        )
        rows = [
            ThingRow(
                one.content,
                one.owner or "",
                date_text(one.due_on),
                date_text(one.done_on),
                one.result
                or ("" if one.done_on else due_words(one.due_on, one.done_on, today, soon)),
            )
            for one in items
        ]
        number = f"số {held.number}" if held.number else ""
        day = f"ngày {date_text(held.on)}" if held.on else ""
        issued = " ".join(one for one in (number, day) if one)
        unit = names.get(held.unit_id or 0, "")
        lines = (held.title, f"({issued})" if issued else "", unit,
                 f"tính đến ngày {date_text(today)}")  # fmt: skip
        paper = members_paper(session)
    heading = Heading(TITLES[CHECKLIST], tuple(one for one in lines if one))
    return write_checklist(target, paper, heading, rows, progress)


def _chosen(session: Session, plan: int | None) -> Plan:
    """Return the plan asked for, else the latest one, with things to do before one without."""
    if plan is not None:
        found = session.get(Plan, plan)
        if found is None or found.deleted_at is not None:
            raise UserProblem("Kế hoạch đã chọn không còn trong sổ. Hãy chọn lại.")
        return found
    having = select(PlanItem.plan_id).where(PlanItem.deleted_at.is_(None))
    latest = select(Plan).where(Plan.deleted_at.is_(None))
    latest = latest.order_by(Plan.id.in_(having).desc(), Plan.on.desc(), Plan.id.desc())
    first = session.scalars(latest.limit(1)).first()
    if first is None:
        raise UserProblem("Chưa có kế hoạch nào để in. Hãy nhập kế hoạch trước.")
    return first


def _due(book: Book, target: Path, given: Mapping[str, Any], progress: Progress | None) -> int:
    from desktop.reports.plans import Heading, write_due  # noqa: PLC0415

    first, last = given.get("first"), given.get("last")
    if first is not None and last is not None and last < first:
        raise UserProblem("Ngày cuối kỳ phải từ ngày đầu kỳ trở đi.")
    things, names = plans.all_due(book)
    unit = given.get("unit")
    with book.read() as session:
        within = units_below(session, dict(names), unit)
        paper, own = members_paper(session), own_office(session).name
    wanted = [
        one
        for one in things
        if (within is None or one.unit_id in within) and _in_period(one.due_on, first, last)
    ]
    lines = (names[unit] if unit is not None else "", _period(first, last),
             f"tính đến ngày {date_text(calendar_day())}")  # fmt: skip
    heading = Heading(TITLES[DUE], tuple(one for one in lines if one))
    return write_due(target, paper, heading, _by_unit(wanted, names, own), progress)


def _in_period(due: date | None, first: date | None, last: date | None) -> bool:
    """Tell whether something is due in a period; without a day it is in no bounded one."""
    if due is None:
        return first is None and last is None
    return (first is None or first <= due) and (last is None or due <= last)


def _period(first: date | None, last: date | None) -> str:
    begin = f"từ ngày {date_text(first)}" if first else ""
    end = f"đến ngày {date_text(last)}" if last else ""
    words = " ".join(one for one in (begin, end) if one)
    return f"thời hạn {words}" if words else ""


def _by_unit(things: Sequence[plans.DueThing], names: Mapping[int, str], own: str) -> list[UnitDue]:
    from desktop.reports.plans import DueRow, UnitDue  # noqa: PLC0415

    found: dict[int | None, list[DueRow]] = defaultdict(list)
    for one in things:
        unit = one.unit_id if one.unit_id in names else None
        texts = (one.content, one.plan, one.owner, date_text(one.due_on), one.words)
        found[unit].append(DueRow(*texts))
    return [
        UnitDue(own if unit is None else names[unit], found[unit])
        for unit in (None, *names)
        if unit in found
    ]
