"""What registering a whole cell asks of the services, each imported when it is first needed.

Functions that take a book run on a worker thread (`ui.jobs`).
"""

# ruff: noqa: PLC0415 (late imports are what this module is for)

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from desktop.core.changes import Done
    from desktop.services.books import Book
    from desktop.services.next_campaign import Came, Renewal, Started
    from desktop.services.registering import Outcome, Registration
    from desktop.services.registering_known import Pledger
    from desktop.services.registering_listed import Listed
    from desktop.services.registering_people import Candidate, Item, Suggested, Waiting


@dataclass(frozen=True)
class CampaignChoice:
    """A campaign that pledges can be registered in."""

    id: int
    title: str
    year: int
    kind: str
    carries: bool
    """Whether what was not done the year before is offered."""
    deadline: date
    """The last day of registering."""


def read_campaigns(book: Book) -> list[CampaignChoice]:
    """Return the campaigns, the latest first."""
    from desktop.core.register import Query
    from desktop.services import registers
    from desktop.services.next_campaign import CARRY

    ids = registers.keys(book, Query("campaigns"))
    return [
        CampaignChoice(
            one.id,
            str(one.values["title"]),
            int(one.values["year"]),
            str(one.values["pledge_kind"]),
            CARRY in (one.values.get("note") or ""),
            one.values["deadline"],
        )
        for one in registers.rows(book, "campaigns", ids)
    ]


def read_candidates(
    book: Book, year: int, kind: str, unit: int | None, campaign: int | None
) -> list[Candidate]:
    """Return who may be registered, heads first."""
    from desktop.services.registering_people import candidates

    return candidates(book, year, kind, unit, campaign)


def read_listed(book: Book, ids: Sequence[int]) -> Listed:
    """Return who is meant by rows of a campaign's list."""
    from desktop.services.registering_listed import listed

    return listed(book, ids)


def read_suggestions(book: Book, year: int, kind: str, unit: int | None) -> list[Suggested]:
    """Return the items of the year before, most used first."""
    from desktop.services.registering_people import suggestions

    return suggestions(book, year, kind, unit)


def read_heads_behind(
    book: Book, campaign: int, unit: int | None, chosen: Sequence[Pledger]
) -> list[Waiting]:
    """Return the heads who would register after those chosen of their units."""
    from desktop.services.registering_people import heads_behind

    return heads_behind(book, campaign, unit, chosen)


def read_shared(book: Book, campaign: int, pledges: Sequence[Sequence[Item]]) -> list[int]:
    """Return how many would share each text that so many share that it isn't concrete."""
    from desktop.services.registering_shared import shared_after

    return shared_after(book, campaign, pledges)


def make_pledger(kind: str, name: str, unit: int | None = None, post: str | None = None) -> Pledger:
    """Return somebody who is no member, or an organisation."""
    from desktop.services.registering_known import Pledger

    return Pledger(kind, name, None, unit, post)


def make_candidate(who: Pledger, unit: str) -> Candidate:
    """Return somebody the clerk added."""
    from desktop.services.registering_people import Candidate

    return Candidate(who, unit, head=False)


def make_item(content: str, duty: str, target: str, due_on: date | None) -> Item:
    """Return an item as it is kept."""
    from desktop.services.registering_people import Item

    return Item(content, duty or None, target or None, due_on)


def make_registration(
    values: Mapping[str, Any], entries: Sequence[tuple[Pledger, Sequence[Item], bool]]
) -> Registration:
    """Return what is to be registered; `entries` are who, items, and whether to add to a pledge."""
    from desktop.services.registering import Entry, Registration

    return Registration(
        entries=tuple(Entry(who, tuple(items), add) for who, items, add in entries), **values
    )


def register(book: Book, asked: Registration, progress: Any = None) -> Done[Outcome]:
    """Register everybody as one deed."""
    from desktop.services.registering import register

    return register(book, asked, progress)


def make_public(
    book: Book, ids: Sequence[int], values: Mapping[str, Any], progress: Any = None
) -> Done[int]:
    """Keep how and when pledges were made public."""
    from desktop.services.registering import make_public

    return make_public(book, ids, values["public_means"], values["public_on"], progress)


def confirm(
    book: Book, ids: Sequence[int], values: Mapping[str, Any], progress: Any = None
) -> Done[int]:
    """Keep when the cell confirmed pledges."""
    from desktop.services.registering import confirm

    return confirm(book, ids, values["confirmed_on"], progress)


# campaigns


def foresee_start(book: Book, campaign: int) -> Renewal:
    """Return what next year's campaign would be."""
    from desktop.services.next_campaign import foresee_start

    return foresee_start(book, campaign)


def start_from(
    book: Book, campaign: int, values: Mapping[str, Any], came: Sequence[Came]
) -> Done[Started]:
    """Make next year's campaign."""
    from desktop.services.next_campaign import start_from

    return start_from(book, campaign, came=came, **values)


def open_campaign(book: Book, campaign: int, on: date) -> Done[int]:
    """Open a campaign."""
    from desktop.services.campaigns import open_campaign

    return open_campaign(book, campaign, on)


def needs_reason(book: Book, campaign: int) -> bool:
    """Tell whether a change of a campaign's list needs a reason."""
    from desktop.services.campaigns import needs_reason

    return needs_reason(book, campaign)


def list_expected(book: Book, campaign: int, whom: str, reason: str | None = None) -> Done[int]:
    """Put people or organisations on a campaign's list."""
    from desktop.services import campaigns

    return campaigns.list_expected(book, campaign, campaigns.Whom(whom), reason)


def save_expected(
    book: Book,
    _register: str,
    values: Mapping[str, Any],
    row_id: int | None = None,
    revision: int | None = None,
) -> Done[Any]:
    """Keep an entry of a campaign's list (as `register.source.save`)."""
    from desktop.services.campaigns import save_expected

    return save_expected(book, values, row_id, revision)


def change_expected(
    book: Book, ids: Sequence[int], values: Mapping[str, Any], reason: str | None
) -> Done[int]:
    """Give entries of a campaign's list the same values."""
    from desktop.services.campaigns import change_expected

    return change_expected(book, ids, values, reason)


def remove_expected(book: Book, ids: Sequence[int], reason: str | None) -> Done[int]:
    """Take entries off a campaign's list."""
    from desktop.services.campaigns import remove_expected

    return remove_expected(book, ids, reason)


def restore_expected(book: Book, ids: Sequence[int], reason: str | None) -> Done[int]:
    """Put entries back on a campaign's list."""
    from desktop.services.campaigns import restore_expected

    return restore_expected(book, ids, reason)
