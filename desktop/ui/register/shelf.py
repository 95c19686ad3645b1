"""Several registers on one page: a list of their names, and a page for the one chosen."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QWidget,
)

from desktop.core.register import RegisterSpec
from desktop.ui.i18n import _
from desktop.ui.page import PageContext
from desktop.ui.register.compound import CompoundPage, MasterDetail
from desktop.ui.register.display import plural
from desktop.ui.register.look import airy
from desktop.ui.register.options import PageOptions
from desktop.ui.register_page import RegisterPage
from desktop.ui.theme import MARGIN


@dataclass(frozen=True)
class Shelf:
    """What stands on such a page: registers in order, what belongs to some, what only is read."""

    title: str  # a message id
    registers: tuple[str, ...]
    details: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Register to the register of what belongs to a row, and the field that ties it."""
    read_only: frozenset[str] = frozenset()
    pages: Mapping[
        str, Callable[[PageContext, RegisterSpec, PageOptions], RegisterPage | CompoundPage]
    ] = field(default_factory=dict)
    """Registers with a page of their own kind: a list, or one that has its details already."""


class ShelfPage(CompoundPage):
    """The registers' names on the left, the chosen one on the right."""

    def __init__(self, context: PageContext, shelf: Shelf, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._shelf = shelf
        self._made: dict[int, RegisterPage | CompoundPage] = {}
        self.names = QListWidget()
        self.names.setAccessibleName(_(shelf.title))
        airy(self.names)
        for name in shelf.registers:
            spec = context.specs[name]
            item = QListWidgetItem(plural(spec))
            item.setData(Qt.ItemDataRole.UserRole, name)
            self.names.addItem(item)
        width = self.names.sizeHintForColumn(0) + 36
        self.names.setFixedWidth(max(180, min(width, 260)))
        self._stack = QStackedWidget()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, 0, MARGIN)
        layout.addWidget(self.names)
        layout.addWidget(self._stack, 1)
        self.names.currentRowChanged.connect(self._show)
        self.names.setCurrentRow(0)
        self.setAccessibleName(_(shelf.title))

    def main_page(self) -> RegisterPage:
        """Return the list that is shown."""
        page = self._page(self.names.currentRow())
        return page if isinstance(page, RegisterPage) else page.main_page()

    def page_of(self, register: str) -> RegisterPage | None:
        """Return the page of a list, brought up."""
        owners = {detail: name for name, (detail, _tie) in self._shelf.details.items()}
        name = owners.get(register, register)
        if name not in self._shelf.registers:
            return None
        self.names.setCurrentRow(self._shelf.registers.index(name))
        page = self._page(self._shelf.registers.index(name))
        return page if isinstance(page, RegisterPage) else page.page_of(register)

    def _page(self, place: int) -> RegisterPage | CompoundPage:
        if place not in self._made:
            page = self._make(self._shelf.registers[place])
            self._made[place] = page
            self._stack.addWidget(page)
        return self._made[place]

    def _make(self, name: str) -> RegisterPage | CompoundPage:
        context = self.context
        changes = name not in self._shelf.read_only
        options = PageOptions(can_add=changes, can_delete=changes)
        make = self._shelf.pages.get(name, RegisterPage)
        page = make(context, context.specs[name], options)
        if isinstance(page, CompoundPage) or name not in self._shelf.details:
            return page
        detail, tie = self._shelf.details[name]
        spec = context.specs[detail]
        below = PageOptions(
            scope=None,
            compact=True,
            filters=False,
            search=False,
            hint=_("Choose a row above to see what belongs to it."),
        )
        pane = RegisterPage(context, spec, below)
        return MasterDetail(context, page, [(plural(spec), tie, pane)])

    def _show(self, place: int) -> None:
        self.commit_input()
        self._stack.setCurrentWidget(self._page(place))
