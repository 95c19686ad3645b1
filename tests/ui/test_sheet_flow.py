"""Lists out to Excel and Word, and templates, from the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from PySide6.QtWidgets import QLabel

from desktop.core.register import Query
from desktop.services import importing, registers
from desktop.services.books import Book
from desktop.ui import sheet_gateway
from desktop.ui.dialogs.export import ExportDialog
from desktop.ui.main_window import MainWindow
from desktop.ui.page import Listing
from desktop.ui.sheet_flow import taken_into

from .driving import box, default_button


@pytest.fixture
def window(open_members: Callable[[], MainWindow], book: Book) -> MainWindow:
    """A window on the members' tab of a book with two members."""
    registers.save(book, "members", {"full_name": "Nguyễn Thị Anh", "card_number": "00000001"})
    registers.save(book, "members", {"full_name": "Trần Văn Đạt", "card_number": "00000002"})
    return open_members()


def members(window: MainWindow) -> Any:
    page: Any = window.tabs.current_page()
    return page.main_page()


def write_out(window: MainWindow, name: str, target: Path, *, every: bool = False) -> ExportDialog:
    window.actions_[name].trigger()
    dialog = window.findChild(ExportDialog)
    dialog.choose(target, every_column=every)
    default_button(dialog).click()
    return dialog


def table(path: Path) -> list[list[Any]]:
    return importing.read(path).tables[0].rows


def test_what_is_shown_goes_out_to_excel(qtbot, window, settle, tmp_path):
    page = members(window)
    page.toolbar.search.insert("Đạt")
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    target = tmp_path / "ra"
    write_out(window, "export_xlsx", target)
    settle(window)
    assert box().text() == "Đã xuất 1 dòng vào ra.xlsx"
    box().close()
    rows = table(tmp_path / "ra.xlsx")
    words = [str(one) for row in rows for one in row]
    assert "Trần Văn Đạt" in words
    assert "Nguyễn Thị Anh" not in words
    assert any("Tìm: Đạt" in one for one in words)
    assert not any("Ngoại ngữ" in one for one in words)  # no column shown
    assert window.settings.last_folder("sheets", Path()) == tmp_path
    window.actions_["export_docx"].trigger()
    again = window.findChildren(ExportDialog)[-1]
    assert again._file.path().parent == tmp_path
    again.reject()


def test_all_columns_go_out_when_they_are_asked_for(window, settle, tmp_path):
    write_out(window, "export_xlsx", tmp_path / "ra.xlsx", every=True)
    settle(window)
    box().close()
    words = [str(one) for row in table(tmp_path / "ra.xlsx") for one in row]
    assert "Ngoại ngữ" in words


def test_what_is_shown_goes_out_to_word(window, settle, tmp_path):
    write_out(window, "export_docx", tmp_path / "ra.docx")
    settle(window)
    box().close()
    (found,) = [one for one in docx.Document(str(tmp_path / "ra.docx")).tables
                if "Họ và tên" in [cell.text for cell in one.rows[0].cells]]  # fmt: skip
    assert len(found.rows) >= 3


def test_what_cannot_be_written_is_told_and_may_be_tried_again(window, settle, tmp_path):
    window.actions_["export_xlsx"].trigger()
    dialog = window.findChild(ExportDialog)
    dialog.choose(tmp_path / "không có" / "ra.xlsx")
    button = default_button(dialog)
    button.click()
    words = [one.text() for one in dialog.findChildren(QLabel) if one.isVisible()]
    assert "Không có thư mục này." in words
    (tmp_path / "ra.xlsx").mkdir()
    dialog.choose(tmp_path / "ra.xlsx")
    button.click()
    settle(window)
    assert box().text().endswith(".")
    box().accept()
    (tmp_path / "ra.xlsx").rmdir()
    button.click()
    settle(window)
    assert (tmp_path / "ra.xlsx").is_file()
    box().close()


def test_a_tab_without_a_list_says_so(window, settle):
    window.tabs.show_tab("overview")
    settle(window)
    window.actions_["export_xlsx"].trigger()
    assert window.findChild(ExportDialog) is None
    words = [one.text() for one in window.statusBar().findChildren(QLabel)]
    assert "Hãy mở thẻ của một sổ trước." in words


def test_a_template_is_made_for_the_register_that_is_up(window, settle, tmp_path):
    window.sheets.make_template("rounds", tmp_path / "mẫu.xlsx")
    settle(window)
    assert box().text() == "Đã tạo tệp mẫu mẫu.xlsx"
    assert box().windowTitle() == "Đã ghi tệp"
    box().close()
    words = [str(one) for row in table(tmp_path / "mẫu.xlsx") for one in row]
    assert any("Hình thức khen" in one for one in words)


def test_sessions_go_out_with_who_attended_and_come_in_again(book: Book, tmp_path: Path) -> None:
    unit = registers.save(book, "units", {"name": "Đảng bộ xã An Lạc"}).value.id
    held = registers.save(book, "study_sessions", {"subject": "Nghị quyết", "year": 2025}).value.id
    values = {"session_id": held, "unit_id": unit, "invited": 10, "attended": 9}
    registers.save(book, "study_attendances", values)
    columns = ("year", "subject", "on", "place", "host", "sums")
    listing = Listing("Học tập chuyên đề", Query("study_sessions"), columns, "", 1)
    register = taken_into("study_sessions")
    for every in (True, False):
        path = tmp_path / f"{every}.xlsx"
        assert sheet_gateway.export_listing(book, listing, path, every) == 1
        words = [str(one) for row in table(path) for one in row]
        assert ("Đảng bộ xã An Lạc" in words) == every
        source = importing.read(path)
        report = importing.run(book, register, source, importing.recognise(register, source)).value
        assert dict(report.counts) == {importing.Outcome.SAME: 1}
    assert registers.count(book, Query("study_attendances")) == 1
