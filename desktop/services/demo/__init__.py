"""A demo office: an invented board with its units, members, pledges, models and commendations.

Everything in it is made up. What stands in it follows from seed, number of members and day
alone, so that two demo books made alike show the same.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

from desktop.core.errors import UserProblem
from desktop.core.formats import number
from desktop.services.books import OfficeSetup, create_book, open_book
from desktop.services.demo.activities import make_activities
from desktop.services.demo.commendations import make_rounds
from desktop.services.demo.files import make_files
from desktop.services.demo.guidance import make_guidance
from desktop.services.demo.making import Making, texts
from desktop.services.demo.members import make_members
from desktop.services.demo.models import make_models
from desktop.services.demo.pledges import make_pledges
from desktop.services.demo.ratings import make_ratings
from desktop.services.demo.studies import make_studies
from desktop.services.demo.units import make_units
from desktop.storage.book import Book, new_file

__all__ = ["make_demo"]

LEAST_MEMBERS, MOST_MEMBERS = 10, 100_000


def make_demo(
    path: Path,
    *,
    members: int = 600,
    seed: int = 1,
    today: date | None = None,
    progress: Callable[[int, int], None] | None = None,
    office: OfficeSetup | None = None,
) -> Book:
    """Make a demo book at `path` and open it; `today` is the day all its dates lead up to.

    `office` is whose book it is instead of the demo's own office.

    `progress` is told percents, and stops the work by raising `Cancelled`. The book stands at
    `path` only when it is whole. Raises `UserProblem` for a number of members out of bounds,
    `FileThere` when the file exists, and the sentences of the environment.
    """
    if not LEAST_MEMBERS <= members <= MOST_MEMBERS:
        raise UserProblem(
            f"Sổ mẫu có từ {number(LEAST_MEMBERS)} đến {number(MOST_MEMBERS)} đảng viên."
        )
    day = today or date.today()  # noqa: DTZ011 - the clerk's own calendar day
    with new_file(path) as unfinished:
        book = create_book(unfinished, office or OfficeSetup(**texts("places")["office"]))
        try:
            _fill(Making(book, members, seed, day, progress))
        finally:
            book.close()
    return open_book(path)


def _fill(making: Making) -> None:
    """Write every register; later ones refer to what earlier ones made."""
    making.tell(1)
    topics = make_guidance(making)
    tree = make_units(making)
    making.tell(5)
    people = make_members(making, tree)
    making.tell(70)
    pledges = make_pledges(making, tree, people, topics)
    making.tell(85)
    make_ratings(making, tree, people)
    making.tell(90)
    models = make_models(making, tree, people)
    make_files(making, models)
    making.tell(95)
    make_rounds(making, tree, people, models, pledges)
    make_activities(making, tree, people, topics)
    make_studies(making, tree, topics)
    making.tell(100)
