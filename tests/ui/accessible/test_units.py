"""The tab of units and its dialogs: named, reached by keys, whole, Vietnamese."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtWidgets import QDialog

from desktop.ui.dialogs.paper_options import ask_paper

LONG_MS = 20_000
Opener = Callable[[Any, list[tuple[int, str]]], object]


def new_target(page: Any, units: list[tuple[int, str]]) -> None:
    page.flow.merge(units).target.setCurrentIndex(1)


def dissolve(page: Any, units: list[tuple[int, str]]) -> None:
    dialog = page.flow.dissolve(units[0])
    dialog.fields.set_value("on", "2025-07-01")


OPENERS: dict[str, Opener] = {
    "merge": lambda page, units: page.flow.merge(units),
    "merge into a new one": new_target,
    "dissolve": dissolve,
    "transfer": lambda page, units: page.flow.transfer(units[0]),
    "move": lambda page, units: page.flow.choose_place(units),
    "list": lambda page, units: ask_paper(page.context, "member-list", units[0][0], page),
    "reconciliation": lambda page, _units: ask_paper(
        page.context, "member-reconciliation", None, page
    ),
}


@pytest.fixture
def page(window: Any, settle: Any) -> Any:
    window.tabs.show_tab("units")
    settle(window)
    return window.tabs.current_page()


def test_the_tab_of_units_can_be_used_by_everyone(window, look, page):
    assert look.faults(page) == []


@pytest.mark.parametrize("name", OPENERS)
def test_every_dialog_can_be_used_by_everyone(qtbot, window, look, page, settle, name):
    root = page.tree.topLevelItem(1)
    unit = root.data(0, 256)  # Qt.UserRole
    OPENERS[name](page, [(unit, page.tree.name_of(unit))])
    qtbot.wait(280)  # it looks after a rest
    settle(window)
    (dialog,) = [one for one in window.findChildren(QDialog) if one.isVisible()]
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    assert look.faults(dialog) == []
    dialog.done(0)
