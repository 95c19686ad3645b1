"""Clean data ('đúng - đủ - sạch - sống'): what is missing, contradictory or stale, by unit.

Each rule is one declaration and one query for all its records (`missing`, `contradictory`,
`stale`). Findings only tell: nothing is changed, and a finding that is right as it stands can be
confirmed, after which it is no longer counted.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import fields, replace
from datetime import date, timedelta
from operator import itemgetter
from typing import Any, Final

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from desktop.core.changes import Done
from desktop.core.errors import UserProblem
from desktop.services.cleaning import contradictory, documents, missing, stale, studies
from desktop.services.cleaning.values import (
    ALL_KINDS,
    Asked,
    Finding,
    FindingKind,
    Findings,
    Limits,
    Rule,
)
from desktop.services.house_paper import calendar_day
from desktop.services.member_papers import unit_names
from desktop.services.registers import tree
from desktop.storage.book import Book, changes_of
from desktop.storage.cleaning import LISTED
from desktop.storage.models import Setting
from desktop.storage.registers import spec
from desktop.storage.search import subtree

__all__ = [
    "RULES",
    "Finding",
    "FindingKind",
    "Findings",
    "Limits",
    "Rule",
    "confirm",
    "find",
    "limits",
    "take_back",
]

RULES: Final[tuple[Rule, ...]] = (
    *missing.MEMBERS,
    *contradictory.MEMBERS,
    *contradictory.DECLARED,
    *stale.RULES,
    *missing.UNITS,
    *contradictory.UNITS,
    *missing.RECORDS,
    *contradictory.RECORDS,
    *studies.RULES,
    *documents.RULES,
)
"""Every rule, in the order in which what is found of one record is told."""

REGISTERS: Final = ("units", "members", "pledges", "models", "awards", "decisions", "campaigns",
                    "yearly_ratings", "study_sessions", "documents", "inspections")  # fmt: skip
LIMITS: Final = "clean_data_limits"
"""The setting with an office's own limits: a JSON object of fields of `Limits`."""
_CONFIRMED: Final = "clean_data_confirmed:"
_AFTER: Final = "clean_data_confirmed;"  # the next text after every one that begins so
_HOLDS: Final = timedelta(days=365)
"""So long a confirmation of something stale holds: then it is to be looked at again."""

Progress = Callable[[int, int], None]
_Place = tuple[int, int, bytes, int, int]


def find(
    book: Book,
    unit_id: int | None = None,
    kinds: Collection[FindingKind] = ALL_KINDS,
    registers: Collection[str] = REGISTERS,
    progress: Progress | None = None,
    today: date | None = None,
) -> Findings:
    """Return what this office has to mend, all of it or that of a unit and all below it.

    Rows of other offices and of the recycle bin are left out: they are mended where they come
    from. `progress` hears of rules asked and all rules; what it raises goes through. Each rule
    is read by itself, so that another thread may write in between.

    Raises `UserProblem` for a unit that isn't in the book.
    """
    names = unit_names(book)
    with book.read() as session:
        asked = Asked(book.origin, today or calendar_day(), limits(session))
        within = None if unit_id is None else _units(session, names, unit_id)
        said = _said(session)
    rules = [one for one in RULES if one.kind in kinds and one.register in registers]
    order: dict[int | None, int] = {unit: place for place, unit in enumerate(names)}
    order[None] = len(order)
    found: list[tuple[_Place, Finding]] = []
    for place, rule in enumerate(rules):
        if progress is not None:
            progress(place, len(rules))
        at = REGISTERS.index(rule.register)
        titles = _title_words(rule.register)
        confirmed = _Confirmed(rule, said, asked.today)
        for row in _broken(book, rule, asked):
            row_id, uid, title, unit, key = row[:LISTED]
            if unit not in names:
                unit = None
            if within is not None and unit not in within:
                continue
            words, field = rule.tell(row)
            one = Finding(
                rule.kind, rule.name, rule.register, row_id, uid,
                titles.get(title, title) or "", unit,
                "" if unit is None else names[unit], words, field, confirmed.by_clerk(uid, words),
            )  # fmt: skip
            found.append(((order[unit], at, key or b"", row_id, place), one))
    if progress is not None:
        progress(len(rules), len(rules))
    found.sort(key=itemgetter(0))
    entries = tuple(one for _place, one in found)
    return _counted(entries, {one.id: one.parent_id for one in tree(book)})


def _title_words(register: str) -> Mapping[str, str]:
    """Return what titles that are a choice are called."""
    declared = spec(register)
    return declared.by_name[declared.title].choice_headings


def _units(session: Session, names: Mapping[int, str], unit_id: int) -> frozenset[int]:
    if unit_id not in names:
        raise UserProblem("Đơn vị đã chọn không còn trong sổ. Hãy chọn lại.")
    return frozenset(subtree(session, unit_id))


def _broken(book: Book, rule: Rule, asked: Asked) -> Iterable[Row[Any]]:
    with book.read() as session:
        if rule.asks is not None and not rule.asks(session, asked):
            return ()
        # plain rows: no objects of the models are wanted
        rows = session.connection().execute(rule.query(asked)).all()
    return rows if rule.check is None else filter(rule.check, rows)


class _Confirmed:
    """What the clerk has confirmed of a rule's findings."""

    def __init__(self, rule: Rule, said: Mapping[str, tuple[str, str]], today: date) -> None:
        self._said = said
        self._begin = _key(rule.name, "")
        stale = rule.kind is FindingKind.STALE
        self._since = (today - _HOLDS).isoformat() if stale else ""

    def by_clerk(self, uid: str, words: str) -> bool:
        """Tell whether a sentence on a record was confirmed, and still holds."""
        if not self._said:
            return False
        on, before = self._said.get(self._begin + uid, ("", ""))
        return before == words and on >= self._since


def _counted(entries: tuple[Finding, ...], parents: Mapping[int, int | None]) -> Findings:
    own: dict[int | None, Counter[FindingKind]] = defaultdict(Counter)
    for one in entries:
        own[one.unit_id][one.kind] += not one.confirmed
    by_unit: dict[int | None, Counter[FindingKind]] = defaultdict(Counter)
    within: dict[int, set[int]] = defaultdict(set)
    for unit, counts in own.items():
        by_unit[None].update(counts)
        seen: set[int] = set()
        above = unit
        while above is not None and above not in seen:
            seen.add(above)
            by_unit[above].update(counts)
            within[above].add(unit if unit is not None else above)
            above = parents.get(above)
    return Findings(
        entries,
        {unit: dict(counts) for unit, counts in by_unit.items()},
        {unit: frozenset(units) for unit, units in within.items()},
    )


def limits(session: Session) -> Limits:
    """Return from when on data counts as stale: the office's own limits, else the usual ones."""
    kept = session.scalar(select(Setting.value).where(Setting.key == LIMITS))
    given = json.loads(kept) if kept is not None else {}
    known = {one.name for one in fields(Limits)}
    return replace(Limits(), **{name: int(one) for name, one in given.items() if name in known})


# what the clerk has said


def confirm(book: Book, findings: Sequence[Finding]) -> Done[int]:
    """Remember that findings are right as they stand; return how many were not yet.

    It holds until the sentence becomes another one, and of what is stale for a year.
    """
    with book.write("Xác nhận dữ liệu đã rà soát") as session:
        new = 0
        today = calendar_day().isoformat()
        for one in findings:
            kept = session.get(Setting, _key(one.rule, one.uid))
            value = json.dumps([today, one.words], ensure_ascii=False)
            if kept is None:
                session.add(Setting(key=_key(one.rule, one.uid), value=value))
            else:
                kept.value = value
            new += not one.confirmed
        return Done(new, changes_of(session))


def take_back(book: Book, findings: Sequence[Finding]) -> Done[int]:
    """Forget what `confirm` remembered of findings; return of how many something was known."""
    with book.write("Bỏ xác nhận dữ liệu đã rà soát") as session:
        gone = 0
        for one in findings:
            kept = session.get(Setting, _key(one.rule, one.uid))
            if kept is not None:
                session.delete(kept)
                gone += 1
        return Done(gone, changes_of(session))


def _key(rule: str, uid: str) -> str:
    return f"{_CONFIRMED}{rule}:{uid}"


def _said(session: Session) -> dict[str, tuple[str, str]]:
    """Return day and sentence of each confirmation."""
    kept = select(Setting.key, Setting.value).where(Setting.key >= _CONFIRMED, Setting.key < _AFTER)
    return {key: tuple(json.loads(value)) for key, value in session.execute(kept)}
