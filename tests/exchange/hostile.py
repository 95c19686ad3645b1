"""Submissions changed to break the reader: steps on a whole file, so that each can be kept as text.

A recipe is a list of steps that are done one after another on the file `v2.gsnop`. Steps on
bytes: `flip at bits`, `cut length`, `put at hex`, `swap page page`, `copy page page`, `zero page`,
`grow hex`. Steps on content: `sql statement`, `entry key value` (of the manifest), and `seal`:
counts, digest and signature made right again, as one who knows the format would do.
"""

from __future__ import annotations

import hashlib
import json
import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

from nacl.signing import SigningKey

from desktop.core.errors import Problem
from desktop.exchange.arrival import check_submission, opened, read_manifest

FIXTURES = Path(__file__).parents[1] / "fixtures" / "submissions"
BASE = FIXTURES / "v2.gsnop"
CORPUS = FIXTURES / "corpus.jsonl"
PAGE = 4096
KEY = SigningKey(bytes(range(32)))
Step = list[Any]
Recipe = list[Step]

# what is told without the name of the file is what tells one outcome from another
ACCEPTED = ""


def cook(recipe: Recipe, path: Path) -> bool:
    """Make the file of a recipe; False when a statement of it can't be done."""
    path.write_bytes(BASE.read_bytes())
    try:
        for name, *given in recipe:
            if name in ("sql", "entry", "seal"):
                _on_content(path, name, *given)
            else:
                path.write_bytes(on_bytes(bytearray(path.read_bytes()), name, *given))
    # statements are tried on files that earlier steps broke
    except (sqlite3.Error, OverflowError, UnicodeError, TypeError):
        return False
    return True


def on_bytes(raw: bytearray, name: str, *given: Any) -> bytes:
    if name == "flip":
        raw[given[0] % max(1, len(raw))] ^= given[1]
    elif name == "cut":
        del raw[given[0] :]
    elif name == "put":
        raw[given[0] : given[0] + len(given[1]) // 2] = bytes.fromhex(given[1])
    elif name == "grow":
        raw += bytes.fromhex(given[0])
    elif name == "zero":
        raw[given[0] * PAGE : (given[0] + 1) * PAGE] = bytes(PAGE)
    else:
        one, other = (slice(at * PAGE, (at + 1) * PAGE) for at in given)
        raw[one], raw[other] = raw[other], (raw[one] if name == "swap" else raw[other])
    return bytes(raw)


def _on_content(path: Path, name: str, *given: Any) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        if name == "sql":
            connection.execute("PRAGMA writable_schema = ON")
            connection.execute(given[0])
        elif name == "entry":
            connection.execute("INSERT OR REPLACE INTO manifest VALUES (?, ?)", given)
        else:
            seal(connection)
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        with suppress(sqlite3.Error):
            connection.execute("VACUUM")


def seal(connection: sqlite3.Connection) -> None:
    """Make counts, digest and signature right for what is in the tables now."""
    names = [
        row[0]
        for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        if row[0] != "manifest"
    ]
    tables = {}
    for name in sorted(names):
        cursor = connection.execute(f'SELECT * FROM "{name}"')
        columns = [one[0] for one in cursor.description]
        tables[name] = (columns, sorted(cursor.fetchall(), key=lambda row: str(row[0])))
    entries = dict(connection.execute("SELECT key, value FROM manifest").fetchall())
    with suppress(ValueError):
        if entries.get("counts") != "kept":
            entries["counts"] = line({name: len(rows) for name, (_, rows) in tables.items()})
    entries["public_key"] = bytes(KEY.verify_key).hex()
    told = sorted(one for one in entries.items() if one[0] not in ("digest", "signature"))
    lines = [["manifest", ["key", "value"]], *told]
    for name, (columns, rows) in tables.items():
        lines += [[name, columns], *rows]
    text = "".join(line(one) + "\n" for one in lines)
    entries["digest"] = hashlib.sha256(text.encode()).hexdigest()
    signed = b"guongsang submission 2\n" + entries["digest"].encode()
    entries["signature"] = KEY.sign(signed).signature.hex()
    connection.executemany("INSERT OR REPLACE INTO manifest VALUES (?, ?)", entries.items())


def line(value: Any) -> str:
    return json.dumps(
        value, ensure_ascii=False, separators=(",", ":"), sort_keys=True, default=repr
    )


def outcome(path: Path, passphrase: str | None = None) -> str:
    """Say what reading a file came to: '' or the one sentence, which must be a good one.

    The file and its folder must be as they were.
    """
    before = {one.name: one.stat().st_mtime_ns for one in path.parent.iterdir()}
    raw = path.read_bytes() if path.is_file() else b""
    found = check_submission(path, passphrase).problems
    with suppress(Problem):
        read_manifest(path, passphrase)
    try:
        with opened(path, passphrase) as arrival:
            for table in arrival.tables:
                for row in arrival.rows(table):
                    assert all(type(one) in (str, int, type(None)) for one in row.values())
    except Problem as problem:
        assert found == (problem.message,)
    else:
        assert found == ()
    assert {one.name: one.stat().st_mtime_ns for one in path.parent.iterdir()} == before
    assert raw == (path.read_bytes() if path.is_file() else b"")
    for one in found:
        assert one.endswith("."), one
        assert "\n" not in one, one
        assert 20 < len(one) < 300, one
        assert any(ord(letter) > 127 for letter in one), one
    return found[0].replace(path.name, "") if found else ACCEPTED


# what is tried

NASTY = (
    *(
        "",
        "0",
        "-1",
        "1e9",
        "１２",
        "999999999999999999999",
        "9" * 5_000,
        "NaN",
        "null",
        "{}",
        "[]",
    ),
    *("[" * 2_000, '{"a":' * 300 + "1" + "}" * 300, '{"a":NaN}', '{"a":1e999}', '{"a":[]}', "[1]"),
    *("../../x", "/etc/passwd", "C:\\x", "\\\\host\\x", "a\0b", "\u202e\ufeff", "x" * 2_000_000),
    *("0000-00-00", "2025-13-01", "9999-12-31", "2025-01-01T00:00:00Z", "submission", "answer"),
    *('{"a":[1,2]}', '{"a":[true,1]}', '{"\\ud800":1}', '"\\ud800"', "a" * 64, "0" * 128, "g" * 64),
)
KEYS = (
    *("kind", "number", "replaces", "profile", "public_key", "signature", "sums", "total"),
    *("counts", "digest", "figures", "made_at", "office_level", "office_name", "office_parent"),
    *("office_uid", "period_from", "period_to", "personal", "registers", "schema_version", "thêm"),
)
MADE = 'CREATE TABLE "{0}" (uid TEXT PRIMARY KEY NOT NULL, "{1}" {2}) WITHOUT ROWID'
STATEMENTS = (
    "CREATE VIEW v AS SELECT 1",
    "CREATE TRIGGER t AFTER INSERT ON units BEGIN DELETE FROM units; END",
    "CREATE INDEX i ON units (name)",
    "CREATE TABLE g (uid TEXT PRIMARY KEY NOT NULL, a TEXT AS (hex(zeroblob(9)))) WITHOUT ROWID",
    MADE.format("topic_meetings", "x", "TEXT CHECK (x > 1)"),
    MADE.format("members", "full_name", "TEXT COLLATE NOCASE"),
    MADE.format("members", "full_name", "TEXT"),
    MADE.format("members", "full_name", "INTEGER"),
    'CREATE TABLE "no_such_register" (uid TEXT PRIMARY KEY NOT NULL) WITHOUT ROWID',
    'CREATE TABLE "x""; DROP TABLE units; --" (uid)',
    "CREATE VIRTUAL TABLE f USING fts5(a)",
    "CREATE VIRTUAL TABLE r USING rtree(a, b, c)",
    "CREATE TABLE s (id INTEGER PRIMARY KEY AUTOINCREMENT)",
    "ALTER TABLE units ADD COLUMN more TEXT DEFAULT (hex(randomblob(9)))",
    "ALTER TABLE units RENAME COLUMN name TO title",
    "ALTER TABLE units RENAME TO unit",
    "ANALYZE",
    "DROP TABLE units",
    "DROP TABLE below_offices",
    "DROP TABLE manifest",
    "DELETE FROM manifest",
    "DELETE FROM below_offices",
    "DELETE FROM units",
    "UPDATE units SET name = zeroblob(100)",
    "UPDATE units SET name = 1.5",
    "UPDATE units SET name = CAST(x'ff' AS TEXT)",
    "UPDATE units SET name = CAST(x'eda080' AS TEXT)",
    "UPDATE units SET name = char(0) || name || char(7)",
    "UPDATE units SET name = replace(hex(zeroblob(700000)), '00', 'ab')",
    "UPDATE units SET uid = ''",
    "UPDATE units SET uid = '../../' || uid",
    "UPDATE awards SET money = 'x'",
    "UPDATE awards SET money = 9223372036854775807",
    "UPDATE awards SET money = 1e300",
    'UPDATE below SET content = \'{"a":{"b":1}}\'',
    "UPDATE below SET content = '{\"a\": 1}'",
    'UPDATE below SET content = \'{"a":1,"a":2}\'',
    "UPDATE below SET content = '{\"a\":99999999999999999999}'",
    "UPDATE below SET content = replace(hex(zeroblob(50000)), '00', '[')",
    "UPDATE below SET content = NULL",
    "UPDATE below SET office_uid = 'other'",
    "UPDATE below SET register = '../x'",
    "UPDATE below_offices SET digest = 'x'",
    "UPDATE below_offices SET number = -5",
    "UPDATE below_offices SET figures = replace(hex(zeroblob(50000)), '00', '[')",
    "UPDATE below_offices SET office_name = NULL",
    "UPDATE below_offices SET office_level = 'king'",
    "UPDATE sqlite_master SET sql = 'CREATE TABLE units (uid)' WHERE name = 'units'",
    "UPDATE sqlite_master SET rootpage = 2",
    "UPDATE sqlite_master SET rootpage = 999999 WHERE name = 'units'",
    "UPDATE sqlite_master SET type = 'view' WHERE name = 'units'",
    "UPDATE sqlite_master SET name = 'sqlite_x', tbl_name = 'sqlite_x' WHERE name = 'units'",
    "UPDATE sqlite_master SET sql = sql || ' -- ' || replace(hex(zeroblob(200000)), '00', 'ab')",
    "UPDATE sqlite_master SET sql = NULL",
    "INSERT INTO sqlite_master SELECT * FROM sqlite_master WHERE name = 'units'",
    "PRAGMA user_version = 3",
    "PRAGMA user_version = 1",
    "PRAGMA user_version = -1",
    "PRAGMA user_version = 0",
    "PRAGMA application_id = 1",
    "PRAGMA journal_mode = WAL",
    "PRAGMA page_size = 512",
    "PRAGMA auto_vacuum = FULL",
)


def recipes(seed: int) -> Iterator[Recipe]:
    """Give recipes without end, the same for the same seed."""
    chance = random.Random(seed)
    size = BASE.stat().st_size
    while True:
        if chance.random() < 0.5:
            yield [_byte_step(chance, size) for _ in range(chance.choice((1, 1, 1, 2, 3, 8)))]
            continue
        steps: Recipe = []
        for _ in range(chance.choice((1, 1, 2, 3))):
            if chance.random() < 0.5:
                steps.append(["entry", chance.choice(KEYS), chance.choice(NASTY)])
            else:
                steps.append(["sql", chance.choice(STATEMENTS)])
        if chance.random() < 0.8:
            steps.append(["seal"])
        if chance.random() < 0.15:
            steps.append(_byte_step(chance, size))
        yield steps


def _byte_step(chance: random.Random, size: int) -> Step:
    pages = size // PAGE
    name = chance.choice(("flip",) * 8 + ("put", "put", "swap", "copy", "zero", "cut", "grow"))
    if name == "flip":
        # headers of the file and of pages, and what stands at a page's end, mean the most
        page, at = chance.randrange(pages), chance.choice((100, 12, PAGE))
        place = chance.choice((page * PAGE + chance.randrange(at), chance.randrange(108)))
        return [name, place, 1 << chance.randrange(8) if chance.random() < 0.7 else 255]
    if name == "put":
        return [name, chance.randrange(size), chance.randbytes(chance.choice((1, 2, 4, 64))).hex()]
    if name in ("swap", "copy"):
        return [name, chance.randrange(pages), chance.randrange(pages)]
    if name == "grow":
        return [name, chance.randbytes(chance.choice((1, PAGE))).hex()]
    return [name, chance.randrange(pages) if name == "zero" else chance.randrange(size)]


def corpus() -> list[Recipe]:
    """Return the recipes that are kept: the first that came to each outcome, and named ones."""
    return [json.loads(one) for one in CORPUS.read_text(encoding="utf-8").splitlines()]
