"""Recovering a damaged book: what can be read of it becomes a new book that passes the check.

The damaged file is only read. Every row found goes into the new book, completed where something
of it is unreadable; what it referred to and is lost is left blank, or the row with it where it
can't be without. Whatever is not as it was is listed.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import sqlcipher3.dbapi2
from sqlalchemy import Connection
from sqlalchemy.orm import Session

from desktop.core.register import Kind
from desktop.core.terms import Level
from desktop.storage import audit_chain, mending, schema, seals
from desktop.storage.engine import BOOK_APPLICATION_ID, make_engine, translated
from desktop.storage.keeping import Deriving, titles
from desktop.storage.models import Base
from desktop.storage.models.base import new_uid, now
from desktop.storage.received import changed_submissions
from desktop.storage.registers import MODELS, SPECS
from desktop.storage.salvage import Salvaged
from desktop.storage.stored import as_kept

UNKNOWN_OFFICE: Final = "Cơ quan chưa đọc được tên"
_LEFT_OUT: Final = ("undone_rows", "audit_head")  # of no use without what is lost
_OTHERS: Final = ("audit_entries", "settings", "received_rows")
_LONGEST: Final = 120  # letters of what is told of a lost row


@dataclass(frozen=True)
class Told:
    """A row that is not as it was: its register, number, identity, what it is called, and why."""

    register: str
    id: int
    uid: str
    title: str
    why: str


@dataclass
class Recovery:
    """What came of it: rows per table in the new book, and lists of what is not as it was."""

    rows: dict[str, int] = field(default_factory=dict)
    lost: list[Told] = field(default_factory=list)
    doubtful: list[Told] = field(default_factory=list)
    loosened: list[Told] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def columns_of(connection: Connection) -> dict[str, list[str]]:
    """Return the columns of the tables that are recovered, in the order that rows have them."""
    raw: Any = connection.connection.driver_connection
    return {
        name: [row[1] for row in raw.execute(f"PRAGMA table_info({seals.quoted(name)})")]
        for name in Base.metadata.tables
        if name not in _LEFT_OUT
    }


def rebuild(
    target: Path,
    read: Callable[[Mapping[str, Sequence[str]]], Salvaged],
    tick: Callable[[], object],
) -> Recovery:
    """Make a new book at `target` (nothing is there yet) of what `read` finds for its tables.

    Raises the sentences of the environment, and what `read` and `tick` raise.
    """
    engine = make_engine(target, mode="rwc")
    try:
        with translated(target):
            schema.upgrade(engine, BOOK_APPLICATION_ID)
            with engine.connect() as connection:
                salvaged = read(columns_of(connection))
                raw: Any = connection.connection.driver_connection
                raw.execute("PRAGMA foreign_keys = OFF")
                with connection.begin():
                    found = _Rebuilding(connection, salvaged, tick).run()
                raw.execute("PRAGMA foreign_keys = ON")
                return found
    finally:
        engine.dispose()


class _Rebuilding:
    """A new book under way."""

    def __init__(
        self, connection: Connection, salvaged: Salvaged, tick: Callable[[], object]
    ) -> None:
        self.connection, self.salvaged, self.tick = connection, salvaged, tick
        self.raw: Any = connection.connection.driver_connection
        self.found = Recovery()
        self.named = self._titles_noted()

    def run(self) -> Recovery:
        """Write every row, mend what they refer to, and derive what follows from them."""
        for name in MODELS:
            self._register(name)
            self.tick()
        self._beside()
        self._office()
        self._references()
        self._submissions()
        for name in MODELS:
            self._derive(name)
            self.tick()
        audit_chain.seal_anew(self.connection)
        self._count()
        return self.found

    def _titles_noted(self) -> dict[str, str]:
        """Return what rows were called, by identity, as the audit entries last have it."""
        entries = self.salvaged.rows.get("audit_entries", {})
        return {
            str(one.get("row_uid")): mending.readable(one.get("title"))
            for _id, one in sorted(entries.items())
            if one.get("row_uid") and one.get("title")
        }

    def _told(self, register: str, row: Mapping[str, Any], why: str) -> Told:
        spec = SPECS[register]
        title = row.get(spec.title)
        uid = mending.readable(row.get("uid"))
        words = title if isinstance(title, str) and title else self.named.get(uid, "")
        if not words:
            texts = [row.get(one.name) for one in spec.fields if one.kind is not Kind.CHOICE]
            words = "; ".join(one for one in texts if isinstance(one, str))
        return Told(register, int(row.get("id") or 0), uid, mending.readable(words)[:_LONGEST], why)

    def _register(self, name: str) -> None:
        spec = SPECS[name]
        for row_id, row in sorted(self.salvaged.rows.get(name, {}).items()):
            kept, whole = mending.mended(spec, row)
            if kept is None or row_id < 1:
                self.found.lost.append(self._told(name, row, "thiếu phần bắt buộc"))
            elif not self._insert(name, kept):
                self.found.lost.append(self._told(name, row, "trùng bản ghi khác"))
            elif not whole:
                self.found.doubtful.append(self._told(name, kept, "không khớp mã kiểm tra"))
        for row_id, uid in sorted(self.salvaged.missing(name).items()):
            row = {"id": row_id, "uid": uid}
            self.found.lost.append(self._told(name, row, "phần tệp chứa nó bị hỏng"))

    def _insert(self, table: str, row: Mapping[str, Any]) -> bool:
        names = [one for one in row if one in Base.metadata.tables[table].columns]
        listed = ", ".join(f'"{one}"' for one in names)
        places = ", ".join("?" for _one in names)
        values = [str(row[one]) if isinstance(row[one], str) else row[one] for one in names]
        try:
            self.raw.execute(f'INSERT INTO "{table}" ({listed}) VALUES ({places})', values)  # noqa: S608 - declared names
        except (sqlcipher3.dbapi2.IntegrityError, OverflowError):
            return False
        return True

    def _beside(self) -> None:
        """Write what is beside the registers."""
        lost = Counter[str]()
        for name in _OTHERS:
            for _id, row in sorted(self.salvaged.rows.get(name, {}).items()):
                kept: dict[str, Any] | None = dict(row)
                if name == "audit_entries":
                    kept = mending.entry(row)
                elif name == "settings":
                    right = audit_chain.digest(row["key"], row["value"]) == row.get("digest")
                    kept = dict(row) if right else None
                elif any(row[one] != mending.readable(row[one]) for one in ("uid", "register")):
                    kept = None
                if kept is None or not self._insert(name, kept):
                    lost[name] += 1
            lost[name] += len(self.salvaged.missing(name))
        for name, words in (("audit_entries", "mục nhật ký"), ("settings", "thiết lập của sổ")):
            if lost[name]:
                self.found.notes.append(f"Không đọc được {lost[name]} {words}.")

    def _office(self) -> None:
        """Leave exactly one own office; a nameless one stands for one that is lost."""
        own = self.raw.execute(
            "SELECT id, uid FROM offices WHERE own AND deleted_at IS NULL ORDER BY id"
        ).fetchall()
        origins = Counter(
            row.get("origin") for rows in self.salvaged.rows.values() for row in rows.values()
        )
        usual = [one for one, _count in origins.most_common() if isinstance(one, str) and one]
        if not own:
            moment = now()
            uid = usual[0] if usual else new_uid()
            self.raw.execute("DELETE FROM offices WHERE uid = ?", (uid,))
            self._insert(
                "offices",
                {
                    "name": UNKNOWN_OFFICE, "level": Level.DISTRICT.value, "own": 1,
                    "paper_family": SPECS["offices"].by_name["paper_family"].default,
                    "uid": uid, "origin": uid, "created_at": moment, "updated_at": moment,
                    "revision": 1, "content_hash": b"", "search_text": "",
                },
            )  # fmt: skip
            self.found.notes.append(
                "Thông tin cơ quan của sổ không đọc được. Hãy nhập lại ở «Thông tin cơ quan»."
            )
        elif len(own) > 1:
            main = next((one for one, uid in own if uid in usual[:1]), own[0][0])
            self.raw.execute("UPDATE offices SET own = 0 WHERE own AND id <> ?", (main,))

    def _references(self) -> None:
        """Blank what refers to a lost row; take out, and list, what can't be without it."""
        again = True
        while again:
            again = False
            for spec in SPECS.values():
                for one in spec.fields:
                    if one.kind is Kind.REFERENCE and self._dangling(spec.name, one):
                        again = True
        gone = "submission_id NOT IN (SELECT id FROM submissions)"
        self.raw.execute(f"DELETE FROM received_rows WHERE {gone}")  # noqa: S608 - our own words

    def _dangling(self, register: str, one: Any) -> bool:
        condition = (
            f'"{one.name}" IS NOT NULL AND "{one.name}" NOT IN (SELECT id FROM {one.reference})'  # noqa: S608 - declared names
        )
        rows = list(self._select(register, condition))
        for row in rows:
            if one.required:
                why = f"bản ghi mà nó thuộc về ({one.heading}) đã mất"
                self.found.lost.append(self._told(register, row, why))
                self.raw.execute(f"DELETE FROM {register} WHERE id = ?", (row["id"],))  # noqa: S608 - declared names
            else:
                why = f"bỏ trống «{one.heading}» vì bản ghi đó đã mất"
                self.found.loosened.append(self._told(register, row, why))
                blank = f'UPDATE {register} SET "{one.name}" = NULL WHERE id = ?'  # noqa: S608 - declared names
                self.raw.execute(blank, (row["id"],))
        return bool(rows)

    def _select(self, register: str, condition: str) -> Iterator[dict[str, Any]]:
        spec = SPECS[register]
        names = ["id", "uid", *(one.name for one in spec.fields if one.kind is not Kind.BYTES)]
        listed = ", ".join(f'"{one}"' for one in names)
        query = f"SELECT {listed} FROM {register} WHERE {condition}"  # noqa: S608 - declared names
        for values in self.raw.execute(query).fetchall():
            yield dict(zip(names, values, strict=True))

    def _submissions(self) -> None:
        """Take out received submissions that are no longer as they came: they come again."""
        for row_id in changed_submissions(self.connection):
            for row in list(self._select("submissions", f"{row_id} IN (id, through_id)")):
                why = "bộ dữ liệu đã nhận không còn nguyên: hãy nhận lại tệp"
                self.found.lost.append(self._told("submissions", row, why))
                for statement in (
                    "DELETE FROM received_rows WHERE submission_id = ?",
                    "DELETE FROM submissions WHERE id = ?",
                ):
                    self.raw.execute(statement, (row["id"],))

    def _derive(self, register: str) -> None:
        """Write anew what follows from the rows' values, where it is not so already."""
        spec = SPECS[register]
        derive = Deriving(spec)
        if register == "attachments":
            self._files()
        with Session(bind=self.connection) as session:
            title = titles(session, {})
            names = ["id", "uid", "origin", "deleted_at", *(one.name for one in spec.fields)]
            columns = [*names, *_follows(register)]
            listed = ", ".join(f'"{one}"' for one in columns)
            query = f"SELECT {listed} FROM {register} ORDER BY id"  # noqa: S608 - declared names
            for (row_id,) in self.raw.execute(f"SELECT id FROM {register}").fetchall():  # noqa: S608 - declared names
                values = self.raw.execute(query.replace("ORDER BY id", "WHERE id = ?"), (row_id,))
                row = dict(zip(columns, values.fetchone(), strict=True))
                anew = derive(as_kept(spec, dict(row)), title)
                changed = {key: value for key, value in anew.items() if row.get(key) != value}
                if changed:
                    sets = ", ".join(f'"{one}" = ?' for one in changed)
                    put = f"UPDATE {register} SET {sets} WHERE id = ?"  # noqa: S608 - declared names
                    self.raw.execute(put, (*changed.values(), row_id))

    def _files(self) -> None:
        files = self.raw.execute("SELECT id, content FROM attachments").fetchall()
        for row_id, content in files:
            data = content or b""
            given = (hashlib.sha256(data).hexdigest(), len(data), row_id)
            self.raw.execute("UPDATE attachments SET sha256 = ?, size = ? WHERE id = ?", given)

    def _count(self) -> None:
        for name in (*MODELS, *_OTHERS):
            query = f'SELECT count(*) FROM "{name}"'  # noqa: S608 - declared names
            self.found.rows[name] = self.raw.execute(query).fetchone()[0]


def _follows(register: str) -> list[str]:
    """Return the columns that follow from a row's values."""
    columns = Base.metadata.tables[register].columns
    return [
        one
        for one in columns.keys()  # noqa: SIM118 - a collection of columns, no mapping
        if one.endswith("_key") or one in ("content_hash", "search_text")
        if one not in SPECS[register].by_name
    ]
