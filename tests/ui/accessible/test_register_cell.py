"""Registering a cell, its papers and the campaigns' dialogs: named, by keys, whole, Vietnamese."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtWidgets import QDialog

from desktop.ui.pledges.campaign_dialogs import (
    ChangeReason,
    NextCampaignDialog,
    OpenCampaignDialog,
)
from desktop.ui.pledges.register_cell import CLOSE, COMMON, OWN
from desktop.ui.pledges.register_cell_add import AddPledgerDialog


def pledges(window: Any, settle: Any) -> Any:
    window.tabs.show_tab("pledges")
    settle(window)
    return window.tabs.page("pledges")


def ready(qtbot: Any, window: Any, settle: Any, dialog: QDialog) -> QDialog:
    settle(window)
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    return dialog


def faults(look: Any, dialog: QDialog) -> list[str]:
    return [*look.faults(dialog), *look.clipped(dialog), *look.too_large(dialog)]


def test_every_step_of_a_registration(qtbot, window, settle, look):
    page = pledges(window, settle)
    page.tools.register_cell()
    settle(window)
    dialog = ready(qtbot, window, settle, page.tools.dialog)
    dialog.who.campaign.setCurrentIndex(dialog.who.campaign.count() - 1)
    dialog.who.campaign.activated.emit(dialog.who.campaign.currentIndex())
    dialog.who.fields.set_value("year", 2040)
    qtbot.wait(350)
    settle(window)
    assert dialog.chosen == []  # of a whole office nobody is ticked unasked
    dialog.who.people.people.tick([0, 1, 2], on=True)
    assert faults(look, dialog) == []
    for step in (COMMON, OWN, CLOSE):
        dialog.go_on()
        settle(window)
        assert dialog.step == step
        if step == COMMON:
            dialog.common.grid.items.set_cells([(0, 0, "Nêu gương"), (1, 0, "Đọc sách")])
        assert faults(look, dialog) == []
    dialog.done(0)


@pytest.mark.parametrize("name", ["next", "open", "reason", "add", "papers"])
def test_the_smaller_dialogs(qtbot, window, settle, look, name):
    page = pledges(window, settle)
    context = page.context
    if name == "papers":
        page.tools.print_papers()
        dialog: QDialog = page.tools.papers
    else:
        made = {
            "next": lambda: NextCampaignDialog(context, 1, page),
            "open": lambda: OpenCampaignDialog(context, 3, page),
            "reason": lambda: ChangeReason("Bỏ khỏi danh sách", page),
            "add": lambda: AddPledgerDialog(context, None, page),
        }
        dialog = made[name]()
        dialog.open()
    ready(qtbot, window, settle, dialog)
    assert faults(look, dialog) == []
    dialog.done(0)
