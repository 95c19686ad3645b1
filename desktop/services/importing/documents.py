"""Taking documents in: a type given by its abbreviation is that type."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import select

from desktop.core.vietnamese.fold import clean
from desktop.services.importing.records import Records, Values
from desktop.storage.models import DocumentType


class DocumentRecords(Records):
    """Documents; 'KH' in the column of types is 'Kế hoạch' where one type alone is called so."""

    def __post_init__(self) -> None:
        """Read the types that the book knows."""
        super().__post_init__()
        self.forget()

    def forget(self) -> None:
        """Read the types anew when they are needed."""
        self._types: dict[str, set[str]] | None = None

    def prepared(self, row: Values) -> Values:
        """Write a type's name in the place of its abbreviation, or of other capitals."""
        found = super().prepared(row)
        said = clean(found.get("type") or "").casefold()
        if said:
            meant = self._read_types().get(said, set())
            if len(meant) == 1:
                found["type"] = next(iter(meant))
        return found

    def _read_types(self) -> dict[str, set[str]]:
        if self._types is None:
            self._types = defaultdict(set)
            kinds = select(DocumentType.name, DocumentType.abbreviation)
            for name, short in self.session.execute(kinds.where(DocumentType.deleted_at.is_(None))):
                self._types[clean(name).casefold()].add(name)
                self._types[clean(short).casefold()].add(name)
        return self._types
