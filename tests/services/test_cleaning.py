"""Clean data: each rule on a record that breaks it and on the same record mended."""

from __future__ import annotations

import shutil
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.core.errors import Cancelled, UserProblem
from desktop.core.register import RegisterSpec
from desktop.services import books, cleaning, registers
from desktop.services.books import Book
from desktop.services.cleaning import FindingKind, Findings
from desktop.services.cleaning.stale import months_before
from desktop.services.contradicting import ORDERED
from desktop.storage.models import Setting

from .cleaning_cases import CASES, LATER, mended, rate
from .cleaning_desk import TODAY, YEAR, Desk


@pytest.fixture
def desk(book: Book) -> Desk:
    return Desk(book)


def title_words(declared: RegisterSpec, title: str | None) -> str:
    """Return a title as it is shown: one that is a choice by its words."""
    return declared.by_name[declared.title].choice_headings.get(title or "", title or "")


def test_every_rule_has_a_case_and_a_name_of_its_own() -> None:
    names = [one.name for one in cleaning.RULES]
    assert sorted(names) == sorted(CASES)
    assert len(set(names)) == len(names)
    assert len({one.heading for one in cleaning.RULES if one.register == "members"}) == sum(
        one.register == "members" for one in cleaning.RULES
    )
    assert {pair[1] for pairs in ORDERED.values() for pair in pairs} <= {
        one.rpartition("-")[2] for one in names
    }
    specs = registers.specs()
    for one in cleaning.RULES:
        assert one.register in cleaning.REGISTERS
        assert not isinstance(one.field, str) or one.field in specs[one.register].by_name


def test_a_book_of_nothing_gives_nothing(book: Book) -> None:
    found = cleaning.find(book)
    assert found.entries == ()
    assert found.count() == 0
    assert found.by_unit == {}


def test_a_sound_office_gives_nothing(desk: Desk) -> None:
    desk.pledge()
    desk.model()
    desk.award({"number": "15-QĐ/HU", "on": TODAY}, state="given", given_on=TODAY)
    desk.member("Hồ Dự Bị", status="probationary", official_on=None, card_number=None,
                admitted_on=months_before(TODAY, 14).isoformat())  # fmt: skip
    desk.member("Thạch Đã Đi", status="transferred", status_on="2024", status_reason="Trà Vinh",
                card_number=None, education=None)  # fmt: skip
    desk.add("units", name="Hội Phụ nữ", kind="front", parent_id=desk.committee)
    assert desk.found() == []


@pytest.mark.parametrize("rule", list(CASES))
def test_a_rule_finds_what_breaks_it_until_it_is_mended(desk: Desk, rule: str) -> None:
    case = CASES[rule]
    before = [one for one in desk.found(case.today) if one.rule == rule]
    row = case.broken(desk)
    broken = [one for one in desk.found(case.today) if one.rule == rule]
    [one] = [one for one in broken if one.record_id == row]
    assert (one.register, one.kind) == (case.register, case.kind)
    assert case.words in one.words
    assert one.words[-1] in ".?"
    assert "{" not in one.words
    declared = registers.specs()[one.register]
    assert one.field in declared.by_name
    if case.place:
        assert one.field == case.place
    kept = registers.get(desk.book, one.register, row)
    assert one.title == title_words(declared, kept.values[declared.title])
    assert one.uid == kept.uid
    mended(desk, case, row)
    after = [one for one in desk.found(case.today) if one.rule == rule]
    assert row not in {one.record_id for one in after}
    assert len(after) <= len(before) + (rule == "unrated")


RULE_NAMES = sorted(set(CASES) - {"unrated", "untouched"})  # these look from another day


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.sampled_from(RULE_NAMES), min_size=2, max_size=6, unique=True), st.randoms())
def test_whatever_is_broken_together_is_mended_one_by_one(
    empty_book: Path, tmp_path: Path, chosen: list[str], random: Any
) -> None:
    path = Path(shutil.copy(empty_book, tmp_path / "sổ.gsdb"))
    with closing(books.open_book(path)) as book:
        desk = Desk(book)
        rows = {name: CASES[name].broken(desk) for name in chosen}
        order = list(chosen)
        random.shuffle(order)
        for place, name in enumerate(order):
            told = {(one.rule, one.record_id) for one in desk.found()}
            waiting = {(rule, rows[rule]) for rule in order[place:]}
            assert waiting <= told
            mended(desk, CASES[name], rows[name])
            assert (name, rows[name]) not in {(one.rule, one.record_id) for one in desk.found()}


def test_counts_are_those_of_a_unit_with_all_below_it(desk: Desk) -> None:
    other = desk.add("units", name="Đảng bộ xã Thuận Hòa", kind="base_committee")
    cell = desk.add_cell("Chi bộ Sóc Chuối", parent_id=other)
    desk.member("Kim Đủ", unit_id=cell)
    desk.member("Sơn Thiếu", unit_id=cell, birth_date=None, official_on="2000")
    desk.member("Lê Thiếu", card_number=None)
    desk.member("Mai Không Nơi", unit_id=None)
    found = cleaning.find(desk.book)
    assert {one.title for one in found.entries} == {"Sơn Thiếu", "Lê Thiếu", "Mai Không Nơi"}
    assert found.count() == len(found.entries) == 4
    assert found.count(desk.committee) == found.count(desk.cell) == 1
    assert found.by_unit[other] == {FindingKind.MISSING: 1, FindingKind.CONTRADICTORY: 1}
    assert found.by_unit[cell] == found.by_unit[other]
    assert [one.title for one in found.of_unit(other)] == ["Sơn Thiếu"] * 2
    assert {one.unit for one in found.of_unit(other)} == {"Chi bộ Sóc Chuối"}
    assert found.of_unit(None) == found.entries
    part = cleaning.find(desk.book, other)
    assert part.entries == found.of_unit(other)
    missing = cleaning.find(desk.book, kinds=[FindingKind.MISSING])
    assert {one.kind for one in missing.entries} == {FindingKind.MISSING}
    assert len(missing.entries) == 3
    with pytest.raises(UserProblem, match="Đơn vị đã chọn"):
        cleaning.find(desk.book, 999)


def test_the_order_is_that_of_the_tree_and_of_names(desk: Desk) -> None:
    for name in ("Trần Văn Bé", "Nguyễn Thị Ánh", "Lê Văn Ân"):
        desk.member(name, birth_date=None, card_number=None)
    first = desk.add_cell("Chi bộ ấp 2")
    desk.member("Võ Thị Đào", unit_id=first, birth_date=None)
    desk.member("Ai Ở Đâu", unit_id=None)
    titles = list(dict.fromkeys(one.title for one in desk.found()))
    assert titles == ["Võ Thị Đào", "Nguyễn Thị Ánh", "Lê Văn Ân", "Trần Văn Bé", "Ai Ở Đâu"]


def test_rows_of_the_bin_and_of_other_offices_are_left_out(desk: Desk) -> None:
    gone = desk.member("Vào Thùng Rác", birth_date=None)
    other = desk.member("Nơi Khác Gửi", birth_date=None)
    registers.delete(desk.book, "members", [gone])
    with desk.book.write("Thử") as session:
        session.connection().exec_driver_sql(
            "UPDATE members SET origin = 'khác' WHERE id = ?", (other,)
        )
    assert desk.found() == []


def test_partial_days_break_a_rule_only_when_nothing_else_can_be(desk: Desk) -> None:
    desk.member("Cùng Năm", birth_date="1983", admitted_on="2001", official_on="2002")
    desk.member("Cùng Tháng", birth_date="1983-02-27", admitted_on="2001-02-01")
    desk.member("Năm Nào", admitted_on="2001", official_on="2001-01-01")
    assert desk.found() == []
    desk.member("Sớm Một Tháng", birth_date="1983-03", admitted_on="2001-02")
    assert [one.rule for one in desk.found()] == ["too-young"]


def test_one_card_of_many_names_one_other(desk: Desk) -> None:
    for name in ("An Một", "Bình Hai", "Cúc Ba"):
        desk.member(name, card_number="00000001")
    words = {one.title: one.words for one in desk.found()}
    assert words["An Một"].endswith("trùng với Cúc Ba và 1 người khác.")
    assert words["Cúc Ba"].endswith("trùng với An Một và 1 người khác.")
    desk.member("Dư", card_number="chưa cấp")
    desk.member("Dung", card_number="chưa cấp")
    assert {one.rule for one in desk.found() if one.title.startswith("D")} == {
        "form-members-card_number"
    }


def test_an_office_that_keeps_no_ratings_is_not_asked_for_them(desk: Desk) -> None:
    desk.member("Tạ Thiếu Xếp Loại")
    assert not [one for one in desk.found(LATER) if one.rule == "unrated"]
    rate(desk, desk.member("Trịnh Có Xếp Loại"))
    early = LATER.replace(month=2)
    assert not [one for one in desk.found(early) if one.rule == "unrated"]
    desk.member("Miễn Sinh Hoạt", exempt=True)
    desk.member("Mới Vào", admitted_on=f"{YEAR}-07-01", status="probationary", official_on=None)
    late = desk.member("Mới Đến")
    desk.add("member_moves", member_id=late, kind="arrival", on=f"{YEAR + 1}-01", place="Bến Tre")
    unrated = {one.title for one in desk.found(LATER) if one.rule == "unrated"}
    assert unrated == {"Trần Thị Bình", "Tạ Thiếu Xếp Loại"}


def test_limits_of_the_office_are_kept_to(desk: Desk) -> None:
    desk.member("Hồ Dự Bị", status="probationary", official_on=None, card_number=None,
                admitted_on=months_before(TODAY, 14).isoformat())  # fmt: skip
    assert desk.found() == []
    with desk.book.write("Thử") as session:
        session.add(Setting(key=cleaning.LIMITS, value='{"grace_months": 1, "unknown": 5}'))
    assert [one.rule for one in desk.found()] == ["long-probation"]


def test_what_is_confirmed_is_shown_so_and_not_counted(desk: Desk) -> None:
    row = desk.member("Hồ Trẻ Tuổi", birth_date="1990", admitted_on="2001-02-03")
    [one] = desk.found()
    assert cleaning.confirm(desk.book, [one]).value == 1
    found = cleaning.find(desk.book)
    assert found.entries == (one._replace(confirmed=True),)
    assert found.count() == found.count(desk.cell) == 0
    assert cleaning.confirm(desk.book, found.entries).value == 0
    # another value makes another sentence: it is to be looked at again
    desk.change("members", row, birth_date="1991")
    found = cleaning.find(desk.book)
    assert found.count() == 1
    cleaning.confirm(desk.book, found.entries)
    assert cleaning.take_back(desk.book, cleaning.find(desk.book).entries).value == 1
    assert cleaning.take_back(desk.book, found.entries).value == 0
    assert cleaning.find(desk.book).count() == 1


def test_a_confirmation_of_what_is_stale_holds_for_a_year(desk: Desk) -> None:
    row = CASES["silent"].broken(desk)
    [one] = [one for one in desk.found() if one.record_id == row]
    cleaning.confirm(desk.book, [one])
    for days, confirmed in ((0, True), (365, True), (366, False)):
        day = TODAY + timedelta(days=days)
        told = [one for one in desk.found(day) if one.record_id == row and one.rule == "silent"]
        assert [one.confirmed for one in told] == [confirmed]


def test_progress_hears_of_each_rule_and_may_cancel(desk: Desk) -> None:
    heard: list[tuple[int, int]] = []
    cleaning.find(desk.book, progress=lambda done, total: heard.append((done, total)))
    total = len(cleaning.RULES)
    assert heard == [(place, total) for place in range(total + 1)]

    def stop(done: int, _total: int) -> None:
        if done == 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        cleaning.find(desk.book, progress=stop)


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
        (date(2024, 2, 29), 12, date(2023, 2, 28)),
        (date(2026, 11, 21), 15, date(2025, 8, 21)),
    ],
)
def test_months_before(day: date, months: int, before: date) -> None:
    assert months_before(day, months) == before


def test_findings_of_nothing() -> None:
    assert Findings().count() == Findings().count(5) == 0
    assert Findings().of_unit(5) == ()
