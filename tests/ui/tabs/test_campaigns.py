"""The campaigns' section in the real window: opening, a fixed list, next year's campaign."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop.services import registers


@pytest.fixture
def campaign(desk: Any, cells: dict[str, int]) -> dict[str, int]:
    unit = cells["cam"]
    found = {"unit": unit}
    for key, name in (("an", "Nguyễn Văn An"), ("be", "Trần Văn Bé"), ("mo", "Lý Văn Mới")):
        found[key] = desk.add("members", full_name=name, unit_id=unit, status="official")
    found["id"] = desk.add(
        "campaigns",
        year=2026,
        title="Cam kết năm 2026",
        pledge_kind="commitment",
        deadline=date(2026, 2, 28),
    )
    for key in ("an", "be"):
        desk.add("expected", campaign_id=found["id"], pledger_kind="member", member_id=found[key])
    return found


def section(desk: Any, campaign: dict[str, int]) -> Any:
    """Bring the section up with the cursor on the campaign."""
    tab = desk.tab("pledges")
    titles = [tab.bar.tabText(place) for place in range(tab.bar.count())]
    tab.bar.setCurrentIndex(titles.index("Đợt đăng ký"))
    desk.settle()
    page = tab.section(titles.index("Đợt đăng ký"))
    desk.choose(page.master, campaign["id"])
    return page


def press(desk: Any, widget: Any, key: Any) -> None:
    desk.qtbot.keyClick(widget, key)
    desk.settle()


def test_a_campaign_is_opened_and_its_list_is_fixed(desk, campaign):
    page = section(desk, campaign)
    page.open_action.trigger()
    desk.settle()
    assert "Danh sách có 2 đối tượng" in page.dialog.told.text()
    press(desk, page.dialog, Qt.Key.Key_Return)
    opened = desk.get("campaigns", campaign["id"]).values["opened_on"]
    today = date.today()  # noqa: DTZ011 (the clerk's own day)
    assert opened == min(today, date(2026, 2, 28))  # never after its deadline
    assert "Đã mở đợt" in page.master.notice.text
    desk.choose(page.master, campaign["id"])
    page.open_action.trigger()
    desk.settle()
    assert page.dialog is None
    assert "đã mở ngày" in page.master.notice.text

    rows = {row.values["name"]: row.id for row in desk.all("expected")}
    desk.choose(page.expected, rows["Trần Văn Bé"])
    page.expected.view.setFocus()
    press(desk, page.expected.view, Qt.Key.Key_Delete)
    asking = page.expected.asking
    assert not asking.button.isEnabled()  # without a reason
    asking.area.insertPlainText("Chuyển sinh hoạt")
    assert asking.button.isEnabled()
    desk.qtbot.keyClick(asking, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    assert [row.values["name"] for row in desk.all("expected")] == ["Nguyễn Văn An"]
    assert "Đã bỏ 1 đối tượng" in page.expected.notice.text
    undo = desk.window.actions_["undo"]
    assert undo.text().startswith("&Hoàn tác: bỏ «Trần Văn Bé» khỏi danh sách phải đăng ký (lý")
    undo.trigger()
    desk.settle()
    assert len(desk.all("expected")) == 2


def test_an_entry_in_the_bin_comes_back_with_a_reason(desk, campaign):
    page = section(desk, campaign)
    page.open_action.trigger()
    desk.settle()
    press(desk, page.dialog, Qt.Key.Key_Return)
    desk.choose(page.master, campaign["id"])
    rows = {row.values["name"]: row.id for row in desk.all("expected")}
    desk.choose(page.expected, rows["Trần Văn Bé"])
    page.expected.view.setFocus()
    press(desk, page.expected.view, Qt.Key.Key_Delete)
    page.expected.asking.area.insertPlainText("Chuyển sinh hoạt")
    control = Qt.KeyboardModifier.ControlModifier
    desk.qtbot.keyClick(page.expected.asking, Qt.Key.Key_Return, control)
    desk.settle()

    page.expected.show_recycle_bin(True)
    desk.settle()
    desk.choose(page.expected, rows["Trần Văn Bé"])
    page.expected.actions_.restore.trigger()
    desk.settle()
    page.expected.asking.area.insertPlainText("Bỏ nhầm")
    desk.qtbot.keyClick(page.expected.asking, Qt.Key.Key_Return, control)
    desk.settle()
    assert "trở lại danh sách" in page.expected.notice.text
    kept = {row.values["name"]: row.values["reason"] for row in desk.all("expected")}
    assert kept["Trần Văn Bé"] == "Bỏ nhầm"


def test_somebody_comes_on_a_fixed_list_with_a_reason(desk, campaign):
    desk.add("campaigns", year=2025, title="Khác", pledge_kind="registration",
             deadline=date(2025, 3, 1))  # fmt: skip
    page = section(desk, campaign)
    page.open_action.trigger()
    desk.settle()
    press(desk, page.dialog, Qt.Key.Key_Return)
    desk.choose(page.master, campaign["id"])
    page.expected.new_record({"pledger_kind": "member", "member_id": campaign["mo"]})
    desk.settle()
    dialog = page.expected.dialog
    desk.save(dialog)
    assert dialog.isVisible()
    assert "Hãy ghi lý do" in dialog.form.boxes["reason"].note.text()
    desk.write(dialog, "reason", "Mới kết nạp")
    desk.save(dialog)
    kept = {row.values["name"]: row.values["reason"] for row in desk.all("expected")}
    assert kept["Lý Văn Mới"] == "Mới kết nạp"


def test_all_of_a_kind_come_on_a_fixed_list_with_a_reason_as_one_does(desk, campaign):
    desk.add("campaigns", year=2025, title="Khác", pledge_kind="registration",
             deadline=date(2025, 3, 1), opened_on=date(2025, 1, 2))  # fmt: skip
    made = desk.add("campaigns", year=2026, title="Mở sẵn", pledge_kind="commitment",
                    deadline=date(2026, 2, 28), opened_on=date(2026, 1, 2))  # fmt: skip
    page = section(desk, campaign)
    desk.choose(page.master, made)
    organisations, members = (
        next(one for one in page.list_menu.actions() if one.text() == words)
        for words in ("Tổ chức, đơn vị", "Tất cả đảng viên, người đứng đầu trước")
    )
    organisations.trigger()  # the list is begun
    desk.settle()
    assert page.expected.asking is None
    begun = len(desk.all("expected", campaign_id=made))
    assert begun
    members.trigger()  # it is made now, on the same day
    desk.settle()
    assert len(desk.all("expected", campaign_id=made)) == begun
    page.expected.asking.area.insertPlainText("Lập sau")
    control = Qt.KeyboardModifier.ControlModifier
    desk.qtbot.keyClick(page.expected.asking, Qt.Key.Key_Return, control)
    desk.settle()
    kept = {row.values["name"]: row.values["reason"]
            for row in desk.all("expected", campaign_id=made)}  # fmt: skip
    assert kept["Nguyễn Văn An"] == kept["Lý Văn Mới"] == "Lập sau"


def test_next_years_campaign_names_who_left_and_offers_who_came(desk, campaign):
    desk.window.jobs.write(_move_away, campaign["be"])
    page = section(desk, campaign)
    page.next_action.trigger()
    desk.settle()
    dialog = page.dialog
    assert dialog.fields.value("title") == "Cam kết năm 2027"
    assert dialog.left.text() == "Để ngoài danh sách: Trần Văn Bé (chuyển đi)."
    offered = [dialog.came.item(row).text() for row in range(dialog.came.count())]
    assert offered == ["Lý Văn Mới, Chi bộ ấp Mỹ Cẩm"]
    dialog.copy_items.click()
    press(desk, dialog.button, Qt.Key.Key_Space)
    made = desk.all("campaigns", year=2027)
    assert [row.values["title"] for row in made] == ["Cam kết năm 2027"]
    assert "chưa hoàn thành" in made[0].values["note"]
    listed = desk.all("expected", campaign_id=made[0].id)
    assert sorted(row.values["name"] for row in listed) == ["Lý Văn Mới", "Nguyễn Văn An"]
    assert "Trần Văn Bé (chuyển đi)" in page.master.notice.text
    assert page.master.current_id() == made[0].id
    # the same title again is refused, and the dialog stays with what was typed
    desk.choose(page.master, campaign["id"])
    page.next_action.trigger()
    desk.settle()
    press(desk, page.dialog.button, Qt.Key.Key_Space)
    assert "đã có đợt" in page.dialog.problem.text()
    assert QApplication.activeModalWidget() is page.dialog
    page.dialog.reject()


def _move_away(book: Any, member: int) -> Any:
    return registers.save(book, "members", {"status": "transferred"}, member)


def test_the_list_of_who_is_expected_has_the_larger_share(desk, campaign):
    desk.window.resize(1366, 768)
    tab = desk.tab("pledges")
    page = tab.page_of("campaigns").parentWidget().parentWidget()
    desk.settle()
    above, below = page.splitter.sizes()
    assert below > above * 1.4


def test_next_years_dialog_has_no_gaps(desk, campaign):
    tab = desk.tab("pledges")
    page = tab.page_of("campaigns").parentWidget().parentWidget()
    page.master.select_record(campaign["id"])
    desk.settle()
    page.start_next()
    desk.settle()
    dialog = page.dialog
    for listed in (True, False):
        dialog.copy_expected.setChecked(listed)
        desk.settle()
        boxes = list(dialog.fields.boxes.values())
        for one, after in pairwise(boxes):
            assert after.y() - one.geometry().bottom() < 20
    dialog.reject()
    desk.settle()
