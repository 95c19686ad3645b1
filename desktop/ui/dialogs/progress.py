"""Progress of a job that takes over a second, with a Cancel that works."""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.i18n import _, number
from desktop.ui.jobs import Job, Jobs
from desktop.ui.theme import GAP

_REFRESH_MS = 150


class ProgressDialog(QDialog):
    """Shows one job; it doesn't stop the clerk from looking things up meanwhile."""

    def __init__(self, job: Job, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._job = job
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)  # someone may be typing
        self.setWindowTitle(job.label or _("Working"))
        self.setMinimumWidth(380)
        self._words = QLabel(job.label or _("Working…"))
        self._words.setWordWrap(True)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._bar = QProgressBar()
        self._bar.setRange(0, 0)
        self._bar.setAccessibleName(_("Progress"))
        self._count = QLabel()
        self._count.setProperty("role", "muted")
        self._cancel = QPushButton(_("Cancel"))
        self._cancel.clicked.connect(self._stop)
        if not job.can_cancel:
            self._cancel.setEnabled(False)
            self._count.setText(_("This work can't be stopped half-way; please wait."))
        layout = QVBoxLayout(self)
        layout.setSpacing(GAP)
        for widget in (self._words, self._bar, self._count):
            layout.addWidget(widget)
        layout.addWidget(self._cancel, 0, Qt.AlignmentFlag.AlignRight)
        self._timer = QTimer(self)
        self._timer.setInterval(_REFRESH_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()
        self._look()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape cancels the work instead of hiding it."""
        if event.key() == Qt.Key.Key_Escape:
            self._stop()
        else:
            super().keyPressEvent(event)

    def _look(self) -> None:
        done, total, text = self._job.progress.state
        if total > 0:
            self._bar.setRange(0, total)
            self._bar.setValue(done)
            of = _("{done} of {total}").format(done=number(done), total=number(total))
            self._count.setText(f"{of} {text}".strip())
        elif text:
            self._count.setText(text)

    def _stop(self) -> None:
        if self._job.can_cancel:
            self._cancel.setEnabled(False)
            self._words.setText(_("Stopping…"))
            self._job.cancel()


class ProgressKeeper(QObject):
    """Opens and closes a progress dialog for each slow job of `jobs`."""

    def __init__(self, jobs: Jobs, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._dialogs: dict[Job, ProgressDialog] = {}
        jobs.slow.connect(self._begin)
        jobs.slow_done.connect(self._end)

    def _begin(self, job: Job) -> None:
        # over the dialog that is up, which would else keep the clerk from its Cancel
        dialog = ProgressDialog(job, QApplication.activeModalWidget() or self._window)
        self._dialogs[job] = dialog
        dialog.show()

    def _end(self, job: Job) -> None:
        dialog = self._dialogs.pop(job, None)
        if dialog is not None and shiboken6.isValid(dialog):  # gone with the dialog below it
            dialog.close()
