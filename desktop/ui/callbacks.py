"""What can be told of a function before it is called: what it takes, whose objects it holds."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable, Iterator
from types import CellType
from typing import Any

import shiboken6
from PySide6.QtCore import QObject


def takes_progress(fn: Callable[..., Any]) -> bool:
    """Tell whether a function wants to be handed a keyword `progress`."""
    try:
        return "progress" in inspect.signature(fn).parameters
    except (TypeError, ValueError):  # a builtin without a signature
        return False


def alive(callback: Callable[..., object], context: QObject | None) -> bool:
    """Tell whether every QObject that `callback` belongs to or captures still exists."""
    if context is not None and not shiboken6.isValid(context):
        return False
    return all(shiboken6.isValid(one) for one in _objects_of(callback))


def _objects_of(callback: Any) -> Iterator[QObject]:
    if isinstance(callback, functools.partial):
        yield from _objects_of(callback.func)
        for value in (*callback.args, *callback.keywords.values()):
            if isinstance(value, QObject):
                yield value
        return
    owner = getattr(callback, "__self__", None)
    if isinstance(owner, QObject):
        yield owner
    for cell in getattr(callback, "__closure__", None) or ():
        value = _content(cell)
        if isinstance(value, QObject):
            yield value


def _content(cell: CellType) -> Any:
    try:
        return cell.cell_contents
    except ValueError:  # a name that was never bound
        return None
