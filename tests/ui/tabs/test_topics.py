"""A topic with all that is tied to it; small registers with something of their own."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt

from desktop.ui.tabs.others import OTHERS

from .conftest import LONG_MS


@pytest.fixture
def shelf(desk):
    """Bring up the page of a register in the tab of others."""

    def show(name):
        others = desk.tab("others")
        others.names.setCurrentRow(OTHERS.registers.index(name))
        desk.settle()
        return others._page(others.names.currentRow())

    return show


@pytest.fixture
def topic(desk, cells):
    document = desk.add("documents", number="181-KH/TU")
    row = desk.add("topics", year=2024, title="Nêu gương", document_id=document)
    desk.add("topics", term="2020 - 2025", title="Tự lực")
    meeting = desk.add("topic_meetings", unit_id=cells["cam"], on=date(2024, 5, 1),
                       subject="Nêu gương", expected=40, present=39, topic_id=row)  # fmt: skip
    return {"id": row, "meeting": meeting, "document": document}


def groups(page):
    tree = page.pane.tree
    tops = [tree.topLevelItem(place) for place in range(tree.topLevelItemCount())]
    return {one.text(0): one for one in tops}


def test_what_belongs_to_a_topic_opens_from_its_line(desk, topic, shelf):
    page = shelf("topics")
    desk.choose(page.master, topic["id"])
    found = groups(page)
    assert next(iter(found)) == "Văn bản (1)"
    meetings = found["Sinh hoạt chuyên đề (1)"]
    assert [meetings.text(column) for column in (3, 4, 5)] == ["40", "39", "97,5%"]
    assert "Hãy mở kế hoạch" in found["Kế hoạch"].child(0).text(0)
    page.pane.tree.setCurrentItem(meetings.child(0))
    desk.qtbot.keyClick(page.pane.tree, Qt.Key.Key_Return)
    desk.settle()
    opened = desk.window.tabs.current_page().main_page()
    assert (opened.spec.name, opened.dialog.row.id) == ("topic_meetings", topic["meeting"])
    opened.discard_pending()


def test_sessions_tell_how_many_units_have_no_number_yet(desk, topic, cells, shelf):
    session = desk.add("study_sessions", subject="Nêu gương", on=date(2024, 2, 1),
                       topic_id=topic["id"])  # fmt: skip
    for cell, attended in (("cam", 12), ("soc", None)):
        desk.add("study_attendances", session_id=session, unit_id=cells[cell], invited=20,
                 attended=attended)  # fmt: skip
    page = shelf("topics")
    desk.choose(page.master, topic["id"])
    (found,) = [one for words, one in groups(page).items() if "Học tập" in words]
    assert found.text(0) == "Học tập chuyên đề (1) · 1 đơn vị chưa đủ số"
    assert [found.text(column) for column in (3, 4, 5)] == ["40", "12", "30%"]
    assert found.child(0).text(0) == "Nêu gương · 1 đơn vị chưa đủ số"


def test_a_document_is_tied_from_the_pane_and_the_paper_made(desk, topic, shelf, read_pdf):
    other = desk.add("documents", number="05-HD/BTG")
    page = shelf("topics")
    desk.choose(page.master, topic["id"])
    page.pane.tie_button.click()
    desk.settle()
    dialog = page.documents.dialog
    desk.write(dialog, "document_id", "05-HD/BTG")
    desk.save(dialog)
    (kept,) = desk.all("topic_documents")
    assert (kept.values["topic_id"], kept.values["document_id"]) == (topic["id"], other)
    assert "Văn bản (2)" in groups(page)
    page.pane.print_button.click()
    assert "I. Văn bản triển khai (02)" in desk.paper(read_pdf)


def test_a_topic_entered_last_gets_what_is_of_its_year(desk, cells, shelf):
    session = desk.add("study_sessions", subject="Học tập nêu gương", on=date(2024, 2, 1))
    meeting = desk.add("topic_meetings", unit_id=cells["cam"], on=date(2024, 5, 1), subject="A")
    desk.add("topic_meetings", unit_id=cells["cam"], on=date(2023, 5, 1), subject="B")
    page = shelf("topics")
    page.master.new_record()
    desk.settle()
    desk.write(page.master.dialog, "year", "2024")
    desk.write(page.master.dialog, "title", "Nêu gương")
    desk.save(page.master.dialog)
    desk.qtbot.waitUntil(lambda: page.pane.year_button.text().endswith(")"), timeout=LONG_MS)
    assert page.pane.year_button.text() == "Gắn các &mục cùng năm chưa có chuyên đề… (2)"
    page.pane.year_button.click()
    desk.settle()
    dialog = page.dialog
    assert dialog.chosen() == {"study_sessions": [session]}  # of the same name
    assert dialog.buttons.do.text() == "&Gắn 1 mục"
    tops = [dialog.tree.topLevelItem(place) for place in range(dialog.tree.topLevelItemCount())]
    assert [one.text(0) for one in tops] == ["Học tập chuyên đề (1)", "Sinh hoạt chuyên đề (1)"]
    dialog.tree.setCurrentItem(tops[1].child(0))
    desk.qtbot.keyClick(dialog.tree, Qt.Key.Key_Space)
    assert dialog.buttons.do.text() == "&Gắn 2 mục"
    desk.qtbot.keyClick(dialog.tree, Qt.Key.Key_Return)
    desk.settle()
    assert page.dialog is None
    assert page.master.notice.text == "Đã gắn 2 mục. Bấm Ctrl+Z để hoàn tác."
    (row,) = (one.id for one in desk.all("topics"))
    held = {"study_sessions": session, "topic_meetings": meeting}
    assert {desk.get(*one).values["topic_id"] for one in held.items()} == {row}
    assert "Sinh hoạt chuyên đề (1)" in groups(page)
    assert page.pane.year_button.text() == "Gắn các &mục cùng năm chưa có chuyên đề…"
    desk.window.actions_["undo"].trigger()
    desk.settle()
    assert {desk.get(*one).values["topic_id"] for one in held.items()} == {None}


def test_what_changes_out_of_sight_is_read_when_it_is_seen(desk, topic, shelf):
    page = shelf("topics")
    desk.choose(page.master, topic["id"])
    desk.tab("members")
    desk.add("plans", period="year", year=2026, title="Kế hoạch", topic_id=topic["id"])
    assert "Kế hoạch" in groups(page)
    desk.tab("others")
    assert "Kế hoạch (1)" in groups(page)


def test_a_term_has_the_topics_of_its_years(desk, topic, shelf):
    page = shelf("topics")
    term = next(one.id for one in desk.all("topics") if one.values["term"])
    desk.choose(page.master, term)
    assert groups(page)["Chuyên đề (1)"].child(0).text(0) == "2024: Nêu gương"
    desk.choose(page.master, topic["id"])
    assert not any(words.startswith("Chuyên đề") for words in groups(page))


def test_who_has_no_ethics_standard_gets_one(desk, cells, shelf):
    desk.add("ethics_standards", unit_id=cells["root"], title="Chuẩn mực", posted_at="Bảng tin")
    page = shelf("ethics_standards")
    page.show_missing()
    desk.settle()
    units = [one.unit_id for one in page.asking.view.model().rows]
    assert units == [cells["hoa"], cells["thuan"]]
    page.asking.view.clearSelection()  # a Ctrl that an earlier test pressed would add to it
    page.asking.view.selectRow(1)
    page.asking.add_button.click()
    desk.settle()
    assert page.asking is None
    desk.write(page.dialog, "title", "Chuẩn mực của xã")
    desk.save(page.dialog)
    assert cells["thuan"] in {one.values["unit_id"] for one in desk.all("ethics_standards")}


def test_the_rounds_handed_over_at_a_conference(desk, shelf):
    held = desk.add("conferences", title="Biểu dương 2026", kind="commendation")
    row = desk.add("rounds", title="Đợt 1", conference_id=held)
    desk.add("rounds", title="Đợt khác")
    page = shelf("conferences")
    desk.choose(page.master, held)
    assert list(page.rounds.model.ids([(0, 5)])) == [row]
    page.rounds.view.selectRow(0)
    desk.qtbot.keyClick(page.rounds.view, Qt.Key.Key_Return)
    desk.settle()
    assert desk.window.tabs.current_page().rounds.dialog.row.id == row
    desk.window.tabs.current_page().rounds.discard_pending()


def test_the_sums_of_meetings_by_unit(desk, topic, shelf, read_pdf):
    del topic
    page = shelf("topic_meetings")
    page.filters.set_filters({"year": 2024}, {2024: "2024"})
    desk.settle()
    page.sums_action.trigger()
    paper = desk.paper(read_pdf)
    assert "TỔNG HỢP SINH HOẠT CHUYÊN ĐỀ năm 2024" in paper
    assert "97,5%" in paper
