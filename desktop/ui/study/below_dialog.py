"""The units of a year's study sessions, those below the office's bar first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.core.attendance import BELOW
from desktop.ui.commendations.dialog import words_label
from desktop.ui.i18n import _, ngettext, number
from desktop.ui.icons import icon
from desktop.ui.page import PageContext
from desktop.ui.study import gateway
from desktop.ui.theme import GAP, MARGIN
from desktop.ui.widgets.lists import Index, ListModel, ListView

if TYPE_CHECKING:
    from desktop.services.study import UnitsOfYear, UnitYear

_FORM = "study-below"
_WIDTHS = (46, 11, 11, 11, 20)
_RATE = 4


class _UnitsModel(ListModel):
    """Numbers stand to the right."""

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return what one place shows."""
        if role == Qt.ItemDataRole.TextAlignmentRole and 0 < index.column() < _RATE:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return super().data(index, role)


class BelowDialog(QDialog):
    """Year and topic to choose, the list, and its paper."""

    def __init__(
        self, context: PageContext, year: int | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Units below the bar"))
        self._context = context
        self.found: UnitsOfYear | None = None
        self.year, self.subject = QComboBox(), QComboBox()
        self.subject.setMinimumContentsLength(30)
        self.subject.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        top = QHBoxLayout()
        top.setSpacing(GAP)
        for words, box, stretch in (
            (_("&Year:"), self.year, 0),
            (_("&Topic:"), self.subject, 1),
        ):
            label = QLabel(words)
            label.setBuddy(box)
            box.setAccessibleName(words.replace("&", "").rstrip(":"))
            top.addWidget(label)
            top.addWidget(box, stretch)
        self.year.activated.connect(lambda _place: self._read(self.year.currentData(), ""))
        self.subject.activated.connect(
            lambda _place: self._read(self.year.currentData(), self.subject.currentData() or "")
        )
        self.told = words_label()
        self.view = ListView(_("Units"))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        self.print_button = QPushButton(icon("printer"), _("&Print the list…"))
        self.print_button.clicked.connect(self._print)
        buttons.addButton(self.print_button, QDialogButtonBox.ButtonRole.ActionRole)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        layout.addLayout(top)
        layout.addWidget(self.told)
        layout.addWidget(self.view, 1)
        layout.addWidget(buttons)
        room = self.screen().availableGeometry()
        self.resize(min(940, room.width() - 40), min(600, room.height() - 60))
        self._read(year, "")

    def _read(self, year: int | None, subject: str) -> None:
        self._context.jobs.read(
            gateway.units_of_year,
            year,
            subject,
            key=(id(self), "units"),
            on_done=self._show,
            context=self,
        )

    def _show(self, found: UnitsOfYear) -> None:
        self.found = found
        self.year.clear()
        for year in sorted({found.year, *found.years}, reverse=True):
            self.year.addItem(str(year), year)
        self.year.setCurrentIndex(self.year.findData(found.year))
        self.subject.clear()
        self.subject.addItem(_("All topics"), "")
        for subject in found.subjects:
            self.subject.addItem(subject, subject)
        self.subject.setCurrentIndex(max(0, self.subject.findData(found.subject)))
        self.told.setText(_told(found))

        def mark(one: UnitYear, column: int) -> str:
            low = column == _RATE and one.numbers.is_below(found.bar)
            return BELOW.capitalize() if low else ""

        headings = (_("Unit"), _("Sessions"), _("Invited"), _("Attended"), _("Rate"))
        self.view.show_list(
            _UnitsModel(headings, found.units, lambda one, at: _cell(one, at, found.bar), mark),
            _WIDTHS,
        )

    def _print(self) -> None:
        if self.found is not None:
            options = {"year": self.found.year, "subject": self.found.subject}
            self._context.print_pdf(_FORM, options)


def _told(found: UnitsOfYear) -> str:
    if not found.units:
        text = _("No attendance by unit in {year}.").format(year=found.year)
    else:
        text = ngettext(
            "{count} of {units} units is below {bar}%.",
            "{count} of {units} units are below {bar}%.",
            len(found.below),
        ).format(count=number(len(found.below)), units=number(len(found.units)), bar=found.bar)
    if found.undated:
        more = ngettext(
            "{count} session has no date and is not counted.",
            "{count} sessions have no date and are not counted.",
            found.undated,
        )
        text += " " + more.format(count=number(found.undated))
    return text


def _cell(one: UnitYear, column: int, bar: int) -> str:
    if column == 0:
        return one.name
    if column == _RATE:
        if not one.sessions:
            return _("no numbers yet")
        return one.numbers.words(bar)
    counts = (one.sessions, one.numbers.invited, one.numbers.attended)
    value = counts[column - 1]
    return "" if value is None else number(value)
