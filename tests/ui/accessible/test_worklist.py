"""The worklist in every kind of work and its dialogs: named, by keys, whole, Vietnamese."""

from __future__ import annotations

from typing import Any


def shown(window: Any, settle: Any) -> Any:
    window.tabs.show_tab("pledges")
    settle(window)
    tab = window.tabs.page("pledges")
    tab.bar.setCurrentIndex(1)
    settle(window)
    return tab.section(1)


def test_every_kind_of_work(window, settle, look):
    page = shown(window, settle)
    for name in ("not_registered", "not_public", "not_concrete", "overdue", "reminders"):
        page.kinds.choose(name)
        settle(window)
        assert page.kinds.work().value == name
        assert [*look.faults(window), *look.clipped(window)] == [], name


def test_what_is_asked_before_it_is_written(qtbot, window, settle, look):
    page = shown(window, settle)
    for name, deed in (
        ("not_public", "public"),
        ("not_confirmed", "confirm"),
        ("due_soon", "done"),
    ):
        page.kinds.choose(name)
        settle(window)
        assert page.table.rows.rowCount(), name
        page.do(deed)
        settle(window)
        page.dialog.activateWindow()
        qtbot.waitUntil(page.dialog.isActiveWindow)
        faults = [*look.faults(page.dialog), *look.clipped(page.dialog)]
        assert [*faults, *look.too_large(page.dialog)] == [], deed
        page.dialog.reject()
        settle(window)
