"""Small registers with something of their own: who has none, what is due, what was given where."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog

from desktop.core.register import RegisterSpec
from desktop.ui.i18n import _
from desktop.ui.icons import icon
from desktop.ui.page import PageContext
from desktop.ui.plans.overdue import mark_overdue
from desktop.ui.register.compound import MasterDetail
from desktop.ui.register.display import plural
from desktop.ui.register.options import PageOptions
from desktop.ui.register_page import RegisterPage


def _tool(page: RegisterPage, words: str, name: str, tip: str, deed: Callable[[], None]) -> QAction:
    made = QAction(icon(name), words, page)
    made.setToolTip(tip)
    made.triggered.connect(lambda _on=False: deed())
    page.toolbar.add_tool(made)
    return made


class StandardsPage(RegisterPage):
    """Ethics standards, and who has none."""

    def __init__(self, context: PageContext, spec: RegisterSpec, options: PageOptions) -> None:
        super().__init__(context, spec, options)
        self.asking: QDialog | None = None
        tip = _("Units that are expected to have an ethics standard and have none")
        self.missing_action = _tool(self, _("Who has none…"), "list-checks", tip, self.show_missing)

    def show_missing(self) -> None:
        """Show who has no ethics standard."""
        from desktop.ui.plans.missing_dialog import MissingDialog  # noqa: PLC0415 (when needed)

        dialog = MissingDialog(self.context, "ethics_standards", self)
        dialog.wanted.connect(lambda unit: self.new_record({"unit_id": unit}))
        self.asking = dialog
        dialog.finished.connect(self._closed)
        dialog.open()

    def _closed(self) -> None:
        self.asking = None


class BreakthroughsPage(RegisterPage):
    """Matters of breakthrough; what is overdue is seen."""

    def __init__(self, context: PageContext, spec: RegisterSpec, options: PageOptions) -> None:
        columns = (
            "year", "unit_id", "matter", "standing", "due_on", "done_on", "owner", "result",
        )  # fmt: skip
        super().__init__(context, spec, replace(options, columns=columns))
        mark_overdue(self)


class MeetingsPage(RegisterPage):
    """Cells' topic meetings, and their sums by unit on paper."""

    def __init__(self, context: PageContext, spec: RegisterSpec, options: PageOptions) -> None:
        super().__init__(context, spec, options)
        tip = _("Meetings, expected, present and rate of each unit, with the sums")
        self.sums_action = _tool(self, _("Sums by unit"), "printer", tip, self.print_sums)

    def print_sums(self) -> None:
        """Print the sums by unit of the year and the unit that are filtered, else of this year."""
        filters = self.filters.filters()
        given = {}
        units, years = filters.get("unit_id"), filters.get("year")
        if units is not None:
            given["unit"] = units[0] if isinstance(units, tuple) else units
        if years is not None:
            given["year"] = years[0] if isinstance(years, tuple) else years
        self.context.print_pdf("topic-meetings", given)


class ConferencesPage(MasterDetail):
    """Conferences above, the rounds that were handed over at one below."""

    def __init__(self, context: PageContext, spec: RegisterSpec, options: PageOptions) -> None:
        rounds = context.specs["rounds"]
        seen = PageOptions(
            scope=None,
            compact=True,
            key="conferences.rounds",
            filters=False,
            search=False,
            can_add=False,
            can_change=False,
            can_delete=False,
            hint=_("Choose a conference above to see the rounds handed over there."),
        )
        self.rounds = RegisterPage(context, rounds, seen)
        master = RegisterPage(context, spec, options)
        details = [(plural(rounds), "conference_id", self.rounds)]
        super().__init__(context, master, details, shares=(3, 1))
        self.rounds.view.opened.connect(self._open_round)

    def _open_round(self) -> None:
        row = self.rounds.view.current_id()
        if row is not None:
            self.context.open_record("rounds", row)
