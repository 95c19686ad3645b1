"""What is asked about files: large pictures, a name and caption, which scanned files to take."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QMessageBox,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.core.errors import Problem
from desktop.core.file_names import size_text
from desktop.core.vietnamese.fold import clean
from desktop.ui.files import gateway, taking
from desktop.ui.i18n import _, ngettext, number
from desktop.ui.page import PageContext
from desktop.ui.register.bars import WrappedLabel
from desktop.ui.register.look import airy
from desktop.ui.register.typing import LineEdit, commit_input
from desktop.ui.theme import GAP, MARGIN
from desktop.ui.widgets.field_form import FieldForm
from desktop.ui.widgets.parts import DoOrCancel

if TYPE_CHECKING:
    from desktop.services.attachments import Listed

SMALLER, KEEP, LEAVE, CANCEL = "smaller", "keep", "leave", "cancel"
_SCANS = "scans"
_TOGETHER = 120  # seconds between pages of one scan


def ask_large(
    parent: QWidget | None, files: Sequence[taking.Ready], answer: Callable[[str], None]
) -> QMessageBox:
    """Ask once for all large pictures of a batch; `answer` gets SMALLER, KEEP, LEAVE or CANCEL."""
    question = QMessageBox(parent)
    question.setIcon(QMessageBox.Icon.Question)
    question.setWindowTitle(_("Large pictures"))
    size = size_text(sum(one.size for one in files))
    words = ngettext(
        "{count} picture is large ({size}). Scale it down?",
        "{count} pictures are large ({size} together). Scale them down?",
        len(files),
    )
    question.setText(words.format(count=number(len(files)), size=size))
    question.setInformativeText(
        _("Scaled down to 2,000 points they still print well, and the book stays light.")
    )
    names = [f"{one.name} ({size_text(one.size)})" for one in files]
    question.setDetailedText("\n".join(names) if len(names) > 1 else "")
    role = QMessageBox.ButtonRole
    buttons = {
        question.addButton(_("&Scale down"), role.AcceptRole): SMALLER,
        question.addButton(_("&Keep as they are"), role.ActionRole): KEEP,
        question.addButton(_("&Leave out"), role.ActionRole): LEAVE,
        question.addButton(_("Cancel"), role.RejectRole): CANCEL,
    }
    first, *_others, last = buttons
    question.setDefaultButton(first)
    question.setEscapeButton(last)
    question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    question.finished.connect(
        lambda _code: answer(
            next((buttons[one] for one in buttons if one is question.clickedButton()), CANCEL)
        )
    )
    question.open()
    return question


class DescribeDialog(QDialog):
    """The name and the caption of one file; open until they are kept or given up."""

    def __init__(self, context: PageContext, file: Listed, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Name and caption"))
        self._context, self._file = context, file
        self.name, self.caption = LineEdit(), LineEdit()
        self.name.setText(file.name)
        self.caption.setText(file.caption)
        self.form = form = FieldForm()
        self.trouble = WrappedLabel()
        self.trouble.setTextFormat(Qt.TextFormat.PlainText)
        self.trouble.setProperty("role", "error")
        self.trouble.hide()
        below = _("Printed below the picture.") if file.pictured else ""
        form.add("caption", _("&Caption"), self.caption, below)
        form.add("name", _("File &name"), self.name, required=True)
        buttons = DoOrCancel(self, _("Save"))
        buttons.do.clicked.connect(self._give)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.addWidget(form)
        layout.addWidget(self.trouble)
        layout.addWidget(buttons)
        self.resize(460, 0)
        self.caption.setFocus()

    def _give(self) -> None:
        commit_input()
        name, caption = self.name.full_text(), self.caption.full_text()
        self.trouble.hide()
        if self.form.show_errors({} if clean(name) else {"name": _("Fill this in.")}):
            return
        self.setEnabled(False)
        self._context.jobs.write(
            gateway.describe,
            self._file.id,
            name,
            caption,
            self._file.revision,
            on_done=lambda _done: self.accept(),
            on_error=self._failed,
            on_finally=lambda: self.setEnabled(True),
            label=self.windowTitle(),
            context=self,
        )

    def _failed(self, problem: Problem) -> None:
        self.trouble.setText(problem.message)
        self.trouble.show()


class ScanDialog(QDialog):
    """The newest files of the folder that the scanner writes to; the last scan is marked."""

    given = Signal(object)  # list[Path]

    def __init__(self, context: PageContext, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Take what was just scanned"))
        self._context = context
        self._folder: Path | None = None
        self.where = WrappedLabel()
        self.where.setTextFormat(Qt.TextFormat.PlainText)
        change = QPushButton(_("&Another folder…"))
        change.setAutoDefault(False)
        change.clicked.connect(self.choose_folder)
        self.files = QListWidget()
        self.files.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.files.setAccessibleName(_("Newest files"))
        airy(self.files)
        self.files.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.files.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.files.itemSelectionChanged.connect(self._enable)
        self.files.itemDoubleClicked.connect(lambda _item: self._give())
        self._trouble = QLabel()
        self._trouble.setWordWrap(True)
        self._trouble.setProperty("role", "error")
        self._trouble.hide()
        self.buttons = DoOrCancel(self, _("&Take"))
        self.buttons.do.clicked.connect(self._give)
        top = QHBoxLayout()
        top.addWidget(self.where, 1)
        top.addWidget(change)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        layout.addLayout(top)
        layout.addWidget(self.files, 1)
        layout.addWidget(self._trouble)
        layout.addWidget(self.buttons)
        self.resize(560, 420)
        self._enable()

    def begin(self) -> None:
        """Show the folder used last; without one, ask for it."""
        kept = self._context.settings.get(f"folder.{_SCANS}", "")
        if kept:
            self.show_folder(Path(kept))
        else:
            self.where.setText(_("Choose the folder that the scanner writes to."))
            self.choose_folder()

    def choose_folder(self) -> None:
        """Ask for the folder."""
        from desktop.platform.paths import documents_dir  # noqa: PLC0415 (when asked)

        start = self._context.settings.last_folder(_SCANS, documents_dir())
        chosen = QFileDialog.getExistingDirectory(self, self.windowTitle(), str(start))
        if chosen:
            self.show_folder(Path(chosen))

    def show_folder(self, folder: Path) -> None:
        """Show the newest files of a folder and remember it."""
        self._folder = folder
        self._context.settings.set_last_folder(_SCANS, folder)
        self.where.setText(str(folder))
        self._trouble.hide()
        self.files.clear()
        self._context.jobs.run(
            taking.newest_in,
            folder,
            key=(id(self), "scans"),
            on_done=self._came,
            on_error=self._failed,
            label=self.windowTitle(),
            context=self,
        )

    def _came(self, found: list[tuple[Path, float, int]]) -> None:
        newest = found[0][1] if found else 0.0
        before = newest
        for path, at, size in found:
            when = datetime.fromtimestamp(at).astimezone()
            item = QListWidgetItem(f"{path.name}\n{when:%d/%m/%Y %H:%M} · {size_text(size)}")
            item.setData(Qt.ItemDataRole.UserRole, path)
            item.setToolTip(path.name)
            self.files.addItem(item)
            together = before - at <= _TOGETHER
            item.setSelected(together)
            before = at if together else float("inf")
        if not found:
            self._tell(_("There are no files in this folder yet. Scan first, or choose another."))
        else:
            self.files.setFocus()
        self._enable()

    def _failed(self, problem: Problem) -> None:
        self._tell(problem.message)
        self._enable()

    def _tell(self, text: str) -> None:
        self._trouble.setText(text)
        self._trouble.show()

    def _enable(self) -> None:
        self.buttons.do.setEnabled(bool(self.files.selectedItems()))

    def _give(self) -> None:
        rows = sorted((self.files.row(one), one) for one in self.files.selectedItems())
        if rows:
            # the pages of a scan in the order in which they were scanned
            self.given.emit([one.data(Qt.ItemDataRole.UserRole) for _row, one in reversed(rows)])
            self.accept()
