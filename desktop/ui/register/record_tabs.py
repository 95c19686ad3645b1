"""The tabs that a record of any main register has: its files and photos, its notes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QTabWidget, QWidget

from desktop.ui.i18n import _, number
from desktop.ui.page import PageContext
from desktop.ui.theme import GAP, MARGIN

if TYPE_CHECKING:
    from desktop.ui.register.record_dialog import ChildPages

MAIN = frozenset(
    {
        "awards",
        "campaigns",
        "decisions",
        "documents",
        "members",
        "models",
        "pledges",
        "rounds",
        "topics",
        "units",
        "yearly_ratings",
    }
)
"""Registers whose records have these tabs."""


def with_common_tabs(
    context: PageContext, register: str, own: ChildPages | None
) -> ChildPages | None:
    """Return what makes a record's tabs: its register's own, then those that all have."""
    if register not in MAIN:
        return own

    def make(row_id: int, parent: QWidget) -> list[tuple[str, QWidget]]:
        from desktop.ui.files.pane import FilesPane  # noqa: PLC0415 (when a record is opened)
        from desktop.ui.history import HistoryPane  # noqa: PLC0415
        from desktop.ui.notes import NotesPane  # noqa: PLC0415

        files = FilesPane(context, register, parent)
        notes = NotesPane(context, register, parent)
        for one in (files, notes):
            one.setContentsMargins(MARGIN, 0, MARGIN, GAP)
        files.set_record(row_id)
        notes.set_record(row_id)
        found = [] if own is None else list(own(row_id, parent))
        told = HistoryPane(context, register, row_id, parent)
        return [
            *found,
            (_("Files, photos"), files),
            (_("Notes"), notes),
            (_("History"), told),
        ]

    return make


def count_in_title(tabs: QTabWidget, page: QWidget, title: str) -> None:
    """Write behind a tab's title how many files or notes there are, as soon as it is known."""
    from desktop.ui.files.pane import FilesPane  # noqa: PLC0415 (when a record is opened)
    from desktop.ui.notes import NotesPane  # noqa: PLC0415

    def show(count: int) -> None:
        words = f"{title} ({number(count)})" if count else title
        tabs.setTabText(tabs.indexOf(page), words)

    if isinstance(page, FilesPane | NotesPane):
        page.counted.connect(show)
