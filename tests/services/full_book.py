"""A book in which every register has a row, every text of which names one person."""

from __future__ import annotations

import zlib
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from desktop.core.register import Field, Kind
from desktop.services import registers
from desktop.storage.book import Book
from desktop.storage.models import ReceivedRow, Setting, UndoneRows
from desktop.storage.registers import MODELS, SPECS

NAME = "Đặng Quỳnh Như Ý"
CARD = "09912345"


def in_order() -> list[str]:
    """Every register after those that it refers to."""
    found: list[str] = []
    waiting = list(SPECS)
    while waiting:
        for name in list(waiting):
            needed = {one.reference for one in SPECS[name].fields if one.kind is Kind.REFERENCE}
            if needed - {name} <= set(found):
                found.append(name)
                waiting.remove(name)
    return found


def person(book: Book, name: str = NAME, **values: Any) -> int:
    """Enter a member."""
    given = {"full_name": name, "card_number": CARD, "birth_date": "1980-05-06", **values}
    return registers.save(book, "members", given).value.id


def fill(book: Book, member: int, name: str = NAME) -> dict[str, int]:
    """Give every register a row that names a member; return the rows' ids."""
    uid = registers.get(book, "members", member).uid
    ids = {"members": member}
    with book.write("Nhập thử") as session:
        for register in in_order():
            if register == "members":
                continue
            declared = SPECS[register]
            values = {one.name: _value(one, ids, uid, name) for one in declared.fields}
            row = MODELS[register](**values)
            session.add(row)
            session.flush()
            ids[register] = row.id
        beside(session, ids, uid, name)
    return ids


def beside(session: Session, ids: dict[str, int], uid: str, name: str) -> None:
    """Give what is no register a word on the person."""
    content = f'{{"full_name":"{name}"}}'
    row = {"register": "members", "uid": "u-1", "title": name, "content": content}
    session.execute(insert(ReceivedRow).values(submission_id=ids["submissions"], **row))
    session.add(Setting(key=f"clean_data_confirmed:no_birth:{uid}", value='["2026-01-01", "x"]'))
    session.add(Setting(key="clean_data_confirmed:twice:other", value=f'["2026-01-01", "{name}"]'))
    held = zlib.compress(content.encode())
    session.execute(insert(UndoneRows).values(batch="undo-x", register="members", rows=held))


def _value(field: Field, ids: dict[str, int], uid: str, name: str) -> Any:
    if field.name.endswith("_uid"):
        return uid
    if field.kind is Kind.REFERENCE:
        return ids.get(field.reference or "")
    if field.kind is Kind.CHOICE:
        return field.choices[0].value
    if field.kind is Kind.BYTES:
        return zlib.compress(name.encode())
    if field.name == "counts":
        return '{"members": 1}'  # what `beside` received
    if field.name in ("figures", "total"):
        return None
    plain = {
        Kind.NAME: name,
        Kind.TEXT: f"Đồng chí {name} nêu",
        Kind.LONG_TEXT: f"Theo đồng chí\n{name.upper()}, thẻ {CARD}.",
        Kind.LABEL: f"Của {name}",
        Kind.INTEGER: 1,
        Kind.MONEY: 1,
        Kind.POINTS: Decimal(1),
        Kind.BOOLEAN: False,
        Kind.DATE: date(2026, 5, 1),
        Kind.PARTIAL_DATE: "2020-01",
    }
    return plain[field.kind]
