"""Step 3: what would happen, before anything does."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.ui import sheet_gateway as gateway
from desktop.ui.dialogs.import_assistant.details import Details
from desktop.ui.dialogs.import_assistant.outcomes import Counts, Lists, kept
from desktop.ui.i18n import N_, _, ngettext, number
from desktop.ui.register.bars import WrappedLabel
from desktop.ui.theme import GAP

if TYPE_CHECKING:
    from desktop.services.importing import Found, Report

# by the values of importing.Existing
_EXISTING = {
    "fill": N_("fill in blanks only"),
    "skip": N_("leave them as they are"),
    "update": N_("change them to what the file says"),
}


class PreviewStep(QWidget):
    """Shows the report of a check, and asks what is to be done with what is there already."""

    asked_again = Signal()  # an option was changed: the check has to be run again

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.counts = Counts()
        self._existing = QComboBox()
        for value, words in _EXISTING.items():
            self._existing.addItem(_(words), value)
        self._existing.activated.connect(lambda _place: self.asked_again.emit())
        self._create = QCheckBox()
        self._create.setChecked(True)
        self._create.clicked.connect(lambda _on: self.asked_again.emit())
        self.details = Details()
        self._hint = WrappedLabel()
        self._hint.setProperty("role", "muted")
        label = QLabel(_("&Rows that are in the book already:"))
        label.setBuddy(self._existing)
        options = QHBoxLayout()
        options.setSpacing(GAP)
        options.addWidget(label)
        options.addWidget(self._existing)
        options.addStretch(1)
        options.addWidget(self._create)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        layout.addWidget(self.counts)
        layout.addLayout(options)
        layout.addWidget(self.details, 1)
        layout.addWidget(self._hint)

    def options(self) -> dict[str, Any]:
        """Return what was chosen: 'create' and 'existing'."""
        return {"create": self._create.isChecked(), "existing": self._existing.currentData()}

    def reset(self) -> None:
        """Choose what is chosen for every new file."""
        with QSignalBlocker(self._create):
            self._create.setChecked(True)
        self._existing.setCurrentIndex(0)

    def show_report(self, read: gateway.Read, found: Sequence[Found], report: Report) -> None:
        """Show what a check found."""
        self.counts.tell(report)
        words = _create_words(report)
        self._create.setText(words)
        self._create.setVisible(bool(words) or not self._create.isChecked())
        self.details.show_lists(Lists(read, found, report, ahead=True))
        if not kept(report):
            self._hint.setText(_("Nothing of this file would change the book."))
        elif report.refused:
            self._hint.setText(
                _("The rows that can't be taken in are kept for you: after this step save them "
                  "as a file, mend them there and take that file in.")
            )  # fmt: skip
        else:
            self._hint.setText(_("Nothing has been written yet."))

    def begin(self) -> None:
        """Put the cursor where the clerk goes on."""
        self.details.begin() or self._existing.setFocus(Qt.FocusReason.OtherFocusReason)


def _create_words(report: Report) -> str:
    units, words = len(report.new_units), len(report.new_words)
    if units and words:
        return _("&Make these units and entries of lists")
    if units:
        return ngettext("&Make {count} unit", "&Make these {count} units", units).format(
            count=number(units)
        )
    if words:
        return _("&Make these entries of lists")
    return _("&Make units that are not in the book yet")
