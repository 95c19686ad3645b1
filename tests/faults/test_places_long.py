"""A path of 240 characters with Vietnamese letters, composed or not: everything finds its place."""

from __future__ import annotations

import random
import shutil
import unicodedata
from collections.abc import Callable
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from desktop.core.errors import NotWritable
from desktop.core.register import Query
from desktop.platform.single_instance import BookLock
from desktop.services import (
    attachments,
    backups,
    books,
    exporting,
    printing,
    registers,
    submissions,
)
from tests.conftest import SETUP
from tests.faults import busy

LONGEST = 240
WORDS = "Ban Tuyên giáo và Dân vận Đảng ủy xã Phước Hưng nhiệm kỳ hai nghìn không trăm hai lăm"

HALF_YEAR = submissions.SubmissionRequest(date(2026, 1, 1), date(2026, 6, 30))
WRITERS: dict[str, Callable[[books.Book, Path], object]] = {
    ".gsdb": books.backup_now,
    ".xlsx": lambda book, target: exporting.export_whole(book, Query("members"), target),
    ".docx": lambda book, target: exporting.export_whole(book, Query("members"), target),
    ".pdf": lambda book, target: printing.make_pdf(book, "members", target),
    ".gsnop": lambda book, target: submissions.send_upward(book, HALF_YEAR, target),
}


def long_path(folder: Path, form: str) -> Path:
    """A book's path of so many characters, in folders of several words."""
    path = Path(unicodedata.normalize(form, str(folder)))
    words = unicodedata.normalize(form, WORDS)
    ending = ".gsdb"
    while (room := LONGEST - len(str(path)) - 1) > len(ending) + 60:
        path = path / words[: min(len(words), 50, room - len(ending) - 2)].strip()
    name = (words * 3)[: room - len(ending)]
    return path / f"{name[:-1]}1{ending}"


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_all_work_is_done_at_a_long_path(
    form: str, tmp_path: Path, counted: Callable[[int, int], None]
) -> None:
    path = long_path(tmp_path, form)
    assert len(str(path)) == LONGEST
    path.parent.mkdir(parents=True)
    books.create_book(path, SETUP).close()
    busy.begun(path)
    lost = 0
    with closing(books.open_book(path)) as book, BookLock(path) as lock:
        assert len(lock.path.name) < 60
        clerk = busy.Busy(book, path.parent, random.Random(4))
        steps = 0
        for step in busy.one_of_each(clerk):
            step.do()
            steps += 1
            lost += not busy.is_there(book, step.probes)
            lost += step.file is not None and bool(busy.unreadable(step.file))
        kept = backups.backup(book, backups.Reason.MANUAL)
        assert books.check_file(kept.path).ok
        assert next(one.path for one in backups.list_backups(book)) == kept.path
        one = registers.keys(book, Query("members"))[0]
        source = path.with_name("ảnh" + path.stem[:60] + ".jpg")
        source.write_bytes(b"\xff\xd8\xff")
        done = attachments.attach(book, "members", one, [attachments.NewFile(source.name, source)])
        assert attachments.content(book, done.value.added[0].id).content == b"\xff\xd8\xff"
    counted(steps, lost)
    assert lost == 0
    assert books.check_file(path).ok


def test_both_ways_of_writing_a_name_are_two_files_and_two_locks(
    empty_book: Path, tmp_path: Path
) -> None:
    """Linux and Windows tell them apart; a lock that did not would keep one of them shut."""
    there = [tmp_path / unicodedata.normalize(form, "Sổ Đảng ủy.gsdb") for form in ("NFC", "NFD")]
    for path in there:
        shutil.copy(empty_book, path)
    if len(list(tmp_path.glob("*.gsdb"))) == 1:
        pytest.skip("this file system takes both for one name")
    with BookLock(there[0]), BookLock(there[1]):
        pass


def test_a_name_that_is_too_long_is_told(empty_book: Path, tmp_path: Path) -> None:
    path = tmp_path / f"{'Đ' * 251}.gsdb"
    with pytest.raises(NotWritable) as told:
        books.create_book(path, SETUP)
    assert "quá dài" in told.value.message
    assert list(tmp_path.glob("*.gsdb")) == []
    with closing(books.open_book(Path(shutil.copy(empty_book, tmp_path / "a.gsdb")))) as book:
        add = busy.Busy(book, tmp_path, random.Random(1)).added()
        add.do()
        for ending, write in WRITERS.items():
            with pytest.raises(NotWritable) as told:
                write(book, tmp_path / f"{'ệ' * 100}{ending}")
            assert "quá dài" in told.value.message
    assert {one.name for one in tmp_path.iterdir() if one.is_file()} == {"a.gsdb"}
