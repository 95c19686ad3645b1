"""What a submission changes against the one that counted before: new, changed, gone, the same."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from desktop.services.receiving_rows import ReceivedLine

TOLD = 50
"""So many titles of each kind are named; of the others there is the number."""


@dataclass(frozen=True)
class RegisterChange:
    """What changes in one register: how many rows, and what the first of them are called.

    A row whose name did not leave its office is told by no title.
    """

    register: str
    new: int = 0
    changed: int = 0
    gone: int = 0
    same: int = 0
    new_titles: tuple[str, ...] = ()
    changed_titles: tuple[str, ...] = ()
    gone_titles: tuple[str, ...] = ()

    @property
    def differs(self) -> bool:
        """Whether anything of the register changes."""
        return bool(self.new or self.changed or self.gone)


class _Told:
    """Counts rows and remembers what the first of them are called."""

    def __init__(self) -> None:
        self.count = 0
        self.titles: list[str] = []

    def add(self, line: ReceivedLine) -> None:
        self.count += 1
        if line[1] and len(self.titles) < TOLD:
            self.titles.append(line[1])


def compare(
    register: str, before: Iterator[ReceivedLine], now: Iterator[ReceivedLine]
) -> RegisterChange:
    """Return how two states of a register differ; both must come ordered by uid."""
    new, changed, gone = _Told(), _Told(), _Told()
    same = 0
    old, fresh = next(before, None), next(now, None)
    while old is not None or fresh is not None:
        if old is None or (fresh is not None and fresh[0] < old[0]):
            assert fresh is not None  # noqa: S101 - one of both is there
            new.add(fresh)
            fresh = next(now, None)
        elif fresh is None or old[0] < fresh[0]:
            gone.add(old)
            old = next(before, None)
        else:
            if old[2] == fresh[2] or _same_fields(old[2], fresh[2]):
                same += 1
            else:
                changed.add(fresh)
            old, fresh = next(before, None), next(now, None)
    return RegisterChange(
        register,
        new.count,
        changed.count,
        gone.count,
        same,
        tuple(new.titles),
        tuple(changed.titles),
        tuple(gone.titles),
    )


def all_new(register: str, count: int, first: Iterable[ReceivedLine]) -> RegisterChange:
    """Return the change of a register of which there was nothing: `first` are rows to be named."""
    new = _Told()
    for one in first:
        new.add(one)
    return RegisterChange(register, new=count, new_titles=tuple(new.titles))


def _same_fields(old: str, fresh: str) -> bool:
    """Tell whether the fields that both have are the same.

    A field that another version of the program sends, or another profile, is no change of the row.
    """
    before, now = json.loads(old), json.loads(fresh)
    if before.keys() == now.keys():
        return False
    return all(before[name] == now[name] for name in before.keys() & now.keys())
