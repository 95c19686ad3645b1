"""The text of a part: plain, a paragraph a line; what waits for the clerk's words is marked."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeyEvent, QPalette, QTextCharFormat, QTextCursor, QTextDocument
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from desktop.core.report_text import prompts
from desktop.ui.i18n import _
from desktop.ui.register.typing import TextArea

_REST_MS = 350


class PartText(TextArea):
    """Shows one document after another; each keeps what can be taken back."""

    unmarked: tuple[str, ...] = ()
    """How words in brackets begin that aren't for the clerk to write over."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Text of the part"))
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        font = self.font()
        font.setPointSizeF(font.pointSizeF() + 1)
        self.setFont(font)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self.mark)
        self.textChanged.connect(self._rest.start)

    def show_document(self, document: QTextDocument) -> None:
        """Show another document."""
        if document is not self.document():
            self.commit_preedit()
            self._setting = True
            self.setDocument(document)
            self._setting = False
        self.mark()

    def tidy(self) -> None:
        """Leave the text alone: what was typed can be taken back; it is cleaned when kept."""

    def put(self, words: str) -> None:
        """Put words in at the cursor, apart from the word before."""
        self.commit_preedit()
        cursor = self.textCursor()
        at = min(cursor.selectionStart(), cursor.selectionEnd())
        before = self.document().characterAt(at - 1) if at else ""
        if before and (before.isalnum() or before in ",.;:)%"):
            words = f" {words}"
        cursor.insertText(words)
        self.setTextCursor(cursor)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def select(self, begin: int, end: int) -> None:
        """Select letters, so that typing writes over them."""
        cursor = QTextCursor(self.document())
        cursor.setPosition(begin)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def select_words(self, words: str) -> bool:
        """Select words where they first stand; tell whether they are there."""
        at = self.toPlainText().find(words)
        if at >= 0:
            self.select(at, at + len(words))
        return at >= 0

    def mark(self) -> None:
        """Mark what waits for the clerk's words."""
        look = QTextCharFormat()
        colour = self.palette().color(QPalette.ColorRole.Accent)
        colour.setAlpha(60)
        look.setBackground(colour)
        found = []
        text, at = self.toPlainText(), 0
        for words in prompts(text):
            at = text.index(words, at)
            one = QTextEdit.ExtraSelection()
            one.format = look
            one.cursor = QTextCursor(self.document())
            one.cursor.setPosition(at)
            at += len(words)
            one.cursor.setPosition(at, QTextCursor.MoveMode.KeepAnchor)
            if not words.startswith(self.unmarked):
                found.append(one)
        self.setExtraSelections(found)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Paste and type plain lines: Shift+Enter begins a line like Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and event.modifiers() == (
            Qt.KeyboardModifier.ShiftModifier
        ):
            self.textCursor().insertBlock()
            return
        super().keyPressEvent(event)
