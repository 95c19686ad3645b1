"""Checking a book: structure, references, seals, the search index, every row's content hash."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2
from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from desktop.core.errors import Cancelled, Problem
from desktop.storage import audit_chain
from desktop.storage.deep_check import deep_findings
from desktop.storage.engine import (
    BOOK_APPLICATION_ID,
    SCHEMA_VERSION,
    inspect_header,
    make_engine,
    require_known_version,
    translated,
)
from desktop.storage.index_check import wrong_index
from desktop.storage.keeping import content_hash, search_text
from desktop.storage.models.base import Base
from desktop.storage.received import MORE_OR_LESS, changed_rows
from desktop.storage.registers import MODELS, SPECS
from desktop.storage.seals import broken_seals
from desktop.storage.search import SHIFT
from desktop.storage.stored import as_kept, decoded

Progress = Callable[[int, int], None]
_NO_ROW_OF_OURS = (
    ValueError,
    TypeError,
    LookupError,
    OverflowError,
    AttributeError,
    DBAPIError,
    sqlcipher3.dbapi2.Error,
)
"""What reading a book raises that is damaged to something that the program never writes."""
_TRIGGERS = ("add", "change", "remove")
_CALLED = {
    "settings": "thiết lập của sổ",
    "audit_entries": "nhật ký",
    "received_rows": "bản ghi nhận từ cấp dưới",
    "undone_rows": "việc đã hoàn tác",
    "sqlite_schema": "khai báo các bảng",
    "seals": "dấu niêm phong",
}
_TOLD = 20
"""So many single findings of a kind are told; the rest is a number."""


def check_book(
    path: Path, progress: Progress | None = None, *, deep: bool = False
) -> tuple[list[str], dict[str, int]]:
    """Return what is wrong with a book (Vietnamese sentences) and its live rows per register.

    Every changed byte of what the book holds is told. A `deep` check computes anew, too, what
    the program derived when it wrote (`desktop.storage.deep_check`): it finds a row that was
    written wrongly, not only one that has changed since. SQLite first rolls back what a killed
    program left half done, as any opening does; beyond that nothing is written. `progress` may
    raise `Cancelled`. Raises the sentences of `inspect_header`.
    """
    version = inspect_header(path, BOOK_APPLICATION_ID)
    require_known_version(path, version)
    engine = make_engine(path)
    try:
        with translated(path), engine.connect() as connection:
            found = _pages(connection)
            if found:
                return found, {}  # such a page can't be read: what is on it nobody can tell
            found = _structure(connection)
            if version != SCHEMA_VERSION:
                found.append(
                    f"Sổ thuộc lược đồ cũ ({version}). Hãy mở bằng chương trình để nâng cấp."
                )
                return found, {}
            found += _own_parts(connection)
            steps = _Steps(progress, len(Base.metadata.tables) + (2 + deep) * len(MODELS))
            found += _seals(connection, steps)
            found += _received(connection)
            found += audit_chain.verify(connection)
            found += _hashed(connection)
            counts: dict[str, int] = {}
            for register in MODELS:
                wrong, live = _register(connection, register)
                found += wrong
                counts[register] = live
                steps.tick()
            found += _index(connection)
            if deep:
                found += deep_findings(connection, steps.tick)
            return found, counts
    except Cancelled:
        raise
    except Problem as problem:
        return [problem.message], {}
    except _NO_ROW_OF_OURS as error:
        return [f"Sổ có nội dung bị hỏng ({type(error).__name__}). Hãy mở bản sao lưu."], {}
    finally:
        engine.dispose()


def _pages(connection: Connection) -> list[str]:
    """Tell which pages of an encrypted book are not as they were written, unused ones too."""
    told = connection.exec_driver_sql("PRAGMA cipher_integrity_check")
    bad = told.fetchall() if told.returns_rows else []  # a plain book's pages have no such codes
    if not bad:
        return []
    sentence = (
        f"Sổ mã hóa có {len(bad)} trang bị hỏng hoặc bị sửa (chỗ đầu: {bad[0][0]}). "
        "Hãy mở bản sao lưu gần nhất."
    )
    return [sentence]


class _Steps:
    """Counts the steps of a check, and tells the progress."""

    def __init__(self, progress: Progress | None, total: int) -> None:
        self._progress, self._total, self._done = progress, total, 0

    def tick(self) -> None:
        """Count a step; `Cancelled` comes out of here."""
        self._done += 1
        if self._progress is not None:
            self._progress(min(self._done, self._total), self._total)


def _structure(connection: Connection) -> list[str]:
    found: list[str] = []
    lines = [row[0] for row in connection.exec_driver_sql("PRAGMA integrity_check(20)")]
    if lines != ["ok"]:
        found.append(
            f"Cấu trúc tệp bị hỏng ({len(lines)} chỗ, chỗ đầu: {lines[0]}). "
            "Hãy mở bản sao lưu gần nhất."
        )
    keys = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if keys:
        tables = ", ".join(sorted({str(row[0]) for row in keys}))
        found.append(f"Có {len(keys)} bản ghi trỏ tới bản ghi không tồn tại (bảng: {tables}).")
    return found


def _own_parts(connection: Connection) -> list[str]:
    """Tell what of the schema is missing or strange, and whether the book has its office."""
    present = {
        (str(row[0]), str(row[1]))
        for row in connection.exec_driver_sql("SELECT type, name FROM sqlite_schema")
    }
    found = []
    wanted = {("table", one) for one in Base.metadata.tables} | {("table", "search_index")}
    if missing := sorted(name for _kind, name in wanted - present):
        found.append(f"Sổ thiếu bảng: {', '.join(missing)}. Hãy mở bản sao lưu gần nhất.")
        return found
    ours = {f"{one}_search_{what}" for one in Base.metadata.tables for what in _TRIGGERS}
    strange = sorted(
        name for kind, name in present if kind == "view" or (kind == "trigger" and name not in ours)
    )
    if strange:
        found.append(f"Sổ có thành phần lạ, không do Gương Sáng tạo: {', '.join(strange)}.")
    given: dict[str, int] = dict(
        connection.exec_driver_sql("SELECT name, seq FROM sqlite_sequence").fetchall()
    )
    spent = [
        SPECS[one].heading
        for one in MODELS
        if not connection.exec_driver_sql(
            f"SELECT coalesce(max(id), 0) <= ?1 AND ?1 < {1 << SHIFT} FROM {one}",  # noqa: S608 - declared names
            (given.get(one, 0),),
        ).scalar()
    ]
    if spent:
        found.append(f"Số thứ tự cấp cho bản ghi mới bị hỏng: {', '.join(spent)}. Hãy sửa chữa sổ.")
    own = connection.exec_driver_sql(
        "SELECT count(*) FROM offices WHERE own AND deleted_at IS NULL"
    ).scalar()
    if own != 1:
        found.append("Sổ phải có đúng một cơ quan là chủ sổ. Hãy mở bản sao lưu gần nhất.")
    return found


def _seals(connection: Connection, steps: _Steps) -> list[str]:
    """Tell which tables hold something else than what was written."""
    broken = broken_seals(connection, steps.tick)
    if not broken:
        return []
    names = ", ".join(
        f"«{SPECS[one].heading}»" if one in SPECS else _CALLED.get(one, one) for one in broken
    )
    return [
        (
            f"Nội dung đã thay đổi ngoài chương trình hoặc bị hỏng ở: {names}. "
            "Hãy mở bản sao lưu gần nhất, hoặc sửa chữa sổ."
        )
    ]


def _index(connection: Connection) -> list[str]:
    if not wrong_index(connection):
        return []
    return ["Chỉ mục tìm kiếm không khớp với các sổ. Hãy mở bản sao lưu, hoặc sửa chữa sổ."]


def _received(connection: Connection) -> list[str]:
    """Tell which received submissions are not whole, or not as they were received."""
    odd = connection.exec_driver_sql(MORE_OR_LESS).fetchmany(_TOLD)
    found = [
        f"Bộ dữ liệu đã nhận của «{name}», kỳ {begin} - {end}, thiếu hoặc thừa bản ghi. "
        "Hãy mở bản sao lưu, hoặc rút bộ đó ra rồi nhận lại."
        for _id, name, begin, end in odd
    ]
    found += changed_rows(connection, {one[0] for one in odd}, _TOLD)
    strange = "SELECT count(*) FROM received_rows WHERE NOT json_valid(content)"
    wrong = connection.exec_driver_sql(strange).scalar_one()
    if wrong:
        found.append(
            f"Nội dung {wrong} bản ghi nhận từ cấp dưới bị hỏng. Hãy mở bản sao lưu gần nhất."
        )
    return found


def _hashed(connection: Connection) -> list[str]:
    """Tell which settings, and what of rows that an undoing took out, are not as they were kept."""
    raw: Any = connection.connection.driver_connection
    raw.text_factory = decoded
    found = []
    rows = raw.execute("SELECT key, value, digest FROM settings ORDER BY key")
    wrong = [str(key) for key, value, kept in rows if audit_chain.digest(key, value) != kept]
    if wrong:
        found.append(
            f"Nội dung {len(wrong)} thiết lập của sổ không khớp mã kiểm tra "
            f"({', '.join(wrong[:_TOLD])}). Hãy mở bản sao lưu gần nhất."
        )
    rows = raw.execute("SELECT batch, register, rows, digest FROM undone_rows")
    lost = sum(audit_chain.digest(*values) != kept for *values, kept in rows)
    if lost:
        found.append(
            f"Có {lost} phần dữ liệu dùng để làm lại việc đã hoàn tác bị hỏng. "
            "Dữ liệu trong các sổ không sao; việc đó không làm lại được nữa."
        )
    return found


def _register(connection: Connection, register: str) -> tuple[list[str], int]:
    """Return what is wrong with a register's rows, and how many are not in the bin.

    The values are read as SQLite holds them, so that no damage can hide in their conversion.
    """
    spec = MODELS[register].__register__
    names = ["id", "uid", "origin", "deleted_at", "content_hash", "search_text"]
    names += [one.name for one in spec.fields]
    listed = ", ".join(f'"{name}"' for name in names)
    raw = connection.connection.driver_connection
    assert raw is not None  # noqa: S101 - a connection in use always has its driver
    raw.text_factory = decoded
    wrong: list[int] = []
    live = 0
    for values in raw.execute(f"SELECT {listed} FROM {spec.name}"):  # noqa: S608 - declared names
        row = dict(zip(names, values, strict=True))
        live += row["deleted_at"] is None
        words = search_text(spec, row)
        if (
            content_hash(spec, as_kept(spec, row)) != row["content_hash"]
            or words != row["search_text"]
        ):
            wrong.append(row["id"])
    if not wrong:
        return [], live
    named = ", ".join(str(one) for one in wrong[:_TOLD])
    sentence = (
        f"Sổ «{spec.heading}»: nội dung {len(wrong)} bản ghi không khớp mã kiểm tra "
        f"(số thứ tự trong sổ: {named})."
    )
    return [sentence], live
