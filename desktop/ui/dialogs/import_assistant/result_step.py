"""Step 4: what was done, and what can be done now."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.ui.dialogs.import_assistant.details import Details
from desktop.ui.dialogs.import_assistant.outcomes import Counts, Lists, kept
from desktop.ui.i18n import _, ngettext, number
from desktop.ui.icons import icon
from desktop.ui.register.bars import WrappedLabel
from desktop.ui.theme import GAP


class ResultStep(QWidget):
    """Shows the report of an import."""

    save_wanted = Signal()
    undo_wanted = Signal()
    show_wanted = Signal()
    look_alikes_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = QLabel()
        self._title.setProperty("role", "subtitle")
        self.counts = Counts()
        self._rest = WrappedLabel()
        self.details = Details()
        self.alikes = QWidget()
        self.note = WrappedLabel()
        self.note.setTextFormat(Qt.TextFormat.PlainText)
        self.show_button = _button(_("&Look at them"), "search")
        self.save_button = _button(_("&Save the rows not taken in…"), "save")
        self.undo_button = _button(_("&Undo this import"), "undo-2")
        self.show_button.clicked.connect(self.show_wanted)
        self.save_button.clicked.connect(self.save_wanted)
        self.undo_button.clicked.connect(self.undo_wanted)
        self._alikes = WrappedLabel()
        self.alikes_button = _button(_("Look at the &pairs…"), "users")
        self.alikes_button.clicked.connect(self.look_alikes_wanted)
        alikes = QHBoxLayout(self.alikes)
        alikes.setContentsMargins(0, 0, 0, 0)
        alikes.setSpacing(GAP)
        alikes.addWidget(self._alikes, 1)
        alikes.addWidget(self.alikes_button)
        row = QHBoxLayout()
        row.setSpacing(GAP)
        for button in (self.save_button, self.undo_button, self.show_button):
            row.addWidget(button)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        layout.addWidget(self._title)
        layout.addWidget(self.counts)
        layout.addWidget(self._rest)
        layout.addWidget(self.alikes)
        layout.addLayout(row)
        layout.addWidget(self.note)
        layout.addWidget(self.details, 1)
        layout.addStretch(0)  # what is left when nothing is listed

    def show_report(self, lists: Lists) -> None:
        """Show what an import did."""
        report = lists.report
        self.details.show_lists(lists)
        self.details.show()
        self.counts.show()
        self._rest.show()
        done = bool(kept(report))
        self._title.setText(_("Taken in.") if done else _("Nothing was taken in."))
        self.counts.tell(report)
        self._rest.setText(
            _("Save the rows that were not taken in, mend them in Excel by the last column, and "
              "take that file in.")
            if report.refused else _("Every row of the file has been dealt with.")
        )  # fmt: skip
        self.save_button.setVisible(bool(report.refused))
        self.undo_button.setVisible(bool(report.batch))
        self.undo_button.setEnabled(True)
        self.alikes.hide()
        self.tell("")

    def tell(self, text: str) -> None:
        """Say what was done since."""
        self.note.setText(text)
        self.note.setAccessibleName(text)
        self.note.setVisible(bool(text))

    def undone(self) -> None:
        """Show that the import was undone."""
        self.undo_button.setEnabled(False)
        self._title.setText(_("Undone."))
        for one in (self._rest, self.counts, self.details, self.alikes):
            one.hide()
        self.show_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.tell(_("The import was undone; the book is as it was before."))

    def look_for_alikes(self) -> None:
        """Say that those who were added are being compared with the book."""
        self._alikes.setText(_("Looking whether somebody is in the book twice now…"))
        self.alikes_button.hide()
        self.alikes.show()

    def show_alikes(self, people: int) -> None:
        """Say how many of those who were added may be in the book twice."""
        if not self.undo_button.isEnabled():
            return  # the import was undone meanwhile
        self.alikes.setVisible(people > 0)
        self.alikes_button.setVisible(people > 0)
        words = ngettext(
            "{count} person may be in the book twice.",
            "{count} people may be in the book twice.",
            people,
        )
        self._alikes.setText(words.format(count=number(people)))
        self._alikes.setAccessibleName(self._alikes.text())

    @property
    def alikes_text(self) -> str:
        """What is said of look-alikes."""
        return self._alikes.text() if self.alikes.isVisibleTo(self) else ""

    def begin(self) -> None:
        """Put the cursor where the clerk goes on."""
        shown = self.save_button if self.save_button.isVisibleTo(self) else self.show_button
        shown.setFocus(Qt.FocusReason.OtherFocusReason)


def _button(text: str, icon_name: str) -> QPushButton:
    return QPushButton(icon(icon_name), text)
