"""What a submission says of itself: the entries of its table `manifest`, parsed and limited."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, Final

from desktop.core.terms import Level
from desktop.core.vietnamese.fold import clean

__all__ = ["ANSWER", "KEYS", "LATER", "SUBMISSION", "Manifest", "level", "parsed", "read_json"]

SUBMISSION, ANSWER = "submission", "answer"
"""What a file is: what an office sends up, and what comes back to it."""

_FIRST: Final = (
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
LATER: Final[Mapping[str, str]] = {
    "kind": SUBMISSION,
    "number": "1",
    "profile": "",
    "public_key": "",
    "replaces": "",
    "signature": "",
    "sums": "{}",
    "total": "",
}
"""Entries since format 2, and what they stand at in a file of format 1."""
KEYS: Final = (*_FIRST, *LATER)
"""Every entry that a manifest must have."""

_LONGEST_WORDS = 1_000  # characters of a name in a manifest
_DEEPEST = 16  # JSON of figures has four levels
_MOST_PARTS = 200_000  # values in one JSON text
_MOST_NUMBER = 9_999
_LEVELS = frozenset(one.value for one in Level)
_UID = re.compile(r"[0-9A-Za-z][0-9A-Za-z_-]{0,63}")
_HEX = re.compile(r"[0-9a-f]*")


@dataclass(frozen=True)
class Manifest:
    """What a file says of itself; `figures`, `total` and `sums` as the module `submission` tells.

    `entries` are all its entries as texts, also those that this version knows nothing of.
    """

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
    kind: str = SUBMISSION
    office_level: str = ""
    office_parent: str = ""
    made_at: str = ""
    schema_version: int = 1
    personal: tuple[str, ...] = ()
    number: int = 1
    replaces: str = ""
    profile: str = ""
    total: Mapping[str, Any] | None = None
    sums: Mapping[str, tuple[float, int]] = field(default_factory=dict)
    public_key: str = ""
    entries: Mapping[str, str] = field(default_factory=dict)


def parsed(entries: Mapping[str, str], version: int) -> Manifest:
    """Return the manifest of a file of format `version`.

    Raises `ValueError`, `KeyError` or `TypeError` when something is missing or of another shape.
    """
    said = {**LATER, **entries} if version == 1 else dict(entries)
    said = {**said, **{key: said[key] for key in KEYS}}
    if said["kind"] not in (SUBMISSION, ANSWER):
        raise ValueError("kind")
    begin, end = (date.fromisoformat(said[key]) for key in ("period_from", "period_to"))
    made = datetime.strptime(said["made_at"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    if begin > end:
        raise ValueError("period")
    total = said["total"]
    return Manifest(
        office_uid=_uid(said["office_uid"]),
        office_name=_name(said["office_name"]),
        period_from=begin,
        period_to=end,
        made_on=made.astimezone().date(),
        program_version=_words(said["program_version"]),
        counts=_counts(said["counts"]),
        digest=_hexadecimal(said["digest"], 64),
        figures=_mapping(said["figures"]),
        registers=_names(said["registers"]),
        kind=said["kind"],
        office_level=level(said["office_level"]),
        office_parent=_words(said["office_parent"]),
        made_at=said["made_at"],
        schema_version=_whole(said["schema_version"], 1_000_000),
        personal=_names(said["personal"]),
        number=_whole(said["number"], _MOST_NUMBER),
        replaces=_hexadecimal(said["replaces"], 64, 0),
        profile=_words(said["profile"]),
        total=_mapping(total) if total else None,
        sums=_sums(said["sums"]),
        public_key=_hexadecimal(said["public_key"], 64, 0),
        entries=said,
    )


def level(text: str) -> str:
    """Return a level as it is; raises `ValueError` for what is none."""
    if text not in _LEVELS:
        raise ValueError("level")
    return text


def read_json(text: str) -> Any:
    """Return what a JSON text holds.

    Raises `ValueError` for what is no JSON, is nested too deep, has too many parts, a number
    beyond 64 bits, NaN or infinity.
    """
    try:
        found = json.loads(text, parse_constant=_no_number)
    except RecursionError as error:
        raise ValueError("nested too deep") from error
    waiting = [(found, 0)]
    parts = 0
    while waiting:
        value, depth = waiting.pop()
        parts += 1
        if depth > _DEEPEST or parts > _MOST_PARTS:
            raise ValueError("nested too deep, or too many parts")
        if isinstance(value, dict):
            "".join(value).encode()  # a surrogate is no letter
            waiting += [(one, depth + 1) for one in value.values()]
        elif isinstance(value, list):
            waiting += [(one, depth + 1) for one in value]
        elif isinstance(value, str):
            value.encode()
        elif isinstance(value, int | float) and not -(2**63) <= value < 2**63:
            raise ValueError("a number beyond 64 bits")
    return found


def _no_number(text: str) -> Any:
    raise ValueError(text)


def _mapping(text: str) -> Mapping[str, Any]:
    found = read_json(text)
    if not isinstance(found, dict):
        raise TypeError("not an object")
    return found


def _counts(text: str) -> Mapping[str, int]:
    found = _mapping(text)
    if not all(type(one) is int and one >= 0 for one in found.values()):
        raise ValueError("counts")
    return found


def _sums(text: str) -> Mapping[str, tuple[float, int]]:
    found = {}
    for name, (amount, number) in _mapping(text).items():
        if isinstance(amount, bool) or not isinstance(amount, int | float):
            raise TypeError("sums")
        if type(number) is not int or number < 0:
            raise ValueError("sums")
        found[name] = (float(amount), number)
    return found


def _names(text: str) -> tuple[str, ...]:
    found = read_json(text)
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        raise TypeError("not a list of names")
    return tuple(found)


def _uid(text: str) -> str:
    if not _UID.fullmatch(text):
        raise ValueError("identity")
    return text


def _words(text: str) -> str:
    if len(text) > _LONGEST_WORDS:
        raise ValueError("too long")
    return clean(text)


def _name(text: str) -> str:
    if not _words(text):
        raise ValueError("no name")
    return _words(text)


def _hexadecimal(text: str, *lengths: int) -> str:
    if len(text) not in lengths or not _HEX.fullmatch(text):
        raise ValueError("not hexadecimal")
    return text


def _whole(text: str, most: int) -> int:
    if not (text.isascii() and text.isdecimal()) or len(text) > 7 or not 1 <= int(text) <= most:
        raise ValueError("not a whole number")
    return int(text)
