"""What a list shows, written out and taken in again, adds nothing that the book has."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from desktop.core.register import Query
from desktop.services import exporting, registers
from desktop.storage.book import Book
from tests.services.rows import add, everything, live

from .conftest import Sheet, outcomes, taken

DAY = date(2025, 3, 14)


@pytest.fixture
def awarded(book: Book) -> int:
    """A model that a decision of the district commended."""
    model = add(book, "models", name="Thắp sáng đường quê")
    held = add(book, "rounds", title="Sơ kết", meeting_on=date(2025, 5, 19))
    decided = add(
        book, "decisions", round_id=held, number="9-QĐ/HU", on=date(2025, 5, 1), level="district"
    )
    add(
        book, "awards", round_id=held, decision_id=decided, recipient_kind="collective",
        form_id=registers.options(book, "award_forms", "giay")[0].id, recipient_name="Tổ 1",
        model_id=model, state="agreed",
    )  # fmt: skip
    return model


@pytest.mark.parametrize("own", [True, False])
def test_levels_that_awards_give_do_not_become_the_models_own(
    book: Book, awarded: int, tmp_path: Path, own: bool
) -> None:
    if own:
        add(book, "model_levels", model_id=awarded, level="province", on=date(2025, 6, 1))
    before = everything(book)
    for columns in ((), ("name", "commended"), ("name", "commended", "model_levels.level")):
        path = tmp_path / f"{len(columns)}.xlsx"
        exporting.export_view(book, Query("models"), columns, path)
        assert outcomes(taken(book, "models", path)) == {"same": 1}
    assert everything(book) == before


def test_a_level_of_another_day_or_without_an_award_is_added(
    book: Book, awarded: int, sheet: Sheet
) -> None:
    head = ("Tên mô hình", "Cấp tuyên dương")
    told = sheet([head, ("Thắp sáng đường quê", "Huyện")])
    assert outcomes(taken(book, "models", told)) == {"same": 1}
    told = sheet([head, ("Thắp sáng đường quê", "Huyện (02/09/2024); Tỉnh")], "khac.xlsx")
    assert outcomes(taken(book, "models", told)) == {"filled": 1}
    assert [(one["level"], one["on"]) for one in live(book, "model_levels")] == [
        ("district", date(2024, 9, 2)),
        ("province", None),
    ]


@pytest.fixture
def sessions(book: Book) -> None:
    unit = add(book, "units", name="Đảng bộ xã An Lạc")
    other = add(book, "units", name="Đảng bộ xã Bình Hòa")
    first = add(book, "study_sessions", subject="Nghị quyết 1", on=DAY, place="Hội trường",
                host="Huyện ủy", note="Trực tuyến")  # fmt: skip
    for one in (unit, other):
        add(book, "study_attendances", session_id=first, unit_id=one, invited=10, attended=9)
    add(book, "study_sessions", subject="Nghị quyết 2", year=2024)


def test_sessions_go_out_whole_as_the_study_sheet(
    book: Book, sessions: None, other_book: Book, tmp_path: Path
) -> None:
    path, back = tmp_path / "hoc tap.xlsx", tmp_path / "lai.xlsx"
    assert exporting.export_whole(book, Query("study_sessions"), path) == 3
    before = everything(book)
    assert outcomes(taken(book, "study_attendances", path)) == {"same": 3}
    assert everything(book) == before
    assert outcomes(taken(other_book, "study_attendances", path)) == {"new": 3}
    assert len(live(other_book, "study_sessions")) == 2
    assert len(live(other_book, "study_attendances")) == 2
    exporting.export_whole(other_book, Query("study_sessions"), back)
    assert outcomes(taken(book, "study_attendances", back)) == {"same": 3}
    only = Query("study_sessions", "Nghị quyết 2")
    assert exporting.export_whole(book, only, path) == 1


def test_the_list_of_sessions_adds_no_attendance(
    book: Book, sessions: None, other_book: Book, tmp_path: Path
) -> None:
    path, before = tmp_path / "ra.xlsx", everything(book)
    for columns in ((), ("subject", "on", "host", "sums")):
        exporting.export_view(book, Query("study_sessions"), columns, path)
        assert outcomes(taken(book, "study_attendances", path)) == {"same": 2}
        assert everything(book) == before
    assert outcomes(taken(other_book, "study_attendances", path)) == {"new": 2}
    assert live(other_book, "study_attendances") == []


NUMBERS = ((date(2024, 1, 12), "Tỉnh ủy"), (date(2025, 1, 12), "Tỉnh ủy"),
           (date(2025, 1, 12), "Huyện ủy"), (None, "Tỉnh ủy"), (None, None))  # fmt: skip


def test_a_reference_by_a_title_of_several_is_told_apart(
    book: Book, other_book: Book, tmp_path: Path
) -> None:
    documents = [add(book, "documents", number="181-KH/TU", on=on, issuer=issuer)
                 for on, issuer in NUMBERS]  # fmt: skip
    for place, one in enumerate(documents):
        topic = add(book, "topics", title="Chuyên đề năm", year=2020 + place, document_id=one)
        add(book, "topic_documents", topic_id=topic, document_id=documents[-place - 1])
    for register in ("documents", "topics", "topic_documents"):
        path, back = tmp_path / f"{register}.xlsx", tmp_path / f"{register} lai.xlsx"
        exporting.export_all(book, register, path)
        assert outcomes(taken(book, register, path)) == {"same": 5}
        report = taken(other_book, register, path)
        assert outcomes(report) == {"new": 5}, report.refused
        exporting.export_all(other_book, register, back)
        assert outcomes(taken(book, register, back)) == {"same": 5}
    for one in (book, other_book):
        numbers = {row["id"]: (row["on"], row["issuer"]) for row in live(one, "documents")}
        topics = {row["year"]: numbers[row["document_id"]] for row in live(one, "topics")}
        assert topics == dict(enumerate(NUMBERS, 2020))


def test_an_unclear_reference_is_told_with_an_example(book: Book, sheet: Sheet) -> None:
    for on in (date(2024, 1, 12), date(2025, 1, 12)):
        add(book, "documents", number="181-KH/TU", on=on, issuer="Tỉnh ủy")
    head = ("Năm", "Chuyên đề", "Văn bản ban hành")
    report = taken(book, "topics", sheet([head, (2025, "Chuyên đề", "181-KH/TU")]))
    assert report.refused[0].reasons["document_id"] == (
        "Có 2 văn bản tên «181-KH/TU». Hãy ghi rõ, ví dụ: «181-KH/TU (12/01/2024, Tỉnh ủy)»."
    )
    told = sheet([head, (2024, "Cũ", "181-kh/tu (12/01/2024)")], "ro.xlsx")
    report = taken(book, "topics", told)
    assert outcomes(report) == {"new": 1}


def test_things_to_do_of_plans_of_one_title(book: Book, other_book: Book, tmp_path: Path) -> None:
    for unit in ("Đảng bộ xã An Lạc", "Đảng bộ xã Bình Hòa", None):
        made = add(book, "units", name=unit) if unit else None
        for year in (2024, 2025):
            plan = add(book, "plans", title="Học tập Bác", year=year, unit_id=made)
            add(book, "plan_items", plan_id=plan, content=f"Việc {unit} {year}")
    for register in ("units", "plans", "plan_items"):
        path = tmp_path / f"{register}.xlsx"
        exporting.export_all(book, register, path)
        report = taken(other_book, register, path)
        assert report.refused == []
    assert len(live(other_book, "plan_items")) == 6
    path = tmp_path / "plan_items.xlsx"
    assert outcomes(taken(book, "plan_items", path)) == {"same": 6}
    assert outcomes(taken(other_book, "plan_items", path)) == {"same": 6}
