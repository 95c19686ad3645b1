"""The tab of commendations: rounds on the left, the awards and decisions of one on the right."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QMenu,
    QPushButton,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.core.changes import Changes, Done
from desktop.core.errors import Problem
from desktop.core.formats import date_text
from desktop.core.terms import AwardState, PaperFamily
from desktop.ui.dialogs.reason import ReasonDialog
from desktop.ui.i18n import _, ngettext, number
from desktop.ui.icons import icon
from desktop.ui.page import PageContext
from desktop.ui.register import rounds, source
from desktop.ui.register.compound import CompoundPage
from desktop.ui.register.display import row_title
from desktop.ui.register.look import slim_tabs
from desktop.ui.register.options import PageOptions
from desktop.ui.register.record_dialog import RecordDialog
from desktop.ui.register.round_head import RoundHead, term_text
from desktop.ui.register.typing import commit_input
from desktop.ui.register_page import RegisterPage
from desktop.ui.theme import GAP, MARGIN
from desktop.ui.widgets.parts import Panes

_KEY = "splitter.rounds"
_SHOWN = frozenset({"rounds", "decisions", "awards"})
_AWARD_COLUMNS = (
    "recipient_name",
    "recipient_post",
    "form_id",
    "state",
    "decision_id",
    "achievement",
    "money",
    "proposed_level",
    "recipient_kind",
)
_ROUND_COLUMNS = ("title", "meeting_on")
_NEEDS_REASON = frozenset({AwardState.REFUSED, AwardState.ANNULLED})


class CommendationsPage(CompoundPage):
    """Rounds, and for the chosen one its awards, decisions, figures and papers."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._summary: rounds.ShownRound | None = None
        specs = context.specs
        self.rounds = RegisterPage(
            context,
            specs["rounds"],
            PageOptions(
                compact=True,
                columns=_ROUND_COLUMNS,
                stretched="title",
                filters=False,
                recycle_bin=True,
            ),
        )
        hint = _("Choose a round on the left, or add the first one.")
        self.awards = RegisterPage(
            context,
            specs["awards"],
            PageOptions(scope=None, compact=True, hint=hint, columns=_AWARD_COLUMNS),
        )
        self.decisions = RegisterPage(
            context,
            specs["decisions"],
            PageOptions(scope=None, compact=True, hint=hint, filters=False, search=False),
        )
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        slim_tabs(self.tabs.tabBar())
        self.tabs.addTab(self.awards, _("Awards"))
        self.tabs.addTab(self.decisions, _("Decisions"))
        self.tabs.tabBarClicked.connect(lambda _place: commit_input())
        self._lay_out()
        self._make_tools()
        self.rounds.current_changed.connect(self._show_round)
        self.awards.view.selection_moved.connect(self._enable)
        context.jobs.changed.connect(self._changed)
        self._show_round(None)
        self.setAccessibleName(_("Commendations"))

    # What the window asks

    def main_page(self) -> RegisterPage:
        """Return the list of rounds."""
        return self.rounds

    def page_of(self, register: str) -> RegisterPage | None:
        """Return the page of a register, brought up."""
        pages = {"rounds": self.rounds, "awards": self.awards, "decisions": self.decisions}
        page = pages.get(register)
        if page is not None and page is not self.rounds:
            self.tabs.setCurrentWidget(page)
        return page

    def open_record(self, register: str, record: int) -> None:
        """Show one record; for an award or a decision its round comes up first."""
        if register not in ("awards", "decisions"):
            super().open_record(register, record)
            return
        self.context.jobs.read(
            source.get,
            register,
            record,
            on_done=lambda row: self._open_in_round(register, row),
            context=self,
        )

    def pages(self) -> Iterator[RegisterPage]:
        """Yield the three register pages."""
        yield from (self.rounds, self.awards, self.decisions)

    def print_list(self) -> None:
        """Print the list of those proposed, the paper of this tab."""
        if self._summary is not None:
            self.print_proposal(None)
        else:
            self.rounds.print_list()

    # Papers

    @property
    def has_round(self) -> bool:
        """Whether a round is chosen."""
        return self._summary is not None

    def print_proposal(self, style: str | None = None) -> None:
        """Print the list that goes to those who approve; `style` is a value of `PaperFamily`."""
        self._print("commendation-proposal", None, style)

    def print_annex(self, decision: int | None, style: str | None = None) -> None:
        """Print the list that goes with a decision."""
        self._print("commendation-annex", decision, style)

    def _print(self, form: str, decision: int | None, style: str | None) -> None:
        if self._summary is None:
            return
        options: dict[str, Any] = {"round": self._summary.round.id}
        if decision is not None:
            options["decision"] = decision
        if style is not None:
            options["family"] = style
        self.context.print_pdf(form, options)

    # The round that is shown

    def _open_in_round(self, register: str, row: Any) -> None:
        self.rounds.select_record(row.values["round_id"])
        self._show_round(row.values["round_id"])
        page = self.page_of(register)
        if page is not None:
            page.open_record(register, row.id)

    def _show_round(self, row: int | None) -> None:
        scope = None if row is None else {"round_id": row}
        self.awards.set_scope(scope)
        self.decisions.set_scope(scope)
        if row is None:
            self._summary = None
            self._show_summary()
        else:
            self._read_summary(row)

    def _read_summary(self, row: int) -> None:
        self.context.jobs.read(
            rounds.shown_round,
            row,
            key=(id(self), "summary"),
            on_done=self._summary_came,
            on_error=lambda _problem: self._show_round(None),  # deleted meanwhile
            context=self,
        )

    def _summary_came(self, found: rounds.ShownRound) -> None:
        self._summary = found
        self._show_summary()

    def _changed(self, changes: Changes) -> None:
        row = self.rounds.current_id()
        if row is not None and changes.touches(*_SHOWN):
            self._read_summary(row)

    def _show_summary(self) -> None:
        self._head.tell(self._summary)
        self._fill_menus()
        self._enable()

    # Many awards at once

    def set_state(self, state: AwardState) -> None:
        """Give the selected awards a state; refusing and annulling ask for the reason."""
        awards = self.awards.selected_ids()
        if not awards:
            return
        if state in _NEEDS_REASON:
            dialog = ReasonDialog(term_text(state), len(awards), self)
            dialog.given.connect(lambda reason: self._set_state(awards, state, reason))
            dialog.open()
        else:
            self._set_state(awards, state, "")

    def set_decision(self, decision: int | None) -> None:
        """Put the selected awards under a decision (None: under none)."""
        awards = self.awards.selected_ids()
        if awards:
            self._write(rounds.set_decision, awards, decision)

    def _set_state(self, awards: list[int], state: AwardState, reason: str) -> None:
        self._write(rounds.set_state, awards, state.value, reason)

    def _write(self, deed: Callable[..., Done[int]], *args: Any) -> None:
        self.context.jobs.write(
            deed,
            *args,
            on_done=self._written,
            on_error=self._failed,
            label=_("Change awards"),
            context=self,
        )

    def _written(self, done: Done[int]) -> None:
        text = ngettext("{count} award was changed.", "{count} awards were changed.", done.value)
        self.awards.notice.tell(text.format(count=number(done.value)), "success")

    def _failed(self, problem: Problem) -> None:
        self.awards.notice.tell(problem.message, "error")

    def _new_decision(self) -> None:
        """Make a decision and put the selected awards under it."""
        if self._summary is None:
            return
        awards = self.awards.selected_ids()
        dialog = RecordDialog(
            self.context,
            self.context.specs["decisions"],
            self.window(),
            scope={"round_id": self._summary.round.id},
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.without_next()
        if awards:
            dialog.saved.connect(lambda row: self._write(rounds.set_decision, awards, row.id))
        dialog.open()
        dialog.show_new()

    # Parts

    def _lay_out(self) -> None:
        left = QWidget()
        room = QVBoxLayout(left)
        room.setContentsMargins(MARGIN, 0, 0, MARGIN)
        room.addWidget(self.rounds)
        self.proposal_button = QPushButton(icon("printer"), _("Print proposal list"))
        self.annex_button = QPushButton(icon("printer"), _("Print list of a decision"))
        for button in (self.proposal_button, self.annex_button):
            button.setAutoDefault(False)
            button.setMenu(QMenu(button))
        self._head = RoundHead((self.proposal_button, self.annex_button))
        right = QWidget()
        below = QVBoxLayout(right)
        below.setContentsMargins(GAP // 2, 0, MARGIN, MARGIN)
        below.setSpacing(2)
        below.addWidget(self._head)
        below.addWidget(self.tabs, 1)
        self.splitter = Panes(self.context.settings, _KEY, left, right, 330)
        self.splitter.fill(self)

    def _make_tools(self) -> None:
        self.state_menu = QMenu(_("Set outcome"), self)
        for state in AwardState:
            action = self.state_menu.addAction(term_text(state))
            action.triggered.connect(lambda _on=False, state=state: self.set_state(state))
        self.decision_menu = QMenu(_("Set decision"), self)
        self._state_tool = QAction(icon("circle-check"), _("Outcome"), self)
        self._state_tool.setToolTip(_("Set the outcome of the selected awards"))
        self._decision_tool = QAction(icon("scroll-text"), _("Decision"), self)
        self._decision_tool.setToolTip(_("Put the selected awards under a decision"))
        self.awards.toolbar.add_tool(self._state_tool, self.state_menu)
        self.awards.toolbar.add_tool(self._decision_tool, self.decision_menu)

    def _fill_menus(self) -> None:
        proposal, annex = self.proposal_button.menu(), self.annex_button.menu()
        proposal.clear()
        annex.clear()
        self.decision_menu.clear()
        for family in PaperFamily:
            action = proposal.addAction(term_text(family))
            action.triggered.connect(
                lambda _on=False, style=family.value: self.print_proposal(style)
            )
        spec = self.context.specs["decisions"]
        found = self._summary
        for row in found.decisions if found is not None else ():
            name = _decision_name(row_title(spec, row), row.values.get("on"))
            action = annex.addAction(name)
            style = row.values.get("paper_family")
            action.triggered.connect(
                lambda _on=False, one=row.id, style=style: self.print_annex(one, style)
            )
            chosen = self.decision_menu.addAction(name)
            chosen.triggered.connect(lambda _on=False, one=row.id: self.set_decision(one))
        if annex.isEmpty():
            annex.addAction(_("This round has no decision yet")).setEnabled(False)
        self.decision_menu.addSeparator()
        none = self.decision_menu.addAction(_("No decision"))
        none.triggered.connect(lambda: self.set_decision(None))
        new = self.decision_menu.addAction(icon("plus"), _("New decision…"))
        new.triggered.connect(self._new_decision)

    def _enable(self) -> None:
        chosen = bool(self.awards.view.selected_count())
        self._state_tool.setEnabled(chosen)
        self._decision_tool.setEnabled(chosen)
        self.state_menu.setEnabled(chosen)
        self.decision_menu.setEnabled(chosen)


def _decision_name(title: str, on: Any) -> str:
    name = title or _("Decision without a number")
    return f"{name} ({date_text(on)})" if on else name


def make_page(context: PageContext, parent: QWidget | None = None) -> QWidget:
    """Return the page of the tab."""
    return CommendationsPage(context, parent)
