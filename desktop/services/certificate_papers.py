"""Certificates on pre-printed paper: one PDF for a round, a decision or chosen awards.

Also the page that tries out a printer. Only what was agreed or handed over is printed, in the
order of the list annexed to the decision. What a decision lacks leaves dotted room for the pen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from desktop.core.certificate_text import Setter
from desktop.core.certificates import MOST_OFFSET
from desktop.core.errors import UserProblem
from desktop.core.formats import number
from desktop.core.terms import AwardState, RecipientKind
from desktop.core.vietnamese.collate import name_sort_key, natural_sort_key
from desktop.services import certificates
from desktop.services.books import require_other
from desktop.services.certificate_words import TIE, Recipient, Wording, given_layout
from desktop.services.certificates import KeptLayout
from desktop.storage.book import Book
from desktop.storage.models import Award, AwardForm, Decision, Member, Round

if TYPE_CHECKING:
    from desktop.reports.certificates import Sheet

CERTIFICATES, TEST_PAGE = "certificates", "certificate-test"
TITLES = {CERTIFICATES: "Giấy khen, bằng khen", TEST_PAGE: "Trang in thử giấy khen"}
"""The papers by name, with their titles."""
REGISTER: Final = "rounds"
Progress = Callable[[int, int], None]
_PRINTED = (AwardState.AGREED.value, AwardState.GIVEN.value)
_KINDS = [one.value for one in RecipientKind]


@dataclass(frozen=True)
class FormCount:
    """How many certificates of a form there are, and on which layout."""

    form_id: int
    form: str
    count: int
    kept: KeptLayout

    @property
    def layout(self) -> str:
        """The layout's name."""
        return self.kept.name


@dataclass(frozen=True)
class Survey:
    """What would be printed, told before it is: counts, and what the clerk should look at."""

    count: int
    forms: tuple[FormCount, ...]
    waiting: int  # awards of the choice that were not agreed to
    without_number: int
    without_date: int
    tight: tuple[str, ...] = field(default=())
    """Names with text that is set smaller than its layout allows."""
    broken: tuple[str, ...] = field(default=())
    """Sentences about layouts that can't be read; their presets are used."""


def make(
    book: Book,
    form: str,
    target: Path,
    given: Mapping[str, Any],
    progress: Progress | None = None,
) -> int:
    """Write the paper of a name in `TITLES`; return its pages.

    Options of both: `offset` (mm to the right, mm down), `layout` (id), or `settings` (a
    layout's JSON as it stands in the editor) with `name`. Of certificates: `round`, `decision`
    (ids), `awards` (ids; without any of them the latest round), `form` (id of a form of award:
    those alone), `book_from` (the number in the book of awards that the first one gets),
    `background` (the scan is drawn below: to be
    looked at, not printed). Raises `UserProblem` for nothing to print.
    """
    if form == TEST_PAGE:
        return _test_page(book, target, given)
    return _certificates(book, target, given, progress)


def survey(book: Book, given: Mapping[str, Any]) -> Survey:
    """Return what `make` would print with the same options; nothing to print is no problem."""
    from desktop.reports.certificates import measure  # noqa: PLC0415 - ReportLab when needed

    with book.read() as session:
        everyone = _recipients(session, {**given, "form": None})
        found = _of_form(everyone, given.get("form"))
        waiting = _waiting(session, given)
    offset = _offset(given)
    counts: dict[int, list[Recipient]] = {}
    for one in everyone:
        counts.setdefault(one.form_id, []).append(one)
    setters = {id(one.layout.layout): Setter(one.layout.layout, measure, offset) for one in found}
    tight = [
        one.name.replace(TIE, " ")
        for one in found
        if any(text.tight for _f, text in setters[id(one.layout.layout)].sheet(one.words))
    ]
    return Survey(
        len(found),
        tuple(
            FormCount(form_id, some[0].form, len(some), some[0].layout)
            for form_id, some in counts.items()
        ),
        waiting,
        sum(not one.numbered for one in found),
        sum(not one.dated for one in found),
        tuple(tight),
        tuple(dict.fromkeys(one.layout.broken for one in found if one.layout.broken)),
    )


def samples(book: Book, form_id: int | None = None, limit: int = 200) -> tuple[Recipient, ...]:
    """Return recipients to try a layout with: those of a form, the longest names first."""
    with book.read() as session:
        statement = _awards().order_by(Award.id.desc()).limit(5_000)
        if form_id is not None:
            statement = statement.where(Award.form_id == form_id)
        rows = list(session.execute(statement))
        rows.sort(key=lambda row: -len(row[0].recipient_name))
        return tuple(Wording(session, {}).recipients(rows[:limit]))


# the papers


def _test_page(book: Book, target: Path, given: Mapping[str, Any]) -> int:
    from desktop.reports.certificates import write_test_page  # noqa: PLC0415

    require_other(target, book.path)
    with book.read() as session:
        chosen = given_layout(session, given)
        if chosen is None:
            found = certificates.kept_layouts(session)
            chosen = found[0]
    return write_test_page(target, chosen.layout, chosen.name, _offset(given))


def _certificates(
    book: Book, target: Path, given: Mapping[str, Any], progress: Progress | None
) -> int:
    from desktop.reports.certificates import write_certificates  # noqa: PLC0415

    require_other(target, book.path)
    with book.read() as session:
        found = _of_form(_recipients(session, given), given.get("form"))
        if not found:
            raise UserProblem(_nothing(_waiting(session, given)))
        scans: dict[int, bytes | None] = {}
        if given.get("background"):
            ids = {one.layout.id for one in found if one.layout.id is not None}
            scans = {one: certificates.scan_in(session, one) for one in ids}
    sheets = _sheets(found, scans)
    return write_certificates(target, sheets, len(found), _offset(given), progress)


def _sheets(found: Sequence[Recipient], scans: Mapping[int, bytes | None]) -> Iterator[Sheet]:
    from desktop.reports.certificates import Sheet  # noqa: PLC0415

    for one in found:
        scan = scans.get(one.layout.id) if one.layout.id is not None else None
        yield Sheet(one.layout.layout, one.words, scan)


def _nothing(waiting: int) -> str:
    if waiting:
        return (
            f"{number(waiting)} khen thưởng chưa có kết quả «Đồng ý» nên chưa in được. Hãy chọn "
            "các dòng rồi bấm «Kết quả xét»."
        )
    return "Chưa có khen thưởng nào để in. Hãy chọn đợt đã có đối tượng được đồng ý khen."


def _offset(given: Mapping[str, Any]) -> tuple[float, float]:
    dx, dy = given.get("offset") or (0.0, 0.0)
    if not (abs(dx) <= MOST_OFFSET and abs(dy) <= MOST_OFFSET):
        raise UserProblem(f"Độ lệch máy in phải trong khoảng ±{MOST_OFFSET:g} mm.")
    return float(dx), float(dy)


# who gets one, with which words


def _awards() -> Select[Any, Any, Any, Any, Any]:
    return (
        select(Award, AwardForm, Round, Decision, Member)
        .join(AwardForm, Award.form_id == AwardForm.id)
        .join(Round, Award.round_id == Round.id)
        .outerjoin(Decision, (Award.decision_id == Decision.id) & Decision.deleted_at.is_(None))
        .outerjoin(Member, Award.member_id == Member.id)
        .where(Award.deleted_at.is_(None))
    )


def _narrowed(statement: Any, given: Mapping[str, Any]) -> Any:
    """Return a statement about awards with what the options choose among them."""
    for name, column in (("round", Award.round_id), ("decision", Award.decision_id)):
        if given.get(name) is not None:
            statement = statement.where(column == given[name])
    if given.get("form") is not None:
        statement = statement.where(Award.form_id == given["form"])
    return statement


def _waiting(session: Session, given: Mapping[str, Any]) -> int:
    """Return how many of the awards chosen are only proposed yet."""
    statement = _narrowed(
        select(Award.id).where(
            Award.deleted_at.is_(None), Award.state == AwardState.PROPOSED.value
        ),
        given,
    )
    ids = set(session.scalars(statement))
    return len(ids if given.get("awards") is None else ids & set(given["awards"]))


def _recipients(session: Session, given: Mapping[str, Any]) -> list[Recipient]:
    if all(given.get(one) is None for one in ("awards", "round", "decision")):
        given = {**given, "round": _latest_round(session)}
    statement = _narrowed(_awards().where(Award.state.in_(_PRINTED)), given)
    rows = [row for row in session.execute(statement) if _wanted(row[0], given)]
    rows.sort(key=lambda row: _order(*row))
    return list(Wording(session, given).recipients(rows))


def _latest_round(session: Session) -> int:
    """Return the latest round in which something can be printed."""
    statement = (
        select(Round.id)
        .join(Award, Award.round_id == Round.id)
        .where(Round.deleted_at.is_(None), Award.deleted_at.is_(None), Award.state.in_(_PRINTED))
        .order_by(Round.meeting_on.desc(), Round.id.desc())
        .limit(1)
    )
    found = session.scalar(statement)
    if found is None:
        raise UserProblem(_nothing(0))
    return found


def _wanted(award: Award, given: Mapping[str, Any]) -> bool:
    return given.get("awards") is None or award.id in given["awards"]


def _of_form(found: Sequence[Recipient], form_id: int | None) -> list[Recipient]:
    return [one for one in found if form_id is None or one.form_id == form_id]


def _order(
    award: Award, form: AwardForm, _round: Round, _decision: Decision | None, member: Member | None
) -> tuple[object, ...]:
    """Return the place among others: as in the list annexed to the decision."""
    person = award.recipient_kind == RecipientKind.INDIVIDUAL.value
    words = (member.given_words if member is not None else None) or 1
    name = award.recipient_name
    key = name_sort_key(name, words) if person else natural_sort_key(name)
    kind = _KINDS.index(award.recipient_kind)
    return (form.position or 0, form.name, kind, key, award.recipient_post or "", award.id)
