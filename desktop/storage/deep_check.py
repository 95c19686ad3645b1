"""The deep check: what the program derived when it wrote a row, computed anew.

The ordinary check finds whatever has changed since it was written. This one also finds what was
written wrongly: a sort key, a file's digest or size.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection
from sqlalchemy.orm import Session

from desktop.storage.keeping import Deriving, ReferenceTitle, titles
from desktop.storage.models.base import KEYED, sort_column
from desktop.storage.registers import MODELS
from desktop.storage.stored import as_kept, decoded

_TOLD = 20


def deep_findings(connection: Connection, tick: Callable[[], object]) -> list[str]:
    """Return what was written wrongly, as sentences; `tick` is called after each register."""
    found = []
    with Session(bind=connection) as session:
        title = titles(session, {})
        for register in MODELS:
            found += _keys(connection, register, title)
            tick()
    return found + _files(connection)


def _keys(connection: Connection, register: str, title: ReferenceTitle) -> list[str]:
    spec = MODELS[register].__register__
    derive = Deriving(spec)
    keys = [sort_column(one) for one in spec.fields if one.kind in KEYED]
    names = ["id", "uid", "origin", "deleted_at", *(one.name for one in spec.fields), *keys]
    listed = ", ".join(f'"{name}"' for name in names)
    raw: Any = connection.connection.driver_connection
    raw.text_factory = decoded
    wrong = []
    for values in raw.execute(f"SELECT {listed} FROM {spec.name}"):  # noqa: S608 - declared names
        row = as_kept(spec, dict(zip(names, values, strict=True)))
        anew = derive(row, title)
        if any(row[one] != anew[one] for one in keys):
            wrong.append(row["id"])
    return _sentence(f"Sổ «{spec.heading}»: thứ tự sắp xếp của {len(wrong)} bản ghi", wrong)


def _files(connection: Connection) -> list[str]:
    raw: Any = connection.connection.driver_connection
    rows = raw.execute("SELECT id, sha256, size, content FROM attachments")
    wrong = [
        row
        for row, digest, size, content in rows
        if hashlib.sha256(content or b"").hexdigest() != digest or len(content or b"") != size
    ]
    return _sentence(f"Tệp đính kèm: mã kiểm tra, dung lượng của {len(wrong)} tệp", wrong)


def _sentence(subject: str, wrong: list[int]) -> list[str]:
    if not wrong:
        return []
    named = ", ".join(str(one) for one in wrong[:_TOLD])
    return [f"{subject} không đúng (số thứ tự trong sổ: {named}). Hãy sửa chữa sổ để tính lại."]
