"""Lists as Word documents: a table that goes on over the pages under its repeated headings.

Page, head and styles are made with python-docx; the rows are streamed into the document as XML,
so that thousands of them take seconds and little memory. The same input gives the same bytes.
Source: DOMAIN.md, 'Paper'.
"""

from __future__ import annotations

import html
import io
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO, Final

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt

from desktop.core.formats import date_text, money_plain, number
from desktop.core.paper import PRESETS
from desktop.core.register import Kind
from desktop.core.vietnamese.dates import DateProblem, PartialDate
from desktop.platform.atomic import atomic_write
from desktop.reports.workbook import MARK, NUMBER_HEADING, CellValue, SheetColumn, legal

_FONT: Final = "Times New Roman"
_BODY: Final = 13.0
_SIZES: Final = (12.0, 11.0, 10.0, 9.0, 8.0)
_CHARACTER: Final = 0.5  # width of a usual letter in font sizes
_PORTRAIT: Final = 100  # characters
_NUMBER_WIDTH: Final = 5
_MADE: Final = datetime(2020, 1, 1)  # noqa: DTZ001 - the same in every file, of no time zone
_ZIPPED: Final = (1980, 1, 1, 0, 0, 0)
_HERE: Final = "<!--rows-->"
_DOCUMENT: Final = "word/document.xml"
_EVERY: Final = 200
_BORDERS: Final = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)
_SIDES: Final = {
    Kind.INTEGER: "right",
    Kind.MONEY: "right",
    Kind.POINTS: "right",
    Kind.BOOLEAN: "center",
    Kind.DATE: "center",
    Kind.PARTIAL_DATE: "center",
}


def write_word_list(
    target: Path,
    title: str,
    columns: Sequence[SheetColumn],
    rows: Iterable[Sequence[CellValue]],
    *,
    header_left: Sequence[str] = (),
    header_right: Sequence[str] = (),
    subtitle: str = "",
    numbered: bool = True,
    tick: Callable[[int], None] | None = None,
) -> int:
    """Write rows as a .docx file and return their number; `tick` hears how many are written.

    Above the title stand `header_left`, its last line bold, and `header_right`, its last line
    (place and date) italic. The page lies across when the columns need it. Raises the sentences
    of the environment; what `tick` raises goes through. `target` is then as it was.
    """
    shown = [SheetColumn(NUMBER_HEADING, Kind.INTEGER, _NUMBER_WIDTH)] if numbered else []
    table = _Table([*shown, *columns], numbered=numbered)
    shell = _shell(title, table.landscape)
    body = shell.element.body
    head = _letterhead(header_left, header_right, table.room)
    for words in (*head, _paragraph(title, "center", 14, bold=True, before=6)):
        body.insert_element_before(parse_xml(words), "w:sectPr")
    if subtitle:
        words = _paragraph(subtitle, "center", _BODY, italic=True)
        body.insert_element_before(parse_xml(words), "w:sectPr")
    for words in (_paragraph("", "left", 6), table.begin(), _paragraph("", "left", 6)):
        body.insert_element_before(parse_xml(words), "w:sectPr")
    kept = io.BytesIO()
    shell.save(kept)
    with atomic_write(target) as stream:
        _put_together(kept, stream, table.rows(rows, tick))
    return table.written


# the document without its rows


def _shell(title: str, landscape: bool) -> Any:
    """Return an A4 document with the Party's margins and page numbers from page 2 on."""
    shell = Document()
    style = PRESETS["party-a"]
    section = shell.sections[0]
    sides = (Mm(297), Mm(210)) if landscape else (Mm(210), Mm(297))
    section.page_width, section.page_height = sides
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    section.top_margin, section.bottom_margin = Mm(style.top), Mm(style.bottom)
    section.left_margin, section.right_margin = Mm(style.left), Mm(style.right)
    section.header_distance = Mm(style.page_number_from_top)
    section.different_first_page_header_footer = True
    section.header.is_linked_to_previous = False
    words = style.page_number_text.partition("{n}")
    paragraph = section.header.part.element.find(qn("w:p"))
    paragraph.getparent().replace(
        paragraph, parse_xml(_page_number(words[0], words[2], style.page_number_size))
    )
    if style.mirrored:
        settings = shell.settings.element
        settings.find(qn("w:zoom")).addnext(parse_xml(f"<w:mirrorMargins {nsdecls('w')}/>"))
    _set_fonts(shell)
    kept = shell.core_properties
    kept.title = legal(title)[:255]  # no longer one is kept
    kept.author = kept.last_modified_by = kept.comments = ""
    kept.created = kept.modified = _MADE
    kept.revision = 1
    return shell


def _set_fonts(shell: Any) -> None:
    """Use one font for the letters of every script, and no space between paragraphs."""
    styles = shell.styles.element
    fonts = styles.find(f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}")
    for old in list(fonts):
        fonts.remove(old)
    names = " ".join(f'w:{one}="{_FONT}"' for one in ("ascii", "hAnsi", "eastAsia", "cs"))
    half = int(_BODY * 2)
    for words in (
        f"<w:rFonts {nsdecls('w')} {names}/>",
        f'<w:sz {nsdecls("w")} w:val="{half}"/>',
        f'<w:szCs {nsdecls("w")} w:val="{half}"/>',
        f'<w:lang {nsdecls("w")} w:val="vi-VN" w:eastAsia="vi-VN" w:bidi="ar-SA"/>',
    ):
        fonts.append(parse_xml(words))
    normal = shell.styles["Normal"]
    normal.paragraph_format.space_after = Pt(0)
    normal.paragraph_format.line_spacing = 1.0


def _page_number(before: str, after: str, size: float) -> str:
    look = f'<w:rPr><w:sz w:val="{int(size * 2)}"/></w:rPr>'
    return (
        f'<w:p {nsdecls("w")}><w:pPr><w:jc w:val="center"/></w:pPr>'
        f"<w:r>{look}{_text(before)}</w:r>"
        f'<w:fldSimple w:instr=" PAGE "><w:r>{look}<w:t>2</w:t></w:r></w:fldSimple>'
        f"<w:r>{look}{_text(after)}</w:r></w:p>"
    )


def _letterhead(left: Sequence[str], right: Sequence[str], room: int) -> Iterator[str]:
    """Give a table of two columns without borders; nothing when there is nothing to say."""
    if not left and not right:
        return
    halves = []
    for lines, bold, italic in ((left, True, False), (right, False, True)):
        ends = len(lines) - 1
        paragraphs = [
            _paragraph(one, "center", _BODY, bold=bold and at == ends, italic=italic and at == ends)
            for at, one in enumerate(lines)
        ]
        halves.append("".join(paragraphs) or _paragraph("", "center", _BODY))
    grid = f'<w:gridCol w:w="{room // 2}"/>' * 2
    width = f'<w:tcPr><w:tcW w:w="{room // 2}" w:type="dxa"/></w:tcPr>'
    cells = "".join(f"<w:tc>{width}{one}</w:tc>" for one in halves)
    yield (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{room}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
        f"<w:tr>{cells}</w:tr></w:tbl>"
    )


def _paragraph(
    text: str,
    side: str,
    size: float,
    *,
    bold: bool = False,
    italic: bool = False,
    before: int = 0,
) -> str:
    look = f"{'<w:b/>' * bold}{'<w:i/>' * italic}"
    half = f'<w:sz w:val="{int(size * 2)}"/><w:szCs w:val="{int(size * 2)}"/>'
    space = f'<w:spacing w:before="{before * 20}" w:after="0"/>'
    run = f"<w:r><w:rPr>{look}{half}</w:rPr>{_text(text)}</w:r>" if text else ""
    mark = f"<w:rPr>{half}</w:rPr>"
    return f'<w:p {nsdecls("w")}><w:pPr>{space}<w:jc w:val="{side}"/>{mark}</w:pPr>{run}</w:p>'


def _text(words: str) -> str:
    """Give a run's text, its lines apart."""
    lines = html.escape(legal(words), quote=False).split("\n")
    return "<w:br/>".join(f'<w:t xml:space="preserve">{one}</w:t>' for one in lines)


# the rows


class _Table:
    """The list's table: its measures, its beginning, and its rows one by one."""

    def __init__(self, columns: Sequence[SheetColumn], *, numbered: bool) -> None:
        self._columns = columns
        self._numbered = numbered
        characters = sum(max(one.width, 4) for one in columns)
        self.landscape = characters > _PORTRAIT
        style = PRESETS["party-a"]
        across = (297 if self.landscape else 210) - style.left - style.right
        points = across / 25.4 * 72
        self.room = int(points * 20)
        self._size = next(
            (one for one in _SIZES if characters * one * _CHARACTER <= points), _SIZES[-1]
        )
        # every cell has its width, Word doesn't look at the columns'
        self._widths = [self.room * max(one.width, 4) // characters for one in columns]
        self.written = 0

    def begin(self) -> str:
        """Give the table with its heading row and the place of the others."""
        grid = "".join(f'<w:gridCol w:w="{one}"/>' for one in self._widths)
        margins = "".join(f'<w:{one} w:w="70" w:type="dxa"/>' for one in ("left", "right"))
        cells = "".join(
            self._cell(at, one.heading, "center", bold=True) for at, one in enumerate(self._columns)
        )
        return (
            f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{sum(self._widths)}" w:type="dxa"/>'
            f'<w:tblBorders>{_BORDERS}</w:tblBorders><w:tblLayout w:type="fixed"/>'
            f"<w:tblCellMar>{margins}</w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
            f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cells}</w:tr>{_HERE}</w:tbl>"
        )

    def rows(
        self, rows: Iterable[Sequence[CellValue]], tick: Callable[[int], None] | None
    ) -> Iterator[bytes]:
        """Give the XML of each row, counting them."""
        for values in rows:
            self.written += 1
            given = (self.written, *values) if self._numbered else values
            cells = [
                self._cell(at, _words(one.kind, value), _SIDES.get(one.kind, "left"))
                for at, (one, value) in enumerate(zip(self._columns, given, strict=True))
            ]
            row = f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cells)}</w:tr>"
            yield row.encode()
            if tick is not None and self.written % _EVERY == 0:
                tick(self.written)

    def _cell(self, at: int, words: str, side: str, *, bold: bool = False) -> str:
        if self._numbered and at == 0:
            side = "center"
        half = f'<w:sz w:val="{int(self._size * 2)}"/>'
        middle = '<w:vAlign w:val="center"/>' * bold
        run = f"<w:r><w:rPr>{'<w:b/>' * bold}{half}</w:rPr>{_text(words)}</w:r>" if words else ""
        return (
            f'<w:tc><w:tcPr><w:tcW w:w="{self._widths[at]}" w:type="dxa"/>{middle}</w:tcPr>'
            f'<w:p><w:pPr><w:jc w:val="{side}"/><w:rPr>{half}</w:rPr></w:pPr>{run}</w:p></w:tc>'
        )


def _words(kind: Kind, value: CellValue) -> str:
    """Return a value as paper shows it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return MARK if value else ""
    if isinstance(value, date):
        return date_text(value)
    if isinstance(value, int | Decimal):
        if kind is Kind.MONEY:
            return money_plain(value)
        return number(value) if kind is Kind.POINTS else str(value)
    if kind is Kind.PARTIAL_DATE:
        try:
            return PartialDate.from_iso(value).display
        except DateProblem:
            return value  # as somebody typed it
    return value


def _put_together(shell: io.BytesIO, stream: BinaryIO, rows: Iterator[bytes]) -> None:
    """Copy the document into `stream` with its rows in their place."""
    with (
        zipfile.ZipFile(shell) as source,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for name in source.namelist():
            content = source.read(name)
            part = zipfile.ZipInfo(name, _ZIPPED)
            part.compress_type = zipfile.ZIP_DEFLATED
            if name != _DOCUMENT:
                archive.writestr(part, content)
                continue
            before, after = content.split(_HERE.encode())
            with archive.open(part, "w") as out:
                out.write(before)
                for row in rows:
                    out.write(row)
                out.write(after)
