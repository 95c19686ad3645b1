"""What was typed and not saved yet, found on the pages and settled before anything else happens."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtWidgets import QMessageBox, QWidget

from desktop.ui.errors import ask
from desktop.ui.i18n import _
from desktop.ui.jobs import Jobs
from desktop.ui.widgets.page_tabs import PageTabs, commit_input

_SAVE = QMessageBox.StandardButton.Save
_DISCARD = QMessageBox.StandardButton.Discard
_CANCEL = QMessageBox.StandardButton.Cancel


class Unsaved:
    """The unsaved entries of a window's pages."""

    def __init__(self, window: QWidget, tabs: PageTabs, jobs: Jobs) -> None:
        self._window, self._tabs, self._jobs = window, tabs, jobs

    def pages(self) -> list[QWidget]:
        """Return the pages on which something was typed and not saved."""
        return [page for page in self._tabs.pages() if _optional(page, "has_unsaved")]

    def settle(self, then: Callable[[], object], *, flush: bool = False) -> None:
        """Call `then` once nothing typed is unsaved; asks the clerk where something is.

        With `flush` it doesn't ask when all of it is on pages that save by themselves anyway.
        """
        commit_input()
        if not self.pages():
            then()
            return
        if flush and all(_optional(page, "saves_itself") for page in self.pages()):
            self._save_then(then)
            return

        def answered(button: QMessageBox.StandardButton) -> None:
            if button == _SAVE:
                self._save_then(then)
            elif button == _DISCARD:
                for page in self.pages():
                    _optional(page, "discard_pending")
                then()

        ask(
            self._window,
            _("Unsaved entries"),
            _("Some of what was typed has not been saved. Save it?"),
            _SAVE | _DISCARD | _CANCEL,
            answered,
        )

    def _save_then(self, then: Callable[[], object]) -> None:
        for page in self.pages():
            if _optional(page, "save_pending") is False:
                self._show(page)
                return

        def go_on() -> None:
            left = self.pages()
            if left:
                self._show(left[0])
            else:
                then()

        self.when_written(go_on)

    def _show(self, page: QWidget) -> None:
        """Bring up a page on which something can't be saved; it tells what."""
        self._tabs.setCurrentWidget(page)
        _optional(page, "show_unsaved")

    def when_written(self, then: Callable[[], object]) -> None:
        """Call `then` when no write is under way any more."""
        if not self._jobs.writing:
            then()
            return

        def look(busy: bool) -> None:
            if not busy:
                self._jobs.busy.disconnect(look)
                then()

        self._jobs.busy.connect(look)


def _optional(page: QWidget, method: str) -> Any:
    found = getattr(page, method, None)
    return found() if callable(found) else None
