"""The window 'the same person?': named, reached by keys, whole, Vietnamese."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtWidgets import QRadioButton

from desktop.core.register import Query
from desktop.services import registers


@pytest.fixture
def dialog(qtbot: Any, window: Any, settle: Any) -> Any:
    """The window on a pair that differs in all kinds of fields."""
    book = window.jobs.book
    found = registers.rows(book, "members", registers.keys(book, Query("members"))[:1])[0]
    values = dict(found.values)
    values |= {
        "home_town": "ấp Mỹ Cẩm A, xã Mỹ Long Bắc, huyện Cầu Ngang, tỉnh Trà Vinh",
        "note": "Đã nộp đủ hồ sơ và giấy giới thiệu & chờ trên xác nhận. " * 4,
        "card_number": None,
        "status": "transferred",
        "temporary": not values["temporary"],
    }
    registers.save(book, "members", values)
    made = window.look_alikes.show()
    made.resize(1180, 660)  # as on the clerk's screen
    settle(window)
    qtbot.waitUntil(made.isActiveWindow)
    assert made.sides.both is not None
    return made


def test_it_can_be_used_by_everyone(dialog, look):
    # Tab comes to the value that is chosen; the arrows choose the other
    others = {one.accessibleName() for one in dialog.findChildren(QRadioButton)
              if not one.isChecked()}  # fmt: skip
    faults = [
        one
        for one in look.faults(dialog)
        if not (one.startswith("no way by Tab") and any(one.endswith(name) for name in others))
    ]
    assert faults == []


def test_it_is_whole_in_large_print(large_print, dialog, look, window, settle):
    settle(window)
    assert [*look.clipped(dialog), *look.too_large(dialog)] == []
