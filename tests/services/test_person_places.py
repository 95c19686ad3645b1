"""Where the book holds a person: no table is forgotten, and a namesake's data is not theirs."""

from __future__ import annotations

import pytest

from desktop.core.errors import StaleRecord
from desktop.core.register import Kind
from desktop.services import bin as recycle
from desktop.services import registers
from desktop.services.books import Book
from desktop.services.person_places import (
    BESIDE_TABLES,
    OFFICE_OWNED,
    SILENT_TABLES,
    Places,
    member_fields,
    places_of,
    text_fields,
    uid_fields,
)
from desktop.storage.models import Base
from desktop.storage.registers import SPECS, TABLES

from .full_book import CARD, NAME, fill, person
from .rows import add, undo_last


def places(book: Book, member: int) -> Places:
    with book.read() as session:
        return places_of(session, member)


def test_every_table_is_a_register_or_known_here() -> None:
    tables = set(Base.metadata.tables)
    assert tables - set(TABLES) <= BESIDE_TABLES | SILENT_TABLES
    assert tables >= BESIDE_TABLES | set(TABLES)


def test_a_row_of_every_register_is_found(book: Book, counted) -> None:
    member = person(book)
    ids = fill(book, member)
    found = places(book, member)
    doubtful = {(one.register, one.id) for one in found.doubtful}
    missed = []
    for register, row in ids.items():
        declared = SPECS[register]
        speaks = text_fields(declared) or member_fields(declared) or uid_fields(declared)
        mine = row in found.rows.get(register, ())
        if speaks and not mine and (register, row) not in doubtful:
            missed.append(register)
        if member_fields(declared) or uid_fields(declared):
            assert mine, register
    counted(len(ids), len(missed))
    assert missed == []
    assert found.received[0].rows == 1
    assert found.issues == (ids["report_issues"],)
    assert len(found.settings) == 2


def test_every_text_is_looked_at(book: Book) -> None:
    """Each text of each register alone is enough for its row to be found."""
    member = person(book)
    ids = fill(book, member)
    found = places(book, member)
    named = {(one.register, name) for one in found.doubtful for name in one.fields}
    for declared in SPECS.values():
        if ids[declared.name] in found.rows.get(declared.name, ()):
            continue
        texts = {
            one.name
            for one in declared.fields
            if one.kind in (Kind.NAME, Kind.TEXT, Kind.LONG_TEXT, Kind.LABEL)
            and not one.name.endswith("_uid")
            and one.name not in ("counts", "figures", "total")
        }
        assert {(declared.name, one) for one in texts} <= named, declared.name


def test_what_a_pledge_owns_is_theirs_and_what_a_model_owns_is_the_offices(book: Book) -> None:
    member = person(book)
    ids = fill(book, member)
    found = places(book, member)
    assert found.rows["pledge_items"] == (ids["pledge_items"],)
    assert found.rows["models"] == (ids["models"],)
    assert {"models"} == OFFICE_OWNED
    assert "model_steps" not in found.rows


def test_a_namesake_is_another_person(book: Book) -> None:
    member = person(book)
    other = person(book, card_number="00000001", birth_date="1990")
    pledge = add(book, "pledges", year=2026, kind="registration", member_id=other, name=NAME)
    alone = add(book, "good_deeds", name=NAME.upper(), deed="Giúp người")
    found = places(book, member)
    assert found.homonyms == (other,)
    assert [(one.register, one.id) for one in found.doubtful] == [("good_deeds", alone)]
    assert pledge not in found.rows.get("pledges", ())
    assert places(book, other).rows["pledges"] == (pledge,)


def test_a_name_within_another_is_not_found(book: Book) -> None:
    member = person(book, "Trần Hoà")
    add(book, "good_deeds", name="Trần Hoàng", deed="Giúp bà Trần Hoa, ông Trần Hoả")
    same = add(book, "good_deeds", name="Ông TRẦN  HÒA", deed=f"thẻ {CARD}1")
    number = add(book, "good_deeds", name="Khác", deed=f"thẻ {CARD}")
    found = places(book, member)
    assert {one.id for one in found.doubtful} == {same, number}


def test_rows_in_the_bin_and_entries_of_rows_gone_for_good_are_found(book: Book) -> None:
    member = person(book)
    pledge = add(book, "pledges", year=2026, kind="registration", member_id=member)
    add(book, "pledge_items", pledge_id=pledge, content="Đọc sách")
    kept = add(book, "pledges", year=2025, kind="registration", member_id=member)
    recycle.delete(book, "pledges", [pledge, kept])
    recycle.purge(book, "pledges", [pledge])
    found = places(book, member)
    assert found.rows["pledges"] == (kept,)
    with book.read() as session:
        said = session.connection().exec_driver_sql(
            "SELECT id FROM audit_entries WHERE register = 'pledge_items'"
        )
        items = {one for (one,) in said}
    assert items
    assert items <= set(found.entries)


def test_a_member_that_is_gone_is_told(book: Book) -> None:
    with pytest.raises(StaleRecord):
        places(book, 77)


def test_a_name_only_in_the_log_of_another_row_is_found(book: Book) -> None:
    member = person(book)
    model = add(book, "models", name="Mô hình A", person_in_charge=NAME)
    registers.save(book, "models", {"person_in_charge": "Người khác"}, model)
    (mention,) = places(book, member).doubtful
    assert (mention.register, mention.id, mention.fields) == ("models", model, ())
    assert mention.entries


def test_what_was_undone_and_can_be_done_again_is_found(book: Book) -> None:
    member = person(book)
    add(book, "good_deeds", name=NAME, deed="Giúp người")
    undo_last(book)
    assert places(book, member).undone == 1
