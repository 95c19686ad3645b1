"""Documents, counts of inspection and their dialogs: named, reached by keys, whole, Vietnamese."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtWidgets import QDialog

from desktop.ui.tabs.others import OTHERS

OPENERS: dict[str, tuple[str, Callable[[Any], object]]] = {
    "year": ("inspections", lambda page: page.type_year()),
    "summary": ("inspections", lambda page: page.print_summary()),
    "reported": ("documents", lambda page: page.ask_reported()),
    "gaps": ("documents", lambda page: page.show_gaps()),
    "issued": ("documents", lambda page: page.print_book("documents-issued")),
}


@pytest.fixture
def bring_up(window: Any, settle: Any) -> Callable[[str], Any]:
    def show(register: str) -> Any:
        window.tabs.show_tab("others")
        settle(window)
        others = window.tabs.current_page()
        others.names.setCurrentRow(OTHERS.registers.index(register))
        settle(window)
        page = others.main_page()
        page.view.select_place(0)
        page.view.setFocus()
        settle(window)
        return page

    return show


@pytest.mark.parametrize("register", ["inspections", "documents"])
def test_the_pages_can_be_used_by_everyone(look: Any, bring_up: Any, register: str) -> None:
    assert look.faults(bring_up(register)) == []


@pytest.mark.parametrize("name", OPENERS)
def test_every_dialog_can_be_used_by_everyone(
    qtbot: Any, window: Any, look: Any, bring_up: Any, settle: Any, name: str
) -> None:
    register, opens = OPENERS[name]
    opens(bring_up(register))
    settle(window)
    (dialog,) = [one for one in window.findChildren(QDialog) if one.isVisible()]
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    assert look.faults(dialog) == []
    dialog.done(0)
