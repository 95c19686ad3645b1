"""Writes a whole office, given as plain data, through the services."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.orm import Session

from desktop.services import registers
from desktop.services.books import Book
from desktop.storage.models import Setting

Plain = dict[str, Any]


def picked(one: Plain, *names: str) -> Plain:
    return {name: one[name] for name in names}


class Writer:
    """Writes the parts of an office in one transaction; records are known by their places."""

    def __init__(self, session: Session, plain: Plain) -> None:
        self.session = session
        self.plain = plain
        self.members = [self.member(at, one) for at, one in enumerate(plain["members"])]
        self.units = [self.add("units", name=f"Chi bộ {place}") for place in range(3)]
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
            self.add("yearly_ratings", name="X", **values)

    def add(self, register: str, **values: Any) -> int:
        return registers.save_in(self.session, register, values).id

    def member(self, place: int, one: Plain) -> int:
        given = {key: value for key, value in one.items() if key != "steps"}
        row = self.add("members", full_name=f"Đảng Viên {place}", **given)
        for step in one["steps"]:
            self.add("member_steps", member_id=row, **step)
        return row

    def who(self, one: Plain) -> Plain:
        named = {"pledger_kind": one["who"], "name": one["name"][1]}
        if one["record"] is not None and one["who"] == "member":
            named["member_id"] = self.members[one["record"]]
        elif one["record"] is not None and one["who"] == "organisation":
            named["unit_id"] = self.units[one["record"]]
        return {**named, "campaign_id": self.campaigns[one["campaign"]]}

    def pledge(self, one: Plain) -> int:
        means = {"public_means": one["means"], "public_on": one["public_on"]}
        row = self.add("pledges", year=2020, kind="registration", **self.who(one), **means)
        for item in one["items"]:
            values = picked(item, "duty", "target", "due_on", "done_on")
            self.add("pledge_items", pledge_id=row, content=item["text"][1], **values)
        for review in one["reviews"]:
            values = {"reviewed_on": review["on"], "rating": review["rating"]}
            self.add("pledge_reviews", pledge_id=row, period_kind="quarter", **values)
        return row

    def model(self, place: int, one: Plain) -> int:
        values = picked(one, "kind", "registered_on", "state", "state_on")
        values["field_id"] = None if one["field"] is None else self.fields[one["field"]]
        row = self.add("models", name=f"Mô hình {place}", **values)
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
