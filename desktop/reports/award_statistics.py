"""Awards of a period summed up by form, level, year and unit: times, not persons."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop.core.formats import money_plain, number, official_count
from desktop.core.paper import Letterhead, PaperStyle, Signature
from desktop.core.terms import RecipientKind
from desktop.platform.atomic import atomic_write
from desktop.reports.document import Document, Progress
from desktop.reports.fonts import REGULAR
from desktop.reports.headed_table import Cells, Column, Group, Line, Span, draw_headed
from desktop.reports.text import LEADING, wrap

_NONE = "Chưa có khen thưởng nào trong thời gian này."
_NO_AWARDS = "Đợt này chưa có khen thưởng nào."
_ROMAN = ("I", "II", "III", "IV", "V", "VI")
_KINDS = {one.value: one.heading for one in RecipientKind}


@dataclass(frozen=True)
class StatRow:
    """Awards under one word by kind of recipient; money in đồng."""

    label: str
    collectives: int
    households: int
    individuals: int
    money: int = 0

    @property
    def awards(self) -> int:
        """All of them."""
        return self.collectives + self.households + self.individuals


@dataclass(frozen=True)
class StatSection:
    """One way of summing up."""

    heading: str
    rows: Sequence[StatRow]


@dataclass(frozen=True)
class StatTitle:
    """The period in words, and the unit when it is not the whole office."""

    period: str
    unit: str = ""


def write_statistics(
    target: Path,
    style: PaperStyle,
    head: Letterhead,
    signature: Signature,
    title: StatTitle,
    sections: Sequence[StatSection],
    total: StatRow,
    people: StatRow,
    progress: Progress | None = None,
) -> int:
    """Write 'Thống kê khen thưởng' as PDF; return its pages.

    `total` are awards, `people` distinct recipients: the sentence below the table has both.
    """
    abstract = ("khen thưởng, biểu dương", title.period, title.unit)
    with atomic_write(target) as stream:
        document = Document(
            stream,
            style,
            title=f"Thống kê khen thưởng {title.period}",
            author=head.issuer,
            progress=progress,
        )
        document.letterhead(head)
        document.title("Thống kê", abstract)
        words = closing_words(total, people)
        size = style.body_size
        lines = len(wrap(words, REGULAR, size, document.width)) + 1
        closing = 6 + lines * size * LEADING + document.signature_height(signature)
        draw_headed(
            document,
            _columns(total),
            _lines(sections, total) if total.awards else (),
            size=style.table_size,
            closing=closing,
            empty=_NONE,
            keep=2,
            spans=(Span("Số lượt khen", 2, 4),),
        )
        document.skip(6)
        if total.awards:
            document.paragraph(words)
        document.signature(signature)
        return document.finish()


@dataclass(frozen=True)
class RoundSum:
    """Awards of a round under one word; money in đồng."""

    label: str
    awards: int
    money: int


@dataclass(frozen=True)
class RoundSection:
    """One way of summing a round up."""

    heading: str
    rows: Sequence[RoundSum]


def write_round(
    target: Path,
    style: PaperStyle,
    head: Letterhead,
    signature: Signature,
    occasion: str,
    sections: Sequence[RoundSection],
    progress: Progress | None = None,
) -> int:
    """Write 'Thống kê khen thưởng' of one round, on `occasion`, as PDF; return its pages."""
    rows = [row for one in sections for row in one.rows]
    most = max((one.awards for one in rows), default=0)
    money = max((one.money for one in rows), default=0)
    columns = [
        Column("TT", 6, "center"),
        Column("Nội dung", 58),
        Column("Số lượt", 12, "center", number(most)),
        Column("Tiền thưởng (đồng)", 24, "right", money_plain(money)),
    ]
    with atomic_write(target) as stream:
        document = Document(
            stream,
            style,
            title=f"Thống kê khen thưởng {occasion}",
            author=head.issuer,
            progress=progress,
        )
        document.letterhead(head)
        document.title("Thống kê", ("khen thưởng, biểu dương", occasion))
        draw_headed(
            document,
            columns,
            _round_lines(sections) if rows else (),
            size=style.table_size,
            closing=document.signature_height(signature),
            empty=_NO_AWARDS,
            keep=2,
        )
        document.signature(signature)
        return document.finish()


def _round_lines(sections: Sequence[RoundSection]) -> Iterator[Line]:
    for place, section in enumerate(one for one in sections if one.rows):
        yield Group(f"{_ROMAN[place]}. {section.heading}")
        for row, one in enumerate(section.rows, start=1):
            money = money_plain(one.money) if one.money else "-"
            yield Cells((str(row), one.label, number(one.awards) if one.awards else "-", money))


def _columns(total: StatRow) -> list[Column]:
    largest = number(total.awards)
    return [
        Column("TT", 5, "center"),
        Column("Nội dung", 36),
        Column("Tổng số", 9, "center", largest),
        Column(_KINDS[RecipientKind.COLLECTIVE.value], 9, "center", largest),
        Column("Hộ", 8, "center", largest),
        Column(_KINDS[RecipientKind.INDIVIDUAL.value], 9, "center", largest),
        Column("Tiền thưởng (đồng)", 18, "right", money_plain(total.money)),
    ]


def _lines(sections: Sequence[StatSection], total: StatRow) -> Iterator[Line]:
    yield _cells("", total, label="Tổng cộng", bold=True)
    for place, section in enumerate(sections):
        yield Group(f"{_ROMAN[place]}. {section.heading}")
        for row, one in enumerate(section.rows, start=1):
            yield _cells(str(row), one)


def _cells(place: str, row: StatRow, *, label: str = "", bold: bool = False) -> Cells:
    counts = (row.awards, row.collectives, row.households, row.individuals)
    shown = tuple(number(one) if one else "-" for one in counts)
    money = money_plain(row.money) if row.money else "-"
    return Cells((place, label or row.label, *shown, money), bold=bold)


def closing_words(total: StatRow, people: StatRow) -> str:
    """Return the sentence that tells times from persons."""
    counts = (
        (people.collectives, "tập thể"),
        (people.households, "hộ gia đình"),
        (people.individuals, "cá nhân"),
    )
    known = ", ".join(f"{official_count(count)} {word}" for count, word in counts if count)
    times = f"Bảng tính số lượt khen: {official_count(total.awards)} lượt"
    return f"{times} cho {known} (mỗi tập thể, hộ, cá nhân tính một lần)."
