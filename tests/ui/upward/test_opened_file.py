"""A submission that is opened in the system's folders: the last book, then the receive dialog."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QMessageBox

from desktop.platform.handed import hand_over
from desktop.platform.settings import Settings
from desktop.services import answers, receiving
from desktop.ui import handed
from desktop.ui.upward.arriving import State

ROOT = Path(__file__).parents[3]


def shown(window: Any, settle: Any) -> Any:
    """Return the receive dialog once its files have been looked at."""
    settle(window)
    dialog = window.upward.dialog
    assert dialog is not None
    while dialog.intake.busy:
        settle(window)
    return dialog


def files_of(dialog: Any) -> list[tuple[str, State]]:
    return [(one.path.name, one.state) for one in dialog.files.entries]


def told() -> str:
    box = QApplication.activeModalWidget()
    assert isinstance(box, QMessageBox)
    words = box.text()
    box.accept()
    return words


@pytest.fixture
def remember(settings: Settings) -> Any:
    """Makes a book the one that was open last."""
    return settings.remember_book


def test_the_last_book_is_opened_and_the_file_is_shown_for_receiving(
    open_window, settle, book, below, remember
):
    book.close()
    remember(book.path)
    window = open_window(below[0].send("a.gsnop"))
    dialog = shown(window, settle)
    assert window.jobs.book.path == book.path
    assert files_of(dialog) == [("a.gsnop", State.READY)]
    assert receiving.received(window.jobs.book) == ()  # shown, not taken in
    dialog.accept_box.click()
    dialog.do_button.click()
    assert files_of(shown(window, settle)) == [("a.gsnop", State.TAKEN)]


def test_the_last_book_is_opened_also_by_who_starts_without_one(
    open_window, settle, book, below, remember, settings
):
    book.close()
    remember(book.path)
    settings.set("reopen", False)
    window = open_window(below[0].send("a.gsnop"))
    assert files_of(shown(window, settle)) == [("a.gsnop", State.READY)]


def test_an_answer_goes_the_same_way(open_window, settle, book, below, remember):
    there = receiving.receive(book, below[0].send("a.gsnop"), accept=True).value
    back = below[0].folder / "trả lời.gsnop"
    answers.write_answer(book, there.id, answers.Answer.ACCEPTED, back, "Đã nhận đủ")
    book.close()
    below[0].book.close()
    remember(below[0].book.path)
    window = open_window(back)
    dialog = shown(window, settle)
    assert dialog.files.entries[0].looked.answer
    assert "Đã nhận đủ" in dialog.about.toPlainText()


def test_without_a_book_one_sentence_says_what_to_do_and_the_file_waits_for_it(
    open_window, settle, book, below
):
    book.close()
    window = open_window(below[0].send("a.gsnop"))
    settle(window)
    words = told()
    assert "«a.gsnop»" in words
    assert "Hãy mở sổ hoặc lập sổ mới" in words
    assert "\n" not in words
    assert window.welcome.isVisible()
    window.books.open_path(book.path)
    assert files_of(shown(window, settle)) == [("a.gsnop", State.READY)]


def test_a_last_book_that_is_gone_is_told_as_none(open_window, settle, below, tmp_path, remember):
    remember(tmp_path / "đã xóa.gsdb")
    window = open_window(below[0].send("a.gsnop"))
    settle(window)
    assert "«a.gsnop»" in told()
    assert window.welcome.isVisible()


def test_a_last_book_that_cannot_be_opened_is_told_and_the_file_waits(
    open_window, settle, book, below, tmp_path, remember
):
    book.close()
    broken = tmp_path / "hỏng.gsdb"
    broken.write_bytes(b"")
    remember(broken)
    window = open_window(below[0].send("a.gsnop"))
    settle(window)
    assert "«hỏng.gsdb»" in told()
    window.books.open_path(book.path)
    assert files_of(shown(window, settle)) == [("a.gsnop", State.READY)]


def second(path: Path) -> subprocess.Popen[bytes]:
    """Start the program as a double click on a file does."""
    command = [sys.executable, "-m", "desktop", str(path)]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    return subprocess.Popen(command, cwd=ROOT, env=environment)


def test_a_second_window_hands_the_file_to_the_one_that_has_the_book_and_closes(
    qtbot, open_book, settle, below
):
    window = open_book()
    settle(window)
    assert Settings().recent_books()[0] == window.jobs.book.path
    with second(below[0].send("a.gsnop")) as other:
        qtbot.waitUntil(lambda: window.upward.dialog is not None, timeout=60_000)
        assert files_of(shown(window, settle)) == [("a.gsnop", State.READY)]
        qtbot.waitUntil(lambda: other.poll() is not None, timeout=60_000)
        assert other.returncode == 0
    with second(below[1].send("b.gsnop")) as other:  # and another one into the same dialog
        qtbot.waitUntil(lambda: other.poll() is not None, timeout=60_000)
    names = [name for name, _state in files_of(shown(window, settle))]
    assert names == ["a.gsnop", "b.gsnop"]


def test_what_is_handed_over_while_the_book_is_still_being_opened_is_shown_with_it(
    open_window, settle, book, below
):
    book.close()
    note = hand_over(book.path, [below[0].send("a.gsnop"), below[1].send("b.gsnop")])
    window = open_window(book.path)
    names = [name for name, _state in files_of(shown(window, settle))]
    assert names == ["a.gsnop", "b.gsnop"]
    assert not note.exists()


def test_another_book_than_the_one_that_was_open_takes_nothing_of_the_others(
    qtbot, open_book, settle, below
):
    window = open_book()
    first = window.jobs.book.path
    window.books.open_path(below[0].book.path)
    below[0].book.close()
    settle(window)
    note = hand_over(first, [below[1].send("b.gsnop")])
    qtbot.wait(200)  # the system tells of a change of a folder in less
    assert window.upward.dialog is None
    assert note.exists()


HOLDER = (
    "import sys\nfrom pathlib import Path\n"
    "from desktop.platform.single_instance import BookLock\n"
    "with BookLock(Path(sys.argv[1])):\n    print('held', flush=True)\n    sys.stdin.read()\n"
)


def test_a_window_that_takes_nothing_is_named_with_what_to_do_there(
    open_window, settle, book, below, qtbot, monkeypatch: pytest.MonkeyPatch, remember
):
    monkeypatch.setattr(handed, "_PATIENCE", 0.3)
    book.close()
    remember(book.path)
    command = [sys.executable, "-c", HOLDER, str(book.path)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, cwd=ROOT, text=True, **pipes) as other:
        assert other.stdout.readline() == "held\n"
        window = open_window(below[0].send("a.gsnop"))
        qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None, timeout=30_000)
        words = told()
        other.communicate("")
    assert f"«{book.path.name}» đang mở ở một cửa sổ khác" in words
    assert "kéo thả tệp vào, hoặc bấm Ctrl+Shift+R" in words
    assert window.isVisible()
    window.books.open_path(book.path)  # once the other is closed
    assert files_of(shown(window, settle)) == [("a.gsnop", State.READY)]
    dialog = window.upward.dialog
    assert len(dialog.files.entries) == 1  # no note was left behind
