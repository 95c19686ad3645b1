"""The window of the log, and what leaves the book through windows noted in it."""

from __future__ import annotations

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from sqlalchemy import text

from desktop.services import undoing
from desktop.services.books import Book
from desktop.ui.dialogs.audit_log import AuditLogDialog
from tests.ui import driving


def noted(book: Book) -> list[tuple[str, str, str]]:
    """Who, what and with which facts was printed or exported, first to last."""
    wanted = "SELECT clerk, deed, after FROM audit_entries WHERE action IN ('printed', 'exported')"
    with book.read() as session:
        return [tuple(row) for row in session.execute(text(f"{wanted} ORDER BY id"))]


@pytest.fixture
def log(open_book, settle, qtbot):
    window = open_book()
    window._do("audit_log")
    settle(window)
    dialog = window.findChild(AuditLogDialog)
    qtbot.waitUntil(lambda: dialog._found is not None)
    return dialog


def lines(dialog: AuditLogDialog) -> list[list[str]]:
    model = dialog.list.model()
    return [
        [model.index(row, column).data() for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_deeds_are_listed_latest_first_with_what_they_changed(log, qtbot):
    shown = lines(log)
    assert shown[-1][2] == "Lập sổ mới"
    assert shown[0][2] == "Thêm đảng viên"
    assert "Trần Văn Đạt" in shown[0][4] or "mục" in shown[0][4]
    qtbot.waitUntil(lambda: "Trần Văn Đạt" in log.details.toPlainText())
    log.list.selectRow(len(shown) - 1)
    qtbot.waitUntil(lambda: "Thêm cơ quan" in log.details.toPlainText())


def test_by_clerk_and_kind(log, qtbot):
    before = len(lines(log))
    log.clerk.setCurrentIndex(log.clerk.count() - 1)
    log.clerk.activated.emit(log.clerk.currentIndex())
    log.kind.setCurrentIndex(log.kind.findData("deleted"))
    log.kind.activated.emit(log.kind.currentIndex())
    qtbot.waitUntil(lambda: len(lines(log)) == 0)
    assert before
    assert "Không có việc nào trong kỳ này" in log.message.text()


def test_written_out_and_noted(log, qtbot, tmp_path):
    target = tmp_path / "nhật ký.xlsx"
    log.write_out(target)
    book = log._context.jobs.book
    qtbot.waitUntil(lambda: bool(noted(book)))
    assert noted(book)[0][:2] == (driving.CLERK, "Xuất: Nhật ký thao tác")
    assert "nhật ký.xlsx" in noted(book)[0][2]
    assert load_workbook(target).active.max_row > 3
    assert undoing.last_deed(book).words == "Thêm đảng viên"


def test_printed_from_the_log(log, qtbot, settle):
    qtbot.mouseClick(log.print_button, Qt.MouseButton.LeftButton)
    window = log.parent()
    qtbot.waitUntil(lambda: window.papers.preview is not None, timeout=20_000)
    assert len(window.papers.preview._file) >= 1
    window.papers.preview.close()


def test_a_preview_is_noted_when_it_is_saved_not_when_it_is_looked_at(
    open_book, qtbot, tmp_path, settle
):
    window = open_book()
    window.papers.print_pdf("members")
    qtbot.waitUntil(lambda: window.papers.preview is not None, timeout=20_000)
    book = window.jobs.book
    settle(window)
    assert noted(book) == []
    window.papers.preview.save_to(tmp_path / "ds.pdf")
    qtbot.waitUntil(lambda: bool(noted(book)))
    ((clerk, deed, after),) = noted(book)
    assert (clerk, deed) == (driving.CLERK, "Xuất: Danh sách: Đảng viên")
    assert '"file":"ds.pdf"' in after
    assert '"pages":1' in after
    window.papers.preview.close()


def test_a_backup_to_another_place_is_noted(open_book, qtbot, tmp_path, monkeypatch):
    window = open_book()
    monkeypatch.setattr(window.backups, "ask_target", lambda: tmp_path / "sao.gsdb")
    window.actions_["backup_to"].trigger()
    qtbot.waitUntil(lambda: bool(noted(window.jobs.book)), timeout=20_000)
    assert "sao.gsdb" in noted(window.jobs.book)[0][2]


def test_a_backup_to_another_place_is_noted_from_its_window_and_on_leaving(
    open_book, qtbot, tmp_path, monkeypatch
):
    window = open_book()
    names = iter(["một.gsdb", "hai.gsdb"])
    flow = window.backups
    monkeypatch.setattr(flow, "ask_target", lambda: tmp_path / next(names))
    flow.back_up_to()
    qtbot.waitUntil(lambda: bool(noted(window.jobs.book)), timeout=20_000)
    left = []
    flow._back_up_elsewhere(lambda: left.append(True))
    qtbot.waitUntil(lambda: bool(left), timeout=20_000)
    told = [after for _clerk, _deed, after in noted(window.jobs.book)]
    assert sorted(name for one in told for name in ("một", "hai") if name in one) == ["hai", "một"]
