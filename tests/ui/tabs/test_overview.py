"""The first tab: its numbers, where they lead, what is due, the next meeting's papers."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from desktop.services.overview import overview
from desktop.ui.register_page import RegisterPage

TODAY = date.today()  # noqa: DTZ011 - the clerk's own calendar day
DAY = timedelta(days=1)


@pytest.fixture
def filled(desk: Any, cells: dict[str, int]) -> dict[str, int]:
    """An office whose numbers are known; ids by name."""
    for name, status in (("A", "official"), ("B", "probationary"), ("C", "transferred")):
        desk.add("members", full_name=f"Nguyễn Văn {name}", unit_id=cells["cam"], status=status)
    for year in (TODAY.year, TODAY.year, TODAY.year - 1):
        desk.add(
            "pledges", year=year, kind="registration", pledger_kind="other", name="Thạch Sô Phách"
        )
    late = desk.add(
        "pledges", year=TODAY.year, kind="registration", pledger_kind="other", name="Lê Văn Tám"
    )
    desk.add("pledge_items", pledge_id=late, content="Trồng cây", due_on=TODAY - DAY)
    for place, state in enumerate(("registered", "recognised", "stopped")):
        desk.add("models", name=f"Mô hình {place}", kind="collective", state=state)
    past = desk.add("rounds", title="Đợt đã qua", meeting_on=TODAY - 30 * DAY)
    ahead = desk.add(
        "rounds", title="Đợt sắp tới", meeting_on=TODAY + 3 * DAY, meeting_place="Hội trường"
    )
    form = desk.add("award_forms", name="Giấy khen")
    award = {"form_id": form, "recipient_kind": "individual"}
    for place, state in enumerate(("agreed", "given", "refused")):
        desk.add("awards", round_id=past, recipient_name=f"Người {place}", state=state, **award)
    desk.add("awards", round_id=ahead, recipient_name="Trần Văn Đạt", **award)
    desk.add("awards", round_id=ahead, recipient_name="Lê Thị Ánh", state="agreed", **award)
    return {"past": past, "ahead": ahead, "late": late, **cells}


EXPECTED = {
    "Đảng viên": 2,
    f"Bản đăng ký, cam kết năm {TODAY.year}": 3,
    "Mô hình đang duy trì": 2,
    "Khen thưởng (lượt)": 3,
    "Đợt khen thưởng": 2,
    "Đơn vị": 5,
}


def cards(page: Any) -> list[Any]:
    return [page.cards.itemAt(place).widget() for place in range(page.cards.count())]


def due(page: Any) -> list[str]:
    return [page.due.item(row).text() for row in range(page.due.count())]


def test_the_numbers_are_those_of_the_service(desk, filled):
    page = desk.tab("overview")
    served = overview(desk.window.jobs.book)
    assert {one.label: one.value for one in served.counts} == EXPECTED
    assert [one.accessibleName() for one in cards(page)] == [
        f"{label}: {value}" for label, value in EXPECTED.items()
    ]
    for card, (label, value) in zip(cards(page), EXPECTED.items(), strict=True):
        words = [one.text() for one in card.findChildren(QLabel)]
        assert label in words
        assert str(value) in words
    assert page.meeting.isVisible()
    assert due(page) == [one.sentence for one in served.due]


@pytest.mark.parametrize(
    ("place", "tab", "rows"),
    [
        (0, "members", ["Nguyễn Văn A", "Nguyễn Văn B"]),
        (1, "pledges", ["Lê Văn Tám", "Thạch Sô Phách", "Thạch Sô Phách"]),
        (2, "models", ["Mô hình 0", "Mô hình 1"]),
        (3, "commendations", ["Đợt sắp tới", "Đợt đã qua"]),
        (4, "commendations", ["Đợt sắp tới", "Đợt đã qua"]),
        (5, "units", None),
    ],
)
def test_a_number_leads_to_its_rows(qtbot, desk, filled, names_shown, place, tab, rows):
    page = desk.tab("overview")
    card = cards(page)[place]
    card.setFocus()
    qtbot.keyClick(card, Qt.Key.Key_Space)
    desk.settle()
    assert desk.window.tabs.current_name() == tab
    found: Any = desk.window.tabs.current_page()
    table = found if isinstance(found, RegisterPage) else found.main_page()
    if rows is None:
        assert table.model.rowCount() == list(EXPECTED.values())[place]
    else:
        assert sorted(names_shown(table)) == sorted(rows)
    if tab in ("members", "models"):
        assert table.is_filtered()
        assert table.filters.words() != []


def test_what_is_due_leads_to_its_record(desk, filled):
    page = desk.tab("overview")
    sentence = "«Đợt sắp tới», hội nghị ngày"
    row = next(row for row, words in enumerate(due(page)) if words.startswith(sentence))
    assert "1 đề nghị chưa có kết quả xét" in due(page)[row]
    page.due.itemActivated.emit(page.due.item(row))
    desk.settle()
    rounds = desk.window.tabs.current_page().rounds
    assert rounds.current_id() == filled["ahead"]
    assert rounds.dialog.row.values["title"] == "Đợt sắp tới"


def test_what_is_due_of_many_records_leads_to_their_tab(desk, filled):
    page = desk.tab("overview")
    row = due(page).index("1 nội dung đăng ký đã đến hạn mà chưa hoàn thành.")
    page.due.itemActivated.emit(page.due.item(row))
    desk.settle()
    assert desk.window.tabs.current_name() == "pledges"


def test_an_empty_book_says_what_to_do_first(desk):
    page = desk.tab("overview")
    assert due(page) == [
        "Nhập đảng bộ, chi bộ và các đơn vị",
        "Nhập đảng viên",
        "Nhập người ký, để tên và chức vụ in ra giấy",
        "Mở đợt đăng ký và lập danh sách phải đăng ký",
        "Đăng ký mô hình, gương điển hình",
        "Lập đợt khen thưởng và in danh sách",
    ]
    titles = [one.text() for one in page.findChildren(QLabel) if one.isVisible()]
    assert "Những bước đầu tiên" in titles
    assert "Chưa có đợt khen thưởng nào." in titles
    assert not page.meeting.proposal.isVisible()
    tabs = {0: "units", 1: "members", 3: "pledges", 4: "models", 5: "commendations"}
    for row, tab in tabs.items():
        page.due.itemActivated.emit(page.due.item(row))
        assert desk.window.tabs.current_name() == tab
        desk.settle()
    desk.tab("overview").meeting.add_round.click()
    desk.settle()
    assert desk.window.tabs.current_name() == "commendations"


def test_the_next_meeting_is_shown_with_its_papers(desk, filled, read_pdf):
    page = desk.tab("overview")
    words = " ".join(one.text() for one in page.meeting.findChildren(QLabel))
    assert "Hội nghị sắp tới" in words
    assert "Đợt sắp tới" in words
    assert f"{TODAY + 3 * DAY:%d/%m/%Y} · Hội trường" in words
    assert "2 lượt khen · 1 chưa có kết quả" in words
    page.meeting.proposal.click()
    text = desk.paper(read_pdf)
    assert "Trần Văn Đạt" in text
    assert "Lê Thị Ánh" in text
    page.meeting.annex.click()
    text = desk.paper(read_pdf)
    assert "Trần Văn Đạt" not in text  # not agreed yet
    assert "Lê Thị Ánh" in text
    page.meeting.show_round.click()
    desk.settle()
    assert desk.window.tabs.current_page().rounds.dialog.row.id == filled["ahead"]


def test_without_an_outcome_there_is_no_list_of_a_decision(desk):
    held = desk.add("rounds", title="Đợt 1", meeting_on=TODAY - DAY)
    form = desk.add("award_forms", name="Giấy khen")
    desk.add("awards", round_id=held, form_id=form, recipient_kind="individual", recipient_name="A")
    page = desk.tab("overview")
    assert page.meeting.proposal.isEnabled()
    assert not page.meeting.annex.isEnabled()
    words = [one.text() for one in page.meeting.findChildren(QLabel)]
    assert "Hội nghị gần nhất" in words  # none ahead: the last one held


def test_what_is_written_elsewhere_is_counted_at_once_and_on_return(qtbot, desk, filled):
    page = desk.tab("overview")
    desk.add("members", full_name="Đảng viên mới", status="official")
    assert cards(page)[0].accessibleName() == "Đảng viên: 3"
    focused = cards(page)[1]
    focused.setFocus()
    desk.tab("members")
    desk.add("members", full_name="Đảng viên mới nữa", status="official")
    assert cards(page)[0].accessibleName() == "Đảng viên: 3"  # out of sight: not read yet
    desk.tab("overview")
    assert cards(page)[0].accessibleName() == "Đảng viên: 4"
    assert cards(page)[1] is focused
