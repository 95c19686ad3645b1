"""A chain of demo offices: the centre, its provinces and their communes, a small book each.

Each book knows the office above it and those right below it, as the clerks would have noted them;
no file has gone from one to the other yet, and no key is accepted.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import select

from desktop.core.errors import FileThere
from desktop.services.books import OfficeSetup, open_book
from desktop.services.demo import make_demo
from desktop.services.demo.making import texts
from desktop.storage.book import SUFFIX, Book
from desktop.storage.models import Office

FEWEST, MOST = 10, 30
"""Members of an office of the chain."""


@dataclass(frozen=True)
class DemoOffice:
    """An office of the chain: its book, its uid; `parent_uid` is '' at the top."""

    path: Path
    uid: str
    name: str
    level: str
    parent_uid: str


def make_offices(
    folder: Path,
    *,
    seed: int = 1,
    today: date | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> tuple[DemoOffice, ...]:
    """Make the books of a chain of offices in a folder, each after the one above it.

    What stands in them follows from `seed` and `today` alone, but for the random uids. `progress`
    is told percents, and stops the work by raising. Raises `FileThere` when one of the books
    exists already, and the sentences of the environment; then none of them is left behind.
    """
    day = today or date.today()  # noqa: DTZ011 - the clerk's own calendar day
    planned = tuple(_line(texts("offices"), None))
    for one, _above in planned:
        _require_free(_path(folder, one))
    made: dict[str, DemoOffice] = {}
    begun: list[Path] = []
    try:
        for place, (one, above) in enumerate(planned):
            if progress is not None:
                progress(100 * place // len(planned), 100)
            path = _path(folder, one)
            members = Random(f"{seed} {path.stem}").randint(FEWEST, MOST)  # noqa: S311 - invented
            setup = OfficeSetup(
                one["name"], one["level"], one["place"], one["parent"], one["suffix"]
            )
            book = make_demo(
                path, members=members, seed=1_000 * seed + place, today=day, office=setup
            )
            begun.append(path)
            with closing(book):
                uid = "" if above is None else made[above["file"]].uid
                made[one["file"]] = DemoOffice(path, book.origin, book.name, one["level"], uid)
                if uid:
                    _know_above(book, uid)
        for one, _above in planned:
            _know_below(made, made[one["file"]], day.year)
    except BaseException:
        for each in begun:
            each.unlink(missing_ok=True)
        raise
    return tuple(made.values())


def _line(
    one: Mapping[str, Any], above: Mapping[str, Any] | None
) -> Iterator[tuple[Mapping[str, Any], Mapping[str, Any] | None]]:
    """Yield an office and all below it, each with the one above."""
    yield one, above
    for other in one.get("below", ()):
        yield from _line(other, one)


def _path(folder: Path, one: Mapping[str, Any]) -> Path:
    return folder / f"{one['file']}{SUFFIX}"


def _require_free(path: Path) -> None:
    if path.exists():
        raise FileThere(f"Đã có tệp «{path.name}» ở đó. Hãy chọn thư mục khác.")


def _know_above(book: Book, uid: str) -> None:
    """Note in a book whom its office is below."""
    with book.write("Ghi cơ quan cấp trên") as session:
        session.scalars(select(Office).where(Office.own)).one().parent_uid = uid


def _know_below(made: Mapping[str, DemoOffice], above: DemoOffice, year: int) -> None:
    """Note in a book the offices right below its own: they must send from this year on."""
    below = [one for one in made.values() if one.parent_uid == above.uid]
    if not below:
        return
    with closing(open_book(above.path)) as book, book.write("Ghi các cơ quan cấp dưới") as session:
        for one in below:
            session.add(
                Office(
                    uid=one.uid,
                    name=one.name,
                    level=one.level,
                    parent_name=above.name,
                    parent_uid=above.uid,
                    sends_from=date(year, 1, 1),
                    own=False,
                )
            )
