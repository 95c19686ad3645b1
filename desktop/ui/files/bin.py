"""The deleted files of one record: restored, or removed for good to make the book lighter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QMessageBox,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.core.errors import Problem
from desktop.core.file_names import size_text
from desktop.ui.files import gateway
from desktop.ui.i18n import _, ngettext, number
from desktop.ui.icons import icon
from desktop.ui.page import PageContext
from desktop.ui.register.bars import WrappedLabel, set_role
from desktop.ui.register.look import airy
from desktop.ui.theme import GAP, MARGIN

if TYPE_CHECKING:
    from desktop.services.attachments import Listed


class BinDialog(QDialog):
    """A list of names with what can be done to those chosen."""

    def __init__(self, context: PageContext, register: str, record: int, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Deleted files"))
        self._context = context
        self._where = (register, record)
        self.words = WrappedLabel()
        self.files = QListWidget()
        self.files.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.files.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.files.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.files.setAccessibleName(_("Deleted files"))
        airy(self.files)
        self.files.itemSelectionChanged.connect(self._enable)
        self.restore = self._button(_("&Restore"), "archive-restore", self._restore)
        self.purge = self._button(_("Remove for &good…"), "trash-2", self._ask)
        close = self._button(_("&Close"), "", self.reject)
        row = QHBoxLayout()
        row.addWidget(self.restore)
        row.addWidget(self.purge)
        row.addStretch(1)
        row.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        layout.addWidget(self.words)
        layout.addWidget(self.files, 1)
        layout.addLayout(row)
        self.resize(480, 360)
        self._enable()
        self.refresh()

    def refresh(self) -> None:
        """Read the list."""
        self._context.jobs.read(
            gateway.deleted,
            *self._where,
            key=(id(self), "bin"),
            on_done=self._came,
            on_error=self._failed,
            label=self.windowTitle(),
            context=self,
        )

    def _came(self, files: Sequence[Listed]) -> None:
        self.files.clear()
        for one in files:
            item = QListWidgetItem(f"{one.name}\n{size_text(one.size)}")
            item.setToolTip(one.name)
            item.setData(Qt.ItemDataRole.UserRole, one.id)
            self.files.addItem(item)
        size = size_text(sum(one.size for one in files))
        words = ngettext(
            "{count} deleted file still takes {size} of the book.",
            "{count} deleted files still take {size} of the book.",
            len(files),
        ).format(count=number(len(files)), size=size)
        self._tell(words if files else _("No file of this record was deleted."))
        self._enable()

    def _chosen(self) -> list[int]:
        return [one.data(Qt.ItemDataRole.UserRole) for one in self.files.selectedItems()]

    def _restore(self) -> None:
        self._write(gateway.restore, _("Restore"))

    def _ask(self) -> None:
        count = len(self._chosen())
        question = QMessageBox(self)
        question.setIcon(QMessageBox.Icon.Question)
        question.setWindowTitle(self.windowTitle())
        words = ngettext("Remove {count} file for good?", "Remove {count} files for good?", count)
        question.setText(words.format(count=number(count)))
        question.setInformativeText(_("This can't be undone."))
        go = question.addButton(_("Remove for good"), QMessageBox.ButtonRole.DestructiveRole)
        stay = question.addButton(_("Cancel"), QMessageBox.ButtonRole.RejectRole)
        question.setDefaultButton(stay)
        question.setEscapeButton(stay)
        question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        go.clicked.connect(lambda: self._write(gateway.purge, _("Remove for good")))
        question.open()

    def _write(self, deed: Callable[..., Any], label: str) -> None:
        ids = self._chosen()
        if ids:
            self._context.jobs.write(
                deed,
                ids,
                on_done=lambda _done: self.refresh(),
                on_error=self._failed,
                label=label,
                context=self,
            )

    def _failed(self, problem: Problem) -> None:
        self._tell(problem.message, "error")

    def _tell(self, text: str, role: str = "") -> None:
        self.words.setText(text)
        set_role(self.words, role)

    def _enable(self) -> None:
        for one in (self.restore, self.purge):
            one.setEnabled(bool(self.files.selectedItems()))

    def _button(self, words: str, sign: str, deed: Callable[[], Any]) -> QPushButton:
        button = QPushButton(words)
        if sign:
            button.setIcon(icon(sign))
        button.setAutoDefault(False)
        button.clicked.connect(lambda _checked=False: deed())
        return button
