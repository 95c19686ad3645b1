"""The head of a round: its title, dates and counts, with the buttons of its papers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.core.formats import date_text, money
from desktop.core.terms import AwardState, RecipientKind
from desktop.ui.i18n import _, language, number
from desktop.ui.register.bars import WrappedLabel
from desktop.ui.register.rounds import ShownRound
from desktop.ui.theme import GAP

_WIDE = 720  # from which the papers stand beside the figures


class RoundHead(QWidget):
    """A round's title with the papers beside it or, where it is narrow, below; its figures."""

    def __init__(self, papers: Sequence[QWidget]) -> None:
        super().__init__()
        self.title = _plain("subtitle")
        self.figures = _plain("muted")
        buttons = QHBoxLayout()
        buttons.setSpacing(GAP)
        for button in papers:
            buttons.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)
        buttons.addStretch(0)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.setSpacing(GAP)
        self._row.addWidget(self.title, 1)
        self._row.addLayout(buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, GAP, 0, 2)
        layout.setSpacing(4)
        layout.addLayout(self._row)
        layout.addWidget(self.figures)

    def tell(self, found: ShownRound | None) -> None:
        """Show a round; None hides the head."""
        self.title.setText("" if found is None else str(found.round.values["title"]))
        self.figures.setText("" if found is None else figures_text(found))
        self.setVisible(found is not None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the papers beside the figures or below them."""
        super().resizeEvent(event)
        wide = self.width() >= _WIDE
        self._row.setDirection(
            QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        )


def _plain(role: str) -> WrappedLabel:
    label = WrappedLabel()
    label.setProperty("role", role)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


def term_text(term: Any) -> str:
    """Return a term in the language of the interface."""
    return str(term.heading if language() == "vi" else term.label)


def figures_text(found: ShownRound) -> str:
    """Return a round's dates and counts in a line or two."""
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
                _("{count} awards").format(count=number(found.awards)),
                *_counted(RecipientKind, found.by_kind),
                *agreed,
            ]
        ),
        " · ".join(_counted(AwardState, found.by_state)),
    ]
    return "\n".join(line for line in lines if line)


def _counted(terms: Any, counts: Any) -> list[str]:
    return [
        f"{term_text(term)}: {number(counts[term.value])}"
        for term in terms
        if counts.get(term.value, 0)
    ]
