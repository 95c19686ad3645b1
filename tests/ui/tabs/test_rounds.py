"""From an empty round to the printed list, the decision and the hand-over, in the real window."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QPushButton

from desktop.ui.commendations.decide import DecideDialog, HandOverDialog
from desktop.ui.commendations.round_dialogs import CopyDialog, JoinDialog, SplitDialog
from desktop.ui.commendations.statistics import StatisticsDialog
from desktop.ui.commendations.suggest import SuggestDialog
from desktop.ui.commendations.tie import TieDialog
from desktop.ui.dialogs.reason import ReasonDialog


@pytest.fixture
def held(desk: Any) -> dict[str, int]:
    """An empty round, a full one, and what speaks for people; ids by name."""
    found: dict[str, int] = {}
    above = desk.add("units", name="Đảng bộ xã Mỹ Hòa", kind="base_committee")
    found["cell"] = desk.add("units", name="Chi bộ ấp 1", parent_id=above)
    for name in ("Lê An", "Võ Bình", "Ngô Cẩm"):
        found[name] = desk.add("members", full_name=name, unit_id=found["cell"], status="official")
        desk.add(
            "yearly_ratings",
            rated_kind="member",
            member_id=found[name],
            period_to=date(2025, 12, 31),
            rating="excellent",
        )
    found["model"] = desk.add(
        "models",
        name="Camera an ninh",
        unit_id=found["cell"],
        state="recognised",
        state_on=date(2025, 5, 3),
    )
    found["empty"] = desk.add(
        "rounds",
        title="Tổng kết 2025",
        achievement_period="năm 2025",
        meeting_on=date(2025, 12, 20),
    )
    found["full"] = desk.add("rounds", title="Sơ kết", meeting_on=date(2024, 5, 19))
    desk.add(
        "decisions",
        round_id=found["full"],
        number="15-QĐ/HU",
        on=date(2024, 5, 1),
        level="district",
        issuer="Ban Thường vụ",
    )
    form = next(one.id for one in _forms(desk) if one.values["name"] == "Giấy khen")
    found["form"] = form
    for place, name in enumerate(("Bùi Dung", "Cao Giang", "Đỗ Hà", "Lê An")):
        found[f"award {name}"] = desk.add(
            "awards",
            round_id=found["full"],
            form_id=form,
            recipient_name=name,
            achievement="Tốt",
            money=100_000 * (place + 1),
        )
    return found


def _forms(desk: Any) -> list[Any]:
    from desktop.core.register import Query  # noqa: PLC0415
    from desktop.services import registers  # noqa: PLC0415

    book = desk._book
    return registers.rows(book, "award_forms", registers.keys(book, Query("award_forms")))


@pytest.fixture
def page(desk: Any, held: dict[str, int]) -> Any:
    return desk.tab("commendations")


def show(desk: Any, page: Any, round_id: int) -> None:
    desk.choose(page.rounds, round_id)
    desk.settle()


def opened(desk: Any, kind: type[QDialog]) -> Any:
    desk.settle()
    (found,) = [one for one in desk.window.findChildren(kind) if one.isVisible()]
    return found


def click(desk: Any, button: QPushButton) -> None:
    assert button.isEnabled()
    desk.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    desk.settle()


def type_into(dialog: Any, name: str, text: str) -> None:
    line = dialog.fields.boxes[name].editor.focusProxy()
    line.setFocus()
    line.selectAll()
    line.insert(text)


def enter(desk: Any, dialog: Any) -> None:
    desk.qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    desk.settle()


def agree_to_all(desk: Any, page: Any) -> None:
    view = page.awards.view
    desk.window.activateWindow()
    view.setFocus()
    desk.qtbot.waitUntil(view.hasFocus)
    desk.qtbot.keyClick(view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    desk.qtbot.keyClick(view, Qt.Key.Key_F6)
    desk.settle()


def states(desk: Any, held: dict[str, int]) -> dict[str, str]:
    rows = desk.all("awards", round_id=held["full"])
    return {row.values["recipient_name"]: row.values["state"] for row in rows}


# from an empty round to the printed list


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


def test_nobody_to_suggest_is_told(desk, page, held):
    bare = desk.add("rounds", title="Trống", achievement_period="năm 1999")
    show(desk, page, bare)
    click(desk, page.suggest_button)
    dialog = opened(desk, SuggestDialog)
    assert "năm 1999 chưa gợi ý được ai" in dialog._about.text()
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


def test_two_levels_are_decided_one_after_the_other(desk, page, held):
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
    assert "Quyết định đầu tiên của cấp này" in dialog.becomes.text()
    type_into(dialog, "number", "9/QĐ-UBND")
    type_into(dialog, "on", "12/5/2025")
    enter(desk, dialog)
    (made,) = [row for row in desk.all("decisions") if row.values["number"] == "9/QĐ-UBND"]
    assert made.values["level"] == "province"
    click(desk, page.decide_button)
    dialog = opened(desk, DecideDialog)
    assert not dialog.level.isVisible()
    dialog.reject()


def test_the_hand_over_is_on_the_day_of_the_meeting(desk, page, held):
    show(desk, page, held["full"])
    page.awards.view.clearSelection()
    click(desk, page.hand_over_button)
    assert "Chưa ai có kết quả «Đồng ý»" in page.awards.notice.text
    desk.choose(page.awards, held["award Bùi Dung"], held["award Lê An"])
    page.set_state(next(one for one in _states() if one.value == "agreed"))
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


def _states():
    from desktop.core.terms import AwardState  # noqa: PLC0415

    return AwardState


# what is to be looked at


def test_warnings_are_listed_and_marked_and_lead_to_the_row(desk, page, held, names_shown):
    show(desk, page, held["full"])
    (found,) = page.warnings.found
    assert (found.name, found.rule) == ("Lê An", "free-member")
    assert page.tabs.tabText(page.tabs.indexOf(page.warnings)) == "Cần xem lại (1)"
    names = [one.name for one in page.awards.model.fields]
    column = names.index("recipient_name")
    marked = {
        page.awards.model.index(row, column).data(): bool(
            page.marks.words(page.awards.model.index(row, column))
        )
        for row in range(4)
    }
    assert marked == {"Bùi Dung": False, "Cao Giang": False, "Đỗ Hà": False, "Lê An": True}
    page.awards.toolbar.search.setText("dung")
    desk.settle()
    page.tabs.setCurrentWidget(page.warnings)
    page.warnings.view.setFocus()
    desk.qtbot.keyClick(page.warnings.view, Qt.Key.Key_Return)
    desk.settle()
    assert page.tabs.currentWidget() is page.awards
    assert page.awards.selected_ids() == [held["award Lê An"]]


def test_a_free_recipient_is_tied_from_the_list(desk, page, held):
    show(desk, page, held["full"])
    page.tabs.setCurrentWidget(page.warnings)
    desk.settle()
    click(desk, page.warnings.tie)
    dialog = opened(desk, TieDialog)
    assert dialog.view.model().rowCount() == 1
    enter(desk, dialog)
    tied = desk.get("awards", held["award Lê An"]).values
    assert (tied["member_id"], tied["recipient_name"]) == (held["Lê An"], "Lê An")
    assert page.warnings.found == []
    assert page.warnings.text.text() == "Đợt này chưa thấy điều gì cần xem lại."


def test_a_recipient_of_another_name_is_tied_by_search(desk, page, held):
    show(desk, page, held["full"])
    desk.choose(page.awards, held["award Đỗ Hà"])
    page.tools.tie.trigger()
    dialog = opened(desk, TieDialog)
    enter(desk, dialog)
    assert dialog.isVisible()
    assert dialog.fields.boxes["other"].error == "Hãy chọn một dòng."
    dialog.fields.set_value("other", held["Võ Bình"], "Võ Bình")
    enter(desk, dialog)
    tied = desk.get("awards", held["award Đỗ Hà"]).values
    assert (tied["member_id"], tied["recipient_name"]) == (held["Võ Bình"], "Đỗ Hà")


# rounds


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


# papers and sums


def test_papers_of_the_meeting_are_printed_from_the_menus(desk, page, held, read_pdf):
    show(desk, page, held["full"])
    agree_to_all(desk, page)
    reading, signing, *_rest = [
        one for one in page.papers_button.menu().actions() if not one.isSeparator()
    ]
    reading.trigger()
    assert "DANH SÁCH CÔNG BỐ KHEN THƯỞNG" in desk.paper(read_pdf)
    signing.trigger()
    assert "Một triệu đồng" in desk.paper(read_pdf)
    desk.window.actions_["print_signing"].trigger()
    assert "ký nhận tiền thưởng" in desk.paper(read_pdf)
    desk.window.actions_["print_reading"].trigger()
    assert "Bùi Dung" in desk.paper(read_pdf)


def test_sums_of_the_round_and_of_a_period(desk, page, held, read_pdf):
    show(desk, page, held["full"])
    agree_to_all(desk, page)
    desk.window.actions_["award_statistics"].trigger()
    dialog = opened(desk, StatisticsDialog)
    rows = dialog.round_view.model().rows
    assert ("    Đồng ý", "4", "1.000.000") in rows
    assert ("    Chưa có quyết định", "4", "1.000.000") in rows
    click(desk, dialog.print_button)
    words = desk.paper(read_pdf)
    assert "Đồng ý 4 1.000.000" in words  # the page that is shown, not the other one
    assert "Theo năm" not in words
    dialog.tabs.setCurrentIndex(1)
    assert dialog.view.model().rows[0][1] == "-"
    for column, name, day in (
        (0, "first", date(2024, 1, 1)),
        (1, "last", date(2024, 12, 31)),
    ):
        dialog.days[column].set_value(name, day)
        desk.settle()
    assert dialog.quick.currentText() == "2024"
    assert dialog.view.model().rows[0][1:] == ("4", "-", "-", "4", "1.000.000")
    assert dialog.people.text() == (
        "Tính mỗi đối tượng một lần: 0 tập thể, 0 hộ gia đình, 4 cá nhân."
    )
    click(desk, dialog.print_button)
    words = desk.paper(read_pdf)
    assert "năm 2024" in words
    assert "04 lượt cho 04 cá nhân" in words
    dialog.reject()


def test_everything_fits_a_narrow_window(desk, page, held):
    show(desk, page, held["full"])
    desk.window.resize(760, 560)
    desk.settle()
    assert desk.window.width() <= 800
    buttons = (page.suggest_button, page.decide_button, page.hand_over_button, page.round_button)
    for one in buttons:
        assert one.geometry().right() <= one.parentWidget().width()
    tops = {one.geometry().top() for one in buttons}
    assert len(tops) > 1
