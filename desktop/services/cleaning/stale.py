"""Rules for what is no longer alive ('sống'): left untouched, or waiting for too long."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from desktop.core.formats import number
from desktop.core.terms import MemberStatus, ModelState, MoveKind, RatedKind
from desktop.services.cleaning.missing import present
from desktop.services.cleaning.values import Asked, FindingKind, Query, Rule
from desktop.storage.cleaning import first_day, iso, last_day, listed, live
from desktop.storage.models import (
    Member,
    MemberMove,
    MemberStep,
    Model,
    ModelLevel,
    ModelReview,
    ModelStep,
    Pledge,
    PledgeItem,
    PledgeReview,
    YearlyRating,
)
from desktop.storage.pledge_facts import is_done

_ACTIVE: Final = (
    ModelState.REGISTERED.value,
    ModelState.IN_PROGRESS.value,
    ModelState.APPRAISED.value,
)


def _rule(name: str, register: str, heading: str, field: str, words: str, query: Query) -> Rule:
    return Rule(name, FindingKind.STALE, register, heading, field, words, query)


def months_before(day: date, months: int) -> date:
    """Return the day so many months before, the last of its month where there is none such."""
    place = day.year * 12 + day.month - 1 - months
    year, month = place // 12, place % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _long_probation(asked: Asked) -> Select[Any]:
    limits = asked.limits
    since = months_before(asked.today, limits.probation_months + limits.grace_months)
    return present(
        asked, Member.admitted_on.label("admitted"),
        func.printf("%d", limits.probation_months).label("months"),
    ).where(
        Member.status == MemberStatus.PROBATIONARY.value,
        last_day(Member.admitted_on) < since.isoformat(),
        Member.official_on.is_(None),  # another rule's
    )  # fmt: skip


def _untouched(asked: Asked) -> Select[Any]:
    since = months_before(asked.today, 12 * asked.limits.untouched_years).isoformat()

    def touched(model: Any) -> Any:
        owned = select(model.id).where(model.member_id == Member.id, model.updated_at >= since)
        return owned.exists()

    day = func.substr(Member.updated_at, 1, 10).label("day")
    return present(asked, day).where(
        Member.updated_at < since, ~touched(MemberStep), ~touched(MemberMove)
    )


def _pledges(asked: Asked, *values: Any) -> Select[Any]:
    year = func.printf("%d", Pledge.year).label("year")
    return listed(Pledge, asked.origin, Pledge.unit_id, year, *values)


def _unreviewed(asked: Asked) -> Select[Any]:
    review = select(PledgeReview.id).where(
        PledgeReview.pledge_id == Pledge.id, PledgeReview.deleted_at.is_(None)
    )
    return _pledges(asked).where(Pledge.year < asked.today.year, ~review.exists())


def _overdue(asked: Asked) -> Select[Any]:
    late = (
        select(PledgeItem.pledge_id, func.count().label("late"))
        .where(
            PledgeItem.deleted_at.is_(None),
            PledgeItem.due_on < asked.today,
            ~is_done(),
            PledgeItem.result.is_(None),
        )
        .group_by(PledgeItem.pledge_id)
        .subquery()
    )
    return _pledges(asked, late.c.late).join(late, late.c.pledge_id == Pledge.id)


def _silent(asked: Asked) -> Select[Any]:
    """Models under way whose last dated news is old; edits of the record are no news here."""

    def last(model: Any) -> Any:
        latest = select(func.max(iso(model.on))).where(
            model.model_id == Model.id, model.deleted_at.is_(None)
        )
        return func.coalesce(latest.scalar_subquery(), "")

    own = (func.coalesce(iso(one), "") for one in (Model.state_on, Model.registered_on))
    news = func.max(last(ModelStep), last(ModelLevel), last(ModelReview), *own)
    since = (asked.today - timedelta(days=asked.limits.silent_days)).isoformat()
    return listed(Model, asked.origin, Model.unit_id, news.label("day")).where(
        Model.state.in_(_ACTIVE), news != "", news < since
    )


def _unrated(asked: Asked) -> Select[Any]:
    year = asked.today.year - 1
    rated = select(YearlyRating.id).where(
        YearlyRating.member_id == Member.id,
        YearlyRating.deleted_at.is_(None),
        func.substr(YearlyRating.period_to, 1, 4) == str(year),
    )
    arrived = select(MemberMove.id).where(
        MemberMove.member_id == Member.id,
        MemberMove.deleted_at.is_(None),
        MemberMove.kind == MoveKind.ARRIVAL.value,
        first_day(MemberMove.on) > f"{year}-12-31",
    )
    # rated is who was a member for half of the year
    return present(asked, func.printf("%d", year).label("year")).where(
        ~Member.exempt,
        first_day(Member.admitted_on) <= f"{year}-06-30",
        ~rated.exists(),
        ~arrived.exists(),
    )


def _rates_members(session: Session, asked: Asked) -> bool:
    """Tell whether the office keeps yearly ratings, and last year's are due."""
    if asked.today.month < asked.limits.rated_by_month:
        return False
    kept = select(YearlyRating.id).where(
        *live(YearlyRating, asked.origin),
        YearlyRating.rated_kind == RatedKind.MEMBER.value,
        func.substr(YearlyRating.period_to, 1, 4) >= str(asked.today.year - 2),
    )
    return session.scalars(kept.limit(1)).first() is not None


RULES: Final = (
    Rule("unrated", FindingKind.STALE, "members", "Chưa đánh giá, xếp loại năm trước", "full_name",
         "Chưa có đánh giá, xếp loại năm {year}.", _unrated, asks=_rates_members),
    _rule("long-probation", "members", "Dự bị quá thời hạn", "status",
          "Dự bị từ {admitted}, đã quá {months} tháng mà chưa chính thức.", _long_probation),
    _rule("untouched", "members", "Lâu không cập nhật", "full_name",
          "Thông tin không được cập nhật từ {day}.", _untouched),
    _rule("unreviewed", "pledges", "Bản đăng ký chưa được đánh giá", "name",
          "Bản đăng ký năm {year} chưa được nhận xét, đánh giá lần nào.", _unreviewed),
    Rule("overdue", FindingKind.STALE, "pledges", "Nội dung quá hạn chưa ghi kết quả", "name",
         lambda row: f"{number(row.late)} nội dung năm {row.year} quá hạn mà chưa ghi kết quả.",
         _overdue),
    _rule("silent", "models", "Mô hình không có tin mới", "state",
          "Không có bước tiến mới từ {day}.", _silent),
)  # fmt: skip
