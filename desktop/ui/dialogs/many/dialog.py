"""Asks what many records are to become, shows what becomes of each, and does it as one deed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QMessageBox,
    QVBoxLayout,
    QWidget,
)

from desktop.core.errors import Cancelled, Problem
from desktop.core.register import Kind, RegisterSpec
from desktop.ui.dialogs.many.asking import Asking
from desktop.ui.dialogs.many.plans import Plan
from desktop.ui.errors import ask
from desktop.ui.i18n import _, language, ngettext, number
from desktop.ui.page import PageContext
from desktop.ui.register.bars import WrappedLabel, set_role
from desktop.ui.register.display import cell_text, row_title, value_text
from desktop.ui.register.editors import Unreadable
from desktop.ui.register.typing import commit_input
from desktop.ui.theme import GAP, MARGIN
from desktop.ui.widgets.lists import ListModel, ListView
from desktop.ui.widgets.parts import DoOrCancel

if TYPE_CHECKING:
    from desktop.services.many import Effect

_REST_MS = 300  # after the last key, before it is foreseen anew


class ManyDialog(QDialog):
    """One change of the selected records; open until it is done or given up."""

    done_with = Signal(int)  # how many were changed

    def __init__(
        self,
        context: PageContext,
        spec: RegisterSpec,
        ids: Sequence[int],
        plan: Plan,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(plan.title)
        self._context, self._spec, self._ids, self._plan = context, spec, list(ids), plan
        self._effects: Sequence[Effect] = ()
        self._foreseen: Any = None  # the values that were foreseen
        self._wanted = False  # the button was pressed while it wasn't foreseen yet
        self.asking = Asking(context, plan)
        self.asking.edited.connect(self._edited)
        count = ngettext("{count} record chosen", "{count} records chosen", len(self._ids))
        lead = QLabel(count.format(count=number(len(self._ids))))
        lead.setProperty("role", "subtitle")
        self.told = WrappedLabel()
        self.told.setTextFormat(Qt.TextFormat.PlainText)
        self.view = ListView(_("What becomes of each"))
        buttons = DoOrCancel(self, "")
        buttons.accepted.connect(self._accept)
        self.button = buttons.do
        self._lay_out(lead, buttons)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_REST_MS)
        self._timer.timeout.connect(self._look)
        self._show_nothing()
        self.asking.focus_first()
        if plan.given and not plan.chosen:
            self._timer.start()

    def _lay_out(self, lead: QLabel, buttons: QDialogButtonBox) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        layout.addWidget(lead)
        layout.addWidget(self.asking, 2 if self._plan.chosen else 0)
        layout.addWidget(self.told)
        layout.addWidget(self.view, 3)
        layout.addWidget(buttons)
        screen = self.screen().availableGeometry()
        wanted = 620 if self._plan.chosen else 520
        self.resize(min(820, screen.width() - 60), min(wanted, screen.height() - 80))

    # what is foreseen

    @property
    def effects(self) -> Sequence[Effect]:
        """What becomes of each record, as it is shown."""
        return self._effects

    def _edited(self) -> None:
        self._foreseen = None
        self._wanted = False
        # what is typed decides; what becomes of each is looked at by itself, or when it is pressed
        self.button.setEnabled(self._is_told())
        self._timer.start()

    def _is_told(self) -> bool:
        """Whether everything that is needed is there and can be read."""
        try:
            return self.asking.values() is not None
        except Unreadable:
            return False

    def _look(self) -> None:
        """Ask what would become of the records."""
        self._timer.stop()
        try:
            values = self.asking.values()
        except Unreadable:
            self._show_nothing()
            return
        if values is None:
            self._show_nothing()
            return
        self._context.jobs.read(
            self._plan.foresee,
            self._ids,
            values,
            key=(id(self), "foresee"),
            on_done=lambda found: self._show(values, found),
            on_error=self._refuse,
            label=self.windowTitle(),
            context=self,
        )

    def _show_nothing(self) -> None:
        self._effects = ()
        self._foreseen = None
        self._wanted = False
        self._tell(self._plan.hint, "muted")
        self._list([])
        self.button.setText(self._plan.button(len(self._ids)))
        self.button.setEnabled(False)

    def _refuse(self, problem: Problem) -> None:
        self._show_nothing()
        if not isinstance(problem, Cancelled):
            self._tell(problem.message, "error")

    def _show(self, values: Any, found: Sequence[Effect]) -> None:
        self._effects, self._foreseen = found, values
        self._list(sorted(found, key=lambda one: (not one.problems, not one.after)))
        wrong = sum(1 for one in found if one.problems)
        same = sum(1 for one in found if not one.problems and not one.after)
        ready = len(self._ready())
        parts = []
        if wrong:
            text = ngettext(
                "{count} can't be changed and is left as it is, see its line.",
                "{count} can't be changed and are left as they are, see their lines.",
                wrong,
            )
            parts.append(text.format(count=number(wrong)))
        if same:
            text = ngettext(
                "{count} is so already.",
                "{count} are so already.",
                same,
            )
            parts.append(text.format(count=number(same)))
        if not ready:
            parts.append(_("There is nothing to change."))
        self._tell(" ".join(parts), "error" if wrong else "muted")
        self.button.setText(self._plan.button(ready))
        self.button.setEnabled(bool(ready))
        if self._wanted:
            self._wanted = False
            if ready and not wrong:
                self._make_sure()

    def _tell(self, text: str, role: str) -> None:
        set_role(self.told, role)
        self.told.setText(text)
        self.told.setVisible(bool(text))

    def _ready(self) -> list[int]:
        return [one.row.id for one in self._effects if one.after and not one.problems]

    def _list(self, effects: Sequence[Effect]) -> None:
        """Show each record with what its fields are and become."""
        names = [name for name in self._spec.by_name if any(name in one.after for one in effects)]
        fields = [self._spec.by_name[name] for name in names]
        last = len(fields) + 1

        def cell(effect: Effect, column: int) -> str:
            if column == 0:
                return row_title(self._spec, effect.row)
            if column == last:
                return self._note(effect)
            field = fields[column - 1]
            before = cell_text(field, effect.row)
            if field.name not in effect.after:
                return before
            label = effect.labels.get(field.name, "")
            after = value_text(field, effect.after[field.name], label)
            if field.kind is Kind.BOOLEAN:
                before, after = before or _("No"), after or _("No")
            blank = _("(blank)")
            return f"{before or blank} → {after or blank}"

        def mark(effect: Effect, column: int) -> str:
            return self._note(effect) if column == last and effect.problems else ""

        heads = [
            self._spec.by_name[self._spec.title].text(),
            *(one.text() for one in fields),
            _("Note"),
        ]
        self.view.show_list(
            ListModel(heads, effects, cell, mark), [26, *(34 for _field in fields), 40]
        )

    @staticmethod
    def _note(effect: Effect) -> str:
        if effect.problems:
            return " ".join(dict.fromkeys(effect.problems.values()))
        return "" if effect.after else _("is so already")

    # doing it

    def _accept(self) -> None:
        """Do it; what was typed last is looked at first."""
        commit_input()
        self.asking.column.resolve(self._accept_now)

    def _accept_now(self) -> None:
        if self.asking.column.show_errors():
            return
        if self._foreseen is None:
            self._wanted = True
            self._look()
        else:
            self._make_sure()

    def _make_sure(self) -> None:
        """Ask once before columns are emptied: a field may have been left blank by mistake."""
        lost = [
            self._spec.by_name[name].text(language())
            for name, value in self._foreseen.items()
            if value is None and any(self._loses(one, name) for one in self._effects)
        ]
        if not self._plan.chosen or not lost:
            self._do()
            return
        text = ngettext(
            "Empty the column {columns} in {count} record?",
            "Empty the columns {columns} in {count} records?",
            len(lost),
        ).format(columns=", ".join(f"“{one}”" for one in lost), count=number(len(self._ready())))

        def answered(button: QMessageBox.StandardButton) -> None:
            if button == QMessageBox.StandardButton.Yes:
                self._do()

        buttons = QMessageBox.StandardButton.Yes | QMessageBox.StandardButton.Cancel
        box = ask(self, self.windowTitle(), text, buttons, answered)
        box.setDefaultButton(QMessageBox.StandardButton.Cancel)

    @staticmethod
    def _loses(effect: Effect, name: str) -> bool:
        return not effect.problems and name in effect.after and effect.after[name] is None

    def _do(self) -> None:
        self.setEnabled(False)
        self._context.jobs.write(
            self._plan.do,
            self._ready(),
            self._foreseen,
            on_done=self._did,
            on_error=self._refuse,
            on_finally=lambda: self.setEnabled(True),
            label=self.windowTitle(),
            context=self,
        )

    def _did(self, done: Any) -> None:
        self.done_with.emit(done.value)
        self.accept()
