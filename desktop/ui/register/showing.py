"""What a register page shows of its rows: their number, the table, or a sentence in its place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QStackedWidget

from desktop.ui.i18n import _, number
from desktop.ui.page import TAKEN_IN, TAKEN_WITH
from desktop.ui.register.bars import Face
from desktop.ui.register.display import singular
from desktop.ui.register.table_model import State

if TYPE_CHECKING:
    from desktop.ui.register_page import RegisterPage

_SLOW_MS = 400  # a page that takes longer says that it is loading


@dataclass(frozen=True)
class _Kept:
    """What was selected before the rows were read again."""

    ids: list[int]
    current: int | None
    place: int
    scroll: int


_NOTHING_KEPT = _Kept([], None, -1, 0)


class Showing:
    """Keeps selection and place over a reading, and says what to do when there are no rows."""

    def __init__(self, page: RegisterPage) -> None:
        self._page = page
        self._kept = _NOTHING_KEPT
        self.face = Face()
        self.body = QStackedWidget()
        self.body.addWidget(page.view)
        self.body.addWidget(self.face)
        self._slow = QTimer(page)
        self._slow.setSingleShot(True)
        self._slow.setInterval(_SLOW_MS)
        self._slow.timeout.connect(self.show)

    def remember(self) -> None:
        """Keep what is selected, before the rows are read again."""
        view = self._page.view
        self._kept = _Kept(
            view.selected_ids(),
            view.current_id(),
            view.currentIndex().row(),
            view.verticalScrollBar().value(),
        )

    def restore(self, complete: bool) -> None:
        """Select again what was selected; `complete` when all rows are known."""
        kept, view = self._kept, self._page.view
        if kept.ids or kept.current is not None:
            view.select_ids(kept.ids, kept.current)
            if complete and not view.selected_count():
                view.select_place(kept.place)  # deleted: go on with the next row
        view.verticalScrollBar().setValue(kept.scroll)
        if complete:
            self._kept = _NOTHING_KEPT

    def state_changed(self) -> None:
        """Show what the model has come to; a quick answer doesn't flicker."""
        if self._page.model.state is State.LOADING:
            self._slow.start()
            return
        self._slow.stop()
        self.show_count()
        self.show()

    def show_count(self) -> None:
        """Show how many rows there are, of how many, and how many are selected."""
        page = self._page
        shown, total = page.model.rowCount(), page.model.total
        if page.scope is None or not page.model.complete:
            page.toolbar.show_count("")
            return
        text = number(shown) if shown == total else f"{number(shown)} / {number(total)}"
        chosen = page.view.selected_count()
        if chosen > 1:
            text = _("{count} selected · {text}").format(count=number(chosen), text=text)
        page.toolbar.show_count(text)

    def show(self) -> None:
        """Show the table, or what to do when it has no rows."""
        page = self._page
        state = page.model.state
        if page.scope is None:
            self.face.tell(page.options.hint, "list")
        elif state is State.FAILED:
            self.face.tell(page.model.problem, "circle-alert", _("Try again"), page.refresh)
        elif page.model.rowCount():
            self.body.setCurrentWidget(page.view)
            return
        elif state is State.LOADING:
            if self._slow.isActive():
                return
            self.face.tell(_("Loading…"), "clock")
        elif page.is_filtered():
            self.face.tell(
                _("Nothing was found with this search and these filters."),
                "search",
                _("Clear search and filters"),
                page.clear_search,
            )
        elif page.bin_shown:
            self.face.tell(_("The recycle bin is empty."), "trash-2")
        else:
            self._show_empty()
        self.body.setCurrentWidget(self.face)

    def _show_empty(self) -> None:
        # the declaration's own sentence is Vietnamese in every language
        page = self._page
        text = page.spec.empty or _("There is nothing here yet. Press “Add” to begin.")
        can_add = page.options.can_add
        if not can_add:
            text = page.options.empty or _("There is nothing here yet.")
        button = page.add_words or _("Add: {name}").format(name=singular(page.spec))
        button = button if can_add else ""
        picture = "" if page.options.compact else "file-plus"
        self.face.tell(text, picture, button, page.new_record)
        register = page.spec.name
        if can_add and not page.options.compact and register in (*TAKEN_IN, *TAKEN_WITH):
            self.offer_import()

    def offer_import(self) -> None:
        """Offer to take rows in from a file where there are none."""
        page = self._page
        words = _("Or take them in from Excel or Word…")
        self.face.offer(words, lambda: page.context.import_into(page.spec.name))
