"""The tools above the register of pledges: a whole cell at once, public, confirmed, papers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QCheckBox, QMenu

from desktop.core.register import Field, Kind, Row
from desktop.ui.dialogs.many.plans import Plan
from desktop.ui.i18n import _, ngettext, number
from desktop.ui.icons import icon
from desktop.ui.pledges import register_cell_gateway as gateway
from desktop.ui.register import many, source
from desktop.ui.register.display import row_title
from desktop.ui.register.editors import ComboBox
from desktop.ui.register.fields_dialog import FieldsDialog
from desktop.ui.register.typing import commit_input

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.core.register import RegisterSpec
    from desktop.services.registering import Outcome
    from desktop.ui.pledges.register_cell import RegisterCellDialog
    from desktop.ui.register_page import RegisterPage

FORM = "pledge-commitments"


class RegisterTools(QObject):
    """Adds the tools to a page of pledges and does what they say."""

    def __init__(self, page: RegisterPage) -> None:
        super().__init__(page)
        self._page = page
        self.dialog: RegisterCellDialog | None = None
        self.papers: PapersDialog | None = None
        cell = QAction(icon("users"), _("Register for a whole cell…"), page)
        cell.triggered.connect(lambda _checked=False: self.register_cell())
        page.toolbar.add_tool(cell)
        menu = QMenu(page)
        for words, name, deed in (
            (_("Make &public…"), "send", self.make_public),
            (_("&Confirm…"), "circle-check", self.confirm),
            (_("P&rint the papers…"), "printer", self.print_papers),
        ):
            action = menu.addAction(icon(name), words)
            action.triggered.connect(lambda _checked=False, deed=deed: deed())
        follow = QAction(icon("list-checks"), _("Public, papers"), page)
        follow.setToolTip(_("Make the selected pledges public, confirm them, print their papers"))
        page.toolbar.add_tool(follow, menu)

    def register_cell(self, campaign: int | None = None) -> None:
        """Open the dialog that registers a whole cell; the unit filtered is offered first."""
        chosen = self._page.filters.filters()
        first = campaign if campaign is not None else _one(chosen.get("campaign_id"))
        self._with_unit(lambda unit: self._open(unit, first))

    def make_public(self) -> None:
        """Ask how and when the selected pledges were made public."""
        many.change(self._page, public_plan(self._page.spec))

    def confirm(self) -> None:
        """Ask when the cell confirmed the selected pledges."""
        many.change(self._page, confirm_plan(self._page.spec))

    def print_papers(self) -> None:
        """Ask whose papers are to be printed."""
        self._with_unit(self._ask_papers)

    def _ask_papers(self, unit: tuple[int, str] | None) -> None:
        self.papers = PapersDialog(self._page, self._page.selected_ids(), unit)
        self.papers.finished.connect(self._papers_closed)
        self.papers.open()

    def _papers_closed(self) -> None:
        self.papers = None

    def _with_unit(self, then: Callable[[tuple[int, str] | None], None]) -> None:
        """Go on with the unit that is filtered, its name read first."""
        unit = _one(self._page.filters.filters().get("unit_id"))
        if unit is None:
            then(None)
            return
        context = self._page.context
        context.jobs.read(
            source.get,
            "units",
            unit,
            on_done=lambda row: then(_named(context.specs["units"], row)),
            on_error=lambda _problem: then(None),  # deleted meanwhile
            context=self,
        )

    def _open(self, unit: tuple[int, str] | None, campaign: int | None) -> None:
        from desktop.ui.pledges.register_cell import RegisterCellDialog  # noqa: PLC0415 (when used)

        if self.dialog is not None:
            return
        self.dialog = RegisterCellDialog(self._page.context, unit, campaign, self._page)
        self.dialog.registered.connect(self._registered)
        self.dialog.finished.connect(self._closed)
        self.dialog.open()

    def _closed(self) -> None:
        self.dialog = None
        self._page.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _registered(self, outcome: Outcome, print_them: bool) -> None:
        from desktop.ui.pledges.register_cell_close import (  # noqa: PLC0415 (loaded with the dialog)
            outcome_words,
        )

        self._page.notice.tell(outcome_words(outcome), "success")
        if print_them:
            self._page.context.print_pdf(FORM, {"pledges": [*outcome.pledges, *outcome.completed]})


def _one(value: Any) -> int | None:
    """Return the single id of a filter, None for none or several."""
    if isinstance(value, tuple):
        return value[0] if len(value) == 1 else None
    return value if isinstance(value, int) else None


def _named(spec: RegisterSpec, row: Row) -> tuple[int, str] | None:
    return None if row.deleted else (row.id, row_title(spec, row))


def _foresee(book: Any, ids: Any, values: Any, progress: Any = None) -> Any:
    from desktop.services.many import foresee  # noqa: PLC0415 (on the worker thread)

    return foresee(book, "pledges", ids, values, progress)


def public_plan(spec: RegisterSpec) -> Plan:
    """Return the plan of making pledges public."""
    means, on = spec.by_name["public_means"], spec.by_name["public_on"]
    return Plan(
        title=_("Make public"),
        fields=(replace(means, required=True), on),
        foresee=_foresee,
        do=gateway.make_public,
        button=lambda count: ngettext(
            "&Make {count} pledge public", "&Make {count} pledges public", count
        ).format(count=number(count)),
        hint=_("Choose how; then see here what becomes of each."),
        given={"public_on": _today()},
    )


def confirm_plan(spec: RegisterSpec) -> Plan:
    """Return the plan of confirming pledges."""
    return Plan(
        title=_("Confirmation by the cell"),
        fields=(replace(spec.by_name["confirmed_on"], required=True),),
        foresee=_foresee,
        do=gateway.confirm,
        button=lambda count: ngettext(
            "&Confirm {count} pledge", "&Confirm {count} pledges", count
        ).format(count=number(count)),
        hint=_("Give the day; then see here what becomes of each."),
        given={"confirmed_on": _today()},
    )


def _today() -> date:
    return date.today()  # noqa: DTZ011 (the clerk's own day)


class PapersDialog(FieldsDialog):
    """Whose papers: those selected, or those of a campaign, a unit, a year."""

    def __init__(
        self, page: RegisterPage, selected: list[int], unit: tuple[int, str] | None
    ) -> None:
        super().__init__(page.context, _("Print the papers"), _("&Print…"), page)
        self._ids = selected
        self.whose = ComboBox()
        self.whose.setAccessibleName(_("Whose papers"))
        if selected:
            text = ngettext("{count} pledge selected", "{count} pledges selected", len(selected))
            self.whose.addItem(text.format(count=number(len(selected))), False)
        self.whose.addItem(_("A whole cell, unit or campaign"), True)
        by_name = page.spec.by_name
        number_of, name = unit or (None, "")
        for field, value, label in (
            (_UNIT, number_of, name),
            (replace(by_name["campaign_id"], name="campaign", hint=""), None, ""),
            (replace(by_name["year"], required=False, hint=""), _today().year, ""),
            (replace(by_name["kind"], required=False, hint=""), None, ""),
        ):
            self.fields.add(field, value, label)
        self.duplex = QCheckBox(_("For printing on &both sides: each begins on a new sheet"))
        self.lay_out(self.whose, self.fields, self.duplex)
        self.whose.currentIndexChanged.connect(self._show)
        self._show()
        self.resize(460, 430)

    @property
    def is_whole(self) -> bool:
        """Whether a unit, campaign or year is printed, not what is selected."""
        return bool(self.whose.currentData())

    def _show(self) -> None:
        self.fields.setEnabled(self.is_whole)

    def do(self) -> None:
        """Print; the fields count only for a whole."""
        if self.is_whole:
            super().do()
        else:
            commit_input()
            self._print({"pledges": self._ids})

    def start(self) -> None:
        """Print a whole unit, campaign or year."""
        given = {name: value for name, value in self.values().items() if value is not None}
        if given:
            self._print(given)
        else:
            self.fields.show_errors({"unit": _("Choose a unit, a campaign, a year or a kind.")})

    def _print(self, options: dict[str, Any]) -> None:
        if self.duplex.isChecked():
            options["duplex"] = True
        self.accept()
        self.context.print_pdf(FORM, options)


_UNIT = Field(
    name="unit",
    label="Unit",
    heading="Chi bộ, đơn vị",
    kind=Kind.REFERENCE,
    reference="units",
    hint="Gồm cả các đơn vị trực thuộc.",
)
