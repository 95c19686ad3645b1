"""What a report's editor holds: numbers, figures, annexes, and its papers."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import docx
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox

from desktop.services import period_report_making, period_reports, registers
from tests.ui.reports.editor_hand import place_of

# numbers as on the paper


def shown(editor: Any) -> list[str]:
    tree = editor.parts.tree
    return [tree.topLevelItem(row).text(0).strip() for row in range(tree.topLevelItemCount())]


def on_paper(desk: Any) -> list[str]:
    return [one.heading for one in period_reports.paper_of(desk.book, desk.report).sections]


def printed(editor: Any) -> list[str]:
    empty = "(để trống, không in)"
    return [one for one in shown(editor)[1:] if not one.endswith(empty)]


def test_the_parts_have_the_numbers_that_will_be_on_the_paper(desk):
    editor = desk.editor()
    assert "KIẾN NGHỊ (để trống, không in)" in shown(editor)
    assert "Đăng ký, cam kết (để trống, không in)" in shown(editor)
    assert "II. HẠN CHẾ" in shown(editor)
    assert printed(editor) == on_paper(desk)[1:]
    editor.go_to(place_of(editor, "KIẾN NGHỊ"))
    editor.text.insertPlainText("Cấp kinh phí.")
    desk.qtbot.waitUntil(lambda: "VI. KIẾN NGHỊ" in shown(editor))
    assert editor.heading.whole == "VI. KIẾN NGHỊ"
    editor.go_to(place_of(editor, "HẠN CHẾ"))
    editor.text.setPlainText("[nếu mô hình: chưa có] Trống.")
    desk.qtbot.wait(500)
    editor.save()
    desk.settle()
    assert printed(editor) == on_paper(desk)[1:]
    editor.text.clear()
    desk.qtbot.waitUntil(lambda: "HẠN CHẾ (để trống, không in)" in shown(editor))
    editor.save()
    desk.settle()
    assert printed(editor) == on_paper(desk)[1:]
    assert "V. KIẾN NGHỊ" in shown(editor)


def test_a_table_switched_off_empties_the_part_that_has_nothing_else(desk):
    editor = desk.editor()
    place = place_of(editor, "Xây dựng, nhân rộng mô hình")
    editor.go_to(place)
    editor.text.clear()
    editor.model.choose("charts", ())
    assert shown(editor)[place].endswith(". Xây dựng, nhân rộng mô hình")
    editor.model.choose("tables", ())
    assert shown(editor)[place] == "Xây dựng, nhân rộng mô hình (để trống, không in)"
    editor.save()
    desk.settle()
    assert printed(editor) == on_paper(desk)[1:]


# figures, tables, receivers


def test_a_figure_is_searched_and_put_into_the_text(desk):
    editor = desk.editor()
    editor.go_to(place_of(editor, "KIẾN NGHỊ"))
    editor.text.setPlainText("Có")
    editor.text.moveCursor(editor.text.textCursor().MoveOperation.End)
    QTest.keyClick(editor, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(editor.side.insert.search, "tong so mo hinh")
    QTest.keyClick(editor.side.insert.search, Qt.Key.Key_Return)
    assert editor.text.toPlainText() == "Có 02"
    assert editor.text.hasFocus()


def test_switches_and_receivers_are_kept(desk):
    editor = desk.editor()
    switches = editor.side.switches
    rows = {
        switches.item(row).data(Qt.ItemDataRole.UserRole): switches.item(row)
        for row in range(switches.count())
    }
    rows["tables", "ratings"].setCheckState(Qt.CheckState.Unchecked)
    rows["annexes", "figures"].setCheckState(Qt.CheckState.Checked)
    editor.side.receivers_text.setPlainText("Huyện ủy\n\nLưu BTG")
    editor.reject()
    desk.settle()
    kept = desk.kept()
    assert "ratings" not in kept.tables
    assert "pledges" in kept.tables
    assert "figures" in kept.annexes
    assert kept.receivers == ("Huyện ủy", "Lưu BTG")


def annexes(editor: Any) -> dict[str, str]:
    switches = editor.side.switches
    rows = (switches.item(row) for row in range(switches.count()))
    found = {row.data(Qt.ItemDataRole.UserRole): row.text() for row in rows}
    return {key[1]: text for key, text in found.items() if key and key[0] == "annexes"}


def test_a_long_annex_stays_out_until_it_is_ticked_and_its_rows_are_told(desk, monkeypatch):
    monkeypatch.setattr(period_report_making, "LONG", 1)
    for model in (1, 2):
        given = {"model_id": model, "level": "province"}
        desk.write(registers.save, "model_levels", given)
    desk.report = desk.write(
        period_reports.new_report, "other", "năm 2025", date(2025, 1, 1), date(2025, 12, 31)
    )
    assert desk.kept().annexes == ("awards", "study")
    editor = desk.editor()
    models = "Danh sách mô hình được tuyên dương, khen thưởng (2 dòng)"
    assert annexes(editor)["models"] == models
    assert annexes(editor)["awards"] == "Danh sách khen thưởng, biểu dương (không có gì để in)"
    assert models in editor.notice.text
    editor.notice.button.click()
    assert editor.side.currentWidget() is editor.side.switches
    item = editor.side.switches.currentItem()
    assert item.text() == models
    item.setCheckState(Qt.CheckState.Checked)
    editor.save()
    desk.settle()
    assert desk.kept().annexes == ("models", "awards", "study")


def test_new_figures_are_shown_before_and_edited_parts_stay_by_choice(desk):
    editor = desk.editor()
    place = place_of(editor, "Xây dựng, nhân rộng mô hình")
    assert "02 mô hình" in editor.model.entries[place].text
    desk.write(lambda book: registers.save(book, "models", {
        "name": "Ba", "kind": "individual", "registered_on": editor._opened.first}))  # fmt: skip
    editor.refill()
    desk.settle()
    dialog = editor.dialog
    assert dialog.entries == [editor.model.entries[place]]
    assert "02 mô hình" in dialog.old.toPlainText()
    assert "03 mô hình" in dialog.new.toPlainText()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert "02 mô hình" in editor.model.entries[place].text
    assert "số liệu đã thay đổi" in editor.parts.tree.topLevelItem(place).toolTip(0)
    editor.go_to(place)
    editor.text.insertPlainText("Của tôi. ")
    editor.refill()
    desk.settle()
    assert editor.dialog.list.item(0).checkState() is Qt.CheckState.Unchecked
    editor.dialog.button.click()
    desk.settle()
    assert "Xây dựng, nhân rộng mô hình" in editor.notice.text
    assert desk.kept().parts[place].text.startswith("Của tôi. ")
    editor.refill()
    desk.settle()
    assert editor.dialog is None
    assert "không thay đổi" in editor.notice.text


def test_a_ticked_edited_part_takes_the_new_text_and_ctrl_z_gives_it_back(desk):
    editor = desk.editor()
    place = place_of(editor, "Xây dựng, nhân rộng mô hình")
    editor.go_to(place)
    editor.text.insertPlainText("Của tôi. ")
    mine = editor.text.toPlainText()
    desk.write(lambda book: registers.save(book, "models", {
        "name": "Ba", "kind": "individual", "registered_on": editor._opened.first}))  # fmt: skip
    editor.refill()
    desk.settle()
    editor.dialog.list.item(0).setCheckState(Qt.CheckState.Checked)
    editor.dialog.button.click()
    desk.settle()
    assert "03 mô hình" in editor.text.toPlainText()
    kept = desk.kept().parts[place]
    assert not kept.edited
    assert "Của tôi" not in kept.text
    QTest.keyClick(editor.text, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert editor.text.toPlainText() == mine


# paper


def test_preview_and_files_hold_what_was_just_typed(desk, read_pdf, tmp_path):
    editor = desk.editor()
    editor.go_to(place_of(editor, "KIẾN NGHỊ"))
    editor.text.setPlainText("Đề nghị cấp thêm kinh phí.")
    editor.preview()
    desk.settle()
    assert "Đề nghị cấp thêm kinh phí." in desk.paper(read_pdf)
    for ending in (".docx", ".xlsx"):
        editor.files.write({"report": desk.report}, tmp_path / f"báo cáo{ending}")
        desk.settle()
        assert f"báo cáo{ending}" in editor.notice.text
    written = docx.Document(str(tmp_path / "báo cáo.docx"))
    assert "Đề nghị cấp thêm kinh phí." in [one.text for one in written.paragraphs]
    assert (tmp_path / "báo cáo.xlsx").stat().st_size > 1000
    editor.files.write({"report": desk.report}, tmp_path / "không có" / "x.docx")
    desk.settle()
    assert editor.notice.text
    assert not (tmp_path / "không có").exists()


def test_issued_from_the_editor_it_stays_as_it_was(desk, read_pdf):
    editor = desk.editor()
    editor.go_to(place_of(editor, "KIẾN NGHỊ"))
    editor.text.setPlainText("Câu của bản đã ban hành.")
    editor.issue()
    desk.settle()
    dialog = editor.dialog
    assert dialog.fields.value("number").startswith("01-BC")
    assert "Phần mở đầu" in dialog.list.item(0).text()
    dialog.list.setCurrentRow(1)
    dialog.list.setFocus()
    QTest.keyClick(dialog.list, Qt.Key.Key_Return)
    desk.settle()
    assert editor.dialog is None
    assert desk.all("report_issues") == []
    assert editor.text.textCursor().selectedText().startswith("[Nêu rõ")
    editor.issue()
    desk.settle()
    editor.dialog.fields.set_value("number", "12")
    editor.dialog.button.click()
    desk.settle()
    copy = desk.all("report_issues", report_id=desk.report)[0]
    assert copy.values["number"].startswith("12-BC")
    editor.notice.button.click()
    first = desk.paper(read_pdf)
    assert "Câu của bản đã ban hành." in first
    editor.go_to(place_of(editor, "KIẾN NGHỊ"))
    editor.text.setPlainText("Câu khác.")
    editor.reject()
    desk.settle()
    page = desk.page()
    page.reports.select_record(desk.report)
    desk.settle()
    page.copies.view.select_place(0)
    page.copies.open_selected()
    assert desk.paper(read_pdf) == first
    page.reports.open_selected()
    desk.settle()
    assert "không làm thay đổi bản đã ban hành" in page.reports.editor.notice.text


def test_the_size_of_the_window_is_remembered(desk):
    editor = desk.editor()
    editor.resize(760, 560)
    editor.reject()
    desk.settle()
    again = desk.editor()
    assert (again.width(), again.height()) == (760, 560)


def test_a_long_abstract_is_cut_and_the_window_stays_as_wide(desk):
    title = "Báo cáo sơ kết " + "việc học tập và làm theo " * 30
    desk.write(registers.save, "period_reports", {"title": title}, desk.report)
    editor = desk.editor()
    assert editor.width() <= editor.screen().availableGeometry().width()
    assert editor.title.text().endswith("…")
    assert editor.title.toolTip() == title.strip()


def test_a_report_that_is_gone_is_told(desk):
    page = desk.page()
    desk.write(registers.delete, "period_reports", [desk.report])
    page.reports.write(desk.report)
    desk.settle()
    box = QApplication.activeModalWidget()
    assert isinstance(box, QMessageBox)
    assert "đã được sửa hoặc xóa" in box.text()
    box.buttons()[0].click()
    desk.settle()
    assert page.reports.editor is None


def test_no_text_is_lost_between_the_book_and_the_editor(desk):
    """A no-break space and a long line come back as they were, though a text area shows others."""
    draft = desk.kept()
    parts = list(draft.parts)
    parts[0] = replace(parts[0], text="Số\u00a012 " + "dài " * 500, filled="x")
    desk.write(period_reports.save_draft, desk.report, replace(draft, parts=tuple(parts)))
    kept = desk.kept()
    editor = desk.editor()
    editor.go_to(1)
    desk.settle()
    assert editor.model.draft() == kept
