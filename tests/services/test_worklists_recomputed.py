"""The worklists against a slow plain recomputation, and against the figures."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from desktop.core.terms import ReviewPeriod
from desktop.core.vietnamese.fold import fold
from desktop.services import books, registers, worklist_papers, worklists
from desktop.services.books import Book
from desktop.services.figures import figures
from desktop.services.worklists import Scope, Work
from desktop.services.worklists_reading import period_of
from desktop.services.worklists_rows import WorkRow
from desktop.storage.models import Setting
from desktop.storage.registers import TABLES

Plain = dict[str, Any]
DAY = date(2026, 5, 20)
DAYS = [DAY + timedelta(n) for n in (-400, -90, -50, -1, 0, 1, 14, 15, 16, 60)]
TEXTS = [("Giúp 02 hộ nghèo", "GIÚP 02  HỘ NGHÈO"), ("Dậy sớm", "dậy sớm."), ("Trồng cây",)]
PEOPLE = [("Lê An", "LÊ  AN"), ("Trần Đỗ Bình", "Tran Do Binh"), ("Võ Cảnh",)]
KINDS = ["member", "organisation", "other"]

maybe = st.one_of(st.none(), st.sampled_from(DAYS))
maybe_three = st.one_of(st.none(), st.integers(0, 2))


def spelt(lines: list[tuple[str, ...]]) -> st.SearchStrategy[str]:
    return st.sampled_from([one for line in lines for one in line])


def few(most: int, **parts: st.SearchStrategy[Any]) -> st.SearchStrategy[list[Plain]]:
    return st.lists(st.fixed_dictionaries(parts), max_size=most)


who: dict[str, st.SearchStrategy[Any]] = {
    "pledger_kind": st.sampled_from(KINDS),
    "member_id": maybe_three,
    "unit_id": maybe_three,
    "name": spelt(PEOPLE),
}
world = st.fixed_dictionaries(
    {
        "limit": st.sampled_from([2, 3]),
        "campaigns": st.lists(
            st.tuples(st.sampled_from([2025, 2026]), maybe, st.sampled_from(DAYS)),
            min_size=2,
            max_size=3,
        ),
        "expected": few(7, **who, campaign=st.integers(0, 1), head=st.booleans()),
        "pledges": few(
            7,
            **who,
            campaign=st.one_of(st.none(), st.integers(0, 1), st.just(0)),
            year=st.sampled_from([2025, 2026]),
            confirmed_on=maybe,
            public_on=maybe,
            public_means=st.sampled_from([None, "posted"]),
            deleted=st.sampled_from([False, False, False, True]),
            pledge_items=few(
                2,
                content=spelt(TEXTS),
                duty=st.sampled_from([None, "Dạy học"]),
                target=st.sampled_from([None, "02 hộ"]),
                due_on=maybe,
                done_on=maybe,
                progress=st.sampled_from([None, None, 40, 100]),
            ),
            pledge_reviews=few(
                2,
                reviewed_on=st.sampled_from(DAYS),
                period_kind=st.sampled_from(["month", "quarter", "half_year", "year"]),
                period_from=maybe,
                rating=st.sampled_from([None, "good"]),
                pledged=st.sampled_from([None, "Sẽ làm"]),
                done=st.sampled_from([None, None, "Đã làm"]),
            ),
        ),
        "notes": few(2, remind_on=maybe, settled=st.booleans()),
    }
)
scope = st.one_of(
    st.just(Scope()),
    st.builds(Scope, year=st.sampled_from([2025, 2026])),
    st.builds(Scope, campaign_id=st.integers(1, 2)),
    st.builds(Scope, campaign_id=st.integers(1, 2), unit_id=st.integers(1, 3)),
    st.builds(Scope, year=st.just(2026), unit_id=st.integers(1, 3)),
    st.builds(Scope, search=st.sampled_from(["an", "le an", "giup", "bi", "zz", "..."])),
)


@pytest.fixture(scope="module")
def opened(empty_book: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[Plain], Book]:
    def make(plain: Plain) -> Book:
        path = tmp_path_factory.mktemp("sổ") / "Sổ.gsdb"
        book = books.open_book(Path(shutil.copy(empty_book, path)))
        write(book, plain)
        return book

    return make


def write(book: Book, plain: Plain) -> None:  # noqa: C901 - a list of what is written
    """Write a world as its plain data have it: ids are places + 1."""
    with book.write("Nhập") as session:

        def put(register: str, **values: Any) -> int:
            return int(registers.save_in(session, register, values).id)

        units = [put("units", name="Đảng bộ")]
        units += [put("units", name=f"Chi bộ {n}", parent_id=units[0]) for n in range(2)]
        members = [put("members", full_name=f"Lý Thị {n}", unit_id=units[n]) for n in range(3)]
        for n, (year, opened_on, deadline) in enumerate(plain["campaigns"]):
            values = {"year": year, "title": f"Đợt {n}", "deadline": deadline}
            put("campaigns", **values, opened_on=opened_on and min(opened_on, deadline))
        session.add(Setting(key="shared_text_limit", value=str(plain["limit"])))

        def named(one: Plain) -> Plain:
            kept = {"pledger_kind": one["pledger_kind"], "name": one["name"]}
            if one["unit_id"] is not None:
                kept["unit_id"] = units[one["unit_id"]]
            if one["member_id"] is not None and one["pledger_kind"] == "member":
                kept["member_id"] = members[one["member_id"]]
            return kept

        for one in plain["expected"]:
            put("expected", **named(one), campaign_id=one["campaign"] + 1, head=one["head"])
        for one in plain["pledges"]:
            names = ("confirmed_on", "public_on", "public_means", "year")
            values = {**named(one), **{name: one[name] for name in names}}
            if one["campaign"] is not None:
                values["campaign_id"] = one["campaign"] + 1
                values["year"] = plain["campaigns"][one["campaign"]][0]
            pledge = put("pledges", **values)
            for register in ("pledge_items", "pledge_reviews"):
                for each in one[register]:
                    row = put(register, pledge_id=pledge, **each)
                    if register == "pledge_items" and each["done_on"] is None:
                        # of one that has come 100 % the day is unknown again
                        registers.save_in(session, register, {"done_on": None}, row)
        for one in plain["notes"]:
            put("notes", owner_register="units", owner_uid="x", on=DAY, text="Nhắc", **one)
    gone = [n + 1 for n, one in enumerate(plain["pledges"]) if one["deleted"]]
    if gone:
        registers.delete(book, "pledges", gone)


class Slow:
    """The lists from the rows themselves, one after the other."""

    def __init__(self, book: Book, asked: Scope, day: date) -> None:
        self.book, self.day = book, day
        with book.read() as session:

            def live(register: str) -> list[Plain]:
                table = TABLES[register]
                found = session.execute(select(table).where(table.c.deleted_at.is_(None)))
                return [dict(one) for one in found.mappings()]

            self.campaigns = {one["id"]: one for one in live("campaigns")}
            self.all_expected, self.all_pledges = live("expected"), live("pledges")
            self.items, self.reviews = live("pledge_items"), live("pledge_reviews")
            self.units, self.notes = live("units"), live("notes")
            (self.limit,) = session.scalars(
                select(Setting.value).where(Setting.key == "shared_text_limit")
            )
        self.asked = asked
        self.expected = [one for one in self.all_expected if self._wanted(one, loose=False)]
        self.pledges = [one for one in self.all_pledges if self._wanted(one, loose=True)]

    def _open(self) -> set[int]:
        begun = [
            one
            for one in self.campaigns.values()
            if one["opened_on"] is None or one["opened_on"] <= self.day
        ]
        found = {
            one["id"]
            for one in begun
            if one["year"] >= self.day.year or one["deadline"] >= self.day
        }
        self.past = {
            one["id"]
            for one in begun
            if one["id"] not in found and one["year"] == self.day.year - 1 and self.day.month <= 3
            and Slow(self.book, Scope(campaign_id=one["id"]), self.day).left()
        }  # fmt: skip
        return found | self.past

    def left(self) -> bool:
        """Whether anything of what is wanted is left to do, an item whenever it is due."""
        own = {one["id"] for one in self.pledges}
        return any(
            one["pledge_id"] in own and one["due_on"] is not None and self._undone(one)
            for one in self.items
        ) or any(
            self.list(work)
            for work in (Work.NOT_REGISTERED, Work.NOT_CONFIRMED, Work.NOT_PUBLIC,
                         Work.NEVER_REVIEWED, Work.NOT_CONCRETE)
        )  # fmt: skip

    def _undone(self, item: Plain) -> bool:
        if item["done_on"] is None:
            return bool(item["progress"] != 100)
        return bool(item["done_on"] > self.day)

    def _wanted(self, row: Plain, *, loose: bool) -> bool:
        asked, campaign = self.asked, row["campaign_id"]
        if asked.unit_id is not None and row["unit_id"] not in self._below(asked.unit_id):
            return False
        if asked.campaign_id is not None:
            return bool(campaign == asked.campaign_id)
        if campaign is None:
            years = self._years_now()
            if self.day.month <= 3:
                years.add(self.day.year - 1)
            return loose and row["year"] in ({asked.year} if asked.year else years)
        if asked.year is not None:
            return bool(self.campaigns[campaign]["year"] == asked.year)
        return campaign in self._open()

    def _years_now(self) -> set[int]:
        under_way = self._open() - self.past
        return {self.day.year, *(self.campaigns[one]["year"] for one in under_way)}

    def _came_round(self, one: Plain) -> bool:
        """Whether what comes round each period is due for a pledge too."""
        if self.asked.campaign_id is not None or self.asked.year is not None:
            return True
        if one["campaign_id"] is None:
            return one["year"] in self._years_now()
        self._open()
        return one["campaign_id"] not in self.past

    def _below(self, unit: int) -> set[int]:
        return {unit} | {one["id"] for one in self.units if one["parent_id"] == unit}

    def found(self, row: Plain, item: Plain | None = None) -> bool:
        """Whether the words that are looked for begin words of a name, or of an item."""
        if not self.asked.search:
            return True
        words = fold(self.asked.search).split()
        texts = [row["name"], *([item["content"]] if item else [])]
        if not words:
            return False
        return any(
            all(any(part.startswith(word) for part in fold(text).split()) for word in words)
            for text in texts
        )

    @staticmethod
    def key(row: Plain) -> tuple[str, Any]:
        if row["pledger_kind"] == "organisation":
            return ("u", row["unit_id"]) if row["unit_id"] else ("o", fold(row["name"]))
        return ("m", row["member_id"]) if row["member_id"] else ("n", fold(row["name"]))

    def _missing(self, rows: list[Plain]) -> list[Plain]:
        made = {(one["campaign_id"], self.key(one)) for one in self.all_pledges}
        first: dict[Any, Plain] = {}
        for one in sorted(rows, key=lambda row: row["id"]):
            first.setdefault((one["campaign_id"], self.key(one)), one)
        return [one for who, one in first.items() if who not in made]

    def list(self, work: Work) -> set[int]:
        if work is Work.NOT_REGISTERED:
            return {one["id"] for one in self._missing(self.expected) if self.found(one)}
        if work is Work.HEADS_BEHIND:
            return self._heads()
        if work is Work.REMINDERS:
            return {
                one["id"]
                for one in self.notes
                if one["remind_on"] and one["remind_on"] <= self.day and not one["settled"]
                and (not self.asked.search)
            }  # fmt: skip
        if work in (Work.OVERDUE, Work.DUE_SOON):
            return self._items(work)
        return {one["id"] for one in self.pledges if self.found(one) and self._fits(work, one)}

    def _heads(self) -> set[int]:
        heads = [
            one for one in self.expected if one["head"] and one["pledger_kind"] != "organisation"
        ]
        return {
            one["id"]
            for one in self._missing(heads)
            if self.found(one)
            and any(
                other["campaign_id"] == one["campaign_id"]
                and one["unit_id"] is not None
                and other["unit_id"] == one["unit_id"]
                and other["pledger_kind"] != "organisation"
                for other in self.all_pledges
            )
        }

    def _items(self, work: Work) -> set[int]:
        pledges = {one["id"]: one for one in self.pledges}
        first, last = date.min, self.day
        if work is Work.DUE_SOON:
            first, last = self.day + timedelta(1), self.day + timedelta(15)
        return {
            one["id"]
            for one in self.items
            if one["pledge_id"] in pledges
            and one["due_on"] is not None
            and first <= one["due_on"] <= last
            and self._undone(one)
            and self.found(pledges[one["pledge_id"]], one)
        }

    def _fits(self, work: Work, one: Plain) -> bool:
        if work is Work.NOT_CONFIRMED:
            return one["confirmed_on"] is None or one["confirmed_on"] > self.day
        if work is Work.NOT_PUBLIC:
            if one["public_on"] is not None:
                return bool(one["public_on"] > self.day)
            return one["public_means"] is None
        if work is Work.NOT_CONCRETE:
            return self._vague(one)
        kinds = {
            Work.NO_QUARTER_REVIEW: ReviewPeriod.QUARTER,
            Work.NO_HALF_YEAR_REVIEW: ReviewPeriod.HALF_YEAR,
        }
        own = [
            each
            for each in self.reviews
            if each["pledge_id"] == one["id"]
            and each["reviewed_on"] <= self.day
            and (each["rating"] or each["done"])
        ]
        if work in kinds:
            if not self._came_round(one):
                return False
            first, last = period_of(self.day, kinds[work])
            own = [
                each
                for each in own
                if each["period_kind"] == kinds[work].value
                and first
                <= (each["period_from"] or each["period_to"] or each["reviewed_on"])
                <= last
            ]
        return not own

    def _text(self, pledge: int) -> str | None:
        own = sorted(
            (one for one in self.items if one["pledge_id"] == pledge), key=lambda one: one["id"]
        )
        return " ".join(fold(one["content"]) for one in own) if own else None

    def _vague(self, one: Plain) -> bool:
        own = [each for each in self.items if each["pledge_id"] == one["id"]]
        if not any(each["duty"] and each["target"] for each in own):
            return True
        if one["campaign_id"] is None:
            return False
        texts = Counter(
            self._text(each["id"])
            for each in self.all_pledges
            if each["campaign_id"] == one["campaign_id"]
        )
        return texts[self._text(one["id"])] >= int(self.limit)


@settings(max_examples=15)
@given(plain=world, asked=st.lists(scope, min_size=3, max_size=3), day=st.sampled_from(DAYS))
def test_every_list_is_what_the_rows_say(
    opened: Callable[[Plain], Book], plain: Plain, asked: list[Scope], day: date
) -> None:
    book = opened(plain)
    try:
        for one in (Scope(), *asked):
            slow = Slow(book, one, day)
            counts = worklists.counts(book, one, day)
            for work in Work:
                keys = list(worklists.keys(book, work, one, day))
                assert sorted(keys) == sorted(slow.list(work)), work
                assert counts[work] == len(keys)
                _in_order(work, keys, worklists.rows(book, work, keys, day))
    finally:
        book.close()


def _in_order(work: Work, keys: list[int], rows: list[WorkRow]) -> None:
    assert [one.id for one in rows] == keys
    if work in (Work.OVERDUE, Work.DUE_SOON):
        days = [one.day or date.min for one in rows]
        assert days == sorted(days)
    if work is Work.NOT_REGISTERED:
        heads = [one.head for one in rows if one.person]
        assert heads == sorted(heads, reverse=True)


@settings(max_examples=10)
@given(plain=world, day=st.sampled_from(DAYS))
def test_the_figures_count_what_the_lists_hold(
    opened: Callable[[Plain], Book], plain: Plain, day: date
) -> None:
    plain["campaigns"] = [
        (year, None, date(2026, n + 1, 1)) for n, (year, _on, _by) in enumerate(plain["campaigns"])
    ]
    book = opened(plain)
    try:
        for campaign in (1, 2):
            asked = Scope(campaign_id=campaign)
            # a period that ends on the day; campaigns come into it by their deadline alone
            with book.write("Hạn") as session:
                registers.save_in(session, "campaigns", {"deadline": day}, campaign)
            told = figures(book, day, day).pledges
            counts = worklists.counts(book, asked, day)
            made = len(Slow(book, asked, day).pledges)
            people, organisations = told.people, told.organisations
            expected = people.expected + organisations.expected
            registered = people.registered + organisations.registered
            assert counts[Work.NOT_REGISTERED] == expected - registered
            assert made - counts[Work.NOT_PUBLIC] == told.public
            assert made - counts[Work.NEVER_REVIEWED] == told.reviewed
            assert counts[Work.OVERDUE] == told.overdue_items
            assert counts[Work.NOT_CONCRETE] == told.not_concrete
            _units, total = worklist_papers.results(book, asked, day)
            assert (total.expected, total.registered) == (expected, registered)
            assert (total.others, total.public, total.reviewed) == (
                told.others, told.public, told.reviewed)  # fmt: skip
            assert (total.overdue, total.not_concrete, total.good) == (
                told.overdue_items, told.not_concrete, told.by_rating.get("good", 0))  # fmt: skip
            with book.write("Hạn") as session:
                other = {"deadline": date(2000, 1, campaign)}
                registers.save_in(session, "campaigns", other, campaign)
    finally:
        book.close()
