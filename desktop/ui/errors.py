"""How errors are told: a problem as one sentence, a bug with a report and a safe way out."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMessageBox, QWidget

from desktop.core.errors import Cancelled, EnvironmentProblem, Problem
from desktop.ui.i18n import _, number

_MOST_LINES = 12  # of a message: so many fit on a small screen in large print


def show_problem(parent: QWidget | None, problem: Problem, label: str = "") -> QMessageBox:
    """Show the sentence of a problem in a box that doesn't block, and return the box."""
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Warning)
    box.setWindowTitle(label or _("Can't be done"))
    box.setText(problem.message)
    box.setStandardButtons(QMessageBox.StandardButton.Ok)
    return shown(box)


def show_information(parent: QWidget | None, title: str, text: str) -> QMessageBox:
    """Show a result that the clerk has to see, in a box that doesn't block."""
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Information)
    box.setWindowTitle(title)
    box.setText(text)
    box.setStandardButtons(QMessageBox.StandardButton.Ok)
    return shown(box)


def ask(
    parent: QWidget | None,
    title: str,
    text: str,
    buttons: QMessageBox.StandardButton,
    answered: Callable[[QMessageBox.StandardButton], object],
) -> QMessageBox:
    """Ask a question in a box that doesn't block; `answered` gets the button pressed."""
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Question)
    box.setWindowTitle(title)
    box.setText(text)
    box.setStandardButtons(buttons)
    box.finished.connect(lambda code: answered(QMessageBox.StandardButton(code)))
    return shown(box)


def shown(box: QMessageBox) -> QMessageBox:
    """Open a message box that deletes itself when it is closed.

    Of a text with many lines the first are shown, the whole of it stands under «Details»: the
    buttons stay on the screen.
    """
    lines = box.text().splitlines()
    if len(lines) > _MOST_LINES:
        more = _("… and {count} lines more: see the details.").format(
            count=number(len(lines) - _MOST_LINES)
        )
        box.setDetailedText(box.text())
        box.setText("\n".join((*lines[:_MOST_LINES], more)))
    box.finished.connect(box.deleteLater)
    box.open()
    return box


class Reporter(QObject):
    """Tells problems and bugs over a window; one bug dialog at a time."""

    def __init__(self, window: QWidget, stop: Callable[[], object]) -> None:
        super().__init__(window)
        self._window = window
        self._stop = stop
        self._telling = False

    def problem(self, problem: Problem, label: str = "") -> None:
        """Tell a problem; what the clerk cancelled needs no telling."""
        if not isinstance(problem, Cancelled):
            show_problem(self._window, problem, label)

    def bug(self, error: BaseException, label: str = "") -> None:
        """Write the report of a bug and show the dialog, unless one is up already."""
        import logging  # noqa: PLC0415 (rarely needed)

        from desktop.platform.logging import write_report  # noqa: PLC0415 (rarely needed)

        log = logging.getLogger(__name__)
        log.error("bug while: %s", label or "-", exc_info=error)
        report: Path | None = None
        try:
            report = write_report(error, label)
        except EnvironmentProblem:
            log.warning("the report couldn't be written")
        if self._telling:
            return
        from desktop.ui.dialogs.error_dialog import ErrorDialog  # noqa: PLC0415 (rarely needed)

        self._telling = True
        dialog = ErrorDialog(report, label, self._window)
        dialog.stop_wanted.connect(self._stop)
        dialog.finished.connect(self._told)
        dialog.open()

    def _told(self) -> None:
        self._telling = False
