"""Words of what changed in the book since a period was last sent upward."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from desktop.core.formats import date_text
from desktop.ui.i18n import _, ngettext, number

if TYPE_CHECKING:
    from desktop.services.sent_changes import FigureChange, SinceSent

_FEW = 4  # figures in sight; all of them are in the tooltip


def changes_words(found: SinceSent) -> str:
    """Return how many figures changed, and which first: the own ones, else those of all offices."""
    named = {"number": found.number, "day": date_text(found.made_on)}
    if not found.own and not found.total:
        words = _("No figure of this period has changed since time {number} ({day}).")
        return words.format(**named)
    some = found.own or found.total
    words = (
        ngettext(
            "{count} figure of this period has changed since time {number} ({day}):",
            "{count} figures of this period have changed since time {number} ({day}):",
            len(some),
        )
        if found.own
        else ngettext(
            "{count} figure of all offices together has changed since time {number} ({day}):",
            "{count} figures of all offices together have changed since time {number} ({day}):",
            len(some),
        )
    )
    shown = "; ".join(_change(one) for one in some[:_FEW]) + ("; …" if some[_FEW:] else ".")
    return f"{words.format(count=number(len(some)), **named)} {shown}"


def every_change(found: SinceSent) -> str:
    """Return all figures that changed, a line each."""
    parts: list[tuple[str, Sequence[FigureChange]]] = [
        (_("Own office"), found.own),
        (_("All offices together"), found.total),
    ]
    return "\n".join(
        line
        for title, some in parts
        if some
        for line in (title, *(f"  {_change(one)}" for one in some))
    )


def _change(one: FigureChange) -> str:
    return f"{one.words}: {one.before} → {one.now} {one.unit}".rstrip()
