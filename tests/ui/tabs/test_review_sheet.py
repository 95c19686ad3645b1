"""The sheets of reviews and ratings in the real window, by keyboard alone."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QMimeData, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMessageBox, QPlainTextEdit, QWidget

from desktop.core.review_period import span
from desktop.core.terms import ReviewPeriod
from desktop.services import undoing
from desktop.ui.pledges.ratings import RatingsPage
from desktop.ui.pledges.review_sheet import ReviewSheetPage

Key = Qt.Key
JUNE = span(ReviewPeriod.MONTH, date(2026, 6, 1))


def box() -> QMessageBox:
    """The box that asks something now."""
    found = QApplication.activeModalWidget()
    assert isinstance(found, QMessageBox)
    return found


def type_keys(widget: QWidget, letter: str) -> None:
    """Send a letter as a key; QTest knows those of Latin-1 alone."""
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        event = QKeyEvent(kind, Key.Key_unknown, Qt.KeyboardModifier.NoModifier, letter)
        QApplication.sendEvent(widget, event)


class Hand:
    """A hand on the keyboard, over a sheet."""

    def __init__(self, page: Any, desk: Any) -> None:
        self.page, self.view, self.desk = page, page.view, desk
        self.view.setFocus()

    def column(self, name: str) -> int:
        return [one.name for one in self.page.model.columns].index(name)

    def at(self, row: int, name: str) -> Hand:
        self.view.go_to(row, self.column(name))
        return self

    def press(self, key: Qt.Key, with_: Any = Qt.KeyboardModifier.NoModifier) -> Hand:
        QTest.keyClick(self.view.delegate.editor or self.view, key, with_)
        return self

    def type(self, text: str) -> Hand:
        """Type letter by letter: the first one opens the editor."""
        for letter in text:
            type_keys(self.view.delegate.editor or self.view, letter)
        return self

    def cell(self, row: int, name: str) -> str:
        return self.page.model.text(row, self.column(name))

    def where(self) -> tuple[int, str]:
        index = self.view.currentIndex()
        return index.row(), self.page.model.columns[index.column()].name

    def paste(self, data: QMimeData | str) -> Hand:
        clipboard = QApplication.clipboard()
        if isinstance(data, str):
            clipboard.setText(data)
        else:
            clipboard.setMimeData(data)
        return self.press(Key.Key_V, Qt.KeyboardModifier.ControlModifier)

    def select(self, first: tuple[int, str], last: tuple[int, str]) -> Hand:
        self.at(*first)
        for _row in range(last[0] - first[0]):
            self.press(Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
        for _column in range(self.column(last[1]) - self.column(first[1])):
            self.press(Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
        return self

    def kept(self, row: int, register: str = "pledge_reviews") -> dict[str, Any]:
        """What the book holds for a row."""
        self.desk.settle()
        key = self.page.model.rows[row].key
        owner = "pledge_id" if register == "pledge_reviews" else "member_id"
        last = self.page.bar.span.last
        rows = [
            one
            for one in self.desk.all(register)
            if one.values[owner] == key and one.values["period_to"] == last
        ]
        assert len(rows) < 2
        return dict(rows[0].values) if rows else {}


@pytest.fixture
def cell(desk: Any) -> int:
    """A cell of four members with a pledge each, one of them its secretary."""
    unit = desk.add("units", name="Chi bộ ấp Mỹ Cẩm", kind="cell")
    for name, post in (("Võ Văn Út", "Bí thư"), ("Lê Ánh", None), ("Bùi Bình", None),
                       ("Tô Cẩm", None)):  # fmt: skip
        member = desk.add("members", full_name=name, party_post=post, unit_id=unit)
        pledge = desk.add("pledges", year=2026, kind="registration", member_id=member)
        desk.add("pledge_items", pledge_id=pledge, content=f"Việc của {name}")
    return unit


def section(desk: Any, title: str, kind: type) -> Any:
    page = desk.tab("pledges")
    titles = [page.bar.tabText(place) for place in range(page.bar.count())]
    page.bar.setCurrentIndex(titles.index(title))
    desk.settle()
    found = page.section(page.bar.currentIndex())
    assert isinstance(found, kind)
    return found


@pytest.fixture
def sheet(desk: Any, cell: int) -> Hand:
    page = section(desk, "Theo dõi, đánh giá", ReviewSheetPage)
    page.go(cell, JUNE)
    desk.settle()
    return Hand(page, desk)


@pytest.fixture
def ratings(desk: Any, cell: int) -> Hand:
    page = section(desk, "Xếp loại năm", RatingsPage)
    page.go(cell, span(ReviewPeriod.YEAR, date(2026, 1, 1)))
    desk.settle()
    return Hand(page, desk)


def test_the_rows_heads_first(sheet):
    names = [sheet.cell(row, "name").split("\n")[0] for row in range(4)]
    assert names == ["Võ Văn Út", "Lê Ánh", "Bùi Bình", "Tô Cẩm"]
    assert sheet.cell(0, "items") == "• Việc của Võ Văn Út"
    assert sheet.page.totals.text() == "Đã đánh giá 0/4"


def test_a_row_is_typed_as_in_a_spreadsheet(sheet):
    sheet.at(1, "done").type("Van dong 2 ho").press(Key.Key_Tab)
    assert sheet.where() == (1, "self_assessment")
    sheet.type("Tot").press(Key.Key_Tab).press(Key.Key_Tab)
    assert sheet.where() == (1, "points")
    sheet.type("92,5").press(Key.Key_Return)
    assert sheet.where() == (2, "done"), "Enter goes back to where Tab was first pressed"
    kept = sheet.kept(1)
    assert (kept["done"], kept["self_assessment"]) == ("Van dong 2 ho", "Tot")
    assert (kept["points"], kept["rating"]) == (Decimal("92.5"), "excellent")
    assert sheet.cell(1, "rating") == "Hoàn thành xuất sắc nhiệm vụ"
    assert sheet.page.state.text() == "Đã lưu"
    assert sheet.page.totals.text().startswith("Đã đánh giá 1/4   |   Xuất sắc 1")
    assert not sheet.page.over.isVisible(), "the share is that of the year's end"


def test_enter_and_arrows_go_down_and_up(sheet):
    sheet.at(0, "done").type("a").press(Key.Key_Down)
    assert sheet.where() == (1, "done")
    sheet.type("b").press(Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert sheet.where() == (0, "done")
    sheet.press(Key.Key_Return).press(Key.Key_Return)
    assert sheet.where() == (2, "done")
    assert (sheet.kept(0)["done"], sheet.kept(1)["done"]) == ("a", "b")


def test_typing_replaces_f2_changes_escape_leaves_all_as_it_was(sheet):
    sheet.at(0, "done").type("cu").press(Key.Key_Return)
    sheet.at(0, "done").press(Key.Key_F2).type(" hon").press(Key.Key_Return)
    assert sheet.kept(0)["done"] == "cu hon"
    sheet.at(0, "done").type("moi").press(Key.Key_Escape)
    assert (sheet.view.delegate.editor, sheet.cell(0, "done")) == (None, "cu hon")
    sheet.type("moi").press(Key.Key_Return)
    assert sheet.kept(0)["done"] == "moi"


def test_a_new_line_within_a_cell(sheet):
    sheet.at(0, "done").type("mot")
    sheet.press(Key.Key_Return, Qt.KeyboardModifier.AltModifier).type("hai")
    sheet.press(Key.Key_Return)
    assert sheet.kept(0)["done"] == "mot\nhai"


def test_what_unikey_sends_goes_into_a_plain_editor(sheet):
    """Unikey sends Backspace and the new letters: 'dd' becomes 'đ', 'aa' becomes 'â'."""
    sheet.at(0, "done").type("d")
    editor = sheet.view.delegate.editor
    assert isinstance(editor, QPlainTextEdit)
    sheet.press(Key.Key_Backspace)
    type_keys(editor, "đ")
    sheet.type("a")
    sheet.press(Key.Key_Backspace)
    type_keys(editor, "â")
    sheet.type("t")
    assert sheet.view.delegate.editor is editor
    assert editor.toPlainText() == "đât"
    sheet.press(Key.Key_Return)
    assert sheet.kept(0)["done"] == "đât"


def test_points_have_one_plain_line(sheet):
    sheet.at(0, "points").type("8")
    assert isinstance(sheet.view.delegate.editor, QLineEdit)
    sheet.press(Key.Key_Backspace).type("75").press(Key.Key_Return)
    assert sheet.kept(0)["points"] == 75


def test_a_word_that_an_input_method_holds_is_taken_before_the_row_is_left(sheet):
    sheet.at(0, "done").type("x")
    editor = sheet.view.delegate.editor
    event = QInputMethodEvent("việc", [])
    QApplication.sendEvent(editor, event)
    sheet.page.commit_input()
    assert sheet.kept(0)["done"] == "xviệc"


def test_a_save_meanwhile_leaves_what_is_being_typed(sheet):
    sheet.at(0, "done").type("xong").press(Key.Key_Tab)
    sheet.type("dang go")
    editor = sheet.view.delegate.editor
    sheet.desk.settle()  # the first cell of this row comes back as kept
    assert sheet.view.delegate.editor is editor
    assert editor.toPlainText() == "dang go"
    sheet.press(Key.Key_Return)
    assert sheet.kept(0)["self_assessment"] == "dang go"


@pytest.mark.parametrize(
    ("key", "rating"),
    [("1", "excellent"), ("x", "excellent"), ("2", "good"), ("T", "good"), ("h", "completed"),
     ("4", "not_completed"), ("k", "not_completed")],
)  # fmt: skip
def test_a_rating_takes_one_key(sheet, key, rating):
    sheet.at(2, "rating").type(key)
    assert sheet.kept(2)["rating"] == rating
    assert sheet.view.delegate.editor is None
    sheet.press(Key.Key_Delete)
    assert sheet.kept(2) == {}


def test_a_rating_from_the_list(sheet, qtbot):
    sheet.at(1, "rating").press(Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    menu = sheet.view.menu
    assert [one.text() for one in menu.actions() if one.text()][1] == "&2. Hoàn thành tốt nhiệm vụ"
    QTest.keyClick(menu, Key.Key_2)
    qtbot.waitUntil(lambda: sheet.view.menu is None)
    assert sheet.kept(1)["rating"] == "good"


def test_a_contradiction_is_shown_and_stays(sheet):
    sheet.at(0, "points").type("95").press(Key.Key_Return)
    sheet.at(0, "rating").type("3")
    index = sheet.page.model.index(0, sheet.column("rating"))
    assert "«Hoàn thành xuất sắc nhiệm vụ»" in index.data(Qt.ItemDataRole.ToolTipRole)
    assert sheet.kept(0)["rating"] == "completed"
    sheet.at(0, "points").type("40").press(Key.Key_Return)
    assert sheet.kept(0)["rating"] == "completed"


def test_what_cant_be_read_stays_and_is_marked(sheet):
    sheet.at(0, "points").type("120").press(Key.Key_Return)
    sheet.at(0, "done").type("Da lam").press(Key.Key_Return)
    assert sheet.kept(0)["done"] == "Da lam"
    assert sheet.cell(0, "points") == "120"
    index = sheet.page.model.index(0, sheet.column("points"))
    assert index.data(Qt.ItemDataRole.ToolTipRole) == "Điểm phải từ 0 đến 100."
    assert sheet.page.state.text() == "1 ô chưa lưu được"
    assert sheet.page.has_unsaved()
    sheet.at(0, "points").type("90").press(Key.Key_Return)
    assert sheet.kept(0)["points"] == 90
    assert not sheet.page.has_unsaved()


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
    assert sheet.page.before.text() == "Việc đăng ký trong kỳ: viec A"


def test_how_far_an_item_has_come_is_entered_below(sheet):
    sheet.at(1, "done")
    sheet.desk.settle()
    items = sheet.page.items
    items.setFocus()
    names = [one.name for one in sheet.page.item_model.columns]
    items.go_to(0, names.index("done_on"))
    QTest.keyClicks(items, "5")
    QTest.keyClicks(items.delegate.editor, "/6/26")
    QTest.keyClick(items.delegate.editor, Key.Key_Return)
    sheet.desk.settle()
    (item,) = [one for one in sheet.desk.all("pledge_items")
               if one.values["content"] == "Việc của Lê Ánh"]  # fmt: skip
    assert (item.values["done_on"], item.values["progress"]) == (date(2026, 6, 5), 100)
    assert sheet.cell(1, "items") == "• Việc của Lê Ánh (xong)"


def test_what_another_part_changes_is_shown_and_typing_goes_on(sheet):
    sheet.at(0, "done").type("dang go")
    key = sheet.page.model.rows[1].key
    sheet.desk.add(
        "pledge_reviews", pledge_id=key, period_kind="month", done="Ở nơi khác",
        period_from=JUNE.first, period_to=JUNE.last, reviewed_on=JUNE.last,
    )  # fmt: skip
    assert sheet.view.delegate.editor.toPlainText() == "dang go"
    sheet.press(Key.Key_Return)
    sheet.desk.settle()
    assert (sheet.cell(0, "done"), sheet.cell(1, "done")) == ("dang go", "Ở nơi khác")


def test_yearly_ratings_wait_for_what_they_need(ratings):
    names = [ratings.cell(row, "name").split("\n")[0] for row in range(4)]
    assert names == ["Lê Ánh", "Bùi Bình", "Tô Cẩm", "Võ Văn Út"]
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


def test_undoing_at_once_asks_nothing_and_takes_the_last_entry(sheet, desk, qtbot):
    sheet.at(0, "done").type("viec thang 6").press(Key.Key_Return)
    desk.settle()
    sheet.at(1, "rating").type("x")
    desk.window.actions_["undo"].trigger()
    assert QApplication.activeModalWidget() is None
    desk.settle()
    qtbot.waitUntil(lambda: sheet.kept(1) == {})
    assert sheet.kept(0)["done"] == "viec thang 6"
