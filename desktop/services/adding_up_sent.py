"""The figures that came with submissions, read back and checked for what figures can be."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.core.errors import UserProblem
from desktop.core.figures import Figures
from desktop.core.figures_sum import RateSum, figures_from_json
from desktop.services.receiving_states import ReceivedSubmission
from desktop.storage.models import Submission

_RATES: Final = "study.rates"  # what `sums` call the rates of study sessions
_LARGEST: Final = 10**12


class Sent:
    """The figures of the submissions of one period that count."""

    def __init__(self, session: Session, counting: Sequence[ReceivedSubmission]) -> None:
        self.of = {one.id: one for one in counting}
        self._texts: dict[int, tuple[str, str]] = {}
        self._read: dict[tuple[int, bool], tuple[Figures, RateSum]] = {}
        table = Submission.__table__.c
        if counting:
            statement = select(table.id, table.figures, table.total).where(
                table.period_from == counting[0].period_from,
                table.period_to == counting[0].period_to,
            )
            for row, own, total in session.execute(statement):
                if row in self.of:
                    self._texts[row] = own or "{}", total or ""
        self.totals = frozenset(one for one, (_own, total) in self._texts.items() if total)

    def own(self, submission: int) -> tuple[Figures, RateSum]:
        """Return an office's own figures and what their mean rate is made of."""
        return self._figures(submission, total=False)

    def added(self, submission: int) -> tuple[Figures, RateSum]:
        """Return what an office adds: its total if it has one, else its own figures."""
        return self._figures(submission, total=submission in self.totals)

    def _figures(self, submission: int, *, total: bool) -> tuple[Figures, RateSum]:
        key = (submission, total)
        if key not in self._read:
            text = self._texts[submission][total]
            self._read[key] = submitted(self.of[submission], text)
        return self._read[key]


def submitted(one: ReceivedSubmission, text: str) -> tuple[Figures, RateSum]:
    """Return the figures that a submission's JSON says, and what their mean rate is made of.

    Raises `UserProblem` for what can't be figures.
    """
    # whose they are and of when is what the submission says, which was verified
    said = {"from": one.period_from.isoformat(), "to": one.period_to.isoformat()}
    try:
        plain = json.loads(text)
        found = figures_from_json({**plain, "office": one.office_name, "period": said})
        return found, _rates(plain.get("sums"), found)
    except (ValueError, TypeError, AttributeError, LookupError) as error:
        raise UserProblem(
            f"Không đọc được số liệu của «{one.office_name}» trong tệp «{one.file_name}». "
            "Hãy rút bộ dữ liệu đó ra và đề nghị gửi lại."
        ) from error


def _rates(sums: Any, found: Figures) -> RateSum:
    """Return the rates added up; of a file that doesn't say: the mean, once for each session."""
    given = (sums or {}).get(_RATES)
    if given is None:
        sessions, mean = found.study.sessions, found.study.mean_rate
        return RateSum() if mean is None else RateSum(mean * sessions, sessions)
    total, count = float(given[0]), int(given[1])
    if not 0 <= total < _LARGEST or not 0 <= count < _LARGEST:
        raise ValueError("no sum of rates")
    return RateSum(total, count)
