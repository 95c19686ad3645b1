"""The menus: one table of what the window can do, and what of it needs an open book."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from desktop.core.vietnamese.fold import fold
from desktop.ui.i18n import N_, _
from desktop.ui.icons import icon
from desktop.ui.shortcuts import SHORTCUTS

SEPARATOR = ""
_LONGEST = 50  # signs of a name or a folder in the menu of recent books
RECENT = "recent"  # the place of the menu of recent books


@dataclass(frozen=True)
class Deed:
    """An entry of a menu: its name in code, its words (a message id), its icon."""

    name: str
    words: str
    icon: str = ""
    book: bool = True  # needs an open book
    checkable: bool = False


MENUS: tuple[tuple[str, tuple[Deed | str, ...]], ...] = (
    (
        N_("&File"),
        (
            Deed("new_book", N_("&New book…"), "file-plus", book=False),
            Deed("open_book", N_("&Open a book…"), "folder-open", book=False),
            RECENT,
            Deed("demo_book", N_("&Look at a demo book…"), "sparkles", book=False),
            SEPARATOR,
            Deed("backup", N_("&Back up now"), "archive"),
            Deed("backup_to", N_("Back up &to…"), "hard-drive"),
            Deed("backups", N_("Backups, &restore…"), "archive-restore"),
            SEPARATOR,
            Deed("import_file", N_("Take &in from Excel or Word…"), "download"),
            Deed("export_xlsx", N_("&Write out to Excel…"), "upload"),
            Deed("export_docx", N_("W&rite out to Word…"), "file-text"),
            Deed("template", N_("Make an Excel te&mplate…"), "columns-3"),
            SEPARATOR,
            Deed("send_upward", N_("Send &upward…"), "send"),
            Deed("receive_files", N_("Re&ceive files of other offices…"), "download"),
            Deed("check_file", N_("&Check a file…"), "shield-check", book=False),
            Deed("check_deep", N_("Check &thoroughly…"), "shield-check", book=False),
            SEPARATOR,
            Deed("protect", N_("Protect by a pass&phrase…"), "shield-check"),
            Deed("lock", N_("Loc&k the book"), "lock"),
            Deed("clerk", N_("Change the cl&erk at work…"), "user"),
            Deed("close_book", N_("Clo&se the book"), "x"),
            Deed("quit", N_("E&xit"), "log-out", book=False),
        ),
    ),
    (
        N_("&Edit"),
        (
            Deed("undo", N_("&Undo"), "undo-2"),
            Deed("redo", N_("Red&o"), "redo-2"),
            Deed("deeds_done", N_("&What was done…"), "history"),
            SEPARATOR,
            Deed("find", N_("&Find"), "search"),
            Deed("find_everywhere", N_("Find in the whole &book…"), "search"),
            Deed("new_record", N_("&New record"), "plus"),
            Deed("edit_many", N_("Change &many…"), "pen-line"),
            Deed("delete", N_("&Delete"), "trash-2"),
            SEPARATOR,
            Deed("recycle_bin", N_("&Recycle bin"), "archive-restore", checkable=True),
            Deed("refresh", N_("Read &again"), "refresh-cw"),
        ),
    ),
    (
        N_("&Print"),
        (
            Deed("print_list", N_("Print the &list…"), "printer"),
            SEPARATOR,
            Deed("print_proposal", N_("&Proposal list of a round…"), "award"),
            Deed("print_annex", N_("List of a &decision…"), "scroll-text"),
            Deed("print_reading", N_("&Reading list for the meeting…"), "book-open"),
            Deed("print_signing", N_("Sheet to si&gn for the money…"), "pen-line"),
            Deed("award_statistics", N_("S&tatistics of commendations…"), "medal"),
            SEPARATOR,
            Deed("figures", N_("&Figures of a period…"), "file-text"),
            Deed("year_overview", N_("Overview of a &year…"), "house"),
            Deed("period_reports", N_("Interim and final &reports…"), "file-check"),
        ),
    ),
    (
        N_("&Tools"),
        (
            Deed("lists", N_("&Lists and rules…"), "list-checks"),
            Deed("look_alikes", N_("&Find people entered twice…"), "users"),
            Deed("audit_log", N_("Lo&g of what was done, by day…"), "history"),
            SEPARATOR,
            Deed("book_settings", N_("Settings of the &book…"), "book-open"),
            Deed("settings", N_("&Settings…"), "settings", book=False),
        ),
    ),
    (
        N_("&Help"),
        (
            Deed("help", N_("&Guide"), "book-open", book=False),
            Deed("log_folder", N_("Folder of the &log"), "folder", book=False),
            SEPARATOR,
            Deed("about", N_("&About Gương Sáng"), "info", book=False),
        ),
    ),
)


class Actions:
    """The actions of a window by name, standing in its menus."""

    def __init__(self, window: QMainWindow, do: Callable[[str], object]) -> None:
        """Fill the window's menu bar; `do(name)` is called for what the clerk chooses."""
        self._do = do
        self._window = window
        self._by_name: dict[str, QAction] = {}
        self._needing_book: list[QAction] = []
        self.recent = QMenu(_("&Recent books"), window)
        self.recent.setIcon(icon("history"))
        self.recent.setToolTipsVisible(True)
        self.print_menu = QMenu()
        for title, entries in MENUS:
            menu = window.menuBar().addMenu(_(title))
            if title == "&Print":
                self.print_menu = menu
            for entry in entries:
                if isinstance(entry, Deed):
                    menu.addAction(self._make(entry))
                elif entry == RECENT:
                    menu.addMenu(self.recent)
                else:
                    menu.addSeparator()

    def __getitem__(self, name: str) -> QAction:
        return self._by_name[name]

    def found_by(self, words: Sequence[str]) -> list[tuple[str, QAction]]:
        """Return what can be done now whose words hold all of these (folded), with its menu."""
        found: list[tuple[str, QAction]] = []
        for top in self._window.menuBar().actions():
            menu = top.menu()
            if not isinstance(menu, QMenu):
                continue
            title = top.text().replace("&", "")
            for action in menu.actions():
                # not by the record that an undoing is about: that one is found itself
                own = action.text().partition("«")[0].replace("&", "")
                said = f" {fold(own)}"
                usable = action.isEnabled() and action.isVisible() and not action.menu()
                if usable and words and all(f" {one}" in said for one in words):
                    found.append((title, action))
        return found

    def book_is_open(self, opened: bool) -> None:
        """Enable what needs a book, or not."""
        for action in self._needing_book:
            action.setEnabled(opened)

    def show_recent(self, books: list[Path], choose: Callable[[Path], object]) -> None:
        """List the recent books in their menu."""
        self.recent.clear()
        for place, path in enumerate(books, start=1):
            name, folder = (_short(text, self.recent) for text in (path.stem, str(path.parent)))
            action = self.recent.addAction(f"&{place}  {name}   ({folder})")
            action.setToolTip(str(path))
            action.triggered.connect(lambda _checked=False, path=path: choose(path))
        self.recent.setEnabled(bool(books))

    def _make(self, deed: Deed) -> QAction:
        action = QAction(_(deed.words), self._window)
        if deed.icon:
            action.setIcon(icon(deed.icon))
        if deed.name in SHORTCUTS:
            action.setShortcut(QKeySequence(SHORTCUTS[deed.name]))
        action.setCheckable(deed.checkable)
        if deed.name == "quit":
            action.setMenuRole(QAction.MenuRole.QuitRole)
        action.triggered.connect(lambda: self._do(deed.name))
        if deed.book:
            self._needing_book.append(action)
        self._by_name[deed.name] = action
        return action


def _short(text: str, menu: QMenu) -> str:
    """Return a name or a folder so that a menu can show it: cut in the middle, & as itself."""
    metrics = menu.fontMetrics()
    room = metrics.averageCharWidth() * _LONGEST
    return metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, room).replace("&", "&&")
