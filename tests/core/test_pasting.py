"""What is pasted as text is no formula, and comes back as it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from desktop.core.pasting import guarded, pasted_line, unguarded

NASTY = some.text() | some.text("=+-@＝＋－＠' \t\r\n1.,%aủ|!()", max_size=12)


@given(NASTY)
def test_nothing_begins_like_a_formula_unless_it_is_a_number(text: str) -> None:
    found = guarded(text).strip()
    if found[:1] in set("=+-@＝＋－＠"):
        assert not any(one.isalpha() or one in "|!()'" for one in found)
        assert found[:1] in "+-" or not found.strip("=+-@＝＋－＠")


@given(NASTY)
def test_what_comes_back_is_as_it_was(text: str) -> None:
    assert unguarded(guarded(text)) == text


@pytest.mark.parametrize("text", ["-5", "+3,2%", "-1.250", "-", "+84 912 345 678", "2+2", "a=b"])
def test_numbers_and_plain_words_stay(text: str) -> None:
    assert guarded(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+cmd|' /C calc'!A0",
        "-2+3",
        "@SUM(A1)",
        "=1",
        "＝1+1",
        "\t=1",
        "\r=1",
        " =1",
        "- Một",
    ],
)
def test_formulas_become_text(text: str) -> None:
    assert guarded(text) == f"'{text}"


def test_a_line_is_guarded_cell_by_cell() -> None:
    assert pasted_line(["Ánh", "=1", "-3"]) == "Ánh\t'=1\t-3"


def test_a_cell_of_several_lines_begins_no_line_of_its_own() -> None:
    assert pasted_line(["Ghi\n=1+1", "a\t@x\r\n-y", "\n=2"]) == "Ghi =1+1\ta @x -y\t' =2"
