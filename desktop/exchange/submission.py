"""The submission (`.gsnop`): a fresh plain SQLite file that any tool can open, with a digest.

Tables are named as the registers they come from; `uid` is the key, references are uids, dates
ISO text, points hundredths, yes and no 1 and 0. A table `manifest` (key, value) says whose data
it is, of which period, how many rows there are, and the digest.

The digest is the SHA-256, in hexadecimal, over the content and not over the file's bytes:

1. the table `manifest` without the key `digest`, then every other table, ordered by name;
2. for each table one line `["<table>", ["<column>", …]]`, its columns as declared (`uid` first;
   of the manifest: `key`, `value`);
3. then one line for each row, ordered by its first column, the array of its values;

each line being canonical JSON (no spaces, letters as they are, not escaped) in UTF-8, ended by
one line feed. Texts are ordered by their code points.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2

from desktop.core.errors import DamagedFile, Problem
from desktop.core.register import Field, Kind, RegisterSpec
from desktop.core.vietnamese.fold import clean
from desktop.platform.atomic import atomic_file
from desktop.storage.engine import (
    SUBMISSION_APPLICATION_ID,
    file_uri,
    inspect_header,
    is_open_here,
    translated,
)
from desktop.storage.keeping import canonical

FORMAT = 1
"""The format's version, kept in user_version."""
SUFFIX = ".gsnop"
_KEYS = (
    "counts",
    "digest",
    "figures",
    "made_at",
    "office_level",
    "office_name",
    "office_parent",
    "office_uid",
    "period_from",
    "period_to",
    "personal",
    "program_version",
    "registers",
    "schema_version",
)
_NUMBERS = (Kind.INTEGER, Kind.MONEY, Kind.POINTS, Kind.BOOLEAN)

Line = tuple[Any, ...]


@dataclass(frozen=True)
class Table:
    """A table of a submission: its columns, `uid` first, and its rows."""

    name: str
    columns: tuple[str, ...]
    numeric: frozenset[str]
    rows: Sequence[Line]


@dataclass(frozen=True)
class Manifest:
    """What a submission says of itself."""

    office_uid: str
    office_name: str
    period_from: date
    period_to: date
    made_on: date
    program_version: str
    counts: Mapping[str, int]
    digest: str
    figures: Mapping[str, Any]
    registers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Written:
    """A submission that was written: size in bytes, rows per table."""

    path: Path
    digest: str
    counts: Mapping[str, int]
    size: int


@dataclass(frozen=True)
class Checked:
    """What a check found: `problems` are Vietnamese sentences."""

    problems: tuple[str, ...]
    counts: tuple[tuple[str, int], ...] = ()
    details: tuple[tuple[str, str], ...] = ()


def leaving_fields(spec: RegisterSpec, *, personal: bool) -> tuple[Field, ...]:
    """Return the fields of a register that may leave the office."""
    return tuple(
        one
        for one in spec.fields
        if one.leaves and one.kind is not Kind.BYTES and (personal or not one.personal)
    )


def is_numeric(field: Field) -> bool:
    """Tell whether a field's values are numbers in a submission."""
    return field.kind in _NUMBERS


def is_submission(path: Path) -> bool:
    """Tell by its header whether a file is a submission; False for a file that can't be read."""
    if is_open_here(path) or not path.is_file():
        return False
    try:
        with path.open("rb") as stream:
            head = stream.read(72)
    except OSError:
        return False
    return head[:6] == b"SQLite" and head[68:72] == SUBMISSION_APPLICATION_ID.to_bytes(4, "big")


def digest_of(tables: Iterable[tuple[str, Sequence[str], Iterable[Sequence[Any]]]]) -> str:
    """Return the digest (module docstring); tables and rows must come in their order."""
    found = hashlib.sha256()
    for name, columns, rows in tables:
        found.update(canonical([name, list(columns)]) + b"\n")
        for row in rows:
            found.update(canonical(list(row)) + b"\n")
    return found.hexdigest()


def write_file(target: Path, manifest: Mapping[str, str], tables: Sequence[Table]) -> Written:
    """Write a submission; `manifest` is without counts and digest, which are added.

    The file takes its name only when it is whole. Raises the sentences of the environment.
    """
    ordered = sorted(tables, key=lambda one: one.name)
    counts = {one.name: len(one.rows) for one in ordered}
    entries = {**manifest, "counts": canonical(counts).decode()}
    digest = digest_of(
        [
            ("manifest", ("key", "value"), sorted(entries.items())),
            *((one.name, one.columns, sorted(one.rows, key=_first)) for one in ordered),
        ]
    )
    entries["digest"] = digest
    with translated(target), atomic_file(target) as temporary:
        # the system's own error says why a file can't be made here; SQLite's doesn't
        temporary.touch()
        _write_tables(temporary, entries, ordered)
    return Written(target, digest, counts, target.stat().st_size)


def _first(row: Line) -> str:
    return str(row[0])


def _write_tables(path: Path, entries: Mapping[str, str], tables: Sequence[Table]) -> None:
    connection = sqlcipher3.dbapi2.connect(file_uri(path, "rwc"), uri=True, isolation_level=None)
    try:
        connection.execute("PRAGMA page_size = 4096")
        connection.execute("PRAGMA journal_mode = MEMORY")
        connection.execute(f"PRAGMA application_id = {SUBMISSION_APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {FORMAT}")
        connection.execute("BEGIN")
        connection.execute(
            "CREATE TABLE manifest (key TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL) "
            "WITHOUT ROWID"
        )
        connection.executemany("INSERT INTO manifest VALUES (?, ?)", sorted(entries.items()))
        for table in tables:
            columns = ", ".join(
                f'"{name}" {"INTEGER" if name in table.numeric else "TEXT"}'
                for name in table.columns[1:]
            )
            described = f"uid TEXT PRIMARY KEY NOT NULL{', ' if columns else ''}{columns}"
            connection.execute(f'CREATE TABLE "{table.name}" ({described}) WITHOUT ROWID')
            marks = ", ".join("?" * len(table.columns))
            connection.executemany(
                f'INSERT INTO "{table.name}" VALUES ({marks})',  # noqa: S608 - declared names
                sorted(table.rows, key=_first),
            )
        connection.execute("COMMIT")
    finally:
        connection.close()


# reading


def read_manifest(path: Path) -> Manifest:
    """Return a submission's manifest; raises `ForeignFile`, `NewerFile` or `DamagedFile`."""
    with _opened(path) as connection:
        return _parse(path, dict(connection.execute("SELECT key, value FROM manifest")))


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    """Give a reading connection to a submission; whatever damage does comes out as a sentence."""
    _require_known(path)
    try:
        with translated(path):
            connection = sqlcipher3.dbapi2.connect(file_uri(path, "ro"), uri=True)
            try:
                yield connection
            finally:
                connection.close()
    # a damaged schema shows as errors of any kind, damaged letters as undecodable names
    except (sqlcipher3.dbapi2.Error, UnicodeDecodeError) as error:
        raise DamagedFile(f"«{path.name}» bị hỏng. Hãy đề nghị gửi lại.") from error


def _require_known(path: Path) -> None:
    from desktop.core.errors import NewerFile  # noqa: PLC0415 - one use

    version = inspect_header(path, SUBMISSION_APPLICATION_ID)
    if version > FORMAT:
        raise NewerFile(
            f"«{path.name}» do phiên bản Gương Sáng mới hơn tạo ra. "
            "Hãy cài phiên bản mới của chương trình rồi mở lại."
        )


def _parse(path: Path, entries: Mapping[str, str]) -> Manifest:
    try:
        entries = {key: entries[key] for key in _KEYS}
        made = datetime.strptime(entries["made_at"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
        counts = dict(json.loads(entries["counts"]))
        figures = dict(json.loads(entries["figures"]))
        return Manifest(
            office_uid=entries["office_uid"],
            office_name=clean(entries["office_name"]),
            period_from=date.fromisoformat(entries["period_from"]),
            period_to=date.fromisoformat(entries["period_to"]),
            made_on=made.astimezone().date(),
            program_version=entries["program_version"],
            counts={str(name): int(number) for name, number in counts.items()},
            digest=entries["digest"],
            figures=figures,
            registers=tuple(json.loads(entries["registers"])),
        )
    except (KeyError, ValueError, TypeError, OverflowError, RecursionError) as error:
        raise DamagedFile(
            f"«{path.name}»: bản kê của bộ dữ liệu thiếu hoặc sai. Hãy đề nghị gửi lại."
        ) from error


def check_submission(path: Path) -> Checked:
    """Verify a submission: structure, manifest, counts, digest.

    Whatever the bytes are, the outcome is told as sentences.
    """
    try:
        with _opened(path) as connection:
            return _check(path, connection)
    except Problem as problem:
        return Checked((problem.message,))
    except (ValueError, TypeError, LookupError, OverflowError, RecursionError):
        # made by hand, not by this program: columns, counts or manifest of another shape
        return Checked((f"«{path.name}» sai cấu trúc. Hãy đề nghị gửi lại.",))


def _check(path: Path, connection: Any) -> Checked:
    connection.text_factory = lambda data: data.decode("utf-8", "replace")
    found: list[str] = []
    lines = [row[0] for row in connection.execute("PRAGMA integrity_check(5)")]
    if lines != ["ok"]:
        return Checked(("Cấu trúc tệp bị hỏng. Hãy đề nghị gửi lại.",))
    strange = connection.execute(
        "SELECT count(*) FROM sqlite_schema WHERE type IN ('view', 'trigger') "
        "OR sql LIKE '%GENERATED ALWAYS%' OR sql LIKE 'CREATE VIRTUAL%'"
    ).fetchone()[0]
    if strange:
        # whatever computes could keep the program busy for ever
        return Checked(("Tệp có thành phần lạ, không do Gương Sáng tạo. Hãy đề nghị gửi lại.",))
    if connection.execute("PRAGMA freelist_count").fetchone()[0]:
        found.append("Tệp có trang trống: đã bị chương trình khác sửa. Hãy đề nghị gửi lại.")
    content = _content(connection)
    manifest = _parse(path, {str(key): str(value) for key, value in content["manifest"][1]})
    found += _content_problems(content, manifest)
    details = (
        ("Cơ quan", manifest.office_name),
        ("Kỳ", f"{manifest.period_from:%d/%m/%Y} - {manifest.period_to:%d/%m/%Y}"),
        ("Mã kiểm tra", manifest.digest),
    )
    return Checked(tuple(found), tuple(sorted(manifest.counts.items())), details)


_Content = dict[str, tuple[tuple[str, ...], list[Line]]]


def _content(connection: Any) -> _Content:
    """Return every table: its columns, and its rows ordered by the first one."""
    names = [
        str(row[0])
        for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
        if not str(row[0]).startswith("sqlite_")
    ]
    found: _Content = {"manifest": ((), [])}
    for name in sorted(names):
        quoted = name.replace('"', '""')
        columns = tuple(row[1] for row in connection.execute(f'PRAGMA table_info("{quoted}")'))
        rows = connection.execute(f'SELECT * FROM "{quoted}"').fetchall()  # noqa: S608 - quoted
        found[name] = (columns, sorted((tuple(row) for row in rows), key=_first))
    return found


def _content_problems(content: _Content, manifest: Manifest) -> Iterator[str]:
    tables = {name: part for name, part in content.items() if name != "manifest"}
    if {name: len(rows) for name, (_, rows) in tables.items()} != dict(manifest.counts):
        yield "Số bản ghi không khớp bản kê: bộ dữ liệu đã bị sửa. Hãy đề nghị gửi lại."
    entries = [row for row in content["manifest"][1] if row[0] != "digest"]
    try:
        digest = digest_of(
            [
                ("manifest", ("key", "value"), entries),
                *((name, columns, rows) for name, (columns, rows) in sorted(tables.items())),
            ]
        )
    except TypeError:  # a value that no submission holds (a blob)
        digest = ""
    if digest != manifest.digest:
        yield "Nội dung không khớp mã kiểm tra: bộ dữ liệu đã bị sửa. Hãy đề nghị gửi lại."
