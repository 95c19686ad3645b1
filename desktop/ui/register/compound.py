"""Pages made of several register pages: sections beside each other, details below a master."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QByteArray, Qt, QTimer
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QSplitter,
    QStackedWidget,
    QTabBar,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.page import Listing, PageContext
from desktop.ui.register.look import slim_tabs
from desktop.ui.register.typing import commit_input
from desktop.ui.register_page import RegisterPage
from desktop.ui.theme import MARGIN

_UNIT = 1000  # of the height's shares: far more than a screen has
_FOLLOW_MS = 60  # the panes follow the cursor after this rest


class CompoundPage(QWidget):
    """Hands what the window asks on to the register page that the clerk is in."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context

    def pages(self) -> Iterator[RegisterPage]:
        """Yield every register page in here that has been made."""
        yield from self.findChildren(RegisterPage)

    def main_page(self) -> RegisterPage:
        """Return the page that is meant when the cursor is in none."""
        raise NotImplementedError

    def active(self) -> RegisterPage:
        """Return the page that the cursor is in, else the main one."""
        focus = QApplication.focusWidget()
        while focus is not None and focus is not self:
            if isinstance(focus, RegisterPage) and focus.isVisible():
                return focus
            focus = focus.parentWidget()
        return self.main_page()

    def page_of(self, register: str) -> RegisterPage | None:
        """Return the page of a register, made and brought up, or None."""
        return next((one for one in self.pages() if one.spec.name == register), None)

    @property
    def bin_shown(self) -> bool:
        """Whether the recycle bin is shown."""
        return self.main_page().bin_shown

    def refresh(self) -> None:
        """Read again what is shown."""
        for page in self.pages():
            if page.isVisible():
                page.refresh()

    def focus_search(self) -> None:
        """Put the cursor into the search field."""
        self.active().focus_search()

    def new_record(self) -> None:
        """Begin a new record where the cursor is."""
        self.active().new_record()

    def edit_many(self) -> None:
        """Give the selected records the same values in some columns."""
        self.active().edit_many()

    def delete_selected(self) -> None:
        """Move the selected records to the recycle bin."""
        self.active().delete_selected()

    def show_recycle_bin(self, shown: bool) -> None:
        """Show the recycle bin of the main register, or the register again."""
        self.main_page().show_recycle_bin(shown)

    def print_list(self) -> None:
        """Print the list that the cursor is in."""
        self.active().print_list()

    def listing(self) -> Listing | None:
        """Return the list that the cursor is in, as it is shown."""
        return self.active().listing()

    def open_record(self, register: str, record: int) -> None:
        """Show one record."""
        page = self.page_of(register)
        if page is not None:
            page.open_record(register, record)

    def show_filtered(
        self, register: str, filters: Mapping[str, Any], words: Mapping[Any, str]
    ) -> None:
        """Show the rows of a register that these filters let through."""
        page = self.page_of(register)
        if page is not None:
            page.show_filtered(filters, words)

    def commit_input(self) -> None:
        """Commit the word that an input method holds."""
        commit_input()

    def has_unsaved(self) -> bool:
        """Tell whether something typed hasn't been saved."""
        return any(page.has_unsaved() for page in self.pages())

    def save_pending(self) -> bool:
        """Begin to save what was typed."""
        began = [page.save_pending() for page in self.pages() if page.has_unsaved()]
        return all(began)

    def discard_pending(self) -> None:
        """Forget what was typed and not saved."""
        for page in self.pages():
            page.discard_pending()


class MasterDetail(CompoundPage):
    """A register above, and below it what belongs to the row with the cursor."""

    def __init__(
        self,
        context: PageContext,
        master: RegisterPage,
        details: Sequence[tuple[str, str, RegisterPage]],
        parent: QWidget | None = None,
        key: str = "",
        shares: tuple[int, int] = (3, 2),
    ) -> None:
        """`details` are title, the field that refers to the master's row, and page of each.

        `shares` of the height are given to the master and the details, until the clerk changes it.
        """
        super().__init__(context, parent)
        self.master = master
        self.details = tuple(page for _title, _field, page in details)
        self._fields = [field for _title, field, _page in details]
        self._row: int | None = None
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        slim_tabs(self.tabs.tabBar())
        for title, _field, page in details:
            self.tabs.addTab(page, title)
        self.tabs.currentChanged.connect(self._follow)
        self.tabs.tabBarClicked.connect(lambda _place: commit_input())
        below = QWidget()
        room = QVBoxLayout(below)
        room.setContentsMargins(MARGIN, 0, MARGIN, 0)
        room.addWidget(self.tabs)
        self.splitter = QSplitter(Qt.Orientation.Vertical)
        self.splitter.addWidget(master)
        self.splitter.addWidget(below)
        for place, share in enumerate(shares):
            self.splitter.setStretchFactor(place, share)
        # stretch factors alone share out only what is more than each one wants
        self.splitter.setSizes([share * _UNIT for share in shares])
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setHandleWidth(7)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.splitter)
        self._key = f"splitter.{key or master.spec.name}"
        self.splitter.restoreState(QByteArray(context.settings.get_bytes(self._key)))
        self.splitter.splitterMoved.connect(self._remember)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_FOLLOW_MS)
        self._timer.timeout.connect(self._follow)
        master.current_changed.connect(self._moved)

    def main_page(self) -> RegisterPage:
        """Return the master."""
        return self.master

    def detail(self, register: str) -> RegisterPage:
        """Return the pane of a register, brought up."""
        page = next(one for one in self.details if one.spec.name == register)
        self.tabs.setCurrentWidget(page)
        return page

    def page_of(self, register: str) -> RegisterPage | None:
        """Return the master or a pane, which is brought up."""
        if any(one.spec.name == register for one in self.details):
            return self.detail(register)
        return super().page_of(register)

    def _moved(self, row_id: int | None) -> None:
        self._row = row_id
        self._timer.start()

    def _follow(self) -> None:
        """Show in the pane that is up what belongs to the master's row."""
        place = self.tabs.currentIndex()
        if place >= 0:
            scope = None if self._row is None else {self._fields[place]: self._row}
            self.details[place].set_scope(scope)

    def _remember(self) -> None:
        self.context.settings.set_bytes(self._key, bytes(self.splitter.saveState().data()))


@dataclass(frozen=True)
class Section:
    """One of several pages that share a tab; made when it is first shown."""

    title: str
    registers: frozenset[str]
    make: Callable[[], RegisterPage | CompoundPage]


class SectionsPage(CompoundPage):
    """Several pages in one tab, of which a slim row of names chooses one."""

    def __init__(
        self, context: PageContext, sections: Sequence[Section], parent: QWidget | None = None
    ) -> None:
        super().__init__(context, parent)
        self._sections = tuple(sections)
        self._made: dict[int, RegisterPage | CompoundPage] = {}
        self.bar = QTabBar()
        slim_tabs(self.bar)
        for section in sections:
            self.bar.addTab(section.title)
        self.bar.currentChanged.connect(self._show)
        self.bar.tabBarClicked.connect(lambda _place: commit_input())
        self._stack = QStackedWidget()
        top = QHBoxLayout()
        top.setContentsMargins(MARGIN, 4, MARGIN, 0)
        top.addWidget(self.bar)
        top.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(top)
        layout.addWidget(self._stack, 1)
        self._show(0)

    def section(self, place: int) -> RegisterPage | CompoundPage:
        """Return a section's page, made when it is first asked for."""
        if place not in self._made:
            page = self._sections[place].make()
            self._made[place] = page
            self._stack.addWidget(page)
        return self._made[place]

    def main_page(self) -> RegisterPage:
        """Return the main page of the section that is shown."""
        page = self.section(self.bar.currentIndex())
        return page if isinstance(page, RegisterPage) else page.main_page()

    def page_of(self, register: str) -> RegisterPage | None:
        """Return the page of a register; its section is brought up."""
        for place, section in enumerate(self._sections):
            if register in section.registers:
                self.bar.setCurrentIndex(place)
                page = self.section(place)
                return page if isinstance(page, RegisterPage) else page.page_of(register)
        return None

    def _show(self, place: int) -> None:
        commit_input()
        self._stack.setCurrentWidget(self.section(place))
