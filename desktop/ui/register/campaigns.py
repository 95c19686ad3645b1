"""The page of campaigns: who is expected to pledge, opening one, making next year's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from desktop.core.errors import Problem
from desktop.core.formats import date_text
from desktop.core.register import Row
from desktop.ui.i18n import N_, _, ngettext, number
from desktop.ui.icons import icon
from desktop.ui.page import PageContext
from desktop.ui.pledges import register_cell_gateway as gateway
from desktop.ui.register import many, source
from desktop.ui.register.compound import MasterDetail
from desktop.ui.register.deeds import Deeds
from desktop.ui.register.display import plural
from desktop.ui.register.options import PageOptions
from desktop.ui.register.record_dialog import RecordDialog
from desktop.ui.register.record_window import RecordWindow
from desktop.ui.register_page import RegisterPage

if TYPE_CHECKING:
    from desktop.core.changes import Done
    from desktop.services.next_campaign import Started
    from desktop.ui.pledges.campaign_dialogs import (
        ChangeReason,
        NextCampaignDialog,
        OpenCampaignDialog,
    )

WHOM = {  # values of services.campaigns.Whom
    "heads": N_("Heads (secretaries, chairmen, chiefs)"),
    "members": N_("All members, heads first"),
    "organisations": N_("Organisations and units"),
}
_NAMED = 6  # so many of those left out are named


class _ExpectedDialog(RecordDialog):
    """Somebody on a list; once the campaign is open a change needs its reason."""

    keep = staticmethod(gateway.save_expected)


class _ExpectedWindow(RecordWindow):
    kind = _ExpectedDialog


class _ExpectedDeeds(Deeds):
    """Entries come back on a list with a reason too, and nobody twice."""

    def __init__(self, page: ExpectedPage) -> None:
        super().__init__(page)
        self._list = page

    def restore(self, ids: list[int]) -> None:
        """Put entries back on the campaign's list."""

        def go_on(reason: str | None) -> None:
            self._list.context.jobs.write(
                gateway.restore_expected,
                ids,
                reason,
                on_done=self._back,
                on_error=self.failed,
                label=_("Restore"),
                context=self,
            )

        self._list.with_reason(_("Put back on the list"), go_on)

    def _back(self, done: Done[int]) -> None:
        text = ngettext(
            "{count} was put back on the list. Ctrl+Z undoes it.",
            "{count} were put back on the list. Ctrl+Z undoes it.",
            done.value,
        )
        self._list.notice.tell(text.format(count=number(done.value)), "success")


class ExpectedPage(RegisterPage):
    """A campaign's list; once the campaign is open every change asks for the reason."""

    def __init__(self, context: PageContext, options: PageOptions) -> None:
        super().__init__(context, context.specs["expected"], options)
        self._record = _ExpectedWindow(self)
        self.deeds = _ExpectedDeeds(self)
        self.asking: ChangeReason | None = None

    def with_reason(self, deed: str, then: Callable[[str | None], None]) -> None:
        """Go on with the reason of a change, asked for when the campaign is open."""
        campaign = (self.scope or {}).get("campaign_id")
        if campaign is not None:
            self.context.jobs.read(
                gateway.needs_reason,
                campaign,
                key=(id(self), "reason"),
                on_done=lambda needed: self._ask(deed, then) if needed else then(None),
                on_error=self.deeds.failed,
                context=self,
            )

    def delete_selected(self) -> None:
        """Take the selected entries off the list."""
        ids = self.selected_ids()
        if not ids or self.bin_shown:
            super().delete_selected()
            return

        def go_on(reason: str | None) -> None:
            if reason is None:
                self.deeds.delete(ids)
                return
            self.context.jobs.write(
                gateway.remove_expected,
                ids,
                reason,
                on_done=self._removed,
                on_error=self.deeds.failed,
                label=_("Take off the list"),
                context=self,
            )

        self.with_reason(_("Take off the list"), go_on)

    def edit_many(self) -> None:
        """Give the selected entries the same values."""

        def go_on(reason: str | None) -> None:
            def do(book: Any, ids: Any, values: Any, progress: Any = None) -> Any:
                del progress  # a list is short
                return gateway.change_expected(book, ids, values, reason)

            plan = many.edit(self.spec, self.scope)
            many.change(self, plan if reason is None else replace(plan, do=do))

        self.with_reason(_("Change many"), go_on)

    def _ask(self, deed: str, then: Callable[[str | None], None]) -> None:
        from desktop.ui.pledges.campaign_dialogs import ChangeReason  # noqa: PLC0415 (when needed)

        self.asking = ChangeReason(deed, self)
        self.asking.given.connect(then)
        self.asking.finished.connect(self._asked)
        self.asking.open()

    def _asked(self) -> None:
        self.asking = None

    def _removed(self, done: Done[int]) -> None:
        text = ngettext(
            "{count} was taken off the list. Ctrl+Z undoes it.",
            "{count} were taken off the list. Ctrl+Z undoes it.",
            done.value,
        )
        self.notice.tell(text.format(count=number(done.value)), "success")


class CampaignsPage(MasterDetail):
    """Campaigns above, the list of who is expected below."""

    def __init__(self, context: PageContext) -> None:
        spec = context.specs["expected"]
        options = PageOptions(
            scope=None,
            compact=True,
            recycle_bin=True,
            hint=_("Choose a campaign above to see who is expected to pledge."),
        )
        self.expected = ExpectedPage(context, options)
        master = RegisterPage(context, context.specs["campaigns"])
        # one campaign or two a year, but many who are expected
        details = [(plural(spec), "campaign_id", self.expected)]
        super().__init__(context, master, details, shares=(1, 2))
        self.dialog: OpenCampaignDialog | NextCampaignDialog | None = None
        self.list_menu = QMenu(_("Make the list"), self)
        for name, words in WHOM.items():
            action = self.list_menu.addAction(_(words))
            action.triggered.connect(lambda _on=False, whom=name: self.make_list(whom))
        self._tool = QAction(icon("users"), _("Make the list"), self)
        self._tool.setToolTip(_("Put members or organisations on the chosen campaign's list"))
        self.expected.toolbar.add_tool(self._tool, self.list_menu)
        self.open_action = QAction(icon("file-check"), _("Open the campaign…"), self)
        self.open_action.setToolTip(_("From its opening on the list changes with a reason only"))
        self.open_action.triggered.connect(self.open_campaign)
        self.next_action = QAction(icon("copy"), _("Next year's campaign…"), self)
        self.next_action.triggered.connect(self.start_next)
        for action in (self.open_action, self.next_action):
            master.toolbar.add_tool(action)
        master.current_changed.connect(self._enable)
        self._enable(None)

    # the list

    def make_list(self, whom: str) -> None:
        """Put everybody of a kind who is not on the chosen campaign's list on it."""
        campaign = self.master.current_id()
        if campaign is not None:
            self.expected.with_reason(
                _("Make the list"),
                lambda reason: self._make_list(campaign, whom, reason),
            )

    def _make_list(self, campaign: int, whom: str, reason: str | None) -> None:
        self.context.jobs.write(
            gateway.list_expected,
            campaign,
            whom,
            reason,
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

    # opening, and the next year

    def open_campaign(self) -> None:
        """Ask for the day on which the chosen campaign opens, unless it was opened before."""
        campaign = self.master.current_id()
        if campaign is not None and self.dialog is None:
            self.context.jobs.read(
                source.get,
                "campaigns",
                campaign,
                key=(id(self), "open"),
                on_done=self._ask_day,
                on_error=self._refused,
                context=self,
            )

    def _ask_day(self, campaign: Row) -> None:
        from desktop.ui.pledges.campaign_dialogs import (  # noqa: PLC0415 (when needed)
            OpenCampaignDialog,
        )

        opened = campaign.values["opened_on"]
        if opened is not None:
            text = _("This campaign was opened on {date} already.")
            self.master.notice.tell(text.format(date=date_text(opened)), "info")
            return
        listed, deadline = self.expected.model.rowCount(), campaign.values["deadline"]
        dialog = OpenCampaignDialog(self.context, listed, self, deadline)
        dialog.given.connect(lambda on: self._open(campaign.id, on))
        self._show(dialog)

    def _open(self, campaign: int, on: Any) -> None:
        self.context.jobs.write(
            gateway.open_campaign,
            campaign,
            on,
            on_done=self._opened,
            on_error=self._refused,
            label=_("Open the campaign"),
            context=self,
        )

    def _opened(self, done: Done[int]) -> None:
        text = ngettext(
            "The campaign is open, with {count} on its list. Ctrl+Z undoes it.",
            "The campaign is open, with {count} on its list. Ctrl+Z undoes it.",
            done.value,
        )
        self.master.notice.tell(text.format(count=number(done.value)), "success")

    def start_next(self) -> None:
        """Show what next year's campaign would be, and make it."""
        from desktop.ui.pledges.campaign_dialogs import (  # noqa: PLC0415 (when needed)
            NextCampaignDialog,
        )

        campaign = self.master.current_id()
        if campaign is not None and self.dialog is None:
            dialog = NextCampaignDialog(self.context, campaign, self)
            dialog.started.connect(self._started)
            self._show(dialog)

    def _started(self, started: Started) -> None:
        text = ngettext(
            "Made, with {count} on its list.", "Made, with {count} on its list.", started.expected
        ).format(count=number(started.expected))
        if started.left:
            names = [f"{one.name} ({one.why})" for one in started.left[:_NAMED]]
            rest = len(started.left) - len(names)
            shown = ", ".join(names) + (f", … (+{number(rest)})" if rest else "")
            text += " " + _("Left out: {names}.").format(names=shown)
        self.master.select_record(started.campaign_id)
        self.master.notice.tell(text, "success")

    def _show(self, dialog: OpenCampaignDialog | NextCampaignDialog) -> None:
        self.dialog = dialog
        dialog.finished.connect(self._closed)
        dialog.open()

    def _closed(self) -> None:
        self.dialog = None
        self.master.view.setFocus()

    def _refused(self, problem: Problem) -> None:
        self.master.notice.tell(problem.message, "error")

    def _enable(self, row: int | None) -> None:
        for action in (self._tool, self.open_action, self.next_action):
            action.setEnabled(row is not None)
        self.list_menu.setEnabled(row is not None)
