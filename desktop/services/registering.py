"""Registering pledges for a whole cell at once; making many public, confirming many.

Everything is one deed: all of it is kept or none, and undone together.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from desktop.core.changes import Done
from desktop.core.errors import InvalidValues, UserProblem
from desktop.core.terms import PledgeKind, PublicMeans
from desktop.services import registers, validation
from desktop.services.many import GONE
from desktop.services.registering_completing import Completion, complete, completion, merged
from desktop.services.registering_known import Key, Known, Pledger
from desktop.services.registering_people import Item
from desktop.storage.book import Book, changes_of
from desktop.storage.bulk import insert_many
from desktop.storage.keeping import deed_of
from desktop.storage.models import Campaign, Pledge, Unit
from desktop.storage.registers import spec

Progress = Callable[[int, int], None]
_EVERY = 20  # pledges between two signs of life
WORDS: Mapping[str, str] = {
    PledgeKind.COMMITMENT.value: "bản cam kết",
    PledgeKind.REGISTRATION.value: "bản đăng ký",
    PledgeKind.ACTION_PROGRAMME.value: "chương trình hành động",
}
"""What one pledge of a kind is called in a sentence."""


@dataclass(frozen=True)
class Entry:
    """One person or organisation with all items: common ones as they are here, and own ones.

    `complete`: whoever has a pledge already gets the items added to it, else is left out.
    """

    who: Pledger
    items: tuple[Item, ...] = ()
    complete: bool = False


@dataclass(frozen=True)
class Registration:
    """What is registered in one go; `unit_id` is the cell it is done for."""

    year: int
    kind: str  # a value of PledgeKind
    entries: tuple[Entry, ...]
    campaign_id: int | None = None
    unit_id: int | None = None
    registered_on: date | None = None
    renounces: bool = False
    public_means: str | None = None
    public_on: date | None = None
    confirmed_on: date | None = None


@dataclass(frozen=True)
class Outcome:
    """What was registered: pledges that are new, those that got something, who was left out.

    `items` counts those that are new or got a duty, a target or a due date. `differing` are the
    names of whose pledge says something else than was asked for all (campaign, publicity,
    confirmation): it stays as it was.
    """

    pledges: tuple[int, ...]
    completed: tuple[int, ...]
    items: int
    left_out: tuple[str, ...]
    differing: tuple[str, ...] = ()


def register(book: Book, asked: Registration, progress: Progress | None = None) -> Done[Outcome]:
    """Register pledges for everybody in `asked`, all or none, as one deed.

    Nobody gets a second pledge of the same campaign, without one of the same year and kind: who
    has one is left out, or gets what is new added to it (`Entry.complete`) and what it left blank
    filled. A pledge of that year and kind without a campaign becomes the campaign's. Somebody
    named twice gets the items of both. Raises `UserProblem` when nobody is to be registered, when
    the campaign is of another year or kind, and naming whoever's values can't be kept; nothing is
    kept then.
    """
    with book.write("Đăng ký") as session:
        _check(session, asked)
        there = Known(session, asked.year, asked.kind, asked.campaign_id, loose=True)
        fresh: list[dict[str, Any]] = []
        own: list[list[dict[str, Any]]] = []
        completed: list[Completion] = []
        left_out: list[str] = []
        differing: list[str] = []
        entries = _joined(asked.entries)
        for done, entry in enumerate(entries):
            items = _items(entry)
            pledge = there.of(entry.who)
            if pledge is None:
                fresh.append(_pledge(session, asked, entry.who))
                own.append(items)
            elif entry.complete or pledge in there.adoptable:
                found = completion(session, pledge, entry.who, _common(asked), items)
                if found.changes:
                    completed.append(found)
                if found.differs:
                    differing.append(entry.who.name)
            else:
                left_out.append(entry.who.name)
            if progress is not None and done % _EVERY == 0:
                progress(done, len(entries))
        if not fresh and not completed:
            raise UserProblem(_nothing(asked, entries, left_out))
        words = _words(session, asked, [one["name"] for one in fresh], len(completed))
        deed_of(session).words = words
        ids = insert_many(session, "pledges", fresh, words=words)
        rows = [
            {**item, "pledge_id": pledge, "position": place}
            for pledge, items in zip(ids, own, strict=True)
            for place, item in enumerate(items, start=1)
        ]
        rows += [{**item, "pledge_id": one.pledge} for one in completed for item in one.new]
        for one in completed:
            complete(session, one)
        insert_many(session, "pledge_items", rows, words=words)
        outcome = Outcome(
            tuple(ids),
            tuple(one.pledge for one in completed),
            len(rows) + sum(len(one.items) for one in completed),
            tuple(left_out),
            tuple(differing),
        )
        return Done(outcome, changes_of(session))


def _check(session: Session, asked: Registration) -> None:
    if asked.kind not in WORDS:
        raise UserProblem("Hãy chọn loại bản đăng ký, cam kết.")
    if not asked.entries:
        raise UserProblem("Hãy chọn ít nhất một người hoặc một tổ chức.")
    if asked.campaign_id is not None:
        campaign = session.get(Campaign, asked.campaign_id)
        if campaign is None or campaign.deleted_at is not None:
            raise UserProblem("Đợt đăng ký này không còn trong sổ. Hãy chọn lại.")
        if (campaign.year, campaign.pledge_kind) != (asked.year, asked.kind):
            raise UserProblem(
                f"Đợt «{campaign.title}» là của năm hoặc loại khác. Hãy chọn lại đợt."
            )


def _joined(entries: Sequence[Entry]) -> list[Entry]:
    """Return one entry for each pledger, in order, with the items of all that name the same."""
    found: dict[Key, Entry] = {}
    for one in entries:
        before = found.get(one.who.key)
        if before is None:
            found[one.who.key] = one
        else:
            complete = before.complete or one.complete
            found[one.who.key] = replace(before, items=before.items + one.items, complete=complete)
    return list(found.values())


def _common(asked: Registration) -> dict[str, Any]:
    """Return what holds for every pledge of a registration."""
    return {
        "campaign_id": asked.campaign_id,
        "registered_on": asked.registered_on,
        "renounces": asked.renounces,
        "public_means": asked.public_means,
        "public_on": asked.public_on,
        "confirmed_on": asked.confirmed_on,
    }


def _pledge(session: Session, asked: Registration, who: Pledger) -> dict[str, Any]:
    values = {
        "year": asked.year,
        "kind": asked.kind,
        **_common(asked),
        "pledger_kind": who.kind,
        "member_id": who.member_id,
        "name": who.name,
        "post": who.post,
        "unit_id": who.unit_id,
    }
    try:
        return registers.made_ready(session, spec("pledges"), values, None, None)
    except InvalidValues as problem:
        name = f"«{who.name.strip()}»: " if who.name.strip() else ""
        raise UserProblem(f"{name}{problem.message}") from problem


def _items(entry: Entry) -> list[dict[str, Any]]:
    """Return an entry's items as they are kept, without empty lines; repeated ones become one."""
    declared = spec("pledge_items")
    found: list[dict[str, Any]] = []
    for one in entry.items:
        values = validation.cleaned(declared, dict(one.__dict__))
        if not any(values.values()):
            continue
        problems = validation.problems(declared, values)
        if problems:
            sentence = " ".join(problems.values())
            raise UserProblem(f"«{entry.who.name}», dòng {len(found) + 1}: {sentence}")
        found.append(values)
    return merged(found)


def _nothing(asked: Registration, entries: Sequence[Entry], left_out: Sequence[str]) -> str:
    if left_out and len(left_out) == len(entries):
        where = "loại này trong năm" if asked.campaign_id is None else "của đợt này"
        return (
            f"{len(left_out)} đối tượng đã chọn đều có bản đăng ký, cam kết {where}. "
            "Hãy chọn «Bổ sung nội dung» hoặc chọn người khác."
        )
    return "Không có nội dung mới nào để ghi. Hãy nhập nội dung hoặc chọn người khác."


def _words(session: Session, asked: Registration, names: Sequence[str], completed: int) -> str:
    """Return what the deed is called in 'Hoàn tác: …'."""
    what = WORDS[asked.kind]
    unit = session.get(Unit, asked.unit_id) if asked.unit_id is not None else None
    whose = f" của {unit.name}" if unit is not None else ""
    parts = []
    if names:
        # 'Đăng ký 3 bản đăng ký' would say it twice
        verb = "Lập" if asked.kind == PledgeKind.REGISTRATION.value else "Đăng ký"
        if len(names) == 1:
            parts.append(f"{verb} {what} của {names[0]}")
        else:
            parts.append(f"{verb} {len(names)} {what}{whose}")
    if completed:
        parts.append(f"bổ sung nội dung vào {completed} {what}{'' if names else whose}")
    words = ", ".join(parts)
    return words[:1].upper() + words[1:]


# many pledges at once


def make_public(
    book: Book,
    ids: Sequence[int],
    means: str,
    on: date | None,
    progress: Progress | None = None,
) -> Done[int]:
    """Keep how and when pledges were made public; return how many changed.

    Raises `UserProblem` for unknown means, no pledge, or one that is gone; nothing is kept then.
    """
    known = next((one for one in PublicMeans if one.value == means), None)
    if known is None:
        raise UserProblem("Hãy chọn hình thức công khai: loa truyền thanh, niêm yết hay hội nghị.")
    words = f"Công khai {len(ids)} bản đăng ký, cam kết ({known.heading.lower()})"
    return _change(book, ids, {"public_means": means, "public_on": on}, words, progress)


def confirm(
    book: Book, ids: Sequence[int], on: date, progress: Progress | None = None
) -> Done[int]:
    """Keep the day on which the cell confirmed pledges; return how many changed.

    Raises `UserProblem` for no pledge or one that is gone; nothing is kept then.
    """
    words = f"Chi bộ xác nhận {len(ids)} bản đăng ký, cam kết"
    return _change(book, ids, {"confirmed_on": on}, words, progress)


def _change(
    book: Book,
    ids: Sequence[int],
    values: Mapping[str, Any],
    words: str,
    progress: Progress | None,
) -> Done[int]:
    if not ids:
        raise UserProblem("Hãy chọn bản đăng ký, cam kết trước.")
    with book.write(words) as session:
        changed = 0
        for done, one in enumerate(ids):
            row = session.get(Pledge, one)
            if row is None or row.deleted_at is not None:
                raise UserProblem(GONE)
            if row.origin != book.origin:
                raise UserProblem(
                    f"Bản của «{row.name}» là dữ liệu nhận từ cơ quan khác, không sửa ở sổ này. "
                    "Hãy bỏ chọn bản đó."
                )
            if any(getattr(row, name) != value for name, value in values.items()):
                registers.save_in(session, "pledges", values, one)
                changed += 1
            if progress is not None and done % _EVERY == 0:
                progress(done, len(ids))
        return Done(changed, changes_of(session))
