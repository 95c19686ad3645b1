"""What is due over all plans: overdue, due soon, later; ticked off with one key."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QWidget,
)

from desktop.core.due import DueState
from desktop.core.formats import date_text
from desktop.ui.i18n import _, language, ngettext, number
from desktop.ui.page import PageContext
from desktop.ui.plans import gateway
from desktop.ui.plans.gateway import Due
from desktop.ui.plans.list_dialog import ListDialog
from desktop.ui.plans.tables import button
from desktop.ui.widgets.lists import ListModel

if TYPE_CHECKING:
    from desktop.core.changes import Done
    from desktop.services.plans import DueThing

_REGISTERS = ("plans", "plan_items", "breakthroughs", "units", "settings")
_OPEN = [one for one in DueState if one is not DueState.DONE]


class DueDialog(ListDialog):
    """All things to do that aren't done, and matters of breakthrough."""

    opened = Signal(str, int)  # register and id of a record that the clerk wants to see

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, _("Things due"), _REGISTERS, parent)
        self._due = Due((), {}, "")
        self.state = QComboBox()
        self.state.setAccessibleName(_("Standing"))
        self.state.addItem(_("All"), None)
        for one in _OPEN:
            self.state.addItem(one.heading if language() == "vi" else one.label, one.value)
        self.state.currentIndexChanged.connect(lambda _place: self._fill())
        self.view.activated.connect(lambda _index: self.open_current())
        self.tick_action = QAction(_("Done (Space)"), self.view)
        self.tick_action.setShortcut(QKeySequence(Qt.Key.Key_Space))
        self.tick_action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self.tick_action.triggered.connect(lambda _on=False: self.tick())
        self.view.addAction(self.tick_action)
        self._lay_out()
        self.fit(1200, 640)
        self.read()

    def read(self) -> None:
        """Look again what is due."""
        self.context.jobs.read(
            gateway.all_due,
            key=(id(self), "due"),
            on_done=self._show,
            on_error=self.failed,
            label=self.windowTitle(),
            context=self,
        )

    def chosen(self) -> list[DueThing]:
        """Return the things that are selected."""
        return self.rows()

    def tick(self) -> None:
        """Say of the selected things to do that they are done today."""
        items = [one.id for one in self.chosen() if one.register == "plan_items"]
        if not items:
            self.notice.tell(_("Open a breakthrough to write when it was done."), "info")
            return
        self.context.jobs.write(
            gateway.tick,
            items,
            on_done=lambda done: self._ticked(done, len(items)),
            on_error=self.failed,
            label=self.tick_action.text(),
            context=self,
        )

    def open_current(self) -> None:
        """Close and show the thing with the cursor."""
        chosen = self.chosen()
        if chosen:
            one = chosen[0]
            self.reject()
            self.opened.emit(one.register, one.id)

    def copy(self) -> None:
        """Copy the lines that are shown."""
        self.copy_rows()

    def print_list(self) -> None:
        """Print what is due by organisation."""
        self.context.print_pdf("plans-due", {})

    def _show(self, found: Due) -> None:
        self._due = found
        self._fill()

    def _fill(self) -> None:
        wanted = self.state.currentData()
        things: Sequence[DueThing] = [
            one for one in self._due.things if wanted is None or one.state.value == wanted
        ]
        late = sum(one.state is DueState.OVERDUE for one in self._due.things)
        text = ngettext("{count} thing to do", "{count} things to do", len(things))
        more = _(", {count} overdue").format(count=number(late)) if late else ""
        self.count.setText(text.format(count=number(len(things))) + more)
        if things:
            place = self.view.currentIndex().row()
            self.show_list(self._model(things), [18, 12, 38, 26, 20, 20])
            self.view.selectRow(max(0, min(place, len(things) - 1)))
        else:
            words = _("Nothing is waiting to be done.") if wanted is None else _("None of these.")
            self.show_words(words, "circle-check")
        self.enable()

    def _model(self, things: Sequence[DueThing]) -> ListModel:
        units, office = self._due.units, self._due.office

        def cell(one: DueThing, column: int) -> str:
            whose = units.get(one.unit_id, "") if one.unit_id is not None else office
            return (one.words, date_text(one.due_on), one.content, whose, one.owner, one.plan)[
                column
            ]

        def mark(one: DueThing, column: int) -> str:
            return one.words if column == 0 and one.state is DueState.OVERDUE else ""

        heads = [_("Standing"), _("Due on"), _("Thing to do"), _("Unit"), _("In charge"),
                 _("By the plan")]  # fmt: skip
        return ListModel(heads, things, cell, mark)

    def _ticked(self, _done: Done[bool], count: int) -> None:
        text = ngettext(
            "{count} thing is done. Ctrl+Z undoes it.",
            "{count} things are done. Ctrl+Z undoes it.",
            count,
        )
        self.notice.tell(text.format(count=number(count)), "success")

    def enable(self) -> None:
        """Enable what can be done with the things that are selected."""
        chosen = self.chosen()
        self.tick_button.setEnabled(any(one.register == "plan_items" for one in chosen))
        self.open_button.setEnabled(bool(chosen))
        self.copy_button.setEnabled(self.listed)

    def _lay_out(self) -> None:
        above = QHBoxLayout()
        label = QLabel(_("&Show:"))
        label.setBuddy(self.state)
        above.addWidget(label)
        above.addWidget(self.state)
        self.tick_button = button(_("&Done (Space)"), "circle-check", self.tick, primary=True)
        self.open_button = button(_("&Open it"), "pencil", self.open_current)
        self.print_button = button(_("&Print by organisation"), "printer", self.print_list)
        self.copy_button = button(_("Cop&y"), "clipboard-copy", self.copy)
        self.lay_out(
            above, (self.open_button, self.print_button, self.copy_button), self.tick_button
        )
