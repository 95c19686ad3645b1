"""A hand on the keyboard over the sheets of reviews and ratings, and the cell they are of."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import QEvent, QMimeData, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from desktop.core.review_period import span
from desktop.core.terms import ReviewPeriod
from desktop.ui.pledges.ratings import RatingsPage
from desktop.ui.pledges.review_sheet import ReviewSheetPage

Key = Qt.Key
JUNE = span(ReviewPeriod.MONTH, date(2026, 6, 1))


def box() -> QMessageBox:
    """The box that asks something now."""
    found = QApplication.activeModalWidget()
    assert isinstance(found, QMessageBox)
    return found


def type_keys(widget: QWidget, letter: str) -> None:
    """Send a letter as a key; QTest knows those of Latin-1 alone."""
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        event = QKeyEvent(kind, Key.Key_unknown, Qt.KeyboardModifier.NoModifier, letter)
        QApplication.sendEvent(widget, event)


class Hand:
    """A hand on the keyboard, over a sheet."""

    def __init__(self, page: Any, desk: Any) -> None:
        self.page, self.view, self.desk = page, page.view, desk
        self.view.setFocus()

    def column(self, name: str) -> int:
        return [one.name for one in self.page.model.columns].index(name)

    def at(self, row: int, name: str) -> Hand:
        self.view.go_to(row, self.column(name))
        return self

    def press(self, key: Qt.Key, with_: Any = Qt.KeyboardModifier.NoModifier) -> Hand:
        QTest.keyClick(self.view.delegate.editor or self.view, key, with_)
        return self

    def type(self, text: str) -> Hand:
        """Type letter by letter: the first one opens the editor."""
        for letter in text:
            type_keys(self.view.delegate.editor or self.view, letter)
        return self

    def cell(self, row: int, name: str) -> str:
        return self.page.model.text(row, self.column(name))

    def where(self) -> tuple[int, str]:
        index = self.view.currentIndex()
        return index.row(), self.page.model.columns[index.column()].name

    def paste(self, data: QMimeData | str) -> Hand:
        clipboard = QApplication.clipboard()
        if isinstance(data, str):
            clipboard.setText(data)
        else:
            clipboard.setMimeData(data)
        return self.press(Key.Key_V, Qt.KeyboardModifier.ControlModifier)

    def select(self, first: tuple[int, str], last: tuple[int, str]) -> Hand:
        self.at(*first)
        for _row in range(last[0] - first[0]):
            self.press(Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
        for _column in range(self.column(last[1]) - self.column(first[1])):
            self.press(Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
        return self

    def kept(self, row: int, register: str = "pledge_reviews") -> dict[str, Any]:
        """What the book holds for a row."""
        self.desk.settle()
        key = self.page.model.rows[row].key
        owner = "pledge_id" if register == "pledge_reviews" else "member_id"
        last = self.page.bar.span.last
        rows = [
            one
            for one in self.desk.all(register)
            if one.values[owner] == key and one.values["period_to"] == last
        ]
        assert len(rows) < 2
        return dict(rows[0].values) if rows else {}


def keep_cell(desk: Any) -> int:
    """Keep a cell of four members with a pledge each, one of them its secretary."""
    unit = desk.add("units", name="Chi bộ ấp Mỹ Cẩm", kind="cell")
    for name, post in (("Võ Văn Út", "Bí thư"), ("Lê Ánh", None), ("Bùi Bình", None),
                       ("Tô Cẩm", None)):  # fmt: skip
        member = desk.add("members", full_name=name, party_post=post, unit_id=unit)
        pledge = desk.add("pledges", year=2026, kind="registration", member_id=member)
        desk.add("pledge_items", pledge_id=pledge, content=f"Việc của {name}")
    return unit


def section(desk: Any, title: str, kind: type) -> Any:
    page = desk.tab("pledges")
    titles = [page.bar.tabText(place) for place in range(page.bar.count())]
    page.bar.setCurrentIndex(titles.index(title))
    desk.settle()
    found = page.section(page.bar.currentIndex())
    assert isinstance(found, kind)
    return found


def sheet_of(desk: Any, cell: int) -> Hand:
    """The sheet of the cell's reviews of June."""
    page = section(desk, "Theo dõi, đánh giá", ReviewSheetPage)
    page.go(cell, JUNE)
    desk.settle()
    return Hand(page, desk)


def ratings_of(desk: Any, cell: int) -> Hand:
    """The sheet of the cell's ratings of the year."""
    page = section(desk, "Xếp loại năm", RatingsPage)
    page.go(cell, span(ReviewPeriod.YEAR, date(2026, 1, 1)))
    desk.settle()
    return Hand(page, desk)
