"""Backups that come by themselves: when, why, what is written down, and what is never lost."""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from desktop.core.backup_ages import Aged, to_thin
from desktop.core.errors import DamagedFile, EnvironmentProblem, NotWritable
from desktop.services import backup_shelf, backups, books, merging, registers
from desktop.services.backups import Kept, Reason
from desktop.services.books import Book


def add(book: Book, *names: str) -> list[int]:
    return [registers.save(book, "members", {"full_name": one}).value.id for one in names]


def aged(kept: Kept, days: float, now: datetime | None = None) -> Kept:
    """Give a backup the name of one made some days ago."""
    at = (now or datetime.now().astimezone()) - timedelta(days=days)
    path = backup_shelf.free_name(
        kept.path.parent, kept.path.stem.rsplit(" ", 3)[0], at, kept.reason
    )
    kept.path.rename(path)
    manifest = backup_shelf.beside(kept.path, ".json")
    if manifest.exists():
        manifest.rename(backup_shelf.beside(path, ".json"))
    found = backup_shelf.kept_at(path)
    assert found is not None
    return found


def names(folder: Path) -> set[str]:
    return {one.name for one in folder.iterdir()} if folder.exists() else set()


def test_a_backup_says_when_why_and_what_it_holds(book: Book) -> None:
    add(book, "Lê An", "Lê Bình")
    made = backups.backup(book, Reason.IMPORT)
    assert made.path.name.endswith(" truoc-nhap.gsdb")
    assert made.counts is not None
    assert made.counts["members"] == 2
    assert made.sha256 == backup_shelf.digest_of(made.path)
    assert backups.list_backups(book) == [made]
    assert backups.list_backups(book.path) == [made], "by the file alone"
    assert books.check_file(made.path).ok


@pytest.mark.parametrize("reason", Reason)
def test_every_reason_is_read_from_the_name_alone(book: Book, reason: Reason) -> None:
    made = backups.backup(book, reason)
    backup_shelf.beside(made.path, ".json").unlink()
    (found,) = backups.list_backups(book)
    assert (found.reason, found.at, found.counts) == (reason, made.at, None)
    assert reason.words


def test_what_has_not_changed_is_not_backed_up_again(book: Book) -> None:
    (kept,) = add(book, "Lê An")
    first = backups.before(book, Reason.IMPORT)
    assert first is not None
    assert backups.before(book, Reason.RECEIVE) is None
    assert backups.backup_on_exit(book) is None
    assert backups.before(book, Reason.RESTORE) is not None, "that one is kept forever"
    assert backups.before(book, Reason.REPAIR) is None, "so this one needs no other"
    add(book, "Lê Bình")
    assert backups.backup_on_exit(book) is not None
    assert kept


def test_a_file_system_that_counts_whole_seconds_hides_no_change(book: Book) -> None:
    """FAT: a change within two seconds of the backup may leave the same time."""
    second = int(time.time())
    os.utime(book.path, (second, second))
    assert backups.backup_on_exit(book) is not None
    assert backups.backup_on_exit(book) is not None, "in doubt once more"
    os.utime(book.path, (second - 60, second - 60))
    assert backups.backup_on_exit(book) is not None
    assert backups.backup_on_exit(book) is None


def test_at_the_start_once_a_day(book: Book) -> None:
    add(book, "Lê An")
    first = backups.backup_if_due(book)
    assert first is not None
    add(book, "Lê Bình")
    assert backups.backup_if_due(book) is None
    aged(first, 1)
    assert backups.backup_if_due(book) is not None


def test_merging_one_by_one_is_backed_up_once_a_sitting(book: Book) -> None:
    one, two, three = add(book, "Lê An", "Lê An", "Lê An")
    merging.merge(book, one, two)
    merging.merge(book, one, three)
    (made,) = backups.list_backups(book)
    assert made.reason is Reason.MERGE
    assert made.counts is not None
    assert made.counts["members"] == 3, "as it was before the first"


def test_a_deed_waits_for_its_backup(
    book: Book, home: Path, without_rights: Callable[[], object]
) -> None:
    one, two = add(book, "Lê An", "Lê An")
    (home / "backups").write_text("no folder")
    with pytest.raises(EnvironmentProblem, match="chưa sao lưu được"):
        merging.merge(book, one, two)
    assert len(registers.rows(book, "members", [one, two])) == 2


def test_a_damaged_book_rotates_nothing_out(
    book: Book, counted: Callable[[int, int], None]
) -> None:
    add(book, *(f"Người {one}" for one in range(60)))
    for day in range(40, 0, -1):
        aged(backups.backup(book, Reason.EXIT), day)
    folder = backups.backups_of(book)
    before = names(folder)
    origin, path = book.origin, book.path
    book.close()
    content = bytearray(path.read_bytes())
    for page in range(4, len(content) // 4096, 3):
        content[page * 4096 : page * 4096 + 8] = b"\xff" * 8
    path.write_bytes(bytes(content))
    faults = 20
    for _again in range(faults):
        with pytest.raises(DamagedFile):
            backups.backup_path(path, origin, Reason.EXIT)
        assert names(folder) == before
    counted(faults, 0)


def test_a_shrunken_book_rotates_nothing_out(book: Book) -> None:
    ids = add(book, *(f"Người {one}" for one in range(40)))
    for day in range(12, 0, -1):
        aged(backups.backup(book, Reason.EXIT), day)
    for _one in range(12):
        aged(backups.backup(book, Reason.EXIT), 0.5)
    folder = backups.backups_of(book)
    before = names(folder)
    assert len(backups.list_backups(book)) < 24, "thinning is at work"
    registers.delete(book, "members", ids[:30])
    for _again in range(12):
        backups.backup(book, Reason.EXIT)
    assert before <= names(folder)
    assert len(backups.list_backups(book)) >= 12


@pytest.mark.parametrize(
    ("before", "now", "shrunk"),
    [
        ({"members": 100}, {"members": 50}, False),
        ({"members": 100}, {"members": 49}, True),
        ({"members": 19}, {"members": 0}, False),
        ({"members": 100, "pledges": 20}, {"members": 100}, True),
        ({}, {}, False),
        ({"a": 15, "b": 15}, {"a": 1, "b": 1}, True),
    ],
)
def test_what_is_called_shrunken(
    before: dict[str, int], now: dict[str, int], *, shrunk: bool
) -> None:
    assert backup_shelf.fell(before, now) is shrunk


def test_a_year_of_days_in_a_real_folder(book: Book) -> None:
    """One real copy, given the names of a year: thinned day by day to the expected set."""
    add(book, "Lê An")
    made = backups.backup(book, Reason.EXIT)
    folder, stem = made.path.parent, book.path.stem
    manual = backups.backup(book, Reason.MANUAL)
    start = datetime(2025, 5, 20).astimezone()
    ever: list[Aged] = []
    for day in range(365):
        for hour in (7, 17):
            at = start + timedelta(days=day, hours=hour)
            path = backup_shelf.free_name(folder, stem, at, Reason.EXIT)
            os.link(made.path, path)
            os.link(backup_shelf.beside(made.path, ".json"), backup_shelf.beside(path, ".json"))
            newest = Kept(path, at, Reason.EXIT, counts=made.counts)
            ever.append(newest.aged)
            backup_shelf.thin(folder, newest, at)
    left = backup_shelf.shelf(folder)
    assert {made.path, manual.path} <= {one.path for one in left}
    year = [one.aged for one in left if one.at < start + timedelta(days=366)]
    gone = to_thin(ever, ever[-1].at)
    assert sorted(year) == [one for one in ever if one.name not in gone], "as all at once"
    assert len(year) == 36
    assert len({(one.at.year, one.at.month) for one in year}) == 13
    assert all(one.counts == made.counts for one in left)


def test_a_clock_set_back_a_year_loses_nothing(
    book: Book, counted: Callable[[int, int], None]
) -> None:
    add(book, "Lê An")
    good = [aged(backups.backup(book, Reason.EXIT), -366 + day) for day in range(12)]
    for _turn in range(15):
        made = backups.backup(book, Reason.EXIT)
        assert made.path.exists()
        assert all(one.path.exists() for one in good)
    counted(15, 0)


def test_what_a_killed_program_left_is_swept_up(book: Book) -> None:
    made = backups.backup(book, Reason.EXIT)
    folder = made.path.parent
    old = folder / ".gs-0123456789ab.tmp"
    fresh = folder / ".gs-ba9876543210.tmp"
    alone = folder / "Sổ 2026 2026-01-01 070000 mo-so.gsdb.json"
    for one in (old, fresh, alone):
        one.write_bytes(b"half")
    for one in (old, alone):
        os.utime(one, (10**9, 10**9))
    again = backups.backup(book, Reason.EXIT)
    manifests = {f"{one.path.name}.json" for one in (made, again)}
    assert names(folder) == {made.path.name, again.path.name, *manifests, fresh.name}


def test_a_folder_that_may_not_be_written(
    book: Book,
    open_folder: Path,
    without_rights: Callable[[], object],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("GUONGSANG_HOME", str(open_folder))
    backups.backup(book, Reason.EXIT)
    folder = backups.backups_of(book)
    before = names(folder)
    folder.chmod(0o555)
    try:
        with without_rights(), pytest.raises(NotWritable):
            backups.backup(book, Reason.EXIT)
    finally:
        folder.chmod(0o755)
    assert names(folder) == before


def test_a_manifest_that_lies_is_not_believed(book: Book) -> None:
    made = backups.backup(book, Reason.EXIT)
    manifest = backup_shelf.beside(made.path, ".json")
    told = json.loads(manifest.read_bytes())
    for content in (b"", b"[", b"[]", b'{"size": 1, "counts": 3, "mark": [1]}', b"\xff\xfe" * 9):
        manifest.write_bytes(content)
        (found,) = backups.list_backups(book)
        assert (found.at, found.reason, found.counts) == (made.at, Reason.EXIT, None)
    odd = told | {"reason": "later", "counts": {"members": "x"}, "mark": ["a", 1]}
    manifest.write_text(json.dumps(odd), encoding="utf-8")
    (found,) = backups.list_backups(book)
    assert (found.reason, found.counts, found.mark) == (Reason.MANUAL, {}, None)


def test_a_very_long_name(book: Book, tmp_path: Path) -> None:
    path = tmp_path / f"{'Sổ đảng viên ' * 9}.gsdb"
    book.close()
    shutil.copy(book.path, path)
    again = books.open_book(path)
    made = backups.backup(again, Reason.EXIT)
    assert len(made.path.name) < 110
    assert backups.list_backups(again) == [made]
    again.close()


def test_a_migration_is_backed_up_on_the_shelf(tmp_path: Path) -> None:
    old = Path(__file__).parents[1] / "fixtures" / "books" / "v1.gsdb"
    path = Path(shutil.copy(old, tmp_path / "cũ.gsdb"))
    book = books.open_book(path)
    (made,) = backups.list_backups(book)
    assert made.reason is Reason.MIGRATION
    assert made.reason.forever
    book.close()
    assert names(tmp_path) >= {"cũ.gsdb"}
    assert not list(tmp_path.glob("*trước nâng cấp*"))
