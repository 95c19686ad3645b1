"""Registering for a whole cell in the real window, by its keys."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox

from desktop.ui.pledges.register_cell import CLOSE, COMMON, OWN, WHO, RegisterCellDialog
from desktop.ui.pledges.register_cell_people import NOTE
from tests.ui.driving import LOOK_MS

from .cell_desk import open_dialog, press

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def people(desk: Any, cells: dict[str, int]) -> dict[str, int]:
    """A cell of three with a campaign; one of them has a pledge already."""
    unit = cells["cam"]
    found = {"unit": unit}
    found["yen"] = desk.add(
        "members", full_name="Lê Thị Yến", unit_id=unit, party_post="Bí thư", status="official"
    )
    found["an"] = desk.add("members", full_name="Nguyễn Văn An", unit_id=unit, status="official")
    found["be"] = desk.add("members", full_name="Trần Văn Bé", unit_id=unit, status="official")
    found["campaign"] = desk.add(
        "campaigns",
        year=2026,
        title="Cam kết năm 2026",
        pledge_kind="commitment",
        deadline=date(2026, 2, 28),
    )
    last = desk.add("pledges", year=2025, kind="commitment", member_id=found["an"])
    desk.add("pledge_items", pledge_id=last, content="Trồng cây", duty="Môi trường", target="10")
    return found


def choose_unit(desk: Any, dialog: RegisterCellDialog, words: str) -> None:
    line = dialog.who.fields.boxes["unit"].editor.focusProxy()
    dialog.activateWindow()
    desk.qtbot.waitUntil(dialog.isActiveWindow)
    line.setFocus()
    line.selectAll()
    desk.qtbot.keyClicks(line, words)
    desk.qtbot.waitUntil(lambda: line.is_open)
    desk.settle()
    desk.qtbot.keyClick(line, Qt.Key.Key_Down)
    desk.qtbot.keyClick(line, Qt.Key.Key_Return)
    desk.settle(LOOK_MS)


def go_on(desk: Any, dialog: RegisterCellDialog, step: int) -> None:
    dialog.next.setFocus()
    press(desk, dialog.next, Qt.Key.Key_Space)
    assert dialog.problem == ""
    assert dialog.step == step


def type_cells(desk: Any, grid: Any, type_keys: Any, *texts: str) -> None:
    """Type texts into a row of the grid, Tab after each."""
    for text in texts:
        if text:
            type_keys(grid, text[0])
            type_keys(QApplication.focusWidget(), text[1:])
            desk.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        else:
            desk.qtbot.keyClick(grid, Qt.Key.Key_Tab)


def rows_of(model: Any) -> list[list[str]]:
    return [
        [str(model.index(row, column).data() or "") for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_a_cell_is_registered_by_keys_and_undone(desk, people, type_keys):
    dialog = open_dialog(desk)
    assert dialog.who.campaign.currentText() == "Cam kết năm 2026"
    choose_unit(desk, dialog, "My Cam")
    shown = [row[0] for row in rows_of(dialog.who.people.people)]
    assert shown == ["Lê Thị Yến", "Nguyễn Văn An", "Trần Văn Bé"]  # the head first
    view = dialog.who.people
    view.setFocus()
    view.selectRow(0)
    press(desk, view, Qt.Key.Key_Space)  # the head is left for later
    assert "Lê Thị Yến" in dialog.who.heads.text()
    press(desk, view, Qt.Key.Key_Space)
    assert not dialog.who.heads.isVisible()
    go_on(desk, dialog, COMMON)

    grid = dialog.common.grid
    assert grid.hasFocus()
    type_cells(desk, grid, type_keys, "Nêu gương", "Công tác Đảng", "100%", "1/12/26", "Đọc sách")
    assert [row.cells for row in grid.items.rows] == [
        ("Nêu gương", "Công tác Đảng", "100%", "01/12/2026"), ("Đọc sách", "", "", ""),
    ]  # fmt: skip
    assert "1 dòng chưa gắn nhiệm vụ" in dialog.common.hint.text()
    offered = rows_of(dialog.common.offered.model())
    assert offered == [["Trồng cây", "Môi trường", "10", "1"]]
    go_on(desk, dialog, OWN)

    own = dialog.own
    assert own.shown.who.name == "Lê Thị Yến"
    press(desk, own.grid, Qt.Key.Key_PageDown, CTRL)
    assert own.shown.who.name == "Nguyễn Văn An"
    assert own.carry.isVisible()
    press(desk, own.carry, Qt.Key.Key_Space)  # what was not done last year
    own.grid.setFocus()
    own.grid.show_place(1)
    press(desk, own.grid, Qt.Key.Key_Delete, CTRL)  # no book for this one
    press(desk, own.grid, Qt.Key.Key_PageDown, CTRL)
    own.grid.show_place(1, 2)
    type_cells(desk, own.grid, type_keys, "12 cuốn")
    go_on(desk, dialog, CLOSE)

    assert "3 bản mới" in dialog.close_step.summary.text()
    assert "Tổng cộng 6 nội dung" in dialog.close_step.summary.text()
    tick = dialog.close_step.fields.boxes["renounces"].editor.focusProxy()
    assert tick.hasFocus()
    press(desk, tick, Qt.Key.Key_Space)
    assert dialog.next.text() == "Đăng &ký 3 bản"
    press(desk, dialog.next, Qt.Key.Key_Space)
    kept = {row.values["name"]: row for row in desk.all("pledges", campaign_id=people["campaign"])}
    assert set(kept) == {"Lê Thị Yến", "Nguyễn Văn An", "Trần Văn Bé"}
    assert all(row.values["renounces"] for row in kept.values())

    def items(name: str) -> list[tuple[str, str | None]]:
        rows = desk.all("pledge_items", pledge_id=kept[name].id)
        rows.sort(key=lambda row: row.values["position"])
        return [(row.values["content"], row.values["target"]) for row in rows]

    assert items("Lê Thị Yến") == [("Nêu gương", "100%"), ("Đọc sách", None)]
    assert items("Nguyễn Văn An") == [("Nêu gương", "100%"), ("Trồng cây", "10")]
    assert items("Trần Văn Bé") == [("Nêu gương", "100%"), ("Đọc sách", "12 cuốn")]
    notice = desk.tab("pledges").section(0).master.notice
    assert "Đã đăng ký 3 bản" in notice.text
    assert desk.tab("pledges").tools.dialog is None
    undo = desk.window.actions_["undo"]
    assert undo.text() == "&Hoàn tác: đăng ký 3 bản cam kết của Chi bộ ấp Mỹ Cẩm"
    undo.trigger()
    desk.settle()
    assert desk.all("pledges", campaign_id=people["campaign"]) == []


def test_who_has_one_is_grey_until_items_are_to_be_added(desk, people, type_keys):
    pledge = desk.add(
        "pledges", year=2026, kind="commitment", campaign_id=people["campaign"],
        member_id=people["an"],
    )  # fmt: skip
    dialog = open_dialog(desk)
    choose_unit(desk, dialog, "My Cam")
    model = dialog.who.people.people
    assert [one.who.name for one in dialog.chosen] == ["Lê Thị Yến", "Trần Văn Bé"]
    assert "đã có bản" in model.index(1, NOTE).data()
    model.tick([1])
    assert len(dialog.chosen) == 2
    press(desk, dialog.who.complete, Qt.Key.Key_Space)
    model.tick_shown(False)
    model.tick([1], on=True)
    assert [one.who.name for one in dialog.chosen] == ["Nguyễn Văn An"]
    go_on(desk, dialog, COMMON)
    type_cells(desk, dialog.common.grid, type_keys, "Giúp 02 hộ")
    go_on(desk, dialog, OWN)
    go_on(desk, dialog, CLOSE)
    assert "1 bản đã có được bổ sung" in dialog.close_step.summary.text()
    assert "Lê Thị Yến" not in dialog.close_step.summary.text()
    press(desk, dialog.next, Qt.Key.Key_Space)
    items = desk.all("pledge_items", pledge_id=pledge)
    assert [row.values["content"] for row in items] == ["Giúp 02 hộ"]
    assert len(desk.all("pledges", year=2026)) == 1


def test_a_block_is_pasted_and_taken_back(desk, people):
    dialog = open_dialog(desk)
    choose_unit(desk, dialog, "My Cam")
    go_on(desk, dialog, COMMON)
    grid = dialog.common.grid
    QApplication.clipboard().setText("Một\tViệc A\t10\t5/6/26\r\nHai\tViệc B\t20\t\r\n")
    press(desk, grid, Qt.Key.Key_V, CTRL)
    assert [row.cells for row in grid.items.rows] == [
        ("Một", "Việc A", "10", "05/06/2026"), ("Hai", "Việc B", "20", ""),
    ]  # fmt: skip
    grid.show_place(1, 3)
    press(desk, grid, Qt.Key.Key_D, CTRL)
    assert grid.items.rows[1].cells[3] == "05/06/2026"
    press(desk, grid, Qt.Key.Key_Delete)
    assert grid.items.rows[1].cells[3] == ""
    grid.show_place(0, 0)
    grid.selectRow(0)
    press(desk, grid, Qt.Key.Key_C, CTRL)
    assert QApplication.clipboard().text().strip() == "Một\tViệc A\t10\t05/06/2026"
    for _step in range(3):
        press(desk, grid, Qt.Key.Key_Z, CTRL)
    assert grid.items.rows == []
    # a date that is none keeps from going on, at its cell
    grid.items.set_cells([(0, 0, "Một"), (0, 3, "32/1/2026")])
    dialog.next.setFocus()
    press(desk, dialog.next, Qt.Key.Key_Space)
    assert dialog.step == COMMON
    assert "32/1/2026" in dialog.problem
    assert (grid.currentIndex().row(), grid.currentIndex().column()) == (0, 3)
    dialog._leaving = True
    dialog.reject()


def test_people_are_seen_before_it_goes_on(desk, people, cells):
    """A unit chosen in the last moment: its people come up, those of the one before don't go on."""
    dialog = open_dialog(desk)
    choose_unit(desk, dialog, "My Cam")
    assert len(dialog.chosen) == 3
    dialog.who.fields.set_value("unit", cells["soc"], "Chi bộ ấp Sóc Chuối")
    dialog.go_on()
    desk.settle()
    assert dialog.step == WHO
    assert dialog.chosen == []
    dialog.go_on()
    assert "Hãy tích ít nhất một" in dialog.problem
    choose_unit(desk, dialog, "My Cam")
    assert len(dialog.chosen) == 3
    assert dialog.problem == ""
    dialog.reject()
    desk.settle()
    assert desk.tab("pledges").tools.dialog is None  # nothing was entered: nothing is asked


def test_tab_goes_through_the_grid_and_leaves_at_its_ends(desk, people, type_keys):
    """A cell that is skipped by Tab leads to the next one: nothing typed is lost."""
    dialog = open_dialog(desk)
    choose_unit(desk, dialog, "My Cam")
    go_on(desk, dialog, COMMON)
    grid = dialog.common.grid
    assert grid.hasFocus()
    type_cells(desk, grid, type_keys, "Nêu gương", "", "100%", "", "Đọc sách")
    assert [row.cells for row in grid.items.rows] == [
        ("Nêu gương", "", "100%", ""),
        ("Đọc sách", "", "", ""),
    ]
    assert grid.hasFocus()
    place = (grid.currentIndex().row(), grid.currentIndex().column())
    assert place == (1, 1)
    shift = Qt.KeyboardModifier.ShiftModifier
    for _cell in range(2):
        press(desk, grid, Qt.Key.Key_Backtab, shift)
    assert (grid.currentIndex().row(), grid.currentIndex().column()) == (0, 3)
    press(desk, grid, Qt.Key.Key_Tab, CTRL)
    assert not grid.hasFocus()
    grid.setFocus()
    grid.show_place(0, 0)
    press(desk, grid, Qt.Key.Key_Backtab, shift)
    assert not grid.hasFocus()
    grid.setFocus()
    grid.show_place(grid.items.rowCount() - 1, 3)
    press(desk, grid, Qt.Key.Key_Tab)
    assert not grid.hasFocus()


def test_unikey_types_into_the_grid(desk, people, type_keys):
    """Unikey sends a letter, then Backspace and the letter that was meant."""
    dialog = open_dialog(desk)
    choose_unit(desk, dialog, "My Cam")
    go_on(desk, dialog, COMMON)
    grid = dialog.common.grid
    type_keys(grid, "d")
    type_keys(QApplication.focusWidget(), "\bđo\bọc sa\bách")
    press(desk, QApplication.focusWidget(), Qt.Key.Key_Return)
    assert grid.items.rows[0].cells[0] == "đọc sách"
    assert grid.currentIndex().row() == 1  # Enter goes on below
    dialog._leaving = True
    dialog.reject()


def test_a_text_that_too_many_share_is_told_before_they_are_registered(desk, people, type_keys):
    """Three are there, two more would say the same: five, the setting's default."""
    line = {"content": "Nêu gương", "duty": "Công tác Đảng", "target": "100%"}
    for place in range(3):
        pledge = desk.add(
            "pledges", year=2026, kind="commitment", pledger_kind="other", name=f"Khách {place}",
            campaign_id=people["campaign"],
        )  # fmt: skip
        desk.add("pledge_items", pledge_id=pledge, **line)
    dialog = open_dialog(desk)
    choose_unit(desk, dialog, "My Cam")
    view = dialog.who.people
    view.setFocus()
    view.selectRow(1)
    press(desk, view, Qt.Key.Key_Space)  # two of the three are left
    go_on(desk, dialog, COMMON)
    type_cells(desk, dialog.common.grid, type_keys, "nêu  gương", "Công tác Đảng", "100%")
    go_on(desk, dialog, OWN)
    go_on(desk, dialog, CLOSE)
    told = "5 bản cùng một nội dung sẽ bị coi là chưa cụ thể."
    assert told in dialog.close_step.warning.text()
    assert dialog.next.isEnabled()  # the clerk decides
    press(desk, dialog.next, Qt.Key.Key_Space)
    assert len(desk.all("pledges", campaign_id=people["campaign"])) == 5


def test_what_was_entered_is_not_lost_by_escape(desk, people, type_keys):
    dialog = open_dialog(desk)
    choose_unit(desk, dialog, "My Cam")
    go_on(desk, dialog, COMMON)
    type_cells(desk, dialog.common.grid, type_keys, "Đọc sách")
    desk.qtbot.keyClick(dialog.common.grid, Qt.Key.Key_Escape)
    box = QApplication.activeModalWidget()
    assert isinstance(box, QMessageBox)
    assert "Đóng mà không đăng ký?" in box.text()
    desk.qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    assert dialog.common.grid.items.rows[0].cells[0] == "Đọc sách"
    press(desk, dialog.back, Qt.Key.Key_Space)
    assert dialog.step == WHO
    go_on(desk, dialog, COMMON)
    assert dialog.common.grid.items.rows[0].cells[0] == "Đọc sách"
    desk.qtbot.keyClick(dialog.common.grid, Qt.Key.Key_Escape)
    box = QApplication.activeModalWidget()
    next(one for one in box.buttons() if one.text() == "Bỏ").click()
    desk.settle()
    assert desk.tab("pledges").tools.dialog is None
    assert desk.all("pledges", year=2026) == []


def test_common_items_follow_what_was_changed_before(desk, people, type_keys):
    """What one person changed or dropped stays so when the common items change again."""
    dialog = open_dialog(desk)
    choose_unit(desk, dialog, "My Cam")
    go_on(desk, dialog, COMMON)
    grid = dialog.common.grid
    grid.items.set_cells([(0, 0, "Một"), (1, 0, "Hai")])
    go_on(desk, dialog, OWN)
    own = dialog.own
    own.grid.items.set_cells([(0, 2, "riêng"), (2, 0, "Của tôi")])
    press(desk, dialog.back, Qt.Key.Key_Space)
    grid.items.set_cells([(1, 2, "chung"), (2, 0, "Ba")])
    go_on(desk, dialog, OWN)
    assert [row.cells[:3:2] for row in own.grid.items.rows] == [
        ("Một", "riêng"), ("Hai", "chung"), ("Ba", ""), ("Của tôi", ""),
    ]  # fmt: skip
    press(desk, own.again, Qt.Key.Key_Space)
    assert [row.cells[:3:2] for row in own.grid.items.rows] == [
        ("Một", ""), ("Hai", "chung"), ("Ba", ""), ("Của tôi", ""),
    ]  # fmt: skip
    dialog._leaving = True
    dialog.reject()


def test_a_person_who_is_no_member_and_an_organisation_are_added(desk, people):
    dialog = open_dialog(desk)
    choose_unit(desk, dialog, "My Cam")
    press(desk, dialog.who.none, Qt.Key.Key_Space)
    for organisation in (False, True):
        press(desk, dialog.who.add, Qt.Key.Key_Space)
        asking: Any = QApplication.activeModalWidget()
        if organisation:
            desk.qtbot.keyClick(asking.kind, Qt.Key.Key_Down)
        else:
            desk.qtbot.keyClick(asking, Qt.Key.Key_Return)
            assert asking.isVisible()  # a name is needed
            asking.fields.boxes["name"].editor.line.setText("Kim Thị Hoa")
            asking.fields.boxes["post"].editor.line.setText("Trưởng ấp")
        desk.qtbot.keyClick(asking, Qt.Key.Key_Return)
        desk.settle()
    assert [one.who.kind for one in dialog.chosen] == ["other", "organisation"]
    # another unit is looked at: who was added stays
    choose_unit(desk, dialog, "Soc Chuoi")
    assert [one.who.kind for one in dialog.chosen] == ["other", "organisation"]
    go_on(desk, dialog, COMMON)
    go_on(desk, dialog, OWN)
    go_on(desk, dialog, CLOSE)
    assert "2 bản chưa có nội dung" in dialog.close_step.summary.text()
    press(desk, dialog.next, Qt.Key.Key_Space)
    kept = desk.all("pledges", campaign_id=people["campaign"])
    assert sorted(
        (row.values["name"], row.values["post"], row.values["pledger_kind"]) for row in kept
    ) == [
        ("Chi bộ ấp Mỹ Cẩm", None, "organisation"),
        ("Kim Thị Hoa", "Trưởng ấp", "other"),
    ]  # fmt: skip


def test_pledges_are_made_public_confirmed_and_printed(desk, people, read_pdf):
    ids = [
        desk.add("pledges", year=2026, kind="commitment", member_id=people[name])
        for name in ("an", "be")
    ]
    tab = desk.tab("pledges")
    page = tab.section(0).master
    desk.choose(page, *ids)
    tab.tools.make_public()
    dialog: Any = QApplication.activeModalWidget()
    combo = dialog.asking.boxes["public_means"].editor.focusProxy()
    combo.setFocus()
    assert not dialog.button.isEnabled()
    desk.qtbot.keyClick(combo, Qt.Key.Key_Down)
    assert dialog.button.isEnabled()  # at once: what is typed decides
    desk.settle(LOOK_MS)
    assert dialog.button.text() == "Cô&ng khai 2 bản"
    press(desk, dialog.button, Qt.Key.Key_Space)
    found = [desk.get("pledges", one).values for one in ids]
    assert all(one["public_means"] and one["public_on"] for one in found)

    desk.choose(page, ids[0])
    tab.tools.confirm()
    dialog = QApplication.activeModalWidget()
    desk.settle(LOOK_MS)
    press(desk, dialog.button, Qt.Key.Key_Space)
    assert desk.get("pledges", ids[0]).values["confirmed_on"] is not None
    assert desk.get("pledges", ids[1]).values["confirmed_on"] is None

    desk.choose(page, *ids)
    tab.tools.print_papers()
    desk.settle()
    assert not tab.tools.papers.is_whole
    desk.qtbot.keyClick(tab.tools.papers, Qt.Key.Key_Return)
    paper = desk.paper(read_pdf)
    assert "BẢN CAM KẾT" in paper
    assert "Nguyễn Văn An" in paper
    assert "Trần Văn Bé" in paper
