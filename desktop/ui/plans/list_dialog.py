"""The base of dialogs with a list that follows the book, and what is done with its rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.core.changes import Changes
from desktop.core.errors import Problem
from desktop.ui.i18n import _, ngettext, number
from desktop.ui.page import PageContext
from desktop.ui.plans.tables import button, chosen_places, copy_list
from desktop.ui.register.bars import Face, NoticeBar, muted
from desktop.ui.theme import GAP, MARGIN
from desktop.ui.widgets.lists import ListModel, ListView


class ListDialog(QDialog):
    """What is asked above, the list or why it is empty, and buttons below."""

    def __init__(
        self,
        context: PageContext,
        title: str,
        registers: tuple[str, ...],
        parent: QWidget | None = None,
    ) -> None:
        """`registers` are those whose changes are shown at once."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.context = context
        self._registers = registers
        self.count = muted()
        self.view = ListView(title)
        self.view.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.face = Face()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.face)
        self.notice = NoticeBar()
        context.jobs.changed.connect(self._changed)

    # for each kind of list

    def read(self) -> None:
        """Read the list again."""
        raise NotImplementedError

    def enable(self) -> None:
        """Enable what can be done with the rows that are selected."""
        raise NotImplementedError

    # what they have in common

    @property
    def listed(self) -> bool:
        """Whether there is a list, and not only words."""
        return self._stack.currentWidget() is self.view

    def rows(self) -> list[Any]:
        """Return the rows that are selected."""
        model = self.view.model()
        if not isinstance(model, ListModel) or not self.listed:
            return []
        return [model.rows[place] for place in chosen_places(self.view)]

    def show_list(self, model: ListModel, widths: Sequence[int]) -> None:
        """Show rows."""
        self.view.show_list(model, widths)
        self.view.selectionModel().selectionChanged.connect(lambda *_both: self.enable())
        self._stack.setCurrentWidget(self.view)

    def show_words(self, words: str, icon: str) -> None:
        """Say why there are no rows."""
        self.face.tell(words, icon)
        self._stack.setCurrentWidget(self.face)

    def copy_rows(self, places: Sequence[int] | None = None) -> None:
        """Copy the lines at these places, or all of them."""
        model = self.view.model()
        if isinstance(model, ListModel) and self.listed:
            count = copy_list(self.view, range(len(model.rows)) if places is None else places)
            text = ngettext("{count} row was copied.", "{count} rows were copied.", count)
            self.notice.tell(text.format(count=number(count)), "success")

    def failed(self, problem: Problem) -> None:
        """Tell a problem."""
        self.notice.tell(problem.message, "error")

    def lay_out(
        self,
        above: QHBoxLayout,
        buttons: Sequence[QPushButton],
        do: QPushButton,
        further: QLayout | None = None,
    ) -> None:
        """Put `above` over the list with the count, `buttons` and `do` below, `further` between."""
        above.addWidget(self.count)
        above.addStretch(1)
        below = QHBoxLayout()
        for one in buttons:
            below.addWidget(one)
        below.addStretch(1)
        below.addWidget(do)
        below.addWidget(button(_("&Close"), "", self.reject))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        layout.addLayout(above)
        layout.addWidget(self._stack, 1)
        if further is not None:
            layout.addLayout(further)
        layout.addWidget(self.notice)
        layout.addLayout(below)

    def fit(self, width: int, height: int) -> None:
        """Give the dialog its size, as far as the screen allows."""
        room = self.screen().availableGeometry()
        self.resize(min(width, room.width() - 60), min(height, room.height() - 80))

    def _changed(self, changes: Changes) -> None:
        if changes.touches(*self._registers):
            self.read()
