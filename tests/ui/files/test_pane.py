"""Files put to a record in a real window: dropped, pasted, scanned, named, taken back."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QPushButton

from desktop.core.file_names import size_text
from desktop.services import attachments, book_settings
from desktop.services.attachments import jpeg_size
from desktop.ui.files.asking import DescribeDialog, ScanDialog
from desktop.ui.files.bin import BinDialog
from desktop.ui.files.taking import Source

from . import drawn
from .record_files import large, question, three

TODAY = f"{date.today():%d-%m-%Y}"  # noqa: DTZ011 - as the clerk's calendar has it


def test_dropped_files_are_kept_with_their_pictures(desk: Any, tmp_path: Path) -> None:
    shown = desk()
    assert shown.title() == "Tệp, ảnh"
    photo, sheet = tmp_path / "Ảnh ra mắt.jpg", tmp_path / "số liệu.xlsx"
    photo.write_bytes(drawn.jpeg())
    sheet.write_bytes(b"PK")
    assert shown.drop_files(photo, sheet)
    assert shown.names() == ["Ảnh ra mắt.jpg", "số liệu.xlsx"]
    assert shown.title() == "Tệp, ảnh (2)"
    assert shown.pane.notice.text == "Đã thêm 2 tệp."
    first, second = shown.pane.files()
    assert shown.pane.model.picture(first.id) is not None
    assert shown.pane.model.picture(second.id) is None
    shown.pane.notice.button.click()
    shown.settle()
    assert shown.names() == []
    assert shown.title() == "Tệp, ảnh"
    shown.pane.notice.button.click()
    shown.settle()
    assert len(shown.names()) == 2


def test_words_are_not_taken(desk: Any) -> None:
    mime = QMimeData()
    mime.setText("không phải tệp")
    assert not desk().drop(mime)


def test_without_a_record_nothing_is_taken(desk: Any, tmp_path: Path) -> None:
    shown = desk()
    shown.pane.set_record(None)
    file = tmp_path / "a.txt"
    file.write_bytes(b"1")
    assert not shown.drop_files(file)
    assert not shown.pane.tools.add.isEnabled()


def test_a_screenshot_is_pasted(desk: Any, qtbot: Any, qapp: QApplication) -> None:
    shown = desk()
    for place in (1, 2):
        mime = QMimeData()
        mime.setImageData(drawn.image(60, 40 + place))
        qapp.clipboard().setMimeData(mime)
        qtbot.keyClick(shown.pane, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        shown.settle()
    assert shown.names() == [f"Ảnh dán {TODAY} 1.png", f"Ảnh dán {TODAY} 2.png"]
    qapp.clipboard().clear()
    shown.pane.view.setFocus()
    qtbot.keyClick(shown.pane.view, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    shown.settle()
    assert "Chưa có gì để dán" in shown.pane.notice.text


def test_copied_files_are_pasted(desk: Any, tmp_path: Path, qapp: QApplication) -> None:
    shown = desk()
    file = tmp_path / "Quyết định.pdf"
    file.write_bytes(b"%PDF")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(file))])
    qapp.clipboard().setMimeData(mime)
    shown.pane.tools.paste.trigger()
    shown.settle()
    shown.pane.tools.paste.trigger()
    shown.settle()
    assert shown.names() == ["Quyết định.pdf"]
    assert shown.pane.notice.text == "«Quyết định.pdf» đã có ở đây nên không thêm lần nữa."


def test_large_pictures_are_asked_about_once(desk: Any, tmp_path: Path) -> None:
    shown = desk()
    one, two = large(tmp_path / "1.jpg"), tmp_path / "2.txt"
    two.write_bytes(b"small")
    shown.drop_files(one, two)
    assert "Có 1 ảnh lớn" in question().text()
    shown.answer("Thu nhỏ")
    assert shown.names() == ["1.jpg", "2.txt"]
    made = shown.content().content
    assert jpeg_size(made) == (2_000, 952)
    told = f"{size_text(one.stat().st_size)} còn {size_text(len(made))}"
    assert shown.pane.notice.text == f"Đã thêm 2 tệp. Ảnh đã thu nhỏ: {told}."


@pytest.mark.parametrize(
    ("answer", "kept"),
    [("Giữ nguyên", ["1.jpg", "2.txt"]), ("Bỏ ra", ["2.txt"]), ("Hủy", [])],
)
def test_large_pictures_may_stay_or_be_left_out(
    desk: Any, tmp_path: Path, answer: str, kept: list[str]
) -> None:
    shown = desk()
    one, two = large(tmp_path / "1.jpg"), tmp_path / "2.txt"
    two.write_bytes(b"small")
    shown.drop_files(one, two)
    shown.answer(answer)
    assert shown.names() == kept
    if "1.jpg" in kept:
        assert shown.content().content == one.read_bytes()


def test_what_is_over_the_limit_is_told_and_the_rest_is_kept(desk: Any, tmp_path: Path) -> None:
    shown = desk(lambda book, _model: book_settings.save(book, {"attachment_limit_mb": 1}))
    film, note = tmp_path / "phim.mp4", tmp_path / "a.txt"
    film.write_bytes(bytes(1_200_000))
    note.write_bytes(b"1")
    shown.drop_files(film, note, tmp_path, tmp_path / "không có.txt", shown.path)
    assert shown.names() == ["a.txt"]
    text = shown.pane.notice.text
    assert text.startswith("Đã thêm 1 tệp. «phim.mp4» có dung lượng 1,2 MB, quá mức 1 MB")
    assert "là một thư mục" in text
    assert "Không tìm thấy «không có.txt»" in text
    assert text.endswith("Và 1 tệp nữa.")


@pytest.mark.qt_log_ignore("JPEG", "This plugin does not support", extend=True)
def test_a_broken_picture_is_told_and_kept(desk: Any, tmp_path: Path) -> None:
    shown = desk()
    file = tmp_path / "hỏng.jpg"
    file.write_bytes(b"\xff\xd8\xff\xe0 broken")
    shown.drop_files(file)
    assert shown.names() == ["hỏng.jpg"]
    assert "bị hỏng nên không xem trước được" in shown.pane.notice.text


def test_the_last_scan_is_offered(desk: Any, tmp_path: Path, monkeypatch: Any) -> None:
    shown = desk()
    folder = tmp_path / "máy quét"
    folder.mkdir()
    for name, at in (("cũ.pdf", 1_000), ("trang 1.pdf", 90_000), ("trang 2.pdf", 90_030)):
        (folder / name).write_bytes(name.encode())
        os.utime(folder / name, (at, at))
    (folder / "~$dở.docx").write_bytes(b"")
    chosen = lambda *_given, **_more: str(folder)  # noqa: E731 - what Qt's own dialog answers
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", chosen)
    shown.pane.tools.scan.trigger()
    shown.settle()
    dialog = shown.pane.findChild(ScanDialog)
    listed = [dialog.files.item(row).text() for row in range(dialog.files.count())]
    assert [one.split("\n")[0] for one in listed] == ["trang 2.pdf", "trang 1.pdf", "cũ.pdf"]
    dialog.buttons.do.click()
    shown.settle()
    assert shown.names() == ["trang 1.pdf", "trang 2.pdf"]
    monkeypatch.undo()
    shown.pane.tools.scan.trigger()  # the folder is known now
    shown.settle()
    again = next(one for one in shown.pane.findChildren(ScanDialog) if one.isVisible())
    assert again.where.text() == str(folder)
    again.reject()


def test_name_and_caption_by_f2(desk: Any, qtbot: Any) -> None:
    shown = desk(three)
    shown.choose(0)
    qtbot.keyClick(shown.pane.view, Qt.Key.Key_F2)
    dialog = shown.pane.findChild(DescribeDialog)
    fields = dialog.findChildren(QLineEdit)
    assert {one.text() for one in fields} == {"a.jpg", "Lễ ra mắt"}
    dialog.caption.setText("Bà con dự lễ")
    dialog.name.setText("lễ ra mắt")
    next(one for one in dialog.findChildren(QPushButton) if one.isDefault()).click()
    shown.settle()
    first = shown.pane.files()[0]
    assert (first.name, first.caption) == ("lễ ra mắt.jpg", "Bà con dự lễ")


def test_a_caption_typed_is_not_lost_when_the_name_is_blank(desk: Any, qtbot: Any) -> None:
    shown = desk(three)
    shown.choose(0)
    qtbot.keyClick(shown.pane.view, Qt.Key.Key_F2)
    dialog = shown.pane.findChild(DescribeDialog)
    dialog.caption.setText("Bà con ấp 1 dự lễ")
    dialog.name.setText("  ")
    save = next(one for one in dialog.findChildren(QPushButton) if one.isDefault())
    save.click()
    shown.settle()
    assert dialog.isVisible()
    assert dialog.form.error_of("name")
    assert dialog.caption.text() == "Bà con ấp 1 dự lễ"
    dialog.name.setText("b")
    save.click()
    shown.settle()
    assert shown.pane.findChild(DescribeDialog) is None
    assert shown.pane.files()[0].caption == "Bà con ấp 1 dự lễ"


def test_what_was_described_stays_when_it_could_not_be_kept(desk: Any, qtbot: Any) -> None:
    shown = desk(three)
    shown.choose(0)
    one = shown.pane.files()[0]
    qtbot.keyClick(shown.pane.view, Qt.Key.Key_F2)
    dialog = shown.pane.findChild(DescribeDialog)
    dialog.caption.setText("Bà con ấp 1 dự lễ")
    shown.window.jobs.write(attachments.describe, one.id, one.name, "Của người khác", one.revision)
    shown.settle()
    next(each for each in dialog.findChildren(QPushButton) if each.isDefault()).click()
    shown.settle()
    assert dialog.isVisible()
    assert dialog.isEnabled()
    assert dialog.trouble.text()
    assert dialog.caption.text() == "Bà con ấp 1 dự lễ"
    dialog.reject()


def test_deleted_by_key(desk: Any, qtbot: Any) -> None:
    shown = desk(three)
    shown.choose(0, 2)
    qtbot.keyClick(shown.pane.view, Qt.Key.Key_Delete)
    shown.settle()
    assert shown.names() == ["b.pdf"]
    assert shown.pane.notice.text == "Đã chuyển 2 tệp vào thùng rác."


def test_files_go_to_the_record_they_were_meant_for(desk: Any, tmp_path: Path) -> None:
    shown = desk()
    file = tmp_path / "a.txt"
    file.write_bytes(b"1")
    first = shown.pane.record
    shown.pane.take([Source(file.name, file)])
    shown.pane.set_record(None)
    shown.settle()
    shown.pane.set_record(first)
    shown.settle()
    assert shown.names() == ["a.txt"]


def test_what_was_given_is_kept_though_the_window_was_closed(desk: Any, tmp_path: Path) -> None:
    shown = desk()
    row = shown.pane.record
    file = tmp_path / "a.txt"
    file.write_bytes(b"1")
    shown.pane.take([Source(file.name, file)])
    shown.dialog.accept_now()
    shown.settle()
    found = attachments.listed(shown.window.jobs.book, "models", row)
    assert [one.name for one in found] == ["a.txt"]


def test_deleted_files_are_restored_or_removed_for_good(desk: Any) -> None:
    shown = desk(three)
    shown.choose(0, 1)
    shown.pane.tools.delete.trigger()
    shown.settle()
    shown.pane.tools.bin.trigger()
    shown.settle()
    dialog = shown.pane.findChild(BinDialog)
    assert dialog.words.text().startswith("2 tệp đã xóa còn chiếm")
    assert not dialog.purge.isEnabled()
    dialog.files.item(0).setSelected(True)
    dialog.restore.click()
    shown.settle()
    assert shown.names() == ["a.jpg", "c.exe"]
    dialog.files.item(0).setSelected(True)
    dialog.purge.click()
    shown.answer("Xóa hẳn")
    assert dialog.words.text() == "Bản ghi này không có tệp nào đã xóa."
    assert attachments.total(shown.window.jobs.book).files == 2
    dialog.reject()


def test_the_keyboard_finds_a_file_chosen(desk: Any, qtbot: Any) -> None:
    shown = desk(three)
    assert shown.pane.selected() == []
    shown.dialog.activateWindow()
    shown.pane.view.setFocus()
    qtbot.waitUntil(shown.pane.view.hasFocus)
    assert [one.name for one in shown.pane.selected()] == ["a.jpg"]
