"""Papers of the worklists, one of each, and the results by unit.

Source: DOMAIN.md, 'Lists and forms that are printed' (pledges) and 'Figures'.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Final

from desktop.core.figures import rate
from desktop.core.formats import number, official_count, percent
from desktop.platform.atomic import atomic_write
from desktop.reports.beginning import begun
from desktop.reports.document import Document, Progress
from desktop.reports.fonts import BOLD, ITALIC
from desktop.reports.headed_table import Cells, Column, Group, Line, Span, draw_headed
from desktop.reports.members import MembersPaper
from desktop.reports.text import LEADING, wrap

_SIZE: Final = 11.0
_WIDE_SIZE: Final = 10.5
_NOTE_SIZE: Final = 11.0
_DAY: Final = "00/00/0000"
_TITLES: Final = {
    "not_registered": "Danh sách chưa đăng ký",
    "overdue": "Danh sách nội dung đăng ký quá hạn",
    "not_concrete": "Danh sách bản đăng ký, cam kết chưa cụ thể",
    "summary": "Tổng hợp kết quả đăng ký, thực hiện",
    "heads_behind": "Danh sách người đứng đầu đăng ký sau",
    "not_confirmed": "Danh sách bản đăng ký, cam kết chi bộ chưa xác nhận",
    "not_public": "Danh sách bản đăng ký, cam kết chưa công khai",
    "due_soon": "Danh sách nội dung đăng ký sắp đến hạn",
    "never_reviewed": "Danh sách bản đăng ký, cam kết chưa đánh giá lần nào",
    "no_quarter_review": "Danh sách bản đăng ký, cam kết chưa đánh giá quý này",
    "no_half_year_review": "Danh sách bản đăng ký, cam kết chưa đánh giá 6 tháng này",
    "reminders": "Danh sách nhắc việc đến ngày",
}
_NONE: Final = {
    "not_registered": "Không còn ai, tổ chức nào chưa đăng ký.",
    "overdue": "Không có nội dung nào quá hạn.",
    "not_concrete": "Không có bản đăng ký, cam kết nào chưa cụ thể.",
    "summary": "Chưa có ai, tổ chức nào trong danh sách phải đăng ký.",
    "heads_behind": "Không có người đứng đầu nào đăng ký sau.",
    "not_confirmed": "Không còn bản nào chi bộ chưa xác nhận.",
    "not_public": "Không còn bản nào chưa công khai.",
    "due_soon": "Không có nội dung nào sắp đến hạn.",
    "never_reviewed": "Không còn bản nào chưa được đánh giá.",
    "no_quarter_review": "Không còn bản nào chưa đánh giá quý này.",
    "no_half_year_review": "Không còn bản nào chưa đánh giá 6 tháng này.",
    "reminders": "Không có việc nào đến ngày nhắc.",
}


@dataclass(frozen=True)
class WorkTitle:
    """What the title says below its first line."""

    campaign: str  # the campaign, or 'các đợt đăng ký năm 2026'
    unit: str = ""
    as_of: str = ""  # 'tính đến hết ngày 31/03/2026'
    searched: str = ""  # 'có từ «lê an»'

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines below the kind of paper."""
        lines = (self.campaign, self.unit, self.searched, self.as_of)
        return tuple(one for one in lines if one)


@dataclass(frozen=True)
class PaperRow:
    """A row: the texts of the columns after the number."""

    texts: tuple[str, ...]


@dataclass(frozen=True)
class UnitPart:
    """The rows of one unit."""

    unit: str
    rows: Sequence[PaperRow]


@dataclass(frozen=True)
class SharedLine:
    """A text that several pledges have, and who."""

    text: str
    names: Sequence[str]


@dataclass(frozen=True)
class UnitResult:
    """The results of one unit; of all units, `unit` is 'Tổng cộng'."""

    unit: str
    expected: int = 0
    registered: int = 0  # of those expected
    others: int = 0  # on no list
    public: int = 0
    confirmed: int = 0
    reviewed: int = 0
    excellent: int = 0
    good: int = 0
    completed: int = 0
    not_completed: int = 0
    overdue: int = 0  # items
    not_concrete: int = 0

    @property
    def cells(self) -> tuple[str, ...]:
        """The texts of the columns after the unit's name; a count of none is left blank."""
        shown = [
            number(value) if value else ""
            for value in (getattr(self, one.name) for one in fields(self)[1:])
        ]
        share = percent(rate(self.registered, self.expected))
        return (*shown[:2], share, *shown[2:])


@dataclass(frozen=True)
class _Columns:
    """The columns of a list, and what one row is in its total."""

    columns: tuple[Column, ...]
    counted: str
    landscape: bool = False


@dataclass(frozen=True)
class ListPart:
    """A list: its kind, its units, and texts that are shared (of the not concrete alone)."""

    kind: str  # a kind of work: 'not_registered', 'overdue', …
    units: Sequence[UnitPart]
    shared: Sequence[SharedLine] = field(default=())
    several: bool = False  # campaigns: each row says of which it is


_CAMPAIGN: Final = "Đợt đăng ký"
_NUMBER: Final = Column("TT", 4, "center", sample="0.000")
_NAME: Final = Column("Họ và tên / Tên tổ chức", 26)


def _items(days: str, remark: str) -> _Columns:
    columns = (
        _NUMBER,
        _NAME,
        Column("Nội dung đăng ký", 44),
        Column("Thời hạn", 12, "center", sample=_DAY),
        Column(days, 8, "center"),
        Column(remark, 18),
    )
    return _Columns(columns, "nội dung", landscape=True)


def _people(day: str, state: str, counted: str) -> _Columns:
    columns = (
        _NUMBER,
        _NAME,
        Column(_CAMPAIGN, 42),
        Column(day, 12, "center", sample=_DAY),
        Column(state, 28),
        Column("Ghi chú", 12),
    )
    return _Columns(columns, counted)


_PLEDGES: Final = _people("Ngày đăng ký", "Tình hình", "bản")
_LISTS: Final = {
    "heads_behind": _people("Hạn đăng ký", "Tình hình", "đối tượng"),
    "not_confirmed": _PLEDGES,
    "not_public": _PLEDGES,
    "due_soon": _items("Còn (ngày)", "Ghi chú"),
    "never_reviewed": _PLEDGES,
    "no_quarter_review": _PLEDGES,
    "no_half_year_review": _PLEDGES,
    "reminders": _Columns(
        (
            _NUMBER,
            Column("Việc cần nhớ", 50),
            Column("Của", 26),
            Column("Ngày nhắc", 12, "center", sample=_DAY),
            Column("Ghi chú", 12),
        ),
        "việc",
    ),
    "not_registered": _Columns(
        (
            _NUMBER,
            _NAME,
            Column("Đối tượng", 14),
            Column(_CAMPAIGN, 44),
            Column("Hạn đăng ký", 12, "center", sample=_DAY),
            Column("Ghi chú", 12),
        ),
        "đối tượng",
    ),
    "overdue": _items("Quá hạn (ngày)", "Lý do, hướng xử lý"),
    "not_concrete": _Columns(
        (_NUMBER, _NAME, Column(_CAMPAIGN, 40), Column("Chưa cụ thể ở chỗ", 40)),
        "bản",
    ),
}
_SHARED: Final = (
    _NUMBER,
    Column("Nội dung trùng nguyên văn", 44),
    Column("Số bản", 8, "center"),
    Column("Của", 44),
)
_SUMMARY: Final = (
    Column("TT", 3, "center", sample="000"),
    Column("Đơn vị", 27),
    Column("Phải đăng ký", 6, "center"),
    Column("Đã đăng ký", 6, "center"),
    Column("Tỷ lệ", 7, "center", sample="100,0%"),
    Column("Ngoài danh sách", 6, "center"),
    Column("Công khai", 6, "center"),
    Column("Xác nhận", 6, "center"),
    Column("Được đánh giá", 6, "center"),
    Column("Xuất sắc", 6, "center"),
    Column("Tốt", 5, "center"),
    Column("Hoàn thành", 6, "center"),
    Column("Không hoàn thành", 6, "center"),
    Column("Nội dung quá hạn", 8, "center"),
    Column("Chưa cụ thể", 6, "center"),
)
_SPANS: Final = (
    Span("Đăng ký", 2, 4),
    Span("Thực hiện", 6, 3),
    Span("Xếp loại (lần gần nhất)", 9, 4),
    Span("Cần khắc phục", 13, 2),
)


def write_list(
    target: Path,
    paper: MembersPaper,
    title: WorkTitle,
    part: ListPart,
    progress: Progress | None = None,
) -> int:
    """Write one of the lists by unit as PDF; return its pages."""
    look = _LISTS[part.kind]
    kept = [
        place for place, one in enumerate(look.columns) if part.several or one.heading != _CAMPAIGN
    ]
    total = sum(len(one.rows) for one in part.units)
    words = f"Tổng cộng: {official_count(total)} {look.counted}." if total else ""
    with atomic_write(target) as stream:
        document = begun(
            stream,
            paper,
            _TITLES[part.kind],
            title.lines,
            landscape=look.landscape,
            progress=progress,
        )
        above = _words_height(document, words)
        end = 0.0 if part.shared else above + document.signature_height(paper.signature)
        size = min(paper.style.table_size, _SIZE)
        draw_headed(
            document,
            [look.columns[place] for place in kept],
            _lines(part.units, kept),
            size=size,
            closing=end,
            empty=_NONE[part.kind],
        )
        _total(document, words)
        if part.shared:
            _draw_shared(document, paper, part.shared, size)
        document.signature(paper.signature)
        return document.finish()


def write_summary(
    target: Path,
    paper: MembersPaper,
    title: WorkTitle,
    units: Sequence[UnitResult],
    total: UnitResult,
    progress: Progress | None = None,
) -> int:
    """Write 'Tổng hợp kết quả đăng ký, thực hiện' by unit as PDF; return its pages."""
    note = (
        "Tỷ lệ là số đã đăng ký trên số phải đăng ký; người, tổ chức ngoài danh sách không tính "
        "vào tỷ lệ. Xếp loại lấy ở lần đánh giá gần nhất của mỗi bản."
    )
    with atomic_write(target) as stream:
        document = begun(
            stream, paper, _TITLES["summary"], title.lines, landscape=True, progress=progress
        )
        high = len(wrap(note, ITALIC, _NOTE_SIZE, document.width)) * _NOTE_SIZE * LEADING + 10
        draw_headed(
            document,
            _SUMMARY,
            _summary_lines(units, total),
            size=min(paper.style.table_size, _WIDE_SIZE),
            closing=high + document.signature_height(paper.signature),
            empty=_NONE["summary"],
            keep=2,  # the sum, and a row above it
            spans=_SPANS,
        )
        document.skip(6)
        document.paragraph(note, ITALIC, _NOTE_SIZE, indent=False)
        document.signature(paper.signature)
        return document.finish()


def _lines(units: Sequence[UnitPart], kept: Sequence[int]) -> Iterator[Line]:
    for unit in units:
        yield Group(f"{unit.unit} ({official_count(len(unit.rows))})")
        for place, row in enumerate(unit.rows, start=1):
            texts = (number(place), *row.texts)
            yield Cells(tuple(texts[column] for column in kept))


def _summary_lines(units: Sequence[UnitResult], total: UnitResult) -> Iterator[Line]:
    for place, one in enumerate(units, start=1):
        yield Cells((number(place), one.unit, *one.cells))
    if units:
        yield Cells(("", total.unit, *total.cells), bold=True)


def _words_height(document: Document, words: str) -> float:
    body = document.style.body_size
    lines = len(wrap(words, BOLD, body, document.width)) if words else 0
    return 6 + lines * body * LEADING + body * 0.25


def _total(document: Document, words: str) -> None:
    document.skip(6)
    if words:
        document.paragraph(words, BOLD, indent=False)


def _draw_shared(
    document: Document, paper: MembersPaper, shared: Sequence[SharedLine], size: float
) -> None:
    """Draw the texts that many have, each with who has it; room for the signature stays."""
    heading = "Các nội dung nhiều bản trùng nguyên văn:"
    if document.room < 8 * document.style.body_size * LEADING:
        document.new_page()
    document.paragraph(heading, BOLD, indent=False)
    document.skip(4)
    draw_headed(
        document,
        _SHARED,
        _shared_lines(shared),
        size=size,
        closing=document.signature_height(paper.signature),
    )


def _shared_lines(shared: Iterable[SharedLine]) -> Iterator[Line]:
    for place, one in enumerate(shared, start=1):
        names = "; ".join(one.names)
        yield Cells((number(place), one.text, number(len(one.names)), names))


__all__ = [
    "ListPart",
    "PaperRow",
    "SharedLine",
    "UnitPart",
    "UnitResult",
    "WorkTitle",
    "write_list",
    "write_summary",
]
