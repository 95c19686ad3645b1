"""Adding up a million received rows: of 150 large offices, and of the country's 3,321 communes.

Sizes and rows are invented; the rows are written straight into the book as receiving leaves them.
What is measured besides the figures is told in `extra_info`: run with `-s` or `--benchmark-json`.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from desktop.services import adding_up, books
from desktop.services.books import Book
from desktop.storage.bulk import insert_many
from tests.benchmarks.communes import FIRST, LAST, SHARES, figures_of, rows_of

LIMIT = 3.0  # seconds for the figures over a million rows
SIZES = {"offices": (150, 6_668), "communes": (3_321, 302)}
SMALL = {"offices": (3, 200), "communes": (20, 20)}


def make(path: Path, offices: int, each: int) -> Book:
    """Make a book that has received so many offices' submissions of so many rows."""
    setup = books.OfficeSetup("Ban Tuyên giáo và Dân vận Trung ương", "central", "Hà Nội")
    book = books.create_book(path, setup)
    figures = json.dumps(figures_of(each))
    for start in range(0, offices, 50):
        with book.write("Thử") as session:
            some = range(start, min(start + 50, offices))
            ids = insert_many(
                session,
                "submissions",
                (
                    {"direction": "received", "office_name": f"Xã {n:04}", "office_uid": f"xa-{n}",
                     "office_level": "commune", "made_on": date(2026, 12, 31), "period_from": FIRST,
                     "period_to": LAST, "number": 1, "file_name": f"{n}.gsnop", "trust": "known",
                     "digest": f"{n:064x}", "counts": "{}", "figures": figures}
                    for n in some
                ),
                words="Thử",
            )  # fmt: skip
            for place, submission in zip(some, ids, strict=True):
                lines = [
                    (submission, register, uid, title, json.dumps(fields, ensure_ascii=False))
                    for register, uid, title, fields in rows_of(place, each)
                ]
                session.connection().exec_driver_sql(
                    "INSERT INTO received_rows (submission_id, register, uid, title, content) "
                    "VALUES (?, ?, ?, ?, ?)",
                    sorted(lines),
                )
    return book


@pytest.fixture(params=[*SIZES])
def received(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Book, int, int]]:
    """A book with a million received rows; with few when the benchmarks only show that they run."""
    sizes = SIZES if request.config.getoption("benchmark_enable") else SMALL
    offices, each = sizes[request.param]
    book = make(tmp_path / "sổ.gsdb", offices, each)
    yield book, offices, each
    book.close()


def test_the_figures_over_all_received_rows(
    benchmark: Any, received: tuple[Book, int, int]
) -> None:
    book, offices, each = received
    found = benchmark.pedantic(adding_up.added_up, (book, FIRST, LAST), rounds=5, warmup_rounds=1)
    worked = time.process_time()
    adding_up.added_up(book, FIRST, LAST)
    worked = time.process_time() - worked
    awards = each // SHARES["awards"]
    assert len(found.by_office) == offices
    assert found.total.members.total == offices * (each // 3)
    assert found.total.commendations.awards == offices * awards
    assert found.total.commendations.individuals <= offices * awards
    begin = time.perf_counter()
    counts = adding_up.count_rows(book, FIRST, LAST)
    counted = time.perf_counter()
    page = adding_up.rows(book, "models", FIRST, LAST, after=None, limit=100)
    paged = time.perf_counter()
    searched = adding_up.rows(book, "awards", FIRST, LAST, search="không có ai", limit=100)
    end = time.perf_counter()
    states = adding_up.states(book, FIRST, LAST, date(2027, 1, 20))
    told = time.perf_counter()
    pairs = adding_up.look_alikes(book, "models", FIRST, LAST)
    alike = time.perf_counter()
    assert page.rows
    assert not searched.rows
    assert len(states) == offices
    benchmark.extra_info.update(
        processor_s=worked,
        rows=sum(counts.values()),
        book_mb=book.path.stat().st_size / 1e6,
        count_s=counted - begin,
        page_s=paged - counted,
        search_of_all_s=end - paged,
        states_s=told - end,
        look_alikes_s=alike - told,
        pairs=len(pairs),
    )
    if benchmark.enabled:
        # the quickest of five: what else the machine does is no work of the program
        assert benchmark.stats.stats.min < LIMIT
