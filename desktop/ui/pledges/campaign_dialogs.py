"""What is asked of a campaign: the day of its opening, a change's reason, next year's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.core.errors import InvalidValues, Problem
from desktop.core.vietnamese.fold import clean
from desktop.ui.i18n import _, ngettext, number
from desktop.ui.page import PageContext
from desktop.ui.pledges import register_cell_gateway as gateway
from desktop.ui.register.bars import WrappedLabel, set_role
from desktop.ui.register.fields_dialog import DayDialog, FieldsDialog
from desktop.ui.register.look import airy
from desktop.ui.register.typing import TextArea, commit_input
from desktop.ui.theme import GAP, MARGIN
from desktop.ui.widgets.parts import DoOrCancel

if TYPE_CHECKING:
    from desktop.core.changes import Done
    from desktop.services.next_campaign import Came, Renewal, Started

_SHOWN = 8  # rows of the list of who is new that a dialog has room for at once
_CAME = Qt.ItemDataRole.UserRole


class ChangeReason(QDialog):
    """Asks why a list is changed after the campaign has opened."""

    given = Signal(str)

    def __init__(self, deed: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(deed)
        label = WrappedLabel(
            _("The campaign is open and its list fixed. Why is it changed? The reason is kept.")
        )
        self.area = TextArea()
        self.area.setAccessibleName(_("Reason"))
        label.setBuddy(self.area)
        buttons = DoOrCancel(self, _("&Go on"))
        buttons.accepted.connect(self._give)
        self.button = buttons.do
        self.button.setEnabled(False)
        self.area.typed.connect(self._typed)
        QShortcut(QKeySequence("Ctrl+Return"), self, self._give)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        layout.addWidget(label)
        layout.addWidget(self.area, 1)
        layout.addWidget(buttons)
        self.resize(440, 220)
        self.area.setFocus()

    def _typed(self) -> None:
        self.button.setEnabled(bool(clean(self.area.toPlainText() + self.area.preedit)))

    def _give(self) -> None:
        commit_input()
        reason = clean(self.area.toPlainText())
        if reason:
            self.accept()
            self.given.emit(reason)


class OpenCampaignDialog(DayDialog):
    """Asks on which day a campaign opens."""

    def __init__(
        self,
        context: PageContext,
        listed: int,
        parent: QWidget | None = None,
        deadline: date | None = None,
    ) -> None:
        """`listed` is how many are on the campaign's list; `deadline` is the campaign's."""
        if listed:
            text = ngettext("{count} is on the list.", "{count} are on the list.", listed)
            told = text.format(count=number(listed))
            told += " " + _("From this day on every change of the list needs a reason.")
        else:
            told = _("Nobody is on the list yet: without it there is no rate of registration.")
        opened = context.specs["campaigns"].by_name["opened_on"]
        title, button = _("Open the campaign"), _("&Open")
        super().__init__(context, title, button, told, opened, parent, latest=deadline)
        if not listed:
            set_role(self.told, "warning")


class NextCampaignDialog(FieldsDialog):
    """Title, year and deadline of next year's campaign, who left its list, who may come on it."""

    started = Signal(object)  # Started

    def __init__(self, context: PageContext, campaign: int, parent: QWidget | None = None) -> None:
        super().__init__(context, _("Next year's campaign"), _("&Make the campaign"), parent)
        self._campaign = campaign
        by_name = context.specs["campaigns"].by_name
        for name in ("title", "year", "deadline"):
            self.fields.add(replace(by_name[name], hint=""))
        self.copy_expected = QCheckBox(_("Take the &list of who is expected along"))
        self.copy_expected.setChecked(True)
        self.copy_items = QCheckBox(_("When registering, offer last year's &unfinished items"))
        self.kept = WrappedLabel()
        self.left = WrappedLabel()
        self.left.setProperty("role", "warning")
        self.came_title = QLabel(_("&New since then; tick who comes on the list:"))
        self.came = QListWidget()
        self.came.setAccessibleName(_("New since then"))
        self.came_title.setBuddy(self.came)
        airy(self.came)
        self.problem = WrappedLabel()
        self.problem.setProperty("role", "error")
        self.problem.hide()
        self.all = QPushButton(_("&Tick all"))
        self.none = QPushButton(_("Tick n&one"))
        self.button.setEnabled(False)
        self._lay_out()
        self.copy_expected.toggled.connect(self._show_list)
        self.all.clicked.connect(lambda: self._tick(Qt.CheckState.Checked))
        self.none.clicked.connect(lambda: self._tick(Qt.CheckState.Unchecked))
        context.jobs.read(
            gateway.foresee_start,
            campaign,
            on_done=self._foreseen,
            on_error=self._refused,
            label=self.windowTitle(),
            context=self,
        )

    def _lay_out(self) -> None:
        ticks = QHBoxLayout()
        for button in (self.all, self.none):
            button.setAutoDefault(False)
            ticks.addWidget(button)
        ticks.addStretch(1)
        layout = self._column = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        for widget in (self.fields, self.copy_items, self.copy_expected, self.kept, self.left):
            layout.addWidget(widget)
        layout.addWidget(self.came_title)
        layout.addWidget(self.came, 1)
        layout.addLayout(ticks)
        layout.addStretch(0)  # what is spare goes here while the list is hidden
        layout.addWidget(self.problem)
        layout.addWidget(self.buttons)
        self.resize(560, 320)

    def _fit(self) -> None:
        """Take the height that what is shown needs, with some rows of the list."""
        room = self.screen().availableGeometry().height() - 80
        self._column.activate()
        high = self._column.totalHeightForWidth(self.width())
        if not self.came.isHidden():
            rows = min(self.came.count(), _SHOWN) * (self.fontMetrics().height() + 10)
            high += max(0, rows - self.came.minimumSizeHint().height())
        self.resize(self.width(), min(high, room))

    def _foreseen(self, found: Renewal) -> None:
        for name in ("title", "year", "deadline"):
            self.fields.set_value(name, getattr(found, name))
        text = ngettext("{count} stays on the list.", "{count} stay on the list.", found.kept)
        self.kept.setText(text.format(count=number(found.kept)))
        names = "; ".join(f"{one.name} ({one.why})" for one in found.left)
        self.left.setText(_("Left out: {names}.").format(names=names) if names else "")
        for one in found.came:
            parts = [one.name, one.detail, _("head") if one.head else ""]
            item = QListWidgetItem(", ".join(part for part in parts if part), self.came)
            item.setData(_CAME, one)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked)
        self.button.setEnabled(True)
        self._show_list()
        self.fields.boxes["title"].editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_list(self) -> None:
        on = self.copy_expected.isChecked()
        some = on and self.came.count() > 0
        self.kept.setVisible(on)
        self.left.setVisible(on and bool(self.left.text()))
        for widget in (self.came_title, self.came, self.all, self.none):
            widget.setVisible(some)
        self._fit()

    def _tick(self, state: Qt.CheckState) -> None:
        for row in range(self.came.count()):
            self.came.item(row).setCheckState(state)

    def _ticked(self) -> Sequence[Came]:
        items = [self.came.item(row) for row in range(self.came.count())]
        return [one.data(_CAME) for one in items if one.checkState() is Qt.CheckState.Checked]

    def start(self) -> None:
        """Make the campaign."""
        values = self.values()
        values["copy_expected"] = self.copy_expected.isChecked()
        values["copy_items"] = self.copy_items.isChecked()
        self.setEnabled(False)
        self.context.jobs.write(
            gateway.start_from,
            self._campaign,
            values,
            self._ticked(),
            on_done=self._done,
            on_error=self._refused,
            on_finally=lambda: self.setEnabled(True),
            label=self.windowTitle(),
            context=self,
        )

    def _done(self, done: Done[Started]) -> None:
        self.accept()
        self.started.emit(done.value)

    def _refused(self, problem: Problem) -> None:
        if isinstance(problem, InvalidValues):
            self.setEnabled(True)
            self.fields.show_errors(problem.by_field)
        self.problem.setText(problem.message)
        self.problem.show()
