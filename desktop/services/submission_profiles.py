"""Mẫu gửi: what an office sends upward, kept by name so that each period goes out alike."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.core.changes import Done
from desktop.core.errors import UserProblem
from desktop.core.vietnamese.fold import clean, fold
from desktop.services import registers
from desktop.services.submission_rows import (
    NAMED_AT_FIRST,
    OFFERED,
    SubmissionRequest,
    sendable,
)
from desktop.storage.book import Book, changes_of
from desktop.storage.keeping import canonical
from desktop.storage.models import SubmissionProfile

__all__ = ["Profile", "named", "profile", "profiles", "request_of", "save_profile"]


@dataclass(frozen=True)
class Profile:
    """What is sent: registers, those in which persons are named, rows from below, encryption."""

    id: int | None
    name: str
    registers: tuple[str, ...] = OFFERED
    personal: frozenset[str] = NAMED_AT_FIRST
    below: bool = False
    encrypted: bool = False
    main: bool = False


_FIRST = Profile(None, "")


def profiles(book: Book) -> tuple[Profile, ...]:
    """Return the office's profiles: the one used by default first, then by name."""
    with book.read() as session:
        found = [_read(one) for one in _rows(session)]
    return tuple(sorted(found, key=lambda one: (not one.main, fold(one.name), one.id)))


def profile(book: Book, profile_id: int | None = None) -> Profile:
    """Return a profile; without an id the one used by default, else what is offered at first.

    Raises `UserProblem` when it is no longer there.
    """
    found = profiles(book)
    if profile_id is None:
        return next((one for one in found if one.main), _FIRST)
    for one in found:
        if one.id == profile_id:
            return one
    raise UserProblem("Mẫu gửi này không còn trong sổ. Hãy chọn mẫu khác.")


def named(book: Book, name: str) -> Profile:
    """Return the profile of a name; `UserProblem` when there is none."""
    found = profiles(book)
    for one in found:
        if fold(one.name) == fold(name):
            return one
    listed = "; ".join(one.name for one in found) or "chưa có mẫu nào"
    raise UserProblem(f"Không có mẫu gửi «{name}». Hiện có: {listed}.")


def request_of(book: Book, profile_id: int | None, first: date, last: date) -> SubmissionRequest:
    """Return what a profile asks to send of a period, both days within it."""
    return request(profile(book, profile_id), first, last)


def request(wanted: Profile, first: date, last: date) -> SubmissionRequest:
    """Return what a profile asks to send of a period, both days within it."""
    return SubmissionRequest(
        first, last, wanted.registers, wanted.personal, wanted.below, wanted.name
    )


def save_profile(
    book: Book,
    name: str,
    request: SubmissionRequest,
    *,
    encrypted: bool = False,
    main: bool | None = None,
) -> Done[Profile]:
    """Keep the choice of a request under a name; one that has the name already is changed.

    `main` makes it the one used by default, or takes that from it; None leaves that as it is.
    Raises `UserProblem` without a name, or for what can't be sent; `InvalidValues` as
    `registers.save_in`.
    """
    words = clean(name)
    if not words:
        raise UserProblem("Hãy đặt tên cho mẫu gửi.")
    sendable(request.registers)
    with book.write(f"Lưu mẫu gửi «{words}»") as session:
        rows = _rows(session)
        held = next((one for one in rows if fold(one.name) == fold(words)), None)
        values = {
            "name": words,
            "registers": _json(request.registers),
            "personal": _json(request.personal),
            "below": request.below,
            "encrypted": encrypted,
        }
        if main is not None:
            values["main"] = main
        kept = registers.save_in(session, "submission_profiles", values, held.id if held else None)
        for one in rows if main else ():
            if one is not kept and one.main:
                registers.save_in(session, "submission_profiles", {"main": False}, one.id)
        found = session.get_one(SubmissionProfile, kept.id)
        return Done(_read(found), changes_of(session))


def _rows(session: Session) -> list[SubmissionProfile]:
    statement = select(SubmissionProfile).where(SubmissionProfile.deleted_at.is_(None))
    return list(session.scalars(statement.order_by(SubmissionProfile.id)))


def _json(names: Iterable[str]) -> str:
    return canonical(sorted(names)).decode()


def _read(row: SubmissionProfile) -> Profile:
    given = _names(row, row.registers)
    personal = _names(row, row.personal)
    return Profile(
        row.id,
        row.name,
        # in the order in which they are offered; what this version doesn't offer stays out
        OFFERED if given is None else tuple(one for one in OFFERED if one in given),
        NAMED_AT_FIRST if personal is None else frozenset(personal),
        row.below,
        row.encrypted,
        row.main,
    )


def _names(row: SubmissionProfile, text: str | None) -> list[str] | None:
    if text is None:
        return None
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        raise UserProblem(f"Mẫu gửi «{row.name}» bị hỏng. Hãy xóa mẫu này và lập lại.")
    return found
