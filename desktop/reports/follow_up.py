"""'Sổ theo dõi' of pledges, for a period or a year, and 'Biểu tổng hợp xếp loại' by cell.

Source: DOMAIN.md, 'Lists and forms that are printed' and 'What the boards did' (Nghệ An: a
register in which each member writes what was pledged and done, and the cell follows and rates).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from desktop.core.formats import number, percent
from desktop.core.rating import ORDER, SHORT, Share
from desktop.platform.atomic import atomic_write
from desktop.reports.document import Document, Progress
from desktop.reports.fonts import BOLD, ITALIC, REGULAR
from desktop.reports.headed_table import Cells, Column, Group, Line, Span, draw_headed
from desktop.reports.members import MembersPaper
from desktop.reports.series import PaperSeries
from desktop.reports.text import LEADING, wrap

_SIZE = 11.0
_NOTE_SIZE = 11.0
_NOBODY = "Chưa có bản đăng ký, cam kết nào."
_NOT_RATED = "Chưa có đối tượng nào để xếp loại."
_AGAIN = "(tiếp)"
_HINT = "(Ký, ghi rõ họ tên)"


@dataclass(frozen=True)
class FollowUpRow:
    """A pledge in the book of a period: who, what was pledged and done, what the cell says."""

    name: str
    post: str
    items: str
    pledged: str
    done: str
    self_assessment: str
    cell_assessment: str
    points: str
    rating: str


@dataclass(frozen=True)
class FollowUpUnit:
    """The pledges of a cell, in order; `paper` has the cell's own head and signature."""

    paper: MembersPaper
    unit: str
    rows: Sequence[FollowUpRow]


@dataclass(frozen=True)
class PeriodEntry:
    """What was entered for a period of the year."""

    period: str  # 'Tháng 6', 'Quý II'
    pledged: str
    done: str
    self_assessment: str
    cell_assessment: str
    points: str
    rating: str


@dataclass(frozen=True)
class PersonYear:
    """A pledge in the book of a year: its items, and what was entered period by period."""

    name: str
    post: str
    items: str
    results: str  # of the items, as far as there are any
    entries: Sequence[PeriodEntry]


@dataclass(frozen=True)
class YearUnit:
    """The pledges of a cell, in order; `paper` has the cell's own head and signature."""

    paper: MembersPaper
    unit: str
    people: Sequence[PersonYear]


@dataclass(frozen=True)
class RatingLine:
    """The ratings of a cell: how many there are to rate, and what they were rated."""

    unit: str
    total: int
    share: Share


@dataclass(frozen=True)
class FollowUpTitle:
    """What the title says: of which period, of which unit when it is not the whole book."""

    period: str
    scope: str = ""


_PERIOD_COLUMNS = (
    Column("TT", 3.5, "center", sample="000"),
    Column("Họ và tên, chức vụ", 15),
    Column("Nội dung đăng ký", 27),
    Column("Việc đã làm", 22),
    Column("Chi bộ nhận xét", 18),
    Column("Xếp loại", 11),
)
_YEAR_COLUMNS = (
    Column("Kỳ", 9),
    Column("Việc đăng ký trong kỳ", 24),
    Column("Việc đã làm", 26),
    Column("Chi bộ nhận xét", 23),
    Column("Xếp loại", 13),
)


def write_follow_up(
    target: Path, period: str, units: Sequence[FollowUpUnit], progress: Progress | None = None
) -> int:
    """Write the book of one period as PDF, across the sheet; return its pages.

    Each of the `units` (at least one) begins on a page of its own.
    """

    def lines(unit: FollowUpUnit) -> Iterator[Line]:
        for place, row in enumerate(unit.rows, start=1):
            yield Cells(
                (
                    str(place),
                    _joined(row.name, row.post),
                    _joined(row.items, _said("Trong kỳ", row.pledged)),
                    row.done,
                    _joined(_said("Tự đánh giá", row.self_assessment), row.cell_assessment),
                    _joined(row.rating, _points(row.points)),
                )
            )

    parts = [_Part(one.paper, one.unit, lines(one)) for one in units]
    return _book(target, period, _PERIOD_COLUMNS, parts, progress)


def write_follow_up_year(
    target: Path, period: str, units: Sequence[YearUnit], progress: Progress | None = None
) -> int:
    """Write the book of a year as PDF, across the sheet, period by period; return its pages.

    Each of the `units` (at least one) begins on a page of its own.
    """

    def lines(unit: YearUnit) -> Iterator[Line]:
        for place, person in enumerate(unit.people, start=1):
            yield Group(", ".join(one for one in (f"{place}. {person.name}", person.post) if one))
            yield Cells(("Đăng ký", person.items, person.results, "", ""))
            for one in person.entries:
                yield _entry(one)

    parts = [_Part(one.paper, one.unit, lines(one)) for one in units]
    return _book(target, period, _YEAR_COLUMNS, parts, progress)


def _entry(one: PeriodEntry) -> Cells:
    return Cells(
        (
            one.period,
            one.pledged,
            one.done,
            _joined(_said("Tự đánh giá", one.self_assessment), one.cell_assessment),
            _joined(one.rating, _points(one.points)),
        )
    )


def _joined(*texts: str) -> str:
    return "\n".join(one for one in texts if one)


def _said(what: str, text: str) -> str:
    return f"{what}: {text}" if text else ""


def _points(text: str) -> str:
    return f"({text} điểm)" if text else ""


@dataclass(frozen=True)
class _Part:
    """The book of a cell."""

    paper: MembersPaper
    unit: str
    lines: Iterator[Line]


def _book(
    target: Path,
    period: str,
    columns: Sequence[Column],
    parts: Sequence[_Part],
    progress: Progress | None,
) -> int:
    with atomic_write(target) as stream:
        document = _begun(stream, parts[0].paper, f"Sổ theo dõi {period}", progress)
        for place, one in enumerate(parts):
            if place:
                document.next_paper()
            document.letterhead(one.paper.head)
            about = f"việc thực hiện bản đăng ký, cam kết {period}"
            document.title("Sổ theo dõi", (about, one.unit))
            draw_headed(
                document,
                columns,
                one.lines,
                size=min(one.paper.style.table_size, _SIZE),
                closing=_signatures_height(document, one.paper),
                empty=_NOBODY,
                again=_AGAIN,
            )
            _signatures(document, one.paper, "Người ghi sổ")
        return document.before + document.finish()


def _begun(
    stream: BinaryIO, paper: MembersPaper, title: str, progress: Progress | None
) -> PaperSeries:
    return PaperSeries(
        stream,
        paper.style,
        title=title,
        author=paper.head.issuer,
        landscape=True,
        progress=progress,
    )


# ratings of a period by cell

_COUNTS = "00.000"


def _summary_columns(first: str) -> tuple[Column, ...]:
    return (
        Column("TT", 3, "center", sample="000"),
        Column(first, 28),
        Column("Tổng số", 8, "right", sample=_COUNTS),
        Column("Đã xếp loại", 8, "right", sample=_COUNTS),
        *(Column(SHORT[one], 10, "right", sample=_COUNTS) for one in ORDER),
        Column("Chưa xếp loại", 8, "right", sample=_COUNTS),
        Column("Tỷ lệ", 8, "right", sample="100,0%"),
        Column("Tối đa", 7, "right"),
        Column("Vượt", 7, "right"),
    )


_SUMMARY_SPANS = (Span("Kết quả xếp loại", 4, 4), Span("Tỷ lệ xuất sắc", 9, 3))


def write_ratings_summary(
    target: Path,
    paper: MembersPaper,
    title: FollowUpTitle,
    units: Sequence[RatingLine],
    total: RatingLine,
    what: str,
    progress: Progress | None = None,
) -> int:
    """Write 'Biểu tổng hợp xếp loại' as PDF, across the sheet; return its pages.

    `what` is who is rated: 'đảng viên', 'tổ chức, đơn vị'.
    """
    note = (
        f"Số xếp loại «Hoàn thành xuất sắc nhiệm vụ» không vượt quá {total.share.percent}% số được "
        "xếp loại từ «Hoàn thành tốt nhiệm vụ» trở lên; số tối đa của từng dòng đã làm tròn xuống."
    )
    with atomic_write(target) as stream:
        document = _begun(stream, paper, f"Biểu tổng hợp xếp loại {title.period}", progress)
        document.letterhead(paper.head)
        document.title("Biểu tổng hợp", (f"xếp loại {what} {title.period}", title.scope))
        lines = len(wrap(note, ITALIC, _NOTE_SIZE, document.width))
        high = 6 + lines * _NOTE_SIZE * LEADING + _NOTE_SIZE * 0.25
        draw_headed(
            document,
            _summary_columns("Đơn vị"),
            _summary(units, total),
            size=min(paper.style.table_size, _SIZE),
            closing=high + _signatures_height(document, paper),
            empty=_NOT_RATED,
            keep=2,  # the sum, and a row above it
            spans=_SUMMARY_SPANS,
        )
        document.skip(6)
        document.paragraph(note, ITALIC, _NOTE_SIZE, indent=False)
        _signatures(document, paper, "Người lập biểu")
        return document.finish()


def _summary(units: Sequence[RatingLine], total: RatingLine) -> Iterator[Line]:
    for place, one in enumerate(units, start=1):
        yield Cells((str(place), one.unit, *_numbers(one)))
    if units:
        yield Cells(("", total.unit, *_numbers(total)), bold=True)


def _numbers(line: RatingLine) -> tuple[str, ...]:
    found = line.share

    def shown(count: int) -> str:
        return number(count) if count else ""

    return (
        number(line.total),
        number(found.rated),
        *(shown(found.counts.get(one, 0)) for one in ORDER),
        shown(line.total - found.rated),
        percent(found.rate),
        number(found.allowed) if found.base else "",
        shown(found.excess),
    )


# the end


def _signatures_height(document: Document, paper: MembersPaper) -> float:
    return document.signature_height(paper.signature)


def _signatures(document: Document, paper: MembersPaper, maker: str) -> None:
    """Draw who made the sheet on the left, who signs it on the right; the room is there."""
    half, size = document.width / 2, document.style.signature_size
    signature = paper.signature
    document.skip(14)
    start = end = document.y
    named = len(wrap(signature.name, BOLD, size, half)) if signature.name else 1
    columns = (
        (document.left + half / 2, (maker,), ""),
        (document.right - half / 2, (signature.authority, signature.post), signature.name),
    )
    for x, above, name in columns:
        document.y = start
        for words in above:
            if words:
                document.centred(words.upper(), BOLD, size, x, half)
        document.centred(_HINT, REGULAR, _NOTE_SIZE, x, half)
        # the hint stands where the signature will: it takes no room of its own
        high = _NOTE_SIZE * LEADING
        document.skip(document.sign_room(named * size * LEADING - high) - high)
        if name:
            document.centred(name, BOLD, size, x, half)
        end = min(end, document.y)
    document.y = end
