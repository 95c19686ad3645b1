"""The tab of models: what belongs to the chosen one, its steps, replicas, re-evaluations."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox
from python_calamine import CalamineWorkbook

from desktop.services import exporting, registers

HINT = "Chọn một mô hình ở trên để xem nội dung liên quan."
OLD = date(2020, 3, 1)


def state(desk: Any, model: int) -> tuple[str, date | None]:
    values = desk.get("models", model).values
    return values["state"], values["state_on"]


def put(desk: Any, dialog: Any, day: str = "", decider: str = "", reason: str = "") -> None:
    """Fill in a step as the clerk types it, and press the button."""
    line = dialog.fields.boxes["on"].editor.focusProxy()
    line.setText(day)
    dialog.decider.line.setText(decider)
    dialog.reason.insertPlainText(reason)
    desk.qtbot.mouseClick(dialog.button, Qt.MouseButton.LeftButton)
    desk.settle()


def test_the_panes_follow_the_chosen_model(desk, models, names_shown):
    page = desk.tab("models")
    assert page.details[0].showing.face.text == HINT
    assert not page.state_action.isEnabled()
    desk.choose(page.master, models["first"])
    assert names_shown(page.detail("model_steps")) == ["Đăng ký"]
    page.detail("model_levels")
    desk.settle()
    assert names_shown(page.detail("model_levels")) == ["Huyện"]
    awards = page.detail("awards")
    desk.settle()
    assert names_shown(awards) == ["Tổ tự quản ấp Mỹ Cẩm"]
    assert not awards.actions_.add.isEnabled()  # awards are changed on their own tab
    desk.choose(page.master, models["second"])
    assert names_shown(awards) == []
    page.detail("model_levels")
    desk.settle()
    assert names_shown(page.detail("model_levels")) == []
    page.tabs.setCurrentWidget(page.files)
    desk.settle()
    assert page.files.record == models["second"]


def test_only_allowed_steps_are_offered_and_the_model_takes_its_state(desk, models, names_shown):
    page = desk.tab("models")
    desk.choose(page.master, models["first"])
    assert "<b>Đăng ký</b>&nbsp;01/03/2025" in page.life.line.text()
    page.state_action.trigger()
    desk.settle()
    dialog = page.dialog
    offered = [dialog.states.itemText(place) for place in range(dialog.states.count())]
    assert offered == ["Đang thực hiện", "Dừng"]
    put(desk, dialog, "15/04/2025", "Ban Thường vụ", "Đã ra quân")
    assert page.dialog is None
    assert state(desk, models["first"]) == ("in_progress", date(2025, 4, 15))
    assert "1 mô hình đã chuyển sang: Đang thực hiện" in page.master.notice.text
    assert sorted(names_shown(page.detail("model_steps"))) == ["Đang thực hiện", "Đăng ký"]
    column = [one.name for one in page.master.model.fields].index("state")
    place = page.master.model.place_of(models["first"])
    assert page.master.model.index(place, column).data() == "Đang thực hiện"
    assert "<b>Đang thực hiện</b>&nbsp;15/04/2025" in page.life.line.text()
    assert state(desk, models["second"])[0] == "registered"


def test_a_step_back_wants_its_reason_and_keeps_what_was_typed(desk, models):
    page = desk.tab("models")
    desk.choose(page.master, models["first"])
    page.change_state()
    desk.settle()
    put(desk, page.dialog)
    page.change_state()
    desk.settle()
    dialog = page.dialog
    assert dialog.states.findText("Lùi về: Đăng ký (phải ghi lý do)") >= 0
    dialog.choose("registered")
    put(desk, dialog, decider="Huyện ủy")
    assert page.dialog is dialog  # still there, with a sentence
    assert "lý do" in dialog.told
    assert dialog.decider.line.text() == "Huyện ủy"
    put(desk, dialog, reason="Ghi nhầm", decider="Huyện ủy")
    assert state(desk, models["first"]) == ("registered", None)  # no day was left in the field
    assert "↩ <b>Đăng ký</b>" in page.life.line.text()
    assert [row.values["reason"] for row in desk.all("model_steps")].count("Ghi nhầm") == 1


def test_a_refused_step_leaves_the_dialog_with_its_sentence(desk, models):
    page = desk.tab("models")
    desk.choose(page.master, models["first"])
    page.change_state()
    desk.settle()
    put(desk, page.dialog, "01/01/2025")
    assert "sớm hơn bước gần nhất (01/03/2025)" in page.dialog.told
    assert state(desk, models["first"])[0] == "registered"
    page.dialog.reject()
    question().button(QMessageBox.StandardButton.Discard).click()
    assert state(desk, models["first"])[0] == "registered"


def question() -> QMessageBox:
    found = QApplication.activeModalWidget()
    assert isinstance(found, QMessageBox)
    return found


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("on", "15/04/2025"),
        ("on", "hôm"),
        ("decider", "Huyện ủy"),
        ("reason", "Đã ra quân"),
    ],
)
def test_escape_drops_nothing_that_was_typed_for_a_step(desk, models, name, typed):
    page = desk.tab("models")
    desk.choose(page.master, models["first"])
    page.change_state()
    desk.settle()
    dialog = page.dialog
    if name == "on":
        dialog.fields.boxes["on"].editor.focusProxy().setText(typed)
    elif name == "decider":
        dialog.decider.line.setText(typed)
    else:
        dialog.reason.insertPlainText(typed)
    desk.qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    question().button(QMessageBox.StandardButton.Cancel).click()
    assert page.dialog is dialog
    assert dialog.isVisible()
    desk.qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    question().button(QMessageBox.StandardButton.Save).click()
    desk.settle()
    if typed == "hôm":  # it can't be read, so it stays to be mended
        assert page.dialog is dialog
        dialog.reject()
        question().button(QMessageBox.StandardButton.Discard).click()
        desk.settle()
        assert state(desk, models["first"])[0] == "registered"
    else:
        assert state(desk, models["first"])[0] == "in_progress"
    assert page.dialog is None


def test_many_models_go_one_step_together(desk, models):
    page = desk.tab("models")
    desk.choose(page.master, models["first"], models["second"])
    page.change_state()
    desk.settle()
    put(desk, page.dialog, "15/04/2025")
    assert {state(desk, one) for one in models.values()} == {("in_progress", date(2025, 4, 15))}


def test_models_without_a_step_in_common_are_told_so(desk, models):
    registered, stopped = models["second"], desk.add("models", name="Cũ", state="registered")
    desk.add("model_steps", model_id=stopped, state="stopped")
    page = desk.tab("models")
    desk.choose(page.master, registered, stopped)
    page.change_state()
    desk.settle()
    assert "không có bước kế tiếp chung" in page.dialog.told
    assert not page.dialog.button.isEnabled()
    page.dialog.reject()


def test_without_a_model_no_step_is_begun(desk, models):
    page = desk.tab("models")
    page.change_state()
    desk.settle()
    assert page.dialog is None


def test_the_form_tells_which_step_is_allowed(desk, models):
    page = desk.tab("models")
    desk.choose(page.master, models["first"])
    page.master.open_selected()
    desk.settle()
    dialog = page.master.dialog
    dialog.form.boxes["state"].editor.set_value("recognised")
    dialog.form.boxes["state"].editor.edited.emit()
    desk.save(dialog)
    assert "Bước kế tiếp là «Đang thực hiện»" in dialog.form.boxes["state"].error
    page.master.discard_pending()
    desk.settle()
    assert state(desk, models["first"])[0] == "registered"


TODAY = date.today()  # noqa: DTZ011 (the clerk's own day)


def choose_state(dialog: Any, value: str) -> None:
    """Choose a state in the form's list as the clerk does."""
    combo = dialog.form.boxes["state"].editor.combo
    combo.setCurrentIndex(combo.findData(value))
    combo.activated.emit(combo.currentIndex())


def test_the_form_proposes_today_for_another_state_and_the_clerk_may_change_it(desk, models):
    page = desk.tab("models")
    desk.choose(page.master, models["first"])
    page.master.open_selected()
    desk.settle()
    dialog = page.master.dialog
    day = dialog.form.boxes["state_on"].editor
    assert day.value() == date(2025, 3, 1)  # the day of its registration
    choose_state(dialog, "in_progress")
    assert day.value() == TODAY
    choose_state(dialog, "registered")
    assert day.value() == date(2025, 3, 1)
    assert not dialog.is_dirty()
    choose_state(dialog, "in_progress")
    desk.save(dialog)
    page.master.discard_pending()
    desk.settle()
    assert state(desk, models["first"]) == ("in_progress", TODAY)
    assert "Đăng ký&nbsp;01/03/2025 → " in page.life.line.text()
    page.master.open_selected()
    desk.settle()
    dialog = page.master.dialog
    choose_state(dialog, "appraised")
    desk.write(dialog, "state_on", "")
    choose_state(dialog, "stopped")  # what the clerk made of the day stays
    assert dialog.form.boxes["state_on"].editor.value() is None
    page.master.discard_pending()
    desk.settle()


def test_a_step_is_proposed_for_today_and_escape_then_asks_nothing(desk, models):
    page = desk.tab("models")
    desk.choose(page.master, models["first"])
    page.change_state()
    desk.settle()
    dialog = page.dialog
    assert dialog.fields.value("on") == TODAY
    desk.qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    desk.settle()
    assert page.dialog is None
    page.change_state()
    desk.settle()
    desk.qtbot.mouseClick(page.dialog.button, Qt.MouseButton.LeftButton)
    desk.settle()
    assert state(desk, models["first"]) == ("in_progress", TODAY)


def test_the_tree_of_replicas_opens_a_model_with_enter(desk, models):
    child = desk.add("models", name="Bản sao", replicated_from_id=models["first"])
    page = desk.tab("models")
    page.tabs.setCurrentWidget(page.replication)
    desk.choose(page.master, child)
    tree = page.replication.tree
    top = tree.topLevelItem(0)
    assert (top.text(0), top.child(0).text(0)) == ("Tổ tự quản", "Bản sao")
    assert tree.currentItem().text(0) == "Bản sao"
    tree.setCurrentItem(top)
    tree.setFocus()
    desk.qtbot.keyClick(tree, Qt.Key.Key_Return)
    desk.settle()
    assert page.master.dialog is not None
    assert page.master.dialog.form.boxes["name"].editor.value() == "Tổ tự quản"
    page.master.discard_pending()
    desk.settle()


def test_a_replica_begins_with_what_it_has_in_common(desk, models):
    page = desk.tab("models")
    page.tabs.setCurrentWidget(page.replication)
    desk.choose(page.master, models["first"])
    assert "chưa được nhân rộng" in page.replication.face.text
    desk.qtbot.mouseClick(page.replication.button, Qt.MouseButton.LeftButton)
    desk.settle()
    dialog = page.master.dialog
    assert dialog.form.boxes["name"].editor.value() == "Tổ tự quản"
    assert dialog.form.boxes["replicated_from_id"].editor.value() == models["first"]
    desk.save(dialog)
    made = next(row for row in desk.all("models") if row.values["replicated_from_id"])
    assert made.values["state"] == "registered"
    assert made.values["registered_on"] is None


def test_the_silent_ones_are_re_evaluated_together(desk, models):
    silent = [desk.add("models", name=f"Cũ {place}", registered_on=OLD) for place in range(3)]
    page = desk.tab("models")
    page.evaluate_again()
    desk.settle()
    dialog = page.dialog
    assert dialog.months.value() == 12
    dialog.view.selectAll()
    wanted = dialog.chosen()
    assert set(silent) <= set(wanted)
    dialog.finding.insertPlainText("Vẫn hoạt động")
    dialog.effective.setChecked(False)
    desk.qtbot.mouseClick(dialog.write_button, Qt.MouseButton.LeftButton)
    desk.settle()
    reviews = desk.all("model_reviews")
    assert {row.values["model_id"] for row in reviews} == set(wanted)
    assert {(row.values["effective"], row.values["finding"]) for row in reviews} == {
        (False, "Vẫn hoạt động")
    }
    assert "không có mô hình nào cần đánh giá lại" in dialog.face.text
    assert not dialog.write_button.isEnabled()
    dialog.reject()


def test_a_finding_that_was_typed_is_not_lost_by_escape(desk, models):
    desk.add("models", name="Cũ", registered_on=OLD)
    page = desk.tab("models")
    page.evaluate_again()
    desk.settle()
    dialog = page.dialog
    dialog.finding.insertPlainText("Vẫn hoạt động")
    desk.qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert page.dialog is dialog
    assert "chưa được ghi" in dialog.notice.text
    desk.qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    desk.settle()
    assert page.dialog is None


def test_a_step_of_an_unknown_day_says_so(desk, models):
    found = desk.add("models", name="Tiếng kẻng an ninh", state="recognised", state_on=None)
    page = desk.tab("models")
    desk.choose(page.master, found)
    assert "<b>Công nhận</b>&nbsp;<i>(không&nbsp;rõ&nbsp;ngày)</i>" in page.life.line.text()


def test_every_entry_of_a_menu_has_a_letter_of_its_own(desk, models):
    page = desk.tab("models")
    for menu in (page.review_menu, page.papers_menu):
        words = [one.text() for one in menu.actions()]
        letters = [one[one.index("&") + 1].lower() for one in words]
        assert len(set(letters)) == len(letters), words


def test_the_levels_that_commended_stand_in_the_table_and_are_filtered_by(
    desk, models, tmp_path, names_shown
):
    page = desk.tab("models")
    master = page.master
    place = [one.name for one in master.model.fields].index("commended")
    assert master.model.headerData(place, Qt.Orientation.Horizontal) == "Cấp tuyên dương"

    def told(name):
        row = master.model.place_of(models[name])
        return master.model.index(row, place).data()

    def whole(name):
        row = master.model.place_of(models[name])
        return master.model.index(row, place).data(Qt.ItemDataRole.ToolTipRole)

    assert (told("first"), told("second")) == ("Huyện", "")
    assert (whole("first"), whole("second")) == ("Huyện (01/06/2025)", None)
    award = desk.all("awards")[0]
    held = {"level": "province", "number": "1", "on": OLD, "round_id": award.values["round_id"]}
    decision = desk.add("decisions", **held)
    desk.window.jobs.write(
        registers.save, "awards", {"state": "given", "decision_id": decision}, award.id
    )
    desk.settle()
    assert told("first") == "Huyện; Tỉnh"  # read again by itself
    assert whole("first") == "Huyện (01/06/2025); Tỉnh (01/03/2020)"

    sorted_by = master.query()
    master.view.horizontalHeader().setSortIndicator(place, Qt.SortOrder.AscendingOrder)
    desk.settle()
    assert master.query() == sorted_by  # nothing sorts by words that no row has
    assert len(names_shown(master)) == 2

    for choice, found in (("none", "second"), ("province", "first")):
        button = master.filters.button("commended")
        button.open_list()
        items = {one.data(Qt.ItemDataRole.UserRole): one for one in listed(button.popup)}
        assert [one.text() for one in items.values()][-2:] == [
            "Trung ương",
            "Chưa được tuyên dương",
        ]
        for value, item in items.items():
            on = value == choice
            item.setCheckState(Qt.CheckState.Checked if on else Qt.CheckState.Unchecked)
        button.popup.apply()
        desk.settle()
        assert [master.model.id_at(0), master.model.rowCount()] == [models[found], 1]
    shown = master.listing()
    assert shown.filters == "Cấp tuyên dương: Tỉnh"
    assert "commended" in shown.columns
    target = tmp_path / "mô hình.xlsx"
    exporting.export_view(desk.window.jobs.book, shown.query, shown.columns, target)
    sheet = CalamineWorkbook.from_path(str(target)).get_sheet_by_index(0).to_python()
    assert any("Huyện (01/06/2025); Tỉnh (01/03/2020)" in row for row in sheet)
    master.copy_selected()  # nothing chosen
    desk.choose(master, models["first"])
    master.copy_selected()
    desk.settle()
    assert "Tỉnh (01/03/2020)" in QApplication.clipboard().text()


def listed(popup: Any) -> list[Any]:
    return [popup.list.item(place) for place in range(popup.list.count())]
