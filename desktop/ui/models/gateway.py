"""The window's calls of the services for models; see `ui.gateway`.

Every function here runs on a worker thread.
"""

# ruff: noqa: PLC0415 (late imports are what this module is for)

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from desktop.core.changes import Done
    from desktop.services.books import Book
    from desktop.services.model_figures import Comparison, Period, Silent
    from desktop.services.model_life import Ahead, Life
    from desktop.services.model_replication import Node

_COPIED = ("name", "kind", "field_id", "description", "beneficiaries")
"""What a replicated model has in common with the one it comes from."""


@dataclass(frozen=True)
class AskedStep:
    """A step that the clerk wants of some models; `back` takes the last one back."""

    models: tuple[int, ...]
    state: str
    on: date | None
    decided_by: str
    reason: str
    back: bool = False


@dataclass(frozen=True)
class AskedReview:
    """A re-evaluation that the clerk writes of some models."""

    models: tuple[int, ...]
    on: date
    effective: bool
    finding: str
    reviewed_by: str


@dataclass(frozen=True)
class Quiet:
    """Models without news for so many months."""

    models: Sequence[Silent]
    months: int


def life(book: Book, model: int) -> Life:
    """Return the life of a model."""
    from desktop.services import model_life

    return model_life.life(book, model)


def ahead(book: Book, models: Sequence[int]) -> Ahead:
    """Return what may come next for some models."""
    from desktop.services import model_life

    return model_life.allowed(book, models)


def step(book: Book, asked: AskedStep, progress: Any = None) -> Done[Any]:
    """Write a step of some models, or take the last one of a model back."""
    from desktop.services import model_life

    decider = asked.decided_by or None
    if asked.back:
        return model_life.reverse(book, asked.models[0], asked.reason, asked.on, decider)
    return model_life.step(
        book, asked.models, asked.state, asked.on, decider, asked.reason or None, progress
    )


def deciders(book: Book, typed: str) -> list[str]:
    """Return who may have decided."""
    from desktop.services import model_life

    return model_life.deciders(book, typed)


def replication(book: Book, model: int) -> Node:
    """Return the tree that a model belongs to."""
    from desktop.services import model_replication

    return model_replication.replication(book, model)


def replica(book: Book, model: int) -> dict[str, Any]:
    """Return what a model replicated from this one begins with."""
    from desktop.services import registers

    row = registers.get(book, "models", model)
    return {**{name: row.values[name] for name in _COPIED}, "replicated_from_id": model}


def silent(book: Book, months: int | None) -> Quiet:
    """Return the models without news for so many months (None: the office's setting)."""
    from desktop.services import book_settings, model_figures

    wanted = book_settings.values(book)["model_silence_months"] if months is None else months
    return Quiet(model_figures.silent(book, wanted), wanted)


def review(book: Book, asked: AskedReview, progress: Any = None) -> Done[int]:
    """Write a re-evaluation of some models."""
    from desktop.services import model_life

    return model_life.review(
        book,
        asked.models,
        asked.on,
        asked.effective,
        asked.finding or None,
        asked.reviewed_by or None,
        progress,
    )


def compare(book: Book, first: Period, second: Period) -> Comparison:
    """Return the figures of two periods."""
    from desktop.services import model_figures

    return model_figures.compare(book, first, second)
