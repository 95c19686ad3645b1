"""All that is due, from every register that has a deadline, in one list."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import Session, aliased

from desktop.core import due as deadlines
from desktop.core.formats import date_text, number
from desktop.core.terms import Answer, AwardState, Direction
from desktop.services import book_settings, notes, remarks, retention
from desktop.services.documents import due_documents
from desktop.services.house_paper import calendar_day, own_office
from desktop.services.model_figures import silent_in
from desktop.services.worklists import Work, asked_for
from desktop.services.worklists_reading import Asked, ids_of
from desktop.services.worklists_rows import read_rows
from desktop.storage.book import Book
from desktop.storage.figures.pledges import registered
from desktop.storage.models import (
    Award,
    Breakthrough,
    Campaign,
    Conference,
    Contest,
    Decision,
    Plan,
    PlanItem,
    Round,
    Signer,
    StudySession,
    Submission,
    Unit,
)

_YEAR: Final = timedelta(days=365)
_AHEAD: Final = timedelta(days=30)
"""So far ahead meetings are told."""
_FEW: Final = 5
"""So many items of pledges stand one by one; more are one line that leads to their list."""
_MOST: Final = 12
"""So many lines of a kind, at most; those due first."""
_MOST_LETTERS: Final = 140  # of a text that the clerk wrote
_EVER: Final = 100_000  # days: every day that comes is told with its distance

_MEETINGS: Final[tuple[tuple[Any, str, tuple[str, str, str], str], ...]] = (
    (Round, "rounds", ("title", "meeting_place", "meeting_on"), "Trao thưởng"),
    (Conference, "conferences", ("title", "place", "on"), "Hội nghị"),
    (Contest, "contests", ("name", "place", "on"), "Hội thi"),
    (StudySession, "study_sessions", ("subject", "place", "on"), "Học tập"),
)


@dataclass(frozen=True)
class Due:
    """Something to be done: what (Vietnamese), whose, by which day, and where it stands.

    The register 'worklist' is the list of work of the pledges; `filters` say which. 'overkept' is
    the list of those whose data is kept for too long (`retention.overkept`).
    """

    what: str
    register: str
    row_id: int | None = None
    on: date | None = None
    whose: str = ""
    late: bool = False
    filters: Mapping[str, Any] = field(default_factory=dict)

    def distance(self, day: date) -> str:
        """Return how late it is on a day, in words: 'Quá hạn 12 ngày', 'Còn 03 ngày'."""
        if self.on is None:
            return ""
        return deadlines.due_words(self.on, None, day, _EVER)


def due_lines(book: Book, today: date | None = None) -> tuple[Due, ...]:
    """Return what is due on a day (default: today): the late first, then by day, undated last.

    How far ahead is looked is the book's setting `due_soon_days`; meetings 30 days. Rows that
    came from other offices are their work and left out.
    """
    day = today or calendar_day()
    with book.read() as session:
        found = list(_all(session, day))
    return tuple(sorted(found, key=_order))


def _order(one: Due) -> tuple[bool, bool, date]:
    return not one.late, one.on is None, one.on or date.max


def _all(session: Session, day: date) -> Iterator[Due]:
    asked = asked_for(session, None, day)
    origin = own_office(session).uid
    until = day + timedelta(days=book_settings.value(session, "due_soon_days"))
    yield from _campaigns(session, origin, day, until)
    yield from _items(asked)
    yield from _documents(session, day, until)
    yield from _things(session, origin, day, until)
    yield from _breakthroughs(session, origin, day, until)
    yield from _rounds(session, origin, day)
    yield from _meetings(session, origin, day)
    yield from _models(session, origin, day)
    yield from _notes(session, day)
    yield from _answers(session)
    yield from _remarks(session)
    yield from _signers(session)
    yield from _overkept(session, day)


def _short(text: str | None) -> str:
    words = " ".join((text or "").split())
    return words if len(words) <= _MOST_LETTERS else f"{words[:_MOST_LETTERS].rstrip()}…"


def _own(model: Any, origin: str) -> ColumnElement[bool]:
    found: ColumnElement[bool] = model.deleted_at.is_(None) & (model.origin == origin)
    return found


# pledges


def _campaigns(session: Session, origin: str, day: date, until: date) -> Iterator[Due]:
    near = select(Campaign).where(
        _own(Campaign, origin), Campaign.deadline.between(day - _YEAR, until)
    )
    for one in session.scalars(near.order_by(Campaign.deadline.desc()).limit(_MOST)):
        people, organisations, _ = registered(session, [one.id])
        missing = sum(each.expected - each.registered for each in (people, organisations))
        if missing > 0:
            yield Due(
                f"Còn {number(missing)} đối tượng chưa đăng ký: «{one.title}»",
                "worklist",
                on=one.deadline,
                late=one.deadline < day,
                filters={"work": Work.NOT_REGISTERED.value, "campaign": one.id},
            )


def _items(asked: Asked) -> Iterator[Due]:
    """Yield what the worklist has of all open campaigns: items, and heads."""
    for work, words in (
        (Work.OVERDUE, "nội dung đăng ký đã đến hạn mà chưa hoàn thành"),
        (Work.DUE_SOON, f"nội dung đăng ký đến hạn trong {number(asked.due_soon)} ngày tới"),
    ):
        ids = ids_of(asked, str(work.value))
        shown = read_rows(asked.session, str(work.value), work.register, ids[:_FEW], asked.day)
        if len(ids) > _FEW:  # the longest due tells how late they are
            late = work is Work.OVERDUE
            filters = {"work": work.value}
            first = shown[0].day if shown else None
            yield Due(f"{number(len(ids))} {words}", "worklist", None, first, "", late, filters)
            continue
        for row in shown:
            late = row.day is not None and row.day < asked.day
            whose = ", ".join(dict.fromkeys(one for one in (row.name, row.unit) if one))
            what = f"Nội dung đăng ký: {_short(row.words)}"
            yield Due(what, *row.opens, row.day, whose, late, {"work": work.value})
    behind = len(ids_of(asked, str(Work.HEADS_BEHIND.value)))
    if behind:
        what = f"{number(behind)} người đứng đầu chưa đăng ký trong khi đơn vị đã có người đăng ký"
        yield Due(what, "worklist", late=True, filters={"work": Work.HEADS_BEHIND.value})


# what other registers give a day


def _documents(session: Session, day: date, until: date) -> Iterator[Due]:
    for one in due_documents(session, day)[:_MOST]:
        if one.due <= until:
            about = f": {_short(one.abstract)}" if one.abstract else ""
            what = f"Báo cáo theo văn bản {one.number}{about}"
            yield Due(what, "documents", one.id, one.due, one.issuer, one.due < day)


def _waiting(model: Any, origin: str, until: date) -> Select[Any]:
    """Return the SELECT of rows due by a day and not done, those due first before."""
    undone = model.done_on.is_(None) & (model.due_on <= until)
    found: Select[Any] = select(model).where(_own(model, origin), undone)
    return found.order_by(model.due_on, model.id).limit(_MOST)


def _things(session: Session, origin: str, day: date, until: date) -> Iterator[Due]:
    statement = (
        _waiting(PlanItem, origin, until)
        .join(Plan, PlanItem.plan_id == Plan.id)
        .outerjoin(Unit, Plan.unit_id == Unit.id)
        .where(Plan.deleted_at.is_(None))
        .add_columns(Plan.title, Unit.name)
    )
    for one, plan, unit in session.execute(statement):
        what = f"{_short(one.content)} (kế hoạch «{_short(plan)}»)"
        late = one.due_on < day
        yield Due(what, "plan_items", one.id, one.due_on, one.owner or unit or "", late)


def _breakthroughs(session: Session, origin: str, day: date, until: date) -> Iterator[Due]:
    statement = _waiting(Breakthrough, origin, until).outerjoin(
        Unit, Breakthrough.unit_id == Unit.id
    )
    for one, unit in session.execute(statement.add_columns(Unit.name)):
        what = f"Nội dung đột phá: {_short(one.matter)}"
        late = one.due_on < day
        yield Due(what, "breakthroughs", one.id, one.due_on, one.owner or unit or "", late)


# rounds and other meetings


def _rounds(session: Session, origin: str, day: date) -> Iterator[Due]:
    waiting = (
        select(Round, func.count(Award.id))
        .join(Award, Award.round_id == Round.id)
        .where(
            _own(Round, origin),
            Award.deleted_at.is_(None),
            Award.state == AwardState.PROPOSED.value,
        )
        .group_by(Round.id)
        .order_by(Round.meeting_on.desc())
        .limit(_MOST)
    )
    for held, proposed in session.execute(waiting):
        what = f"{number(proposed)} đề nghị chưa có kết quả xét: «{held.title}»"
        late = held.meeting_on is not None and held.meeting_on < day
        yield Due(what, "rounds", held.id, held.meeting_on, held.meeting_place or "", late)
    unnumbered = (
        select(Round)
        .join(Decision, Decision.round_id == Round.id)
        .where(
            _own(Round, origin),
            Decision.deleted_at.is_(None),
            Decision.number.is_(None) | Decision.on.is_(None),
        )
        .distinct()
        .limit(_MOST)
    )
    for held in session.scalars(unnumbered):
        yield Due(f"Có quyết định chưa ghi số hoặc ngày: «{held.title}»", "rounds", held.id)


def _meetings(session: Session, origin: str, day: date) -> Iterator[Due]:
    """Yield the meetings of the next days; a round with open proposals is told by `_rounds`."""
    open_ = select(Award.round_id).where(
        Award.deleted_at.is_(None), Award.state == AwardState.PROPOSED.value
    )
    for model, register, columns, words in _MEETINGS:
        title, place, on = (getattr(model, one) for one in columns)
        near = on.between(day, day + _AHEAD)
        statement = select(model.id, title, place, on).where(_own(model, origin), near)
        if model is Round:
            statement = statement.where(Round.id.not_in(open_))
        for row_id, called, where, held in session.execute(statement.order_by(on).limit(_MOST)):
            yield Due(f"{words}: «{_short(called)}»", register, row_id, held, where or "")


# what has no day


def _models(session: Session, origin: str, day: date) -> Iterator[Due]:
    months = book_settings.value(session, "model_silence_months")
    silent = silent_in(session, origin, months, day)
    if silent:
        quiet = f"{number(len(silent))} mô hình quá {number(months)} tháng chưa có tin mới"
        filters = {"state": tuple(dict.fromkeys(one.state for one in silent))}
        yield Due(f"{quiet}: cần đánh giá lại", "models", filters=filters)


def _notes(session: Session, day: date) -> Iterator[Due]:
    for one in notes.due_in(session, day, _MOST):
        what = f"Nhắc: {_short(one.note.text)}"
        yield Due(what, one.register, one.row_id, one.note.remind_on, one.title, one.late(day))


def _answers(session: Session) -> Iterator[Due]:
    """Yield the submissions that are to be corrected and weren't sent again."""
    later = aliased(Submission)
    again = exists().where(
        later.deleted_at.is_(None),
        later.direction == Submission.direction,
        later.period_from == Submission.period_from,
        later.period_to == Submission.period_to,
        later.number > Submission.number,
    )
    waiting = select(Submission).where(
        Submission.deleted_at.is_(None),
        Submission.direction == Direction.ISSUED.value,
        Submission.answer == Answer.TO_CORRECT.value,
        ~again,
    )
    for one in session.scalars(waiting.order_by(Submission.id).limit(_MOST)):
        period = f"{date_text(one.period_from)} - {date_text(one.period_to)}"
        words = f": {_short(one.receipt)}" if one.receipt else ""
        what = f"Cấp trên đề nghị chỉnh sửa bộ dữ liệu kỳ {period}{words}"
        yield Due(what, "submissions", one.id, late=True)


def _remarks(session: Session) -> Iterator[Due]:
    """Yield the remarks of the office above by record: few lead to theirs, more to their list."""
    open_ = remarks.open_in(session)
    by_record: dict[tuple[str, str], list[remarks.OpenRemark]] = defaultdict(list)
    for one in open_:
        by_record[one.remark.row_register, one.remark.row_uid].append(one)
    if len(by_record) > _FEW:
        filters = {"direction": (Direction.RECEIVED.value,), "settled": (False,)}
        what = f"{number(len(open_))} ý kiến của cấp trên chưa xử lý"
        yield Due(what, remarks.REGISTER, late=True, filters=filters)
        return
    for some in by_record.values():
        first = some[0]
        what = f"{number(len(some))} ý kiến của cấp trên chưa xử lý"
        if len(some) == 1:
            what = f"Ý kiến của cấp trên chưa xử lý: {_short(first.remark.words)}"
        leads = (remarks.REGISTER, first.remark.id)
        if first.row_id is not None:
            leads = (first.remark.row_register, first.row_id)
        yield Due(what, *leads, whose=first.remark.row_title, late=True)


def _signers(session: Session) -> Iterator[Due]:
    rounds = session.scalar(select(func.count(Round.id)).where(Round.deleted_at.is_(None)))
    signers = session.scalar(select(func.count(Signer.id)).where(Signer.deleted_at.is_(None)))
    if rounds and not signers:
        yield Due("Chưa nhập người ký: giấy in ra sẽ để trống tên người ký", "signers")


def _overkept(session: Session, day: date) -> Iterator[Due]:
    """Yield whose data is kept for longer than the rule asks: few by name, more as one line."""
    found = retention.overkept_in(session, day)
    dated = [one for one in found if one.due is not None]
    undated = [one for one in found if one.due is None]
    if len(dated) > _FEW:
        years = book_settings.value(session, retention.YEARS)
        what = f"{number(len(dated))} người đã rời đi quá {number(years)} năm: xem lại việc giữ"
        yield Due(f"{what} dữ liệu cá nhân", retention.OVERKEPT)
    else:
        for one in dated:
            what = f"Xem lại việc giữ dữ liệu cá nhân: {one.name}, {one.words}"
            yield Due(what, retention.MEMBERS, one.id, whose=one.unit)
    why = "để biết giữ dữ liệu cá nhân đến bao giờ"
    if len(undated) > _FEW:
        what = f"{number(len(undated))} người đã rời đi chưa ghi ngày: ghi ngày {why}"
        yield Due(what, retention.OVERKEPT)
    else:
        for one in undated:
            what = f"Ghi ngày {why}: {one.name}, {one.words}"
            yield Due(what, retention.MEMBERS, one.id, whose=one.unit)
