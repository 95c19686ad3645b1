"""A board's book of four years: sessions, inspections, documents, models commended, awards."""

from __future__ import annotations

from datetime import date
from typing import Final

from desktop.services.books import Book
from desktop.storage import bulk

from .rows import add

FIRST, LAST = date(2021, 1, 1), date(2024, 12, 31)
YEARS: Final = (2021, 2022, 2023, 2024)
MODELS: Final = 2_345  # commended at the lowest level
SESSIONS: Final = {  # invited and attended of each session
    2021: ((400, 396), (350, 344)),
    2022: ((420, 411),),
    2023: ((380, 377), (390, 390), (200, 189)),
    2024: ((455, 451),),
}
INSPECTIONS: Final = {  # organisations and members of each year, in times
    "inspection": ((12, 40), (15, 38), (9, 21), (20, 1_405)),
    "thematic_supervision": ((5, 10), (6, 12), (7, 14), (8, 16)),
    "regular_supervision": ((1, 0), (0, 0), (0, 2), (0, 0)),
    "violation_inspection": ((0, 1), (1, 1), (0, 0), (2, 3)),
}


def fill(book: Book) -> None:
    """Write the board's rows."""
    for place, name in enumerate(("Đảng bộ xã Mỹ Hòa", "Đảng bộ xã Hiệp Hòa")):
        add(book, "units", name=name, code=f"DB{place}", established=date(1990, 1, 1))
    _sessions(book)
    for kind, years in INSPECTIONS.items():
        for year, (organisations, members) in zip(YEARS, years, strict=True):
            counts = {"organisations": organisations, "members": members}
            add(book, "inspections", year=year, kind=kind, level="district", **counts)
    for year in (2020, *YEARS):
        for place in range(3):
            issued = {"type": "Kế hoạch", "direction": "issued"}
            add(book, "documents", number=f"{place}-KH/BTG", on=date(year, 3, 1), **issued)
        received = {"type": "Hướng dẫn", "direction": "received"}
        add(book, "documents", number=f"{year}-HD/TU", on=date(year, 4, 1), **received)
    _models(book)
    _awards(book)


def _sessions(book: Book) -> None:
    units = (1, 2)
    for year, sessions in {2020: ((999, 1),), **SESSIONS}.items():
        for place, (invited, attended) in enumerate(sessions):
            held = {"on": date(year, 3 + place, 2), "place": "Hội trường Huyện ủy"}
            one = add(book, "study_sessions", subject=f"Chuyên đề {year} lần {place + 1}", **held)
            halves = (
                (invited // 2, attended // 2),
                (invited - invited // 2, attended - attended // 2),
            )
            for unit, (asked, came) in zip(units, halves, strict=True):
                counts = {"invited": asked, "attended": came}
                add(book, "study_attendances", session_id=one, unit_id=unit, **counts)


def _models(book: Book) -> None:
    with book.write("Nhập mô hình") as session:
        ids = bulk.insert_many(
            session,
            "models",
            (
                {
                    "name": f"Mô hình thứ {place}",
                    "kind": "individual" if place % 5 == 0 else "collective",
                    "state": "in_progress",
                    "field_id": 1 + place % 3,
                    "unit_id": 1 + place % 2,
                    "registered_on": date(2021 + place % 4, 2, 3),
                }
                for place in range(MODELS + 100)
            ),
            words="mô hình",
        )
        levels = [(one, "base", None) for one in ids[:MODELS]]
        levels += [(one, "district", date(2022, 5, 19)) for one in ids[:37]]
        levels += [(one, "province", date(2023, 5, 19)) for one in ids[:4]]
        levels += [(ids[50], "province", date(2025, 1, 1))]  # after the period
        rows = ({"model_id": one, "level": level, "on": on} for one, level, on in levels)
        bulk.insert_many(session, "model_levels", rows, words="cấp tuyên dương")


def _awards(book: Book) -> None:
    held = add(book, "rounds", title="Sơ kết 4 năm", meeting_on=date(2024, 5, 19))
    for level, number, count in (("district", "412-QĐ/HU", 7), ("province", "1126/QĐ-UBND", 2)):
        told = {"on": date(2024, 5, 10), "level": level, "issuer": "Ban Thường vụ"}
        decision = add(book, "decisions", round_id=held, number=number, **told)
        for place in range(count):
            who = {"recipient_kind": "collective" if place < 3 else "individual", "state": "given"}
            name = f"Tập thể {level} {place}" if place < 3 else f"Nguyễn Văn {level} {place}"
            under = {"round_id": held, "decision_id": decision, "form_id": 1}
            add(book, "awards", recipient_name=name, **under, **who)
