"""What is shown while a file is read, checked or taken in: how far the work has come."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLabel, QProgressBar, QVBoxLayout, QWidget

from desktop.ui.i18n import _, number
from desktop.ui.jobs import Job
from desktop.ui.theme import GAP, MARGIN

_REFRESH_MS = 150


class Working(QWidget):
    """Shows one job; the dialog's own button stops it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._job: Job | None = None
        self._rows = False
        self._words = QLabel()
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setWordWrap(True)
        self._bar = QProgressBar()
        self._bar.setAccessibleName(_("Progress"))
        self._count = QLabel()
        self._count.setProperty("role", "muted")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, 0, MARGIN, 0)
        layout.setSpacing(GAP)
        layout.addStretch(2)
        layout.addWidget(self._words)
        layout.addWidget(self._bar)
        layout.addWidget(self._count)
        layout.addStretch(3)
        self._timer = QTimer(self)
        self._timer.setInterval(_REFRESH_MS)
        self._timer.timeout.connect(self._look)

    @property
    def job(self) -> Job | None:
        """The job under way, or None."""
        return self._job

    def watch(self, job: Job, words: str, *, rows: bool = False) -> None:
        """Show a job; `rows` when its parts are rows, which are told, and not only shares."""
        job.show_nowhere()
        self._job, self._rows = job, rows
        self._words.setText(words)
        self._count.setText("")
        self._bar.setRange(0, 0)
        self._timer.start()

    def done(self) -> None:
        """Forget the job."""
        self._timer.stop()
        self._job = None

    def stop(self) -> None:
        """Ask the job to stop; nothing is kept then."""
        if self._job is not None:
            self._words.setText(_("Stopping…"))
            self._job.cancel()

    def _look(self) -> None:
        if self._job is None:
            return
        done, total, _text = self._job.progress.state
        if total > 0:
            self._bar.setRange(0, total)
            self._bar.setValue(done)
            if self._rows:
                of = _("{done} of {total} rows")
                self._count.setText(of.format(done=number(done), total=number(total)))
