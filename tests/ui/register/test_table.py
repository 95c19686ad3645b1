"""The table of the generic page: search, order, filters, selection, what it says when empty."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt

from desktop.core.register import Query
from desktop.services import registers
from desktop.ui.register import source
from desktop.ui.register.filter_lists import CheckedList, UnitTree
from desktop.ui.register.options import PageOptions
from desktop.ui.register.table_model import KEPT_PAGES


def _tick(page: Any, office: Any, name: str, *values: Any) -> None:
    """Open a filter and choose values as the clerk does."""
    button = page.filters.button(name)
    button.click()
    office.settle()
    popup = button.popup
    assert isinstance(popup, CheckedList)
    for place in range(popup.list.count()):
        item = popup.list.item(place)
        if item.data(Qt.ItemDataRole.UserRole) in values:
            item.setCheckState(Qt.CheckState.Checked)
    office.qtbot.keyClick(popup, Qt.Key.Key_Return)
    office.settle()


def test_rows_stand_in_vietnamese_order(office, people, names_shown):
    page = office.page("members")
    assert names_shown(page) == [
        "Nguyễn Thị Anh",
        "Lê Thị Ánh",
        "Nguyễn Văn Bé",
        "Trần Văn Đạt",
        "Thạch Sô Phách",
    ]
    assert page.toolbar.count_text == "5"


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("nguyen thi anh", ["Nguyễn Thị Anh"]),
        ("ánh", ["Nguyễn Thị Anh", "Lê Thị Ánh"]),
        ("dat", ["Trần Văn Đạt"]),
        ("DAT", ["Trần Văn Đạt"]),
        ("00123", ["Nguyễn Thị Anh"]),
    ],
)
def test_search_as_you_type_without_diacritics(office, people, names_shown, typed, found):
    page = office.page("members")
    page.focus_search()
    assert page.toolbar.search.hasFocus()
    office.type_text(page.toolbar.search, typed)
    office.pause(200)
    assert names_shown(page) == found
    assert page.toolbar.count_text == f"{len(found)} / 5"


def test_a_search_that_finds_nothing_says_so_and_can_be_cleared(office, people, names_shown):
    page = office.page("members")
    office.type_text(page.toolbar.search, "khong co ai")
    office.pause(200)
    assert page.showing.face.isVisible()
    assert "Nothing was found" in page.showing.face.text or "Không" in page.showing.face.text
    office.qtbot.mouseClick(page.showing.face.button, Qt.MouseButton.LeftButton)
    office.pause(200)
    assert page.toolbar.search.text() == ""
    assert len(names_shown(page)) == 5


def test_an_empty_register_says_what_to_do(office):
    page = office.page("members")
    assert page.showing.face.isVisible()
    assert page.showing.face.text == page.spec.empty
    office.qtbot.mouseClick(page.showing.face.button, Qt.MouseButton.LeftButton)
    office.settle()
    assert page.dialog is not None
    page.discard_pending()


@pytest.mark.parametrize("descending", [False, True])
def test_every_column_sorts(office, people, descending):
    page = office.page("members")
    order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
    for place, field in enumerate(page.model.fields):
        page.view.horizontalHeader().setSortIndicator(place, order)
        office.settle()
        asked = Query("members", sort=field.name, descending=descending)
        wanted = list(registers.keys(office.book, asked))
        assert page.model.ids([(0, page.model.rowCount() - 1)]) == wanted, field.name


def test_a_click_on_a_heading_sorts(office, people, names_shown):
    page = office.page("members")
    header = page.view.horizontalHeader()
    at = QPoint(header.sectionViewportPosition(0) + 20, header.height() // 2)
    office.qtbot.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=at)
    office.settle()
    assert names_shown(page)[0] == "Thạch Sô Phách"


def test_filter_by_choices_and_clear(office, people, names_shown):
    page = office.page("members")
    _tick(page, office, "status", "probationary")
    assert names_shown(page) == ["Nguyễn Văn Bé"]
    assert page.toolbar.count_text == "1 / 5"
    assert "Dự bị" in page.filters.button("status").text()
    page.filters.clear()
    office.settle()
    assert len(names_shown(page)) == 5


def test_filter_by_a_unit_takes_what_is_below_it(office, people, cells, names_shown):
    page = office.page("members")
    button = page.filters.button("unit_id")
    button.click()
    office.settle()
    popup = button.popup
    assert isinstance(popup, UnitTree)
    popup.choose(cells["hoa"])
    office.qtbot.keyClick(popup, Qt.Key.Key_Return)
    office.settle()
    assert names_shown(page) == ["Nguyễn Thị Anh", "Nguyễn Văn Bé", "Trần Văn Đạt"]


def test_filter_by_year_and_reference(office, people, names_shown):
    fields = {one.label: one.id for one in registers.options(office.book, "fields")}
    first, second = list(fields.values())[:2]
    office.add("models", name="Cũ", field_id=first, registered_on=date(2020, 1, 5))
    office.add("models", name="Mới", field_id=second, registered_on=date(2025, 1, 5))
    page = office.page("models")
    _tick(page, office, "year", 2025)
    assert names_shown(page) == ["Mới"]
    page.filters.clear()
    _tick(page, office, "field_id", first)
    assert names_shown(page) == ["Cũ"]


def test_escape_leaves_a_filter_as_it_was(office, people):
    page = office.page("members")
    button = page.filters.button("status")
    button.click()
    office.settle()
    popup = button.popup
    popup.list.item(0).setCheckState(Qt.CheckState.Checked)
    office.qtbot.keyClick(popup, Qt.Key.Key_Escape)
    office.settle()
    assert page.filters.filters() == {}
    assert not button.isChecked()


def test_selection_is_kept_when_rows_change_elsewhere(office, people):
    page = office.page("members")
    chosen = [people["Nguyễn Văn Bé"], people["Trần Văn Đạt"]]
    page.view.select_ids(chosen, chosen[1])
    done: list[Any] = []
    office.jobs.write(
        source.save, "members", {"full_name": "An Bình", "sex": "male"}, on_done=done.append
    )
    office.qtbot.waitUntil(lambda: bool(done))
    office.settle()
    assert page.model.rowCount() == 6
    assert page.selected_ids() == chosen
    assert page.view.current_id() == chosen[1]


def test_a_page_out_of_sight_reads_again_when_it_is_seen(office, people):
    page = office.page("members")
    page.hide()
    office.jobs.write(source.save, "members", {"full_name": "An Bình"})
    office.settle()
    assert page.model.rowCount() == 5
    page.show()
    office.settle()
    assert page.model.rowCount() == 6


def test_scope_shows_only_what_belongs_to_one_record(office, cells):
    options = PageOptions(scope=None, compact=True, hint="Chọn một dòng")
    one = office.add("pledges", year=2026, name="A", pledger_kind="other")
    two = office.add("pledges", year=2026, name="B", pledger_kind="other")
    office.add("pledge_items", pledge_id=one, content="Việc của A")
    office.add("pledge_items", pledge_id=two, content="Việc của B")
    page = office.page("pledge_items", options)
    assert page.showing.face.text == "Chọn một dòng"
    assert not page.actions_.add.isEnabled()
    page.set_scope({"pledge_id": two})
    office.settle()
    assert page.model.rowCount() == 1
    page.new_record()
    office.settle()
    page.dialog.form.boxes["content"].editor.set_value("Việc nữa của B")
    page.dialog.save_and_close()
    office.settle()
    assert {row.values["pledge_id"] for row in office.all("pledge_items", pledge_id=two)} == {two}
    assert page.model.rowCount() == 2


def test_far_scrolling_keeps_few_rows_in_memory(office, book):
    rows = ({"name": f"Lĩnh vực {number:05}", "position": number} for number in range(2600))
    office.add_many("fields", rows)
    page = office.page("fields")
    assert page.model.complete
    rows = page.model.rowCount()
    assert rows >= 2600
    bar = page.view.verticalScrollBar()
    for place in range(0, rows, 100):
        page.view.scrollTo(page.model.index(place, 0))
        office.settle()
        top = page.view.top_row()
        assert page.model.known_row(top) is not None
        assert page.model.id_at(top) == page.model.known_row(top).id
    bar.setValue(0)
    office.settle()
    assert page.model.known_row(0) is not None
    assert page.model.rows_kept <= KEPT_PAGES * source.PAGE


def test_what_can_not_be_read_is_said_with_a_way_to_try_again(office, people):
    page = office.page("members")
    page.narrow({"no_such_field": 1})
    office.settle()
    assert page.showing.face.isVisible()
    assert page.showing.face.text == "Không lọc được theo «no_such_field»."
    page.narrow({})
    office.settle()
    assert page.view.isVisible()


def test_print_hands_over_what_is_shown(office, people):
    page = office.page("members")
    office.type_text(page.toolbar.search, "anh")
    office.pause(200)
    page.print_list()
    form, options = office.told.papers[-1]
    assert form == "members"
    assert options["query"] == page.query()
    assert options["columns"] == page.columns.shown()
    assert "anh" in options["filters"]


def test_a_shown_record_is_alone_selected_while_ctrl_is_held(office, people):
    page = office.page("members")
    first, second = people["Nguyễn Thị Anh"], people["Lê Thị Ánh"]
    page.select_record(first)
    view = page.view
    office.qtbot.keyPress(view, Qt.Key.Key_Control, Qt.KeyboardModifier.ControlModifier)
    try:
        page.select_record(second)
        assert page.selected_ids() == [second]
        page.select_record(second)
        assert page.selected_ids() == [second]
        view.select_place(0)
        assert page.selected_ids() == [first]
    finally:
        office.qtbot.keyRelease(view, Qt.Key.Key_Control)
