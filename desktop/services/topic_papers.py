"""Papers of topics: what came of one, and the cells' topic meetings by unit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from desktop.core.errors import UserProblem
from desktop.core.formats import date_text, official_count
from desktop.services import topics
from desktop.services.books import require_other
from desktop.services.house_paper import calendar_day
from desktop.services.member_papers import members_paper, unit_names, units_below
from desktop.services.topics import TopicGroup, TopicLine, TopicView
from desktop.storage.book import Book
from desktop.storage.models import TopicMeeting

if TYPE_CHECKING:
    from desktop.reports.topics import Section

RESULTS, MEETINGS = "topic-results", "topic-meetings"
Progress = Callable[[int, int], None]
REGISTER = "topics"
TITLES = {
    RESULTS: "Kết quả thực hiện chuyên đề",
    MEETINGS: "Tổng hợp sinh hoạt chuyên đề",
}
"""The papers by name, with their titles."""
# heading, column of titles, day, who, whole, part
_SECTIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "topics": ("Chuyên đề hằng năm", "Chuyên đề", "", "", "", ""),
    "documents": ("Văn bản triển khai", "Văn bản", "Ngày", "Cơ quan ban hành", "", ""),
    "plans": ("Kế hoạch", "Kế hoạch", "Ngày ban hành", "Đơn vị", "Số công việc", "Đã xong"),
    "campaigns": ("Đợt đăng ký", "Đợt đăng ký", "Hạn đăng ký", "", "Phải đăng ký", "Đã đăng ký"),
    "study_sessions": ("Hội nghị học tập, quán triệt", "Hội nghị", "Ngày", "Địa điểm",
                       "Lượt triệu tập", "Lượt tham dự"),
    "topic_meetings": ("Sinh hoạt chuyên đề của chi bộ", "Chi bộ", "Số buổi", "",
                       "Lượt phải dự", "Lượt có mặt"),
    "conferences": ("Hội nghị sơ kết, tổng kết, biểu dương, tọa đàm", "Hội nghị", "Ngày",
                    "Địa điểm", "", ""),
}  # fmt: skip


def make(
    book: Book,
    form: str,
    target: Path,
    given: Mapping[str, Any],
    progress: Progress | None = None,
) -> int:
    """Write the paper of a name in `TITLES`; return its pages.

    Options: of the results `topic` (id, else the latest); of the meetings `year` or `first` and
    `last` (days, else this year) and `unit` (with all below it). Raises `UserProblem` for
    what isn't in the book or a turned period, and the sentences of the environment.
    """
    require_other(target, book.path)
    if form == RESULTS:
        return _results(book, target, given.get("topic"), progress)
    today = calendar_day()
    year = given.get("year") or today.year
    first, last = given.get("first") or date(year, 1, 1), given.get("last") or date(year, 12, 31)
    if last < first:
        raise UserProblem("Ngày cuối kỳ phải từ ngày đầu kỳ trở đi.")
    return _meetings(book, target, first, last, given.get("unit"), progress)


def _results(book: Book, target: Path, topic: int | None, progress: Progress | None) -> int:
    from desktop.reports.topics import write_topic  # noqa: PLC0415 - ReportLab when needed

    with book.read() as session:
        paper = members_paper(session)
        chosen = topics.latest(session) if topic is None else topic
    found = topics.view(book, chosen)
    lines = (f"«{found.title}»", period_words(found),
             f"tính đến ngày {date_text(calendar_day())}")  # fmt: skip
    order = {name: place for place, name in enumerate(unit_names(book).values())}
    sections = [_section(one, order) for one in found.groups]
    return write_topic(target, paper, [one for one in lines if one], sections, progress)


def period_words(found: TopicView) -> str:
    """Return 'năm 2026' or 'nhiệm kỳ 2020 - 2025'."""
    if found.year is not None:
        return f"năm {found.year}"
    return f"nhiệm kỳ {found.term}" if found.term else ""


def _section(group: TopicGroup, order: Mapping[str, int]) -> Section:
    from desktop.reports.topics import Row, Section  # noqa: PLC0415

    words = _SECTIONS[group.register]
    if group.register == "topic_meetings":
        rows, note = _by_cell(group.lines, order)
    else:
        rows = [
            Row(one.title, date_text(one.on), one.who, one.whole, one.part) for one in group.lines
        ]
        note = ""
        if group.missing:
            note = f"Chưa đủ số triệu tập, tham dự: {official_count(group.missing)} lượt đơn vị."
    sums = group.sums
    total = None
    if words[4] and sums is not None and len(rows) > 1:
        meetings = official_count(len(group.lines)) if group.register == "topic_meetings" else ""
        total = Row("Tổng cộng", meetings, "", *sums)
    heading, what, day, who, whole, part = words
    return Section(heading, what, day, who, whole, part, rows, total, note)


def _by_cell(lines: Sequence[TopicLine], order: Mapping[str, int]) -> tuple[list[Any], str]:
    """Return the meetings by cell in the order of the tree, and which have no numbers."""
    from desktop.reports.topics import Row  # noqa: PLC0415

    of: dict[str, list[TopicLine]] = defaultdict(list)
    for one in lines:
        of[one.who].append(one)
    rows, missing = [], 0
    for cell in sorted(of, key=lambda one: order.get(one, len(order))):
        held = of[cell]
        sums = TopicGroup("topic_meetings", tuple(held)).sums
        missing += sum(one.whole is None or one.part is None for one in held)
        rows.append(Row(cell, official_count(len(held)), "", *(sums or (None, None))))
    words = f"{official_count(missing)} buổi chưa đủ số phải dự, có mặt nên không cộng vào."
    return rows, words if missing else ""


def _meetings(
    book: Book,
    target: Path,
    first: date,
    last: date,
    unit: int | None,
    progress: Progress | None,
) -> int:
    from desktop.reports.topics import MeetingRow, write_meetings  # noqa: PLC0415

    names = unit_names(book)
    with book.read() as session:
        within = units_below(session, dict(names), unit)
        paper = members_paper(session)
        rows = session.execute(
            select(TopicMeeting.unit_id, TopicMeeting.expected, TopicMeeting.present).where(
                TopicMeeting.deleted_at.is_(None), TopicMeeting.on.between(first, last)
            )
        ).all()
    of: dict[int, list[Any]] = defaultdict(list)
    for one in rows:
        if within is None or one.unit_id in within:
            of[one.unit_id].append(one)

    def summed(name: str, held: Sequence[Any]) -> MeetingRow:
        both = [one for one in held if None not in (one.expected, one.present)]
        sums = (sum(one.expected for one in both), sum(one.present for one in both))
        return MeetingRow(name, len(held), len(both), *sums)

    found = [summed(names[one], of[one]) for one in names if one in of]
    total = summed("Tổng cộng", [one for held in of.values() for one in held])
    period = f"từ ngày {date_text(first)} đến ngày {date_text(last)}"
    if (first, last) == (date(first.year, 1, 1), date(first.year, 12, 31)):
        period = f"năm {first.year}"
    lines = [one for one in (names[unit] if unit is not None else "", period) if one]
    return write_meetings(target, paper, lines, found, total, progress)
