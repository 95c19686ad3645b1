"""Fields to type into that leave Vietnamese input methods alone.

Unikey on Windows sends Backspace and the new letters; ibus and fcitx on Linux hold a word
(the preedit) until it is committed. So nothing here catches Backspace, checks, completes or
rewrites text while it is being typed; text is cleaned (NFC, no control characters) when the
field is left, and a held word is committed before anything is done with the text
(DOMAIN.md, 'Typing and old text').
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QGuiApplication, QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from desktop.core.vietnamese.fold import clean


def commit_input() -> None:
    """Commit the word that an input method holds, wherever the cursor is."""
    QGuiApplication.inputMethod().commit()
    focus = QApplication.focusWidget()
    if isinstance(focus, LineEdit | TextArea):
        focus.commit_preedit()


def _commit(widget: LineEdit | TextArea) -> None:
    """Take a held word into the text when the input method doesn't do so itself."""
    if widget.preedit:
        QGuiApplication.inputMethod().commit()
    held = widget.preedit
    if held:
        event = QInputMethodEvent()
        event.setCommitString(held)
        QApplication.sendEvent(widget, event)
        QGuiApplication.inputMethod().reset()


class LineEdit(QLineEdit):
    """One line of text; cleaned when it is left."""

    typed = Signal()  # the text, or the word held by the input method, was changed by the clerk
    left = Signal()  # the focus went elsewhere; the text is clean

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._preedit = ""
        self.textEdited.connect(self.typed)

    @property
    def preedit(self) -> str:
        """The word that the input method holds."""
        return self._preedit

    def full_text(self) -> str:
        """Return the text with the held word in its place."""
        text, at = self.text(), self.cursorPosition()
        return text[:at] + self._preedit + text[at:]

    def commit_preedit(self) -> None:
        """Take a held word into the text."""
        _commit(self)

    def tidy(self) -> None:
        """Clean the text (what was pasted may be decomposed or hold control characters)."""
        tidy = clean(self.text())
        if tidy != self.text():
            self.setText(tidy)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Remember the word that is held."""
        held = self._preedit
        self._preedit = event.preeditString()
        super().inputMethodEvent(event)
        if held != self._preedit:
            self.typed.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Commit and clean when the focus goes to another field (not to a menu or window)."""
        self.commit_preedit()
        if event.reason() not in _PASSING:
            self.tidy()
        super().focusOutEvent(event)
        if event.reason() not in _PASSING:
            self.left.emit()


class TextArea(QPlainTextEdit):
    """Several lines of text; Tab leaves the field, and the text is cleaned then."""

    typed = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._preedit = ""
        self._setting = False
        self.setTabChangesFocus(True)
        self.textChanged.connect(self._changed)

    @property
    def preedit(self) -> str:
        """The word that the input method holds."""
        return self._preedit

    def commit_preedit(self) -> None:
        """Take a held word into the text."""
        _commit(self)

    def set_text(self, text: str) -> None:
        """Show another text; this isn't typing."""
        self._setting = True
        self.setPlainText(text)
        self._setting = False

    def tidy(self) -> None:
        """Clean the text."""
        tidy = clean(self.toPlainText(), multiline=True)
        if tidy != self.toPlainText():
            self.set_text(tidy)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Remember the word that is held."""
        self._preedit = event.preeditString()
        super().inputMethodEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave Ctrl+Enter to the form: it saves."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
            return
        super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Commit and clean when the focus goes to another field."""
        self.commit_preedit()
        if event.reason() not in _PASSING:
            self.tidy()
        super().focusOutEvent(event)
        if event.reason() not in _PASSING:
            self.left.emit()

    def _changed(self) -> None:
        if not self._setting:
            self.typed.emit()


_PASSING = (
    Qt.FocusReason.PopupFocusReason,
    Qt.FocusReason.MenuBarFocusReason,
    Qt.FocusReason.ActiveWindowFocusReason,
)
