"""The page of inspection counts: the register, a year typed at once, the printed summary."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QVBoxLayout

from desktop.core.register import RegisterSpec
from desktop.ui.i18n import _
from desktop.ui.icons import icon
from desktop.ui.page import PageContext
from desktop.ui.register.bars import muted
from desktop.ui.register.options import PageOptions
from desktop.ui.register_page import RegisterPage

if TYPE_CHECKING:
    from desktop.ui.counts.year_dialog import YearDialog
    from desktop.ui.dialogs.paper_options import PeriodPaperDialog

_PAPER = "inspection-summary"


class InspectionsPage(RegisterPage):
    """The register of counts."""

    def __init__(self, context: PageContext, spec: RegisterSpec, options: PageOptions) -> None:
        super().__init__(context, spec, options)
        self.dialog_open: YearDialog | PeriodPaperDialog | None = None
        self.year_action = QAction(icon("list-checks"), _("Type a year…"), self)
        self.year_action.setToolTip(_("Type the four kinds of a year and a level at once"))
        self.year_action.triggered.connect(lambda _on=False: self.type_year())
        self.paper_action = QAction(icon("scroll-text"), _("Summary…"), self)
        self.paper_action.setToolTip(_("Print the summary of a period by year, kind and level"))
        self.paper_action.triggered.connect(lambda _on=False: self.print_summary())
        for action in (self.year_action, self.paper_action):
            self.toolbar.add_tool(action)
        told = muted(_("Counts are times, not persons: who was inspected twice counts twice."))
        layout = self.layout()
        if isinstance(layout, QVBoxLayout):
            layout.insertWidget(layout.indexOf(self.showing.body), told)

    def type_year(self) -> None:
        """Type the counts of the year and the level that are filtered, else of this year."""
        from desktop.ui.counts.year_dialog import YearDialog  # noqa: PLC0415 (when needed)

        if self.dialog_open is None:
            common = self._filtered_values()
            year, level = common.get("year"), common.get("level")
            self._show_dialog(YearDialog(self.context, year, level, self))

    def print_summary(self) -> None:
        """Ask of which period and level the summary is, and print it."""
        from desktop.ui.dialogs.paper_options import PeriodPaperDialog  # noqa: PLC0415 (when needed)

        if self.dialog_open is None:
            level = replace(self.spec.by_name["level"], hint="Để trống: mọi cấp, mỗi cấp một nhóm.")
            title = _("Summary of inspection and supervision")
            self._show_dialog(
                PeriodPaperDialog(self.context, _PAPER, title, (level,), self, term_first=True)
            )

    def _show_dialog(self, dialog: YearDialog | PeriodPaperDialog) -> None:
        self.dialog_open = dialog
        dialog.finished.connect(self._closed)
        dialog.open()

    def _closed(self) -> None:
        self.dialog_open = None
        self.view.setFocus()
