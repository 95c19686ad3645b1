"""What new figures change in a report: each part as it is and as it would be, before they do."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.i18n import _
from desktop.ui.register.bars import WrappedLabel, set_role
from desktop.ui.reports.model import Entry, ReportModel
from desktop.ui.theme import GAP, MARGIN
from desktop.ui.widgets.parts import DoOrCancel

_SIZE = (900, 560)


class RefillDialog(QDialog):
    """Parts to tick: those that weren't edited are; `taken` gives those that get the new text."""

    taken = Signal(list)

    def __init__(self, model: ReportModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("New figures"))
        self.entries: list[Entry] = model.changed()
        told = WrappedLabel(
            _(
                "These parts have other figures now. Ticked parts get the new text; "
                "those you edited keep yours unless you tick them."
            )
        )
        self.list = QListWidget()
        self.list.setAccessibleName(_("Parts with other figures"))
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        named = dict(zip(model.entries, model.titles(), strict=True))
        for one in self.entries:
            edited = one.taken().edited
            words = named[one]
            if edited:
                words = _("{part} (edited by hand)").format(part=words)
            item = QListWidgetItem(words, self.list)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked if edited else Qt.CheckState.Checked)
            item.setToolTip(words)
        self.old, self.new = QPlainTextEdit(), QPlainTextEdit()
        panes = QGridLayout()
        for column, (title, pane) in enumerate(
            ((_("As it is now"), self.old), (_("With the new figures"), self.new))
        ):
            pane.setReadOnly(True)
            pane.setTabChangesFocus(True)
            pane.setAccessibleName(title)
            label = QLabel(title)
            set_role(label, "muted")
            panes.addWidget(label, 0, column)
            panes.addWidget(pane, 1, column)
        buttons = DoOrCancel(self, _("&Take the new figures"))
        buttons.accepted.connect(self._accept)
        self.button = buttons.do
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        layout.addWidget(told)
        layout.addWidget(self.list, 2)
        layout.addLayout(panes, 3)
        layout.addWidget(buttons)
        self.list.currentRowChanged.connect(self._show)
        self.list.setCurrentRow(0)
        room = self.screen().availableGeometry()
        self.resize(min(_SIZE[0], room.width() - 60), min(_SIZE[1], room.height() - 80))
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, row: int) -> None:
        if 0 <= row < len(self.entries):
            self.old.setPlainText(self.entries[row].text)
            self.new.setPlainText(self.entries[row].now)

    def _accept(self) -> None:
        chosen = [
            one
            for row, one in enumerate(self.entries)
            if self.list.item(row).checkState() is Qt.CheckState.Checked
        ]
        self.accept()
        self.taken.emit(chosen)
