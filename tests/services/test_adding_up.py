"""Figures over all offices, through real files, against plain sums of the same rows."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from desktop.core.errors import UserProblem
from desktop.services import adding_up, books, receiving, registers, undoing
from desktop.services import bin as recycle_bin
from desktop.services.adding_up import Alike, LookAlike, added_up
from desktop.services.books import Book

from .arriving import Below, Sender, text
from .offices_below import FIELDS, FORMS, PERIOD, Office, Plain, award, figures_of, model
from .rows import add, live, undo_last

NAMES = ("Ba cùng", "Camera an ninh", "Ngày thứ bảy tình nguyện")
PEOPLE = ("Lê An", "Trần Bình", "Hội Phụ nữ xã Mỹ Hòa")


def sections(found: Any) -> Plain:
    """The parts of the figures that these offices have something in."""
    plain = found.to_json_dict()
    return {name: plain[name] for name in ("members", "models", "commendations", "study")}


def pair(register: str, first: str, second: str) -> LookAlike:
    """Two rows of which the clerk says something."""
    ends = [Alike(1, f"của {uid}", "Cơ quan", uid, "Bản ghi", ()) for uid in (first, second)]
    return LookAlike(register, ends[0], ends[1], (), 1.0)


class World:
    """A receiving office, those below it, and what they add up to by plain rules."""

    def __init__(self, book: Book, folder: Path, offices: int) -> None:
        self.book, self.folder = book, folder
        self.senders = [Sender(f"Cơ quan {n}") for n in range(offices)]
        self.sent: list[list[tuple[int, Office]]] = [[] for _one in range(offices)]
        self.numbers = [count(1) for _one in range(offices)]
        self.own = Office()
        self.same: dict[str, list[tuple[str, str]]] = {"models": [], "awards": []}

    def send(self, place: int, office: Office, **more: Any) -> int:
        """Send what an office has, and take it in; return the submission's id."""
        number = next(self.numbers[place])
        path = self.folder / f"{place}-{number}.gsnop"
        rates = office.rates()
        self.senders[place].send(
            path,
            office.rows(),
            number=number,
            period=PERIOD,
            figures=text(office.figures()),
            sums=text({"study.rates": [sum(rates), len(rates)]}),
            **more,
        )
        found = receiving.receive(self.book, path, accept=True).value
        self.sent[place].append((found.id, office))
        return found.id

    def take_out(self, place: int) -> None:
        """Take out what an office sent last."""
        if self.sent[place]:
            receiving.take_out(self.book, [self.sent[place].pop()[0]])

    def say(self, register: str, first: str, second: str, *, same: bool = True) -> None:
        """Say of two rows that they are one, or two."""
        adding_up.decide(self.book, [pair(register, first, second)], same)
        known = [one for one in self.same[register] if set(one) != {first, second}]
        self.same[register] = [*known, *([(first, second)] if same else [])]

    def uids(self, register: str) -> list[str]:
        """The rows there are."""
        return [one["uid"] for office in self.offices() for one in getattr(office, register)]

    def offices(self) -> list[Office]:
        """What counts: the own office first."""
        return [self.own, *(some[-1][1] for some in self.sent if some)]

    def check(self) -> None:
        """Compare the program's sum with the plain one."""
        found = added_up(self.book, *PERIOD)
        told, plain = sections(found.total), figures_of(self.offices(), self.same)
        # sums of floating point depend on their order in the last place
        means = [one["study"].pop("mean_rate") for one in (told, plain)]
        assert means[0] == (None if means[1] is None else pytest.approx(means[1], abs=2e-6))
        assert told == plain
        assert sections(found.own) == self.own.figures()
        shown = [sections(one.figures) for one in found.by_office]
        assert shown == [one.figures() for one in self.offices()[1:]]

    def fill_own(self, office: Office) -> None:
        """Enter rows into the own book; they get the uids that the book gives them."""
        held = add(self.book, "rounds", title="Tổng kết", meeting_on=date(2026, 5, 5))
        forms = {one: registers.options(self.book, "award_forms", one)[0].id for one in FORMS}
        decisions: dict[Any, int] = {}
        for one in office.awards:
            key = one["number"], one["level"]
            if key not in decisions:
                values = {"number": key[0], "level": key[1], "on": date(2026, 5, 4)}
                decisions[key] = add(self.book, "decisions", round_id=held, **values)
            row = registers.save(
                self.book,
                "awards",
                {"round_id": held, "decision_id": decisions[key], "recipient_name": one["name"],
                 "recipient_kind": one["kind"], "form_id": forms[FORMS[one["form"]]],
                 "recipient_post": one["post"], "state": one["state"]},
            ).value  # fmt: skip
            one |= {"uid": row.uid, "member": None}
        for one in office.models:
            field = registers.options(self.book, "fields", FIELDS[one["field"]])[0].id
            row = registers.save(
                self.book,
                "models",
                {"name": one["name"], "kind": one["kind"], "state": one["state"],
                 "registered_on": date.fromisoformat(one["on"]),
                 "field_id": field},
            ).value  # fmt: skip
            one["uid"] = row.uid
            for level in one["levels"]:
                add(self.book, "model_levels", model_id=row.id, level=level)
        self.own = office


@contextmanager
def world(empty_book: Path, folder: Path, offices: int = 3) -> Iterator[World]:
    """A world in a folder of its own."""
    shutil.copy(empty_book, folder / "sổ.gsdb")
    book = books.open_book(folder / "sổ.gsdb")
    try:
        yield World(book, folder, offices)
    finally:
        book.close()


# any offices, anything done


@st.composite
def offices(draw: Any, mark: str) -> Office:
    """What an office may have; rows are told apart by `mark`."""
    models = [
        model(
            f"m{mark}-{n}",
            draw(st.sampled_from(NAMES)),
            kind=draw(st.sampled_from(["collective", "individual"])),
            field=draw(st.integers(0, 1)),
            state=draw(st.sampled_from(["registered", "in_progress", "recognised"])),
            on=draw(st.sampled_from(["2025-11-01", "2026-02-03"])),
            levels=tuple(draw(st.sets(st.sampled_from(["commune", "district"])))),
        )
        for n in range(draw(st.integers(0, 3)))
    ]
    awards = [
        award(
            f"a{mark}-{n}",
            draw(st.sampled_from(PEOPLE)),
            kind=draw(st.sampled_from(["individual", "collective", "household"])),
            form=draw(st.integers(0, 1)),
            level=draw(st.sampled_from(["district", "province"])),
            state=draw(st.sampled_from(["given", "agreed", "proposed"])),
            member=draw(st.sampled_from([None, "đv-1", "đv-2"])),
        )
        for n in range(draw(st.integers(0, 3)))
    ]
    sessions = draw(st.lists(st.tuples(st.integers(1, 90), st.integers(0, 90)), max_size=2))
    return Office(models, awards, draw(st.integers(0, 900)), sessions)


@settings(
    max_examples=15,
    suppress_health_check=list(HealthCheck),
    deadline=None,
    phases=(Phase.explicit, Phase.reuse, Phase.generate),  # to shrink real files takes minutes
)
@given(st.data())
def test_the_sum_is_what_plain_rules_make_of_the_rows(
    empty_book: Path, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    with world(empty_book, tmp_path_factory.mktemp("w")) as one:
        mine = data.draw(offices("riêng"))
        mine.members, mine.sessions = 0, []
        for row in mine.awards:
            row["member"] = None
        one.fill_own(mine)
        for place in range(3):
            one.send(place, data.draw(offices(str(place))))
        one.check()
        for _step in range(data.draw(st.integers(1, 5))):
            _do(one, data)
            one.check()


def _do(one: World, data: st.DataObject) -> None:
    """Do something that can happen between two sums."""
    place = data.draw(st.integers(0, 2))
    deed = data.draw(st.sampled_from(["send", "take out", "undo", "one", "one", "two", "delete"]))
    if deed == "send":
        one.send(place, data.draw(offices(str(place))))
    elif deed == "take out":
        one.take_out(place)
    elif deed == "undo" and one.sent[place]:
        receiving.take_out(one.book, [one.sent[place][-1][0]])
        undo_last(one.book)
    elif deed == "delete" and one.own.models:
        gone = one.own.models.pop()
        (row,) = [each for each in live(one.book, "models") if each["uid"] == gone["uid"]]
        recycle_bin.delete(one.book, "models", [row["id"]])
    elif deed in ("one", "two"):
        register = data.draw(st.sampled_from(["models", "awards"]))
        uids = sorted(one.uids(register))
        if len(uids) > 1:
            ends = data.draw(st.lists(st.sampled_from(uids), min_size=2, max_size=2, unique=True))
            one.say(register, *ends, same=deed == "one")


# one thing after another


@pytest.fixture
def two(empty_book: Path, tmp_path: Path) -> Iterator[World]:
    """Two offices that sent a model and an award each, by all looks the same ones."""
    with world(empty_book, tmp_path, 2) as one:
        for place in range(2):
            award_of = award(f"a{place}", "Lê An", post="Bí thư")
            model_of = model(f"m{place}", "Ba cùng", levels=("commune", "district")[place:][:1])
            one.send(place, Office([model_of], [award_of], 10, [(10, 5 * place)]))
        yield one


def test_what_is_said_to_be_one_counts_once_and_again_when_that_is_taken_back(two: World) -> None:
    assert added_up(two.book, *PERIOD).total.models.total == 2
    two.say("models", "m0", "m1")
    two.say("awards", "a1", "a0")
    two.check()
    total = added_up(two.book, *PERIOD).total
    assert total.models.commended["any"] == 1
    assert (total.models.commended["commune"], total.models.commended["district"]) == (1, 1)
    assert (total.commendations.awards, total.commendations.individuals) == (1, 1)
    assert undo_last(two.book) == "Ghi nhận «Bản ghi» của hai cơ quan là một"
    two.same["awards"] = []
    two.check()
    kept = live(two.book, "same_records")
    assert [(one["first_uid"], one["second_uid"], one["same"]) for one in kept] == [
        ("m0", "m1", True)
    ]
    two.say("models", "m1", "m0", same=False)
    two.check()
    assert len(live(two.book, "same_records")) == 1


def test_look_alikes_are_offered_until_the_clerk_has_spoken(two: World) -> None:
    (found,) = adding_up.look_alikes(two.book, "models", *PERIOD)
    assert (found.first.uid, found.second.uid, found.same) == ("m0", "m1", None)
    assert found.reasons[0] == "cùng tên mô hình"
    assert found.first.office_name == "Cơ quan 0"
    assert "đăng ký 01/03/2026" in found.first.details
    (awards,) = adding_up.look_alikes(two.book, "awards", *PERIOD)
    assert "cùng số quyết định" in awards.reasons
    assert "cùng chức vụ, đơn vị" in awards.reasons
    assert awards.first.details == ("Bí thư", "Giấy khen", "Quyết định số 1")
    done = adding_up.decide(two.book, [found], True)
    assert done.changes.registers == {"same_records"}
    assert adding_up.look_alikes(two.book, "models", *PERIOD) == []
    (again,) = adding_up.look_alikes(two.book, "models", *PERIOD, decided=True)
    assert again.same is True
    with pytest.raises(UserProblem, match="mô hình và khen thưởng"):
        adding_up.look_alikes(two.book, "documents", *PERIOD)


def test_what_is_said_of_several_pairs_at_once_is_one_deed(two: World) -> None:
    pairs = [*adding_up.look_alikes(two.book, "models", *PERIOD)]
    pairs += adding_up.look_alikes(two.book, "awards", *PERIOD)
    before = adding_up.added_up(two.book, *PERIOD).total
    done = adding_up.decide(two.book, pairs, True)
    assert len(set(done.value)) == 2
    assert len(live(two.book, "same_records")) == 2
    deed = undoing.last_deed(two.book)
    assert deed is not None
    assert deed.words == "Ghi nhận 2 cặp bản ghi của hai cơ quan: mỗi cặp là một"
    assert adding_up.added_up(two.book, *PERIOD).total != before
    undo_last(two.book)
    assert live(two.book, "same_records") == []
    assert adding_up.added_up(two.book, *PERIOD).total == before


@pytest.mark.parametrize(
    ("first", "second", "offered"),
    [
        ({}, {"number": "2"}, False),  # under another decision it is another award
        ({}, {"form": 1}, False),
        ({}, {"name": "Lê Anh"}, True),
        ({}, {"name": "Hội Nông dân"}, False),
        ({}, {"state": "proposed"}, False),  # it is in no figure
        ({"name": ""}, {"name": ""}, False),
    ],
)
def test_which_awards_look_alike(
    empty_book: Path, tmp_path: Path, first: Plain, second: Plain, offered: bool
) -> None:
    with world(empty_book, tmp_path, 2) as one:
        for place, given_ in enumerate((first, second)):
            one.send(place, Office([], [award(f"a{place}", **{"name": "Lê An", **given_})]))
        assert bool(adding_up.look_alikes(one.book, "awards", *PERIOD)) is offered


def test_own_rows_are_compared_too(empty_book: Path, tmp_path: Path) -> None:
    with world(empty_book, tmp_path, 1) as one:
        one.fill_own(Office([model("", "Ba cùng ở ấp")], [award("", "Lê An")]))
        one.send(0, Office([model("m0", "Ba cung o ap")], [award("a0", "lê an")]))
        for register in ("models", "awards"):
            (found,) = adding_up.look_alikes(one.book, register, *PERIOD)
            assert found.first.submission_id is None
            assert "một cơ quan là cấp trên của cơ quan kia" in found.reasons
            adding_up.decide(one.book, [found], True)
            one.same[register] = [(found.first.uid, found.second.uid)]
            one.check()


def test_models_with_another_name_or_of_one_sum_are_not_offered(
    empty_book: Path, tmp_path: Path
) -> None:
    with world(empty_book, tmp_path, 2) as one:
        one.send(0, Office([model("m0", "Ba cùng"), model("m1", "Ba cùng")]))
        one.send(1, Office([model("m2", "Tiếng loa an ninh")]))
        assert adding_up.look_alikes(one.book, "models", *PERIOD) == []


# offices inside another's submission


@pytest.fixture
def carried(empty_book: Path, tmp_path: Path) -> Iterator[World]:
    """A province with two communes in its submission, and a commune that sent directly, too."""
    with world(empty_book, tmp_path, 2) as one:
        own = Office([model("p", "Ba cùng")], [award("pa", "Lê An", member="đv-1")], 5)
        communes = [
            Office([model(f"c{n}", "Ba cùng")], [award(f"ca{n}", "Lê An", member="đv-1")], 7)
            for n in range(2)
        ]
        below = [
            Below(f"xa-{n}", f"Xã {n}", one.senders[0].uid, figures=each.figures(),
                  rows={name: rows for name, rows in each.rows().items() if rows})
            for n, each in enumerate(communes)
        ]  # fmt: skip
        one.send(0, own, below=below, total=figures_of([own, *communes]))
        one.send(1, Office([model("d", "Ba cùng")], [award("da", "Lê An", member="đv-1")], 11))
        yield one


def test_a_total_is_added_and_those_in_it_are_shown_below(carried: World) -> None:
    found = added_up(carried.book, *PERIOD)
    told = [(one.office.name, one.added, one.figures.members.total) for one in found.by_office]
    assert told == [
        ("Cơ quan 0", True, 19), ("Xã 0", False, 7), ("Xã 1", False, 7), ("Cơ quan 1", True, 11)
    ]  # fmt: skip
    assert found.by_office[0].own.members.total == 5
    assert found.total.members.total == 30
    assert found.total.models.total == 4
    # the person is one in the province's total, and one with the other office's
    assert found.by_office[0].figures.commendations.individuals == 1
    assert found.total.commendations.individuals == 1
    assert found.total.commendations.awards == 4


def test_of_one_office_with_those_below_it(carried: World) -> None:
    province, other = (one.uid for one in carried.senders)
    of = {uid: added_up(carried.book, *PERIOD, uid) for uid in (province, other, "xa-1")}
    assert [one.total.members.total for one in of.values()] == [19, 11, 7]
    assert [one.own.members.total for one in of.values()] == [5, 11, 7]
    assert [len(one.by_office) for one in of.values()] == [3, 1, 1]
    assert of["xa-1"].total.office == "Xã 1"
    with pytest.raises(UserProblem, match="không biết cơ quan"):
        added_up(carried.book, *PERIOD, "ai đó")
    own = registers.own_office(carried.book).uid
    assert added_up(carried.book, *PERIOD, own).total == added_up(carried.book, *PERIOD).total


def test_rows_of_a_total_are_taken_off_once(carried: World) -> None:
    """Both communes' model is the other office's; the total may hold it once already."""
    carried.say("models", "c0", "d")
    carried.say("models", "c1", "d")
    assert added_up(carried.book, *PERIOD).total.models.total == 3
    # what two offices of one total reported is for that office to decide
    pairs = adding_up.look_alikes(carried.book, "models", *PERIOD, decided=True)
    assert {frozenset((one.first.uid, one.second.uid)) for one in pairs} == {
        frozenset(("c0", "d")), frozenset(("c1", "d")), frozenset(("p", "d"))
    }  # fmt: skip


def test_the_total_of_the_own_office_is_what_it_sends_on(carried: World) -> None:
    found = adding_up.total_of(carried.book, *PERIOD)
    assert found is not None
    assert found.figures == added_up(carried.book, *PERIOD).total
    assert adding_up.total_of(carried.book, date(2026, 1, 1), date(2026, 6, 30)) is None
    assert adding_up.periods(carried.book) == (PERIOD,)


def test_the_mean_rate_is_that_of_all_sessions(two: World) -> None:
    found = added_up(two.book, *PERIOD)
    assert found.total.study.mean_rate == 0.25
    assert (found.rates.total, found.rates.sessions) == (0.5, 2)


def test_a_mean_without_what_it_is_made_of_counts_for_its_sessions(
    empty_book: Path, tmp_path: Path
) -> None:
    with world(empty_book, tmp_path, 1) as one:
        figures = text({"study": {"sessions": 3, "mean_rate": 0.5}})
        path = one.senders[0].send(tmp_path / "a.gsnop", {}, period=PERIOD, figures=figures)
        receiving.receive(one.book, path, accept=True)
        assert added_up(one.book, *PERIOD).rates == adding_up.RateSum(1.5, 3)


def test_figures_that_are_none_are_one_sentence(empty_book: Path, tmp_path: Path) -> None:
    with world(empty_book, tmp_path, 1) as one:
        figures = text({"members": {"total": -4}})
        path = one.senders[0].send(tmp_path / "a.gsnop", {}, period=PERIOD, figures=figures)
        receiving.receive(one.book, path, accept=True)
        with pytest.raises(UserProblem, match="Không đọc được số liệu của «Cơ quan 0»"):
            added_up(one.book, *PERIOD)
        with pytest.raises(UserProblem, match="Ngày đầu kỳ sau ngày cuối kỳ"):
            added_up(one.book, PERIOD[1], PERIOD[0])


def test_nothing_received_is_the_own_figures(two: World) -> None:
    other = (date(2025, 1, 1), date(2025, 12, 31))
    found = added_up(two.book, *other)
    assert (found.total, found.by_office) == (found.own, ())


def test_an_office_is_told_by_words_of_its_name(two: World) -> None:
    assert adding_up.office_named(two.book, "co quan 1") == two.senders[1].uid
    with pytest.raises(UserProblem, match="Có 2 cơ quan khớp với «quan»"):
        adding_up.office_named(two.book, "quan")
    with pytest.raises(UserProblem, match="không biết cơ quan nào"):
        adding_up.office_named(two.book, "Xã Lạ")
