"""The page of study sessions: the sessions above, who attended by unit below."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QColor, QPalette
from PySide6.QtWidgets import (
    QDialog,
    QLabel,
    QMenu,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from desktop.core.attendance import BELOW
from desktop.core.formats import date_text
from desktop.core.register import RegisterSpec, Row
from desktop.ui.dialogs.paper_options import PeriodPaperDialog
from desktop.ui.i18n import _, ngettext, number
from desktop.ui.icons import icon, is_dark
from desktop.ui.page import PageContext
from desktop.ui.register import source
from desktop.ui.register.compound import MasterDetail
from desktop.ui.register.display import plural
from desktop.ui.register.options import PageOptions
from desktop.ui.register_page import RegisterPage
from desktop.ui.study import gateway
from desktop.ui.study.below_dialog import BelowDialog
from desktop.ui.study.numbers_dialog import NumbersDialog, sums_words
from desktop.ui.study.units_dialog import TakeUnitsDialog, taken_words

if TYPE_CHECKING:
    from desktop.services.study import SessionSums
    from desktop.services.study_units import Taken

SUMMARY, SESSION = "study-summary", "study-session"
_INK = {False: "#a4262c", True: "#ff9a8f"}


class LowRate(QStyledItemDelegate):
    """Draws a rate that says 'below the bar' in bold and red: the word stays without colours."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Any) -> None:
        """Take the cell's look, marked where the rate is low."""
        super().initStyleOption(option, index)
        if option.text.endswith(BELOW):
            option.font.setBold(True)
            option.palette.setColor(QPalette.ColorRole.Text, QColor(_INK[is_dark()]))


class StudyPage(MasterDetail):
    """Study sessions with their units."""

    def __init__(self, context: PageContext, spec: RegisterSpec, options: PageOptions) -> None:
        of_units = context.specs["study_attendances"]
        below = PageOptions(
            scope=None,
            compact=True,
            filters=False,
            search=False,
            recycle_bin=True,
            columns=("unit_id", "invited", "attended", "rate", "note"),
            hint=_("Choose a session above to see who attended."),
        )
        master = RegisterPage(context, spec, options)
        self.units = RegisterPage(context, of_units, below)
        self._mark_low()
        super().__init__(
            context, master, [(plural(of_units), "session_id", self.units)], shares=(2, 3)
        )
        self.dialog: QDialog | None = None
        self.sums = QLabel()
        self.sums.setAccessibleName(_("Sums of the session"))
        self.sums.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.tabs.setCornerWidget(self.sums)
        self.units.model.replaced.connect(self._read_sums)
        self._add_tools(master)
        master.current_changed.connect(self._moved_on)
        self._moved_on(None)

    def _mark_low(self) -> None:
        names = [one.name for one in self.units.model.fields]
        self.units.view.setItemDelegateForColumn(names.index("rate"), LowRate(self.units.view))

    def _add_tools(self, master: RegisterPage) -> None:
        self.below_action = QAction(icon("list-filter"), _("Units below the bar…"), self)
        self.below_action.setToolTip(
            _("The units of a year, those whose rate is below the office's bar first")
        )
        self.below_action.triggered.connect(lambda _on=False: self.show_below())
        master.toolbar.add_tool(self.below_action)
        menu = QMenu(master)
        self.print_session_action = menu.addAction(icon("printer"), _("&This session by unit"))
        self.print_session_action.triggered.connect(lambda _on=False: self.print_session())
        summary = menu.addAction(icon("scroll-text"), _("&Summary of a period…"))
        summary.triggered.connect(lambda _on=False: self.ask_summary())
        papers = QAction(icon("printer"), _("Papers"), self)
        papers.setToolTip(_("Print this session by unit, or the summary of a period"))
        master.toolbar.add_tool(papers, menu)
        self.take_action = QAction(icon("network"), _("Take units…"), self)
        self.take_action.setToolTip(
            _("Put units of the tree on the list, each with its number of members")
        )
        self.take_action.triggered.connect(lambda _on=False: self._titled(self._take))
        self.type_action = QAction(icon("pen-line"), _("Type attendance…"), self)
        self.type_action.setToolTip(_("Type the numbers of all units like a spreadsheet"))
        self.type_action.triggered.connect(lambda _on=False: self._titled(self._type))
        for one in (self.take_action, self.type_action):
            self.units.toolbar.add_tool(one)

    # the sums

    def _moved_on(self, row: int | None) -> None:
        for one in (self.take_action, self.type_action, self.print_session_action):
            one.setEnabled(row is not None and not self.master.bin_shown)
        if row is None:
            self.sums.clear()

    def _read_sums(self, complete: bool) -> None:
        session = (self.units.scope or {}).get("session_id")
        if session is None:
            self.sums.clear()
        elif complete and not self.master.bin_shown:
            self.context.jobs.read(
                gateway.sums,
                session,
                key=(id(self), "sums"),
                on_done=self._show_sums,
                on_error=lambda _problem: self.sums.clear(),  # deleted meanwhile
                context=self,
            )

    def _show_sums(self, found: SessionSums) -> None:
        words = sums_words(
            found.units, found.total, found.missing, found.below, found.over, found.bar
        )
        self.sums.setText(f"{words} " if found.units or found.total.invited else "")

    # the units of a session

    def _titled(self, then: Any) -> None:
        """Go on with the chosen session's name and day."""
        session = self.master.current_id()
        if session is not None and self.dialog is None:
            self.context.jobs.read(
                source.get,
                "study_sessions",
                session,
                key=(id(self), "title"),
                on_done=then,
                context=self,
            )

    def _take(self, session: Row) -> None:
        dialog = TakeUnitsDialog(self.context, session.id, _title(session), self.window())
        dialog.finished_with.connect(self._taken)
        self._open(dialog)

    def _taken(self, taken: Taken) -> None:
        self.units.notice.tell(taken_words(taken) + " " + _("Ctrl+Z undoes it."), "success")

    def _type(self, session: Row) -> None:
        dialog = NumbersDialog(self.context, session.id, _title(session), self.window())
        dialog.kept.connect(self._typed)
        self._open(dialog)

    def _typed(self, count: int) -> None:
        text = ngettext(
            "The numbers of {count} unit were kept. Ctrl+Z undoes it.",
            "The numbers of {count} units were kept. Ctrl+Z undoes it.",
            count,
        )
        self.units.notice.tell(text.format(count=number(count)), "success")

    # lists and papers

    def show_below(self) -> None:
        """Show the units of the latest year, those below the bar first."""
        if self.dialog is None:
            self._open(BelowDialog(self.context, None, self.window()))

    def print_session(self) -> None:
        """Print the chosen session by unit."""
        session = self.master.current_id()
        if session is not None:
            self.context.print_pdf(SESSION, {"session": session})

    def ask_summary(self) -> None:
        """Ask for the period of the summary."""
        if self.dialog is None:
            title = _("Summary of study sessions")
            self._open(PeriodPaperDialog(self.context, SUMMARY, title, (), self.window()))

    def _open(self, dialog: QDialog) -> None:
        if self.dialog is None:
            self.dialog = dialog
            dialog.finished.connect(self._closed)
            dialog.open()

    def _closed(self) -> None:
        self.dialog = None
        self.units.view.setFocus(Qt.FocusReason.OtherFocusReason)


def _title(session: Row) -> str:
    """Return what a session is called in a dialog."""
    on = session.values["on"]
    day = _("on {day}").format(day=date_text(on)) if on is not None else _("no date yet")
    return f"{session.values['subject']} ({day})"
