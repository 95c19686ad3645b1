"""Sending upward from the window: a real file, its outcome, its slip, what stands in the way."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import (
    QCheckBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QTableWidget,
)

from desktop.exchange.arrival import opened, read_manifest
from desktop.services import books, registers
from desktop.services.books import Book
from desktop.ui.dialogs.send_upward import SendUpwardDialog
from desktop.ui.main_window import MainWindow
from desktop.ui.sending_gateway import Choice

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
    dialog.resize(dialog.width(), 300)  # as on a screen that is shown twice as large
    settle(window)
    below = next(
        one
        for one in dialog.findChildren(QLabel)
        if one.parent() is table.parent() and one.y() > table.y()
    )
    assert table.geometry().bottom() < below.geometry().top()
    assert table.height() >= table.minimumHeight()
    slip = next(one for one in dialog.findChildren(QPushButton) if "phiếu" in one.text())
    slip.click()
    qtbot.waitUntil(lambda: window.papers.preview is not None, timeout=LONG * 1000)
    page = read_pdf(window.papers.preview.view._file.path)[0]
    assert digest in page.text.replace("\n", "").replace(" ", "")
    assert OFFICE in page.text.replace("\n", " ")
    window.papers.preview.reject()
    dialog.reject()


def test_a_year_of_old_data_is_offered_by_name(qtbot, window, settle, book):
    values = {"name": "Cũ", "kind": "collective", "registered_on": date(2019, 3, 1)}
    window.jobs.write(registers.save, "models", values)
    settle(window)
    window.actions_["send_upward"].trigger()
    dialog = window.findChild(SendUpwardDialog)
    quick = dialog._quick
    qtbot.waitUntil(lambda: quick.findText("Năm 2019") >= 0)
    quick.activated.emit(quick.findText("Năm 2019"))
    assert (dialog.asked().period_from, dialog.asked().period_to) == (
        date(2019, 1, 1),
        date(2019, 12, 31),
    )
    assert quick.itemText(quick.count() - 1) == "Ngày khác"
    dialog.reject()
    settle(window)


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


def test_before_sending_again_the_figures_that_changed_since_are_told(
    qtbot, window, settle, tmp_path
):
    dialog = send(window, tmp_path)
    settle(window)
    dialog.reject()
    model = {"name": "Tiếng loa an ninh", "kind": "collective", "registered_on": date(2025, 4, 1)}
    window.actions_["send_upward"].trigger()
    dialog = window.findChildren(SendUpwardDialog)[-1]
    dialog.choose(date(2025, 1, 1), date(2025, 12, 31), tmp_path)
    qtbot.waitUntil(lambda: "chưa có số liệu nào của kỳ này thay đổi" in dialog.changed.text())
    dialog.choose(date(2024, 1, 1), date(2024, 12, 31), tmp_path)  # never sent
    settle(window)
    assert not dialog.changed.isVisible()
    window.jobs.write(registers.save, "models", model)
    settle(window)
    dialog.choose(date(2025, 1, 1), date(2025, 12, 31), tmp_path)
    qtbot.waitUntil(lambda: "đã thay đổi" in dialog.changed.text())
    assert dialog.changed.isVisible()
    assert re.match(r"Từ lần gửi 1 \(.*\) đến nay, \d số liệu", dialog.changed.text())
    assert "1 → 2 mô hình" in dialog.changed.text()
    assert "1 → 2" in dialog.changed.toolTip()
    dialog.reject()


def test_a_second_file_of_a_period_tells_what_it_replaces(window, settle, tmp_path):
    dialog = send(window, tmp_path)
    settle(window)
    first = dialog.outcome_text()
    dialog.reject()
    settle(window)
    window.actions_["send_upward"].trigger()
    dialog = window.findChildren(SendUpwardDialog)[-1]
    dialog.choose(date(2025, 1, 1), date(2025, 12, 31), tmp_path)
    settle(window)
    today = f"{date.today():%d/%m/%Y}"  # noqa: DTZ011 - the clerk's own calendar day
    assert dialog.told.isVisible()
    assert "2" in dialog.told.text()
    assert today in dialog.told.text()
    (code,) = re.findall(r"(?:\d{4} ){5}\d{4}", first)
    assert code in dialog.key.text()
    assert not dialog.key_warning.isVisible()
    create_file(dialog)
    settle(window)
    path = tmp_path / FILE.replace(".gsnop", "_lan-2.gsnop")
    assert read_manifest(path).number == 2
    assert read_manifest(path).replaces == read_manifest(tmp_path / FILE).digest
    words = dialog.outcome_text()
    assert code in words
    assert today in words
    dialog.reject()


def test_a_passphrase_is_typed_twice_and_opens_the_file(qtbot, window, settle, tmp_path, read_pdf):
    window.actions_["send_upward"].trigger()
    dialog = window.findChild(SendUpwardDialog)
    dialog.choose(date(2025, 1, 1), date(2025, 12, 31), tmp_path)
    settle(window)
    assert not dialog.secret.first.isVisible()
    dialog.secret.wanted.setChecked(True)
    for first, second, wrong in (
        ("", "", dialog.secret.first),
        ("bí mật", "bi mat", dialog.secret.second),
    ):
        dialog.secret.first.setText(first)
        dialog.secret.second.setText(second)
        create_file(dialog)
        settle(window)
        assert wrong.accessibleDescription()
        assert list(tmp_path.glob("*.gsnop")) == []
    assert dialog.secret.first.echoMode() is QLineEdit.EchoMode.Password
    dialog.secret.second.setText("bí mật")
    create_file(dialog)
    settle(window)
    with opened(tmp_path / FILE, "bí mật") as arrival:
        assert arrival.encrypted
    default_button(dialog).click()  # prints the slip: it has the passphrase as long as it is open
    qtbot.waitUntil(lambda: window.papers.preview is not None, timeout=LONG * 1000)
    page = read_pdf(window.papers.preview.view._file.path)[0]
    assert "có mật khẩu" in page.text.replace("\n", " ").replace("\r", "")
    window.papers.preview.reject()
    dialog.reject()
    settle(window)
    book = window.jobs.book
    with book.read() as session:
        kept = session.connection().exec_driver_sql("SELECT * FROM audit_entries").all()
    assert "bí mật" not in str(kept)


def test_a_choice_is_kept_as_a_profile_and_chosen_the_next_time(window, settle, tmp_path):
    window.actions_["send_upward"].trigger()
    dialog = window.findChild(SendUpwardDialog)
    settle(window)
    wanted = Choice(("documents", "pledges"), frozenset({"pledges"}), below=True)
    dialog.boxes.choose(wanted)
    assert dialog.asked().profile == ""
    dialog.keep("Hằng quý")
    settle(window)
    assert dialog.choice().registers == ("pledges", "documents")
    assert dialog.asked().profile == "Hằng quý"
    dialog.reject()
    settle(window)
    dialog = send(window, tmp_path)  # faster than the profiles come: what is shown is what goes
    settle(window)
    assert read_manifest(tmp_path / FILE).profile == ""
    dialog.reject()
    settle(window)
    window.actions_["send_upward"].trigger()
    dialog = window.findChildren(SendUpwardDialog)[-1]
    dialog.choose(date(2025, 1, 1), date(2025, 12, 31), tmp_path)
    settle(window)
    assert dialog.asked().profile == "Hằng quý"
    create_file(dialog)
    settle(window)
    manifest = read_manifest(tmp_path / FILE.replace(".gsnop", "_lan-2.gsnop"))
    assert manifest.profile == "Hằng quý"
    assert set(manifest.personal) == {"pledges", "pledge_items", "pledge_reviews"}
    # a choice changed by hand is no profile's any more
    dialog.boxes.choose(Choice(("models",), frozenset()))
    assert dialog.asked().profile == ""
    dialog.reject()


def test_a_key_that_is_lost_or_replaced_is_told(window, settle, tmp_path, home):
    send(window, tmp_path).reject()
    settle(window)
    for file in (home / "keys").iterdir():
        file.unlink()
    window.actions_["send_upward"].trigger()
    dialog = window.findChildren(SendUpwardDialog)[-1]
    settle(window)
    assert dialog.key_warning.isVisible()
    assert not re.search(r"\d{4} \d{4}", dialog.key.text())
    dialog.replace_key()
    settle(window)
    (code,) = re.findall(r"(?:\d{4} ){5}\d{4}", dialog.key.text())
    assert code in box().text()
    assert "Quên khóa chữ ký" in box().text()
    box().accept()
    dialog.reject()


def test_every_letter_of_the_question_is_its_own(window, settle):
    window.actions_["send_upward"].trigger()
    dialog = window.findChild(SendUpwardDialog)
    settle(window)
    dialog.secret.wanted.setChecked(True)
    texts = [
        one.text()
        for kind in (QLabel, QPushButton, QCheckBox)
        for one in dialog.findChildren(kind)
        if one.isVisible()
    ]
    letters = [found[1].lower() for text in texts for found in [re.search(r"&(\w)", text)] if found]
    assert len(letters) > 8
    assert sorted(set(letters)) == sorted(letters)
    dialog.reject()
