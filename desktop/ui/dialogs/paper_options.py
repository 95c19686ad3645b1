"""Asks what a paper about members is to show: of which unit, as of which day or in which period.

`ask_paper` is what pages call; the paper comes up in the preview.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from desktop.core.register import Field, Kind, Row
from desktop.ui.i18n import N_, _
from desktop.ui.page import PageContext
from desktop.ui.periods import Period, quarters
from desktop.ui.register import source
from desktop.ui.register.display import row_title
from desktop.ui.register.editors import Unreadable
from desktop.ui.register.field_column import FieldColumn
from desktop.ui.register.typing import commit_input
from desktop.ui.theme import GAP, MARGIN
from desktop.ui.widgets.parts import DoOrCancel

AS_OF = {
    "member-list": N_("List of members by unit"),
    "member-book": N_("Book of members (form 7-HSĐV)"),
}
"""Papers as of a day."""
IN_PERIOD = {"member-reconciliation": N_("Quarterly reconciliation")}
"""Papers of a period."""
_QUARTERS = 8  # offered by name
_WIDTH = 480
_UNIT = Field(
    name="unit",
    label="Unit",
    heading="Đơn vị",
    kind=Kind.REFERENCE,
    reference="units",
    hint="Gồm cả các đơn vị trực thuộc. Để trống: cả cơ quan.",
)
_ON = Field(
    name="on",
    label="As of",
    heading="Tính đến ngày",
    kind=Kind.DATE,
    hint="Để trống: hôm nay. Ngày đã qua: mỗi người ở đơn vị và trạng thái của ngày ấy.",
)
_FIRST = Field(name="first", label="From", heading="Từ ngày", kind=Kind.DATE, required=True)
_LAST = Field(name="last", label="To", heading="Đến ngày", kind=Kind.DATE, required=True)


def ask_paper(
    context: PageContext, form: str, unit_id: int | None, parent: QWidget | None
) -> PaperOptionsDialog | None:
    """Ask for the options of a paper about members, then print it into the preview.

    `form` is a name of `services.member_papers.TITLES`; `unit_id` is the unit offered first
    (None: the whole office). A paper without options is made at once; None is returned then.
    """
    if form not in AS_OF and form not in IN_PERIOD:
        context.print_pdf(form, {} if unit_id is None else {"unit": unit_id})
        return None
    dialog = PaperOptionsDialog(context, form, unit_id, parent)
    dialog.open()
    return dialog


class PaperOptionsDialog(QDialog):
    """The options of one paper."""

    def __init__(
        self,
        context: PageContext,
        form: str,
        unit_id: int | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._context, self._form = context, form
        self._periods: list[Period] = []
        self._filling = False
        title = _({**AS_OF, **IN_PERIOD}[form])
        self.setWindowTitle(_("Print"))
        head = QLabel(title)
        head.setProperty("role", "subtitle")
        self.fields = FieldColumn(context)
        self.fields.add(_UNIT)
        self.quick = QComboBox(self)
        self.quick.setVisible(form in IN_PERIOD)
        if form in IN_PERIOD:
            self._add_period()
        else:
            self.fields.add(_ON)
        buttons = DoOrCancel(self, _("&Print…"))
        buttons.accepted.connect(self._accept)
        self.button = buttons.do
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        layout.addWidget(head)
        layout.addWidget(self.fields)
        layout.addStretch(1)
        layout.addWidget(buttons)
        self.resize(_WIDTH, 330 if form in IN_PERIOD else 300)
        first = self.quick if form in IN_PERIOD else self.fields.boxes["on"].editor
        first.setFocus(Qt.FocusReason.OtherFocusReason)
        if unit_id is not None:
            self._read_unit(unit_id)

    def options(self) -> dict[str, Any]:
        """Return what was chosen as `context.print_pdf` takes it; raises `Unreadable`."""
        found = {name: self.fields.value(name) for name in self.fields.boxes}
        return {name: value for name, value in found.items() if value is not None}

    def _add_period(self) -> None:
        today = date.today()  # noqa: DTZ011 (the clerk's own day)
        self._periods = quarters(today, _QUARTERS)
        for one in self._periods:
            self.quick.addItem(one.name)
        self.quick.addItem(_("Other days"))
        self.quick.setAccessibleName(_("Period"))
        label = QLabel(_("&Period:"))
        label.setBuddy(self.quick)
        self.fields.add_widget(label)
        self.fields.add_widget(self.quick)
        for field in (_FIRST, _LAST):
            self.fields.add(field)
        self.quick.activated.connect(self._pick)
        self.fields.edited.connect(self._name_period)
        self._pick(0)

    def _pick(self, place: int) -> None:
        """Put the days of a named period into the fields."""
        if place < len(self._periods):
            self._filling = True
            self.fields.set_value("first", self._periods[place].first)
            self.fields.set_value("last", self._periods[place].last)
            self._filling = False
        else:
            self.fields.boxes["first"].editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _name_period(self) -> None:
        """Show which named period the days typed are, if they are one."""
        if self._filling:
            return
        try:
            days = (self.fields.value("first"), self.fields.value("last"))
        except Unreadable:
            return
        found = (place for place, one in enumerate(self._periods) if (one.first, one.last) == days)
        self.quick.setCurrentIndex(next(found, len(self._periods)))

    def _read_unit(self, unit_id: int) -> None:
        """Show the unit that is offered."""
        self.button.setEnabled(False)
        self._context.jobs.read(
            source.get,
            "units",
            unit_id,
            on_done=self._show_unit,
            on_error=lambda _problem: None,  # deleted meanwhile: the whole office is offered
            on_finally=lambda: self.button.setEnabled(True),
            context=self,
        )

    def _show_unit(self, row: Row) -> None:
        if not row.deleted:
            self.fields.set_value("unit", row.id, row_title(self._context.specs["units"], row))

    def _accept(self) -> None:
        commit_input()
        self.fields.resolve(self._print)

    def _print(self) -> None:
        if self.fields.show_errors():
            return
        found = self.options()
        if "first" in found and found["last"] < found["first"]:
            self.fields.show_errors({"last": _("The last day is before the first.")})
            return
        self.accept()
        self._context.print_pdf(self._form, found)
