"""The page of campaigns: who is expected to pledge, and how many have."""

# ruff: noqa: PLC0415 (services are imported when they are first needed, on a worker thread)

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from desktop.core.errors import Problem
from desktop.ui.i18n import N_, _, ngettext, number
from desktop.ui.icons import icon
from desktop.ui.page import PageContext
from desktop.ui.register.compound import MasterDetail
from desktop.ui.register.display import plural
from desktop.ui.register.options import PageOptions
from desktop.ui.register_page import RegisterPage

if TYPE_CHECKING:
    from desktop.core.changes import Done
    from desktop.services.books import Book

WHOM = {  # values of services.campaigns.Whom
    "heads": N_("Heads (secretaries, chairmen, chiefs)"),
    "members": N_("All members, heads first"),
    "organisations": N_("Organisations and units"),
}


def list_expected(book: Book, campaign: int, whom: str) -> Done[int]:
    """Put people or organisations on a campaign's list (runs on the writing thread)."""
    from desktop.services import campaigns

    return campaigns.list_expected(book, campaign, campaigns.Whom(whom))


class CampaignsPage(MasterDetail):
    """Campaigns above, the list of who is expected below."""

    def __init__(self, context: PageContext) -> None:
        expected = context.specs["expected"]
        options = PageOptions(
            scope=None,
            compact=True,
            hint=_("Choose a campaign above to see who is expected to pledge."),
        )
        self.expected = RegisterPage(context, expected, options)
        master = RegisterPage(context, context.specs["campaigns"])
        super().__init__(context, master, [(plural(expected), "campaign_id", self.expected)])
        self.list_menu = QMenu(_("Make the list"), self)
        for name, words in WHOM.items():
            action = self.list_menu.addAction(_(words))
            action.triggered.connect(lambda _on=False, whom=name: self.make_list(whom))
        self._tool = QAction(icon("users"), _("Make the list"), self)
        self._tool.setToolTip(_("Put members or organisations on the chosen campaign's list"))
        self.expected.toolbar.add_tool(self._tool, self.list_menu)
        master.current_changed.connect(self._enable)
        self._enable(None)

    def make_list(self, whom: str) -> None:
        """Put everybody of a kind who is not on the chosen campaign's list on it."""
        campaign = self.master.current_id()
        if campaign is not None:
            self.context.jobs.write(
                list_expected,
                campaign,
                whom,
                on_done=self._listed,
                on_error=self._failed,
                label=_("Make the list"),
                context=self,
            )

    def _listed(self, done: Done[int]) -> None:
        text = ngettext("{count} was put on the list.", "{count} were put on the list.", done.value)
        if not done.value:
            text = _("Everybody is on the list already.")
        self.expected.notice.tell(text.format(count=number(done.value)), "success")

    def _failed(self, problem: Problem) -> None:
        self.expected.notice.tell(problem.message, "error")

    def _enable(self, row: int | None) -> None:
        self._tool.setEnabled(row is not None)
        self.list_menu.setEnabled(row is not None)
