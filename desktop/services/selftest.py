"""The self-test of the program as installed: a fresh book, every register, every paper.

Runs in a folder that is thrown away; the clerk's own books are never touched. The part that
needs a screen is in `desktop.ui.selftest`.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any
from unicodedata import is_normalized, normalize

from desktop.core.paper import PRESETS
from desktop.core.register import Field, Kind, Query
from desktop.core.terms import AwardState, Level, ModelState
from desktop.services import (
    books,
    commendations,
    exporting,
    figures,
    importing,
    printing,
    registers,
    submissions,
)
from desktop.services.person_records import PERSON_RECORD
from desktop.storage.book import Book
from desktop.storage.registers import SPECS

Say = Callable[[str], None]
_DAY = date(2026, 5, 19)
_CONTENT = "Gương Sáng".encode()
_SAMPLES: Mapping[Kind, Any] = {
    Kind.TEXT: normalize("NFD", "Tự kiểm tra"),
    Kind.LONG_TEXT: "Tự kiểm tra: ưu điểm,\nhạn chế",
    Kind.NAME: normalize("NFD", "Nguyễn Thị Ánh"),
    Kind.LABEL: "Tự kiểm tra",
    Kind.INTEGER: 2026,
    Kind.MONEY: 500_000,
    Kind.POINTS: Decimal("90.5"),
    Kind.BOOLEAN: False,
    Kind.DATE: _DAY,
    Kind.PARTIAL_DATE: "1975-05",
    Kind.BYTES: _CONTENT,
}
# what a register's rules ask beyond its declaration
_GIVEN: Mapping[str, Mapping[str, Any]] = {
    "attachments": {
        "owner_register": "models",
        "owner_uid": "self-test",
        "size": len(_CONTENT),
        "sha256": sha256(_CONTENT).hexdigest(),
    },
    "awards": {"money": 300_000},
    "inspections": {"year": 2026},
    "model_steps": {"state": ModelState.IN_PROGRESS.value},
    "page_layouts": {"settings": PRESETS["party-a"].to_json()},
    "plans": {"year": 2026},
    "submissions": {"counts": "{}", "digest": "0" * 64},
}


@dataclass
class SelfTest:
    """What was tried; `say` gets a line for each part, `failures` the words of those that failed.

    A failure of any kind is reported with its place, so that it can be sent to the makers.
    """

    say: Say
    failures: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    def part(self, name: str, work: Callable[[], object]) -> bool:
        """Do a part; whatever it raises is a failure of the program, kept and told."""
        try:
            work()
        except Exception:  # noqa: BLE001 - whatever goes wrong is what a self-test looks for
            self.failures.append(f"{name}\n{traceback.format_exc()}")
            self._tell(f"FAILED  {name}")
            return False
        self._tell(f"ok      {name}")
        return True

    def _tell(self, line: str) -> None:
        self.lines.append(line)
        self.say(line)


def run(test: SelfTest, folder: Path) -> Path:
    """Try all that needs no screen in `folder`; return the book that was made there."""
    path = folder / "Sổ tự kiểm tra.gsdb"
    setup = books.OfficeSetup("Ban Tuyên giáo tự kiểm tra", Level.DISTRICT.value, "Cầu Ngang")
    test.part("new book", lambda: books.create_book(path, setup).close())
    book = books.open_book(path)
    try:
        made: dict[str, int] = {}
        for name in SPECS:
            test.part(f"a row in {name}", partial(row_of, book, name, made))
        test.part("search without diacritics", lambda: _search(book))
        test.part("figures", lambda: _figures(book))
        _decide(test, book, made)
        _send(test, book, folder)
        for ending in (".xlsx", ".docx"):
            sheet = folder / f"dang-vien{ending}"
            test.part(f"members as {ending}, out and in", partial(_sheet, book, sheet))
        template = folder / "mau.xlsx"
        test.part("template", lambda: exporting.template(book, "members", template))
        for form in printing.print_forms():
            if form.name not in printing.OF_SUBMISSIONS:
                target = folder / f"{form.name}.pdf"
                asked = {"members": [made["members"]]} if form.name == PERSON_RECORD else None
                test.part(f"paper {form.name}", partial(_print, book, form.name, target, asked))
        test.part("backup", lambda: books.backup_now(book, folder / "backup.gsdb"))
    finally:
        book.close()
    test.part("check of the book", lambda: _whole(path))
    test.part("check of the backup", lambda: _whole(folder / "backup.gsdb"))
    return path


def row_of(book: Book, register: str, made: dict[str, int]) -> int:
    """Return the id of this test's row of a register, made first with all it refers to."""
    if register in made:
        return made[register]
    declared = SPECS[register]
    given = _GIVEN.get(register, {})
    values: dict[str, Any] = {}
    for one in declared.fields:
        if one.name in given:
            values[one.name] = given[one.name]
        elif one.required or one.name == declared.title:
            values[one.name] = _sample(book, one, made)
    if register == "offices":  # a second own office can't be
        made[register] = registers.own_office(book).id
    else:
        made[register] = registers.save(book, register, values).value.id
    kept = registers.get(book, register, made[register]).values[declared.title]
    if isinstance(kept, str) and not is_normalized("NFC", kept):
        raise AssertionError(f"{register}.{declared.title} is kept decomposed")
    return made[register]


def _sample(book: Book, one: Field, made: dict[str, int]) -> Any:
    if one.kind is Kind.REFERENCE:
        return row_of(book, one.reference or "", made)
    if one.kind is Kind.CHOICE:
        return one.choices[0].value
    return _SAMPLES[one.kind]


def _require(found: object, wanted: object) -> None:
    if found != wanted:
        raise AssertionError(f"{found!r} instead of {wanted!r}")


def _search(book: Book) -> None:
    _require(registers.count(book, Query("members", search="nguyen thi anh")), 1)
    _require(registers.count(book, Query("members", search="khong co ai")), 0)


def _figures(book: Book) -> None:
    found = figures.figures(book, date(2020, 1, 1), date(2099, 12, 31))
    _require(found.members.total, 1)
    if "Đảng viên" not in figures.figures_text(found):
        raise AssertionError("the figures have no words")


def _decide(test: SelfTest, book: Book, made: Mapping[str, int]) -> None:
    if "awards" not in made or "decisions" not in made:
        return
    award, decision = [made["awards"]], made["decisions"]
    test.part("award under its decision", lambda: commendations.set_decision(book, award, decision))
    agreed = AwardState.AGREED.value
    test.part("award agreed", lambda: commendations.set_state(book, award, agreed))


def _send(test: SelfTest, book: Book, folder: Path) -> None:
    target = folder / "gui-cap-tren.gsnop"
    request = submissions.SubmissionRequest(date(2000, 1, 1), date(2099, 12, 31))
    slip = {"file": target}
    test.part("submission", lambda: submissions.send_upward(book, request, target))
    test.part("check of the submission", lambda: _whole(target))
    paper = folder / "phieu-gui.pdf"
    test.part("paper submission-slip", lambda: _print(book, printing.SLIP, paper, slip))


def _sheet(book: Book, path: Path) -> None:
    """Write the members out and read them in again: the book knows each of them."""
    rows = exporting.export_all(book, "members", path)
    source = importing.read(path)
    found = importing.recognise("members", source)
    report = importing.run(book, "members", source, found).value
    _require((report.counts[importing.Outcome.SAME], report.rows), (rows, rows))


def _print(book: Book, form: str, target: Path, options: Mapping[str, Any] | None = None) -> None:
    made = printing.make_pdf(book, form, target, options)
    if made.pages < 1 or not target.read_bytes().startswith(b"%PDF"):
        raise AssertionError(f"{form} gave no paper")


def _whole(path: Path) -> None:
    report = books.check_file(path)
    if not report.ok:
        raise AssertionError("; ".join(report.problems))
