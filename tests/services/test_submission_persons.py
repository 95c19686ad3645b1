"""Nothing of a person leaves but where the profile says so: every field of every register."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from desktop.core.register import Field, Kind, RegisterSpec
from desktop.core.terms import RecipientKind
from desktop.exchange.arrival import opened
from desktop.services.books import Book
from desktop.services.submission_rows import NAMED_AT_FIRST, OFFERED, registers_of, with_names
from desktop.services.submissions import SubmissionRequest, send_upward
from desktop.storage.models import Office
from desktop.storage.registers import MODELS, SPECS

FROM, TO = date(2026, 1, 1), date(2026, 6, 30)
EVERYWHERE = frozenset(one for each in OFFERED for one in with_names(each))


@dataclass(frozen=True)
class Told:
    """A value that one field of one register holds, and nothing else in the book does."""

    register: str
    field: Field
    value: str


def _order() -> Iterator[RegisterSpec]:
    """Every register, those that a row must refer to first."""
    done: list[str] = []
    left = list(SPECS.values())
    while left:
        for one in left:
            needs = {f.reference for f in one.fields if f.kind is Kind.REFERENCE and f.required}
            if needs - {one.name} <= set(done):
                done.append(one.name)
                left.remove(one)
                yield one
                break


def fill(book: Book) -> tuple[list[Told], dict[str, str]]:
    """A row in every register, every text of it its own; return the texts, and the rows' uids."""
    told: list[Told] = []
    uids: dict[str, str] = {}
    ids: dict[str, int] = {}
    with book.write("Thử") as session:
        for spec in _order():
            values: dict[str, Any] = {}
            for place, one in enumerate(spec.fields):
                value = _value(spec, one, place, ids)
                if isinstance(value, str) and one.kind is not Kind.CHOICE:
                    told.append(Told(spec.name, one, value))
                values[one.name] = value
            if spec.name == "awards":
                values["recipient_kind"] = RecipientKind.INDIVIDUAL.value
            if spec.name == "offices":
                row: Any = session.query(Office).filter(Office.own).one()
                for name in ("place", "note"):
                    if name in values:
                        setattr(row, name, values[name])
                told[:] = [one for one in told if one.register != "offices"]
            else:
                row = MODELS[spec.name](**values)
                session.add(row)
            session.flush()
            ids[spec.name], uids[spec.name] = row.id, row.uid
    return told, uids


def _value(spec: RegisterSpec, one: Field, place: int, ids: dict[str, int]) -> Any:
    match one.kind:
        case Kind.REFERENCE:
            # itself and what comes later: not needed, and rings are no part of this
            return ids.get(one.reference or "")
        case Kind.CHOICE:
            return one.choices[0].value
        case Kind.DATE:
            return FROM
        case Kind.BOOLEAN:
            return False
        case Kind.POINTS:
            return Decimal("12.34")
        case Kind.INTEGER | Kind.MONEY:
            return 2026 if one.name == "year" else 7
        case Kind.BYTES:
            return b"x"
        case Kind.PARTIAL_DATE:
            return f"19{10 + place}-03-{10 + len(ids) % 18:02d}"
        case _:
            return f"Riêng {spec.name} {one.name} Ắ"


@pytest.mark.parametrize(
    "personal",
    [frozenset(), NAMED_AT_FIRST, *(with_names(one) for one in OFFERED), EVERYWHERE],
    ids=["nobody", "as offered", *OFFERED, "everywhere"],
)
def test_only_what_the_profile_names_is_in_the_file(
    book: Book, tmp_path: Path, personal: frozenset[str]
) -> None:
    told, uids = fill(book)
    request = SubmissionRequest(FROM, TO, OFFERED, personal)
    path = send_upward(book, request, tmp_path / "a.gsnop").value.path
    raw = path.read_bytes()
    sent = registers_of(OFFERED)
    seen = 0
    for one in told:
        if one.field.kind is Kind.PARTIAL_DATE and one.register != "members":
            continue  # a day alone is nobody's; those of a member are looked for
        leaves = (
            one.register in sent
            and one.field.leaves
            and (not one.field.personal or one.register in personal)
        )
        if one.register == "awards" and one.register not in personal:
            leaves = leaves and one.field.name not in (
                "recipient_name",
                "recipient_post",
                "achievement",
            )
        assert (one.value.encode() in raw) == leaves, (one.register, one.field.name)
        seen += leaves
    assert seen > 20
    # of a member there is its random uid, where a record of that kind names its person
    named = any(
        field.reference == "members" and field.leaves
        for name in personal & sent
        for field in SPECS[name].fields
    )
    assert (uids["members"].encode() in raw) == named
    with opened(path) as arrival:
        assert set(arrival.tables) == sent
        for name in sent:
            rows = list(arrival.rows(name))
            assert uids[name] in {row["uid"] for row in rows}, name
            for row in rows:
                for field, value in row.items():
                    if field == "uid" or value is None:
                        continue
                    declared = SPECS[name].by_name[field]
                    assert declared.leaves
                    assert name in personal or not declared.personal, (name, field)
                    if declared.reference == "members":
                        assert value == uids["members"]
