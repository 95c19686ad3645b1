"""Every step of the import assistant, and writing out: named, reached by keys, whole."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from desktop.ui.dialogs.export import ExportDialog

HEADINGS = ("STT", "Người được ghi", "Ngày sinh", "Giới tính", "Số thẻ đảng", "Chi bộ")


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    """A list on two sheets, with a new unit and rows with problems, lacking a name's heading."""
    path = tmp_path / "Danh sách.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        for place, name in enumerate(("Xã A", "Xã B")):
            page = workbook.add_worksheet(name)
            page.write_row(0, 0, HEADINGS)
            for row in range(1, 4):
                birth = "31/02/1990" if row == 2 else "1990"
                card = f"9{place}00000{row}"
                cells = (row, "LÊ VĂN TÁM", birth, "Nam", card, "Chi bộ ấp Rất Mới")
                page.write_row(row, 0, cells)
    return path


def open_assistant(qtbot: Any, window: Any) -> Any:
    dialog = window.sheets.take_in("members")
    qtbot.waitUntil(dialog.isActiveWindow)
    return dialog


def walk(qtbot: Any, window: Any, settle: Any, sheet: Path, check: Any) -> list[str]:
    """Go through all steps and return what `check` finds on each."""
    dialog = open_assistant(qtbot, window)
    found = [f"file: {one}" for one in check(dialog)]
    dialog.file.set_path(sheet)
    dialog.go_on()
    settle(window)
    found += [f"columns: {one}" for one in check(dialog)]
    box = dialog.columns.columns.box(1)
    box.setCurrentIndex(box.findText("Họ và tên *"))
    for name in ("preview", "result"):
        dialog.columns.columns.first().setFocus()
        dialog.go_on()
        settle(window)
        page = getattr(dialog, name if name == "preview" else "result_")
        for place in range(page.details.tabs.count()):
            page.details.tabs.setCurrentIndex(place)
            page.details.begin()
            found += [f"{name} {place}: {one}" for one in check(dialog)]
    assert dialog.result_.undo_button.isVisible()
    dialog.accept()
    return found


def test_every_step_can_be_used_by_everyone(qtbot, window, settle, look, sheet):
    assert walk(qtbot, window, settle, sheet, look.faults) == []


def test_every_step_is_whole_in_large_print(qtbot, large_print, window, settle, look, sheet):
    def check(dialog: Any) -> list[str]:
        settle(window)
        return [*look.clipped(dialog), *look.too_large(dialog)]

    assert walk(qtbot, window, settle, sheet, check) == []


@pytest.mark.parametrize("name", ["export_xlsx", "export_docx"])
def test_writing_out_can_be_used_by_everyone(qtbot, window, look, name):
    look.bring_up(window, "members")
    window.actions_[name].trigger()
    dialog = window.findChild(ExportDialog)
    qtbot.waitUntil(dialog.isActiveWindow)
    assert look.faults(dialog) == []
    dialog.reject()
