"""The submission (`.gsnop`), format 2: a fresh SQLite file that any tool can open, with a digest.

It is also what an answer comes back down in; what is said of submissions is said of both.

Tables are named as the registers they come from; `uid` is the key, references are uids, dates
ISO text, points hundredths, yes and no 1 and 0; a value is a text, a whole number of 64 bits, or
null. Each table is declared `CREATE TABLE "<table>" (uid TEXT PRIMARY KEY NOT NULL, "<column>"
TEXT, "<column>" INTEGER, …) WITHOUT ROWID`, in these very words, and there is nothing else in
the file: no index, view or trigger. application_id is 0x47534E50, user_version the format.

A table `manifest` (key, value) says whose data it is and of which period, all as text:

- `kind` ('submission', 'answer'); `office_uid`, `office_name`, `office_level`, `office_parent`;
  `period_from`, `period_to`, `made_at`; `program_version`, `schema_version`;
- `registers`, `personal`: JSON lists of the registers sent, and of those with persons' names;
- `profile`: what the office calls the choice of what is sent, or '';
- `counts`: JSON, rows by table, without the manifest's own;
- `figures`: JSON, the office's own figures of the period; `total`: the same with those of the
  offices below, or '' where there are none; `sums`: JSON, what means are made of, by the name of
  the figure: [sum, how many];
- `number`: 1, 2, … within the office and period; `replaces`: the digest of the one before, or '';
- `digest`; `public_key` and `signature`, hexadecimal, or both ''.

An office that has offices below may send what they sent, in two more tables: `below_offices`
(uid = office_uid "/" digest, office_uid, office_name, office_level, parent_uid, number, made_at,
digest, figures, total, counts) and `below` (uid = office_uid "/" register "/" row_uid, office_uid,
register, row_uid, title, content: the row's fields as canonical JSON).

The digest is the SHA-256, in hexadecimal, over the content and not over the file's bytes:

1. the table `manifest` without the keys `digest` and `signature`, then every other table, ordered
   by name;
2. for each table one line `["<table>", ["<column>", …]]`, its columns as declared (`uid` first;
   of the manifest: `key`, `value`);
3. then one line for each row, ordered by its first column, the array of its values;

each line being canonical JSON (no spaces, letters as they are, not escaped) in UTF-8, ended by
one line feed. Texts are ordered by their code points.

The signature is Ed25519, by the key `public_key`, over `guongsang submission 2`, a line feed and
the digest, in ASCII.

An encrypted submission is the same database by SQLCipher 4 with its own settings, the key being
the passphrase in Unicode's form NFC and UTF-8; it is known by its ending and by having no header.

Format 1 had no `kind`, `number`, `replaces`, `profile`, `total`, `sums`, `public_key` and
`signature`, no tables of offices below, and was never encrypted; it is read as an unsigned
submission with the number 1.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import sqlcipher3.dbapi2

from desktop.core.register import Field, Kind, RegisterSpec
from desktop.exchange.arrival_header import FORMAT, SUFFIX
from desktop.exchange.manifest import LATER
from desktop.exchange.signing import OfficeKey, key_of_passphrase
from desktop.platform.atomic import atomic_file
from desktop.storage.engine import SUBMISSION_APPLICATION_ID, file_uri, translated
from desktop.storage.keeping import canonical

__all__ = [
    "BELOW",
    "BELOW_COLUMNS",
    "BELOW_OFFICES",
    "BELOW_OFFICES_COLUMNS",
    "FORMAT",
    "MANIFEST_SQL",
    "NUMERIC_BELOW",
    "SUFFIX",
    "Stream",
    "Table",
    "Written",
    "is_numeric",
    "leaving_fields",
    "signed_words",
    "table_sql",
    "unlock",
    "write_file",
]

BELOW_OFFICES, BELOW = "below_offices", "below"
"""Tables of the offices below that sent something, and of the rows they sent."""
BELOW_OFFICES_COLUMNS: Final = (
    "uid",
    "office_uid",
    "office_name",
    "office_level",
    "parent_uid",
    "number",
    "made_at",
    "digest",
    "figures",
    "total",
    "counts",
)
BELOW_COLUMNS: Final = ("uid", "office_uid", "register", "row_uid", "title", "content")
NUMERIC_BELOW: Final[Mapping[str, frozenset[str]]] = {
    BELOW_OFFICES: frozenset({"number"}),
    BELOW: frozenset(),
}
MANIFEST_SQL: Final = (
    "CREATE TABLE manifest (key TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL) WITHOUT ROWID"
)
UNDIGESTED: Final = frozenset({"digest", "signature"})
"""Entries of the manifest that are not in the digest."""
_NUMBERS = (Kind.INTEGER, Kind.MONEY, Kind.POINTS, Kind.BOOLEAN)
_PLAIN = (str, int, type(None))

_REPORTED = 5_000  # rows between two calls of `progress`

Line = tuple[Any, ...]
Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class Table:
    """A table of a submission: its columns, `uid` first, and its rows."""

    name: str
    columns: tuple[str, ...]
    numeric: frozenset[str]
    rows: Sequence[Line]

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self.rows)


@dataclass(frozen=True)
class Stream:
    """A table too large for memory: its `rows` are asked for once, and come ordered by uid."""

    name: str
    columns: tuple[str, ...]
    numeric: frozenset[str]
    rows: Iterable[Line]
    count: int


@dataclass(frozen=True)
class Written:
    """A submission that was written: size in bytes, rows per table."""

    path: Path
    digest: str
    counts: Mapping[str, int]
    size: int


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


def signed_words(digest: str) -> bytes:
    """Return what is signed of a file with this digest."""
    return b"guongsang submission 2\n" + digest.encode("ascii")


def table_sql(name: str, columns: Sequence[str], numeric: frozenset[str]) -> str:
    """Return the words that declare a table."""
    kinds = ((one, "INTEGER" if one in numeric else "TEXT") for one in columns[1:])
    described = ", ".join(["uid TEXT PRIMARY KEY NOT NULL", *(f'"{a}" {b}' for a, b in kinds)])
    return f'CREATE TABLE "{name}" ({described}) WITHOUT ROWID'


def unlock(connection: Any, passphrase: str) -> None:
    """Give a fresh connection the passphrase; a wrong one shows at the first reading.

    Raises `UserProblem` for an empty one.
    """
    used = key_of_passphrase(passphrase).replace("'", "''")
    # it would tell a wrong passphrase on the error stream
    connection.execute("PRAGMA cipher_log_level = NONE")
    connection.execute(f"PRAGMA key = '{used}'")
    connection.execute("PRAGMA cipher_compatibility = 4")


def write_file(
    target: Path,
    manifest: Mapping[str, str],
    tables: Sequence[Table | Stream],
    key: OfficeKey | None = None,
    passphrase: str | None = None,
    progress: Progress | None = None,
) -> Written:
    """Write a submission as `write_to`; the file takes its name only when it is whole."""
    if passphrase is not None:
        key_of_passphrase(passphrase)
    with translated(target), atomic_file(target) as temporary:
        written = write_to(temporary, manifest, tables, key, passphrase, progress)
    return replace(written, path=target)


def write_to(
    path: Path,
    manifest: Mapping[str, str],
    tables: Sequence[Table | Stream],
    key: OfficeKey | None = None,
    passphrase: str | None = None,
    progress: Progress | None = None,
) -> Written:
    """Write a submission, signed with `key`, encrypted with `passphrase`, into a new file.

    `manifest` is without `counts`, `digest`, `public_key` and `signature`, which are added;
    entries since format 2 that it lacks stand at what `manifest.LATER` says. `progress` is told of
    rows written, and of how many there are; it may raise to cancel. `path` is a temporary one: it
    is left half written by what is raised. Raises `OSError` and the database's own errors;
    `UserProblem` for an empty passphrase; `TypeError` for values that are no text, whole number or
    null; `ValueError` for a stream that is not what it says.
    """
    ordered = sorted(tables, key=lambda one: one.name)
    counts = {one.name: one.count for one in ordered}
    entries = {**LATER, **manifest, "counts": canonical(counts).decode()}
    entries["public_key"] = key.public if key else ""
    # the system's own error says why a file can't be made here; SQLite's doesn't
    path.touch()
    with _fresh(path, passphrase) as connection:
        told = _Told(progress, sum(counts.values()))
        digest = _write_tables(connection, entries, ordered, told)
        entries["digest"] = digest
        entries["signature"] = key.sign(signed_words(digest)) if key else ""
        written = sorted(entries.items())
        connection.executemany("INSERT INTO manifest VALUES (?, ?)", written)
        connection.execute("COMMIT")
    return Written(path, digest, counts, path.stat().st_size)


@contextmanager
def _fresh(path: Path, passphrase: str | None) -> Iterator[Any]:
    """Give a connection on a new file with its transaction begun."""
    connection = sqlcipher3.dbapi2.connect(file_uri(path, "rwc"), uri=True, isolation_level=None)
    try:
        if passphrase is not None:
            unlock(connection, passphrase)
        connection.execute("PRAGMA page_size = 4096")
        connection.execute("PRAGMA journal_mode = MEMORY")
        connection.execute(f"PRAGMA application_id = {SUBMISSION_APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {FORMAT}")
        connection.execute("BEGIN")
        yield connection
    finally:
        connection.close()


class _Told:
    """Counts rows as they are written, and tells of them now and then."""

    def __init__(self, progress: Progress | None, of: int) -> None:
        self._progress, self._of, self._done = progress, of, 0

    def one_more(self) -> None:
        self._done += 1
        if self._progress is not None and self._done % _REPORTED == 0:
            self._progress(self._done, self._of)


def _write_tables(
    connection: Any,
    entries: Mapping[str, str],
    tables: Sequence[Table | Stream],
    told: _Told,
) -> str:
    """Write the tables, the manifest's still without rows; return the digest."""
    connection.execute(MANIFEST_SQL)
    found = hashlib.sha256(canonical(["manifest", ["key", "value"]]) + b"\n")
    for entry in sorted(entries.items()):
        if entry[0] not in UNDIGESTED:
            found.update(canonical(list(entry)) + b"\n")
    for table in tables:
        connection.execute(table_sql(table.name, table.columns, table.numeric))
        found.update(canonical([table.name, list(table.columns)]) + b"\n")
        marks = ", ".join("?" * len(table.columns))
        connection.executemany(
            f'INSERT INTO "{table.name}" VALUES ({marks})',  # noqa: S608 - declared names
            _digested(table, found, told),
        )
    return found.hexdigest()


def _digested(table: Table | Stream, found: Any, told: _Told) -> Iterator[Line]:
    """Yield the rows of a table in order, each put into the digest."""
    rows = table.rows if isinstance(table, Stream) else sorted(table.rows, key=_first)
    last, count = "", 0
    for row in rows:
        if not all(type(value) in _PLAIN for value in row):
            raise TypeError(f"{table.name}: a value that is no text, whole number or null")
        if _first(row) <= last:
            raise ValueError(f"{table.name}: rows out of order, or a uid twice")
        last = _first(row)
        found.update(canonical(list(row)) + b"\n")
        count += 1
        told.one_more()
        yield row
    if count != table.count:
        raise ValueError(f"{table.name}: {count} rows, {table.count} were told")


def _first(row: Line) -> str:
    return str(row[0])
