"""Whole books from the window: made, opened, refused, backed up, checked, closed."""

from __future__ import annotations

import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QFileDialog,
    QInputDialog,
    QLabel,
    QLineEdit,
    QMessageBox,
)

from desktop.core.errors import DamagedFile
from desktop.platform.single_instance import BookLock
from desktop.services import books, registers
from desktop.services.books import Book
from desktop.storage import compacting
from desktop.ui.dialogs.new_book import NewBookDialog
from desktop.ui.gateway import NewBook
from desktop.ui.main_window import MainWindow

from .driving import box, default_button

ROOT = Path(__file__).parents[2]
OFFICE = "Ban Tuyên giáo Huyện ủy Cầu Ngang"
SENTENCE = re.compile(r"[^\n]+\.")


@pytest.fixture
def book_file(book: Book) -> Path:
    """The file of a book with a member, closed."""
    registers.save(book, "members", {"full_name": "Nguyễn Thị Anh"})
    book.close()
    return book.path


@pytest.fixture
def window(open_window: Any, settle: Any, book_file: Path) -> MainWindow:
    """A window on the book."""
    made = open_window(book_file)
    settle(made)
    assert made.windowTitle() == f"{OFFICE} – Gương Sáng"
    return made


@pytest.fixture
def choose(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, Path], None]:
    """Lets the system's own file dialog answer with a path."""

    def answer(method: str, path: Path) -> None:
        given = str(path) if method == "getExistingDirectory" else (str(path), "")
        monkeypatch.setattr(QFileDialog, method, lambda *_asked: given)

    return answer


def refused(window: MainWindow, settle: Any, path: Path) -> str:
    """Open a file that can't be opened; return the one sentence or two that say so."""
    before = path.read_bytes() if path.is_file() else None
    beside = sorted(one.name for one in path.parent.iterdir())
    window.books.open_path(path)
    settle(window)
    words = box().text()
    box().accept()
    assert SENTENCE.fullmatch(words), words
    assert (path.read_bytes() if path.is_file() else None) == before
    assert sorted(one.name for one in path.parent.iterdir()) == beside
    return words


# a new book


def new_book(window: MainWindow, asked: NewBook) -> NewBookDialog:
    window.actions_["new_book"].trigger()
    dialog = window.findChild(NewBookDialog)
    dialog.fill(asked)
    create(dialog)
    return dialog


def create(dialog: NewBookDialog) -> None:
    default_button(dialog).click()


def test_a_new_book_is_made_as_it_is_typed(qtbot, open_window, settle, home):
    window = open_window()
    window.activateWindow()
    qtbot.keyClick(
        window,
        Qt.Key.Key_N,
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
    )
    dialog = window.findChild(NewBookDialog)
    qtbot.waitUntil(dialog.isActiveWindow)
    name, place, above, code, path = dialog.findChildren(QLineEdit)
    assert QApplication.focusWidget() is name
    name.insert("Ban Tuyên giáo và Dân vận xã Mỹ Hòa")
    place.setFocus()  # leaving the name offers a file
    assert path.text() == str(home / "documents" / "ban-tuyen-giao-va-dan-van-xa-my-hoa.gsdb")
    place.insert("Mỹ Hòa")
    above.insert("Đảng ủy xã Mỹ Hòa")
    code.insert("BTGDV")
    level = dialog.findChild(QComboBox)
    level.setCurrentIndex(level.findText("Xã/phường"))
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    settle(window)
    assert window.findChild(NewBookDialog) is None
    assert window.windowTitle() == "Ban Tuyên giáo và Dân vận xã Mỹ Hòa – Gương Sáng"
    own = registers.own_office(window.jobs.book).values
    assert (own["level"], own["place"]) == ("commune", "Mỹ Hòa")
    assert (own["parent_name"], own["code_suffix"]) == ("Đảng ủy xã Mỹ Hòa", "BTGDV")
    assert books.check_file(window.jobs.book.path).ok


def test_what_is_missing_stands_beside_its_field_and_nothing_is_made(open_window, tmp_path):
    window = open_window()
    path = tmp_path / "mới" / "Sổ.gsdb"
    dialog = new_book(window, NewBook(path, " ", "", "", ""))
    name = dialog.findChild(QLineEdit)
    assert dialog.errors() == {
        "name": "Hãy nhập tên cơ quan.",
        "level": "Hãy chọn cấp.",
        "place": "Hãy nhập địa danh.",
    }
    assert name.accessibleDescription() == "Hãy nhập tên cơ quan."
    assert dialog.focusWidget() is name
    assert not path.parent.exists()
    dialog.reject()


def test_a_book_is_never_made_over_a_file(window, settle, tmp_path):
    there = tmp_path / "Đã có.gsdb"
    there.write_bytes(b"x" * 10)
    dialog = new_book(window, NewBook(there.with_suffix(""), "Ban A", "base", "A", ""))
    settle(window)
    (field,) = dialog.errors()
    assert field == "path"
    assert "Đã có tệp «Đã có.gsdb»" in dialog.errors()["path"]
    assert there.read_bytes() == b"x" * 10
    assert window.windowTitle() == f"{OFFICE} – Gương Sáng"
    dialog.fill(NewBook(tmp_path / "khác.gsdb", "Ban A", "base", "A", ""))
    create(dialog)  # and again, elsewhere
    settle(window)
    assert window.windowTitle() == "Ban A – Gương Sáng"


def test_a_folder_that_cannot_be_made_is_told_in_a_sentence(window, settle, tmp_path):
    (tmp_path / "tệp").write_text("", "utf-8")
    path = tmp_path / "tệp" / "Sổ.gsdb"
    dialog = new_book(window, NewBook(path, "Ban A", "base", "A", ""))
    settle(window)
    assert SENTENCE.fullmatch(box().text())
    box().accept()
    assert dialog.isVisible()
    assert window.jobs.book.name == OFFICE
    dialog.reject()


def test_a_folder_that_is_not_there_yet_is_made(window, settle, tmp_path):
    path = tmp_path / "năm 2026" / "Sổ.gsdb"
    new_book(window, NewBook(path, "Ban A", "base", "A", ""))
    settle(window)
    assert window.jobs.book.path == path
    assert books.check_file(path).ok


# opening


def test_a_book_that_is_chosen_is_opened(open_window, settle, choose, book_file):
    window = open_window()
    choose("getOpenFileName", book_file)
    window.actions_["open_book"].trigger()
    settle(window)
    assert window.windowTitle() == f"{OFFICE} – Gương Sáng"


def test_what_opening_did_is_told_in_the_status_line(open_window, settle, book):
    with book.write("Xóa") as session:
        compacting.mark(session)  # as an erasure that was killed before the file's rewriting
    book.close()
    window = open_window(book.path)
    settle(window)
    assert window.status.message().startswith("Đã xóa nốt vết của dữ liệu cá nhân")


def spoil(kind: str, whole: Path, path: Path) -> None:
    """Put a file at `path` that can't be opened as a book."""
    if kind == "missing":
        return
    shutil.copyfile(whole, path)
    content = bytearray(path.read_bytes())
    if kind == "cut short":
        path.write_bytes(content[: len(content) // 2])
    elif kind == "empty":
        path.write_bytes(b"")
    elif kind == "overwritten":
        content[100:4000] = b"\xff" * 3900  # the schema
        path.write_bytes(content)
    elif kind == "text":
        path.write_text("Danh sách đảng viên\n" * 20, "utf-8")
    elif kind == "other database":
        path.unlink()
        with sqlite3.connect(path) as other:
            other.execute("CREATE TABLE a (b)")
        other.close()
    elif kind == "newer":
        content[60:64] = (999).to_bytes(4, "big")  # user_version
        path.write_bytes(content)


KINDS = {
    "missing": "Không tìm thấy",
    "cut short": "bị thiếu một phần",
    "empty": "tệp rỗng",
    "overwritten": "hỏng",
    "text": "không phải là sổ dữ liệu",
    "other database": "không phải là sổ dữ liệu",
    "newer": "mới hơn",
}


@pytest.mark.parametrize("kind", KINDS)
def test_a_file_that_is_no_usable_book_is_refused_and_left_alone(
    window, settle, book_file, tmp_path, kind
):
    path = tmp_path / "Sổ khác.gsdb"
    spoil(kind, book_file, path)
    words = refused(window, settle, path)
    assert KINDS[kind] in words
    assert "«Sổ khác.gsdb»" in words
    assert window.windowTitle() == f"{OFFICE} – Gương Sáng"
    window.jobs.write(registers.save, "members", {"full_name": "Trần Văn Đạt"})
    settle(window)
    assert registers.count(window.jobs.book, registers.Query("members")) == 2


def test_without_a_book_a_refusal_leads_back_to_the_welcome_page(open_window, settle, tmp_path):
    window = open_window()
    refused(window, settle, tmp_path / "không có.gsdb")
    assert window.welcome.isVisible()


@contextmanager
def held_elsewhere(path: Path) -> Iterator[None]:
    """Hold a book as another window does, in another process."""
    script = (
        "import sys\nfrom pathlib import Path\n"
        "from desktop.platform.single_instance import BookLock\n"
        "with BookLock(Path(sys.argv[1])):\n    print('held', flush=True)\n    sys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script, str(path)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdout.readline() == "held\n"
        yield
        other.communicate("")


def test_a_book_open_in_another_window_is_refused_until_that_is_closed(
    window, settle, book_file, tmp_path
):
    path = tmp_path / "Sổ khác.gsdb"
    shutil.copyfile(book_file, path)
    with held_elsewhere(path):
        assert "đang mở ở một cửa sổ khác" in refused(window, settle, path)
        assert window.jobs.book.path == book_file
    window.books.open_path(path)
    settle(window)
    assert window.jobs.book.path == path


def test_a_book_asked_for_twice_is_opened_once(open_window, settle, book_file):
    window = open_window()
    opened: list[object] = []
    window.books.opened.connect(opened.append)
    window.books.open_path(book_file)
    window.books.open_path(book_file)
    settle(window)
    assert len(opened) == 1
    assert window.jobs.book.path == book_file
    assert not [one for one in window.findChildren(QMessageBox) if one.isVisible()]
    window.books.close_book()
    settle(window)
    window.books.open_path(book_file)  # it may be opened again
    settle(window)
    assert window.jobs.book.path == book_file


# backups and checks


def test_a_backup_is_made_shown_and_whole(window, settle, home):
    for old in (home / "backups").rglob("*.gsdb"):
        old.unlink()
    window.actions_["backup"].trigger()
    settle(window)
    (made,) = (home / "backups").rglob("*.gsdb")
    assert re.fullmatch(r"Đã sao lưu lúc \d\d:\d\d", window.status.message())
    assert books.check_file(made).ok
    labels = [one.text() for one in window.statusBar().findChildren(QLabel)]
    assert any(re.fullmatch(r"Sao lưu \d\d:\d\d \d\d/\d\d/\d{4}", one) for one in labels)


def test_a_backup_goes_where_the_clerk_says_but_never_over_the_book(
    window, settle, choose, book_file, tmp_path
):
    target = tmp_path / "USB" / "Sổ chép.gsdb"
    target.parent.mkdir()
    choose("getSaveFileName", target)
    window.actions_["backup_to"].trigger()
    settle(window)
    assert books.check_file(target).ok
    copy = books.open_book(target)
    assert copy.name == OFFICE
    copy.close()
    choose("getSaveFileName", book_file)
    before = book_file.read_bytes()
    window.actions_["backup_to"].trigger()
    settle(window)
    assert "đè lên chính" in box().text()
    box().accept()
    assert book_file.read_bytes() == before


def test_a_file_is_checked_and_what_was_found_is_told(window, settle, choose, book_file, tmp_path):
    choose("getOpenFileName", book_file)
    window.actions_["check_file"].trigger()
    settle(window)
    assert "«Sổ 2026.gsdb» nguyên vẹn." in box().text()
    assert "Đảng viên: 1" in box().text()
    assert box().icon() is QMessageBox.Icon.Information
    box().accept()
    damaged = tmp_path / "hỏng.gsdb"
    spoil("overwritten", book_file, damaged)
    choose("getOpenFileName", damaged)
    window.actions_["check_file"].trigger()
    settle(window)
    assert box().icon() is QMessageBox.Icon.Warning
    assert SENTENCE.fullmatch(box().text())
    box().accept()


# a demo book


def test_a_demo_book_is_made_and_opened_beside_an_earlier_one(
    open_window, settle, monkeypatch, home
):
    window = open_window()
    monkeypatch.setattr(QInputDialog, "getInt", lambda *_asked: (12, True))
    found = []
    for _turn in range(2):
        window.actions_["demo_book"].trigger()
        settle(window)
        found.append(window.jobs.book.path)
    folder = home / "documents"
    assert found == [folder / "So-thu-nghiem.gsdb", folder / "So-thu-nghiem-2.gsdb"]
    assert books.check_file(found[1]).ok
    assert registers.count(window.jobs.book, registers.Query("members")) >= 10
    monkeypatch.setattr(QInputDialog, "getInt", lambda *_asked: (12, False))
    window.actions_["demo_book"].trigger()
    settle(window)
    assert window.jobs.book.path == found[1]


# closing


def test_closing_the_book_gives_it_back(window, settle, book_file, tmp_path):
    window.actions_["close_book"].trigger()
    settle(window)
    assert window.welcome.isVisible()
    assert window.windowTitle() == "Gương Sáng"
    assert not window.actions_["find"].isEnabled()
    with BookLock(book_file):  # nobody holds it any more
        moved = book_file.rename(tmp_path / "đã chuyển.gsdb")
    assert books.check_file(moved).ok


def test_damage_found_later_leads_to_the_backups_and_a_repair(window, settle, book_file):
    told = DamagedFile(f"«{book_file.name}» bị hỏng. Hãy mở bản sao lưu gần nhất.")
    window.jobs.problem.emit(told, "Đảng viên")
    words = [one.text().replace("&", "") for one in box().buttons()]
    assert {"Bản sao lưu của sổ này…", "Sửa chữa…"} < set(words)
    box().reject()
    settle(window)
    window.jobs.problem.emit(DamagedFile("«ảnh.zip» bị hỏng. Hãy chọn tệp khác."), "Đính kèm")
    assert len(box().buttons()) == 1
    box().reject()
