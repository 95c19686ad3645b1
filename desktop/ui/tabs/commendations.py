"""The tab of commendations: rounds on the left, the awards and decisions of one on the right."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from desktop.core.changes import Changes
from desktop.core.terms import AwardState, PaperFamily
from desktop.ui.certificates.menu import CertificateMenu
from desktop.ui.commendations import gateway
from desktop.ui.commendations.deeds import RoundDeeds
from desktop.ui.commendations.tools import AwardTools, decision_name, fill, push
from desktop.ui.commendations.warnings import MarkDelegate, WarningPane
from desktop.ui.i18n import _, number
from desktop.ui.icons import icon
from desktop.ui.page import PageContext
from desktop.ui.register import rounds, source
from desktop.ui.register.compound import CompoundPage
from desktop.ui.register.display import row_title
from desktop.ui.register.look import slim_tabs
from desktop.ui.register.options import PageOptions
from desktop.ui.register.record_dialog import RecordDialog
from desktop.ui.register.round_head import RoundHead, term_text
from desktop.ui.register.table_model import State
from desktop.ui.register.typing import commit_input
from desktop.ui.register_page import RegisterPage
from desktop.ui.sheet_gateway import ROUND
from desktop.ui.theme import GAP, MARGIN
from desktop.ui.widgets.parts import Panes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from desktop.services.award_warnings import AwardWarning

_KEY = "splitter.rounds"
_SHOWN = frozenset({"rounds", "decisions", "awards"})
_WARNED = _SHOWN | {"members", "units", "award_forms", "award_form_levels", "levels"}
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


class CommendationsPage(CompoundPage):
    """Rounds, and for the chosen one its awards, decisions, warnings, figures and papers."""

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
        self.warnings = WarningPane()
        self.deeds = RoundDeeds(self, self)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        slim_tabs(self.tabs.tabBar())
        self.tabs.addTab(self.awards, _("Awards"))
        self.tabs.addTab(self.decisions, _("Decisions"))
        self.tabs.addTab(self.warnings, _("To be looked at"))
        self.tabs.tabBarClicked.connect(lambda _place: commit_input())
        self._lay_out()
        self.tools = AwardTools(self.awards, self.deeds, self)
        self.state_menu, self.decision_menu = self.tools.state_menu, self.tools.decision_menu
        self._mark_rows()
        self.rounds.current_changed.connect(self._show_round)
        self.rounds.counted.connect(self._choose_only)
        self.awards.view.selection_moved.connect(self.tools.enable)
        self.awards.model.state_changed.connect(self._offer)
        self.warnings.award_wanted.connect(self._go_to_award)
        self.warnings.tie_wanted.connect(self.deeds.tie)
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

    def show_filtered(
        self, register: str, filters: Mapping[str, Any], words: Mapping[Any, str]
    ) -> None:
        """Show the rows that these filters let through; of awards a round must be up for that."""
        super().show_filtered(register, filters, words)
        if register == "awards" and not self.has_round:
            self.context.jobs.read(gateway.newest_round, on_done=self._begin_with, context=self)

    def _begin_with(self, newest: int | None) -> None:
        if newest is not None and not self.has_round:
            self.rounds.select_record(newest)

    def pages(self) -> Iterator[RegisterPage]:
        """Yield the three register pages."""
        yield from (self.rounds, self.awards, self.decisions)

    def print_list(self) -> None:
        """Print the list of those proposed, the paper of this tab."""
        if self.has_round:
            self.print_proposal(None)
        else:
            self.rounds.print_list()

    # Papers

    @property
    def has_round(self) -> bool:
        """Whether a round is chosen."""
        return self.awards.scope is not None

    @property
    def shown(self) -> rounds.ShownRound | None:
        """The round that is shown, once it is read."""
        return self._summary

    def said_for_all(self) -> dict[str, str]:
        """Return what a file of awards is taken to mean where it doesn't say: the round shown."""
        return {} if self._summary is None else {ROUND: str(self._summary.round.values["title"])}

    def print_proposal(self, style: str | None = None) -> None:
        """Print the list that goes to those who approve; `style` is a value of `PaperFamily`."""
        self._print("commendation-proposal", None, style)

    def print_annex(self, decision: int | None, style: str | None = None) -> None:
        """Print the list that goes with a decision."""
        self._print("commendation-annex", decision, style)

    def print_reading(self, style: str | None = None) -> None:
        """Print the list that is read aloud at the meeting."""
        self._print("commendation-reading", None, style)

    def print_signing(self, style: str | None = None) -> None:
        """Print the sheet that is signed for the money."""
        self._print("commendation-signing", None, style)

    def show_statistics(self) -> None:
        """Show the sums of the round and of a period."""
        self.deeds.statistics()

    def _print(self, form: str, decision: int | None, style: str | None) -> None:
        if self.awards.scope is None:
            return
        options: dict[str, Any] = {"round": self.awards.scope["round_id"]}
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
        if self._summary is None or self._summary.round.id != row:
            # nothing may be done to the round before while this one is read
            self._summary = None
            self._head.setEnabled(False)
            self._fill_menus()
            self._show_warnings(())
        if row is None:
            self._show_summary()
        else:
            self._read_summary(row)
            self._read_warnings(row)

    def _choose_only(self, rounds_shown: int) -> None:
        """Choose a round that is alone: there is nothing to choose between."""
        if rounds_shown == 1 and not self.rounds.bin_shown and self.rounds.current_id() is None:
            self.rounds.view.select_place(0)

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
        if self.awards.scope == {"round_id": found.round.id}:
            self._summary = found
            self._show_summary()

    def _changed(self, changes: Changes) -> None:
        row = self.rounds.current_id()
        if row is None:
            return
        if changes.touches(*_SHOWN):
            self._read_summary(row)
        if changes.touches(*_WARNED):
            self._read_warnings(row)

    def _show_summary(self) -> None:
        self._head.tell(self._summary)
        self._head.setEnabled(True)
        self._fill_menus()
        self.tools.enable()

    def _offer(self) -> None:
        """Offer candidates and files where a round is still empty."""
        page = self.awards
        empty = page.model.state is State.READY and not page.model.rowCount()
        if empty and page.scope is not None and not page.is_filtered():
            page.showing.face.offer(_("Suggest recipients…"), self.deeds.suggest)
            page.showing.offer_import()

    # What is to be looked at

    def _read_warnings(self, row: int) -> None:
        self.context.jobs.read(
            gateway.warnings,
            row,
            key=(id(self), "warnings"),
            on_done=self._show_warnings,
            on_error=lambda _problem: self._show_warnings(()),  # the round was deleted meanwhile
            context=self,
        )

    def _show_warnings(self, found: Sequence[AwardWarning]) -> None:
        self.warnings.show_warnings(found)
        place = self.tabs.indexOf(self.warnings)
        words = _("To be looked at")
        self.tabs.setTabText(place, f"{words} ({number(len(found))})" if found else words)
        self.awards.view.viewport().update()

    def _mark_rows(self) -> None:
        names = [one.name for one in self.awards.model.fields]
        self.marks = MarkDelegate(self.awards.model, self.warnings)
        column = names.index("recipient_name")
        self.awards.view.setItemDelegateForColumn(column, self.marks)

    def _go_to_award(self, award: int) -> None:
        self.tabs.setCurrentWidget(self.awards)
        self.awards.clear_search()
        self.awards.select_record(award)
        self.awards.view.setFocus()

    # Many awards at once

    def set_state(self, state: AwardState) -> None:
        """Give the selected awards a state; refusing and annulling ask for the reason."""
        self.deeds.set_state(state)

    def set_decision(self, decision: int | None) -> None:
        """Put the selected awards under a decision (None: under none)."""
        self.deeds.set_decision(decision)

    def _new_decision(self) -> None:
        """Make a decision in its form and put the selected awards under it."""
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
            dialog.saved.connect(lambda row: self.deeds.write(rounds.set_decision, awards, row.id))
        dialog.open()
        dialog.show_new()

    # Parts

    def _lay_out(self) -> None:
        left = QWidget()
        room = QVBoxLayout(left)
        room.setContentsMargins(MARGIN, 0, 0, MARGIN)
        room.addWidget(self.rounds)
        self.proposal_button = push(_("Print proposal list"), "printer")
        self.annex_button = push(_("Print list of a decision"), "printer")
        self.papers_button = push(_("&Meeting papers"), "printer")
        self.certificates_button = push(_("Print certi&ficates"), "award")
        self.certificates_button.setMenu(
            CertificateMenu(
                self.context,
                lambda: self._summary,
                self.awards.selected_ids,
                self.certificates_button,
            )
        )
        self.suggest_button = push(_("&Suggest recipients…"), "sparkles", self.deeds.suggest)
        self.decide_button = push(_("Make a de&cision…"), "scroll-text", self.deeds.decide)
        self.hand_over_button = push(_("&Hand over…"), "medal", self.deeds.hand_over)
        self.round_button = push(_("Th&is round"), "ellipsis")
        fill(
            self.papers_button.menu(),
            (
                (_("&Reading list for the meeting"), self.print_reading),
                (_("&Sheet to sign for the money"), self.print_signing),
                None,
                (_("S&tatistics…"), self.show_statistics),
            ),
        )
        fill(
            self.round_button.menu(),
            (
                (_("&Copy the round…"), self.deeds.copy),
                (_("&Split the selected off…"), self.deeds.split),
                (_("&Join another round to it…"), self.deeds.join),
            ),
        )
        self._head = RoundHead(
            (
                self.proposal_button,
                self.annex_button,
                self.papers_button,
                self.certificates_button,
            ),
            (self.suggest_button, self.decide_button, self.hand_over_button, self.round_button),
        )
        right = QWidget()
        below = QVBoxLayout(right)
        below.setContentsMargins(GAP // 2, 0, MARGIN, MARGIN)
        below.setSpacing(2)
        below.addWidget(self._head)
        below.addWidget(self.tabs, 1)
        self.splitter = Panes(self.context.settings, _KEY, left, right, 330)
        self.splitter.fill(self)

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
            name = decision_name(row_title(spec, row), row.values.get("on"))
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


def make_page(context: PageContext, parent: QWidget | None = None) -> QWidget:
    """Return the page of the tab."""
    return CommendationsPage(context, parent)
