"""The page of campaigns: who is expected to pledge, and how many have."""

from __future__ import annotations

from desktop.ui.i18n import _
from desktop.ui.page import PageContext
from desktop.ui.register.compound import MasterDetail
from desktop.ui.register.display import plural
from desktop.ui.register.options import PageOptions
from desktop.ui.register_page import RegisterPage


class CampaignsPage(MasterDetail):
    """Campaigns above, the list of who is expected below."""

    def __init__(self, context: PageContext) -> None:
        expected = context.specs["expected"]
        options = PageOptions(
            scope=None,
            compact=True,
            hint=_("Choose a campaign above to see who is expected to pledge."),
        )
        pane = RegisterPage(context, expected, options)
        master = RegisterPage(context, context.specs["campaigns"])
        super().__init__(context, master, [(plural(expected), "campaign_id", pane)])
