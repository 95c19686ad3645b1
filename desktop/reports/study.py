"""Papers of study sessions: the summary of a period, one session by unit, units below the bar.

Source: DOMAIN.md, 'Lists and forms that are printed' (study: summary by year), 'Paper' (numbers).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from desktop.core.attendance import BELOW, Attendance
from desktop.core.formats import number, official_count, over_percent, percent
from desktop.platform.atomic import atomic_write
from desktop.reports.beginning import begun
from desktop.reports.document import Document, Progress
from desktop.reports.fonts import ITALIC, REGULAR
from desktop.reports.headed_table import Cells, Column, Group, Line, draw_headed
from desktop.reports.members import MembersPaper
from desktop.reports.text import LEADING, wrap

_SIZE: Final = 12.0
_NO_SESSIONS: Final = "Chưa có hội nghị học tập, quán triệt nào trong thời gian này."
_NO_UNITS: Final = "Chưa nhập đơn vị nào của hội nghị này."
_NONE_BELOW: Final = "Không có đơn vị nào dưới mức."
_NUMBER: Final = Column("TT", 5, "center", sample="000")
_DAY: Final = Column("Ngày", 12, "center", sample="00/00/0000")
_RATE: Final = Column("Tỷ lệ", 9, "center", sample="100,0%")


@dataclass(frozen=True)
class SessionRow:
    """A session in the summary."""

    subject: str
    day: str
    place: str
    total: Attendance


@dataclass(frozen=True)
class SessionGroup:
    """The sessions of a year, or all together, with their sums and the mean of their rates."""

    heading: str  # '2025'; not used of all together
    rows: Sequence[SessionRow]
    total: Attendance
    mean_rate: float | None


@dataclass(frozen=True)
class SessionUnit:
    """A unit in the list of one session; `remark` says why some were absent."""

    name: str
    numbers: Attendance
    remark: str = ""


@dataclass(frozen=True)
class YearUnit:
    """A unit in the list of a year."""

    name: str
    sessions: int
    numbers: Attendance


def write_summary(
    target: Path,
    paper: MembersPaper,
    period: str,
    years: Sequence[SessionGroup],
    every: SessionGroup,
    notes: Sequence[str] = (),
    progress: Progress | None = None,
) -> int:
    """Write 'Tổng hợp học tập, quán triệt' as PDF, years as groups; return its pages."""
    columns = (
        _NUMBER,
        Column("Chuyên đề", 34),
        _DAY,
        Column("Địa điểm", 20),
        _counts("Triệu tập", every.total.invited),
        _counts("Tham dự", every.total.attended),
        _RATE,
    )
    words = (summary_words(every), *notes) if every.rows else tuple(notes)
    with atomic_write(target) as stream:
        document = begun(
            stream, paper, "Tổng hợp", ("học tập, quán triệt chuyên đề", period), progress=progress
        )
        _table(document, paper, columns, _summary_lines(years, every), words, _NO_SESSIONS)
        return document.finish()


def summary_words(every: SessionGroup) -> str:
    """Return the sentence that closes the summary."""
    total = every.total
    text = (
        f"Tổng số {official_count(len(every.rows))} hội nghị; triệu tập "
        f"{official_count(total.invited or 0)} lượt người, tham dự "
        f"{official_count(total.attended or 0)} lượt người"
    )
    if total.rate is None:
        return f"{text}."
    text += f", đạt {percent(total.rate)} ({over_percent(total.rate)})"
    return f"{text}; bình quân tỷ lệ của các hội nghị là {percent(every.mean_rate)}."


def write_session(
    target: Path,
    paper: MembersPaper,
    session: SessionRow,
    units: Sequence[SessionUnit],
    bar: int,
    progress: Progress | None = None,
) -> int:
    """Write the list of one session by unit as PDF; return its pages."""
    total = session.total
    columns = (
        _NUMBER,
        Column("Đơn vị", 40),
        _counts("Triệu tập", total.invited),
        _counts("Tham dự", total.attended),
        _RATE,
        Column("Ghi chú", 22),
    )
    where = " ".join((f"ngày {session.day}" if session.day else "", _at(session.place))).strip()
    below = [one for one in units if one.numbers.is_below(bar)]
    unknown = sum(not one.numbers.is_known for one in units)
    words = []
    if units:
        words.append(
            f"Số đơn vị có tỷ lệ tham dự dưới {bar}%: {official_count(len(below))} đơn vị."
        )
    if unknown:
        words.append(f"Chưa đủ số triệu tập, tham dự: {official_count(unknown)} đơn vị.")
    with atomic_write(target) as stream:
        abstract = (session.subject, where)
        document = begun(stream, paper, "Danh sách đơn vị dự học tập", abstract, progress=progress)
        lines = _session_lines(session, units, bar)
        _table(document, paper, columns, lines, words, _NO_UNITS)
        return document.finish()


def write_below(
    target: Path,
    paper: MembersPaper,
    scope: Sequence[str],
    units: Sequence[YearUnit],
    bar: int,
    notes: Sequence[str] = (),
    progress: Progress | None = None,
) -> int:
    """Write the list of units below the bar as PDF; return its pages.

    `scope` are lines of the title: 'năm 2025', the topic.
    """
    columns = (
        _NUMBER,
        Column("Đơn vị", 48),
        Column("Số hội nghị", 9, "center"),
        _counts("Triệu tập", max((one.numbers.invited or 0 for one in units), default=0)),
        _counts("Tham dự", max((one.numbers.attended or 0 for one in units), default=0)),
        _RATE,
        Column("Ghi chú", 14),
    )
    words = [f"Tổng cộng: {official_count(len(units))} đơn vị.", *notes] if units else [*notes]
    with atomic_write(target) as stream:
        abstract = (f"tỷ lệ dự học tập dưới {bar}%", *scope)
        document = begun(stream, paper, "Danh sách đơn vị dưới mức", abstract, progress=progress)
        lines = (
            Cells((number(place), one.name, number(one.sessions), *_numbers(one.numbers), ""))
            for place, one in enumerate(units, start=1)
        )
        _table(document, paper, columns, lines, words, _NONE_BELOW)
        return document.finish()


# what they have in common


def _counts(heading: str, largest: int | None) -> Column:
    return Column(heading, 9, "center", sample=number(largest or 0))


def _numbers(one: Attendance) -> tuple[str, str, str]:
    """Return invited, attended, rate; blank where it isn't known."""
    invited = "" if one.invited is None else number(one.invited)
    attended = "" if one.attended is None else number(one.attended)
    return invited, attended, percent(one.rate)


def _at(place: str) -> str:
    return f"tại {place}" if place else ""


def _table(
    document: Document,
    paper: MembersPaper,
    columns: Sequence[Column],
    lines: Iterator[Line],
    words: Sequence[str],
    empty: str,
) -> None:
    """Draw the table, the sentences below it and the signature, which stay together."""
    size = paper.style.body_size
    high = sum(
        (len(wrap(one, REGULAR, size, document.width)) + 1) * size * LEADING for one in words
    )
    draw_headed(
        document,
        columns,
        lines,
        size=min(paper.style.table_size, _SIZE),
        closing=6 + high + document.signature_height(paper.signature),
        empty=empty,
        keep=2,
    )
    document.skip(6)
    for place, one in enumerate(words):
        document.paragraph(one, ITALIC if place else REGULAR)
    document.signature(paper.signature)


def _summary_lines(years: Sequence[SessionGroup], every: SessionGroup) -> Iterator[Line]:
    for year in years:
        yield Group(f"Năm {year.heading} ({official_count(len(year.rows))} hội nghị)")
        for place, one in enumerate(year.rows, start=1):
            yield Cells((number(place), one.subject, one.day, one.place, *_numbers(one.total)))
        if len(years) > 1:
            words = f"Cộng năm {year.heading}"
            yield Cells(("", words, "", "", *_numbers(year.total)), bold=True)
    if years:
        yield Cells(("", "Tổng cộng", "", "", *_numbers(every.total)), bold=True)


def _session_lines(session: SessionRow, units: Sequence[SessionUnit], bar: int) -> Iterator[Line]:
    for place, one in enumerate(units, start=1):
        marks = [BELOW.capitalize()] if one.numbers.is_below(bar) else []
        remark = "; ".join((*marks, *([one.remark] if one.remark else [])))
        yield Cells((number(place), one.name, *_numbers(one.numbers), remark))
    if units:
        yield Cells(("", "Tổng cộng", *_numbers(session.total), ""), bold=True)
