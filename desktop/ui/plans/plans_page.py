"""The page of plans: things to do below the chosen one, who has none, what is due."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog

from desktop.core.changes import Done
from desktop.core.errors import Problem
from desktop.core.register import RegisterSpec
from desktop.ui.i18n import _, ngettext, number
from desktop.ui.icons import icon
from desktop.ui.page import PageContext
from desktop.ui.plans import gateway
from desktop.ui.plans.overdue import mark_overdue
from desktop.ui.register.compound import MasterDetail
from desktop.ui.register.display import plural
from desktop.ui.register.options import PageOptions
from desktop.ui.register_page import RegisterPage


class PlansPage(MasterDetail):
    """Plans above, the checklist of one below."""

    def __init__(self, context: PageContext, spec: RegisterSpec, options: PageOptions) -> None:
        things = context.specs["plan_items"]
        below = PageOptions(
            scope=None,
            compact=True,
            filters=False,
            search=False,
            columns=("standing", "due_on", "content", "owner", "done_on", "result"),
            hint=_("Choose a plan above to see its things to do."),
        )
        self.things = RegisterPage(context, things, below)
        mark_overdue(self.things)
        master = RegisterPage(context, spec, options)
        super().__init__(context, master, [(plural(things), "plan_id", self.things)])
        self.dialog: QDialog | None = None
        self._make_tools()
        master.current_changed.connect(lambda _row: self._enable())
        self.things.view.selection_moved.connect(self._enable)
        self._enable()

    # What the clerk does

    def tick(self) -> None:
        """Say of the selected things that they are done today; of done ones, that they aren't."""
        ids = self.things.selected_ids()
        if ids and not self.things.bin_shown:
            self.context.jobs.write(
                gateway.tick,
                ids,
                on_done=lambda done: self._ticked(done, len(ids)),
                on_error=self._failed,
                label=self.tick_action.text(),
                context=self,
            )

    def show_missing(self) -> None:
        """Show who has no plan."""
        from desktop.ui.plans.missing_dialog import MissingDialog  # noqa: PLC0415 (when needed)

        self._open(MissingDialog(self.context, "plans", self))

    def show_due(self) -> None:
        """Show what is due over all plans."""
        from desktop.ui.plans.due_dialog import DueDialog  # noqa: PLC0415 (when needed)

        dialog = DueDialog(self.context, self)
        dialog.opened.connect(self.context.open_record)
        self._open(dialog)

    def copy_things(self) -> None:
        """Ask for the plan whose things to do this one gets, too."""
        plan = self.master.current_id()
        if plan is not None and self.dialog is None:
            self.context.jobs.read(
                gateway.year_of,
                plan,
                on_done=lambda year: self._ask_source(plan, year),
                on_error=self._failed,
                context=self,
            )

    def print_checklist(self) -> None:
        """Print the things to do of the chosen plan."""
        plan = self.master.current_id()
        if plan is not None:
            self.context.print_pdf("plan-checklist", {"plan": plan})

    # Parts

    def _ask_source(self, plan: int, year: int | None) -> None:
        from desktop.ui.plans.copy_dialog import CopyDialog  # noqa: PLC0415 (when needed)

        dialog = CopyDialog(self.context, plan, year, self)
        dialog.copied.connect(self._copied)
        self._open(dialog)

    def _copied(self, count: int) -> None:
        text = ngettext(
            "{count} thing was copied. Ctrl+Z undoes it.",
            "{count} things were copied. Ctrl+Z undoes it.",
            count,
        )
        if not count:
            text = _("This plan has all of them already.")
        self.things.notice.tell(text.format(count=number(count)), "success" if count else "info")

    def _ticked(self, done: Done[bool], count: int) -> None:
        if done.value:
            text = ngettext(
                "{count} thing is done. Ctrl+Z undoes it.",
                "{count} things are done. Ctrl+Z undoes it.",
                count,
            )
        else:
            text = ngettext(
                "{count} thing is no longer done. Ctrl+Z undoes it.",
                "{count} things are no longer done. Ctrl+Z undoes it.",
                count,
            )
        self.things.notice.tell(text.format(count=number(count)), "success")

    def _failed(self, problem: Problem) -> None:
        self.things.notice.tell(problem.message, "error")

    def _open(self, dialog: QDialog) -> None:
        self.dialog = dialog
        dialog.finished.connect(self._closed)
        dialog.open()

    def _closed(self) -> None:
        self.dialog = None
        self.active().view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _enable(self) -> None:
        plan = self.master.current_id() is not None and not self.master.bin_shown
        for action in (self.copy_action, self.print_action):
            action.setEnabled(plan)
        self.tick_action.setEnabled(plan and bool(self.things.view.selected_count()))

    def _make_tools(self) -> None:
        def action(words: str, name: str, tip: str, deed: Callable[[], None]) -> QAction:
            made = QAction(icon(name), words, self)
            made.setToolTip(tip)
            made.triggered.connect(lambda _on=False: deed())
            return made

        self.missing_action = action(
            _("Who has none…"), "list-checks",
            _("Units that are expected to have a plan and have none"), self.show_missing,
        )  # fmt: skip
        self.due_action = action(
            _("Things due…"), "clock", _("What is to be done by all plans"), self.show_due
        )
        for one in (self.missing_action, self.due_action):
            self.master.toolbar.add_tool(one)
        self.tick_action = action(
            _("Done (Space)"), "circle-check",
            _("The selected things are done today; done ones aren't (Space)"), self.tick,
        )  # fmt: skip
        self.tick_action.setShortcut(QKeySequence(Qt.Key.Key_Space))
        self.tick_action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self.things.view.addAction(self.tick_action)
        self.copy_action = action(
            _("Copy from another plan…"), "copy",
            _("Last year's things to do, with their days moved on"), self.copy_things,
        )  # fmt: skip
        self.print_action = action(
            _("Print the checklist"), "printer", _("The things to do of the chosen plan"),
            self.print_checklist,
        )  # fmt: skip
        for one in (self.tick_action, self.copy_action, self.print_action):
            self.things.toolbar.add_tool(one)
