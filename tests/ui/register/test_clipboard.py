"""Rows copied as a table: text and HTML, read back as a spreadsheet program reads them."""

from __future__ import annotations

import csv
import io
from html.parser import HTMLParser

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication


class _Cells(HTMLParser):
    """The cells of an HTML table, and which of them are marked as text or number."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.marks: dict[str, str] = {}
        self._attributes: dict[str, str | None] = {}
        self._open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th"):
            self._open = True
            self._attributes = dict(attrs)
            self.rows[-1].append("")
        if tag == "br" and self._open:
            self.rows[-1][-1] += "\n"

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self._open = False

    def handle_data(self, data: str) -> None:
        if self._open:
            self.rows[-1][-1] += data
            self.marks[self.rows[-1][-1]] = str(self._attributes.get("style") or "number")


def _copied() -> tuple[list[list[str]], _Cells]:
    data = QGuiApplication.clipboard().mimeData()
    cells = _Cells()
    cells.feed(data.html())
    return list(csv.reader(io.StringIO(data.text()), delimiter="\t")), cells


def test_rows_are_copied_with_headings_as_shown(office, people):
    page = office.page("members")
    page.view.setFocus()
    page.view.select_ids([people["Nguyễn Thị Anh"], people["Trần Văn Đạt"]])
    office.qtbot.keyClick(page.view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    office.settle()
    text, html = _copied()
    assert text == html.rows
    shown = [page.spec.by_name[name].heading for name in page.columns.shown()]
    assert text[0] == shown
    first = dict(zip(shown, text[1], strict=True))
    assert first["Họ và tên"] == "Nguyễn Thị Anh"
    assert first["Số thẻ đảng"] == "00123456"
    assert "mso-number-format:'\\@'" in html.marks["00123456"]
    assert dict(zip(shown, text[2], strict=True))["Ngày sinh"] == "05/1975"
    assert office.told.notes


def test_select_all_copies_every_row(office):
    office.add_many("fields", ({"name": f"Lĩnh vực {one:04}"} for one in range(700)))
    page = office.page("fields")
    page.view.setFocus()
    office.qtbot.keyClick(page.view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    page.copy_selected()
    office.settle()
    text, _html = _copied()
    assert len(text) == page.model.rowCount() + 1 > 700


def test_text_with_tabs_lines_and_markup_stays_one_cell(office):
    words = 'Dòng "một"\nhai <b>&</b> ba'
    office.add("models", name="Mô hình", results=words, kind="collective")
    page = office.page("models")
    page.columns.set_shown("results", True)
    page.view.selectAll()
    page.copy_selected()
    office.settle()
    text, html = _copied()
    assert words in text[1]
    assert words in html.rows[1]


def test_money_is_a_number_for_the_spreadsheet(office):
    round_id = office.add("rounds", title="Đợt", occasion="yearly")
    form = office.all("award_forms")[0].id
    office.add("awards", round_id=round_id, form_id=form, recipient_name="A", money=1_500_000)
    page = office.page("awards")
    page.view.selectAll()
    page.copy_selected()
    office.settle()
    text, html = _copied()
    assert "1500000" in text[1]
    assert html.marks["1500000"] == "number"
