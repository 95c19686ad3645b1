"""Two rounds of commendations in the real window, and the ways in which its tests use them."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QPushButton

from desktop.services import registers


def hold_rounds(desk: Any) -> dict[str, int]:
    """Keep an empty round, a full one, and what speaks for people; return ids by name."""
    found: dict[str, int] = {}
    above = desk.add("units", name="Đảng bộ xã Mỹ Hòa", kind="base_committee")
    found["cell"] = desk.add("units", name="Chi bộ ấp 1", parent_id=above)
    for name in ("Lê An", "Võ Bình", "Ngô Cẩm"):
        found[name] = desk.add("members", full_name=name, unit_id=found["cell"], status="official")
        desk.add(
            "yearly_ratings",
            rated_kind="member",
            member_id=found[name],
            period_to=date(2025, 12, 31),
            rating="excellent",
        )
    found["model"] = desk.add(
        "models",
        name="Camera an ninh",
        unit_id=found["cell"],
        state="recognised",
        state_on=date(2025, 5, 3),
    )
    found["empty"] = desk.add(
        "rounds",
        title="Tổng kết 2025",
        achievement_period="năm 2025",
        meeting_on=date(2025, 12, 20),
    )
    found["full"] = desk.add("rounds", title="Sơ kết", meeting_on=date(2024, 5, 19))
    desk.add(
        "decisions",
        round_id=found["full"],
        number="15-QĐ/HU",
        on=date(2024, 5, 1),
        level="district",
        issuer="Ban Thường vụ",
    )
    forms = registers.options(desk._book, "award_forms", "giay khen")
    form = found["form"] = next(one.id for one in forms if one.label == "Giấy khen")
    for place, name in enumerate(("Bùi Dung", "Cao Giang", "Đỗ Hà", "Lê An")):
        found[f"award {name}"] = desk.add(
            "awards",
            round_id=found["full"],
            form_id=form,
            recipient_name=name,
            achievement="Tốt",
            money=100_000 * (place + 1),
        )
    return found


def show(desk: Any, page: Any, round_id: int) -> None:
    desk.choose(page.rounds, round_id)
    desk.settle()


def opened(desk: Any, kind: type[QDialog]) -> Any:
    desk.settle()
    (found,) = [one for one in desk.window.findChildren(kind) if one.isVisible()]
    return found


def click(desk: Any, button: QPushButton) -> None:
    assert button.isEnabled()
    desk.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    desk.settle()


def type_into(dialog: Any, name: str, text: str) -> None:
    line = dialog.fields.boxes[name].editor.focusProxy()
    line.setFocus()
    line.selectAll()
    line.insert(text)


def enter(desk: Any, dialog: Any) -> None:
    desk.qtbot.keyClick(dialog, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    desk.settle()


def agree_to_all(desk: Any, page: Any) -> None:
    view = page.awards.view
    desk.window.activateWindow()
    view.setFocus()
    desk.qtbot.waitUntil(view.hasFocus)
    desk.qtbot.keyClick(view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    desk.qtbot.keyClick(view, Qt.Key.Key_F6)
    desk.settle()


def states(desk: Any, held: dict[str, int]) -> dict[str, str]:
    rows = desk.all("awards", round_id=held["full"])
    return {row.values["recipient_name"]: row.values["state"] for row in rows}
