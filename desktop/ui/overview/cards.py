"""Cards of the first tab: a number that leads to its rows, and the next meeting with its papers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
)

from desktop.core.formats import date_text
from desktop.ui.i18n import _, language, number
from desktop.ui.icons import icon
from desktop.ui.page import PageContext
from desktop.ui.register.bars import WrappedLabel
from desktop.ui.theme import GAP, MARGIN

if TYPE_CHECKING:
    from desktop.services.overview import Count, Meeting

_ICONS = {
    "members": "users",
    "pledges": "file-check",
    "models": "lightbulb",
    "awards": "award",
    "rounds": "calendar",
    "units": "network",
}


class CountButton(QPushButton):
    """A number with its words; pressing it shows the rows."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self.setObjectName("count")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self._context = context
        self._one: Count | None = None
        self._picture = QLabel()
        self._number = QLabel()
        self._number.setProperty("role", "title")
        self._words = QLabel()
        self._words.setProperty("role", "muted")
        for label in (self._picture, self._number, self._words):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(self._number)
        texts.addWidget(self._words)
        row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN, GAP, MARGIN, GAP)
        row.setSpacing(MARGIN)
        row.addWidget(self._picture)
        row.addLayout(texts, 1)
        self.clicked.connect(self._open)

    def sizeHint(self) -> QSize:
        """Return the room that the number and its words need."""
        return self.layout().sizeHint()  # type: ignore[union-attr]  # set in __init__

    def minimumSizeHint(self) -> QSize:
        """Return the same: the words must be seen whole."""
        return self.sizeHint()

    def tell(self, one: Count) -> None:
        """Show a number."""
        self._one = one
        self._picture.setPixmap(icon(_ICONS.get(one.counted, "list"), "accent").pixmap(28, 28))
        self._number.setText(number(one.value))
        self._number.ensurePolished()  # its letters are larger than others: room is asked for now
        self._words.setText(one.text(language()))
        self.setAccessibleName(f"{one.text(language())}: {number(one.value)}")

    def _open(self) -> None:
        if self._one is not None:
            self._context.show_rows(self._one.register, self._one.filters)


class MeetingCard(QFrame):
    """The round whose papers are needed next, with the buttons that print them."""

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._context = context
        self._meeting: Meeting | None = None
        self._head = QLabel()
        self._head.setProperty("role", "subtitle")
        self._title = WrappedLabel()
        self._facts = WrappedLabel()
        self._facts.setProperty("role", "muted")
        self.proposal = QPushButton(icon("printer"), _("Print proposal list"))
        self.annex = QPushButton(icon("printer"), _("Print list of a decision"))
        self.show_round = QPushButton(icon("award"), _("Open the round"))
        self.add_round = QPushButton(icon("plus"), _("Go to commendations"))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        for label in (self._head, self._title, self._facts):
            label.setTextFormat(Qt.TextFormat.PlainText)
            layout.addWidget(label)
        for button in (self.show_round, self.proposal, self.annex, self.add_round):
            layout.addWidget(button)
        layout.addStretch(1)
        self.proposal.clicked.connect(lambda: self._print("commendation-proposal"))
        self.annex.clicked.connect(lambda: self._print("commendation-annex"))
        self.show_round.clicked.connect(self._open)
        self.add_round.clicked.connect(lambda: context.show_rows("rounds", {}))
        self.tell(None)

    def tell(self, meeting: Meeting | None) -> None:
        """Show a round, or that there is none."""
        self._meeting = meeting
        there = meeting is not None
        for button in (self.proposal, self.annex, self.show_round):
            button.setVisible(there)
        self.add_round.setVisible(not there)
        if meeting is None:
            self._head.setText(_("Next meeting"))
            self._title.setText(_("No commendation round yet."))
            self._facts.setText(_("Add a round to print the list for its meeting."))
            return
        self._head.setText(_("Next meeting") if meeting.ahead else _("Last meeting"))
        self._title.setText(meeting.title)
        where = [date_text(meeting.on) if meeting.on else _("no date yet"), meeting.place]
        counted = _("{count} awards").format(count=number(meeting.awards))
        open_ = _("{count} without an outcome").format(count=number(meeting.proposed))
        facts = " · ".join(one for one in where if one)
        self._facts.setText(f"{facts}\n{counted} · {open_}")
        self.annex.setEnabled(meeting.awards > meeting.proposed)

    def _print(self, form: str) -> None:
        if self._meeting is not None:
            self._context.print_pdf(form, {"round": self._meeting.round_id})

    def _open(self) -> None:
        if self._meeting is not None:
            self._context.open_record("rounds", self._meeting.round_id)
