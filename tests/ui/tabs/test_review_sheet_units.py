"""The pop-up tree of units: found by typing, chosen by keyboard alone."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication

from desktop.core.review_period import span
from desktop.core.terms import ReviewPeriod
from desktop.ui.pledges.review_sheet import ReviewSheetPage
from desktop.ui.register.filter_lists import UnitTree
from tests.ui.driving import type_keys

Key = Qt.Key
_REVIEWS = 3


@pytest.fixture
def many(desk: Any) -> dict[str, int]:
    """A Party organisation with 40 cells, more than are seen at once."""
    names = [f"Chi bộ ấp {n:02}" for n in range(1, 39)] + ["Chi bộ ấp Đầu Giồng", "Chi bộ Mỹ Cẩm"]
    above = desk.add("units", name="Đảng bộ xã")
    return {one: desk.add("units", name=one, parent_id=above) for one in names}


@pytest.fixture
def sheet(desk: Any, many: dict[str, int]) -> Any:
    tab = desk.tab("pledges")
    tab.bar.setCurrentIndex(_REVIEWS)
    desk.settle()
    page = tab.section(_REVIEWS)
    assert isinstance(page, ReviewSheetPage)
    return page


def opened(desk: Any, page: Any) -> UnitTree:
    """The tree, opened from the keyboard."""
    page.focus_search()
    desk.qtbot.keyClick(page.bar.unit_button, Key.Key_Space)
    desk.settle()
    popup = page.bar.unit_button.popup
    assert isinstance(popup, UnitTree)
    desk.qtbot.waitUntil(popup.search.hasFocus)
    return popup


def shown(popup: UnitTree) -> list[str]:
    return [one.text(0) for one in popup._items.values() if not one.isHidden()]


def press(desk: Any, key: Qt.Key) -> None:
    desk.qtbot.keyClick(QApplication.focusWidget(), key)
    desk.settle()


def test_a_unit_is_found_by_typing_and_taken_with_enter(desk, many, sheet):
    popup = opened(desk, sheet)
    type_keys(popup.search, "dâ\bầu giông\b\b\bồng")  # as Unikey sends it
    assert popup.search.text() == "dầu giồng"
    desk.qtbot.waitUntil(lambda: len(shown(popup)) == 2)  # it, and what is above it
    assert popup.search.hasFocus()
    press(desk, Key.Key_Return)
    assert sheet.bar.unit == many["Chi bộ ấp Đầu Giồng"]
    assert sheet.bar.unit_button.popup is None


def test_enter_right_after_the_last_letter_takes_what_was_typed(desk, many, sheet):
    popup = opened(desk, sheet)
    type_keys(popup.search, "my cam")
    press(desk, Key.Key_Return)  # no rest before it
    assert sheet.bar.unit == many["Chi bộ Mỹ Cẩm"]


def test_a_word_that_an_input_method_holds_is_looked_for(desk, many, sheet):
    popup = opened(desk, sheet)
    held = QInputMethodEvent("mỹ cẩm", [])
    QApplication.sendEvent(popup.search, held)
    assert (popup.search.text(), popup.search.preedit) == ("", "mỹ cẩm")
    desk.qtbot.waitUntil(lambda: "Chi bộ ấp 01" not in shown(popup))
    assert (popup.search.text(), popup.search.preedit) == ("", "mỹ cẩm")  # it is left alone
    popup._enter()
    desk.settle()
    assert sheet.bar.unit == many["Chi bộ Mỹ Cẩm"]


def test_the_first_one_found_is_the_first_that_is_seen(desk, many, sheet):
    above = desk.add("units", name="Xã Mười")
    desk.add("units", name="Ấp Một, xã Mười", parent_id=above)  # before it by name
    popup = opened(desk, sheet)
    type_keys(popup.search, "xã mười")
    press(desk, Key.Key_Return)
    assert sheet.bar.unit == above


def test_down_goes_into_the_list(desk, many, sheet):
    popup = opened(desk, sheet)
    type_keys(popup.search, "ap 1")
    desk.qtbot.waitUntil(lambda: len(shown(popup)) == 11)
    press(desk, Key.Key_Down)
    assert popup.tree.hasFocus()
    assert popup.tree.currentItem().text(0) == "Chi bộ ấp 11"  # 10 was found already
    press(desk, Key.Key_Down)
    press(desk, Key.Key_Return)
    assert sheet.bar.unit == many["Chi bộ ấp 12"]


def test_what_is_found_nowhere_chooses_nothing(desk, many, sheet):
    month = span(ReviewPeriod.MONTH, sheet.bar.span.first)
    sheet.go(many["Chi bộ ấp 05"], month)
    desk.settle()
    popup = opened(desk, sheet)
    type_keys(popup.search, "zz")
    press(desk, Key.Key_Return)
    assert popup.isVisible()
    type_keys(popup.search, "\b\b05")
    desk.qtbot.waitUntil(lambda: bool(popup.choices()))
    assert list(popup.choices()) == [many["Chi bộ ấp 05"]]
    type_keys(popup.search, "\b\b07")
    press(desk, Key.Key_Escape)
    assert sheet.bar.unit == many["Chi bộ ấp 05"]
    assert sheet.bar.unit_button.popup is None
