"""The tab of members, with their ratings beside."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from desktop.ui.i18n import _
from desktop.ui.icons import icon
from desktop.ui.page import PageContext
from desktop.ui.persons.flow import PersonFlow
from desktop.ui.persons.gateway import OVERKEPT
from desktop.ui.register import many
from desktop.ui.register.compound import Section, SectionsPage
from desktop.ui.register.display import plural
from desktop.ui.register.options import PageOptions
from desktop.ui.register_page import RegisterPage

_HISTORY = ("member_steps", "member_units", "member_moves", "yearly_ratings")
_SEEN = ("pledges", "awards", "models")  # of the member: shown here, changed on their own tabs


class MembersPage(SectionsPage):
    """Members, and the ratings of members and units."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        members, ratings = context.specs["members"], context.specs["yearly_ratings"]
        sections = [
            Section(
                plural(members),
                frozenset({"members"}),
                self._members,
            ),
            Section(
                plural(ratings),
                frozenset({"yearly_ratings"}),
                lambda: RegisterPage(context, ratings),
            ),
        ]
        super().__init__(context, sections, parent)
        self.setAccessibleName(_("Members"))

    def show_filtered(
        self, register: str, filters: Mapping[str, Any], words: Mapping[Any, str]
    ) -> None:
        """Show the rows of a register that these filters let through, or who is kept too long."""
        if register == OVERKEPT:
            self.page_of("members")
            self.persons.show_overkept()
        else:
            super().show_filtered(register, filters, words)

    def _members(self) -> RegisterPage:
        """Make the register of members, with what is done to several of them."""
        spec = self.context.specs["members"]
        page = RegisterPage(self.context, spec, PageOptions(children=self._history))
        menu = QMenu(page)
        for words, name, plan in (
            (_("&Transfer to another unit…"), "move-horizontal", many.transfer),
            (_("Change the &status…"), "user", many.status),
            (_("Change &many…"), "pen-line", many.edit),
        ):
            action = menu.addAction(icon(name), words)
            action.triggered.connect(
                lambda _checked=False, plan=plan: many.change(page, plan(spec))
            )
        button = QAction(icon("move-horizontal"), _("Transfer, status"), page)
        page.toolbar.add_tool(button, menu)
        page.toolbar.add_tool(QAction(icon("printer"), _("Papers"), page), self._papers(page))
        self.persons = PersonFlow(page)
        self.persons.add_to(page)
        return page

    def _papers(self, page: RegisterPage) -> QMenu:
        """Make the menu of what is printed of members."""
        menu = QMenu(page)
        sheet = menu.addAction(_("Data &sheet of those selected"))
        sheet.triggered.connect(lambda: self._print_sheets(page))
        menu.addSeparator()
        for form, words in (
            ("member-list", _("&List of members by unit…")),
            ("member-book", _("&Book of members (form 7-HSĐV)…")),
            ("member-reconciliation", _("&Quarterly reconciliation…")),
        ):
            action = menu.addAction(words)
            action.triggered.connect(lambda _checked=False, form=form: self._ask_paper(page, form))
        return menu

    def _ask_paper(self, page: RegisterPage, form: str) -> None:
        from desktop.ui.dialogs.paper_options import ask_paper  # noqa: PLC0415 (when needed)

        ask_paper(self.context, form, page.filters.filters().get("unit_id"), self)

    def _print_sheets(self, page: RegisterPage) -> None:
        ids = page.selected_ids()
        if ids:
            self.context.print_pdf("member-sheet", {"members": ids})
        else:
            page.notice.tell(_("Select rows in the table first (Ctrl+A selects all)."), "warning")

    def _history(self, member: int, parent: QWidget) -> list[tuple[str, QWidget]]:
        """Make the further tabs of a member's window."""
        found: list[tuple[str, QWidget]] = []
        for name in (*_HISTORY, *_SEEN):
            spec = self.context.specs[name]
            seen = name in _SEEN
            options = PageOptions(
                scope={"member_id": member},
                compact=True,
                key=f"members.{name}",
                filters=False,
                search=False,
                can_add=not seen,
                can_change=not seen,
                can_delete=not seen,
            )
            found.append((plural(spec), RegisterPage(self.context, spec, options, parent)))
        return found


def make_page(context: PageContext, parent: QWidget | None = None) -> QWidget:
    """Return the page of the tab."""
    return MembersPage(context, parent)
