"""The first tab over a book of 100,000 members and four years (README, 'Speed')."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from desktop.services.books import Book
from desktop.ui.overview import gateway

from .test_figures import FIRST, LAST, make

LIMIT = 2.0  # seconds until all of the tab is there, by the issue
PIECE = 1.0  # for which no other reading comes between


@pytest.fixture(scope="module")
def large(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Book]:
    """100,000 members; 1,000 when the benchmarks only show that they run."""
    enabled = request.config.getoption("benchmark_enable")
    book = make(tmp_path_factory.mktemp("large") / "large.gsdb", 100_000 if enabled else 1_000)
    yield book
    book.close()


def _fill(book: Book) -> list[Any]:
    found, _cards = gateway.read_figures(book, FIRST, LAST)
    return [
        gateway.read_overview(book),
        gateway.read_due(book),
        gateway.read_charts(book, found),
    ]


def test_the_tab_is_filled(benchmark: Any, large: Book) -> None:
    overview, due, charts = benchmark.pedantic(_fill, (large,), rounds=3, warmup_rounds=1)
    assert overview.counts[0].value > 0
    assert due
    assert all(picture is not None for _chart, picture in charts)
    if benchmark.enabled:
        assert benchmark.stats.stats.median < LIMIT


@pytest.mark.parametrize("piece", ["overview", "due", "figures", "charts"])
def test_no_piece_holds_up_other_readings(benchmark: Any, large: Book, piece: str) -> None:
    found = gateway.read_figures(large, FIRST, LAST)[0]
    more = {"figures": (FIRST, LAST), "charts": (found,)}.get(piece, ())
    read = getattr(gateway, f"read_{piece}")
    assert benchmark.pedantic(read, (large, *more), rounds=3, warmup_rounds=1)
    if benchmark.enabled:
        assert benchmark.stats.stats.median < PIECE
