"""The tab of pledges: what was pledged with its items and reviews, and the campaigns."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QWidget

from desktop.ui.i18n import _
from desktop.ui.page import PageContext
from desktop.ui.pledges.apart import ApartPage, ApartSections
from desktop.ui.pledges.register_tools import RegisterTools
from desktop.ui.register.compound import MasterDetail, Section
from desktop.ui.register.display import plural
from desktop.ui.register.options import PageOptions
from desktop.ui.register_page import RegisterPage

WORKLIST = "worklist"
"""What `PageContext.show_rows` calls the worklist."""
_WORK_PLACE, _REVIEW_PLACE = 1, 3


class PledgesPage(ApartSections):
    """Pledges, and the campaigns in which they are made."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        specs = context.specs
        sections = [
            Section(
                plural(specs["pledges"]),
                frozenset({"pledges", "pledge_items", "pledge_reviews"}),
                self._make_pledges,
            ),
            Section(_("Work to do"), frozenset(), self._make_worklist),
            Section(
                plural(specs["campaigns"]),
                frozenset({"campaigns", "expected"}),
                self._make_campaigns,
            ),
            Section(_("Follow-up, review"), frozenset(), self._make_reviews),
            Section(_("Yearly rating"), frozenset(), self._make_ratings),
        ]
        self._context = context
        super().__init__(context, sections, parent)
        self.setAccessibleName(_("Pledges"))

    def _make_pledges(self) -> MasterDetail:
        context = self._context
        hint = _("Choose a pledge above to see what belongs to it.")
        details = []
        for name in ("pledge_items", "pledge_reviews"):
            spec = context.specs[name]
            options = PageOptions(scope=None, compact=True, hint=hint, filters=False, search=False)
            details.append((plural(spec), "pledge_id", RegisterPage(context, spec, options)))
        master = RegisterPage(context, context.specs["pledges"])
        self.tools = RegisterTools(master)
        return MasterDetail(context, master, details)

    def show_filtered(
        self, register: str, filters: Mapping[str, Any], words: Mapping[Any, str]
    ) -> None:
        """Show the rows of a register that these filters let through, or a worklist."""
        if register == WORKLIST:
            self.bar.setCurrentIndex(_WORK_PLACE)
            page = self.section(_WORK_PLACE)
            if isinstance(page, ApartPage):
                page.show_filtered(register, filters, words)
        else:
            super().show_filtered(register, filters, words)

    def _make_worklist(self) -> ApartPage:
        from desktop.ui.pledges.worklist import WorklistPage  # noqa: PLC0415 (when shown)

        page = WorklistPage(self._context)
        page.review_wanted.connect(self._review)
        return page

    def _review(self, row: Any, kind: str) -> None:
        """Show the sheet of reviews with the cursor on the pledge of a row of the worklist."""
        self.bar.setCurrentIndex(_REVIEW_PLACE)
        page: Any = self.section(_REVIEW_PLACE)
        unit = (row.unit_id, row.unit) if row.unit_id is not None else None
        page.show_pledge(row.id, row.year, unit, kind)

    def _make_campaigns(self) -> MasterDetail:
        from desktop.ui.register.campaigns import CampaignsPage  # noqa: PLC0415 (when shown)

        return CampaignsPage(self._context)

    def _make_reviews(self) -> ApartPage:
        from desktop.ui.pledges.review_sheet import ReviewSheetPage  # noqa: PLC0415 (when shown)

        return ReviewSheetPage(self._context)

    def _make_ratings(self) -> ApartPage:
        from desktop.ui.pledges.ratings import RatingsPage  # noqa: PLC0415 (when shown)

        return RatingsPage(self._context)


def make_page(context: PageContext, parent: QWidget | None = None) -> QWidget:
    """Return the page of the tab."""
    return PledgesPage(context, parent)
