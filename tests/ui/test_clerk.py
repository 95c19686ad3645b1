"""Who is at work: asked where it may be another, shown below, written with what is done."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from sqlalchemy import text

from desktop.platform.settings import Settings
from desktop.services import books, clerks
from desktop.services.books import Book
from desktop.ui.clerk_flow import SETTING
from desktop.ui.dialogs.clerk import CorrectClerkDialog
from tests.ui import driving


def last_clerk(book: Book) -> str | None:
    with book.read() as session:
        return session.scalar(text("SELECT clerk FROM audit_entries ORDER BY id DESC LIMIT 1"))


def with_clerks(path, *names):
    book = books.open_book(path)
    for name in names:
        clerks.begin(book, name)
    book.close()


def test_one_known_clerk_is_not_asked(open_book):
    window = open_book()
    assert window.clerks.dialog is None
    assert driving.CLERK in window.status.clerk()
    driving.add_member(window.jobs.book, "Hồ Thị Sáu")
    assert last_clerk(window.jobs.book) == driving.CLERK


def test_a_clerk_of_several_goes_on_by_enter(qtbot, open_book, book_file, settle):
    with_clerks(book_file, "Lê Văn Minh", driving.CLERK, "An Thị Bé")
    window = open_book()
    qtbot.waitUntil(lambda: window.clerks.dialog is not None)
    dialog = window.clerks.dialog
    names = [dialog.list.item(row).text() for row in range(dialog.list.count())]
    assert names == ["An Thị Bé", driving.CLERK, "Lê Văn Minh"], "by given name"
    assert dialog.name() == driving.CLERK
    qtbot.keyClick(dialog.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.clerks.dialog is None)
    settle(window)
    assert driving.CLERK in window.status.clerk()


def test_another_is_chosen_and_remembered(qtbot, open_book, book_file, settle):
    with_clerks(book_file, "Lê Văn Minh")
    window = open_book()
    qtbot.waitUntil(lambda: window.clerks.dialog is not None)
    dialog = window.clerks.dialog
    dialog.list.setCurrentRow(1)
    qtbot.mouseClick(dialog.buttons.do, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "Lê Văn Minh" in window.status.clerk())
    settle(window)
    assert Settings().get(SETTING, "") == "Lê Văn Minh"
    driving.add_member(window.jobs.book, "Hồ Thị Sáu")
    assert last_clerk(window.jobs.book) == "Lê Văn Minh"


def test_somebody_new_types_a_name(qtbot, open_book, settle):
    window = open_book()
    window._do("clerk")
    qtbot.waitUntil(lambda: window.clerks.dialog is not None)
    window.clerks.dialog.field.insert("  Võ Thị   Bảy ")
    qtbot.keyClick(window.clerks.dialog.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Võ Thị Bảy" in window.status.clerk())
    settle(window)
    assert clerks.known(window.jobs.book) == ("Võ Thị Bảy",)
    assert window.jobs.book.clerk == "Võ Thị Bảy"


def test_the_first_start_asks_and_esc_takes_the_systems_user(
    qtbot, open_window, book_file, settle, monkeypatch, home
):
    monkeypatch.setattr(driving, "CLERK", "")
    Settings().path.unlink()
    monkeypatch.setenv("LOGNAME", "canbo1")
    kept = Settings()
    assert kept.get(SETTING, "") == ""
    window = open_window(book_file)
    window.settings.set(SETTING, "")
    qtbot.waitUntil(lambda: window.clerks.dialog is not None)
    qtbot.keyClick(window.clerks.dialog, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: window.clerks.dialog is None)
    settle(window)
    assert window.jobs.book.clerk == clerks.system_user() == "canbo1"


@pytest.mark.parametrize(
    "name", ["", "   ", "- -", "x" * 61, "(chưa ghi tên)", "Chưa  ghi tên", "(CHƯA GHI TÊN)"]
)
def test_no_name_and_too_long_a_name_are_refused(book, name):
    book.clerk = "Lê Văn Minh"
    with pytest.raises(clerks.UserProblem):
        clerks.begin(book, name)
    assert book.clerk == "Lê Văn Minh"


def test_one_name_in_two_writings_is_one_clerk(book):
    for name in ("le van minh", "Lê Văn Minh"):
        clerks.begin(book, name)
    assert clerks.known(book) == ("Lê Văn Minh",)
    clerks.forget(book, "Lê Văn Minh")
    assert clerks.known(book) == ()
    assert books.check_file(book.path).ok


def in_list(dialog):
    return [dialog.list.item(row).text() for row in range(dialog.list.count())]


def test_a_name_is_corrected_and_the_log_keeps_the_old_one(qtbot, open_book, book_file, settle):
    with_clerks(book_file, "Lê Văn Mih", driving.CLERK)
    window = open_book()
    qtbot.waitUntil(lambda: window.clerks.dialog is not None)
    dialog = window.clerks.dialog
    dialog.list.setCurrentRow(in_list(dialog).index(driving.CLERK))
    driving.add_member(window.jobs.book, "Hồ Thị Sáu")
    qtbot.mouseClick(dialog.correct, Qt.MouseButton.LeftButton)
    asked = dialog.findChild(CorrectClerkDialog)
    assert not asked.buttons.do.isEnabled(), "nothing is corrected yet"
    asked.field.setText("chưa ghi tên")
    qtbot.keyClick(asked.field, Qt.Key.Key_Return)
    assert asked.said.isVisible()
    asked.field.setText("Võ Thị Bảy")
    assert not asked.said.isVisible()
    qtbot.keyClick(asked.field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "Võ Thị Bảy" in in_list(dialog))
    settle(window)
    assert in_list(dialog) == ["Võ Thị Bảy", "Lê Văn Mih"]
    assert dialog.name() == "Võ Thị Bảy"
    assert driving.CLERK in dialog.said.text()
    assert window.jobs.book.clerk == Settings().get(SETTING, "") == "Võ Thị Bảy"
    assert last_clerk(window.jobs.book) == driving.CLERK


def test_a_name_is_taken_off_the_list(qtbot, open_book, book_file, settle):
    with_clerks(book_file, "Lê Văn Minh", driving.CLERK)
    window = open_book()
    qtbot.waitUntil(lambda: window.clerks.dialog is not None)
    dialog = window.clerks.dialog
    for name in ("Lê Văn Minh", driving.CLERK):
        dialog.list.setCurrentRow(in_list(dialog).index(name))
        qtbot.mouseClick(dialog.take_off, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda gone=name: gone not in in_list(dialog))
        assert name in dialog.said.text()
    settle(window)
    assert clerks.known(window.jobs.book) == ()
    assert Settings().get(SETTING, "") == ""
    assert dialog.field.hasFocus()
    assert not dialog.list.isVisible()
    assert window.jobs.book.clerk == driving.CLERK, "at work until another begins"


def test_nobodys_name_is_no_clerk_and_the_dialog_says_so(qtbot, open_book):
    window = open_book()
    window._do("clerk")
    qtbot.waitUntil(lambda: window.clerks.dialog is not None)
    dialog = window.clerks.dialog
    dialog.field.insert("(chưa ghi tên)")
    qtbot.keyClick(dialog.field, Qt.Key.Key_Return)
    assert "Hãy ghi họ tên" in dialog.said.text()
    assert dialog.isVisible()
    assert window.jobs.book.clerk == driving.CLERK


def test_two_names_of_the_list_become_one(book):
    for name in ("Lê Văn Minh", "Võ Thị Bảy"):
        clerks.begin(book, name)
    clerks.rename(book, "Lê Văn Minh", "Võ Thị Bảy")
    assert clerks.known(book) == ("Võ Thị Bảy",)
    with pytest.raises(clerks.UserProblem):
        clerks.rename(book, "Võ Thị Bảy", " ")
    assert clerks.known(book) == ("Võ Thị Bảy",)
    assert books.check_file(book.path).ok
