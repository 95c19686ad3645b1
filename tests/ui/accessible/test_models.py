"""The tab of models and its dialogs: named, reached by keys, whole, Vietnamese."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtWidgets import QDialog

OPENERS: dict[str, Callable[[Any], object]] = {
    "step": lambda page: page.change_state(),
    "silent": lambda page: page.evaluate_again(),
    "compare": lambda page: page.compare(),
}


@pytest.fixture
def page(qtbot: Any, window: Any, settle: Any) -> Any:
    window.tabs.show_tab("models")
    settle(window)
    found = window.tabs.current_page()
    found.master.view.select_place(0)
    qtbot.wait(100)  # the panes follow after a rest
    settle(window)
    return found


@pytest.mark.parametrize("pane", ["model_steps", "model_reviews", "replication"])
def test_the_tab_of_models_can_be_used_by_everyone(window, look, page, settle, pane):
    shown = {**page.detail_pages, "replication": page.replication}
    page.tabs.setCurrentWidget(shown[pane])
    settle(window)
    assert look.faults(page) == []


@pytest.mark.parametrize("name", OPENERS)
def test_every_dialog_can_be_used_by_everyone(qtbot, window, look, page, settle, name):
    OPENERS[name](page)
    settle(window)
    (dialog,) = [one for one in window.findChildren(QDialog) if one.isVisible()]
    if name == "silent":
        dialog.months.setValue(1)
        settle(window)
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    assert look.faults(dialog) == []
    dialog.done(0)
