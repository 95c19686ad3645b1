"""The parts of the tab in the real window: who has sent, records, answers, the sum, look-alikes."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from desktop.services import adding_up, receiving, registers, remarks
from desktop.services.submissions import SubmissionRequest, send_upward
from desktop.ui.upward.alike_page import AlikePage
from desktop.ui.upward.received_page import ReceivedPage
from desktop.ui.upward.sent_page import SentPage
from desktop.ui.upward.sum_page import SumPage

YEAR = (date(2026, 1, 1), date(2026, 12, 31))
MODELS = ("models", "total")


@pytest.fixture
def filled(receiver: Any, below: Any, take: Any) -> Any:
    """The window with what both offices sent."""
    window = receiver()
    take(window, *(one.send(f"{place}.gsnop") for place, one in enumerate(below)))
    return window


def part(window: Any, settle: Any, kind: type[Any]) -> Any:
    """Bring up a part of the tab."""
    page = window.tabs.page("upward").show_part(kind)
    settle(window)
    return page


def cells(rows: Any) -> list[list[str]]:
    """Return what a list shows."""
    model = rows.model()
    columns = range(model.columnCount())
    return [[model.index(row, one).data() for one in columns] for row in range(model.rowCount())]


def test_who_only_sends_begins_with_what_was_sent(receiver):
    window = receiver()
    page = window.tabs.page("upward")
    assert isinstance(page.current(), SentPage)
    assert "Gửi cấp trên" in page.current().showing.face.text
    assert not page.period.isVisible()
    assert page.current().send_action.isEnabled()


def test_without_anything_received_each_part_says_what_to_do(receiver, settle):
    window = receiver()
    received = part(window, settle, ReceivedPage)
    assert received.face.text.startswith("Chưa nhận bộ dữ liệu nào")
    assert received.face.button.text() == "Nhận tệp…"
    assert "Hãy nhận tệp" in part(window, settle, SumPage).face.text
    assert part(window, settle, AlikePage).face.text.startswith("Không có bản ghi nào")


def test_the_offices_stand_with_number_and_signature(filled, settle, below):
    page = part(filled, settle, ReceivedPage)
    shown = cells(page.table)
    assert [one[0] for one in shown] == [one.name for one in below]
    assert {(one[3], one[5]) for one in shown} == {("1", "Mới công nhận")}
    assert page.count.text() == "2/2 cơ quan đã gửi"
    page.search.setText("thuan hoa")
    settle(filled)
    assert [one[0] for one in cells(page.table)] == [below[1].name]


def test_a_figure_that_changed_after_sending_is_told(qtbot, filled, settle, below, take):
    below[0].model("Dòng kênh không rác")
    take(filled, below[0].send("sau.gsnop"))
    page = part(filled, settle, ReceivedPage)
    qtbot.waitUntil(lambda: cells(page.table)[0][7] != "")
    page.table.selectRow(0)
    settle(filled)
    assert "1 → 2" in page.about.toPlainText()


def test_records_are_searched_and_remarked_on(filled, settle, below):
    page = part(filled, settle, ReceivedPage)
    page.table.selectRow(1)
    page.open_rows()
    settle(filled)
    dialog = page.dialog
    registers = [dialog.names.item(n).data(Qt.ItemDataRole.UserRole)
                 for n in range(dialog.names.count())]  # fmt: skip
    dialog.names.setCurrentRow(registers.index("models"))
    settle(filled)
    assert {one.title for one in dialog.table.entries} == {
        "Hũ gạo tình thương", "Ánh sáng an ninh",
    }  # fmt: skip
    dialog.search.setText("anh sang")
    dialog._typing.timeout.emit()
    settle(filled)
    assert [one.title for one in dialog.table.entries] == ["Ánh sáng an ninh"]
    dialog.write_remark()
    dialog.remark.area.setPlainText("Bổ sung ngày bắt đầu")
    dialog.remark._give()
    settle(filled)
    assert "Bổ sung ngày bắt đầu" in dialog.about.toPlainText()
    submission = dialog.table.entries[0].submission_id
    (kept,) = remarks.remarks_to(filled.jobs.book, submission)
    assert (kept.row_register, kept.words) == ("models", "Bổ sung ngày bắt đầu")


def test_an_answer_is_written_and_told(qtbot, filled, settle, tmp_path):
    page = part(filled, settle, ReceivedPage)
    page.table.selectRow(0)
    page.answer()
    settle(filled)
    dialog = page.dialog
    dialog.correct_choice.setChecked(True)
    target = tmp_path / "trả lời.gsnop"
    dialog.write(target)
    settle(filled)
    assert "chưa nói chỉnh sửa gì" in dialog.message.text()  # and nothing typed is lost
    assert not target.exists()
    dialog.words.setPlainText("Xem lại số mô hình")
    dialog.write(target)
    settle(filled)
    assert target.is_file()
    assert "trả lời.gsnop" in page.notice.text
    qtbot.waitUntil(lambda: cells(page.table)[0][6] == "Đề nghị chỉnh sửa")


def test_the_sum_and_each_office_are_those_of_the_service(filled, settle, below):
    page = part(filled, settle, SumPage)
    page.figures.setCurrentItem(_item(page, MODELS))
    found = adding_up.added_up(filled.jobs.book, *YEAR)
    assert page.current_line().value == str(found.total.models.total) == "3"
    assert cells(page.table)[1:] == [
        [below[0].name, "1", "1"],
        [below[1].name, "2", "2"],
        ["Tổng cộng", "", "3"],
    ]
    page.copy_by_office()
    lines = QApplication.clipboard().text().splitlines()
    assert len(lines) == 1 + 3 + 1
    assert lines[2].startswith(below[0].name + "\t")
    page.offices.setCurrentItem(page.offices.topLevelItem(2))
    settle(filled)
    page.figures.setCurrentItem(_item(page, MODELS))
    assert page.current_line().value == "2"


def _item(page: SumPage, path: tuple[str, ...]) -> Any:
    """Return the line of a figure."""
    groups = [page.figures.topLevelItem(n) for n in range(page.figures.topLevelItemCount())]
    for group in groups:
        for place in range(group.childCount()):
            line = group.child(place).data(0, Qt.ItemDataRole.UserRole)
            if line.path == path:
                return group.child(place)
    raise AssertionError(path)


def test_the_figures_of_each_office_become_a_workbook(filled, settle, tmp_path):
    page = part(filled, settle, SumPage)
    target = tmp_path / "tổng hợp.xlsx"
    page.write_out(target)
    settle(filled)
    assert target.read_bytes()[:2] == b"PK"
    assert target.name in page.notice.text


def test_the_same_model_of_two_offices_is_counted_once_when_the_clerk_says_so(filled, settle):
    page = part(filled, settle, AlikePage)
    assert [one[0] for one in cells(page.table)] == ["Hũ gạo tình thương"]
    assert page.about.toPlainText().count("Hũ gạo tình thương") == 2
    page.one_button.click()
    settle(filled)
    page.refresh()
    settle(filled)
    assert page.stack.currentWidget() is page.face
    total = adding_up.added_up(filled.jobs.book, *YEAR).total
    assert total.models.total == 2
    page.decided.setChecked(True)
    settle(filled)
    assert [one[4] for one in cells(page.table)] == ["Là một"]


def test_below_what_was_sent_stands_what_changed_since(qtbot, receiver, settle, tmp_path):
    window = receiver()
    for place in range(2):  # the last one of the period is what counts
        request = SubmissionRequest(*YEAR)
        window.jobs.write(send_upward, request, tmp_path / f"{place}.gsnop")
    settle(window)
    page = part(window, settle, SentPage)
    assert not page.since.isVisible()  # nothing is chosen
    page.view.selectRow(1)
    qtbot.waitUntil(page.since.isVisible)
    assert page.since.text().startswith("Từ lần gửi 2 ")
    assert "chưa có số liệu nào của kỳ này thay đổi" in page.since.text()
    window.tabs.show_tab("members")
    for name in ("Ba cùng", "Tiếng loa an ninh"):
        values = {"name": name, "kind": "collective", "registered_on": date(2026, 3, 1)}
        window.jobs.write(registers.save, "models", values)
    settle(window)
    window.tabs.show_tab("upward")
    qtbot.waitUntil(lambda: "0 → 2 mô hình" in page.since.text())
    assert "Từ lần gửi 2 " in page.since.text()
    page.view.clearSelection()
    qtbot.waitUntil(lambda: not page.since.isVisible())
    page.view.selectRow(0)  # of the same period: known, it is told at once
    page._look()
    assert "0 → 2 mô hình" in page.since.text()
    assert page.since.isVisible()
    page.view.clearSelection()
    qtbot.waitUntil(lambda: not page.since.isVisible())


def test_remarks_are_told_apart_by_whether_they_came_or_went(filled, settle):
    book = filled.jobs.book
    (first, *_rest) = receiving.received(book)
    remarks.write_remark(book, first.id, "Bổ sung ngày bắt đầu")
    shown = {}
    for direction in ("issued", "received"):
        filled.show_rows("remarks", {"direction": direction, "settled": False})
        settle(filled)
        page = filled.tabs.page("upward").current()
        assert page.spec.name == "remarks"
        assert page.filters.filters()["direction"] == (direction,)
        shown[direction] = page.view.model().rowCount()
    assert shown == {"issued": 1, "received": 0}


def test_a_submission_found_elsewhere_opens_here(filled, settle):
    filled.show_rows("submissions", {})
    settle(filled)
    assert filled.tabs.current_name() == "upward"
    assert isinstance(filled.tabs.page("upward").current(), SentPage)
