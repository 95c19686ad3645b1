"""Sets, changes or takes away a book's passphrase: what it means, typed twice, a rule kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QLabel,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from desktop.core.errors import Problem, WrongPassphrase
from desktop.core.passphrases import weakness
from desktop.ui.i18n import _
from desktop.ui.protection import gateway
from desktop.ui.protection.parts import PassphraseLine, Told, caps_hint, fit, grow_with
from desktop.ui.theme import GAP, MARGIN
from desktop.ui.widgets.field_form import FieldForm
from desktop.ui.widgets.page_tabs import commit_input
from desktop.ui.widgets.parts import DoOrCancel

SET, CHANGE, REMOVE, RENEW = "set", "change", "remove", "renew"


@dataclass(frozen=True)
class Wish:
    """What is to be done: the work on the closed book, its label, and what is told after it."""

    work: Callable[[Path, Any], object]
    label: str
    told: str
    sheet: bool  # a new recovery sheet has to be printed


class ProtectDialog(QDialog):
    """One dialog for a plain and for an encrypted book; `wished` is answered by the flow."""

    wished = Signal(object)  # Wish
    sheet_wanted = Signal()

    def __init__(
        self, name: str, parent: QWidget | None = None, *, encrypted: bool, key: str = ""
    ) -> None:
        """`key`: the recovery key that was typed because the passphrase is forgotten."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Protect by a passphrase"))
        self.setMinimumWidth(560)
        self._encrypted, self._key = encrypted, key
        told = _("The book “{name}” is protected by a passphrase.") if encrypted else ""
        self._state = QLabel(told.format(name=name))
        self._state.setTextFormat(Qt.TextFormat.PlainText)
        self._state.setWordWrap(True)
        self._state.setVisible(encrypted)
        self.changing = QRadioButton(_("&Change the passphrase"))
        self.removing = QRadioButton(_("&Take away the passphrase"))
        self.changing.setChecked(True)
        for one, other in ((self.changing, self.removing), (self.removing, self.changing)):
            one.setAutoExclusive(False)  # so that Tab comes to both
            one.clicked.connect(partial(self._choose, one, other))
        self.meaning = QLabel()
        self.meaning.setTextFormat(Qt.TextFormat.PlainText)
        self.meaning.setWordWrap(True)
        self.old = PassphraseLine(_("Passphrase until now"))
        self.new = PassphraseLine(_("New passphrase"))
        self.again = PassphraseLine(_("New passphrase again"))
        self._caps = Told("warning")
        self._accents = Told("muted")
        self.copies = QCheckBox(_("Protect the &backups made until now, too"))
        self.copies.setChecked(True)
        self.shown = QCheckBox(_("&Show what is typed"))
        self.sheet = QPushButton(_("&Recovery sheet…"))
        self.sheet.setAutoDefault(False)
        self.sheet.clicked.connect(self._show_sheet)
        self.buttons = DoOrCancel(self, _("&Do it"))
        self._lay_out()
        for line in (self.old, self.new, self.again):
            line.caps.connect(lambda on: self._caps.tell(caps_hint() if on else ""))
            self.shown.toggled.connect(line.show_text)
        self.new.textChanged.connect(self._look_for_accents)
        self.buttons.accepted.connect(self._wish)
        self._show()

    def _lay_out(self) -> None:
        self.form = FieldForm()
        rule = _(
            "At least 10 signs. Three or four words that belong together only for you are easy "
            "to remember and hard to guess."
        )
        self.form.add("old", _("&Until now:"), self.old)
        self.form.add("new", _("The &new one:"), self.new, rule)
        self.form.add("again", _("&Again:"), self.again)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        parts = (self._state, self.changing, self.removing, self.meaning, self.form)
        for one in (*parts, self.shown, self._caps, self._accents, self.copies):
            layout.addWidget(one)
        layout.addWidget(self.sheet, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addStretch(1)
        self.sheet.setVisible(self._encrypted and not self._key)
        grow_with(self, self._caps, self._accents)
        layout.addWidget(self.buttons)

    @property
    def mode(self) -> str:
        """What is to be done: SET, CHANGE, REMOVE or RENEW."""
        if not self._encrypted:
            return SET
        if self._key:
            return RENEW
        return CHANGE if self.changing.isChecked() else REMOVE

    def _choose(self, chosen: QRadioButton, other: QRadioButton) -> None:
        chosen.setChecked(True)
        other.setChecked(False)
        self._show()

    def _show(self) -> None:
        """Show the fields of what is chosen, and what it means."""
        mode = self.mode
        meanings = {
            SET: _(
                "From now on the book, its backups and copies open only with the passphrase or "
                "with the recovery sheet that is printed afterwards. Without both of them nobody "
                "can read the book any more."
            ),
            CHANGE: _(
                "From now on the book opens only with the new passphrase, and a new recovery "
                "sheet is printed. Backups made before keep the old passphrase and the old sheet."
            ),
            RENEW: _(
                "The recovery key opened the book. Set a new passphrase now in the place of the "
                "forgotten one, and a new recovery sheet is printed. Backups made before keep "
                "the forgotten passphrase and the sheet that you have."
            ),
            REMOVE: _(
                "From now on everybody who has the file can read the book. Backups made before "
                "keep the passphrase and its sheet; keep both."
            ),
        }
        does = {
            SET: _("&Set the passphrase"),
            CHANGE: _("C&hange"),
            RENEW: _("&Set the passphrase"),
            REMOVE: _("Ta&ke it away"),
        }
        for one in (self.changing, self.removing):
            one.setVisible(mode in (CHANGE, REMOVE))
        self.meaning.setText(meanings[mode])
        self.buttons.do.setText(does[mode])
        self.copies.setVisible(mode == SET)
        self.form.show_row("old", shown=mode in (CHANGE, REMOVE))
        self.form.show_row("new", shown=mode != REMOVE)
        self.form.show_row("again", shown=mode != REMOVE)
        (self.old if mode in (CHANGE, REMOVE) else self.new).setFocus(
            Qt.FocusReason.OtherFocusReason
        )
        fit(self)

    def _look_for_accents(self, text: str) -> None:
        words = _("It holds letters with marks: type it the same way each time (Unikey on).")
        self._accents.tell("" if text.isascii() else words)

    def _show_sheet(self) -> None:
        self.accept()
        self.sheet_wanted.emit()

    def problems(self) -> dict[str, str]:
        """Return a sentence for each field that isn't as it has to be."""
        found: dict[str, str] = {}
        if self.mode in (CHANGE, REMOVE) and not self.old.text():
            found["old"] = _("Type the passphrase that holds until now.")
        if self.mode == REMOVE:
            return found
        weak = weakness(self.new.text())
        if weak:
            found["new"] = weak
        elif self.mode == CHANGE and self.new.text() == self.old.text():
            found["new"] = _("This is the passphrase that holds already.")
        elif self.again.text() != self.new.text():
            found["again"] = _("The two aren't the same. Type the new passphrase again.")
        return found

    def _wish(self) -> None:
        commit_input()
        if self.form.show_errors(self.problems()):
            fit(self)
            return
        old, new, copies = self.old.text(), self.new.text(), self.copies.isChecked()
        wishes = {
            SET: Wish(
                lambda path, progress: gateway.protect(path, new, progress, copies=copies),
                _("Protecting the book"),
                _("The book is protected by the passphrase now."),
                sheet=True,
            ),
            CHANGE: Wish(
                lambda path, progress: gateway.change(path, old, new, progress),
                _("Changing the passphrase"),
                _("The passphrase was changed."),
                sheet=True,
            ),
            RENEW: Wish(
                lambda path, progress: gateway.renew(path, self._key, new, progress),
                _("Changing the passphrase"),
                _("The passphrase was changed."),
                sheet=True,
            ),
            REMOVE: Wish(
                lambda path, progress: gateway.remove(path, old, progress),
                _("Taking the passphrase away"),
                _("The book has no passphrase any more."),
                sheet=False,
            ),
        }
        self.setEnabled(False)
        self.wished.emit(wishes[self.mode])

    def refuse(self, problem: Problem) -> None:
        """Tell in place why nothing was changed; what was typed stays."""
        self.setEnabled(True)
        place = "old" if isinstance(problem, WrongPassphrase) else "new"
        if self.mode == REMOVE:
            place = "old"
        self.form.show_errors({place: problem.message})
        fit(self)
        field = self.old if place == "old" else self.new
        field.selectAll()
