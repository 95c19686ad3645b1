"""Plans and their things to do, who has none, what is due: in the real window, by the keys."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QStyleOptionViewItem

from desktop.ui.tabs.others import OTHERS

TODAY = date.today()  # noqa: DTZ011 (the clerk's own day)


@pytest.fixture
def made(desk, cells):
    """A plan of this year with a thing overdue and one for later, and last year's plan."""
    year = TODAY.year
    rows = dict(cells)
    for name, of in (("now", year), ("before", year - 1)):
        rows[name] = desk.add("plans", unit_id=cells["hoa"], period="year", year=of,
                              title=f"Thực hiện chuyên đề năm {of}", on=date(of, 1, 5))  # fmt: skip
    rows["late"] = desk.add("plan_items", plan_id=rows["now"], content="Kiểm tra",
                            due_on=TODAY - timedelta(3))  # fmt: skip
    rows["later"] = desk.add("plan_items", plan_id=rows["now"], content="Tổng kết",
                             due_on=TODAY + timedelta(90))  # fmt: skip
    desk.add("plan_items", plan_id=rows["before"], content="Mở hội nghị",
             due_on=date(year - 1, 3, 25))  # fmt: skip
    return rows


@pytest.fixture
def page(desk, made):
    """The page of plans with this year's plan chosen."""
    others = desk.tab("others")
    others.names.setCurrentRow(OTHERS.registers.index("plans"))
    desk.settle()
    found = others._page(others.names.currentRow())
    desk.choose(found.master, made["now"])
    return found


def standing(page, row):
    column = [one.name for one in page.things.model.fields].index("standing")
    return page.things.model.index(page.things.model.place_of(row), column)


def test_a_new_plan_without_its_year_is_not_kept_silently(desk, page):
    page.master.new_record()
    desk.settle()
    dialog = page.master.dialog
    desk.write(dialog, "title", "Thực hiện chuyên đề")
    desk.save(dialog)
    assert dialog.isVisible()
    assert "năm nào" in dialog.form.boxes["year"].note.text()
    desk.write(dialog, "year", str(TODAY.year))
    desk.save(dialog)
    assert [row.values["year"] for row in desk.all("plans")].count(TODAY.year) == 2
    page.master.discard_pending()
    desk.settle()


def test_space_ticks_and_clears_and_ctrl_z_undoes(desk, made, page):
    assert not page.tick_action.isEnabled()
    desk.choose(page.things, made["late"])
    page.things.view.setFocus()
    desk.qtbot.keyClick(page.things.view, Qt.Key.Key_Space)
    desk.settle()
    assert desk.get("plan_items", made["late"]).values["done_on"] == TODAY
    assert standing(page, made["late"]).data() == "Đã xong"
    assert page.things.selected_ids() == [made["late"]]
    desk.qtbot.keyClick(page.things.view, Qt.Key.Key_Space)
    desk.settle()
    assert desk.get("plan_items", made["late"]).values["done_on"] is None
    desk.qtbot.keyClick(page.things.view, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    desk.settle()
    assert desk.get("plan_items", made["late"]).values["done_on"] == TODAY


def test_what_is_overdue_is_told_by_word_sign_and_colour(desk, made, page):
    del desk
    late, later = standing(page, made["late"]), standing(page, made["later"])
    assert late.data() == "Quá hạn 03 ngày"
    assert later.data() == "Chưa đến hạn"
    drawn = []
    for index in (late, later):
        option = QStyleOptionViewItem()
        page.things.view.itemDelegateForIndex(index).initStyleOption(option, index)
        drawn.append((option.font.bold(), option.icon.isNull(), option.palette.text().color()))
    assert [one[:2] for one in drawn] == [(True, False), (False, True)]
    assert drawn[0][2] != drawn[1][2]


def test_last_years_things_come_with_their_days_moved(desk, made, page):
    page.copy_things()
    desk.settle()
    dialog = page.dialog
    assert (dialog.chosen().plan_id, dialog.years.value()) == (made["before"], 1)
    desk.qtbot.keyClick(dialog, Qt.Key.Key_Return)
    desk.settle()
    assert page.dialog is None
    kept = desk.all("plan_items", plan_id=made["now"])
    assert ("Mở hội nghị", date(TODAY.year, 3, 25)) in [
        (one.values["content"], one.values["due_on"]) for one in kept
    ]
    assert "Đã chép 1 việc" in page.things.notice.text


def test_days_move_by_the_years_between_and_not_at_all_without_a_year(desk, made, page):
    for year in (None, TODAY.year - 60):
        on = None if year else date(TODAY.year - 3, 2, 1)
        other = desk.add("plans", period="year", year=year, on=on, title=f"Kế hoạch {year}")
        desk.add("plan_items", plan_id=other, content="Mở hội nghị")
    page.copy_things()
    desk.settle()
    dialog = page.dialog
    moves = {}
    for place, one in enumerate(dialog.view.model().rows):
        dialog.view.selectRow(place)
        moves[one.year] = dialog.years.value()
    assert moves[None] == 0
    assert moves[TODAY.year - 60] == 60
    dialog.reject()


def test_a_title_that_was_typed_stays_for_another_year(desk, made, page):
    page.show_missing()
    desk.settle()
    dialog = page.dialog
    dialog.title.selectAll()
    desk.qtbot.keyClicks(dialog.title, "Ke hoach rieng")
    dialog.year.setValue(TODAY.year - 1)
    dialog.period.setCurrentIndex(dialog.period.findData("term"))
    desk.settle()
    assert dialog.title.text() == "Ke hoach rieng"
    dialog.title.selectAll()
    desk.qtbot.keyClick(dialog.title, Qt.Key.Key_Delete)
    dialog.period.setCurrentIndex(dialog.period.findData("year"))
    desk.settle()
    assert str(TODAY.year - 1) in dialog.title.text()
    dialog.reject()


def test_who_has_none_gets_a_plan(desk, made, page, read_pdf):
    page.show_missing()
    desk.settle()
    dialog = page.dialog
    assert [one.unit_id for one in dialog.view.model().rows] == [made["root"], made["thuan"]]
    assert dialog.title.text() == f"Thực hiện chuyên đề năm {TODAY.year}"
    dialog.copy()
    copied = QApplication.clipboard().text().splitlines()
    assert copied[0] == "Tên đơn vị\tLoại"
    assert copied[1].startswith("Đảng bộ huyện Cầu Ngang")
    dialog.print_list()
    assert "02 trong tổng số 03 đơn vị" in desk.paper(read_pdf)
    dialog.view.selectAll()
    dialog.title.selectAll()
    desk.qtbot.keyClicks(dialog.title, "Ke hoach")
    dialog.add_button.click()
    desk.settle()
    units = {one.values["unit_id"] for one in desk.all("plans", year=TODAY.year)}
    assert units == {made["root"], made["hoa"], made["thuan"]}
    assert not dialog.add_button.isEnabled()
    assert "đều đã có" in dialog.face.text
    desk.qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert page.dialog is None


def test_the_kinds_of_unit_are_remembered(desk, made, page):
    page.show_missing()
    desk.settle()
    wanted = next(one for one in page.dialog.kinds_menu.actions() if one.data() == "cell")
    wanted.trigger()
    desk.settle()
    ids = {one.unit_id for one in page.dialog.view.model().rows}
    assert ids == {made[name] for name in ("root", "thuan", "cam", "soc")}
    page.dialog.reject()
    page.show_missing()
    desk.settle()
    assert "cell" in page.dialog.kinds()
    page.dialog.reject()


def test_what_is_due_over_all_plans_is_ticked_and_opened(desk, made, page, read_pdf):
    matter = desk.add("breakthroughs", year=TODAY.year, matter="Đột phá", due_on=TODAY)
    page.show_due()
    desk.settle()
    dialog = page.dialog
    ids = [(one.register, one.id) for one in dialog.view.model().rows]
    assert ids[1] == ("plan_items", made["late"])  # last year's is older
    assert ("breakthroughs", matter) in ids
    dialog.state.setCurrentIndex(dialog.state.findData("soon"))
    assert [one.id for one in dialog.view.model().rows] == [matter]
    dialog.tick()
    assert "hãy mở ra" in dialog.notice.text
    dialog.state.setCurrentIndex(0)
    dialog.view.selectRow(1)
    dialog.view.setFocus()
    desk.qtbot.keyClick(dialog.view, Qt.Key.Key_Space)
    desk.settle()
    assert desk.get("plan_items", made["late"]).values["done_on"] == TODAY
    assert ("plan_items", made["late"]) not in [
        (one.register, one.id) for one in dialog.view.model().rows
    ]
    dialog.print_list()
    assert "Tổng cộng: 03 công việc" in desk.paper(read_pdf)
    dialog.view.selectRow(0)
    desk.qtbot.keyClick(dialog.view, Qt.Key.Key_Return)
    desk.settle()
    assert page.dialog is None
    assert page.things.dialog is not None
    page.things.discard_pending()
