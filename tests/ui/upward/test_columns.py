"""What offices and records are called keeps room in the tab's lists, however narrow they are."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt

from desktop.ui.upward.received_page import ReceivedPage
from desktop.ui.upward.section import Rows


def width_of(table: Any, words: str) -> int:
    """The width of a column by its heading."""
    model, across = table.model(), Qt.Orientation.Horizontal
    headings = [model.headerData(place, across) for place in range(model.columnCount())]
    return int(table.columnWidth(headings.index(words)))


def test_the_main_column_takes_what_is_left_or_all_are_scrolled(qtbot, qapp):
    rows = Rows("Cơ quan", (20, 30, 30))
    qtbot.addWidget(rows)
    rows.resize(1000, 300)
    rows.show()
    rows.put(["Tên", "A", "B"], [("x", "y", "z")], lambda row, column: row[column])
    needed = rows.fontMetrics().averageCharWidth() * 20 + 16
    assert rows.columnWidth(0) > needed
    assert not rows.horizontalScrollBar().isVisible()
    whole = rows.columnWidth(0)
    rows.resize(400, 300)
    qtbot.waitUntil(rows.horizontalScrollBar().isVisible)
    qtbot.waitUntil(lambda: rows.columnWidth(0) == needed)
    assert rows.horizontalScrollBar().isVisible()
    rows.resize(1000, 300)
    qtbot.waitUntil(lambda: rows.columnWidth(0) == whole)
    assert not rows.horizontalScrollBar().isVisible()


def test_fewer_columns_come_while_all_are_scrolled(qtbot, qapp):
    """The header then asks for headings that are no more: an error in there ends the program."""
    rows = Rows("Cơ quan", (30,) * 9)
    qtbot.addWidget(rows)
    rows.resize(400, 300)
    rows.show()
    rows.put(list("abcdefghi"), ["abcdefghi"] * 40, lambda row, column: row[column])
    bar = rows.horizontalScrollBar()
    qtbot.waitUntil(bar.isVisible)
    bar.setValue(bar.maximum())
    qtbot.wait(1)
    for count in (2, 0, 9):
        rows.resize_to((30,) * count, 0)
        rows.put(list("abcdefghi"[:count]), [], lambda row, column: row[column])
        qtbot.waitUntil(lambda: not rows._sharing.isActive())
    assert rows.model().headerData(9, Qt.Orientation.Horizontal) is None


def test_names_keep_room_in_narrow_dialogs_and_a_search_may_find_nothing(
    receiver, settle, below, take
):
    window = receiver()
    window.upward.receive([one.send(f"{n}.gsnop") for n, one in enumerate(below)])
    settle(window)
    dialog = window.upward.dialog
    while dialog.intake.busy:
        settle(window)
    dialog.resize(700, 500)
    settle(window)
    assert width_of(dialog.table, "Cơ quan") >= 200
    dialog.table.selectAll()
    dialog.accept_box.click()
    dialog.do_button.click()
    while dialog.intake.busy:
        settle(window)
    dialog.reject()
    settle(window)
    page = window.tabs.page("upward").show_part(ReceivedPage)
    settle(window)
    page.table.selectRow(1)
    page.open_rows()
    settle(window)
    rows = page.dialog
    rows.resize(600, 500)
    names = [rows.names.item(place).text() for place in range(rows.names.count())]
    rows.names.setCurrentRow(next(n for n, one in enumerate(names) if one.startswith("Mô hình (")))
    settle(window)
    assert width_of(rows.table, "Tên mô hình") >= 150
    rows.search.setText("không có tên này")
    rows._typing.timeout.emit()
    settle(window)
    assert rows.table.entries == []
    assert rows.count.text() == "Không có bản ghi nào khớp."
    rows.reject()
    settle(window)
