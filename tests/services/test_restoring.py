"""Comparing, looking at and restoring backups: the old book or the restored one, never neither."""

from __future__ import annotations

import multiprocessing
import os
import random
import shutil
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from desktop.core.errors import (
    DamagedFile,
    DiskFull,
    EnvironmentProblem,
    FileLocked,
    FileMissing,
    NeedsPassphrase,
    UserProblem,
)
from desktop.core.register import Query
from desktop.services import backup_shelf, backups, books, protection, registers, restoring
from desktop.services.backups import Reason
from desktop.services.books import Book, OfficeSetup
from desktop.storage.holding import is_open_here

posix = pytest.mark.skipif(os.name != "posix", reason="the fault is made with POSIX means")


def add(book: Book, *names: str) -> list[int]:
    return [registers.save(book, "members", {"full_name": one}).value.id for one in names]


def members(path: Path) -> list[str]:
    with closing(books.open_book(path)) as book:
        found = registers.fetch(book, Query("members"), ("full_name",))
        return sorted(str(one.values["full_name"]) for one in found.rows)


def members_of(path: Path) -> int:
    with closing(books.open_book(path)) as book:
        return registers.count(book, Query("members"))


def spoil(path: Path) -> None:
    content = bytearray(path.read_bytes())
    for page in range(0, len(content) // 4096, 3):
        content[page * 4096 : page * 4096 + 8] = b"\xff" * 8
    path.write_bytes(bytes(content))


def test_what_a_backup_has_that_the_book_has_not(book: Book) -> None:
    one, two, three = add(book, "Lê An", "Lê Bình", "Lê Chi")
    made = backups.backup(book, Reason.EXIT)
    assert restoring.compare(made.path, book).same
    registers.delete(book, "members", [one])
    registers.save(book, "members", {"full_name": "Lê Bắc"}, two)
    add(book, "Lê Dung", "Lê Em")
    found = {row.register: row for row in restoring.compare(made.path, book).rows}
    members = found["members"]
    assert (members.there, members.here) == (3, 4)
    assert (members.only_there, members.only_here, members.changed) == (1, 2, 1)
    assert not members.same
    assert found["offices"].same
    assert three


def test_a_backup_is_looked_at_and_never_written(book: Book) -> None:
    add(book, "Lê An")
    made = backups.backup(book, Reason.EXIT)
    content = made.path.read_bytes()
    looked = restoring.open_to_look(made.path)
    assert looked.name == book.name
    assert registers.count(looked, Query("members")) == 1
    with pytest.raises(UserProblem, match="chỉ để xem"):
        add(looked, "Lê Bình")
    with pytest.raises(UserProblem, match="chỉ để xem"):
        restoring.prepare(looked, made.path)
    looked.close()
    restoring.end_look(looked.path)
    assert not looked.path.exists()
    assert made.path.read_bytes() == content


def test_an_old_backup_is_looked_at_in_todays_schema(tmp_path: Path) -> None:
    old = Path(__file__).parents[1] / "fixtures" / "books" / "v1.gsdb"
    backup = Path(shutil.copy(old, tmp_path / "cũ.gsdb"))
    with closing(restoring.open_to_look(backup)) as looked:
        assert registers.count(looked, Query("members")) > 0
    assert backup.read_bytes() == old.read_bytes()
    rows = restoring.compare(backup, tmp_path / "chưa có.gsdb").rows
    assert all(row.here == 0 and row.changed == 0 for row in rows)
    with closing(books.open_book(Path(shutil.copy(old, tmp_path / "mới.gsdb")))) as book:
        rows = restoring.compare(backup, book).rows
    assert {row.changed for row in rows} == {None}, "hashes of two schemas are not compared"


def test_a_restore_and_its_undoing(book: Book) -> None:
    add(book, "Lê An")
    made = backups.backup(book, Reason.EXIT)
    add(book, "Lê Bình")
    book.close()
    done = restoring.restore(book.path, made.path)
    assert members_of(book.path) == 1
    assert done.before is not None
    assert done.before.reason is Reason.RESTORE
    assert done.aside is None
    restoring.restore(book.path, done.before.path)
    assert members_of(book.path) == 2
    assert books.check_file(book.path).ok


def test_an_open_book_is_prepared_closed_and_finished(book: Book) -> None:
    add(book, "Lê An")
    made = backups.backup(book, Reason.EXIT)
    add(book, "Lê Bình")
    prepared = restoring.prepare(book, made.path)
    assert prepared.before is not None
    book.close()
    assert not is_open_here(book.path)
    restoring.finish(prepared)
    assert members_of(book.path) == 1


def test_a_damaged_book_is_put_aside_and_replaced(
    book: Book, counted: Callable[[int, int], None]
) -> None:
    add(book, "Lê An")
    made = backups.backup(book, Reason.EXIT)
    path = book.path
    book.close()
    whole = path.read_bytes()
    damages = [b"", b"PK\x03\x04" * 900, whole[: len(whole) // 2], bytes(4096) + whole[4096:]]
    for damage in damages:
        path.write_bytes(damage)
        assert made in backups.list_backups(path), "found without opening the book"
        done = restoring.restore(path, made.path)
        assert done.aside is not None
        assert done.aside.read_bytes() == damage
        assert members_of(path) == 1
        done.aside.unlink()
    counted(len(damages), 0)


def test_what_was_half_done_goes_along_and_is_not_played_into_the_restored(book: Book) -> None:
    add(book, "Lê An")
    made = backups.backup(book, Reason.EXIT)
    path = book.path
    book.close()
    path.write_bytes(b"broken" * 999)
    journal = Path(f"{path}-journal")
    journal.write_bytes(b"a journal of the broken file" * 40)
    done = restoring.restore(path, made.path)
    assert not journal.exists()
    assert done.aside is not None
    assert Path(f"{done.aside}-journal").read_bytes() == b"a journal of the broken file" * 40
    assert members_of(path) == 1


def test_what_is_refused_changes_nothing(book: Book, tmp_path: Path) -> None:
    add(book, "Lê An")
    made = backups.backup(book, Reason.EXIT)
    other_setup = OfficeSetup("Ban khác", "district", "Trà Cú")
    other = books.create_book(tmp_path / "khác.gsdb", other_setup)
    foreign = backups.backup(other, Reason.EXIT)
    other.close()
    path = book.path
    book.close()
    before = path.read_bytes()
    with pytest.raises(UserProblem, match="cơ quan khác"):
        restoring.restore(path, foreign.path)
    with pytest.raises(UserProblem, match="chính là sổ"):
        restoring.restore(path, path)
    with pytest.raises(FileMissing):
        restoring.restore(path, tmp_path / "không có.gsdb")
    content = bytearray(made.path.read_bytes())
    content[-100] ^= 1  # SQLite's own check sees nothing of it, the digest does
    made.path.write_bytes(bytes(content))
    with pytest.raises(DamagedFile, match="Hãy chọn bản khác"):
        restoring.restore(path, made.path)
    assert path.read_bytes() == before


@posix
def test_another_program_has_the_book(book: Book) -> None:
    made = backups.backup(book, Reason.EXIT)
    path = book.path
    book.close()
    code = (
        "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute('BEGIN IMMEDIATE'); "
        "print('ready', flush=True); sys.stdin.readline()"
    )
    import subprocess  # noqa: PLC0415 - of this test alone

    command = [sys.executable, "-c", code, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        other.stdout.readline()
        before = path.read_bytes()
        with pytest.raises(FileLocked):
            restoring.restore(path, made.path)
        assert path.read_bytes() == before
        other.communicate(b"\n")


def test_a_book_that_is_gone_comes_back(book: Book) -> None:
    add(book, "Lê An")
    made = backups.backup(book, Reason.EXIT)
    book.close()
    book.path.unlink()
    assert backups.list_backups(book.path) == [made]
    restoring.restore(book.path, made.path)
    assert members_of(book.path) == 1


def test_a_book_with_a_passphrase(book: Book) -> None:
    add(book, "Lê An")
    path = book.path
    book.close()
    protection.protect(path, "bốn con trâu trắng")
    protection.unlock(path, "bốn con trâu trắng")
    again = books.open_book(path)
    made = backups.backup(again, Reason.EXIT)
    assert made.encrypted
    assert made.counts is None
    told = backup_shelf.beside(made.path, ".json").read_text(encoding="utf-8")
    assert "members" not in told
    assert path.stem not in told
    assert backup_shelf.beside(made.path, ".khoa").exists()
    add(again, "Lê Bình")
    assert restoring.compare(made.path, again).rows
    with closing(restoring.open_to_look(made.path)) as looked:
        assert looked.path.read_bytes()[:16] == made.path.read_bytes()[:16], "still encrypted"
        assert registers.count(looked, Query("members")) == 1
    restoring.end_look(looked.path)
    prepared = restoring.prepare(again, made.path)
    assert "key" not in repr(prepared)
    again.close()
    restoring.finish(prepared)
    assert members_of(path) == 1
    with pytest.raises(NeedsPassphrase):
        books.open_book(path)
    protection.unlock(path, "bốn con trâu trắng")
    assert members_of(path) == 1
    # the passphrase forgotten, the backup as it was made: nothing is lost by it
    done = restoring.restore(path, made.path)
    assert done.aside is not None
    protection.unlock(path, "bốn con trâu trắng")
    assert members_of(path) == 1


def test_a_plain_backup_is_restored_over_a_book_with_a_passphrase(book: Book) -> None:
    add(book, "Lê An")
    path, made = book.path, backups.backup(book, Reason.MANUAL)
    book.close()
    protection.protect(path, "bốn con trâu trắng")
    guarded = books.open_book(path)
    prepared = restoring.prepare(guarded, made.path)
    guarded.close()
    restoring.finish(prepared)
    with closing(books.open_book(path)) as plain:
        assert not protection.state_of(path).encrypted
        add(plain, "Lê Bình")
        assert backups.backup(plain, Reason.MANUAL).encrypted is False
    assert members_of(path) == 2


def test_no_room_for_a_restore(
    book: Book, monkeypatch: pytest.MonkeyPatch, counted: Callable[[int, int], None]
) -> None:
    """The disk takes no more at any of the writes: the book is as it was, and so is its folder."""
    add(book, *(f"Người {one}" for one in range(50)))
    made = backups.backup(book, Reason.EXIT)
    add(book, "Lê Bình")
    path = book.path
    book.close()
    before = path.read_bytes()
    full = _Full(monkeypatch)
    faults = 0
    for room in (*range(12), None):
        full.room = room
        try:
            restoring.restore(path, made.path)
        except EnvironmentProblem as problem:
            assert isinstance(problem, DiskFull)
            faults += 1
            assert path.read_bytes() == before
            assert not list(path.parent.glob(".gs-*"))
        else:
            assert members_of(path) == 50
            break
    assert faults >= 2, "no write was refused: the test proves nothing"
    counted(faults, 0)


class _Full:
    """A disk that lets so many fsyncs through and then is full; None lets all through."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.room: int | None = None
        self._real = os.fsync
        monkeypatch.setattr(os, "fsync", self._fsync)

    def _fsync(self, descriptor: int) -> None:
        if self.room is not None:
            if self.room <= 0:
                raise OSError(28, "No space left on device")
            self.room -= 1
        self._real(descriptor)


RESTORER = """
import os
os.environ["GUONGSANG_HOME"] = home
from pathlib import Path
from desktop.services import restoring
say.send("ready")
for turn in range(1000):
    restoring.restore(Path(path), Path(one if turn % 2 else other))
"""
STARTING = multiprocessing.get_context("spawn" if sys.platform == "win32" else "forkserver")


@pytest.mark.slow
def test_killed_while_it_restores(book: Book, counted: Callable[[int, int], None]) -> None:
    add(book, *(f"Người {one}" for one in range(200)))
    one = backups.backup(book, Reason.MANUAL)
    registers.delete(book, "members", [*add(book, "Người thêm"), 1])
    other = backups.backup(book, Reason.MANUAL)
    path = book.path
    book.close()
    chance = random.Random(8)
    wanted = {199, 200}
    kills, losses, seen = 12, 0, set()
    for _turn in range(kills):
        hear, say = STARTING.Pipe(duplex=False)
        given = {"path": str(path), "one": str(one.path), "other": str(other.path), "say": say}
        given["home"] = os.environ["GUONGSANG_HOME"]
        process = STARTING.Process(target=exec, args=(RESTORER, given))
        process.start()
        say.close()
        assert hear.recv() == "ready"
        time.sleep(chance.uniform(0.0, 0.3))
        process.kill()
        process.join()
        hear.close()
        number = members_of(path)
        seen.add(number)
        losses += number not in wanted or not books.check_file(path).ok
        losses += not (one.path.exists() and other.path.exists())
    counted(kills, losses)
    assert losses == 0
    assert seen == wanted or len(seen) == 1
