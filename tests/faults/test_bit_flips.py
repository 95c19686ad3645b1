"""A changed bit anywhere in a plain book: `check` tells of it, or the book holds what it held."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.core.register import Query
from desktop.services import books, registers
from tests.faults.damage import changed
from tests.faults.flipping import HARMLESS, LOST, TOLD, contents, flipped, flips, outcome


def tried(book: Path, folder: Path, number: int) -> Counter[str]:
    """How many of so many flips had which outcome."""
    whole, was = book.read_bytes(), contents(book)
    target = folder / "hỏng.gsdb"
    found: Counter[str] = Counter()
    for place, bit in flips(len(whole), number, "plain"):
        target.write_bytes(flipped(whole, place, bit))
        came = outcome(target, was)
        assert came != LOST, (place, bit)
        found[came] += 1
    return found


def test_every_flip_that_changes_content_is_told(
    busy_book: Path, tmp_path: Path, counted: Callable[[int, int], None]
) -> None:
    found = tried(busy_book, tmp_path, 20)
    assert found[TOLD] > 6
    counted(found.total(), found[LOST])


@pytest.mark.soak
def test_every_one_of_a_thousand_flips_is_told_or_harmless(
    busy_book: Path, tmp_path: Path, counted: Callable[[int, int], None]
) -> None:
    found = tried(busy_book, tmp_path, 1_000)
    assert found[TOLD] > 500
    assert found[HARMLESS]
    counted(found.total(), found[LOST])


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE members SET revision = revision + 1 WHERE id = 3",
        "UPDATE pledges SET created_at = '2001-01-01T00:00:00Z' WHERE id = 2",
        "UPDATE pledges SET updated_at = '2001-01-01T00:00:00Z' WHERE id = 2",
        "UPDATE units SET name_key = x'00' WHERE id = 1",
        "INSERT INTO settings (key, value) VALUES ('x', '1')",
        "UPDATE audit_entries SET at = '2001-01-01T00:00:00Z' WHERE id = 1",
        "DELETE FROM audit_entries WHERE id = (SELECT max(id) FROM audit_entries)",
        "UPDATE attachments SET preview = x'00' WHERE id = 1",
        "UPDATE search_places SET place = 99 WHERE register = 'members'",
        "DELETE FROM seals WHERE name = 'members'",
        "UPDATE seals SET value = 'x' WHERE name = 'members'",
        "UPDATE sqlite_sequence SET seq = 1 WHERE name = 'members'",
        "UPDATE sqlite_sequence SET seq = 1 << 62 WHERE name = 'members'",
        "UPDATE alembic_version SET version_num = '0001'",
    ],
)
def test_a_change_by_another_program_is_told(copied: Path, change: str) -> None:
    changed(copied, change)
    assert not books.check_file(copied).ok


def test_nothing_is_told_of_what_the_program_wrote(copied: Path) -> None:
    book = books.open_book(copied)
    members = [
        row.id for row in registers.rows(book, "members", registers.keys(book, Query("members")))
    ]
    registers.save(book, "topics", {"title": "Chuyên đề thử", "year": 2026})
    book.close()
    assert members
    assert books.check_file(copied, deep=True).lines[0].endswith("nguyên vẹn.")
