"""The figures of a period on the screen: read, compared, followed to their rows, printed."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QFont, QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
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
from desktop.core.figure_periods import Against
from desktop.core.figures import Scope
from desktop.core.pasting import pasted_line
from desktop.core.register import Field, Kind
from desktop.ui.dialogs.settings import term_of
from desktop.ui.figures.gateway import Wanted, levels, read
from desktop.ui.i18n import _
from desktop.ui.icons import icon
from desktop.ui.page import PageContext
from desktop.ui.periods import quick_periods
from desktop.ui.register.bars import muted, set_role
from desktop.ui.register.period_column import PeriodColumn
from desktop.ui.register.typing import commit_input
from desktop.ui.theme import GAP, MARGIN

if TYPE_CHECKING:
    from desktop.services.figure_lines import FigureGroup, FigureLine
    from desktop.ui.figures.rows_dialog import FigureRowsDialog

NEW_SINCE = Field(
    name="new_since",
    label="Models are new since",
    heading="Mô hình mới kể từ ngày",
    kind=Kind.DATE,
    hint="Để trống: từ ngày đầu kỳ.",
)
_UNIT = Field(
    name="unit",
    label="Unit",
    heading="Đơn vị",
    kind=Kind.REFERENCE,
    reference="units",
    hint="Gồm cả các đơn vị trực thuộc. Để trống: cả cơ quan.",
)
_REST_MS = 300  # figures are read when what is asked for has rested so long
_SIZE = (1080, 680)
_LINE = Qt.ItemDataRole.UserRole
_ABOUT = Qt.ItemDataRole.UserRole + 1


class FiguresDialog(QDialog):
    """The period on the left, its figures on the right; they follow what changes in the book."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Figures of a period"))
        self._context = context
        self._shown: tuple[FigureGroup, ...] = ()
        self._of: Wanted | None = None  # what the figures shown were asked with
        self.fields = PeriodColumn(context)
        self.fields.setFixedWidth(230)
        today = date.today()  # noqa: DTZ011 (the clerk's own day)
        self._make_table()
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
        self._add_choices()
        self.fields.quick.setFocus(Qt.FocusReason.OtherFocusReason)
        room = self.screen().availableGeometry()
        self.resize(min(_SIZE[0], room.width() - 60), min(_SIZE[1], room.height() - 60))

    def _make_table(self) -> None:
        self.table = QTreeWidget()
        self.table.setAccessibleName(_("Figures"))
        self.table.setRootIsDecorated(False)
        self.table.setItemsExpandable(False)
        self.table.setIndentation(18)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.table.setToolTip(_("Enter or a double click shows the rows behind a figure."))
        self.table.itemActivated.connect(lambda _item, _column: self.show_rows())
        self.table.currentItemChanged.connect(lambda _now, _before: self._enable())
        self.table.header().setStretchLastSection(False)
        self._head(compared=False)

    def _head(self, *, compared: bool) -> None:
        """Show the headings, with those of the period to compare with."""
        heads = [_("Figure"), _("Unit of count"), _("Value")]
        if compared:
            heads += [_("Compared period"), _("Difference"), _("Percent")]
        self.table.setColumnCount(len(heads))
        self.table.setHeaderLabels(heads)
        for column in range(2, len(heads)):
            self.table.headerItem().setTextAlignment(column, Qt.AlignmentFlag.AlignRight)
        header = self.table.header()
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)

    def _add_choices(self) -> None:
        """Add what the figures are compared with, and of what they are."""
        self.against = QComboBox()
        self.against.addItem(_("Nothing"), None)
        self.against.addItem(_("The period before"), Against.BEFORE)
        self.against.addItem(_("The same period last year"), Against.LAST_YEAR)
        self._add_combo(_("C&ompare with:"), self.against)
        self.fields.add(_UNIT)
        self.level = QComboBox()
        self.level.addItem(_("All levels"), None)
        self._add_combo(_("&Level of awards and inspections:"), self.level)
        self.scope_words = muted(
            _(
                "A unit: its members, pledges, ratings, models, awards and attendance. "
                "A level: awards, models commended at it, inspections; nothing else changes."
            )
        )
        self.scope_words.setWordWrap(True)
        self.fields.add_widget(self.scope_words)
        self.fields.add(NEW_SINCE)
        self._context.jobs.read(levels, on_done=self._name_levels, context=self)

    def _add_combo(self, words: str, combo: QComboBox) -> None:
        label = QLabel(words)
        label.setBuddy(combo)
        combo.setAccessibleName(words.replace("&", "").rstrip(":"))
        combo.activated.connect(lambda _place: self._timer.start())
        self.fields.add_widget(label)
        self.fields.add_widget(combo)

    def _name_levels(self, names: dict[str, str]) -> None:
        for level, name in names.items():
            self.level.addItem(name, level)

    def _lay_out(self) -> None:
        self.rows_button = QPushButton(icon("list"), _("See the &rows"))
        self.rows_button.setToolTip(_("The very rows behind the chosen figure (Enter)"))
        self.rows_button.setEnabled(False)
        self.print_button = QPushButton(icon("printer"), _("&Print…"))
        self.copy_button = QPushButton(icon("copy"), _("&Copy"))
        self.copy_button.setToolTip(_("Copy all figures, to be put into Word or Excel (Ctrl+C)"))
        close = QPushButton(_("Close"))
        self.rows_button.clicked.connect(self.show_rows)
        self.print_button.clicked.connect(self._print)
        self.copy_button.clicked.connect(self.copy)
        close.clicked.connect(self.reject)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Copy), self.table, self.copy)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Print), self, self._print)
        buttons = QHBoxLayout()
        for one in (self.rows_button, self.print_button, self.copy_button):
            buttons.addWidget(one)
        buttons.addStretch(1)
        buttons.addWidget(close)
        for one in (self.rows_button, self.print_button, self.copy_button, close):
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

    def wanted(self) -> Wanted:
        """Return of what figures are asked; raises `Unreadable`."""
        return Wanted(
            self.fields.value("first"),
            self.fields.value("last"),
            self.fields.value("new_since"),
            Scope(self.fields.value("unit"), self.level.currentData()),
            self.against.currentData(),
        )

    def _read(self) -> None:
        if self.fields.turned() or self.fields.show_errors():
            return
        wanted = self.wanted()

        def done(groups: tuple[FigureGroup, ...]) -> None:
            self._show(groups, wanted)

        self._context.jobs.read(
            read,
            wanted.first,
            wanted.last,
            wanted.new_since,
            wanted.scope,
            wanted.against,
            key=(id(self), "figures"),
            on_done=done,
            on_error=self._failed,
            label=self.windowTitle(),
            context=self,
        )

    def _show(self, groups: tuple[FigureGroup, ...], wanted: Wanted) -> None:
        self.message.hide()
        self._shown, self._of = groups, wanted
        place = self.table.verticalScrollBar().value()
        current = self.current_line()
        self.table.clear()
        self._head(compared=wanted.against is not None)
        bold = QFont(self.table.font())
        bold.setBold(True)
        for group in groups:
            head = QTreeWidgetItem(self.table, [group.title])
            head.setFont(0, bold)
            head.setFirstColumnSpanned(True)
            if group.note:
                head.setText(0, f"{group.title} – {group.note}")
            above = head
            for line in group.lines:
                owner = above if line.within and above is not head else head
                item = _item(owner, line, group.title)
                if not line.within:
                    above = item
                if current is not None and current.path == line.path:
                    self.table.setCurrentItem(item)
        self.table.expandAll()
        self.table.verticalScrollBar().setValue(place)
        self._enable()

    def current_line(self) -> FigureLine | None:
        """Return the figure with the cursor."""
        item = self.table.currentItem()
        found: FigureLine | None = None if item is None else item.data(0, _LINE)
        return found

    def show_rows(self) -> FigureRowsDialog | None:
        """Open the rows behind the figure with the cursor."""
        from desktop.ui.figures.rows_dialog import FigureRowsDialog  # noqa: PLC0415 (when needed)

        line, item = self.current_line(), self.table.currentItem()
        if line is None or item is None or self._of is None:
            return None
        dialog = FigureRowsDialog(self._context, line, item.data(0, _ABOUT), self._of, self)
        dialog.open()
        return dialog

    def _enable(self) -> None:
        self.rows_button.setEnabled(self.current_line() is not None)

    def _failed(self, problem: Problem) -> None:
        self.message.setText(problem.message)
        set_role(self.message, "error")
        self.message.show()

    def copy(self) -> None:
        """Copy the figures as lines with tabs between."""
        lines = []
        for group in self._shown:
            lines.append(group.title)
            for one in group.lines:
                beside = (one.against, one.difference, one.change) if one.against else ()
                lines.append(pasted_line((one.words, one.unit, one.value, *beside)))
        QGuiApplication.clipboard().setText("\n".join(lines))
        self._context.notify(_("The figures were copied."), "success")

    def _print(self) -> None:
        if self._ready():
            wanted = self.wanted()
            options: dict[str, Any] = {
                "first": wanted.first,
                "last": wanted.last,
                "new_since": wanted.new_since,
            }
            beside = {
                "unit": wanted.scope.unit,
                "level": wanted.scope.level,
                "against": None if wanted.against is None else wanted.against.value,
            }
            options |= {name: value for name, value in beside.items() if value is not None}
            self._context.print_pdf("figures", options)


def _item(owner: QTreeWidgetItem, line: FigureLine, group: str) -> QTreeWidgetItem:
    """Make the line of a figure; it knows the words by which its rows are called."""
    cells = [line.words, line.unit, line.value, line.against, line.difference, line.change]
    item = QTreeWidgetItem(owner, cells)
    for column in range(2, len(cells)):
        item.setTextAlignment(column, Qt.AlignmentFlag.AlignRight)
    above = owner.data(0, _LINE)
    words = line.words if above is None else f"{above.words} – {line.words}"
    item.setData(0, _LINE, line)
    item.setData(0, _ABOUT, words if words.startswith(group) else f"{group}: {words}")
    item.setToolTip(0, line.words)
    return item
