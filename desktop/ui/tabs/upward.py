"""The tab of sending upward and receiving from below."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.ui.page import PageContext
from desktop.ui.upward.page import UpwardPage


def make_page(context: PageContext, parent: QWidget | None = None) -> QWidget:
    """Return the page of the tab."""
    return UpwardPage(context, parent)
