"""What comes out of the recycle bin and meets that what it was tied to is gone."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlcipher3.dbapi2

from desktop.core.attendance import Attendance
from desktop.core.errors import UserProblem
from desktop.services import figures, printing, registers, study, undoing
from desktop.services.award_statistics import round_totals
from desktop.services.bin import Restored
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


# what it needs comes back with it


def session_of_a_unit(book: Book) -> tuple[int, int]:
    unit = add(book, "units", name="Đảng bộ xã An Lạc", kind="base_committee")
    held = add(book, "study_sessions", subject="Chuyên đề", on=date(2025, 3, 1), place="Hội trường")
    add(book, "study_attendances", session_id=held, unit_id=unit, invited=10, attended=9)
    return held, unit


def test_a_session_brings_back_the_units_of_its_list(
    book: Book, tmp_path: Path, read_pdf: READ
) -> None:
    held, unit = session_of_a_unit(book)
    before = everything(book)
    registers.delete(book, "study_sessions", [held])
    registers.delete(book, "units", [unit])
    gone = everything(book)
    done = registers.restore(book, "study_sessions", [held])
    assert everything(book) == before
    assert done.value == Restored(
        1, ("Đã khôi phục kèm đơn vị «Đảng bộ xã An Lạc» vì bản ghi cần đến.",)
    )
    deed = undoing.last_deed(book)
    assert deed is not None
    assert deed.words == "Khôi phục 1 hội nghị học tập, kèm đơn vị «Đảng bộ xã An Lạc»"
    assert {"units", "study_sessions", "study_attendances"} <= done.changes.registers
    (year,) = study.units_of_year(book, 2025).units
    assert (year.unit_id, year.numbers) == (unit, Attendance(10, 9))
    told = figures.figures(book, date(2025, 1, 1), date(2025, 12, 31)).study
    assert (told.invited, told.attended) == (10, 9)
    printing.make_pdf(book, "study-session", tmp_path / "a.pdf", {"session": held})
    words = " ".join(" ".join(page.text.split()) for page in read_pdf(tmp_path / "a.pdf"))
    assert "1 Đảng bộ xã An Lạc 10 9 90%" in words
    assert "Cả hội nghị" not in words
    undo_last(book)
    assert everything(book) == gone


def test_what_is_needed_comes_back_through_all_it_needs_itself(book: Book) -> None:
    above = add(book, "units", name="Đảng bộ xã", kind="base_committee")
    cell = add(book, "units", name="Chi bộ ấp", kind="cell", parent_id=above)
    topic = add(book, "topics", title="Nêu gương", year=2025)
    plan = add(book, "plans", period="year", year=2025, title="Kế hoạch", unit_id=cell,
               topic_id=topic)  # fmt: skip
    add(book, "plan_items", plan_id=plan, content="Học tập")
    before = everything(book)
    for register, row in (("plans", plan), ("topics", topic), ("units", cell), ("units", above)):
        registers.delete(book, register, [row])
    (told,) = registers.restore(book, "plans", [plan]).value.told
    assert told == "Đã khôi phục kèm 2 đơn vị, chuyên đề «Nêu gương» vì bản ghi cần đến."
    assert everything(book) == before


def test_a_part_brings_back_the_record_it_belongs_to(book: Book) -> None:
    held, _unit = session_of_a_unit(book)
    (row,) = live(book, "study_attendances")
    before = everything(book)
    registers.delete(book, "study_attendances", [row["id"]])
    registers.delete(book, "study_sessions", [held])
    (told,) = registers.restore(book, "study_attendances", [row["id"]]).value.told
    assert "hội nghị học tập «Chuyên đề»" in told
    assert everything(book) == before


def test_a_reference_to_what_is_gone_for_good_is_emptied_or_refused(book: Book) -> None:
    topic = add(book, "topics", title="Nêu gương", year=2025)
    held = add(book, "study_sessions", subject="A", on=date(2025, 3, 1), topic_id=topic)
    unit = add(book, "units", name="Chi bộ ấp", kind="cell")
    meeting = add(book, "topic_meetings", unit_id=unit, subject="A", on=date(2025, 3, 1))
    registers.delete(book, "study_sessions", [held])
    registers.delete(book, "topic_meetings", [meeting])
    connected = sqlcipher3.dbapi2.connect(str(book.path))
    with contextlib.closing(connected) as raw:  # a damaged book: it may point to nothing
        raw.execute("UPDATE study_sessions SET topic_id = 990")
        raw.execute("UPDATE topic_meetings SET unit_id = 991")
        raw.commit()
    (told,) = registers.restore(book, "study_sessions", [held]).value.told
    assert told.endswith("» của hội nghị học tập đã để trống vì không còn trong sổ.")
    assert [one["topic_id"] for one in live(book, "study_sessions")] == [None]
    before = everything(book)
    with pytest.raises(UserProblem, match=r"vì «Chi bộ» của .* không còn trong sổ"):
        registers.restore(book, "topic_meetings", [meeting])
    assert everything(book) == before


def test_what_comes_back_a_second_time_is_told(book: Book) -> None:
    held, _unit = session_of_a_unit(book)
    registers.delete(book, "study_sessions", [held])
    session_of_a_unit_again = add(book, "study_sessions", subject="Chuyên đề",
                                  on=date(2025, 3, 1), place="Hội trường")  # fmt: skip
    done = registers.restore(book, "study_sessions", [held]).value
    values = registers.get(book, "study_sessions", held).values
    warned = registers.warnings(book, "study_sessions", values, held)
    assert done.told == tuple(warned.values())
    assert "Đã có hội nghị học tập «Chuyên đề» trùng chuyên đề, ngày, địa điểm" in done.told[0]
    both = [held, session_of_a_unit_again]
    registers.delete(book, "study_sessions", both)
    (told,) = registers.restore(book, "study_sessions", both).value.told
    assert told.endswith("Còn 1 bản ghi khác vừa khôi phục cũng bị trùng.")
