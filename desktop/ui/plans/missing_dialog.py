"""Who has no plan of a year or a term, or no ethics standard; plans added for those chosen."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QMenu,
    QSpinBox,
    QToolButton,
    QWidget,
)

from desktop.core.changes import Done
from desktop.core.plans import USUAL_KINDS
from desktop.core.register import Choice
from desktop.core.terms import PlanPeriod
from desktop.core.vietnamese.fold import clean
from desktop.ui.i18n import _, language, ngettext, number
from desktop.ui.page import PageContext
from desktop.ui.plans import gateway
from desktop.ui.plans.gateway import AskedMissing, FoundMissing
from desktop.ui.plans.list_dialog import ListDialog
from desktop.ui.plans.tables import button, chosen_places
from desktop.ui.register.typing import LineEdit, commit_input
from desktop.ui.widgets.lists import ListModel

_KINDS = "plans.expected_kinds"
_PAPERS = {"plans": "plans-missing", "ethics_standards": "ethics-standards-missing"}


class MissingDialog(ListDialog):
    """Units that are expected to have one and have none."""

    wanted = Signal(int)  # a unit for which a record is to be typed

    def __init__(self, context: PageContext, register: str, parent: QWidget | None = None) -> None:
        """`register` is 'plans' or 'ethics_standards'."""
        self._of_plans = register == "plans"
        title = _("Who has no plan") if self._of_plans else _("Who has no ethics standard")
        super().__init__(context, title, (register, "units"), parent)
        self._register = register
        self._typed = False  # a title that the clerk typed stays
        self._make_choices()
        self.title = LineEdit()
        self.title.textEdited.connect(self._title_typed)
        self._lay_out()
        self.fit(900, 620)
        self.read()

    # What is asked

    def asked(self) -> AskedMissing:
        """Return whose plans are looked for."""
        period = self.period.currentData() if self._of_plans else None
        return AskedMissing(self.year.value(), period, tuple(self.kinds()))

    def kinds(self) -> list[str]:
        """Return the kinds of unit that are expected to have one."""
        return [str(one.data()) for one in self.kinds_menu.actions() if one.isChecked()]

    def read(self) -> None:
        """Look again who has none."""
        self.context.jobs.read(
            gateway.missing,
            self.asked(),
            key=(id(self), "missing"),
            on_done=self._show,
            on_error=self.failed,
            label=self.windowTitle(),
            context=self,
        )

    # What the clerk does

    def chosen(self) -> list[int]:
        """Return the ids of the selected units."""
        return [one.unit_id for one in self.rows()]

    def add(self) -> None:
        """Add a plan for each of the selected units."""
        commit_input()
        units, title = self.chosen(), clean(self.title.text())
        if not units:
            return
        if not self._of_plans:
            self.reject()
            self.wanted.emit(units[0])
            return
        if not title:
            self.notice.tell(_("Type the title of the plans first."), "warning")
            self.title.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.add_button.setEnabled(False)
        self.context.jobs.write(
            gateway.add_plans,
            self.asked(),
            units,
            title,
            on_done=self._added,
            on_error=self.failed,
            on_finally=self.enable,
            label=self.windowTitle(),
            context=self,
        )

    def copy(self) -> None:
        """Copy the selected lines, or all when only one is selected."""
        places = chosen_places(self.view)
        self.copy_rows(places if len(places) > 1 else None)

    def print_list(self) -> None:
        """Print the list."""
        asked = self.asked()
        options = {"year": asked.year, "period": asked.period, "kinds": asked.kinds}
        self.context.print_pdf(_PAPERS[self._register], options)

    # What comes

    def _show(self, found: FoundMissing) -> None:
        units, expected = found.missing.units, found.missing.expected
        text = ngettext(
            "{count} of {expected} unit has none", "{count} of {expected} units have none", expected
        )
        self.count.setText(text.format(count=number(len(units)), expected=number(expected)))
        if not self._typed:
            self.title.setText(found.title)
        if units:
            spec = self.context.specs["units"]
            kinds = {one.value: one.text(language()) for one in spec.by_name["kind"].choices}
            heads = [spec.by_name[name].text(language()) for name in ("name", "kind")]
            model = ListModel(
                heads,
                units,
                lambda one, column: (one.name, kinds.get(one.kind, ""))[column],
            )
            self.show_list(model, [60, 24])
        else:
            words = (
                _("Every unit that is expected to have one has it.")
                if expected
                else _("No unit of the chosen kinds: choose others above.")
            )
            self.show_words(words, "circle-check" if expected else "list-filter")
        self.enable()

    def _added(self, done: Done[int]) -> None:
        text = ngettext(
            "{count} plan was added. Ctrl+Z undoes it.",
            "{count} plans were added. Ctrl+Z undoes it.",
            done.value,
        )
        self.notice.tell(text.format(count=number(done.value)), "success")

    def _kinds_chosen(self) -> None:
        self.context.settings.set_texts(_KINDS, self.kinds())
        self.read()

    def _title_typed(self) -> None:
        self._typed = bool(clean(self.title.text()))  # emptied: one is suggested again

    def enable(self) -> None:
        """Enable what can be done for the units that are selected."""
        count = len(self.chosen())
        if self._of_plans:
            text = ngettext("&Add for {count} unit", "&Add for {count} units", count)
            self.add_button.setText(
                text.format(count=number(count)) if count else _("&Add for the chosen units")
            )
        self.add_button.setEnabled(bool(count) if self._of_plans else count == 1)
        self.copy_button.setEnabled(self.listed)

    # Parts

    def _make_choices(self) -> None:
        self.period = QComboBox()
        self.period.setAccessibleName(_("For"))
        for one in PlanPeriod:
            choice = Choice(one.value, one.label, one.heading)
            self.period.addItem(choice.text(language()), one.value)
        self.period.currentIndexChanged.connect(lambda _place: self.read())
        self.year = QSpinBox()
        self.year.setRange(1930, 2200)
        self.year.setAccessibleName(_("Year"))
        with QSignalBlocker(self.year):
            self.year.setValue(gateway.this_year())
        self.year.valueChanged.connect(lambda _year: self.read())
        self.kinds_menu = QMenu(self)
        remembered = self.context.settings.get_texts(_KINDS) or USUAL_KINDS
        for kind in self.context.specs["units"].by_name["kind"].choices:
            action = self.kinds_menu.addAction(kind.text(language()))
            action.setData(kind.value)
            action.setCheckable(True)
            action.setChecked(kind.value in remembered)
            action.triggered.connect(lambda _on=False: self._kinds_chosen())
        self.kinds_button = QToolButton()
        self.kinds_button.setText(_("&Kinds of unit"))
        self.kinds_button.setMenu(self.kinds_menu)
        self.kinds_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.kinds_button.setToolTip(_("Which units are expected to have one"))

    def _lay_out(self) -> None:
        above = QHBoxLayout()
        if self._of_plans:
            for words, field in ((_("&For:"), self.period), (_("&Year:"), self.year)):
                label = QLabel(words)
                label.setBuddy(field)
                above.addWidget(label)
                above.addWidget(field)
        above.addWidget(self.kinds_button)
        words = _("&Add for the chosen units") if self._of_plans else _("&Type it for this unit…")
        self.add_button = button(words, "plus", self.add, primary=True)
        self.print_button = button(_("&Print the list"), "printer", self.print_list)
        self.copy_button = button(_("C&opy"), "clipboard-copy", self.copy)
        row = None
        if self._of_plans:
            row = QHBoxLayout()
            label = QLabel(_("&Title of the plans:"))
            label.setBuddy(self.title)
            row.addWidget(label)
            row.addWidget(self.title, 1)
        else:
            self.title.hide()
        self.lay_out(above, (self.print_button, self.copy_button), self.add_button, row)
