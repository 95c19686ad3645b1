"""Documents in the window: the next number, what waits for a report, books, numbers left out."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QStyleOptionViewItem

from desktop.services import registers
from desktop.ui.dialogs.paper_options import PeriodPaperDialog
from desktop.ui.documents.dialogs import GapsDialog, ReportedDialog
from desktop.ui.documents.page import DUE, WAITING, DocumentsPage
from desktop.ui.documents.record import DocumentDialog
from desktop.ui.tabs.others import OTHERS
from tests.ui.driving import titles

TODAY = date.today()  # noqa: DTZ011 - the clerk's own day
ISSUED: dict[str, Any] = {"direction": "issued", "type": "Báo cáo", "on": TODAY}


def page_of(desk: Any) -> DocumentsPage:
    others = desk.tab("others")
    others.names.setCurrentRow(OTHERS.registers.index("documents"))
    desk.settle()
    page = others.main_page()
    assert isinstance(page, DocumentsPage)
    return page


def begin(desk: Any, page: DocumentsPage, **given: Any) -> DocumentDialog:
    page.new_record(given)
    desk.settle()
    dialog = page.dialog
    assert isinstance(dialog, DocumentDialog)
    return dialog


def number(dialog: DocumentDialog) -> str:
    return str(dialog.form.boxes["number"].editor.value() or "")


def leave(dialog: DocumentDialog) -> None:
    dialog.form.boxes["abstract"].editor.focusProxy().setFocus()


@pytest.fixture
def waiting(desk: Any) -> dict[str, int]:
    """Received documents of which the reports are overdue, due soon and later; one that is not."""
    return {
        name: desk.add("documents", number=name, on=date(2024, 1, place + 1),
                       report_due=None if days is None else TODAY + timedelta(days))
        for place, (name, days) in enumerate(
            {"1-KH/TU": -3, "2-KH/TU": 5, "3-KH/TU": 90, "4-KH/TU": None}.items()
        )
    }  # fmt: skip


def test_a_day_that_is_over_stands_out(desk: Any, waiting: dict[str, int]) -> None:
    page = page_of(desk)
    desk.settle()
    column = [one.name for one in page.model.fields].index("report_due")
    drawn = {}
    for name, row in waiting.items():
        index = page.model.index(page.model.place_of(row), column)
        option = QStyleOptionViewItem()
        page.view.itemDelegateForIndex(index).initStyleOption(option, index)
        drawn[name] = (option.font.bold(), option.icon.isNull())
    assert drawn.pop("1-KH/TU") == (True, False)
    assert set(drawn.values()) == {(False, True)}
    page.view.select_ids([waiting["1-KH/TU"]], waiting["1-KH/TU"])
    page._mark([waiting["1-KH/TU"]], TODAY)
    desk.settle()
    assert page._overdue == frozenset()


# numbers


def test_a_type_is_found_by_its_abbreviation(desk: Any, type_keys: Any) -> None:
    dialog = begin(desk, page_of(desk))
    line = dialog.form.boxes["type"].editor.line
    line.setFocus()
    desk.qtbot.waitUntil(line.hasFocus)
    for typed, name in (("KH", "Kế hoạch"), ("ttr", "Tờ trình")):
        line.clear()
        type_keys(line, typed)
        desk.qtbot.waitUntil(lambda: line.is_open)
        assert line.text() == typed  # never while it is typed
        desk.qtbot.keyClick(line, Qt.Key.Key_Return)
        assert dialog.form.boxes["type"].editor.value() == name


def test_an_issued_document_of_a_type_is_offered_the_next_number(desk: Any) -> None:
    desk.add("documents", number="12-BC/BTG", **ISSUED)
    page = page_of(desk)
    dialog = begin(desk, page, direction="issued")
    assert number(dialog) == ""
    desk.write(dialog, "type", "Báo cáo")
    leave(dialog)
    desk.settle()
    assert number(dialog) == "13-BC/BTG"
    assert "13-BC/BTG là số tiếp theo" in dialog.message
    issuer = dialog.form.boxes["issuer"].editor.value()
    assert issuer == "Ban Tuyên giáo Huyện ủy Cầu Ngang"
    desk.write(dialog, "type", "Kế hoạch")
    leave(dialog)
    desk.settle()
    assert number(dialog) == "01-KH/BTG"
    desk.qtbot.keyClick(
        dialog, Qt.Key.Key_Return,
        Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
    )  # fmt: skip
    desk.settle()
    assert number(dialog) == "02-KH/BTG"  # of the next one, of the same type
    dialog.accept_now()


def test_the_number_is_asked_for_after_what_it_depends_on(desk: Any) -> None:
    desk.add("documents", number="12-BC/BTG", **ISSUED)
    page = page_of(desk)
    dialog = begin(desk, page)
    places = {one: name for name, box in dialog.form.boxes.items()
              for one in (box.editor, box.editor.focusProxy()) if one is not None}  # fmt: skip
    order: list[str] = []
    while len(order) < 4:
        now = QApplication.focusWidget()
        while now is not None and now not in places:
            now = now.parentWidget()
        assert now is not None
        order.append(places[now])
        if order[-1] == "direction":
            desk.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
        elif order[-1] == "type":
            desk.write(dialog, "type", "Báo cáo")
        desk.qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        desk.settle()
    assert order == ["direction", "type", "on", "number"]
    assert number(dialog) == "13-BC/BTG"
    headings = [one.heading for one in registers.specs()["documents"].sheet_fields[:6]]
    assert headings == ["Số, ký hiệu", "Ngày", "Cơ quan ban hành", "Loại", "Trích yếu", "Chiều"]
    shown = [one.name for one in page.model.fields][:4]
    assert shown == ["number", "on", "issuer", "type"]
    dialog.accept_now()


def test_what_the_clerk_types_is_left_alone(desk: Any) -> None:
    desk.add("documents", number="12-BC/BTG", **ISSUED)
    page = page_of(desk)
    dialog = begin(desk, page, direction="issued")
    desk.write(dialog, "number", "77-BC/BTG")
    desk.write(dialog, "type", "Báo cáo")
    leave(dialog)
    desk.settle()
    assert number(dialog) == "77-BC/BTG"
    desk.write(dialog, "number", "12-BC/BTG")
    leave(dialog)
    desk.qtbot.wait(400)
    desk.settle()
    assert "đã dùng" in dialog.form.boxes["number"].warning
    desk.save(dialog)
    assert sorted(one.values["number"] for one in desk.all("documents")) == ["12-BC/BTG"] * 2
    received = begin(desk, page, type="Báo cáo")
    assert number(received) == ""
    received.accept_now()


def test_a_kept_document_is_offered_nothing(desk: Any) -> None:
    desk.add("documents", number="12-BC/BTG", **ISSUED)
    other = desk.add("documents", number="9/TB", on=TODAY)
    page = page_of(desk)
    page.open_record("documents", other)
    desk.settle()
    dialog = page.dialog
    assert isinstance(dialog, DocumentDialog)
    desk.write(dialog, "number", "")
    desk.write(dialog, "type", "Báo cáo")
    leave(dialog)
    desk.settle()
    assert number(dialog) == ""
    dialog.accept_now()


def test_numbers_left_out_are_told(desk: Any) -> None:
    for given in ("01-BC/BTG", "04-BC/BTG"):
        desk.add("documents", number=given, **ISSUED)
    page = page_of(desk)
    page.show_gaps()
    desk.settle()
    assert isinstance(page.dialog_open, GapsDialog)
    model = page.dialog_open.view.model()
    texts = [str(model.index(0, column).data()) for column in range(4)]
    assert texts == ["Báo cáo", "01", "04", "02 - 03"]
    page.dialog_open.reject()


def test_without_issued_documents_there_is_no_gap(desk: Any) -> None:
    page = page_of(desk)
    page.show_gaps()
    desk.settle()
    assert isinstance(page.dialog_open, GapsDialog)
    assert "Chưa có văn bản đi nào" in page.dialog_open.face.text
    page.dialog_open.reject()


# what waits for a report


def test_deadlines_are_counted_and_shown(desk: Any, waiting: dict[str, int]) -> None:
    page = page_of(desk)
    assert page.due_action.text() == "Hạn báo cáo (2)"
    assert "1 quá hạn, 1 sắp đến hạn, 1 chưa đến hạn" in page.due_action.toolTip()
    before = titles(page)
    for state, shown in (
        (WAITING, ["1-KH/TU", "2-KH/TU", "3-KH/TU"]),
        ("overdue", ["1-KH/TU"]),
        ("soon", ["2-KH/TU"]),
        ("later", ["3-KH/TU"]),
        ("", before),
    ):
        page.show_due(state)
        desk.settle()
        assert titles(page) == shown, state
    page.show_due("overdue")
    desk.settle()
    listing = page.listing()
    assert listing is not None
    assert listing.filters == "Hạn báo cáo: Quá hạn"
    page.clear_search()
    desk.settle()
    assert titles(page) == before
    page.show_filtered({DUE: WAITING}, {})
    desk.settle()
    assert len(titles(page)) == 3
    page.show_filtered({"direction": ("received",)}, {})
    desk.settle()
    assert titles(page) == before


def test_a_report_that_was_sent_leaves_the_list(desk: Any, waiting: dict[str, int]) -> None:
    page = page_of(desk)
    assert not page.reported_action.isEnabled()
    page.show_due(WAITING)
    desk.settle()
    desk.choose(page, waiting["1-KH/TU"], waiting["2-KH/TU"])
    page.reported_action.trigger()
    desk.settle()
    assert isinstance(page.dialog_open, ReportedDialog)
    desk.qtbot.keyClick(page.dialog_open, Qt.Key.Key_Return)
    desk.settle()
    assert titles(page) == ["3-KH/TU"]
    assert page.due_action.text() == "Hạn báo cáo: Chưa báo cáo"
    assert desk.get("documents", waiting["1-KH/TU"]).values["reported_on"] == TODAY
    undo = desk.window.actions_["undo"]
    assert "ghi đã báo cáo 2 văn bản" in undo.text().lower()
    undo.trigger()
    desk.settle()
    assert len(titles(page)) == 3


def test_nothing_due_says_what_to_do(desk: Any) -> None:
    desk.add("documents", number="4-KH/TU", on=TODAY)
    page = page_of(desk)
    assert page.due_action.text() == "Hạn báo cáo"
    page.show_due(WAITING)
    desk.settle()
    assert page.model.rowCount() == 0
    assert page.showing.body.currentWidget() is page.showing.face
    page.clear_search()
    desk.settle()
    assert titles(page) == ["4-KH/TU"]


def test_an_issued_document_is_refused_in_a_sentence(desk: Any) -> None:
    row = desk.add("documents", number="12-BC/BTG", **ISSUED)
    page = page_of(desk)
    desk.choose(page, row)
    page.ask_reported()
    desk.settle()
    assert isinstance(page.dialog_open, ReportedDialog)
    page.dialog_open.button.click()
    desk.settle()
    assert "là văn bản đi" in page.notice.text
    assert desk.get("documents", row).values["reported_on"] is None


# papers


def test_books_and_what_is_due_are_printed(
    desk: Any, waiting: dict[str, int], read_pdf: Any
) -> None:
    desk.add("documents", number="12-BC/BTG", **ISSUED)
    page = page_of(desk)
    page.print_book("documents-issued")
    desk.settle()
    assert isinstance(page.dialog_open, PeriodPaperDialog)
    page.dialog_open.button.click()
    text = desk.paper(read_pdf)
    assert f"SỔ VĂN BẢN ĐI năm {TODAY.year}" in text
    assert "12-BC/BTG" in text
    page.print_due()
    text = desk.paper(read_pdf)
    assert "Quá hạn 03 ngày" in text


def test_a_turned_period_is_told_beside_its_field(desk: Any) -> None:
    page = page_of(desk)
    page.print_book("documents-received")
    desk.settle()
    dialog = page.dialog_open
    assert isinstance(dialog, PeriodPaperDialog)
    dialog.fields.set_value("last", date(2020, 1, 1))
    dialog.button.click()
    assert dialog.isVisible()
    assert dialog.fields.boxes["last"].error
    dialog.reject()


def test_a_used_number_is_told_by_the_clerks_own_term(desk: Any) -> None:
    year = TODAY.year
    desk.add("documents", number="13-BC/BTG", **{**ISSUED, "on": date(year - 1, 12, 1)})
    settings = desk.window.settings
    for first, used in ((year, False), (year - 2, True)):
        settings.set("term.first", first)
        settings.set("term.last", first + 5)
        dialog = begin(desk, page_of(desk), **{**ISSUED, "on": date(year + 1, 1, 2)})
        dialog.form.boxes["number"].editor.set_value("13-BC/BTG")
        dialog.form._ask_warnings()
        desk.settle()
        assert ("đã dùng" in dialog.form.boxes["number"].warning) is used, first
        dialog.form.boxes["number"].editor.set_value("")
        dialog.done(0)
        desk.settle()
