"""What a write changed, so that only the pages concerned refresh."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Generic, TypeVar

Value = TypeVar("Value")


@dataclass(frozen=True)
class Changes:
    """The registers in which a transaction added, changed or removed rows."""

    registers: frozenset[str] = field(default_factory=frozenset)

    def __or__(self, other: Changes) -> Changes:
        """Return both together."""
        return Changes(self.registers | other.registers)

    def __bool__(self) -> bool:
        return bool(self.registers)

    def touches(self, *registers: str) -> bool:
        """Tell whether any of `registers` was changed."""
        return not self.registers.isdisjoint(registers)


@dataclass(frozen=True)
class Done(Generic[Value]):
    """What a service that writes returns: its value, and what it changed."""

    value: Value
    changes: Changes
