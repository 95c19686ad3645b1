"""Tables that are written row by row: in order, as many as told, the same file as from a list."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.core.errors import Cancelled
from desktop.exchange.arrival import opened
from desktop.exchange.submission import Stream, Table, write_file

from .test_submission import described_digest

COLUMNS = ("uid", "number")
MANIFEST = {
    "office_uid": "a",
    "office_name": "Ban",
    "office_level": "commune",
    "office_parent": "",
    "period_from": "2026-01-01",
    "period_to": "2026-06-30",
    "made_at": "2026-07-01T00:00:00Z",
    "program_version": "0",
    "schema_version": "5",
    "registers": '["documents"]',
    "personal": "[]",
    "figures": "{}",
}


def lines(count: int) -> Iterator[tuple[str, str]]:
    return ((f"{place:09d}", f"Văn bản {place}") for place in range(count))


def stream(count: int, told: int | None = None) -> Stream:
    return Stream("documents", COLUMNS, frozenset(), lines(count), count if told is None else told)


def test_a_stream_makes_the_same_content_as_a_list(tmp_path: Path) -> None:
    one = write_file(tmp_path / "1.gsnop", MANIFEST, [stream(2_000)])
    listed = Table("documents", COLUMNS, frozenset(), list(lines(2_000))[::-1])
    other = write_file(tmp_path / "2.gsnop", MANIFEST, [listed])
    assert one.digest == other.digest == described_digest(one.path)
    assert one.counts == other.counts == {"documents": 2_000}
    with opened(one.path, None) as arrival:
        assert sum(1 for _ in arrival.rows("documents")) == 2_000


@pytest.mark.parametrize("told", [9, 11])
def test_a_stream_that_is_not_what_it_says_leaves_no_file(tmp_path: Path, told: int) -> None:
    with pytest.raises(ValueError, match="10 rows"):
        write_file(tmp_path / "x.gsnop", MANIFEST, [stream(10, told)])
    for rows in ([("b", ""), ("a", "")], [("a", ""), ("a", "")]):
        with pytest.raises(ValueError, match="out of order"):
            write_file(
                tmp_path / "x.gsnop",
                MANIFEST,
                [Stream("documents", COLUMNS, frozenset(), rows, 2)],
            )
    assert list(tmp_path.iterdir()) == [tmp_path / "nhà của tôi"]


def test_writing_can_be_cancelled(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []

    def progress(done: int, of: int) -> None:
        seen.append((done, of))
        if len(seen) == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        write_file(tmp_path / "x.gsnop", MANIFEST, [stream(50_000)], progress=progress)
    assert seen == [(5_000, 50_000), (10_000, 50_000)]
    assert not (tmp_path / "x.gsnop").exists()


def test_memory_does_not_grow_with_the_rows(tmp_path: Path) -> None:
    def peak(count: int) -> int:
        tracemalloc.start()
        write_file(tmp_path / f"{count}.gsnop", MANIFEST, [stream(count)])
        found = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return found

    assert peak(40_000) < peak(4_000) + 200_000  # bytes; the rows themselves are 8 MB
