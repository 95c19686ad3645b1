"""None, True and the like, kept from being counted away under Python 3.11.

PySide6 6.12 counts on their being immortal, as they are from Python 3.12 on. Under 3.11 every
call of Qt that returns nothing takes away a reference of None, every signal sent one of True;
when none is left, Python ends the program on the spot ('deallocating None'). A few thousand
signals are enough for that.
"""

from __future__ import annotations

import sys

_CONSTANTS = (None, True, False, NotImplemented, Ellipsis)
_PLENTY = sys.maxsize // 4
_NEAR = 16  # references that come and go while they are counted


def keep_constants() -> None:
    """Give the constants so many references that they can't be used up."""
    if sys.version_info >= (3, 12):
        return
    import ctypes  # noqa: PLC0415 (not needed on later Pythons)

    for one in _CONSTANTS:
        counter = ctypes.c_ssize_t.from_address(id(one))
        if abs(counter.value - sys.getrefcount(one)) <= _NEAR:  # this is where they are counted
            counter.value += _PLENTY
