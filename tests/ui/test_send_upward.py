"""Sending upward from the window: a real file, its outcome, its slip, what stands in the way."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QCheckBox, QLabel, QMessageBox, QPushButton, QTableWidget

from desktop.services import books, registers
from desktop.services.books import Book
from desktop.services.submissions import SubmissionRequest, send_upward
from desktop.ui.dialogs.send_upward import SendUpwardDialog
from desktop.ui.main_window import MainWindow

from .driving import LONG, box, default_button

OFFICE = "Ban Tuyên giáo Huyện ủy Cầu Ngang"
FILE = "ban-tuyen-giao-huyen-uy-cau-ngang_20250101-20251231.gsnop"


@pytest.fixture
def window(open_window: Any, settle: Any, book: Book) -> MainWindow:
    """A window on a book with a member, and a model and a document of 2025."""
    model = {"name": "Tổ tự quản ấp Mỹ Cẩm", "kind": "collective"}
    document = {"number": "12-KH/BTG", "on": date(2025, 2, 3), "direction": "issued"}
    registers.save(book, "members", {"full_name": "Nguyễn Thị Anh"})
    registers.save(book, "models", {**model, "registered_on": date(2025, 3, 1)})
    registers.save(book, "documents", document)
    book.close()
    made = open_window(book.path)
    settle(made)
    return made


def send(window: MainWindow, folder: Path) -> SendUpwardDialog:
    window.actions_["send_upward"].trigger()
    dialog = window.findChild(SendUpwardDialog)
    dialog.choose(date(2025, 1, 1), date(2025, 12, 31), folder)
    create_file(dialog)
    return dialog


def create_file(dialog: SendUpwardDialog) -> None:
    default_button(dialog).click()


def test_what_goes_upward_is_written_shown_and_accepted(qtbot, window, settle, tmp_path, read_pdf):
    dialog = send(window, tmp_path)
    settle(window)
    path = tmp_path / FILE
    report = books.check_file(path)
    assert (report.kind, report.problems) == ("submission", ())
    counts = dict(report.counts)
    assert counts["models"] == counts["documents"] == 1
    assert "members" not in counts
    words = dialog.outcome_text()
    assert str(path) in words
    (digest,) = re.findall(r"\b[0-9a-f]{64}\b", words)
    assert digest in "\n".join(report.lines)
    table = dialog.findChild(QTableWidget)
    shown = {
        table.item(row, 0).text(): table.item(row, 1).text() for row in range(table.rowCount())
    }
    assert shown["Mô hình"] == shown["Văn bản"] == "1"
    slip = next(one for one in dialog.findChildren(QPushButton) if "phiếu" in one.text())
    slip.click()
    qtbot.waitUntil(lambda: window.papers.preview is not None, timeout=LONG * 1000)
    page = read_pdf(window.papers.preview.view._file.path)[0]
    assert digest in page.text.replace("\n", "").replace(" ", "")
    assert OFFICE in page.text.replace("\n", " ")
    window.papers.preview.reject()
    dialog.reject()


def test_what_cannot_be_sent_is_told_beside_its_field(window, settle, tmp_path):
    dialog = send(window, tmp_path / "không có")
    words = [one.text() for one in dialog.findChildren(QLabel) if one.isVisible()]
    assert "Không có thư mục này." in words
    dialog.choose(date(2025, 12, 31), date(2025, 1, 1), tmp_path)
    for one in dialog.findChildren(QCheckBox):
        one.setChecked(False)
    create_file(dialog)
    words = [one.text() for one in dialog.findChildren(QLabel) if one.isVisible()]
    assert "Ngày cuối đứng trước ngày đầu." in words
    assert "Hãy chọn ít nhất một sổ." in words
    settle(window)
    assert list(tmp_path.glob("*.gsnop")) == []
    dialog.reject()


def test_a_submission_that_cannot_be_written_is_told_and_may_be_tried_again(
    window, settle, tmp_path
):
    path = tmp_path / FILE
    path.mkdir()
    dialog = send(window, tmp_path)
    settle(window)
    assert re.fullmatch(r"[^\n]+\.", box().text())
    box().accept()
    path.rmdir()
    create_file(dialog)
    settle(window)
    assert books.check_file(path).ok
    dialog.reject()


def test_a_submission_opened_by_double_click_is_checked(open_window, qtbot, tmp_path):
    """As Windows starts the program with the file; the last book isn't touched."""
    book = books.create_book(tmp_path / "a.gsdb", books.OfficeSetup("Ban", "district", "Cầu Ngang"))
    request = SubmissionRequest(date(2020, 1, 1), date(2030, 1, 1))
    target = send_upward(book, request, tmp_path / "a.gsnop").value.path
    book.close()
    window = open_window(target)
    qtbot.waitUntil(lambda: bool(window.findChildren(QMessageBox)), timeout=10_000)
    (box,) = window.findChildren(QMessageBox)
    assert "nguyên vẹn" in box.text()
    box.close()
    assert window.jobs.book is None
