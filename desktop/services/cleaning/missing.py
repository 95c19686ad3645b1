"""Rules for what is missing ('đủ'): what the lists and the papers need and a record hasn't."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import ColumnElement, Row, Select, and_, func, null, or_, select

from desktop.core.standing import PRESENT
from desktop.core.terms import (
    AwardState,
    MemberStatus,
    ModelState,
    MoveKind,
    PledgerKind,
    UnitKind,
)
from desktop.services.cleaning.values import Asked, FindingKind, Query, Rule
from desktop.services.contradicting import NO_OFFICIAL_DAY
from desktop.storage.cleaning import LISTED, first_day, listed
from desktop.storage.models import (
    Award,
    Decision,
    Member,
    MemberMove,
    MemberStep,
    Model,
    ModelUnit,
    Pledge,
    PledgeItem,
    Unit,
)

CELLS: Final = (UnitKind.CELL.value, UnitKind.BASE_CELL.value)
COMMITTEES: Final = (UnitKind.PARTY_COMMITTEE.value, UnitKind.BASE_COMMITTEE.value)
GONE: Final = tuple(one.value for one in MemberStatus if one.value not in PRESENT)
_OFFICIAL: Final = MemberStatus.OFFICIAL.value
_GONE_WORDS: Final = {one.value: one.heading for one in MemberStatus}
# what the book 7-HSĐV has of everyone; the other columns may well be empty
_PROFILE: Final = {
    "sex": "giới tính",
    "ethnicity": "dân tộc",
    "home_town": "quê quán",
    "education": "trình độ học vấn",
}
_RESULTS_DUE: Final = (ModelState.RECOGNISED.value, ModelState.REPLICATED.value)
_DECIDED: Final = (AwardState.AGREED.value, AwardState.GIVEN.value)


def present(asked: Asked, *values: Any) -> Select[Any]:
    """Return the SELECT of those who count as members (dự bị, chính thức)."""
    return listed(Member, asked.origin, Member.unit_id, *values).where(Member.status.in_(PRESENT))


def not_ended(asked: Asked) -> ColumnElement[bool]:
    """Return the condition for units that haven't ended by today."""
    return or_(Unit.ended.is_(None), first_day(Unit.ended) > asked.today.isoformat())


def members_of_unit() -> ColumnElement[bool]:
    """Return the condition for units with members of their own."""
    inside = select(Member.id).where(
        Member.unit_id == Unit.id, Member.deleted_at.is_(None), Member.status.in_(PRESENT)
    )
    return inside.exists()


def _missing(name: str, register: str, heading: str, field: str, words: str, query: Query) -> Rule:
    return Rule(name, FindingKind.MISSING, register, heading, field, words, query)


def _blank(column: Any) -> Query:
    return lambda asked: present(asked).where(column.is_(None))


# members


def _no_card(asked: Asked) -> Select[Any]:
    # a card is given with the decision on official membership
    return present(asked).where(Member.status == _OFFICIAL, Member.card_number.is_(None))


def _no_official_day(asked: Asked) -> Select[Any]:
    return present(asked).where(Member.status == _OFFICIAL, Member.official_on.is_(None))


def _in_committee(asked: Asked) -> Select[Any]:
    unit = Unit.name.label("unit_name")
    return (
        present(asked, unit).join(Unit, Unit.id == Member.unit_id).where(Unit.kind.in_(COMMITTEES))
    )


def _profile(asked: Asked) -> Select[Any]:
    blanks = {name: getattr(Member, name).is_(None) for name in _PROFILE}
    return present(asked, *blanks.values()).where(or_(*blanks.values()))


def _profile_gaps(row: Row[Any]) -> list[str]:
    return [name for name, blank in zip(_PROFILE, row[LISTED:], strict=True) if blank]


def _profile_words(row: Row[Any]) -> str:
    return f"Chưa có {', '.join(_PROFILE[name] for name in _profile_gaps(row))}."


def _gone(asked: Asked, *values: Any) -> Select[Any]:
    return listed(Member, asked.origin, Member.unit_id, Member.status, *values).where(
        Member.status.in_(GONE)
    )


def _undated_end(asked: Asked) -> Select[Any]:
    step = select(MemberStep.id).where(
        MemberStep.member_id == Member.id,
        MemberStep.deleted_at.is_(None),
        MemberStep.status == Member.status,
        MemberStep.on.is_not(None),
    )
    return _gone(asked).where(
        Member.status_on.is_(None), ~step.exists(), ~_departed(MemberMove.on.is_not(None))
    )


def _departed(*more: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return the condition for members who moved away and whose status says so."""
    move = select(MemberMove.id).where(
        MemberMove.member_id == Member.id,
        MemberMove.deleted_at.is_(None),
        MemberMove.kind == MoveKind.DEPARTURE.value,
        *more,
    )
    return and_(Member.status == MemberStatus.TRANSFERRED.value, move.exists())


def _undated_words(row: Row[Any]) -> str:
    return f"Trạng thái «{_GONE_WORDS[row.status]}» chưa có ngày."


def _unexplained_end(asked: Asked) -> Select[Any]:
    step = select(MemberStep.id).where(
        MemberStep.member_id == Member.id,
        MemberStep.deleted_at.is_(None),
        MemberStep.status == Member.status,
        MemberStep.reason.is_not(None),
    )
    return _gone(asked).where(Member.status_reason.is_(None), ~step.exists(), ~_departed())


_UNEXPLAINED: Final = {
    MemberStatus.TRANSFERRED.value: "Chưa ghi chuyển đến đâu.",
    MemberStatus.LEFT.value: "Chưa ghi hình thức ra khỏi Đảng.",
    MemberStatus.DECEASED.value: "Chưa ghi lý do từ trần.",
}


MEMBERS: Final = (
    _missing("no-unit", "members", "Chưa có chi bộ", "unit_id", "Chưa có chi bộ.",
             _blank(Member.unit_id)),
    _missing("in-committee", "members", "Chưa rõ chi bộ", "unit_id",
             "Đang ghi ở «{unit_name}», chưa rõ sinh hoạt tại chi bộ nào.", _in_committee),
    _missing("no-birth", "members", "Chưa có ngày sinh", "birth_date", "Chưa có ngày sinh.",
             _blank(Member.birth_date)),
    _missing("no-admission", "members", "Chưa có ngày kết nạp", "admitted_on",
             "Chưa có ngày kết nạp (ngày vào Đảng).", _blank(Member.admitted_on)),
    _missing("no-official-day", "members", "Chưa có ngày chính thức", "official_on",
             NO_OFFICIAL_DAY, _no_official_day),
    _missing("no-card", "members", "Chưa có số thẻ đảng", "card_number",
             "Đảng viên chính thức chưa có số thẻ đảng.", _no_card),
    Rule("profile", FindingKind.MISSING, "members", "Thiếu thông tin nhân thân",
         lambda row: _profile_gaps(row)[0], _profile_words, _profile),
    Rule("undated-end", FindingKind.MISSING, "members", "Trạng thái chưa có ngày", "status_on",
         _undated_words, _undated_end),
    Rule("unexplained-end", FindingKind.MISSING, "members", "Chưa ghi hình thức, lý do",
         "status_reason", lambda row: _UNEXPLAINED[row.status], _unexplained_end),
)  # fmt: skip


# units


def _unit_rows(asked: Asked, *values: Any) -> Select[Any]:
    return listed(Unit, asked.origin, Unit.id, *values).where(not_ended(asked))


def _other_kind(asked: Asked) -> Select[Any]:
    return _unit_rows(asked).where(Unit.kind == UnitKind.OTHER.value, members_of_unit())


def _cell_of_none(asked: Asked) -> Select[Any]:
    return _unit_rows(asked).where(Unit.kind == UnitKind.CELL.value, Unit.parent_id.is_(None))


def _empty_cell(asked: Asked) -> Select[Any]:
    return _unit_rows(asked).where(Unit.kind.in_(CELLS), ~members_of_unit())


def _merged_undated(asked: Asked) -> Select[Any]:
    return listed(Unit, asked.origin, Unit.id).where(
        Unit.merged_into_id.is_not(None), Unit.ended.is_(None)
    )


UNITS: Final = (
    _missing("other-kind", "units", "Chưa rõ loại đơn vị", "kind",
             "Có đảng viên sinh hoạt mà loại đơn vị đang để «Khác».", _other_kind),
    _missing("cell-of-none", "units", "Chưa rõ trực thuộc", "parent_id",
             "Chi bộ trực thuộc chưa ghi thuộc đảng bộ nào.", _cell_of_none),
    _missing("empty-cell", "units", "Chi bộ không có đảng viên", "name",
             "Chưa có đảng viên nào trong sổ.", _empty_cell),
    _missing("merged-undated", "units", "Sáp nhập chưa có ngày", "ended",
             "Đã ghi sáp nhập mà chưa có ngày kết thúc.", _merged_undated),
)  # fmt: skip


# pledges, models, commendations


def _pledge_rows(asked: Asked, *values: Any) -> Select[Any]:
    return listed(Pledge, asked.origin, Pledge.unit_id, *values)


def _has_item(*more: ColumnElement[bool]) -> ColumnElement[bool]:
    owned = select(PledgeItem.id).where(
        PledgeItem.pledge_id == Pledge.id, PledgeItem.deleted_at.is_(None), *more
    )
    return owned.exists()


def _year(column: Any) -> Any:
    return func.printf("%d", column).label("year")


def _no_items(asked: Asked) -> Select[Any]:
    return _pledge_rows(asked, _year(Pledge.year)).where(~_has_item())


def _not_concrete(asked: Asked) -> Select[Any]:
    # as the figures have it (DOMAIN.md, 'Figures', `not_concrete`), of one pledge by itself
    tied = _has_item(PledgeItem.duty.is_not(None), PledgeItem.target.is_not(None))
    return _pledge_rows(asked, _year(Pledge.year)).where(_has_item(), ~tied)


def _unlinked(asked: Asked) -> Select[Any]:
    return _pledge_rows(asked, _year(Pledge.year)).where(
        Pledge.pledger_kind == PledgerKind.MEMBER.value, Pledge.member_id.is_(None)
    )


def _unregistered_day(asked: Asked) -> Select[Any]:
    return _pledge_rows(asked, _year(Pledge.year)).where(Pledge.registered_on.is_(None))


def _model_rows(asked: Asked, *values: Any) -> Select[Any]:
    return listed(Model, asked.origin, Model.unit_id, *values)


def _ownerless(asked: Asked) -> Select[Any]:
    further = select(ModelUnit.id).where(
        ModelUnit.model_id == Model.id, ModelUnit.deleted_at.is_(None)
    )
    owners = (Model.unit_id, Model.owner_group, Model.owner_person, Model.member_id)
    return _model_rows(asked).where(*(one.is_(None) for one in owners), ~further.exists())


def _without_results(asked: Asked) -> Select[Any]:
    return _model_rows(asked).where(Model.state.in_(_RESULTS_DUE), Model.results.is_(None))


def _undecided(asked: Asked) -> Select[Any]:
    return listed(Award, asked.origin, Award.unit_id).where(
        Award.state.in_(_DECIDED), Award.decision_id.is_(None)
    )


def _unnumbered(asked: Asked) -> Select[Any]:
    given = select(Award.id).where(
        Award.decision_id == Decision.id,
        Award.deleted_at.is_(None),
        Award.state == AwardState.GIVEN.value,
    )
    without = (Decision.number.is_(None).label("no_number"), Decision.on.is_(None).label("no_day"))
    return listed(Decision, asked.origin, null(), *without).where(
        or_(Decision.number.is_(None), Decision.on.is_(None)), given.exists()
    )


def _unnumbered_words(row: Row[Any]) -> str:
    gaps = [words for words, is_so in (("số", row.no_number), ("ngày", row.no_day)) if is_so]
    return f"Đã trao khen thưởng mà quyết định chưa có {' và '.join(gaps)}."


RECORDS: Final = (
    _missing("no-items", "pledges", "Bản đăng ký không có nội dung", "name",
             "Bản đăng ký năm {year} chưa có nội dung nào.", _no_items),
    _missing("not-concrete", "pledges", "Bản đăng ký chưa cụ thể", "name",
             "Bản đăng ký năm {year}: không nội dung nào có cả nhiệm vụ và chỉ tiêu.",
             _not_concrete),
    _missing("unlinked", "pledges", "Chưa nối với đảng viên", "member_id",
             "Bản đăng ký năm {year} chưa nối với đảng viên trong sổ.", _unlinked),
    _missing("no-registered-day", "pledges", "Chưa có ngày đăng ký", "registered_on",
             "Bản đăng ký năm {year} chưa có ngày đăng ký.", _unregistered_day),
    _missing("no-field", "models", "Mô hình chưa có lĩnh vực", "field_id", "Chưa có lĩnh vực.",
             lambda asked: _model_rows(asked).where(Model.field_id.is_(None))),
    _missing("ownerless", "models", "Mô hình chưa có chủ thể", "unit_id",
             "Chưa ghi đơn vị, nhóm hay cá nhân thực hiện.", _ownerless),
    _missing("model-undated", "models", "Mô hình chưa có ngày đăng ký", "registered_on",
             "Chưa có ngày đăng ký.",
             lambda asked: _model_rows(asked).where(Model.registered_on.is_(None))),
    _missing("no-results", "models", "Mô hình chưa ghi kết quả", "results",
             "Đã công nhận hoặc nhân rộng mà chưa ghi kết quả.", _without_results),
    _missing("undecided", "awards", "Khen thưởng chưa có quyết định", "decision_id",
             "Đã đồng ý hoặc đã trao mà chưa có quyết định.", _undecided),
    Rule("unnumbered", FindingKind.MISSING, "decisions", "Quyết định chưa có số, ngày",
         lambda row: "number" if row.no_number else "on", _unnumbered_words, _unnumbered),
)  # fmt: skip
