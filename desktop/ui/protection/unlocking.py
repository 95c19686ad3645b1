"""Asking for the passphrase of a book, or for its recovery key where that is forgotten."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QLabel,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.core.errors import Problem
from desktop.core.recovery_key import WrongRecoveryKey
from desktop.ui.i18n import _
from desktop.ui.protection.parts import KeyEdit, PassphraseLine, Told, caps_hint, fit, grow_with
from desktop.ui.theme import GAP, MARGIN
from desktop.ui.widgets.page_tabs import commit_input
from desktop.ui.widgets.parts import DoOrCancel


class UnlockPanel(QWidget):
    """The field, what was wrong with it, and the way to the recovery key."""

    ready = Signal(bool)  # something was typed that can be tried
    switched = Signal()

    def __init__(self, words: str, key_words: str = "") -> None:
        """`key_words` are said while the recovery key is asked for."""
        super().__init__()
        self._words, self._key_words = words, key_words
        self._told = QLabel(words)
        self._told.setTextFormat(Qt.TextFormat.PlainText)
        self._told.setWordWrap(True)
        self.line = PassphraseLine(_("Passphrase"))
        self._shown = QCheckBox(_("&Show what is typed"))
        self._shown.toggled.connect(self.line.show_text)
        self.caps = Told("warning")
        self.line.caps.connect(lambda on: self.caps.tell(caps_hint() if on else ""))
        self.key = KeyEdit()
        self.wrong = Told("error")
        self.other = QPushButton()
        self.other.setAutoDefault(False)
        self.other.clicked.connect(self._switch)
        self._pages = QStackedWidget()
        self._pages.addWidget(self._passphrase_page())
        self._pages.addWidget(self.key)
        for signal in (self.line.textChanged, self.key.changed):
            signal.connect(self._typed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        for one in (self._told, self._pages, self.wrong):
            layout.addWidget(one)
        layout.addWidget(self.other, 0, Qt.AlignmentFlag.AlignLeft)
        self._show(recovery=False)

    def _passphrase_page(self) -> QWidget:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        for one in (self.line, self._shown, self.caps):
            layout.addWidget(one)
        layout.addStretch(1)
        return page

    @property
    def by_recovery(self) -> bool:
        """Whether the recovery key is asked for, not the passphrase."""
        return self._pages.currentIndex() == 1

    def text(self) -> str:
        """Return what is to be tried; the word being composed is committed first."""
        commit_input()
        return self.key.text() if self.by_recovery else self.line.text()

    def begin(self) -> None:
        """Ask from the start, with nothing typed."""
        self.line.clear()
        self.key.clear()
        self._shown.setChecked(False)
        self._show(recovery=False)

    def refuse(self, problem: Problem) -> None:
        """Tell why what was typed opens nothing; it stays, selected."""
        self.wrong.tell(problem.message)
        if not self.by_recovery:
            self.line.setFocus(Qt.FocusReason.OtherFocusReason)
            self.line.selectAll()
        elif isinstance(problem, WrongRecoveryKey):
            self.key.show_wrong(problem)

    def _switch(self) -> None:
        self._show(recovery=not self.by_recovery)
        self.switched.emit()

    def _show(self, *, recovery: bool) -> None:
        """Ask for the recovery key, or for the passphrase."""
        self._pages.setCurrentIndex(1 if recovery else 0)
        # only the page that is up takes room
        for page in (self._pages.widget(0), self._pages.widget(1)):
            if page is None:
                continue
            policy = page.sizePolicy()
            up = page is self._pages.currentWidget()
            policy.setVerticalPolicy(policy.Policy.Preferred if up else policy.Policy.Ignored)
            page.setSizePolicy(policy)
        key = _(
            "Type the key from the recovery sheet of this book, line by line. Capitals, spaces "
            "and line breaks don't matter."
        )
        self._told.setText(self._key_words or key if recovery else self._words)
        forgotten = _("&Forgotten? Use the recovery key…")
        self.other.setText(_("Use the &passphrase") if recovery else forgotten)
        self.wrong.tell("")
        self._typed()
        field = self.key.edit if recovery else self.line
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _typed(self) -> None:
        self.wrong.tell("")
        self.ready.emit(bool(self.key.signs() if self.by_recovery else self.line.text()))


@dataclass(frozen=True)
class Asking:
    """What an `UnlockDialog` says: its title, what is asked for, the button."""

    title: str
    words: str
    do: str
    key_words: str = ""  # while the recovery key is asked for


def to_open(name: str) -> Asking:
    """Return how the passphrase of a book is asked for that is to be opened."""
    words = _("“{name}” is protected by a passphrase. Type it to open the book.")
    return Asking(_("Open a protected book"), words.format(name=name), _("&Open the book"))


class UnlockDialog(QDialog):
    """Asks for the passphrase of a book; `tried` is answered by the flow."""

    tried = Signal(str, bool)  # what was typed, whether it is the recovery key

    def __init__(
        self, name: str, parent: QWidget | None = None, asking: Asking | None = None
    ) -> None:
        """Without `asking` the book is to be opened."""
        super().__init__(parent)
        asking = asking or to_open(name)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(asking.title)
        self.panel = UnlockPanel(asking.words, asking.key_words)
        self.buttons = DoOrCancel(self, asking.do)
        self.buttons.accepted.connect(self._try)
        self.panel.ready.connect(self.buttons.do.setEnabled)
        self.panel.switched.connect(lambda: fit(self))
        self.buttons.do.setEnabled(False)
        self.backups = QPushButton(_("&Backups of this book…"))
        self.backups.setAutoDefault(False)
        self.backups.hide()
        self._offers_backups = False
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        layout.addWidget(self.panel)
        layout.addWidget(self.backups, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addStretch(1)
        layout.addWidget(self.buttons)
        self.setMinimumWidth(520)
        grow_with(self, self.panel.wrong, self.panel.caps)

    def _try(self) -> None:
        text = self.panel.text()
        if text:
            self.buttons.do.setEnabled(False)
            self.tried.emit(text, self.panel.by_recovery)

    def refuse(self, problem: Problem) -> None:
        """Tell in place why the book isn't opened."""
        self.buttons.do.setEnabled(True)
        self.backups.setVisible(self._offers_backups)
        self.panel.refuse(problem)

    def offer_backups(self, show: Callable[..., object]) -> None:
        """Once the book has refused to open, offer `show` in the place of this dialog."""
        self._offers_backups = True
        self.backups.clicked.connect(self.reject)
        self.backups.clicked.connect(show)
