"""Two members beside each other: what is shown, what is proposed, what hangs on each."""

from __future__ import annotations

from datetime import date

import pytest

from desktop.core.errors import StaleRecord
from desktop.services import registers
from desktop.services.lookalikes import look_alikes
from desktop.services.merging import merge
from desktop.services.side_by_side import both, units_of
from desktop.storage.book import Book

from .rows import add, everything


@pytest.fixture
def two(book: Book) -> tuple[int, int]:
    """One person twice; the second has a pledge, an award and a file."""
    cell = add(book, "units", name="Chi bộ ấp Nhứt")
    first = add(book, "members", full_name="Nguyễn Thị Ánh", birth_date="1975", unit_id=cell,
                card_number="00123456", temporary=True)  # fmt: skip
    second = add(book, "members", full_name="Nguyễn Thị Anh", birth_date="1975-05-03",
                 unit_id=cell, status="transferred", status_on="2024")  # fmt: skip
    for year in (2024, 2025):
        add(book, "pledges", year=year, kind="registration", member_id=second)
    gone = add(book, "pledges", year=2023, kind="registration", member_id=second)
    registers.delete(book, "pledges", [gone])
    uid = registers.get(book, "members", second).uid
    add(book, "attachments", owner_register="members", owner_uid=uid, name="a.pdf",
        media_type="application/pdf", size=4, sha256="88d4", content=b"%PDF")  # fmt: skip
    return first, second


def test_every_field_that_one_of_them_has(book: Book, two: tuple[int, int]) -> None:
    found = both(book, *two)
    assert [one.name for one in found.sides] == ["Nguyễn Thị Ánh", "Nguyễn Thị Anh"]
    assert all(one.entered == date.today().isoformat() for one in found.sides)  # noqa: DTZ011 - the clerk's day
    lines = {one.name: one for one in found.lines}
    assert list(lines) == [
        name for name in registers.specs()["members"].by_name if name in lines
    ]  # fmt: skip
    assert {name for name, one in lines.items() if one.differs} == {
        "full_name", "birth_date", "card_number", "temporary", "status", "status_on",
    }  # fmt: skip
    assert lines["unit_id"].words == ("Chi bộ ấp Nhứt", "Chi bộ ấp Nhứt")
    assert not lines["unit_id"].differs
    assert lines["temporary"].words == ("có", "không")
    assert lines["birth_date"].words == ("1975", "03/05/1975")
    assert "ethnicity" not in lines  # neither has it
    # what is proposed when the first stays, and when the second does
    assert {name: one.kept for name, one in lines.items() if one.differs} == {
        "full_name": (0, 1),
        "birth_date": (1, 1),
        "card_number": (0, 0),
        "temporary": (0, 0),
        "status": (0, 1),
        "status_on": (0, 1),
    }
    assert lines["status_on"].belongs_to == "status"


def test_what_hangs_on_them_is_counted_without_the_bin(book: Book, two: tuple[int, int]) -> None:
    found = both(book, *two)
    held = {one.register: one.counts for one in found.held}
    assert held["pledges"] == (0, 2)
    assert held["awards"] == held["yearly_ratings"] == (0, 0)
    assert held["attachments"] == (0, 1)
    assert held["member_steps"] == held["member_units"] == (1, 1)
    assert "models" not in held
    assert found.proposed == 1  # more hangs on it
    assert both(book, two[1], two[0]).proposed == 0


def test_of_two_alike_the_earlier_is_proposed_to_stay(book: Book) -> None:
    ids = [add(book, "members", full_name="Lê An") for _one in range(2)]
    assert both(book, *ids).proposed == 0


def test_units_of_one_name_are_told_apart(book: Book) -> None:
    communes = [add(book, "units", name=name, kind="base_committee") for name in ("Xã A", "Xã B")]
    cells = [add(book, "units", name="Chi bộ 1", parent_id=one) for one in communes]
    ids = [add(book, "members", full_name="Lê An", card_number="00000012", unit_id=one)
           for one in cells]  # fmt: skip
    lines = {one.name: one for one in both(book, *ids).lines}
    assert lines["unit_id"].words == ("Chi bộ 1 (Xã A)", "Chi bộ 1 (Xã B)")


def test_who_is_in_the_bin_is_not_shown(book: Book, two: tuple[int, int]) -> None:
    registers.delete(book, "members", [two[0]])
    with pytest.raises(StaleRecord):
        both(book, *two)


def test_a_merge_of_what_has_changed_since_is_refused(book: Book, two: tuple[int, int]) -> None:
    sides = both(book, *two).sides
    registers.save(book, "members", {"note": "sửa sau"}, two[1])
    before = everything(book)
    with pytest.raises(StaleRecord):
        merge(book, *two, revisions=(sides[0].revision, sides[1].revision))
    assert everything(book) == before
    sides = both(book, *two).sides
    merge(book, two[1], two[0], revisions=(sides[1].revision, sides[0].revision))


def test_the_units_of_pairs_with_those_above_them(book: Book) -> None:
    root = add(book, "units", name="Đảng bộ huyện", kind="party_committee")
    add(book, "units", name="Xã không có ai", kind="base_committee", parent_id=root)
    commune = add(book, "units", name="Xã A", kind="base_committee", parent_id=root)
    cell = add(book, "units", name="Chi bộ 1", parent_id=commune)
    add(book, "units", name="Chi bộ 2", parent_id=commune)
    for _one in range(2):
        add(book, "members", full_name="Lê An", unit_id=cell)
    assert [one.id for one in units_of(book, look_alikes(book))] == [root, commune, cell]
    assert units_of(book, []) == ()
