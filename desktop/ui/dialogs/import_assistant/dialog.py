"""The assistant: four steps, one under way at a time; nothing is kept until the last."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QWidget,
)

from desktop.core.errors import Cancelled, Problem
from desktop.core.register import RegisterSpec
from desktop.platform.settings import Settings
from desktop.ui import look_alike_gateway
from desktop.ui import sheet_gateway as gateway
from desktop.ui.dialogs.import_assistant.columns_step import ColumnsStep
from desktop.ui.dialogs.import_assistant.file_step import FileStep
from desktop.ui.dialogs.import_assistant.outcomes import Lists, kept, taking_words
from desktop.ui.dialogs.import_assistant.plans import Plans
from desktop.ui.dialogs.import_assistant.preview_step import PreviewStep
from desktop.ui.dialogs.import_assistant.result_step import ResultStep
from desktop.ui.dialogs.import_assistant.working import Working
from desktop.ui.drops import sheet_in
from desktop.ui.errors import show_information
from desktop.ui.i18n import N_, _
from desktop.ui.jobs import Job, Jobs
from desktop.ui.register.typing import commit_input
from desktop.ui.widgets.steps_dialog import StepsDialog

if TYPE_CHECKING:
    from desktop.services.importing import Found, Report

FILE, COLUMNS, PREVIEW, RESULT = range(4)
_TITLES = (
    N_("Which file"),
    N_("What its columns hold"),
    N_("Look before anything is written"),
    N_("What was done"),
)
_SIZE = QSize(980, 600)


class ImportAssistant(StepsDialog):
    """Takes one file into one register."""

    template_wanted = Signal(str)  # register
    show_wanted = Signal(str)  # register
    look_alikes_wanted = Signal(str)  # batch of the import that added them

    def __init__(
        self,
        jobs: Jobs,
        settings: Settings,
        specs: Mapping[str, RegisterSpec],
        registers: Sequence[str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(_TITLES, parent)
        self.setAcceptDrops(True)
        self.setWindowTitle(_("Take in from Excel or Word"))
        self._jobs, self._settings = jobs, settings
        self._read: gateway.Read | None = None
        self._found: list[Found] = []
        self._report: Report | None = None
        self._leaving = False
        self.said: dict[str, str] = {}
        """What is offered for columns that the file hasn't, by key."""
        self.file = FileStep(specs, registers, settings)
        self.columns = ColumnsStep()
        self.preview = PreviewStep()
        self.result_ = ResultStep()
        self.working = Working()
        for page in (self.file, self.columns, self.preview, self.result_, self.working):
            self.steps.addWidget(page)
        self._step = FILE
        self.fit(_SIZE, 0.9)
        self._connect()
        self._show_step(FILE)

    # what the window asks

    def choose(self, register: str, path: Path | None = None) -> None:
        """Choose a register and a file; a file that was dropped is read at once."""
        self.file.set_register(register)
        if path is not None:
            self.file.set_path(path)

    def go_on(self) -> None:
        """Do what “Next” does."""
        if self.working.job is not None:
            return
        commit_input()
        self.tell("")
        if self._step == FILE:
            self._read_file()
        elif self._step == COLUMNS:
            self._check()
        elif self._step == PREVIEW:
            self._run() if self._report is None or kept(self._report) else self.save_refused()
        else:
            self.accept()

    @property
    def step(self) -> int:
        """The step that is shown."""
        return self._step

    # step 1

    def _read_file(self) -> None:
        path = self.file.path()
        if path is None or not path.is_file():
            self.file.refuse(_("Choose a file.") if path is None else _("This file is not there."))
            return
        self._settings.set_last_folder("import", path.parent)
        job = self._jobs.run(
            gateway.read_file,
            path,
            self.file.register,
            on_done=self._was_read,
            on_error=self._failed,
            on_finally=self._arrived,
            label=_("Reading the file"),
            context=self,
        )
        self._work(job, _("Reading {name}…").format(name=path.name))

    def _was_read(self, read: gateway.Read) -> None:
        self._read = read
        plans = Plans(read, given=dict(self.said))
        plans.recall(self._settings)
        self.preview.reset()
        self.columns.show_plans(plans)
        self._show_step(COLUMNS)

    def _read_words(self, keys: list[str]) -> None:
        """Read the words for what is said once for the whole file."""
        if self._read is not None:
            self._jobs.read(
                gateway.words_to_give,
                keys,
                self._read.register,
                on_done=self.columns.show_words,
                context=self,
            )

    # steps 2 and 3

    def _check(self) -> None:
        plans = self.columns.plans
        if plans is None or self._read is None:
            return
        if self.columns.problem():  # it is told there
            self.columns.begin()
            return
        plans.remember(self._settings)
        self._found = plans.found()
        job = self._jobs.write(
            gateway.check_rows,
            self._read,
            self._found,
            self._options(),
            on_done=self._was_checked,
            on_error=self._not_checked,
            on_finally=self._arrived,
            label=_("Looking at the rows"),
            context=self,
        )
        self._work(job, _("Looking at every row; nothing is written yet…"), rows=True)

    def _check_again(self) -> None:
        self.tell("")
        self._check()

    def _options(self) -> dict[str, Any]:
        plans = self.columns.plans
        given = plans.words_given() if plans is not None else {}
        return {**self.preview.options(), "given": given}

    def _was_checked(self, report: Report) -> None:
        if self._read is not None:
            self._report = report
            self.preview.show_report(self._read, self._found, report)
            self._show_step(PREVIEW)

    def _not_checked(self, problem: Problem) -> None:
        """Go back: what the preview shows is not what was asked for last."""
        self._step = COLUMNS
        self._report = None
        self._failed(problem)

    # step 4

    def _run(self) -> None:
        if self._read is None:
            return
        job = self._jobs.write(
            gateway.import_rows,
            self._read,
            self._found,
            self._options(),
            on_done=self._was_run,
            on_error=self._failed,
            on_finally=self._arrived,
            label=_("Taking the rows in"),
            context=self,
        )
        words = _("Taking the rows in; if you stop now, nothing of this file is kept…")
        self._work(job, words, rows=True)

    def _was_run(self, done: Any) -> None:
        self._leaving = False  # it was too late to stop: what was done has to be seen
        self._report = done.value
        if self._read is not None:
            self.result_.show_report(Lists(self._read, self._found, done.value))
        self._look_for_alikes(done.value)
        self._show_step(RESULT)

    def _look_for_alikes(self, report: Report) -> None:
        """See whether people who were added were in the book before; the clerk goes on at once."""
        if report.register == "members" and report.batch:
            self.result_.look_for_alikes()
            job = self._jobs.read(
                look_alike_gateway.look,
                report.batch,
                on_done=lambda looked: self.result_.show_alikes(looked.people),
                on_error=self._not_compared,
                label=_("Looking for look-alikes"),
                context=self,
            )
            job.show_nowhere()

    def _not_compared(self, problem: Problem) -> None:
        self.result_.show_alikes(0)
        self._failed(problem)

    def save_refused(self) -> None:
        """Ask for a file and write the rows that couldn't be taken in."""
        if self._read is None:
            return
        source = self._read.source.path
        name = _("{name} - not taken in.xlsx").format(name=source.stem)
        chosen, _kind = QFileDialog.getSaveFileName(
            self,
            _("Save the rows not taken in"),
            str(source.with_name(name)),
            _("Excel files (*.xlsx)"),
        )
        if chosen:
            path = Path(chosen)
            self.save_refused_to(path if path.suffix else path.with_suffix(".xlsx"))

    def save_refused_to(self, path: Path) -> None:
        """Write the rows that couldn't be taken in."""
        self.tell("")
        self._jobs.read(
            gateway.save_refused,
            self._read,
            self._found,
            self._report,
            path,
            on_done=self._saved,
            on_error=self._failed,
            label=_("Writing the file"),
            context=self,
        )

    def _saved(self, made: str) -> None:
        self.result_.tell(_("Saved: {name}").format(name=made))
        if self._step == PREVIEW:
            show_information(self, self.windowTitle(), _("Saved: {name}").format(name=made))

    def _undo(self) -> None:
        if self._report is None:
            return
        job = self._jobs.write(
            gateway.undo,
            self._report.batch,
            on_done=lambda _done: self.result_.undone(),
            on_error=self._failed,
            on_finally=self._arrived,
            label=_("Undoing"),
            context=self,
        )
        self._work(job, _("Undoing this import…"))

    def _look_at_alikes(self) -> None:
        if self._report is not None:
            self.look_alikes_wanted.emit(self._report.batch)
        self.accept()

    def _look_at_them(self) -> None:
        if self._read is not None:
            self.show_wanted.emit(self._read.register)
        self.accept()

    # jobs

    def _work(self, job: Job, words: str, *, rows: bool = False) -> None:
        """Show that a job is under way, with a button that stops it."""
        self.working.watch(job, words, rows=rows)
        self.steps.setCurrentWidget(self.working)
        self.back.setEnabled(False)
        self.next.setEnabled(False)
        self.cancel.setText(_("S&top"))
        self.cancel.setEnabled(job.can_cancel)
        self.cancel.setFocus(Qt.FocusReason.OtherFocusReason)

    def _arrived(self) -> None:
        """Show the step again, whatever came of the job."""
        self.working.done()
        if self._leaving:
            super().reject()
            return
        self._show_step(self._step)

    def _failed(self, problem: Problem) -> None:
        if not isinstance(problem, Cancelled):
            self._leaving = False
            self.tell(problem.message)
        elif self._step == PREVIEW:
            self.tell(_("Stopped; nothing of this file was kept."))

    def reject(self) -> None:
        """Stop what is under way; else close."""
        if self.working.job is None:
            super().reject()
        elif self.working.job.can_cancel:
            self.cancel.setEnabled(False)
            self.working.stop()

    # steps

    def go_back(self) -> None:
        """Show the step before; what was entered stays."""
        self.tell("")
        self._show_step(max(self._step - 1, FILE))

    def _show_step(self, step: int) -> None:
        self._step = step
        if self.working.job is not None:
            return  # shown when the job's end has arrived
        self.show_page(step)
        last = step == RESULT
        self.back.setVisible(not last)
        self.back.setEnabled(step != FILE)
        self.next.setText(self._next_words(step))
        told = self._report
        self.next.setEnabled(step != PREVIEW or not told or bool(kept(told) or told.refused))
        self.cancel.setText(_("Cancel"))
        self.cancel.setEnabled(True)
        self.cancel.setVisible(not last)
        self.next.setDefault(True)
        self.next.setProperty("role", "primary")
        page: Any = self.steps.currentWidget()
        page.begin()

    def _next_words(self, step: int) -> str:
        if step == RESULT:
            return _("Close")
        if step != PREVIEW or self._report is None:
            return _("&Next")
        return taking_words(self._report)

    # dropping a file

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a file on the first step."""
        if self._step == FILE and self.working.job is None and sheet_in(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Choose the file that was dropped, and go on."""
        path = sheet_in(event)
        if path is not None:
            event.acceptProposedAction()
            self.file.set_path(path)
            self.go_on()

    # parts

    def _connect(self) -> None:
        self.file.template_wanted.connect(self.template_wanted)
        self.columns.words_wanted.connect(self._read_words)
        self.columns.changed.connect(lambda: self.tell(""))
        self.preview.asked_again.connect(self._check_again)
        self.result_.save_wanted.connect(self.save_refused)
        self.result_.undo_wanted.connect(self._undo)
        self.result_.show_wanted.connect(self._look_at_them)
        self.result_.look_alikes_wanted.connect(self._look_at_alikes)
