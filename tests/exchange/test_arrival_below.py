"""Rows of lower offices: many texts read at once are judged as each would be alone."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from desktop.exchange.arrival_below import check_contents
from desktop.storage.keeping import canonical

LETTERS = st.characters(exclude_categories=["Cs"])
ROWS = st.dictionaries(
    st.text(LETTERS),
    st.one_of(st.none(), st.integers(-(2**63), 2**63 - 1), st.text(LETTERS)),
    max_size=4,
)
PARTS = ["{", "}", '"', ":", ",", "[", "]", "a", "1", "\\", "\n", "null", '{"a":1}', " ", "ắ"]


def is_row(text: str) -> bool:
    try:
        found: Any = json.loads(text)
        json.dumps(found, ensure_ascii=False).encode()
    except ValueError:
        return False
    return isinstance(found, dict) and all(
        one is None or isinstance(one, str) or type(one) is int for one in found.values()
    )


@given(rows=st.lists(ROWS, max_size=10))
def test_the_fields_of_rows_are_taken(rows: list[dict[str, Any]]) -> None:
    check_contents([canonical(one).decode() for one in rows])


@given(texts=st.lists(st.lists(st.sampled_from(PARTS), max_size=12).map("".join), max_size=3))
@example(texts=['{"a":1},{"b":2', '"c":3}'])
@example(texts=['{"a":1},{"b":"}', '{","c":"x"}'])
@example(texts=['{"a":1},{"b":2}', "{}"])
@example(texts=['{"a":{}', "{}}"])
@example(texts=['{"a":1}', ""])
def test_texts_together_are_judged_as_each_alone(texts: list[str]) -> None:
    try:
        check_contents(texts)
    except (ValueError, TypeError):
        return
    assert all(is_row(one) for one in texts)


@pytest.mark.parametrize(
    "text",
    [
        '{"a":[]}',
        '{"a":{}}',
        '{"a":1.5}',
        '{"a":true}',
        '{"a":NaN}',
        '{"a":9223372036854775808}',
        '{"a":"\\ud800"}',
        '{"\\ud800":1}',
        '{"a":' * 100_000 + "1" + "}" * 100_000,
        "[]",
        "null",
        "",
    ],
)
def test_what_is_no_row_is_refused(text: str) -> None:
    with pytest.raises((ValueError, TypeError)):
        check_contents(['{"a":1}', text, '{"b":null}'])
