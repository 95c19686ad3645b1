"""Strips and faces of a page: what was done (with Undo), what to do when there is nothing."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.i18n import _
from desktop.ui.icons import icon
from desktop.ui.theme import GAP, ICON_SIZE

_SHOWN_MS = 12_000
_OFFERS = 2  # other ways to begin beside the first, at most
_ICONS = {"info": "info", "success": "circle-check", "warning": "triangle-alert"}


def set_role(label: QWidget, role: str) -> None:
    """Give a widget a role of the style sheet."""
    if label.property("role") != role:
        label.setProperty("role", role)
        label.style().unpolish(label)
        label.style().polish(label)


class NoticeBar(QFrame):
    """One sentence below the table, perhaps with a button that undoes what it tells of."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._icon = QLabel()
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._button = QPushButton()
        self._button.setAutoDefault(False)
        self._button.clicked.connect(self._act)
        self._close = QToolButton()
        self._close.setIcon(icon("x", "muted"))
        self._close.setAutoRaise(True)
        self._close.setToolTip(_("Close"))
        self._close.setAccessibleName(_("Close this message"))
        self._close.clicked.connect(self.hide)
        self._action: Callable[[], object] | None = None
        layout = QHBoxLayout(self)
        layout.setContentsMargins(GAP, GAP // 2, GAP // 2, GAP // 2)
        layout.addWidget(self._icon)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._button)
        layout.addWidget(self._close)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SHOWN_MS)
        self._timer.timeout.connect(self._fade)
        self.hide()

    def tell(
        self,
        text: str,
        level: str = "info",
        button: str = "",
        action: Callable[[], object] | None = None,
    ) -> None:
        """Show a sentence; an error stays until it is closed."""
        role = "danger" if level == "error" else "accent"
        name = _ICONS.get(level, "circle-alert")
        self._icon.setPixmap(icon(name, role).pixmap(ICON_SIZE, ICON_SIZE))
        self._text.setText(text)
        self._text.setAccessibleName(text)
        self._button.setText(button)
        self._button.setVisible(bool(button))
        self._action = action
        self.show()
        if level == "error":
            self._timer.stop()
        else:
            self._timer.start()

    @property
    def text(self) -> str:
        """The sentence shown."""
        return self._text.text()

    @property
    def button(self) -> QPushButton:
        """The button that undoes."""
        return self._button

    def _fade(self) -> None:
        if self.underMouse() or self._button.hasFocus():
            self._timer.start()
        else:
            self.hide()

    def _act(self) -> None:
        action, self._action = self._action, None
        self.hide()
        if action is not None:
            action()


class Face(QWidget):
    """What stands in the place of a table without rows: a sentence and what to do."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = QLabel()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._button = QPushButton()
        self._button.setAutoDefault(False)
        self._button.clicked.connect(self._act)
        self._action: Callable[[], object] | None = None
        self._offers: list[Callable[[], object]] = []
        self._others = [self._offered(place) for place in range(_OFFERS)]
        self._icon_name = ""
        layout = QVBoxLayout(self)
        layout.addStretch(2)
        layout.addWidget(self._picture)
        layout.addWidget(self._text)
        layout.addWidget(self._button, 0, Qt.AlignmentFlag.AlignHCenter)
        for other in self._others:
            layout.addWidget(other, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(3)

    def tell(
        self,
        text: str,
        icon_name: str = "",
        button: str = "",
        action: Callable[[], object] | None = None,
    ) -> None:
        """Show a sentence, a picture, and a button."""
        self._text.setText(text)
        self._text.setAccessibleName(text)
        self._icon_name = icon_name
        self._paint()
        self._button.setText(button.replace("&", "&&"))
        self._button.setVisible(bool(button))
        self._action = action
        self._offers = []
        for other in self._others:
            other.hide()

    def offer(self, button: str, action: Callable[[], object]) -> None:
        """Show another way to begin, below the button and what is offered already."""
        other = self._others[len(self._offers)]
        self._offers.append(action)
        other.setText(button)
        other.show()

    @property
    def text(self) -> str:
        """The sentence shown."""
        return self._text.text()

    @property
    def button(self) -> QPushButton:
        """The button below the sentence."""
        return self._button

    @property
    def other_button(self) -> QPushButton:
        """The other way to begin."""
        return self._others[0]

    @property
    def last_button(self) -> QPushButton:
        """The last of the other ways to begin that are offered."""
        return self._others[max(len(self._offers) - 1, 0)]

    def changeEvent(self, event: QEvent) -> None:
        """Draw the picture in the colours of the new theme."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._paint()

    def _paint(self) -> None:
        roomy = self.height() > 150 or not self.isVisible()
        self._picture.setVisible(bool(self._icon_name) and roomy)
        if self._icon_name:
            self._picture.setPixmap(icon(self._icon_name, "muted").pixmap(40, 40))

    def _act(self) -> None:
        if self._action is not None:
            self._action()

    def _act_otherwise(self, place: int) -> None:
        self._offers[place]()

    def _offered(self, place: int) -> QPushButton:
        other = QPushButton()
        other.setAutoDefault(False)
        other.setFlat(True)
        other.clicked.connect(lambda _on=False: self._act_otherwise(place))
        other.hide()
        return other


class MasterHint(Face):
    """Says that a row must be chosen above before there is anything to show here."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tell(text, "list")


class WrappedLabel(QLabel):
    """A label of one or more lines that is as high as its text needs at its width.

    Qt's own way (height for width) leaves rows of a grid too low when the text changes.
    """

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setWordWrap(True)
        self._needed = self.fontMetrics().height()

    def hasHeightForWidth(self) -> bool:
        """Keep the layout from asking."""
        return False

    def sizeHint(self) -> QSize:
        """Return no width of its own, and the height needed."""
        return QSize(0, self._needed)

    def minimumSizeHint(self) -> QSize:
        """Return the same: the text must be seen whole."""
        return QSize(0, self._needed)

    def setText(self, text: str) -> None:
        """Show another text and ask for its height."""
        super().setText(text)
        self._measure()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask for the height that the new width needs."""
        super().resizeEvent(event)
        self._measure()

    def _measure(self) -> None:
        needed = max(self.heightForWidth(self.width()), self.fontMetrics().height())
        if needed != self._needed:
            self._needed = needed
            self.updateGeometry()


def muted(text: str = "") -> QLabel:
    """Return a label in the quiet colour."""
    label = QLabel(text)
    label.setProperty("role", "muted")
    return label
