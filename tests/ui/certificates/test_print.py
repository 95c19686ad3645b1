"""What is asked before certificates are printed, and the paper that comes of it."""

from __future__ import annotations

from typing import Any

from PySide6.QtGui import QAction

from desktop.services import certificates, commendations, registers
from desktop.ui.certificates import offsets


def pages_of(desk: Any, read_pdf: Any) -> list[Any]:
    """Return the pages in the preview, which is then closed."""
    papers = desk.window.papers
    desk.qtbot.waitUntil(lambda: papers.preview is not None, timeout=20_000)
    found = read_pdf(papers.preview.view._file.path)
    papers.preview.reject()
    desk.settle()
    return found


def test_a_round_is_printed_from_the_tab(desk: Any, read_pdf: Any) -> None:
    page = desk.window.tabs.current_page()
    page.rounds.view.select_place(0)
    desk.settle()
    menu = page.certificates_button.menu()
    menu.aboutToShow.emit()
    words = [one.text().replace("&", "") for one in menu.actions()]
    assert words == [
        "Cả đợt…",
        "Quyết định 15-QĐ/HU (02/09/2025)…",
        "Các dòng đang chọn (0)…",
    ]
    assert not menu.actions()[2].isEnabled()
    menu.actions()[0].trigger()
    desk.settle()
    dialog = menu.dialog
    assert dialog.told.text().startswith("3 tờ, tập thể trước")
    assert not dialog.warnings.isVisible()
    dialog.print_.click()
    desk.settle()
    assert len(pages_of(desk, read_pdf)) == 3
    assert dialog.isVisible()
    dialog.reject()
    desk.settle()
    assert menu.dialog is None


def test_the_selected_awards_alone(desk: Any, read_pdf: Any) -> None:
    page = desk.window.tabs.current_page()
    page.rounds.view.select_place(0)
    desk.settle()
    page.awards.view.select_ids(desk.awards[:2], desk.awards[0])
    desk.settle()
    menu = page.certificates_button.menu()
    menu.aboutToShow.emit()
    menu.actions()[2].trigger()
    desk.settle()
    menu.dialog.print_.click()
    desk.settle()
    text = " ".join(one.text for one in pages_of(desk, read_pdf))
    assert "Trần Văn Đạt" in text
    assert "Lê Thị Ánh" in text
    assert "Ủy ban" not in text


def test_what_lacks_or_waits_is_told_before_it_is_printed(desk: Any) -> None:
    jobs = desk.window.jobs
    jobs.write(commendations.set_state, [desk.awards[0]], "proposed")
    jobs.write(commendations.set_decision, [desk.awards[1]], None)
    desk.settle()
    dialog = desk.ask()
    assert dialog.told.text().startswith("2 tờ")
    assert dialog.warnings.text().split("\n") == [
        "1 khen thưởng chưa có kết quả «Đồng ý» nên không in.",
        "1 tờ chưa có số quyết định: in dấu chấm để điền tay.",
        "1 tờ chưa có ngày quyết định: in dấu chấm để điền tay.",
    ]


def test_nothing_agreed_gives_nothing_to_print(desk: Any) -> None:
    desk.window.jobs.write(commendations.set_state, desk.awards, "proposed")
    desk.settle()
    dialog = desk.ask()
    assert "Chưa có gì để in" in dialog.told.text()
    assert not dialog.print_.isEnabled()
    assert not dialog.look.isEnabled()


def test_layout_book_number_and_offset_go_onto_the_paper(desk: Any, read_pdf: Any) -> None:
    dialog = desk.ask()
    plain = dialog.options()
    assert plain == {"round": desk.round, "offset": (0.0, 0.0), "form": desk.forms["Giấy khen"]}
    place = dialog.layout_.findText("Bằng khen (thể thức Nhà nước)")
    dialog.layout_.setCurrentIndex(place)
    dialog.layout_.activated.emit(place)
    dialog.book_from.setValue(41)
    dialog.printer.dx.setValue(1.5)
    desk.settle()
    assert dialog.layout_.currentText() == "Bằng khen (thể thức Nhà nước)"
    dialog.print_.click()
    desk.settle()
    text = " ".join(one.text for one in pages_of(desk, read_pdf))
    assert "Số sổ vàng: 41" in text
    assert "Số sổ vàng: 43" in text


def test_the_offset_is_remembered_for_each_printer(desk: Any, settings: Any) -> None:
    dialog = desk.ask()
    dialog.printer.dx.setValue(-2.5)
    dialog.printer.dy.setValue(0.4)
    dialog.reject()
    desk.settle()
    name = dialog.printer._name if dialog.printer._names else ""
    assert offsets.offset_of(settings, name) == (-2.5, 0.4)
    assert offsets.offset_of(settings, "Máy in khác") == (0, 0)
    again = desk.ask()
    assert again.printer.offset == (-2.5, 0.4)
    settings.set_table("certificates.offsets", {"": ["x", 3], "A": [99, 0], "B": 3})
    for broken in ("", "A", "B"):
        assert offsets.offset_of(settings, broken) == (0, 0)


def test_the_trial_page_has_the_offset_of_the_printer(desk: Any, read_pdf: Any) -> None:
    dialog = desk.ask()
    dialog.printer.dy.setValue(-1)
    desk.settle()
    dialog.printer.trial.click()
    desk.settle()
    (page,) = pages_of(desk, read_pdf)
    assert "Giấy khen (thể thức Đảng): đã dời sang phải 0 mm, xuống -1 mm." in page.text


def test_the_trial_page_of_the_editor_is_of_what_stands_there(desk: Any, read_pdf: Any) -> None:
    editor = desk.edit()
    editor.model.select(desk.place(editor, "signer"))
    editor.model.move_selected(-18, 0)
    editor.sheet.printer.trial.click()
    desk.settle()
    (page,) = pages_of(desk, read_pdf)
    assert "Người ký (200; 196)" in page.text
    kept = certificates.layout(desk.book, desk.layouts["Giấy khen (thể thức Đảng)"])
    assert kept.layout.fields[-1].x == 218


def test_the_layout_is_edited_from_here(desk: Any, read_pdf: Any) -> None:
    dialog = desk.ask()
    dialog.edit.click()
    desk.settle()
    editor = dialog.editor
    editor.model.select(desk.place(editor, "title"))
    editor.model.edit_field(text="Tặng thưởng:")
    editor.save()
    desk.settle()
    editor.reject()
    desk.settle()
    assert dialog.editor is None
    dialog.look.click()
    desk.settle()
    assert "Tặng thưởng:" in pages_of(desk, read_pdf)[0].text


def test_what_is_looked_at_on_the_blank_cannot_be_printed(desk: Any) -> None:
    dialog = desk.ask()
    for button, printed in ((dialog.look, False), (dialog.print_, True)):
        button.click()
        desk.qtbot.waitUntil(lambda: desk.window.papers.preview is not None, timeout=20_000)
        shown = desk.window.papers.preview
        keys = {one.shortcut().toString() for one in shown.findChildren(QAction)}
        assert ("Ctrl+P" in keys, "Ctrl+O" in keys, "Ctrl+S" in keys) == (printed, printed, True)
        assert ("không in" in shown.message()) is not printed
        shown.reject()
        desk.settle()


def test_the_numbers_in_the_book_go_on_with_the_next_form(desk: Any) -> None:
    desk.window.jobs.write(
        registers.save,
        "awards",
        {
            "round_id": desk.round,
            "decision_id": desk.decision,
            "form_id": desk.forms["Thư khen"],
            "recipient_name": "Lê Văn Chín",
            "state": "agreed",
        },
    )
    desk.settle()
    dialog = desk.ask()
    forms = [dialog.form.itemText(place) for place in range(dialog.form.count())]
    assert forms == ["Giấy khen (3)", "Thư khen (1)", "Tất cả (4)"]

    def choose(place: int) -> int:
        dialog.form.setCurrentIndex(place)
        dialog.form.activated.emit(place)
        desk.settle()
        return dialog.options().get("book_from", 0)

    assert [choose(place) for place in (1, 2, 0)] == [0, 0, 0]
    dialog.book_from.setValue(41)
    assert [choose(place) for place in (1, 2, 0)] == [44, 41, 41]
    choose(1)
    dialog.book_from.setValue(7)
    assert [choose(place) for place in (0, 1, 2)] == [41, 7, 7]
    choose(0)
    dialog.book_from.setValue(0)
    assert [choose(place) for place in (1, 0)] == [7, 0]
