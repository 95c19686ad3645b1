"""Which figures are others in the book than those that were sent last."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from desktop.services import bin as recycle_bin
from desktop.services import receiving, registers
from desktop.services.books import Book
from desktop.services.sent_changes import changed_since_sent
from desktop.services.submissions import SubmissionRequest, send_upward

from .arriving import Sender, documents
from .rows import live

YEAR = (date(2026, 1, 1), date(2026, 12, 31))
MODELS, NEW = ("models", "total"), ("models", "new")


def send(book: Book, folder: Path, number: int) -> None:
    send_upward(book, SubmissionRequest(*YEAR), folder / f"{number}.gsnop")


def model(book: Book, name: str) -> int:
    values = {"name": name, "kind": "collective", "registered_on": date(2026, 3, 1)}
    return registers.save(book, "models", values).value.id


def shown(some: object) -> dict[tuple[str, ...], tuple[str, str]]:
    return {one.path: (one.before, one.now) for one in some}  # type: ignore[attr-defined]


def test_what_was_never_sent_has_nothing_to_compare(book: Book, tmp_path: Path) -> None:
    model(book, "Ba cùng")
    assert changed_since_sent(book, *YEAR) is None
    send_upward(book, SubmissionRequest(date(2025, 1, 1), date(2025, 12, 31)), tmp_path / "a.gsnop")
    assert changed_since_sent(book, *YEAR) is None  # another period


def test_each_figure_that_differs_is_told_with_both_values(book: Book, tmp_path: Path) -> None:
    first = model(book, "Ba cùng")
    send(book, tmp_path, 1)
    found = changed_since_sent(book, *YEAR)
    assert found is not None
    assert (found.number, found.made_on, found.own, found.total) == (1, date.today(), (), ())  # noqa: DTZ011 - the clerk's day
    model(book, "Tiếng loa an ninh")
    found = changed_since_sent(book, *YEAR)
    assert found is not None
    assert shown(found.own)[MODELS] == ("1", "2")
    assert shown(found.own)[NEW] == ("1", "2")
    assert found.total == ()
    send(book, tmp_path, 2)  # the last one sent is what counts
    found = changed_since_sent(book, *YEAR)
    assert found is not None
    assert (found.number, found.own) == (2, ())
    recycle_bin.delete(book, "models", [first])
    found = changed_since_sent(book, *YEAR)
    assert found is not None
    assert shown(found.own)[MODELS] == ("2", "1")


def test_with_offices_below_the_total_is_compared_too(book: Book, tmp_path: Path) -> None:
    sender = Sender("Ban A")
    send(book, tmp_path, 1)
    sent = sender.send(tmp_path / "a.gsnop", {"documents": documents(1)}, period=YEAR)
    received = receiving.receive(book, sent, accept=True).value.id
    found = changed_since_sent(book, *YEAR)
    assert found is not None
    assert found.own == ()
    assert shown(found.total) == {("documents", "issued"): ("0", "1")}
    send(book, tmp_path, 2)
    found = changed_since_sent(book, *YEAR)
    assert found is not None
    assert (found.own, found.total) == ((), ())
    receiving.take_out(book, [received])  # nothing of theirs is left
    found = changed_since_sent(book, *YEAR)
    assert found is not None
    assert shown(found.total) == {("documents", "issued"): ("1", "0")}


def test_one_that_was_sent_by_a_program_that_kept_no_figures_is_not_compared(
    book: Book, tmp_path: Path
) -> None:
    send(book, tmp_path, 1)
    (row,) = live(book, "submissions")
    with book.write("") as session:
        session.connection().exec_driver_sql(
            "UPDATE submissions SET figures = NULL WHERE id = ?", (row["id"],)
        )
    assert changed_since_sent(book, *YEAR) is None
