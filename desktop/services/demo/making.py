"""What all parts of the demo share: the book under way, chance by seed, texts, progress."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from functools import lru_cache
from random import Random
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from desktop.core.errors import problem_from_oserror
from desktop.platform.paths import resource_path
from desktop.services import registers
from desktop.storage.book import Book
from desktop.storage.bulk import insert_many

Item = TypeVar("Item")


@lru_cache(maxsize=16)
def texts(name: str) -> Any:
    """Return a file of demo texts (`resources/demo`), read once.

    Raises the sentences of the environment when it can't be read.
    """
    path = resource_path("demo", f"{name}.json")
    try:
        return json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise problem_from_oserror(error, path) from error


class Making:
    """A demo book under way."""

    def __init__(
        self,
        book: Book,
        members: int,
        seed: int,
        today: date,
        progress: Callable[[int, int], None] | None = None,
    ) -> None:
        self.book = book
        self.members = members
        self.today = today
        self._seed = seed
        self._progress = progress
        self._words = ""
        self._session: Session | None = None

    @property
    def session(self) -> Session:
        """The session of the deed under way (`writing`)."""
        assert self._session is not None  # noqa: S101 - a part that writes outside `writing`
        return self._session

    @contextmanager
    def writing(self, words: str) -> Iterator[None]:
        """Begin a transaction for a part of the book; it is committed at the end."""
        with self.book.write(words) as session:
            self._session, self._words = session, words
            try:
                yield
            finally:
                self._session = None

    def save(self, register: str, **values: Any) -> int:
        """Save a record as the clerk would and return its id."""
        return registers.save_in(self.session, register, values).id

    def save_many(self, register: str, rows: Iterable[Mapping[str, Any]]) -> list[int]:
        """Save many records in bulk and return their ids."""
        return insert_many(self.session, register, rows, words=self._words)

    def chance(self, part: str) -> Random:
        """Return the chance of a part: its own, so that parts don't disturb each other."""
        return Random(f"{self._seed} {part}")  # noqa: S311 - invented data, nothing secret

    def tell(self, percent: int) -> None:
        """Tell how far the work is; `Cancelled` comes out of here."""
        if self._progress is not None:
            self._progress(percent, 100)


def weighted(chance: Random, pairs: Sequence[Sequence[Any]]) -> Any:
    """Return one of the values, each given with its weight."""
    place = chance.random() * sum(one[1] for one in pairs)
    for value, weight in pairs:
        place -= weight
        if place < 0:
            return value
    return pairs[-1][0]


def some(chance: Random, pool: Sequence[Item], number: int) -> list[Item]:
    """Return so many different ones of a pool, or all when it has fewer."""
    return chance.sample(pool, min(number, len(pool)))


def between(chance: Random, first: date, last: date) -> date:
    """Return a day from `first` to `last`, both included; `first` when they are turned."""
    return first + timedelta(days=chance.randint(0, max(0, (last - first).days)))


def official_number(value: int) -> str:
    """Return a count as official text has it: '04', '12'."""
    return f"{value:02}"
