"""What follows of a pledge from its items stays right, whichever way the items are written."""

from __future__ import annotations

import hashlib
import shutil
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from desktop.core.errors import UserProblem
from desktop.core.vietnamese.fold import fold
from desktop.services import bin as recycle_bin
from desktop.services import books, registers, undoing
from desktop.services.books import Book
from desktop.storage.bulk import insert_many
from desktop.storage.models import AuditEntry
from desktop.storage.registers import TABLES
from desktop.storage.undone import take_out

TEXTS = ["Giúp 02 hộ nghèo", "GIÚP  02 hộ nghèo.", "Dậy sớm", "...", "Trồng cây"]
item = st.fixed_dictionaries(
    {
        "content": st.sampled_from(TEXTS),
        "duty": st.sampled_from([None, "", "Dạy học"]),
        "target": st.sampled_from([None, "02 hộ"]),
        "position": st.sampled_from([None, 1, 2]),
    }
)
place = st.integers(0, 5)
deed = st.one_of(
    st.tuples(st.just("add"), place, item),
    st.tuples(st.just("many"), place, st.lists(item, min_size=1, max_size=4)),
    st.tuples(st.just("change"), place, item),
    st.tuples(st.just("move"), place, place),
    st.tuples(st.sampled_from(["delete", "restore", "purge"]), place, st.just("pledge_items")),
    st.tuples(st.sampled_from(["delete", "restore"]), place, st.just("pledges")),
    st.tuples(st.just("undo"), place, st.none()),
)


def rows(book: Book, register: str) -> list[dict[str, Any]]:
    table = TABLES[register]
    with book.read() as session:
        return [dict(one) for one in session.execute(select(table)).mappings()]


def plain_facts(book: Book) -> dict[int, tuple[bool, bytes | None]]:
    """Recompute the facts from the items, slowly."""
    found: dict[int, tuple[bool, bytes | None]] = {}
    items = [one for one in rows(book, "pledge_items") if one["deleted_at"] is None]
    for pledge in rows(book, "pledges"):
        own = [one for one in items if one["pledge_id"] == pledge["id"]]
        own.sort(key=lambda one: (-1 if one["position"] is None else one["position"], one["id"]))
        text = " ".join(fold(one["content"]) for one in own)
        mark = hashlib.sha256(text.encode()).digest()[:16] if own else None
        found[pledge["id"]] = (any(one["duty"] and one["target"] for one in own), mark)
    return found


def facts(book: Book) -> dict[int, tuple[bool, bytes | None]]:
    return {one["id"]: (one["tied"], one["items_digest"]) for one in rows(book, "pledges")}


def do(book: Book, name: str, at: int, given_: Any) -> None:
    """Do one deed; `at` chooses the row, of as many as there are."""
    pledges, items = (
        [one["id"] for one in rows(book, register)] for register in ("pledges", "pledge_items")
    )
    if name == "undo":
        last = undoing.last_deed(book)
        if last is not None:
            undoing.undo(book, last.batch)
    elif not pledges:
        return  # all were undone
    elif name in ("add", "many"):
        values = [given_] if name == "add" else given_
        of = {"pledge_id": pledges[at % len(pledges)]}
        if name == "add":
            registers.save(book, "pledge_items", {**values[0], **of})
            return
        with book.write("Nhập") as session:
            made = ({**one, "pledge_id": pledges[(at + n) % len(pledges)]}
                    for n, one in enumerate(values))  # fmt: skip
            insert_many(session, "pledge_items", made, words="Nhập")
    elif not items:
        return
    elif name == "change":
        registers.save(book, "pledge_items", given_, items[at % len(items)])
    elif name == "move":
        to = {"pledge_id": pledges[given_ % len(pledges)]}
        registers.save(book, "pledge_items", to, items[at % len(items)])
    else:
        ids = pledges if given_ == "pledges" else items
        getattr(recycle_bin, name)(book, given_, [ids[at % len(ids)]])


@settings(max_examples=20)
@given(deeds=st.lists(deed, min_size=1, max_size=14))
def test_facts_follow_every_deed(
    deeds: list[Any], empty_book: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("sổ") / "Sổ.gsdb"
    book = books.open_book(Path(shutil.copy(empty_book, path)))
    try:
        for n in range(3):
            registers.save(book, "pledges", {"year": 2026, "name": f"Lê An {n}"})
        for name, at, given_ in deeds:
            with suppress(UserProblem):  # what can't be done changes nothing, the facts neither
                do(book, name, at, given_)
            assert facts(book) == plain_facts(book), name
    finally:
        book.close()


def test_facts_are_nobodys_deed(book: Book) -> None:
    pledge = registers.save(book, "pledges", {"year": 2026, "name": "Lê An"}).value
    values = {"pledge_id": pledge.id, "content": "Trồng cây", "duty": "Dạy học", "target": "05"}
    registers.save(book, "pledge_items", values)
    (row,) = rows(book, "pledges")
    assert row["tied"]
    assert row["items_digest"] == hashlib.sha256(b"trong cay").digest()[:16]
    assert row["revision"] == pledge.revision
    with book.read() as session:
        entries = session.scalars(select(AuditEntry).where(AuditEntry.register == "pledges")).all()
    assert [one.action for one in entries] == ["created"]


def test_many_written_and_removed_at_once(book: Book) -> None:
    with book.write("Nhập") as session:
        ids = insert_many(
            session, "pledges", ({"year": 2026, "name": f"Lê An {n}"} for n in range(7)), words="x"
        )
        made = (
            {"pledge_id": one, "content": "Dậy sớm", "duty": "x", "target": "y"}
            for one in ids[1:]
            for _twice in range(2)
        )
        items = insert_many(session, "pledge_items", made, words="x")
    assert facts(book) == plain_facts(book)
    assert [one["tied"] for one in rows(book, "pledges")] == [False, *[True] * 6]
    with book.write("Bỏ") as session:
        take_out(session, "undo-x", "pledge_items", items[3:])
    assert facts(book) == plain_facts(book)
    assert sum(one["items_digest"] is None for one in rows(book, "pledges")) == 5


def test_a_pledge_at_hand_shows_its_facts_at_once(book: Book) -> None:
    with book.write("Đăng ký") as session:
        pledge: Any = registers.save_in(session, "pledges", {"year": 2026, "name": "Lê An"})
        values = {"pledge_id": pledge.id, "content": "Trồng cây", "duty": "x", "target": "y"}
        registers.save_in(session, "pledge_items", values)
        session.flush()
        assert pledge.tied
        assert pledge.items_digest is not None
        pledge.note = "sửa"  # written after: must not bring the former facts back
    assert facts(book) == plain_facts(book)
