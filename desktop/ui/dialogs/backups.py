"""The backups of a book: when, why, what they hold, how they differ; looked at and put back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QMessageBox,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.core.errors import NeedsPassphrase, Problem
from desktop.ui import backup_gateway as gateway
from desktop.ui.errors import ask
from desktop.ui.i18n import _, number
from desktop.ui.icons import icon
from desktop.ui.theme import GAP, MARGIN
from desktop.ui.widgets.lists import ListModel, ListView
from desktop.ui.widgets.parts import resize_within

if TYPE_CHECKING:
    from desktop.services.backups import Kept
    from desktop.services.restoring import Compared, RegisterDifference
    from desktop.ui.backup_flow import BackupFlow

_SIZE = (120, 600)  # letters wide, pixels high
_WIDTHS = (18, 26, 10, 12, 14)
_DIFFERENCE_WIDTHS = (30, 14, 14, 14, 14, 14)
_YES, _NO = QMessageBox.StandardButton.Yes, QMessageBox.StandardButton.No


class BackupsDialog(QDialog):
    """Lists backups, the newest first; `path` is that of a book that can't be opened."""

    def __init__(self, flow: BackupFlow, path: Path | None, parent: QWidget) -> None:
        super().__init__(parent)
        self._flow, self._of = flow, path
        self._book = self._path  # the list is painted while a restore has the book closed, too
        self._jobs = flow.jobs
        self._listed = gateway.Listed(())
        self._more: list[Kept] = []  # files that the clerk chose
        self.setWindowTitle(_("Backups"))
        self._hint = QLabel(_("Reading…"))
        self._hint.setWordWrap(True)
        self.list = ListView(_("Backups"))
        self.list.row_changed.connect(lambda _place: self._moved())
        self.list.activated.connect(lambda _index: self._look())
        self._about = QLabel()
        self._about.setWordWrap(True)
        self.differences = ListView(_("Differences"))
        self._second = QLabel()
        self._second.setWordWrap(True)
        self._second.setProperty("role", "muted")
        self._make_buttons()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        layout.addWidget(self._hint)
        layout.addWidget(self.list, 3)
        about = QHBoxLayout()
        about.addWidget(self._about, 1)
        about.addWidget(self.unlock)
        layout.addLayout(about)
        layout.addWidget(self.differences, 2)
        layout.addWidget(self._second)
        layout.addLayout(self._button_rows())
        letters, height = _SIZE
        resize_within(self, QSize(self.fontMetrics().averageCharWidth() * letters, height))
        self._enable()
        self.read()

    def _make_buttons(self) -> None:
        self.look = QPushButton(icon("search"), _("&Look…"))
        self.restore = QPushButton(icon("archive-restore"), _("&Restore…"))
        self.file = QPushButton(icon("folder-open"), _("Another &file…"))
        self.now = QPushButton(icon("archive"), _("Back up &now"))
        self.to = QPushButton(icon("hard-drive"), _("Back up &to…"))
        self.second = QPushButton(icon("hard-drive"), _("&Second place…"))
        self.unlock = QPushButton(_("&Passphrase…"))
        self.unlock.hide()
        self.unlock.setAutoDefault(False)
        self.unlock.clicked.connect(self._unlock)
        self.look.clicked.connect(self._look)
        self.restore.clicked.connect(self._ask_restore)
        self.file.clicked.connect(self._add_file)
        self.now.clicked.connect(self._flow.backup_now)
        self.to.clicked.connect(self._flow.back_up_to)
        self.second.clicked.connect(self._flow.ask_second)
        for one in (self.look, self.restore, self.file, self.now, self.to, self.second):
            one.setAutoDefault(False)

    def _button_rows(self) -> QGridLayout:
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close.rejected.connect(self.reject)
        close.button(QDialogButtonBox.StandardButton.Close).setAutoDefault(False)
        rows = QGridLayout()
        rows.setSpacing(GAP)
        for place, one in enumerate((self.look, self.restore, self.file)):
            rows.addWidget(one, 0, place)
        for place, one in enumerate((self.now, self.to, self.second)):
            rows.addWidget(one, 1, place)
        rows.setColumnStretch(3, 1)
        last = QHBoxLayout()
        last.addWidget(close)
        rows.addLayout(last, 1, 4)
        return rows

    # reading

    def read(self) -> None:
        """Read the list again."""
        second = self._flow.second()
        folder, reached = second.get("folder", ""), str(second.get("reached", ""))
        if not folder:
            words = _("No second place is chosen: if this computer fails, its backups are lost.")
        else:
            words = _("Second place: {folder} (reached last on {day})").format(
                folder=folder, day="/".join(reversed(reached.split("-")))
            )
        self._second.setText(words)
        if self._of is None:
            key = (id(self), "list")
            self._jobs.read(gateway.listed, second, key=key, on_done=self._came, context=self)
        else:
            self._jobs.run(gateway.listed_of, self._of, on_done=self._came, context=self)

    def _came(self, listed: gateway.Listed) -> None:
        self._listed = listed
        every = [*self._more, *listed.every]
        headings = (_("Made"), _("Why"), _("Size"), _("Members"), _("Where"))
        self.list.show_list(ListModel(headings, every, self._cell), _WIDTHS)
        _stretch(self.list, 1)
        if every:
            self._hint.setText(_("Backups of this book, the newest first."))
            self.list.selectRow(0)
            self.list.setFocus()
        else:
            self._hint.setText(
                _("There are no backups of this book here. “Another file…” takes one from a stick.")
            )
        self._moved()

    def _cell(self, kept: Kept, column: int) -> str:
        if column == 0:
            return f"{kept.at:%d/%m/%Y %H:%M:%S}"
        if column == 1:
            earlier = "" if kept in self._more else gateway.earlier_name(kept, self._book)
            return f"{kept.reason.words} («{earlier}»)" if earlier else kept.reason.words
        if column == 2:
            return f"{kept.size / 1_000_000:.1f} MB".replace(".", ",")
        if column == 3:
            return "" if kept.counts is None else number(kept.counts.get("members", 0))
        if kept in self._more:
            return kept.path.name
        words = {"here": _("Here"), "there": _("Second place"), "both": _("Both")}
        return words[self._listed.where(kept)]

    @property
    def chosen(self) -> Kept | None:
        """The backup with the cursor."""
        model, place = self.list.model(), self.list.currentIndex().row()
        return model.rows[place] if isinstance(model, ListModel) and place >= 0 else None

    def _moved(self) -> None:
        self._enable()
        kept = self.chosen
        self._show_differences(())
        self._about.setText("" if kept is None else _("Comparing with the book…"))
        self.unlock.hide()
        if kept is None:
            return
        self._jobs.run(
            gateway.compare,
            kept.path,
            self._path,
            key=(id(self), "compare"),
            on_done=self._compared,
            on_error=self._not_compared,
            context=self,
        )

    @property
    def _path(self) -> Path:
        return self._of if self._of is not None else self._flow.book_path

    def _compared(self, found: Compared) -> None:
        rows = [one for one in found.rows if not one.same]
        self._show_differences(rows)
        if rows:
            self._about.setText(_("What differs from the book as it is now:"))
        else:
            self._about.setText(_("This backup holds the same records as the book now."))

    def _not_compared(self, problem: Problem) -> None:
        words = _("It can't be compared with the book: {why}")
        self._about.setText(words.format(why=problem.message))
        if isinstance(problem, NeedsPassphrase):
            self._about.setText(
                _("It opens only with the passphrase that the book had when it was made.")
            )
            self.unlock.show()

    def _show_differences(self, rows: Any) -> None:
        headings = (
            *(_("Register"), _("In the backup"), _("Now")),
            *(_("Only in the backup"), _("Only now"), _("Changed")),
        )
        self.differences.show_list(ListModel(headings, list(rows), _difference), _DIFFERENCE_WIDTHS)
        _stretch(self.differences, 0)

    def _enable(self) -> None:
        some = self.chosen is not None
        self.look.setEnabled(some)
        self.restore.setEnabled(some)
        self.now.setEnabled(self._of is None)
        self.to.setEnabled(self._of is None)

    # doing

    def _unlock(self) -> None:
        kept = self.chosen
        if kept is not None:
            self._flow.restoring.keyed(kept.path, _("Backups"), self._moved)

    def _look(self) -> None:
        kept = self.chosen
        if kept is not None:
            self._flow.restoring.look(kept, self._path)

    def _add_file(self) -> None:
        path = self._flow.ask_file()
        if path is not None:
            self._jobs.run(gateway.named, path, on_done=self._add, context=self)

    def _add(self, kept: Kept | None) -> None:
        if kept is not None:
            self._more.insert(0, kept)
            self._came(self._listed)

    def _ask_restore(self) -> None:
        kept = self.chosen
        if kept is None:
            return
        words = _(
            "The book becomes what it was on {when}. The present state is backed up first, so that "
            "this can be taken back. Restore it?"
        )

        def answered(button: QMessageBox.StandardButton) -> None:
            if button == _YES:
                self._flow.restoring.restore(kept.path, self._path)

        when = f"{kept.at:%d/%m/%Y %H:%M}"
        asked = words.format(when=when)
        if self._flow.guarded and kept.counts is not None and not kept.encrypted:
            bare = _(
                "This backup has no passphrase: afterwards everybody who has the file can read "
                "the book, until you set one again."
            )
            asked = f"{bare}\n\n{asked}"
        ask(self, _("Restore"), asked, _YES | _NO, answered).setDefaultButton(_NO)


def _difference(row: RegisterDifference, column: int) -> str:
    if column == 0:
        return row.heading
    if column == 5:
        return "?" if row.changed is None else number(row.changed)
    return number((row.there, row.here, row.only_there, row.only_here)[column - 1])


def _stretch(view: ListView, column: int) -> None:
    header = view.horizontalHeader()
    header.setStretchLastSection(False)
    header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
