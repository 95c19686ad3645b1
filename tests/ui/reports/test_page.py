"""Reports in the list: drawn up, issued, printed; and their templates."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QToolButton

from desktop.core.register import Query
from desktop.services import period_reports, registers
from desktop.ui.reports import gateway
from desktop.ui.reports.new_dialog import NewReportDialog
from desktop.ui.reports.templates_page import TemplatesPage


def draw_up(desk: Any) -> Any:
    page = desk.page()
    page.reports.new_record()
    desk.settle()
    return page, page.reports.asking


def test_the_menu_leads_to_the_list(desk):
    desk.window._do("period_reports")
    desk.settle()
    others = desk.window.tabs.current_page()
    page = others.main_page()
    assert page.spec.name == "period_reports"
    assert page.current_id() == desk.report
    assert "Bấm Enter" in page.notice.text
    QTest.keyClick(page.view, Qt.Key.Key_Return)
    desk.settle()
    assert page.editor is not None


def test_the_menu_draws_the_first_report_up(desk):
    desk.write(registers.delete, "period_reports", [desk.report])
    desk.window._do("period_reports")
    desk.settle()
    page = desk.window.tabs.current_page().main_page()
    assert isinstance(page.asking, NewReportDialog)
    face = page.showing.face  # what it says to press is what its button is called
    assert "Bấm «Lập báo cáo»" in face.text
    assert face.button.text() == "Lập báo cáo…"
    QTest.keyClick(page.asking, Qt.Key.Key_Escape)
    desk.settle()
    desk.window.show_rows("period_reports", {"issued": True})
    desk.settle()
    assert page.asking is None


def test_the_menu_goes_to_the_report_of_the_latest_period(desk):
    made = desk.write(
        period_reports.new_report, "other", "quý I", date(2026, 1, 1), date(2026, 3, 31)
    )
    desk.write(period_reports.new_report, "other", "cũ", date(2020, 1, 1), date(2020, 3, 31))
    desk.window._do("period_reports")
    desk.settle()
    assert desk.window.tabs.current_page().main_page().current_id() == made


def test_the_abstract_follows_kind_and_period_until_it_is_typed(desk):
    page, dialog = draw_up(desk)
    year = date.today().year  # noqa: DTZ011 (the clerk's own day)
    title = dialog.about.boxes["title"].editor
    assert title.value() == period_reports.default_title(
        "interim_review", date(year, 1, 1), date(year, 12, 31)
    )
    dialog.period.set_value("kind", "final_review")
    dialog.period.set_value("first", date(2021, 1, 1))
    dialog.period.set_value("last", date(2025, 12, 31))
    desk.qtbot.wait(350)
    desk.settle()
    assert title.value().startswith("tổng kết")
    assert title.value().endswith("giai đoạn 2021 - 2025")
    assert dialog.template.currentText() == "Mẫu tổng kết có sẵn"
    dialog.period.set_value("new_since", date(2025, 1, 1))
    title.area.setPlainText("Tổng kết của tôi")
    dialog.period.set_value("kind", "other")
    desk.qtbot.wait(350)
    desk.settle()
    assert title.value() == "Tổng kết của tôi"
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    desk.settle()
    editor = page.reports.editor
    assert editor.title.whole == "Tổng kết của tôi"
    assert editor.text.hasFocus()
    row = next(one for one in desk.all("period_reports") if one.id == editor.report)
    assert row.values["kind"] == "other"
    assert row.values["period_from"] == date(2021, 1, 1)
    assert period_reports.draft(desk.window.jobs.book, row.id).new_since == date(2025, 1, 1)


@pytest.mark.parametrize("rest", [0, 150, 260])
def test_what_was_chosen_last_is_drawn_up_however_soon(desk, rest):
    page, dialog = draw_up(desk)
    dialog.period.set_value("kind", "final_review")
    dialog.period.set_value("first", date(2021, 1, 1))
    dialog.period.set_value("last", date(2025, 12, 31))
    desk.qtbot.wait(rest)
    dialog.button.click()
    desk.qtbot.waitUntil(lambda: page.reports.editor is not None)
    desk.settle()
    made = page.reports.editor.report
    row = next(one for one in desk.all("period_reports") if one.id == made)
    assert row.values["kind"] == "final_review"
    assert row.values["title"].startswith("tổng kết")
    assert row.values["title"].endswith("giai đoạn 2021 - 2025")
    assert period_reports.draft(desk.window.jobs.book, row.id).template == "Mẫu tổng kết có sẵn"


def test_a_turned_period_and_no_abstract_are_told_beside_their_fields(desk):
    page, dialog = draw_up(desk)
    dialog.period.set_value("first", date(2026, 1, 2))
    dialog.period.set_value("last", date(2026, 1, 1))
    dialog.button.click()
    desk.settle()
    assert dialog.period.boxes["last"].error
    dialog.period.set_value("last", date(2026, 12, 31))
    dialog.about.boxes["title"].editor.area.setPlainText("")
    dialog._timer.stop()
    dialog.button.click()
    assert dialog.about.boxes["title"].error
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert page.reports.asking is None
    assert len(desk.all("period_reports")) == 1


def test_buttons_are_called_by_what_they_do_here(desk):
    page = desk.page()
    names = [one.accessibleName() for one in page.reports.toolbar.findChildren(QToolButton)]
    assert {"Lập báo cáo…", "Soạn…", "Ban hành…", "Xem trước, in"} <= set(names)
    page.reports.view.clearSelection()
    desk.settle()
    assert not any(one.isEnabled() for one in page.reports.of_row)
    page.reports.view.select_place(0)
    desk.settle()
    assert all(one.isEnabled() for one in page.reports.of_row)


def test_enter_opens_the_editor_and_particulars_the_form(desk):
    page = desk.page()
    page.reports.view.setFocus()
    page.reports.view.select_place(0)
    QTest.keyClick(page.reports.view, Qt.Key.Key_Return)
    desk.settle()
    assert page.reports.editor is not None
    page.reports.editor.reject()
    desk.settle()
    page.reports.show_particulars()
    desk.settle()
    assert page.reports.dialog is not None
    page.reports.discard_pending()


def test_issued_from_the_list_and_read_again_from_the_copy(desk, read_pdf, tmp_path):
    page = desk.page()
    page.reports.view.select_place(0)
    desk.settle()
    page.reports.ask_issue()
    desk.settle()
    page.reports.asking.button.click()
    desk.settle()
    row = registers.get(desk.book, "period_reports", desk.report)
    assert row.values["issued"]
    assert page.copies.model.rowCount() == 1
    page.copies.view.select_place(0)
    desk.settle()
    page.copies.preview()
    first = desk.paper(read_pdf)
    desk.write(desk.model, "Mô hình sau khi ban hành")
    page.copies.preview()
    assert desk.paper(read_pdf) == first
    page.reports.preview()
    assert "BÁO CÁO" in desk.paper(read_pdf)
    page.copies.files.write({"issue": page.copies.current_id()}, tmp_path / "bản.docx")
    desk.settle()
    assert (tmp_path / "bản.docx").exists()
    assert "bản.docx" in page.copies.notice.text


def test_the_number_proposed_is_one_that_no_report_has(desk):
    values = {"kind": "other", "title": "Quý I", "period_from": date(2025, 1, 1),
              "period_to": date(2025, 3, 31)}  # fmt: skip
    first = gateway.to_issue(desk.book, desk.report, (2025, 2030)).number
    desk.write(registers.save, "period_reports", {**values, "number": first})
    second = gateway.to_issue(desk.book, desk.report, (2025, 2030)).number
    assert (first[:2], second[:2]) == ("01", "02")
    assert first[2:] == second[2:]


def test_a_line_of_what_is_left_opens_the_editor_there(desk):
    page = desk.page()
    page.reports.view.select_place(0)
    desk.settle()
    page.reports.ask_issue()
    desk.settle()
    listed = page.reports.asking.list
    listed.itemActivated.emit(listed.item(listed.count() - 1))
    desk.settle()
    editor = page.reports.editor
    assert editor.text.textCursor().selectedText().startswith("[")
    assert editor.parts.place > 3


# templates


@pytest.fixture
def templates(desk: Any) -> Any:
    desk.window.beside.lists("report_templates")
    desk.settle()
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, QDialog)
    found = dialog.findChild(TemplatesPage)
    yield found
    dialog.close()


def test_a_shipped_text_is_copied_changed_and_used_by_default(desk, templates):
    templates.copy_shipped("interim_review")
    desk.settle()
    editor = templates.editor
    assert editor.text.toPlainText().count("\n# ") >= 5
    editor.fields.set_value("name", "Mẫu của huyện")
    editor.fields.set_value("main", True)
    editor.save()
    desk.settle()
    assert not editor.has_unsaved
    assert editor.problems.isHidden()
    editor.reject()
    desk.settle()
    assert templates.editor is None
    names = period_reports.template_names(desk.book, "interim_review")
    assert [one.name for one in names] == ["Mẫu của huyện", "Mẫu sơ kết có sẵn"]


def test_one_of_a_kind_is_the_default_one(desk, templates):
    for name in ("Một", "Hai"):
        templates.copy_shipped("final_review")
        desk.settle()
        templates.editor.fields.set_value("name", name)
        templates.editor.fields.set_value("main", True)
        templates.editor.save()
        desk.settle()
        templates.editor.reject()
        desk.settle()
    rows = registers.rows(
        desk.book, "report_templates", registers.keys(desk.book, Query("report_templates"))
    )
    assert {row.values["name"]: row.values["main"] for row in rows} == {"Một": False, "Hai": True}
    assert desk.deeds()[0] == "Thêm mẫu báo cáo «Hai»"


def test_a_wrong_template_is_kept_and_told_with_its_line(desk, templates):
    templates.new_record()
    desk.settle()
    editor = templates.editor
    editor.fields.set_value("name", "Mẫu sai")
    editor.text.setPlainText("Mở đầu\n\n# KẾT QUẢ\nCó {{mô hình: tổngg số}} mô hình.")
    editor.check_button.click()
    desk.settle()
    assert "Dòng 4" in editor.problems.item(0).text()
    assert "«mô hình: tổng số»" in editor.problems.item(0).text()
    editor.problems.itemActivated.emit(editor.problems.item(0))
    assert editor.text.textCursor().selectedText() == "Có {{mô hình: tổngg số}} mô hình."
    editor.save_button.click()
    desk.settle()
    assert "1 chỗ sai" in editor.notice.text
    row = registers.rows(
        desk.book, "report_templates", registers.keys(desk.book, Query("report_templates"))
    )[0]
    assert "tổngg" in row.values["text"]
    editor.insert.search.setText("tong so mo hinh")
    editor.insert.look()
    editor.text.selectAll()
    editor.insert.put()
    assert editor.text.toPlainText() == "{{mô hình: tổng số}}"
    assert editor.has_unsaved
    editor.discard()
