"""The buttons above a record's files."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from desktop.ui.i18n import _
from desktop.ui.icons import icon
from desktop.ui.theme import ICON_SIZE

if TYPE_CHECKING:
    from desktop.ui.files.pane import FilesPane


class Tools(QWidget):
    """What can be done to the record's files, and to those chosen."""

    def __init__(self, pane: FilesPane) -> None:
        super().__init__(pane)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(4)
        self.add = self._make(_("Add files…"), "plus", pane.add, words=True)
        self.paste = self._make(
            _("Paste"), "clipboard-copy", pane.paste, tip=_("Paste a picture or files (Ctrl+V)")
        )
        self.scan = self._make(
            _("Take what was just scanned…"),
            "download",
            pane.take_scanned,
            tip=_("Take the newest files of the folder that the scanner writes to"),
            words=True,
        )
        self.open = self._make(
            _("Open"),
            "external-link",
            pane.deeds.open,
            tip=_("Open a copy that may only be read (Enter)"),
        )
        self.save = self._make(_("Save as…"), "save", pane.deeds.save)
        self.describe = self._make(
            _("Name and caption…"), "pencil", pane.deeds.describe, tip=_("Name and caption (F2)")
        )
        self.delete = self._make(
            _("Delete"),
            "trash-2",
            pane.deeds.delete_selected,
            tip=_("Move to the recycle bin (Del)"),
        )
        self.bin = self._make(
            _("Deleted files…"),
            "archive-restore",
            pane.deeds.show_bin,
            tip=_("Deleted files of this record: restore them or remove them for good"),
        )
        self._row.addStretch(1)
        self.of_record = [self.add, self.paste, self.scan, self.bin]
        self.of_files = [self.open, self.save, self.describe, self.delete]

    def enable(self, *, record: bool, chosen: int) -> None:
        """Enable what can be done."""
        for action in self.of_record:
            action.setEnabled(record)
        for action in self.of_files:
            action.setEnabled(chosen > 0)
        self.open.setEnabled(chosen == 1)
        self.describe.setEnabled(chosen == 1)

    def _make(
        self,
        words_: str,
        sign: str,
        deed: Callable[[], None],
        *,
        tip: str = "",
        words: bool = False,
    ) -> QAction:
        action = QAction(icon(sign), words_, self)
        action.setToolTip(tip or words_.rstrip("…"))
        action.triggered.connect(lambda _checked=False: deed())
        button = QToolButton()
        button.setDefaultAction(action)
        button.setIconSize(QSize(ICON_SIZE, ICON_SIZE))
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setAccessibleName(words_.rstrip("…"))
        if words:
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._row.addWidget(button)
        return action
