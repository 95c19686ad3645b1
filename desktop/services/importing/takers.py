"""Which class takes the rows of which register."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from desktop.services.importing.awards import AwardRecords
from desktop.services.importing.documents import DocumentRecords
from desktop.services.importing.named import ExpectedRecords, RatingRecords
from desktop.services.importing.plans import IndicatorRecords, PlanRecords
from desktop.services.importing.pledges import PledgeRecords
from desktop.services.importing.records import ModelRecords, Records
from desktop.services.importing.studies import SessionRecords, StudyRecords
from desktop.services.importing.unit_rows import UnitRecords

_TAKERS: Mapping[str, type[Records]] = defaultdict(
    lambda: Records,
    {
        "units": UnitRecords,
        "pledges": PledgeRecords,
        "models": ModelRecords,
        "awards": AwardRecords,
        "study_attendances": StudyRecords,
        "study_sessions": SessionRecords,
        "yearly_ratings": RatingRecords,
        "expected": ExpectedRecords,
        "plans": PlanRecords,
        "indicators": IndicatorRecords,
        "documents": DocumentRecords,
    },
)


def taker(register: str) -> type[Records]:
    """Return what takes the rows of a register."""
    return _TAKERS[register]
