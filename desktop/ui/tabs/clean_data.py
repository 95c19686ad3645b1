"""The tab of clean data: what is missing, contradictory or stale, by unit, a click from mending."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.core.changes import Changes, Done
from desktop.core.errors import Cancelled, Problem
from desktop.platform.paths import documents_dir
from desktop.ui import cleaning_gateway as gateway
from desktop.ui.cleaning_gateway import Looked, Shown
from desktop.ui.finding_filters import FindingFilters
from desktop.ui.finding_table import FindingTable
from desktop.ui.finding_tree import FindingTree
from desktop.ui.i18n import _, ngettext, number
from desktop.ui.icons import icon
from desktop.ui.noting import EXPORTED, note_left
from desktop.ui.outside import open_file
from desktop.ui.page import PageContext
from desktop.ui.register.bars import Face, NoticeBar
from desktop.ui.register.flow import FlowLayout
from desktop.ui.register.record_dialog import RecordDialog
from desktop.ui.register.typing import commit_input
from desktop.ui.theme import GAP, MARGIN
from desktop.ui.widgets.parts import Panes

if TYPE_CHECKING:
    from desktop.services.cleaning import Finding

_KEY = "splitter.clean_data"
_FOLDER = "sheets"
_AGAIN_MS = 1500  # after the last of several writes
_NAME = "clean_data"


class CleanDataPage(QWidget):
    """Units with the number of their findings on the left, the findings of one on the right."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.context = context
        self.looked: Looked | None = None
        self._stale = False
        self._came_back = False  # from a record: what was written there is waited for
        self._again = _timer(self, _AGAIN_MS, self.refresh)
        self.setAccessibleName(_("Clean data"))
        self.tree = FindingTree()
        self.tree.unit_changed.connect(self._narrow)
        self.filters = FindingFilters()
        self.filters.changed.connect(self._narrow)
        self.filters.search.down_pressed.connect(self._to_table)
        self._make_buttons()
        self.table = FindingTable(context.specs)
        self.table.activated.connect(lambda _index: self.open_current())
        self.table.selectionModel().selectionChanged.connect(lambda *_both: self._enable())
        self.face = Face()
        self.face.tell(_("Looking at the data…"), "search")
        self.notice = NoticeBar()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.face)
        self._stack.setCurrentWidget(self.face)
        self._lay_out()
        self._enable()
        context.jobs.changed.connect(self._changed)
        self.refresh()

    # What the window asks

    def refresh(self) -> None:
        """Look at the whole book again."""
        self._again.stop()
        self._stale = self._came_back = False
        self.context.jobs.read(
            gateway.look,
            key=(id(self), "look"),
            on_done=self._came,
            on_error=self._not_looked,
            label=_("Looking at the data"),
            context=self,
        )

    def focus_search(self) -> None:
        """Put the cursor into the search field."""
        self.filters.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.filters.search.selectAll()

    def print_list(self) -> None:
        """Print the check-sheets of the chosen unit."""
        unit, name = self.tree.unit(), self.tree.unit_name()
        options: dict[str, Any] = {} if unit is None else {"unit": unit}
        title = _("Check-sheet") + (f": {name}" if name else "")
        self.context.print_pdf(gateway.CHECK_SHEET, options, title)

    def show_filtered(
        self, _register: str, filters: Mapping[str, Any], _words: Mapping[Any, str]
    ) -> None:
        """Show the findings of a unit (`unit_id`); the cursor goes to them."""
        self.tree.choose(filters.get("unit_id"))
        self._to_table()

    def commit_input(self) -> None:
        """Commit the word that an input method holds."""
        commit_input()

    def showEvent(self, event: QShowEvent) -> None:
        """Look again at what was changed while the page was out of sight."""
        super().showEvent(event)
        if self._stale:
            self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        """Leave a look that is waiting until the page comes back."""
        super().hideEvent(event)
        if self._again.isActive():
            self._again.stop()
            self._stale = True

    # What the clerk does

    def open_current(self) -> None:
        """Open the record of the finding with the cursor, at the field that is to be mended."""
        one = self.table.current()
        if one is None:
            return
        self.context.open_record(one.register, one.record_id)
        for dialog in self.window().findChildren(RecordDialog):
            if dialog.isVisible() and dialog.spec.name == one.register:
                dialog.moved.connect(lambda _row, made=dialog: _go_to(made, one.field))
                dialog.finished.connect(self._come_back)

    def confirm_chosen(self) -> None:
        """Say of the selected findings that they are right; of confirmed ones, that they aren't."""
        chosen = self.table.chosen()
        if not chosen:
            return
        on = any(not one.confirmed for one in chosen)
        self._mark([one for one in chosen if one.confirmed is not on], on, undo=True)

    def export(self) -> None:
        """Ask for a file and write what is shown there."""
        folder = self.context.settings.last_folder(_FOLDER, documents_dir())
        today = date.today()  # noqa: DTZ011 (the clerk's day)
        target = folder / f"{_('Clean data')} {today:%Y-%m-%d}.xlsx"
        chosen, _kind = QFileDialog.getSaveFileName(
            self, _("Write out to {kind}").format(kind="Excel"), str(target),
            _("Excel files (*.xlsx)"),
        )  # fmt: skip
        if chosen:
            path = Path(chosen)
            self.write_out(path if path.suffix else path.with_suffix(".xlsx"))

    def write_out(self, path: Path) -> None:
        """Write what is shown as a spreadsheet."""

        def done(rows: int) -> None:
            self.context.settings.set_last_folder(_FOLDER, path.parent)
            self.context.settings.try_save()
            text = ngettext(
                "Written: {count} row, into {name}", "Written: {count} rows, into {name}", rows
            )
            self.notice.tell(
                text.format(count=number(rows), name=path.name),
                "success",
                _("Open the &file"),
                lambda: open_file(path),
            )
            note_left(self.context.jobs, EXPORTED, _("Clean data"), path, rows=rows)

        self.context.jobs.read(
            gateway.write_list,
            self.table.findings.entries,
            path,
            self.tree.unit_name(),
            on_done=done,
            on_error=self._failed,
            label=_("Writing the file"),
            context=self,
        )

    # What comes

    def _came(self, looked: Looked) -> None:
        self.looked = looked
        self.tree.show_units(looked.units, looked.findings)
        self._narrow()

    def _not_looked(self, problem: Problem) -> None:
        if self.looked is None:
            self.face.tell(problem.message, "circle-alert", _("Look again"), self.refresh)
        elif isinstance(problem, Cancelled):
            self.notice.tell(_("Stopped; what is shown may be out of date."), "warning")
        else:
            self._failed(problem)

    def _failed(self, problem: Problem) -> None:
        self.notice.tell(problem.message, "error")

    def _changed(self, changes: Changes) -> None:
        if not changes.registers:
            return
        if self._came_back:
            self.refresh()
        elif self.isVisible():
            self._again.start()
        else:
            self._stale = True

    def _narrow(self) -> None:
        """Show what of the findings the tree and the filters let through."""
        if self.looked is None:
            return
        self.context.jobs.run(
            gateway.narrow,
            self.looked.findings,
            self.filters.wanted(self.tree.unit()),
            key=(id(self), "narrow"),
            on_done=self._show,
            context=self,
        )

    def _show(self, shown: Shown) -> None:
        self.table.show_entries(shown.entries)
        self.filters.tell(shown)
        if shown.entries:
            self._stack.setCurrentWidget(self.table)
        elif sum(shown.kinds.values()):
            self.face.tell(
                _("Nothing fits what you look for."), "search", _("Show all"), self.filters.clear
            )
            self._stack.setCurrentWidget(self.face)
        else:
            self.face.tell(_("Nothing has to be mended."), "circle-check")
            self._stack.setCurrentWidget(self.face)
        self._enable()

    def _mark(self, findings: Sequence[Finding], on: bool, *, undo: bool) -> None:
        def done(_written: Done[int]) -> None:
            if self.looked is None:
                return
            marked = self.looked.findings.marked(findings, on)
            self.looked = Looked(marked, self.looked.units)
            self.tree.show_counts(marked)
            self._narrow()
            text = (
                ngettext(
                    "{count} finding was confirmed.",
                    "{count} findings were confirmed.",
                    len(findings),
                )
                if on
                else ngettext(
                    "{count} finding is no longer confirmed.",
                    "{count} findings are no longer confirmed.",
                    len(findings),
                )
            )
            back = (lambda: self._mark(findings, not on, undo=False)) if undo else None
            self.notice.tell(
                text.format(count=number(len(findings))),
                "success",
                _("Undo") if undo else "",
                back,
            )

        self.context.jobs.write(
            gateway.mark,
            list(findings),
            on,
            on_done=done,
            on_error=self._failed,
            label=_("Confirm"),
            context=self,
        )

    def _come_back(self) -> None:
        """Bring this tab up again when the record was closed."""
        self._came_back = True
        self.context.show_rows(_NAME, {})

    # Parts

    def _to_table(self) -> None:
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _enable(self) -> None:
        chosen = self.table.chosen() if self._stack.currentWidget() is self.table else []
        self.open_button.setEnabled(len(chosen) == 1)
        self.confirm_button.setEnabled(bool(chosen))
        again = bool(chosen) and all(one.confirmed for one in chosen)
        self.confirm_button.setText(_("Not right after &all") if again else _("It is &right so"))
        self.export_button.setEnabled(bool(self.table.findings.entries))

    def _make_buttons(self) -> None:
        def button(text: str, name: str, tip: str, deed: Any) -> QPushButton:
            made = QPushButton(icon(name), text)
            made.setAutoDefault(False)
            made.setToolTip(tip)
            made.clicked.connect(lambda _on=False: deed())
            return made

        self.open_button = button(
            _("&Open to mend"), "pencil", _("Opens the record at the field (Enter)"),
            self.open_current,
        )  # fmt: skip
        self.confirm_button = button(
            _("It is &right so"), "circle-check",
            _("Take the chosen lines off the list: the data are right as they stand"),
            self.confirm_chosen,
        )  # fmt: skip
        self.print_button = button(
            _("Print check-&sheet…"), "printer",
            _("One sheet for each cell of the chosen unit, to be checked there (Ctrl+P)"),
            self.print_list,
        )  # fmt: skip
        self.export_button = button(
            _("Write to &Excel…"), "upload", _("Writes out the lines that are shown"), self.export
        )
        self.again_button = button(
            _("&Look again"), "refresh-cw", _("Looks at the whole book again (F5)"), self.refresh
        )

    def _lay_out(self) -> None:
        deeds = QWidget()
        above = FlowLayout(deeds, GAP)
        for one in (self.open_button, self.confirm_button, self.print_button,
                    self.export_button, self.again_button):  # fmt: skip
            above.addWidget(one)
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(GAP // 2, GAP, MARGIN, MARGIN)
        column.setSpacing(GAP)
        column.addWidget(deeds)
        column.addWidget(self.filters)
        column.addWidget(self._stack, 1)
        column.addWidget(self.notice)
        left = QWidget()
        room = QVBoxLayout(left)
        room.setContentsMargins(MARGIN, GAP, 0, MARGIN)
        room.addWidget(self.tree)
        self.splitter = Panes(self.context.settings, _KEY, left, right)
        self.splitter.fill(self)


def _go_to(dialog: RecordDialog, field: str) -> None:
    """Put the cursor into a field of a record's window, if it has it."""
    box = dialog.form.boxes.get(field)
    if box is not None:
        dialog.form.ensureWidgetVisible(box, 0, 30)
        box.editor.setFocus(Qt.FocusReason.OtherFocusReason)


def _timer(parent: QWidget, interval: int, deed: Any) -> QTimer:
    made = QTimer(parent)
    made.setSingleShot(True)
    made.setInterval(interval)
    made.timeout.connect(deed)
    return made


def make_page(context: PageContext, parent: QWidget | None = None) -> QWidget:
    """Return the page of the tab."""
    return CleanDataPage(context, parent)
