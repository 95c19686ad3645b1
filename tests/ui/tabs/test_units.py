"""The tab of units: the tree chooses what the table shows."""

from __future__ import annotations

from PySide6.QtCore import Qt

from .unit_trees import item

ALL = ["Chi bộ ấp Mỹ Cẩm", "Chi bộ ấp Sóc Chuối", "Đảng bộ huyện Cầu Ngang", "Đảng bộ xã Mỹ Hòa"]
ALL = sorted([*ALL, "Đảng bộ xã Thuận Hòa"])


def test_the_tree_stands_as_the_units_do(desk, cells):
    page = desk.tab("units")
    assert page.tree.topLevelItem(0).text(0) == "Tất cả đơn vị"
    root = item(page, "Đảng bộ huyện Cầu Ngang")
    below = [root.child(place).text(0) for place in range(root.childCount())]
    assert below == ["Đảng bộ xã Mỹ Hòa", "Đảng bộ xã Thuận Hòa"]
    assert item(page, "Chi bộ ấp Sóc Chuối").parent().text(0) == "Đảng bộ xã Thuận Hòa"


def test_the_chosen_unit_narrows_the_table_to_its_subtree(desk, cells, names_shown):
    page = desk.tab("units")
    assert sorted(names_shown(page.list)) == ALL
    page.tree.setCurrentItem(item(page, "Đảng bộ xã Mỹ Hòa"))
    desk.settle()
    assert sorted(names_shown(page.list)) == ["Chi bộ ấp Mỹ Cẩm", "Đảng bộ xã Mỹ Hòa"]
    page.tree.setCurrentItem(item(page, "Chi bộ ấp Sóc Chuối"))
    desk.settle()
    assert names_shown(page.list) == ["Chi bộ ấp Sóc Chuối"]
    page.tree.setCurrentItem(item(page, "Đảng bộ huyện Cầu Ngang"))
    desk.settle()
    assert sorted(names_shown(page.list)) == ALL
    page.list.toolbar.search.setText("soc chuoi")  # search within the subtree
    desk.settle()
    assert names_shown(page.list) == ["Chi bộ ấp Sóc Chuối"]
    page.tree.setCurrentItem(item(page, "Đảng bộ xã Mỹ Hòa"))
    desk.settle()
    assert names_shown(page.list) == []
    page.list.clear_search()
    page.tree.setCurrentItem(page.tree.topLevelItem(0))
    desk.settle()
    assert sorted(names_shown(page.list)) == ALL


def test_a_new_unit_is_part_of_the_chosen_one(desk, cells, names_shown):
    page = desk.tab("units")
    page.tree.setCurrentItem(item(page, "Đảng bộ xã Mỹ Hòa"))
    desk.settle()
    page.new_record()
    desk.settle()
    dialog = page.list.dialog
    assert dialog.form.boxes["parent_id"].editor.value() == cells["hoa"]
    desk.write(dialog, "name", "Chi bộ Trường học")
    dialog.form.boxes["kind"].editor.set_value("cell")
    desk.save(dialog)
    assert sorted(names_shown(page.list)) == [
        "Chi bộ Trường học",
        "Chi bộ ấp Mỹ Cẩm",
        "Đảng bộ xã Mỹ Hòa",
    ]
    assert item(page, "Chi bộ Trường học").parent().text(0) == "Đảng bộ xã Mỹ Hòa"
    assert page.tree.currentItem().text(0) == "Đảng bộ xã Mỹ Hòa"  # what was chosen stays so


def test_a_unit_that_is_deleted_leaves_the_tree(desk, cells, names_shown):
    page = desk.tab("units")
    page.tree.setCurrentItem(item(page, "Chi bộ ấp Sóc Chuối"))
    desk.settle()
    desk.choose(page.list, cells["soc"])
    page.delete_selected()
    desk.settle()
    flags = Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchRecursive
    assert page.tree.findItems("Chi bộ ấp Sóc Chuối", flags) == []
    assert page.tree.currentItem().text(0) == "Tất cả đơn vị"
    assert sorted(names_shown(page.list)) == [one for one in ALL if "Sóc" not in one]


def test_a_unit_with_members_is_not_deleted(desk, cells):
    desk.add("members", full_name="Nguyễn Văn A", unit_id=cells["cam"])
    page = desk.tab("units")
    desk.choose(page.list, cells["cam"])
    page.delete_selected()
    desk.settle()
    assert page.list.notice.isVisible()
    assert "Chi bộ ấp Mỹ Cẩm" in page.list.notice.text
    assert len(desk.all("units")) == 5


def test_the_width_of_the_tree_is_remembered(desk, cells):
    page = desk.tab("units")
    page.splitter.setSizes([410, 900])
    page.splitter.splitterMoved.emit(410, 1)
    before = page.splitter.sizes()
    desk.window.books.close_book()
    desk.settle()
    desk.window.books.open_path(desk.window.settings.recent_books()[0])
    desk.settle()
    again = desk.tab("units")
    assert again is not page
    assert again.splitter.sizes() == before
