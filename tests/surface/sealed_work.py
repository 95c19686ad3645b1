"""The program's work in a process that is sealed first: `python -m … TASK FOLDER`.

Prints how it was sealed and what was done, a line each; ends with 0 when all was done.
"""

# ruff: noqa: PLC0415 (nothing of the program is loaded before the process is sealed)

from __future__ import annotations

import ctypes
import os
import sys
import threading
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from .sealing import seal

WAIT_SECONDS = 60.0


def say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()


# --- what must be caught


def python_socket(_folder: Path) -> None:
    import socket

    socket.socket(socket.AF_INET, socket.SOCK_STREAM)


def native_socket(_folder: Path) -> None:
    ctypes.CDLL(None).socket(2, 1, 0)


def native_socket_in_a_thread(_folder: Path) -> None:
    one = threading.Thread(target=lambda: ctypes.CDLL(None).socket(10, 2, 0))
    one.start()
    one.join()


def python_program(_folder: Path) -> None:
    import subprocess

    subprocess.run([sys.executable, "-c", "pass"], check=True)


def native_program(_folder: Path) -> None:
    ctypes.CDLL(None).system(b"true")


def qt_program(_folder: Path) -> None:
    from PySide6.QtCore import QProcess

    QProcess.startDetached("true", [])


# --- the real work


def self_test(_folder: Path) -> None:
    """Every register, paper, sheet and tab, as the shipped program tries itself."""
    from desktop import cli

    assert cli.main(["self-test"]) == 0


def commands(folder: Path) -> None:
    """The command line's verbs, one after the other."""
    from desktop import cli

    book = folder / "Sổ.gsdb"
    year = ("--from", "2025-01-01", "--to", "2025-12-31")

    def run(*given: object) -> None:
        code = cli.main([str(one) for one in given])
        assert code == 0, given
        say(f"did {given[0]}")

    run("demo", "--book", book, "--members", 24)
    run("figures", "--book", book, *year)
    for name in ("ds.pdf", "ds.xlsx", "ds.docx"):
        run("report", "members", "--book", book, "--output", folder / name)
    run("import", "members", folder / "ds.xlsx", "--book", book)
    run("template", "awards", "--book", book, "--output", folder / "mẫu.xlsx")
    run("submit", "--book", book, *year, "--output", folder / "nộp.gsnop")
    run("check", book)
    run("check", folder / "nộp.gsnop")
    above = folder / "Trên.gsdb"
    run("init", "--book", above, "--name", "Tỉnh", "--level", "province", "--place", "Trà Vinh")
    run("receive", folder / "nộp.gsnop", "--book", above, "--accept-new")


class Clerk:
    """The real window, and the clerk who waits until it has done what it was asked for."""

    def __init__(self, book: Path) -> None:
        from desktop import app

        self.app, self.window = app.build(book)
        self.bugs: list[BaseException] = []
        self.window.jobs.bug.connect(lambda error, _label: self.bugs.append(error))
        self.window.jobs.problem.connect(lambda error, _label: self.bugs.append(error))
        self.window.show()
        self.until(lambda: self.window.jobs.book is not None)

    def until(self, seen: Callable[[], object], done: str = "") -> None:
        deadline = time.monotonic() + WAIT_SECONDS
        while self.window.jobs.pending or not seen():
            self.app.processEvents()
            time.sleep(0.002)
            assert not self.bugs, self.bugs
            assert time.monotonic() < deadline, done
        if done:
            say(f"did {done}")

    def do(self, name: str) -> None:
        self.window.actions_[name].trigger()

    def close_boxes(self) -> None:
        from PySide6.QtWidgets import QMessageBox

        self.until(lambda: self.window.findChildren(QMessageBox))
        for box in self.window.findChildren(QMessageBox):
            box.close()


def window(folder: Path) -> None:
    """Every tab, a print preview, sheets out and in, a submission out and in, a backup."""
    from desktop import cli

    setup = ("--name", "Tỉnh", "--level", "province", "--place", "Trà Vinh")
    book, above = folder / "Sổ.gsdb", folder / "Trên.gsdb"
    assert cli.main(["demo", "--book", str(book), "--members", "24"]) == 0
    assert cli.main(["init", "--book", str(above), *setup]) == 0
    clerk = Clerk(book)
    shown = clerk.window
    for name in shown.tabs.names():
        shown.tabs.show_tab(name)
        clerk.until(lambda name=name: shown.tabs.page(name) is not None, f"tab {name}")  # type: ignore[misc]
    shown.tabs.show_tab("members")
    clerk.do("print_list")
    clerk.until(lambda: shown.papers.preview is not None, "print_list")
    shown.papers.preview.reject()  # type: ignore[union-attr]  # it is there by now
    _sheets(clerk, folder)
    _upward(clerk, folder, above)
    clerk.do("backup")
    clerk.until(lambda: list((folder / "home").rglob("Trên*.gsdb")), "backup")
    shown.close()
    clerk.until(lambda: not shown.isVisible(), "close")


def _sheets(clerk: Clerk, folder: Path) -> None:
    import xlsxwriter

    from desktop.ui.dialogs.export import ExportDialog
    from desktop.ui.dialogs.import_assistant.dialog import COLUMNS, PREVIEW, RESULT
    from tests.ui.driving import default_button

    for name, file in (("export_xlsx", "ra.xlsx"), ("export_docx", "ra.docx")):
        clerk.do(name)
        dialog = clerk.window.findChildren(ExportDialog)[-1]
        dialog.choose(folder / file, every_column=True)
        default_button(dialog).click()
        clerk.until((folder / file).is_file, name)
        clerk.close_boxes()
    with xlsxwriter.Workbook(folder / "mới.xlsx") as made:
        sheet = made.add_worksheet()
        sheet.write_row(0, 0, ["Họ và tên", "Số thẻ đảng"])
        sheet.write_row(1, 0, ["Trần Thị Mới", "00990011"])
    dialog: Any = clerk.window.sheets.take_in("members", folder / "mới.xlsx")
    for step in (COLUMNS, PREVIEW, RESULT):
        clerk.until(lambda step=step: dialog.step == step)  # type: ignore[misc]
        if step != RESULT:
            dialog.go_on()
    say("did import")
    dialog.reject()


def _upward(clerk: Clerk, folder: Path, above: Path) -> None:
    from desktop.ui.dialogs.send_upward import SendUpwardDialog
    from tests.ui.driving import default_button

    clerk.do("send_upward")
    sending = clerk.window.findChild(SendUpwardDialog)
    sending.choose(date(2025, 1, 1), date(2025, 12, 31), folder)
    default_button(sending).click()
    clerk.until(lambda: list(folder.glob("*.gsnop")), "send_upward")
    sending.reject()
    clerk.window.books.open_path(above)
    clerk.until(lambda: clerk.window.jobs.book and clerk.window.jobs.book.path == above)
    clerk.window.upward.receive(list(folder.glob("*.gsnop")))
    clerk.until(lambda: clerk.window.upward.dialog and not clerk.window.upward.dialog.intake.busy)
    dialog: Any = clerk.window.upward.dialog
    dialog.table.selectAll()
    dialog.accept_box.click()
    dialog.do_button.click()
    clerk.until(lambda: not dialog.intake.busy, "receive_files")
    dialog.reject()


TASKS = (
    *(python_socket, native_socket, native_socket_in_a_thread, python_program, native_program),
    *(qt_program, self_test, commands, window),
)


def main(task: str, folder: Path) -> None:
    os.environ["GUONGSANG_HOME"] = str(folder / "home")
    (folder / "home" / "documents").mkdir(parents=True, exist_ok=True)
    say(f"sealed by {seal()}")
    next(one for one in TASKS if one.__name__ == task)(folder)
    say("all done")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
