"""What is verified of a submission once it is open: declarations, values, digest, signature."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

import sqlcipher3.dbapi2

from desktop.core.errors import DamagedFile, WrongSignature
from desktop.exchange.arrival_header import MAX_SCHEMA, MAX_TABLES
from desktop.exchange.manifest import SUBMISSION, Manifest, parsed
from desktop.exchange.signing import signed_by
from desktop.exchange.submission import (
    BELOW,
    BELOW_COLUMNS,
    BELOW_OFFICES,
    BELOW_OFFICES_COLUMNS,
    MANIFEST_SQL,
    NUMERIC_BELOW,
    UNDIGESTED,
    is_numeric,
    signed_words,
    table_sql,
)
from desktop.storage.keeping import canonical
from desktop.storage.registers import SPECS

__all__ = [
    "Declared",
    "altered",
    "check_tables",
    "declarations",
    "digest",
    "read_manifest",
    "signature",
]

MAX_COLUMNS: Final = 200
MAX_ROWS: Final = 5_000_000
"""Rows of all tables together."""
MAX_ROW: Final = 1 << 20
"""Bytes of all texts of one row."""
MAX_ENTRIES: Final = 64
"""Entries of a manifest."""

AGAIN: Final = "Hãy đề nghị gửi lại."
_REPORTED = 5_000  # rows between two calls of `progress`
_NAME = r"[a-z][a-z0-9_]{0,62}"
_COLUMN = re.compile(rf', "({_NAME})" (TEXT|INTEGER)')
_TABLE = re.compile(
    rf'CREATE TABLE "({_NAME})" '
    rf'\(uid TEXT PRIMARY KEY NOT NULL((?:, "{_NAME}" (?:TEXT|INTEGER))*)\) WITHOUT ROWID'
)
_BELOW = {BELOW_OFFICES: BELOW_OFFICES_COLUMNS, BELOW: BELOW_COLUMNS}

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Declared:
    """A table as the file declares it."""

    columns: tuple[str, ...]
    numeric: frozenset[str]


def declarations(path: Path, connection: Any) -> dict[str, Declared]:
    """Return the tables but the manifest by name; every word must be as we write it."""
    strange = DamagedFile(f"«{path.name}» có thành phần lạ, không do Gương Sáng tạo. {AGAIN}")
    try:
        size, number = connection.execute(
            "SELECT total(octet_length(sql)), count(*) FROM sqlite_schema"
        ).fetchone()
        if number > MAX_TABLES or size > MAX_SCHEMA:
            raise strange
        listed = connection.execute("SELECT type, name, sql FROM sqlite_schema").fetchall()
    except sqlcipher3.dbapi2.OperationalError as error:
        raise strange from error
    found: dict[str, Declared] = {}
    manifests = 0
    for kind, name, sql in sorted(listed, key=lambda row: str(row[1])):
        if (kind, name, sql) == ("table", "manifest", MANIFEST_SQL):
            manifests += 1
            continue
        matched = _TABLE.fullmatch(sql) if isinstance(sql, str) and kind == "table" else None
        if matched is None or matched[1] != name or name == "manifest" or name in found:
            raise strange
        parts = _COLUMN.findall(matched[2])
        columns = ("uid", *(one for one, _ in parts))
        numeric = frozenset(one for one, type_ in parts if type_ == "INTEGER")
        if len(set(columns)) != len(columns) or len(columns) > MAX_COLUMNS:
            raise strange
        if sql != table_sql(name, columns, numeric):
            raise strange
        found[name] = Declared(columns, numeric)
    if manifests != 1:
        raise _no_manifest(path)
    return found


def altered(path: Path) -> DamagedFile:
    """Return the problem of a file whose content isn't what the digest stands for."""
    return DamagedFile(
        f"«{path.name}»: nội dung không khớp mã kiểm tra, bộ dữ liệu đã bị sửa. {AGAIN}"
    )


def _no_manifest(path: Path) -> DamagedFile:
    return DamagedFile(f"«{path.name}»: bản kê của bộ dữ liệu thiếu hoặc sai. {AGAIN}")


def read_manifest(path: Path, connection: Any, version: int) -> Manifest:
    """Return the manifest; raises `DamagedFile`."""
    number, longest, others = connection.execute(
        "SELECT count(*), max(octet_length(value)), "
        "total(typeof(key) <> 'text' OR typeof(value) <> 'text' OR octet_length(key) > 100) "
        "FROM manifest"
    ).fetchone()
    if not 0 < number <= MAX_ENTRIES or longest > MAX_ROW or others:
        raise _no_manifest(path)
    entries = dict(connection.execute("SELECT key, value FROM manifest"))
    try:
        return parsed(entries, version)
    except (KeyError, ValueError, TypeError, OverflowError, RecursionError) as error:
        raise _no_manifest(path) from error


def check_tables(
    path: Path, connection: Any, tables: Mapping[str, Declared], manifest: Manifest
) -> None:
    """Check how many rows there are, and the kinds and sizes of all values.

    Raises `DamagedFile`; `ValueError` for tables that are no part of a submission.
    """
    counts: dict[str, int] = {}
    for name, table in tables.items():
        if manifest.kind == SUBMISSION:
            _require_ours(name, table)
        counts[name], longest, others = connection.execute(_figures(name, table)).fetchone()
        if (longest or 0) > MAX_ROW:
            raise DamagedFile(
                f"«{path.name}» có nội dung dài bất thường nên không được đọc. {AGAIN}"
            )
        if others:
            raise altered(path)
    if counts != dict(manifest.counts) or sum(counts.values()) > MAX_ROWS:
        raise DamagedFile(
            f"Số bản ghi của «{path.name}» không khớp bản kê: bộ dữ liệu đã bị sửa. {AGAIN}"
        )


def _require_ours(name: str, table: Declared) -> None:
    """Raise `ValueError` unless it is one of our tables; columns may be of another version."""
    if name in _BELOW:
        if (table.columns, table.numeric) != (_BELOW[name], NUMERIC_BELOW[name]):
            raise ValueError(name)
        return
    if name not in SPECS or not SPECS[name].travels:
        raise ValueError(name)
    known = SPECS[name].by_name
    for one in table.columns[1:]:
        if one in known and is_numeric(known[one]) != (one in table.numeric):
            raise ValueError(one)


def _figures(name: str, table: Declared) -> str:
    """Return the query for how many rows there are, the longest, and values of another kind.

    That texts are texts, SQLite's own check has said; no value has been loaded so far.
    """
    texts = [one for one in table.columns if one not in table.numeric]
    long = " + ".join(f'ifnull(octet_length("{one}"), 0)' for one in texts)
    kinds = [f"(typeof(\"{one}\") NOT IN ('integer', 'null'))" for one in sorted(table.numeric)]
    others = " + ".join([*kinds, "(uid = '')"])
    return f'SELECT count(*), max({long}), total({others}) FROM "{name}"'  # noqa: S608 - checked


def digest(
    path: Path,
    connection: Any,
    tables: Mapping[str, Declared],
    manifest: Manifest,
    version: int,
    progress: Progress | None,
) -> str:
    """Return the digest of the content as it is; raises `DamagedFile`, `UnicodeDecodeError`.

    SQLite's json_array writes texts, whole numbers and null as `keeping.canonical` does.
    """
    left_out = {"digest"} if version == 1 else UNDIGESTED
    found = hashlib.sha256(canonical(["manifest", ["key", "value"]]) + b"\n")
    for entry in connection.execute("SELECT key, value FROM manifest ORDER BY key"):
        if entry[0] not in left_out:
            found.update(canonical(list(entry)) + b"\n")
    done, of = 0, sum(manifest.counts.values())
    connection.text_factory = bytes
    try:
        for name, table in sorted(tables.items()):
            found.update(canonical([name, list(table.columns)]) + b"\n")
            for line in _lines(connection, name, table):
                line.decode()
                found.update(line + b"\n")
                done += 1
                if progress is not None and done % _REPORTED == 0:
                    progress(done, of)
    except sqlcipher3.dbapi2.OperationalError as error:  # a blob, or no end in time
        raise altered(path) from error
    finally:
        connection.text_factory = str
    return found.hexdigest()


def _lines(connection: Any, name: str, table: Declared) -> Iterator[bytes]:
    listed = ", ".join(f'"{one}"' for one in table.columns)
    for row in connection.execute(
        f'SELECT json_array({listed}) FROM "{name}" ORDER BY uid'  # noqa: S608 - checked names
    ):
        yield row[0]


def signature(path: Path, manifest: Manifest, version: int) -> Literal["good", "none"]:
    """Return what the signature is; raises `WrongSignature` for one that is not good."""
    public, signed = manifest.public_key, manifest.entries["signature"]
    if version == 1 or (not public and not signed):
        return "none"
    if not signed_by(public, signed_words(manifest.digest), signed):
        raise WrongSignature(
            f"Chữ ký của «{path.name}» không đúng: nội dung không phải do {manifest.office_name} "
            "ký. Không nhận tệp này; hãy gọi điện hỏi nơi gửi."
        )
    return "good"
