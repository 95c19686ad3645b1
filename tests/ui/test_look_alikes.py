"""The window 'the same person?' on a real book: deciding pairs, undoing, looking again."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel

from desktop.core.register import Query
from desktop.services import books, lookalikes, registers
from desktop.services.books import Book
from desktop.ui.dialogs.look_alikes.choices import ValueChoice
from desktop.ui.dialogs.look_alikes.dialog import LookAlikesDialog
from desktop.ui.main_window import MainWindow
from desktop.ui.register.record_dialog import RecordDialog

from .driving import LONG, add_cells, add_member, names_in, texts

CELLS = ("cam", "soc")


@pytest.fixture
def people(book: Book) -> dict[str, int]:
    """Two people who are twice in the book, each in another commune, and one who is once."""

    def add(register: str, **values: Any) -> int:
        return registers.save(book, register, values).value.id

    cells = add_cells(add)
    anh = {"full_name": "Nguyễn Thị Ánh", "unit_id": cells["cam"]}
    dat = {"full_name": "Trần Văn Đạt", "unit_id": cells["soc"], "birth_date": "1980-05-03"}
    found = {
        "anh": add("members", **anh, birth_date="1975", card_number="00123456"),
        "anh again": add(
            "members", **anh, birth_date="1975-05-03", home_town="Mỹ Long Bắc",
            card_number="123456", status="transferred", status_on="2024",
        ),
        "dat": add("members", **dat, note="ở sổ cũ"),
        "dat again": add("members", **dat, note="mới nhập"),
        "còn": add_member(book, "Phạm Văn Còn").value.id,
    }  # fmt: skip
    add("pledges", year=2025, kind="registration", member_id=found["anh again"])
    return found


@pytest.fixture
def window(people: dict[str, int], open_members: Callable[[], MainWindow]) -> MainWindow:
    """A window on the members of that book."""
    return open_members()


@pytest.fixture
def show(qtbot: Any, settle: Any) -> Callable[[MainWindow], LookAlikesDialog]:
    """Opens the window of look-alikes by the menu, and waits until it has looked."""

    def make(window: MainWindow) -> LookAlikesDialog:
        window.actions_["look_alikes"].trigger()
        settle(window)
        dialog = window.look_alikes.dialog
        assert dialog is not None
        qtbot.waitUntil(dialog.isActiveWindow)
        return dialog

    return make


def shown(dialog: LookAlikesDialog) -> list[list[str]]:
    """The pairs of the list, as it shows them."""
    model = dialog.pairs.view.model()
    return [
        [model.index(row, column).data() for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def press(qtbot: Any, key: Qt.Key, modifier: Any = Qt.KeyboardModifier.NoModifier) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    qtbot.keyClick(focus, key, modifier)


def chosen(dialog: LookAlikesDialog) -> list[str]:
    """The words of the values that are chosen, from top to bottom, who stays first."""
    found = [one for one in dialog.sides.findChildren(ValueChoice) if one.isChecked()]
    return [one.words for one in sorted(found, key=lambda one: one.y())]


def member(window: MainWindow, row: int) -> dict[str, Any]:
    found = registers.get(window.jobs.book, "members", row)
    return {**found.values, "deleted": found.deleted}


def test_pairs_are_shown_side_by_side(window, show, people):
    dialog = show(window)
    assert shown(dialog) == [
        ["Nguyễn Thị Ánh", "cùng số thẻ đảng"],
        ["Trần Văn Đạt", "cùng tên, hợp ngày sinh"],
    ]
    assert "2 cặp" in texts(dialog, QLabel)
    assert "00123456 (có nơi ghi 123456)" in dialog.why.text()
    words = texts(dialog.sides, QLabel)
    assert "≠ Ngày sinh" in words  # not by colour alone
    assert "≠ Quê quán" in words
    assert "Chi bộ" in words  # the same in both
    place = words.index("Cam kết")
    assert words[place + 1 : place + 3] == ["0", "1"]
    # the second has a pledge: it is proposed to stay, with the number written whole
    assert dialog.sides.keep == 1
    assert chosen(dialog) == ["Nguyễn Thị Ánh", "03/05/1975", "Mỹ Long Bắc", "123456",
                              "Chuyển đi", "2024"]  # fmt: skip
    assert dialog.sides.both is not None
    assert [one.id for one in dialog.sides.both.sides] == [people["anh"], people["anh again"]]


def test_by_keyboard_two_become_one_and_undo_takes_it_back(qtbot, window, settle, show, people):
    dialog = show(window)
    press(qtbot, Qt.Key.Key_Return)  # to the two records: who stays
    assert isinstance(QApplication.focusWidget(), ValueChoice)
    press(qtbot, Qt.Key.Key_Left)
    assert dialog.sides.keep == 0
    assert chosen(dialog)[3] == "00123456"  # proposed when the first stays
    press(qtbot, Qt.Key.Key_Down)
    press(qtbot, Qt.Key.Key_Left)  # the birth date
    assert chosen(dialog)[1] == "1975"
    for _line in range(3):
        press(qtbot, Qt.Key.Key_Down)
    press(qtbot, Qt.Key.Key_Right)  # the status, and with it its day
    assert chosen(dialog)[4:] == ["Chuyển đi", "2024"]
    press(qtbot, Qt.Key.Key_G, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: bool(dialog.notice.text))  # a button pressed by its letter takes time
    settle(window)
    assert "Nguyễn Thị Ánh" in dialog.notice.text
    assert [one[0] for one in shown(dialog)] == ["Trần Văn Đạt"]
    assert dialog.sides.both.sides[0].id == people["dat"]
    kept = member(window, people["anh"])
    assert (kept["birth_date"], kept["home_town"]) == ("1975", "Mỹ Long Bắc")
    assert (kept["card_number"], kept["status"]) == ("00123456", "transferred")
    assert kept["status_on"] == "2024"
    assert member(window, people["anh again"])["deleted"]
    page: Any = window.tabs.current_page()
    assert page.main_page().model.rowCount() == 4
    # Edit > Undo, from this window too
    press(qtbot, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    settle(window)
    assert "gộp đảng viên «Nguyễn Thị Ánh»" in window.status.message()
    assert [one[0] for one in shown(dialog)] == ["Nguyễn Thị Ánh", "Trần Văn Đạt"]
    assert member(window, people["anh"])["home_town"] is None
    assert not member(window, people["anh again"])["deleted"]
    assert page.main_page().model.rowCount() == 5
    dialog.pairs.view.selectRow(0)
    settle(window)
    assert chosen(dialog)[1] == "1975"  # what was chosen before is still chosen


def test_who_is_not_one_person_is_not_offered_again(window, settle, show, people):
    dialog = show(window)
    dialog.different_button.click()
    settle(window)
    assert [one[0] for one in shown(dialog)] == ["Trần Văn Đạt"]
    dialog.look_again()
    settle(window)
    assert [one[0] for one in shown(dialog)] == ["Trần Văn Đạt"]
    dialog.different_button.click()
    settle(window)
    assert dialog.face.isVisible()
    assert "Đã xem xong mọi cặp." in dialog.face.text
    assert not dialog.merge_button.isEnabled()
    dialog.notice.button.click()  # undone
    settle(window)
    assert [one[0] for one in shown(dialog)] == ["Trần Văn Đạt"]
    assert dialog.merge_button.isEnabled()
    assert lookalikes.look_alikes(window.jobs.book)[0].first == people["dat"]


def test_later_goes_on_and_a_unit_shows_its_own(window, settle, show, people):
    dialog = show(window)
    for name in ("Trần Văn Đạt", "Nguyễn Thị Ánh"):
        dialog.later_button.click()
        settle(window)
        assert dialog.pairs.current().names[0] == name
        assert dialog.sides.both.sides[0].name == name
    units = [dialog.pairs._unit.itemText(row).strip() for row in range(6)]
    assert units == ["Tất cả đơn vị", "Đảng bộ huyện Cầu Ngang", "Đảng bộ xã Mỹ Hòa",
                     "Chi bộ ấp Mỹ Cẩm", "Đảng bộ xã Thuận Hòa", "Chi bộ ấp Sóc Chuối"]  # fmt: skip
    book = window.jobs.book
    ids = registers.keys(book, Query("units"))
    by_name = {one.values["name"]: one.id for one in registers.rows(book, "units", ids)}
    dialog.pairs.choose_unit(by_name["Đảng bộ xã Thuận Hòa"])
    settle(window)
    assert [one[0] for one in shown(dialog)] == ["Trần Văn Đạt"]
    assert dialog.sides.both.sides[0].id == people["dat"]
    dialog.later_button.click()
    assert "Không còn cặp nào khác." in dialog.notice.text
    dialog.merge_button.click()
    settle(window)
    assert [one[0] for one in shown(dialog)] == ["Nguyễn Thị Ánh"]  # of all units again


def test_a_record_is_opened_on_its_tab_and_what_is_mended_there_is_seen(
    qtbot, window, settle, show, people
):
    dialog = show(window)
    window.tabs.show_tab("units")
    dialog.sides.open_wanted.emit(people["anh again"])
    settle(window)
    assert window.tabs.current_name() == "members"
    page: Any = window.tabs.current_page()
    assert any("Nguyễn Thị Ánh" in one.windowTitle() for one in window.findChildren(RecordDialog))
    page.discard_pending()
    window.jobs.write(
        registers.save, "members", {"birth_date": "1975-06-04"}, people["anh again"],
        context=dialog,
    )  # fmt: skip
    settle(window)
    assert "04/06/1975" in chosen(dialog)
    window.jobs.write(registers.save, "members", {"card_number": "00999999"}, people["anh again"])
    settle(window)
    assert [one[0] for one in shown(dialog)] == ["Trần Văn Đạt"]  # two numbers: two people


def test_whoever_might_have_been_the_one_that_went_might_be_the_one_that_stays(
    window, settle, show, people
):
    again = {"full_name": "Trần Văn Đạt", "birth_date": "1980-05-03"}
    window.jobs.write(registers.save, "members", again)
    settle(window)
    dialog = show(window)
    assert [one[0] for one in shown(dialog)].count("Trần Văn Đạt") == 3
    dialog.pairs.view.selectRow(1)
    settle(window)
    assert dialog.pairs.current().names[0] == "Trần Văn Đạt"
    dialog.merge()
    dialog.merge()  # at once again: nothing more is done until the list has followed
    settle(window)
    assert [one[0] for one in shown(dialog)] == ["Nguyễn Thị Ánh", "Trần Văn Đạt"]
    assert dialog.notice.text.startswith("Đã gộp")


def test_what_cannot_be_kept_is_told_and_nothing_is_lost(window, settle, show, people):
    dialog = show(window)
    book = window.jobs.book
    stale = dialog.sides.both
    registers.save(book, "members", {"note": "sửa ở nơi khác"}, people["anh"])
    dialog.sides.choose_keep(0)
    dialog.sides.choose("home_town", 0)
    dialog.merge()
    settle(window)
    assert "đã được sửa" in dialog.notice.text
    assert stale is not dialog.sides.both  # read again
    assert dialog.sides.keep == 0
    assert "(trống)" in chosen(dialog)
    dialog.merge()
    settle(window)
    kept = member(window, people["anh"])
    assert kept["home_town"] is None
    assert kept["note"] == "sửa ở nơi khác"


def test_an_empty_book_says_when_it_is_worth_looking(qtbot, open_window, settle, show, book):
    add_member(book, "Phạm Văn Còn")
    book.close()
    window = open_window(book.path)
    settle(window)
    window.activateWindow()
    dialog = show(window)
    assert dialog.face.isVisible()
    assert "Không thấy ai bị ghi trùng" in dialog.face.text
    assert "sau mỗi lần nhập" in dialog.face.text
    window.jobs.write(registers.save, "members", {"full_name": "Lê An", "card_number": "00000012"})
    window.jobs.write(registers.save, "members", {"full_name": "Lê An", "card_number": "12"})
    settle(window)
    qtbot.keyClick(dialog, Qt.Key.Key_F5)
    settle(window)
    assert shown(dialog) == [["Lê An", "cùng số thẻ đảng"]]
    press(qtbot, Qt.Key.Key_Escape)
    assert window.look_alikes.dialog is None


def test_the_search_can_be_stopped(qtbot, window, settle, show, gate):
    blocked = threading.Event()

    def hold(_book: Book) -> None:
        blocked.set()
        gate.wait(LONG)

    window.jobs.read(hold)
    qtbot.waitUntil(blocked.is_set)
    window.actions_["look_alikes"].trigger()
    dialog = window.look_alikes.dialog
    assert dialog.working.isVisible()
    qtbot.waitUntil(dialog.isActiveWindow)
    press(qtbot, Qt.Key.Key_Escape)
    gate.set()
    settle(window)
    assert dialog.isVisible()
    assert dialog.face.text == "Đã dừng tìm giữa chừng."
    dialog.face.button.click()
    settle(window)
    assert len(shown(dialog)) == 2


def test_the_window_closes_with_the_book(window, settle, show):
    assert show(window).isVisible()
    window.actions_["close_book"].trigger()
    settle(window)
    assert window.look_alikes.dialog is None


# after an import


HEAD = ("Họ và tên", "Ngày sinh", "Số thẻ đảng", "Chi bộ")


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    """A list of two people, one of whom may be in the book already."""
    path = tmp_path / "Đảng viên.xlsx"
    rows = [("Phạm Văn Còn", "1990", "", "Chi bộ 9"), ("Trần Văn Đạt", "1980", "", ""),
            ("Lê Văn Mới", "1970", "", "Chi bộ 9")]  # fmt: skip
    with xlsxwriter.Workbook(path) as workbook:
        page = workbook.add_worksheet()
        for place, row in enumerate((HEAD, *rows)):
            page.write_row(place, 0, row)
    return path


def take_in(window: MainWindow, settle: Any, sheet: Path) -> Any:
    dialog = window.sheets.take_in("members", sheet)
    settle(window)
    for _step in range(2):
        dialog.go_on()
        settle(window)
    return dialog


def test_after_an_import_only_its_pairs_are_shown(qtbot, window, settle, sheet, people):
    assistant = take_in(window, settle, sheet)
    assert assistant.result_.alikes_text == "1 người có thể trùng với người khác trong sổ."
    assistant.result_.alikes_button.click()
    settle(window)
    assert window.sheets.assistant is None
    dialog = window.look_alikes.dialog
    assert {one[0] for one in shown(dialog)} == {"Trần Văn Đạt"}
    assert len(shown(dialog)) == 2  # with either of the two who were there
    assert "Chỉ xét 1 người vừa nhập có thể trùng." in texts(dialog, QLabel)
    dialog.look_again()
    settle(window)
    assert len(shown(dialog)) == 2
    dialog.whole_button.click()
    settle(window)
    assert len(shown(dialog)) == 4
    assert not dialog.whole_button.isVisible()


def test_an_import_without_look_alikes_says_nothing_of_them(window, settle, sheet, people):
    with xlsxwriter.Workbook(sheet) as workbook:
        page = workbook.add_worksheet()
        page.write_row(0, 0, HEAD)
        page.write_row(1, 0, ("Lê Văn Mới", "1970", "", "Chi bộ 9"))
    assistant = take_in(window, settle, sheet)
    assert assistant.result_.alikes_text == ""
    assistant.accept()


def test_an_import_that_is_undone_leaves_no_look_alikes(window, settle, sheet, people):
    assistant = take_in(window, settle, sheet)
    assert assistant.result_.alikes_text
    assistant.result_.undo_button.click()
    settle(window)
    assert assistant.result_.alikes_text == ""
    assistant.accept()
    settle(window)
    path = Path(window.jobs.book.path)
    window.stop_safely()
    assert "Lê Văn Mới" not in names_in(path)
    assert books.check_file(path).ok
