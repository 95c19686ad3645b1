"""The second place: only the stick that was chosen, whole copies or none, and when it is missed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from desktop.core.errors import Cancelled, EnvironmentProblem, UserProblem
from desktop.services import backup_shelf, backups, books, copying, registers, second_place
from desktop.services.backups import Reason
from desktop.services.books import Book
from desktop.services.second_place import Outcome, SecondPlace


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "USB của tôi"
    folder.mkdir()
    return folder


@pytest.fixture
def place(stick: Path) -> SecondPlace:
    return second_place.choose(stick)


def there(place: SecondPlace) -> set[str]:
    return {one.name for one in place.folder.rglob("*") if one.is_file()} - {second_place.MARKER}


def test_the_newest_backup_is_copied_once(book: Book, place: SecondPlace) -> None:
    made = backups.backup(book, Reason.EXIT)
    assert second_place.copy_newest(book, place).outcome is Outcome.COPIED
    (copy,) = second_place.list_there(book, place)
    assert copy.path.read_bytes() == made.path.read_bytes()
    assert (copy.at, copy.reason, copy.counts) == (made.at, made.reason, made.counts)
    assert books.check_file(copy.path).ok
    assert second_place.copy_newest(book, place).outcome is Outcome.THERE
    registers.save(book, "members", {"full_name": "Lê An"})
    backups.backup(book, Reason.EXIT)
    assert second_place.copy_newest(book, place).outcome is Outcome.COPIED
    assert len(second_place.list_there(book, place)) == 2


def test_another_stick_is_not_written_to(book: Book, place: SecondPlace) -> None:
    backups.backup(book, Reason.EXIT)
    shutil.rmtree(place.folder)
    assert second_place.copy_newest(book, place).outcome is Outcome.ABSENT
    place.folder.mkdir()
    (place.folder / "của người khác.txt").write_text("x", encoding="utf-8")
    came = second_place.copy_newest(book, place)
    assert came.outcome is Outcome.OTHER
    assert "Hãy cắm đúng USB" in came.sentence
    other = second_place.choose(place.folder)
    assert other.mark != place.mark
    assert second_place.copy_newest(book, place).outcome is Outcome.OTHER
    assert there(place) == {"của người khác.txt"}
    assert second_place.list_there(book, place) == []


def test_the_stick_is_known_under_another_letter(
    book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drives = [tmp_path / "E", tmp_path / "F"]
    monkeypatch.setattr(second_place, "removable_drives", lambda: [d for d in drives if d.exists()])
    (drives[0] / "Sao lưu").mkdir(parents=True)
    place = second_place.choose(drives[0] / "Sao lưu")
    assert place.below == "Sao lưu"
    drives[0].rename(drives[1])
    backups.backup(book, Reason.EXIT)
    assert second_place.copy_newest(book, place).outcome is Outcome.COPIED
    assert list(drives[1].rglob("*.gsdb"))


def test_no_place_at_all(home: Path, stick: Path, without_rights: Callable[[], object]) -> None:
    for folder in (home / "backups", home / "backups" / "bên trong"):
        folder.mkdir(parents=True, exist_ok=True)
        with pytest.raises(UserProblem, match="nơi sao lưu thứ nhất"):
            second_place.choose(folder)
    with pytest.raises(EnvironmentProblem):
        second_place.choose(stick / "không có")
    assert second_place.is_same_disk(stick)
    assert not second_place.is_same_disk(stick / "không có")


def test_the_marker_stays_when_the_place_is_chosen_again(stick: Path, place: SecondPlace) -> None:
    assert second_place.choose(stick) == place
    (stick / second_place.MARKER).write_bytes(b"[broken")
    assert second_place.find(place) == (None, True)
    assert second_place.choose(stick).mark not in ("", place.mark)


@pytest.mark.parametrize("fault", ["gone", "eio", "full", "differs"])
def test_pulled_out_while_it_copies(
    book: Book,
    place: SecondPlace,
    fault: str,
    monkeypatch: pytest.MonkeyPatch,
    counted: Callable[[int, int], None],
) -> None:
    """Whatever happens on the way: one sentence, the first place whole, no half copy."""
    first = backups.backup(book, Reason.EXIT)
    assert second_place.copy_newest(book, place).reached
    registers.save(book, "members", {"full_name": "Lê An"})
    newest = backups.backup(book, Reason.EXIT)
    content = newest.path.read_bytes()
    before = there(place)
    real = os.fsync
    calls = 0

    def fsync(descriptor: int) -> None:
        nonlocal calls
        calls += 1
        if fault == "gone":
            shutil.rmtree(place.folder)
        elif fault == "eio":
            raise OSError(5, "Input/output error")
        elif fault == "full":
            raise OSError(28, "No space left on device")
        real(descriptor)

    if fault == "differs":
        monkeypatch.setattr(copying, "_same", lambda *_given: False)
    else:
        monkeypatch.setattr(os, "fsync", fsync)
    came = second_place.copy_newest(book, place)
    monkeypatch.undo()
    assert calls or fault == "differs"
    assert came.outcome is Outcome.FAILED
    assert "bản trên máy vẫn đủ" in came.sentence
    assert came.sentence.count("\n") == 0
    lost = there(place) != before if fault != "gone" else place.folder.exists()
    lost |= newest.path.read_bytes() != content or not first.path.exists()
    counted(1, int(lost))
    assert not lost


def test_a_full_stick_is_given_room_by_thinning(
    book: Book, place: SecondPlace, monkeypatch: pytest.MonkeyPatch
) -> None:
    newest = backups.backup(book, Reason.EXIT)
    folder = place.folder / backups.backups_of(book).name
    folder.mkdir()
    for minute in range(30):
        at = newest.at - timedelta(days=1, minutes=minute)
        path = backup_shelf.free_name(folder, book.path.stem, at, Reason.EXIT)
        shutil.copy(newest.path, path)
        shutil.copy(f"{newest.path}.json", f"{path}.json")
    real = os.fsync

    def fsync(descriptor: int) -> None:
        if len(list(folder.glob("*.gsdb"))) > 20:
            raise OSError(28, "No space left on device")
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    assert second_place.copy_newest(book, place).outcome is Outcome.COPIED
    assert second_place.list_there(book, place)[0].at == newest.at


def test_a_copy_that_is_cancelled(book: Book, place: SecondPlace) -> None:
    backups.backup(book, Reason.EXIT)

    def cancel(_done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        second_place.copy_newest(book, place, cancel)
    assert there(place) == set()


def test_when_it_is_missed() -> None:
    today = date(2026, 5, 19)
    assert not second_place.is_overdue(today - timedelta(days=6), today)
    assert second_place.is_overdue(today - timedelta(days=7), today)
    assert not second_place.is_overdue(today + timedelta(days=400), today), "the clock was set back"
