"""The tree of a past day: what was part of what, and the papers that show it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from desktop.core.register import Query
from desktop.services import member_papers, registers, undoing, unit_lives, unit_times
from desktop.storage.book import Book

from .rows import add

MERGED = "2025-07-01"
BEFORE, AFTER = date(2025, 6, 30), date(2025, 7, 1)


@pytest.fixture
def tree(book: Book) -> dict[str, int]:
    """A committee with two communes, each with a cell with a member."""
    root = add(book, "units", name="Đảng bộ huyện", kind="party_committee")
    found = {"root": root}
    for name in ("Mỹ Long", "Vĩnh Kim"):
        commune = add(book, "units", name=f"Đảng bộ xã {name}", parent_id=root)
        cell = add(book, "units", name=f"Chi bộ ấp {name}", parent_id=commune)
        add(book, "members", full_name=f"Nguyễn Văn {name}", unit_id=cell, admitted_on="2001",
            official_on="2002")  # fmt: skip
        found |= {name: commune, f"cell {name}": cell}
    return found


def superior(book: Book, unit: int, on: date | None) -> int | None:
    with book.read() as session:
        return unit_times.superiors(session, on)[unit]


def test_a_merger_leaves_the_tree_of_the_day_before(book: Book, tree: dict[str, int]) -> None:
    cell = tree["cell Mỹ Long"]
    unit_lives.merge_units(book, [tree["Mỹ Long"]], tree["Vĩnh Kim"], MERGED)
    assert superior(book, cell, BEFORE) == tree["Mỹ Long"]
    assert superior(book, cell, AFTER) == tree["Vĩnh Kim"]
    assert superior(book, cell, None) == tree["Vĩnh Kim"]
    assert superior(book, tree["cell Vĩnh Kim"], BEFORE) == tree["Vĩnh Kim"]
    with book.read() as session:
        then = unit_times.below(unit_times.superiors(session, BEFORE), tree["Mỹ Long"])
        now = unit_times.below(unit_times.superiors(session, AFTER), tree["Mỹ Long"])
    assert then == {tree["Mỹ Long"], cell}
    assert now == {tree["Mỹ Long"]}


def test_lists_of_a_day_show_its_committees(
    book: Book, tree: dict[str, int], tmp_path: Path, read_pdf: Any
) -> None:
    unit_lives.merge_units(book, [tree["Mỹ Long"]], tree["Vĩnh Kim"], MERGED)

    def names(commune: str, on: date) -> list[str]:
        target = tmp_path / "list.pdf"
        member_papers.member_list(book, target, tree[commune], on)
        words = " ".join(" ".join(page.text.split()) for page in read_pdf(target))
        return [one for one in ("Mỹ Long", "Vĩnh Kim") if f"Nguyễn Văn {one}" in words]

    assert names("Mỹ Long", BEFORE) == ["Mỹ Long"]
    assert names("Vĩnh Kim", BEFORE) == ["Vĩnh Kim"]
    assert names("Mỹ Long", AFTER) == []
    assert names("Vĩnh Kim", AFTER) == ["Mỹ Long", "Vĩnh Kim"]


def test_a_unit_that_moved_twice_has_three_times(book: Book, tree: dict[str, int]) -> None:
    cell = tree["cell Mỹ Long"]
    unit_lives.merge_units(book, [tree["Mỹ Long"]], tree["Vĩnh Kim"], MERGED)
    unit_lives.dissolve_unit(book, tree["Vĩnh Kim"], "2026-03", units_to=tree["root"])
    kept = registers.page(book, Query("unit_parents", filters={"unit_id": cell}, sort="from_on"))
    assert sorted(
        (one.values["from_on"] or "", one.values["to_on"] or "", one.values["parent_id"])
        for one in kept.rows
    ) == [
        ("", MERGED, tree["Mỹ Long"]),
        (MERGED, "2026-03", tree["Vĩnh Kim"]),
        ("2026-03", "", tree["root"]),
    ]
    assert superior(book, cell, date(2025, 12, 1)) == tree["Vĩnh Kim"]
    assert superior(book, cell, date(2026, 3, 1)) == tree["root"]


def test_undoing_a_merger_takes_its_times_along(book: Book, tree: dict[str, int]) -> None:
    unit_lives.merge_units(book, [tree["Mỹ Long"]], tree["Vĩnh Kim"], MERGED)
    deed = undoing.last_deed(book)
    assert deed is not None
    undoing.undo(book, deed.batch)
    assert registers.count(book, Query("unit_parents")) == 0
    assert superior(book, tree["cell Mỹ Long"], AFTER) == tree["Mỹ Long"]


def test_a_unit_that_was_never_moved_has_no_times(book: Book, tree: dict[str, int]) -> None:
    registers.save(book, "units", {"note": "x"}, tree["Mỹ Long"])
    assert registers.count(book, Query("unit_parents")) == 0
