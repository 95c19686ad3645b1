"""What comes out of the recycle bin and meets that what it was tied to is gone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from desktop.services import printing, registers
from desktop.services.award_statistics import round_totals
from desktop.services.books import Book
from desktop.services.commendations import decide, waiting
from desktop.storage.models import Award, Decision
from desktop.storage.models.base import now

from .rows import add, everything, live, undo_last

READ = Callable[[Path], list[Any]]


@pytest.fixture
def kept(book: Book) -> dict[str, int]:
    """An award for a model, under a decision; ids by register."""
    unit = add(book, "units", name="Chi bộ 1")
    member = add(book, "members", full_name="Lê An", unit_id=unit, status="official")
    model = add(book, "models", name="Thắp sáng đường quê", member_id=member)
    held = add(book, "rounds", title="Đợt 2025", meeting_on=date(2025, 5, 19))
    decision = add(
        book,
        "decisions",
        round_id=held,
        number="99-QĐ/HU",
        on=date(2025, 5, 1),
        level="district",
    )
    award = add(
        book,
        "awards",
        round_id=held,
        form_id=registers.options(book, "award_forms", "giay")[0].id,
        member_id=member,
        model_id=model,
        decision_id=decision,
        state="agreed",
        money=5,
    )
    return {
        "rounds": held,
        "decisions": decision,
        "awards": award,
        "models": model,
        "members": member,
    }


def test_an_award_whose_decision_is_gone_waits_for_one_again(
    book: Book, kept: dict[str, int]
) -> None:
    held, award = kept["rounds"], kept["awards"]
    registers.delete(book, "awards", [award])
    registers.delete(book, "decisions", [kept["decisions"]])
    before = everything(book)
    registers.restore(book, "awards", [award])
    (one,) = waiting(book, held)
    assert one.awards == 1
    assert [each.key for each in round_totals(book, held).by_decision] == [""]
    undo_last(book)
    assert everything(book) == before
    registers.restore(book, "awards", [award])
    made = decide(book, held, "100-QĐ/HU", date(2025, 6, 1)).value
    assert made.awards == 1
    assert registers.get(book, "awards", award).values["decision_id"] == made.decision_id
    registers.purge(book, "decisions", [kept["decisions"]])  # nothing refers to it any more


def test_what_was_deleted_together_comes_back_together(book: Book, kept: dict[str, int]) -> None:
    before = everything(book)
    registers.delete(book, "rounds", [kept["rounds"]])
    registers.restore(book, "rounds", [kept["rounds"]])
    assert everything(book) == before


def test_an_award_does_not_follow_its_decision_into_another_round(
    book: Book, kept: dict[str, int]
) -> None:
    registers.delete(book, "awards", [kept["awards"]])
    other = add(book, "rounds", title="Đợt khác")
    registers.save(book, "decisions", {"round_id": other}, kept["decisions"])
    registers.restore(book, "awards", [kept["awards"]])
    (award,) = live(book, "awards")
    assert (award["round_id"], award["decision_id"]) == (kept["rounds"], None)


def test_no_paper_and_no_sum_knows_a_deleted_decision(
    book: Book, kept: dict[str, int], tmp_path: Path, read_pdf: READ
) -> None:
    with book.write("Từ cơ quan khác") as session:  # it may come so from elsewhere
        session.get_one(Decision, kept["decisions"]).deleted_at = now()
    with book.read() as session:
        assert session.get_one(Award, kept["awards"]).decision_id == kept["decisions"]
    for form, target in (("model-sheet", "models"), ("member-sheet", "members")):
        printing.make_pdf(book, form, tmp_path / "a.pdf", {target: [kept[target]]})
        words = " ".join(" ".join(page.text.split()) for page in read_pdf(tmp_path / "a.pdf"))
        assert "Giấy khen" in words
        assert "99-QĐ/HU" not in words
    assert [one.key for one in round_totals(book, kept["rounds"]).by_decision] == [""]
    assert decide(book, kept["rounds"], "100", date(2025, 6, 1)).value.awards == 1
