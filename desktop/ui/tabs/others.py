"""The tab of what is followed beside: plans, conferences, contests and the like."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.ui.i18n import N_
from desktop.ui.page import PageContext
from desktop.ui.register.shelf import Shelf, ShelfPage

OTHERS = Shelf(
    N_("Other registers"),
    (
        "documents",
        "topics",
        "plans",
        "conferences",
        "contests",
        "ethics_standards",
        "topic_meetings",
        "breakthroughs",
        "good_deeds",
        "indicators",
    ),
)


def make_page(context: PageContext, parent: QWidget | None = None) -> QWidget:
    """Return the page of the tab."""
    return ShelfPage(context, OTHERS, parent)
