"""A bar across the window that stays until what it says is settled, with buttons that settle it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolBar, QWidget

from desktop.ui.theme import GAP

Choice = tuple[str, Callable[[], object]]


class NoticeBar(QToolBar):
    """One sentence and a few buttons; hidden while there is nothing to say."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(name, parent)
        self._over = parent
        self.setMovable(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.toggleViewAction().setVisible(False)
        inner = QWidget()
        self._row = QHBoxLayout(inner)
        self._row.setContentsMargins(GAP, GAP // 2, GAP, GAP // 2)
        self._row.setSpacing(GAP)
        self._words = QLabel()
        self._words.setAccessibleName(name)
        self._words.setProperty("role", "warning")
        self._words.setWordWrap(True)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._row.addWidget(self._words, 1)
        self._buttons: list[QPushButton] = []
        self.addWidget(inner)
        self.hide()

    @property
    def words(self) -> str:
        """The sentence that is shown; an empty one when the bar is hidden."""
        return self._words.text() if self.isVisibleTo(self._over) else ""

    @property
    def buttons(self) -> Sequence[QPushButton]:
        """The buttons, from left to right."""
        return tuple(self._buttons)

    def tell(self, words: str, choices: Sequence[Choice]) -> None:
        """Show a sentence with buttons: the words of each, and what it does."""
        self._clear()
        self._words.setText(words)
        for text, chosen in choices:
            button = QPushButton(text)
            button.clicked.connect(lambda _checked=False, chosen=chosen: chosen())
            self._row.addWidget(button)
            self._buttons.append(button)
        self.show()

    def settle(self) -> None:
        """Hide the bar."""
        self._clear()
        self.hide()

    def _clear(self) -> None:
        for button in self._buttons:
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons = []
