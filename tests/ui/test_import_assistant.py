"""Taking spreadsheets in through the window: real files, the assistant walked by keyboard."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QCheckBox, QLabel, QMessageBox

from desktop.core.register import Query
from desktop.services import backups, books, exporting, importing, registers
from desktop.services.books import Book
from desktop.ui.dialogs.import_assistant.dialog import (
    COLUMNS,
    FILE,
    PREVIEW,
    RESULT,
    ImportAssistant,
)
from desktop.ui.main_window import MainWindow

from .driving import names_in

HEADINGS = ("STT", "Họ và tên", "Ngày sinh", "Giới tính", "Số thẻ đảng", "Chi bộ")
ROWS = (
    (1, "Nguyễn Thị Anh", "03/05/1975", "Nữ", "00012345", "Chi bộ 1"),
    (2, "TRẦN VĂN ĐẠT", "5/1980", "Nam", "00012346", "Chi bộ 1"),
    (3, "Lê Văn Tám", "31/02/1990", "Nam", "00012347", "Chi bộ ấp Mỹ Cẩm"),
)


def write_sheet(path: Path, headings: Sequence[str] = HEADINGS, rows: Any = ROWS) -> Path:
    """Write a list with a title above, as offices keep it."""
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("Danh sách")
        sheet.write(0, 0, "DANH SÁCH ĐẢNG VIÊN")
        sheet.write_row(2, 0, headings)
        for place, row in enumerate(rows, start=3):
            sheet.write_row(place, 0, row)
    return path


@pytest.fixture
def window(open_members: Callable[[], MainWindow], book: Book) -> MainWindow:
    """A window on the members' tab of a book with one unit and one member."""
    registers.save(book, "units", {"name": "Chi bộ 1", "kind": "cell"})
    registers.save(book, "members", {"full_name": "Phạm Văn Còn", "card_number": "00099999"})
    return open_members()


def drop(window: MainWindow, path: Path, at: QPointF) -> bool:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    actions, buttons = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    keys = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(at.toPoint(), actions, mime, buttons, keys)
    QApplication.sendEvent(window, enter)
    if enter.isAccepted():
        QApplication.sendEvent(window, QDropEvent(at, actions, mime, buttons, keys))
    return enter.isAccepted()


@pytest.fixture
def assistant(qtbot: Any, window: MainWindow, settle: Any) -> Callable[[Path], ImportAssistant]:
    """Opens the assistant by dropping a file onto the page, and waits until it was read."""

    def make(path: Path) -> ImportAssistant:
        assert drop(window, path, QPointF(400, 400))
        settle(window)
        dialog = window.sheets.assistant
        assert dialog is not None
        qtbot.waitUntil(dialog.isActiveWindow)
        return dialog

    return make


def press(qtbot: Any, key: Qt.Key) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    qtbot.keyClick(focus, key)


def shown(dialog: ImportAssistant, name: str) -> list[list[str]]:
    """The rows of a list of the preview."""
    view = dialog.preview.details.view(name)
    assert view is not None, name
    model = view.model()
    return [
        [model.index(row, column).data() for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_a_file_of_new_rows_alone_shows_them_before_they_are_taken_in(
    qtbot, window, settle, assistant, tmp_path
):
    dialog = assistant(write_sheet(tmp_path / "Đảng viên.xlsx", rows=ROWS[:1]))
    press(qtbot, Qt.Key.Key_Return)
    settle(window)
    assert dialog.step == PREVIEW, dialog.problem
    tabs = dialog.preview.details.tabs
    assert tabs.isVisible()
    assert [tabs.tabText(place) for place in range(tabs.count())] == ["Sẽ nhập (1)"]
    ((row, outcome, *cells),) = shown(dialog, "taken")
    assert (row, outcome) == ("4", "mới")
    assert {"Nguyễn Thị Anh", "03/05/1975", "00012345"} <= set(cells)
    press(qtbot, Qt.Key.Key_Return)
    settle(window)
    assert dialog.step == RESULT, dialog.problem
    assert dialog.result_.details.view("taken") is None  # it is done: they are in the book


def last_backup(window: MainWindow) -> str:
    """What the status line says of the last backup."""
    texts = [one.text() for one in window.statusBar().findChildren(QLabel)]
    return next(one for one in texts if one.startswith("Sao lưu "))


def test_the_backup_before_an_import_is_the_last_one_in_the_status_line(
    qtbot, window, settle, assistant, tmp_path
):
    window.jobs.write(registers.save, "members", {"full_name": "Lê Văn Mới"})
    settle(window)
    window.books.backed_up.emit(datetime(2020, 1, 2, 8, 30).astimezone())
    assert last_backup(window) == "Sao lưu 08:30 02/01/2020"
    dialog = assistant(write_sheet(tmp_path / "Đảng viên.xlsx", rows=ROWS[:1]))
    for _step in range(2):
        press(qtbot, Qt.Key.Key_Return)
        settle(window)
    assert dialog.step == RESULT, dialog.problem
    newest = backups.list_backups(window.jobs.book)[0]
    assert newest.reason is backups.Reason.IMPORT
    assert last_backup(window) == f"Sao lưu {newest.at:%H:%M %d/%m/%Y}"


def test_rows_that_change_nothing_are_listed_with_their_numbers(
    qtbot, window, settle, assistant, tmp_path
):
    there = (4, "Phạm Văn Còn", None, None, "00099999", None)
    dialog = assistant(write_sheet(tmp_path / "Đảng viên.xlsx", rows=(ROWS[0], ROWS[0], there)))
    press(qtbot, Qt.Key.Key_Return)
    settle(window)
    assert dialog.step == PREVIEW, dialog.problem
    rows = shown(dialog, "known")
    assert [one[:2] for one in rows] == [
        ["5", "lặp lại trong tệp"],
        ["6", "đã có, giống hệt"],
    ]
    assert "Phạm Văn Còn" in rows[1]
    tabs = dialog.preview.details.tabs
    titles = [tabs.tabText(place) for place in range(tabs.count())]
    assert titles == ["Sẽ nhập (1)", "Không phải làm gì (2)"]


def test_a_file_dropped_on_the_page_is_taken_in_by_keyboard(
    qtbot, window, settle, assistant, tmp_path
):
    dialog = assistant(write_sheet(tmp_path / "Đảng viên.xlsx"))
    assert dialog.step == COLUMNS, dialog.problem
    boxes = [dialog.columns.columns.box(place).currentText() for place in range(6)]
    assert boxes[1:] == [
        "Họ và tên *",
        "Ngày sinh",
        "Giới tính",
        "Số thẻ đảng",
        "Chi bộ",
    ]
    press(qtbot, Qt.Key.Key_Return)
    settle(window)
    assert dialog.step == PREVIEW, dialog.problem
    assert dialog.preview.counts.text == "2 thêm mới\n1 chưa nhập được"
    ((row, reason, *cells),) = shown(dialog, "refused")
    assert row == "6"
    assert "Ngày sinh" in reason
    assert "31/02/1990" in cells
    expected = [one[:3] for one in shown(dialog, "taken")]
    assert expected == [["4", "mới", "Nguyễn Thị Anh"], ["5", "mới", "TRẦN VĂN ĐẠT"]]
    repairs = shown(dialog, "repairs")
    assert ["TRẦN VĂN ĐẠT", "Trần Văn Đạt"] in [one[2:] for one in repairs]
    press(qtbot, Qt.Key.Key_Return)
    settle(window)
    assert dialog.step == RESULT, dialog.problem
    assert dialog.preview.counts.text == dialog.result_.counts.text
    dialog.result_.show_button.setFocus()
    press(qtbot, Qt.Key.Key_Space)
    settle(window)
    assert window.sheets.assistant is None
    page: Any = window.tabs.current_page()
    assert page.main_page().model.rowCount() == 3
    window.stop_safely()
    found = names_in(tmp_path / "Sổ 2026.gsdb")
    assert found == ["Nguyễn Thị Anh", "Phạm Văn Còn", "Trần Văn Đạt"]


def test_the_rows_not_taken_in_are_written_and_the_import_can_be_undone(
    qtbot, window, settle, assistant, tmp_path
):
    dialog = assistant(write_sheet(tmp_path / "Đảng viên.xlsx"))
    for _step in range(2):
        dialog.go_on()
        settle(window)
    assert dialog.step == RESULT, dialog.problem
    target = tmp_path / "chưa nhập được.xlsx"
    dialog.save_refused_to(target)
    settle(window)
    assert str(target) in dialog.result_.note.text()
    (table,) = importing.read(target).tables
    words = [str(one) for row in table.rows for one in row]
    assert "Lê Văn Tám" in words
    assert any("31/2/1990" in one for one in words)
    dialog.save_refused_to(tmp_path / "Đảng viên.xlsx")  # the file itself: never written over
    settle(window)
    assert dialog.problem.endswith(".")
    dialog.result_.undo_button.click()
    settle(window)
    assert not dialog.result_.undo_button.isEnabled()
    dialog.accept()
    settle(window)
    window.stop_safely()
    assert names_in(tmp_path / "Sổ 2026.gsdb") == ["Phạm Văn Còn"]


def test_stopping_an_import_leaves_the_book_as_it_was(qtbot, window, settle, assistant, tmp_path):
    rows = [(n, f"Nguyễn Văn {n}", "1975", "Nam", f"{n:08}", "Chi bộ 1") for n in range(1, 1500)]
    dialog = assistant(write_sheet(tmp_path / "Đảng viên.xlsx", rows=rows))
    dialog.go_on()
    settle(window)
    assert dialog.step == PREVIEW, dialog.problem
    dialog.go_on()
    press(qtbot, Qt.Key.Key_Escape)
    settle(window)
    assert dialog.isVisible()
    assert dialog.step == PREVIEW
    assert dialog.problem == "Đã dừng; không có gì của tệp này được ghi vào sổ."
    dialog.reject()
    assert window.sheets.assistant is None
    window.stop_safely()
    assert names_in(tmp_path / "Sổ 2026.gsdb") == ["Phạm Văn Còn"]


ODD = ("STT", "Người trong danh sách", "Năm sinh", "Phái", "Mã số", "Thuộc nhóm")


def choose(dialog: ImportAssistant, column: int, heading: str) -> None:
    box = dialog.columns.columns.box(column)
    place = box.findText(heading)
    assert place >= 0, heading
    box.setCurrentIndex(place)


def test_what_the_clerk_said_of_the_columns_is_remembered_for_files_of_that_form(
    qtbot, window, settle, assistant, tmp_path
):
    dialog = assistant(write_sheet(tmp_path / "a.xlsx", ODD))
    assert dialog.step == COLUMNS
    assert "«Họ và tên»" in dialog.columns.problem()
    dialog.go_on()
    assert dialog.step == COLUMNS
    choose(dialog, 1, "Họ và tên *")
    choose(dialog, 4, "Số thẻ đảng")
    assert dialog.columns.problem() == ""
    dialog.go_on()
    settle(window)
    assert dialog.step == PREVIEW, dialog.problem
    dialog.reject()
    again = assistant(write_sheet(tmp_path / "b.xlsx", ODD, ROWS[:1]))
    chosen = [again.columns.columns.box(place).currentText() for place in (1, 4)]
    assert chosen == ["Họ và tên *", "Số thẻ đảng"]
    again.reject()
    other = assistant(write_sheet(tmp_path / "c.xlsx", (*ODD[:5], "Khác"), ROWS[:1]))
    assert other.columns.columns.box(1).currentText() == "Bỏ qua"
    other.reject()


def test_the_example_of_the_programs_own_template_is_no_sample_and_is_told(
    qtbot, window, settle, assistant, tmp_path
):
    path = tmp_path / "Mẫu.xlsx"
    window.jobs.read(exporting.template, "members", path)
    settle(window)
    workbook = openpyxl.load_workbook(path)
    workbook.worksheets[0].cell(row=5, column=2, value="Nguyễn Thị Bình")
    workbook.save(path)
    dialog = assistant(path)
    assert dialog.step == COLUMNS
    (plan,) = [one for one in dialog.columns.plans.sheets if one.taken]
    samples = {one.heading: one.samples for one in dialog.columns.plans.views(plan)}
    assert samples["Họ và tên"] == ("Nguyễn Thị Bình",)
    assert samples["Ngày sinh"] == samples["STT"] == ()
    assert "Dòng 4 ghi «Ví dụ» ở cột STT: là dòng ví dụ" in dialog.columns._state.text()
    assert (dialog.columns._top.value(), dialog.columns._bottom.value()) == (3, 3)


def test_a_field_cannot_be_chosen_for_two_columns(qtbot, window, assistant, tmp_path):
    dialog = assistant(write_sheet(tmp_path / "a.xlsx"))
    columns = dialog.columns.columns
    model: Any = columns.box(2).model()
    place = columns.box(2).findText("Họ và tên *")
    assert not model.item(place).isEnabled()
    columns.box(1).setCurrentIndex(0)
    assert model.item(place).isEnabled()
    dialog.reject()


def test_units_that_are_not_to_be_made_send_their_rows_back(
    qtbot, window, settle, assistant, tmp_path
):
    rows = [(1, "Lê Văn Tám", "1990", "Nam", "00012347", "Chi bộ ấp Mỹ Cẩm")]
    dialog = assistant(write_sheet(tmp_path / "a.xlsx", rows=rows))
    dialog.go_on()
    settle(window)
    assert shown(dialog, "new") == [["Đơn vị", "Chi bộ ấp Mỹ Cẩm", ""]]
    box = next(one for one in dialog.preview.findChildren(QCheckBox) if one.isVisible())
    assert box.text() == "&Tạo 1 đơn vị này"
    box.click()
    settle(window)
    assert dialog.step == PREVIEW
    ((_row, reason, *_cells),) = shown(dialog, "refused")
    assert "Chi bộ ấp Mỹ Cẩm" in reason
    # nothing can be taken in: what stays out can still be saved
    assert dialog.next.text() == "&Lưu các dòng chưa nhập được…"
    dialog.save_refused_to(tmp_path / "chưa.xlsx")
    settle(window)
    told = QApplication.activeModalWidget()
    assert isinstance(told, QMessageBox)
    assert "chưa.xlsx" in told.text()
    told.accept()
    assert (tmp_path / "chưa.xlsx").is_file()
    box.click()
    settle(window)
    assert dialog.next.text() == "&Nhập 1 dòng"
    dialog.reject()


def test_the_round_that_is_shown_is_offered_for_the_whole_file(window, settle, tmp_path):
    window.jobs.write(registers.save, "rounds", {"title": "Sơ kết 2 năm"})
    settle(window)
    window.tabs.show_tab("commendations")
    settle(window)
    page = window.tabs.current_page()
    page.rounds.view.selectRow(0)
    settle(window)
    headings = ("STT", "Hình thức khen", "Họ và tên / Tên tập thể")
    path = write_sheet(tmp_path / "a.xlsx", headings, [(1, "Bằng khen", "Đảng bộ phường 1")])
    assert drop(window, path, QPointF(400, 400))
    settle(window)
    dialog = window.sheets.assistant
    assert dialog.columns._given_form._editors["rounds.title"].currentText() == "Sơ kết 2 năm"
    assert dialog.columns.problem() == ""
    dialog.go_on()
    settle(window)
    assert dialog.next.text() == "&Nhập 1 dòng"
    dialog.reject()


def test_a_round_may_be_said_for_the_whole_file(qtbot, window, settle, tmp_path):
    headings = ("STT", "Hình thức khen", "Họ và tên / Tên tập thể", "Thành tích")
    path = write_sheet(tmp_path / "a.xlsx", headings, [(1, "Giấy khen", "Lê Thị Hoa", "Học tập")])
    window.tabs.show_tab("commendations")
    settle(window)
    assert drop(window, path, QPointF(400, 400))
    settle(window)
    dialog = window.sheets.assistant
    assert dialog.file.register == "awards"
    assert "«Đợt»" in dialog.columns.problem()
    dialog.columns._given_form._editors["rounds.title"].setCurrentText("Tổng kết năm 2026")
    assert dialog.columns.problem() == ""
    for _step in range(2):
        dialog.go_on()
        settle(window)
    assert dialog.step == RESULT, dialog.problem
    dialog.result_.show_button.click()
    settle(window)
    window.stop_safely()
    book = books.open_book(tmp_path / "Sổ 2026.gsdb")
    (award,) = registers.rows(book, "awards", registers.keys(book, Query("awards")))
    assert award.labels["round_id"] == "Tổng kết năm 2026"
    book.close()


@pytest.mark.parametrize(
    ("name", "content"), [("a.xlsx", b""), ("a.pdf", b"%PDF-1.7\n"), ("a.xlsx", b"%PDF-1.7\n")]
)
def test_a_file_that_cannot_be_read_is_one_sentence_in_the_dialog(
    window, assistant, tmp_path, name, content
):
    path = tmp_path / name
    path.write_bytes(content)
    dialog = assistant(path)
    assert dialog.step == FILE
    assert dialog.problem.endswith(".")
    assert "\n" not in dialog.problem
    dialog.reject()


def test_a_spreadsheet_is_not_taken_without_a_book(open_window, tmp_path):
    window = open_window()
    assert not drop(window, write_sheet(tmp_path / "a.xlsx"), QPointF(400, 300))


def test_a_file_dropped_on_a_tab_goes_into_its_register(window, settle, tmp_path):
    bar = window.tabs.tabBar()
    at = bar.mapTo(window, bar.tabRect(window.tabs.names().index("units")).center())
    headings = ("Tên đơn vị", "Trực thuộc")
    path = write_sheet(tmp_path / "a.xlsx", headings, [("Chi bộ 2", "Chi bộ 1")])
    assert drop(window, path, QPointF(at))
    settle(window)
    assert window.tabs.current_name() == "units"
    assert window.sheets.assistant.file.register == "units"
    assert window.sheets.assistant.step == COLUMNS
    window.sheets.assistant.reject()


def test_an_empty_page_offers_to_take_a_file_in(window, settle):
    window.tabs.show_tab("models")
    settle(window)
    page: Any = window.tabs.current_page()
    page.main_page().showing.face.other_button.click()
    settle(window)
    assert window.sheets.assistant.file.register == "models"
    assert window.sheets.assistant.step == FILE
    window.sheets.assistant.reject()
