"""The lists that go with a period's report: the very rows behind its figures."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from desktop.core.figures import Figures, Scope, rate
from desktop.core.formats import date_text, official_count
from desktop.core.report_text import ANNEXES
from desktop.core.terms import Level, RecipientKind
from desktop.core.vietnamese.collate import name_sort_key, natural_sort_key, sort_key
from desktop.reports.period_report_paper import (
    CENTRE,
    COUNT,
    DAY,
    RATE,
    Cell,
    ReportColumn,
    ReportTable,
)
from desktop.services import figures, registers
from desktop.services.figure_lines import figure_groups
from desktop.services.model_papers import owner_words
from desktop.services.model_reading import further_units
from desktop.storage.book import Book
from desktop.storage.figures.models import commended
from desktop.storage.models import (
    Award,
    AwardForm,
    Decision,
    Round,
    StudyAttendance,
    StudySession,
    Unit,
)

_CHUNK: Final = 500
_ORDER: Final = [one.value for one in Level]
_KINDS: Final = [one.value for one in RecipientKind]
_NO_LEVEL: Final = "Chưa ghi cấp"
_SUM: Final = "Cộng"


@dataclass(frozen=True)
class Period:
    """Of what a report is: both days included, and a unit with its subtree or the whole office.

    `new_since` is the day from which a model is new (None: the first).
    """

    first: date
    last: date
    unit: int | None = None
    new_since: date | None = None

    @property
    def scope(self) -> Scope:
        """The same for the figures."""
        return Scope(unit=self.unit)


def annex(book: Book, key: str, period: Period) -> ReportTable | None:
    """Return a list by its key in `report_text.ANNEXES`, None when it has no rows."""
    made: Mapping[str, Callable[[], ReportTable]] = {
        "models": lambda: _models(book, period),
        "awards": lambda: _awards(book, period),
        "study": lambda: _study(book, period),
        "figures": lambda: _figures(book, period),
    }
    table = made[key]()
    return table if table.rows else None


def figure_lines(
    found: Figures, levels: Mapping[str, str], new_since: date | None = None
) -> tuple[tuple[str, str, str, str], ...]:
    """Return every figure as register, words, value and unit (`figure_lines.figure_groups`).

    New models are told with the day `new_since` where it isn't the period's first.
    """
    told = replace(found, new_since=new_since)
    return tuple(
        (
            group.title,
            f"{'- ' if one.within else ''}{one.words}",
            one.value,
            one.unit,
        )
        for group in figure_groups(told, levels)
        for one in group.lines
    )


def annex_rows(plain: Mapping[str, Any], lines: Sequence[object]) -> dict[str, int]:
    """Return how many rows each list has, from the figures it is the list of and their lines."""
    return {
        "models": plain["models"]["commended"]["any"],
        "awards": plain["commendations"]["awards"],
        "study": plain["study"]["sessions"],
        "figures": len(lines),
    }


def _ids(book: Book, period: Period, *path: str) -> tuple[int, ...]:
    days = (period.first, period.last, period.new_since)
    rows = figures.figure_rows(book, path, *days, scope=period.scope)
    return tuple(rows.ids)


def _chunks(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for start in range(0, len(ids), _CHUNK):
        yield ids[start : start + _CHUNK]


def _figures(book: Book, period: Period) -> ReportTable:
    rows: list[tuple[Cell, ...]] = []
    since = period.new_since
    found = figures.figures(book, period.first, period.last, since, period.scope)
    told = figure_lines(found, figures.level_words(book), since)
    for title, lines in groupby(told, key=lambda one: one[0]):
        rows.append((title,))
        rows += [(words, unit, value) for _, words, value, unit in lines]
    columns = (
        ReportColumn("Nội dung", 62),
        ReportColumn("Đơn vị tính", 18, CENTRE),
        ReportColumn("Số liệu", 14, COUNT),
    )
    return ReportTable("figures", ANNEXES["figures"], columns, tuple(rows), numbered=False)


def _models(book: Book, period: Period) -> ReportTable:
    """Return the models that any level commended, those of the highest level first."""
    ids = _ids(book, period, "models", "commended", "any")
    names = figures.level_words(book)
    with book.read() as session:
        levels = {
            one: found
            for some in _chunks(ids)
            for one, found in commended(session, some, period.last).items()
        }
        further = further_units(session)
        rows = [
            one for some in _chunks(ids) for one in registers.read_rows(session, "models", some)
        ]
    ordered = sorted(
        rows,
        key=lambda one: (
            -_ORDER.index(levels[one.id][-1][0]),
            sort_key(one.labels.get("field_id", "")),
            sort_key(one.values["name"]),
            one.id,
        ),
    )
    lines: list[tuple[Cell, ...]] = []
    for level, some in groupby(ordered, key=lambda one: levels[one.id][-1][0]):
        models = list(some)
        lines.append((f"Cấp cao nhất: {names[level]} ({official_count(len(models))} mô hình)",))
        for one in models:
            told = "\n".join(
                f"{names[key]} ({date_text(on)})" if on else names[key]
                for key, on in reversed(levels[one.id])
            )
            owner = owner_words(one, further.get(one.id, ()))
            lines.append((one.values["name"], owner, one.labels.get("field_id", ""), told))
    columns = (
        ReportColumn("Tên mô hình", 28),
        ReportColumn("Tập thể, cá nhân thực hiện", 25),
        ReportColumn("Lĩnh vực", 18),
        ReportColumn("Cấp tuyên dương", 27),
    )
    return ReportTable("models", ANNEXES["models"], columns, tuple(lines))


def _awards(book: Book, period: Period) -> ReportTable:
    """Return the awards of the period by level, the highest first; then form, kind and name."""
    ids = _ids(book, period, "commendations", "awards")
    names = figures.level_words(book)
    with book.read() as session:
        rows = [one for some in _chunks(ids) for one in _award_rows(session, some)]
    ordered = sorted(rows, key=_award_key)
    lines: list[tuple[Cell, ...]] = []
    for level, some in groupby(ordered, key=lambda one: one.level):
        awards = list(some)
        title = names.get(level, _NO_LEVEL)
        lines.append((f"{title}: {official_count(len(awards))} lượt",))
        for one in awards:
            unit = one.unit if one.unit and one.unit != one.recipient_name else ""
            who = one.recipient_post or unit
            decided = "\n".join(part for part in (one.number or "", date_text(one.day)) if part)
            lines.append((one.recipient_name, who, one.form, decided))
    columns = (
        ReportColumn("Họ và tên / Tên tập thể", 30),
        ReportColumn("Chức vụ, đơn vị", 32),
        ReportColumn("Hình thức", 16),
        ReportColumn("Số, ngày quyết định", 18, CENTRE),
    )
    return ReportTable("awards", ANNEXES["awards"], columns, tuple(lines))


def _award_rows(session: Session, ids: Sequence[int]) -> Sequence[Any]:
    level = func.coalesce(Decision.level, Award.proposed_level, "")
    statement = (
        select(
            Award.id,
            Award.recipient_kind,
            Award.recipient_name,
            Award.recipient_post,
            AwardForm.name.label("form"),
            AwardForm.position,
            Decision.number,
            func.coalesce(Decision.on, Round.meeting_on).label("day"),
            level.label("level"),
            Unit.name.label("unit"),
        )
        .join(Round, Award.round_id == Round.id)
        .join(AwardForm, Award.form_id == AwardForm.id)
        .outerjoin(Decision, (Award.decision_id == Decision.id) & Decision.deleted_at.is_(None))
        .outerjoin(Unit, Award.unit_id == Unit.id)
        .where(Award.id.in_(ids))
    )
    return session.execute(statement).all()


def _award_key(award: Any) -> tuple[object, ...]:
    level = _ORDER.index(award.level) if award.level in _ORDER else -1
    kind = _KINDS.index(award.recipient_kind)
    person = award.recipient_kind == RecipientKind.INDIVIDUAL.value
    name = (name_sort_key if person else natural_sort_key)(award.recipient_name)
    return (-level, award.position or 0, award.form, award.day or date.min, kind, name, award.id)


def _study(book: Book, period: Period) -> ReportTable:
    """Return the sessions of the period in order of time, with the sums of their attendance."""
    ids = _ids(book, period, "study", "sessions")
    attendances = _ids(book, period, "study", "rate")
    found: dict[int, list[int]] = {one: [0, 0] for one in ids}
    sessions: list[StudySession] = []
    with book.read() as session:
        for some in _chunks(attendances):
            for one in session.scalars(select(StudyAttendance).where(StudyAttendance.id.in_(some))):
                found[one.session_id][0] += one.invited or 0
                found[one.session_id][1] += one.attended or 0
        for some in _chunks(ids):
            sessions += session.scalars(select(StudySession).where(StudySession.id.in_(some)))
        rows: list[tuple[Cell, ...]] = []
        for held in sorted(sessions, key=lambda one: (one.on or date.min, one.id)):
            invited, attended = found[held.id]
            day = held.on.isoformat() if held.on else None
            share = rate(attended, invited)
            rows.append((held.subject, day, held.place or "", invited, attended, share))
    columns = (
        ReportColumn("Chuyên đề", 34),
        ReportColumn("Ngày", 13, DAY),
        ReportColumn("Địa điểm", 20),
        ReportColumn("Triệu tập", 10, COUNT),
        ReportColumn("Tham dự", 10, COUNT),
        ReportColumn("Tỷ lệ", 10, RATE),
    )
    invited, attended = (sum(one[place] for one in found.values()) for place in (0, 1))
    sums = (_SUM, None, "", invited, attended, rate(attended, invited))
    total = sums if len(rows) > 1 else ()
    return ReportTable("study", ANNEXES["study"], columns, tuple(rows), total)
