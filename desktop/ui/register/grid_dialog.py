"""The base of dialogs with a grid that is typed into: what was typed is kept as one deed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QMessageBox, QPushButton, QWidget

from desktop.core.errors import Problem
from desktop.ui.errors import ask
from desktop.ui.i18n import _
from desktop.ui.page import PageContext
from desktop.ui.pledges.grid import GridView
from desktop.ui.pledges.grid_model import GridModel
from desktop.ui.register.typing import commit_input

if TYPE_CHECKING:
    from desktop.core.changes import Done

_SAVE = QMessageBox.StandardButton.Save
_DISCARD = QMessageBox.StandardButton.Discard
_CANCEL = QMessageBox.StandardButton.Cancel


class GridDialog(QDialog):
    """A grid and Save; nothing that was typed is let go unasked."""

    save_button: QPushButton

    def __init__(
        self,
        context: PageContext,
        title: str,
        model: GridModel,
        name: str,
        parent: QWidget | None = None,
    ) -> None:
        """`name` is what the grid is called."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.context = context
        self.running = False
        self.model = model
        self.view = GridView(name, lines=1)
        self.view.show_grid(model)
        self.view.left.connect(self.reject)
        self.model.edited.connect(self.edited)
        for keys in (QKeySequence("Ctrl+Return"), QKeySequence(QKeySequence.StandardKey.Save)):
            QShortcut(keys, self, self.save)

    # for each kind of grid

    def edited(self) -> None:
        """Take in that something was typed."""
        raise NotImplementedError

    def deed(self) -> tuple[Callable[..., Any], *tuple[Any, ...]]:
        """Return the function that keeps what was typed, and what it is given."""
        raise NotImplementedError

    def kept_already(self) -> None:
        """Answer Save when nothing was typed."""
        raise NotImplementedError

    def saved(self, done: Done[Any]) -> None:
        """Take in that what was typed is kept."""
        raise NotImplementedError

    def refuse(self, words: str) -> None:
        """Tell what stood in the way."""
        raise NotImplementedError

    # what they have in common

    def save(self) -> None:
        """Keep what was typed; what can't be read is told, and shown."""
        if self.running:
            return
        commit_input()
        self.view.finish()
        if self.model.unread:
            (key, name), _text = next(iter(self.model.unread.items()))
            self.refuse(self.model.wrong[key, name])
            self.view.setFocus()
            names = [one.name for one in self.model.columns]
            self.view.go_to(self.model.place_of(key) or 0, names.index(name))
        elif not self.model.dirty:
            self.kept_already()
        else:
            self.running = True
            self.save_button.setEnabled(False)
            self.context.jobs.write(
                *self.deed(),
                on_done=self._saved,
                on_error=self.failed,
                on_finally=self._ended,
                label=self.windowTitle(),
                context=self,
            )

    def failed(self, problem: Problem) -> None:
        """Tell a problem."""
        self.refuse(problem.message)

    def _saved(self, done: Done[Any]) -> None:
        self.running = False
        self.saved(done)

    def _ended(self) -> None:
        self.running = False
        self.save_button.setEnabled(True)

    def reject(self) -> None:
        """Close; what was typed is saved or let go as the clerk says."""
        if self.running:
            return
        commit_input()
        self.view.finish()
        if not self.model.unsaved:
            super().reject()
            return
        ask(
            self,
            _("Unsaved entries"),
            _("Some of what was typed has not been saved. Save it?"),
            _SAVE | _DISCARD | _CANCEL,
            self._answered,
        )

    def _answered(self, button: QMessageBox.StandardButton) -> None:
        if button == _SAVE:
            self.save()
        elif button == _DISCARD:
            self.model.forget()
            super().reject()
        else:
            self.view.setFocus()
