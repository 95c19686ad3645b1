"""What looks wrong with a round's awards: a list of it, and a mark on the rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, Signal
from PySide6.QtGui import QHelpEvent, QIcon, QKeyEvent, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from desktop.ui.i18n import _, ngettext, number
from desktop.ui.icons import icon
from desktop.ui.register.table_model import RegisterTableModel
from desktop.ui.theme import GAP
from desktop.ui.widgets.lists import ListModel, ListView

if TYPE_CHECKING:
    from desktop.services.award_warnings import AwardWarning

_WIDTHS = (24, 30, 60)


class WarningList(ListView):
    """The list; Enter and a double click go to the award."""

    opened = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go to the award by Enter."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
            event.accept()
            return
        super().keyPressEvent(event)


class WarningPane(QWidget):
    """Everything to be looked at in a round, by rule."""

    award_wanted = Signal(int)
    tie_wanted = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.found: Sequence[AwardWarning] = ()
        self.by_award: Mapping[int, str] = {}
        self.view = WarningList(_("What is to be looked at"))
        self.view.doubleClicked.connect(lambda _at: self._go())
        self.view.opened.connect(self._go)
        self.view.row_changed.connect(lambda _row: self._enable())
        self.text = QLabel()
        self.text.setProperty("role", "muted")
        self.go = QPushButton(_("&Go to the row"))
        self.tie = QPushButton(_("T&ie to a record…"))
        self.go.clicked.connect(self._go)
        self.tie.clicked.connect(self._tie)
        top = QHBoxLayout()
        top.setSpacing(GAP)
        top.addWidget(self.text, 1)
        for button in (self.tie, self.go):
            button.setAutoDefault(False)
            top.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 0)
        layout.addLayout(top)
        layout.addWidget(self.view, 1)
        self.show_warnings(())

    def show_warnings(self, found: Sequence[AwardWarning]) -> None:
        """Show other warnings; the cursor stays on its row."""
        before = self.view.currentIndex().row()
        self.found = found
        words: dict[int, list[str]] = defaultdict(list)
        for one in found:
            words[one.award_id].append(one.words)
        self.by_award = {award: "\n".join(some) for award, some in words.items()}

        def cell(one: AwardWarning, column: int) -> str:
            return (one.heading, one.name, one.words)[column]

        headings = (_("Kind"), _("Recipient"), _("What is to be looked at"))
        self.view.show_list(ListModel(headings, found, cell), _WIDTHS)
        if 0 < before < len(found):
            self.view.selectRow(before)
        text = ngettext(
            "{count} thing to look at; nothing of it stops the work.",
            "{count} things to look at; nothing of it stops the work.",
            len(found),
        )
        empty = _("Nothing looks wrong in this round.")
        self.text.setText(text.format(count=number(len(found))) if found else empty)
        self._enable()

    def current(self) -> AwardWarning | None:
        """Return the warning with the cursor."""
        row = self.view.currentIndex().row()
        return self.found[row] if 0 <= row < len(self.found) else None

    def _enable(self) -> None:
        one = self.current()
        self.go.setEnabled(one is not None)
        self.tie.setEnabled(one is not None and one.can_tie)

    def _go(self) -> None:
        one = self.current()
        if one is not None:
            self.award_wanted.emit(one.award_id)

    def _tie(self) -> None:
        one = self.current()
        if one is not None and one.can_tie:
            self.tie_wanted.emit(one.award_id)


class MarkDelegate(QStyledItemDelegate):
    """Draws a sign before the names of awards that are to be looked at; says why as a tool tip."""

    def __init__(self, model: RegisterTableModel, pane: WarningPane) -> None:
        super().__init__(pane)
        self._model, self._pane = model, pane

    def words(self, index: QModelIndex | QPersistentModelIndex) -> str:
        """Return what is to be looked at in a row."""
        award = self._model.id_at(index.row())
        return self._pane.by_award.get(award, "") if award is not None else ""

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Put the sign before the name."""
        super().initStyleOption(option, index)
        if self.words(index):
            option.features |= QStyleOptionViewItem.ViewItemFeature.HasDecoration
            option.icon = QIcon(icon("triangle-alert", "danger"))

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> bool:
        """Say what is to be looked at."""
        words = self.words(index) if event.type() == QEvent.Type.ToolTip else ""
        if words:
            QToolTip.showText(event.globalPos(), words, view)
            return True
        return super().helpEvent(event, view, option, index)
