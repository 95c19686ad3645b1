"""Who has sent for a period, who is late, and whose figures changed after they were sent.

An office must send when it is told from which day on (`sends_from`) and the period ends on that
day or later. It is in time when its first submission of the period was made within so many days
after the period's end (the setting 'submission_days').
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.core.figures import Figures
from desktop.core.vietnamese.collate import natural_sort_key
from desktop.services import book_settings
from desktop.services.adding_up_sent import submitted
from desktop.services.figure_lines import figure_groups
from desktop.services.receiving_states import ReceivedSubmission
from desktop.services.receiving_states import states as submission_states
from desktop.storage.book import Book
from desktop.storage.figures.common import level_names
from desktop.storage.models import Office, Submission

SUBMISSION_DAYS: Final = "submission_days"


@dataclass(frozen=True)
class FigureChange:
    """A figure that an office sent differently: in words, with the unit, before and now."""

    path: tuple[str, ...]
    words: str
    unit: str
    before: str
    now: str


@dataclass(frozen=True)
class OfficeState:
    """Where an office stands with a period.

    `sent_on` and `number` are of the submission that counts, None and 0 of none; `first_on` is the
    day of the first one. `late` days it came after the day it was `due`, or is late by now; None
    for an office that needn't send. `through` is the office in whose submission it came. `before`
    is the number that `changed` compares with, 0 of none. `trust` and `answer` are terms' values.
    """

    uid: str
    name: str
    level: str
    parent_uid: str
    parent: str
    must_send: bool
    due: date
    sent_on: date | None = None
    first_on: date | None = None
    number: int = 0
    late: int | None = None
    before: int = 0
    changed: tuple[FigureChange, ...] = ()
    through: str = ""
    trust: str = ""
    answer: str = ""
    submission_id: int | None = None


def states(book: Book, first: date, last: date, today: date) -> tuple[OfficeState, ...]:
    """Return each office that must send for a period or has sent: by parent and name.

    Those who must and have not come with the others; of one that sent several times the last two
    that are in the book are compared.
    """
    with book.read() as session:
        return _States(session, first, last, today).all()


class _States:
    """Works out where the offices stand with a period."""

    def __init__(self, session: Session, first: date, last: date, today: date) -> None:
        self.session = session
        self.last, self.today = last, today
        self.due = last + timedelta(days=book_settings.value(session, SUBMISSION_DAYS))
        self.levels = level_names(session)
        live = session.scalars(select(Office).where(Office.deleted_at.is_(None)))
        self.offices = {one.uid: one for one in live}
        self.sent: dict[str, list[ReceivedSubmission]] = defaultdict(list)
        self.names: dict[int, str] = {}
        for one in submission_states(session, (first, last)):
            self.sent[one.office_uid].append(one)
            self.names[one.id] = one.office_name

    def all(self) -> tuple[OfficeState, ...]:
        """Return the offices in order: those right below the own one come first."""
        own = next((one.name for one in self.offices.values() if one.own), "")
        found = [self.of(uid) for uid in dict.fromkeys((*self.offices, *self.sent))]
        return tuple(
            sorted(
                (one for one in found if one is not None),
                key=lambda one: (
                    one.parent != own,
                    natural_sort_key(one.parent),
                    natural_sort_key(one.name),
                ),
            )
        )

    def of(self, uid: str) -> OfficeState | None:
        """Return where an office stands, None of one that need not send and hasn't."""
        office, some = self.offices.get(uid), self.sent.get(uid, [])
        begins = None if office is None else office.sends_from
        must = begins is not None and begins <= self.last
        if (office is not None and office.own) or not (must or some):
            return None
        first_on = min((one.made_on for one in some), default=None)
        above = "" if office is None else office.parent_uid or ""
        parent = "" if office is None else office.parent_name or ""
        if above in self.offices:
            parent = self.offices[above].name
        state = OfficeState(
            uid=uid,
            name=some[0].office_name if office is None else office.name,
            level=some[0].office_level if office is None else office.level,
            parent_uid=above,
            parent=parent,
            must_send=must,
            due=self.due,
            first_on=first_on,
            late=max(((first_on or self.today) - self.due).days, 0) if must else None,
        )
        counts = next((one for one in some if one.counts), None)
        return state if counts is None else self._sent(state, counts, some)

    def _sent(
        self, state: OfficeState, counts: ReceivedSubmission, some: Sequence[ReceivedSubmission]
    ) -> OfficeState:
        earlier = [one for one in some if one.number < counts.number]
        before = max(earlier, key=lambda one: (one.number, one.id), default=None)
        return replace(
            state,
            sent_on=counts.made_on,
            number=counts.number,
            before=0 if before is None else before.number,
            changed=() if before is None else self._changed(before, counts),
            through=self.names.get(counts.through_id or 0, ""),
            trust=counts.trust,
            answer=counts.answer,
            submission_id=counts.id,
        )

    def _changed(
        self, before: ReceivedSubmission, now: ReceivedSubmission
    ) -> tuple[FigureChange, ...]:
        """Return which of the office's own figures are others now than they were."""
        statement = select(Submission.id, Submission.figures).where(
            Submission.id.in_((before.id, now.id))
        )
        texts = {row[0]: row[1] for row in self.session.execute(statement)}
        if texts[before.id] == texts[now.id]:
            return ()
        were, are = (submitted(one, texts[one.id] or "{}")[0] for one in (before, now))
        return changed_figures(were, are, self.levels)


def changed_figures(
    were: Figures, are: Figures, levels: Mapping[str, str]
) -> tuple[FigureChange, ...]:
    """Return which figures of a period differ from what they were; what the levels are called."""
    return tuple(
        FigureChange(one.path, one.words, one.unit, one.against, one.value)
        for group in figure_groups(are, levels, were)
        for one in group.lines
        if one.value != one.against
    )
