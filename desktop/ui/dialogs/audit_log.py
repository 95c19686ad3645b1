"""The log of who did what, of a period: read, narrowed, printed, written out."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from desktop.core.errors import Problem
from desktop.platform.paths import documents_dir
from desktop.ui import audit_gateway as gateway
from desktop.ui.dialogs.settings import term_of
from desktop.ui.i18n import _, ngettext, number
from desktop.ui.icons import icon
from desktop.ui.noting import EXPORTED, note_left
from desktop.ui.page import PageContext
from desktop.ui.periods import Period, quick_periods
from desktop.ui.register.bars import set_role
from desktop.ui.register.period_column import PeriodColumn
from desktop.ui.register.typing import commit_input
from desktop.ui.theme import GAP, MARGIN
from desktop.ui.widgets.lists import ListModel, ListView

if TYPE_CHECKING:
    from desktop.services.audit import Log, Logged

_SIZE = QSize(1120, 640)
_REST_MS = 300
_WIDTHS = (17, 18, 36, 12, 24)
_FORM = "audit-log"
_TITLE = "Nhật ký thao tác"  # of the paper, Vietnamese in every language
_FOLDER = "paper"


class AuditLogDialog(QDialog):
    """The period on the left, its deeds on the right, below them what the chosen one did."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Log of what was done"))
        self._context = context
        self._found: Log | None = None
        self.fields = PeriodColumn(context)
        self.fields.setFixedWidth(230)
        self.clerk, self.kind = QComboBox(), QComboBox()
        self.list = ListView(_("What was done"))
        self.details = QPlainTextEdit()
        self.details.setReadOnly(True)
        self.details.setTabChangesFocus(True)
        self.details.setAccessibleName(_("What it changed"))
        self.message = QLabel(_("Reading…"))
        self.message.setWordWrap(True)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_REST_MS)
        self._timer.timeout.connect(self._read)
        self._lay_out()
        self.fields.edited.connect(self._timer.start)
        self.list.row_changed.connect(self._look)
        context.jobs.changed.connect(self._changed)
        self._add_choices()
        self.list.setFocus()
        room = self.screen().availableGeometry()
        self.resize(_SIZE.boundedTo(QSize(room.width() - 60, room.height() - 60)))

    def _add_choices(self) -> None:
        today = date.today()  # noqa: DTZ011 (the clerk's own day)
        yesterday, monday = today - timedelta(days=1), today - timedelta(days=today.weekday())
        self.fields.add_period(
            [
                Period(_("This week"), monday, today),
                Period(_("Today"), today, today),
                Period(_("Yesterday"), yesterday, yesterday),
                *quick_periods(today, term_of(self._context.settings)),
            ],
            years=False,  # those of the data are not those of the deeds
        )
        self._add_combo(_("Cler&k:"), self.clerk, _("Everybody"))
        self._add_combo(_("Ki&nd:"), self.kind, _("All kinds"))
        self._context.jobs.read(gateway.log_clerks, on_done=self._fill, context=self)

    def _add_combo(self, words: str, combo: QComboBox, every: str) -> None:
        label = QLabel(words)
        label.setBuddy(combo)
        combo.setAccessibleName(words.replace("&", "").rstrip(":"))
        combo.addItem(every, "")
        combo.activated.connect(lambda _place: self._timer.start())
        self.fields.add_widget(label)
        self.fields.add_widget(combo)

    def _fill(self, found: tuple[tuple[str, ...], tuple[tuple[str, str], ...]]) -> None:
        names, kinds = found
        for name in names:
            self.clerk.addItem(name, name)
        for value, words in kinds:
            self.kind.addItem(words, value)

    def _lay_out(self) -> None:
        self.print_button = QPushButton(icon("printer"), _("&Print…"))
        self.export_button = QPushButton(icon("upload"), _("&Write out to Excel…"))
        close = QPushButton(_("Close"))
        self.print_button.clicked.connect(self._print)
        self.export_button.clicked.connect(self._ask_export)
        close.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        for one in (self.print_button, self.export_button, close):
            one.setAutoDefault(False)
        buttons.addWidget(self.print_button)
        buttons.addWidget(self.export_button)
        buttons.addStretch(1)
        buttons.addWidget(close)
        left = QVBoxLayout()
        left.addWidget(self.fields)
        left.addStretch(1)
        right = QSplitter(Qt.Orientation.Vertical)
        right.setChildrenCollapsible(False)
        right.addWidget(self.list)
        right.addWidget(self.details)
        right.setStretchFactor(0, 3)
        right.setStretchFactor(1, 2)
        row = QHBoxLayout()
        row.addLayout(left)
        row.addWidget(right, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        layout.addLayout(row, 1)
        layout.addWidget(self.message)
        layout.addLayout(buttons)

    # reading

    def _changed(self, _changes: object) -> None:
        self._timer.start()

    def options(self) -> dict[str, Any]:
        """Return what is asked for, as the paper takes it; raises `Unreadable`."""
        kind = self.kind.currentData()
        return {
            "first": self.fields.value("first"),
            "last": self.fields.value("last"),
            "clerk": self.clerk.currentData(),
            "kinds": [kind] if kind else [],
        }

    def _ready(self) -> bool:
        commit_input()
        return not self.fields.show_errors(self.fields.turned())

    def _read(self) -> None:
        if self.fields.turned() or self.fields.show_errors():
            return
        self._context.jobs.read(
            gateway.log,
            self.options(),
            key=(id(self), "log"),
            on_done=self._show,
            on_error=self._failed,
            label=self.windowTitle(),
            context=self,
        )

    def _show(self, found: Log) -> None:
        self._found = found
        headings = (_("Time"), _("Clerk"), _("What was done"), _("Kind"), _("About"))
        rows = found.deeds[::-1]
        self.details.clear()
        self.list.show_list(ListModel(headings, rows, _cell), _WIDTHS)
        header = self.list.horizontalHeader()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        if rows:
            self._look(0)
        self._tell(found)

    def _tell(self, found: Log) -> None:
        count = len(found.deeds)
        words = ngettext("{count} deed, latest first.", "{count} deeds, latest first.", count)
        told = words.format(count=number(count))
        if found.more:
            told = _("Only the first {count} deeds are shown. Choose a shorter period.").format(
                count=number(count)
            )
        elif not count:
            told = _("Nothing was done in this period. Choose another period or another clerk.")
        self.message.setText(told)
        set_role(self.message, "warning" if found.more else "muted")

    def _failed(self, problem: Problem) -> None:
        self.message.setText(problem.message)
        set_role(self.message, "error")

    def _look(self, place: int) -> None:
        """Show what the deed with the cursor did."""
        if self._found is None or not 0 <= place < len(self._found.deeds):
            return
        deed = self._found.deeds[-1 - place]
        self._context.jobs.read(
            gateway.details,
            deed,
            key=(id(self), "details"),
            on_done=lambda lines: self.details.setPlainText("\n".join(lines)),
            on_error=self._failed,
            context=self,
        )

    # out

    def _print(self) -> None:
        if self._ready():
            self._context.print_pdf(_FORM, self.options())

    def _ask_export(self) -> None:
        if not self._ready():
            return
        settings = self._context.settings
        folder = settings.last_folder(_FOLDER, documents_dir())
        asked = self.options()
        target = folder / f"{_TITLE} {asked['first']:%Y-%m-%d} - {asked['last']:%Y-%m-%d}.xlsx"
        chosen, _kind = QFileDialog.getSaveFileName(
            self, self.windowTitle(), str(target), _("Excel files (*.xlsx)")
        )
        if chosen:
            path = Path(chosen)
            self.write_out(path if path.suffix.lower() == ".xlsx" else Path(f"{path}.xlsx"))

    def write_out(self, path: Path) -> None:
        """Write the log as a spreadsheet."""

        def done(rows: int) -> None:
            self._context.settings.set_last_folder(_FOLDER, path.parent)
            words = ngettext(
                "Written: {count} row, into {name}", "Written: {count} rows, into {name}", rows
            )
            self.message.setText(words.format(count=number(rows), name=path.name))
            set_role(self.message, "success")
            note_left(self._context.jobs, EXPORTED, _TITLE, path, rows=rows)

        self._context.jobs.read(
            gateway.export,
            self.options(),
            path,
            on_done=done,
            on_error=self._failed,
            label=_("Writing the file"),
            context=self,
        )


def _cell(deed: Logged, column: int) -> str:
    if column == 0:
        return f"{deed.at:%H:%M:%S %d/%m/%Y}"
    return (deed.clerk, deed.words, ", ".join(deed.kinds), deed.about)[column - 1]
