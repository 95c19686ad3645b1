"""A folder that may not be written to: the book in it is read, what can't be done is told."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from desktop.core.errors import NotWritable
from desktop.core.register import Query
from desktop.services import books, exporting, printing, registers
from tests.conftest import SETUP

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="rights of folders are POSIX here")


def test_a_book_in_a_folder_without_rights_is_read_and_told(
    empty_book: Path,
    open_folder: Path,
    without_rights: Callable[[], Any],
    monkeypatch: pytest.MonkeyPatch,
    counted: Callable[[int, int], None],
) -> None:
    path = Path(shutil.copy(empty_book, open_folder / "Sổ 2026.gsdb"))
    path.chmod(0o666)
    home = open_folder / "nhà"  # where the program keeps its own, it may write
    home.mkdir()
    home.chmod(0o777)
    monkeypatch.setenv("GUONGSANG_HOME", str(home))
    values = {"full_name": "Nguyễn Văn An", "status": "official"}
    with closing(books.open_book(path)) as book:
        registers.save(book, "members", values)
        everything = Query("members")
        deeds: list[tuple[str, Callable[[Path], object]]] = [
            ("Sổ 2026.gsdb", lambda _target: registers.save(book, "members", values)),
            ("sao lưu.gsdb", lambda target: books.backup_now(book, target)),
            ("a.docx", lambda target: exporting.export_whole(book, everything, target)),
            ("a.pdf", lambda target: printing.make_pdf(book, "members", target)),
            ("mới.gsdb", lambda target: books.create_book(target, SETUP)),
        ]
        for name, do in deeds[1:]:
            do(home / name)  # each can be done; and what it needs is loaded with our rights
        open_folder.chmod(0o555)
        for name, do in deeds:
            with without_rights(), pytest.raises(NotWritable) as told:
                do(open_folder / name)
            wanted = f"Không có quyền đọc hoặc ghi «{name}». Hãy chọn thư mục khác, ví dụ Tài liệu."
            if name == path.name:
                wanted = f"«{name}» chỉ cho đọc, không ghi được. "
                wanted += "Hãy chép tệp sang thư mục khác rồi mở lại."
            assert told.value.message == wanted
        found = registers.count(book, everything)
    counted(len(deeds), 1 - found)
    assert found == 1
    assert {one.name for one in open_folder.iterdir()} == {path.name, home.name}
    assert books.check_file(path).ok
