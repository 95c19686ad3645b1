"""The window 'the same person?': pairs at the left, the two records at the right, what is done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.core.errors import Cancelled, Problem, StaleRecord
from desktop.core.register import RegisterSpec
from desktop.ui import look_alike_gateway as gateway
from desktop.ui.dialogs.import_assistant.working import Working
from desktop.ui.dialogs.look_alikes.pairs import PairList
from desktop.ui.dialogs.look_alikes.sides import SideBySide
from desktop.ui.i18n import _, ngettext, number
from desktop.ui.icons import icon
from desktop.ui.jobs import Jobs
from desktop.ui.register.bars import Face, NoticeBar, WrappedLabel
from desktop.ui.theme import GAP, MARGIN

if TYPE_CHECKING:
    from desktop.core.changes import Changes
    from desktop.services.likeness import Pair
    from desktop.services.side_by_side import Both

_SIZE = QSize(1180, 660)
_LEFT = 400  # of the list at first, in logical pixels


class LookAlikesDialog(QDialog):
    """Offers pairs, and does what the clerk decides of each; it blocks nothing else."""

    open_wanted = Signal(int)  # a member's id
    undo_wanted = Signal()

    def __init__(
        self, jobs: Jobs, specs: Mapping[str, RegisterSpec], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("The same person?"))
        self._jobs = jobs
        self._batch = ""
        self._candidates: list[tuple[int, int]] = []
        self._deciding = False
        self._changed_since = False  # while it was looked through
        self.working = Working()
        self.face = Face()
        self.pairs = PairList()
        self.sides = SideBySide(specs)
        self.why = WrappedLabel()
        self.why.setTextFormat(Qt.TextFormat.PlainText)
        self.notice = NoticeBar()
        self._only = WrappedLabel()
        self.whole_button = _button(_("Look in the &whole book"))
        self.merge_button = _button(_("&Make one of them"))
        self.merge_button.setIcon(icon("users", "on_accent"))
        self.merge_button.setProperty("role", "primary")
        self.different_button = _button(_("&Not one person"), "user-plus")
        self.later_button = _button(_("&Later"), "clock")
        self.again_button = _button(_("Look a&gain"), "refresh-cw")
        self.close_button = _button(_("Close"))
        self._scope = QWidget()
        self._stack = QStackedWidget()
        self._found = QSplitter()
        self._lay_out()
        self._connect()

    # looking

    def look(self, batch: str = "") -> None:
        """Look through the book; with `batch`, only for whom that import added."""
        if self.working.job is not None:
            self.working.job.cancel()
        self._batch = batch
        self._candidates = []
        self._deciding = self._changed_since = False
        self._scope.hide()
        job = self._jobs.read(
            gateway.look,
            batch,
            key="look_alikes",
            on_done=self._looked,
            on_error=self._not_looked,
            on_finally=self._settle,
            label=_("Looking for look-alikes"),
            context=self,
        )
        self.working.watch(job, _("Comparing the members with each other…"))
        self._stack.setCurrentWidget(self.working)
        self.close_button.setText(_("S&top"))
        self._enable()
        self.close_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def look_again(self) -> None:
        """F5: look through the same again."""
        if self.working.job is None:
            self.look(self._batch)

    def _looked(self, looked: gateway.Looked) -> None:
        self._candidates = [(one.first, one.second) for one in looked.pairs]
        if self._batch:
            words = ngettext(
                "Only {count} person whom this import added, and whom they may be.",
                "Only {count} people whom this import added, and whom they may be.",
                looked.people,
            )
            self._only.setText(words.format(count=number(looked.people)))
            self._scope.show()
        self._show(looked)

    def _not_looked(self, problem: Problem) -> None:
        text = problem.message
        if isinstance(problem, Cancelled):
            text = _("The search was stopped before its end.")
        self._tell_empty(text, "circle-alert")

    def _settle(self) -> None:
        """Leave the page of the search, whatever came of it."""
        self.working.done()
        self.close_button.setText(_("Close"))
        if self._stack.currentWidget() is self.working:
            self._stack.setCurrentWidget(self.face)
        self._enable()
        self._begin()
        if self._changed_since:
            self._read_again()

    def _read_again(self) -> None:
        """See which pairs are still to be offered, after a deed of any kind."""
        if self.working.job is not None:
            self._changed_since = True
        elif self._candidates:
            self._jobs.read(
                gateway.look_again,
                tuple(self._candidates),
                key="look_alikes_again",
                on_done=self._show,
                on_error=self._refused,
                context=self,
            )

    def _changed(self, changes: Changes) -> None:
        if changes.touches("members", "units"):
            self._read_again()
        elif changes.touches("pledges", "awards", "yearly_ratings"):
            self._compare()

    # what is shown

    def _show(self, looked: gateway.Looked) -> None:
        self._deciding = False
        if looked.pairs:
            self._stack.setCurrentWidget(self._found)
            self.pairs.show_pairs(looked)
            return
        self.pairs.show_pairs(looked)
        if self._candidates:
            text = _("Every pair has been dealt with.")
        elif self._batch:
            text = _("None of those whom this import added seems to be in the book twice.")
        else:
            text = _("Nobody seems to be in the book twice.")
        hint = _(
            "It is worth looking again after lists were taken in from Excel, after units were "
            "merged, and before figures are reported."
        )
        self._tell_empty(f"{text}\n{hint}", "circle-check")

    def _tell_empty(self, text: str, picture: str) -> None:
        had_focus = self._found.isAncestorOf(self.focusWidget() or self)
        self.face.tell(text, picture, _("Look again (F5)"), self.look_again)
        self._stack.setCurrentWidget(self.face)
        self._enable()
        if had_focus:
            self._begin()

    def _compare(self) -> None:
        """Read the two records of the pair with the cursor."""
        pair = self.pairs.current()
        self._enable()
        if pair is None:
            self.sides.clear()
            self.why.setText("")
            return
        reasons = "; ".join(pair.reasons)
        self.why.setText(_("Why: {reasons}.").format(reasons=reasons))
        self._jobs.read(
            gateway.both,
            pair.first,
            pair.second,
            key="look_alikes_both",
            on_done=self._show_both,
            on_error=self._not_read,
            context=self,
        )

    def _show_both(self, both: Both) -> None:
        self.sides.show_both(both)
        self._enable()

    def _not_read(self, problem: Problem) -> None:
        self.sides.clear()
        if isinstance(problem, StaleRecord):
            self._read_again()  # one is gone: so is the pair
        elif not isinstance(problem, Cancelled):
            self.notice.tell(problem.message, "error")

    def _ready(self) -> Pair | None:
        """Return the pair that is shown whole and can be decided."""
        pair, both = self.pairs.current(), self.sides.both
        if pair is None or both is None or self._deciding:
            return None
        shown = tuple(one.id for one in both.sides)
        return pair if shown == (pair.first, pair.second) else None

    def _enable(self) -> None:
        here = self._stack.currentWidget() is self._found and self.pairs.current() is not None
        for button in (self.merge_button, self.different_button, self.later_button):
            button.setEnabled(here)
        self.again_button.setEnabled(self.working.job is None)

    def _begin(self) -> None:
        """Put the cursor where the clerk goes on."""
        if self._stack.currentWidget() is self._found:
            self.pairs.begin()
        else:
            self.face.button.setFocus(Qt.FocusReason.OtherFocusReason)

    # deciding

    def merge(self) -> None:
        """Make one of the two, with the values that are chosen."""
        pair, both = self._ready(), self.sides.both
        if pair is None or both is None:
            return
        keep = self.sides.keep
        stays, goes = both.sides[keep], both.sides[1 - keep]

        def done(_outcome: Any) -> None:
            self._follow(goes.id, stays.id)
            words = _("Made one: {name}. The other record is in the recycle bin.")
            text = words.format(name=_outcome.value.values["full_name"])
            self.notice.tell(text, "success", _("&Undo…"), self.undo_wanted.emit)

        self._decide(
            gateway.merge,
            (stays.id, goes.id, self.sides.values(), (stays.revision, goes.revision)),
            done,
            _("Making one of two records"),
        )

    def say_different(self) -> None:
        """Remember that these are two people."""
        pair = self._ready()
        if pair is None:
            return

        def done(_outcome: Any) -> None:
            text = _("Remembered: these are two people. They are not offered again.")
            self.notice.tell(text, "success", _("&Undo"), lambda: self._take_back(pair))
            self._read_again()

        self._decide(
            gateway.say_different, (pair.first, pair.second), done, _("Remembering two people")
        )

    def later(self) -> None:
        """Leave the pair as it is and go on to the next."""
        if self.pairs.current() is not None and not self.pairs.next():
            self.notice.tell(_("There is no other pair."))
        self.pairs.begin()

    def _take_back(self, pair: Pair) -> None:
        self._decide(
            gateway.take_back_different,
            (pair.first, pair.second),
            lambda _outcome: self._read_again(),
            _("Undoing"),
        )

    def _decide(
        self,
        deed: Callable[..., Any],
        given: tuple[Any, ...],
        done: Callable[[Any], object],
        label: str,
    ) -> None:
        """Do one deed at a time: the next when the list shows what came of it (`_show`)."""
        self._deciding = True
        self.notice.hide()
        self.pairs.begin()
        self._jobs.write(
            deed,
            *given,
            on_done=done,
            on_error=self._refused,
            label=label,
            context=self,
        )

    def _refused(self, problem: Problem) -> None:
        self._deciding = False
        if isinstance(problem, Cancelled):
            return
        self.notice.tell(problem.message, "error")
        if isinstance(problem, StaleRecord):
            self._read_again()

    def _follow(self, gone: int, kept: int) -> None:
        """Whoever might have been the one that went might be the one that stays."""
        others = [
            two if one == gone else one for one, two in self._candidates if gone in (one, two)
        ]
        known = set(self._candidates)
        for other in others:
            pair = (min(other, kept), max(other, kept))
            if other != kept and pair not in known:
                self._candidates.append(pair)

    # closing

    def reject(self) -> None:
        """Stop the search; else close."""
        if self.working.job is not None:
            self.working.stop()
        else:
            super().reject()

    # parts

    def _lay_out(self) -> None:
        scope = QHBoxLayout(self._scope)
        scope.setContentsMargins(0, 0, 0, 0)
        scope.addWidget(self._only, 1)
        scope.addWidget(self.whole_button)
        self._scope.hide()
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(GAP, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self.why)
        column.addWidget(self.sides, 1)
        self._found.addWidget(self.pairs)
        self._found.addWidget(right)
        self._found.setChildrenCollapsible(False)
        self._found.setStretchFactor(1, 1)
        self._found.setSizes([_LEFT, _SIZE.width() - _LEFT])
        for page in (self.face, self.working, self._found):
            self._stack.addWidget(page)
        buttons = QHBoxLayout()
        buttons.setSpacing(GAP)
        for button in (self.merge_button, self.different_button, self.later_button):
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(self.again_button)
        buttons.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        layout.addWidget(self._scope)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self.notice)
        layout.addLayout(buttons)
        self.resize(_SIZE.boundedTo(self.screen().availableSize() * 0.92))

    def _connect(self) -> None:
        self.pairs.chosen.connect(lambda _pair: self._compare())
        self.pairs.entered.connect(self.sides.begin)
        self.sides.open_wanted.connect(self.open_wanted)
        self.merge_button.clicked.connect(self.merge)
        self.different_button.clicked.connect(self.say_different)
        self.later_button.clicked.connect(self.later)
        self.whole_button.clicked.connect(lambda _checked=False: self.look())
        self.again_button.clicked.connect(self.look_again)
        self.again_button.setToolTip("F5")
        self.close_button.clicked.connect(self.reject)
        again = QShortcut(QKeySequence(QKeySequence.StandardKey.Refresh), self)
        again.activated.connect(self.look_again)
        undo = QAction(self)
        undo.setShortcut(QKeySequence(QKeySequence.StandardKey.Undo))
        undo.triggered.connect(self.undo_wanted)
        self.addAction(undo)
        self._jobs.changed.connect(self._changed)
        for gone in (self._jobs.book_closed, self._jobs.book_opened):
            gone.connect(self._book_gone)

    def _book_gone(self, *_book: object) -> None:
        self.done(QDialog.DialogCode.Rejected)


def _button(text: str, icon_name: str = "") -> QPushButton:
    """Return a button that Enter presses only when it has the focus."""
    button = QPushButton(icon(icon_name), text) if icon_name else QPushButton(text)
    button.setAutoDefault(False)
    return button
