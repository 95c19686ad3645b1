"""The page of reports of a period: drawn up, written, issued; the issued copies below."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QDialog, QMenu, QToolButton

from desktop.core.register import RegisterSpec
from desktop.ui.i18n import N_, _
from desktop.ui.icons import icon
from desktop.ui.page import PageContext
from desktop.ui.register.compound import MasterDetail
from desktop.ui.register.display import plural
from desktop.ui.register.options import PageOptions
from desktop.ui.register_page import RegisterPage
from desktop.ui.reports import gateway
from desktop.ui.reports.edited import EditedPage
from desktop.ui.reports.files import PaperFiles


class _Papers(RegisterPage):
    """A list of which each row is a paper: looked at, printed, written to files."""

    option = ""  # of the paper: 'report' or 'issue'
    of_row: Sequence[QAction] = ()  # what needs a chosen row

    def __init__(self, context: PageContext, spec: RegisterSpec, options: PageOptions) -> None:
        super().__init__(context, spec, options)
        self.files = PaperFiles(context, self, self.notice)
        self.current_changed.connect(lambda _row: self.enable_tools())
        self.view.selection_moved.connect(self.enable_tools)

    def enable_tools(self) -> None:
        """Enable what can be done with the chosen row."""
        there = self.current_id() is not None and not self.bin_shown
        for action in self.of_row:
            action.setEnabled(there)

    def preview(self) -> None:
        """Show the paper of the chosen row."""
        row = self.current_id()
        if row is not None and not self.bin_shown:
            self.context.print_pdf(gateway.FORM, {self.option: row})

    def save_as(self, suffix: str) -> None:
        """Write the chosen row as Word, or its annexes as Excel."""
        row = self.current_id()
        if row is not None and not self.bin_shown:
            self.files.ask({self.option: row}, suffix)

    def add_paper_tools(self) -> list[QAction]:
        """Add the buttons that print and save the chosen row."""
        shown = self.tool(_("Preview, print"), "printer", _("The paper as it is"), self.preview)
        menu = QMenu(self)
        for words, suffix in ((N_("&Word…"), ".docx"), (N_("Annexes to &Excel…"), ".xlsx")):
            one = menu.addAction(_(words))
            one.triggered.connect(lambda _on=False, suffix=suffix: self.save_as(suffix))
        saved = QAction(icon("download"), _("Save as"), self)
        self.toolbar.add_tool(saved, menu)
        return [shown, saved]

    def tool(self, words: str, picture: str, tip: str, deed: Callable[[], object]) -> QAction:
        """Add a button of this page alone."""
        made = QAction(icon(picture), words, self)
        made.setToolTip(tip)
        made.triggered.connect(lambda _on=False: deed())
        self.toolbar.add_tool(made)
        return made


class Reports(_Papers, EditedPage):
    """The list of reports; a row opens in the editor."""

    option = "report"

    def __init__(self, context: PageContext, spec: RegisterSpec, options: PageOptions) -> None:
        super().__init__(context, spec, options)
        self.asking: QDialog | None = None
        self.add_words = _("Draw up…")
        self._rename(self.actions_.add, self.add_words)
        self._rename(self.actions_.edit, _("Write…"))
        self.of_row = [
            self.tool(
                _("Issue…"), "file-check", _("Number, date, signer; keeps a copy as issued"),
                self.ask_issue,
            ),
            *self.add_paper_tools(),
            self.tool(
                _("Particulars…"), "settings", _("Abstract, period, unit, number, note"),
                self.show_particulars,
            ),
        ]  # fmt: skip
        self.enable_tools()

    def show_filtered(self, filters: Mapping[str, Any], words: Mapping[Any, str]) -> None:
        """Show what these filters let through; without any, as from the menu, the next step."""
        super().show_filtered(filters, words)
        if not filters:
            self.context.jobs.read(
                gateway.latest, on_done=self._begin, on_error=self.files.failed, context=self
            )

    def _begin(self, latest: int | None) -> None:
        """Draw the first report up, or put the cursor on the latest one and tell how to go on."""
        if latest is None:
            self.new_record()
            return
        self.select_record(latest)
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        words = _("Enter opens the chosen report to be written; another one is drawn up:")
        self.notice.tell(words, "info", _("Draw up…"), self.new_record)

    def new_record(self, given: Mapping[str, Any] | None = None) -> None:
        """Draw a report up from the figures of a period."""
        from desktop.ui.reports.new_dialog import NewReportDialog  # noqa: PLC0415 (when needed)

        del given
        if self.asking is None and self.editor is None:
            dialog = NewReportDialog(self.context, self.window())
            dialog.made.connect(self._made)
            self._ask(dialog)

    def edit(self, row_id: int) -> None:
        """Open a report in its editor."""
        self.write(row_id)

    def write(self, report: int, place: int = 0, words: str = "") -> None:
        """Open a report at a place, with words of it selected."""
        from desktop.ui.reports.editor import ReportEditor  # noqa: PLC0415 (when needed)

        if self.editor is None:
            self.show_editor(ReportEditor(self.context, report, self.window(), place, words))

    def ask_issue(self) -> None:
        """Ask for number, date and signer of the chosen report, and issue it."""
        from desktop.ui.reports.issue_dialog import IssueDialog  # noqa: PLC0415 (when needed)

        report = self.current_id()
        if report is None or self.asking is not None or self.bin_shown:
            return
        dialog = IssueDialog(self.context, report, self.notice, self.window())
        dialog.wanted.connect(lambda place, words: self.write(report, place, words))
        self._ask(dialog)

    def show_particulars(self) -> None:
        """Open the form of the chosen report: abstract, period, unit, note."""
        report = self.current_id()
        if report is not None and not self.bin_shown:
            self.show_form(report)

    def _made(self, report: int) -> None:
        self.select_record(report)
        self.write(report)

    def _ask(self, dialog: QDialog) -> None:
        self.asking = dialog
        dialog.finished.connect(self._answered)
        dialog.open()

    def _answered(self) -> None:
        self.asking = None
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _rename(self, action: QAction, words: str) -> None:
        """Call what every list can do by what it is here."""
        tip = action.toolTip()
        action.setText(words)
        keys = tip.rpartition("(")[2] if "(" in tip else ""
        action.setToolTip(f"{words.rstrip('…')} ({keys}" if keys else words)
        for one in self.toolbar.findChildren(QToolButton):
            if one.defaultAction() is action:
                one.setAccessibleName(words)


class Copies(_Papers):
    """The issued copies of a report; a row opens as it was issued."""

    option = "issue"

    def __init__(self, context: PageContext, spec: RegisterSpec, options: PageOptions) -> None:
        super().__init__(context, spec, options)
        self.of_row = self.add_paper_tools()
        self.enable_tools()

    def _open(self, row_id: int) -> None:
        if not self.bin_shown:
            self.context.print_pdf(gateway.FORM, {self.option: row_id})


class ReportsPage(MasterDetail):
    """Reports above, the issued copies of one below."""

    def __init__(self, context: PageContext, spec: RegisterSpec, options: PageOptions) -> None:
        copies = context.specs[gateway.COPIES]
        below = PageOptions(
            scope=None,
            compact=True,
            filters=False,
            search=False,
            can_add=False,
            can_change=False,
            recycle_bin=True,
            hint=_("Choose a report above to see its issued copies."),
        )
        self.reports = Reports(context, spec, options)
        self.copies = Copies(context, copies, below)
        details = [(plural(copies), "report_id", self.copies)]
        super().__init__(context, self.reports, details, shares=(3, 1))
