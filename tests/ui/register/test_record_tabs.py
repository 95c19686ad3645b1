"""Files and notes stand beside every record of the main registers, counted in the tabs' titles."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from desktop.services import attachments, notes
from desktop.services.attachments import NewFile
from desktop.ui.register.record_tabs import MAIN

DAY = date(2026, 11, 21)
PARTS: dict[str, dict[str, Any]] = {
    "campaigns": {"year": 2026, "title": "Đợt 1", "deadline": DAY},
    "documents": {"number": "12-KH/BTG", "on": DAY, "abstract": "Kế hoạch"},
    "members": {"full_name": "Nguyễn Thị Ánh"},
    "models": {"name": "Thắp sáng đường quê"},
    "pledges": {"year": 2026, "name": "Nguyễn Thị Ánh", "pledger_kind": "other"},
    "rounds": {"title": "Tổng kết 2026"},
    "topics": {"title": "Chuyên đề 2026", "year": 2026},
    "units": {"name": "Chi bộ ấp Nhứt"},
    "yearly_ratings": {
        "name": "Chi bộ",
        "rated_kind": "unit",
        "period_to": DAY,
        "rating": "good",
    },
}


def made(office: Any, register: str) -> int:
    """Return a record of the register, made with what it needs."""
    if register in PARTS:
        return int(office.add(register, **PARTS[register]))
    held = office.add("rounds", title="Tổng kết")
    if register == "decisions":
        return int(office.add("decisions", round_id=held, number="1-QĐ/HU"))
    form = office.add("award_forms", name="Khen")
    values = {"round_id": held, "form_id": form, "recipient_name": "Tổ 3"}
    return int(office.add("awards", **values))


@pytest.mark.parametrize("register", sorted(MAIN))
def test_every_main_register_has_them(office: Any, register: str) -> None:
    row = made(office, register)
    attachments.attach(office.book, register, row, [NewFile("a.txt", b"1"), NewFile("b", b"2")])
    notes.add(office.book, register, row, "gọi lại")
    page = office.page(register)
    page.open_record(register, row)
    office.settle()
    tabs = page.dialog.tabs
    titles = [tabs.tabText(place) for place in range(tabs.count())]
    assert "Tệp, ảnh (2)" in titles
    assert "Ghi chú (1)" in titles


def test_other_registers_have_none(office: Any) -> None:
    row = office.add("fields", name="Lĩnh vực thử")
    page = office.page("fields")
    page.open_record("fields", row)
    office.settle()
    assert page.dialog.tabs.count() == 1


def test_a_new_record_has_them_when_it_is_saved(office: Any) -> None:
    page = office.page("members")
    page.new_record()
    office.settle()
    assert page.dialog.tabs.count() == 1
    page.dialog.form.boxes["full_name"].editor.line.setText("Lê Văn Bá")
    page.dialog.save()
    office.settle()
    titles = [page.dialog.tabs.tabText(place) for place in range(page.dialog.tabs.count())]
    assert titles[1:3] == ["Tệp, ảnh", "Ghi chú"]
