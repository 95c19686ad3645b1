"""The window of the first decision of its kind: named, whole, Vietnamese, in any size."""

from __future__ import annotations

from typing import Any

import pytest

from desktop.services import registers
from desktop.ui.commendations.decide import DecideDialog


@pytest.fixture
def dialog(qtbot: Any, window: Any, settle: Any) -> Any:
    """The dialog with two levels, of which the first has never decided."""
    made: list[Any] = []
    window.jobs.write(registers.save, "rounds", {"title": "Đợt mới"}, on_done=made.append)
    settle(window)
    round_id = made[0].value.id
    form = registers.options(window.jobs.book, "award_forms", "bang khen")[0].id
    for level in ("province", "central"):
        values = {"round_id": round_id, "form_id": form, "recipient_name": level}
        values |= {"state": "agreed", "proposed_level": level}
        window.jobs.write(registers.save, "awards", values)
    settle(window)
    window.tabs.show_tab("commendations")
    settle(window)
    page = window.tabs.current_page()
    page.rounds.select_record(round_id)
    settle(window)
    page.deeds.decide()
    settle(window)
    (found,) = [one for one in window.findChildren(DecideDialog) if one.isVisible()]
    found.activateWindow()
    qtbot.waitUntil(found.isActiveWindow)
    found.level.setCurrentIndex(1)
    found.fields.boxes["number"].editor.focusProxy().insert("12-QĐ/TW")
    assert found.asks
    assert found.fields.is_shown("authority")
    yield found
    found.reject()


def test_it_can_be_used_by_everyone(look: Any, dialog: Any) -> None:
    assert look.faults(dialog) == []


def test_it_has_room_in_large_print(large_print: None, look: Any, dialog: Any) -> None:
    assert look.faults(dialog) == []
