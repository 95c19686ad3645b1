"""What units were part of on a day: lists of the past show the tree of their day."""

from __future__ import annotations

from desktop.storage.unit_times import below, superiors

__all__ = ["below", "superiors"]
