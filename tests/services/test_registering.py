"""Registering a whole cell at once: no doubles, every item kept, one deed that can be undone."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.core.errors import Cancelled, UserProblem
from desktop.services import books, registering_people, worklists
from desktop.services.books import Book
from desktop.services.registering import (
    Entry,
    Registration,
    confirm,
    make_public,
    register,
)
from desktop.services.registering_known import Pledger
from desktop.services.registering_people import Item, candidates, heads_behind, suggestions
from desktop.services.worklists import Scope, Work
from desktop.storage.models import Pledge

from .rows import add, everything, live, undo_last

COMMON = Item("Nêu gương giờ giấc", "Công tác văn phòng", "100% ngày làm việc", date(2026, 12, 1))
OWN = Item("Giúp 02 hộ nghèo")


@pytest.fixture
def cell(book: Book) -> dict[str, int]:
    """A cell with a secretary and two members, a campaign, and a pledge of last year."""
    unit = add(book, "units", name="Chi bộ Ấp 1", kind="cell")
    other = add(book, "units", name="Chi bộ Ấp 2", kind="cell")
    common = {"unit_id": unit, "status": "official"}
    found = {
        "unit": unit,
        "other": other,
        "an": add(book, "members", full_name="Nguyễn Văn An", **common),
        "be": add(book, "members", full_name="Trần Văn Bé", exempt=True, **common),
        "yen": add(book, "members", full_name="Lê Thị Yến", party_post="Bí thư", **common),
        "xa": add(book, "members", full_name="Võ Văn Xa", unit_id=other),
        "campaign": add(
            book, "campaigns", year=2026, title="Cam kết năm 2026", pledge_kind="commitment",
            deadline=date(2026, 2, 28),
        ),
    }  # fmt: skip
    last = add(book, "pledges", year=2025, kind="commitment", member_id=found["an"])
    add(book, "pledge_items", pledge_id=last, content="Trồng cây", duty="Môi trường", target="10")
    add(book, "pledge_items", pledge_id=last, content="Đọc sách", done_on=date(2025, 5, 1))
    return found


def member(ids: dict[str, int], name: str) -> Pledger:
    return Pledger("member", "", ids[name], None)


def asked(ids: dict[str, int], *entries: Entry, **more: Any) -> Registration:
    return Registration(
        2026, "commitment", entries, campaign_id=ids["campaign"], unit_id=ids["unit"], **more
    )


def test_a_cell_is_registered_in_one_deed(book: Book, cell: dict[str, int]) -> None:
    before = everything(book)
    done = register(
        book,
        asked(
            cell,
            Entry(member(cell, "yen"), (COMMON,)),
            Entry(member(cell, "an"), (COMMON, OWN, Item(""))),
            Entry(Pledger("other", " Thạch  Sô ", None, cell["unit"], "Trưởng ấp"), (OWN,)),
            Entry(Pledger("organisation", "", None, cell["unit"]), (COMMON,)),
            registered_on=date(2026, 1, 15),
            renounces=True,
            public_means="posted",
            public_on=date(2026, 1, 20),
            confirmed_on=date(2026, 1, 22),
        ),
    )
    assert done.changes.touches("pledges")
    assert done.changes.touches("pledge_items")
    rows = {one["name"]: one for one in live(book, "pledges", year=2026)}
    assert list(rows) == ["Lê Thị Yến", "Nguyễn Văn An", "Thạch  Sô", "Chi bộ Ấp 1"]
    assert rows["Lê Thị Yến"]["post"] == "Bí thư"
    assert {one["campaign_id"] for one in rows.values()} == {cell["campaign"]}
    assert {one["unit_id"] for one in rows.values()} == {cell["unit"]}
    assert all(one["renounces"] and one["public_means"] == "posted" for one in rows.values())
    assert rows["Chi bộ Ấp 1"]["pledger_kind"] == "organisation"
    items = live(book, "pledge_items", pledge_id=rows["Nguyễn Văn An"]["id"])
    assert [(one["content"], one["position"]) for one in items] == [
        ("Nêu gương giờ giấc", 1), ("Giúp 02 hộ nghèo", 2),
    ]  # fmt: skip
    assert items[0]["due_on"] == date(2026, 12, 1)
    assert done.value.items == 5
    assert undo_last(book) == "Đăng ký 4 bản cam kết của Chi bộ Ấp 1"
    assert everything(book) == before
    book.close()
    assert books.check_file(book.path).ok


def test_who_has_a_pledge_is_left_out_or_completed(book: Book, cell: dict[str, int]) -> None:
    register(book, asked(cell, Entry(member(cell, "an"), (COMMON,))))
    again = register(
        book,
        asked(
            cell,
            Entry(member(cell, "an"), (OWN,)),
            Entry(member(cell, "yen"), (OWN,)),
        ),
    ).value
    assert len(again.pledges) == 1
    assert again.completed == ()
    more = register(
        book, asked(cell, Entry(member(cell, "an"), (COMMON, OWN), complete=True))
    ).value
    assert (more.pledges, len(more.completed), more.items) == ((), 1, 1)
    pledge = more.completed[0]
    assert [
        (one["content"], one["position"]) for one in live(book, "pledge_items", pledge_id=pledge)
    ] == [("Nêu gương giờ giấc", 1), ("Giúp 02 hộ nghèo", 2)]
    with pytest.raises(UserProblem, match="đều có bản đăng ký"):
        register(book, asked(cell, Entry(member(cell, "an"), (OWN,))))
    with pytest.raises(UserProblem, match="Không có nội dung mới"):
        register(book, asked(cell, Entry(member(cell, "an"), (OWN,), complete=True)))
    assert undo_last(book) == "Bổ sung nội dung vào 1 bản cam kết của Chi bộ Ấp 1"
    assert len(live(book, "pledge_items", pledge_id=pledge)) == 1


def test_what_cannot_be_kept_is_told_by_name_and_nothing_is_kept(
    book: Book, cell: dict[str, int]
) -> None:
    before = everything(book)
    wrong = Entry(Pledger("member", "Nguyễn Văn An", cell["an"]), (Item("", "Thu gom rác"),))
    with pytest.raises(UserProblem, match="«Nguyễn Văn An», dòng 1: Hãy nhập nội dung"):
        register(book, asked(cell, Entry(member(cell, "yen"), (COMMON,)), wrong))
    with pytest.raises(UserProblem, match="Hãy nhập"):
        register(book, asked(cell, Entry(Pledger("other", " "), (OWN,))))
    with pytest.raises(UserProblem, match="năm hoặc loại khác"):
        register(
            book,
            Registration(
                2025, "commitment", (Entry(member(cell, "xa")),), campaign_id=cell["campaign"]
            ),
        )
    with pytest.raises(UserProblem, match="ít nhất một"):
        register(book, asked(cell))
    assert everything(book) == before

    def stop(_done: int, _total: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        register(book, asked(cell, Entry(member(cell, "yen"), (COMMON,))), stop)
    assert everything(book) == before


def test_candidates_heads_first_with_what_each_has(book: Book, cell: dict[str, int]) -> None:
    add(
        book, "expected", campaign_id=cell["campaign"], pledger_kind="other",
        name="Kim Thị Hoa", unit_id=cell["unit"],
    )  # fmt: skip
    register(book, asked(cell, Entry(member(cell, "yen"), (COMMON, OWN))))
    found = candidates(book, 2026, "commitment", cell["unit"], cell["campaign"])
    assert [(one.who.name, one.head, one.items) for one in found] == [
        ("Lê Thị Yến", True, 2),
        ("Nguyễn Văn An", False, 0),
        ("Trần Văn Bé", False, 0),
        ("Kim Thị Hoa", False, 0),
    ]
    assert found[0].pledge_id is not None
    assert found[1].unfinished == (Item("Trồng cây", "Môi trường", "10"),)
    assert found[2].exempt
    assert found[3].expected
    assert found[3].who.kind == "other"
    everyone = candidates(book, 2026, "commitment")
    assert "Võ Văn Xa" in [one.who.name for one in everyone]
    offered = suggestions(book, 2026, "commitment", cell["unit"])
    assert [one.item.content for one in offered] == ["Trồng cây", "Đọc sách"]
    assert suggestions(book, 2025, "commitment") == []


def test_a_pledge_that_names_a_member_without_the_record_counts(
    book: Book, cell: dict[str, int]
) -> None:
    add(
        book, "pledges", year=2026, kind="commitment", pledger_kind="member",
        name="nguyễn văn an", unit_id=cell["unit"],
    )  # fmt: skip
    found = candidates(book, 2026, "commitment", cell["unit"])
    assert next(one for one in found if one.who.name == "Nguyễn Văn An").pledge_id is not None


def test_heads_who_wait_are_told(book: Book, cell: dict[str, int]) -> None:
    with book.read() as session:
        waiting = registering_people.heads_waiting(session, cell["campaign"], cell["unit"])
    assert [(one.name, one.post, one.unit) for one in waiting] == [
        ("Lê Thị Yến", "Bí thư", "Chi bộ Ấp 1")
    ]
    an = Pledger("member", "Nguyễn Văn An", cell["an"], cell["unit"])
    yen = Pledger("member", "Lê Thị Yến", cell["yen"], cell["unit"])
    xa = Pledger("member", "Võ Văn Xa", cell["xa"], cell["other"])
    behind = heads_behind(book, cell["campaign"], None, [an])
    assert [one.name for one in behind] == ["Lê Thị Yến"]
    assert heads_behind(book, cell["campaign"], None, [an, yen]) == []
    assert heads_behind(book, cell["campaign"], None, [xa]) == []
    register(book, asked(cell, Entry(yen, (COMMON,))))
    assert heads_behind(book, cell["campaign"], cell["unit"], [an]) == []


def test_many_are_made_public_and_confirmed(book: Book, cell: dict[str, int]) -> None:
    ids = register(
        book,
        asked(cell, Entry(member(cell, "an"), (COMMON,)), Entry(member(cell, "yen"), (OWN,))),
    ).value.pledges
    assert make_public(book, ids, "loudspeaker", date(2026, 2, 1)).value == 2
    assert make_public(book, ids, "loudspeaker", date(2026, 2, 1)).value == 0
    assert confirm(book, ids[:1], date(2026, 2, 3)).value == 1
    rows = live(book, "pledges", year=2026)
    assert [one["public_means"] for one in rows] == ["loudspeaker"] * 2
    assert [one["confirmed_on"] for one in rows] == [date(2026, 2, 3), None]
    assert undo_last(book) == "Chi bộ xác nhận 1 bản đăng ký, cam kết"
    with pytest.raises(UserProblem, match="hình thức công khai"):
        make_public(book, ids, "", None)
    with pytest.raises(UserProblem, match="chọn bản"):
        confirm(book, [], date(2026, 2, 3))
    with pytest.raises(UserProblem, match="đã bị xóa"):
        confirm(book, [9_999], date(2026, 2, 3))


TEXTS = st.text("ab đỗ\u00a0", min_size=1, max_size=6)
ITEMS = st.lists(
    st.builds(
        Item,
        TEXTS.filter(lambda one: one.strip()),
        st.none() | TEXTS,
        st.none() | TEXTS,
        st.none() | st.dates(date(2025, 1, 1), date(2027, 1, 1)),
    ),
    max_size=4,
)
WHO = st.integers(0, 6)
ROUNDS = st.lists(
    st.lists(st.tuples(WHO, ITEMS, st.booleans()), min_size=1, max_size=6), min_size=1, max_size=3
)


@settings(max_examples=15)
@given(rounds=ROUNDS)
def test_nobody_twice_every_item_kept_and_undone_to_the_same_book(
    rounds: list[list[tuple[int, list[Item], bool]]], tmp_path_factory: Any, empty_book: Path
) -> None:
    path = tmp_path_factory.mktemp("sổ") / "sổ.gsdb"
    book = books.open_book(Path(shutil.copy(empty_book, path)))
    unit = add(book, "units", name="Chi bộ Ấp 1", kind="cell")
    people = [
        Pledger("member", name, add(book, "members", full_name=name, unit_id=unit), unit)
        for name in ("An", "An", "Bé")  # namesakes are two people
    ]
    people += [
        Pledger("other", "Hòa", None, unit),
        Pledger("other", "Hoà", None, unit),  # the same, written otherwise
        Pledger("other", "An", None, unit),
        Pledger("organisation", "Chi bộ Ấp 1", None, unit),
    ]
    states = [everything(book)]
    kept: dict[Any, list[str]] = {}
    for one in rounds:
        entries = tuple(Entry(people[who], tuple(items), add) for who, items, add in one)
        wanted: dict[Any, tuple[list[str], bool]] = {}
        for entry in entries:
            texts, complete = wanted.get(entry.who.key, ([], False))
            texts = texts + [" ".join(item.content.split()) for item in entry.items]
            wanted[entry.who.key] = (texts, complete or entry.complete)
        try:
            register(book, Registration(2026, "commitment", entries, unit_id=unit))
        except UserProblem:
            # nobody new, and nothing new for those who are to be completed
            assert all(key in kept for key in wanted)
            assert everything(book) == states[-1]
            continue
        for key, (texts, complete) in wanted.items():
            if key not in kept or complete:
                kept.setdefault(key, []).extend(texts)
        states.append(everything(book))
        rows = live(book, "pledges")
        keys = [
            Pledger(row["pledger_kind"], row["name"], row["member_id"], row["unit_id"]).key
            for row in rows
        ]
        assert sorted(map(str, keys)) == sorted(map(str, kept))  # each once
        for row, key in zip(rows, keys, strict=True):
            items = live(book, "pledge_items", pledge_id=row["id"])
            assert {" ".join(item["content"].split()) for item in items} == set(kept[key])
            places = [item["position"] for item in items]
            assert sorted(places) == list(range(1, len(places) + 1))
    while len(states) > 1:
        undo_last(book)
        states.pop()
        assert everything(book) == states[-1]
    book.close()


def test_pledges_received_from_another_office_are_not_changed(book: Book) -> None:
    with book.write("Nhận dữ liệu") as session:
        row = Pledge(year=2026, kind="commitment", pledger_kind="other", name="Người Xã Bạn",
                     origin="00000000-0000-4000-8000-00000000beef")  # fmt: skip
        session.add(row)
        session.flush()
        received = row.id
    for deed in (
        lambda: confirm(book, [received], date(2026, 3, 1)),
        lambda: make_public(book, [received], "posted", None),
    ):
        with pytest.raises(UserProblem, match="nhận từ cơ quan khác"):
            deed()


def _campaign_with(book: Book, title: str, member: int) -> int:
    made = add(book, "campaigns", year=2026, title=title, pledge_kind="registration",
               deadline=date(2026, 3, 31))  # fmt: skip
    add(book, "expected", campaign_id=made, pledger_kind="member", member_id=member)
    return made


def test_each_campaign_of_a_year_and_kind_has_its_own_pledges(book: Book) -> None:
    cell = add(book, "units", name="Chi bộ 1", kind="cell")
    member = add(book, "members", full_name="Lê Thị Ánh", unit_id=cell)
    who = Pledger("member", "Lê Thị Ánh", member, cell)
    for title in ("Chuyên đề A", "Chuyên đề B"):
        made = _campaign_with(book, title, member)
        (one,) = candidates(book, 2026, "registration", cell, made)
        assert one.pledge_id is None
        register(book, Registration(2026, "registration", (Entry(who, (OWN,)),), made))
        assert not worklists.keys(book, Work.NOT_REGISTERED, Scope(campaign_id=made))
        with pytest.raises(UserProblem, match="của đợt này"):
            register(book, Registration(2026, "registration", (Entry(who, (OWN,)),), made))
    assert len(live(book, "pledges")) == 2


def test_a_campaign_takes_in_a_pledge_of_none(book: Book) -> None:
    cell = add(book, "units", name="Chi bộ 1", kind="cell")
    member = add(book, "members", full_name="Lê Thị Ánh", unit_id=cell)
    pledge = add(book, "pledges", year=2026, kind="registration", member_id=member)
    made = _campaign_with(book, "Đợt", member)
    (one,) = candidates(book, 2026, "registration", cell, made)
    assert one.pledge_id is None  # as the list of those who have not registered says
    assert len(worklists.keys(book, Work.NOT_REGISTERED, Scope(campaign_id=made))) == 1
    register(book, Registration(2026, "registration", (Entry(one.who, (OWN,)),), made))
    (kept,) = live(book, "pledges")
    assert (kept["id"], kept["campaign_id"]) == (pledge, made)
    assert [item["content"] for item in live(book, "pledge_items")] == [OWN.content]
    assert not worklists.keys(book, Work.NOT_REGISTERED, Scope(campaign_id=made))
