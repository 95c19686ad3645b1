"""The papers that pledgers sign: bản cam kết of one person, a selection or a whole cell in one PDF.

The letterhead is that of the pledger's cell (DOMAIN.md, 'Paper', Party style).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.core.errors import UserProblem
from desktop.core.formats import date_text
from desktop.core.paper import Letterhead
from desktop.core.terms import MemberStatus, PaperFamily, PledgeKind, PledgerKind, UnitKind
from desktop.core.vietnamese.dates import PartialDate
from desktop.services.books import require_other
from desktop.services.house_paper import calendar_day, own_office, paper_style
from desktop.services.member_papers import unit_names
from desktop.storage.book import Book
from desktop.storage.models import Campaign, Member, Pledge, PledgeItem, Topic, Unit
from desktop.storage.registers import TABLES
from desktop.storage.search import subtree

if TYPE_CHECKING:
    from desktop.reports.commitments import Commitment

COMMITMENTS = "pledge-commitments"
TITLES = {COMMITMENTS: "Bản cam kết, bản đăng ký"}
"""The papers by name, with their titles."""
REGISTER = "pledges"
Progress = Callable[[int, int], None]
_CHUNK = 200
NO_CELL = f"Chi bộ {'.' * 14}"
_ORGANISATION = PledgerKind.ORGANISATION.value
_CELLS = (UnitKind.CELL.value, UnitKind.BASE_CELL.value)
_COMMITTEES = (UnitKind.PARTY_COMMITTEE.value, UnitKind.BASE_COMMITTEE.value)
_PRESENT = (MemberStatus.PROBATIONARY.value, MemberStatus.OFFICIAL.value)


@dataclass(frozen=True)
class _Kind:
    """The words of the paper of a kind of pledge."""

    title: str
    abstract: str
    items: str
    promise: str
    signs: str


_KINDS: Mapping[str, _Kind] = {
    PledgeKind.COMMITMENT.value: _Kind(
        "Bản cam kết",
        "tu dưỡng, rèn luyện, phấn đấu",
        "Nội dung cam kết",
        "xin cam kết thực hiện đầy đủ các nội dung trên; định kỳ tự đánh giá kết quả thực hiện, "
        "báo cáo trước chi bộ và chịu sự kiểm tra, giám sát của chi bộ.",
        "Người cam kết",
    ),
    PledgeKind.REGISTRATION.value: _Kind(
        "Bản đăng ký",
        "học tập và làm theo tư tưởng, đạo đức, phong cách Hồ Chí Minh",
        "Nội dung đăng ký",
        "xin đăng ký thực hiện các nội dung trên; định kỳ tự đánh giá kết quả thực hiện và báo "
        "cáo trước chi bộ.",
        "Người đăng ký",
    ),
    PledgeKind.ACTION_PROGRAMME.value: _Kind(
        "Chương trình hành động",
        "cá nhân",
        "Nội dung, chỉ tiêu thực hiện",
        "chịu trách nhiệm thực hiện các nội dung trên; định kỳ tự đánh giá kết quả thực hiện và "
        "báo cáo trước chi bộ.",
        "Người lập chương trình",
    ),
}


def make(
    book: Book,
    form: str,
    target: Path,
    given: Mapping[str, Any],
    progress: Progress | None = None,
) -> int:
    """Write the papers of pledges; return the pages.

    Options: `pledges` (ids, printed in that order), else those of `campaign` (id), of `unit`
    (id, with all below it), of `year` and `kind`, all that are given together, by unit and name;
    `duplex`: each paper begins on a front page. Raises `UserProblem` when nothing is chosen or
    there is none, and the sentences of the environment.
    """
    from desktop.reports.commitments import write_commitments  # noqa: PLC0415 - when needed

    del form  # the only one
    require_other(target, book.path)
    places = {unit: place for place, unit in enumerate(unit_names(book))}
    with book.read() as session:
        ids = _chosen(session, given, places)
        office = own_office(session)
        style = paper_style(session, PaperFamily.PARTY.value, calendar_day())
        papers = _papers(session, ids)
        return write_commitments(
            target,
            style,
            papers,
            len(ids),
            title=TITLES[COMMITMENTS],
            author=office.name,
            duplex=bool(given.get("duplex")),
            progress=progress,
        )


def _chosen(session: Session, given: Mapping[str, Any], places: Mapping[int, int]) -> list[int]:
    """Return the ids of the pledges to print, in their order."""
    if given.get("pledges") is not None:
        wanted = list(given["pledges"])
        live: set[int] = set()
        for start in range(0, len(wanted), _CHUNK):
            some = Pledge.id.in_(wanted[start : start + _CHUNK])
            live |= set(session.scalars(select(Pledge.id).where(some, Pledge.deleted_at.is_(None))))
        found = [one for one in wanted if one in live]
    else:
        names = ("campaign", "unit", "year", "kind")
        if all(given.get(name) is None for name in names):
            given = {"campaign": _latest(session)}
        columns = (Pledge.id, Pledge.unit_id, Pledge.pledger_kind)
        query = select(*columns).where(Pledge.deleted_at.is_(None))
        for name, column in (
            ("campaign", Pledge.campaign_id),
            ("year", Pledge.year),
            ("kind", Pledge.kind),
        ):
            if given.get(name) is not None:
                query = query.where(column == given[name])
        if given.get("unit") is not None:
            query = query.where(Pledge.unit_id.in_(subtree(session, given["unit"])))
        rows = session.execute(query.order_by(TABLES["pledges"].c.name_key, Pledge.id)).all()
        last = len(places)
        rows = sorted(
            rows, key=lambda one: (places.get(one[1] or 0, last), one[2] == _ORGANISATION)
        )
        found = [one[0] for one in rows]
    if not found:
        raise UserProblem("Chưa có bản đăng ký, cam kết nào để in. Hãy chọn lại.")
    return found


def _latest(session: Session) -> int | None:
    """Return the campaign with the latest deadline that has pledges; None without any."""
    live = (Pledge.deleted_at.is_(None), Campaign.deleted_at.is_(None))
    latest = select(Campaign.id).join(Pledge, Pledge.campaign_id == Campaign.id).where(*live)
    return session.scalars(latest.order_by(Campaign.deadline.desc(), Campaign.id.desc())).first()


def _papers(session: Session, ids: Sequence[int]) -> Iterator[Commitment]:
    """Yield what the papers show, a few at a time."""
    cells: dict[int | None, PledgeCell] = {}
    topics: dict[tuple[int | None, int], str] = {}
    for start in range(0, len(ids), _CHUNK):
        some = ids[start : start + _CHUNK]
        pledges = {
            one.id: one for one in session.scalars(select(Pledge).where(Pledge.id.in_(some)))
        }
        items = _items(session, some)
        wanted = [one.member_id for one in pledges.values() if one.member_id is not None]
        members = {
            one.id: one for one in session.scalars(select(Member).where(Member.id.in_(wanted)))
        }
        for pledge in (pledges[one] for one in some):
            if pledge.unit_id not in cells:
                cells[pledge.unit_id] = pledge_cell(session, pledge.unit_id)
            key = (pledge.campaign_id, pledge.year)
            if key not in topics:
                topics[key] = _topic(session, *key)
            member = members.get(pledge.member_id or 0)
            yield _paper(pledge, member, cells[pledge.unit_id], topics[key], items[pledge.id])


Row = tuple[str, str, str, str]


def _items(session: Session, pledges: Sequence[int]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    rows = session.scalars(
        select(PledgeItem)
        .where(PledgeItem.pledge_id.in_(pledges), PledgeItem.deleted_at.is_(None))
        .order_by(PledgeItem.position, PledgeItem.id)
    )
    for one in rows:
        due = date_text(one.due_on)
        found[one.pledge_id].append((one.content, one.duty or "", one.target or "", due))
    return found


@dataclass(frozen=True)
class PledgeCell:
    """What the papers of a unit have in common; `secretary_id` is the member who confirms."""

    name: str
    parent: str
    place: str
    confirms: str
    post: str
    secretary: str = ""
    secretary_id: int | None = None
    behalf: str = ""  # whom the post signs for: 'chi bộ'


def pledge_cell(session: Session, unit_id: int | None) -> PledgeCell:
    """Return what the papers of a unit's pledges have in common; without a unit, of some cell."""
    office = own_office(session)
    unit = session.get(Unit, unit_id) if unit_id is not None else None
    place = office.place or ""
    if unit is None:
        return PledgeCell("", office.name, place, "Xác nhận của chi bộ", "Bí thư", behalf="chi bộ")
    above = session.get(Unit, unit.parent_id) if unit.parent_id is not None else None
    parent = above.name if above is not None else office.parent_name or ""
    if unit.kind in _CELLS:
        secretary = session.scalars(
            select(Member).where(
                Member.unit_id == unit.id,
                Member.deleted_at.is_(None),
                Member.status.in_(_PRESENT),
            )
        )
        heads = [one for one in secretary if _is_secretary(one.party_post)]
        name = heads[0].full_name if len(heads) == 1 else ""
        member = heads[0].id if len(heads) == 1 else None
        confirms = "Xác nhận của chi bộ"
        return PledgeCell(unit.name, parent, place, confirms, "Bí thư", name, member, "chi bộ")
    if unit.kind in _COMMITTEES:
        return PledgeCell(
            unit.name, parent, place, "Xác nhận của cấp ủy", "Bí thư", behalf="cấp ủy"
        )
    return PledgeCell(unit.name, parent, place, "Xác nhận của đơn vị", "Người đứng đầu")


def _is_secretary(post: str | None) -> bool:
    return (post or "").strip().casefold().startswith("bí thư")


def _topic(session: Session, campaign_id: int | None, year: int) -> str:
    """Return the title of the campaign's topic, else of the only topic of the year."""
    campaign = session.get(Campaign, campaign_id) if campaign_id is not None else None
    if campaign is not None and campaign.topic_id is not None:
        topic = session.get(Topic, campaign.topic_id)
        return topic.title if topic is not None else ""
    titles = session.scalars(
        select(Topic.title).where(Topic.year == year, Topic.deleted_at.is_(None))
    ).all()
    return titles[0] if len(titles) == 1 else ""


def _paper(
    pledge: Pledge, member: Member | None, cell: PledgeCell, topic: str, items: Sequence[Row]
) -> Commitment:
    from desktop.reports.commitments import Commitment, confirmed_words  # noqa: PLC0415

    words = _KINDS.get(pledge.kind, _KINDS[PledgeKind.COMMITMENT.value])
    together = pledge.pledger_kind == _ORGANISATION
    programme = pledge.kind == PledgeKind.ACTION_PROGRAMME.value
    abstract = f"{words.abstract} năm {pledge.year}"
    if together and programme:
        abstract = f"năm {pledge.year}"
    # who signs for the cell does not confirm what was pledged by the same person
    own = member is not None and member.id == cell.secretary_id
    return Commitment(
        head=Letterhead(
            cell.parent, cell.name or NO_CELL, cell.place, "", pledge.registered_on, pledge.year
        ),
        title=words.title,
        abstract=abstract,
        topic=topic,
        facts=_facts(pledge, member, cell, together=together),
        items_heading=words.items,
        items=tuple(items),
        renounces=pledge.renounces,
        promise=f"{'Tập thể' if together else 'Tôi'} {words.promise}",
        signs="Đại diện tập thể" if together else words.signs,
        name="" if together else pledge.name,
        confirms="Xác nhận của cấp ủy cấp trên" if own or together else cell.confirms,
        confirming_post="" if own or together else cell.post,
        confirming_name="" if own or together else cell.secretary,
        confirmed=confirmed_words(pledge.confirmed_on, pledge.year),
    )


def _facts(
    pledge: Pledge, member: Member | None, cell: PledgeCell, *, together: bool
) -> tuple[tuple[tuple[str, str], ...], ...]:
    if together:
        above = cell.parent if pledge.name == cell.name else cell.name
        return ((("Tên tập thể", pledge.name),), (("Trực thuộc", above),))
    born = ""
    if member is not None and member.birth_date:
        born = PartialDate.from_iso(member.birth_date).display
    where = "Đơn vị" if pledge.pledger_kind == PledgerKind.OTHER.value else "Sinh hoạt tại"
    return (
        (("Họ và tên", pledge.name), ("Ngày sinh", born)),
        (("Chức vụ", pledge.post or ""), (where, cell.name)),
    )
