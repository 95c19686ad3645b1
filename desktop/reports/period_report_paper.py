"""All that the paper of a period's report is made of, as plain values that go into JSON and back.

The same value makes the PDF, the Word file and the workbook; an issued report is kept as its JSON,
so that it prints again as it was whatever happened to the data.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Final

from desktop.core.errors import UserProblem
from desktop.core.formats import date_text, number
from desktop.core.paper import Letterhead, PaperStyle, Signature
from desktop.core.report_names import rate_text

VERSION: Final = 1
TEXT, CENTRE, COUNT, RATE, DAY = "text", "centre", "count", "rate", "day"
Cell = str | int | float | None
"""A cell: words, a count, a rate as a fraction, or a day as ISO text, by its column's kind."""


@dataclass(frozen=True)
class ReportColumn:
    """A column: heading, share of the width, what it holds."""

    heading: str
    share: float
    kind: str = TEXT

    def words(self, value: Cell) -> str:
        """Return a cell as paper shows it."""
        if value is None:
            return ""
        if self.kind == RATE and isinstance(value, int | float):
            return rate_text(value)
        if self.kind == DAY and isinstance(value, str):
            return date_text(date.fromisoformat(value))
        return value if isinstance(value, str) else number(value)

    @property
    def align(self) -> str:
        """How its cells are set."""
        return {TEXT: "left", CENTRE: "center", DAY: "center"}.get(self.kind, "right")


@dataclass(frozen=True)
class ReportTable:
    """A table; a row of one cell is a heading across all columns. `numbered`: 'TT' goes first."""

    key: str
    title: str
    columns: tuple[ReportColumn, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: tuple[Cell, ...] = ()
    numbered: bool = True

    def lines(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield 'group', 'row' or 'total' with its texts, those of a row with its number."""
        place = 0
        first = (lambda text: (text,)) if self.numbered else lambda _text: ()
        for row in self.rows:
            if len(row) == 1 and len(self.columns) > 1:
                yield "group", (str(row[0]),)
                continue
            place += 1
            yield "row", (*first(number(place)), *self._words(row))
        if self.total:
            yield "total", (*first(""), *self._words(self.total))

    def headings(self) -> tuple[ReportColumn, ...]:
        """Return the columns, the one of numbers first."""
        return (ReportColumn("TT", 6, CENTRE), *self.columns) if self.numbered else self.columns

    def _words(self, row: tuple[Cell, ...]) -> Iterator[str]:
        return (column.words(value) for column, value in zip(self.columns, row, strict=True))


@dataclass(frozen=True)
class ReportChart:
    """Bars: labels, and series of their numbers by name."""

    key: str
    title: str
    labels: tuple[str, ...]
    series: tuple[tuple[str, tuple[int, ...]], ...]


@dataclass(frozen=True)
class ReportSection:
    """A heading with its number ('' for the opening), paragraphs, tables and charts in order."""

    heading: str
    level: int
    paragraphs: tuple[str, ...] = ()
    shown: tuple[ReportTable | ReportChart, ...] = ()


@dataclass(frozen=True)
class ReportPaper:
    """A report as it is printed."""

    style: PaperStyle
    head: Letterhead
    signature: Signature
    abstract: str
    period_from: date
    period_to: date
    sections: tuple[ReportSection, ...]
    annexes: tuple[ReportTable, ...] = ()
    receivers: tuple[str, ...] = ()
    figures: Mapping[str, Any] = field(default_factory=dict)  # the contract, DOMAIN.md 'Figures'
    figure_lines: tuple[tuple[str, str, str, str], ...] = ()  # register, words, value, unit

    @property
    def reference(self) -> str:
        """What annexes refer to: 'Kèm theo Báo cáo số 12-BC/BTG ngày 02/9/2025 của …'."""
        number_words = self.head.number if self.head.number[:1].isdigit() else "........."
        day = date_text(self.head.day) if self.head.day else "..../..../........"
        return f"(Kèm theo Báo cáo số {number_words} ngày {day} của {self.issuer})"

    @property
    def issuer(self) -> str:
        """The office's name as a text has it."""
        return str(self.figures.get("office") or self.head.issuer)

    def to_json(self) -> str:
        """Return all of it as JSON with a version number; the same paper, the same text."""
        given = {"version": VERSION, **asdict(self)}
        return json.dumps(given, ensure_ascii=False, sort_keys=True, default=date.isoformat)

    @classmethod
    def from_json(cls, text: str) -> ReportPaper:
        """Return the paper that `to_json` wrote; `UserProblem` for what isn't one."""
        try:
            given = json.loads(text)
            if given["version"] > VERSION:
                raise UserProblem(
                    "Bản báo cáo này do bản chương trình mới hơn ban hành. "
                    "Hãy cập nhật chương trình."
                )
            return _paper(given)
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise UserProblem(
                "Bản báo cáo đã ban hành bị hỏng. Hãy mở bản sao lưu của sổ."
            ) from error


def _paper(given: dict[str, Any]) -> ReportPaper:
    head = given["head"]
    head["day"] = date.fromisoformat(head["day"]) if head["day"] else None
    return ReportPaper(
        style=PaperStyle.from_json(json.dumps(given["style"])),
        head=Letterhead(**head),
        signature=Signature(**given["signature"]),
        sections=tuple(_section(one) for one in given["sections"]),
        annexes=tuple(_table(one) for one in given["annexes"]),
        receivers=tuple(given["receivers"]),
        figure_lines=tuple((a, b, c, d) for a, b, c, d in given["figure_lines"]),
        abstract=given["abstract"],
        period_from=date.fromisoformat(given["period_from"]),
        period_to=date.fromisoformat(given["period_to"]),
        figures=given["figures"],
    )


def _section(given: dict[str, Any]) -> ReportSection:
    shown = tuple(_table(one) if "columns" in one else _chart(one) for one in given["shown"])
    return ReportSection(given["heading"], given["level"], tuple(given["paragraphs"]), shown)


def _table(given: dict[str, Any]) -> ReportTable:
    return ReportTable(
        given["key"],
        given["title"],
        tuple(ReportColumn(**one) for one in given["columns"]),
        tuple(tuple(one) for one in given["rows"]),
        tuple(given["total"]),
        given["numbered"],
    )


def _chart(given: dict[str, Any]) -> ReportChart:
    series = tuple((name, tuple(values)) for name, values in given["series"])
    return ReportChart(given["key"], given["title"], tuple(given["labels"]), series)
