"""The figures of a period on the screen, to be read, copied and printed."""

# ruff: noqa: PLC0415 (services are imported when they are first needed, on a worker thread)

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QFont, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop.core.errors import Problem
from desktop.core.register import Field, Kind
from desktop.ui.dialogs.settings import term_of
from desktop.ui.i18n import _
from desktop.ui.icons import icon
from desktop.ui.page import PageContext
from desktop.ui.periods import quick_periods
from desktop.ui.register.bars import set_role
from desktop.ui.register.period_column import PeriodColumn
from desktop.ui.register.typing import commit_input
from desktop.ui.theme import GAP, MARGIN

if TYPE_CHECKING:
    from desktop.services.books import Book
    from desktop.services.figure_lines import FigureGroup

_NEW_SINCE = Field(
    name="new_since",
    label="Models are new since",
    heading="Mô hình mới kể từ ngày",
    kind=Kind.DATE,
    hint="Để trống: từ ngày đầu kỳ.",
)
_REST_MS = 300  # figures are read when the days have rested so long
_SIZE = (940, 640)


def read(book: Book, first: date, last: date, new_since: date | None) -> tuple[FigureGroup, ...]:
    """Return the figures of a period in words (runs on the reading thread)."""
    from desktop.services.figure_lines import figure_groups
    from desktop.services.figures import figures, level_words

    return figure_groups(figures(book, first, last, new_since), level_words(book))


class FiguresDialog(QDialog):
    """The period on the left, its figures on the right; they follow what changes in the book."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Figures of a period"))
        self._context = context
        self._shown: tuple[FigureGroup, ...] = ()
        self.fields = PeriodColumn(context)
        self.fields.setFixedWidth(230)
        today = date.today()  # noqa: DTZ011 (the clerk's own day)
        self.table = QTreeWidget()
        self.table.setAccessibleName(_("Figures"))
        self.table.setHeaderLabels([_("Figure"), _("Unit of count"), _("Value")])
        self.table.setRootIsDecorated(False)
        self.table.setItemsExpandable(False)
        self.table.setIndentation(18)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        header = self.table.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.message = QLabel()
        self.message.setWordWrap(True)
        self.message.hide()
        self._lay_out()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_REST_MS)
        self._timer.timeout.connect(self._read)
        self.fields.edited.connect(self._timer.start)
        context.jobs.changed.connect(self._changed)  # a slot of its own goes with the window
        self.fields.add_period(quick_periods(today, term_of(context.settings)))
        self.fields.add(_NEW_SINCE)
        self.fields.quick.setFocus(Qt.FocusReason.OtherFocusReason)
        self.resize(*_SIZE)

    def _lay_out(self) -> None:
        self.print_button = QPushButton(icon("printer"), _("&Print…"))
        self.copy_button = QPushButton(icon("copy"), _("&Copy"))
        self.copy_button.setToolTip(_("Copy all figures, to be put into Word or Excel (Ctrl+C)"))
        close = QPushButton(_("Close"))
        self.print_button.clicked.connect(self._print)
        self.copy_button.clicked.connect(self.copy)
        close.clicked.connect(self.reject)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self.table, self.copy)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Print), self, self._print)
        buttons = QHBoxLayout()
        buttons.addWidget(self.print_button)
        buttons.addWidget(self.copy_button)
        buttons.addStretch(1)
        buttons.addWidget(close)
        for one in (self.print_button, self.copy_button, close):
            one.setAutoDefault(False)
        left = QVBoxLayout()
        left.addWidget(self.fields)
        left.addWidget(self.message)
        left.addStretch(1)
        row = QHBoxLayout()
        row.addLayout(left)
        row.addWidget(self.table, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        layout.addLayout(row, 1)
        layout.addLayout(buttons)

    def _changed(self, _changes: object) -> None:
        self._timer.start()

    def _ready(self) -> bool:
        commit_input()
        return not self.fields.show_errors(self.fields.turned())

    def _read(self) -> None:
        if self.fields.turned() or self.fields.show_errors():
            return
        self._context.jobs.read(
            read,
            self.fields.value("first"),
            self.fields.value("last"),
            self.fields.value("new_since"),
            key=(id(self), "figures"),
            on_done=self._show,
            on_error=self._failed,
            context=self,
        )

    def _show(self, groups: tuple[FigureGroup, ...]) -> None:
        self.message.hide()
        self._shown = groups
        place = self.table.verticalScrollBar().value()
        self.table.clear()
        bold = QFont(self.table.font())
        bold.setBold(True)
        for group in groups:
            head = QTreeWidgetItem(self.table, [group.title])
            head.setFont(0, bold)
            head.setFirstColumnSpanned(True)
            above = head
            for line in group.lines:
                owner = above if line.within and above is not head else head
                item = QTreeWidgetItem(owner, [line.words, line.unit, line.value])
                item.setTextAlignment(2, Qt.AlignmentFlag.AlignRight)
                if not line.within:
                    above = item
        self.table.expandAll()
        self.table.verticalScrollBar().setValue(place)

    def _failed(self, problem: Problem) -> None:
        self.message.setText(problem.message)
        set_role(self.message, "error")
        self.message.show()

    def copy(self) -> None:
        """Copy the figures as lines with tabs between."""
        lines = []
        for group in self._shown:
            lines.append(group.title)
            lines += [f"{one.words}\t{one.unit}\t{one.value}" for one in group.lines]
        QGuiApplication.clipboard().setText("\n".join(lines))
        self._context.notify(_("The figures were copied."), "success")

    def _print(self) -> None:
        if self._ready():
            options: dict[str, Any] = {
                name: self.fields.value(name) for name in ("first", "last", "new_since")
            }
            self._context.print_pdf("figures", options)
