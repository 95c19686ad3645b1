"""Asks before a person is erased: the plan, the reason, and the name typed once more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLabel, QProgressBar, QVBoxLayout, QWidget

from desktop.core.errors import Cancelled, Problem
from desktop.core.vietnamese.fold import clean
from desktop.ui.i18n import _, ngettext, number
from desktop.ui.jobs import Job
from desktop.ui.page import PageContext
from desktop.ui.persons import gateway
from desktop.ui.persons.plan_tree import PlanTree
from desktop.ui.register.bars import NoticeBar, WrappedLabel
from desktop.ui.register.typing import LineEdit, commit_input
from desktop.ui.theme import GAP, MARGIN
from desktop.ui.widgets.parts import DoOrCancel

if TYPE_CHECKING:
    from desktop.core.changes import Done
    from desktop.services.erasing import Erased, ErasingPlan

_REST_MS = 300  # after the last tick, before the plan is made anew
_REFRESH_MS = 150
_SIZE = (900, 680)


class ErasingDialog(QDialog):
    """Nothing is done until a reason is written and the person's name is typed."""

    done_with = Signal(str, str)  # what was done, and the level of the notice

    def __init__(self, context: PageContext, member: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._member = context, member
        self._job: Job | None = None
        self._erasing = False
        self.plan: ErasingPlan | None = None
        self.setWindowTitle(_("Erase personal data on request"))
        self.head = WrappedLabel(_("Looking through the whole book…"))
        self.tree = PlanTree()
        self.reason = LineEdit()
        self.reason.setAccessibleName(_("Reason"))
        self.reason.setPlaceholderText(_("for example: the person's request of 01/06/2026"))
        self.name = LineEdit()
        self.name.setAccessibleName(_("The person's full name"))
        self.notice = NoticeBar()
        self._bar = QProgressBar()
        self._bar.setAccessibleName(_("Progress"))
        self._bar.hide()
        buttons = DoOrCancel(self, _("&Erase for good"))
        self.button = buttons.do
        buttons.accepted.connect(self.start)
        self._lay_out(buttons)
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._look)
        self._watch = QTimer(self, interval=_REFRESH_MS)
        self._watch.timeout.connect(self._show_progress)
        self.tree.ticked.connect(self._ticked)
        for one in (self.reason, self.name):
            one.typed.connect(self._enable)
            one.textChanged.connect(self._enable)
        self._enable()
        self._look()
        self.reason.setFocus()

    def _lay_out(self, buttons: QWidget) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        layout.addWidget(self.head)
        layout.addWidget(self.tree, 1)
        for words, editor in (
            (_("&Reason (kept in the log; don't name the person):"), self.reason),
            (_("Type the person's full &name to confirm:"), self.name),
        ):
            label = QLabel(words)
            label.setBuddy(editor)
            layout.addWidget(label)
            layout.addWidget(editor)
        layout.addWidget(self.notice)
        layout.addWidget(self._bar)
        layout.addWidget(buttons)
        room = self.screen().availableGeometry()
        self.resize(min(_SIZE[0], room.width() - 60), min(_SIZE[1], room.height() - 80))

    # the plan

    def _ticked(self) -> None:
        self.plan = None
        self._enable()
        self._rest.start()

    def _look(self) -> None:
        """Make the plan: as a write, for its figures are those of a trial that is taken back."""
        if self._job is not None:
            self._rest.start()
            return
        also = self.tree.also() if self.tree.topLevelItemCount() else None
        self._begin(
            self._context.jobs.write(
                gateway.plan,
                self._member,
                also or frozenset(),
                on_done=lambda found: self._show(found, also),
                on_error=self._failed,
                on_finally=self._ended,
                label=self.windowTitle(),
                context=self,
            )
        )

    def _show(self, found: ErasingPlan, also: frozenset[gateway.Key] | None) -> None:
        self.tree.show_plan(found, also)
        self.plan = found
        words = ngettext(
            "“{name}”: {count} record is removed for good. This can't be undone, and no backup "
            "is made before it.",
            "“{name}”: {count} records are removed for good. This can't be undone, and no backup "
            "is made before it.",
            found.rows,
        ).format(name=found.name, count=number(found.rows))
        if found.homonyms:
            more = ngettext(
                "{count} other member has the same name and stays as they are.",
                "{count} other members have the same name and stay as they are.",
                found.homonyms,
            )
            words = f"{words} {more.format(count=number(found.homonyms))}"
        self.head.setText(words)
        self._enable()
        if also is None and any(one.likely for one in found.doubtful):
            self._ticked()  # what is likely theirs goes, too: the plan with it

    # doing it

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in a field erases nobody; on the button it does."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)

    def start(self) -> None:
        """Erase, once all is there."""
        commit_input()
        if self._job is not None or not self._ready():
            return
        self._erasing = True
        self._begin(
            self._context.jobs.write(
                gateway.erase,
                self._member,
                clean(self.reason.text()),
                self.tree.also(),
                on_done=self._did,
                on_error=self._failed,
                on_finally=self._ended,
                label=self.windowTitle(),
                context=self,
            )
        )

    def reject(self) -> None:
        """Close; a running job is cancelled instead, and nothing is kept of it."""
        if self._job is not None and self.plan is not None:
            self._job.cancel()
            return
        if self._job is not None:
            self._job.cancel()
        super().reject()

    def _begin(self, job: Job) -> None:
        self._job = job
        job.show_nowhere()  # the progress is shown here, where it can be cancelled
        self._watch.start()
        self._enable()

    def _did(self, done: Done[Erased]) -> None:
        self._job = None
        found = done.value
        text = ngettext(
            "Erased: {count} record. {remains} must remain.",
            "Erased: {count} records. {remains} must remain.",
            found.rows,
        ).format(count=number(found.rows), remains=number(len(found.remains)))
        level = "warning" if found.told else "success"
        self.done_with.emit(f"{text} {found.told}".strip(), level)
        self.accept()

    def _failed(self, problem: Problem) -> None:
        level = "info" if isinstance(problem, Cancelled) else "error"
        self.notice.tell(problem.message, level)

    def _ended(self) -> None:
        self._job, self._erasing = None, False
        self._watch.stop()
        self._bar.hide()
        self._enable()

    def _ready(self) -> bool:
        return bool(
            self.plan is not None
            and self._job is None
            and clean(self.reason.full_text())
            and gateway.same_name(self.name.full_text(), self.plan.name)
        )

    def _enable(self) -> None:
        for one in (self.tree, self.reason, self.name):
            one.setEnabled(not self._erasing)
        self.button.setEnabled(self._ready())

    def _show_progress(self) -> None:
        if self._job is None:
            return
        done, total, _text = self._job.progress.state
        self._bar.setRange(0, total)
        self._bar.setValue(done)
        self._bar.show()
