"""Lists of members: 'Sổ danh sách đảng viên' (mẫu 7-HSĐV), and the list by unit.

Source of the fourteen columns: DOMAIN.md, 'Lists and forms that are printed'. Religion is not
kept: its words stand in the heading of column 3 as the form has them, without content.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Generic, TypeVar

from desktop.core.formats import number, official_count
from desktop.core.paper import Letterhead, PaperStyle, Signature
from desktop.platform.atomic import atomic_write
from desktop.reports.beginning import begun
from desktop.reports.document import Progress
from desktop.reports.fonts import BOLD
from desktop.reports.headed_table import Cells, Column, Group, Line, Sum, draw_headed
from desktop.reports.text import LEADING, wrap

_BOOK_SIZE = 9.0
_LIST_SIZE = 11.0
_DAY = "00/00/0000"
_CARD = "00.000000"
_NONE = "Chưa có đảng viên nào."
_EMPTY_PIECE = "-"

Pieces = tuple[str, ...]
"""What stands in one cell, each on a line of its own; an unknown piece is empty."""


@dataclass(frozen=True)
class MembersPaper:
    """How a paper about members is printed: style, head, who signs."""

    style: PaperStyle
    head: Letterhead
    signature: Signature


@dataclass(frozen=True)
class ListTitle:
    """What the title says below its first line."""

    scope: str = ""  # the unit, when it is not the whole book
    as_of: str = ""  # 'tính đến ngày 31/03/2026'


@dataclass(frozen=True)
class BookRow:
    """A member in the book 7-HSĐV: columns 2 to 14, and whether it counts as a member."""

    names: Pieces  # full name, birth name
    sex_ethnicity: Pieces
    home_towns: Pieces  # then, now
    learning: Pieces  # education, theory, qualification, languages
    occupations: Pieces  # before admission, now
    party_days: Pieces  # admitted, official
    numbers: Pieces  # card, file, badge
    force: str
    departures: Pieces
    arrivals: Pieces
    death: Pieces  # day, cause
    leaving: Pieces  # day, form
    notes: Pieces
    present: bool = True
    probationary: bool = False

    @property
    def cells(self) -> tuple[str, ...]:
        """The texts of columns 2 to 14."""
        fixed = (self.learning, self.occupations, self.party_days, self.numbers)
        return (
            *(_lines(one) for one in (self.names, self.sex_ethnicity, self.home_towns)),
            *(_placed(one) for one in fixed),
            self.force,
            *(_lines(one) for one in (self.departures, self.arrivals, self.death, self.leaving)),
            _lines(self.notes),
        )


@dataclass(frozen=True)
class ListRow:
    """A member in the list by unit."""

    name: str
    born: str
    sex: str
    card: str
    admitted: str
    official: str
    party_post: str
    other_post: str
    status: str
    probationary: bool = False


Row = TypeVar("Row", BookRow, ListRow)


@dataclass(frozen=True)
class UnitRows(Generic[Row]):
    """The members of a unit, in order."""

    unit: str
    rows: Sequence[Row]


def write_member_book(
    target: Path,
    paper: MembersPaper,
    title: ListTitle,
    units: Sequence[UnitRows[BookRow]],
    progress: Progress | None = None,
) -> int:
    """Write 'Sổ danh sách đảng viên' (mẫu 7-HSĐV) as PDF, across the sheet; return its pages."""
    columns = [
        Column("Số TT", 3.2, "center", sample=number(sum(len(one.rows) for one in units))),
        Column("Họ và tên, họ và tên khai sinh", 11),
        Column("Nam, nữ, dân tộc, tôn giáo", 5.5),
        Column("Quê quán", 11),
        Column("Văn hóa, lý luận, chuyên môn nghiệp vụ, ngoại ngữ", 10.5),
        Column("Nghề nghiệp trước khi vào Đảng, hiện nay", 10),
        Column("Ngày vào Đảng, ngày chính thức", 6, "center", sample=_DAY),
        Column("Số thẻ đảng viên, số lý lịch, số Huy hiệu Đảng", 6.5, "center", sample=_CARD),
        Column("Bộ đội, công an, hưu trí", 5, "center"),
        Column("Ngày chuyển đi, đến đảng bộ cơ sở nào", 7.5),
        Column("Ngày chuyển đến, ở đảng bộ cơ sở nào đến", 7.5),
        Column("Ngày từ trần, lý do", 6, sample=_DAY),
        Column("Ngày ra khỏi Đảng, hình thức", 6, sample=_DAY),
        Column("Ghi chú", 6.5),
    ]
    document_title = ("Sổ danh sách đảng viên", "(Mẫu 7-HSĐV)")
    rows = [row for unit in units for row in unit.rows]
    total = f"Tổng cộng: {official_count(len(rows))} đảng viên trong sổ"
    present = sum(one.present for one in rows)
    if present != len(rows):
        total += f", đang sinh hoạt {_people(present, _probationary(rows))}"
    elif _probationary(rows):
        total += f" ({official_count(_probationary(rows))} dự bị)"
    with atomic_write(target) as stream:
        sheet = _Sheet(stream, paper, document_title, title, progress)
        sheet.table(columns, _book_lines(units), _BOOK_SIZE, f"{total}.", numbered=True)
        return sheet.document.finish()


def write_member_list(
    target: Path,
    paper: MembersPaper,
    title: ListTitle,
    units: Sequence[UnitRows[ListRow]],
    progress: Progress | None = None,
) -> int:
    """Write 'Danh sách đảng viên' by unit as PDF, across the sheet; return its pages."""
    largest = max((len(one.rows) for one in units), default=0)
    columns = [
        Column("TT", 4, "center", sample=number(largest)),
        Column("Họ và tên", 24),
        Column("Ngày sinh", 11, "center", sample=_DAY),
        Column("Giới tính", 6, "center"),
        Column("Số thẻ đảng", 10, "center", sample=_CARD),
        Column("Ngày kết nạp", 11, "center", sample=_DAY),
        Column("Ngày chính thức", 11, "center", sample=_DAY),
        Column("Chức vụ Đảng", 18),
        Column("Chức vụ chính quyền, đoàn thể", 24),
        Column("Trạng thái", 10, "center", sample="Chính thức"),
    ]
    rows = [row for unit in units for row in unit.rows]
    total = f"Tổng cộng: {_people(len(rows), _probationary(rows))}."
    size = min(paper.style.table_size, _LIST_SIZE)
    with atomic_write(target) as stream:
        sheet = _Sheet(stream, paper, ("Danh sách đảng viên", ""), title, progress)
        sheet.table(columns, _list_lines(units), size, total)
        return sheet.document.finish()


class _Sheet:
    """A list across the sheet, from its letterhead to its signature."""

    def __init__(
        self,
        stream: BinaryIO,
        paper: MembersPaper,
        heading: tuple[str, str],
        title: ListTitle,
        progress: Progress | None,
    ) -> None:
        kind, note = heading
        self.signature = paper.signature
        about = (title.scope, title.as_of)
        self.document = begun(stream, paper, kind, about, note, landscape=True, progress=progress)

    def table(
        self,
        columns: Sequence[Column],
        lines: Iterable[Line],
        size: float,
        total: str,
        *,
        numbered: bool = False,
    ) -> None:
        """Draw the table, the total below it, and the signature, which is never alone."""
        document, body = self.document, self.document.style.body_size
        above = 6 + len(wrap(total, BOLD, body, document.width)) * body * LEADING + body * 0.25
        closing = above + document.signature_height(self.signature)
        draw_headed(
            document, columns, lines, size=size, closing=closing, empty=_NONE, numbered=numbered
        )
        document.skip(6)
        document.paragraph(total, BOLD, indent=False)
        document.signature(self.signature)


def _book_lines(units: Sequence[UnitRows[BookRow]]) -> Iterator[Line]:
    place = 0
    for unit in units:
        yield Group(unit.unit)
        for row in unit.rows:
            place += 1
            yield Cells((number(place), *row.cells))


def _list_lines(units: Sequence[UnitRows[ListRow]]) -> Iterator[Line]:
    for unit in units:
        yield Group(unit.unit)
        for place, row in enumerate(unit.rows, start=1):
            yield Cells(
                (
                    number(place),
                    row.name,
                    row.born,
                    row.sex,
                    row.card,
                    row.admitted,
                    row.official,
                    row.party_post,
                    row.other_post,
                    row.status,
                )
            )
        yield Sum(f"Cộng: {_people(len(unit.rows), _probationary(unit.rows))}")


def _people(count: int, probationary: int) -> str:
    """Return '12 đảng viên (02 dự bị)'."""
    words = f"{official_count(count)} đảng viên"
    return f"{words} ({official_count(probationary)} dự bị)" if probationary else words


def _probationary(rows: Sequence[BookRow] | Sequence[ListRow]) -> int:
    return sum(one.probationary for one in rows)


def _lines(pieces: Pieces) -> str:
    return "\n".join(one for one in pieces if one)


def _placed(pieces: Pieces) -> str:
    """Return pieces that are known by their place: a gap before a known one shows as a dash."""
    known = [place for place, one in enumerate(pieces) if one]
    shown = pieces[: known[-1] + 1] if known else ()
    return "\n".join(one or _EMPTY_PIECE for one in shown)
