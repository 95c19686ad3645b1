"""A word that the input method still holds is in the record, whatever the clerk does next."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QMessageBox

from desktop.ui.register.options import PageOptions
from desktop.ui.register_page import RegisterPage

CTRL = Qt.KeyboardModifier.ControlModifier


def _save(office: Any, page: Any) -> None:
    office.qtbot.keyClick(page.dialog, Qt.Key.Key_S, CTRL)


def _save_and_close(office: Any, page: Any) -> None:
    office.qtbot.keyClick(page.dialog, Qt.Key.Key_Return, CTRL)


def _next_row(office: Any, page: Any) -> None:
    office.qtbot.keyClick(page.dialog, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)


def _another_tab(office: Any, page: Any) -> None:
    page.dialog.tabs.setCurrentIndex(1)
    office.settle()
    assert page.dialog.form.boxes["full_name"].editor.value() == "Định"
    page.dialog.save()


def _close(office: Any, page: Any) -> None:
    page.dialog.close()
    question = QApplication.activeModalWidget()
    assert isinstance(question, QMessageBox)
    question.defaultButton().click()


def _window_saves(office: Any, page: Any) -> None:
    assert page.has_unsaved()
    assert page.save_pending()


DEEDS = (_save, _save_and_close, _next_row, _close, _window_saves)


@pytest.mark.parametrize(
    ("deed", "name"),
    [
        *((deed, name) for deed in DEEDS for name in ("full_name", "note")),
        (_another_tab, "full_name"),
    ],
)
def test_the_held_word_is_in_the_record(office, people, deed, name):
    def history(row_id: int, parent: Any) -> list[tuple[str, Any]]:
        spec = office.context.specs["member_steps"]
        options = PageOptions(scope={"member_id": row_id}, compact=True)
        return [("Quá trình", RegisterPage(office.context, spec, options, parent))]

    member = people["Trần Văn Đạt"]
    page = office.page("members", PageOptions(children=history))
    page.open_record("members", member)
    office.settle()
    target = page.dialog.form.boxes[name].editor.focusProxy()
    target.setFocus()
    target.clear()
    QApplication.sendEvent(target, QInputMethodEvent("Định", []))
    deed(office, page)
    office.settle()
    assert office.get("members", member).values[name] == "Định"
    page.discard_pending()
