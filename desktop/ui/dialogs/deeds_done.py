"""The last deeds of the book, listed: undone or done again as far as the chosen one in one go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QAbstractButton,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.core.errors import Problem
from desktop.ui import deeds_gateway as gateway
from desktop.ui.i18n import _, ngettext, number
from desktop.ui.icons import icon
from desktop.ui.jobs import Jobs
from desktop.ui.page import Notify
from desktop.ui.register.bars import set_role
from desktop.ui.theme import GAP, MARGIN
from desktop.ui.undo_flow import local_time
from desktop.ui.widgets.lists import ListModel, ListView
from desktop.ui.widgets.parts import resize_within

if TYPE_CHECKING:
    from desktop.services.undoing import Deed, Deeds

_SIZE = QSize(820, 480)
_WIDTHS = (18, 40, 10, 13, 17)


class _Model(ListModel):
    """The deeds; those that don't stand are greyed."""

    def data(
        self,
        index: QModelIndex | QPersistentModelIndex,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> Any:
        """Return what one place shows."""
        if role == Qt.ItemDataRole.ForegroundRole and not self.rows[index.row()].stands:
            return QPalette().color(QPalette.ColorRole.PlaceholderText)
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() == 2:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        return super().data(index, role)


class DeedsDialog(QDialog):
    """Lists what was done, latest first."""

    def __init__(self, jobs: Jobs, notify: Notify, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("What was done"))
        self._jobs, self._notify = jobs, notify
        self._deeds: Deeds | None = None
        self._chosen = ""  # the batch with the cursor, kept when the list is read again
        self.list = ListView(_("What was done"))
        self.list.row_changed.connect(self._moved)
        self.list.doubleClicked.connect(lambda _index: self._default())
        self._hint = QLabel(_("Reading…"))
        self._hint.setWordWrap(True)
        self._hint.setMinimumHeight(self._hint.fontMetrics().lineSpacing() * 2)
        self.undo = QPushButton(icon("undo-2"), _("&Undo as far as here"))
        self.redo = QPushButton(icon("redo-2"), _("Do &again as far as here"))
        self.undo.clicked.connect(lambda: self._do(again=False))
        self.redo.clicked.connect(lambda: self._do(again=True))
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        close.rejected.connect(self.reject)
        for button in (self.undo, self.redo, *close.buttons()):
            _no_default(button)
        below = QHBoxLayout()
        below.setSpacing(GAP)
        below.addWidget(self.undo)
        below.addWidget(self.redo)
        below.addStretch(1)
        below.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        layout.addWidget(self.list, 1)
        layout.addWidget(self._hint)
        layout.addLayout(below)
        resize_within(self, _SIZE)
        self._enable()
        jobs.changed.connect(self._changed)
        self._read()

    @property
    def hint(self) -> str:
        """The sentence below the list."""
        return self._hint.text()

    def choose(self, place: int) -> None:
        """Put the cursor on a line."""
        self.list.selectRow(place)

    # Reading

    def _changed(self, _changes: Any) -> None:
        self._read()

    def _read(self) -> None:
        self._jobs.read(
            gateway.deeds_done, key=(id(self), "deeds"), on_done=self._came, context=self
        )

    def _came(self, deeds: Deeds) -> None:
        self._deeds, chosen = deeds, self._chosen
        headings = (_("Time"), _("What was done"), _("Records"), _("State"), _("Clerk"))
        self.list.show_list(_Model(headings, deeds.every, _cell), _WIDTHS)
        header = self.list.horizontalHeader()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        places = [one.batch for one in deeds.every]
        if chosen in places:
            self.list.selectRow(places.index(chosen))
        self.list.setFocus()
        self._enable()

    def _moved(self, place: int) -> None:
        if self._deeds is not None and 0 <= place < len(self._deeds.every):
            self._chosen = self._deeds.every[place].batch
        self._enable()

    # Doing

    def _plan(self) -> tuple[Deed | None, list[Deed], bool]:
        """Return the chosen deed, the deeds that would be turned round, and whether again."""
        deeds = self._deeds
        chosen = None if deeds is None else deeds.by_batch.get(self._chosen)
        if deeds is None or chosen is None:
            return None, [], False
        for batches, again in ((deeds.done, False), (deeds.undone, True)):
            if chosen.batch in batches and not chosen.final:
                later = [deeds.by_batch[one] for one in batches[batches.index(chosen.batch) :]]
                return chosen, [one for one in later if not one.final], again
        return chosen, [], False

    def _enable(self) -> None:
        chosen, turned, again = self._plan()
        self.undo.setEnabled(bool(turned) and not again)
        self.redo.setEnabled(bool(turned) and again)
        self._hint.setText(self._told(chosen, turned, again=again))
        set_role(self._hint, "muted")

    def _told(self, chosen: Deed | None, turned: list[Deed], *, again: bool) -> str:
        if self._deeds is None:
            return _("Reading…")
        if not self._deeds.every:
            return _("Nothing was done in this book yet.")
        if chosen is None:
            return ""
        if not turned:
            if chosen.final:
                return _("It removed records for good and can't be undone; open a backup.")
            return _("It was undone, and something new was done since: it can't be done again.")
        records = number(sum(one.records for one in turned))
        if again:
            text = ngettext(
                "{count} deed will be done again ({records} records).",
                "{count} deeds will be done again ({records} records).",
                len(turned),
            )
        else:
            text = ngettext(
                "{count} deed will be undone ({records} records); it can be done again.",
                "{count} deeds will be undone ({records} records); they can be done again.",
                len(turned),
            )
        told = text.format(count=number(len(turned)), records=records)
        return f"{told} {self._left_out()}".strip() if not again else told

    def _left_out(self) -> str:
        deeds = self._deeds
        if deeds is None or self._chosen not in deeds.done:
            return ""
        later = deeds.done[deeds.done.index(self._chosen) :]
        count = sum(deeds.by_batch[one].final for one in later)
        if not count:
            return ""
        return ngettext(
            "{count} deed that removed records for good stays.",
            "{count} deeds that removed records for good stay.",
            count,
        ).format(count=number(count))

    def _default(self) -> None:
        for button in (self.undo, self.redo):
            if button.isEnabled():
                button.setFocus()

    def _do(self, *, again: bool) -> None:
        chosen, turned, _again = self._plan()
        if chosen is None or not turned:
            return
        for button in (self.undo, self.redo):
            button.setEnabled(False)
        self._jobs.write(
            gateway.redo_to if again else gateway.undo_to,
            chosen.batch,
            on_done=lambda outcome: self._done(len(outcome.value), again=again),
            on_error=self._failed,
            label=_("Redoing") if again else _("Undoing"),
            context=self,
        )

    def _done(self, count: int, *, again: bool) -> None:
        if again:
            text = ngettext("{count} deed done again.", "{count} deeds done again.", count)
        else:
            text = ngettext("{count} deed undone.", "{count} deeds undone.", count)
        self._notify(text.format(count=number(count)), "success")
        self._read()

    def _failed(self, problem: Problem) -> None:
        self._enable()
        self._hint.setText(problem.message)
        set_role(self._hint, "error")


def _cell(deed: Deed, column: int) -> str:
    if column == 0:
        return local_time(deed.at)
    if column == 1:
        return deed.named
    if column == 2:
        return number(deed.records)
    if column == 4:
        return deed.clerk
    if deed.final:
        return _("For good")
    if deed.stands:
        return ""
    return _("Undone")


def _no_default(button: QAbstractButton) -> None:
    if isinstance(button, QPushButton):
        button.setAutoDefault(False)
