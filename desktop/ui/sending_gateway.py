"""What the dialog of sending upward asks of the services (`ui.gateway` says how)."""

# ruff: noqa: PLC0415 (late imports are what this module is for)

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from desktop.core.changes import Done
    from desktop.services.books import Book
    from desktop.services.office_keys import Replaced
    from desktop.services.sent_changes import SinceSent
    from desktop.services.submission_profiles import Profile
    from desktop.services.submissions import Prospect, Sent, SubmissionRequest


@dataclass(frozen=True)
class Choice:
    """What the clerk chose of the registers: which, whose persons are named, rows from below."""

    registers: tuple[str, ...]
    named: frozenset[str]  # of `registers`
    below: bool = False
    encrypted: bool = False


@dataclass(frozen=True)
class Sending:
    """What the clerk chose to send upward; the passphrase is kept nowhere."""

    period_from: date
    period_to: date
    choice: Choice
    folder: Path
    profile: str = ""
    passphrase: str | None = field(default=None, repr=False)


@dataclass(frozen=True)
class KeptChoice:
    """A profile as the dialog offers it; the first one offered has no name."""

    name: str
    choice: Choice
    main: bool = False


def offered_registers() -> Mapping[str, frozenset[str]]:
    """Return the registers that the clerk can choose to send, and what naming in each takes."""
    from desktop.services.submissions import OFFERED, with_names

    return {one: with_names(one) for one in OFFERED}


def first_choice() -> KeptChoice:
    """Return what is offered where there is no profile."""
    from desktop.services.submission_profiles import Profile

    return _kept(Profile(None, ""))


def kept_choices(book: Book) -> tuple[KeptChoice, ...]:
    """Return what is offered at first, then the office's profiles."""
    from desktop.services.submission_profiles import profiles

    return (first_choice(), *(_kept(one) for one in profiles(book)))


def prospect(book: Book, first: date, last: date) -> Prospect | None:
    """Return what the next submission of a period would be; None for a turned period."""
    from desktop.services.submissions import prospect

    return prospect(book, first, last) if first <= last else None


def changed_since_sent(book: Book, first: date, last: date) -> SinceSent | None:
    """Return which figures are others than those last sent for a period; None for a turned one."""
    from desktop.services.sent_changes import changed_since_sent

    return changed_since_sent(book, first, last) if first <= last else None


def save_choice(book: Book, name: str, choice: Choice) -> Done[Profile]:
    """Keep a choice as the profile that is used by default from now on."""
    from desktop.services.submission_profiles import save_profile

    today = date.today()  # noqa: DTZ011 - the clerk's own calendar day; no profile has a period
    request = _request(choice, today, today, name)
    return save_profile(book, name, request, encrypted=choice.encrypted, main=True)


def replace_key(book: Book) -> Done[Replaced]:
    """Put a new key in place of the office's."""
    from desktop.services.office_keys import replace_key

    return replace_key(book)


def send_upward(book: Book, asked: Sending, progress: Any = None) -> Done[Sent]:
    """Write a submission into the folder, under a name that says its period and number."""
    from desktop.services.submissions import file_name, prospect, send_upward

    first, last = asked.period_from, asked.period_to
    number = prospect(book, first, last).number if first <= last else 1
    target = asked.folder / file_name(book.name, first, last, number)
    request = _request(asked.choice, first, last, asked.profile)
    return send_upward(book, request, target, progress, asked.passphrase)


def _request(choice: Choice, first: date, last: date, name: str) -> SubmissionRequest:
    from desktop.services.submissions import SubmissionRequest, with_names

    personal = frozenset(one for each in choice.named for one in with_names(each))
    return SubmissionRequest(first, last, choice.registers, personal, choice.below, name)


def _kept(one: Profile) -> KeptChoice:
    from desktop.services.submissions import OFFERED, with_names

    named = frozenset(
        each for each in OFFERED if with_names(each) and with_names(each) <= one.personal
    )
    choice = Choice(one.registers, named & frozenset(one.registers), one.below, one.encrypted)
    return KeptChoice(one.name, choice, one.main)
