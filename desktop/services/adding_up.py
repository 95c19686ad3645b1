"""Adding up: the figures of the own office and of all that sent theirs for a period.

What counts of the submissions in the book is told by `receiving_states`. The sum for a period is
the own figures and, of each office whose submission of exactly this period counts and came
directly, its total if it has one, else its figures. Numbers and times are added; rates are worked
out again from what was added; the plain mean of the sessions' rates is made of the rates' sums
that the offices send along (of a file without them: its mean, weighted by its sessions). Awards'
recipients are counted once over the offices by their uid, and what the clerk has said to be one
counts once (`adding_up_twice`). Offices that came inside another's submission are shown below it
and never added twice.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.core import figures_sum
from desktop.core.errors import UserProblem
from desktop.core.figures import Figures
from desktop.core.figures_sum import RateSum
from desktop.core.terms import Direction
from desktop.core.vietnamese.collate import natural_sort_key
from desktop.core.vietnamese.fold import fold
from desktop.services.adding_up_alike import Alike, LookAlike, decide, look_alikes
from desktop.services.adding_up_lists import ReceivedList, ReceivedListRow, count_rows, rows
from desktop.services.adding_up_rows import OWN, Source, line_of, sources_of
from desktop.services.adding_up_sent import Sent
from desktop.services.adding_up_states import FigureChange, OfficeState, states
from desktop.services.adding_up_twice import counted_twice
from desktop.services.house_paper import own_office
from desktop.services.receiving_states import Period, ReceivedSubmission, carried_twice
from desktop.services.receiving_states import states as submission_states
from desktop.storage import figures as computed
from desktop.storage.book import Book
from desktop.storage.models import Office, Submission

__all__ = [
    "AddedUp",
    "Alike",
    "FigureChange",
    "LookAlike",
    "OfficeName",
    "OfficePart",
    "OfficeState",
    "Period",
    "RateSum",
    "ReceivedList",
    "ReceivedListRow",
    "added_up",
    "count_rows",
    "decide",
    "look_alikes",
    "office_named",
    "periods",
    "rows",
    "states",
    "total_of",
]


@dataclass(frozen=True)
class OfficeName:
    """An office as it is shown: `parent_uid` is '' where it isn't known whom it is below."""

    uid: str
    name: str
    level: str
    parent_uid: str = ""


@dataclass(frozen=True)
class OfficePart:
    """What an office has in the sum.

    `figures` are those with the offices below where it sent such a total, `own` its own alone.
    One that is not `added` came inside another's submission, after which it stands: the figures
    of that one have it in them.
    """

    office: OfficeName
    figures: Figures
    own: Figures
    added: bool
    submission_id: int


@dataclass(frozen=True)
class AddedUp:
    """The figures of several offices as one.

    `total` is what was added up, `own` are the figures of the office asked for alone, `by_office`
    the others by name, `own` not among them. `rates` is what the mean of the study sessions' rates
    is made of.
    """

    total: Figures
    own: Figures
    by_office: tuple[OfficePart, ...]
    rates: RateSum

    @property
    def figures(self) -> Figures:
        """The total."""
        return self.total

    @property
    def added(self) -> tuple[OfficePart, ...]:
        """The offices of which the sum is made, beside the one asked for."""
        return tuple(one for one in self.by_office if one.added)

    def to_json_dict(self) -> dict[str, Any]:
        """Return plain values: `total` and `own` by the contract of DOMAIN.md, and each office."""
        return {
            "total": self.total.to_json_dict(),
            "own": self.own.to_json_dict(),
            "offices": [
                {
                    "uid": one.office.uid,
                    "name": one.office.name,
                    "level": one.office.level,
                    "parent": one.office.parent_uid,
                    "added": one.added,
                    "figures": one.figures.to_json_dict(),
                    "own": one.own.to_json_dict(),
                }
                for one in self.by_office
            ],
        }


def periods(book: Book) -> tuple[Period, ...]:
    """Return the periods of which something was received or sent, the latest first."""
    table = Submission.__table__.c
    statement = (
        select(table.period_from, table.period_to).where(table.deleted_at.is_(None)).distinct()
    )
    with book.read() as session:
        found = {(row[0], row[1]) for row in session.execute(statement)}
    return tuple(sorted(found, key=lambda one: (one[1], one[0]), reverse=True))


def added_up(book: Book, first: date, last: date, office_uid: str | None = None) -> AddedUp:
    """Return the sum for a period of all offices, or of one with those below it.

    Without an office, or with the own one, the own figures are in it, whoever has sent. Raises
    `UserProblem` for a turned period, an office that the book doesn't know, figures of a
    submission that can't be read, and an office whose figures are in the totals of two.
    """
    if first > last:
        raise UserProblem("Ngày đầu kỳ sau ngày cuối kỳ. Hãy chọn lại kỳ.")
    with book.read() as session:
        own = own_office(session)
        asked = None if office_uid in (None, own.uid) else office_uid
        found = submission_states(session, (first, last))
        _require_once(found)
        parents = parents_of(session)
        known = Sent(session, [one for one in found if one.counts])
        sources = sources_of(found, known.totals, parents, asked)
        parts = _parts(known, sources, parents)
        if asked is None:
            name, own_rates = own.name, computed.study_rates(session, first, last)
            alone = computed.compute(session, first, last)
            book_of = Source(OWN, own.uid, own.name, OWN)
            return _sum(session, known, name, alone, own_rates, (book_of, *sources), parts)
        mine = [one for one in parts if one.office.uid == asked]
        name = mine[0].office.name if mine else _name(session, asked)
        alone = mine[0].own if mine else Figures(name, first, last)
        return _sum(session, known, name, alone, None, sources, parts)


def _require_once(found: Sequence[ReceivedSubmission]) -> None:
    """Raise `UserProblem` where no right sum can be made: two totals hold the same office."""
    twice = carried_twice(found)
    if twice is not None:
        one, first, second = (each.office_name for each in twice)
        raise UserProblem(
            f"Số liệu của «{one}» nằm trong cả bộ dữ liệu của «{first}» và của «{second}» nên bị "
            f"tính hai lần. Hãy hỏi hai nơi gửi «{one}» thuộc nơi nào, rút bộ của nơi kia ra và đề "
            "nghị nơi đó gửi lại."
        )


def total_of(book: Book, first: date, last: date) -> AddedUp | None:
    """Return the sum of the own office with all below it; None when nothing was received.

    That is what the office's own submission carries as its total. Raises as `added_up`.
    """
    found = added_up(book, first, last)
    return found if found.by_office else None


def office_named(book: Book, words: str) -> str:
    """Return the uid of the office that words of its name tell.

    Raises `UserProblem` when there is none or more than one.
    """
    with book.read() as session:
        names = {
            str(row[0]): str(row[1])
            for row in session.execute(
                select(Office.uid, Office.name).where(Office.deleted_at.is_(None))
            )
        }
        sent = select(Submission.office_uid, Submission.office_name).where(
            Submission.deleted_at.is_(None), Submission.direction == Direction.RECEIVED.value
        )
        for uid, name in session.execute(sent):
            names.setdefault(str(uid), name)
    wanted = fold(words)
    exact = [uid for uid, name in names.items() if fold(name) == wanted or uid == words]
    some = exact or [uid for uid, name in names.items() if wanted and wanted in fold(name)]
    if not some:
        raise UserProblem(f"Sổ không biết cơ quan nào tên là «{words}».")
    if len(some) > 1:
        listed = "; ".join(sorted(names[one] for one in some)[:3])
        raise UserProblem(f"Có {len(some)} cơ quan khớp với «{words}»: {listed}. Hãy ghi rõ hơn.")
    return some[0]


def parents_of(session: Session) -> Mapping[str, str]:
    """Return whom each known office is below, as far as that is known."""
    statement = select(Office.uid, Office.parent_uid).where(
        Office.deleted_at.is_(None), Office.parent_uid.is_not(None)
    )
    return {str(row[0]): str(row[1]) for row in session.execute(statement)}


def _parts(
    known: Sent, sources: Sequence[Source], parents: Mapping[str, str]
) -> tuple[OfficePart, ...]:
    """Return what each office has: by name, those inside a submission after its office."""
    names = {one.id: natural_sort_key(one.office_name) for one in sources}
    names |= {one.addend: natural_sort_key(known.of[one.addend].office_name) for one in sources}

    def place(one: Source) -> tuple[Any, ...]:
        depth = len(line_of(one.office_uid, parents))
        return names[one.addend], one.addend, one.id != one.addend, depth, names[one.id], one.id

    found = []
    for one in sorted(sources, key=place):
        sent = known.of[one.id]
        name = OfficeName(
            one.office_uid, one.office_name, sent.office_level, parents.get(one.office_uid, "")
        )
        own = known.own(one.id)[0]
        figures = known.added(one.id)[0] if one.id in known.totals else own
        found.append(OfficePart(name, figures, own, one.id == one.addend, one.id))
    return tuple(found)


def _sum(
    session: Session,
    known: Sent,
    name: str,
    own: Figures,
    own_rates: RateSum | None,
    sources: Sequence[Source],
    parts: tuple[OfficePart, ...],
) -> AddedUp:
    """Return the sum of the parts; `own` is one of it where it has rates beside it."""
    first, last = own.period_from, own.period_to
    added = [one for one in parts if one.added]
    several = [one.figures for one in added]
    rates = [known.added(one.submission_id)[1] for one in added]
    if own_rates is not None:
        several, rates = [own, *several], [own_rates, *rates]
    together = figures_sum.rates_added(rates)
    total = figures_sum.added_up(name, first, last, several, together)
    twice = counted_twice(session, sources, first, last)
    return AddedUp(figures_sum.less(total, twice), own, parts, together)


def _name(session: Session, uid: str) -> str:
    found = session.scalar(select(Office.name).where(Office.uid == uid)) or session.scalar(
        select(Submission.office_name).where(Submission.office_uid == uid)
    )
    if found is None:
        raise UserProblem("Sổ không biết cơ quan này. Hãy chọn lại.")
    return str(found)
