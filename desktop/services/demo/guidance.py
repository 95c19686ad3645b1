"""Signers, guiding documents and topics of the demo office."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from desktop.core.terms import Direction
from desktop.services.demo.making import Making, between, texts

_FIRST_YEAR = 2021
_RENAMED = date(2025, 2, 18)  # since then boards are named 'Ban Tuyên giáo và Dân vận'


def make_guidance(making: Making) -> dict[int, int]:
    """Make signers, documents and topics; return the topic's id of each year."""
    known = texts("guidance")
    with making.writing("Nhập văn bản, chuyên đề"):
        for name, post, signs, authority, main in known["signers"]:
            making.save(
                "signers", name=name, post=post, signs=signs, authority=authority, main=main
            )
        documents = {
            number: making.save(
                "documents",
                number=number,
                on=date.fromisoformat(on),
                issuer=issuer,
                type=kind,
                abstract=abstract,
                direction=Direction.RECEIVED.value,
            )
            for number, on, issuer, kind, abstract in known["documents"]
            if date.fromisoformat(on) <= making.today
        }
        topics: dict[int, int] = {}
        for year in range(min(_FIRST_YEAR, making.today.year), making.today.year + 1):
            plan = _documents_of(making, year)
            titles = known["topics"]
            topics[year] = making.save(
                "topics",
                year=year,
                title=titles[(year - _FIRST_YEAR) % len(titles)],
                document_id=plan,
            )
        _reports_due(making)
        for since, term, title in known["terms"]:
            if since <= making.today.year:
                making.save("topics", term=term, title=title, document_id=documents.get("01-KL/TW"))
    return topics


def _reports_due(making: Making) -> None:
    """Make received documents on which a report is overdue, and one on which it is due soon."""
    known, places = texts("guidance"), texts("places")
    chance = making.chance("reports due")
    for ago, ahead, code, usual, issuer, kind, abstract in known["reports_due"]:
        on = making.today - timedelta(days=ago)
        names: dict[str, Any] = {
            "n": usual + chance.randint(0, 14),
            "province": places["province"],
            "district": places["district"],
            **_board(on),
        }
        making.save(
            "documents",
            number=code.format(**names),
            on=on,
            issuer=issuer.format(**names),
            type=kind,
            abstract=abstract,
            direction=Direction.RECEIVED.value,
            report_due=making.today + timedelta(days=ahead),
        )


def _documents_of(making: Making, year: int) -> int | None:
    """Make a year's documents up to this day; return the one that issued the year's topic."""
    known, places = texts("guidance"), texts("places")
    chance = making.chance(f"documents {year}")
    first: int | None = None
    for month, day, code, usual, issuer, kind, direction, abstract in known["yearly"]:
        on = between(chance, date(year, month, max(1, day - 4)), date(year, month, day + 4))
        # the topic needs its plan from the first day of the year on
        on = date(year, 1, 2) if first is None and on > making.today else on
        if on > making.today:
            continue
        names: dict[str, Any] = {
            "n": usual + chance.randint(0, 14),
            "year": year,
            "province": places["province"],
            "district": places["district"],
            **_board(on),
        }
        saved = making.save(
            "documents",
            number=code.format(**names),
            on=min(on, making.today),
            issuer=issuer.format(**names),
            type=kind,
            abstract=abstract.format(**names),
            direction=direction,
        )
        first = first or saved
    return first


def _board(on: date) -> dict[str, str]:
    if on < _RENAMED:
        return {"board": "BTG", "board_name": "Ban Tuyên giáo"}
    return {"board": "BTGDV", "board_name": "Ban Tuyên giáo và Dân vận"}
