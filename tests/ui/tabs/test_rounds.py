"""From an empty round to the printed list, the decision and the hand-over, in the real window."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt

from desktop.core.terms import AwardState
from desktop.services import commendations
from desktop.ui.commendations.decide import DecideDialog, HandOverDialog
from desktop.ui.commendations.round_dialogs import CopyDialog, JoinDialog, SplitDialog
from desktop.ui.commendations.suggest import SuggestDialog
from desktop.ui.dialogs.reason import ReasonDialog
from desktop.ui.register import source
from desktop.ui.register.record_dialog import RecordDialog

from .rounds_desk import (
    agree_to_all,
    click,
    enter,
    hold_rounds,
    opened,
    show,
    states,
    type_into,
)


@pytest.fixture
def held(desk: Any) -> dict[str, int]:
    return hold_rounds(desk)


@pytest.fixture
def page(desk: Any, held: dict[str, int]) -> Any:
    return desk.tab("commendations")


def test_four_steps_from_an_empty_round_to_the_printed_list(desk, page, held, read_pdf):
    show(desk, page, held["empty"])
    face = page.awards.showing.face
    assert face.other_button.isVisible()
    click(desk, face.other_button)  # 1: suggest
    dialog = opened(desk, SuggestDialog)
    assert dialog.candidates.rowCount() == 4
    assert not dialog.button.isEnabled()
    assert dialog.focusWidget() is dialog.view
    desk.qtbot.keyClick(dialog.view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)  # 2
    desk.qtbot.keyClick(dialog.view, Qt.Key.Key_Space)  # 3
    click(desk, dialog.print_button)  # 4: add and print
    words = desk.paper(read_pdf)
    for one in ("ĐỀ NGHỊ KHEN THƯỞNG".lower(), "Lê An", "Võ Bình", "Chi bộ ấp 1"):
        assert one in words
    assert "Mô hình «Camera an ninh» được công nhận 05/2025." in words
    rows = desk.all("awards", round_id=held["empty"])
    assert {row.values["state"] for row in rows} == {"proposed"}
    assert {row.values["proposed_level"] for row in rows} == {"district"}
    assert page.awards.notice.text == "Đã thêm 4 đối tượng."


def test_a_conference_made_for_a_round_has_its_day_place_and_kind(desk, page, held):
    page.rounds.new_record()
    form = opened(desk, RecordDialog).form
    form.boxes["meeting_on"].editor.set_value(date(2023, 5, 19))
    form.boxes["meeting_place"].editor.set_value("Hội trường")
    form.boxes["occasion"].editor.set_value("final_review")
    field = form.boxes["conference_id"].editor
    field.line.setText("Hội nghị tổng kết")
    desk.qtbot.keyClick(field.line, Qt.Key.Key_Insert)
    desk.settle()
    made = next(
        one
        for one in desk.window.findChildren(RecordDialog)
        if one.isVisible() and one.spec.name == "conferences"
    )
    found = made.form.values()
    assert found["title"] == "Hội nghị tổng kết"
    assert found["on"] == date(2023, 5, 19)
    assert found["place"] == "Hội trường"
    assert found["kind"] == "final_review"
    form.boxes["occasion"].editor.set_value("contest")
    given = source.begins_with("rounds", "conference_id", form.readable())
    assert given["kind"] == "commendation"
    assert source.begins_with("awards", "unit_id", form.readable()) == {}


def test_a_list_of_awards_begins_with_the_newest_round(desk, page, held):
    assert not page.has_round
    newest = desk.add("rounds", title="Vừa nhập", meeting_on=date(2020, 1, 1))
    desk.settle()
    desk.window.show_rows("awards", {})
    desk.settle()
    assert page.rounds.current_id() == newest
    show(desk, page, held["full"])
    desk.window.show_rows("awards", {})
    desk.settle()
    assert page.rounds.current_id() == held["full"]


def test_the_import_begun_on_the_page_offers_the_round_that_is_shown(desk, page, held):
    show(desk, page, held["empty"])
    page.context.import_into("awards")
    assert desk.window.sheets.assistant.said == {"rounds.title": "Tổng kết 2025"}
    desk.window.sheets.assistant.reject()


def test_undoing_takes_the_sentence_away(desk, page, held):
    show(desk, page, held["full"])
    agree_to_all(desk, page)
    assert page.awards.notice.isVisible()
    desk.window.actions_["undo"].trigger()
    desk.settle()
    assert set(states(desk, held).values()) == {"proposed"}
    assert not page.awards.notice.isVisible()


def test_what_is_searched_hides_rows_and_keeps_ticks(desk, page, held):
    show(desk, page, held["empty"])
    click(desk, page.suggest_button)
    dialog = opened(desk, SuggestDialog)
    model = dialog.candidates
    names = [model.index(row, 0).data() for row in range(model.rowCount())]
    dialog.view.selectRow(names.index("Võ Bình"))
    desk.qtbot.keyClick(dialog.view, Qt.Key.Key_Space)
    dialog.search.setText("le an")
    assert [model.index(row, 0).data() for row in range(model.rowCount())] == ["Lê An"]
    dialog.tick_all(True)
    dialog.search.clear()
    assert {one.name for one in model.chosen()} == {"Võ Bình", "Lê An"}
    dialog.kind.setCurrentIndex(dialog.kind.findData("collective"))
    assert model.rowCount() == 1
    dialog.tick_all(False)
    dialog.kind.setCurrentIndex(0)
    enter(desk, dialog)
    found = desk.all("awards", round_id=held["empty"])
    assert {row.values["recipient_name"] for row in found} == {"Võ Bình", "Lê An"}


def test_the_money_given_last_is_offered_and_may_be_changed(desk, page, held):
    show(desk, page, held["empty"])
    click(desk, page.suggest_button)
    dialog = opened(desk, SuggestDialog)
    columns = dialog.money.columns
    offered = dialog.money.amounts()
    assert offered == {"individual": 400_000}  # of the last one in the other round
    line = columns["collective"].boxes["collective"].editor.line
    line.setFocus()
    desk.qtbot.keyClicks(line, "500k")
    dialog.form.setFocus()
    dialog.tick_all(True)
    click(desk, dialog.button)
    assert columns["collective"].boxes["collective"].error  # told beside the field
    line.clear()
    desk.qtbot.keyClicks(line, "500.000")
    other = (dialog.form.currentIndex() + 1) % dialog.form.count()
    dialog.form.setCurrentIndex(other)
    dialog.form.activated.emit(other)
    assert dialog.money.amounts() == {"collective": 500_000}  # of that form nothing is known
    enter(desk, dialog)
    found = desk.all("awards", round_id=held["empty"])
    told = {(one.values["recipient_kind"], one.values["money"]) for one in found}
    assert told == {("collective", 500_000), ("individual", None)}


def test_nobody_to_suggest_is_told(desk, page, held):
    bare = desk.add("rounds", title="Trống", achievement_period="năm 1999")
    show(desk, page, bare)
    click(desk, page.suggest_button)
    dialog = opened(desk, SuggestDialog)
    assert "năm 1999 chưa gợi ý được ai" in dialog._about.text()
    assert "Ngày của tình trạng" not in dialog._about.text()
    dialog.reject()
    desk.add("models", name="Hũ gạo", kind="collective", state="recognised")  # on no known day
    click(desk, page.suggest_button)
    dialog = opened(desk, SuggestDialog)
    assert "Có 1 mô hình" in dialog._about.text()
    assert "«Hũ gạo»" in dialog._about.text()
    assert "ghi «Ngày của tình trạng»" in dialog._about.text()
    dialog.tick_all(True)
    assert not dialog.button.isEnabled()
    dialog.reject()


# agreed by the keyboard, decided, handed over


def test_agreeing_and_refusing_by_keys_goes_down_the_list(desk, page, held):
    show(desk, page, held["full"])
    view = page.awards.view
    first, second, third = page.awards.model.ids([(0, 2)])
    page.awards.view.show_id(first)
    view.setFocus()
    desk.qtbot.waitUntil(view.hasFocus)
    desk.qtbot.keyClick(view, Qt.Key.Key_F6)
    desk.settle()
    assert page.awards.selected_ids() == [second]
    desk.qtbot.keyClick(view, Qt.Key.Key_F7)
    dialog = opened(desk, ReasonDialog)
    dialog.area.setPlainText("Chưa đủ hồ sơ")
    enter(desk, dialog)
    assert page.awards.selected_ids() == [third]
    assert desk.get("awards", first).values["state"] == "agreed"
    refused = desk.get("awards", second).values
    assert (refused["state"], refused["reason"]) == ("refused", "Chưa đủ hồ sơ")
    agree_to_all(desk, page)
    assert set(states(desk, held).values()) == {"agreed"}


def test_keys_pressed_faster_than_they_are_written_agree_to_a_row_each(desk, page, held):
    show(desk, page, held["full"])
    view = page.awards.view
    first, second, third, last = page.awards.model.ids([(0, 3)])
    page.awards.view.show_id(first)
    view.setFocus()
    desk.qtbot.waitUntil(view.hasFocus)
    for _press in range(3):  # nothing is written, nor read again, between them
        desk.qtbot.keyClick(view, Qt.Key.Key_F6)
    assert page.awards.selected_ids() == [last]
    desk.settle()
    agreed = [desk.get("awards", one).values["state"] for one in (first, second, third, last)]
    assert agreed == ["agreed", "agreed", "agreed", "proposed"]
    assert page.awards.selected_ids() == [last]
    assert page.awards.notice.text == "Đã sửa 3 lượt khen."


def test_a_row_that_cannot_be_agreed_to_is_told_though_others_follow(desk, page, held):
    desk.window.jobs.write(
        commendations.set_state, [held["award Bùi Dung"]], "refused", "Chưa đủ hồ sơ"
    )
    desk.settle()
    show(desk, page, held["full"])
    view = page.awards.view
    refused = held["award Bùi Dung"]
    place = page.awards.model.place_of(refused)
    following = page.awards.model.id_at(place + 1)
    page.awards.view.show_id(refused)
    view.setFocus()
    desk.qtbot.waitUntil(view.hasFocus)
    # the hand-over of one that was refused is no step that an award can take
    page.deeds.set_state(AwardState.GIVEN, go_on=True)
    page.deeds.set_state(AwardState.GIVEN, go_on=True)
    desk.settle()
    assert "«Bùi Dung» đang ở kết quả «Không đồng ý»" in page.awards.notice.text
    assert "Đã sửa 1 lượt khen." in page.awards.notice.text
    assert desk.get("awards", following).values["state"] == "given"
    assert desk.get("awards", refused).values["state"] == "refused"


def test_a_decision_needs_number_and_date_only(desk, page, held, read_pdf):
    show(desk, page, held["full"])
    click(desk, page.decide_button)
    assert "Hãy chọn các dòng rồi bấm F6" in page.awards.notice.text
    agree_to_all(desk, page)
    click(desk, page.decide_button)
    dialog = opened(desk, DecideDialog)
    assert not dialog.level.isVisible()
    enter(desk, dialog)
    assert dialog.isVisible()
    assert dialog.fields.boxes["number"].error
    type_into(dialog, "number", "77")
    assert "Số quyết định sẽ ghi là 77-QĐ/HU." in dialog.becomes.text()
    type_into(dialog, "on", "12/5/2024")
    enter(desk, dialog)
    (made,) = [row for row in desk.all("decisions") if row.values["number"] == "77-QĐ/HU"]
    assert made.values["issuer"] == "Ban Thường vụ"
    under = desk.all("awards", decision_id=made.id)
    assert len(under) == 4
    assert page.awards.notice.text == ("Quyết định 77-QĐ/HU (cấp Huyện): đã đưa 4 khen thưởng vào.")
    click(desk, page.awards.notice.button)
    assert "77-QĐ/HU" in desk.paper(read_pdf)


def test_two_levels_are_decided_one_after_the_other(desk, page, held, read_pdf):
    form = held["form"]
    for name, level in (("X", "province"), ("Y", "district"), ("Z", "district")):
        desk.add(
            "awards",
            round_id=held["empty"],
            form_id=form,
            recipient_name=name,
            state="agreed",
            proposed_level=level,
        )
    show(desk, page, held["empty"])
    click(desk, page.decide_button)
    dialog = opened(desk, DecideDialog)
    assert dialog.level.isVisible()
    dialog.level.setCurrentIndex(1)
    assert "Quyết định đầu tiên của loại này" in dialog.becomes.text()
    type_into(dialog, "number", "9/QĐ-UBND")
    type_into(dialog, "on", "12/5/2025")
    assert dialog.fields.value("issuer") == "Ủy ban nhân dân tỉnh"
    assert dialog.fields.value("signer_post") == "Chủ tịch"
    assert not dialog.fields.is_shown("authority")
    type_into(dialog, "issuer", "")
    enter(desk, dialog)
    assert dialog.isVisible()
    assert dialog.fields.boxes["issuer"].error
    type_into(dialog, "issuer", "Ủy ban nhân dân tỉnh Đồng Nai")
    type_into(dialog, "signer", "Võ Văn Chủ")
    enter(desk, dialog)
    (made,) = [row for row in desk.all("decisions") if row.values["number"] == "9/QĐ-UBND"]
    assert made.values["level"] == "province"
    said = [made.values[name] for name in ("issuer", "signer", "signer_post", "paper_family")]
    assert said == ["Ủy ban nhân dân tỉnh Đồng Nai", "Võ Văn Chủ", "Chủ tịch", "government"]
    click(desk, page.awards.notice.button)
    paper = desk.paper(read_pdf)
    assert "ỦY BAN NHÂN DÂN TỈNH ĐỒNG NAI" in paper
    assert "9/QĐ-UBND ngày 12/05/2025 của Ủy ban nhân dân tỉnh Đồng Nai" in paper
    assert "CHỦ TỊCH" in paper
    assert "BAN TUYÊN GIÁO" not in paper
    click(desk, page.decide_button)
    dialog = opened(desk, DecideDialog)
    assert not dialog.level.isVisible()
    dialog.reject()


def test_who_issues_is_proposed_by_the_number_and_what_was_typed_stays(desk, page, held):
    form, held_now = held["form"], held["empty"]
    desk.add("awards", round_id=held_now, form_id=form, recipient_name="X", state="agreed")
    show(desk, page, held_now)
    click(desk, page.decide_button)
    dialog = opened(desk, DecideDialog)
    assert not dialog.asks  # as the district's 15-QĐ/HU of the other round
    assert "như quyết định trước: Ban Thường vụ" in dialog.becomes.text()
    type_into(dialog, "number", "20/QĐ-UBND")  # the committee that decides otherwise, too, is new
    assert dialog.asks
    assert dialog.fields.value("issuer") == "Ủy ban nhân dân huyện Cầu Ngang"
    type_into(dialog, "signer_post", "Phó Chủ tịch")
    type_into(dialog, "number", "03-QĐ/BTG")
    assert dialog.fields.value("issuer") == "Ban Tuyên giáo Huyện ủy Cầu Ngang"
    assert dialog.fields.value("signer_post") == "Phó Chủ tịch"
    type_into(dialog, "number", "21")
    assert not dialog.asks
    dialog.reject()


def test_the_hand_over_is_on_the_day_of_the_meeting(desk, page, held):
    show(desk, page, held["full"])
    page.awards.view.clearSelection()
    click(desk, page.hand_over_button)
    assert "Chưa ai có kết quả «Đồng ý»" in page.awards.notice.text
    desk.choose(page.awards, held["award Bùi Dung"], held["award Lê An"])
    page.set_state(AwardState.AGREED)
    desk.settle()
    desk.choose(page.awards, held["award Lê An"])
    click(desk, page.hand_over_button)
    dialog = opened(desk, HandOverDialog)
    assert dialog.everyone.isChecked()
    dialog.some.setChecked(True)
    enter(desk, dialog)
    given = desk.get("awards", held["award Lê An"]).values
    assert (given["state"], given["given_on"]) == ("given", date(2024, 5, 19))
    assert desk.get("awards", held["award Bùi Dung"]).values["state"] == "agreed"
    assert page.awards.notice.text == "Đã ghi trao 1 khen thưởng."


def test_a_round_is_copied_split_and_joined(desk, page, held):
    show(desk, page, held["full"])
    page.deeds.split()
    assert "Hãy chọn một số dòng" in page.awards.notice.text
    desk.choose(page.awards, held["award Bùi Dung"], held["award Đỗ Hà"])
    page.deeds.split()
    dialog = opened(desk, SplitDialog)
    type_into(dialog, "title", "Phần hai")
    enter(desk, dialog)
    made = page.rounds.current_id()
    assert desk.get("rounds", made).values["title"] == "Phần hai"
    assert set(states(desk, held)) == {"Cao Giang", "Lê An"}
    page.deeds.join()
    dialog = opened(desk, JoinDialog)
    dialog.fields.set_value("other", made, "Phần hai")
    enter(desk, dialog)
    assert dialog.fields.boxes["other"].error
    dialog.fields.set_value("other", held["full"], "Sơ kết")
    enter(desk, dialog)
    assert len(desk.all("awards", round_id=made)) == 4
    assert "Đã chuyển 2 khen thưởng" in page.awards.notice.text
    page.awards.view.clearSelection()
    page.deeds.copy()
    dialog = opened(desk, CopyDialog)
    assert dialog.everyone.isChecked()
    type_into(dialog, "title", "Năm sau")
    type_into(dialog, "meeting_on", "19/5/2025")
    enter(desk, dialog)
    copied = desk.get("rounds", page.rounds.current_id()).values
    assert (copied["title"], copied["meeting_on"]) == ("Năm sau", date(2025, 5, 19))
    assert len(desk.all("awards")) == 8
