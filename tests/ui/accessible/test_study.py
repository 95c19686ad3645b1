"""The page of study sessions and its dialogs: named, reached by keys, whole, Vietnamese."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtWidgets import QDialog

from desktop.ui.tabs.others import OTHERS

OPENERS: dict[str, Callable[[Any], object]] = {
    "below": lambda page: page.show_below(),
    "summary": lambda page: page.ask_summary(),
    "take": lambda page: page.take_action.trigger(),
    "type": lambda page: page.type_action.trigger(),
}


@pytest.fixture
def page(qtbot: Any, window: Any, settle: Any) -> Any:
    window.tabs.show_tab("others")
    settle(window)
    others = window.tabs.current_page()
    others.names.setCurrentRow(OTHERS.registers.index("study_sessions"))
    settle(window)
    found = others._page(others.names.currentRow())
    found.master.view.select_place(0)
    qtbot.wait(100)  # the panes follow after a rest
    settle(window)
    found.master.view.setFocus()
    return found


def test_the_page_can_be_used_by_everyone(look: Any, page: Any) -> None:
    assert look.faults(page) == []


@pytest.mark.parametrize("name", OPENERS)
def test_every_dialog_can_be_used_by_everyone(
    qtbot: Any, window: Any, look: Any, page: Any, settle: Any, name: str
) -> None:
    OPENERS[name](page)
    settle(window)
    (dialog,) = [one for one in window.findChildren(QDialog) if one.isVisible()]
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    assert look.faults(dialog) == []
    dialog.done(0)
