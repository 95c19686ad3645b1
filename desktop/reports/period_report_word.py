"""A period's report as a Word document: real headings, real tables, the margins of its style.

The same paper gives the same bytes. Charts are Word's own. Source: DOMAIN.md, 'Paper'.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO, Final

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from desktop.core.formats import place_and_date
from desktop.core.paper import Letterhead, PaperStyle
from desktop.platform.atomic import atomic_write
from desktop.reports.fonts import BOLD, ITALIC
from desktop.reports.period_report import TITLE, annex_name
from desktop.reports.period_report_paper import (
    ReportChart,
    ReportColumn,
    ReportPaper,
    ReportSection,
    ReportTable,
)
from desktop.reports.text import width
from desktop.reports.word_charts import word_chart
from desktop.reports.word_list import _MADE, _ZIPPED, _page_number, _text
from desktop.reports.workbook import legal

_FONT: Final = "Times New Roman"
_TWIP: Final = 20  # twentieths of a point
_ANNEX_SIZE: Final = 11.0
_CAPTION: Final = 60  # points kept for the lines above a chart
_HEADINGS: Final = ("Heading 1", "Heading 2")
_LOOKS: Final = ("Normal", "Body Text", "Title", "Caption", *_HEADINGS)
_BORDERS: Final = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


def write_report_word(target: Path, paper: ReportPaper) -> int:
    """Write a report as .docx and return how many tables of figures and lists it has.

    Raises the sentences of the environment; `target` is then as it was.
    """
    made = _Word(paper)
    kept = io.BytesIO()
    made.shell.save(kept)
    with atomic_write(target) as stream:
        _zip_again(kept, stream)
    return made.tables


class _Word:
    """The document under way."""

    def __init__(self, paper: ReportPaper) -> None:
        self.paper, self.style = paper, paper.style
        self.tables = 0
        self.shell = _shell(paper)
        style = paper.style
        self.room = int((210 - style.left - style.right) / 25.4 * 72 * _TWIP)
        wide = _heading_room(paper, self.room / _TWIP)
        left = tuple(_issuer(paper, self.room / _TWIP - wide))
        self._add(_two_cells(self.room, wide, left, tuple(_heading(paper, wide))))
        self._title()
        for section in paper.sections:
            self._section(section)
        self._signature()
        for place, one in enumerate(paper.annexes, start=1):
            self._annex(one, annex_name(paper, place))

    def _add(self, words: str) -> None:
        self.shell.element.body.insert_element_before(parse_xml(words), "w:sectPr")

    def _paragraph(self, text: str, look: str, *, centred: bool = False) -> Any:
        paragraph = self.shell.add_paragraph(legal(text), style=look)
        if centred:
            paragraph.paragraph_format.first_line_indent = Pt(0)
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        return paragraph

    def _title(self) -> None:
        style = self.style
        self._add(_line("", style.title_size))
        self._paragraph(TITLE.upper(), "Title")
        lines = self.paper.abstract.split("\n")
        for text in lines:
            self._add(_line(text, style.abstract_size, bold=True))
        self._add(_rule(self.room / _TWIP, 120))

    def _section(self, section: ReportSection) -> None:
        if section.heading:
            self._paragraph(section.heading, _HEADINGS[min(section.level, 2) - 1])
        for text in section.paragraphs:
            self._paragraph(text, "Body Text")
        for one in section.shown:
            if isinstance(one, ReportTable):
                self._table(one, self.style.table_size)
            else:
                self._chart(one)

    def _chart(self, chart: ReportChart) -> None:
        style = self.style
        tallest = (297 - style.top - style.bottom) / 25.4 * 72 - _CAPTION
        if drawn := word_chart(self.shell, chart, self.room / _TWIP, tallest):
            self._paragraph(chart.title, "Caption")
            self._add(drawn)
            self._add(_line("", 6))

    def _table(self, table: ReportTable, size: float, *, captioned: bool = True) -> None:
        if captioned:
            self._paragraph(table.title, "Caption")
        self._add(_table(table, self.room, size))
        self._add(_line("", 6))
        self.tables += 1

    def _signature(self) -> None:
        signature, style = self.paper.signature, self.style
        size = style.signature_size
        right = [
            _line(one.upper(), size, bold=True, keep=True)
            for one in (signature.authority, signature.post)
            if one
        ]
        right += [_line("", size, keep=True)] * 4
        right.append(_line(signature.name, size, bold=True))
        left = tuple(self._receivers())
        self._add(_line("", 8, keep=True))
        self._add(_two_cells(self.room, self.room / _TWIP / 2, left, tuple(right), whole=True))
        self._add(_line("", 6))  # Word wants a paragraph behind the last table

    def _receivers(self) -> Iterator[str]:
        entries, style = self.paper.receivers, self.style
        if entries:
            look = style.receivers_title_look
            title = {"underlined": True} if look == "underline" else {"bold": True, "italic": True}
            yield _line("Nơi nhận:", style.receivers_title_size, side="left", keep=True, **title)
        for place, one in enumerate(entries, start=1):
            end = "." if place == len(entries) else ","
            yield _line(f"- {one}{end}", style.receivers_size, side="left", keep=True)

    def _annex(self, table: ReportTable, name: str) -> None:
        style = self.style
        heading = self._paragraph(name.upper(), "Heading 1", centred=True)
        heading.paragraph_format.page_break_before = True
        self._add(_line(table.title, style.abstract_size, bold=True, keep=True))
        self._add(_line(self.paper.reference, style.table_size, italic=True, keep=True))
        self._add(_line("", 6, keep=True))
        self._table(table, min(style.table_size, _ANNEX_SIZE), captioned=False)


# the document's page and looks


def _shell(paper: ReportPaper) -> Any:
    shell = Document()
    style = paper.style
    section = shell.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(style.top), Mm(style.bottom)
    section.left_margin, section.right_margin = Mm(style.left), Mm(style.right)
    section.header_distance = Mm(style.page_number_from_top)
    section.different_first_page_header_footer = True
    section.header.is_linked_to_previous = False
    words = style.page_number_text.partition("{n}")
    paragraph = section.header.part.element.find(qn("w:p"))
    number = _page_number(words[0], words[2], style.page_number_size)
    paragraph.getparent().replace(paragraph, parse_xml(number))
    if style.mirrored:
        zoom = shell.settings.element.find(qn("w:zoom"))
        zoom.addnext(parse_xml(f"<w:mirrorMargins {nsdecls('w')}/>"))
    _set_looks(shell, style)
    kept = shell.core_properties
    kept.title = legal(f"{TITLE} {paper.abstract}")[:255]  # no longer one is kept
    kept.author = legal(paper.issuer)[:255]
    kept.last_modified_by = kept.comments = ""
    kept.created = kept.modified = _MADE
    kept.revision = 1
    return shell


def _set_looks(shell: Any, style: PaperStyle) -> None:
    """Set the named styles: one font for the letters of every script, black."""
    defaults = shell.styles.element.find(
        f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}"
    )
    language = '<w:lang {} w:val="vi-VN" w:eastAsia="vi-VN" w:bidi="ar-SA"/>'
    for old in list(defaults):
        defaults.remove(old)
    defaults.append(parse_xml(_fonts()))
    defaults.append(parse_xml(language.format(nsdecls("w"))))
    for name in _LOOKS:
        look = shell.styles[name]
        shown = look.element.get_or_add_rPr()
        for old in list(shown):
            shown.remove(old)
        shown.append(parse_xml(_fonts()))
        look.font.size = Pt(style.body_size)
        look.font.color.rgb = RGBColor(0, 0, 0)
        look.font.bold = name not in ("Normal", "Body Text")
        frame = look.element.get_or_add_pPr().find(qn("w:pBdr"))
        if frame is not None:
            frame.getparent().remove(frame)
        set_out = look.paragraph_format
        set_out.space_before = set_out.space_after = Pt(0)
        set_out.line_spacing = 1.0
    indent = Mm(style.indent)
    text = shell.styles["Body Text"].paragraph_format
    text.alignment, text.first_line_indent = WD_ALIGN_PARAGRAPH.JUSTIFY, indent
    text.space_after = Pt(4)
    for name in _HEADINGS:
        set_out = shell.styles[name].paragraph_format
        set_out.alignment, set_out.first_line_indent = WD_ALIGN_PARAGRAPH.JUSTIFY, indent
        set_out.space_before, set_out.space_after = Pt(4), Pt(4)
        set_out.keep_with_next = True
    for name, size in (("Title", style.title_size), ("Caption", style.table_size)):
        shell.styles[name].font.size = Pt(size)
        set_out = shell.styles[name].paragraph_format
        set_out.alignment, set_out.keep_with_next = WD_ALIGN_PARAGRAPH.CENTER, True
    shell.styles["Caption"].paragraph_format.space_before = Pt(4)
    shell.styles["Caption"].paragraph_format.space_after = Pt(4)


def _fonts() -> str:
    names = " ".join(f'w:{one}="{_FONT}"' for one in ("ascii", "hAnsi", "eastAsia", "cs"))
    return f"<w:rFonts {nsdecls('w')} {names}/>"


# pieces as XML: thousands of rows take seconds and little memory


def _line(
    text: str,
    size: float,
    *,
    side: str = "center",
    bold: bool = False,
    italic: bool = False,
    underlined: bool = False,
    keep: bool = False,
) -> str:
    """Give a paragraph of one look, without indent and without space around it."""
    half = f'<w:sz w:val="{int(size * 2)}"/><w:szCs w:val="{int(size * 2)}"/>'
    look = f"{'<w:b/>' * bold}{'<w:i/>' * italic}{half}"
    look += '<w:u w:val="single"/>' * underlined
    run = f"<w:r><w:rPr>{look}</w:rPr>{_text(text)}</w:r>" if text else ""
    stays = "<w:keepNext/>" * keep
    return (
        f'<w:p {nsdecls("w")}><w:pPr>{stays}<w:spacing w:before="0" w:after="0"/>'
        f'<w:jc w:val="{side}"/><w:rPr>{half}</w:rPr></w:pPr>{run}</w:p>'
    )


def _rule(room: float, length: float) -> str:
    """Give an empty paragraph with a rule of a length in the middle of its room, in points."""
    side = max(0, int((room - length) / 2 * _TWIP))
    return (
        f'<w:p {nsdecls("w")}><w:pPr><w:pBdr><w:top w:val="single" w:sz="6" w:space="1" '
        'w:color="000000"/></w:pBdr><w:spacing w:before="40" w:after="0" w:line="160" '
        f'w:lineRule="exact"/><w:ind w:left="{side}" w:right="{side}"/>'
        '<w:rPr><w:sz w:val="8"/></w:rPr></w:pPr></w:p>'
    )


def _issuer(paper: ReportPaper, room: float) -> Iterator[str]:
    style, head = paper.style, paper.head
    if head.parent:
        yield _line(head.parent.upper(), style.parent_size, bold=style.parent_bold)
    yield _line(head.issuer.upper(), style.issuer_size, bold=True)
    if style.issuer_mark == "star":
        yield _line("*", style.issuer_size)
    else:
        yield _rule(room, 60)
    if head.number:
        number = f"{' ' * 8}{head.number}" if head.number.startswith("-") else head.number
        yield _line(style.number_text.format(number=number), style.number_size)


def _heading(paper: ReportPaper, room: float) -> Iterator[str]:
    style = paper.style
    for words, size in zip(style.heading, style.heading_sizes, strict=True):
        yield _line(words, size, bold=True)
    yield _rule(room, width(style.heading[-1], BOLD, style.heading_sizes[-1]))
    yield _line(_date_words(paper.head), style.date_size, italic=True)


def _heading_room(paper: ReportPaper, room: float) -> float:
    """Return the width of the right column: state or Party and the date stay on one line each."""
    style = paper.style
    lines = zip(style.heading, style.heading_sizes, strict=True)
    needed = max(width(words, BOLD, size) for words, size in lines)
    dated = min(width(_date_words(paper.head), ITALIC, style.date_size), room * 0.7)
    return max(needed, dated, room * 0.5) + 4


def _date_words(head: Letterhead) -> str:
    if head.day is not None:
        return place_and_date(head.place, head.day)
    year = str(head.year) if head.year else " " * 6
    return f"{head.place}, ngày {' ' * 5} tháng {' ' * 5} năm {year}"


def _two_cells(
    room: int, right_room: float, left: Sequence[str], right: Sequence[str], *, whole: bool = False
) -> str:
    """Give a table of two columns without borders; `whole`: it stays on one page."""
    wide = int(right_room * _TWIP)
    widths = (room - wide, wide)
    grid = "".join(f'<w:gridCol w:w="{one}"/>' for one in widths)
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{wide}" w:type="dxa"/></w:tcPr>{"".join(lines) or _line("", 6)}'
        "</w:tc>"
        for wide, lines in zip(widths, (left, right), strict=True)
    )
    stays = "<w:trPr><w:cantSplit/></w:trPr>" * whole
    margins = '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/>'
    return (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{room}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/>{margins}</w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid><w:tr>{stays}{cells}</w:tr></w:tbl>"
    )


def _table(table: ReportTable, room: int, size: float) -> str:
    columns = table.headings()
    shares = sum(one.share for one in columns)
    widths = [int(room * one.share / shares) for one in columns]
    grid = "".join(f'<w:gridCol w:w="{one}"/>' for one in widths)
    margins = "".join(f'<w:{one} w:w="70" w:type="dxa"/>' for one in ("left", "right"))
    heading = "".join(
        _cell(one.heading, wide, size, "center", bold=True)
        for one, wide in zip(columns, widths, strict=True)
    )
    rows = "".join(_rows(table, columns, widths, size))
    return (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblBorders>{_BORDERS}</w:tblBorders><w:tblLayout w:type="fixed"/>'
        f"<w:tblCellMar>{margins}</w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
        f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{heading}</w:tr>{rows}</w:tbl>"
    )


def _rows(
    table: ReportTable, columns: Sequence[ReportColumn], widths: Sequence[int], size: float
) -> Iterator[str]:
    for kind, texts in table.lines():
        if kind == "group":
            cells = _cell(texts[0], sum(widths), size, "left", bold=True, span=len(widths))
        else:
            cells = "".join(
                _cell(text, wide, size, one.align, bold=kind == "total")
                for text, wide, one in zip(texts, widths, columns, strict=True)
            )
        yield f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>"


def _cell(
    text: str, wide: int, size: float, side: str, *, bold: bool = False, span: int = 0
) -> str:
    half = f'<w:sz w:val="{int(size * 2)}"/>'
    run = f"<w:r><w:rPr>{'<w:b/>' * bold}{half}</w:rPr>{_text(text)}</w:r>" if text else ""
    merged = f'<w:gridSpan w:val="{span}"/>' if span else ""
    return (
        f'<w:tc><w:tcPr><w:tcW w:w="{wide}" w:type="dxa"/>{merged}</w:tcPr>'
        f'<w:p><w:pPr><w:jc w:val="{side}"/><w:rPr>{half}</w:rPr></w:pPr>{run}</w:p></w:tc>'
    )


def _zip_again(kept: io.BytesIO, stream: BinaryIO) -> None:
    """Copy the document with the same days in every file, so that the same paper is the same."""
    with (
        zipfile.ZipFile(kept) as source,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive,
    ):
        for name in source.namelist():
            part = zipfile.ZipInfo(name, _ZIPPED)
            part.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(part, source.read(name))
