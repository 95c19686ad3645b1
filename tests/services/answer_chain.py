"""Two offices that answer each other, for the tests of answers."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from desktop.core.terms import Answer
from desktop.services import (
    receiving,
    registers,
)
from desktop.services.answers import write_answer
from desktop.services.books import Book, OfficeSetup
from desktop.services.remarks import remarks_on, write_remark
from desktop.services.submissions import SubmissionRequest, send_upward

from .arriving import HALF_YEAR
from .rows import add, live

CORRECT, ACCEPTED = Answer.TO_CORRECT, Answer.ACCEPTED
ABOVE = OfficeSetup(
    name="Ban Tuyên giáo và Dân vận Tỉnh ủy Vĩnh Long",
    level="province",
    place="Vĩnh Long",
    parent="Tỉnh ủy Vĩnh Long",
    code_suffix="BTGDV",
)


class Chain:
    """Two offices: what one sent, the other received."""

    def __init__(self, below: Book, above: Book, folder: Path) -> None:
        self.below, self.above, self.folder = below, above, folder
        self.model = add(below, "models", name="Hũ gạo tình thương", kind="collective",
                         registered_on=date(2026, 2, 1))  # fmt: skip
        self.model_uid = registers.get(below, "models", self.model).uid
        self.sent = self.send("gửi.gsnop")
        receiving.receive(above, self.sent, accept=True)
        self.received = live(above, "submissions")[0]["id"]
        self.issued = live(below, "submissions")[0]["id"]

    def send(self, name: str) -> Path:
        path = self.folder / name
        send_upward(self.below, SubmissionRequest(*HALF_YEAR), path)
        return path

    def remark(self, words: str = "Chưa ghi người phụ trách") -> int:
        return write_remark(self.above, self.received, words, "models", self.model_uid).value.id

    def answer(self, name: str = "trả lời.gsnop", what: Answer = CORRECT, words: str = "") -> Path:
        path = self.folder / name
        write_answer(self.above, self.received, what, path, words)
        return path

    def noted(self) -> tuple[Any, ...]:
        one = registers.get(self.below, "submissions", self.issued).values
        return one["answer"], one["answered_on"], one["receipt"]

    def told(self) -> list[tuple[str, bool]]:
        found = remarks_on(self.below, "models", self.model_uid)
        return [(one.words, one.settled) for one in found]


def today() -> date:
    return date.today()  # noqa: DTZ011 - the clerk's own calendar day
