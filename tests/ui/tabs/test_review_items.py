"""The items below the sheet of reviews: typed one after another while each is being saved."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.core.review_period import span
from desktop.core.terms import ReviewPeriod


@pytest.fixture
def page(desk: Any) -> Any:
    """The sheet of a member with three items."""
    unit = desk.add("units", name="Chi bộ ấp Một", kind="cell")
    member = desk.add("members", full_name="Lê Ánh", unit_id=unit)
    pledge = desk.add("pledges", year=2026, kind="registration", member_id=member)
    for place in range(3):
        desk.add("pledge_items", pledge_id=pledge, content=f"Việc {place}")
    tab = desk.tab("pledges")
    titles = [tab.bar.tabText(place) for place in range(tab.bar.count())]
    tab.bar.setCurrentIndex(titles.index("Theo dõi, đánh giá"))
    desk.settle()
    found = tab.section(tab.bar.currentIndex())
    found.go(unit, span(ReviewPeriod.MONTH, date(2026, 6, 1)))
    desk.settle()
    found.items.setFocus()
    columns = [one.name for one in found.item_model.columns]
    found.items.go_to(0, columns.index("progress"))
    return found


def keys(page: Any, text: str) -> None:
    for letter in text:
        QTest.keyClicks(page.items.delegate.editor or page.items, letter)


def enter(page: Any) -> None:
    QTest.keyClick(page.items.delegate.editor or page.items, Qt.Key.Key_Return)


def kept(desk: Any) -> list[int | None]:
    return [one.values["progress"] for one in sorted(desk.all("pledge_items"), key=lambda o: o.id)]


def test_a_number_half_typed_outlives_the_save_of_the_one_before(page, desk, qtbot):
    keys(page, "40")
    enter(page)
    keys(page, "7")
    desk.settle()
    qtbot.waitUntil(lambda: not page.item_saver.busy)
    assert QApplication.focusWidget() is page.items.delegate.editor
    keys(page, "5")
    enter(page)
    desk.settle()
    assert kept(desk) == [40, 75, None]


def test_the_cursor_stays_where_it_went(page, desk):
    for text, row in (("40", 1), ("50", 2)):
        keys(page, text)
        enter(page)
        desk.settle()
        assert page.items.currentIndex().row() == row
    assert kept(desk) == [40, 50, None]
