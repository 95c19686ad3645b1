"""Who is at work: several clerks share a computer in turn, and each deed bears a name."""

from __future__ import annotations

import os
from typing import Final

from desktop.core.changes import Changes, Done
from desktop.core.errors import UserProblem
from desktop.core.vietnamese.collate import name_sort_key
from desktop.core.vietnamese.fold import clean, fold, without_marks
from desktop.core.vietnamese.mentions import Mentions
from desktop.storage import clerk_list
from desktop.storage.book import Book

LONGEST: Final = 60
"""So many signs a name may have."""
NOBODY: Final = "(chưa ghi tên)"
"""Stands where an entry has no clerk, as those before schema 6: nobody's name."""


def known(book: Book) -> tuple[str, ...]:
    """Return the clerks who worked with the book, by name."""
    with book.read() as session:
        return tuple(sorted(clerk_list.known(session), key=name_sort_key))


def begin(book: Book, name: str, *, remember: bool = True) -> Done[str]:
    """Let `name` be at work: each entry bears it until another begins. Returns the name.

    With `remember` it is kept in the book's list, if it isn't there: written otherwise (capitals,
    all marks left out, a tone on another vowel) it counts as the same and gets the new writing.
    'Lê Hoa' and 'Lê Hoà' are two. Raises `UserProblem` for an empty or too long name and for
    `NOBODY`, and the sentences of the environment; who was at work then stays.
    """
    told = _checked(name)
    if remember and not book.read_only:
        with book.read() as session:
            names = clerk_list.known(session)
        if told not in names:
            same = [one for one in names if _same(one, told)]
            others = [one for one in names if len(same) > 1 or one not in same]
            with book.write("") as session:
                clerk_list.keep(session, [*others, told])
    book.clerk = told
    return Done(told, Changes())


def rename(book: Book, name: str, corrected: str) -> Done[str]:
    """Write a name of the list otherwise, and return it; what was done keeps the former one.

    Whoever is at work under the name goes on under the corrected one. Corrected to another name
    of the list, the two become one. Raises what `begin` raises; the list then stays.
    """
    told = _checked(corrected)
    with book.write("") as session:
        names = [told if one == name else one for one in clerk_list.known(session)]
        clerk_list.keep(session, [*dict.fromkeys(names)])
    if book.clerk == name:
        book.clerk = told
    return Done(told, Changes())


def forget(book: Book, name: str) -> Done[None]:
    """Take a name off the list; what it did keeps it."""
    with book.write("") as session:
        names = [one for one in clerk_list.known(session) if one != name]
        clerk_list.keep(session, names)
    return Done(None, Changes())


def system_user() -> str:
    """Return the name of the system's user, for who works without a window; '' if it has none."""
    for name in ("LOGNAME", "USER", "USERNAME"):  # the system's list of users may be on a network
        if told := clean(os.environ.get(name, "")):
            return told[:LONGEST]
    return ""


def _same(one: str, other: str) -> bool:
    bare = {one.casefold(), other.casefold()} & {without_marks(one)}
    return Mentions([one]).is_name(other) or bool(bare and fold(one) == fold(other))


def refused(name: str) -> str:
    """Return why a name can't be a clerk's, a sentence; '' when it can."""
    told = clean(name)
    if not fold(told):
        return "Hãy ghi tên người làm việc."
    if fold(told) == fold(NOBODY):
        return f"«{told}» trong nhật ký có nghĩa là không có tên. Hãy ghi họ tên người làm việc."
    if len(told) > LONGEST:
        return f"Tên người làm việc dài quá {LONGEST} chữ. Hãy ghi ngắn hơn."
    return ""


def _checked(name: str) -> str:
    if why := refused(name):
        raise UserProblem(why)
    return clean(name)
