"""Damage of an encrypted book: every changed bit is told, at opening or by the check."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from desktop.core.errors import BookProblem, NeedsPassphrase, WrongPassphrase
from desktop.core.register import Query
from desktop.services import books, protection, registers
from desktop.storage import keys, verifiers

ENCRYPTED = Path(__file__).parents[1] / "fixtures" / "books" / "v5-encrypted.gsdb"
PASSPHRASE = "Sông Hậu một chiều mưa"
PAGE = 4096
Counted = Callable[[int, int], None]


@pytest.fixture(autouse=True)
def _no_key_left() -> Iterator[None]:
    keys.lock_all()
    yield
    keys.lock_all()


@pytest.fixture
def sealed(tmp_path: Path) -> Path:
    """An encrypted book of today's schema, closed and locked."""
    path = Path(shutil.copy(ENCRYPTED, tmp_path / "Sổ kín.gsdb"))
    shutil.copy(verifiers.place_of(ENCRYPTED), verifiers.place_of(path))
    protection.unlock(path, PASSPHRASE)
    books.open_book(path).close()
    return path


def told_of(path: Path, key: keys.BookKey) -> str:
    """What the program says of a book whose key is known: '' when it finds nothing wrong."""
    keys.remember(path, key)
    report = books.check_file(path)
    return "" if report.ok else report.problems[0]


@pytest.mark.parametrize("bits", [100, pytest.param(1_000, marks=pytest.mark.soak)])
def test_every_changed_bit_is_told(sealed: Path, counted: Counted, bits: int) -> None:
    key = keys.derive(PASSPHRASE, keys.salt_of(sealed))
    size = sealed.stat().st_size
    assert told_of(sealed, key) == ""
    chance = random.Random(20260519)
    # the salt, the first page, its codes, the last bytes, and anywhere else
    places = [*range(16), 16, 100, PAGE - 80, PAGE - 1, PAGE, size - 1]
    places += [chance.randrange(size) for _ in range(bits - len(places))]
    silent = []
    with sealed.open("r+b") as stream:
        for place in places:
            stream.seek(place)
            was = stream.read(1)[0]
            stream.seek(place)
            stream.write(bytes([was ^ 1 << chance.randrange(8)]))
            stream.flush()
            told = told_of(sealed, key)
            if not told.endswith((".", ")")):
                silent.append((place, told))
            stream.seek(place)
            stream.write(bytes([was]))
            stream.flush()
    assert told_of(sealed, key) == ""
    counted(len(places), len(silent))
    assert silent == []


_HALF_DONE = """
import os, sys
from pathlib import Path
from desktop.services import books, protection, registers
path = Path(sys.argv[1])
protection.unlock(path, sys.argv[2])
book = books.open_book(path)
registers.save(book, "members", {"full_name": "Lê Văn Xong"})
with book.write("x") as session:
    for n in range(50):
        registers.save_in(session, "members", {"full_name": f"Lê {n}"})
    session.connection().exec_driver_sql("PRAGMA cache_spill = 1")
    for n in range(60):
        registers.save_in(session, "members", {"full_name": f"M {n}", "note": "dở dang " * 1000})
    session.connection().exec_driver_sql("PRAGMA cache_size = 10")
    for n in range(60):
        registers.save_in(session, "members", {"full_name": f"N {n}", "note": "dở dang " * 1000})
    os.kill(os.getpid(), 9)
"""


@pytest.mark.parametrize("verifier", [True, False], ids=["with verifier", "without"])
def test_a_write_killed_half_way_waits_for_the_right_passphrase(
    sealed: Path, counted: Counted, verifier: bool
) -> None:
    protection.unlock(sealed, PASSPHRASE)
    with closing(books.open_book(sealed)) as book:
        before = registers.count(book, Query("members"))
    words = [sys.executable, "-c", _HALF_DONE, str(sealed), PASSPHRASE]
    subprocess.run(words, check=False, cwd=Path(__file__).parents[2])
    journal = Path(f"{sealed}-journal")
    torn = journal.read_bytes(), sealed.read_bytes()
    assert "dở dang".encode() not in b"".join(torn)
    assert b"CREATE" not in torn[0]
    if not verifier:
        verifiers.remove(sealed)
    with pytest.raises(NeedsPassphrase):
        books.open_book(sealed)
    with pytest.raises(WrongPassphrase):
        protection.unlock(sealed, PASSPHRASE + "?")
    assert (journal.read_bytes(), sealed.read_bytes()) == torn  # a wrong one rolls nothing back
    protection.unlock(sealed, PASSPHRASE)
    with closing(books.open_book(sealed)) as book:
        assert registers.count(book, Query("members")) == before + 1
    protection.unlock(sealed, PASSPHRASE)
    assert books.check_file(sealed).ok
    counted(1, 0)


def test_a_changed_salt_is_no_wrong_passphrase(sealed: Path, counted: Counted) -> None:
    content = sealed.read_bytes()
    for place in range(0, 16, 5):
        sealed.write_bytes(content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :])
        with pytest.raises(BookProblem, match="Đúng mật khẩu"):
            protection.unlock(sealed, PASSPHRASE)
    counted(4, 0)


@pytest.mark.parametrize("verifier", [True, False], ids=["with verifier", "without"])
def test_a_book_cut_short_is_told(sealed: Path, counted: Counted, verifier: bool) -> None:
    content = sealed.read_bytes()
    key = keys.derive(PASSPHRASE, keys.salt_of(sealed))
    if not verifier:
        verifiers.remove(sealed)
    lengths = [0, 1, 15, 16, 100, PAGE - 1, PAGE, PAGE + 1, len(content) // 2, len(content) - PAGE]
    lengths += [len(content) - 1]
    silent = []
    for length in lengths:
        sealed.write_bytes(content[:length])
        if not told_of(sealed, key).endswith("."):
            silent.append(length)
        keys.remember(sealed, key)
        try:
            books.open_book(sealed).close()
            silent.append(length)
        except BookProblem as problem:
            assert problem.message.endswith(".")
        assert sealed.read_bytes() == content[:length]
    counted(len(lengths), len(silent))
    assert silent == []


def test_a_zeroed_page_is_told(sealed: Path, counted: Counted) -> None:
    content = sealed.read_bytes()
    key = keys.derive(PASSPHRASE, keys.salt_of(sealed))
    pages = [0, 1, 2, *range(7, len(content) // PAGE, 97), len(content) // PAGE - 1]
    silent = []
    for page in pages:
        sealed.write_bytes(content[: page * PAGE] + bytes(PAGE) + content[(page + 1) * PAGE :])
        if not told_of(sealed, key).endswith((".", ")")):
            silent.append(page)
    counted(len(pages), len(silent))
    assert silent == []
