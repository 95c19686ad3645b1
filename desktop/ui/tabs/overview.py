"""The first tab: the numbers of the office, the next meeting's papers, what is due."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from desktop.core.changes import Changes
from desktop.core.formats import date_text
from desktop.ui.i18n import _, language, number
from desktop.ui.icons import icon
from desktop.ui.page import PageContext
from desktop.ui.register.bars import WrappedLabel
from desktop.ui.theme import GAP, ICON_SIZE, MARGIN

if TYPE_CHECKING:
    from desktop.services.overview import Count, Meeting, Overview

_ICONS = {
    "members": "users",
    "pledges": "file-check",
    "models": "lightbulb",
    "awards": "award",
    "rounds": "calendar",
    "units": "network",
}
_IN_A_ROW = 3
_Index = QModelIndex | QPersistentModelIndex
_NAMED = Qt.ItemDataRole.UserRole
_CARD = """
QPushButton#count { text-align: left; padding: 10px 14px; border: 1px solid palette(mid);
    border-radius: 8px; background: palette(base); }
QPushButton#count:hover { background: palette(midlight); }
QPushButton#count:focus { border: 2px solid palette(accent); padding: 9px 13px; }
QPushButton#count QLabel { background: transparent; }
"""


def read_overview(book: Any) -> Overview:
    """Read what is shown (runs on the reading thread)."""
    from desktop.services.overview import overview  # noqa: PLC0415 (services when needed)

    return overview(book)


class OverviewPage(QWidget):
    """Counts that lead to their rows, the next meeting, and what is due."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._stale = False
        self.shown: Overview | None = None
        self.setStyleSheet(_CARD)
        self.cards = QGridLayout()
        self.cards.setSpacing(GAP)
        self.meeting = _MeetingCard(context)
        self.due = QListWidget()
        self.due.setWordWrap(True)
        self.due.setTextElideMode(Qt.TextElideMode.ElideNone)
        self.due.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.due.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.due.setIconSize(QSize(ICON_SIZE, ICON_SIZE))
        self.due.setFrameShape(QFrame.Shape.NoFrame)
        self.due.setItemDelegate(_WholeText(self.due))
        self.due.setAccessibleName(_("What is due"))
        self.due.itemActivated.connect(self._open)
        self.due.itemClicked.connect(self._open)
        self._due_title = QLabel(_("What is due"))
        self._due_title.setProperty("role", "subtitle")
        self._nothing = WrappedLabel(_("Nothing is due."))
        self._nothing.setProperty("role", "muted")
        self._lay_out()
        context.jobs.changed.connect(self._changed)
        self.setAccessibleName(_("Overview"))
        self.refresh()

    def refresh(self) -> None:
        """Read again what is shown."""
        self._context.jobs.read(
            read_overview, key=(id(self), "overview"), on_done=self._show, context=self
        )

    def showEvent(self, event: QShowEvent) -> None:
        """Read again what was changed while the page was out of sight."""
        super().showEvent(event)
        if self._stale:
            self._stale = False
            self.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        """Be read again when the page comes back: another day may have begun."""
        super().hideEvent(event)
        self._stale = True

    def _changed(self, changes: Changes) -> None:
        if changes.registers:
            if self.isVisible():
                self.refresh()
            else:
                self._stale = True

    def _lay_out(self) -> None:
        due_card = QFrame()
        due_card.setProperty("role", "card")
        below = QVBoxLayout(due_card)
        below.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        below.addWidget(self._due_title)
        below.addWidget(self._nothing)
        below.addWidget(self.due, 100)
        below.addStretch(1)  # takes the room where the list is hidden
        lower = QHBoxLayout()
        lower.setSpacing(MARGIN)
        lower.addWidget(due_card, 3)
        lower.addWidget(self.meeting, 2)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(MARGIN)
        column.addLayout(self.cards)
        column.addLayout(lower, 1)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # it follows what Tab comes to
        scroll.setWidget(inside)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)

    def _show(self, found: Overview) -> None:
        self.shown = found
        self._show_counts(found.counts)
        self.meeting.tell(found.meeting)
        steps: list[tuple[Any, ...]] = [
            (sentence, register, None, False, {}) for sentence, register in found.first_steps
        ]
        due = [
            (one.sentence, one.register, one.row_id, one.late, dict(one.filters))
            for one in found.due
        ]
        self._due_title.setText(_("First steps") if steps else _("What is due"))
        self._show_due(steps or due, steps=bool(steps))

    def _show_counts(self, counts: Sequence[Count]) -> None:
        """Show the numbers; buttons that stand already keep their place and the focus."""
        for place, one in enumerate(counts):
            item = self.cards.itemAt(place)
            button = item.widget() if item is not None else None
            if not isinstance(button, _CountButton):
                button = _CountButton(self._context)
                self.cards.addWidget(button, place // _IN_A_ROW, place % _IN_A_ROW)
            button.tell(one)

    def _show_due(self, rows: Sequence[tuple[Any, ...]], *, steps: bool) -> None:
        self.due.clear()
        for sentence, register, row, late, filters in rows:
            name = "circle-alert" if late else ("chevron-right" if steps else "clock")
            item = QListWidgetItem(icon(name, "danger" if late else "accent"), sentence)
            item.setData(_NAMED, (register, row, filters))
            self.due.addItem(item)
        self.due.setVisible(bool(rows))
        self._nothing.setVisible(not rows)

    def _open(self, item: QListWidgetItem) -> None:
        register, row, filters = item.data(_NAMED)
        if row is None:
            self._context.show_rows(register, filters)
        else:
            self._context.open_record(register, row)


class _WholeText(QStyledItemDelegate):
    """Makes rows as high as their wrapped words need; Qt's own sum is at times a few pixels off."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Return the view's width, and the height of the words in it."""
        view = option.widget
        width = view.viewport().width() if isinstance(view, QListWidget) else option.rect.width()
        room = max(width - ICON_SIZE - 4 * GAP, 60)
        words = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        wrapped = option.fontMetrics.boundingRect(
            0, 0, room, 10_000, int(Qt.TextFlag.TextWordWrap), words
        )
        return QSize(room, max(wrapped.height(), ICON_SIZE) + GAP)


class _CountButton(QPushButton):
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
        self._words.setText(one.text(language()))
        self.setAccessibleName(f"{one.text(language())}: {number(one.value)}")

    def _open(self) -> None:
        if self._one is not None:
            self._context.show_rows(self._one.register, self._one.filters)


class _MeetingCard(QFrame):
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


def make_page(context: PageContext, parent: QWidget | None = None) -> QWidget:
    """Return the page of the tab."""
    return OverviewPage(context, parent)
