"""What a topic ties together, and its papers read back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from desktop.core.errors import UserProblem
from desktop.services import figures, printing, registers, study, topics
from desktop.services.books import Book

from .rows import add

READ = Callable[[Path], list[Any]]


@pytest.fixture
def tied(book: Book) -> dict[str, int]:
    """A topic of a year with something of each kind, one of a term, and one of another year."""
    cell = add(book, "units", name="Chi bộ ấp Nhứt", kind="cell")
    other = add(book, "units", name="Chi bộ ấp Nhì", kind="cell")
    issued = add(book, "documents", number="181-KH/TU", on=date(2024, 1, 15), issuer="Tỉnh ủy",
                 abstract="Thực hiện chuyên đề")  # fmt: skip
    further = add(book, "documents", number="05-HD/BTG", on=date(2024, 1, 2))
    made = {"cell": cell, "issued": issued, "further": further}
    made["year"] = add(book, "topics", year=2024, title="Nêu gương", document_id=issued)
    made["term"] = add(book, "topics", term="2020 - 2025", title="Tự lực")
    add(book, "topics", year=2026, title="Gần dân")
    topic = made["year"]
    for document in (further, issued):
        add(book, "topic_documents", topic_id=topic, document_id=document)
    plan = add(book, "plans", period="year", year=2024, title="Kế hoạch", topic_id=topic)
    add(book, "plan_items", plan_id=plan, content="A", done_on=date(2024, 5, 1))
    add(book, "plan_items", plan_id=plan, content="B")
    campaign = add(book, "campaigns", year=2024, title="Đợt", topic_id=topic,
                   pledge_kind="commitment", deadline=date(2024, 3, 1))  # fmt: skip
    for name in ("Lê An", "Trần Bình", "Võ Cảnh"):
        add(book, "expected", campaign_id=campaign, pledger_kind="other", name=name)
    for name in ("LÊ AN", "Người Ngoài"):
        add(book, "pledges", campaign_id=campaign, year=2024, kind="commitment",
            pledger_kind="other", name=name)  # fmt: skip
    made["session"] = add(book, "study_sessions", subject="Nghị quyết", on=date(2024, 2, 1),
                          topic_id=topic)  # fmt: skip
    for unit, invited, attended in ((cell, 40, 39), (other, 60, None)):
        add(book, "study_attendances", session_id=made["session"], unit_id=unit, invited=invited,
            attended=attended)  # fmt: skip
    for unit, expected, present in ((other, 10, 9), (cell, 20, 20), (cell, 30, None)):
        add(book, "topic_meetings", unit_id=unit, on=date(2024, 6, 1 + expected // 10),
            subject="Nêu gương", topic_id=topic, expected=expected, present=present)  # fmt: skip
    add(book, "conferences", title="Sơ kết", on=date(2024, 7, 1), place="Hội trường",
        topic_id=topic)  # fmt: skip
    return made


def test_all_that_is_tied_with_its_numbers(book: Book, tied: dict[str, int]) -> None:
    found = topics.view(book, tied["year"])
    assert [one.register for one in found.groups] == [
        "documents", "plans", "campaigns", "study_sessions", "topic_meetings", "conferences",
    ]  # fmt: skip
    # each document once, the one that issued the topic first
    assert [one.id for one in found.group("documents").lines] == [tied["issued"], tied["further"]]
    assert found.group("documents").lines[0].title == "181-KH/TU: Thực hiện chuyên đề"
    assert found.group("plans").sums == (2, 1)
    assert found.group("campaigns").sums == (3, 1)
    assert found.group("campaigns").rate == 0.333333
    total = study.sums(book, tied["session"]).total
    assert found.group("study_sessions").sums == (total.invited, total.attended) == (100, 39)
    meetings = found.group("topic_meetings")
    assert (len(meetings.lines), meetings.sums, meetings.rate) == (3, (30, 29), 0.966667)
    assert [one.title for one in found.group("conferences").lines] == ["Sơ kết"]


def test_the_rate_of_sessions_is_that_of_the_figures(book: Book, tied: dict[str, int]) -> None:
    """A number that isn't known yet counts in no other way here than in the figures."""
    again = add(book, "study_sessions", subject="Nghị quyết", on=date(2024, 3, 1),
                topic_id=tied["year"])  # fmt: skip
    for unit, invited, attended in ((tied["cell"], 100, None), (None, 10, 12)):
        add(book, "study_attendances", session_id=again, unit_id=unit, invited=invited,
            attended=attended)  # fmt: skip
    unknown = add(book, "study_sessions", subject="Nghị quyết", on=date(2024, 4, 1),
                  topic_id=tied["year"])  # fmt: skip
    add(book, "study_attendances", session_id=unknown, unit_id=tied["cell"], invited=30)
    add(book, "study_sessions", subject="Nghị quyết", on=date(2024, 5, 1), topic_id=tied["year"])
    group = topics.view(book, tied["year"]).group("study_sessions")
    told = figures.figures(book, date(2024, 1, 1), date(2024, 12, 31)).study
    (year,) = study.sessions_of(book, date(2024, 1, 1), date(2024, 12, 31))
    assert group.sums == (told.invited, told.attended) == (240, 51)
    assert group.sums == (year.total.invited, year.total.attended)
    assert group.rate == told.rate == year.total.rate == 0.2125
    assert [(one.whole, one.part, one.missing) for one in group.lines] == [
        (100, 39, 1), (110, 12, 1), (30, None, 1), (None, None, None),
    ]  # fmt: skip
    assert group.missing == year.missing == 3


def test_a_term_shows_the_topics_of_its_years(book: Book, tied: dict[str, int]) -> None:
    found = topics.view(book, tied["term"])
    assert [one.title for one in found.group("topics").lines] == ["2024: Nêu gương"]
    assert all(not one.lines for one in found.groups[1:])
    registers.delete(book, "topics", [tied["term"]])
    with pytest.raises(UserProblem, match="không còn trong sổ"):
        topics.view(book, tied["term"])


@pytest.mark.parametrize(
    ("words", "years"),
    [("2020 - 2025", (2020, 2025)), ("nhiệm kỳ 2020-2025", (2020, 2025)), ("2025", None),
     ("XIII", None), ("20205 - 2030", None), ("", None)],
)  # fmt: skip
def test_the_years_of_a_term(words: str, years: tuple[int, int] | None) -> None:
    assert topics.years_of(words) == years


def words_of(book: Book, target: Path, read_pdf: READ, form: str, **given: Any) -> str:
    printing.make_pdf(book, form, target, given)
    return " ".join(" ".join(page.text for page in read_pdf(target)).split())


def test_the_paper_of_a_topic(
    book: Book, tied: dict[str, int], tmp_path: Path, read_pdf: READ
) -> None:
    target = tmp_path / "t.pdf"
    text = words_of(book, target, read_pdf, "topic-results", topic=tied["year"])
    assert "KẾT QUẢ THỰC HIỆN CHUYÊN ĐỀ «Nêu gương» năm 2024" in text
    assert "I. Văn bản triển khai (02)" in text
    assert "IV. Hội nghị học tập, quán triệt (01)" in text
    assert "Chưa đủ số triệu tập, tham dự: 01 lượt đơn vị." in text
    assert "V. Sinh hoạt chuyên đề của chi bộ (02)" in text  # cells
    assert "Tổng cộng 03 30 29 96,7%" in text
    assert "01 buổi chưa đủ số phải dự, có mặt nên không cộng vào." in text
    term = words_of(book, target, read_pdf, "topic-results", topic=tied["term"])
    assert "«Tự lực» nhiệm kỳ 2020 - 2025" in term
    assert "I. Chuyên đề hằng năm (01)" in term
    assert "III. Kế hoạch Chưa có." in term


def test_the_meetings_by_unit(
    book: Book, tied: dict[str, int], tmp_path: Path, read_pdf: READ
) -> None:
    target = tmp_path / "t.pdf"
    text = words_of(book, target, read_pdf, "topic-meetings", year=2024)
    assert "TỔNG HỢP SINH HOẠT CHUYÊN ĐỀ năm 2024" in text
    assert "Chi bộ ấp Nhì 1 10 9 90%" in text
    assert "Chi bộ ấp Nhứt 2 20 20 100%" in text
    assert "Tổng cộng 3 30 29 96,7%" in text
    assert "01 buổi chưa đủ số" in text
    one = words_of(book, target, read_pdf, "topic-meetings", year=2024, unit=tied["cell"])
    assert "ấp Nhì" not in one
    assert "Chưa có buổi" in words_of(book, target, read_pdf, "topic-meetings", year=2020)
