"""Asks what a paper is to show: of which unit, as of which day, in which period.

`ask_paper` is what pages call for papers about members; the paper comes up in the preview.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from desktop.core.register import Field, Kind, Row
from desktop.ui.dialogs.settings import term_of
from desktop.ui.i18n import N_, _
from desktop.ui.page import PageContext
from desktop.ui.periods import of_term, quarters, quick_periods
from desktop.ui.register import source
from desktop.ui.register.display import row_title
from desktop.ui.register.fields_dialog import FieldsDialog
from desktop.ui.register.period_column import PeriodColumn

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


class PaperDialog(FieldsDialog):
    """Asks for the options of one paper, which then comes up in the preview."""

    fields: PeriodColumn

    def __init__(
        self, context: PageContext, form: str, title: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(context, _("Print"), _("&Print…"), parent, PeriodColumn(context))
        self._form = form
        self.head = QLabel(title)
        self.head.setProperty("role", "subtitle")

    def has_errors(self) -> bool:
        """Tell what is wrong, also of the period if one is asked for."""
        asked = "first" in self.fields.boxes
        return self.fields.show_errors(self.fields.turned() if asked else {})

    def options(self) -> dict[str, Any]:
        """Return what was chosen as `context.print_pdf` takes it; raises `Unreadable`."""
        return {name: value for name, value in self.values().items() if value is not None}

    def start(self) -> None:
        """Print the paper into the preview."""
        options = self.options()
        self.accept()
        self.context.print_pdf(self._form, options)


class PaperOptionsDialog(PaperDialog):
    """The options of one paper about members."""

    def __init__(
        self,
        context: PageContext,
        form: str,
        unit_id: int | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(context, form, _({**AS_OF, **IN_PERIOD}[form]), parent)
        self.fields.add(_UNIT)
        self.quick = self.fields.quick
        if form in IN_PERIOD:
            today = date.today()  # noqa: DTZ011 (the clerk's own day)
            self.fields.add_period(quarters(today, _QUARTERS), years=False)
        else:
            self.fields.add(_ON)
        self.lay_out(self.head, self.fields)
        self.resize(_WIDTH, 330 if form in IN_PERIOD else 300)
        first = self.quick if form in IN_PERIOD else self.fields.boxes["on"].editor
        first.setFocus(Qt.FocusReason.OtherFocusReason)
        if unit_id is not None:
            self._read_unit(unit_id)

    def _read_unit(self, unit_id: int) -> None:
        """Show the unit that is offered."""
        self.button.setEnabled(False)
        self.context.jobs.read(
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
            self.fields.set_value("unit", row.id, row_title(self.context.specs["units"], row))


class DayPaperDialog(PaperDialog):
    """The day as of which a paper is made; blank: today."""

    def __init__(
        self,
        context: PageContext,
        form: str,
        title: str,
        hint: str,
        given: Mapping[str, Any],
        parent: QWidget | None = None,
    ) -> None:
        """`hint` says what a day that has passed means; `given` are the paper's other options."""
        super().__init__(context, form, title, parent)
        self._given = dict(given)
        self.fields.add(replace(_ON, hint=hint))
        self.lay_out(self.head, self.fields)
        self.resize(_WIDTH, 220)
        self.begin_in("on")

    def options(self) -> dict[str, Any]:
        """Return the day, if there is one, and what was given."""
        return self._given | super().options()


class PeriodPaperDialog(PaperDialog):
    """The period of one paper, and what else it is narrowed to."""

    def __init__(
        self,
        context: PageContext,
        form: str,
        title: str,
        further: Sequence[Field] = (),
        parent: QWidget | None = None,
        *,
        term_first: bool = False,
    ) -> None:
        """`further` are fields besides; `term_first` offers the term of office before years."""
        super().__init__(context, form, title, parent)
        today = date.today()  # noqa: DTZ011 (the clerk's own day)
        term = term_of(context.settings)
        periods = quick_periods(today, term)
        if term_first:
            periods.sort(key=lambda one: one != of_term(term))  # the others stay in their order
        self.fields.add_period(periods)
        for one in further:
            self.fields.add(one)
        self.lay_out(self.head, self.fields)
        self.resize(420, 330 if further else 270)
        self.fields.quick.setFocus(Qt.FocusReason.OtherFocusReason)
