"""Cells that are merged over several rows of a table's body: each row has what they say."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping, Sequence

from desktop.exchange.tables import Table, Value
from desktop.services.importing.recognising import Found


class FilledDown:
    """The rows of a table with what is merged over them from above."""

    def __init__(self, table: Table, found: Found) -> None:
        """Only recognised columns count; a heading that is merged into the body says nothing."""
        self._rows = table.rows
        self._spans: dict[int, list[tuple[int, int]]] = defaultdict(list)
        for top, left, bottom, _right in table.merged:
            if top > found.bottom and bottom > top and left in found.columns:
                self._spans[left].append((top, bottom))  # in the order of their tops

    def row(self, index: int) -> tuple[Sequence[Value], Mapping[int, int]]:
        """Return a row's cells, and by column the rows where those from above stand."""
        own = self._rows[index]
        if not own or not self._spans:
            return own, {}
        cells = list(own)
        above: dict[int, int] = {}
        for column, spans in self._spans.items():
            place = bisect_left(spans, (index, 0)) - 1
            if place < 0 or spans[place][1] < index:
                continue
            top = spans[place][0]
            value = self._rows[top][column] if column < len(self._rows[top]) else None
            if value is None or (column < len(cells) and cells[column] is not None):
                continue
            cells.extend([None] * (column + 1 - len(cells)))
            cells[column] = value
            above[column] = top
        return cells, above
