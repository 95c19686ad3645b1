"""The tab of pledges: items and reviews below the chosen pledge, and the campaigns."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt


@pytest.fixture
def pledges(desk: Any, cells: dict[str, int]) -> dict[str, int]:
    """A campaign with one who is expected, and two pledges of it with an item each."""
    campaign = desk.add(
        "campaigns",
        year=2025,
        title="Đăng ký năm 2025",
        pledge_kind="registration",
        deadline=date(2025, 3, 31),
    )
    member = desk.add("members", full_name="Nguyễn Thị Anh", unit_id=cells["cam"])
    desk.add("expected", campaign_id=campaign, pledger_kind="member", member_id=member)
    found = {"campaign": campaign, "member": member}
    for name, content in (("Lê Văn Tám", "Trồng 10 cây xanh"), ("Thạch Sô Phách", "Đọc sách")):
        found[name] = desk.add(
            "pledges",
            year=2025,
            kind="registration",
            campaign_id=campaign,
            pledger_kind="other",
            name=name,
        )
        desk.add("pledge_items", pledge_id=found[name], content=content)
    desk.add(
        "pledge_reviews",
        pledge_id=found["Lê Văn Tám"],
        period_kind="year",
        reviewed_on=date(2025, 12, 1),
    )
    return found


def place_of(tab: Any, title: str) -> int:
    """Return the place of a section by its name."""
    return [tab.bar.tabText(place) for place in range(tab.bar.count())].index(title)


def test_items_and_reviews_follow_the_chosen_pledge(desk, pledges, names_shown):
    page = desk.tab("pledges").section(0)
    items = page.detail("pledge_items")
    hint = "Chọn một bản đăng ký ở trên để xem nội dung và nhận xét."
    assert items.showing.face.text == hint
    desk.choose(page.master, pledges["Lê Văn Tám"])
    assert names_shown(items) == ["Trồng 10 cây xanh"]
    desk.choose(page.master, pledges["Thạch Sô Phách"])
    assert names_shown(items) == ["Đọc sách"]
    reviews = page.detail("pledge_reviews")
    desk.settle()
    assert reviews.model.rowCount() == 0
    assert "Thêm" in reviews.showing.face.button.text()
    desk.choose(page.master, pledges["Lê Văn Tám"])
    assert reviews.model.rowCount() == 1
    page.master.view.clearSelection()
    desk.settle()
    assert reviews.showing.face.text == hint


def test_an_item_is_added_to_the_chosen_pledge(desk, pledges, names_shown):
    page = desk.tab("pledges").section(0)
    desk.choose(page.master, pledges["Thạch Sô Phách"])
    items = page.detail("pledge_items")
    items.view.setFocus()
    items.new_record()
    desk.settle()
    desk.write(items.dialog, "content", "Giúp một hộ nghèo")
    desk.write(items.dialog, "due_on", "30/6/2025")
    desk.save(items.dialog)
    assert sorted(names_shown(items)) == ["Giúp một hộ nghèo", "Đọc sách"]
    made = next(
        row for row in desk.all("pledge_items") if row.values["content"] == "Giúp một hộ nghèo"
    )
    assert made.values["pledge_id"] == pledges["Thạch Sô Phách"]
    assert made.values["due_on"] == date(2025, 6, 30)


def test_the_campaigns_show_who_is_expected(desk, pledges, names_shown):
    tab = desk.tab("pledges")
    place = place_of(tab, "Đợt đăng ký")
    tab.bar.setCurrentIndex(place)
    desk.settle()
    page = tab.section(place)
    assert page.isVisible()
    assert names_shown(page.master) == ["Đăng ký năm 2025"]
    desk.choose(page.master, pledges["campaign"])
    assert names_shown(page.details[0]) == ["Nguyễn Thị Anh"]
    tab.focus_search()
    assert page.master.toolbar.search.hasFocus()  # of the section that is up


def test_heads_come_first_among_those_who_are_expected(desk, pledges, names_shown):
    for name, head in (("Võ Yên", True), ("Bùi Ánh", False), ("Lê Bảy", True)):
        desk.add(
            "expected",
            campaign_id=pledges["campaign"],
            pledger_kind="other",
            name=name,
            head=head,
        )
    tab = desk.tab("pledges")
    tab.bar.setCurrentIndex(place_of(tab, "Đợt đăng ký"))
    desk.settle()
    page = tab.section(tab.bar.currentIndex())
    desk.choose(page.master, pledges["campaign"])
    listed = page.details[0]
    assert names_shown(listed) == ["Lê Bảy", "Võ Yên", "Nguyễn Thị Anh", "Bùi Ánh"]
    place = [one.name for one in listed.model.fields].index("name")
    header = listed.view.horizontalHeader()
    header.setSortIndicator(place, Qt.SortOrder.DescendingOrder)  # asked for: by name alone
    desk.settle()
    assert names_shown(listed) == ["Võ Yên", "Lê Bảy", "Bùi Ánh", "Nguyễn Thị Anh"]
    header.setSortIndicator(place, Qt.SortOrder.AscendingOrder)
    desk.settle()
    assert names_shown(listed) == ["Lê Bảy", "Võ Yên", "Nguyễn Thị Anh", "Bùi Ánh"]


def test_a_campaign_opened_from_elsewhere_brings_its_section_up(desk, pledges):
    tab = desk.tab("pledges")
    desk.window.open_record("campaigns", pledges["campaign"])
    desk.settle()
    place = place_of(tab, "Đợt đăng ký")
    assert tab.bar.currentIndex() == place
    assert tab.section(place).master.dialog.row.id == pledges["campaign"]


def test_what_is_typed_into_an_item_counts_as_unsaved(desk, pledges):
    tab = desk.tab("pledges")
    page = tab.section(0)
    desk.choose(page.master, pledges["Lê Văn Tám"])
    items = page.detail("pledge_items")
    items.new_record()
    desk.settle()
    assert not tab.has_unsaved()
    desk.write(items.dialog, "content", "Việc chưa lưu")
    assert tab.has_unsaved()
    tab.discard_pending()
    desk.settle()
    assert not tab.has_unsaved()
    assert len(desk.all("pledge_items")) == 2
