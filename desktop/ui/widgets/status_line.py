"""The status bar: a message, the standing warning, the clerk, the book and its last backup."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QLabel,
    QPushButton,
    QSizePolicy,
    QStatusBar,
    QStyleOption,
    QWidget,
)

from desktop.ui.i18n import _

_SHOWN_MS = 8000
_LONGEST_NAME = 34  # signs; the whole name stands in the tool tip
_FEW = 8  # signs that a label keeps however narrow the window is
_ROLES = {"error": "error", "warning": "warning"}


class _Yielding(QLabel):
    """A label that is cut where the window is narrow; the whole text is its tool tip then."""

    def minimumSizeHint(self) -> QSize:
        """Ask for room for a few signs only."""
        least = super().minimumSizeHint()
        few = self.fontMetrics().averageCharWidth() * _FEW
        return QSize(min(few, least.width()), least.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what there is room for."""
        room = self.contentsRect()
        shown = self.fontMetrics().elidedText(
            self.text(), Qt.TextElideMode.ElideRight, room.width()
        )
        whole = shown == self.text()
        self.setToolTip("" if whole else self.text())
        if whole:
            super().paintEvent(event)
            return
        painter = QPainter(self)
        option = QStyleOption()
        option.initFrom(self)
        self.style().drawItemText(
            painter,
            room,
            Qt.AlignmentFlag.AlignVCenter,
            option.palette,
            self.isEnabled(),
            shown,
            self.foregroundRole(),
        )


class StatusLine(QStatusBar):
    """What the clerk is told without being stopped."""

    clerk_clicked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._message = _Yielding()
        self._message.setAccessibleName(_("Message"))
        self._message.setTextFormat(Qt.TextFormat.PlainText)
        # a long sentence is cut (whole as a tool tip) and pushes nothing out
        self._message.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._book = _Yielding()
        self._book.setAccessibleName(_("Open book"))
        self._book.setTextFormat(Qt.TextFormat.PlainText)
        self._backup = _Yielding()
        self._backup.setAccessibleName(_("Last backup"))
        self._backup.setProperty("role", "muted")
        # Vietnamese in every language: DOMAIN.md fixes the sentence
        self._secret = QLabel("Không nhập bí mật nhà nước")
        self._secret.setProperty("role", "warning")
        self._secret.setToolTip(_("State secrets must not be kept in this program."))
        self.addWidget(self._message, 1)
        self._clerk = QPushButton()
        self._clerk.setFlat(True)
        self._clerk.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._clerk.setAccessibleName(_("Clerk at work"))
        self._clerk.clicked.connect(self.clerk_clicked)
        for label in (self._secret, self._book, self._backup):
            label.setContentsMargins(8, 0, 8, 0)
        for widget in (self._secret, self._clerk, self._book, self._backup):
            self.addPermanentWidget(widget)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._message.clear)
        self.show_book("")

    def notify(self, text: str, level: str = "info") -> None:
        """Show a sentence for a while; 'warning' and 'error' stay until the next one."""
        role = _ROLES.get(level, "")
        if self._message.property("role") != role:
            self._message.setProperty("role", role)
            style = self._message.style()
            style.unpolish(self._message)
            style.polish(self._message)
        self._message.setText(text)
        self._message.setToolTip(text)
        if role:
            self._timer.stop()
        else:
            self._timer.start(_SHOWN_MS)

    def message(self) -> str:
        """Return the sentence that is shown."""
        return self._message.text()

    def show_book(self, name: str) -> None:
        """Show the name of the open book, or that there is none."""
        self._book.setText(name or _("No book open"))
        self._backup.setVisible(bool(name))
        self._clerk.setVisible(bool(name) and bool(self._clerk.text()))

    def show_clerk(self, name: str) -> None:
        """Show who is at work with the open book."""
        words = _("At work: {name}").format(name=name)
        most = self.fontMetrics().averageCharWidth() * _LONGEST_NAME
        shown = self.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, most)
        self._clerk.setText(shown.replace("&", "&&"))
        self._clerk.setToolTip(f"{words}. " + _("A click changes it."))
        self._clerk.setVisible(bool(name) and self._backup.isVisibleTo(self))

    def clerk(self) -> str:
        """Return what is shown of the clerk at work."""
        return self._clerk.text()

    def show_backup(self, at: datetime | None) -> None:
        """Show when the book was backed up last."""
        if at is None:
            self._backup.setText(_("Not backed up yet"))
        else:
            when = at.astimezone().strftime("%H:%M %d/%m/%Y")
            self._backup.setText(_("Backed up {when}").format(when=when))
