"""Blocks of cells as text: out to other programs, and in from them."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from desktop.core.errors import UserProblem
from desktop.ui.pledges import grid_text
from desktop.ui.pledges.grid_text import Entry, read_html, read_tsv, tsv

ROUND: list[list[list[str]]] = [
    [["a", "b"], ["c", "d"]],
    [["hai\ndòng", 'nói "có"'], ["", "tab\tở giữa"]],
    [["chỉ một"]],
    [["", ""], ["", "x"]],
]


@pytest.mark.parametrize("block", ROUND)
def test_blocks_go_out_and_come_in_the_same(block: list[list[str]]) -> None:
    assert read_tsv(tsv(block)) == block


@pytest.mark.parametrize(
    ("read", "text", "block"),
    [
        (read_tsv, 'cao 5" tre\tb', [['cao 5" tre', "b"]]),
        (read_tsv, '"mở\tb', [['"mở', "b"]]),
        (read_html, "<p>không có bảng</p>", []),
        (read_html, "<table><tr><td>a<br>b</td><td>c</td><tr><td>d</td></table>",
         [["a\nb", "c"], ["d", ""]]),
    ],
)  # fmt: skip
def test_blocks_from_elsewhere(
    read: Callable[[str], list[list[str]]], text: str, block: list[list[str]]
) -> None:
    assert read(text) == block


@pytest.mark.parametrize(
    ("text", "count"), [("45", 45), (" 1.250 ", 1250), ("0", 0), ("", None), ("007", 7)]
)
def test_counts_are_whole_numbers(text: str, count: int | None) -> None:
    assert grid_text.read(Entry.COUNT, text) == count


@pytest.mark.parametrize("text", ["9,5", "-1", "abc", "1.5", "99999999999", "45 người"])
def test_what_is_no_count_is_told_in_one_sentence(text: str) -> None:
    with pytest.raises(UserProblem, match="số nguyên từ 0"):
        grid_text.read(Entry.COUNT, text)
