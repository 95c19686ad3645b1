"""What the own office has sent upward, and what was answered."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction, QShowEvent

from desktop.core.register import RegisterSpec
from desktop.ui import sending_gateway
from desktop.ui.dialogs.sending_changes import changes_words, every_change
from desktop.ui.i18n import _
from desktop.ui.icons import icon
from desktop.ui.page import PageContext
from desktop.ui.register.bars import WrappedLabel, set_role
from desktop.ui.register.options import PageOptions
from desktop.ui.register_page import RegisterPage

if TYPE_CHECKING:
    from desktop.services.sent_changes import SinceSent

_REST_MS = 150  # until the cursor rests
_COLUMNS = (
    *("period_from", "period_to", "number", "made_on", "answer", "answered_on", "receipt"),
    "file_name",
)


class SentPage(RegisterPage):
    """The list of submissions; sending the next one, taking in what is answered."""

    def __init__(self, context: PageContext, spec: RegisterSpec) -> None:
        options = PageOptions(
            scope={"direction": "issued"},
            can_add=False,
            can_delete=False,
            key="upward.sent",
            columns=_COLUMNS,
            empty=_(
                "Nothing has been sent upward yet. “Send upward…” writes the file for the office "
                "above; what it answers is taken in here."
            ),
        )
        super().__init__(context, spec, options)
        self.send_action = QAction(icon("send"), _("Send upward…"), self)
        self.send_action.setToolTip(_("Write the file for the office above (Ctrl+Shift+S)"))
        self.send_action.triggered.connect(lambda _on=False: self._trigger("send_upward"))
        self.answer_action = QAction(icon("download"), _("Take in an answer…"), self)
        self.answer_action.setToolTip(
            _("The file that the office above sent back; it can be dropped here, too")
        )
        self.answer_action.triggered.connect(lambda _on=False: self._trigger("receive_files"))
        for action in (self.send_action, self.answer_action):
            self.toolbar.add_tool(action)
        self.since = WrappedLabel()
        self.since.setTextFormat(Qt.TextFormat.PlainText)
        set_role(self.since, "muted")
        self.since.hide()
        if (layout := self.layout()) is not None:
            layout.addWidget(self.since)
        self._resting = QTimer(self)
        self._resting.setSingleShot(True)
        self._resting.setInterval(_REST_MS)
        self._resting.timeout.connect(self._look)
        self._known: dict[tuple[date, date], SinceSent | None] = {}
        self._asked: tuple[date, date] | None = None
        self._age = 0  # of what is known: any change of the book may change figures
        context.jobs.changed.connect(self._outdate)
        context.jobs.book_closed.connect(self._outdate)
        self.current_changed.connect(lambda _id: self._resting.start())

    def showEvent(self, event: QShowEvent) -> None:
        """Tell again what may have changed while the page was out of sight."""
        super().showEvent(event)
        self._resting.start()

    def _look(self) -> None:
        """Ask which figures changed since the period of the row with the cursor was last sent."""
        current = self.view.current_id() if self.view.selected_count() else None
        row = None if current is None else self.model.known_row(self.model.place_of(current))
        if row is None or self.bin_shown:
            self._asked = None
            self._tell("")
            return
        period = self._asked = row.values["period_from"], row.values["period_to"]
        if period in self._known:
            self._came(self._known[period])
            return
        age = self._age

        def came(found: SinceSent | None) -> None:
            if age == self._age:
                self._known[period] = found
            if period == self._asked:  # what was known of another row needed no reading
                self._came(found)

        self.context.jobs.read(
            sending_gateway.changed_since_sent,
            *period,
            key=(id(self), "since"),
            on_done=came,
            on_error=lambda problem: self._tell(problem.message),
            context=self,
        )

    def _outdate(self, *_changes: object) -> None:
        """Forget what is known: it is asked again where the cursor is."""
        self._age += 1
        self._known.clear()
        if self.isVisible():
            self._resting.start()

    def _came(self, found: SinceSent | None) -> None:
        if found is None:
            self._tell("")
        else:
            self._tell(changes_words(found), every_change(found))

    def _tell(self, words: str, more: str = "") -> None:
        self.since.setText(words)
        self.since.setToolTip(more)
        self.since.setVisible(bool(words))

    def _trigger(self, name: str) -> None:
        """Do an entry of the window's menus."""
        actions = getattr(self.window(), "actions_", None)
        if actions is not None:
            actions[name].trigger()
