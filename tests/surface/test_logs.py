"""Logs and reports of bugs hold no word of the book, no folder's or file's name, no passphrase."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QtMsgType
from sqlalchemy import text as sql

from desktop import app, cli
from desktop.core.register import Kind, Query
from desktop.core.vietnamese.fold import fold
from desktop.platform.log_words import KEPT
from desktop.platform.logging import close_logging, redact, setup_logging, write_report
from desktop.platform.paths import log_dir
from desktop.services import registers
from desktop.services.books import Book
from desktop.services.demo import make_demo

PASSPHRASES = ("mat khau cua toi 2026", "Mật-khẩu:của\\tôi", "Tr4-Vinh!hoaSen", "trasen trangvang")
FOLDERS = (
    "/media/stick/So cua Nguyen Van An/danh-sach.xlsx",
    "D:\\Huyen uy Tan Long\\so 2026.gsdb",
    "\\\\maychu\\chung\\Đảng viên.docx",
)
TEXTS = (Kind.NAME, Kind.TEXT, Kind.LABEL, Kind.LONG_TEXT)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    book = make_demo(tmp_path_factory.mktemp("demo") / "demo.gsdb", members=24, seed=7)
    yield book
    book.close()


@pytest.fixture(autouse=True)
def log(home: Path) -> Iterator[Path]:
    path = setup_logging()
    assert path is not None
    yield path
    close_logging()


def texts_of(book: Book) -> list[str]:
    """Return texts of a book as they are and as somebody without the right keyboard types them."""
    found: set[str] = set()
    for name in ("members", "units", "models", "awards", "offices"):
        declared = registers.specs()[name]
        fields = [one.name for one in declared.fields if one.kind in TEXTS]
        for row in registers.rows(book, name, registers.keys(book, Query(name))[:60]):
            found |= {str(row.values[one])[:200] for one in fields if row.values[one]}
    plain = {fold(one) for one in found}
    return sorted(found | plain | {one.title() for one in plain})


def words(text: str) -> set[str]:
    """Return the words of a text; counts of up to three digits are none (a log keeps them)."""
    return {one for one in re.findall(r"[^\W_]{2,}", text) if not one.isdigit() or len(one) > 3}


def written() -> str:
    return "\n".join(one.read_text(encoding="utf-8") for one in sorted(log_dir().iterdir()))


def fail_in_database(book: Book, given: str) -> None:
    with book.read() as session:
        session.execute(sql(f"SELECT :given FROM {fold(given).replace(' ', '_') or 'x'}"),
                        {"given": given})  # fmt: skip


def fail_by_name(_book: Book, given: str) -> None:
    raise KeyError(given)


def fail_in_words(_book: Book, given: str) -> None:
    cause = OSError(13, f"can't open {given} now", given)
    raise ValueError(f"row of {given} has no {given}, {given}; see {given}") from cause


def fail_in_letters(_book: Book, given: str) -> None:
    (given + "ủ").encode("ascii")


def fail_unspeakably(_book: Book, given: str) -> None:
    class Mute(Exception):
        def __str__(self) -> str:
            raise ValueError(given)

    raise Mute


WAYS: tuple[Callable[[Book, str], None], ...] = (
    fail_in_database, fail_by_name, fail_in_words, fail_in_letters, fail_unspeakably,
)  # fmt: skip


def provoke(book: Book, given: str) -> None:
    """Let everything that writes logs tell of errors about a text."""
    ours = logging.getLogger("desktop.test")
    for way in WAYS:
        try:
            way(book, given)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is to be told
            ours.error("bug while: %s", given, exc_info=error)
            write_report(error, given)
            cli._bug(error)
    ours.warning("saved " + given)
    ours.info("%s %d", given)  # arguments that don't fit
    for kind in (QtMsgType.QtWarningMsg, QtMsgType.QtCriticalMsg):
        app._qt_message(kind, None, f"QObject: no such slot {given} in {given}")


def test_no_word_of_the_book_is_in_a_log(
    demo: Book, log: Path, counted: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr(logging, "raiseExceptions", False)
    monkeypatch.setattr("desktop.platform.logging._MAX_BYTES", 50_000_000)
    provoke(demo, "zzz")
    known = words(written())  # names of our own functions, lines of our own code
    given = [*texts_of(demo)[::70], *PASSPHRASES, *FOLDERS]
    leaks: dict[str, set[str]] = {}
    for one in given:
        for old in log_dir().glob("report-*"):
            old.unlink()
        log.write_bytes(b"")  # opened to append: what comes now stands at its beginning
        provoke(demo, one)
        found = (words(written()) & words(one)) - known - KEPT
        if found:
            leaks[one] = found
    counted(len(given) * (2 * len(WAYS) + 4), len(leaks))
    assert len(given) > 20
    assert leaks == {}


def test_a_report_tells_no_folder_above_the_program(demo: Book) -> None:
    try:
        fail_by_name(demo, "x")
    except KeyError as error:
        told = write_report(error).read_text(encoding="utf-8")
    assert 'File "tests/surface/test_logs.py"' in told
    assert str(Path(__file__).parents[2]) not in told


def test_what_helps_the_makers_stays() -> None:
    told = redact("(sqlcipher3.dbapi2.IntegrityError) UNIQUE constraint failed: members.uid, a.b")
    assert "UNIQUE constraint failed" in told
    assert "members.uid, a.b" in told
    assert "list index out of range" in redact("list index out of range")
    assert "database disk image is malformed" in redact("database disk image is malformed")
    assert "nguyen" not in redact("no such column: nguyen")
