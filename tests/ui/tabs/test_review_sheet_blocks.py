"""The sheets of reviews and ratings: blocks of cells, periods, papers, the year's ratings."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox

from desktop.core.review_period import span
from desktop.core.terms import ReviewPeriod
from desktop.services import undoing

from .sheet_hand import JUNE, Hand, Key, box, keep_cell, ratings_of, sheet_of


@pytest.fixture
def cell(desk: Any) -> int:
    return keep_cell(desk)


@pytest.fixture
def sheet(desk: Any, cell: int) -> Hand:
    return sheet_of(desk, cell)


@pytest.fixture
def ratings(desk: Any, cell: int) -> Hand:
    return ratings_of(desk, cell)


def test_what_is_wrong_isnt_lost_when_the_period_changes(sheet):
    sheet.at(0, "points").type("nhieu").press(Key.Key_Return)
    sheet.page.bar.step(1)
    asked = box()
    assert "1 ô" in asked.text()
    asked.button(QMessageBox.StandardButton.Cancel).click()
    sheet.desk.settle()
    assert (sheet.page.bar.span, sheet.cell(0, "points")) == (JUNE, "nhieu")
    sheet.page.bar.step(1)
    box().button(QMessageBox.StandardButton.Discard).click()
    sheet.desk.settle()
    assert (sheet.page.bar.span, sheet.cell(0, "points")) == (JUNE.step(1), "")


def test_periods_by_keys_keep_what_is_being_typed(sheet):
    sheet.at(0, "done").type("Thang sau")
    sheet.press(Key.Key_PageDown, Qt.KeyboardModifier.ControlModifier)
    sheet.desk.settle()
    assert (sheet.page.bar.span, sheet.cell(0, "done")) == (JUNE.step(1), "")
    sheet.press(Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    sheet.desk.settle()
    assert (sheet.page.bar.span, sheet.cell(0, "done")) == (JUNE, "Thang sau")


def capital(words: str) -> str:
    return words[0].upper() + words[1:]


def offered(bar):
    return [bar.period.itemText(place) for place in range(bar.period.count())]


def test_the_periods_of_a_year_are_offered_and_the_way_to_other_years(sheet):
    bar = sheet.page.bar
    today = span(ReviewPeriod.MONTH, date.today())  # noqa: DTZ011 - the clerk's own day
    last_year = today.first.year - 1
    bar.chosen.emit(bar.unit, today)
    sheet.desk.settle()
    words = [capital(today.step(-back).words) for back in range(max(6, today.first.month))]
    assert offered(bar)[:-1] == words
    assert len(offered(bar)) <= 13
    for kind in ReviewPeriod:  # a list that is seen at once
        bar.chosen.emit(bar.unit, span(kind, today.first))
        sheet.desk.settle()
        assert bar.period.currentText() == capital(bar.span.words)
        assert 5 <= len(offered(bar)) <= 13
    bar.chosen.emit(bar.unit, today)
    sheet.desk.settle()
    assert offered(bar)[-1].startswith("Năm ")
    bar.period.setFocus()
    QTest.keyClick(bar.period, Key.Key_End)  # as with the mouse: the way to the year before
    sheet.desk.settle()
    assert bar.span == today.step(-len(words))
    listed = [today.step(-back) for back in range(24)]
    months = [capital(one.words) for one in listed if one.first.year == last_year]
    assert offered(bar) == [f"Năm {last_year + 1}…", *months, f"Năm {last_year - 1}…"]
    spring = span(ReviewPeriod.MONTH, date(last_year - 1, 4, 1))
    for by, key in ((-5, Key.Key_Down), (10, Key.Key_Up)):  # down and up go on, month by month
        bar.chosen.emit(bar.unit, spring)
        sheet.desk.settle()
        for _each in range(abs(by)):
            QTest.keyClick(bar.period, key)
            sheet.desk.settle()
        assert bar.span == spring.step(by)


def test_a_block_is_pasted_and_undone_as_one(sheet):
    block = 'Một\t90\r\n"Hai\ndòng"\t65,5\r\n'
    sheet.at(0, "cell_assessment").paste(block)
    first, second = sheet.kept(0), sheet.kept(1)
    assert (first["cell_assessment"], first["points"], first["rating"]) == ("Một", 90, "excellent")
    assert (second["cell_assessment"], second["points"]) == ("Hai\ndòng", Decimal("65.5"))
    book = sheet.desk.window.jobs.book
    deed = undoing.last_deed(book)
    assert deed.words == "Nhập đánh giá tháng 6 năm 2026: 2 dòng"
    sheet.desk.window.jobs.write(undoing.undo, deed.batch)
    sheet.desk.settle()
    assert (sheet.cell(0, "cell_assessment"), sheet.kept(0), sheet.kept(1)) == ("", {}, {})


def test_one_value_is_pasted_into_every_selected_cell(sheet):
    sheet.select((0, "cell_assessment"), (3, "cell_assessment")).paste("Hoàn thành tốt")
    assert [sheet.kept(row)["cell_assessment"] for row in range(4)] == ["Hoàn thành tốt"] * 4


def test_a_table_of_word_is_pasted(sheet):
    data = QMimeData()
    data.setText("Đã làm\nviệc\n2")
    data.setHtml(
        "<html><body><table><tr><td><p>Đã làm</p><p>việc</p></td><td>Khá</td></tr>"
        "<tr><td>Hai</td><td></td></tr></table></body></html>"
    )
    sheet.at(2, "done").paste(data)
    assert (sheet.kept(2)["done"], sheet.kept(2)["self_assessment"]) == ("Đã làm\nviệc", "Khá")
    assert sheet.kept(3)["done"] == "Hai"


def test_what_has_no_place_is_told(sheet):
    sheet.at(3, "done").paste("một\nhai\nba")
    assert sheet.kept(3)["done"] == "một"
    assert sheet.page.notice.text == "2 ô đã chép không có chỗ trong bảng này."


def test_a_block_is_copied_cut_filled_and_emptied(sheet):
    sheet.at(0, "done").type("a").press(Key.Key_Return)
    sheet.at(0, "self_assessment").type("b").press(Key.Key_Return)
    sheet.select((0, "done"), (3, "self_assessment"))
    sheet.press(Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert [sheet.kept(row)["self_assessment"] for row in range(4)] == ["b"] * 4
    sheet.select((2, "done"), (3, "self_assessment"))
    sheet.press(Key.Key_X, Qt.KeyboardModifier.ControlModifier)
    assert QApplication.clipboard().text() == "a\tb\na\tb\n"
    assert (sheet.kept(2), sheet.kept(3)) == ({}, {})
    sheet.at(3, "done").press(Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert sheet.kept(3) == {}
    sheet.at(2, "done").press(Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert sheet.kept(2)["done"] == "a"


def test_control_enter_gives_all_selected_cells_the_same(sheet):
    sheet.select((0, "cell_assessment"), (2, "cell_assessment"))
    sheet.type("Nhu nhau").press(Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert [sheet.kept(row)["cell_assessment"] for row in range(3)] == ["Nhu nhau"] * 3
    assert sheet.kept(3) == {}


def test_copying_from_the_month_before_fills_only_empty_cells(sheet):
    sheet.at(0, "pledged").type("viec A").press(Key.Key_Return)
    sheet.type("viec B").press(Key.Key_Return)
    sheet.page.bar.step(1)
    sheet.desk.settle()
    sheet.at(1, "pledged").type("viec moi").press(Key.Key_Return)
    sheet.page.copy_before(("pledged",))
    assert [sheet.cell(row, "pledged") for row in range(3)] == ["viec A", "viec moi", ""]
    assert sheet.kept(0)["pledged"] == "viec A"
    assert sheet.page.notice.text == "Đã chép 1 ô."
    sheet.view.setFocus()
    sheet.at(0, "pledged")
    sheet.desk.settle()
    assert sheet.page.before.text() == "Việc đăng ký trong kỳ: viec A"


def test_yearly_ratings_wait_for_what_they_need(ratings):
    names = [ratings.cell(row, "name").split("\n")[0] for row in range(4)]
    assert names == ["Võ Văn Út", "Lê Ánh", "Bùi Bình", "Tô Cẩm"]  # the head first
    assert ratings.cell(0, "outcome") == "0/1"
    ratings.at(0, "common_points").type("28").press(Key.Key_Tab)
    ratings.desk.settle()
    assert (ratings.page.state.text(), ratings.desk.all("yearly_ratings")) == (
        "1 dòng chờ xếp loại", [],
    )  # fmt: skip
    ratings.type("63").press(Key.Key_Return)
    kept = ratings.kept(0, "yearly_ratings")
    assert (kept["points"], kept["rating"]) == (91, "excellent")
    assert (ratings.cell(0, "points"), ratings.page.state.text()) == ("91", "Đã lưu")
    ratings.at(1, "rating").type("2")
    assert ratings.kept(1, "yearly_ratings")["rating"] == "good"
    assert "xuất sắc 1/2 từ tốt trở lên: 50%" in ratings.page.totals.text()
    assert not ratings.page.over.isVisible(), "two of four say nothing yet"
    ratings.at(2, "rating").type("2")
    ratings.at(3, "rating").type("2")
    ratings.kept(3, "yearly_ratings")
    assert ratings.page.over.text() == "Vượt tỷ lệ 20%: tối đa 0, thừa 1"
    assert ratings.page.over.isVisible()


def test_the_papers_come_up_in_the_preview(sheet, ratings, qtbot):
    window = sheet.desk.window
    for print_it in (sheet.page.print_list, sheet.page._print_year, ratings.page.print_list):
        print_it()
        qtbot.waitUntil(lambda: window.papers.preview is not None, timeout=20_000)
        window.papers.preview.close()
        qtbot.waitUntil(lambda: window.papers.preview is None)


def test_an_empty_sheet_says_what_to_do(sheet):
    sheet.page.go(sheet.page.bar.unit, JUNE.step(-24))
    sheet.desk.settle()
    assert sheet.page.face.isVisible()
    assert "chưa có bản đăng ký" in sheet.page.face.text
