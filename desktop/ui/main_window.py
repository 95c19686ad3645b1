"""The one window: menus, tabs, status bar; it shows itself first and loads the rest after."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QByteArray, QPoint, QSize, QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QKeySequence,
    QPaintEvent,
    QShortcut,
)
from PySide6.QtWidgets import (
    QMainWindow,
    QStackedWidget,
    QWidget,
)

from desktop.core.errors import DamagedFile, Problem
from desktop.platform.settings import Settings
from desktop.ui import gateway, tabs
from desktop.ui.actions import Actions
from desktop.ui.backup_flow import BackupFlow
from desktop.ui.beside_flow import BesideFlow
from desktop.ui.book_flow import BookFlow
from desktop.ui.clerk_flow import ClerkFlow
from desktop.ui.dialogs.progress import ProgressKeeper
from desktop.ui.drops import Drops
from desktop.ui.errors import Reporter
from desktop.ui.find_flow import FindFlow
from desktop.ui.i18n import N_, _
from desktop.ui.icons import app_icon
from desktop.ui.jobs import Jobs
from desktop.ui.look_alike_flow import LookAlikeFlow
from desktop.ui.page import PageContext
from desktop.ui.print_flow import PrintFlow
from desktop.ui.protection.flow import ProtectionFlow
from desktop.ui.repair_flow import RepairFlow
from desktop.ui.sheet_flow import SheetFlow
from desktop.ui.shortcuts import TAB_SHORTCUT
from desktop.ui.theme import Theme
from desktop.ui.undo_flow import UndoFlow
from desktop.ui.unsaved import Unsaved
from desktop.ui.upward_flow import UpwardFlow
from desktop.ui.welcome import WelcomePage
from desktop.ui.widgets.enter_key import EnterKey
from desktop.ui.widgets.page_tabs import PageTabs, Tab, commit_input
from desktop.ui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from desktop.core.changes import Changes

TABS = (
    Tab("overview", N_("Overview"), "house"),
    Tab("members", N_("Members"), "users"),
    Tab("pledges", N_("Pledges"), "file-check"),
    Tab("models", N_("Models"), "lightbulb"),
    Tab("commendations", N_("Commendations"), "award"),
    Tab("others", N_("Other registers"), "list"),
    Tab("units", N_("Units"), "network"),
    Tab("clean_data", N_("Clean data"), "list-checks"),
    Tab("upward", N_("Send and receive"), "send"),
)
_SIZE = QSize(1320, 690)
_LEAST = QSize(680, 380)


class MainWindow(QMainWindow):
    """Shows one book. `start`, a book or a submission, is opened after the first paint."""

    painted = Signal()  # for the first time
    book_shown = Signal()  # a book was opened and its page is up

    def __init__(
        self,
        settings: Settings,
        theme: Theme,
        start: Path | None = None,
        demo: bool = False,
    ) -> None:
        super().__init__()
        self.settings = settings
        self._start, self._demo = start, demo
        self._was_painted = False
        self._may_close = False
        self._left = False
        self._context: PageContext | None = None
        self.jobs = Jobs(self)
        self.reporter = Reporter(self, self.stop_safely)
        self.status = StatusLine(self)
        self.papers = PrintFlow(self.jobs, settings, self)
        self.books = BookFlow(
            self.jobs, settings, self, self.when_left, self.status.notify, self.papers.print_pdf
        )
        self.setWindowIcon(app_icon())
        self.setMinimumSize(_LEAST)
        self.setStatusBar(self.status)
        self.actions_ = Actions(self, self._do)
        self.sheets = SheetFlow(
            self.jobs, settings, self, self.status.notify, lambda name: self.show_rows(name, {})
        )
        self.undoing = UndoFlow(self.jobs, self.actions_, self, self.status.notify)
        self.finding = FindFlow(self.jobs, self.actions_, self, self.open_record)
        self.look_alikes = LookAlikeFlow(
            self.jobs, self, self.open_record, lambda: self._do("undo")
        )
        self.clerks = ClerkFlow(self.jobs, settings, self)
        self.tabs = PageTabs(TABS, self)
        self._unsaved = Unsaved(self, self.tabs, self.jobs)
        self.upward = UpwardFlow(self, self.books, lambda: self._context, self.when_saved)
        self.beside = BesideFlow(self, theme, lambda: self._context)
        self.welcome = WelcomePage(self)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.welcome)
        self._stack.addWidget(self.tabs)
        self.setCentralWidget(self._stack)
        self.protection = ProtectionFlow(self, self._stack, lambda: bool(self._unsaved.pages()))
        RepairFlow(self)
        self._connect()
        self.backups = BackupFlow(self)
        self._show_recent()
        self._restore()
        self._show_no_book()
        if start is not None or demo:
            self._show_opening()

    def _connect(self) -> None:
        self.jobs.changed.connect(self._changed)
        self.jobs.problem.connect(self._tell)
        self.jobs.bug.connect(self.reporter.bug)
        self.jobs.book_closed.connect(self._show_no_book)
        ProgressKeeper(self.jobs, self)
        EnterKey(self)
        self.sheets.look_alikes_wanted.connect(self.look_alikes.show)
        drops = Drops(self, lambda: self._context is not None)
        drops.book.connect(self.books.open_path)
        drops.sheet.connect(self._dropped)
        drops.submissions.connect(self.books.receive)
        self.books.opening.connect(self._show_opening)
        self.books.opened.connect(self._show_book)
        self.books.not_opened.connect(self._go_back)
        self.clerks.begun.connect(self.status.show_clerk)
        self.status.clerk_clicked.connect(self.clerks.ask)
        self.books.backed_up.connect(self.status.show_backup)
        self.books.recent_changed.connect(self._show_recent)
        self.welcome.new_wanted.connect(self.books.ask_new)
        self.welcome.open_wanted.connect(self.books.ask_open)
        self.welcome.demo_wanted.connect(self.books.ask_demo)
        self.welcome.book_wanted.connect(self.books.open_path)
        self.tabs.page_wanted.connect(self._build_page)
        self.tabs.currentChanged.connect(lambda _place: self._show_bin_state())
        for number, tab in enumerate(TABS, start=1):
            keys = QKeySequence(TAB_SHORTCUT.format(number=number))
            shortcut = QShortcut(keys, self)
            shortcut.activated.connect(lambda name=tab.name: self.tabs.show_tab(name))

    # the first moments

    def paintEvent(self, event: QPaintEvent) -> None:
        """Begin with the slow things once the window has been seen."""
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self, self._after_first_paint)

    def _after_first_paint(self) -> None:
        self.painted.emit()
        if self._demo:
            self.books.open_demo()
        elif self._start is not None:
            self.books.open_path(self._start)

    def _restore(self) -> None:
        geometry = self.settings.get_bytes("window.geometry")
        if not geometry or not self.restoreGeometry(QByteArray(geometry)):
            self.resize(_SIZE.boundedTo(self.screen().availableSize()))
        self.tabs.show_tab(self.settings.get("window.tab", TABS[0].name))

    # what is shown

    def _show_recent(self) -> None:
        books = self.settings.recent_books()
        self.welcome.show_recent(books)
        self.actions_.show_recent(books, self.books.open_path)

    def _show_no_book(self) -> None:
        self._context = None
        self.tabs.reset("")
        self._stack.setCurrentWidget(self.welcome)
        self.actions_.book_is_open(False)
        self.setWindowTitle("Gương Sáng")
        self.status.show_book("")

    def _show_opening(self) -> None:
        if self._context is None:
            self.tabs.reset(_("Opening the book…"))
            self._stack.setCurrentWidget(self.tabs)

    def _go_back(self) -> None:
        if self._context is None:
            self._show_no_book()

    def _show_book(self, book: Any) -> None:
        self._context = PageContext(
            jobs=self.jobs,
            settings=self.settings,
            specs=gateway.known_specs(),
            notify=self.status.notify,
            print_pdf=self.papers.print_pdf,
            open_record=self.open_record,
            show_rows=self.show_rows,
            import_into=lambda one: self.sheets.take_in(one, None, self._call("said_for_all")),
        )
        self.tabs.reset("")
        self._stack.setCurrentWidget(self.tabs)
        self.actions_.book_is_open(True)
        self.undoing.look()
        self.clerks.book_opened()
        self._name_book(book.name)
        self._build_page(self.tabs.current_name())
        self.book_shown.emit()
        self.upward.book_shown(book.path)

    def _build_page(self, name: str) -> None:
        if self._context is None or self.tabs.page(name) is not None:
            return
        self.tabs.set_page(name, self.make_page(name, self.tabs))

    def make_page(self, name: str, parent: QWidget | None = None) -> QWidget:
        """Make a page of `ui.tabs.PAGES` on the open book."""
        module, _sep, maker = tabs.PAGES[name].partition(":")
        make: Callable[[PageContext | None, QWidget | None], QWidget]
        make = getattr(importlib.import_module(module), maker)
        return make(self._context, parent)

    def _show_bin_state(self) -> None:
        page = self.tabs.current_page()
        shown = bool(getattr(page, "bin_shown", False))
        self.actions_["recycle_bin"].setChecked(shown)

    def _changed(self, changes: Changes) -> None:
        if changes.touches("offices"):
            self.jobs.read(gateway.office_name, on_done=self._name_book, context=self)

    def _name_book(self, name: str) -> None:
        self.setWindowTitle(f"{name} – Gương Sáng")
        self.status.show_book(name)

    def open_record(self, register: str, record: int) -> None:
        """Show a record on the tab of its register."""
        name = tabs.TAB_OF.get(register, register)
        if name in self.tabs.names():
            self.tabs.show_tab(name)
            self._call("open_record", register, record)
        else:
            self.beside.lists(register, record)

    def show_rows(self, register: str, filters: Mapping[str, Any]) -> None:
        """Show the rows of a register that these filters let through, on its tab."""
        name = tabs.TAB_OF.get(register, register)
        if name in self.tabs.names():
            self.tabs.show_tab(name)
            self._call("show_filtered", register, filters, {})
        else:
            self.beside.lists(register)

    def _tell(self, problem: Problem, label: str) -> None:
        """Tell what went wrong; damage of the open book with the ways out of it."""
        book = self.jobs.book
        damage = isinstance(problem, DamagedFile) and book is not None and not book.read_only
        if damage and f"«{book.path.name}»" in problem.message:
            self.books.unsound(book.path, problem, label)
        else:
            self.reporter.problem(problem, label)

    # what the clerk does

    def _do(self, name: str) -> None:
        """Do an entry of a menu."""
        deeds: dict[str, Callable[[], object]] = {
            "new_book": self.books.ask_new,
            "open_book": self.books.ask_open,
            "demo_book": self.books.ask_demo,
            "backup": self.backups.backup_now,
            "backups": self.backups.show,
            "backup_to": self.backups.back_up_to,
            "import_file": self._take_in,
            "export_xlsx": lambda: self.sheets.ask_export(self._call("listing"), ".xlsx"),
            "export_docx": lambda: self.sheets.ask_export(self._call("listing"), ".docx"),
            "template": lambda: self.sheets.ask_template(self._register()),
            "send_upward": lambda: self.when_saved(self.books.send_upward),
            "receive_files": self.upward.ask,
            "check_file": self.books.ask_check,
            "check_deep": lambda: self.books.ask_check(deep=True),
            "protect": self.protection.ask,
            "lock": self.protection.lock.lock,
            "clerk": self.clerks.ask,
            "close_book": self.books.close_book,
            "quit": self.close,
            "undo": lambda: self._unsaved.settle(self.undoing.ask, flush=True),
            "redo": lambda: self._unsaved.settle(self.undoing.ask_again, flush=True),
            "deeds_done": lambda: self.when_saved(self.undoing.show_deeds),
            "find_everywhere": self.finding.show,
            "find": lambda: self._call("focus_search"),
            "new_record": lambda: self._call("new_record"),
            "edit_many": lambda: self._call("edit_many"),
            "delete": lambda: self._call("delete_selected"),
            "recycle_bin": self._toggle_bin,
            "refresh": lambda: self._call("refresh"),
            "print_list": lambda: self._call("print_list"),
            "print_proposal": lambda: self._print_round("print_proposal"),
            "print_annex": lambda: self._print_round("print_annex"),
            "print_reading": lambda: self._print_round("print_reading"),
            "print_signing": lambda: self._print_round("print_signing"),
            "award_statistics": self._show_award_statistics,
            "lists": self.beside.lists,
            "look_alikes": lambda: self.when_saved(self.look_alikes.show),
            "figures": self.beside.figures,
            "year_overview": self._print_overview,
            "period_reports": lambda: self.show_rows("period_reports", {}),
            "audit_log": self.beside.audit_log,
            "book_settings": self.beside.book_settings,
            "settings": self.beside.settings,
            "help": self.beside.help,
            "log_folder": self.beside.log_folder,
            "about": self.beside.about,
        }
        commit_input()
        deeds[name]()

    def _call(self, method: str, *args: Any) -> Any:
        """Call a method of the page that is up, if it has it."""
        found = getattr(self.tabs.current_page(), method, None)
        return found(*args) if callable(found) else None

    def _print_round(self, method: str) -> None:
        """Print a paper of the round that is chosen on its tab; else of the latest one."""
        page = self.tabs.page("commendations")
        if page is not None and getattr(page, "has_round", False):
            getattr(page, method)(None)
        else:
            self.papers.print_pdf(method.replace("print_", "commendation-"))

    def _print_overview(self) -> None:
        """Print the figures of the time that is chosen on the first tab; else of this year."""
        of_this_year = partial(self.papers.print_pdf, "year-overview")
        getattr(self.tabs.page("overview"), "print_list", of_this_year)()

    def _show_award_statistics(self) -> None:
        self.tabs.show_tab("commendations")
        self._call("show_statistics")

    def _toggle_bin(self) -> None:
        self._call("show_recycle_bin", self.actions_["recycle_bin"].isChecked())
        self._show_bin_state()

    # spreadsheets

    def _register(self) -> str:
        """Return the register that is up; a tab without one gives an empty text."""
        shown = self._call("listing")
        name = self.tabs.current_name()
        if shown is not None:
            return str(shown.query.register)
        return "" if name in ("overview", "upward") else name

    def _take_in(self, path: Path | None = None) -> None:
        register = self._register()
        self.when_saved(lambda: self.sheets.take_in(register, path, self._call("said_for_all")))

    def _dropped(self, path: Path, at: QPoint) -> None:
        """Take a spreadsheet into the register it fell on: a page, or a tab."""
        bar = self.tabs.tabBar()
        place = bar.tabAt(bar.mapFrom(self, at))
        if place >= 0:
            self.tabs.show_tab(self.tabs.names()[place])
        self._take_in(path)

    # leaving

    def when_saved(self, then: Callable[[], object]) -> None:
        """Call `then` once nothing typed is unsaved; asks the clerk where something is."""
        self._unsaved.settle(then)

    def when_left(self, then: Callable[[], object]) -> None:
        """Call `then` once nothing is unsaved and the open book is backed up."""
        self.when_saved(lambda: self._unsaved.when_written(lambda: self.backups.leave(then)))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Save what is to be saved, finish what is being written, remember, and go."""
        commit_input()
        if not self._may_close and not self.protection.lock.may_close():
            event.ignore()
            return
        if self._may_close or self.protection.lock.resting or not self._waits():
            self._leave()
            event.accept()
            return
        event.ignore()
        QTimer.singleShot(0, self, lambda: self.when_saved(self._finish))

    def _waits(self) -> bool:
        """Tell whether something is unsaved, being written or to be backed up."""
        return bool(self._unsaved.pages() or self.jobs.writing or self.backups.due)

    def _finish(self) -> None:
        if self.jobs.writing:
            self.status.notify(_("Finishing what is being written…"))
        self._unsaved.when_written(lambda: self.backups.leave(self._close_now))

    def _close_now(self) -> None:
        self._may_close = True
        self.close()

    def stop_safely(self) -> None:
        """Close after a bug: running writes are finished, nothing unsaved is saved."""
        self._may_close = True
        self.close()

    def _leave(self) -> None:
        if self._left:
            return
        self._left = True
        self.protection.lock.leave()
        self.settings.set_bytes("window.geometry", bytes(self.saveGeometry().data()))
        self.settings.set("window.tab", self.tabs.current_name())
        self.settings.try_save()
        self.tabs.reset("")
        self.jobs.shutdown()
        self.papers.close()
        self.books.release()
