"""Finding a record anywhere in the book by words, as they are typed."""

from __future__ import annotations

from datetime import date

import pytest

from desktop.services import registers
from desktop.services.finding_everywhere import PER_GROUP, Group, Hit, find
from desktop.storage.book import Book
from desktop.storage.bulk import insert_many

from .rows import add


@pytest.fixture
def rows(book: Book) -> dict[str, int]:
    """Records of many registers, with what belongs to them."""
    cell = add(book, "units", name="Chi bộ ấp Mỹ Cẩm")
    member = add(book, "members", full_name="Nguyễn Thị Ánh", unit_id=cell, birth_date="1975")
    pledge = add(book, "pledges", year=2024, kind="commitment", pledger_kind="member",
                 name="Nguyễn Thị Ánh", member_id=member)  # fmt: skip
    item = add(book, "pledge_items", pledge_id=pledge, content="Tiết kiệm điện, nước")
    model = add(book, "models", name="Hũ gạo tiết kiệm", kind="collective", state="registered")
    add(book, "model_steps", model_id=model, state="in_progress", on=date(2024, 2, 1),
        reason="Ra mắt tại nhà văn hóa")  # fmt: skip
    uid = registers.get(book, "models", model).uid
    owner = {"owner_register": "models", "owner_uid": uid}
    note = add(book, "notes", on=date(2024, 5, 1), text="Hỏi lại số hộ tham gia", **owner)
    return {
        "cell": cell, "member": member, "pledge": pledge, "item": item, "model": model,
        "note": note,
    }  # fmt: skip


def places(groups: tuple[Group, ...]) -> list[tuple[str, int]]:
    return [(hit.register, hit.id) for group in groups for hit in group.hits]


def only(groups: tuple[Group, ...]) -> Hit:
    (group,) = groups
    (hit,) = group.hits
    return hit


@pytest.mark.parametrize("typed", ["nguyen thi anh", "ÁNH", "thi ng", "Nguyễn  Thị", "anh 1975"])
def test_words_are_found_as_they_are_typed(book: Book, rows: dict[str, int], typed: str) -> None:
    found = places(find(book, typed))
    assert ("members", rows["member"]) in found or typed == "anh 1975"
    assert all(register in ("members", "pledges") for register, _id in found)


def test_groups_have_headings_and_hits_what_tells_them_apart(
    book: Book, rows: dict[str, int]
) -> None:
    members, pledges = find(book, "nguyen thi anh")
    assert (members.heading, pledges.heading) == ("Đảng viên", "Cam kết")
    assert members.hits[0].title == "Nguyễn Thị Ánh"
    assert members.hits[0].detail.startswith("Chi bộ ấp Mỹ Cẩm · 1975")
    assert not members.more
    assert "2024" in pledges.hits[0].detail
    assert rows["pledge"] == pledges.hits[0].id


def test_what_belongs_to_a_record_leads_to_it(book: Book, rows: dict[str, int]) -> None:
    hit = only(find(book, "dien nuoc"))
    assert (hit.register, hit.id) == ("pledges", rows["pledge"])
    assert hit.found_in == "nội dung đăng ký: «Tiết kiệm điện, nước»"
    hit = only(find(book, "so ho tham gia"))
    assert (hit.register, hit.id) == ("models", rows["model"])
    assert hit.found_in == "ghi chú: «Hỏi lại số hộ tham gia»"


def test_a_record_is_one_hit_however_often_it_is_met(book: Book, rows: dict[str, int]) -> None:
    add(book, "pledge_items", pledge_id=rows["pledge"], content="Tiết kiệm xăng")
    found = places(find(book, "tiet kiem"))
    assert sorted(found) == sorted({("models", rows["model"]), ("pledges", rows["pledge"])})
    # in its name before in what belongs to it
    assert found[0] == ("models", rows["model"])


def test_the_bin_is_left_out_unless_it_is_asked_for(book: Book, rows: dict[str, int]) -> None:
    registers.delete(book, "models", [rows["model"]])
    assert places(find(book, "hu gao")) == []
    assert places(find(book, "so ho tham gia")) == []
    hit = only(find(book, "hu gao", deleted=True))
    assert hit.deleted
    registers.delete(book, "pledge_items", [rows["item"]])
    assert find(book, "dien nuoc") == ()  # an item in the bin leads nowhere


def test_the_best_come_first(book: Book) -> None:
    names = ["Trần Văn An", "An", "An Thị Bình", "Lê Anh", "Trần Anh Tuấn"]
    ids = {name: add(book, "members", full_name=name) for name in names}
    group = find(book, "an")[0]
    titles = [one.title for one in group.hits]
    assert titles[:3] == ["An", "An Thị Bình", "Trần Văn An"]
    assert set(titles) == set(ids)


def test_of_many_only_the_best_are_listed(book: Book) -> None:
    with book.write("Nhập") as session:
        rows = [{"full_name": f"Nguyễn Lan Anh {one}"} for one in range(700)]
        insert_many(session, "members", rows, words="Nhập")
        insert_many(session, "members", [{"full_name": "Trần Lan"}], words="Nhập")
        insert_many(session, "units", [{"name": "Chi bộ Lanh Canh"}], words="Nhập")
    members, units = find(book, "lan")
    assert len(members.hits) == PER_GROUP
    assert members.more
    assert [one.title for one in units.hits] == ["Chi bộ Lanh Canh"]
    # the very word, though more than could be looked at begin with it and come before it
    with book.write("Nhập") as session:
        insert_many(session, "members", [{"full_name": "Nguy Thị Lá"}], words="Nhập")
    (members,) = (one for one in find(book, "nguy") if one.register == "members")
    assert members.hits[0].title == "Nguy Thị Lá"


@pytest.mark.parametrize("typed", ["", "  ", "«»", "\"*'", "- ( )"])
def test_nothing_is_found_by_nothing(book: Book, rows: dict[str, int], typed: str) -> None:
    assert rows
    assert find(book, typed) == ()


@pytest.mark.parametrize("typed", ['an" OR "nguyen', "NOT anh", "anh AND NEAR(", "thi:anh", "x^2"])
def test_signs_of_the_index_are_words_like_others(
    book: Book, rows: dict[str, int], typed: str
) -> None:
    assert rows
    assert places(find(book, typed)) in (
        [],
        [("members", rows["member"]), ("pledges", rows["pledge"])],
    )


def test_a_cancelled_search_ends_early(book: Book, rows: dict[str, int]) -> None:
    assert rows
    assert find(book, "tiet kiem", cancelled=lambda: True) == ()


def test_records_in_the_bin_take_no_place_from_the_others(book: Book) -> None:
    with book.write("Nhập") as session:
        rows = [{"full_name": f"Nguyễn Văn {n}", "status": "official"} for n in range(350)]
        gone = insert_many(session, "members", rows, words="Nhập")
    registers.delete(book, "members", list(gone))
    add(book, "members", full_name="Nguyễn Thị Còn")
    for typed in ("nguyen", "nguyễ"):
        assert [hit.title for group in find(book, typed) for hit in group.hits] == [
            "Nguyễn Thị Còn"
        ]
