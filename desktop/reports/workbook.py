"""Lists as Excel workbooks that stay true to the book: dates are dates, card numbers stay text.

The same title, columns and rows give the same bytes. Texts are never read as formulas, numbers
or addresses. Source of the columns: DOMAIN.md, 'Spreadsheets'.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError

from desktop.core.errors import UserProblem
from desktop.core.formats import date_text, number
from desktop.core.register import Kind
from desktop.core.vietnamese.dates import DateProblem, PartialDate
from desktop.platform.atomic import atomic_file
from desktop.platform.opened import COPIES

CellValue = str | int | Decimal | bool | date | None
"""A value of a cell, in words where it was a reference or choice; a partial date is ISO text."""

SHEET: Final = "Danh sách"
HINTS_SHEET: Final = "Hướng dẫn"
WORDS_SHEET: Final = "Danh mục"
"""The sheets' names; those of hints and words hold no rows."""
NUMBER_HEADING: Final = "STT"
EXAMPLE_MARK: Final = "Ví dụ"
"""Stands in the STT cell of a template's example row, which is no row to be read."""
MARK: Final = "x"
"""A true boolean; a false one is an empty cell."""

_FONT: Final = {
    "font_name": "Times New Roman",
    "font_size": 12,
    "font_family": 1,  # Roman
    "font_scheme": "none",
}
_MADE: Final = datetime(2020, 1, 1)  # noqa: DTZ001 - the same in every file, of no time zone
_LONGEST: Final = 32_767  # UTF-16 units of a cell
_MOST_ROWS: Final = 1_048_576
_LONGEST_AS_TEXT: Final = 255  # longer ones some versions show as ##### in the text format
_EXACT: Final = 10**15  # Excel keeps 15 digits of a number
_LAST_ENTRY: Final = 2_000
_DAY_ZERO: Final = date(1899, 12, 30)
_FIRST_DAY: Final = date(1900, 3, 1)  # Excel has a 29/02/1900, so that days before are wrong
_PORTRAIT: Final = 90
_EVERY: Final = 200
_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

# numbers of Excel's own formats: 1 is 0, 2 is 0.00, 3 is #,##0 in the reader's own signs, 49 is @
_AS_TEXT: Final = 49
_CELL: Final = {"valign": "top", "text_wrap": True, "border": 1}
_LOOKS: Final[dict[str, dict[str, Any]]] = {
    "title": {"bold": True, "font_size": 14, "align": "center", "valign": "vcenter"},
    "subtitle": {"italic": True, "align": "center", "valign": "vcenter"},
    "heading": {"bold": True, "align": "center", "valign": "vcenter", "bg_color": "#E7E6E6"},
    "text": {**_CELL, "num_format": _AS_TEXT},
    "long": _CELL,
    "mark": {**_CELL, "num_format": _AS_TEXT, "align": "center"},
    "count": {**_CELL, "num_format": 1, "align": "center"},
    "integer": {**_CELL, "num_format": 1},
    "money": {**_CELL, "num_format": 3},
    "points": {**_CELL, "num_format": 2},
    "date": {**_CELL, "num_format": "dd/mm/yyyy", "align": "center"},
}
for _one in ("title", "subtitle", "heading"):
    _LOOKS[_one] |= {"text_wrap": True}
_LOOKS["heading"] |= {"border": 1}
_LOOKS["required"] = {**_LOOKS["heading"], "font_color": "#C00000"}

_OF_KIND: Final = {
    Kind.BOOLEAN: "mark",
    Kind.INTEGER: "integer",
    Kind.MONEY: "money",
    Kind.POINTS: "points",
    Kind.DATE: "date",
}
"""How a kind looks. A partial date is text: in a date's cell Excel makes '1975' a day of 1905."""


@dataclass(frozen=True)
class SheetColumn:
    """A column: Vietnamese heading, what it holds, width in characters.

    For a template also the words of a drop-down, a note at the heading, whether it is required.
    """

    heading: str
    kind: Kind
    width: int
    choices: tuple[str, ...] = ()
    note: str = ""
    required: bool = False


def write_workbook(
    target: Path,
    title: str,
    columns: Sequence[SheetColumn],
    rows: Iterable[Sequence[CellValue]],
    *,
    subtitle: str = "",
    numbered: bool = True,
    tick: Callable[[int], None] | None = None,
) -> int:
    """Write rows as an .xlsx file and return their number; `tick` hears how many are written.

    Raises `UserProblem` for a text longer than a cell holds or more rows than a sheet has, and
    the sentences of the environment; what `tick` raises goes through. `target` is then as it was.
    """
    with _workbook(target, title, constant_memory=True) as book:
        looks = _formats(book)
        sheet = book.add_worksheet(SHEET)
        first = 1 if numbered else 0
        shown = (SheetColumn(NUMBER_HEADING, Kind.INTEGER, 5),) if numbered else ()
        top = _head(sheet, title, subtitle, (*shown, *columns), looks)
        row = top
        for row, values in enumerate(rows, top + 1):
            if row >= _MOST_ROWS:
                raise UserProblem(
                    f"Danh sách có hơn {number(_MOST_ROWS - top - 1)} dòng, quá số dòng của một "
                    "trang tính Excel. Hãy lọc bớt rồi xuất lại."
                )
            if numbered:
                sheet.write_number(row, 0, row - top, looks["count"])
            for place, (column, value) in enumerate(zip(columns, values, strict=True), first):
                look, content = _content(column, value, row - top)
                _write(sheet, row, place, looks[look], content)
            if tick is not None and (row - top) % _EVERY == 0:
                tick(row - top)
        sheet.autofilter(top, 0, row, first + len(columns) - 1)
    return row - top


def write_template(
    target: Path,
    title: str,
    columns: Sequence[SheetColumn],
    example: Sequence[CellValue],
    hints: Sequence[str],
) -> None:
    """Write an empty .xlsx to be filled in: drop-downs, notes, hints and one example row.

    Headings of required columns are red; the example row has `EXAMPLE_MARK` in its STT cell.
    Raises the sentences of the environment; `target` is then as it was.
    """
    with _workbook(target, title) as book:
        looks = _formats(book)
        sheet = book.add_worksheet(SHEET)
        for place, column in enumerate(columns, 1):
            # no border, or the whole sheet would be ruled
            entry = book.add_format({**_look_of(column), "border": 0})
            sheet.set_column(place, place, column.width, entry)
        shown = (SheetColumn(NUMBER_HEADING, Kind.INTEGER, 7), *columns)
        told = f"Cột có tiêu đề màu đỏ là bắt buộc; xem thêm trang «{HINTS_SHEET}»."
        top = _head(sheet, title, told, shown, looks, widths=False)
        sheet.set_column(0, 0, shown[0].width)
        grey = {"italic": True, "font_color": "#7F7F7F"}
        sheet.write_string(top + 1, 0, EXAMPLE_MARK, book.add_format({**_LOOKS["mark"], **grey}))
        for place, (column, value) in enumerate(zip(columns, example, strict=True), 1):
            look, content = _content(column, value, 1)
            _write(sheet, top + 1, place, book.add_format({**_LOOKS[look], **grey}), content)
            if column.note:
                note = {"author": "", "font_name": _FONT["font_name"], "font_size": 11}
                sheet.write_comment(top, place, column.note, note)
        _hints(book.add_worksheet(HINTS_SHEET), looks, hints)
        _drop_downs(book, sheet, columns, top + 1, looks)


def legal(text: str) -> str:
    """Return a text without what XML has no place for (`core.vietnamese.fold` keeps it away)."""
    return _ILLEGAL.sub("", text)


@contextmanager
def _workbook(target: Path, title: str, *, constant_memory: bool = False) -> Iterator[Any]:
    """Yield a workbook that becomes `target` at the end; XlsxWriter's own files are removed."""
    with (
        atomic_file(target) as temporary,
        COPIES.scratch() as folder,
    ):
        options = {
            "constant_memory": constant_memory,
            "tmpdir": str(folder),
            "use_zip64": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "default_format_properties": _FONT,
            "default_column_width": 72,  # pixels, as Excel has it in this font
            "default_row_height": 21,
        }
        book = xlsxwriter.Workbook(str(temporary), options)
        book.set_properties({"title": legal(title)[:255], "author": "", "created": _MADE})
        try:
            yield book
            book.close()
        except FileCreateError as error:
            raise error.args[0] from None  # the OSError that it wraps
        finally:
            for sheet in book.worksheets():
                if sheet.row_data_fh is not None:
                    sheet.row_data_fh.close()


def _formats(book: Any) -> dict[str, Any]:
    return {name: book.add_format(look) for name, look in _LOOKS.items()}


def _look_of(column: SheetColumn) -> dict[str, Any]:
    return _LOOKS[_OF_KIND.get(column.kind, "text")]


def _head(
    sheet: Any,
    title: str,
    subtitle: str,
    columns: Sequence[SheetColumn],
    looks: dict[str, Any],
    *,
    widths: bool = True,
) -> int:
    """Write what stands above the rows and set up the page; return the heading row."""
    last = len(columns) - 1
    room = sum(one.width for one in columns)
    lines = [("title", title, 1.25), *([("subtitle", subtitle, 1.0)] if subtitle else [])]
    for row, (look, words, wide) in enumerate(lines):
        # Excel fits no row to merged cells
        sheet.set_row(row, 21 * (1 + int(len(words) * wide) // max(room, 1)))
        if last > 0:
            sheet.merge_range(row, 0, row, last, "", looks[look])
        sheet.write_string(row, 0, legal(words), looks[look])
    top = len(lines)
    # no green corner at every card number
    sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    for place, column in enumerate(columns):
        if widths:
            sheet.set_column(place, place, column.width)
        sheet.write_string(
            top, place, legal(column.heading), looks["required" if column.required else "heading"]
        )
    sheet.freeze_panes(top + 1, 0)
    sheet.repeat_rows(top)
    sheet.set_paper(9)  # A4
    if room > _PORTRAIT:
        sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.6, right=0.6, top=0.75, bottom=0.75)  # inches
    sheet.set_footer('&C&"Times New Roman,Regular"&12Trang &P/&N')
    return top


def _content(
    column: SheetColumn, value: CellValue, row: int
) -> tuple[str, str | int | Decimal | None]:
    """Return how a value looks and what Excel is given of it, by the kind and its own type."""
    kind = column.kind
    look = _OF_KIND.get(kind, "text")
    if value is None or value == "":
        return look, None
    if isinstance(value, bool):
        return "mark", MARK if value else None
    if isinstance(value, str) and kind is Kind.PARTIAL_DATE:
        value = _day_or_words(value)
    if isinstance(value, date):
        if value < _FIRST_DAY:
            return "text", date_text(value)
        return "date", (value - _DAY_ZERO).days
    if isinstance(value, int | Decimal):
        if look in ("integer", "money", "points") and -_EXACT < value < _EXACT:
            return look, value
        return "text", format(value, "f") if isinstance(value, Decimal) else str(value)
    text = legal(value)
    if len(text) * 2 > _LONGEST:
        length = len(text.encode("utf-16-le")) // 2
        if length > _LONGEST:
            raise UserProblem(
                f"Dòng {number(row)}, cột «{column.heading}»: nội dung dài {number(length)} ký tự, "
                f"một ô Excel chỉ chứa được {number(_LONGEST)}. Hãy rút ngắn rồi xuất lại."
            )
    if len(text) > _LONGEST_AS_TEXT:
        return "long", text
    return "mark" if kind is Kind.BOOLEAN else "text", text


def _day_or_words(text: str) -> date | str:
    """Return a full day of a partial date as such, of any other its words."""
    try:
        known = PartialDate.from_iso(text)
    except DateProblem:
        return text  # as somebody typed it: a row that goes back to be mended
    return known.display if known.day is None else known.first_day


def _write(
    sheet: Any, row: int, place: int, look: Any, content: str | int | Decimal | None
) -> None:
    if content is None:
        sheet.write_blank(row, place, None, look)
    elif isinstance(content, str):
        sheet.write_string(row, place, content, look)
    else:
        sheet.write_number(row, place, content, look)


def _hints(sheet: Any, looks: dict[str, Any], hints: Sequence[str]) -> None:
    sheet.set_column(0, 0, 100)
    sheet.write_string(0, 0, "Hướng dẫn nhập", looks["title"])
    for row, hint in enumerate(hints, 1):
        sheet.write_string(row, 0, f"{row}. {hint}", looks["long"])
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _drop_downs(
    book: Any, sheet: Any, columns: Sequence[SheetColumn], first: int, looks: dict[str, Any]
) -> None:
    """Offer the words of each column; only those of a fixed list are insisted on."""
    listed: Any = None
    used = 0
    for place, column in enumerate(columns, 1):
        if not column.choices:
            continue
        source: list[str] | str = list(column.choices)
        # Excel keeps a short list as one text with commas between
        joined = ",".join(column.choices)
        if len(joined) > 255 or any(set(',"') & set(one) for one in column.choices):
            listed = listed or book.add_worksheet(WORDS_SHEET)
            listed.set_column(used, used, max(20, min(column.width, 60)))
            listed.write_string(0, used, f"{WORDS_SHEET}: {column.heading}", looks["heading"])
            for row, one in enumerate(column.choices, 1):
                listed.write_string(row, used, legal(one), looks["text"])
            end = xlsxwriter.utility.xl_rowcol_to_cell(
                len(column.choices), used, row_abs=True, col_abs=True
            )
            begin = xlsxwriter.utility.xl_rowcol_to_cell(1, used, row_abs=True, col_abs=True)
            source = f"='{WORDS_SHEET}'!{begin}:{end}"
            used += 1
        rule = {
            "validate": "list",
            "source": source,
            "show_error": column.kind is Kind.CHOICE,
            "error_title": "Không có trong danh mục",
            "error_message": "Hãy chọn một giá trị trong danh sách thả xuống.",
        }
        sheet.data_validation(first, place, _LAST_ENTRY - 1, place, rule)
