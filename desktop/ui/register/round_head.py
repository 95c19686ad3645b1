"""The head of a round: its title, dates and counts, with the buttons of its papers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.core.formats import date_text, money
from desktop.core.terms import AwardState, RecipientKind
from desktop.ui.i18n import _, language, number
from desktop.ui.register.bars import WrappedLabel
from desktop.ui.register.rounds import ShownRound
from desktop.ui.theme import GAP


class ButtonRows(QWidget):
    """Buttons beside each other, in as many rows as the width needs."""

    def __init__(self, buttons: Sequence[QWidget]) -> None:
        super().__init__()
        self._buttons = tuple(buttons)
        for button in buttons:
            button.setParent(self)
        self._needed = self._place(10_000)

    def sizeHint(self) -> QSize:
        """Return no width of its own, and the height needed."""
        return QSize(0, self._needed)

    def minimumSizeHint(self) -> QSize:
        """Return what the widest button needs."""
        return QSize(max(one.sizeHint().width() for one in self._buttons), self._needed)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the buttons into rows."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Measure again when the look has changed."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        """Measure again once the style is known."""
        super().showEvent(event)
        self._fit()

    def _fit(self) -> None:
        needed = self._place(self.width())
        if needed != self._needed:
            self._needed = needed
            self.updateGeometry()

    def _place(self, width: int) -> int:
        x = y = high = 0
        for button in self._buttons:
            hint = button.sizeHint()
            if x and x + hint.width() > width:
                x, y = 0, y + high + GAP // 2
            button.setGeometry(x, y, hint.width(), hint.height())
            x += hint.width() + GAP
            high = max(high, hint.height())
        return y + high


class RoundHead(QWidget):
    """A round's title and figures, what can be done with it, and its papers."""

    def __init__(self, papers: Sequence[QWidget], deeds: Sequence[QWidget] = ()) -> None:
        super().__init__()
        self.title = _plain("subtitle")
        self.figures = _plain("muted")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, GAP, 0, 2)
        layout.setSpacing(4)
        layout.addWidget(self.title)
        layout.addWidget(self.figures)
        for buttons in (deeds, papers):
            if buttons:
                layout.addWidget(ButtonRows(buttons))

    def tell(self, found: ShownRound | None) -> None:
        """Show a round; None hides the head."""
        self.title.setText("" if found is None else str(found.round.values["title"]))
        self.figures.setText("" if found is None else figures_text(found))
        self.setVisible(found is not None)


def _plain(role: str) -> WrappedLabel:
    label = WrappedLabel()
    label.setProperty("role", role)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def term_text(term: Any) -> str:
    """Return a term in the language of the interface."""
    return str(term.heading if language() == "vi" else term.label)


def figures_text(found: ShownRound) -> str:
    """Return a round's dates, counts and sums, in a few lines."""
    values = found.round.values
    about = [values.get("achievement_period"), values.get("meeting_place")]
    if values.get("meeting_on"):
        about.insert(1, _("meeting on {date}").format(date=date_text(values["meeting_on"])))
    agreed = []
    if found.money:
        agreed.append(_("money agreed: {money}").format(money=money(found.money)))
    lines = [
        " · ".join(str(one) for one in about if one),
        " · ".join(
            [
                # not 'awards': the refused and the annulled are among them
                _("On the list: {count}").format(count=number(found.awards)),
                *_counted(RecipientKind, found.by_kind),
                *agreed,
            ]
        ),
        " · ".join([*_counted(AwardState, found.by_state), *_undecided(found), *_by_form(found)]),
    ]
    return "\n".join(line for line in lines if line)


def _undecided(found: ShownRound) -> list[str]:
    if not found.undecided:
        return []
    return [_("waiting for a decision: {count}").format(count=number(found.undecided))]


def _by_form(found: ShownRound) -> list[str]:
    """Return the money of each form, when more than one has some."""
    paid = [one for one in found.by_form if one.money]
    if len(paid) < 2:
        return []
    return [f"{one.key}: {money(one.money)}" for one in paid]


def _counted(terms: Any, counts: Any) -> list[str]:
    return [
        f"{term_text(term)}: {number(counts[term.value])}"
        for term in terms
        if counts.get(term.value, 0)
    ]
