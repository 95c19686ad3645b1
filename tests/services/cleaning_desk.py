"""A book on which the rules of clean data are tried, and what a way to break one is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from desktop.services import cleaning, registers
from desktop.services.books import Book
from desktop.services.cleaning import Finding, FindingKind

TODAY = date.today()  # noqa: DTZ011 - the services keep the clerk's own day
YEAR = TODAY.year
Plain = dict[str, Any]
SOUND: Plain = {
    "full_name": "Nguyễn Văn An",
    "birth_date": "1975-05-03",
    "sex": "male",
    "ethnicity": "Kinh",
    "home_town": "Mỹ Hòa, Cầu Ngang",
    "education": "12/12",
    "admitted_on": "2001-02-03",
    "official_on": "2002-02-03",
    "status": "official",
}
"""A member whom no rule finds, but for a card number and a cell of its own."""


class Desk:
    """Adds to a book, in few words."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self._cards = 0
        self.committee = self.add("units", name="Đảng bộ xã Mỹ Hòa", kind="base_committee")
        self.cell = self.add_cell("Chi bộ ấp Mỹ Cẩm")
        self.member("Trần Thị Bình")

    def add(self, register: str, **values: Any) -> int:
        return registers.save(self.book, register, values).value.id

    def change(self, register: str, row: int, **values: Any) -> None:
        registers.save(self.book, register, values, row)

    def add_cell(self, name: str, **values: Any) -> int:
        given: Plain = {"kind": "cell", "parent_id": self.committee}
        return self.add("units", name=name, **(given | values))

    def member(self, name: str = "", **values: Any) -> int:
        self._cards += 1
        given = SOUND | {"card_number": f"{55_000_000 + self._cards}", "unit_id": self.cell}
        if name:
            given["full_name"] = name
        return self.add("members", **(given | values))

    def pledge(self, *items: Plain, **values: Any) -> int:
        given: Plain = {"year": YEAR, "registered_on": TODAY, "member_id": None}
        if "member_id" not in values and "pledger_kind" not in values:
            values["member_id"] = self.member("Lê Đăng Ký")
        row = self.add("pledges", **(given | values))
        for one in items or ({"content": "Học", "duty": "Dạy", "target": "04 buổi"},):
            self.add("pledge_items", pledge_id=row, **one)
        return row

    def model(self, **values: Any) -> int:
        given: Plain = {"name": "Tiếng loa", "registered_on": TODAY, "unit_id": self.cell}
        listed = registers.page(self.book, registers.search.Query("fields")).rows
        return self.add("models", **({"field_id": listed[0].id} | given | values))

    def award(self, decision: Plain | None = None, **values: Any) -> tuple[int, int | None]:
        held = self.add("rounds", title="Sơ kết")
        form = self.add("award_forms", name=f"Giấy khen {held}")
        made = None
        if decision is not None:
            made = self.add("decisions", round_id=held, level="district", **decision)
        given: Plain = {"round_id": held, "form_id": form, "recipient_name": "Võ Thị Đào"}
        return self.add("awards", decision_id=made, **(given | values)), made

    def found(self, today: date = TODAY) -> list[Finding]:
        return list(cleaning.find(self.book, today=today).entries)


@dataclass(frozen=True)
class Case:
    """A way to break a rule: which register and record it is told of, and how it is mended."""

    broken: Callable[[Desk], int]
    mend: Plain | Callable[[Desk, int], None]
    register: str = "members"
    words: str = ""
    place: str = ""
    today: date = TODAY
    kind: FindingKind = FindingKind.MISSING
