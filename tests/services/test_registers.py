from __future__ import annotations

import unicodedata
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.core.errors import InUse, InvalidValues, StaleRecord, UserProblem
from desktop.core.register import Query
from desktop.core.vietnamese.collate import name_sort_key, sort_key
from desktop.core.vietnamese.fold import words
from desktop.services import registers
from desktop.services.books import Book, check_file

shared_book = settings(
    max_examples=30,
    deadline=None,
    # one book serves all examples: each adds to it and looks at what it added
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def add(book: Book, register: str, **values: Any) -> registers.Row:
    return registers.save(book, register, values).value


def names(book: Book, query: Query, field: str = "full_name") -> list[Any]:
    ids = list(registers.keys(book, query))
    return [row.values[field] for row in registers.rows(book, query.register, ids)]


def test_text_is_kept_nfc_and_trimmed(book: Book) -> None:
    typed = unicodedata.normalize("NFD", "  Nguyễn Thị Ánh\u200b ")
    row = add(book, "members", full_name=typed, note="một\r\nhai\x07")
    assert row.values["full_name"] == "Nguyễn Thị Ánh"
    assert row.values["note"] == "một\nhai"
    assert row.values["status"] == "official"


def test_each_wrong_value_gets_its_own_sentence(book: Book) -> None:
    with pytest.raises(InvalidValues) as caught:
        registers.save(
            book,
            "members",
            {"full_name": "   ", "birth_date": "1975-13", "sex": "x", "given_words": 9},
        )
    assert set(caught.value.by_field) == {"full_name", "birth_date", "sex", "given_words"}
    assert "Hãy nhập họ và tên." in caught.value.message
    assert registers.count(book, Query("members")) == 0


@pytest.mark.parametrize(
    ("register", "values", "field"),
    [
        ("campaigns", {"year": 2026, "title": "A", "deadline": None}, "deadline"),
        ("campaigns", {"year": 1, "title": "A", "deadline": date(2026, 3, 1)}, "year"),
        ("awards", {"round_id": 99, "form_id": 1, "recipient_name": "A"}, "round_id"),
        ("units", {"name": "A", "parent_id": 99}, "parent_id"),
        ("yearly_ratings", {"name": "A", "points": Decimal("100.5")}, "points"),
        ("documents", {"number": "x", "on": date(1492, 1, 1)}, "on"),
    ],
)
def test_values_that_cannot_be_kept(
    book: Book, register: str, values: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidValues) as caught:
        registers.save(book, register, values)
    assert field in caught.value.by_field


def test_stale_write_is_refused(book: Book) -> None:
    row = add(book, "members", full_name="Trần Văn A")
    registers.save(book, "members", {"full_name": "Trần Văn B"}, row.id, row.revision)
    with pytest.raises(StaleRecord):
        registers.save(book, "members", {"full_name": "Trần Văn C"}, row.id, row.revision)
    assert registers.get(book, "members", row.id).values["full_name"] == "Trần Văn B"


def test_saving_without_a_change_changes_nothing(book: Book) -> None:
    row = add(book, "members", full_name="Trần Văn A")
    done = registers.save(book, "members", dict(row.values), row.id, row.revision)
    assert done.value.revision == row.revision
    assert not done.changes


def test_search_knows_no_diacritics(book: Book) -> None:
    for name in ("Nguyễn Thị Ánh", "Đỗ Văn Đức", "Lê Hoà", "Lê Hòa Bình"):
        add(book, "members", full_name=name)
    assert names(book, Query("members", "nguyen thi anh")) == ["Nguyễn Thị Ánh"]
    assert names(book, Query("members", "ĐUC")) == ["Đỗ Văn Đức"]
    assert sorted(names(book, Query("members", "hoa"))) == ["Lê Hoà", "Lê Hòa Bình"]
    assert names(book, Query("members", 'a" OR "b*')) == []


def test_order_is_vietnamese_and_by_given_name(book: Book) -> None:
    given_names = ["Trần Văn Đạt", "Lê Văn Dũng", "Phạm Thị Ấm", "Ngô An", "Vũ Văn Ân", "Bùi Ăn"]
    for name in given_names:
        add(book, "members", full_name=name)
    assert names(book, Query("members")) == [
        "Ngô An",
        "Bùi Ăn",
        "Phạm Thị Ấm",
        "Vũ Văn Ân",
        "Lê Văn Dũng",
        "Trần Văn Đạt",
    ]


def test_given_name_of_two_words(book: Book) -> None:
    add(book, "members", full_name="Nguyễn Bảo Anh", given_words=2)
    add(book, "members", full_name="Lê Cường")
    add(book, "members", full_name="Lê An")
    assert names(book, Query("members")) == ["Lê An", "Nguyễn Bảo Anh", "Lê Cường"]


def test_blanks_come_last_in_both_directions(book: Book) -> None:
    for name, born in (("Lê A", "1980"), ("Lê B", None), ("Lê C", "1975-05")):
        add(book, "members", full_name=name, birth_date=born)
    assert names(book, Query("members", sort="birth_date")) == ["Lê C", "Lê A", "Lê B"]
    descending = Query("members", sort="birth_date", descending=True)
    assert names(book, descending) == ["Lê A", "Lê C", "Lê B"]


def test_choices_sort_in_their_order(book: Book) -> None:
    for name, status in (("A", "deceased"), ("B", "probationary"), ("C", "official")):
        add(book, "members", full_name=name, status=status)
    assert names(book, Query("members", sort="status")) == ["B", "C", "A"]


def test_every_column_sorts_and_pages(book: Book) -> None:
    unit = add(book, "units", name="Chi bộ ấp Một")
    for place in range(25):
        add(
            book,
            "members",
            full_name=f"Người Thứ {place}",
            unit_id=unit.id if place % 3 else None,
            home_town=None if place % 4 else f"xã {place}",
            exempt=bool(place % 2),
        )
    for field in registers.specs()["members"].fields:
        for descending in (False, True):
            query = Query("members", sort=field.name, descending=descending)
            paged: list[int] = []
            cursor = None
            while True:
                page = registers.page(book, query, cursor, limit=7)
                paged += [row.id for row in page.rows]
                cursor = page.cursor
                if cursor is None:
                    break
            assert paged == list(registers.keys(book, query)), field.name
            assert len(set(paged)) == 25


def test_renaming_a_unit_reorders_its_members(book: Book) -> None:
    first = add(book, "units", name="Chi bộ A")
    second = add(book, "units", name="Chi bộ B")
    add(book, "members", full_name="Lê Một", unit_id=first.id)
    add(book, "members", full_name="Lê Hai", unit_id=second.id)
    by_unit = Query("members", sort="unit_id")
    assert names(book, by_unit) == ["Lê Một", "Lê Hai"]
    registers.save(book, "units", {"name": "Chi bộ Y"}, first.id)
    assert names(book, by_unit) == ["Lê Hai", "Lê Một"]


def test_unit_filter_takes_the_subtree(book: Book) -> None:
    top = add(book, "units", name="Đảng bộ xã")
    cell = add(book, "units", name="Chi bộ ấp", parent_id=top.id)
    other = add(book, "units", name="Đảng bộ khác")
    add(book, "members", full_name="Lê Trong", unit_id=cell.id)
    add(book, "members", full_name="Lê Ngoài", unit_id=other.id)
    assert names(book, Query("members", filters={"unit_id": top.id})) == ["Lê Trong"]
    either = Query("members", filters={"unit_id": (cell.id, other.id), "status": ("official",)})
    assert registers.count(book, either) == 2
    with pytest.raises(UserProblem):
        registers.count(book, Query("members", filters={"nothing": 1}))


def test_year_filter(book: Book) -> None:
    for year in (2024, 2025, 2025):
        add(book, "models", name=f"Mô hình {year}", registered_on=date(year, 12, 31))
    assert registers.years(book, "models") == [2025, 2024]
    assert registers.count(book, Query("models", filters={"year": 2025})) == 2
    assert registers.count(book, Query("models", filters={"year": (2024, 2025)})) == 3


def test_a_unit_never_hangs_below_itself(book: Book) -> None:
    top = add(book, "units", name="Trên")
    below = add(book, "units", name="Dưới", parent_id=top.id)
    with pytest.raises(InvalidValues):
        registers.save(book, "units", {"parent_id": below.id}, top.id)


def test_a_member_gives_an_award_its_name_post_and_unit(book: Book) -> None:
    unit = add(book, "units", name="Chi bộ ấp 3")
    member = add(book, "members", full_name="Lê An", party_post="Bí thư", unit_id=unit.id)
    held = add(book, "rounds", title="Sơ kết")
    form = registers.options(book, "award_forms", "giay")[0]
    award = add(book, "awards", round_id=held.id, form_id=form.id, member_id=member.id)
    assert award.values["recipient_name"] == "Lê An"
    assert award.values["recipient_post"] == "Bí thư, Chi bộ ấp 3"
    assert award.labels["form_id"] == "Giấy khen"


def test_a_conference_gives_a_round_its_day_and_place(book: Book) -> None:
    held = {"title": "Hội nghị sơ kết", "on": date(2026, 5, 18), "place": "Hội trường huyện"}
    conference = registers.save(book, "conferences", held).value.id
    given = {"title": "Sơ kết 3 năm", "conference_id": conference}
    found = registers.save(book, "rounds", given).value.values
    assert (found["meeting_on"], found["meeting_place"]) == (held["on"], held["place"])
    own = registers.save(book, "rounds", {**given, "title": "B", "meeting_place": "Xã Mỹ Hòa"})
    assert own.value.values["meeting_place"] == "Xã Mỹ Hòa"


def test_a_decision_of_another_round_is_refused(book: Book) -> None:
    first, second = add(book, "rounds", title="A"), add(book, "rounds", title="B")
    decision = add(book, "decisions", round_id=first.id, level="district")
    form = registers.options(book, "award_forms", "giay")[0]
    with pytest.raises(InvalidValues):
        add(
            book,
            "awards",
            round_id=second.id,
            decision_id=decision.id,
            form_id=form.id,
            recipient_name="A",
        )


def test_model_steps_and_state_follow_each_other(book: Book) -> None:
    model = add(book, "models", name="Hũ gạo tình thương", registered_on=date(2025, 1, 2))
    registers.save(book, "models", {"state": "in_progress", "state_on": date(2025, 6, 1)}, model.id)
    steps = registers.page(book, Query("model_steps", filters={"model_id": model.id})).rows
    assert [one.values["state"] for one in steps] == ["registered", "in_progress"]
    last = add(book, "model_steps", model_id=model.id, state="appraised", on=date(2025, 9, 1))
    assert registers.get(book, "models", model.id).values["state"] == "appraised"
    registers.delete(book, "model_steps", [last.id])
    assert registers.get(book, "models", model.id).values["state"] == "in_progress"


def test_recycle_bin_keeps_what_a_record_owns(book: Book) -> None:
    held = add(book, "rounds", title="Tổng kết năm")
    decision = add(book, "decisions", round_id=held.id, level="district", number="15-QĐ/HU")
    form = registers.options(book, "award_forms", "giay")[0]
    add(
        book,
        "awards",
        round_id=held.id,
        decision_id=decision.id,
        form_id=form.id,
        recipient_name="Lê An",
    )
    with pytest.raises(InUse, match="15-QĐ/HU"):
        registers.delete(book, "decisions", [decision.id])
    registers.delete(book, "rounds", [held.id])
    assert registers.count(book, Query("awards")) == 0
    assert registers.count(book, Query("rounds", deleted=True)) == 1
    award = registers.page(book, Query("awards", deleted=True)).rows[0]
    (told,) = registers.restore(book, "awards", [award.id]).value.told  # with what it is part of
    assert "đợt khen thưởng «Tổng kết năm»" in told
    assert registers.count(book, Query("rounds")) == 1
    registers.delete(book, "rounds", [held.id])
    registers.restore(book, "rounds", [held.id])
    assert registers.count(book, Query("awards")) == 1
    registers.delete(book, "rounds", [held.id])
    registers.purge(book, "rounds", [held.id])
    assert registers.count(book, Query("awards", deleted=True)) == 0
    assert check_file(book.path).ok


def test_a_unit_in_use_is_not_deleted(book: Book) -> None:
    unit = add(book, "units", name="Chi bộ")
    member = add(book, "members", full_name="Lê An", unit_id=unit.id)
    with pytest.raises(InUse):
        registers.delete(book, "units", [unit.id])
    registers.delete(book, "members", [member.id])
    registers.delete(book, "units", [unit.id])
    with pytest.raises(InUse):  # the member in the bin still refers to it
        registers.purge(book, "units", [unit.id])


def test_warnings_never_block(book: Book) -> None:
    values = {
        "full_name": "Lê An",
        "card_number": "A1",
        "birth_date": "1990",
        "admitted_on": "1980",
    }
    found = registers.warnings(book, "members", values)
    assert set(found) == {"card_number", "admitted_on"}
    add(book, "members", **values)
    again = registers.warnings(book, "members", {"full_name": "Lê B", "card_number": "A1"})
    assert "trùng số thẻ đảng" in again["card_number"]


@pytest.mark.parametrize(
    ("register", "values", "field"),
    [
        ("study_sessions", {"subject": "Nghị quyết", "on": date(2025, 3, 14)}, "subject"),
        ("plans", {"title": "Học tập Bác", "period": "year", "year": 2025}, "period"),
        ("inspections", {"year": 2025, "kind": "inspection"}, "year"),
        ("documents", {"number": "5-KH/HU"}, "number"),
        ("topics", {"title": "Chuyên đề"}, "title"),
    ],
)
def test_a_blank_of_an_identity_is_a_blank(
    book: Book, register: str, values: dict[str, object], field: str
) -> None:
    assert field not in registers.warnings(book, register, values)
    row = add(book, register, **values)
    kept = {one: row.values[one] for one in row.values}
    assert registers.warnings(book, register, kept)[field].startswith("Đã có ")
    assert field not in registers.warnings(book, register, kept, row.id)
    blanks = [one for each in registers.specs()[register].identity[-1:] for one in each
              if row.values[one] is None]  # fmt: skip
    told = {"place": "Hội trường", "level": "district", "issuer": "Huyện ủy", "year": 2024,
            "unit_id": add(book, "units", name="Đảng bộ xã").id}  # fmt: skip
    for one in set(blanks) & set(told):
        assert field not in registers.warnings(book, register, {**kept, one: told[one]})


def test_namesakes_without_a_post_of_two_decisions_are_no_doubles(book: Book) -> None:
    held = add(book, "rounds", title="Sơ kết").id
    decided = [add(book, "decisions", round_id=held, number=one).id for one in ("1", "2")]
    values = {"round_id": held, "recipient_kind": "individual", "recipient_name": "Lê An",
              "form_id": registers.options(book, "award_forms")[0].id}  # fmt: skip
    add(book, "awards", **values, decision_id=decided[0])
    found = [registers.warnings(book, "awards", {**values, "decision_id": one}) for one in decided]
    assert ["round_id" in one for one in found] == [True, False]


_letters = st.sampled_from("aăâbcdđeêghiklmnoôơpqrstuưvxyAĐÊáàảãạắằẳẵặếềểễệốồổỗộớờởỡợứừửữự ")
_name = st.text(_letters, min_size=1, max_size=14).filter(str.strip)


@shared_book
@given(added=st.lists(_name, min_size=1, max_size=6), typed=st.text(_letters, max_size=4))
def test_search_and_order_agree_with_a_plain_recomputation(
    book: Book, added: list[str], typed: str
) -> None:
    for name in added:
        add(book, "members", full_name=name)
    everything = names(book, Query("members"))
    assert [name_sort_key(one) for one in everything] == sorted(map(name_sort_key, everything))
    asked = words(typed)
    wanted = [
        one for one in everything if all(any(w.startswith(a) for w in words(one)) for a in asked)
    ]
    assert names(book, Query("members", typed)) == wanted


@shared_book
@given(text=st.text(max_size=60))
def test_any_text_is_kept_or_told(book: Book, text: str) -> None:
    try:
        row = add(book, "topics", title=text)
    except InvalidValues as told:
        assert set(told.by_field) == {"title"}
    else:
        assert registers.get(book, "topics", row.id).values["title"] == row.values["title"]
        assert unicodedata.is_normalized("NFC", row.values["title"])
        assert sort_key(row.values["title"]) is not None
    assert check_file(book.path).ok
