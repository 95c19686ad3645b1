"""The tab of pledges: what was pledged with its items and reviews, and the campaigns."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from desktop.ui.i18n import _
from desktop.ui.page import PageContext
from desktop.ui.register.compound import MasterDetail, Section, SectionsPage
from desktop.ui.register.display import plural
from desktop.ui.register.options import PageOptions
from desktop.ui.register_page import RegisterPage


class PledgesPage(SectionsPage):
    """Pledges, and the campaigns in which they are made."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        specs = context.specs
        sections = [
            Section(
                plural(specs["pledges"]),
                frozenset({"pledges", "pledge_items", "pledge_reviews"}),
                self._make_pledges,
            ),
            Section(
                plural(specs["campaigns"]),
                frozenset({"campaigns", "expected"}),
                self._make_campaigns,
            ),
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
        return MasterDetail(context, RegisterPage(context, context.specs["pledges"]), details)

    def _make_campaigns(self) -> MasterDetail:
        from desktop.ui.register.campaigns import CampaignsPage  # noqa: PLC0415 (when shown)

        return CampaignsPage(self._context)


def make_page(context: PageContext, parent: QWidget | None = None) -> QWidget:
    """Return the page of the tab."""
    return PledgesPage(context, parent)
