"""Rows as a table for the clipboard: tab-separated text, and HTML for Excel and Word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from desktop.core.pasting import guarded
from desktop.core.register import Field, Row
from desktop.ui.i18n import language
from desktop.ui.register import source
from desktop.ui.register.display import NUMBERS, cell_text, plain_number

if TYPE_CHECKING:
    from PySide6.QtCore import QMimeData

    from desktop.services.books import Book

_AT_ONCE = 500
# Text must stay text, or a card number loses its leading zeros: once for Excel, once for Calc.
_TEXT_CELL = '<td style="mso-number-format:\'\\@\'" sdnum="1066;0;@">{}</td>'
_NUMBER_CELL = '<td x:num="{0}">{0}</td>'


@dataclass(frozen=True)
class CopiedTable:
    """A table as text and as HTML."""

    text: str
    html: str
    rows: int

    def mime_data(self) -> QMimeData:
        """Return it as the clipboard takes it."""
        from PySide6.QtCore import QMimeData  # noqa: PLC0415 (runs on the UI thread only)

        data = QMimeData()
        data.setText(self.text)
        data.setHtml(self.html)
        return data


def table_of(book: Book, register: str, ids: Sequence[int], fields: Sequence[Field]) -> CopiedTable:
    """Read rows and return them as a table with headings (runs on the reading thread)."""
    found: list[Row] = []
    lines = ["\t".join(_tsv(field.text(language())) for field in fields)]
    parts = ["<tr>", *(f"<th>{escape(field.text(language()))}</th>" for field in fields), "</tr>"]
    for start in range(0, len(ids), _AT_ONCE):
        found = list(source.rows(book, register, ids[start : start + _AT_ONCE]))
        for row in found:
            lines.append("\t".join(_tsv(_plain(field, row)) for field in fields))
            parts.append(f"<tr>{''.join(_cell(field, row) for field in fields)}</tr>")
    html = (
        '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta charset="utf-8"></head>'
        f"<body><table>{''.join(parts)}</table></body></html>"
    )
    return CopiedTable("\n".join(lines) + "\n", html, len(ids))


def _plain(field: Field, row: Row) -> str:
    value = row.values.get(field.name)
    if field.kind in NUMBERS and value is not None:
        return plain_number(value)
    return cell_text(field, row)


def _cell(field: Field, row: Row) -> str:
    value = row.values.get(field.name)
    if field.kind in NUMBERS and value is not None:
        return _NUMBER_CELL.format(plain_number(value))
    return _TEXT_CELL.format(escape(cell_text(field, row)).replace("\n", "<br>"))


def _tsv(text: str) -> str:
    """Quote what would otherwise break the table, as spreadsheets do; no text is a formula."""
    text = guarded(text)
    if any(sign in text for sign in '\t\n"'):
        return '"' + text.replace('"', '""') + '"'
    return text
