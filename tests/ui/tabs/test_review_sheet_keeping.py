"""What is typed on a sheet outlives slow reads, failed saves, sums that are too high."""

from __future__ import annotations

import threading
from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox

from desktop.core.errors import UserProblem
from desktop.core.review_period import span
from desktop.core.terms import ReviewPeriod
from desktop.services import registers
from desktop.ui.pledges import review_sheet_gateway as gateway
from desktop.ui.pledges.grid_text import read_html
from desktop.ui.pledges.ratings import RatingsPage
from desktop.ui.pledges.review_sheet import ReviewSheetPage

RETURN = Qt.Key.Key_Return
JUNE = span(ReviewPeriod.MONTH, date(2026, 6, 1))
YEAR = span(ReviewPeriod.YEAR, date(2026, 1, 1))


@pytest.fixture
def cell(desk: Any) -> int:
    """A cell of three members with a pledge and an item each."""
    unit = desk.add("units", name="Chi bộ ấp Mỹ Cẩm", kind="cell")
    for name in ("Lê Ánh", "Bùi Bình", "Tô Cẩm"):
        member = desk.add("members", full_name=name, unit_id=unit)
        pledge = desk.add("pledges", year=2026, kind="registration", member_id=member)
        desk.add("pledge_items", pledge_id=pledge, content=f"Việc của {name}")
    return unit


def section(desk: Any, title: str, unit: int, asked: Any) -> Any:
    tab = desk.tab("pledges")
    titles = [tab.bar.tabText(place) for place in range(tab.bar.count())]
    tab.bar.setCurrentIndex(titles.index(title))
    desk.settle()
    page = tab.section(tab.bar.currentIndex())
    page.go(unit, asked)
    desk.settle()
    page.view.setFocus()
    return page


@pytest.fixture
def page(desk: Any, cell: int) -> Any:
    found = section(desk, "Theo dõi, đánh giá", cell, JUNE)
    assert isinstance(found, ReviewSheetPage)
    return found


@pytest.fixture
def ratings(desk: Any, cell: int) -> Any:
    found = section(desk, "Xếp loại năm", cell, YEAR)
    assert isinstance(found, RatingsPage)
    return found


def column(view: Any, name: str) -> int:
    return [one.name for one in view.grid().columns].index(name)


def enter(view: Any, row: int, name: str, text: str) -> None:
    view.go_to(row, column(view, name))
    for letter in text:
        QTest.keyClicks(view.delegate.editor or view, letter)
    QTest.keyClick(view.delegate.editor, RETURN)


def shown(view: Any, row: int, name: str) -> str:
    return view.grid().text(row, column(view, name))


def kept(desk: Any, name: str, register: str = "pledge_reviews") -> set[Any]:
    desk.settle()
    return {one.values[name] for one in desk.all(register)} - {None}


@pytest.fixture
def gate(monkeypatch):
    """Saves of reviews wait until it is set."""
    real, go = gateway.save_reviews, threading.Event()

    def slow(*given: Any) -> Any:
        go.wait(20)
        return real(*given)

    monkeypatch.setattr(gateway, "save_reviews", slow)
    yield go
    go.set()


def break_once(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """Let the next save fail as it does on a full disk."""
    real, broken = getattr(gateway, name), [True]

    def save(*given: Any) -> Any:
        if broken:
            broken.clear()
            raise UserProblem("Đĩa đầy. Hãy xóa bớt tệp.")
        return real(*given)

    monkeypatch.setattr(gateway, name, save)


def test_rows_read_before_a_save_dont_take_its_words_from_the_screen(
    page, desk, qtbot, monkeypatch
):
    real = gateway.read_sheet
    read, go = threading.Event(), threading.Event()

    def slow(*given: Any) -> Any:
        found = real(*given)
        read.set()
        go.wait(20)
        return found

    monkeypatch.setattr(gateway, "read_sheet", slow)
    page.refresh()
    qtbot.waitUntil(read.is_set)
    enter(page.view, 1, "done", "xong")
    qtbot.waitUntil(lambda: not page.saver.busy and not page.saver.unsaved)
    monkeypatch.setattr(gateway, "read_sheet", real)
    go.set()
    assert kept(desk, "done") == {"xong"}
    assert shown(page.view, 1, "done") == "xong"


def test_what_a_failed_save_left_goes_with_the_next_entry(page, desk, monkeypatch):
    break_once(monkeypatch, "save_reviews")
    enter(page.view, 0, "done", "mot")
    desk.settle()
    assert page.saver.unsaved == 1
    assert "chưa lưu" in page.state.text()
    page.context.jobs.write(registers.save, "units", {"name": "Chi bộ khác", "kind": "cell"})
    desk.settle()  # the rows are read again, and the failure is still told
    assert "chưa lưu" in page.state.text()
    enter(page.view, 1, "done", "hai")
    assert kept(desk, "done") == {"mot", "hai"}
    assert (page.unsaved, page.state.text()) == (0, "Đã lưu")


def test_a_failed_save_of_an_item_is_told_and_tried_again(page, desk, monkeypatch):
    break_once(monkeypatch, "save_items")
    page.item_saver.save_by(gateway.save_items)
    enter(page.items, 0, "result", "tot")
    desk.settle()
    assert "chưa lưu" in page.state.text()
    page.notice.button.click()
    assert kept(desk, "result", "pledge_items") == {"tot"}
    assert page.unsaved == 0


def test_a_sum_that_is_too_high_is_put_right_by_a_part(ratings, desk):
    enter(ratings.view, 0, "common_points", "90")
    desk.settle()
    enter(ratings.view, 0, "result_points", "70")
    desk.settle()
    assert ratings.model.wrong
    assert kept(desk, "points", "yearly_ratings") == set()
    enter(ratings.view, 0, "common_points", "25")
    assert kept(desk, "points", "yearly_ratings") == {95}
    assert shown(ratings.view, 0, "points") == "95"
    assert (ratings.unsaved, ratings.model.wrong) == (0, {})


def test_closing_with_save_tells_what_is_missing(ratings, desk, qtbot):
    enter(ratings.view, 1, "common_points", "25")
    desk.settle()
    ratings.bar.period.setFocus()
    desk.window.close()
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), QMessageBox))
    QApplication.activeModalWidget().button(QMessageBox.StandardButton.Save).click()
    desk.settle()
    qtbot.waitUntil(lambda: "xếp loại" in ratings.notice.text)
    index = ratings.view.currentIndex()
    assert (index.row(), index.column()) == (1, column(ratings.view, "rating"))
    assert desk.window.isVisible()
    ratings.discard_pending()
    desk.settle()


def test_a_month_changed_during_a_save_takes_what_is_typed_meanwhile(page, desk, qtbot, gate):
    enter(page.view, 0, "done", "mot")
    qtbot.waitUntil(lambda: page.saver.busy)
    page.bar.step(1)
    page.view.go_to(1, column(page.view, "done"))
    QTest.keyClicks(page.view, "h")
    QTest.keyClicks(page.view.delegate.editor, "ai")
    gate.set()
    assert kept(desk, "done") == {"mot", "hai"}
    assert QApplication.activeModalWidget() is None
    assert page.bar.span == JUNE.step(1)


def test_two_things_wait_for_one_save(page, desk, qtbot, gate):
    done: list[str] = []
    enter(page.view, 0, "done", "mot")
    qtbot.waitUntil(lambda: page.saver.busy)
    page.when_kept(lambda: done.append("first"))
    page.when_kept(lambda: done.append("second"))
    gate.set()
    desk.settle()
    assert done == ["first", "second"]


def test_what_cant_be_read_in_a_row_that_went_is_told_and_let_go(page, desk):
    enter(page.view, 2, "points", "abc")
    desk.settle()
    key = page.model.rows[2].key
    page.context.jobs.write(registers.delete, "pledges", [key])
    desk.settle()
    page.refresh()
    desk.settle()
    assert len(page.model.rows) == 2
    assert (page.unsaved, page.model.wrong) == (0, {})
    assert page.notice.text == "Đã bỏ qua vì dòng không còn ở đây: abc"


def test_a_person_counts_once_in_the_share_and_organisations_apart(page, desk, cell, qtbot):
    member = desk.all("members")[0].id
    desk.add("pledges", year=2026, kind="commitment", member_id=member)
    desk.add(
        "pledges", year=2026, kind="registration", pledger_kind="organisation",
        name="Chi bộ ấp Mỹ Cẩm", unit_id=cell,
    )  # fmt: skip
    page.go(cell, YEAR)
    desk.settle()
    for row in range(len(page.model.rows)):
        page.view.go_to(row, column(page.view, "rating"))
        QTest.keyClicks(page.view, "x")
    wanted = (
        "Đã đánh giá 5/5   |   Xuất sắc 3   |   xuất sắc 3/3 từ tốt trở lên: 100%"
        "   |   Tổ chức: Xuất sắc 1   |   xuất sắc 1/1 từ tốt trở lên: 100%"
    )
    qtbot.waitUntil(lambda: page.totals.text() == wanted)
    assert page.over.text().startswith("Vượt tỷ lệ 20%: tối đa 0, thừa 3")
    assert "Tổ chức: Vượt tỷ lệ 20%: tối đa 0, thừa 1" in page.over.text()
    desk.settle()


@pytest.mark.parametrize(
    ("table", "cells"),
    [
        (
            (
                "<tr><td rowspan=2>T6</td><td>một</td></tr><tr><td>hai</td></tr>"
                "<tr><td>T7</td><td>ba</td></tr>"
            ),
            [["T6", "một"], ["", "hai"], ["T7", "ba"]],
        ),
        (
            "<tr><td>một</td><td rowspan='2'>T6</td></tr><tr><td>hai</td></tr>",
            [["một", "T6"], ["hai", ""]],
        ),
        (
            "<tr><td colspan=2>a</td><td>b</td></tr><tr><td>c</td><td>d</td><td>e</td></tr>",
            [["a", "", "b"], ["c", "d", "e"]],
        ),
        (
            "<tr><td rowspan=2 colspan=2>a</td><td>b</td></tr><tr><td>c</td></tr>",
            [["a", "", "b"], ["", "", "c"]],
        ),
        ("<tr><td rowspan=x colspan=0>a</td><td>b</td></tr>", [["a", "b"]]),
    ],
)
def test_merged_cells_stay_in_their_columns(table: str, cells: list[list[str]]) -> None:
    assert read_html(f"<table>{table}</table>") == cells


def test_a_page_that_cant_be_read_is_pasted_as_text(page, desk):
    data = QMimeData()
    data.setHtml("<table><tr><td>b</td></tr><![x </table>")
    data.setText("a")
    QApplication.clipboard().setMimeData(data)
    page.view.go_to(1, column(page.view, "done"))
    QTest.keyClick(page.view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert shown(page.view, 1, "done") == "a"
    assert kept(desk, "done") == {"a"}
