"""What can't be so: values of a record that contradict each other, or other records.

`contradictions` warn and never block; what `impossible` finds can't be kept.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.core.attendance import MORE_THAN_INVITED
from desktop.core.errors import Problem
from desktop.core.indicators import is_met
from desktop.core.paper import PaperStyle
from desktop.core.terms import MemberStatus, SigningForm
from desktop.core.vietnamese.dates import PartialDate
from desktop.services import award_life_rules, model_life_rules
from desktop.storage.models import Award, Office
from desktop.storage.search import subtree

Values = Mapping[str, Any]
_Check = Callable[[Session, Values, int | None], dict[str, str]]


def _before(first: str | date | None, second: str | date | None) -> bool:
    """Tell whether `second` surely comes before `first` (dates may be partial)."""
    if first is None or second is None:
        return False
    ends = second if isinstance(second, date) else PartialDate.from_iso(second).last_day
    begins = first if isinstance(first, date) else PartialDate.from_iso(first).first_day
    return ends < begins


def _more(count: int | None, most: int | None) -> bool:
    """Tell whether a number is known to be larger than another one."""
    return count is not None and most is not None and count > most


def _future(value: str | None) -> bool:
    # date.today(): the clerk's own calendar day
    return value is not None and PartialDate.from_iso(value).first_day > date.today()  # noqa: DTZ011


ORDERED: Mapping[str, tuple[tuple[str, str, str], ...]] = {
    "members": (
        ("birth_date", "admitted_on", "Ngày kết nạp sớm hơn ngày sinh."),
        ("admitted_on", "official_on", "Ngày chính thức sớm hơn ngày kết nạp."),
    ),
    "units": (("established", "ended", "Ngày kết thúc sớm hơn ngày thành lập."),),
    "campaigns": (("opened_on", "deadline", "Hạn đăng ký sớm hơn ngày mở đợt."),),
    "models": (("registered_on", "state_on", "Ngày của tình trạng sớm hơn ngày đăng ký."),),
    "pledge_reviews": (("period_from", "period_to", "Kỳ kết thúc sớm hơn lúc bắt đầu."),),
    "yearly_ratings": (("period_from", "period_to", "Kỳ kết thúc sớm hơn lúc bắt đầu."),),
    "inspections": (("period_from", "period_to", "«Đến ngày» sớm hơn «Từ ngày»."),),
    "documents": (
        ("on", "report_due", "Hạn báo cáo sớm hơn ngày văn bản."),
        ("on", "reported_on", "Ngày đã báo cáo sớm hơn ngày văn bản."),
    ),
}
"""Of a register: two fields that hold days, and the sentence when the second comes first."""
MET = "Số đạt được cho thấy đã đạt chỉ tiêu giao. Nếu đúng, hãy đánh dấu «Đạt»."
NO_OFFICIAL_DAY = "Chưa có ngày chính thức: đảng viên này còn dự bị hay đã chính thức?"


def contradictions(register: str, values: Mapping[str, Any]) -> dict[str, str]:
    """Return sentences on values that contradict each other; they warn and never block."""
    found = {
        second: sentence
        for first, second, sentence in ORDERED.get(register, ())
        if _before(values.get(first), values.get(second))
    }
    if (
        register == "members"
        and values.get("status") == MemberStatus.OFFICIAL.value
        and values.get("admitted_on")
        and not values.get("official_on")
    ):
        found["status"] = NO_OFFICIAL_DAY
    if register == "study_attendances" and _more(values.get("attended"), values.get("invited")):
        found["attended"] = MORE_THAN_INVITED
    if (
        register == "indicators"
        and not values.get("met")
        and is_met(values.get("target"), values.get("achieved"))
    ):
        found["met"] = MET
    if register == "plans" and _more(values.get("year"), values.get("last_year")):
        found["last_year"] = "Năm cuối sớm hơn năm đầu."
    if register == "plans" and values.get("year") is None and values.get("on"):
        found["year"] = f"Chưa ghi năm: kế hoạch được tính cho năm {values['on'].year}."
    if register == "inspections":
        found |= _of_no_day(values)
    return found


def _of_no_day(values: Mapping[str, Any]) -> dict[str, str]:
    """Return in which year counts stand whose days don't say it, or say another."""
    year, begins, ends = (values.get(one) for one in ("year", "period_from", "period_to"))
    if begins is not None and ends is None:
        on = f"31/12/{year or begins.year}"
        return {"period_to": f"Có «Từ ngày» mà chưa có «Đến ngày»: số liệu được tính vào {on}."}
    if ends is not None and year is not None and ends.year != year:
        return {"year": f"Năm {year} khác năm của «Đến ngày»; số liệu được tính vào {ends.year}."}
    return {}


def _member(_session: Session, values: Values, _row: int | None) -> dict[str, str]:
    if _future(values.get("birth_date")):
        return {"birth_date": "Ngày sinh ở tương lai. Hãy nhập năm sinh đủ bốn chữ số."}
    return {}


def _unit(session: Session, values: Values, row_id: int | None) -> dict[str, str]:
    if row_id is None:
        return {}
    below = subtree(session, row_id)
    sentence = "Đơn vị không thể trực thuộc hoặc sáp nhập vào chính nó, cấp dưới nó."
    return {name: sentence for name in ("parent_id", "merged_into_id") if values.get(name) in below}


def _authority(_session: Session, values: Values, _row: int | None) -> dict[str, str]:
    if values.get("signs") in (None, SigningForm.DIRECT.value) or values.get("authority"):
        return {}
    return {"authority": "Hãy nhập ký thay mặt, ký thay cho ai; ví dụ: BAN THƯỜNG VỤ."}


def _decision(session: Session, values: Values, row_id: int | None) -> dict[str, str]:
    found = _authority(session, values, row_id)
    elsewhere = select(Award.id).where(
        Award.decision_id == row_id,
        Award.round_id != values.get("round_id"),
        Award.deleted_at.is_(None),
    )
    if row_id is not None and session.scalars(elsewhere.limit(1)).first() is not None:
        found["round_id"] = "Quyết định đang có người được khen nên không chuyển đợt được."
    return found


def _office(session: Session, values: Values, row_id: int | None) -> dict[str, str]:
    own = session.scalar(select(Office.id).where(Office.own, Office.deleted_at.is_(None)))
    if own is not None and bool(values.get("own")) != (row_id == own):
        return {"own": "Sổ có đúng một cơ quan là chủ sổ; không đổi được ở đây."}
    return {}


def _layout(_session: Session, values: Values, _row: int | None) -> dict[str, str]:
    try:
        PaperStyle.from_json(values.get("settings") or "")
    except Problem as problem:
        return {"settings": problem.message}
    except (ValueError, TypeError, LookupError, AttributeError):
        return {"settings": "Thể thức không đọc được. Hãy chép lại từ một thể thức có sẵn."}
    return {}


def _inspection(_session: Session, values: Values, _row: int | None) -> dict[str, str]:
    if values.get("year") is None:  # filled in from the days where there is one
        return {"year": "Hãy nhập năm, hoặc «Đến ngày»: thiếu thì không tính được vào kỳ nào."}
    return {}


def _plan(session: Session, values: Values, _row: int | None) -> dict[str, str]:
    """Ask the clerk for the year; one with a day is of its day's year, which is told."""
    unknown = values.get("year") is None and values.get("on") is None
    if unknown and session.info.get(model_life_rules.BY_HAND):
        return {"year": "Hãy nhập kế hoạch của năm nào: thiếu thì không tính được cho đơn vị."}
    return {}


_CHECKS: Mapping[str, _Check] = {
    "inspections": _inspection,
    "plans": _plan,
    "members": _member,
    "units": _unit,
    "models": model_life_rules.wrong_model,
    "model_steps": model_life_rules.wrong_step,
    "signers": _authority,
    "decisions": _decision,
    "offices": _office,
    "page_layouts": _layout,
    "awards": award_life_rules.wrong_award,
}


def impossible(
    session: Session, register: str, values: Values, row_id: int | None
) -> dict[str, str]:
    """Return sentences on values that can't be kept because of other records or rules."""
    check = _CHECKS.get(register)
    return check(session, values, row_id) if check else {}
