"""Ways to break each rule of clean data, and to mend what broke it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from desktop.services import registers
from desktop.services.cleaning import FindingKind
from desktop.services.cleaning.stale import months_before

from .cleaning_desk import TODAY, YEAR, Case, Desk, Plain
from .cleaning_document_cases import DOCUMENT_CASES
from .cleaning_study_cases import STUDY_CASES


def _ended_cell(desk: Desk) -> int:
    cell = desk.add_cell("Chi bộ đã giải thể")
    row = desk.member("Hồ Ở Lại", unit_id=cell)
    desk.change("units", cell, ended="2025-07-01")
    return row


def _ended_parent(desk: Desk) -> int:
    parent = desk.add("units", name="Đảng bộ xã cũ", kind="base_committee")
    cell = desk.add_cell("Chi bộ ấp Cũ", parent_id=parent)
    desk.member("Ngô Ấp Cũ", unit_id=cell)
    desk.change("units", parent, ended="2025-07")
    return parent


def _end_children(desk: Desk, parent: int) -> None:
    for one in registers.tree(desk.book):
        if one.parent_id == parent:
            for row in registers.page(desk.book, _query("members", unit_id=one.id)).rows:
                desk.change("members", row.id, unit_id=desk.cell)
            desk.change("units", one.id, ended="2025-07-01")


def _query(register: str, **filters: Any) -> Any:
    return registers.search.Query(register, filters=filters)


def _same_card(desk: Desk) -> int:
    desk.member("Phan Một", card_number="00123456")
    return desk.member("Quách Hai", card_number="123456 ")


def _departed(desk: Desk) -> int:
    row = desk.member("Võ Đi Rồi")
    desk.add("member_moves", member_id=row, kind="departure", on="2024-05-06", place="Trà Vinh")
    return row


def _come_back(desk: Desk, row: int) -> None:
    desk.add("member_moves", member_id=row, kind="arrival", on="2025-01", place="Trà Vinh")


def _other_step(desk: Desk) -> int:
    row = desk.member("Lý Bước Sau", status_on="2002-02-03")
    desk.add("member_steps", member_id=row, status="left", on="2024-05-06", reason="Xin ra")
    return row


def _delete_step(desk: Desk, row: int) -> None:
    steps = registers.page(desk.book, _query("member_steps", member_id=row)).rows
    registers.delete(desk.book, "member_steps", [one.id for one in steps if one.values["reason"]])


def _left_before(desk: Desk) -> int:
    member = desk.member("Đỗ Đã Ra", status="left", status_on="2024-01-01", status_reason="Xin ra")
    return desk.pledge(member_id=member, registered_on=date(2025, 2, 1), year=2025)


def _add_review(desk: Desk, row: int) -> None:
    desk.add("pledge_reviews", pledge_id=row, period_kind="year", reviewed_on=TODAY, rating="good")


def _unrated(desk: Desk) -> int:
    rated = desk.member("Trịnh Có Xếp Loại")
    rate(desk, rated)
    return desk.member("Tạ Thiếu Xếp Loại")


def rate(desk: Desk, row: int) -> None:
    desk.add("yearly_ratings", member_id=row, period_to=date(YEAR, 12, 31), rating="good")


def _add_item(desk: Desk, row: int) -> None:
    given = {"content": "Học", "duty": "Dạy", "target": "04 buổi"}
    desk.add("pledge_items", pledge_id=row, **given)


def _no_items(desk: Desk) -> int:
    row = desk.pledge()
    ids = [one.id for one in registers.page(desk.book, _query("pledge_items")).rows]
    registers.delete(desk.book, "pledge_items", ids)
    return row


def _same_name(desk: Desk) -> int:
    desk.member("Ân", unit_id=desk.add_cell("Chi bộ Trường Mỹ Hòa"))
    cell = desk.add_cell("Chi bộ Trường Mỹ Hoà")
    desk.member("Bé", unit_id=cell)
    return cell


def _other_unit(kind: str) -> Callable[[Desk], int]:
    def broken(desk: Desk) -> int:
        unit = desk.add("units", name="Trạm Y tế", kind=kind)
        desk.member("Cù Ở Trạm", unit_id=unit)
        return unit

    return broken


def _cell_of_none(desk: Desk) -> int:
    cell = desk.add_cell("Chi bộ mồ côi", parent_id=None)
    desk.member("Mạc Cô Đơn", unit_id=cell)
    return cell


def _badly_reviewed(desk: Desk) -> int:
    row = desk.pledge()
    days: Plain = {"period_from": TODAY, "period_to": OLD, "reviewed_on": TODAY}
    desk.add("pledge_reviews", pledge_id=row, period_kind="quarter", **days)
    return row


def _well_reviewed(desk: Desk) -> None:
    for one in registers.page(desk.book, _query("pledge_reviews")).rows:
        desk.change("pledge_reviews", one.id, period_from=OLD, period_to=TODAY)


def _finish_items(desk: Desk) -> None:
    for one in registers.page(desk.book, _query("pledge_items")).rows:
        desk.change("pledge_items", one.id, result="Đã xong")


def _give_field(desk: Desk, row: int) -> None:
    desk.change("models", row, field_id=registers.page(desk.book, _query("fields")).rows[0].id)


C, S = FindingKind.CONTRADICTORY, FindingKind.STALE
SOON = TODAY + timedelta(days=3)
LATER = date(YEAR + 1, 6, 1)
OLD = TODAY - timedelta(days=500)
CASES: dict[str, Case] = {
    "no-unit": Case(
        lambda d: d.member(unit_id=None),
        lambda d, r: d.change("members", r, unit_id=d.cell),
        place="unit_id",
    ),
    "in-committee": Case(
        lambda d: d.member(unit_id=d.committee),
        lambda d, r: d.change("members", r, unit_id=d.cell),
        words="Đảng bộ xã Mỹ Hòa",
    ),
    "no-birth": Case(
        lambda d: d.member(birth_date=None), {"birth_date": "1975"}, place="birth_date"
    ),
    "no-admission": Case(lambda d: d.member(admitted_on=None), {"admitted_on": "2001"}),
    "no-official-day": Case(lambda d: d.member(official_on=None), {"official_on": "2002-02"}),
    "no-card": Case(lambda d: d.member(card_number=None), {"card_number": "55999999"}),
    "profile": Case(
        lambda d: d.member(sex=None, education=None),
        {"sex": "female", "education": "12/12"},
        words="Chưa có giới tính, trình độ học vấn.",
        place="sex",
    ),
    "undated-end": Case(
        lambda d: d.member(status="transferred", status_reason="Trà Vinh"),
        {"status_on": "2024-05"},
        words="«Chuyển đi» chưa có ngày",
    ),
    "unexplained-end": Case(
        lambda d: d.member(status="left", status_on="2024-05-06"),
        {"status_reason": "Xin ra"},
        words="hình thức ra khỏi Đảng",
    ),
    "too-young": Case(
        lambda d: d.member(
            birth_date="1984-03", admitted_on="2002-02-28", official_on="2003-03-01"
        ),
        {"admitted_on": "2002-03-01"},
        words="Kết nạp 28/02/2002 khi chưa đủ 18 tuổi (sinh 03/1984).",
        kind=C,
    ),
    "official-probationary": Case(
        lambda d: d.member(status="probationary"),
        {"status": "official"},
        words="03/02/2002",
        kind=C,
    ),
    "future-admission": Case(
        lambda d: d.member(status="probationary", official_on=None, admitted_on=SOON.isoformat()),
        {"admitted_on": months_before(TODAY, 2).isoformat()},
        kind=C,
    ),
    "in-ended-unit": Case(
        _ended_cell,
        lambda d, r: d.change("members", r, unit_id=d.cell),
        words="«Chi bộ đã giải thể», đơn vị đã kết thúc 01/07/2025",
        kind=C,
    ),
    "same-card": Case(_same_card, {"card_number": "123457"}, words="trùng với Phan Một", kind=C),
    "gone-before-admitted": Case(
        lambda d: d.member(status="left", status_on="1999", status_reason="Xin ra"),
        {"status_on": "2009"},
        words="1999 sớm hơn ngày kết nạp 03/02/2001",
        kind=C,
    ),
    "departed-present": Case(_departed, _come_back, words="06/05/2024", kind=C),
    "other-last-step": Case(
        _other_step,
        _delete_step,
        words="«Ra khỏi Đảng» ngày 06/05/2024 mà trạng thái hiện nay là «Chính thức»",
        kind=C,
    ),
    "order-members-admitted_on": Case(
        lambda d: d.member(
            admitted_on="1974", official_on=None, card_number="55888888", birth_date="1975-01"
        ),
        {"admitted_on": "1999", "official_on": "2000"},
        kind=C,
    ),
    "order-members-official_on": Case(
        lambda d: d.member(official_on="2001-02-02"),
        {"official_on": "2002"},
        words="Ngày chính thức sớm hơn ngày kết nạp.",
        kind=C,
    ),
    "order-units-ended": Case(
        lambda d: d.add_cell("Chi bộ lạ", kind="agency", established="2020-05", ended="2020-04-30"),
        {"ended": "2020-05"},
        register="units",
        kind=C,
    ),
    "order-campaigns-deadline": Case(
        lambda d: d.add(
            "campaigns",
            year=YEAR,
            title="Đợt",
            opened_on=date(2026, 3, 1),
            deadline=date(2026, 2, 1),
        ),
        {"deadline": date(2026, 4, 1)},
        register="campaigns",
        kind=C,
    ),
    "order-models-state_on": Case(
        lambda d: d.model(state="in_progress", state_on=TODAY - timedelta(days=9)),
        {"state_on": TODAY},
        register="models",
        kind=C,
    ),
    "order-pledge_reviews-period_to": Case(
        _badly_reviewed, lambda d, r: _well_reviewed(d), register="pledges", kind=C
    ),
    "order-yearly_ratings-period_to": Case(
        lambda d: d.add(
            "yearly_ratings",
            rated_kind="unit",
            unit_id=d.cell,
            period_from=date(2025, 12, 31),
            period_to=date(2025, 1, 1),
            rating="good",
        ),
        {"period_to": date(2026, 1, 1)},
        register="yearly_ratings",
        kind=C,
    ),
    "form-members-card_number": Case(
        lambda d: d.member(card_number="5512"),
        {"card_number": "00005512"},
        words="«5512» khác dạng thường gặp",
        kind=C,
    ),
    "unrated": Case(_unrated, rate, today=LATER, words=f"năm {YEAR}", kind=S),
    "long-probation": Case(
        lambda d: d.member(
            status="probationary",
            official_on=None,
            admitted_on=months_before(TODAY, 16).isoformat(),
        ),
        {"status": "official", "official_on": TODAY.isoformat()},
        words="quá 12 tháng",
        kind=S,
    ),
    "untouched": Case(
        lambda d: d.member("Hứa Lâu Năm"),
        lambda d, r: d.change(
            "members", r, status="transferred", status_on=str(YEAR), status_reason="Đi"
        ),
        today=TODAY + timedelta(days=3 * 366 + 5),
        kind=S,
    ),
    "unreviewed": Case(
        lambda d: d.pledge(year=YEAR - 1),
        _add_review,
        register="pledges",
        words=f"năm {YEAR - 1}",
        kind=S,
    ),
    "overdue": Case(
        lambda d: d.pledge({"content": "Học", "duty": "Dạy", "target": "4", "due_on": OLD}),
        lambda d, r: _finish_items(d),
        register="pledges",
        words="1 nội dung năm",
        kind=S,
    ),
    "silent": Case(
        lambda d: d.model(registered_on=OLD),
        lambda d, r: d.add("model_steps", model_id=r, state="in_progress", on=TODAY),
        register="models",
        kind=S,
    ),
    "other-kind": Case(_other_unit("other"), {"kind": "base_cell"}, register="units"),
    "cell-of-none": Case(
        _cell_of_none, lambda d, r: d.change("units", r, parent_id=d.committee), register="units"
    ),
    "empty-cell": Case(
        lambda d: d.add_cell("Chi bộ trống"),
        lambda d, r: d.member("Mới Vào", unit_id=r),
        register="units",
    ),
    "merged-undated": Case(
        lambda d: d.add("units", name="Hội cũ", kind="front", merged_into_id=d.cell),
        {"ended": "2025-07-01"},
        register="units",
        place="ended",
    ),
    "ended-with-children": Case(
        _ended_parent, _end_children, register="units", words="07/2025 mà còn 1 đơn vị", kind=C
    ),
    "not-a-cell": Case(
        _other_unit("agency"), {"kind": "base_cell"}, register="units", words="«Cơ quan»", kind=C
    ),
    "same-name": Case(_same_name, {"name": "Chi bộ Trường Tiểu học"}, register="units", kind=C),
    "no-items": Case(_no_items, _add_item, register="pledges", words=f"năm {YEAR}"),
    "not-concrete": Case(
        lambda d: d.pledge({"content": "Học", "duty": "Dạy"}, {"content": "Làm", "target": "4"}),
        _add_item,
        register="pledges",
    ),
    "unlinked": Case(
        lambda d: d.pledge(pledger_kind="member", name="Lê Đăng Ký", unit_id=d.cell),
        lambda d, r: d.change("pledges", r, member_id=d.member("Lê Đăng Ký")),
        register="pledges",
    ),
    "no-registered-day": Case(
        lambda d: d.pledge(registered_on=None), {"registered_on": TODAY}, register="pledges"
    ),
    "no-field": Case(lambda d: d.model(field_id=None), _give_field, register="models"),
    "ownerless": Case(
        lambda d: d.model(unit_id=None), {"owner_group": "Đoàn viên thanh niên"}, register="models"
    ),
    "model-undated": Case(
        lambda d: d.model(registered_on=None), {"registered_on": TODAY}, register="models"
    ),
    "no-results": Case(
        lambda d: d.model(state="recognised"), {"results": "60 hộ tham gia"}, register="models"
    ),
    "undecided": Case(
        lambda d: d.award(state="agreed")[0], {"state": "proposed"}, register="awards"
    ),
    "unnumbered": Case(
        lambda d: d.award({"on": TODAY}, state="given")[1] or 0,
        {"number": "15-QĐ/HU"},
        register="decisions",
        words="chưa có số.",
        place="number",
    ),
    "after-leaving": Case(
        _left_before,
        lambda d, r: d.change("pledges", r, member_id=d.member("Đỗ Khác")),
        register="pledges",
        words="«Ra khỏi Đảng» từ 01/01/2024",
        kind=C,
    ),
    "other-year": Case(
        lambda d: d.pledge(year=YEAR, registered_on=date(YEAR - 2, 12, 31)),
        {"registered_on": date(YEAR - 1, 12, 31)},
        register="pledges",
        words=f"năm {YEAR} mà ngày đăng ký là 31/12/{YEAR - 2}",
        kind=C,
    ),
    "shown-too-early": Case(
        lambda d: d.pledge(public_on=OLD), {"public_on": TODAY}, register="pledges", kind=C
    ),
    "future-pledge": Case(
        lambda d: d.pledge(registered_on=SOON, year=SOON.year),
        {"registered_on": TODAY},
        register="pledges",
        kind=C,
    ),
    "future-model": Case(
        lambda d: d.model(registered_on=SOON),
        {"registered_on": TODAY, "state_on": TODAY},
        register="models",
        kind=C,
    ),
    "of-ended-unit": Case(
        lambda d: d.model(unit_id=d.add("units", name="Hội cũ", kind="front", ended="2025")),
        {"state": "stopped"},
        register="models",
        words="«Hội cũ» đã kết thúc 2025",
        kind=C,
    ),
    "given-too-early": Case(
        lambda d: d.award({"number": "15-QĐ/HU", "on": TODAY}, state="given", given_on=OLD)[0],
        {"given_on": TODAY},
        register="awards",
        kind=C,
    ),
    **DOCUMENT_CASES,
    **STUDY_CASES,
}


def mended(desk: Desk, case: Case, row: int) -> None:
    if callable(case.mend):
        case.mend(desk, row)
    else:
        desk.change(case.register, row, **case.mend)
