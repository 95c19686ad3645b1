"""The tab of models: what belongs to the chosen one, and the next step of its life."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

HINT = "Chọn một mô hình ở trên để xem nội dung liên quan."


@pytest.fixture
def models(desk: Any) -> dict[str, int]:
    """Two models; the first was commended."""
    first = desk.add("models", name="Tổ tự quản", kind="collective", registered_on=date(2025, 3, 1))
    second = desk.add("models", name="Vườn cây Bác Hồ", kind="collective")
    desk.add("model_levels", model_id=first, level="district", on=date(2025, 6, 1))
    held = desk.add("rounds", title="Đợt 1")
    form = desk.add("award_forms", name="Giấy khen")
    desk.add(
        "awards",
        round_id=held,
        form_id=form,
        recipient_kind="collective",
        recipient_name="Tổ tự quản ấp Mỹ Cẩm",
        model_id=first,
    )
    return {"first": first, "second": second}


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


def test_the_next_step_changes_the_state_of_the_model(desk, models, names_shown):
    page = desk.tab("models")
    desk.choose(page.master, models["first"])
    page.state_action.trigger()
    desk.settle()
    steps = page.detail("model_steps")
    dialog = steps.dialog
    assert "model_id" not in dialog.form.boxes
    dialog.form.boxes["state"].editor.set_value("in_progress")
    desk.write(dialog, "on", "15/04/2025")
    desk.write(dialog, "reason", "Đã ra quân")
    desk.save(dialog)
    model = desk.get("models", models["first"]).values
    assert (model["state"], model["state_on"]) == ("in_progress", date(2025, 4, 15))
    assert sorted(names_shown(steps)) == ["Đang thực hiện", "Đăng ký"]
    column = [one.name for one in page.master.model.fields].index("state")
    place = page.master.model.place_of(models["first"])
    assert page.master.model.index(place, column).data() == "Đang thực hiện"
    assert desk.get("models", models["second"]).values["state"] == "registered"


def test_without_a_model_no_step_is_begun(desk, models):
    page = desk.tab("models")
    page.change_state()
    desk.settle()
    assert page.detail("model_steps").dialog is None


def test_a_step_begun_at_once_is_that_of_the_model_just_chosen(desk, models):
    page = desk.tab("models")
    desk.choose(page.master, models["first"])
    page.master.view.select_ids([models["second"]], models["second"])
    page.state_action.trigger()  # before the panes have followed
    desk.settle()
    dialog = page.detail("model_steps").dialog
    dialog.form.boxes["state"].editor.set_value("in_progress")
    desk.save(dialog)
    assert desk.get("models", models["first"]).values["state"] == "registered"
    assert desk.get("models", models["second"]).values["state"] == "in_progress"
