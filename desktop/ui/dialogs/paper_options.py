"""Asks what a paper about members is to show: of which unit, as of which day or in which period.

`ask_paper` is what pages call; the paper comes up in the preview.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from desktop.core.register import Field, Kind, Row
from desktop.ui.i18n import N_, _
from desktop.ui.page import PageContext
from desktop.ui.periods import quarters
from desktop.ui.register import source
from desktop.ui.register.display import row_title
from desktop.ui.register.period_column import PeriodColumn
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
        title = _({**AS_OF, **IN_PERIOD}[form])
        self.setWindowTitle(_("Print"))
        head = QLabel(title)
        head.setProperty("role", "subtitle")
        self.fields = PeriodColumn(context)
        self.fields.add(_UNIT)
        self.quick = self.fields.quick
        if form in IN_PERIOD:
            today = date.today()  # noqa: DTZ011 (the clerk's own day)
            self.fields.add_period(quarters(today, _QUARTERS))
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
        turned = self.fields.turned() if self._form in IN_PERIOD else {}
        if not self.fields.show_errors(turned):
            self.accept()
            self._context.print_pdf(self._form, self.options())
