"""The rules of an award's outcome, as they bear on what is saved.

What the clerk changes by hand goes by them; what comes from a file, a merger or another office is
taken as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy.orm import Session

from desktop.core.terms import AwardState
from desktop.core.vietnamese.fold import clean
from desktop.services.model_life_rules import BY_HAND
from desktop.storage.models import Award, Decision

_PROPOSED, _AGREED, _REFUSED, _GIVEN, _ANNULLED = (one.value for one in AwardState)
STEPS: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        _PROPOSED: frozenset({_AGREED, _REFUSED, _GIVEN}),
        _AGREED: frozenset({_PROPOSED, _REFUSED, _GIVEN, _ANNULLED}),
        _REFUSED: frozenset({_PROPOSED, _AGREED}),
        _GIVEN: frozenset({_PROPOSED, _AGREED, _ANNULLED}),
        _ANNULLED: frozenset({_AGREED, _GIVEN}),
    }
)
"""Which outcome may follow which; each step can be taken back (the relation is symmetric)."""
WITH_REASON: Final = (_REFUSED, _ANNULLED)
"""Outcomes that are not kept without a reason."""
_WORDS = {one.value: one.heading for one in AwardState}


def refusal(now: str, wanted: str) -> str:
    """Return why an outcome can't follow another, and which can, in one sentence; '' if it can."""
    if wanted in (now, *STEPS[now]):
        return ""
    named = [f"«{_WORDS[one]}»" for one in _WORDS if one in STEPS[now]]
    can = " hoặc ".join(part for part in (", ".join(named[:-1]), named[-1]) if part)
    return (
        f"đang ở kết quả «{_WORDS[now]}», không chuyển thẳng sang «{_WORDS[wanted]}» được; "
        f"chỉ chuyển được sang {can}."
    )


def without_reason(wanted: str) -> str:
    """Return the sentence that asks for the reason of an outcome."""
    return f"Kết quả «{_WORDS[wanted]}» phải có lý do. Hãy nhập lý do."


def wrong_award(session: Session, values: Mapping[str, Any], row_id: int | None) -> dict[str, str]:
    """Return why an award can't be kept with these values, by field."""
    chosen = values.get("decision_id")
    decision = session.get(Decision, chosen) if chosen is not None else None
    if decision is not None and decision.round_id != values.get("round_id"):
        return {"decision_id": "Quyết định này thuộc đợt khen thưởng khác."}
    award = session.get(Award, row_id) if row_id is not None else None
    if award is None or not session.info.get(BY_HAND) or values["state"] == award.state:
        return {}
    if problem := refusal(award.state, values["state"]):
        return {"state": f"Khen thưởng này {problem}"}
    if values["state"] in WITH_REASON and not clean(values.get("reason") or "", multiline=True):
        return {"reason": without_reason(values["state"])}
    return {}
