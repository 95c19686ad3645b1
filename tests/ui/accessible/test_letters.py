"""Alt and a letter does one thing: on no page does a button take the letter of a menu."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QAbstractButton, QGroupBox, QLabel, QTabBar, QWidget

from desktop.ui.main_window import MainWindow
from desktop.ui.register.shelf import ShelfPage

from .test_window import TABS


def letter(text: str) -> str:
    found = re.search(r"&(\w)", text.replace("&&", ""))
    return found[1].lower() if found else ""


def keyed(page: QWidget) -> Iterator[str]:
    """The words on a page that are seen and have a letter of their own."""
    for one in page.findChildren(QWidget):
        if not one.isVisible() or one.window() is not page.window():
            continue
        words: list[str] = []
        if isinstance(one, QAbstractButton) or (isinstance(one, QLabel) and one.buddy()):
            words = [one.text()]
        elif isinstance(one, QGroupBox):
            words = [one.title()]
        elif isinstance(one, QTabBar):
            words = [one.tabText(place) for place in range(one.count())]
        yield from (text for text in words if letter(text))


def doubled(window: MainWindow, page: QWidget) -> dict[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    menus = [one.text() for one in window.menuBar().actions() if letter(one.text())]
    assert len(menus) > 3
    for text in [*menus, *keyed(page)]:
        found[letter(text)].append(text)
    return {one: texts for one, texts in found.items() if len(texts) > 1}


@pytest.mark.parametrize("name", TABS)
def test_no_letter_is_used_twice(window: MainWindow, look: Any, settle: Any, name: str) -> None:
    page = look.bring_up(window, name)
    assert doubled(window, page) == {}
    if not isinstance(page, ShelfPage):
        return
    for place in range(page.names.count()):
        page.names.setCurrentRow(place)
        settle(window)
        page.main_page().view.selectRow(0)
        settle(window)
        assert doubled(window, page) == {}, page.names.item(place).text()
