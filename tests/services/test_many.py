"""Many records changed at once: what is foreseen is what happens, and nothing else."""

from __future__ import annotations

import pytest

from desktop.core.errors import Cancelled, UserProblem
from desktop.services import lives, many, registers
from desktop.storage.book import Book

from .rows import add, everything


@pytest.fixture
def people(book: Book) -> list[int]:
    """Three members, of whom one is Khmer already."""
    return [
        add(book, "members", full_name=name, ethnicity=ethnicity, official_on=official)
        for name, ethnicity, official in (
            ("Thạch Sô Phia", "Khmer", None),
            ("Nguyễn Thị Ánh", "Kinh", "2005"),
            ("Trần Văn Đạt", None, "1999-02-03"),
        )
    ]


def test_what_is_foreseen_is_what_happens(book: Book, people: list[int]) -> None:
    before = everything(book)
    values = {"ethnicity": "Khmer", "theory_level": "advanced"}
    effects = many.foresee(book, "members", people, values)
    assert everything(book) == before  # nothing was written
    assert [one.row.id for one in effects] == people
    assert [dict(one.after) for one in effects] == [{"theory_level": "advanced"}, values, values]
    assert not any(one.problems for one in effects)
    assert many.edit_many(book, "members", people, values).value == 3
    for one in effects:
        kept = registers.get(book, "members", one.row.id).values
        assert kept == {**one.row.values, **one.after}


def test_a_value_that_cannot_be_is_told_for_each(book: Book, people: list[int]) -> None:
    effects = many.foresee(book, "members", people, {"birth_date": "2199"})
    assert all("tương lai" in one.problems["birth_date"] for one in effects)
    before = everything(book)
    with pytest.raises(UserProblem, match=r"«Thạch Sô Phia».*tương lai"):
        many.edit_many(book, "members", people, {"birth_date": "2199"})
    assert everything(book) == before


def test_blank_empties(book: Book, people: list[int]) -> None:
    effects = many.foresee(book, "members", people, {"official_on": None})
    assert [dict(one.after) for one in effects] == [{}, *[{"official_on": None}] * 2]
    assert many.edit_many(book, "members", people, {"official_on": None}).value == 2
    assert registers.get(book, "members", people[2]).values["official_on"] is None


def test_the_words_of_a_reference_come_along(book: Book, people: list[int]) -> None:
    unit = add(book, "units", name="Chi bộ 1", kind="cell")
    effects = lives.foresee_transfer(book, people, unit, "2026-11-21")
    assert {one.labels["unit_id"] for one in effects} == {"Chi bộ 1"}


def test_who_has_died_is_not_transferred(book: Book, people: list[int]) -> None:
    unit = add(book, "units", name="Chi bộ 1", kind="cell")
    registers.save(book, "members", {"status": "deceased"}, people[1])
    found = lives.foresee_transfer(book, people, unit, "2026-11-21")
    assert [bool(one.problems) for one in found] == [False, True, False]
    assert "từ trần" in found[1].problems["status"]


def test_who_came_after_the_day_is_not_transferred(book: Book, people: list[int]) -> None:
    one, two = (add(book, "units", name=f"Chi bộ {n}", kind="cell") for n in (1, 2))
    lives.transfer(book, people, one, "2020-01-01")
    lives.transfer(book, people[:1], two, "2025-08-01")
    found = lives.foresee_transfer(book, people, one, "2025-07-01")
    assert "01/08/2025" in found[0].problems["unit_id"]
    assert not any(each.after for each in found[1:])  # they are there
    found = lives.foresee_transfer(book, people, two, "2025-07-01")
    assert [bool(each.problems) for each in found] == [False, False, False]
    assert not found[0].after  # is there already


def test_a_unit_that_had_ended_takes_nobody(book: Book, people: list[int]) -> None:
    unit = add(book, "units", name="Chi bộ 1", kind="cell", ended="2025-06-30")
    with pytest.raises(UserProblem, match="đã kết thúc"):
        lives.foresee_transfer(book, people, unit, "2026-11-21")


def test_a_status_that_is_there_already_stays(book: Book, people: list[int]) -> None:
    registers.save(book, "members", {"status": "deceased", "status_on": "2020"}, people[0])
    found = lives.foresee_status(book, people, "deceased", "2026-11-21", "Bệnh")
    assert [bool(one.after) for one in found] == [False, True, True]
    assert found[1].after["status_on"] == "2026-11-21"
    done = lives.change_status(book, people, "deceased", "2026-11-21", "Bệnh")
    assert done.value == 2
    assert registers.get(book, "members", people[0]).values["status_on"] == "2020"


def test_a_gone_record_is_told_and_nothing_is_kept(book: Book, people: list[int]) -> None:
    registers.delete(book, "members", people[2:])
    before = everything(book)
    for deed in (many.foresee, many.edit_many):
        with pytest.raises(UserProblem, match="đã bị xóa"):
            deed(book, "members", people, {"ethnicity": "Khmer"})
    assert everything(book) == before


def test_what_is_cancelled_on_the_way_keeps_nothing(book: Book, people: list[int]) -> None:
    more = [add(book, "members", full_name=f"Nguyễn Văn {n}") for n in range(25)]
    before = everything(book)

    def stop(done: int, _total: int) -> None:
        if done:
            raise Cancelled

    with pytest.raises(Cancelled):
        many.edit_many(book, "members", people + more, {"ethnicity": "Khmer"}, stop)
    assert everything(book) == before
