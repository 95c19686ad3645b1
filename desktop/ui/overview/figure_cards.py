"""The figures of a year or a term as cards; each figure leads to its rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.figures.gateway import Wanted
from desktop.ui.icons import icon
from desktop.ui.page import PageContext
from desktop.ui.theme import GAP, ICON_SIZE, MARGIN

if TYPE_CHECKING:
    from desktop.services.figure_lines import FigureLine
    from desktop.services.overview_figures import FigureCard

_IN_A_ROW = 3
_ICONS = {
    "pledges": "file-check",
    "models": "lightbulb",
    "awards": "award",
    "study_sessions": "book-open",
    "inspections": "shield-check",
    "documents": "scroll-text",
}
_LINE = """
QPushButton#figure { text-align: left; border: 1px solid transparent; border-radius: 4px;
    background: transparent; padding: 0; }
QPushButton#figure:hover { background: palette(midlight); }
QPushButton#figure:focus { border-color: palette(accent); }
QPushButton#figure QLabel { background: transparent; }
"""


class FigureCards(QWidget):
    """Cards beside each other; those that stand already keep their place and the focus."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self.setStyleSheet(_LINE)
        self.grid = QGridLayout(self)
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.grid.setSpacing(GAP)
        for column in range(_IN_A_ROW):
            self.grid.setColumnStretch(column, 1)

    def show_cards(self, cards: Sequence[FigureCard], first: date, last: date) -> None:
        """Show the figures of a period."""
        for place, one in enumerate(cards):
            item = self.grid.itemAt(place)
            card = item.widget() if item is not None else None
            if not isinstance(card, _Card):
                card = _Card(self._context)
                self.grid.addWidget(card, place // _IN_A_ROW, place % _IN_A_ROW)
            card.tell(one, first, last)

    def lines(self) -> list[FigureButton]:
        """Return the figures from the first card to the last."""
        return self.findChildren(FigureButton)


class _Card(QFrame):
    """The figures of one kind of work."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._context = context
        self._picture = QLabel()
        self._title = QLabel()
        font = self._title.font()
        font.setBold(True)
        self._title.setFont(font)
        head = QHBoxLayout()
        head.addWidget(self._picture)
        head.addWidget(self._title, 1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(MARGIN, GAP, MARGIN, GAP)
        self._column.setSpacing(2)
        self._column.addLayout(head)
        self._lines: list[FigureButton] = []
        self._column.addStretch(1)

    def tell(self, card: FigureCard, first: date, last: date) -> None:
        """Show the figures of a card."""
        picture = icon(_ICONS.get(card.register, "list"), "accent")
        self._picture.setPixmap(picture.pixmap(ICON_SIZE, ICON_SIZE))
        self._title.setText(card.title)
        while len(self._lines) < len(card.lines):
            line = FigureButton(self._context)
            self._column.insertWidget(1 + len(self._lines), line)
            self._lines.append(line)
        for button, one in zip(self._lines, card.lines, strict=False):
            button.tell(one, card.title, Wanted(first, last))


class FigureButton(QPushButton):
    """A figure with its words; pressing it shows the rows."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self.setObjectName("figure")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._context = context
        self._line: FigureLine | None = None
        self._about, self._wanted = "", Wanted(date.min, date.max)
        self._words, self._value, self._unit = QLabel(), QLabel(), QLabel()
        self._unit.setProperty("role", "muted")
        font = self._value.font()
        font.setBold(True)
        self._value.setFont(font)
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 2, 4, 2)
        row.addWidget(self._words, 1)
        row.addWidget(self._value)
        row.addWidget(self._unit)
        for label in (self._words, self._value, self._unit):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.clicked.connect(self._open)

    def sizeHint(self) -> QSize:
        """Return the room that the figure and its words need."""
        return self.layout().sizeHint()  # type: ignore[union-attr]  # set in __init__

    def minimumSizeHint(self) -> QSize:
        """Return the same: a figure must be seen whole."""
        return self.sizeHint()

    def tell(self, line: FigureLine, about: str, wanted: Wanted) -> None:
        """Show a figure; `about` is the card's title, `wanted` the period."""
        self._line, self._about, self._wanted = line, about, wanted
        self._words.setText(line.words)
        self._value.setText(line.value)
        self._unit.setText(line.unit)
        self.setAccessibleName(f"{line.words}: {line.value} {line.unit}".strip())

    def _open(self) -> None:
        from desktop.ui.figures.rows_dialog import FigureRowsDialog  # noqa: PLC0415 (when needed)

        if self._line is not None:
            about = f"{self._about}: {self._line.words}"
            FigureRowsDialog(self._context, self._line, about, self._wanted, self.window()).open()
