"""Sections of a tab that are no registers: what the window asks of the tab goes to them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from PySide6.QtWidgets import QWidget

from desktop.ui.page import Listing
from desktop.ui.register.compound import CompoundPage, SectionsPage
from desktop.ui.register_page import RegisterPage


class ApartPage(CompoundPage):
    """A section without a register page: it answers the window itself."""

    def pages(self) -> Iterator[RegisterPage]:
        """Yield nothing: there is no register page in here."""
        yield from ()

    @property
    def bin_shown(self) -> bool:
        """Whether the recycle bin is shown: there is none here."""
        return False

    def refresh(self) -> None:
        """Read again what is shown."""

    def focus_search(self) -> None:
        """Put the cursor where one chooses what is shown."""

    def new_record(self) -> None:
        """Nothing is begun here."""

    def edit_many(self) -> None:
        """Nothing is changed through a dialog here."""

    def delete_selected(self) -> None:
        """No record is deleted here."""

    def show_recycle_bin(self, shown: bool) -> None:
        """There is no recycle bin here."""

    def print_list(self) -> None:
        """Nothing is printed here."""

    def listing(self) -> Listing | None:
        """Return nothing: there is no list to be written out."""
        return None

    def has_unsaved(self) -> bool:
        """Tell whether something typed hasn't been saved."""
        return False

    def saves_itself(self) -> bool:
        """Tell whether what was typed is saved without being asked for, as on a sheet."""
        return False

    def save_pending(self) -> bool:
        """Begin to save what was typed."""
        return True

    def show_unsaved(self) -> None:
        """Put the cursor where something isn't saved, and tell why."""

    def discard_pending(self) -> None:
        """Forget what was typed and not saved."""


class ApartSections(SectionsPage):
    """Sections of which some are `ApartPage`s."""

    def _shown(self) -> ApartPage | None:
        """Return the section that is up, when it answers itself."""
        page: QWidget = self.section(self.bar.currentIndex())
        return page if isinstance(page, ApartPage) else None

    def _answering(self) -> Any:
        """Return who answers the window: the section that is up, else the register pages."""
        return self._shown() or super()

    def _aparts(self) -> list[ApartPage]:
        return [one for one in self._made.values() if isinstance(one, ApartPage)]

    @property
    def bin_shown(self) -> bool:
        """Whether the recycle bin is shown."""
        return self._shown() is None and super().bin_shown

    def refresh(self) -> None:
        """Read again what is shown."""
        page = self._shown()
        if page is not None:
            page.refresh()
        super().refresh()

    def focus_search(self) -> None:
        """Put the cursor into the search field, or where one chooses."""
        self._answering().focus_search()

    def new_record(self) -> None:
        """Begin a new record where the cursor is."""
        self._answering().new_record()

    def edit_many(self) -> None:
        """Give the selected records the same values in some columns."""
        self._answering().edit_many()

    def delete_selected(self) -> None:
        """Move the selected records to the recycle bin."""
        self._answering().delete_selected()

    def show_recycle_bin(self, shown: bool) -> None:
        """Show the recycle bin of the register that is up, or the register again."""
        self._answering().show_recycle_bin(shown)

    def print_list(self) -> None:
        """Print what is up."""
        self._answering().print_list()

    def listing(self) -> Listing | None:
        """Return the list that the cursor is in, as it is shown."""
        found: Listing | None = self._answering().listing()
        return found

    def has_unsaved(self) -> bool:
        """Tell whether something typed hasn't been saved."""
        return super().has_unsaved() or any(one.has_unsaved() for one in self._aparts())

    def saves_itself(self) -> bool:
        """Tell whether all that isn't saved yet is on pages that save by themselves."""
        left = [one for one in self._aparts() if one.has_unsaved()]
        return not super().has_unsaved() and all(one.saves_itself() for one in left)

    def save_pending(self) -> bool:
        """Begin to save what was typed."""
        began = [one.save_pending() for one in self._aparts() if one.has_unsaved()]
        return super().save_pending() and all(began)

    def show_unsaved(self) -> None:
        """Bring up the section in which something isn't saved, and tell why."""
        for place, page in self._made.items():
            if isinstance(page, ApartPage) and page.has_unsaved():
                self.bar.setCurrentIndex(place)
                page.show_unsaved()
                return

    def discard_pending(self) -> None:
        """Forget what was typed and not saved."""
        super().discard_pending()
        for page in self._aparts():
            page.discard_pending()
