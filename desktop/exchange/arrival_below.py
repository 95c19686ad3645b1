"""The rows of lower offices that a higher office's submission carries, verified one by one."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Sequence
from pathlib import Path
from typing import Any

from desktop.core.errors import DamagedFile
from desktop.core.vietnamese.fold import clean
from desktop.exchange.manifest import level as known_level
from desktop.exchange.manifest import read_json
from desktop.exchange.submission import BELOW, BELOW_OFFICES

_HEX = re.compile(r"[0-9a-f]{64}")
_UID = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]{0,63}")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)
_PLAIN = {str, int, type(None)}
_AT_ONCE = 200
_BETWEEN = ",\n"
_MOST_NUMBER = 9_999

_OF_ROWS = """
SELECT total(below.office_uid IS NULL OR register IS NULL OR row_uid IS NULL OR content IS NULL
             OR below.uid IS NOT below.office_uid || '/' || register || '/' || row_uid
             OR register GLOB '*[^a-z_]*' OR register = '' OR row_uid = '')
FROM below
"""
_STRANGERS = """
SELECT count(*) FROM (SELECT DISTINCT office_uid FROM below)
WHERE office_uid NOT IN (SELECT office_uid FROM below_offices)
"""


def check_below(path: Path, connection: Any, tables: Collection[str]) -> None:
    """Check the tables of lower offices as far as they are there; raises `DamagedFile`."""
    problem = DamagedFile(
        f"«{path.name}»: số liệu của cơ quan cấp dưới trong tệp sai cấu trúc. Hãy đề nghị gửi lại."
    )
    try:
        if BELOW_OFFICES in tables:
            for row in connection.execute(
                "SELECT uid, office_uid, office_name, office_level, parent_uid, number, made_at, "
                "digest, figures, total, counts FROM below_offices"
            ):
                _check_office(*row)
        if BELOW not in tables:
            return
        strangers = BELOW_OFFICES not in tables or connection.execute(_STRANGERS).fetchone()[0]
        if strangers or connection.execute(_OF_ROWS).fetchone()[0]:
            raise problem
        found = connection.execute("SELECT content FROM below")
        while some := found.fetchmany(_AT_ONCE):
            check_contents([one[0] for one in some])
    except (ValueError, TypeError, RecursionError) as error:
        raise problem from error


def check_contents(texts: Sequence[str]) -> None:
    """Raise `ValueError` or `TypeError` unless each text is the fields of a row as JSON.

    They are read together, which is faster: no string of JSON has a bare line feed, so
    that one which begins with a brace and ends with one is whole as soon as no value is nested.
    """
    if not all(one[:1] == "{" and one[-1:] == "}" for one in texts):
        raise TypeError("not an object")
    try:
        rows = json.loads(f"[{_BETWEEN.join(texts)}]", parse_constant=_no_number)
    except RecursionError as error:
        raise ValueError("nested too deep") from error
    if len(rows) != len(texts) or {type(one) for one in rows} - {dict}:
        raise TypeError("not the fields of a row each")
    values = [one for row in rows for one in row.values()]
    if {type(one) for one in values} - _PLAIN:
        raise TypeError("not a text, whole number or null")
    numbers = [one for one in values if type(one) is int]
    if numbers and not -(2**63) <= min(numbers) <= max(numbers) < 2**63:
        raise ValueError("a number beyond 64 bits")
    for row in rows:
        "".join(row).encode()  # a surrogate is no letter
    "".join(one for one in values if type(one) is str).encode()


def _no_number(text: str) -> Any:
    raise ValueError(text)


def _check_office(*row: Any) -> None:
    """Raise `ValueError` or `TypeError` unless the row is one of an office that sent something."""
    *texts, number, made_at, digest, figures, total, counts = row
    uid, office, name, level, parent = texts
    needed = (uid, office, name, level, made_at, digest, figures, counts)
    if not all(type(one) is str for one in needed):
        raise TypeError("not a text")
    if not _UID.fullmatch(office) or not _HEX.fullmatch(digest) or uid != f"{office}/{digest}":
        raise ValueError("identity")
    if parent and not _UID.fullmatch(parent):
        raise ValueError("parent")
    if not clean(name) or len(name) > 1_000 or not _MOMENT.fullmatch(made_at):
        raise ValueError("name")
    known_level(level)
    if type(number) is not int or not 1 <= number <= _MOST_NUMBER:
        raise ValueError("number")
    for text in (figures, counts, total or "{}"):
        if not isinstance(read_json(text), dict):
            raise TypeError("figures")
