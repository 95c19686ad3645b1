"""The row above a table: what can be done, the search field, the count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QSizePolicy, QToolButton, QWidget

from desktop.core.register import RegisterSpec
from desktop.ui.i18n import _
from desktop.ui.icons import icon
from desktop.ui.register.bars import muted
from desktop.ui.register.display import plural
from desktop.ui.register.options import PageOptions
from desktop.ui.register.typing import LineEdit
from desktop.ui.theme import ICON_SIZE

if TYPE_CHECKING:
    from desktop.ui.register_page import RegisterPage

_SEARCH_WIDTH = 320


class SearchField(LineEdit):
    """Where the clerk types what to look for."""

    down_pressed = Signal()

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setPlaceholderText(_("Search (Ctrl+F)"))
        self.setAccessibleName(_("Search: {name}").format(name=name))
        self.setClearButtonEnabled(True)
        self.addAction(icon("search", "muted"), LineEdit.ActionPosition.LeadingPosition)
        self.setMinimumWidth(150)
        self.setMaximumWidth(_SEARCH_WIDTH)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down goes to the table; Escape clears."""
        if event.key() == Qt.Key.Key_Down:
            self.down_pressed.emit()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)

    def tidy(self) -> None:
        """Leave the text alone."""


class Toolbar(QWidget):
    """Buttons, search and count of a register page."""

    down_pressed = Signal()

    def __init__(self, spec: RegisterSpec, options: PageOptions) -> None:
        super().__init__()
        self._options = options
        self.extra: list[QAction] = []
        self.search = SearchField(plural(spec))
        if not (options.search and spec.searched):
            self.search.hide()  # never shown from here: without a parent it is a window
        self.search.down_pressed.connect(self.down_pressed)
        self._count = muted()
        self._count.setAccessibleName(_("Number of records"))
        self._title = QLabel(options.title)
        self._title.setProperty("role", "subtitle")
        self._bin_title = QLabel(_("Recycle bin"))
        self._bin_title.setProperty("role", "subtitle")
        self._bin_title.hide()
        self._normal: list[QWidget] = []
        self._binned: list[QWidget] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(4)
        self._row.addWidget(self._title)
        self._row.addWidget(self._bin_title)
        self._extra_at = 0

    def set_actions(self, page: RegisterPage) -> None:
        """Make the buttons of a page's actions."""
        compact = self._options.compact
        if self._options.can_add:
            self._add(page.actions_.add, self._normal, words=True)
        if self._options.can_change:
            self._add(page.actions_.edit, self._normal, words=not compact)
        if self._options.can_delete:
            self._add(page.actions_.delete, self._normal, words=not compact)
        self._add(page.actions_.leave_bin, self._binned, words=True)
        self._add(page.actions_.restore, self._binned, words=True)
        self._add(page.actions_.purge, self._binned, words=True)
        self._extra_at = self._row.count()
        self._row.addStretch(1)
        self._row.addWidget(self._count)
        self._row.addSpacing(4)
        self._row.addWidget(self.search, 2)
        if not compact:
            self._add(page.actions_.print, self._normal, words=False)
        self._add_more(page)
        self.show_bin(False)

    def add_tool(self, action: QAction, menu: QMenu | None = None, words: bool = True) -> None:
        """Add a button of what only this page can do; with `menu` it opens that."""
        button = _button(action, words)
        if menu is not None:
            button.setMenu(menu)
            button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        before = self.stops_before(self._extra_at)
        self._row.insertWidget(self._extra_at, button)
        self._extra_at += 1
        if before:
            QWidget.setTabOrder(before[-1], button)
        self._normal.append(button)
        if menu is not None:
            menu.setTitle(action.text())
            menu.setIcon(action.icon())
        self.extra.append(menu.menuAction() if menu is not None else action)

    def stops(self) -> list[QWidget]:
        """Return what Tab goes through, from left to right."""
        return self.stops_before(self._row.count())

    def stops_before(self, place: int) -> list[QWidget]:
        """Return what Tab goes through before a place of the row."""
        items = [self._row.itemAt(at) for at in range(place)]
        widgets = [item.widget() for item in items if item is not None]
        return [one for one in widgets if one is not None and _takes_tab(one)]

    def show_count(self, text: str) -> None:
        """Show how many rows there are."""
        self._count.setText(text)

    @property
    def count_text(self) -> str:
        """What is shown of how many rows there are."""
        return self._count.text()

    def show_bin(self, shown: bool) -> None:
        """Show the buttons of the recycle bin, or those of the register."""
        for widget in self._normal:
            widget.setVisible(not shown)
        for widget in self._binned:
            widget.setVisible(shown)
        self._bin_title.setVisible(shown)
        self._title.setVisible(bool(self._options.title) and not shown)

    def _add(self, action: QAction, group: list[QWidget], *, words: bool) -> None:
        button = _button(action, words)
        self._row.addWidget(button)
        group.append(button)

    def _add_more(self, page: RegisterPage) -> None:
        more = QToolButton()
        more.setIcon(icon("ellipsis"))
        more.setIconSize(QSize(ICON_SIZE, ICON_SIZE))
        more.setAutoRaise(True)
        more.setToolTip(_("More: columns, recycle bin"))
        more.setAccessibleName(_("More"))
        more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        more.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        menu = QMenu(more)
        if self._options.can_change:
            menu.addAction(page.actions_.many)
        menu.addActions([page.actions_.copy, page.actions_.all])
        menu.addSeparator()
        shown = menu.addMenu(icon("columns-3"), _("Columns"))
        shown.aboutToShow.connect(lambda: page.columns.menu(shown))
        if page.has_bin:
            menu.addAction(page.actions_.bin)
        more.setMenu(menu)
        self._row.addWidget(more)
        self._normal.append(more)


def _takes_tab(widget: QWidget) -> bool:
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)


def _button(action: QAction, words: bool) -> QToolButton:
    button = QToolButton()
    button.setDefaultAction(action)
    button.setIconSize(QSize(ICON_SIZE, ICON_SIZE))
    button.setAutoRaise(True)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setAccessibleName(action.text())
    style = (
        Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        if words
        else Qt.ToolButtonStyle.ToolButtonIconOnly
    )
    button.setToolButtonStyle(style)
    return button
