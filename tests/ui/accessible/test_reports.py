"""Reports of a period and their windows: named, reached by keys, whole, Vietnamese."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from PySide6.QtWidgets import QDialog

from desktop.services import period_reports
from desktop.ui.reports.templates_page import TemplatesPage


@pytest.fixture
def page(window: Any, settle: Any) -> Any:
    window.jobs.write(
        period_reports.new_report, "interim_review", "sơ kết", date(2025, 1, 1), date(2025, 12, 31)
    )
    settle(window)
    window.show_rows("period_reports", {})
    settle(window)
    found = window.tabs.current_page()
    shown = found._page(found.names.currentRow())
    shown.reports.view.select_place(0)
    settle(window)
    return shown


def close(window: Any, dialog: Any, settle: Callable[[Any], None]) -> None:
    dialog.done(0)
    settle(window)


def test_the_page_can_be_used_by_everyone(window, look, page):
    del window
    assert look.faults(page) == []


@pytest.mark.parametrize("name", ["new_record", "ask_issue", "open_selected"])
def test_every_window_can_be_used_by_everyone(qtbot, window, look, page, settle, name):
    getattr(page.reports, name)()
    settle(window)
    (dialog,) = [one for one in window.findChildren(QDialog) if one.isVisible()]
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    assert look.faults(dialog) == []
    close(window, dialog, settle)


def test_the_editor_of_templates_can_be_used_by_everyone(qtbot, window, look, settle):
    window.beside.lists("report_templates")
    settle(window)
    (lists,) = [one for one in window.findChildren(QDialog) if one.isVisible()]
    templates = lists.findChild(TemplatesPage)
    templates.copy_shipped("interim_review")
    settle(window)
    editor = templates.editor
    editor.activateWindow()
    qtbot.waitUntil(editor.isActiveWindow)
    assert look.faults(editor) == []
    editor.discard()
    lists.close()
    settle(window)
