"""What the tests of the report's editor do with it."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QMessageBox

from desktop.core.errors import UserProblem
from desktop.ui.reports import gateway

FULL = "Đĩa đầy. Hãy xóa bớt tệp."


def place_of(editor: Any, heading: str) -> int:
    return [one.part.heading for one in editor.model.entries].index(heading)


def break_saves(monkeypatch: pytest.MonkeyPatch, times: int) -> None:
    """Let the next saves fail as they do on a full disk."""
    real, left = gateway.save, [True] * times

    def save(*given: Any) -> Any:
        if left:
            left.pop()
            raise UserProblem(FULL)
        return real(*given)

    monkeypatch.setattr(gateway, "save", save)


def press(words: str) -> None:
    """Press a button of the box that asks."""
    box = QApplication.activeModalWidget()
    assert isinstance(box, QMessageBox)
    next(one for one in box.buttons() if one.text().replace("&", "") == words).click()
