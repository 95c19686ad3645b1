"""Printed papers about reviews: 'Sổ theo dõi' of a period or a year, 'Biểu tổng hợp xếp loại'.

Each function reads the book, hands plain values to `desktop.reports` and returns the pages.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.core.errors import UserProblem
from desktop.core.formats import date_text, number
from desktop.core.paper import Signature
from desktop.core.rating import HEADINGS, share
from desktop.core.review_period import Span, span
from desktop.core.terms import RatedKind, ReviewPeriod, SigningForm
from desktop.services.books import require_other
from desktop.services.commitment_papers import NO_CELL, PledgeCell, pledge_cell
from desktop.services.house_paper import calendar_day
from desktop.services.member_papers import members_paper, unit_names
from desktop.services.reviewing import SheetRow, parts, sheet
from desktop.services.reviewing_yearly import yearly_sheet
from desktop.storage.book import Book
from desktop.storage.models import PledgeReview

if TYPE_CHECKING:
    from desktop.reports.follow_up import FollowUpTitle, PeriodEntry, RatingLine
    from desktop.reports.members import MembersPaper

FOLLOW_UP, RATINGS = "pledge-follow-up", "yearly-ratings-summary"
Progress = Callable[[int, int], None]
REGISTER = "pledges"
TITLES = {
    FOLLOW_UP: "Sổ theo dõi thực hiện bản đăng ký, cam kết",
    RATINGS: "Biểu tổng hợp xếp loại",
}
"""The papers by name, with their titles."""
_ALL = 200_000
"""A paper leaves nobody out."""
_NO_UNIT = "Chưa rõ đơn vị"
_KINDS: Mapping[str, ReviewPeriod] = {str(one.value): one for one in ReviewPeriod}


def make(
    book: Book,
    form: str,
    target: Path,
    given: Mapping[str, Any],
    progress: Progress | None = None,
) -> int:
    """Write the paper of a name in `TITLES`; return its pages.

    Options: `unit` (id, with all below it); `kind`, `first` and `last` of the period (a value of
    `ReviewPeriod` and two days; else this month, of ratings this year); of the book instead
    `year`: a whole year, period by period; of ratings `rated` (a value of `RatedKind`). Raises
    `UserProblem` for a unit that is not in the book, and the sentences of the environment.
    """
    unit = given.get("unit")
    if form == RATINGS:
        rated = given.get("rated") or RatedKind.MEMBER.value
        return ratings_summary(book, target, _asked(given, "year"), unit, rated, progress)
    year = given.get("year")
    if year is not None:
        return follow_up_year(book, target, int(year), unit, progress)
    return follow_up(book, target, _asked(given, "month"), unit, progress)


def _asked(given: Mapping[str, Any], kind: str) -> Span:
    first, last = given.get("first"), given.get("last")
    if isinstance(first, date) and isinstance(last, date):
        if last < first:
            raise UserProblem("Ngày cuối kỳ phải từ ngày đầu kỳ trở đi.")
        return Span(_KINDS[given.get("kind") or kind], first, last)
    return span(_KINDS[given.get("kind") or kind], calendar_day())


def _begun(book: Book, target: Path, unit_id: int | None) -> tuple[MembersPaper, dict[int, str]]:
    """Return how a paper of the house looks, and what units are called on it."""
    require_other(target, book.path)
    names = unit_names(book)
    if unit_id is not None and unit_id not in names:
        raise UserProblem("Đơn vị đã chọn không còn trong sổ. Hãy chọn lại.")
    with book.read() as session:
        paper = members_paper(session)
    return paper, names


def _for_cell(paper: MembersPaper, cell: PledgeCell) -> MembersPaper:
    """Return the paper with the head and the signature of a cell."""
    behalf = ""
    if cell.behalf:
        prefix = paper.style.prefixes.get(SigningForm.ON_BEHALF.value, "")
        behalf = f"{prefix} {cell.behalf}".strip()
    head = replace(
        paper.head, parent=cell.parent, issuer=cell.name or NO_CELL, place=cell.place, number=""
    )
    return replace(paper, head=head, signature=Signature(cell.post, cell.secretary, behalf))


def _parts(
    book: Book,
    paper: MembersPaper,
    names: Mapping[int, str],
    rows: Sequence[SheetRow],
    unit_id: int | None,
) -> Iterator[tuple[MembersPaper, str, list[SheetRow]]]:
    """Yield of each cell how its paper looks, its name and its rows; without rows one empty."""
    found: dict[int | None, list[SheetRow]] = defaultdict(list)
    for row in rows:
        found[row.unit_id if row.unit_id in names else None].append(row)
    if not found:
        found[unit_id] = []
    with book.read() as session:
        cells = {unit: pledge_cell(session, unit) for unit in found}
    for unit in (*names, None):
        if unit in found:
            words = names[unit] if unit is not None else _NO_UNIT
            yield _for_cell(paper, cells[unit]), words, found[unit]


def _title(names: Mapping[int, str], unit_id: int | None, words: str) -> FollowUpTitle:
    from desktop.reports.follow_up import FollowUpTitle  # noqa: PLC0415 - ReportLab when needed

    return FollowUpTitle(words, names.get(unit_id, "") if unit_id is not None else "")


def _by_unit(
    names: Mapping[int, str], rows: Iterable[Any], unit_of: Callable[[Any], int | None]
) -> list[tuple[str, list[Any]]]:
    """Return rows by their unit, units in the order of the tree."""
    found: dict[int | None, list[Any]] = defaultdict(list)
    for row in rows:
        unit = unit_of(row)
        found[unit if unit in names else None].append(row)
    return [
        (names[unit] if unit is not None else _NO_UNIT, found[unit])
        for unit in (*names, None)
        if unit in found
    ]


def follow_up(
    book: Book,
    target: Path,
    asked: Span,
    unit_id: int | None = None,
    progress: Progress | None = None,
) -> int:
    """Write 'Sổ theo dõi' of a period: each pledge in a row, by cell. Raises as `make`."""
    from desktop.reports.follow_up import (  # noqa: PLC0415 - ReportLab when needed
        FollowUpRow,
        FollowUpUnit,
        write_follow_up,
    )

    paper, names = _begun(book, target, unit_id)
    found = sheet(book, unit_id, asked, most=_ALL)

    def row(one: SheetRow) -> FollowUpRow:
        texts = _texts(one.values)
        return FollowUpRow(name=one.name, post=one.post, items=_items(one), **texts)

    units = [
        FollowUpUnit(its, unit, [row(one) for one in rows])
        for its, unit, rows in _parts(book, paper, names, found.rows, unit_id)
    ]
    return write_follow_up(target, asked.words, units, progress)


def _texts(values: Mapping[str, Any]) -> dict[str, str]:
    points = values.get("points")
    return {
        "pledged": values.get("pledged") or "",
        "done": values.get("done") or "",
        "self_assessment": values.get("self_assessment") or "",
        "cell_assessment": values.get("cell_assessment") or "",
        "points": "" if points is None else number(points),
        "rating": HEADINGS.get(values.get("rating") or "", ""),
    }


def _items(row: SheetRow, *, numbered: bool = False) -> str:
    """Return the items, each on a line: what, the target, until when."""
    lines = []
    for place, one in enumerate(row.items, start=1):
        more = [one.target, f"hạn {date_text(one.due_on)}" if one.due_on else ""]
        told = "; ".join(part for part in more if part)
        mark = f"{place}." if numbered else "-"
        lines.append(f"{mark} {one.content}" + (f" ({told})" if told else ""))
    return "\n".join(lines)


def follow_up_year(
    book: Book,
    target: Path,
    year: int,
    unit_id: int | None = None,
    progress: Progress | None = None,
) -> int:
    """Write 'Sổ theo dõi' of a year: below each pledge what was entered, period by period.

    Raises as `make`.
    """
    from desktop.reports.follow_up import (  # noqa: PLC0415 - ReportLab when needed
        PersonYear,
        YearUnit,
        write_follow_up_year,
    )

    paper, names = _begun(book, target, unit_id)
    asked = span(ReviewPeriod.YEAR, date(year, 1, 1))
    found = sheet(book, unit_id, asked, most=_ALL)
    with book.read() as session:
        entries = _entries(session, [one.pledge_id for one in found.rows], asked)

    def person(one: SheetRow) -> PersonYear:
        several = len(one.items) > 1
        results = "\n".join(
            f"{place}. {item.result}" if several else str(item.result)
            for place, item in enumerate(one.items, start=1)
            if item.result
        )
        said = entries.get(one.pledge_id, ())
        return PersonYear(one.name, one.post, _items(one, numbered=several), results, said)

    units = [
        YearUnit(its, unit, [person(one) for one in rows])
        for its, unit, rows in _parts(book, paper, names, found.rows, unit_id)
    ]
    return write_follow_up_year(target, asked.words, units, progress)


def _entries(
    session: Session, pledge_ids: Sequence[int], asked: Span
) -> dict[int, list[PeriodEntry]]:
    """Return the reviews of pledges in a year, in the order in which their periods end."""
    from desktop.reports.follow_up import PeriodEntry  # noqa: PLC0415 - ReportLab when needed

    found: dict[int, list[tuple[Any, PeriodEntry]]] = defaultdict(list)
    for some in parts(pledge_ids):
        rows = session.scalars(
            select(PledgeReview).where(
                PledgeReview.pledge_id.in_(some), PledgeReview.deleted_at.is_(None)
            )
        )
        for one in rows:
            last = one.period_to or one.reviewed_on
            first = one.period_from or last
            if not asked.first <= last <= asked.last:
                continue
            kind = _KINDS[one.period_kind]
            words = span(kind, first).words if kind is not ReviewPeriod.TERM else "nhiệm kỳ"
            named = words.partition(" năm ")[0] if kind is not ReviewPeriod.YEAR else "Cuối năm"
            texts = _texts({name: getattr(one, name) for name in _SAID})
            entry = PeriodEntry(period=named[:1].upper() + named[1:], **texts)
            found[one.pledge_id].append(((last, list(_KINDS).index(one.period_kind)), entry))
    return {
        pledge: [entry for _order, entry in sorted(rows, key=lambda one: one[0])]
        for pledge, rows in found.items()
    }


_SAID = ("pledged", "done", "self_assessment", "cell_assessment", "points", "rating")


def ratings_summary(
    book: Book,
    target: Path,
    asked: Span,
    unit_id: int | None = None,
    rated: str = RatedKind.MEMBER.value,
    progress: Progress | None = None,
) -> int:
    """Write 'Biểu tổng hợp xếp loại' of a period by cell, with the share of excellent ones.

    Of units, by what they are part of. Raises as `make`.
    """
    from desktop.reports.follow_up import (  # noqa: PLC0415 - ReportLab when needed
        RatingLine,
        write_ratings_summary,
    )

    paper, names = _begun(book, target, unit_id)
    found = yearly_sheet(book, unit_id, rated, asked, most=_ALL)

    def line(unit: str, rows: Sequence[Any]) -> RatingLine:
        ratings = [one.values.get("rating") for one in rows]
        return RatingLine(unit, len(rows), share(ratings, found.percent))

    units = [
        line(unit, rows) for unit, rows in _by_unit(names, found.rows, lambda one: one.unit_id)
    ]
    what = "đảng viên" if rated == RatedKind.MEMBER.value else "tổ chức, đơn vị"
    title = _title(names, unit_id, asked.words)
    total = line("Tổng cộng", found.rows)
    return write_ratings_summary(target, paper, title, units, total, what, progress)
