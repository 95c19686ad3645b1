"""Writes a whole office, given as plain data, through the services."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.orm import Session

from desktop.services import books, registers
from desktop.services.books import Book
from desktop.storage.models import Setting

from .answer_chain import ABOVE, Chain

Plain = dict[str, Any]


def picked(one: Plain, *names: str) -> Plain:
    return {name: one[name] for name in names}


class Writer:
    """Writes the parts of an office in one transaction; records are known by their places."""

    def __init__(self, session: Session, plain: Plain) -> None:
        self.session = session
        self.plain = plain
        self.units: list[int] = []
        for place in range(3):
            above = plain.get("below", {}).get(place)
            named = {"name": f"Chi bộ {place}"}
            within = {} if above is None else {"parent_id": self.units[above]}
            self.units.append(self.add("units", **named, **within))
        self.members = [self.member(at, one) for at, one in enumerate(plain["members"])]
        self.campaigns = [
            self.add("campaigns", year=2020, title=f"Đợt {place}", deadline=one)
            for place, one in enumerate(plain["campaigns"])
        ]
        session.add(Setting(key="shared_text_limit", value=str(plain["limit"])))
        for one in plain["expected"]:
            self.add("expected", **self.who(one))
        self.pledges = [self.pledge(one) for one in plain["pledges"]]
        self.fields = [self.add("fields", name=f"Lĩnh vực {place}") for place in range(3)]
        self.models = [self.model(at, one) for at, one in enumerate(plain["models"])]
        self.awards = self.round()
        for one in plain["documents"]:
            self.add("documents", number="1-CV/BTG", **one)
        for one in plain["ratings"]:
            values = {"rated_kind": one["who"], "period_to": one["to"], "rating": one["rating"]}
            if one.get("member") is not None and one["who"] == "member":
                values["member_id"] = self.members[one["member"]]
            self.add("yearly_ratings", name="X", **values, **self.of_unit(one))
        for one in plain.get("study", ()):
            self.session_held(one)
        for one in plain.get("inspections", ()):
            self.add("inspections", **one)

    def add(self, register: str, **values: Any) -> int:
        return registers.save_in(self.session, register, values).id

    def of_unit(self, one: Plain) -> Plain:
        unit = one.get("unit")
        return {} if unit is None else {"unit_id": self.units[unit]}

    def session_held(self, one: Plain) -> None:
        row = self.add("study_sessions", subject="Chuyên đề", on=one["on"])
        for part in one["attendances"]:
            numbers = picked(part, "invited", "attended")
            self.add("study_attendances", session_id=row, **self.of_unit(part), **numbers)

    def member(self, place: int, one: Plain) -> int:
        given = {key: one[key] for key in one if key not in ("steps", "stays", "unit")}
        given |= self.of_unit(one)
        row = self.add("members", full_name=f"Đảng Viên {place}", **given)
        for stay in one.get("stays", ()):
            times = picked(stay, "from_on", "to_on")
            self.add("member_units", member_id=row, **self.of_unit(stay), **times)
        for step in one["steps"]:
            self.add("member_steps", member_id=row, **step)
        return row

    def who(self, one: Plain) -> Plain:
        named = {"pledger_kind": one["who"], "name": one["name"][1]}
        if one["record"] is not None and one["who"] == "member":
            named["member_id"] = self.members[one["record"]]
        elif one["record"] is not None and one["who"] == "organisation":
            named["unit_id"] = self.units[one["record"]]
        if one["who"] != "organisation":
            named |= self.of_unit(one)
        return {**named, "campaign_id": self.campaigns[one["campaign"]]}

    def pledge(self, one: Plain) -> int:
        means = {"public_means": one["means"], "public_on": one["public_on"]}
        row = self.add("pledges", year=2020, kind="registration", **self.who(one), **means)
        for item in one["items"]:
            values = picked(item, "duty", "target", "due_on", "done_on", "progress")
            added = self.add("pledge_items", pledge_id=row, content=item["text"][1], **values)
            if item["done_on"] is None:  # of one that has come 100 % the day is unknown again
                registers.save_in(self.session, "pledge_items", {"done_on": None}, added)
        for review in one["reviews"]:
            values = {"reviewed_on": review["on"], "rating": review["rating"]}
            self.add("pledge_reviews", pledge_id=row, period_kind="quarter", **values)
        return row

    def model(self, place: int, one: Plain) -> int:
        values = picked(one, "kind", "registered_on", "state", "state_on")
        values["field_id"] = None if one["field"] is None else self.fields[one["field"]]
        row = self.add("models", name=f"Mô hình {place}", **values, **self.of_unit(one))
        for unit in one.get("units", ()):
            self.add("model_units", model_id=row, unit_id=self.units[unit])
        for step in one["steps"]:
            self.add("model_steps", model_id=row, **step)
        for level in one["levels"]:
            self.add("model_levels", model_id=row, **level)
        return row

    def round(self) -> list[int]:
        held = self.add("rounds", title="Sơ kết", meeting_on=self.plain["meeting"])
        decisions = [
            self.add("decisions", round_id=held, on=on, level=level)
            for on, level in self.plain["decisions"]
        ]
        forms = [self.add("award_forms", name=f"Hình thức {place}") for place in range(3)]
        found = []
        for one in self.plain["awards"]:
            values: Plain = {"recipient_kind": one["kind"], "recipient_name": one["name"][1]}
            if one["record"] is not None and one["kind"] == "individual":
                values["member_id"] = self.members[one["record"]]
            elif one["record"] is not None and one["kind"] == "collective":
                values["unit_id"] = self.units[one["record"]]
            else:
                values |= self.of_unit(one)
            values["decision_id"] = None if one["decision"] is None else decisions[one["decision"]]
            values["model_id"] = None if one["model"] is None else self.models[one["model"]]
            values |= {"state": one["state"], "proposed_level": one["proposed"]}
            values |= {"recipient_post": one["post"][1], "form_id": forms[one["form"]]}
            found.append(self.add("awards", round_id=held, **values))
        return found


def _write_office(book: Book, plain: Plain) -> None:
    with book.write("Thử") as session:
        written = Writer(session, plain)
    for register, ids in (("pledges", written.pledges), ("awards", written.awards)):
        gone = [row for row, one in zip(ids, plain[register], strict=True) if one["deleted"]]
        if gone:
            registers.delete(book, register, gone)


@pytest.fixture(scope="session")
def write_office() -> Callable[..., None]:
    """Writes an office; what is marked as deleted goes to the recycle bin afterwards."""
    return _write_office


@pytest.fixture(scope="module")
def above_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("tỉnh") / "tỉnh.gsdb"
    books.create_book(path, ABOVE).close()
    return path


@pytest.fixture
def above(above_path: Path, tmp_path: Path) -> Iterator[Book]:
    """The book of the office above."""
    path = tmp_path / "Sổ tỉnh.gsdb"
    path.write_bytes(above_path.read_bytes())
    made = books.open_book(path)
    yield made
    made.close()


@pytest.fixture
def chain(book: Book, above: Book, tmp_path: Path) -> Chain:
    return Chain(book, above, tmp_path)
