"""The box that tells of a damaged book, and leads to its backups and to a repair."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QMessageBox, QWidget

from desktop.core.errors import Problem
from desktop.ui.errors import shown
from desktop.ui.i18n import _


def tell_damage(
    window: QWidget,
    problem: Problem,
    title: str,
    backups: Callable[[], object] | None,
    repair: Callable[[], object] | None,
) -> QMessageBox:
    """Show the sentence of a problem in a box that doesn't block, with the ways out there are."""
    box = QMessageBox(window)
    box.setIcon(QMessageBox.Icon.Warning)
    box.setWindowTitle(title)
    box.setText(problem.message)
    ways = {}
    for words, way in ((_("&Backups of this book…"), backups), (_("&Repair…"), repair)):
        if way is not None:
            ways[box.addButton(words, QMessageBox.ButtonRole.ActionRole)] = way
    box.addButton(QMessageBox.StandardButton.Ok)

    def answered(_code: int) -> None:
        chosen = next((way for button, way in ways.items() if box.clickedButton() is button), None)
        if chosen is not None:
            chosen()

    box.finished.connect(answered)
    return shown(box)
