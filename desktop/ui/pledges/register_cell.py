"""Registering for a whole cell: who, what all of them do, what each one does, and once for all.

Nothing is kept before the last step, then everything as one deed.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QMessageBox,
    QWidget,
)

from desktop.core.errors import Cancelled, Problem
from desktop.ui.i18n import N_, _, ngettext, number
from desktop.ui.page import PageContext
from desktop.ui.pledges import register_cell_gateway as gateway
from desktop.ui.pledges.register_cell_add import AddPledgerDialog
from desktop.ui.pledges.register_cell_close import (
    CloseStep,
    shared_warnings,
    summary_lines,
    vague_warning,
)
from desktop.ui.pledges.register_cell_draft import ItemRow, ItemsDraft
from desktop.ui.pledges.register_cell_items import CommonStep, OwnStep
from desktop.ui.pledges.register_cell_who import WhoStep, heads_words
from desktop.ui.register.typing import commit_input
from desktop.ui.widgets.steps_dialog import StepsDialog

if TYPE_CHECKING:
    from desktop.core.changes import Done
    from desktop.services.registering import Outcome
    from desktop.services.registering_known import Pledger
    from desktop.services.registering_people import Candidate, Item, Waiting

WHO, COMMON, OWN, CLOSE = range(4)
_TITLES = (
    N_("Who registers"),
    N_("What all of them register"),
    N_("What each one registers"),
    N_("Publicity, confirmation, and once for all"),
)
_SIZE = QSize(1180, 640)


class RegisterCellDialog(StepsDialog):
    """Four steps; `registered` tells the outcome and whether to print."""

    registered = Signal(object, bool)  # Outcome, print

    def __init__(
        self,
        context: PageContext,
        unit: tuple[int, str] | None = None,
        campaign: int | None = None,
        parent: QWidget | None = None,
        only: Collection[Any] | None = None,
    ) -> None:
        """`unit` (id, name) and `campaign` (id) are those to begin with; `only` keys to tick."""
        super().__init__(_TITLES, parent)
        self.setWindowTitle(_("Register for a whole cell"))
        self._context = context
        self._first_campaign = campaign
        self._offered: tuple[Any, ...] | None = None
        self._writing = False
        self._leaving = False
        self._told: dict[str, list[str]] = {}  # warnings that were looked up
        self.draft = ItemsDraft()
        self.who = WhoStep(context, unit, only)
        self.common = CommonStep(context)
        self.own = OwnStep(context, self.draft)
        self.close_step = CloseStep(context)
        for page in (self.who, self.common, self.own, self.close_step):
            self.steps.addWidget(page)
        self.back.setAutoDefault(False)
        self.cancel.setAutoDefault(False)
        self.fit(_SIZE, 0.92)
        self.who.add_asked.connect(self._add_pledger)
        self.who.changed.connect(lambda: self.tell(""))
        self._show_step(WHO)
        context.jobs.read(
            gateway.read_campaigns,
            on_done=self._campaigns_came,
            on_error=self._refused,
            label=self.windowTitle(),
            context=self,
        )

    # steps

    @property
    def step(self) -> int:
        """The step that is shown."""
        return self.steps.currentIndex()

    def go_on(self) -> None:
        """Do what "Next" does."""
        if self._writing:
            return
        if self.step == WHO and self.who.is_searching():
            self.who.go_to_people()  # Enter in the search field
            return
        commit_input()
        self.tell("")
        if self.step == WHO:
            self.who.fields.resolve(self._from_who)
        elif self.step == COMMON:
            self._from_common()
        elif self.step == OWN:
            self.own.grid.commit()
            problem = self.own.problem()
            self.tell(problem) if problem else self._to_close()
        else:
            self.close_step.fields.resolve(self._register)

    def go_back(self) -> None:
        """Show the step before; what was entered stays."""
        commit_input()
        self.tell("")
        for grid in (self.common.grid, self.own.grid):
            grid.commit()
        self._show_step(max(self.step - 1, WHO))

    def _from_who(self) -> None:
        if self.who.asked() is not None and not self.who.is_read:
            self.who.read_people()  # to be seen before it is gone on with
            return
        problem = self.who.problem()
        if problem:
            self.tell(problem)
            return
        asked = self.who.asked() or {}
        wanted = tuple(asked[name] for name in ("year", "kind", "unit_id"))
        if wanted != self._offered:
            self._offered = wanted
            self._context.jobs.read(
                gateway.read_suggestions,
                *wanted,
                key=(id(self), "suggestions"),
                on_done=self.common.offer,
                context=self,
            )
        self._show_step(COMMON)

    def _from_common(self) -> None:
        self.common.grid.commit()
        place, column, problem = self.common.grid.items.problem_at()
        if problem:
            self.common.grid.show_place(place, column)
            self.common.focus()
            self.tell(problem)
            return
        self.draft.take_common(self.common.grid.items.rows)
        self.common.show_rows(self.draft.common)
        self.own.show_people(self.chosen, self.who.carries)
        self._show_step(OWN)

    def _to_close(self) -> None:
        chosen = self.chosen
        rows = {one.who.key: self._items(one) for one in chosen}
        items = sum(len(one) for one in rows.values())
        new = [one for one in chosen if one.pledge_id is None]
        without = sum(1 for one in new if not rows[one.who.key])
        vague = sum(
            1 for one in new if rows[one.who.key] and all(line.vague for line in rows[one.who.key])
        )
        lines = summary_lines(len(new), len(chosen) - len(new), items, without)
        warnings = [vague_warning(vague)] if vague else []
        asked = self.who.asked() or {}
        in_campaign = asked.get("campaign_id") is not None
        if self.who.heads.text() and not in_campaign:
            warnings.append(self.who.heads.text())
        self.close_step.show_summary(lines, warnings)
        self._show_step(CLOSE)
        if in_campaign:
            self._told = {}
            texts = [[self._item(line) for line in rows[one.who.key]] for one in new]
            self._context.jobs.read(
                gateway.read_shared,
                asked["campaign_id"],
                texts,
                key=(id(self), "shared"),
                on_done=lambda found: self._tell_more(warnings, shared=shared_warnings(found)),
                context=self,
            )
            self._context.jobs.read(
                gateway.read_heads_behind,
                asked["campaign_id"],
                asked["unit_id"],
                [one.who for one in chosen],
                key=(id(self), "heads"),
                on_done=lambda found: self._heads_came(warnings, found),
                context=self,
            )

    def _heads_came(self, warnings: list[str], found: Sequence[Waiting]) -> None:
        words = heads_words([f"{one.name} ({one.post or one.unit})" for one in found])
        self._tell_more(warnings, heads=[words] if words else [])

    def _tell_more(self, warnings: list[str], **came: list[str]) -> None:
        """Add what was looked up to the warnings, whichever comes first."""
        self._told |= came
        more = [one for name in ("shared", "heads") for one in self._told.get(name, [])]
        self.close_step.warn([*warnings, *more])

    def _show_step(self, step: int) -> None:
        self.show_page(step)
        self.back.setEnabled(step > WHO)
        self.next.setText(self._words() if step == CLOSE else _("&Next"))
        page: Any = self.steps.currentWidget()
        if step == WHO:
            self.who.campaign.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            page.focus()

    def _words(self) -> str:
        count = len(self.chosen)
        text = ngettext("&Register {count} pledge", "&Register {count} pledges", count)
        return text.format(count=number(count))

    # who and what

    @property
    def chosen(self) -> list[Candidate]:
        """Those who are ticked."""
        return self.who.people.people.chosen

    def _items(self, one: Candidate) -> list[ItemRow]:
        return [line for line in self.draft.rows(one.who.key) if not line.blank]

    @staticmethod
    def _item(line: ItemRow) -> Item:
        return gateway.make_item(*line.cells[:3], line.due)

    def _campaigns_came(self, found: Sequence[gateway.CampaignChoice]) -> None:
        self.who.show_campaigns(found, self._first_campaign)

    def _add_pledger(self) -> None:
        asked = self.who.asked() or {}
        unit = asked.get("unit_id")
        begin = None if unit is None else (unit, self.who.unit_words)
        dialog = AddPledgerDialog(self._context, begin, self)
        dialog.chosen.connect(self.who.people.people.add)
        dialog.open()

    # doing it

    def _register(self) -> None:
        problem = self.close_step.problem()
        asked = self.who.asked()
        if problem or asked is None:
            self.tell(problem)
            return
        entries: list[tuple[Pledger, list[Item], bool]] = [
            (
                one.who,
                [self._item(line) for line in self._items(one)],
                one.pledge_id is not None,
            )
            for one in self.chosen
        ]
        values = {**asked, **self.close_step.values()}
        self._writing = True
        self._enable(False)
        self._context.jobs.write(
            gateway.register,
            gateway.make_registration(values, entries),
            on_done=self._done,
            on_error=self._refused,
            on_finally=self._ended,
            label=self.windowTitle(),
            context=self,
        )

    def _done(self, done: Done[Outcome]) -> None:
        self._leaving = True
        self.registered.emit(done.value, self.close_step.print.isChecked())
        self.accept()

    def _refused(self, problem: Problem) -> None:
        if not isinstance(problem, Cancelled):
            self.tell(problem.message)

    def _ended(self) -> None:
        self._writing = False
        self._enable(True)

    def _enable(self, on: bool) -> None:
        for widget in (self.steps, self.back, self.next):
            widget.setEnabled(on)

    # leaving

    def has_entries(self) -> bool:
        """Tell whether anything was entered that closing would lose."""
        return bool(
            self.who.people.people.touched
            or self.draft.touched
            or self.common.grid.items.rows
            or self.common.grid.editing
        )

    def reject(self) -> None:
        """Close; ask first when something was entered."""
        commit_input()
        if self._writing:
            return
        if self._leaving or not self.has_entries():
            super().reject()
            return
        self._ask()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask as Escape does."""
        commit_input()
        if self._leaving or not (self.has_entries() or self._writing):
            event.accept()
            return
        event.ignore()
        if not self._writing:
            self._ask()

    def _ask(self) -> None:
        question = QMessageBox(self)
        question.setIcon(QMessageBox.Icon.Question)
        question.setWindowTitle(self.windowTitle())
        question.setText(_("Leave without registering?"))
        question.setInformativeText(_("What you entered here will be lost."))
        drop = question.addButton(_("Leave"), QMessageBox.ButtonRole.DestructiveRole)
        stay = question.addButton(_("Go on editing"), QMessageBox.ButtonRole.RejectRole)
        question.setDefaultButton(stay)
        question.setEscapeButton(stay)
        question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        drop.clicked.connect(self._leave)
        question.open()

    def _leave(self) -> None:
        self._leaving = True
        self.reject()
