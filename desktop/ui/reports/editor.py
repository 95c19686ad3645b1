"""The window in which a report is written: its parts, their text, and the figures beside them.

It saves by itself; closing asks only about what couldn't be saved.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QMessageBox, QVBoxLayout, QWidget

from desktop.core.errors import Problem
from desktop.core.formats import date_text
from desktop.ui.errors import ask, show_problem
from desktop.ui.i18n import _
from desktop.ui.page import PageContext
from desktop.ui.register.bars import set_role
from desktop.ui.register.typing import commit_input
from desktop.ui.reports import gateway
from desktop.ui.reports.files import PaperFiles
from desktop.ui.reports.labels import ElidedLabel
from desktop.ui.reports.model import Entry, ReportModel
from desktop.ui.reports.part_list import PartList
from desktop.ui.reports.saver import Saver
from desktop.ui.reports.side import Insertable, Side, annex_words
from desktop.ui.reports.tools import ReportTools
from desktop.ui.reports.window import CANCEL, DISCARD, RETRY, EditorWindow
from desktop.ui.theme import GAP, MARGIN

if TYPE_CHECKING:
    from desktop.ui.reports.issue_dialog import IssueDialog
    from desktop.ui.reports.refill_dialog import RefillDialog

_SIZE = (1240, 700)
_PANES = (23, 51, 26)  # hundredths of the window's width
_MARKS_MS = 350


class ReportEditor(EditorWindow):
    """Writes one report."""

    _opened: gateway.Opened | None = None

    def __init__(
        self,
        context: PageContext,
        report: int,
        parent: QWidget | None = None,
        place: int = 0,
        words: str = "",
    ) -> None:
        """Edit a report; shown is the part at `place`, with `words` selected in it."""
        super().__init__(context, _("Report"), "report_editor", parent)
        self.report = report
        self._first = (place, words)
        self._entry: Entry | None = None
        self.dialog: IssueDialog | RefillDialog | None = None
        self.model = ReportModel(self)
        self.saver = Saver(context.jobs, self.model, report, self)
        self.files = PaperFiles(context, self, self.notice)
        self.parts = PartList(self.model, self.notice)
        self.side = Side(self.model)
        self._make_tools()
        self._lay_out()
        self._marks = QTimer(self)
        self._marks.setSingleShot(True)
        self._marks.setInterval(_MARKS_MS)
        self._marks.timeout.connect(self._show_marks)
        self._connect()
        self.restore(_SIZE, _PANES)
        self._load()

    # reading

    def _load(self) -> None:
        self.setEnabled(False)
        self._context.jobs.read(
            gateway.open_report,
            self.report,
            on_done=self._show,
            on_error=self._not_opened,
            on_finally=lambda: self.setEnabled(True),
            label=_("Opening the report"),
            context=self,
        )

    def _show(self, found: gateway.Opened) -> None:
        self._opened = found
        period = f"{date_text(found.first)} - {date_text(found.last)}"
        self.title.tell(found.title)
        self.period.setText(period)
        self.model.load(found.draft, found.now)
        self.side.show_report()
        place, words = self._first
        self.parts.choose(place)
        self.setEnabled(True)
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)
        self.go_to(place, words)
        self._show_state()
        self.side.insert.show_all(
            [
                Insertable(one.words, one.shown, one.shown, f"{one.name}: {one.shown}")
                for one in found.names
            ]
        )
        if found.copies:
            told = _("This report was issued. The issued copy stays as it is, whatever is changed.")
            self.notice.tell(told)
        elif self.model.changed():
            self._tell_changed()
        else:
            self._tell_left_out()

    def _tell_left_out(self) -> None:
        """Tell of a report just drawn up which long annexes aren't in it."""
        long = self.model.long_annexes()
        if long and not any(one.part.edited for one in self.model.entries):
            lists = "; ".join(annex_words(key, rows) for key, rows in long.items())
            words = _("Not in the report because they are long: {lists}.").format(lists=lists)
            self.notice.tell(words, "info", _("Choose annexes…"), self._show_annexes)

    def _show_annexes(self) -> None:
        self.side.setCurrentWidget(self.side.switches)
        first = next(iter(self.model.long_annexes()), None)
        if first is not None:
            self.side.switches.go_to("annexes", first)

    def _not_opened(self, problem: Problem) -> None:
        show_problem(self.parentWidget(), problem, self.windowTitle())
        super().reject()

    # the chosen part

    def go_to(self, place: int, words: str = "") -> None:
        """Show a part, with these words selected if they stand in it."""
        self.parts.choose(place)
        if words:
            self.text.select_words(words)

    def _show_part(self, place: int) -> None:
        there = 0 <= place < len(self.model.entries)
        entry = self.model.entries[place] if there else None
        self.text.setEnabled(there)
        self._show_heading()
        if entry is None or entry is self._entry:
            return
        left, self._entry = self._entry, entry
        self.text.show_document(self.model.document(entry, self.text.font()))
        self._show_marks()
        if left is not None:
            self.saver.save()

    def next_prompt(self) -> None:
        """Go to the next place that waits for the clerk's words."""
        commit_input()
        place = max(0, self.parts.place)
        at = self.text.textCursor().selectionEnd()
        found = next(self.model.waiting(place, at), None) if self.model.entries else None
        if found is None:
            self.notice.tell(_("Nothing is left to write in brackets."), "success")
            return
        self.parts.choose(found[0])
        self.text.select(found[1], found[2])

    def _typed(self) -> None:
        self._marks.start()
        self.saver.edited()

    def _show_marks(self) -> None:
        """Show what typing changed: marks, and numbers where a part was begun or emptied."""
        self._marks.stop()
        if self._entry in self.model.entries:
            self.parts.show_titles()
            self._show_heading()

    def _show_heading(self) -> None:
        self.heading.tell(self.parts.title)

    # figures

    def _tell_changed(self) -> None:
        count = len(self.model.changed())
        words = _("The figures of {count} parts are others now.").format(count=count)
        self.notice.tell(words, "info", _("See what changes…"), self.refill)

    def refill(self) -> None:
        """Read the figures of today and show which parts they change, before they do."""
        if self._opened is None:
            return
        commit_input()
        entries = list(self.model.entries)
        self._context.jobs.read(
            gateway.report_now,
            self.report,
            tuple(one.part.source for one in entries),
            on_done=lambda now: self._ask_refill(entries, now),
            on_error=self.failed,
            label=_("Reading the figures"),
            context=self,
        )

    def _ask_refill(self, entries: list[Entry], now: gateway.Now) -> None:
        from desktop.ui.reports.refill_dialog import RefillDialog  # noqa: PLC0415 (when needed)

        self.model.set_now(entries, now)
        self.side.switches.show_rest()
        if not self.model.changed():
            self.notice.tell(_("The figures are the same as in the report."), "success")
            return
        if self.dialog is None:
            dialog = RefillDialog(self.model, self)
            dialog.taken.connect(self._refilled)
            self._open(dialog)

    def _refilled(self, taken: list[Entry]) -> None:
        kept = [one.part.heading for one in self.model.changed() if one not in taken]
        self.model.refill(taken)
        self.text.mark()
        self.saver.save()
        words = _("The new figures were taken over.")
        if kept:
            words = _("The new figures were taken over. Your text stays in: {parts}.").format(
                parts="; ".join(one or _("Opening") for one in kept)
            )
        self.notice.tell(words, "success")

    # paper

    def preview(self) -> None:
        """Show the report as it would be printed."""
        self._when_kept(lambda: self._context.print_pdf(gateway.FORM, {"report": self.report}))

    def save_as(self, suffix: str) -> None:
        """Write the report as Word, or its annexes as Excel."""
        given = {"report": self.report}
        self._when_kept(lambda: self.files.ask(given, suffix))

    def issue(self) -> None:
        """Ask for number, date and signer, and issue the report."""
        self._when_kept(self._ask_issue)

    def _ask_issue(self) -> None:
        from desktop.ui.reports.issue_dialog import IssueDialog  # noqa: PLC0415 (when needed)

        if self.dialog is None:
            dialog = IssueDialog(self._context, self.report, self.notice, self)
            dialog.wanted.connect(self.go_to)
            self._open(dialog)

    def _open(self, dialog: IssueDialog | RefillDialog) -> None:
        self.dialog = dialog
        dialog.finished.connect(self._closed)
        dialog.open()

    def _closed(self) -> None:
        self.dialog = None

    # saving and closing

    def _when_kept(self, then: Callable[[], object]) -> None:
        """Save, then go on; what can't be saved is told."""

        def settled(kept: bool) -> None:
            if kept:
                then()

        if self._opened is not None:
            self.saver.settle(settled)

    def _show_state(self) -> None:
        if self.saver.busy:
            words, role = _("Saving…"), "muted"
        elif self.saver.problem and self.model.unsaved:
            words, role = _("Not saved: {problem}").format(problem=self.saver.problem), "error"
        elif self.model.unsaved:
            words, role = _("Not saved yet"), "muted"
        else:
            words, role = _("Saved"), "muted"
        set_role(self.state, role)
        self.state.tell(words)

    @property
    def has_unsaved(self) -> bool:
        """Whether something typed isn't kept."""
        commit_input()
        return self._opened is not None and self.model.unsaved

    def save(self) -> None:
        """Begin to save what isn't kept."""
        self.saver.save()

    def reject(self) -> None:
        """Save and close; asks when it can't be saved."""
        commit_input()

        def settled(kept: bool) -> None:
            if kept:
                super(ReportEditor, self).reject()
            else:
                self._ask_unsaved()

        self.saver.settle(settled)

    def _ask_unsaved(self) -> None:
        def answered(button: QMessageBox.StandardButton) -> None:
            if button == RETRY:
                self.reject()
            elif button == DISCARD:
                self.discard()

        words = _("What was typed could not be saved: {problem}").format(problem=self.saver.problem)
        ask(self, self.windowTitle(), words, RETRY | DISCARD | CANCEL, answered)

    def changeEvent(self, event: QEvent) -> None:
        """Save when another program is gone to."""
        super().changeEvent(event)
        left = event.type() is QEvent.Type.ActivationChange and not self.isActiveWindow()
        # a dialog of its own saves before it opens, or asks because that failed
        if left and self._opened is not None and QApplication.activeModalWidget() is self:
            self.saver.save()

    def done(self, result: int) -> None:
        """End; what wasn't kept till now is given up."""
        self._opened = None
        super().done(result)

    # parts of the window

    def _make_tools(self) -> None:
        self.tools = ReportTools(self, worded=True)
        for name, words, picture, keys, deed in (
            ("next", _("Next place to write"), "pen-line", "F4", self.next_prompt),
            ("refill", _("New figures…"), "refresh-cw", "F5", self.refill),
            ("preview", _("Preview, print"), "printer", "Ctrl+P", self.preview),
            ("word", _("Word…"), "file-text", "Ctrl+Shift+W", lambda: self.save_as(".docx")),
            ("excel", _("Annexes to Excel…"), "download", "Ctrl+Shift+E",
             lambda: self.save_as(".xlsx")),
            ("issue", _("Issue…"), "file-check", "Ctrl+Return", self.issue),
        ):  # fmt: skip
            self.tools.add(name, words, picture, keys, deed)

    def _lay_out(self) -> None:
        self.title, self.heading, self.state = ElidedLabel(), ElidedLabel(), ElidedLabel()
        self.period = QLabel()
        set_role(self.title, "subtitle")
        set_role(self.period, "muted")
        font = self.heading.font()
        font.setBold(True)
        self.heading.setFont(font)
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.period)
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.heading)
        column.addWidget(self.text, 1)
        self.show_panes(self.parts, middle, self.side)
        below = QHBoxLayout()
        below.addWidget(self.state, 1)
        below.addWidget(self.close_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, GAP // 2, MARGIN, GAP)
        layout.setSpacing(GAP // 2)
        layout.addWidget(self.tools)
        layout.addLayout(head)
        layout.addWidget(self.splitter, 1)
        layout.addWidget(self.notice)
        layout.addLayout(below)
        for before, after in (
            (self.parts.tree, self.text),
            (self.text, self.side.insert.search),
            (self.side.insert.search, self.side.insert.view),
        ):
            QWidget.setTabOrder(before, after)

    def _connect(self) -> None:
        self.parts.moved_to.connect(self._show_part)
        self.model.edited.connect(self._show_heading)  # after the parts have their numbers
        self.text.typed.connect(self._typed)
        self.text.left.connect(self.save)
        self.side.insert.chosen.connect(self.text.put)
        self.saver.state_changed.connect(self._show_state)
        for keys, deed in (
            ("Ctrl+S", self.saver.save),
            ("Ctrl+F", self._find_figure),
            ("Ctrl+PgUp", lambda: self.parts.choose(self.parts.place - 1)),
            ("Ctrl+PgDown", lambda: self.parts.choose(self.parts.place + 1)),
        ):
            QShortcut(QKeySequence(keys), self, deed)

    def _find_figure(self) -> None:
        self.side.setCurrentWidget(self.side.insert)
        self.side.insert.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.side.insert.search.selectAll()
