"""The first page: make a book, open one, look at the demo, or go on with a recent one."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.i18n import _
from desktop.ui.icons import app_icon, icon
from desktop.ui.theme import GAP, ICON_SIZE, MARGIN

_WIDTH = 720


class WelcomePage(QWidget):
    """Shown while no book is open."""

    new_wanted = Signal()
    open_wanted = Signal()
    demo_wanted = Signal()
    book_wanted = Signal(object)  # Path of a recent book

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        card = QFrame()
        card.setProperty("role", "card")
        card.setMaximumWidth(_WIDTH)
        column = QVBoxLayout(card)
        column.setContentsMargins(MARGIN * 2, MARGIN * 2, MARGIN * 2, MARGIN * 2)
        column.setSpacing(MARGIN)
        column.addLayout(self._head())
        column.addLayout(self._choices())
        self._recent_title = QLabel(_("&Recent books"))
        self._recent_title.setProperty("role", "subtitle")
        self._recent = QListWidget()
        self._recent.setAccessibleName(_("Recent books"))
        self._recent.setIconSize(QSize(ICON_SIZE, ICON_SIZE))
        self._recent.itemActivated.connect(self._choose)
        self._recent_title.setBuddy(self._recent)
        column.addWidget(self._recent_title)
        column.addWidget(self._recent, 100)
        hint = QLabel(_("A book can also be dropped on this window."))
        hint.setProperty("role", "muted")
        column.addWidget(hint)
        column.addStretch(1)  # takes the room where no recent books are listed
        outer = QVBoxLayout(self)
        outer.addStretch(1)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(card, 10)
        row.addStretch(1)
        outer.addLayout(row, 8)
        outer.addStretch(1)
        self.show_recent([])

    def show_recent(self, books: list[Path]) -> None:
        """List the recent books; those that are gone are shown as such."""
        self._recent.clear()
        for path in books:
            item = QListWidgetItem(icon("database"), f"{path.stem}\n{path.parent}")
            item.setData(Qt.ItemDataRole.UserRole, path)
            item.setToolTip(str(path))
            self._recent.addItem(item)
        if books:
            self._recent.setCurrentRow(0)
        self._recent.setVisible(bool(books))
        self._recent_title.setVisible(bool(books))

    def recent(self) -> list[Path]:
        """Return the books listed."""
        role = Qt.ItemDataRole.UserRole
        return [self._recent.item(row).data(role) for row in range(self._recent.count())]

    def _head(self) -> QHBoxLayout:
        picture = QLabel()
        picture.setPixmap(app_icon().pixmap(56, 56))
        title = QLabel("Gương Sáng")
        title.setProperty("role", "title")
        words = QLabel(_("Members, pledges, models and commendations of one office in one file."))
        words.setProperty("role", "muted")
        words.setWordWrap(True)
        texts = QVBoxLayout()
        texts.setSpacing(GAP // 2)
        texts.addWidget(title)
        texts.addWidget(words)
        head = QHBoxLayout()
        head.setSpacing(MARGIN)
        head.addWidget(picture)
        head.addLayout(texts, 1)
        return head

    def _choices(self) -> QHBoxLayout:
        make = self._button(_("&New book…"), "file-plus", self.new_wanted)
        make.setProperty("role", "primary")
        make.setIcon(icon("file-plus", "on_accent"))
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addWidget(make)
        row.addWidget(self._button(_("&Open a book…"), "folder-open", self.open_wanted))
        row.addWidget(self._button(_("&Look at a demo book…"), "sparkles", self.demo_wanted))
        row.addStretch(1)
        return row

    def _button(self, text: str, picture: str, signal: object) -> QPushButton:
        button = QPushButton(icon(picture), text)
        button.setIconSize(QSize(ICON_SIZE, ICON_SIZE))
        button.clicked.connect(signal)
        return button

    def _choose(self, item: QListWidgetItem) -> None:
        self.book_wanted.emit(item.data(Qt.ItemDataRole.UserRole))
