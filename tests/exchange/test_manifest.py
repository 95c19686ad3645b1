"""The manifest's entries: what is taken, and what is refused before it can do harm."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.exchange.arrival import read_manifest
from desktop.exchange.manifest import KEYS, LATER, parsed, read_json

from .hostile import BASE, NASTY

GOOD = dict(read_manifest(BASE).entries)


def test_every_entry_is_needed() -> None:
    assert parsed(GOOD, 2).period_to == date(2025, 12, 31)
    for key in KEYS:
        with pytest.raises(KeyError):
            parsed({name: text for name, text in GOOD.items() if name != key}, 2)
    first = {name: text for name, text in GOOD.items() if name not in LATER}
    assert (parsed(first, 1).number, parsed(first, 1).public_key) == (1, "")


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("kind", "book"),
        ("number", "0"),
        ("number", "10000"),
        ("number", "１"),
        ("period_from", "2026-01-01"),
        ("made_at", "2025-01-01"),
        ("office_uid", "../x"),
        ("office_uid", ""),
        ("office_name", " \u200b"),
        ("office_name", "x" * 1_001),
        ("office_level", "king"),
        ("digest", "AB" * 32),
        ("replaces", "ab"),
        ("public_key", "ab" * 31),
        ("counts", '{"units":-1}'),
        ("counts", '{"units":true}'),
        ("figures", "[]"),
        ("figures", '{"a":NaN}'),
        ("total", "0"),
        ("sums", '{"a":[1]}'),
        ("sums", '{"a":["1",2]}'),
        ("sums", '{"a":[1,2.5]}'),
        ("registers", '{"a":1}'),
        ("personal", "[1]"),
        ("schema_version", "-1"),
    ],
)
def test_an_entry_of_another_shape_is_refused(key: str, text: str) -> None:
    with pytest.raises((ValueError, TypeError)):
        parsed(GOOD | {key: text}, 2)


@given(key=st.sampled_from(KEYS), text=st.one_of(st.text(), st.sampled_from(NASTY)))
def test_any_text_is_taken_or_refused(key: str, text: str) -> None:
    for version in (1, 2):
        try:
            found = parsed(GOOD | {key: text}, version)
        except (ValueError, TypeError, KeyError):
            continue
        assert found.period_from <= found.period_to
        assert 1 <= found.number <= 9_999
        assert "\n" not in found.office_name


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000,
        "[" * 40 + "]" * 40,
        '{"a":' * 20 + "1" + "}" * 20,
        "[" + "0," * 200_001 + "0]",
        "9223372036854775808",
        "1e400",
        "-Infinity",
        '"\\ud800"',
        '{"\\ud800":1}',
        "1" * 5_000,
        "",
    ],
)
def test_json_has_an_end(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - any of json's own errors is one
        read_json(text)
    assert read_json('{"a":[1,-2.5,null,"ắ",true]}') == {"a": [1, -2.5, None, "ắ", True]}
