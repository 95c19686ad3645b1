"""Next year's campaign from this year's, and a list that is fixed once the campaign is open."""

from __future__ import annotations

from datetime import date

import pytest

from desktop.core.errors import InvalidValues, StaleRecord, UserProblem
from desktop.services import campaigns, next_campaign, registers
from desktop.services.books import Book

from .rows import add, everything, live, undo_last


@pytest.fixture
def year(book: Book) -> dict[str, int]:
    """A campaign of 2026 with a list on which somebody left, moved and became head."""
    cell = add(book, "units", name="Chi bộ Ấp 1", kind="cell")
    gone = add(book, "units", name="Chi bộ Ấp cũ", kind="cell")
    other = add(book, "units", name="Chi bộ Ấp 2", kind="cell")
    found = {"cell": cell, "other": other}
    people = {"an": "Nguyễn Văn An", "be": "Trần Văn Bé", "di": "Phạm Thị Đi", "mi": "Võ Thị Mi"}
    for key, name in people.items():
        found[key] = add(book, "members", full_name=name, unit_id=cell, status="official")
    found["campaign"] = add(
        book, "campaigns", year=2026, title="Cam kết năm 2026", pledge_kind="commitment",
        deadline=date(2026, 2, 28),
    )  # fmt: skip
    campaigns.list_expected(book, found["campaign"], campaigns.Whom.MEMBERS)
    campaigns.list_expected(book, found["campaign"], campaigns.Whom.ORGANISATIONS)
    registers.save(book, "members", {"status": "transferred"}, found["di"])
    registers.save(book, "members", {"exempt": True}, found["mi"])
    registers.save(book, "members", {"unit_id": other, "party_post": "Bí thư"}, found["be"])
    registers.save(book, "units", {"ended": "2026-07-01"}, gone)
    found["moi"] = add(book, "members", full_name="Lý Văn Mới", unit_id=cell, status="probationary")
    found["ap3"] = add(book, "units", name="Chi bộ Ấp 3", kind="cell")
    return found


def test_the_list_is_renewed(book: Book, year: dict[str, int]) -> None:
    before = everything(book)
    found = next_campaign.foresee_start(book, year["campaign"])
    assert (found.title, found.year) == ("Cam kết năm 2027", 2027)
    assert found.deadline == date(2027, 2, 28)
    assert {(one.name, one.why) for one in found.left} == {
        ("Phạm Thị Đi", "chuyển đi"),
        ("Võ Thị Mi", "miễn sinh hoạt"),
        ("Chi bộ Ấp cũ", "đã kết thúc"),
    }
    assert [(one.name, one.head) for one in found.came] == [
        ("Lý Văn Mới", False), ("Chi bộ Ấp 3", False),
    ]  # fmt: skip
    done = next_campaign.start_from(
        book, year["campaign"], 2027, " Cam kết  năm 2027 ", found.deadline,
        copy_items=True, came=found.came[:1],
    )  # fmt: skip
    rows = live(book, "expected", campaign_id=done.value.campaign_id)
    assert [(one["name"], one["head"], one["unit_id"]) for one in rows] == [
        ("Trần Văn Bé", True, year["other"]),
        ("Nguyễn Văn An", False, year["cell"]),
        ("Lý Văn Mới", False, year["cell"]),
        ("Chi bộ Ấp 1", False, year["cell"]),
        ("Chi bộ Ấp 2", False, year["other"]),
    ]
    assert done.value.expected == 5
    assert done.value.left == found.left
    assert next_campaign.carries_items(book, done.value.campaign_id)
    assert not next_campaign.carries_items(book, year["campaign"])
    with pytest.raises(UserProblem, match="đã có đợt"):
        next_campaign.start_from(book, year["campaign"], 2027, "Cam kết  năm 2027", found.deadline)
    assert undo_last(book) == "Lập đợt «Cam kết  năm 2027» năm 2027 từ đợt năm 2026"
    assert everything(book) == before


def test_without_the_list_nobody_is_on_it(book: Book, year: dict[str, int]) -> None:
    done = next_campaign.start_from(
        book, year["campaign"], 2027, "Đợt khác", date(2027, 3, 1), copy_expected=False
    )
    assert live(book, "expected", campaign_id=done.value.campaign_id) == []
    with pytest.raises(InvalidValues):
        next_campaign.start_from(book, year["campaign"], 99, "Đợt", date(2027, 3, 1))
    with pytest.raises(UserProblem, match="không còn"):
        next_campaign.foresee_start(book, 999)


def test_an_open_campaigns_list_changes_with_a_reason(book: Book, year: dict[str, int]) -> None:
    campaign = year["campaign"]
    assert not campaigns.needs_reason(book, campaign)
    listed = campaigns.open_campaign(book, campaign, date(2026, 1, 5)).value
    assert listed == len(live(book, "expected", campaign_id=campaign))
    assert campaigns.needs_reason(book, campaign)
    with pytest.raises(UserProblem, match="đã mở ngày 05/01/2026"):
        campaigns.open_campaign(book, campaign, date(2026, 1, 6))
    rows = {one["name"]: one for one in live(book, "expected", campaign_id=campaign)}
    gone = rows["Phạm Thị Đi"]["id"]
    with pytest.raises(InvalidValues, match="lý do"):
        campaigns.remove_expected(book, [gone], " ")
    with pytest.raises(InvalidValues, match="lý do"):
        campaigns.list_expected(book, campaign, campaigns.Whom.MEMBERS)
    values = {"campaign_id": campaign, "pledger_kind": "member", "member_id": year["moi"]}
    with pytest.raises(InvalidValues, match="lý do"):
        campaigns.save_expected(book, values)

    campaigns.remove_expected(book, [gone], "Chuyển sinh hoạt")
    assert registers.get(book, "expected", gone).deleted
    assert registers.get(book, "expected", gone).values["reason"] == "Chuyển sinh hoạt"
    words = "Bỏ «Phạm Thị Đi» khỏi danh sách phải đăng ký (lý do: Chuyển sinh hoạt)"
    assert undo_last(book) == words
    assert not registers.get(book, "expected", gone).deleted

    added = campaigns.save_expected(book, {**values, "reason": "Mới kết nạp"}).value
    assert added.values["name"] == "Lý Văn Mới"
    assert added.values["reason"] == "Mới kết nạp"
    with pytest.raises(InvalidValues, match="lý do"):  # the reason of the change before
        campaigns.save_expected(book, {**added.values, "head": True}, added.id, added.revision)
    with pytest.raises(StaleRecord):
        campaigns.save_expected(book, {**added.values, "reason": "x"}, added.id, 99)
    changed = campaigns.save_expected(
        book, {**added.values, "head": True, "reason": "Được bầu"}, added.id, added.revision
    ).value
    assert changed.values["head"]
    assert undo_last(book) == (
        "Điều chỉnh «Lý Văn Mới» trong danh sách phải đăng ký (lý do: Được bầu)"
    )
    assert undo_last(book) == "Bổ sung «Lý Văn Mới» vào danh sách phải đăng ký (lý do: Mới kết nạp)"
    done = campaigns.change_expected(book, [gone], {"head": True}, "Theo quyết định 5")
    assert done.value == 1
    assert registers.get(book, "expected", gone).values["reason"] == "Theo quyết định 5"
    more = campaigns.list_expected(book, campaign, campaigns.Whom.MEMBERS, "Bổ sung đợt 2")
    assert more.value == 1
    assert live(book, "expected", member_id=year["moi"])[0]["reason"] == "Bổ sung đợt 2"


def test_the_first_list_of_an_open_campaign_needs_no_reason(
    book: Book, year: dict[str, int]
) -> None:
    fresh = add(
        book, "campaigns", year=2025, title="Cũ", pledge_kind="registration",
        deadline=date(2025, 2, 28), opened_on=date(2025, 1, 1),
    )  # fmt: skip
    assert not campaigns.needs_reason(book, fresh)
    assert campaigns.list_expected(book, fresh, campaigns.Whom.HEADS).value == 1
    assert campaigns.needs_reason(book, fresh)


def test_a_mark_of_a_head_is_never_taken_away(book: Book, year: dict[str, int]) -> None:
    registers.save(book, "members", {"other_post": "Tổ trưởng tổ dân vận"}, year["an"])
    (row,) = live(book, "expected", member_id=year["an"])
    campaigns.change_expected(book, [row["id"]], {"head": True})
    done = next_campaign.start_from(
        book, year["campaign"], 2027, "Cam kết năm 2027", date(2027, 2, 28)
    )
    (kept,) = live(book, "expected", campaign_id=done.value.campaign_id, member_id=year["an"])
    assert kept["head"]


def test_an_entry_comes_back_with_a_reason_and_nobody_twice(
    book: Book, year: dict[str, int]
) -> None:
    campaign = year["campaign"]
    campaigns.open_campaign(book, campaign, date(2026, 1, 5))
    rows = {one["name"]: one["id"] for one in live(book, "expected", campaign_id=campaign)}
    an, be = rows["Nguyễn Văn An"], rows["Trần Văn Bé"]
    campaigns.remove_expected(book, [an, be], "Chuyển công tác")
    with pytest.raises(InvalidValues, match="lý do"):
        campaigns.restore_expected(book, [an])
    campaigns.save_expected(
        book,
        {
            "campaign_id": campaign,
            "pledger_kind": "member",
            "member_id": year["an"],
            "reason": "Về lại",
        },
    )
    with pytest.raises(UserProblem, match="«Nguyễn Văn An» đã có trong danh sách"):
        campaigns.restore_expected(book, [an], "Nhầm")
    assert campaigns.restore_expected(book, [an, be], "Nhầm").value == 1
    assert len(live(book, "expected", member_id=year["an"])) == 1
    assert live(book, "expected", member_id=year["be"])[0]["reason"] == "Nhầm"
    words = "Đưa «Trần Văn Bé» trở lại danh sách phải đăng ký (lý do: Nhầm)"
    assert undo_last(book) == words
    assert live(book, "expected", member_id=year["be"]) == []
    with pytest.raises(UserProblem, match="không còn trong thùng rác"):
        campaigns.restore_expected(book, [rows["Võ Thị Mi"]], "Nhầm")
