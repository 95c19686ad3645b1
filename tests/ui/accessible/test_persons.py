"""The dialogs of a person's data: named, reached by keys, whole, Vietnamese."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtWidgets import QDialog


@pytest.mark.parametrize("name", ["erase", "overkept"])
def test_every_dialog_can_be_used_by_everyone(qtbot, window, look, settle, name: str) -> None:
    window.tabs.show_tab("members")
    settle(window)
    page: Any = window.tabs.current_page()
    page.main_page().view.select_place(0)
    settle(window)
    flow = page.persons
    dialog: QDialog = flow.erase() if name == "erase" else flow.show_overkept()
    settle(window)
    if name == "erase":
        qtbot.waitUntil(lambda: dialog.plan is not None and dialog._job is None, timeout=20_000)
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    assert look.faults(dialog) == []
    dialog.done(0)
    settle(window)
