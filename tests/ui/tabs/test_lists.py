"""The lists and rules: every one opens, and rows are added where the clerk may."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt

from desktop.ui.register.shelf import ShelfPage
from desktop.ui.tabs.lists import LISTS as SHELF

READ_ONLY = {"submissions"}
LISTS = SHELF.registers


@pytest.fixture
def lists(desk: Any) -> ShelfPage:
    """The page in its dialog, opened from the menu."""
    desk.window.actions_["lists"].trigger()
    desk.settle()
    found = desk.window.findChild(ShelfPage)
    assert found.isVisible()
    assert found.window().windowTitle() == "Danh mục và quy định"
    return found


def test_every_list_opens_by_its_name(desk, lists):
    specs = lists.context.specs
    for place, name in enumerate(LISTS):
        lists.names.setCurrentRow(place)
        desk.settle()
        page = lists.main_page()
        assert lists.names.item(place).text() == specs[name].heading
        assert page.spec.name == name
        assert page.isVisible()
        assert page.model.rowCount() == len(desk.all(name))
        assert page.actions_.add.isEnabled() is (name not in READ_ONLY)
        if not page.model.rowCount():
            assert page.showing.face.text != ""


def test_esc_in_the_table_closes_the_dialog_when_nothing_else_is_left_to_leave(desk, lists):
    page, closed = lists.main_page(), []
    lists.window().finished.connect(closed.append)
    page.toolbar.search.setText("tỉnh")
    desk.settle()
    page.view.setFocus()
    desk.qtbot.keyClick(page.view, Qt.Key.Key_Escape)
    desk.settle()
    assert page.toolbar.search.text() == ""
    lists.names.setCurrentRow(LISTS.index("levels"))
    desk.settle()
    view = lists.main_page().view
    view.selectAll()
    assert view.selected_count() > 1
    desk.qtbot.keyClick(view, Qt.Key.Key_Escape)
    desk.settle()
    assert view.selected_count() == 0
    assert closed == []
    desk.qtbot.keyClick(view, Qt.Key.Key_Escape)
    desk.settle()
    assert closed == [0]


def test_the_lists_come_filled(desk, lists):
    filled = [name for name in LISTS if desk.all(name)]
    for name in ("offices", "fields", "award_forms", "levels", "document_types", "rating_scales"):
        assert name in filled


def test_a_row_is_added_to_a_list_and_offered_at_once(desk, lists):
    lists.names.setCurrentRow(LISTS.index("fields"))
    desk.settle()
    before = len(desk.all("fields"))
    lists.new_record()
    desk.settle()
    dialog = lists.main_page().dialog
    desk.write(dialog, "name", "Chuyển đổi số")
    desk.save(dialog)
    assert len(desk.all("fields")) == before + 1
    assert lists.main_page().model.rowCount() == before + 1
    names = [row.values["name"] for row in desk.all("fields")]
    assert "Chuyển đổi số" in names


@pytest.mark.parametrize(
    ("owner", "detail"), [("award_forms", "award_form_levels"), ("rating_scales", "rating_grades")]
)
def test_what_belongs_to_a_row_is_shown_below_it(desk, lists, owner, detail):
    page = lists.page_of(detail)
    desk.settle()
    assert lists.names.currentRow() == LISTS.index(owner)
    assert page.showing.face.text == "Chọn một dòng ở trên để xem nội dung liên quan."
    master = lists.main_page()
    (first, *_others) = [
        row.id for row in desk.all(owner) if desk.all(detail, **{page.spec.parent: row.id})
    ]
    desk.choose(master, first)
    assert page.model.rowCount() == len(desk.all(detail, **{page.spec.parent: first})) > 0


def test_the_name_of_the_office_is_changed_and_shown(desk, lists):
    own = desk.all("offices")[0]
    lists.open_record("offices", own.id)
    desk.settle()
    dialog = lists.main_page().dialog
    desk.write(dialog, "name", "Ban Tuyên giáo và Dân vận xã Mỹ Hòa")
    desk.save(dialog)
    assert desk.get("offices", own.id).values["name"] == "Ban Tuyên giáo và Dân vận xã Mỹ Hòa"
    assert desk.window.windowTitle() == "Ban Tuyên giáo và Dân vận xã Mỹ Hòa – Gương Sáng"
