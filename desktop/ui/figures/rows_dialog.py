"""The very rows behind a figure: to be read, opened, copied, printed and written to Excel."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.core.errors import Problem
from desktop.core.figures import Counted
from desktop.core.formats import date_text
from desktop.core.register import RegisterSpec
from desktop.ui.figures import gateway
from desktop.ui.i18n import _, ngettext, number
from desktop.ui.icons import icon
from desktop.ui.page import Listing, PageContext
from desktop.ui.register.bars import muted, set_role
from desktop.ui.register.options import PageOptions
from desktop.ui.register_page import RegisterPage
from desktop.ui.sheet_flow import SheetFlow
from desktop.ui.theme import GAP, MARGIN

if TYPE_CHECKING:
    from desktop.services.figure_lines import FigureLine
    from desktop.services.figures import FigureRows

_NONE = (0,)  # no row has this id: a page without any filter would show all rows
_SIZE = (1120, 620)


class _Rows(RegisterPage):
    """The rows of one figure; what is printed or written says of which."""

    told = ""  # Vietnamese, in every language of the screen

    def listing(self) -> Listing | None:
        """Return the list as it is shown, with the figure's words above it."""
        shown = super().listing()
        if shown is None:
            return None
        words = "; ".join(one for one in (self.told, shown.filters) if one)
        return replace(shown, filters=words)


class FigureRowsDialog(QDialog):
    """Rows of one register; they follow what changes in the book."""

    def __init__(
        self,
        context: PageContext,
        line: FigureLine,
        about: str,
        wanted: gateway.Wanted,
        parent: QWidget | None = None,
    ) -> None:
        """`about` says of what the figure is: its group, and the words it is a part of."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._context, self._line, self._wanted = context, line, wanted
        period = f"{date_text(wanted.first)} - {date_text(wanted.last)}"
        self._told = f"{about}, {period}"
        self.setWindowTitle(f"{about} ({period})")
        self.count = QLabel()
        self.count.setWordWrap(True)
        self.hint = muted(_("Enter opens a row; Ctrl+C copies the selected ones."))
        self.page: _Rows | None = None
        self._sheets = SheetFlow(
            context.jobs, context.settings, self, context.notify, lambda _name: None
        )
        self._lay_out()
        context.jobs.changed.connect(self._changed)
        self._read()
        room = self.screen().availableGeometry()
        self.resize(min(_SIZE[0], room.width() - 60), min(_SIZE[1], room.height() - 80))

    def _lay_out(self) -> None:
        self.print_button = QPushButton(icon("printer"), _("&Print…"))
        self.excel_button = QPushButton(icon("file-text"), _("Write to &Excel…"))
        self.copy_button = QPushButton(icon("copy"), _("&Copy"))
        close = QPushButton(_("Close"))
        self.print_button.clicked.connect(self.print_rows)
        self.excel_button.clicked.connect(self.write_excel)
        self.copy_button.clicked.connect(self.copy)
        close.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        for one in (self.print_button, self.excel_button, self.copy_button):
            one.setEnabled(False)
            buttons.addWidget(one)
        buttons.addWidget(self.hint)
        buttons.addStretch(1)
        buttons.addWidget(close)
        for one in (self.print_button, self.excel_button, self.copy_button, close):
            one.setAutoDefault(False)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Print), self, self.print_rows)
        self._rows = QVBoxLayout()
        self._rows.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        layout.addWidget(self.count)
        layout.addLayout(self._rows, 1)
        layout.addLayout(buttons)

    def copy(self) -> None:
        """Copy the selected rows, or all of them when none is selected."""
        if self.page is not None:
            ids = self.page.selected_ids() or self.page.model.ids(
                [(0, self.page.model.rowCount() - 1)]
            )
            if ids:
                self.page.deeds.copy(ids)

    def print_rows(self) -> None:
        """Print the rows as they are shown."""
        if self.page is not None:
            self.page.print_list()

    def write_excel(self) -> None:
        """Ask for a file and write the rows there."""
        if self.page is not None:
            self._sheets.ask_export(self.page.listing(), ".xlsx")

    def _changed(self, _changes: object) -> None:
        self._read()

    def _read(self) -> None:
        self._context.jobs.read(
            gateway.rows,
            self._line.path,
            self._wanted,
            key=(id(self), "rows"),
            on_done=self._show,
            on_error=self._failed,
            label=self.windowTitle(),
            context=self,
        )

    def _show(self, found: FigureRows | None) -> None:
        if found is None:
            self._tell(_("This figure has no rows of its own."))
            return
        scope = {"id": found.ids or _NONE}
        if self.page is None:
            self._make_page(self._context.specs[found.register], scope)
        else:
            self.page.set_scope(scope)
            self.page.refresh()
        self._tell(_sentence(found, self._line))

    def _make_page(self, spec: RegisterSpec, scope: dict[str, tuple[int, ...]]) -> None:
        owner = (spec.parent,) if spec.parent else ()
        shown = tuple(one.name for one in spec.columns.values() if one.shown)
        columns = (*owner, *(one for one in shown if one not in owner))
        options = PageOptions(
            scope,
            compact=True,
            key=f"figures.{spec.name}",
            columns=columns,
            can_add=False,
            can_delete=False,
        )
        self.page = _Rows(self._context, spec, options, self)
        self.page.told = self._told
        self._rows.takeAt(0)
        self._rows.addWidget(self.page, 1)
        for one in (self.print_button, self.excel_button, self.copy_button):
            one.setEnabled(True)
        self.page.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell(self, words: str) -> None:
        self.count.setText(words)

    def _failed(self, problem: Problem) -> None:
        set_role(self.count, "error")
        self._tell(problem.message)


def _sentence(found: FigureRows, line: FigureLine) -> str:
    """Say how the figure comes from the rows."""
    rows = len(found.ids)
    value = f"{line.value}{'%' if line.unit == '%' else ' ' + line.unit}"
    words = {
        Counted.ROWS: ngettext("{count} row: the figure counts each once.",
                               "{count} rows: the figure counts each once.", rows),
        Counted.DISTINCT: ngettext(
            "{value}, in {count} row: each person, household or organisation counts once.",
            "{value}, in {count} rows: each person, household or organisation counts once.", rows),
        Counted.SUM: ngettext("{value}: the sum over {count} row.",
                              "{value}: the sum over {count} rows.", rows),
        Counted.SHARE: ngettext("{value}: a share of what {count} row tells.",
                                "{value}: a share of what {count} rows tell.", rows),
        Counted.MEAN: ngettext("{value}: the plain mean of the rate of {count} row.",
                               "{value}: the plain mean of the rates of {count} rows.", rows),
    }[found.counted]  # fmt: skip
    return words.format(count=number(rows), value=value)
