"""The tab of commendations: rounds, what belongs to the chosen one, outcomes and decisions."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu

from desktop.ui.commendations.dialog import DeedDialog
from desktop.ui.dialogs.reason import ReasonDialog
from desktop.ui.register.record_dialog import RecordDialog


@pytest.fixture
def rounds(desk: Any) -> dict[str, int]:
    """Two rounds: one with a decision and four awards, one with an award; ids by name."""
    found: dict[str, int] = {}
    first = desk.add(
        "rounds",
        title="Sơ kết 03 năm",
        achievement_period="giai đoạn 2021 - 2023",
        meeting_on=date(2024, 5, 19),
        meeting_place="Hội trường Huyện ủy",
    )
    second = desk.add("rounds", title="Tổng kết năm 2025", meeting_on=date(2025, 12, 20))
    found |= {"first": first, "second": second}
    found["decision"] = desk.add(
        "decisions", round_id=first, number="12-QĐ/HU", on=date(2024, 5, 12), level="district"
    )
    desk.add("decisions", round_id=second, number="99-QĐ/HU", level="district")
    form = desk.add("award_forms", name="Giấy khen")
    for name, kind, state in (
        ("Chi bộ ấp Mỹ Cẩm", "collective", "proposed"),
        ("Nguyễn Thị Anh", "individual", "proposed"),
        ("Lê Thị Ánh", "individual", "proposed"),
        ("Trần Văn Đạt", "individual", "agreed"),
    ):
        found[name] = desk.add(
            "awards",
            round_id=first,
            form_id=form,
            recipient_kind=kind,
            recipient_name=name,
            state=state,
            money=1_500_000,
        )
    found["Thạch Sô Phách"] = desk.add(
        "awards",
        round_id=second,
        form_id=form,
        recipient_kind="household",
        recipient_name="Thạch Sô Phách",
    )
    return found


@pytest.fixture
def page(desk: Any, rounds: dict[str, int]) -> Any:
    """The tab, with the first round chosen."""
    found = desk.tab("commendations")
    desk.choose(found.rounds, rounds["first"])
    return found


def press(menu: QMenu, words: str) -> None:
    """Choose an entry of a menu that can be chosen now."""
    (action,) = [one for one in menu.actions() if one.text() == words]
    assert menu.isEnabled()
    assert action.isEnabled()
    action.trigger()


def entries(menu: QMenu) -> list[str]:
    return [one.text() for one in menu.actions() if not one.isSeparator()]


def states(desk: Any, rounds: dict[str, int], *names: str) -> list[str]:
    return [desk.get("awards", rounds[name]).values["state"] for name in names]


def give_reason(desk: Any, dialog: ReasonDialog, reason: str) -> None:
    desk.qtbot.waitUntil(dialog.isActiveWindow)
    dialog.area.setPlainText(reason)
    desk.qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    desk.settle()


def test_without_a_round_the_page_says_what_to_do(desk):
    page = desk.tab("commendations")
    assert "Bấm «Thêm» (Ctrl+N) để lập đợt đầu tiên" in page.rounds.showing.face.text
    hint = "Chọn một đợt khen thưởng ở bên trái, hoặc thêm đợt đầu tiên."
    assert page.awards.showing.face.text == hint
    assert page.decisions.showing.face.text == hint
    assert not page.proposal_button.isVisible()
    assert not page.awards.actions_.add.isEnabled()
    assert not page.state_menu.isEnabled()


def test_a_round_that_is_alone_is_chosen_and_an_empty_one_says_all_ways_to_begin(desk):
    only = desk.add("rounds", title="Sơ kết 03 năm", meeting_on=date(2024, 5, 19))
    page = desk.tab("commendations")
    assert page.rounds.selected_ids() == [only]
    assert page._head.title.text() == "Sơ kết 03 năm"
    face = page.awards.showing.face
    assert face.other_button.text() == "Gợi ý đối tượng…"
    assert face.last_button.text() == "Hoặc nhập từ Excel, Word…"
    assert face.last_button.isVisible()
    desk.qtbot.mouseClick(face.last_button, Qt.MouseButton.LeftButton)
    desk.settle()
    assistant = desk.window.sheets.assistant
    assert assistant.said == {"rounds.title": "Sơ kết 03 năm"}
    assistant.reject()
    desk.add("rounds", title="Đợt hai")  # it comes beside: the choice stays
    assert page.rounds.selected_ids() == [only]


def test_of_several_rounds_none_is_chosen_by_itself(desk, rounds):
    page = desk.tab("commendations")
    assert page.rounds.model.rowCount() == len({rounds["first"], rounds["second"]})
    assert page.rounds.selected_ids() == []


def test_a_round_shows_its_own_awards_and_decisions(desk, page, rounds, names_shown):
    assert sorted(names_shown(page.awards)) == [
        "Chi bộ ấp Mỹ Cẩm", "Lê Thị Ánh", "Nguyễn Thị Anh", "Trần Văn Đạt",
    ]  # fmt: skip
    assert names_shown(page.decisions) == ["12-QĐ/HU"]
    assert entries(page.annex_button.menu()) == ["12-QĐ/HU (12/05/2024)"]
    desk.choose(page.rounds, rounds["second"])
    assert names_shown(page.awards) == ["Thạch Sô Phách"]
    assert names_shown(page.decisions) == ["99-QĐ/HU"]
    assert entries(page.annex_button.menu()) == ["99-QĐ/HU"]
    page.rounds.view.clearSelection()
    desk.settle()
    assert names_shown(page.awards) == []
    assert not page._head.isVisible()


def test_the_head_of_a_round_counts_it(desk, page):
    assert page._head.title.text() == "Sơ kết 03 năm"
    assert page._head.figures.text().split("\n") == [
        "giai đoạn 2021 - 2023 · hội nghị ngày 19/05/2024 · Hội trường Huyện ủy",
        "Danh sách: 4 · Tập thể: 1 · Cá nhân: 3 · tiền thưởng đã duyệt: 1.500.000 đồng",
        "Đề nghị: 3 · Đồng ý: 1 · chờ quyết định: 1",
    ]


def test_an_outcome_is_given_to_several_awards_at_once(desk, page, rounds):
    chosen = ("Nguyễn Thị Anh", "Lê Thị Ánh")
    assert not page.state_menu.isEnabled()
    desk.choose(page.awards, *(rounds[name] for name in chosen))
    press(page.state_menu, "Đồng ý")
    desk.settle()
    assert states(desk, rounds, *chosen, "Chi bộ ấp Mỹ Cẩm") == ["agreed", "agreed", "proposed"]
    assert page.awards.notice.text == "Đã sửa 2 lượt khen."
    assert page._head.figures.text().endswith("Đề nghị: 1 · Đồng ý: 3 · chờ quyết định: 3")
    assert "tiền thưởng đã duyệt: 4.500.000" in page._head.figures.text()
    assert sorted(page.awards.selected_ids()) == sorted(rounds[name] for name in chosen)


def test_refusing_asks_for_the_reason(desk, page, rounds):
    chosen = ("Nguyễn Thị Anh", "Lê Thị Ánh")
    desk.choose(page.awards, *(rounds[name] for name in chosen))
    press(page.state_menu, "Không đồng ý")
    dialog = page.findChild(ReasonDialog)
    dialog.reject()
    desk.settle()
    assert states(desk, rounds, *chosen) == ["proposed", "proposed"]
    press(page.state_menu, "Không đồng ý")
    dialog = page.findChild(ReasonDialog)
    assert QApplication.activeModalWidget() is dialog
    give_reason(desk, dialog, "Chưa đủ thời gian thực hiện")
    assert states(desk, rounds, *chosen) == ["refused", "refused"]
    for name in chosen:
        row = desk.get("awards", rounds[name])
        assert row.values["reason"] == "Chưa đủ thời gian thực hiện"


def test_a_step_that_is_not_allowed_is_told_and_changes_nothing(desk, page, rounds):
    desk.choose(page.awards, rounds["Nguyễn Thị Anh"], rounds["Trần Văn Đạt"])
    press(page.state_menu, "Thu hồi")
    give_reason(desk, page.findChild(ReasonDialog), "Nhầm người")
    assert "không chuyển thẳng sang «Thu hồi» được" in page.awards.notice.text
    assert states(desk, rounds, "Trần Văn Đạt", "Nguyễn Thị Anh") == ["agreed", "proposed"]


def test_awards_are_put_under_a_decision_and_out_of_it(desk, page, rounds):
    chosen = ("Nguyễn Thị Anh", "Lê Thị Ánh")
    desk.choose(page.awards, *(rounds[name] for name in chosen))
    assert entries(page.decision_menu) == [
        "12-QĐ/HU (12/05/2024)", "Chưa có quyết định", "Quyết định mới…",
    ]  # fmt: skip
    press(page.decision_menu, "12-QĐ/HU (12/05/2024)")
    desk.settle()
    for name in chosen:
        assert desk.get("awards", rounds[name]).values["decision_id"] == rounds["decision"]
    assert desk.get("awards", rounds["Trần Văn Đạt"]).values["decision_id"] is None
    press(page.decision_menu, "Chưa có quyết định")
    desk.settle()
    for name in chosen:
        assert desk.get("awards", rounds[name]).values["decision_id"] is None


def test_a_new_decision_takes_the_selected_awards(desk, page, rounds, names_shown):
    desk.choose(page.awards, rounds["Nguyễn Thị Anh"])
    press(page.decision_menu, "Quyết định mới…")
    desk.settle()
    (dialog,) = [one for one in desk.window.findChildren(RecordDialog) if one.isVisible()]
    assert "round_id" not in dialog.form.boxes  # it is of this round
    desk.write(dialog, "number", "15-QĐ/HU")
    dialog.form.boxes["level"].editor.set_value("district")
    desk.save(dialog)
    made = next(row for row in desk.all("decisions") if row.values["number"] == "15-QĐ/HU")
    assert made.values["round_id"] == rounds["first"]
    assert desk.get("awards", rounds["Nguyễn Thị Anh"]).values["decision_id"] == made.id
    assert desk.get("awards", rounds["Lê Thị Ánh"]).values["decision_id"] is None
    assert "15-QĐ/HU" in entries(page.annex_button.menu())
    page.tabs.setCurrentWidget(page.decisions)
    desk.settle()
    assert sorted(names_shown(page.decisions)) == ["12-QĐ/HU", "15-QĐ/HU"]


def test_a_new_award_belongs_to_the_round_chosen(desk, page, rounds):
    page.awards.view.setFocus()
    page.new_record()  # where the cursor is
    desk.settle()
    dialog = page.awards.dialog
    assert "round_id" not in dialog.form.boxes
    desk.write(dialog, "recipient_name", "Hộ bà Sáu")
    dialog.form.boxes["recipient_kind"].editor.set_value("household")
    form = desk.all("award_forms")[0]
    dialog.form.boxes["form_id"].editor.choose(form.id, form.values["name"])
    desk.settle()
    desk.save(dialog)
    made = next(row for row in desk.all("awards") if row.values["recipient_name"] == "Hộ bà Sáu")
    assert made.values["round_id"] == rounds["first"]
    assert page._head.figures.text().split("\n")[1].startswith("Danh sách: 5 ·")


def test_the_head_follows_what_is_written_elsewhere(desk, page, rounds):
    form = desk.all("award_forms")[0].id
    desk.add(
        "awards",
        round_id=rounds["first"],
        form_id=form,
        recipient_kind="individual",
        recipient_name="Người sau",
    )
    desk.add("decisions", round_id=rounds["first"], number="77-QĐ/HU", level="district")
    assert "Danh sách: 5 ·" in page._head.figures.text()
    assert "77-QĐ/HU" in entries(page.decision_menu)


def test_an_award_opened_from_elsewhere_brings_its_round_up(desk, page, rounds):
    desk.window.open_record("awards", rounds["Thạch Sô Phách"])
    desk.settle()
    assert page.rounds.current_id() == rounds["second"]
    assert page.awards.dialog.row.id == rounds["Thạch Sô Phách"]


def test_a_round_that_is_deleted_leaves_nothing_of_it_behind(desk, page, rounds, names_shown):
    empty = desk.add("rounds", title="Đợt trống")
    desk.choose(page.rounds, empty)
    assert page._head.title.text() == "Đợt trống"
    page.rounds.view.setFocus()
    page.delete_selected()
    desk.settle()
    assert "Đợt trống" not in names_shown(page.rounds)
    assert page._head.title.text() != "Đợt trống"


def test_right_after_a_switch_nothing_is_done_to_the_round_before(desk, page, rounds):
    assert page.hand_over_button.isEnabled()
    seen: list[Any] = []

    def switched(row: int) -> None:
        """Press what can be pressed before the round that was chosen is read."""
        page.deeds.hand_over()
        page.deeds.decide()
        enabled = [one.isEnabled() for one in (page.hand_over_button, page.annex_button)]
        seen.append((row, page.awards.scope, page.shown, enabled, entries(page.decision_menu)))

    page.rounds.current_changed.connect(switched)
    page.rounds.select_record(rounds["second"])
    desk.settle()
    second, without = rounds["second"], ["Chưa có quyết định", "Quyết định mới…"]
    assert seen == [(second, {"round_id": second}, None, [False, False], without)]
    assert not desk.window.findChildren(DeedDialog)
    assert page.shown.round.id == second
    assert page.hand_over_button.isEnabled()
    assert entries(page.decision_menu) == ["99-QĐ/HU", *without]


def test_without_a_reason_nobody_is_refused(desk, page, rounds):
    desk.choose(page.awards, rounds["Nguyễn Thị Anh"])
    press(page.state_menu, "Không đồng ý")
    dialog = page.findChild(ReasonDialog)
    assert dialog.button.text() == "Không đồng ý"  # never 'Đồng ý' below a refusal
    assert not dialog.button.isEnabled()
    give_reason(desk, dialog, " \n ")
    assert dialog.isVisible()
    assert not dialog.button.isEnabled()
    assert states(desk, rounds, "Nguyễn Thị Anh") == ["proposed"]
    dialog.area.setFocus()
    desk.qtbot.keyClicks(dialog.area, "Trung")
    assert dialog.button.isEnabled()
    desk.qtbot.mouseClick(dialog.button, Qt.MouseButton.LeftButton)
    desk.settle()
    assert states(desk, rounds, "Nguyễn Thị Anh") == ["refused"]
    assert desk.get("awards", rounds["Nguyễn Thị Anh"]).values["reason"] == "Trung"
