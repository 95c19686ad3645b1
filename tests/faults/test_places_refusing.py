"""A full disk, a broken one, one that may only be read, a stick pulled out: at any write."""

from __future__ import annotations

import errno
import os
import shutil
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from desktop.core.errors import DiskFull, NotWritable
from desktop.platform import atomic
from desktop.platform.atomic import atomic_write
from desktop.services import books
from tests.faults import busy, refusing, tracing
from tests.faults.refusing import STICK, Try

FEW = (
    *(("imported", "full"), ("backed_up", "full"), ("exported", "full"), ("merged", "broken")),
    *(("sent", "broken"), ("attached", "read-only"), ("backed_up", "gone"), ("sent", "gone")),
)
FULL = [(kind, "full") for kind in busy.kinds()]
PARTS = {f"full {first + 1}": FULL[first::3] for first in range(3)}
MANY = [
    *((kind, way) for way in ("broken", "read-only") for kind in busy.kinds()),
    *((kind, "gone") for kind in STICK),
]


@pytest.fixture(scope="module")
def began(tmp_path_factory: pytest.TempPathFactory, empty_book: Path) -> Path:
    """A book with what a busy hour begins with; skips where nothing can be traced."""
    if reason := tracing.why_not():
        pytest.skip(reason)
    path = tmp_path_factory.mktemp("đầy") / refusing.NAME
    shutil.copy(empty_book, path)
    busy.begun(path)
    return path


def wrong(tries: list[Try]) -> list[str]:
    """What was lost, or not told in one sentence that says what to do."""
    found = [f"{one.kind}, {one.way} from {one.hit}: {one.lost}" for one in tries if one.lost]
    said = {one.said for one in tries if one.said}
    return found + [one for one in said if "Hãy " not in one or "/" in one or ".gs-" in one]


@pytest.mark.slow
def test_a_disk_that_refuses_costs_nothing(
    began: Path, counted: Callable[[int, int], None]
) -> None:
    tries = tracing.apart(refusing.try_all, str(began), FEW, 0.005, 8)
    lost = wrong(tries)
    counted(len(tries), len(lost))
    assert lost == []
    assert {one.way for one in tries if one.said} == set(refusing.WAYS)
    for one in tries:
        if one.said and one.way == "full":
            assert "đầy" in one.said or "Không mở được" in one.said, one
        if one.way == "gone":
            assert "bị hỏng" not in one.said, one  # the book isn't: the stick is gone


@pytest.mark.soak
@pytest.mark.parametrize("part", [*PARTS, "others"])
def test_a_disk_that_refuses_at_every_write_costs_nothing(
    part: str,
    began: Path,
    request: pytest.FixtureRequest,
    capsys: pytest.CaptureFixture[str],
    counted: Callable[[int, int], None],
) -> None:
    wanted, share = (PARTS[part], 1.0) if part in PARTS else (MANY, 0.03)
    tries = tracing.apart(refusing.try_all, str(began), wanted, share, 9)
    lost = wrong(tries)
    ways = ", ".join(f"{way} {n}" for way, n in Counter(one.way for one in tries).most_common())
    refused = sum(bool(one.said) for one in tries)
    reporter: Any = request.config.pluginmanager.get_plugin("terminalreporter")
    with capsys.disabled():
        reporter.write_line(
            f"\nsoak: {len(tries)} deeds on a disk that refuses from some call on ({ways}; "
            f"{refused} told in a sentence, the others done), losses: {len(lost)}"
        )
    counted(len(tries), len(lost))
    assert lost == []


def test_what_was_left_behind_is_swept_when_nobody_writes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(atomic, "_swept", set())
    old, ahead, journal, fresh, other = (
        tmp_path / name
        for name in (
            *(".gs-0123456789ab.tmp", ".gs-aaaaaaaaaaaa.tmp", ".gs-0123456789ab.tmp-journal"),
            *(".gs-bbbbbbbbbbbb.tmp", ".gs-của-tôi.tmp"),
        )
    )
    now = time.time()
    for one, age in ((old, 2), (ahead, -400 * 24), (journal, 2), (fresh, 0), (other, 50)):
        one.write_bytes(b"half")
        os.utime(one, (now - age * 3600, now - age * 3600))
    with atomic_write(tmp_path / "a.pdf") as stream:
        stream.write(b"whole")
    assert {one.name for one in tmp_path.iterdir() if one.is_file()} == {
        *("a.pdf", fresh.name, other.name)
    }


def test_what_was_left_beside_a_book_is_swept_when_it_is_opened(
    copied: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(atomic, "_swept", set())
    now = time.time()
    ages = {".gs-0123456789ab.tmp": 2, ".gs-0123456789ab.tmp-journal": 2}
    kept = {".gs-bbbbbbbbbbbb.tmp": 0, ".gs-của-tôi.tmp": 50, "~$bảng.tmp": 50}
    for name, age in {**ages, **kept}.items():
        copied.with_name(name).write_bytes(b"half")
        os.utime(copied.with_name(name), (now - age * 3600, now - age * 3600))
    books.open_book(copied).close()
    files = {one.name for one in copied.parent.iterdir() if one.is_file()}
    assert files == {copied.name, *kept}


def test_a_folder_that_takes_no_file_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert atomic.why_not_writable(tmp_path / "Sổ.gsdb") is None
    for code, kind in ((errno.ENOSPC, DiskFull), (errno.EROFS, NotWritable)):
        with monkeypatch.context() as patch:

            def refuse(*given: object, code: int = code, **more: object) -> None:
                raise OSError(code, "refused")

            patch.setattr(Path, "open", refuse)
            told = atomic.why_not_writable(tmp_path / "Sổ.gsdb")
        assert type(told) is kind
        assert "«Sổ.gsdb»" in told.message
    assert list(tmp_path.glob("*.tmp")) == []
