"""The tab of clean data: numbers by unit, what is shown of them, the way to the very field."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QTreeWidgetItem
from python_calamine import CalamineWorkbook

from desktop.services.cleaning import FindingKind
from desktop.ui.register.record_dialog import RecordDialog

SOUND: dict[str, Any] = {
    "birth_date": "1975",
    "sex": "female",
    "ethnicity": "Kinh",
    "home_town": "Mỹ Hòa",
    "education": "12/12",
    "admitted_on": "2001",
    "official_on": "2002",
}


@pytest.fixture
def members(desk: Any, cells: dict[str, int]) -> dict[str, int]:
    """Members of two cells: one sound, two with one thing missing, one with two contradictions."""

    def add(name: str, cell: str, card: str | None, **values: Any) -> int:
        given = SOUND | {"unit_id": cells[cell], "card_number": card} | values
        return desk.add("members", full_name=name, **given)

    return {
        "sound": add("Đủ Mọi Thứ", "cam", "55000001"),
        "born": add("Lê Thiếu Ngày", "cam", "55000002", birth_date=None),
        "card": add("Trần Thiếu Thẻ", "soc", None),
        "odd": add("Võ Mâu Thuẫn", "soc", "55", admitted_on="2001", birth_date="1990"),
    }


def item(page: Any, words: str = "") -> QTreeWidgetItem:
    """The item of a unit; without words that of everything."""
    if not words:
        return page.tree.topLevelItem(0)
    flags = Qt.MatchFlag.MatchExactly | Qt.MatchFlag.MatchRecursive
    (found,) = page.tree.findItems(words, flags)
    return found


def rows(page: Any) -> list[tuple[str, str]]:
    model = page.table.findings
    return [(model.index(n, 1).data(), model.index(n, 2).data()) for n in range(model.rowCount())]


def names(page: Any) -> list[str]:
    return list(dict.fromkeys(name for name, _words in rows(page)))


def choose(page: Any, name: str) -> None:
    place = [one for one, _words in rows(page)].index(name)
    page.table.select_place(place)


def dialogs(desk: Any) -> list[RecordDialog]:
    return [one for one in desk.window.findChildren(RecordDialog) if one.isVisible()]


def test_each_unit_has_its_number_with_all_below_it(desk, members):
    page = desk.tab("clean_data")
    numbers = {words: item(page, words).text(1) for words in (
        "", "Đảng bộ huyện Cầu Ngang", "Đảng bộ xã Mỹ Hòa", "Chi bộ ấp Mỹ Cẩm",
        "Đảng bộ xã Thuận Hòa", "Chi bộ ấp Sóc Chuối",
    )}  # fmt: skip
    assert list(numbers.values()) == ["4", "4", "1", "1", "3", "3"]
    form = "Số thẻ đảng «55» khác dạng thường gặp. Thường gồm 8 chữ số, giữ cả số 0 ở đầu."
    assert rows(page) == [
        ("Lê Thiếu Ngày", "Chưa có ngày sinh."),
        ("Trần Thiếu Thẻ", "Đảng viên chính thức chưa có số thẻ đảng."),
        ("Võ Mâu Thuẫn", "Kết nạp 2001 khi chưa đủ 18 tuổi (sinh 1990)."),
        ("Võ Mâu Thuẫn", form),
    ]
    assert page.filters.count.text() == "4 mục"
    page.tree.setCurrentItem(item(page, "Đảng bộ xã Mỹ Hòa"))
    desk.settle()
    assert names(page) == ["Lê Thiếu Ngày"]
    page.tree.setCurrentItem(item(page, "Chi bộ ấp Sóc Chuối"))
    desk.settle()
    assert names(page) == ["Trần Thiếu Thẻ", "Võ Mâu Thuẫn"]


def test_what_is_shown_is_narrowed_by_kind_rule_and_words(desk, members):
    page = desk.tab("clean_data")
    missing, odd = (
        page.filters.kinds[FindingKind.MISSING],
        page.filters.kinds[FindingKind.CONTRADICTORY],
    )
    assert (missing.text(), odd.text()) == ("Thiếu (2)", "Mâu thuẫn (2)")
    missing.click()
    desk.settle()
    assert names(page) == ["Lê Thiếu Ngày", "Trần Thiếu Thẻ"]
    assert page.filters.rule.findText("Kết nạp khi chưa đủ tuổi (1)") == -1
    page.filters.rule.setCurrentIndex(page.filters.rule.findText("Chưa có số thẻ đảng (1)"))
    desk.settle()
    assert names(page) == ["Trần Thiếu Thẻ"]
    missing.click()
    odd.click()
    desk.settle()
    assert page.face.text == "Không có mục nào khớp với điều kiện đang chọn."
    assert not page.open_button.isEnabled()
    page.face.button.click()
    desk.settle()
    assert len(rows(page)) == 4
    page.filters.search.setFocus()
    page.filters.search.setText("soc chuoi tuoi")
    desk.settle()
    assert rows(page) == [("Võ Mâu Thuẫn", "Kết nạp 2001 khi chưa đủ 18 tuổi (sinh 1990).")]
    page.filters.search.clear()
    desk.settle()
    assert len(rows(page)) == 4


def test_enter_opens_the_record_at_its_field_and_closing_it_comes_back(desk, members):
    page = desk.tab("clean_data")
    choose(page, "Trần Thiếu Thẻ")
    page.table.setFocus()
    desk.qtbot.keyClick(page.table, Qt.Key.Key_Return)
    desk.settle()
    (dialog,) = dialogs(desk)
    assert dialog.row.id == members["card"]
    editor = dialog.form.boxes["card_number"].editor
    assert editor.isAncestorOf(dialog.focusWidget()) or editor is dialog.focusWidget()
    desk.write(dialog, "card_number", "55000009")
    desk.save(dialog)
    desk.qtbot.waitUntil(lambda: desk.window.tabs.current_name() == "clean_data")
    desk.settle()
    assert names(page) == ["Lê Thiếu Ngày", "Võ Mâu Thuẫn"]
    assert item(page, "Chi bộ ấp Sóc Chuối").text(1) == "2"
    assert page.table.current().title == "Võ Mâu Thuẫn"
    assert desk.window.focusWidget() is page.table


def test_it_looks_again_by_itself_when_something_was_written(desk, members):
    page = desk.tab("clean_data")
    unit = desk.get("members", members["born"]).values["unit_id"]
    desk.add("members", full_name="Mới Thêm Vào", unit_id=unit, **SOUND)
    assert len(rows(page)) == 4  # after a rest only
    desk.qtbot.waitUntil(lambda: len(rows(page)) == 5, timeout=10_000)
    desk.settle()
    assert "Mới Thêm Vào" in names(page)
    desk.tab("members")
    desk.add("members", full_name="Thêm Nơi Khác", unit_id=unit, **SOUND)
    assert desk.tab("clean_data") is page
    desk.settle()
    assert "Thêm Nơi Khác" in names(page)


def test_what_is_right_as_it_stands_goes_off_the_list_and_comes_back(desk, members):
    page = desk.tab("clean_data")
    page.table.select_place(2)
    assert page.confirm_button.isEnabled()
    page.confirm_button.click()
    desk.settle()
    assert [words for _name, words in rows(page)][2].startswith("Số thẻ đảng «55»")
    assert item(page).text(1) == "3"
    assert page.notice.text == "Đã xác nhận 1 mục là đúng."
    page.refresh()
    desk.settle()
    assert len(rows(page)) == 3
    page.filters.confirmed.click()
    desk.settle()
    assert len(rows(page)) == 4
    model = page.table.findings
    assert model.index(2, 0).data() == "Đã xác nhận"
    assert item(page).text(1) == "3"
    page.table.select_place(2)
    assert page.confirm_button.text() == "&Bỏ xác nhận"
    page.confirm_button.click()
    desk.settle()
    assert model.index(2, 0).data() == "Mâu thuẫn"
    assert item(page).text(1) == "4"
    page.notice.button.click()  # undo
    desk.settle()
    assert model.index(2, 0).data() == "Đã xác nhận"


def test_several_are_confirmed_together(desk, members):
    page = desk.tab("clean_data")
    page.table.selectAll()
    assert not page.open_button.isEnabled()
    page.confirm_button.click()
    desk.settle()
    assert page.face.text == "Không có gì phải sửa."
    assert page.face.isVisible()
    page.notice.button.click()
    desk.settle()
    assert len(rows(page)) == 4


def test_nothing_to_mend_says_so(desk):
    page = desk.tab("clean_data")
    assert page.face.isVisible()
    assert page.face.text == "Không có gì phải sửa."
    assert page.print_button.isEnabled()
    assert not page.export_button.isEnabled()


def test_the_check_sheet_of_the_chosen_unit_is_printed(desk, members, read_pdf):
    page = desk.tab("clean_data")
    page.tree.setCurrentItem(item(page, "Đảng bộ xã Mỹ Hòa"))
    desk.settle()
    desk.qtbot.keyClick(desk.window, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    words = desk.paper(read_pdf)
    assert words.count("PHIẾU RÀ SOÁT THÔNG TIN ĐẢNG VIÊN") == 1
    assert "Lê Thiếu Ngày" in words
    assert "Trần Thiếu Thẻ" not in words


def test_the_list_is_written_out_as_it_is_shown(desk, members, tmp_path, monkeypatch):
    page = desk.tab("clean_data")
    page.tree.setCurrentItem(item(page, "Chi bộ ấp Sóc Chuối"))
    desk.settle()
    target = tmp_path / "cần sửa.xlsx"
    asked: list[str] = []

    def answer(_parent: Any, _title: str, start: str, _kinds: str) -> tuple[str, str]:
        asked.append(Path(start).name)
        return str(target.with_suffix("")), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)
    page.export_button.click()
    desk.settle()
    assert asked[0].startswith("Làm sạch dữ liệu 20")
    assert page.notice.text == f"Đã xuất 3 dòng vào {target.name}"
    sheet = CalamineWorkbook.from_path(str(target)).get_sheet_by_index(0).to_python()
    assert [one[3] for one in sheet[-3:]] == ["Trần Thiếu Thẻ", "Võ Mâu Thuẫn", "Võ Mâu Thuẫn"]
    page.write_out(tmp_path / "không có" / "a.xlsx")
    desk.settle()
    assert page.notice.text.startswith("Không")


def test_other_pages_may_show_the_findings_of_a_unit(desk, members):
    desk.tab("clean_data")
    desk.tab("units")
    unit = desk.get("members", members["born"]).values["unit_id"]
    desk.window.show_rows("clean_data", {"unit_id": unit})
    desk.settle()
    page = desk.window.tabs.current_page()
    assert names(page) == ["Lê Thiếu Ngày"]


def test_the_keyboard_alone_goes_everywhere(desk, members):
    page = desk.tab("clean_data")
    desk.qtbot.keyClick(desk.window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert page.filters.search.hasFocus()
    desk.qtbot.keyClick(page.filters.search, Qt.Key.Key_Down)
    assert page.table.hasFocus()
    desk.qtbot.keyClick(page.table, Qt.Key.Key_Down)
    assert page.table.current().rule == "no-card"
    desk.qtbot.keyClick(desk.window, Qt.Key.Key_F5)
    desk.settle()
    assert page.table.current().rule == "no-card"
    parts = (page.open_button, page.confirm_button, page.print_button, page.export_button)
    texts = [one.text() for one in (*parts, page.again_button, page.filters.confirmed)]
    keys = [text[text.index("&") + 1].lower() for text in texts]
    assert len(set(keys)) == len(keys)
