"""Merging, dissolving and emptying units from the window: told before, one deed, undone whole."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt

from desktop.core.register import Query
from desktop.services import registers
from desktop.services.books import Book
from desktop.ui.dialogs.paper_options import PaperOptionsDialog, ask_paper
from desktop.ui.dialogs.units.dissolving import DissolvingDialog
from desktop.ui.dialogs.units.merging import MergingDialog
from desktop.ui.dialogs.units.transferring import TransferringDialog
from desktop.ui.main_window import MainWindow
from desktop.ui.periods import quarters

from . import driving
from .driving import LONG, LOOK_MS, add_cells

DAY = "2025-07-01"


class Office:
    """A window on the tab of units, and the book behind it."""

    def __init__(self, window: MainWindow, cells: dict[str, int], settle: Any, qtbot: Any) -> None:
        self.window, self.cells, self._settle, self.qtbot = window, cells, settle, qtbot
        window.tabs.show_tab("units")
        self.settle()
        self.page: Any = window.tabs.current_page()
        self.flow = self.page.flow

    def settle(self) -> None:
        self._settle(self.window)
        self.qtbot.waitUntil(lambda: not driving.resting(LOOK_MS), timeout=LONG * 1000)
        self._settle(self.window)

    def value(self, register: str, row: int, name: str) -> Any:
        return registers.get(self.window.jobs.book, register, row).values[name]

    def unit_of(self, name: str) -> int:
        (row,) = registers.page(self.window.jobs.book, Query("members", name)).rows
        return row.values["unit_id"]

    def named(self, *keys: str) -> list[tuple[int, str]]:
        return [(self.cells[one], self.page.tree.name_of(self.cells[one])) for one in keys]

    def fill(self, dialog: Any, **values: Any) -> None:
        """Fill fields in as the clerk does: units by their keys, the rest as it is kept."""
        for name, value in values.items():
            if value in self.cells:
                unit, words = self.named(value)[0]
                dialog.fields.boxes[name].editor.choose(unit, words)
            else:
                dialog.fields.set_value(name, value)
        self.settle()

    def state(self) -> list[Any]:
        book = self.window.jobs.book
        return [
            [dict(row.values) for row in registers.rows(
                book, name, sorted(registers.keys(book, Query(name)))
            )]
            for name in ("units", "members", "member_units")
        ]  # fmt: skip

    def undo(self) -> str:
        """Undo the last deed from the menu; return the words that say so."""
        self.window.actions_["undo"].trigger()
        self.settle()
        return self.window.status.message()


@pytest.fixture
def office(qtbot: Any, open_window: Any, settle: Any, book: Book) -> Office:
    """Two communes with a cell each, three members in them, one of whom has died."""

    def add(register: str, **values: Any) -> int:
        return registers.save(book, register, values).value.id

    cells = add_cells(add)
    for name, key in (("Nguyễn Văn An", "cam"), ("Lê Thị Bình", "cam"), ("Trần Văn Cam", "soc")):
        add("members", full_name=name, unit_id=cells[key])
    add("members", full_name="Phạm Thị Dung", unit_id=cells["cam"], status="deceased")
    cells["old"] = add("units", name="Chi bộ cũ", parent_id=cells["hoa"], ended="2020-01-01")
    book.close()
    window = open_window(book.path)
    window.resize(1366, 720)
    window.activateWindow()
    settle(window)
    return Office(window, cells, settle, qtbot)


# merging


def test_a_merger_is_shown_done_and_undone(office):
    before = office.state()
    dialog = office.flow.merge(office.named("cam"))
    office.settle()
    assert "Hãy chọn các đơn vị" in dialog.preview
    office.fill(dialog, into_id="soc", on=DAY)
    assert dialog.preview.split("\n") == [
        "•  «Chi bộ ấp Mỹ Cẩm» kết thúc từ 01/07/2025, vẫn còn trong sổ cùng quá trình của mình.",
        "•  2 đảng viên chuyển sang «Chi bộ ấp Sóc Chuối».",
        "•  1 người đã chuyển đi, ra khỏi Đảng hoặc từ trần vẫn ghi ở đơn vị cũ.",
        "•  Cam kết, mô hình, khen thưởng đã ghi cho đơn vị cũ vẫn giữ ở đơn vị cũ.",
    ]
    assert office.state() == before  # it was only told
    dialog.button.click()
    office.settle()
    assert not office.page.findChildren(MergingDialog)
    assert office.unit_of("Nguyễn Văn An") == office.cells["soc"]
    assert office.unit_of("Phạm Thị Dung") == office.cells["cam"]
    assert office.value("units", office.cells["cam"], "ended") == DAY
    assert office.page.list.notice.text.startswith(
        "Đã sáp nhập vào «Chi bộ ấp Sóc Chuối», 2 đảng viên chuyển sang."
    )
    assert "sáp nhập «Chi bộ ấp Mỹ Cẩm» vào «Chi bộ ấp Sóc Chuối»" in office.undo()
    assert office.state() == before


def test_what_was_entered_for_later_is_told_before_and_goes_along(office):
    def add(register: str, **values: Any) -> int:
        done: list[Any] = []
        office.window.jobs.write(registers.save, register, values, on_done=done.append)
        office.settle()
        return done[0].value.id

    held = add("study_sessions", subject="Nghị quyết", on=date(2025, 8, 1))
    rows = [add("study_attendances", session_id=held, unit_id=office.cells[key], invited=10,
                attended=count) for key, count in (("cam", 9), ("soc", 8))]  # fmt: skip
    dialog = office.flow.merge(office.named("cam"))
    office.fill(dialog, into_id="soc", on=DAY)
    assert dialog.preview.split("\n")[3:5] == [
        (
            "•  1 mục học tập, sinh hoạt chuyên đề, kế hoạch từ ngày đó trở đi chuyển theo sang "
            "«Chi bộ ấp Sóc Chuối»."
        ),
        "•  Trong đó 1 mục được cộng số với mục khác của cùng hội nghị học tập.",
    ]
    dialog.button.click()
    office.settle()
    assert office.value("study_attendances", rows[1], "attended") == 17
    office.undo()
    assert [office.value("study_attendances", one, "attended") for one in rows] == [9, 8]


def test_communes_merge_into_a_new_one_made_in_the_dialog(office):
    before = office.state()
    dialog = office.flow.merge(office.named("hoa", "thuan"))
    dialog.target.setCurrentIndex(1)
    office.settle()
    fields = dialog.fields
    assert fields.value("kind") == "base_committee"  # as the units that are merged are
    assert fields.value("parent_id") == office.cells["root"]
    office.fill(dialog, name="Đảng bộ xã Hòa Thuận", on="2025-07")
    assert "kết thúc từ 07/2025" in dialog.preview
    assert (
        "2 đơn vị trực thuộc chuyển về «Đảng bộ xã Hòa Thuận»: "
        "«Chi bộ ấp Mỹ Cẩm», «Chi bộ ấp Sóc Chuối»." in dialog.preview
    )
    dialog.button.click()
    office.settle()
    made = office.value("units", office.cells["hoa"], "merged_into_id")
    assert office.value("units", made, "name") == "Đảng bộ xã Hòa Thuận"
    assert office.value("units", made, "established") == "2025-07"
    assert office.value("units", office.cells["cam"], "parent_id") == made
    assert office.page.tree.name_of(made) == "Đảng bộ xã Hòa Thuận"
    office.undo()
    assert office.state() == before


def test_units_are_added_to_the_merger_and_left_out(office):
    dialog = office.flow.merge([])
    office.settle()
    dialog.button.click()
    assert dialog._none.isVisible()
    editor = dialog.adding.boxes["unit"].editor
    for key in ("cam", "soc", "cam"):
        editor.choose(*office.named(key)[0])
    assert dialog.units() == [office.cells["cam"], office.cells["soc"]]
    assert editor.value() is None  # ready for the next
    dialog.list.setCurrentRow(0)
    dialog.list.setFocus()
    office.qtbot.keyClick(dialog.list, Qt.Key.Key_Delete)
    assert dialog.units() == [office.cells["soc"]]
    dialog.remove.click()
    assert dialog.units() == []


@pytest.mark.parametrize(
    ("units", "into", "words"),
    [
        (("hoa",), "cam", "«Đảng bộ xã Mỹ Hòa» không thể sáp nhập vào chính nó hoặc đơn vị dưới"),
        (("cam",), "old", "«Chi bộ cũ» đã kết thúc hoạt động từ 01/01/2020"),
    ],
)
def test_a_merger_that_can_not_be_is_told_and_nothing_typed_is_lost(office, units, into, words):
    before = office.state()
    dialog = office.flow.merge(office.named(*units))
    office.fill(dialog, into_id=into, on=DAY)
    assert words in dialog.preview
    dialog.button.click()
    office.settle()
    assert dialog.isVisible()
    assert words in dialog.preview
    assert dialog.fields.value("on") == DAY
    assert office.state() == before


def test_what_is_missing_is_told_beside_its_field(office):
    dialog = office.flow.merge(office.named("cam"))
    office.settle()
    dialog.button.click()
    assert dialog.fields.boxes["into_id"].error == "Hãy nhập mục này."
    assert dialog.fields.boxes["on"].error == "Hãy nhập mục này."
    dialog.fields.boxes["on"].editor.line.setText("31/2/2025")
    dialog.button.click()
    assert "31/2/2025" in dialog.fields.boxes["on"].error
    assert dialog.fields.boxes["into_id"].editor.line.hasFocus()


def test_a_day_that_is_odd_is_warned_of(office):
    tomorrow = (date.today() + timedelta(days=1)).isoformat()  # noqa: DTZ011 (the clerk's day)
    dialog = office.flow.merge(office.named("cam"))
    office.fill(dialog, into_id="soc", on=tomorrow)
    assert "Ngày này chưa đến" in dialog.preview
    assert dialog._warning.isVisible()


def test_enter_merges_though_nothing_was_foreseen_yet(office):
    dialog = office.flow.merge(office.named("cam"))
    line = dialog.fields.boxes["into_id"].editor.line
    line.setText("chi bo ap soc chuoi")  # typed, never chosen from the list
    dialog.fields.set_value("on", DAY)
    office.qtbot.keyClick(line, Qt.Key.Key_Return)
    office.settle()
    assert office.unit_of("Lê Thị Bình") == office.cells["soc"]


# dissolving


def test_a_dissolution_asks_where_members_and_units_go(office):
    before = office.state()
    dialog = office.flow.dissolve(office.named("cam")[0])
    assert not dialog.fields.is_shown("members_to")
    office.fill(dialog, on=DAY)
    assert dialog.fields.is_shown("members_to")
    assert not dialog.fields.is_shown("units_to")
    assert "2 đảng viên chuyển sang (chưa chọn)." in dialog.preview
    dialog.button.click()
    office.settle()
    assert dialog.fields.boxes["members_to"].error == "Hãy nhập mục này."
    assert office.state() == before
    office.fill(dialog, members_to="soc")
    assert "2 đảng viên chuyển sang «Chi bộ ấp Sóc Chuối»." in dialog.preview
    dialog.button.click()
    office.settle()
    assert not office.page.findChildren(DissolvingDialog)
    assert office.unit_of("Lê Thị Bình") == office.cells["soc"]
    assert office.value("units", office.cells["cam"], "ended") == DAY
    assert "giải thể «Chi bộ ấp Mỹ Cẩm»" in office.undo()
    assert office.state() == before


def test_the_units_below_may_come_to_stand_at_the_top(office):
    dialog = office.flow.dissolve(office.named("root")[0])
    office.fill(dialog, on=DAY)
    assert dialog.fields.is_shown("units_to")
    assert not dialog.fields.is_shown("members_to")
    dialog.at_top.click()
    office.settle()
    assert not dialog.fields.is_shown("units_to")
    assert "2 đơn vị trực thuộc chuyển về cấp trên cùng" in dialog.preview
    dialog.button.click()
    office.settle()
    assert office.value("units", office.cells["hoa"], "parent_id") is None
    assert office.value("units", office.cells["root"], "ended") == DAY


def test_a_button_pressed_at_once_asks_for_what_is_needed(office):
    before = office.state()
    dialog = office.flow.dissolve(office.named("cam")[0])
    dialog.fields.set_value("on", DAY)
    dialog.button.click()  # before anything was foreseen
    office.settle()
    assert dialog.isVisible()
    assert dialog.fields.boxes["members_to"].error == "Hãy nhập mục này."
    assert office.state() == before


# everybody


def test_everybody_of_a_cell_moves_to_another(office):
    before = office.state()
    dialog = office.flow.transfer(office.named("cam")[0])
    office.fill(dialog, to="soc", on=DAY)
    assert dialog.preview.split("\n")[:2] == [
        "•  2 đảng viên chuyển sang «Chi bộ ấp Sóc Chuối».",
        "•  «Chi bộ ấp Mỹ Cẩm» vẫn hoạt động, không còn đảng viên của riêng mình.",
    ]
    dialog.button.click()
    office.settle()
    assert not office.page.findChildren(TransferringDialog)
    assert office.unit_of("Nguyễn Văn An") == office.cells["soc"]
    assert office.value("units", office.cells["cam"], "ended") is None
    office.undo()
    assert office.state() == before


def test_escape_leaves_everything_as_it_was(office):
    before = office.state()
    for dialog in (
        office.flow.transfer(office.named("cam")[0]),
        office.flow.dissolve(None),
        office.flow.merge([]),
    ):
        office.settle()
        office.qtbot.keyClick(dialog, Qt.Key.Key_Escape)
        office.settle()
    assert office.state() == before
    assert office.window.focusWidget() is not None


def test_a_running_deed_is_cancelled_by_the_button_that_closes(office, gate):
    before = office.state()
    dialog = office.flow.merge(office.named("cam"))
    office.fill(dialog, into_id="soc", on=DAY)
    office.window.jobs.write(lambda _book: gate.wait(LONG))  # it waits behind another write
    dialog.button.click()
    assert not dialog.button.isEnabled()
    dialog.reject()
    assert dialog.isVisible()
    gate.set()
    office.settle()
    assert "Đã hủy" in dialog.preview
    assert dialog.button.isEnabled()
    assert dialog.fields.value("into_id") == office.cells["soc"]
    assert office.state() == before


# papers


def paper(office: Office, read_pdf: Any) -> str:
    papers = office.window.papers
    office.qtbot.waitUntil(lambda: papers.preview is not None, timeout=LONG * 1000)
    pages = read_pdf(papers.preview.view._file.path)
    papers.preview.reject()
    office.settle()
    return " ".join(" ".join(page.text for page in pages).split())


def options(office: Office, form: str, unit: int | None) -> PaperOptionsDialog:
    dialog = ask_paper(office.page.context, form, unit, office.page)
    assert dialog is not None
    office.settle()
    return dialog


def test_a_list_as_of_a_day_shows_the_unit_of_that_day(office, read_pdf):
    dialog = office.flow.merge(office.named("cam"))
    office.fill(dialog, into_id="soc", on=DAY)
    dialog.button.click()
    office.settle()
    for on, unit in ((date(2025, 6, 30), "cam"), (date(2025, 7, 2), "soc"), (None, "soc")):
        asked = options(office, "member-list", office.cells[unit])
        asked.fields.set_value("on", on)
        asked.button.click()
        assert "Nguyễn Văn An" in paper(office, read_pdf)


def test_the_book_of_members_is_made_for_the_whole_office(office, read_pdf):
    dialog = options(office, "member-book", None)
    assert dialog.options() == {}
    dialog.button.click()
    text = paper(office, read_pdf)
    assert "Nguyễn Văn An" in text
    assert "Trần Văn Cam" in text


def test_the_reconciliation_is_of_a_quarter_or_of_other_days(office, read_pdf):
    dialog = options(office, "member-reconciliation", office.cells["hoa"])
    today = date.today()  # noqa: DTZ011 (the clerk's own day)
    last, before = quarters(today, 2)
    assert dialog.options() == {
        "unit": office.cells["hoa"], "first": last.first, "last": last.last
    }  # fmt: skip
    dialog.quick.setCurrentIndex(1)
    dialog.quick.activated.emit(1)
    assert (dialog.options()["first"], dialog.options()["last"]) == (before.first, before.last)
    dialog.fields.boxes["first"].editor.line.setText("2/7/2024")
    dialog.fields.boxes["first"].editor.edited.emit()
    assert dialog.quick.currentText() == "Ngày khác"
    dialog.fields.set_value("last", date(2024, 7, 1))
    dialog.button.click()
    assert dialog.isVisible()
    assert dialog.fields.boxes["last"].error
    dialog.fields.set_value("last", date(2024, 7, 31))
    dialog.button.click()
    assert "từ ngày 02/07/2024 đến ngày 31/07/2024" in paper(office, read_pdf)


def test_quarters_are_named_as_the_office_names_them():
    found = quarters(date(2026, 2, 14), 5)
    assert [one.name for one in found] == [
        "Quý IV năm 2025", "Quý III năm 2025", "Quý II năm 2025", "Quý I năm 2025",
        "Quý IV năm 2024",
    ]  # fmt: skip
    assert (found[0].first, found[0].last) == (date(2025, 10, 1), date(2025, 12, 31))
    assert (found[3].first, found[3].last) == (date(2025, 1, 1), date(2025, 3, 31))


def test_a_paper_without_options_is_made_at_once(office, read_pdf):
    assert ask_paper(office.page.context, "member-sheet", office.cells["soc"], None) is None
    text = paper(office, read_pdf)
    assert "Trần Văn Cam" in text
    assert "Nguyễn Văn An" not in text
