"""The figures of a year or a term as the first tab and its paper show them: few, with their rows.

All numbers are those of `services.figures` (DOMAIN.md, 'Figures'); here they only get their words
and the paths to their rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from desktop.core.figures import Figures
from desktop.core.formats import number
from desktop.core.report_names import rate_text
from desktop.core.terms import InspectionKind
from desktop.services.figure_lines import FigureLine


@dataclass(frozen=True)
class FigureCard:
    """The figures of one kind of work; `register` names it.

    The path of a line leads to its rows (`figures.figure_rows`).
    """

    register: str
    title: str
    lines: tuple[FigureLine, ...]


def cards_of(figures: Figures) -> tuple[FigureCard, ...]:
    """Return the figures of a period as cards."""
    found = figures.to_json_dict()
    return (
        FigureCard("pledges", "Đảng viên, đăng ký, cam kết", tuple(_pledges(found))),
        FigureCard("models", "Mô hình, gương điển hình", tuple(_models(found["models"]))),
        FigureCard("awards", "Khen thưởng, biểu dương", tuple(_awards(found))),
        FigureCard("study_sessions", "Học tập chuyên đề", tuple(_study(found["study"]))),
        FigureCard(
            "inspections", "Kiểm tra, giám sát (tổ chức / đảng viên)", tuple(_inspections(found))
        ),
        FigureCard("documents", "Văn bản", tuple(_documents(found["documents"]))),
    )


def years_of(first: date, last: date) -> tuple[int, ...]:
    """Return the years that a period touches."""
    return tuple(range(first.year, last.year + 1))


def _line(words: str, value: int, unit: str, *path: str) -> FigureLine:
    return FigureLine(words, unit, number(value), path=path)


def _share(words: str, unit: str, part: int, whole: int, share: float | None) -> FigureLine:
    """Return '98/105 (93,3%)', which has no path yet."""
    value = f"{number(part)}/{number(whole)}"
    return FigureLine(words, unit, value if share is None else f"{value} ({rate_text(share)})")


def _pledges(found: Mapping[str, Any]) -> Iterator[FigureLine]:
    yield _line("Đảng viên", found["members"]["total"], "người", "members", "total")
    pledges = found["pledges"]
    for words, unit, who in (
        ("Cá nhân đã đăng ký", "lượt người", "people"),
        ("Tổ chức đã đăng ký", "lượt tổ chức", "organisations"),
    ):
        one = pledges[who]
        line = _share(words, unit, one["registered"], one["expected"], one["rate"])
        yield replace(line, path=("pledges", who, "rate"))
    for words, unit, key in (
        ("Bản đã công khai", "bản", "public"),
        ("Bản chưa cụ thể", "bản", "not_concrete"),
        ("Nội dung quá hạn", "nội dung", "overdue_items"),
    ):
        yield _line(words, pledges[key], unit, "pledges", key)


def _models(found: Mapping[str, Any]) -> Iterator[FigureLine]:
    for words, value, path in (
        ("Mô hình", found["total"], ("total",)),
        ("Tập thể", found["collective"], ("collective",)),
        ("Cá nhân", found["individual"], ("individual",)),
        ("Mô hình mới", found["new"], ("new",)),
        ("Được tuyên dương, khen thưởng", found["commended"]["any"], ("commended", "any")),
    ):
        yield _line(words, value, "mô hình", "models", *path)


def _awards(found: Mapping[str, Any]) -> Iterator[FigureLine]:
    awards = found["commendations"]
    for words, key, unit in (
        ("Khen thưởng", "awards", "lượt"),
        ("Tập thể được khen", "collectives", "tập thể"),
        ("Cá nhân được khen", "individuals", "người"),
        ("Hộ gia đình được khen", "households", "hộ"),
    ):
        yield _line(words, awards[key], unit, "commendations", key)


def _study(found: Mapping[str, Any]) -> Iterator[FigureLine]:
    yield _line("Hội nghị học tập", found["sessions"], "hội nghị", "study", "sessions")
    words = "Tham dự/triệu tập"
    line = _share(words, "lượt người", found["attended"], found["invited"], found["rate"])
    yield replace(line, path=("study", "rate"))


def _inspections(found: Mapping[str, Any]) -> Iterator[FigureLine]:
    for kind in InspectionKind:
        counts = found["inspections"][kind.value]
        value = f"{number(counts['organisations'])} / {number(counts['members'])}"
        path = ("inspections", kind.value, "organisations")
        yield FigureLine(kind.heading, "lượt", value, path=path)


def _documents(found: Mapping[str, Any]) -> Iterator[FigureLine]:
    yield _line("Văn bản ban hành", found["issued"], "văn bản", "documents", "issued")
    yield _line("Văn bản đến", found["received"], "văn bản", "documents", "received")
