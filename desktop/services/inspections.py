"""Counts of inspection and supervision: typed for a year at once, and summed up over years.

All counts are times (lượt), never persons (DOMAIN.md, 'Inspection entry').
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from desktop.core.changes import Done
from desktop.core.errors import StaleRecord, UserProblem
from desktop.core.formats import number
from desktop.core.terms import InspectionKind, Level
from desktop.services import registers
from desktop.services.house_paper import calendar_day
from desktop.storage.book import Book, changes_of
from desktop.storage.cleaning import iso
from desktop.storage.figures.common import level_names
from desktop.storage.models import InspectionEntry

REGISTER: Final = "inspections"
KINDS: Final[Mapping[str, str]] = {one.value: one.heading for one in InspectionKind}
"""The four kinds in their order, with what they are called."""
_LATEST: Final = 2200


@dataclass(frozen=True)
class Count:
    """Organisations and members inspected or supervised, in times; None: nothing is told."""

    organisations: int | None = None
    members: int | None = None

    def __add__(self, other: Count) -> Count:
        return Count(
            _sum(self.organisations, other.organisations), _sum(self.members, other.members)
        )

    @property
    def told(self) -> bool:
        """Whether anything is told, be it nought."""
        return self.organisations is not None or self.members is not None


def _sum(one: int | None, other: int | None) -> int | None:
    return other if one is None else one if other is None else one + other


# a year and a level typed at once


@dataclass(frozen=True)
class YearSheet:
    """The counts of a year and a level, by kind, which are entries without dates.

    `dated` is the sum by kind of the year's entries with dates (quarters, half-years): these are
    entries of their own, and count beside it.
    """

    year: int
    level: str
    counts: Mapping[str, Count]
    dated: Mapping[str, Count] = field(default_factory=dict)
    ids: Mapping[str, int] = field(default_factory=dict)
    revisions: Mapping[str, int] = field(default_factory=dict)


def year_sheet(book: Book, year: int, level: str) -> YearSheet:
    """Return what is known of a year and a level; `UserProblem` for a year that can't be."""
    _check(year, level)
    with book.read() as session:
        return _sheet(session, year, level, book.origin)


def _check(year: int, level: str) -> None:
    if not 1900 <= year <= _LATEST:
        raise UserProblem("Năm phải từ 1900 đến 2200. Hãy nhập lại.")
    if level not in {one.value for one in Level}:
        raise UserProblem("Hãy chọn cấp trong danh sách.")


def _sheet(session: Session, year: int, level: str, origin: str) -> YearSheet:
    undated = and_(InspectionEntry.period_from.is_(None), InspectionEntry.period_to.is_(None))
    rows = session.execute(
        select(
            InspectionEntry.id,
            InspectionEntry.revision,
            InspectionEntry.kind,
            InspectionEntry.organisations,
            InspectionEntry.members,
            undated.label("undated"),
        )
        .where(
            InspectionEntry.deleted_at.is_(None),
            InspectionEntry.origin == origin,
            InspectionEntry.level == level,
            InspectionEntry.year == year,
        )
        .order_by(InspectionEntry.id)
    )
    counts = dict.fromkeys(KINDS, Count())
    dated: dict[str, Count] = {}
    ids: dict[str, int] = {}
    revisions: dict[str, int] = {}
    for one in rows:
        count = Count(one.organisations, one.members)
        if one.undated and one.kind not in ids:
            counts[one.kind], ids[one.kind] = count, one.id
            revisions[one.kind] = one.revision
        else:
            dated[one.kind] = dated.get(one.kind, Count()) + count
    return YearSheet(year, level, counts, dated, ids, revisions)


def save_year_sheet(book: Book, sheet: YearSheet) -> Done[int]:
    """Keep a sheet as it was typed, all of it or none; return how many entries changed.

    A kind of which nothing is told any more loses its counts, not its entry (it may have a note).
    Raises `InvalidValues`, and `StaleRecord` when an entry was changed since it was read.
    """
    _check(sheet.year, sheet.level)
    with book.read() as session:
        words = level_names(session)[sheet.level]
    changed = 0
    with book.write(f"Nhập số liệu kiểm tra, giám sát năm {sheet.year}, cấp {words}") as session:
        kept = _sheet(session, sheet.year, sheet.level, book.origin)
        for kind in KINDS:
            count = sheet.counts.get(kind, Count())
            if dict(kept.ids).get(kind) != dict(sheet.ids).get(kind):
                raise StaleRecord
            if count == kept.counts[kind]:
                continue
            values: dict[str, Any] = {
                "organisations": count.organisations,
                "members": count.members,
            }
            if kind not in kept.ids:
                values |= {"year": sheet.year, "level": sheet.level, "kind": kind}
            revision = sheet.revisions.get(kind)
            registers.save_in(session, REGISTER, values, kept.ids.get(kind), revision)
            changed += 1
        return Done(changed, changes_of(session))


# the summary


@dataclass(frozen=True)
class YearLine:
    """The counts of one year by kind; a kind that is not told has no entry."""

    year: int
    counts: Mapping[str, Count]


@dataclass(frozen=True)
class LevelSummary:
    """The years of one level, and their sum; `level` None: of entries without one, or of all."""

    level: str | None
    name: str
    years: Sequence[YearLine]
    total: Mapping[str, Count]


@dataclass(frozen=True)
class Summary:
    """A period's counts by level, and all levels together; days None: all that is known."""

    first: date | None
    last: date | None
    levels: Sequence[LevelSummary]
    everything: LevelSummary


_NO_LEVEL: Final = "Chưa rõ cấp"


def summary(
    book: Book, first: date | None = None, last: date | None = None, level: str | None = None
) -> Summary:
    """Return the counts of a period, both days included, of one level or of all.

    An entry counts in the year of its last day, else at 31 December of its year (DOMAIN.md,
    'Figures', inspections); every year of the period up to this one has its line, even with no
    entry. Rows received from other offices are left out. Raises `UserProblem` for a turned period.
    """
    if first is not None and last is not None and first > last:
        raise UserProblem("Ngày đầu kỳ sau ngày cuối kỳ. Hãy chọn lại kỳ.")
    with book.read() as session:
        names = level_names(session)
        rows = _rows(session, book.origin, first, last, level)
    years = sorted({one[0] for one in rows})
    begin = first.year if first is not None else (years[0] if years else calendar_day().year)
    known = max([begin, *years])
    # years to come have no line, unless something is told of them
    end = known if last is None else min(last.year, max(known, calendar_day().year))
    span = range(begin, end + 1)
    by_level: dict[str | None, dict[int, dict[str, Count]]] = defaultdict(dict)
    for year, kind, of, count in rows:
        for group in (of or "", None):  # None: all together
            counts = by_level[group].setdefault(year, {})
            counts[kind] = counts.get(kind, Count()) + count
    order = [*names, ""]
    wanted = [level] if level is not None else [one for one in order if one in by_level]
    levels = [_of_level(one, names, by_level.get(one, {}), span) for one in wanted]
    everything = _of_level(None, names, by_level.get(None, {}), span)
    return Summary(first, last, levels, replace(everything, name="Tất cả các cấp"))


def _of_level(
    level: str | None,
    names: Mapping[str, str],
    years: Mapping[int, Mapping[str, Count]],
    span: range,
) -> LevelSummary:
    total: dict[str, Count] = {}
    for counts in years.values():
        for kind, count in counts.items():
            total[kind] = total.get(kind, Count()) + count
    lines = [YearLine(year, years.get(year, {})) for year in span]
    return LevelSummary(level or None, names.get(level or "", _NO_LEVEL), lines, total)


def _rows(
    session: Session, origin: str, first: date | None, last: date | None, level: str | None
) -> list[tuple[int, str, str | None, Count]]:
    told = iso(InspectionEntry.period_to)
    day = func.coalesce(told, func.printf("%04d-12-31", InspectionEntry.year))
    statement = select(
        func.substr(day, 1, 4),
        InspectionEntry.kind,
        InspectionEntry.level,
        InspectionEntry.organisations,
        InspectionEntry.members,
    ).where(
        InspectionEntry.deleted_at.is_(None),
        InspectionEntry.origin == origin,
        or_(InspectionEntry.year.is_not(None), InspectionEntry.period_to.is_not(None)),
    )
    if first is not None:
        statement = statement.where(day >= first.isoformat())
    if last is not None:
        statement = statement.where(day <= last.isoformat())
    if level is not None:
        statement = statement.where(InspectionEntry.level == level)
    return [
        (int(year), kind, of, Count(organisations, members))
        for year, kind, of, organisations, members in session.execute(statement)
    ]


def count_words(count: Count | None) -> tuple[str, str]:
    """Return both counts as a table shows them; what isn't told is left blank."""
    if count is None:
        return "", ""
    shown = ["" if one is None else number(one) for one in (count.organisations, count.members)]
    return shown[0], shown[1]
