"""The window's calls of the services for clean data; see `ui.gateway`.

What takes a `book` runs on a worker thread; so does `narrow`, for there may be very many findings.
"""

# ruff: noqa: PLC0415 (late imports are what this module is for)

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from desktop.core.vietnamese.fold import fold, words

if TYPE_CHECKING:
    from desktop.core.changes import Done
    from desktop.services.books import Book
    from desktop.services.cleaning import Finding, FindingKind, Findings

CHECK_SHEET = "check-sheet"
"""The printed form of `services.printing`."""


_fold = lru_cache(maxsize=65_536)(fold)  # sentences and units come again and again


@dataclass(frozen=True)
class Looked:
    """What a look at the whole book found, and the tree of units that it stands in."""

    findings: Findings
    units: Sequence[Any]


@dataclass(frozen=True)
class Wanted:
    """What of the findings is to be shown; an empty part means everything."""

    unit: int | None = None
    kinds: frozenset[FindingKind] = frozenset()
    rule: str = ""
    words: str = ""
    confirmed: bool = False  # those, too, that the clerk has said to be right


@dataclass(frozen=True)
class Shown:
    """The findings to be shown, and how many each rule and kind has, whichever are chosen."""

    entries: tuple[Finding, ...] = ()
    kinds: Mapping[FindingKind, int] = field(default_factory=dict)
    rules: Mapping[str, int] = field(default_factory=dict)


def look(book: Book, progress: Any = None) -> Looked:
    """Find everything that is to be mended."""
    from desktop.services import cleaning
    from desktop.services.registers import tree

    return Looked(cleaning.find(book, progress=progress), tree(book))


def kinds() -> tuple[FindingKind, ...]:
    """Return the kinds of findings, in their order."""
    from desktop.services.cleaning import FindingKind

    return tuple(FindingKind)


def rule_headings() -> Mapping[str, str]:
    """Return what each rule is called, in Vietnamese, in their order."""
    from desktop.services.cleaning import RULES

    return {one.name: one.heading for one in RULES}


def narrow(findings: Findings, wanted: Wanted) -> Shown:
    """Return what is to be shown of the findings."""
    looked_for = words(wanted.words)
    by_kind: Counter[FindingKind] = Counter()
    by_rule: Counter[str] = Counter()
    entries = []
    for one in findings.of_unit(wanted.unit):
        if one.confirmed and not wanted.confirmed:
            continue
        by_kind[one.kind] += 1
        if wanted.kinds and one.kind not in wanted.kinds:
            continue
        by_rule[one.rule] += 1
        if wanted.rule and one.rule != wanted.rule:
            continue
        if looked_for:
            text = f" {_fold(one.title)} {_fold(one.words)} {_fold(one.unit)}"
            if not all(f" {word}" in text for word in looked_for):
                continue
        entries.append(one)
    return Shown(tuple(entries), by_kind, by_rule)


def mark(book: Book, findings: Sequence[Finding], confirmed: bool) -> Done[int]:
    """Confirm findings, or take that back."""
    from desktop.services import cleaning

    return (cleaning.confirm if confirmed else cleaning.take_back)(book, findings)


def write_list(
    book: Book, findings: Sequence[Finding], target: Path, about: str, progress: Any = None
) -> int:
    """Write findings as .xlsx and return how many lines it has."""
    from desktop.services.cleaning.listing import write_list

    return write_list(book, findings, target, about=about, progress=progress)
