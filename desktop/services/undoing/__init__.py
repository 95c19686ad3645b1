"""Undoing deeds whole and doing them again: an import, a merge, any change made in one step.

Works from the record of deeds (audit entries) and from the rows that undoings took out, so it
works across a restart and is as true as those are. Nothing is undone when something of it was
touched since. Not covered, because they leave no entry: what the program remembers of the window
(columns, last folders), which is not in the book, and files replaced inside the book.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlalchemy.orm import Session

from desktop.core.changes import Done
from desktop.core.errors import UserProblem
from desktop.services.undoing import chains, checking, reversing
from desktop.services.undoing.chains import MOST, Deed, Deeds
from desktop.storage.book import Book, changes_of
from desktop.storage.keeping import deed_of
from desktop.storage.undone import UNDOING, forget

__all__ = [
    "MOST",
    "Deed",
    "Deeds",
    "last_deed",
    "last_deeds",
    "redo",
    "redo_to",
    "take_back",
    "undo",
    "undo_to",
]

Progress = Callable[[int, int], object]


def last_deeds(book: Book, *, counted: bool = False) -> Deeds:
    """Return the last deeds: which stand, which can be done again (see `chains.last_deeds`)."""
    with book.read() as session:
        return chains.last_deeds(session, counted=counted)


def last_deed(book: Book) -> Deed | None:
    """Return the newest deed that stands, also one that can't be undone."""
    return last_deeds(book).newest


def undo(book: Book, batch: str, progress: Progress | None = None) -> Done[str]:
    """Undo a deed and return its words.

    `progress` (rows done, rows in all) may raise to cancel: nothing is undone then.
    Raises `UserProblem`, with nothing changed, when the deed is unknown, when it removed records
    for good, or when something of it was changed or is used since.
    """
    with book.write("") as session:
        words = _turn_round(session, [_standing(session, batch)], progress)
        return Done(words[0], changes_of(session))


def take_back(book: Book, batch: str, words: str) -> Done[str]:
    """Undo a deed that came to nothing, as one called `words`: it can't be done again.

    Raises as `undo` does.
    """
    with book.write("") as session:
        _turn_round(session, [_standing(session, batch)], None, words)
        forget(session)
        return Done(words, changes_of(session))


def undo_to(book: Book, batch: str, progress: Progress | None = None) -> Done[tuple[str, ...]]:
    """Undo a deed of the last ones and all that were done after it, latest first, or nothing.

    Deeds in between that removed records for good stay. Returns the words of what was undone;
    raises as `undo` does.
    """
    with book.write("") as session:
        found = chains.last_deeds(session)
        if batch not in found.done:
            raise UserProblem("Việc này đã được hoàn tác rồi hoặc không hoàn tác được nữa.")
        wanted = found.done[found.done.index(batch) :][::-1]
        links = [
            _standing(session, one) for one in wanted if one == batch or not _final(found, one)
        ]
        words = _turn_round(session, links, progress)
        return Done(tuple(words), changes_of(session))


def redo(book: Book, progress: Progress | None = None) -> Done[str]:
    """Do again what was undone last, and return its words.

    Raises `UserProblem` when nothing was undone, or something new was done since.
    """
    with book.write("") as session:
        found = chains.last_deeds(session)
        if found.to_redo is None:
            raise UserProblem("Không có việc nào để làm lại.")
        words = _turn_round(session, [_undone(session, found.to_redo.batch)], progress)
        return Done(words[0], changes_of(session))


def redo_to(book: Book, batch: str, progress: Progress | None = None) -> Done[tuple[str, ...]]:
    """Do again what was undone, last first, as far as this deed; all of it or nothing."""
    with book.write("") as session:
        found = chains.last_deeds(session)
        if batch not in found.undone:
            raise UserProblem("Việc này không làm lại được nữa vì đã có việc mới sau đó.")
        wanted = found.undone[found.undone.index(batch) :][::-1]
        words = _turn_round(session, [_undone(session, one) for one in wanted], progress)
        return Done(tuple(words), changes_of(session))


def _final(found: Deeds, batch: str) -> bool:
    return found.by_batch[batch].final


def _standing(session: Session, batch: str) -> chains.Link:
    """Return the link by which a deed stands."""
    if batch == chains.founding(session):
        raise UserProblem("Việc lập sổ không hoàn tác được.")
    head = chains.head_of(session, batch)
    if head is None:
        raise UserProblem("Không còn ghi chép của việc này nên không hoàn tác được.")
    if head.undoes:
        raise UserProblem("Việc này đã được hoàn tác rồi.")
    return head


def _undone(session: Session, batch: str) -> chains.Link:
    head = chains.head_of(session, batch)
    if head is None or not head.undoes:
        raise UserProblem("Việc này chưa được hoàn tác.")
    return head


def _turn_round(
    session: Session,
    links: Sequence[chains.Link],
    progress: Progress | None,
    called: str = "",
) -> list[str]:
    """Turn links round in this order, and return the words of their deeds.

    `called`: what the turning is called instead of an undoing or a doing again.
    """
    session.connection().exec_driver_sql("PRAGMA defer_foreign_keys = ON")
    entries = [reversing.read_entries(session, one) for one in links]
    plans = [
        reversing.plan_of(some, undoes=one.undoes) for some, one in zip(entries, links, strict=True)
    ]
    total = sum(one.rows for one in plans)
    done = 0

    def tick(more: int) -> None:
        nonlocal done
        done += more
        if progress is not None:
            progress(min(done, total), total)

    words = []
    tick(0)
    for link, some, plan in zip(links, entries, plans, strict=True):
        checking.refuse_touched(session, link, some)
        words.append(_one(session, link, plan, tick, called))
    if progress is not None:
        progress(total, total)
    _prune(session)
    return words


def _one(
    session: Session, link: chains.Link, plan: reversing.Plan, tick: reversing.Tick, called: str
) -> str:
    words = _words(session, link)
    checking.refuse_with_files(session, plan)
    deed = deed_of(session)
    before = deed.registers
    deed.words = called or chains.words_of(words, undoes=not link.undoes)
    deed.batch = UNDOING + link.batch
    deed.registers = frozenset()
    reversing.turn_round(session, link, plan, tick)
    if not deed.registers:
        reversing.note_nothing(session, link)
    checking.refuse_used(session, plan)
    checking.refuse_gone(session, plan)
    deed.registers |= before
    session.expunge_all()  # rows may have gone, or come back, behind the session's back
    return words


def _words(session: Session, link: chains.Link) -> str:
    first = chains.link_of(session, link.deed)
    return link.words if first is None else first.words


def _prune(session: Session) -> None:
    """Keep only the rows of what can be done again."""
    found = chains.last_deeds(session)
    forget(session, [found.heads[one] for one in found.undone])
