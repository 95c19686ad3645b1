"""The fields in which a passphrase and a recovery key are typed."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFont, QFontDatabase, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.core.recovery_key import GROUP_SIGNS, GROUPS, WrongRecoveryKey
from desktop.ui.i18n import _
from desktop.ui.theme import GAP
from desktop.ui.widgets.parts import keep_on_screen

_PLAIN = (
    Qt.InputMethodHint.ImhNoPredictiveText
    | Qt.InputMethodHint.ImhSensitiveData
    | Qt.InputMethodHint.ImhNoAutoUppercase
)


class PassphraseLine(QLineEdit):
    """Dots instead of letters; `caps` tells whether Caps Lock seems to be on."""

    caps = Signal(bool)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setInputMethodHints(_PLAIN | Qt.InputMethodHint.ImhHiddenText)
        self._caps = False

    def show_text(self, shown: bool) -> None:
        """Show the letters, or dots again."""
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self.setEchoMode(mode)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Tell Caps Lock by a capital that came without Shift; what is typed stays as it is."""
        super().keyPressEvent(event)
        text = event.text()
        if event.key() == Qt.Key.Key_CapsLock and self._caps:
            self._tell(on=False)
        elif len(text) == 1 and text.isalpha() and text.upper() != text.lower():
            shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._tell(on=text.isupper() != shift)

    def _tell(self, *, on: bool) -> None:
        if on != self._caps:
            self._caps = on
            self.caps.emit(on)


class Told(QLabel):
    """A sentence below a field, in the colour of its kind; no room is taken without one."""

    changed = Signal()

    def __init__(self, role: str) -> None:
        super().__init__()
        self.setProperty("role", role)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.hide()

    def tell(self, text: str) -> None:
        """Show a sentence, or nothing."""
        if text == self.text():
            return
        self.setText(text)
        self.setVisible(bool(text))
        self.changed.emit()


def caps_hint() -> str:
    """Return what is said while Caps Lock is on."""
    return _("Caps Lock is on.")


def fit(dialog: QDialog) -> None:
    """Give a dialog the height that its sentences need at its width, now and when it is up."""

    def fitted() -> None:
        layout = dialog.layout()
        if layout is None:
            return
        layout.activate()
        width = max(dialog.width(), dialog.minimumWidth(), layout.minimumSize().width())
        dialog.resize(width, layout.totalHeightForWidth(width))
        keep_on_screen(dialog)

    fitted()
    QTimer.singleShot(0, dialog, fitted)


def grow_with(dialog: QDialog, *parts: Told) -> None:
    """Give a dialog the height that it needs, at first and whenever one of these changes."""
    for one in parts:
        one.changed.connect(lambda: fit(dialog))
    fit(dialog)


class KeyEdit(QWidget):
    """The recovery key as it is typed from paper: six lines of three groups, or all in one go."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.edit = QPlainTextEdit()
        self.edit.setTabChangesFocus(True)
        self.edit.setAccessibleName(_("Recovery key"))
        self.edit.setInputMethodHints(_PLAIN | Qt.InputMethodHint.ImhLatinOnly)
        self.edit.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        font.setPointSizeF(self.font().pointSizeF() * 1.25)
        font.setStyleHint(QFont.StyleHint.TypeWriter)
        self.edit.setFont(font)
        height = self.edit.fontMetrics().lineSpacing()
        self.edit.setFixedHeight(height * 6 + GAP * 3)
        self._count = QLabel()
        self._count.setProperty("role", "muted")
        self.edit.textChanged.connect(self._changed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.edit)
        layout.addWidget(self._count)
        self.setFocusProxy(self.edit)
        self._changed()

    def text(self) -> str:
        """Return what was typed."""
        return self.edit.toPlainText()

    def clear(self) -> None:
        """Empty the field."""
        self.edit.clear()

    def signs(self) -> int:
        """Return how many signs of the key stand there."""
        return len(re.sub(r"[\W_]", "", self.text()))

    def show_wrong(self, problem: WrongRecoveryKey) -> None:
        """Select the first group that is wrong."""
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        if not problem.groups:
            return
        start, end = _place_of(self.text(), problem.groups[0] - 1)
        cursor = self.edit.textCursor()
        cursor.setPosition(start)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        self.edit.setTextCursor(cursor)

    def _changed(self) -> None:
        words = _("{typed} of {all} signs typed")
        self._count.setText(words.format(typed=self.signs(), all=GROUPS * GROUP_SIGNS))
        self.changed.emit()


def _place_of(text: str, group: int) -> tuple[int, int]:
    """Return where a group (from 0) begins and ends in what was typed."""
    parts = [found.span() for found in re.finditer(r"[^\W_]+", text)]
    if len(parts) == GROUPS:
        return parts[group]
    signs = [place for place, one in enumerate(text) if re.match(r"[^\W_]", one)]
    inside = signs[group * GROUP_SIGNS : (group + 1) * GROUP_SIGNS]
    return (inside[0], inside[-1] + 1) if inside else (len(text), len(text))
