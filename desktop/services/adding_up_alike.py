"""The same model or award reported by two offices, perhaps: offered to the clerk, who decides.

Only rows of different sums are compared: what two offices below the same one reported is for that
office to decide, and its total says how it did. What the clerk has said is kept as a record
(`same_records`), which holds for every period, can be undone, and leaves no trace in the rows.
"""

from __future__ import annotations

import heapq
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations, islice
from typing import Any, Final

from rapidfuzz import fuzz
from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.core.changes import Done
from desktop.core.errors import UserProblem
from desktop.core.formats import date_text
from desktop.core.terms import ModelState
from desktop.core.vietnamese.fold import fold
from desktop.services import registers
from desktop.services.adding_up_rows import OWN, Content, Found, Rows, Source, line_of, sources_of
from desktop.services.adding_up_twice import Period, award_counts
from desktop.services.likeness import NEAR_NAME
from desktop.services.receiving_states import states
from desktop.storage.book import Book, changes_of
from desktop.storage.models import Office, SameRecord, Submission

NEAR_TITLE: Final = 90.0
"""From this likeness (rapidfuzz ratio of the folded titles, of 100) on, titles are near: a word
left out or mistyped."""
MODELS, AWARDS = "models", "awards"
_WHOLE: Final = 64
"""In a block of up to so many every two are compared; in a larger one, each with those beside it
in order, so that the time grows with the number of rows and not with its square."""
_BESIDE: Final = 16
_TOLD_EVERY: Final = 4_096
MOST: Final = 2_000
"""So many pairs are offered at once."""

# How certain each kind of evidence makes it, of 1: it orders the offers, and nothing else.
_SAME_UID, _SAME_TITLE, _NEAR = 0.98, 0.55, 0.4
_SAME_OWNER, _OTHER_OWNER, _RELATED, _OTHER_KIND, _SAME_DAY = 0.2, -0.2, 0.15, -0.1, 0.05
_SAME_NUMBER, _NO_NUMBER, _SAME_POST, _OTHER_POST = 0.3, 0.0, 0.1, -0.1

_NUMBERS: Final = re.compile(r"\d+")

Tick = Callable[[int, int], None]
"""Told how much is done of how much; may raise to cancel."""


@dataclass(frozen=True)
class Alike:
    """One of two rows that look alike; `details` tells more of it in words."""

    submission_id: int | None
    """None of the own book's."""
    office_uid: str
    office_name: str
    uid: str
    title: str
    details: tuple[str, ...]


@dataclass(frozen=True)
class LookAlike:
    """Two rows that may be one, and why; `same` is what the clerk has said, None of nothing."""

    register: str
    first: Alike
    second: Alike
    reasons: tuple[str, ...]
    certain: float  # 0 to 1, only to order by
    same: bool | None = None


@dataclass(frozen=True)
class _Case:
    """A row as far as it is compared."""

    found: Found
    plain: str  # folded title
    kind: str
    owner: str  # of a model whose it is, of an award the recipient's post and unit; folded
    day: str
    form: str = ""
    number: str = ""  # of the decision, folded
    details: tuple[str, ...] = ()


def look_alikes(
    book: Book,
    register: str,
    first: date,
    last: date,
    decided: bool = False,
    progress: Tick | None = None,
    limit: int = MOST,
) -> list[LookAlike]:
    """Return rows of 'models' or 'awards' that two offices may both have sent for a period.

    The most certain first, at most so many: the rest comes once those are settled. Those the
    clerk has spoken on come only with `decided`. Models are alike by
    their names, awards by recipient, form and the decision's number. Raises `UserProblem` for
    another register.
    """
    if register not in (MODELS, AWARDS):
        raise UserProblem("Chỉ dò được mô hình và khen thưởng trùng giữa các cơ quan.")
    with book.read() as session:
        parents = _parents(session)
        sources = _sources(session, first, last, parents)
        rows = Rows(session, sources)
        period = Period(first, last)
        made = _models(rows, period) if register == MODELS else _awards(rows, period)
        cases = []
        for place, one in enumerate(made):
            if progress is not None and place % _TOLD_EVERY == 0:
                progress(place, 0)
            cases.append(one)
        said = _said(session, register)

        def offered() -> Iterator[tuple[float, tuple[str, ...], _Case, _Case, bool | None]]:
            for one, other in _pairs(cases, progress):
                spoken = said.get(_key(one.found.uid, other.found.uid))
                if spoken is not None and not decided:
                    continue
                judged = _judged(register, one, other, parents)
                if judged is not None:
                    yield judged[1], judged[0], one, other, spoken

        best = heapq.nsmallest(
            limit, offered(), key=lambda one: (-one[0], one[2].plain, one[2].found.uid)
        )
        return [
            LookAlike(register, _alike(one), _alike(other), reasons, certain, spoken)
            for certain, reasons, one, other, spoken in best
        ]


def decide(book: Book, pairs: Sequence[LookAlike], same: bool) -> Done[tuple[int, ...]]:
    """Keep what the clerk says of pairs of rows, as one deed; return the records' ids.

    Said again, a record is changed; deleting it (`bin.delete`) takes the word back.
    """
    outcome = "là một" if same else "là hai bản ghi khác nhau"
    if len(pairs) == 1:
        words = f"Ghi nhận «{_title_of(pairs[0])}» của hai cơ quan {outcome}"
    else:
        words = f"Ghi nhận {len(pairs)} cặp bản ghi của hai cơ quan: mỗi cặp {outcome}"
    with book.write(words) as session:
        ids = tuple(_decide(session, one, same) for one in pairs)
        return Done(ids, changes_of(session))


def _title_of(pair: LookAlike) -> str:
    return pair.first.title or pair.second.title or "(không có tên)"


def _decide(session: Session, pair: LookAlike, same: bool) -> int:
    ends = sorted((pair.first, pair.second), key=lambda one: (one.uid, one.office_uid))
    kept = session.scalar(
        select(SameRecord.id).where(
            SameRecord.deleted_at.is_(None),
            SameRecord.row_register == pair.register,
            SameRecord.first_uid == ends[0].uid,
            SameRecord.second_uid == ends[1].uid,
        )
    )
    values = {
        "row_register": pair.register,
        "row_title": _title_of(pair),
        "first_office": ends[0].office_name,
        "first_uid": ends[0].uid,
        "second_office": ends[1].office_name,
        "second_uid": ends[1].uid,
        "same": same,
    }
    return registers.save_in(session, "same_records", values, kept).id


def _said(session: Session, register: str) -> dict[tuple[str, str], bool]:
    found = session.execute(
        select(SameRecord.first_uid, SameRecord.second_uid, SameRecord.same).where(
            SameRecord.deleted_at.is_(None), SameRecord.row_register == register
        )
    )
    return {_key(row[0], row[1]): row[2] for row in found}


def _key(first: str, second: str) -> tuple[str, str]:
    return (first, second) if first <= second else (second, first)


def _parents(session: Session) -> dict[str, str]:
    pairs = select(Office.uid, Office.parent_uid).where(
        Office.deleted_at.is_(None), Office.parent_uid.is_not(None)
    )
    return {str(row[0]): str(row[1]) for row in session.execute(pairs)}


def _sources(
    session: Session, first: date, last: date, parents: dict[str, str]
) -> tuple[Source, ...]:
    own = session.scalars(select(Office).where(Office.own, Office.deleted_at.is_(None))).first()
    mine = () if own is None else (Source(OWN, own.uid, own.name, OWN),)
    totals = set(session.scalars(select(Submission.id).where(Submission.total.is_not(None))))
    return (*mine, *sources_of(states(session, (first, last)), totals, parents))


# what is compared


def _models(rows: Rows, period: Period) -> Iterator[_Case]:
    units, fields = rows.all_called("units"), rows.all_called("fields")
    for one in rows.every("models"):
        content = one.content
        if one.source.id == OWN and not _of_period(content, period):
            continue  # of a submission only those of the period came along
        unit = units.get((one.source.id, str(content.get("unit_id"))), "")
        group, person = (str(content.get(name) or "") for name in ("owner_group", "owner_person"))
        owner = unit or group or person
        day = str(content.get("registered_on") or "")
        told = (
            owner,
            fields.get((one.source.id, str(content.get("field_id"))), ""),
            f"đăng ký {_day(day)}" if day else "",
        )
        yield _Case(
            one,
            fold(one.title),
            str(content.get("kind") or ""),
            fold(owner),
            day,
            details=tuple(part for part in told if part),
        )


def _awards(rows: Rows, period: Period) -> Iterator[_Case]:
    forms = rows.all_called("award_forms")
    numbers: dict[tuple[int, str], str] = {}
    for one in rows.every("decisions"):
        numbers[one.source.id, one.uid] = str(one.content.get("number") or "")
        rows.remember("decisions", one)
    for one in rows.every("rounds"):
        rows.remember("rounds", one)
    for one in rows.every("awards"):
        content = one.content
        name = str(content.get("recipient_name") or "")
        if not name or not award_counts(rows, one, period):
            continue
        form = forms.get((one.source.id, str(content.get("form_id"))), "")
        number = numbers.get((one.source.id, str(content.get("decision_id"))), "")
        post = str(content.get("recipient_post") or "")
        told = (post, form, f"Quyết định số {number}" if number else "")
        yield _Case(
            one,
            fold(name),
            str(content.get("recipient_kind") or ""),
            fold(post),
            "",
            fold(form),
            fold(number),
            tuple(part for part in told if part),
        )


def _of_period(content: Content, period: Period) -> bool:
    """Tell whether an own model may be in the figures, by what its record alone says."""
    registered, since = content.get("registered_on"), content.get("state_on")
    if registered and not period.over_at(registered):
        return False
    stopped = content.get("state") == ModelState.STOPPED.value
    return not (stopped and since and since < period.first.isoformat())


def _day(text: str) -> str:
    try:
        return date_text(date.fromisoformat(text))
    except ValueError:
        return text


def _alike(one: _Case) -> Alike:
    source = one.found.source
    return Alike(
        None if source.id == OWN else source.id,
        source.office_uid,
        source.office_name,
        one.found.uid,
        one.found.title,
        one.details,
    )


# who is compared with whom


def _pairs(cases: Sequence[_Case], progress: Tick | None) -> Iterator[tuple[_Case, _Case]]:
    """Yield every two of different sums that share a uid, a title, or have near titles."""
    seen: set[tuple[Any, Any]] = set()
    steps = (_by_uid, _by_title, _by_near_title)
    for place, step in enumerate(steps, start=1):
        for number, (one, other) in enumerate(step(cases)):
            if progress is not None and number % _TOLD_EVERY == 0:
                progress(place, len(steps))
            ends = sorted(
                (one, other), key=lambda case: (case.found.source.id != OWN,
                                                case.found.source.office_name, case.found.uid)
            )  # fmt: skip
            key = tuple((case.found.source.id, case.found.uid) for case in ends)
            if one.found.source.addend == other.found.source.addend or key in seen:
                continue
            seen.add((key[0], key[1]))
            yield ends[0], ends[1]


def _blocks(cases: Iterable[_Case], key: Callable[[_Case], Any]) -> Iterator[list[_Case]]:
    found: dict[Any, list[_Case]] = defaultdict(list)
    for one in cases:
        place = key(one)
        if place:
            found[place].append(one)
    yield from (one for one in found.values() if len(one) > 1)


def _within(block: Sequence[Any]) -> Iterator[tuple[Any, Any]]:
    """Yield every two of a small block; of a large one, each with those that follow it."""
    if len(block) <= _WHOLE:
        yield from combinations(block, 2)
        return
    for place, one in enumerate(block):
        for other in islice(block, place + 1, place + 1 + _BESIDE):
            yield one, other


def _by_uid(cases: Sequence[_Case]) -> Iterator[tuple[_Case, _Case]]:
    for block in _blocks(cases, lambda one: one.found.uid):
        yield from _within(block)


def _by_title(cases: Sequence[_Case]) -> Iterator[tuple[_Case, _Case]]:
    for block in _blocks(cases, lambda one: (one.plain, one.form) if one.plain else None):
        yield from _within(sorted(block, key=lambda one: (one.number, one.owner, one.day)))


def _by_near_title(cases: Sequence[_Case]) -> Iterator[tuple[_Case, _Case]]:
    """Yield those with near, not equal titles: of awards of one decision and form, else of all."""

    # 'ấp 1' and 'ấp 2' are two: near titles have the same numbers
    def place(one: _Case) -> tuple[Any, ...]:
        return one.form, one.number, one.kind, *_NUMBERS.findall(one.plain)

    for block in _blocks(cases, place):
        names: dict[str, list[_Case]] = defaultdict(list)
        for one in block:
            if one.plain and (not one.form or one.number):
                names[one.plain].append(one)
        limit = NEAR_NAME if block[0].form else NEAR_TITLE
        # near titles stand beside each other in one of two orders: the slip is late, or early
        orders = (sorted(names), sorted(names, key=lambda one: one[::-1]))
        for order in orders if len(names) > _WHOLE else orders[:1]:
            for one, other in _within(order):
                if fuzz.ratio(one, other, score_cutoff=limit):
                    yield from _across(names[one], names[other])


def _across(some: Sequence[_Case], others: Sequence[_Case]) -> Iterator[tuple[_Case, _Case]]:
    yield from islice(((one, other) for one in some for other in others), _WHOLE)


# why two may be one


def _judged(
    register: str, one: _Case, other: _Case, parents: dict[str, str]
) -> tuple[tuple[str, ...], float] | None:
    """Return the reasons and how certain they make it; None where two are not offered."""
    if one.found.uid == other.found.uid:
        return ("cùng một bản ghi gốc (cùng mã)",), _SAME_UID
    told = _award(one, other) if register == AWARDS else _model(one, other)
    if told is None:
        return None
    reasons, certain = told
    offices = (one.found.source.office_uid, other.found.source.office_uid)
    if offices[0] in line_of(offices[1], parents) or offices[1] in line_of(offices[0], parents):
        reasons.append("một cơ quan là cấp trên của cơ quan kia")
        certain += _RELATED
    if one.kind and other.kind and one.kind != other.kind:
        reasons.append("nhưng khác loại")
        certain += _OTHER_KIND
    return tuple(reasons), round(min(max(certain, 0.01), 0.97), 2)


def _model(one: _Case, other: _Case) -> tuple[list[str], float]:
    same = one.plain == other.plain
    reasons = ["cùng tên mô hình" if same else "tên mô hình gần giống"]
    certain = _SAME_TITLE if same else _NEAR
    if one.owner and other.owner:
        likeness = fuzz.token_set_ratio(one.owner, other.owner)
        if likeness >= NEAR_NAME:
            reasons.append("cùng đơn vị, cá nhân thực hiện")
            certain += _SAME_OWNER
        else:
            reasons.append("nhưng khác đơn vị, cá nhân thực hiện")
            certain += _OTHER_OWNER
    if one.day and one.day == other.day:
        reasons.append(f"cùng ngày đăng ký {_day(one.day)}")
        certain += _SAME_DAY
    return reasons, certain


def _award(one: _Case, other: _Case) -> tuple[list[str], float] | None:
    """Awards under known, different decisions are two."""
    if one.number and other.number and one.number != other.number:
        return None
    same = one.plain == other.plain
    reasons = ["cùng người, tập thể được khen" if same else "tên người, tập thể gần giống"]
    certain = _SAME_TITLE if same else _NEAR
    reasons.append("cùng hình thức khen")
    if one.number and other.number:
        reasons.append("cùng số quyết định")
        certain += _SAME_NUMBER
    else:
        reasons.append("có nơi chưa ghi số quyết định")
        certain += _NO_NUMBER
    if one.owner and other.owner:
        near = fuzz.token_set_ratio(one.owner, other.owner) >= NEAR_NAME
        reasons.append("cùng chức vụ, đơn vị" if near else "nhưng khác chức vụ, đơn vị")
        certain += _SAME_POST if near else _OTHER_POST
    return reasons, certain
