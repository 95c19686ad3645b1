"""The window's tabs: light placeholders at first, the real pages when they are needed."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QLabel, QTabWidget, QVBoxLayout, QWidget

from desktop.ui.i18n import _
from desktop.ui.icons import icon
from desktop.ui.theme import ICON_SIZE


@dataclass(frozen=True)
class Tab:
    """A tab: its name in code, its title (a message id) and its icon."""

    name: str
    title: str
    icon: str


class PageTabs(QTabWidget):
    """Tabs by name; the typed word is committed before another tab comes up."""

    page_wanted = Signal(str)  # a tab without its page was brought up

    def __init__(self, tabs: tuple[Tab, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pages")
        self.setDocumentMode(True)
        self.setIconSize(QSize(ICON_SIZE, ICON_SIZE))
        self.setAccessibleName(_("Registers"))
        self._tabs = tabs
        self._built: dict[str, QWidget] = {}
        for tab in tabs:
            self.addTab(_placeholder(""), icon(tab.icon), _(tab.title))
        # emitted on the press, before the current tab changes
        self.tabBar().tabBarClicked.connect(lambda _index: commit_input())
        self.currentChanged.connect(self._ask_for_page)

    def names(self) -> tuple[str, ...]:
        """Return the tabs' names in order."""
        return tuple(tab.name for tab in self._tabs)

    def current_name(self) -> str:
        """Return the name of the tab that is up."""
        return self._tabs[self.currentIndex()].name

    def show_tab(self, name: str) -> None:
        """Bring up a tab; an unknown name changes nothing."""
        if name in self.names():
            commit_input()
            self.setCurrentIndex(self.names().index(name))

    def page(self, name: str) -> QWidget | None:
        """Return the page of a tab if it has been built."""
        return self._built.get(name)

    def current_page(self) -> QWidget | None:
        """Return the page that is up if it has been built."""
        return self.page(self.current_name())

    def pages(self) -> tuple[QWidget, ...]:
        """Return the pages built so far."""
        return tuple(self._built.values())

    def set_page(self, name: str, page: QWidget) -> None:
        """Put a built page in the place of the placeholder."""
        self._replace(self.names().index(name), page)
        self._built[name] = page

    def reset(self, text: str) -> None:
        """Take all pages away; placeholders with `text` stand in their place."""
        for index, name in enumerate(self.names()):
            self._built.pop(name, None)
            self._replace(index, _placeholder(text))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Tab changes the tab: commit the typed word first."""
        if event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            commit_input()
        super().keyPressEvent(event)

    def _replace(self, index: int, widget: QWidget) -> None:
        tab, old, current = self._tabs[index], self.widget(index), self.currentIndex()
        self.blockSignals(True)
        self.removeTab(index)
        self.insertTab(index, widget, icon(tab.icon), _(tab.title))
        self.setCurrentIndex(current)
        self.blockSignals(False)
        if old is not None:
            old.hide()
            old.deleteLater()

    def _ask_for_page(self, index: int) -> None:
        name = self._tabs[index].name if index >= 0 else ""
        if name and name not in self._built:
            self.page_wanted.emit(name)


def commit_input() -> None:
    """Commit the word that an input method is composing, before its field loses the focus."""
    QGuiApplication.inputMethod().commit()


def _placeholder(text: str) -> QWidget:
    page = QWidget()
    layout = QVBoxLayout(page)
    label = QLabel(text)
    label.setProperty("role", "muted")
    label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    layout.addWidget(label)
    return page
