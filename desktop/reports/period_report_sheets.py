"""The annexes of a period's report as an Excel workbook: figures, tables and lists on sheets."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from desktop.core.formats import date_text
from desktop.core.register import Kind
from desktop.reports.period_report_paper import (
    CENTRE,
    COUNT,
    DAY,
    RATE,
    TEXT,
    Cell,
    ReportColumn,
    ReportPaper,
    ReportTable,
)
from desktop.reports.workbook import (
    NUMBER_HEADING,
    SheetColumn,
    _content,
    _formats,
    _head,
    _look_of,
    _workbook,
    _write,
    legal,
)

_FIGURES: Final = "Số liệu"
_KINDS: Final = {TEXT: Kind.TEXT, CENTRE: Kind.TEXT, COUNT: Kind.INTEGER, DAY: Kind.DATE,
                 RATE: Kind.POINTS}  # fmt: skip
_WIDE: Final = 90  # characters of a sheet's columns together
_NAMES: Final = {"models": "Mô hình", "awards": "Khen thưởng", "study": "Học tập"}
_PERCENT: Final = 10  # Excel's own format 0.00%


def write_report_sheets(target: Path, paper: ReportPaper) -> int:
    """Write figures and annexes as .xlsx and return how many sheets it has.

    Raises `UserProblem` for a text longer than a cell holds, and the sentences of the environment;
    `target` is then as it was.
    """
    period = f"Từ ngày {date_text(paper.period_from)} đến ngày {date_text(paper.period_to)}"
    tables = [one for part in paper.sections for one in part.shown if isinstance(one, ReportTable)]
    lists = [one for one in paper.annexes if one.key != "figures"]
    sheets = 1
    with _workbook(target, f"Phụ lục báo cáo {paper.abstract}") as book:
        writer = _Writer(book, period)
        writer.sheet(_FIGURES, _figures(paper))
        for place, one in enumerate(tables, start=1):
            writer.sheet(f"Bảng {place}", one)
        for one in lists:
            writer.sheet(_NAMES.get(one.key, one.title), one)
        sheets += len(tables) + len(lists)
    return sheets


def _figures(paper: ReportPaper) -> ReportTable:
    columns = (
        ReportColumn("Nhóm số liệu", 24),
        ReportColumn("Nội dung", 46),
        ReportColumn("Số liệu", 12, COUNT),
        ReportColumn("Đơn vị tính", 14, CENTRE),
    )
    rows = tuple(
        (group, words, _number(value), unit) for group, words, value, unit in paper.figure_lines
    )
    return ReportTable("figures", "Số liệu của kỳ báo cáo", columns, rows)


def _number(value: str) -> Cell:
    """Return a figure as a number where it is a whole one: '5.395' is 5395."""
    digits = value.replace(".", "")
    return int(digits) if digits.isdigit() else value


class _Writer:
    """Writes tables onto sheets of their own."""

    def __init__(self, book: Any, period: str) -> None:
        self._book, self._period = book, period
        self._looks = _formats(book)
        self._bold = book.add_format({"bold": True, "border": 1, "valign": "top"})
        rate = {**_look_of(SheetColumn("", Kind.POINTS, 0)), "num_format": _PERCENT}
        self._rates = [book.add_format({**rate, "bold": bold}) for bold in (False, True)]

    def sheet(self, name: str, table: ReportTable) -> None:
        sheet = self._book.add_worksheet(name[:31])
        shares = sum(one.share for one in table.columns)
        columns = [
            SheetColumn(one.heading, _KINDS[one.kind], max(9, round(one.share / shares * _WIDE)))
            for one in table.columns
        ]
        shown = (SheetColumn(NUMBER_HEADING, Kind.INTEGER, 5), *columns)
        top = _head(sheet, table.title, self._period, shown, self._looks)
        place = 0
        row = top
        for row, values in enumerate(table.rows, top + 1):
            if len(values) == 1 and len(columns) > 1:
                sheet.merge_range(row, 0, row, len(columns), legal(str(values[0])), self._bold)
                continue
            place += 1
            sheet.write_number(row, 0, place, self._looks["count"])
            self._row(sheet, row, table, columns, values, bold=False)
        if table.total:
            sheet.write_blank(row + 1, 0, None, self._bold)
            self._row(sheet, row + 1, table, columns, table.total, bold=True)

    def _row(
        self,
        sheet: Any,
        row: int,
        table: ReportTable,
        columns: Sequence[SheetColumn],
        values: tuple[Cell, ...],
        *,
        bold: bool,
    ) -> None:
        kinds = zip(table.columns, columns, values, strict=True)
        for at, (column, shown, value) in enumerate(kinds, start=1):
            if column.kind == RATE and isinstance(value, int | float):
                sheet.write_number(row, at, value, self._rates[bold])
                continue
            day = column.kind == DAY and isinstance(value, str)
            given = date.fromisoformat(str(value)) if day else value
            told = Decimal(str(given)) if isinstance(given, float) else given
            look_name, content = _content(shown, told, row)
            look = self._looks[look_name]
            if bold:
                look = self._bold
            _write(sheet, row, at, look, content)
