"""A book that is cut short anywhere is told, at the boundaries of its pages and between them."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from desktop.core.errors import Problem
from desktop.services import books

_PAGE = 4096


def told(whole: bytes, sizes: Iterable[int], target: Path) -> int:
    """How many sizes were tried: each is told by the check and by opening."""
    count = 0
    for size in sizes:
        target.write_bytes(whole[:size])
        assert not books.check_file(target).ok, size
        with pytest.raises(Problem):
            books.open_book(target).close()
        count += 1
    return count


def test_a_book_cut_short_is_told(
    busy_book: Path, tmp_path: Path, counted: Callable[[int, int], None]
) -> None:
    whole, chance = busy_book.read_bytes(), random.Random(5)
    ends = (0, 1, 99, 100, _PAGE, len(whole) - _PAGE, len(whole) - 1)
    sizes = {*ends, *(chance.randrange(len(whole)) for _one in range(60))}
    counted(told(whole, sizes, tmp_path / "ngắn.gsdb"), 0)


@pytest.mark.soak
def test_a_book_cut_at_every_page_is_told(
    busy_book: Path, tmp_path: Path, counted: Callable[[int, int], None]
) -> None:
    whole = busy_book.read_bytes()
    counted(told(whole, range(0, len(whole), _PAGE), tmp_path / "ngắn.gsdb"), 0)
