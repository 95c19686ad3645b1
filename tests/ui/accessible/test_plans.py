"""The pages of plans and topics and their dialogs: named, reached by keys, whole, Vietnamese."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtWidgets import QDialog

from desktop.ui.tabs.others import OTHERS

OPENERS: dict[str, tuple[str, Callable[[Any], object]]] = {
    "missing": ("plans", lambda page: page.show_missing()),
    "due": ("plans", lambda page: page.show_due()),
    "copy": ("plans", lambda page: page.copy_things()),
    "tie": ("topics", lambda page: page.pane.year_button.click()),
    "standards": ("ethics_standards", lambda page: page.show_missing()),
}


@pytest.fixture
def bring_up(qtbot: Any, window: Any, settle: Any) -> Callable[[str], Any]:
    def show(register: str) -> Any:
        window.tabs.show_tab("others")
        settle(window)
        others = window.tabs.current_page()
        others.names.setCurrentRow(OTHERS.registers.index(register))
        settle(window)
        page = others._page(others.names.currentRow())
        others.main_page().view.select_place(0)
        qtbot.wait(100)  # the panes follow after a rest
        settle(window)
        return page

    return show


@pytest.mark.parametrize(
    "register",
    ["plans", "topics", "conferences", "ethics_standards", "topic_meetings", "breakthroughs"],
)
def test_the_pages_can_be_used_by_everyone(look, bring_up, register):
    assert look.faults(bring_up(register)) == []


@pytest.mark.parametrize("name", OPENERS)
def test_every_dialog_can_be_used_by_everyone(qtbot, window, look, bring_up, settle, name):
    register, opens = OPENERS[name]
    opens(bring_up(register))
    settle(window)
    (dialog,) = [one for one in window.findChildren(QDialog) if one.isVisible()]
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    assert look.faults(dialog) == []
    dialog.done(0)
