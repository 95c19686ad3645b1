"""Send upward: what goes, of which period, into which folder; then what was written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtCore import QDate, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateEdit,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QGridLayout,
    QGroupBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStackedWidget,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop.core.errors import Problem
from desktop.core.register import RegisterSpec
from desktop.platform.drives import removable_drives
from desktop.platform.paths import documents_dir
from desktop.platform.settings import Settings
from desktop.ui.dialogs.settings import term_of
from desktop.ui.errors import show_problem
from desktop.ui.gateway import Sending, known_specs, submission_name
from desktop.ui.i18n import _, language, number
from desktop.ui.periods import quick_periods
from desktop.ui.theme import GAP
from desktop.ui.widgets.field_form import FieldForm
from desktop.ui.widgets.path_field import PathField


class SendUpwardDialog(QDialog):
    """Asks, stays open while the file is written, then shows the outcome."""

    wanted = Signal(object)  # Sending
    slip_wanted = Signal(object)  # the outcome, to print its slip

    def __init__(
        self,
        office: str,
        specs: Sequence[RegisterSpec],
        settings: Settings,
        today: date,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Send upward"))
        self.setMinimumWidth(600)
        self._office = office
        self._settings = settings
        self._specs = {spec.name: spec for spec in specs}
        self._outcome: Any = None
        self._periods = quick_periods(today, term_of(settings))
        self._steps = QStackedWidget()
        self._steps.addWidget(self._question())
        layout = QVBoxLayout(self)
        layout.addWidget(self._steps)
        self._pick(0)

    def asked(self) -> Sending:
        """Return what was chosen."""
        first, last = _date(self._from), _date(self._to)
        name = submission_name(self._office, first, last)
        chosen = tuple(name for name, box in self._boxes.items() if box.isChecked())
        return Sending(first, last, chosen, (self._folder.path() or Path()) / name)

    def choose(self, first: date, last: date, folder: Path) -> None:
        """Put a period and a folder into the fields."""
        self._from.setDate(QDate(first.year, first.month, first.day))
        self._to.setDate(QDate(last.year, last.month, last.day))
        self._folder.set_path(folder)

    def refuse(self, problem: Problem) -> None:
        """Tell why nothing was written."""
        self._send.setEnabled(True)
        show_problem(self, problem, _("Send upward"))

    def show_outcome(self, outcome: Any) -> None:
        """Show what was written: `path`, `digest` and `counts` (register to rows)."""
        self._outcome = outcome
        self._settings.set_last_folder("submission", Path(outcome.path).parent)
        self._steps.addWidget(self._answer(outcome))
        self._steps.setCurrentIndex(1)
        self.resize(max(self.width(), 640), max(self.height(), 520))

    def outcome_text(self) -> str:
        """Return the words of the outcome's page, for reading aloud and for tests."""
        page = self._steps.currentWidget()
        labels = page.findChildren(QLabel) if page is not None else []
        return "\n".join(label.text() for label in labels)

    def _question(self) -> QWidget:
        page = QWidget()
        self._quick = QComboBox()
        for period in self._periods:
            self._quick.addItem(period.name)
        self._quick.addItem(_("Other days"))
        self._quick.activated.connect(self._pick)
        self._from, self._to = _date_edit(), _date_edit()
        for editor in (self._from, self._to):
            editor.dateChanged.connect(self._name_period)
        self._folder = PathField(_("Folder"), self._browse)
        drives = removable_drives()
        default = drives[0] if drives else self._settings.last_folder("submission", documents_dir())
        self._folder.set_path(default)
        self._form = FieldForm()
        self._form.add("quick", _("&Period:"), self._quick)
        self._form.add("from", _("&From:"), self._from)
        self._form.add("to", _("&To:"), self._to)
        self._form.add("folder", _("F&older:"), self._folder, _drive_hint(drives))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self._send = buttons.addButton(_("&Write the file"), QDialogButtonBox.ButtonRole.AcceptRole)
        self._send.setProperty("role", "primary")
        self._send.setDefault(True)
        buttons.accepted.connect(self._ask)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP * 2)
        layout.addWidget(self._form)
        layout.addWidget(self._what())
        layout.addWidget(buttons)
        return page

    def _what(self) -> QWidget:
        """Return the boxes of the registers that may leave the office."""
        group = QGroupBox(_("What goes"))
        grid = QGridLayout(group)
        self._boxes: dict[str, QCheckBox] = {}
        for place, spec in enumerate(self._specs.values()):
            box = QCheckBox(_heading(spec))
            box.setChecked(True)
            grid.addWidget(box, place // 3, place % 3)
            self._boxes[spec.name] = box
        self._what_error = QLabel()
        self._what_error.setProperty("role", "error")
        self._what_error.hide()
        grid.addWidget(self._what_error, len(self._specs) // 3 + 1, 0, 1, 3)
        return group

    def _pick(self, index: int) -> None:
        """Put the days of a quick choice into the fields."""
        self._quick.setCurrentIndex(index)
        if index < len(self._periods):
            period = self._periods[index]
            for editor, day in ((self._from, period.first), (self._to, period.last)):
                editor.blockSignals(True)
                editor.setDate(QDate(day.year, day.month, day.day))
                editor.blockSignals(False)

    def _name_period(self) -> None:
        """Show which quick choice the days typed are, if they are one."""
        days = (_date(self._from), _date(self._to))
        found = (n for n, one in enumerate(self._periods) if (one.first, one.last) == days)
        self._quick.setCurrentIndex(next(found, len(self._periods)))

    def _ask(self) -> None:
        asked = self.asked()
        errors = {}
        if asked.period_from > asked.period_to:
            errors["to"] = _("The last day is before the first.")
        if not asked.target.parent.is_dir():
            errors["folder"] = _("This folder is not there.")
        nothing = "" if asked.registers else _("Choose at least one register.")
        self._what_error.setText(nothing)
        self._what_error.setVisible(bool(nothing))
        if not self._form.show_errors(errors) and not nothing:
            self._send.setEnabled(False)
            self.wanted.emit(asked)

    def _answer(self, outcome: Any) -> QWidget:
        page = QWidget()
        path = Path(outcome.path)
        title = QLabel(_("The file has been written."))
        title.setProperty("role", "subtitle")
        where = _copyable(str(path))
        digest = _copyable(str(outcome.digest))
        hint = QLabel(_("Control sum (SHA-256), printed on the slip:"))
        buttons = QHBoxLayout()
        folder = QPushButton(_("Open the &folder"))
        folder.clicked.connect(
            lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))
        )
        slip = QPushButton(_("&Print the slip…"))
        slip.setProperty("role", "primary")
        slip.clicked.connect(lambda: self.slip_wanted.emit(self._outcome))
        close = QPushButton(_("Close"))
        close.clicked.connect(self.accept)
        buttons.addWidget(folder)
        buttons.addStretch(1)
        buttons.addWidget(slip)
        buttons.addWidget(close)
        layout = QVBoxLayout(page)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP)
        for widget in (title, where, self._counts(outcome.counts), hint, digest):
            layout.addWidget(widget)
        layout.addLayout(buttons)
        return page

    def _counts(self, counts: Mapping[str, int] | Sequence[tuple[str, int]]) -> QTableWidget:
        rows = list(counts.items() if isinstance(counts, Mapping) else counts)
        table = QTableWidget(len(rows), 2)
        table.setAccessibleName(_("Rows written"))
        table.setHorizontalHeaderLabels([_("Register"), _("Rows")])
        table.verticalHeader().hide()
        table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        table.setTabKeyNavigation(False)  # Tab goes on to the buttons
        table.setMinimumHeight(180)
        for row, (name, count) in enumerate(rows):
            known = known_specs().get(name)
            table.setItem(row, 0, QTableWidgetItem(_heading(known) if known else name))
            item = QTableWidgetItem(number(count))
            item.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            table.setItem(row, 1, item)
        table.setColumnWidth(0, 380)
        table.horizontalHeader().setStretchLastSection(True)
        return table

    def _browse(self, start: Path) -> str:
        return QFileDialog.getExistingDirectory(self, _("Folder"), str(start))


def _heading(spec: RegisterSpec) -> str:
    return spec.heading if language() == "vi" else spec.label


def _drive_hint(drives: list[Path]) -> str:
    if drives:
        return _("USB drives: {drives}").format(drives=", ".join(str(one) for one in drives))
    return _("No USB drive is plugged in; plug one in and browse, or choose a folder.")


def _date_edit() -> QDateEdit:
    editor = QDateEdit()
    editor.setDisplayFormat("dd/MM/yyyy")
    editor.setCalendarPopup(True)
    return editor


def _date(editor: QDateEdit) -> date:
    day = editor.date()
    return date(day.year(), day.month(), day.day())


def _copyable(text: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse
        | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    return label
