"""What has no topic tied to one of its year, as one deed that can be undone."""

from __future__ import annotations

from datetime import date

import pytest

from desktop.core.errors import UserProblem
from desktop.services import registers, topic_ties, topics
from desktop.services.books import Book

from .rows import add, everything, undo_last

Ids = dict[str, int]


@pytest.fixture
def late(book: Book) -> Ids:
    """Records of 2024 that have no topic, others of other years or topics, and a late topic."""
    made = {
        "unit": add(book, "units", name="Chi bộ ấp Nhứt", kind="cell"),
        "issued": add(book, "documents", number="181-KH/TU", on=date(2024, 1, 15)),
    }
    other = add(book, "topics", year=2024, title="Đề án", document_id=made["issued"])
    made["other"] = other
    made["session"] = add(book, "study_sessions", subject="Học tập nêu gương năm 2024", year=2024)
    made["campaign"] = add(book, "campaigns", year=2024, title="Đợt", deadline=date(2024, 3, 1),
                           pledge_kind="commitment")  # fmt: skip
    made["plan"] = add(book, "plans", period="year", on=date(2024, 2, 1), title="Kế hoạch",
                       number="05-KH/BTG", unit_id=made["unit"])  # fmt: skip
    made["meeting"] = add(book, "topic_meetings", unit_id=made["unit"], on=date(2024, 12, 31),
                          subject="Sinh hoạt")  # fmt: skip
    made["conference"] = add(book, "conferences", title="Sơ kết", on=date(2024, 1, 1))
    made["document"] = add(book, "documents", number="07-HD/BTG", on=date(2024, 2, 2))
    gone = add(book, "conferences", title="Đã xóa", on=date(2024, 5, 1))
    registers.delete(book, "conferences", [gone])
    add(book, "conferences", title="Năm trước", on=date(2023, 12, 31))
    add(book, "conferences", title="Chưa rõ ngày")
    add(book, "plans", period="year", year=2025, on=date(2024, 12, 1), title="Kế hoạch 2025")
    add(book, "conferences", title="Của đề án", on=date(2024, 5, 1), topic_id=other)
    tied = add(book, "documents", number="08-HD/BTG", on=date(2024, 2, 2))
    add(book, "topic_documents", topic_id=other, document_id=tied)
    made["topic"] = add(book, "topics", year=2024, title="Nêu gương")
    return made


def found(book: Book, topic: int) -> dict[str, list[int]]:
    groups = topic_ties.untied(book, topic)
    return {one.register: [line.id for line in one.lines] for one in groups}


def test_what_is_of_the_year_and_has_no_topic_is_found(book: Book, late: Ids) -> None:
    assert found(book, late["topic"]) == {
        "documents": [late["document"]],
        "plans": [late["plan"]],
        "campaigns": [late["campaign"]],
        "study_sessions": [late["session"]],
        "topic_meetings": [late["meeting"]],
        "conferences": [late["conference"]],
    }
    assert topic_ties.count_untied(book, late["topic"]) == 5  # documents are of many matters
    groups = topic_ties.untied(book, late["topic"])
    lines = {line.register: line for one in groups for line in one.lines}
    assert (lines["plans"].title, lines["plans"].who) == ("05-KH/BTG: Kế hoạch", "Chi bộ ấp Nhứt")
    assert [one for one in lines if topic_ties.about(lines[one], "NÊU GƯƠNG")] == ["study_sessions"]


def test_tied_records_are_the_topics_and_one_undoing_takes_all_back(book: Book, late: Ids) -> None:
    before = everything(book)
    chosen = found(book, late["topic"])
    del chosen["campaigns"]
    assert topic_ties.tie(book, late["topic"], chosen).value == 5
    view = topics.view(book, late["topic"])
    tied = {one.register: [line.id for line in one.lines] for one in view.groups if one.lines}
    assert tied == chosen
    assert found(book, late["topic"]) == {"campaigns": [late["campaign"]]}
    assert undo_last(book) == "Gắn 5 mục vào chuyên đề «Nêu gương»"
    assert everything(book) == before


def test_what_got_a_topic_meanwhile_stays_with_it(book: Book, late: Ids) -> None:
    chosen = found(book, late["topic"])
    topic_ties.tie(book, late["other"], {"plans": chosen["plans"]})
    assert topic_ties.tie(book, late["topic"], chosen).value == 5
    assert registers.get(book, "plans", late["plan"]).values["topic_id"] == late["other"]
    with pytest.raises(UserProblem, match="ít nhất một mục"):
        topic_ties.tie(book, late["topic"], chosen)


def test_a_topic_of_a_term_gathers_its_years_and_one_without_any_says_so(
    book: Book, late: Ids
) -> None:
    term = add(book, "topics", term="2020 - 2023", title="Tự lực")
    assert [line.title for one in topic_ties.untied(book, term) for line in one.lines] == [
        "Năm trước"
    ]
    bare = add(book, "topics", title="Chưa rõ năm")
    assert topic_ties.count_untied(book, bare) == 0
    with pytest.raises(UserProblem, match="chưa có năm"):
        topic_ties.untied(book, bare)
    registers.delete(book, "topics", [late["topic"]])
    with pytest.raises(UserProblem, match="không còn trong sổ"):
        topic_ties.untied(book, late["topic"])
