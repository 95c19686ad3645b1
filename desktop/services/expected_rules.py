"""When a campaign's list of who is expected is fixed (DOMAIN.md, 'Campaign')."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from desktop.core.errors import InvalidValues
from desktop.core.formats import date_text
from desktop.services.house_paper import calendar_day
from desktop.storage.models import Campaign, Expected


def is_fixed(session: Session, campaign: Campaign) -> bool:
    """Tell whether a list changes with a reason only: the campaign is open, and the list is made.

    Whoever comes on it then, one or all of a kind at once, comes with a reason. A list is made
    once somebody is on it, or was after the opening: taking everybody off does not
    set it free again. What went before the opening does not count.
    """
    opened = campaign.opened_on
    if opened is None or opened > calendar_day():
        return False
    listed = select(Expected.id).where(
        Expected.campaign_id == campaign.id,
        or_(Expected.deleted_at.is_(None), Expected.deleted_at >= opened.isoformat()),
    )
    return session.scalar(listed.limit(1)) is not None


def refuse_fixed(session: Session, entries: Iterable[Expected]) -> None:
    """Refuse a change without a reason of lists that are fixed.

    Raises `InvalidValues` for the field `reason`.
    """
    for one in sorted({row.campaign_id for row in entries}):
        campaign = session.get(Campaign, one)
        if campaign is not None and is_fixed(session, campaign):
            raise missing_reason(campaign)


def missing_reason(campaign: Campaign) -> InvalidValues:
    """Return what is told when a change of a fixed list has no reason."""
    opened = date_text(campaign.opened_on)
    return InvalidValues(
        {
            "reason": f"Đợt đã mở ngày {opened}, danh sách đã chốt. "
            "Hãy ghi lý do bổ sung, điều chỉnh."
        }
    )
