"""Files from outside that were made to break the reader: each is told in one sentence, or is whole.

The recipes of `hostile.py` are tried: those of the corpus always, a few random ones in every run,
twenty thousand by `python3 packaging/dev.py soak`.
"""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3.dbapi2

from desktop.exchange.arrival import check_submission, read_manifest
from desktop.exchange.arrival_header import MAX_FILE

from .hostile import ACCEPTED, BASE, CORPUS, MADE, Recipe, cook, corpus, outcome, recipes, seal

ROOT = Path(__file__).parents[2]
SHARE = 60
"""Random inputs of an ordinary run."""
MOST_MEMORY = 100 << 20
"""Bytes that reading any file of the hostile set may add to the process."""
posix = pytest.mark.skipif(os.name != "posix", reason="limits of processes are POSIX")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    folder = tmp_path / "usb"
    folder.mkdir()
    return Path(shutil.copy(BASE, folder / "tệp.gsnop"))


def tried(recipe: Recipe, file: Path, digest: str) -> str:
    """Return what came of a recipe; a file that is taken with broken bytes has the same content."""
    cook(recipe, file)
    try:
        found = outcome(file)
        if found == ACCEPTED and not any(step[0] in ("sql", "entry", "seal") for step in recipe):
            assert read_manifest(file).digest == digest
    except BaseException as error:
        error.add_note(f"recipe: {json.dumps(recipe)[:2_000]}")
        raise
    return found


def test_every_file_of_the_corpus_is_told_or_whole(file: Path) -> None:
    digest = read_manifest(BASE).digest
    found = Counter(tried(one, file, digest) for one in corpus())
    assert len(found) > 15
    assert found[ACCEPTED] > 3


def test_some_random_files_are_told_or_whole(file: Path) -> None:
    digest = read_manifest(BASE).digest
    seed = int.from_bytes(os.urandom(4), "big")
    for recipe, _ in zip(recipes(seed), range(SHARE), strict=False):
        tried(recipe, file, digest)


@pytest.mark.soak
def test_very_many_random_files_are_told_or_whole(
    file: Path,
    request: pytest.FixtureRequest,
    capsys: pytest.CaptureFixture[str],
    counted: Callable[[int, int], None],
) -> None:
    digest = read_manifest(BASE).digest
    number = int(os.environ.get("GUONGSANG_SOAK_INPUTS", "20000"))
    seed = int(os.environ.get("GUONGSANG_SOAK_SEED", "1"))
    known = {tried(one, file, digest) for one in corpus()}
    found: Counter[str] = Counter()
    lost: list[BaseException] = []
    slowest = 0.0
    for recipe, _ in zip(recipes(seed), range(number), strict=False):
        begin = time.process_time()
        try:
            came = tried(recipe, file, digest)
        except Exception as error:  # noqa: BLE001 - all are counted, then the first is told
            lost.append(error)
            continue
        slowest = max(slowest, time.process_time() - begin)
        found[came] += 1
        if came not in known and len(json.dumps(recipe)) < 2_000:
            known.add(came)
            with CORPUS.open("a", encoding="utf-8") as stream:  # to be looked at, and kept
                stream.write(json.dumps(recipe) + "\n")
    reporter: Any = request.config.pluginmanager.get_plugin("terminalreporter")
    with capsys.disabled():
        reporter.write_line(
            f"\nsoak: {number} hostile files tried (seed {seed}), losses: {len(lost)}; "
            f"the slowest {slowest:.2f} s of processor time; outcomes:"
        )
        for words, times in found.most_common():
            reporter.write_line(f"  {times:6d}  {words or 'whole, and taken'}")
    counted(number, len(lost))
    if lost:
        raise lost[0]
    assert found.total() == number


def test_a_file_cut_at_every_page_is_told(file: Path) -> None:
    raw = BASE.read_bytes()
    for length in range(0, len(raw), 4096):
        for kept in (length, length + 1, length + 4095):
            file.write_bytes(raw[:kept])
            assert outcome(file) != ACCEPTED, kept


def make_database(path: Path, *statements: str) -> Path:
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("PRAGMA writable_schema = ON")
        for one in statements:
            connection.execute(one)
    return path


MARK = ("PRAGMA application_id = 0x47534E50", "PRAGMA user_version = 2")
COUNTING = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {0})"  # rows
MANY = (
    f"INSERT INTO sqlite_master {COUNTING} SELECT 'table', 't' || i, 't' || i, 2, 'CREATE TABLE "
    "\"t' || i || '\" (uid TEXT PRIMARY KEY NOT NULL) WITHOUT ROWID' FROM n"
)


def content(file: Path, *statements: str) -> Path:
    """The base with statements done and everything sealed again."""
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        for one in statements:
            connection.execute(one)
        seal(connection)
        connection.execute("VACUUM")
    return file


def sparse(path: Path, size: int) -> Path:
    """A submission's header, and nothing but zeros to `size`."""
    head = bytearray(BASE.read_bytes()[:4096])
    head[28:32] = (size // 4096).to_bytes(4, "big")
    with path.open("wb") as stream:
        stream.write(head)
        stream.truncate(size)
    return path


def zip_bomb(path: Path) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("submission.db", bytes(16 << 20))
    with path.open("ab") as stream:
        stream.write(bytes(-path.stat().st_size % 4096))
    return path


def round_in_circles(path: Path) -> Path:
    """The pages of the schema lead back to each other."""
    raw = bytearray(BASE.read_bytes())
    raw[100:112] = bytes([5, 0, 0, 0, 0, 15, 255, 0, 0, 0, 0, 2])
    raw[4096:4108] = bytes([5, 0, 0, 0, 0, 15, 255, 0, 0, 0, 0, 2])
    path.write_bytes(raw)
    return path


def encrypted_bomb(path: Path) -> Path:
    path.unlink()
    with closing(sqlcipher3.dbapi2.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA key = 'x'")
        for one in (*MARK, "PRAGMA writable_schema = ON", "CREATE TABLE t (a)"):
            connection.execute(one)
        connection.execute(MANY.format(50_000))
    return path


BLOBS = (
    'CREATE TABLE "attachments" (uid TEXT PRIMARY KEY NOT NULL, "name" TEXT) WITHOUT ROWID',
    f"INSERT INTO attachments {COUNTING.format(10_000)} SELECT i, hex(zeroblob(100)) FROM n",
)
BOMBS = {
    "tables": lambda path: make_database(path, *MARK, "CREATE TABLE t (a)", MANY.format(100_000)),
    "encrypted tables": encrypted_bomb,
    "one long declaration": lambda path: make_database(
        path, *MARK, f"CREATE TABLE t (a CHECK (a IN (1{',1' * 1_000_000})))"
    ),
    "circle": round_in_circles,
    "too large": lambda path: sparse(path, MAX_FILE + 4096),
    "zeros": lambda path: sparse(path, MAX_FILE),
    "zip": zip_bomb,
    "long text": lambda path: content(path, "UPDATE units SET name = hex(zeroblob(3000000))"),
    "long entry": lambda path: content(
        path, "UPDATE manifest SET value = hex(zeroblob(3000000)) WHERE key = 'figures'"
    ),
    "long key": lambda path: content(path, "UPDATE units SET uid = hex(zeroblob(3000000))"),
    "attachments": lambda path: content(path, *BLOBS),
    "nested": lambda path: content(
        path, "UPDATE manifest SET value = replace(hex(zeroblob(400000)), '00', '[') WHERE "
        "key = 'total'"
    ),
}  # fmt: skip

_LIMITED = """
import json, resource, sys
from pathlib import Path
from desktop.exchange.arrival import check_submission, opened
folder = Path(sys.argv[1])
with opened(folder / "tệp.gsnop"):
    pass
resource.setrlimit(resource.RLIMIT_CPU, (120, 120))
resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
unit = 1 if sys.platform == "darwin" else 1024
found = {}
for path in sorted(folder.iterdir()):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    problems = check_submission(path, "x").problems
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    found[path.name] = [problems, used * unit]
print(json.dumps(found))
"""


@posix
def test_time_and_memory_have_an_end(file: Path) -> None:
    """A process that may write no byte, with two minutes of processor time, tells what each is."""
    for name, make in BOMBS.items():
        make(Path(shutil.copy(BASE, file.with_name(f"{name}.gsnop"))))
    before = {one.name: one.stat().st_mtime_ns for one in file.parent.iterdir()}
    done = subprocess.run(
        [sys.executable, "-c", _LIMITED, str(file.parent)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(done.stdout)
    assert found.pop(file.name)[0] == []
    assert {f"{name}.gsnop" for name in BOMBS} == set(found)
    for name, (problems, used) in found.items():
        assert len(problems) == 1, name
        assert problems[0].endswith("."), name
        assert used < MOST_MEMORY, name
    assert {one.name: one.stat().st_mtime_ns for one in file.parent.iterdir()} == before


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("CREATE VIEW v AS SELECT 1", "thành phần lạ"),
        ("CREATE TRIGGER t AFTER INSERT ON units BEGIN DELETE FROM units; END", "thành phần lạ"),
        ("CREATE INDEX i ON units (name)", "thành phần lạ"),
        ("CREATE TABLE g (uid TEXT, a TEXT AS (hex(uid)))", "thành phần lạ"),
        (MADE.format("topic_meetings", "x", "TEXT CHECK (x > 1)"), "thành phần lạ"),
        (MADE.format("topic_meetings", "x", "TEXT COLLATE NOCASE"), "thành phần lạ"),
        (MADE.format("topic_meetings", "x", "TEXT DEFAULT 1"), "thành phần lạ"),
        ("CREATE VIRTUAL TABLE f USING fts5(a)", "thành phần lạ"),
        ("ANALYZE", "thành phần lạ"),
        (MADE.format("no_such_register", "x", "TEXT"), "sai cấu trúc"),
        (MADE.format("award_forms_2", "x", "TEXT"), "sai cấu trúc"),
        ("PRAGMA user_version = 3", "phiên bản Gương Sáng mới hơn"),
        ("UPDATE manifest SET value = '900' WHERE key = 'schema_version'", "mới hơn"),
        ("PRAGMA application_id = 1", "không phải là bộ dữ liệu"),
        ("PRAGMA journal_mode = WAL", "phần lạ"),
        ("UPDATE units SET name = zeroblob(9)", "mã kiểm tra"),
        ("UPDATE units SET name = CAST(x'eda080' AS TEXT)", "bị hỏng"),
        ("UPDATE below SET content = '{\"a\":[1]}'", "cơ quan cấp dưới"),
        ("UPDATE below SET office_uid = 'khác'", "cơ quan cấp dưới"),
        ("DELETE FROM below_offices", "cơ quan cấp dưới"),
        ("UPDATE manifest SET value = '{\"a\":NaN}' WHERE key = 'figures'", "bản kê"),
    ],
)
def test_what_no_program_of_ours_writes_is_told(file: Path, statement: str, words: str) -> None:
    """One who knows the format has made counts, digest and signature right again."""
    cook([["sql", statement], ["seal"]], file)
    assert words in outcome(file)


def test_no_journal_beside_the_file_is_heeded(file: Path) -> None:
    digest = read_manifest(file).digest
    for ending in ("-journal", "-wal", "-shm"):
        file.with_name(file.name + ending).write_bytes(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" * 4096)
    assert outcome(file) == ACCEPTED
    assert read_manifest(file).digest == digest


def test_a_path_in_a_name_is_a_name(file: Path) -> None:
    name = "../../../tmp/x\\..\\y/etc/passwd"
    content(file, f"UPDATE manifest SET value = '{name}' WHERE key = 'office_name'")
    assert outcome(file) == ACCEPTED
    assert read_manifest(file).office_name == name
    content(file, "UPDATE manifest SET value = '../x' WHERE key = 'office_uid'")
    assert "bản kê" in outcome(file)


@posix
def test_what_is_no_file_is_told(tmp_path: Path) -> None:
    pipe = tmp_path / "ống.gsnop"
    os.mkfifo(pipe)
    missing = tmp_path / "liên kết.gsnop"
    missing.symlink_to(tmp_path / "không có")
    for path in (pipe, missing, tmp_path):
        assert len(check_submission(path).problems) == 1
