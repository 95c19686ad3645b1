"""Papers of the worklists, one of each, and the results by unit.

Each function reads the book, hands plain values to `desktop.reports` and returns the pages. All is
told as of the end of a day, by the definitions of DOMAIN.md, 'Figures', pledges.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.core.formats import date_text, number
from desktop.core.terms import Rating
from desktop.services import worklists
from desktop.services.books import require_other
from desktop.services.house_paper import calendar_day
from desktop.services.member_papers import members_paper, unit_names, units_below
from desktop.services.worklists import Scope, Work
from desktop.services.worklists_rows import WorkRow
from desktop.services.worklists_texts import shared_texts
from desktop.storage.book import Book
from desktop.storage.figures.pledges import latest_ratings, pledger_key
from desktop.storage.models import Campaign, Expected, Pledge

if TYPE_CHECKING:
    from desktop.reports.worklists import UnitPart, UnitResult, WorkTitle

NOT_REGISTERED, OVERDUE = "pledges-not-registered", "pledges-overdue"
NOT_CONCRETE, SUMMARY = "pledges-not-concrete", "pledges-summary"
HEADS_BEHIND, DUE_SOON = "pledges-heads-behind", "pledges-due-soon"
REMINDERS = "pledges-reminders"
Progress = Callable[[int, int], None]
REGISTER = "pledges"
TITLES = {
    NOT_REGISTERED: "Danh sách chưa đăng ký",
    OVERDUE: "Danh sách quá hạn",
    NOT_CONCRETE: "Danh sách bản đăng ký chưa cụ thể",
    SUMMARY: "Tổng hợp kết quả đăng ký, thực hiện",
    HEADS_BEHIND: "Danh sách người đứng đầu đăng ký sau",
    "pledges-not-confirmed": "Danh sách bản chi bộ chưa xác nhận",
    "pledges-not-public": "Danh sách bản chưa công khai",
    DUE_SOON: "Danh sách sắp đến hạn",
    "pledges-never-reviewed": "Danh sách bản chưa đánh giá lần nào",
    "pledges-no-quarter-review": "Danh sách bản chưa đánh giá quý này",
    "pledges-no-half-year-review": "Danh sách bản chưa đánh giá 6 tháng này",
    REMINDERS: "Danh sách nhắc việc đến ngày",
}
"""The papers by name, with their titles."""
_WORK = {f"pledges-{str(one.value).replace('_', '-')}": one for one in Work}
_NO_UNIT = "Chưa rõ đơn vị"
_NO_RECORD = "Hồ sơ không còn trong sổ"
_CHUNK = 500


def make(
    book: Book,
    form: str,
    target: Path,
    given: Mapping[str, Any],
    progress: Progress | None = None,
) -> int:
    """Write the paper of a name in `TITLES`; return its pages.

    Options: `campaign` or `year` (else all open campaigns), `unit` (with all below it), `search`
    (words that narrow a list), `on` (a day, else today). Raises `UserProblem` for a campaign or
    unit that isn't in the book, and the sentences of the environment.
    """
    require_other(target, book.path)
    day = given.get("on") or calendar_day()
    scope = Scope(
        given.get("campaign"), given.get("year"), given.get("unit"), given.get("search") or ""
    )
    if form == SUMMARY:
        return _summary(book, target, scope, day, progress)
    return _list(book, form, target, scope, day, progress)


# the lists


def _list(
    book: Book, form: str, target: Path, scope: Scope, day: date, progress: Progress | None
) -> int:
    from desktop.reports.worklists import ListPart, SharedLine, write_list  # noqa: PLC0415

    work = _WORK[form]
    names = unit_names(book)
    title = _title(book, scope, names, day)
    if form == REMINDERS:  # of no campaign and no unit
        title = replace(title, campaign="", unit="")
    rows = _rows(book, work, scope, day, progress)
    shared: list[SharedLine] = []
    if form == NOT_CONCRETE:
        listed = {one.id for one in rows}
        for text in shared_texts(book, scope, day):
            if scope.unit_id is None or listed.intersection(text.pledges):
                who = worklists.rows(book, work, text.pledges, day)
                shared.append(SharedLine(_text(text.items), [_who(one) for one in who]))
    if form == REMINDERS:
        units = _by_heading(rows)
    else:
        units = _by_unit(rows, names, lambda one: _cells(form, one, day))
    with book.read() as session:
        paper = members_paper(session)
    several = len({one.campaign_id for one in rows}) > 1
    part = ListPart(str(work.value), units, shared, several)
    return write_list(target, paper, title, part, progress)


def _rows(
    book: Book, work: Work, scope: Scope, day: date, progress: Progress | None
) -> list[WorkRow]:
    ids = worklists.keys(book, work, scope, day)
    found: list[WorkRow] = []
    for start in range(0, len(ids), _CHUNK):
        if progress is not None:
            progress(start, len(ids))
        found += worklists.rows(book, work, ids[start : start + _CHUNK], day)
    return found


def _text(items: Sequence[str]) -> str:
    if len(items) == 1:
        return items[0]
    return "\n".join(f"{place}. {one}" for place, one in enumerate(items, start=1))


def _who(row: WorkRow) -> str:
    return f"{row.name} ({row.unit})" if row.unit and row.unit != row.name else row.name


def _cells(form: str, row: WorkRow, day: date) -> tuple[str, ...]:
    """Return the texts of a row's columns after the number."""
    if form == NOT_REGISTERED:
        who = "Người đứng đầu" if row.head else ("Cá nhân" if row.person else "Tổ chức")
        return row.name, who, row.campaign, date_text(row.day), ""
    if form == OVERDUE:
        late = (day - row.day).days if row.day is not None else 0
        return row.name, row.words, date_text(row.day), number(late) if late else "Hết hôm nay", ""
    if form == DUE_SOON:
        left = (row.day - day).days if row.day is not None else 0
        return row.name, row.words, date_text(row.day), number(left), ""
    if form == NOT_CONCRETE:
        return row.name, row.campaign, row.words
    return row.name, row.campaign, date_text(row.day), row.words, ""


def _by_heading(rows: Iterable[WorkRow]) -> list[UnitPart]:
    """Return reminders by what they are of: 'Đảng viên', 'Mô hình'; each list in its order."""
    from desktop.reports.worklists import PaperRow, UnitPart  # noqa: PLC0415

    found: dict[str, list[PaperRow]] = defaultdict(list)
    for one in rows:
        texts = (one.words, one.name, date_text(one.day), "")
        found[one.unit or _NO_RECORD].append(PaperRow(texts))
    return [UnitPart(heading, own) for heading, own in found.items()]


def _by_unit(
    rows: Iterable[WorkRow],
    names: Mapping[int, str],
    cells: Callable[[WorkRow], tuple[str, ...]],
) -> list[UnitPart]:
    """Return the rows by unit, units as in the tree; rows keep their order."""
    from desktop.reports.worklists import PaperRow, UnitPart  # noqa: PLC0415

    found: dict[int | None, list[PaperRow]] = defaultdict(list)
    for one in rows:
        unit = one.unit_id if one.unit_id in names else None
        found[unit].append(PaperRow(cells(one)))
    return [
        UnitPart(names[unit] if unit is not None else _NO_UNIT, found[unit])
        for unit in (*names, None)
        if unit in found
    ]


def _title(book: Book, scope: Scope, names: dict[int, str], day: date) -> WorkTitle:
    from desktop.reports.worklists import WorkTitle  # noqa: PLC0415

    with book.read() as session:
        asked = worklists.asked_for(session, scope, day)
        units_below(session, names, scope.unit_id)  # says so when it is gone
        titles = session.scalars(
            select(Campaign.title).where(Campaign.id.in_(asked.campaigns))
        ).all()
    if len(titles) == 1:
        campaign = titles[0]
    elif scope.year is not None:
        campaign = f"Các đợt đăng ký năm {scope.year}"
    else:
        campaign = "Các đợt đăng ký đang thực hiện"
    unit = names[scope.unit_id] if scope.unit_id is not None else ""
    searched = f"có từ «{scope.search.strip()}»" if scope.search.strip() else ""
    return WorkTitle(campaign, unit, f"tính đến hết ngày {date_text(day)}", searched)


# the results by unit


@dataclass
class _Counted:
    """What is counted, by the name of a field of `UnitResult` and by unit."""

    units: Mapping[int, str]
    scope: frozenset[int] | None

    def __post_init__(self) -> None:
        self.by_unit: dict[int | None, Counter[str]] = defaultdict(Counter)

    def add(self, unit: int | None, name: str, count: int = 1) -> None:
        """Count something of a unit, if it is one of those asked for."""
        if self.scope is None or unit in self.scope:
            self.by_unit[unit if unit in self.units else None][name] += count


def _summary(book: Book, target: Path, scope: Scope, day: date, progress: Progress | None) -> int:
    from desktop.reports.worklists import write_summary  # noqa: PLC0415

    names = unit_names(book)
    title = _title(book, scope, names, day)
    units, total = results(book, scope, day, names)
    with book.read() as session:
        paper = members_paper(session)
    return write_summary(target, paper, title, units, total, progress)


def results(
    book: Book, scope: Scope, day: date, names: Mapping[int, str] | None = None
) -> tuple[list[UnitResult], UnitResult]:
    """Return the results of each unit as in the tree, and of all together.

    Who is expected counts where the list has it first; a pledge counts at its own unit.
    """
    from desktop.reports.worklists import UnitResult  # noqa: PLC0415

    names = unit_names(book) if names is None else names
    with book.read() as session:
        counted = _Counted(names, units_below(session, dict(names), scope.unit_id))
        asked = worklists.asked_for(session, scope, day)
        pledges = _count_pledges(session, asked.campaigns, day, counted)
        _count_expected(session, asked.campaigns, pledges, counted)
    # as the lists have it, but of campaigns alone: a paper on results has no other pledges
    for campaign in asked.campaigns:
        of_one = replace(scope, campaign_id=campaign, year=None)
        for work, name in ((Work.OVERDUE, "overdue"), (Work.NOT_CONCRETE, "not_concrete")):
            for one in _rows(book, work, of_one, day, None):
                counted.add(one.unit_id, name)
    lines = [
        UnitResult(names[unit] if unit is not None else _NO_UNIT, **counted.by_unit[unit])
        for unit in (*names, None)
        if unit in counted.by_unit
    ]
    sums: Counter[str] = Counter()
    for of_unit in counted.by_unit.values():
        sums.update(of_unit)
    return lines, UnitResult("Tổng cộng", **sums)


_Who = tuple[int | None, tuple[str, object]]
_RATINGS = {str(one.value) for one in Rating}


def _count_pledges(
    session: Session, campaigns: Sequence[int], day: date, counted: _Counted
) -> dict[_Who, int | None]:
    """Count what became of the pledges; return who made one, each with its unit."""
    rows = session.execute(
        select(
            Pledge.id,
            Pledge.campaign_id,
            Pledge.pledger_kind,
            Pledge.member_id,
            Pledge.unit_id,
            Pledge.name,
            Pledge.public_on,
            Pledge.public_means,
            Pledge.confirmed_on,
        )
        .where(Pledge.deleted_at.is_(None), Pledge.campaign_id.in_(campaigns))
        .order_by(Pledge.id)
    ).all()
    latest = latest_ratings(session, {row.id for row in rows}, day)
    made: dict[_Who, int | None] = {}
    for row in rows:
        made.setdefault((row.campaign_id, pledger_key(row)), row.unit_id)
        told = row.public_on <= day if row.public_on is not None else row.public_means is not None
        if told:
            counted.add(row.unit_id, "public")
        if row.confirmed_on is not None and row.confirmed_on <= day:
            counted.add(row.unit_id, "confirmed")
        if row.id in latest:
            counted.add(row.unit_id, "reviewed")
            if latest[row.id] in _RATINGS:
                counted.add(row.unit_id, str(latest[row.id]))
    return made


def _count_expected(
    session: Session,
    campaigns: Sequence[int],
    made: Mapping[_Who, int | None],
    counted: _Counted,
) -> None:
    """Count who is expected and has registered, each once in a campaign, and who else has."""
    rows = session.execute(
        select(
            Expected.campaign_id,
            Expected.pledger_kind,
            Expected.member_id,
            Expected.unit_id,
            Expected.name,
        )
        .where(Expected.deleted_at.is_(None), Expected.campaign_id.in_(campaigns))
        .order_by(Expected.id)
    ).all()
    listed: set[_Who] = set()
    for row in rows:
        who = (row.campaign_id, pledger_key(row))
        if who not in listed:
            listed.add(who)
            counted.add(row.unit_id, "expected")
            if who in made:
                counted.add(row.unit_id, "registered")
    for who, unit in made.items():
        if who not in listed:
            counted.add(unit, "others")
