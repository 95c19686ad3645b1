"""The answer to a submission: accepted or to be corrected, written as a file that goes back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QFileDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from desktop.core.errors import Problem
from desktop.core.formats import date_text
from desktop.core.vietnamese.fold import clean
from desktop.platform.paths import documents_dir
from desktop.ui.i18n import _, ngettext, number
from desktop.ui.page import PageContext
from desktop.ui.register.bars import WrappedLabel, muted, set_role
from desktop.ui.register.typing import TextArea, commit_input
from desktop.ui.theme import GAP, MARGIN
from desktop.ui.upward import gateway
from desktop.ui.widgets.parts import DoOrCancel

if TYPE_CHECKING:
    from desktop.core.changes import Done
    from desktop.services.adding_up import OfficeState
    from desktop.services.answers import WrittenAnswer

_FOLDER = "answers"


class AnswerDialog(QDialog):
    """What is said to the whole, and the remarks that go with it."""

    written = Signal(str)  # the sentence that tells what to do with the file

    def __init__(
        self, context: PageContext, state: OfficeState, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Answer: {office}").format(office=state.name))
        self._context, self._state = context, state
        self._name = ""
        head = WrappedLabel(
            _("Submission number {number} of {office}, made on {day}").format(
                number=state.number, office=state.name, day=date_text(state.sent_on)
            )
        )
        self.accepted_choice = QRadioButton(_("&Accepted"))
        self.correct_choice = QRadioButton(_("To be &corrected, and sent again"))
        self.accepted_choice.setChecked(True)
        group = QButtonGroup(self)
        for choice in (self.accepted_choice, self.correct_choice):
            group.addButton(choice)
        words = QLabel(_("&Words to the office:"))
        self.words = TextArea()
        self.words.setAccessibleName(_("Words to the office"))
        words.setBuddy(self.words)
        self.remarks_head = muted()
        self.remarks = QListWidget()
        self.remarks.setAccessibleName(_("Remarks that go with the answer"))
        self.remarks.setWordWrap(True)
        lock = QLabel(_("&Passphrase (blank: none):"))
        self.passphrase = QLineEdit()
        self.passphrase.setAccessibleName(_("Passphrase"))
        lock.setBuddy(self.passphrase)
        self.message = WrappedLabel()
        set_role(self.message, "error")
        self.message.hide()
        self.buttons = DoOrCancel(self, _("Write the &file…"))
        self.buttons.do.setEnabled(False)
        self.buttons.accepted.connect(self.ask)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        above = (head, self.accepted_choice, self.correct_choice, words, self.words)
        below = (self.remarks_head, self.remarks, lock, self.passphrase, self.message, self.buttons)
        for one in (*above, *below):
            layout.addWidget(one, int(one in (self.words, self.remarks)))
        for one in (self.words, self.remarks):
            one.setMinimumHeight(48)  # the least, on a small screen
        room = self.screen().availableGeometry()
        self.resize(min(600, room.width() - 40), min(520, room.height() - 60))
        assert state.submission_id is not None  # noqa: S101 - only what was sent is answered
        self._submission = state.submission_id
        context.jobs.read(
            gateway.answering, self._submission, on_done=self._begin, on_error=self._failed,
            label=self.windowTitle(), context=self,
        )  # fmt: skip
        self.accepted_choice.setFocus()

    def _begin(self, found: gateway.Answering) -> None:
        self._name = found.name
        going = [one for one in found.remarks if not one.settled]
        for one in going:
            self.remarks.addItem(f"{one.on}: {one.words}")
        words = ngettext(
            "{count} remark goes with it:", "{count} remarks go with it:", len(going)
        ).format(count=number(len(going)))
        none = _("No remark on a record goes with it; they are written at “Look at the records”.")
        self.remarks_head.setText(words if going else none)
        self.remarks_head.setWordWrap(True)
        self.remarks.setVisible(bool(going))
        if going:
            self.correct_choice.setChecked(True)
        self.buttons.do.setEnabled(True)

    def ask(self) -> None:
        """Ask where to, and write the file there."""
        commit_input()
        settings = self._context.settings
        folder = settings.last_folder(_FOLDER, documents_dir())
        pattern = _("Files of other offices ({patterns})").format(patterns=f"*{gateway.SUFFIX}")
        chosen, _kind = QFileDialog.getSaveFileName(
            self, self.windowTitle(), str(folder / self._name), pattern
        )
        if chosen:
            path = Path(chosen)
            settings.set_last_folder(_FOLDER, path.parent)
            settings.try_save()
            self.write(path if path.suffix else path.with_suffix(gateway.SUFFIX))

    def write(self, target: Path) -> None:
        """Write the answer to a file."""
        self.buttons.do.setEnabled(False)
        self.message.hide()
        self._context.jobs.write(
            gateway.write_answer,
            self._submission,
            self.accepted_choice.isChecked(),
            target,
            clean(self.words.toPlainText(), multiline=True),
            self.passphrase.text() or None,
            on_done=self._done,
            on_error=self._failed,
            label=_("Writing the answer"),
            context=self,
        )

    def _done(self, done: Done[WrittenAnswer]) -> None:
        found = done.value
        text = _("The answer was written: {file}. Hand this file to {office}.").format(
            file=found.path.name, office=found.office_name
        )
        self.written.emit(text)
        self.accept()

    def _failed(self, problem: Problem) -> None:
        self.message.setText(problem.message)
        self.message.show()
        self.buttons.do.setEnabled(True)
