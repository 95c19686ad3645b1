"""The tab of members, with their ratings beside."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.ui.i18n import _
from desktop.ui.page import PageContext
from desktop.ui.register.compound import Section, SectionsPage
from desktop.ui.register.display import plural
from desktop.ui.register.options import PageOptions
from desktop.ui.register_page import RegisterPage

_HISTORY = ("member_steps", "member_units", "member_moves", "yearly_ratings")
_SEEN = ("pledges", "awards")  # of the member: shown here, changed on their own tabs


class MembersPage(SectionsPage):
    """Members, and the ratings of members and units."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        members, ratings = context.specs["members"], context.specs["yearly_ratings"]
        sections = [
            Section(
                plural(members),
                frozenset({"members"}),
                lambda: RegisterPage(context, members, PageOptions(children=self._history)),
            ),
            Section(
                plural(ratings),
                frozenset({"yearly_ratings"}),
                lambda: RegisterPage(context, ratings),
            ),
        ]
        super().__init__(context, sections, parent)
        self.setAccessibleName(_("Members"))

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
