"""Files as other offices send them, written by the program's own writer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from desktop.exchange.signing import OfficeKey, new_key
from desktop.exchange.submission import (
    BELOW,
    BELOW_COLUMNS,
    BELOW_OFFICES,
    BELOW_OFFICES_COLUMNS,
    NUMERIC_BELOW,
    Table,
    is_numeric,
    leaving_fields,
    write_file,
)
from desktop.storage.engine import SCHEMA_VERSION
from desktop.storage.keeping import canonical
from desktop.storage.models.base import new_uid
from desktop.storage.registers import SPECS

Plain = Mapping[str, Any]
HALF_YEAR = (date(2026, 1, 1), date(2026, 6, 30))


def table(register: str, rows: Iterable[Plain], *, personal: bool = True) -> Table:
    """A register's table with these rows; what a row doesn't say is null."""
    fields = leaving_fields(SPECS[register], personal=personal)
    columns = ("uid", *(one.name for one in fields))
    numeric = frozenset(one.name for one in fields if is_numeric(one))
    return Table(register, columns, numeric, [tuple(map(row.get, columns)) for row in rows])


@dataclass(frozen=True)
class Below:
    """What a lower office sent to the one that sends now."""

    uid: str
    name: str
    parent: str
    number: int = 1
    level: str = "commune"
    figures: Plain = field(default_factory=dict)
    total: Plain | None = None
    rows: Mapping[str, Sequence[Plain]] = field(default_factory=dict)
    digest: str = "c" * 64

    def tables(self) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
        """The lines of both tables of what is below."""
        counts = {name: len(rows) for name, rows in self.rows.items()}
        sent = (
            *(f"{self.uid}/{self.digest}", self.uid, self.name, self.level, self.parent),
            *(self.number, "2026-07-01T01:00:00Z", self.digest, text(self.figures)),
            *("" if self.total is None else text(self.total), text(counts)),
        )
        rows = [
            (
                *(f"{self.uid}/{name}/{row['uid']}", self.uid, name, row["uid"]),
                row.get(SPECS[name].title) if name in SPECS else None,
                text({k: row[k] for k in row if k != "uid"}),
            )
            for name, some in self.rows.items()
            for row in some
        ]
        return [sent], rows


def text(value: Any) -> str:
    """Canonical JSON."""
    return canonical(value).decode()


@dataclass
class Sender:
    """An office that sends files; without a key they are not signed."""

    name: str = "Ban Tuyên giáo Huyện ủy Trà Cú"
    level: str = "district"
    uid: str = field(default_factory=new_uid)
    key: OfficeKey | None = field(default_factory=new_key)

    def send(
        self,
        target: Path,
        rows: Mapping[str, Sequence[Plain]] | None = None,
        *,
        number: int = 1,
        period: tuple[date, date] = HALF_YEAR,
        below: Sequence[Below] = (),
        total: Plain | None = None,
        personal: bool = True,
        passphrase: str | None = None,
        without_total: bool = False,
        besides: Sequence[Table] = (),
        **more: str,
    ) -> Path:
        """Write a file and return its path; `more` are entries of the manifest."""
        tables = [table(name, some, personal=personal) for name, some in (rows or {}).items()]
        tables += besides
        if below:
            total = {} if total is None and not without_total else total
            offices, contents = zip(*(one.tables() for one in below), strict=True)
            for name, columns, lines in (
                (BELOW_OFFICES, BELOW_OFFICES_COLUMNS, offices),
                (BELOW, BELOW_COLUMNS, contents),
            ):
                every = [line for some in lines for line in some]
                tables.append(Table(name, columns, NUMERIC_BELOW[name], every))
        manifest = {
            "office_uid": self.uid,
            "office_name": self.name,
            "office_level": self.level,
            "office_parent": "Tỉnh ủy Trà Vinh",
            "period_from": period[0].isoformat(),
            "period_to": period[1].isoformat(),
            "made_at": f"2026-07-{number:02d}T02:03:04Z",
            "program_version": "0.7.0",
            "schema_version": str(SCHEMA_VERSION),
            "registers": text(sorted(one.name for one in tables)),
            "personal": "[]",
            "figures": text({"office": self.name, "documents": {"issued": number}}),
            "number": str(number),
            "total": "" if total is None else text(total),
            **more,
        }
        write_file(target, manifest, tables, self.key, passphrase)
        return target


def documents(count: int, *, start: int = 0, word: str = "Kế hoạch") -> list[dict[str, Any]]:
    """So many rows of the register of documents, always the same for the same place."""
    return [
        {
            "uid": f"00000000-0000-4000-8000-{place:012d}",
            "number": f"{place + 1}-KH/BTG",
            "on": "2026-03-01",
            "issuer": "Ban Tuyên giáo",
            "abstract": f"{word} số {place + 1}",
            "direction": "issued",
        }
        for place in range(start, start + count)
    ]
