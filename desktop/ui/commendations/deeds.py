"""What the clerk does with the round that is shown: from suggestion to hand-over."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from desktop.core.changes import Done
from desktop.core.errors import Problem
from desktop.core.register import Row
from desktop.core.terms import AwardState
from desktop.ui.commendations import gateway
from desktop.ui.commendations.decide import DecideDialog, HandOverDialog, level_text
from desktop.ui.commendations.dialog import DeedDialog
from desktop.ui.commendations.round_dialogs import CopyDialog, JoinDialog, SplitDialog
from desktop.ui.commendations.statistics import StatisticsDialog
from desktop.ui.commendations.suggest import SuggestDialog, added_text
from desktop.ui.commendations.tie import TieDialog
from desktop.ui.dialogs.reason import ReasonDialog
from desktop.ui.i18n import _, ngettext, number
from desktop.ui.page import PageContext
from desktop.ui.register import rounds, source
from desktop.ui.register.round_head import term_text
from desktop.ui.register.rounds import ShownRound
from desktop.ui.register_page import RegisterPage

if TYPE_CHECKING:
    from desktop.services.commendations import Decided, Waiting

_NEEDS_REASON = frozenset({AwardState.REFUSED, AwardState.ANNULLED})


class Desk(Protocol):
    """The page on which the deeds are done."""

    context: PageContext
    awards: RegisterPage
    rounds: RegisterPage

    @property
    def shown(self) -> ShownRound | None:
        """The round that is shown."""

    def print_proposal(self, style: str | None = None) -> None:
        """Print the list of those proposed."""

    def print_annex(self, decision: int | None, style: str | None = None) -> None:
        """Print the list that goes with a decision."""


class RoundDeeds(QObject):
    """Opens the windows, writes in the background, tells the outcome below the table."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._parent = parent
        self._jobs = desk.context.jobs
        self._under_way = self._count = 0  # outcomes being written, and what they changed
        self._refused: list[str] = []

    # who, and whether

    def suggest(self) -> None:
        """Offer those who may be proposed."""
        shown = self._desk.shown
        if shown is not None:
            title = str(shown.round.values["title"])
            dialog = SuggestDialog(self._desk.context, shown.round.id, title, self._window())
            dialog.added.connect(self._added)
            dialog.open()

    def set_state(self, state: AwardState, *, go_on: bool = False) -> None:
        """Give the selected awards a state; refusing and annulling ask for the reason.

        `go_on` puts the cursor on the next row at once, when one was selected.
        """
        awards = self._desk.awards.selected_ids()
        if not awards:
            return
        following = self._next() if go_on and len(awards) == 1 else None
        if state in _NEEDS_REASON:
            dialog = ReasonDialog(term_text(state), len(awards), self._parent)
            dialog.given.connect(lambda reason: self._set_state(awards, state, reason, following))
            dialog.open()
        else:
            self._set_state(awards, state, "", following)

    def set_decision(self, decision: int | None) -> None:
        """Put the selected awards under a decision (None: under none)."""
        awards = self._desk.awards.selected_ids()
        if awards:
            self.write(rounds.set_decision, awards, decision)

    def tie(self, award: int | None = None) -> None:
        """Ask whom a recipient is (default: that of the selected row)."""
        chosen = self._desk.awards.selected_ids()
        wanted = award if award is not None else (chosen[0] if len(chosen) == 1 else None)
        if wanted is None:
            self._tell(_("Select one recipient first."), "warning")
            return
        self._jobs.read(
            source.get,
            "awards",
            wanted,
            on_done=self._ask_tie,
            on_error=self.failed,
            context=self,
        )

    def write(self, deed: Callable[..., Done[int]], *args: Any) -> None:
        """Change awards and tell how many were."""
        self._jobs.write(
            deed,
            *args,
            on_done=lambda done: self._tell(_changed(done.value), "success"),
            on_error=self.failed,
            label=_("Change awards"),
            context=self,
        )

    # decision and hand-over

    def decide(self) -> None:
        """Ask for number and date of the decision that the agreed awards wait for."""
        shown = self._desk.shown
        if shown is not None:
            self._jobs.read(
                gateway.wanted,
                shown.round.id,
                on_done=lambda found: self._ask_decision(shown.round.id, found),
                on_error=self.failed,
                context=self,
            )

    def hand_over(self) -> None:
        """Ask for the day on which the awards were handed over."""
        shown = self._desk.shown
        if shown is None:
            return
        agreed = shown.by_state.get(AwardState.AGREED.value, 0)
        selected = self._desk.awards.selected_ids()
        if not agreed and not selected:
            self._tell(_("Nobody was agreed to yet: select rows and press F6."), "warning")
            return
        dialog = HandOverDialog(
            self._desk.context,
            shown.round.id,
            agreed,
            selected,
            shown.round.values["meeting_on"],
            self._window(),
        )
        self._open(dialog, self._handed_over)

    # rounds

    def copy(self) -> None:
        """Make a new round with these recipients."""
        shown = self._desk.shown
        if shown is not None:
            dialog = CopyDialog(
                self._desk.context,
                shown.round.id,
                shown.round.values,
                self._desk.awards.selected_ids(),
                self._window(),
            )
            self._open(dialog, self._made)

    def split(self) -> None:
        """Move the selected awards into a round of their own."""
        shown, selected = self._desk.shown, self._desk.awards.selected_ids()
        if shown is None:
            return
        if not selected or len(selected) == shown.awards:
            self._tell(_("Select some of the recipients, not all, to split them off."), "warning")
            return
        dialog = SplitDialog(
            self._desk.context, shown.round.id, shown.round.values, selected, self._window()
        )
        self._open(dialog, self._made)

    def join(self) -> None:
        """Move another round into this one."""
        shown = self._desk.shown
        if shown is not None:
            dialog = JoinDialog(
                self._desk.context, shown.round.id, shown.round.values, self._window()
            )
            self._open(dialog, lambda count: self._tell(_joined(count), "success"))

    def statistics(self) -> None:
        """Show the sums of this round and of a period."""
        shown = self._desk.shown
        round_id = shown.round.id if shown is not None else None
        title = str(shown.round.values["title"]) if shown is not None else ""
        StatisticsDialog(self._desk.context, round_id, title, self._window()).open()

    # outcomes

    def failed(self, problem: Problem) -> None:
        """Say what stood in the way."""
        self._tell(problem.message, "error")

    def _window(self) -> QWidget:
        return self._parent.window()

    def _tell(self, text: str, level: str) -> None:
        self._desk.awards.notice.tell(text, level)

    @staticmethod
    def _open(dialog: DeedDialog, done: Callable[[Any], object]) -> None:
        dialog.finished_with.connect(done)
        dialog.open()

    def _next(self) -> int | None:
        """Return the award below the selected one."""
        page = self._desk.awards
        (chosen,) = page.selected_ids()
        return page.model.id_at(page.model.place_of(chosen) + 1)

    def _go_to(self, award: int) -> None:
        """Select one row alone, whichever keys are held down."""
        view = self._desk.awards.view
        view.select_ids([award], award)
        view.scrollTo(view.currentIndex())

    def _set_state(
        self, awards: list[int], state: AwardState, reason: str, following: int | None
    ) -> None:
        if following is not None:
            self._go_to(following)  # now: the next key means the next row, not this one again

        def refused(problem: Problem) -> None:
            self._refused.append(problem.message)
            if following is not None and self._desk.awards.selected_ids() == [following]:
                self._go_to(awards[0])

        self._under_way += 1
        self._jobs.write(
            rounds.set_state,
            awards,
            state.value,
            reason,
            on_done=self._counted,
            on_error=refused,
            on_finally=self._all_set,
            label=_("Change awards"),
            context=self,
        )

    def _counted(self, found: Done[int]) -> None:
        self._count += found.value

    def _all_set(self) -> None:
        """Tell of keys pressed faster than they are written together: none hides another."""
        self._under_way -= 1
        if self._under_way:
            return
        told = list(dict.fromkeys(self._refused))
        if self._count or not told:
            told.append(_changed(self._count))
        self._tell(" ".join(told), "error" if self._refused else "success")
        self._count, self._refused = 0, []

    def _added(self, count: int, printed: bool) -> None:
        self._tell(added_text(count), "success")
        self._desk.awards.view.setFocus()
        if printed:
            self._desk.print_proposal(None)

    def _ask_decision(self, round_id: int, waiting: Sequence[Waiting]) -> None:
        if not waiting:
            text = _("Nobody agreed to waits for a decision: select rows and press F6 first.")
            self._tell(text, "warning")
            return
        dialog = DecideDialog(self._desk.context, round_id, waiting, self._window())
        self._open(dialog, self._decided)

    def _decided(self, found: Decided) -> None:
        text = ngettext(
            "Decision {number} ({level}): {count} award came under it.",
            "Decision {number} ({level}): {count} awards came under it.",
            found.awards,
        ).format(number=found.number, level=level_text(found.level), count=number(found.awards))
        self._desk.awards.notice.tell(
            text,
            "success",
            _("Print its list"),
            lambda: self._desk.print_annex(found.decision_id),
        )

    def _handed_over(self, count: int) -> None:
        text = ngettext("{count} award was handed over.", "{count} awards were handed over.", count)
        self._tell(text.format(count=number(count)), "success")

    def _made(self, round_id: int) -> None:
        self._desk.rounds.select_record(round_id)
        self._tell(_("The new round is shown now; Ctrl+Z undoes it."), "success")

    def _ask_tie(self, row: Row) -> None:
        dialog = TieDialog(self._desk.context, row.id, row.values, self._window())
        self._open(
            dialog,
            lambda name: self._tell(
                _("“{name}” is tied to the record now.").format(name=name), "success"
            ),
        )


def _changed(count: int) -> str:
    text = ngettext("{count} award was changed.", "{count} awards were changed.", count)
    return text.format(count=number(count))


def _joined(count: int) -> str:
    text = ngettext(
        "{count} award moved into this round; Ctrl+Z undoes it.",
        "{count} awards moved into this round; Ctrl+Z undoes it.",
        count,
    )
    return text.format(count=number(count))
