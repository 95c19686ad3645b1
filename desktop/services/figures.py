"""The figures of a period, for screen, report, command line and submission."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from desktop.core.errors import UserProblem
from desktop.core.figures import Counts, Figures, Share
from desktop.core.formats import date_text, number, percent
from desktop.core.terms import Level, MemberStatus, ModelState, Rating
from desktop.storage import figures as computed
from desktop.storage.book import Book

_WORDS: dict[str, str] = {
    **{
        one.value: one.heading for kind in (Level, MemberStatus, ModelState, Rating) for one in kind
    },
    "exempt": "Miễn sinh hoạt",
    "temporary": "Sinh hoạt tạm thời",
    "any": "Ít nhất một cấp",
}


def figures(
    book: Book, period_from: date, period_to: date, new_since: date | None = None
) -> Figures:
    """Return the figures of a period, both days included; `UserProblem` for a turned period."""
    if period_from > period_to:
        raise UserProblem("Ngày đầu kỳ sau ngày cuối kỳ. Hãy chọn lại kỳ.")
    with book.read() as session:
        return computed.compute(session, period_from, period_to, new_since)


def figures_text(found: Figures) -> str:
    """Return the figures as Vietnamese lines for reading."""
    period = f"Kỳ: {date_text(found.period_from)} - {date_text(found.period_to)}"
    return "\n".join((found.office, period, "", *_lines(found)))


def _lines(found: Figures) -> Iterator[str]:
    members, pledges, models = found.members, found.pledges, found.models
    yield f"Đảng viên (người): {number(members.total)}"
    yield from _counts("theo trạng thái", members.by_status)
    yield f"Cam kết, đăng ký - cá nhân: {_share(pledges.people)}"
    yield f"Cam kết, đăng ký - tổ chức: {_share(pledges.organisations)}"
    public, reviewed = number(pledges.public), number(pledges.reviewed)
    yield f"  ngoài danh sách: {number(pledges.others)}; công khai: {public}; nhận xét: {reviewed}"
    vague = number(pledges.not_concrete)
    yield f"  nội dung quá hạn: {number(pledges.overdue_items)}; bản chưa cụ thể: {vague}"
    yield from _counts("theo xếp loại", pledges.by_rating)
    yield (
        f"Mô hình: {number(models.total)} (tập thể {number(models.collective)}, "
        f"cá nhân {number(models.individual)}, mới {number(models.new)})"
    )
    yield from _counts("theo lĩnh vực", models.by_field)
    yield from _counts("theo tình trạng", models.by_state)
    yield from _counts("được tuyên dương", models.commended)
    given = found.commendations
    yield (
        f"Khen thưởng (lượt): {number(given.awards)}; tập thể: {number(given.collectives)}, "
        f"cá nhân: {number(given.individuals)}, hộ gia đình: {number(given.households)}"
    )
    yield from _counts("theo hình thức", given.by_form)
    yield from _counts("theo cấp", given.by_level)
    documents = found.documents
    yield f"Văn bản: đi {number(documents.issued)}, đến {number(documents.received)}"


def _share(share: Share) -> str:
    words = f"{number(share.registered)}/{number(share.expected)}"
    return f"{words} ({percent(share.rate)})" if share.rate is not None else words


def _counts(words: str, counts: Counts) -> Iterator[str]:
    shown = [f"{_WORDS.get(key, key)} {number(value)}" for key, value in counts.items() if value]
    if shown:
        yield f"  {words}: {'; '.join(shown)}"
