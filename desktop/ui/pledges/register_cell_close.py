"""The last step: what holds for all of them, and what is going to be kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.i18n import _, ngettext, number
from desktop.ui.page import PageContext
from desktop.ui.register.bars import WrappedLabel
from desktop.ui.register.editors import Unreadable
from desktop.ui.register.field_column import FieldColumn
from desktop.ui.theme import GAP, MARGIN

if TYPE_CHECKING:
    from desktop.services.registering import Outcome

_FIELDS = ("renounces", "public_means", "public_on", "confirmed_on")
_WIDTH = 400
_NAMED = 3  # so many of those that stay as they were are named


class CloseStep(QWidget):
    """Commitment, publicity and confirmation on the left; the summary on the right."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        spec = context.specs["pledges"]
        self.fields = FieldColumn(context)
        self.fields.setFixedWidth(_WIDTH)
        for name in _FIELDS:
            self.fields.add(replace(spec.by_name[name], hint=_HINTS.get(name, "")))
        self.print = QCheckBox(_("&Print the papers afterwards"))
        self.summary = WrappedLabel()
        self.summary.setTextFormat(Qt.TextFormat.PlainText)
        self.warning = WrappedLabel()
        self.warning.setProperty("role", "warning")
        self.warning.setTextFormat(Qt.TextFormat.PlainText)
        card = QFrame()
        card.setProperty("role", "card")
        told = QVBoxLayout(card)
        told.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        told.setSpacing(GAP)
        told.addWidget(self.summary)
        told.addWidget(self.warning)
        told.addStretch(1)
        left = QVBoxLayout()
        left.addWidget(self.fields)
        left.addWidget(self.print)
        left.addStretch(1)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(MARGIN)
        layout.addLayout(left)
        layout.addWidget(card, 1)

    def values(self) -> dict[str, Any]:
        """Return what holds for all; raises `Unreadable`."""
        return {name: self.fields.value(name) for name in _FIELDS}

    def problem(self) -> str:
        """Return what can't be read, or nothing."""
        try:
            self.values()
        except Unreadable as problem:
            self.fields.show_errors()
            return problem.message
        return ""

    def focus(self) -> None:
        """Put the cursor into the first field."""
        self.fields.boxes["renounces"].editor.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_summary(self, lines: Sequence[str], warnings: Sequence[str]) -> None:
        """Say what is going to be kept, and what may be amiss."""
        self.summary.setText("\n".join(f"•  {one}" for one in lines))
        self.warn(warnings)

    def warn(self, warnings: Sequence[str]) -> None:
        """Say what may be amiss; nothing is kept from being done by it."""
        self.warning.setText("\n".join(warnings))
        self.warning.setVisible(bool(warnings))


_HINTS = {
    "public_on": "Để trống nếu chưa công khai; có thể ghi sau bằng «Công khai…».",
    "confirmed_on": "Để trống nếu chi bộ chưa xác nhận; có thể ghi sau bằng «Xác nhận…».",
}


def summary_lines(new: int, more: int, items: int, without: int) -> list[str]:
    """Return what is going to be kept, a sentence a line."""
    lines = []
    if new:
        lines.append(
            ngettext("{count} new pledge", "{count} new pledges", new).format(count=number(new))
        )
    if more:
        text = ngettext(
            "{count} pledge that is there gets items",
            "{count} pledges that are there get items",
            more,
        )
        lines.append(text.format(count=number(more)))
    text = ngettext("{count} item in all", "{count} items in all", items)
    lines.append(text.format(count=number(items)))
    if without:
        text = ngettext(
            "{count} without any item; they can be typed in later",
            "{count} without any item; they can be typed in later",
            without,
        )
        lines.append(text.format(count=number(without)))
    return lines


def vague_warning(vague: int) -> str:
    """Return the sentence about pledges that would not be concrete."""
    text = ngettext(
        "{count} pledge has no item with both a duty and a target: it counts as not concrete.",
        "{count} pledges have no item with both a duty and a target: they count as not concrete.",
        vague,
    )
    return text.format(count=number(vague))


def shared_warnings(counts: Sequence[int]) -> list[str]:
    """Return a sentence for each text that so many share that it counts as not concrete."""
    sentences = []
    for count in counts[:_NAMED]:
        text = ngettext(
            "{count} pledge with one and the same text: it will count as not concrete.",
            "{count} pledges with one and the same text: they will count as not concrete.",
            count,
        )
        sentences.append(text.format(count=number(count)))
    return sentences


def outcome_words(outcome: Outcome) -> str:
    """Return what was registered, who was left out, and whose pledge says something else."""
    done = len(outcome.pledges) + len(outcome.completed)
    text = ngettext(
        "Registered: {count} pledge. Ctrl+Z undoes it.",
        "Registered: {count} pledges. Ctrl+Z undoes it.",
        done,
    ).format(count=number(done))
    if outcome.left_out:
        more = ngettext(
            "{count} had one already and was left out.",
            "{count} had one already and were left out.",
            len(outcome.left_out),
        )
        text += " " + more.format(count=number(len(outcome.left_out)))
    if outcome.differing:
        more = ngettext(
            "{count} keeps the campaign, publicity or confirmation it had: {names}.",
            "{count} keep the campaign, publicity or confirmation they had: {names}.",
            len(outcome.differing),
        )
        names = ", ".join(outcome.differing[:_NAMED])
        if len(outcome.differing) > _NAMED:
            names += ", …"
        text += " " + more.format(count=number(len(outcome.differing)), names=names)
    return text
