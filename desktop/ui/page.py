"""What a page of the window is given, and what the window asks of a page.

A page is built by `make_page(context, parent) -> QWidget` (see `desktop.ui.tabs`). Every
method of `Page` is optional: the window calls what the page has.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from desktop.platform.settings import Settings
from desktop.ui.jobs import Jobs

if TYPE_CHECKING:
    from desktop.core.changes import Changes
    from desktop.core.register import Query, RegisterSpec  # not before the window is painted


TAKEN_IN = (
    "members",
    "units",
    "pledges",
    "models",
    "awards",
    "study_attendances",
    "inspections",
    "documents",
    "topics",
    "campaigns",
    "yearly_ratings",
    "signers",
    "plans",
    "conferences",
    "contests",
    "ethics_standards",
    "topic_meetings",
    "breakthroughs",
    "good_deeds",
    "indicators",
)
"""The registers that a spreadsheet can be taken into, the main ones first."""
TAKEN_WITH = {"study_sessions": "study_attendances"}
"""Registers whose rows come with those that belong to them."""


class Notify(Protocol):
    """Shows a sentence in the status bar; `level` is 'info', 'success', 'warning' or 'error'."""

    def __call__(self, text: str, level: str = "info") -> None:
        """Show `text`."""


class PrintPdf(Protocol):
    """Makes the PDF of a printed form or a register's list and opens it in the preview."""

    def __call__(
        self,
        form: str,
        options: Mapping[str, Any] | None = None,
        title: str = "",
        *,
        screen_only: bool = False,
    ) -> object:
        """Print `form` (see `services.printing`) with its `options`.

        `screen_only`: only shown, with no way to the printer.
        """


@dataclass(frozen=True)
class Listing:
    """A list as a page shows it, to be written out."""

    title: str
    query: Query
    columns: tuple[str, ...]  # names of fields in the order shown
    filters: str  # what is searched and filtered, in Vietnamese words
    rows: int  # as far as they are known


def _never(_register: str) -> None:
    """Do nothing: a page outside the window can't take a file in."""


def _nowhere(_register: str, _filters: Mapping[str, Any]) -> None:
    """Do nothing: a page outside the window has no tabs to bring up."""


@dataclass(frozen=True)
class PageContext:
    """What a page works with."""

    jobs: Jobs
    settings: Settings
    specs: Mapping[str, RegisterSpec]
    notify: Notify
    print_pdf: PrintPdf
    open_record: Callable[[str, int], None]  # register, id: shows it on its tab
    show_rows: Callable[[str, Mapping[str, Any]], None] = _nowhere
    """Register, filters: brings up its tab with the rows that the filters let through."""
    import_into: Callable[[str], object] = _never
    """Register: opens the assistant that takes a file into it."""


class Page(Protocol):
    """What the window may call on a page; each method may be missing."""

    registers: frozenset[str]
    """The registers shown: the page is refreshed when one of them changed; all when missing."""

    def refresh(self) -> None:
        """Read again what is shown."""

    def apply_changes(self, changes: Changes) -> None:
        """Take in what a write changed (instead of `refresh`)."""

    def focus_search(self) -> None:
        """Ctrl+F: put the cursor into the search field."""

    def new_record(self) -> None:
        """Ctrl+N: begin a new record."""

    def edit_many(self) -> None:
        """Ctrl+E: give the selected records the same values in some columns."""

    def delete_selected(self) -> None:
        """Move the selected records to the recycle bin, after asking."""

    def show_recycle_bin(self, shown: bool) -> None:
        """Show the recycle bin instead of the register, or the register again."""

    def print_list(self) -> None:
        """Ctrl+P: print the list as it is shown."""

    def listing(self) -> Listing | None:
        """Return the list as it is shown, to be written out; None when there is none."""

    def open_record(self, register: str, record: int) -> None:
        """Show one record."""

    def commit_input(self) -> None:
        """Commit the word that an input method holds; called before tab change, save, close."""

    def has_unsaved(self) -> bool:
        """Tell whether something typed hasn't been saved."""

    def save_pending(self) -> bool:
        """Begin to save what was typed; False when it can't be saved as it stands."""

    def discard_pending(self) -> None:
        """Forget what was typed and not saved."""
