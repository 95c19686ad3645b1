"""Erasing a person at their request: the plan of what goes and what must remain, and doing it.

What was decided stays decided: an award that was agreed on or handed over keeps its recipient's
name as the decision has it (DOMAIN.md, 'Decision', 'Award'), untied from the member; reports that
were issued and submissions that were sent or received stay as they are. All else that is tied to
the member goes. The member is not kept as a nameless row that goes on counting: dates, unit and
status would still tell in a small cell who it was. So figures of earlier periods become others
when they are computed again; the plan tells which (what was issued or sent keeps its own).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.core.changes import Changes, Done
from desktop.core.errors import EnvironmentProblem, UserProblem
from desktop.core.formats import date_text, number
from desktop.core.terms import AuditAction, Direction
from desktop.core.vietnamese.fold import clean
from desktop.services.adding_up_states import FigureChange, changed_figures
from desktop.services.backups import list_backups
from desktop.services.erasing_rows import Going, Key, going, stays, take_out
from desktop.services.house_paper import calendar_day
from desktop.services.person_places import Mention, Places, places_of
from desktop.services.person_records import issue_words, mention_fields, mention_words
from desktop.storage import audit_notes, compacting
from desktop.storage import figures as computed
from desktop.storage.book import Book, changes_of
from desktop.storage.figures.common import level_names
from desktop.storage.models import Award, Decision, Member, PeriodReport, Round, Submission
from desktop.storage.registers import spec

WORDS: Final = "Xóa dữ liệu cá nhân theo yêu cầu"
_PERIODS: Final = 12
"""So many periods are computed anew for the plan, the latest."""

Progress = Callable[[int, int], None]
Period = tuple[date, date]


@dataclass(frozen=True)
class Remainder:
    """Something that names the person and stays: what it is, and why."""

    what: str
    why: str


@dataclass(frozen=True)
class Doubt:
    """A row of the same name that is not tied to the member: the clerk says whether it is theirs.

    `likely`: no other member has that name, and all of the row is about who is named.
    """

    key: Key
    register: str
    record: str
    fields: str
    likely: bool


@dataclass(frozen=True)
class PeriodChange:
    """What becomes of the figures of a period."""

    period: Period
    figures: tuple[FigureChange, ...]


@dataclass(frozen=True)
class ErasingPlan:
    """What erasing a person would do: told before anything is done."""

    member_id: int
    name: str
    goes: tuple[tuple[str, int], ...]  # register in words, rows
    emptied: tuple[str, ...]  # records that stay without the name
    entries: int  # of the log, whose words go
    remains: tuple[Remainder, ...]
    doubtful: tuple[Doubt, ...]
    figures: tuple[PeriodChange, ...]
    backups: tuple[str, ...]  # when those were made that still have the person
    homonyms: int

    @property
    def rows(self) -> int:
        """How many rows go."""
        return sum(count for _register, count in self.goes)


@dataclass(frozen=True)
class Erased:
    """What was done: rows removed, log entries emptied; `told` is a sentence on what is left."""

    rows: int
    entries: int
    remains: tuple[Remainder, ...]
    told: str = ""


class _NotMeant(Exception):
    """Ends a trial: what was written is taken back."""


def plan(
    book: Book,
    member_id: int,
    also: Collection[Key] = (),
    progress: Progress | None = None,
) -> ErasingPlan:
    """Return what erasing a member would do; `also` are the doubtful rows that are theirs.

    The figures are those of a trial that is taken back: it wants the writing connection.
    Raises `StaleRecord` when the member is gone.
    """
    with book.read() as session:
        found = places_of(session, member_id, progress)
        what = going(session, found, also)
        periods = _periods(session, book.origin)
        levels = level_names(session)
        told = ErasingPlan(
            member_id,
            found.name,
            tuple((spec(name).heading, count) for name, count in what.counts().items()),
            tuple(_emptied(session, what)),
            len(what.entries),
            tuple(_remains(session, found, what)),
            tuple(_doubts(session, found)),
            (),
            tuple(_backups(book, session, member_id)),
            len(found.homonyms),
        )
    changes = _figures(book, member_id, also, periods, levels)
    return ErasingPlan(**{**vars(told), "figures": changes})


def erase(
    book: Book,
    member_id: int,
    reason: str,
    also: Collection[Key] = (),
    progress: Progress | None = None,
) -> Done[Erased]:
    """Erase a member as `plan` says, in one transaction; it can't be undone.

    `progress` may cancel until the commit. Afterwards the file is rewritten, so that nothing of
    it lies in its free pages; where that fails `told` says so, and the rows are gone all the
    same. The next opening tries again, also after a kill between the two. No backup is made: it
    would keep what is to go.
    Raises `UserProblem` without a reason, or with one that names the person; `StaleRecord`.
    """
    words = clean(reason, multiline=True)
    if not words:
        raise UserProblem("Hãy ghi lý do xóa, ví dụ: đơn đề nghị của cá nhân, ngày nhận.")
    with book.write(WORDS) as session:
        session.connection().exec_driver_sql("PRAGMA secure_delete = ON")  # `compact` ends it
        found = places_of(session, member_id, progress)
        if found.mentions.found(words):
            raise UserProblem(
                "Lý do được giữ lại trong nhật ký nên không ghi họ tên, số thẻ của người này. "
                "Hãy viết lại, ví dụ: theo đơn của cá nhân ngày 01/6/2026."
            )
        what = going(session, found, also)
        remains = tuple(_remains(session, found, what))
        entries = take_out(session, found, what)
        rows = sum(what.counts().values())
        audit_notes.note(
            session,
            AuditAction.ERASED,
            WORDS,
            register="members",
            row_uid=found.uid,
            facts={"reason": words, "rows": what.counts()},
        )
        compacting.mark(session)
        changes = changes_of(session) | Changes(frozenset({"members"}))
        if progress is not None:
            progress(0, 0)  # the last moment to cancel
    return Done(Erased(rows, entries, remains, _rewritten(book)), changes)


def _rewritten(book: Book) -> str:
    try:
        book.compact()
    except EnvironmentProblem as problem:
        return (
            "Dữ liệu đã xóa khỏi sổ, nhưng chưa ghi lại được tệp sổ nên vết cũ có thể còn trong "
            "chỗ trống của tệp; khi mở sổ lần sau chương trình sẽ làm lại. "
            f"{problem.message}"
        )
    return ""


# the plan's words


def _emptied(session: Session, what: Going) -> Iterator[str]:
    for register, ids in what.rewritten.items():
        for one in sorted(ids):
            mention = Mention(register, one, "", ())
            yield ": ".join(mention_words(session, mention))


def _remains(session: Session, found: Places, what: Going) -> Iterator[Remainder]:
    for one in sorted(what.awards):
        yield Remainder(_award_words(session, one), "đã có quyết định: giữ họ tên người được khen")
    for mention in found.doubtful:
        why = stays(session, mention)
        if why and mention.id not in (what.awards if mention.register == "awards" else ()):
            yield Remainder(": ".join(mention_words(session, mention)), why)
    for words in issue_words(session, found.issues):
        yield Remainder(f"Báo cáo {words}", "đã ban hành, giữ nguyên văn")
    if found.clerk:
        yield Remainder(
            "Tên người làm việc ghi trong nhật ký",
            "cho biết ai đã làm việc với sổ; có thể là người khác trùng tên",
        )
    for received in found.received:
        yield Remainder(
            f"Bộ dữ liệu nhận của {received.office}, kỳ {_days(received.period)}: "
            f"{number(received.rows)} bản ghi",
            "dữ liệu của cơ quan gửi: rút bộ đó ra hoặc đề nghị cơ quan đó gửi lại",
        )
    for sent in found.sent:
        yield Remainder(
            f"Bộ dữ liệu gửi cấp trên ngày {date_text(sent.made_on)}, kỳ {_days(sent.period)}",
            "đã gửi đi, có thể có người này: đề nghị cấp trên xóa phía mình",
        )


def _award_words(session: Session, award_id: int) -> str:
    award = session.get_one(Award, award_id)
    decision = session.get(Decision, award.decision_id) if award.decision_id else None
    held = session.get_one(Round, award.round_id)
    under = f"quyết định {decision.number}" if decision is not None and decision.number else ""
    day = date_text(decision.on) if decision is not None and decision.on else ""
    told = f"{under} ngày {day}" if under and day else under or f"đợt «{held.title}»"
    return f"Khen thưởng theo {told}" if under else f"Khen thưởng trong {told}"


def _days(period: Period) -> str:
    return f"{date_text(period[0])} - {date_text(period[1])}"


def _doubts(session: Session, found: Places) -> Iterator[Doubt]:
    for one in found.doubtful:
        if stays(session, one):
            continue
        likely = one.whole and not found.homonyms
        yield Doubt(one.key, *mention_words(session, one), mention_fields(one), likely)


def _backups(book: Book, session: Session, member_id: int) -> Iterator[str]:
    entered = datetime.fromisoformat(session.get_one(Member, member_id).created_at)
    made = sorted(one.at.astimezone() for one in list_backups(book))
    for at in made:
        if at >= entered:
            yield f"{at:%H:%M %d/%m/%Y}"


# figures


def _periods(session: Session, origin: str) -> list[Period]:
    """Return the periods whose figures were told: sent, reported, and the last two years."""
    today = calendar_day()
    found: set[Period] = {
        (date(today.year, 1, 1), today),
        (date(today.year - 1, 1, 1), date(today.year - 1, 12, 31)),
    }
    sent = select(Submission.period_from, Submission.period_to).where(
        Submission.direction == Direction.ISSUED.value, Submission.deleted_at.is_(None)
    )
    issued = select(PeriodReport.period_from, PeriodReport.period_to).where(
        PeriodReport.issued, PeriodReport.deleted_at.is_(None), PeriodReport.origin == origin
    )
    for statement in (sent, issued):
        found |= {(begin, end) for begin, end in session.execute(statement)}
    return sorted(found, key=lambda one: (one[1], one[0]), reverse=True)[:_PERIODS]


def _figures(
    book: Book,
    member_id: int,
    also: Collection[Key],
    periods: Iterable[Period],
    levels: Mapping[str, str],
) -> tuple[PeriodChange, ...]:
    """Return what becomes of the figures: by a trial in a transaction that is taken back."""
    found: list[PeriodChange] = []
    with suppress(_NotMeant), book.write(WORDS) as session:
        before = [(one, computed.compute(session, *one)) for one in periods]
        places = places_of(session, member_id)
        take_out(session, places, going(session, places, also))
        for period, were in before:
            are = computed.compute(session, *period)
            if changes := changed_figures(were, are, levels):
                found.append(PeriodChange(period, changes))
        raise _NotMeant
    return tuple(found)
