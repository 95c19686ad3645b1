"""The demo office: whole, the same for the same seed, and fit to be kept by the services."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest

from desktop.core.due import DueState
from desktop.core.errors import Cancelled, FileThere, UserProblem
from desktop.core.register import Query, Row
from desktop.core.terms import (
    AwardState,
    MemberStatus,
    ModelState,
    Occasion,
    PledgeKind,
    PledgerKind,
    UnitKind,
)
from desktop.services import (
    books,
    documents,
    figures,
    overview_due,
    printing,
    registers,
    validation,
)
from desktop.services.books import Book
from desktop.services.demo import make_demo
from desktop.services.demo.making import texts
from desktop.services.demo.names import make_name

TODAY = date(2026, 11, 21)
MADE_BY_USE = {
    "submissions",
    "submission_profiles",
    "remarks",
    "same_records",
    "period_reports",
    "report_issues",
    "report_templates",
}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    """The demo book as the window makes it."""
    made = make_demo(tmp_path_factory.mktemp("demo") / "Sổ mẫu.gsdb", today=TODAY)
    yield made
    made.close()


@pytest.fixture
def written(office: Book, book: Book) -> list[str]:
    """The registers that the demo wrote, not the lists that every new book has."""
    return [
        name
        for name in registers.specs()
        if registers.count(office, Query(name)) > registers.count(book, Query(name))
    ]


def rows_of(book: Book, register: str) -> list[Row]:
    return registers.rows(book, register, registers.keys(book, Query(register)))


def content(book: Book) -> dict[str, list[tuple[Any, Any]]]:
    """All that a clerk can see: every field of every row and the words of its references."""
    return {
        name: [(seen(one), dict(one.labels)) for one in rows_of(book, name)]
        for name in registers.specs()
    }


def seen(row: Row) -> dict[str, Any]:
    """What is seen of a row: not the identity of the record that a file or a note is on."""
    return {name: value for name, value in row.values.items() if name != "owner_uid"}


def test_book_is_whole(office: Book) -> None:
    report = books.check_file(office.path)
    assert report.ok, report.problems


def test_every_register_has_rows(office: Book) -> None:
    empty = {name for name in registers.specs() if not registers.count(office, Query(name))}
    assert empty == MADE_BY_USE


def test_same_seed_same_content(tmp_path: Path) -> None:
    made = []
    for name, seed in (("a", 7), ("b", 7), ("c", 8)):
        book = make_demo(tmp_path / f"{name}.gsdb", members=60, seed=seed, today=TODAY)
        found = figures.figures(book, date(2025, 1, 1), TODAY)
        made.append((content(book), figures.figures_text(found)))
        book.close()
    assert made[0] == made[1]
    assert made[0][0] != made[2][0]


@pytest.mark.parametrize("percent", [1, 20, 90, 100])
def test_cancelled_leaves_nothing(tmp_path: Path, percent: int) -> None:
    def progress(done: int, total: int) -> None:
        assert total == 100
        if done >= percent:
            raise Cancelled

    folder = tmp_path / "sổ"
    with pytest.raises(Cancelled):
        make_demo(folder / "Sổ mẫu.gsdb", members=60, today=TODAY, progress=progress)
    assert list(folder.iterdir()) == []


def test_progress_goes_up_to_the_end(tmp_path: Path) -> None:
    told: list[int] = []
    make_demo(
        tmp_path / "a.gsdb", members=40, today=TODAY, progress=lambda done, _: told.append(done)
    ).close()
    assert told == sorted(told)
    assert told[-1] == 100


def test_never_over_a_file(tmp_path: Path) -> None:
    path = tmp_path / "Sổ.gsdb"
    path.write_bytes(b"of the clerk")
    with pytest.raises(FileThere):
        make_demo(path, members=40, today=TODAY)
    assert path.read_bytes() == b"of the clerk"


@pytest.mark.parametrize("members", [0, 9, 100_001])
def test_too_few_or_too_many(tmp_path: Path, members: int) -> None:
    with pytest.raises(UserProblem, match=r"từ 10 đến 100\.000"):
        make_demo(tmp_path / "a.gsdb", members=members)
    assert not (tmp_path / "a.gsdb").exists()


@pytest.mark.parametrize(
    "today", [date(2026, 1, 1), date(2026, 1, 20), date(2028, 2, 29), date(2024, 12, 31)]
)
def test_small_office_on_any_day(tmp_path: Path, today: date) -> None:
    book = make_demo(tmp_path / "a.gsdb", members=10, today=today)
    assert books.check_file(book.path).ok
    assert registers.count(book, Query("members")) == 10
    assert registers.count(book, Query("models")) >= 40
    for name in ("awards", "pledges", "pledge_items", "models", "model_steps", "documents"):
        assert late(book, name, today) == []
    last = figures.figures(book, date(today.year - 1, 1, 1), date(today.year - 1, 12, 31))
    assert last.pledges.people.registered
    book.close()


def late(book: Book, register: str, today: date) -> list[Any]:
    """Dates after the day the demo was made for, but those of what is still to be done."""
    ahead = {"due_on", "deadline", "meeting_on", "remind_on", "report_due"}
    return [
        (name, value)
        for row in rows_of(book, register)
        for name, value in row.values.items()
        if isinstance(value, date) and value > today and name not in ahead
    ]


def test_nothing_has_happened_in_the_future(office: Book) -> None:
    for name in registers.specs():
        assert late(office, name, TODAY) == []


def test_text_is_clean_and_composed(office: Book, written: list[str]) -> None:
    for name in written:
        spec = registers.specs()[name]
        for row in rows_of(office, name):
            for value in row.values.values():
                if isinstance(value, str):
                    assert unicodedata.is_normalized("NFC", value)
                    assert "{" not in value
            assert validation.cleaned(spec, row.values) == row.values
            assert validation.problems(spec, row.values) == {}


def test_services_keep_the_rows_as_they_are(office: Book, written: list[str]) -> None:
    chance = Random(3)
    for name in written:
        found = rows_of(office, name)
        for row in chance.sample(found, min(12, len(found))):
            kept = registers.save(office, name, row.values, row.id, row.revision).value
            assert (kept.values, kept.revision) == (row.values, row.revision)


def test_nothing_looks_wrong_to_the_services(office: Book, written: list[str]) -> None:
    chance = Random(4)
    for name in written:
        found = rows_of(office, name)
        for row in chance.sample(found, min(25, len(found))):
            assert registers.warnings(office, name, row.values, row.id) == {}


def test_figures_have_something_everywhere(office: Book) -> None:
    year = figures.figures(office, date(2025, 1, 1), TODAY)
    by_status = year.members.by_status
    assert {one.value for one in MemberStatus} <= set(by_status)
    assert by_status["official"] > 0.85 * year.members.total
    for share in (year.pledges.people, year.pledges.organisations):
        assert 0 < share.registered < share.expected
    pledges = year.pledges
    counts = (
        pledges.others,
        pledges.public,
        pledges.reviewed,
        pledges.overdue_items,
        pledges.not_concrete,
    )
    assert all(counts)
    made = registers.count(office, Query("pledges"))
    assert 0.05 * made < pledges.not_concrete < 0.3 * made
    assert len(pledges.by_rating) == 4
    assert len(year.ratings.members) == 4
    assert year.ratings.units
    assert year.models.total >= 40
    assert len(year.models.by_field) == 8
    assert year.models.new
    assert all(year.models.commended.values())
    assert year.models.proposed
    given = year.commendations
    assert given.collectives
    assert given.individuals
    assert given.households
    assert set(given.by_level) == {"commune", "district", "province"}
    assert year.documents.issued
    assert year.documents.received


def test_a_report_is_overdue_and_another_due_soon(office: Book) -> None:
    assert [one.state for one in documents.due_list(office, TODAY)] == [
        DueState.OVERDUE,
        DueState.SOON,
    ]


def test_members_are_consistent(office: Book) -> None:
    members = rows_of(office, "members")
    assert len(members) == 600
    cards = [one.values["card_number"] for one in members if one.values["card_number"]]
    assert len(set(cards)) == len(cards)
    assert all(len(one) == 8 and one.isdigit() for one in cards)
    partial = Counter(len(one.values["birth_date"]) for one in members)
    assert partial[4]
    assert partial[7]
    assert {one.values["ethnicity"] for one in members} == {"Kinh", "Khmer", "Hoa"}
    steps: dict[int, list[Row]] = {}
    for one in sorted(rows_of(office, "member_steps"), key=lambda each: each.id):
        steps.setdefault(one.values["member_id"], []).append(one)
    for one in members:
        assert steps[one.id][-1].values["status"] == one.values["status"]
        assert steps[one.id][0].values["on"] == one.values["admitted_on"]
        if one.values["status"] == MemberStatus.PROBATIONARY.value:
            assert one.values["official_on"] is None
            assert one.values["card_number"] is None


def test_units_have_a_life(office: Book) -> None:
    units = rows_of(office, "units")
    assert {one.values["kind"] for one in units} >= {
        one.value for one in UnitKind if one is not UnitKind.OTHER
    }
    communes = [one for one in units if one.values["code"] in ("X01", "X02", "X03")]
    assert [one.values["name"] for one in communes] == [
        f"Đảng bộ xã {name}" for name in ("Hiệp Hòa", "Mỹ Long", "Vĩnh Kim")
    ]
    merged = [one for one in units if one.values["merged_into_id"]]
    assert all(one.values["ended"] == "2025-07-01" for one in merged)
    dissolved = [
        one for one in units if one.values["ended"] and one.values["merged_into_id"] is None
    ]
    assert merged
    assert len(dissolved) == 1
    codes = [one.values["code"] for one in units]
    assert len(set(codes)) == len(codes)


def test_pledges_of_every_kind(office: Book) -> None:
    pledges = rows_of(office, "pledges")
    assert {(one.values["year"], one.values["kind"]) for one in pledges} == {
        (year, kind.value) for year in (2025, 2026) for kind in PledgeKind
    }
    assert {one.values["pledger_kind"] for one in pledges} == {one.value for one in PledgerKind}
    expected = sorted(rows_of(office, "expected"), key=lambda one: one.id)
    for campaign in rows_of(office, "campaigns"):
        heads = [one.values["head"] for one in expected if one.values["campaign_id"] == campaign.id]
        assert heads[0]
        assert heads == sorted(heads, reverse=True)
    due = overview_due.due_lines(office, TODAY)
    assert any("đến hạn mà chưa hoàn thành" in one.what for one in due)


def test_models_of_every_state_and_owner(office: Book) -> None:
    models = rows_of(office, "models")
    assert {one.values["state"] for one in models} == {one.value for one in ModelState}
    steps: dict[int, list[str]] = {}
    for one in sorted(rows_of(office, "model_steps"), key=lambda each: each.id):
        steps.setdefault(one.values["model_id"], []).append(one.values["state"])
    for one in models:
        assert steps[one.id][0] == ModelState.REGISTERED.value
        assert steps[one.id][-1] == one.values["state"]

    def owners(name: str) -> int:
        return sum(bool(one.values[name]) for one in models)

    assert all(owners(one) for one in ("unit_id", "owner_group", "member_id", "owner_person"))
    assert any(one.values["owner_person"] and not one.values["member_id"] for one in models)
    assert owners("replicated_from_id")


def test_rounds_past_and_next(office: Book, tmp_path: Path) -> None:
    rounds = {one.values["occasion"]: one for one in rows_of(office, "rounds")}
    assert set(rounds) == {one.value for one in Occasion}
    assert rounds["final_review"].values["meeting_on"].year == 2024
    decisions = rows_of(office, "decisions")
    yearly = [one for one in decisions if one.values["round_id"] == rounds["yearly"].id]
    assert {one.values["level"] for one in yearly} == {"province", "district"}
    assert {one.values["paper_family"] for one in yearly} == {"party", "government"}
    awards = rows_of(office, "awards")
    assert {one.values["state"] for one in awards} == {one.value for one in AwardState}
    coming = rounds["interim_review"]
    assert (coming.values["meeting_on"] - TODAY).days == 6
    proposed = [one for one in awards if one.values["round_id"] == coming.id]
    assert len(proposed) == 30
    assert {one.values["state"] for one in proposed} == {"proposed"}
    lengths = [len(one.values["achievement"]) for one in proposed]
    assert min(lengths) < 70
    assert max(lengths) > 180
    printed = printing.make_pdf(office, printing.PROPOSAL, tmp_path / "a.pdf", {"round": coming.id})
    assert printed.pages >= 2


def test_money_follows_the_base_salary_of_the_day(office: Book) -> None:
    forms = {one.id: one.values["name"] for one in rows_of(office, "award_forms")}
    paid = {
        (forms[one.values["form_id"]], one.values["recipient_kind"]): one.values["money"]
        for one in rows_of(office, "awards")
    }
    assert paid["Bằng khen", "individual"] == 2_340_000
    assert paid["Bằng khen", "collective"] == 4_680_000
    assert paid["Giấy khen", "individual"] == 702_000
    assert paid["Giấy khen", "household"] == 1_053_000
    assert paid["Biểu dương", "individual"] is None


def test_names_are_of_nobody_well_known(monkeypatch: pytest.MonkeyPatch) -> None:
    known = {**texts("names"), "families": [["Võ", 1]]}
    known["middle"] = {"male": ["Văn"], "female": ["Thị"]}
    known["given"] = {"male": ["Kiệt", "Toàn"], "female": ["Sáu", "Lan"]}
    monkeypatch.setattr("desktop.services.demo.names.texts", lambda _: known)
    monkeypatch.setattr("desktop.services.demo.names._PEOPLES", (("Kinh", 1),))
    chance = Random(1)
    assert {make_name(chance).full for _ in range(200)} == {"Võ Văn Toàn", "Võ Thị Lan"}


@pytest.mark.slow
def test_thousands_of_members(tmp_path: Path) -> None:
    book = make_demo(tmp_path / "a.gsdb", members=5_000, today=TODAY)
    assert registers.count(book, Query("members")) == 5_000
    communes = Query("units", filters={"kind": UnitKind.BASE_COMMITTEE.value})
    assert registers.count(book, communes) == 5 + 2  # with the merged and the dissolved one
    cells = registers.count(book, Query("units", filters={"kind": UnitKind.CELL.value}))
    assert 190 <= cells <= 205
    assert books.check_file(book.path).ok
    book.close()
