"""The tables and charts of a period's report, from its figures (DOMAIN.md, 'Figures')."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from desktop.core.figures import rate
from desktop.core.report_text import CHARTS, TABLES
from desktop.core.terms import InspectionKind, Level, ModelState, Rating
from desktop.reports.period_report_paper import (
    COUNT,
    RATE,
    Cell,
    ReportChart,
    ReportColumn,
    ReportTable,
)

_SUM: Final = "Cộng"
_STATES: Final = {one.value: one.heading for one in ModelState}
Plain = Mapping[str, Any]


def tables_of(figures: Plain, levels: Mapping[str, str]) -> dict[str, ReportTable]:
    """Return the tables that have something to show, by the keys of `report_text.TABLES`.

    `levels` is what the office calls the levels.
    """
    made: dict[str, Callable[[], ReportTable]] = {
        "pledges": lambda: _pledges(figures["pledges"]),
        "ratings": lambda: _ratings(figures["ratings"]),
        "models_by_field": lambda: _models_by_field(figures["models"]),
        "models_by_state": lambda: _models_by_state(figures["models"]),
        "models_by_level": lambda: _models_by_level(figures["models"], levels),
        "commendations_by_form": lambda: _by_form(figures["commendations"]),
        "commendations_by_level": lambda: _by_level(figures["commendations"], levels),
        "study_by_year": lambda: _study(figures["study"]),
        "inspections": lambda: _inspections(figures["inspections"]),
    }
    found = {key: made[key]() for key in TABLES}
    return {key: one for key, one in found.items() if _says_something(one)}


def charts_of(tables: Mapping[str, ReportTable]) -> dict[str, ReportChart]:
    """Return a chart of each table that has one: its counts beside its labels.

    A bar alone has nothing to be compared with, and is no chart.
    """
    found = {}
    for key in CHARTS:
        if (table := tables.get(key)) is None:
            continue
        counts = [place for place, one in enumerate(table.columns) if one.kind == COUNT]
        if key == "study_by_year":
            counts = counts[1:]  # how many were invited and came, beside few sessions
        if len(table.rows) * len(counts) < 2:
            continue
        series = tuple(
            (table.columns[place].heading, tuple(int(row[place] or 0) for row in table.rows))
            for place in counts
        )
        labels = tuple(str(row[0]) for row in table.rows)
        found[key] = ReportChart(key, CHARTS[key], labels, series)
    return found


def _says_something(table: ReportTable) -> bool:
    return any(
        row[place] for row in table.rows for place, one in enumerate(table.columns)
        if one.kind == COUNT
    )  # fmt: skip


def _table(
    key: str,
    columns: tuple[ReportColumn, ...],
    rows: list[tuple[Cell, ...]],
    total: tuple[Cell, ...] = (),
) -> ReportTable:
    return ReportTable(key, TABLES[key], columns, tuple(rows), total if len(rows) > 1 else ())


def _shares(
    key: str, what: str, unit: str, counts: Mapping[str, int], total: int, rest: str = ""
) -> ReportTable:
    """Return what a whole is made of, with shares; `rest` names what has no label."""
    shown = dict(counts)
    if rest and total > sum(counts.values()):
        shown[rest] = total - sum(counts.values())
    columns = (
        ReportColumn(what, 60),
        ReportColumn(unit, 20, COUNT),
        ReportColumn("Tỷ lệ", 16, RATE),
    )
    rows: list[tuple[Cell, ...]] = [
        (label, count, rate(count, total)) for label, count in shown.items()
    ]
    return _table(key, columns, rows, (_SUM, total, rate(total, total)))


def _pledges(figures: Plain) -> ReportTable:
    columns = (
        ReportColumn("Đối tượng", 44),
        ReportColumn("Phải đăng ký", 18, COUNT),
        ReportColumn("Đã đăng ký", 18, COUNT),
        ReportColumn("Tỷ lệ", 14, RATE),
    )
    rows: list[tuple[Cell, ...]] = []
    for words, key in (("Cá nhân (lượt người)", "people"),
                       ("Tổ chức, đơn vị (lượt tổ chức)", "organisations")):  # fmt: skip
        one = figures[key]
        if one["expected"] or one["registered"]:
            rows.append((words, one["expected"], one["registered"], one["rate"]))
    if figures["others"]:
        rows.append(("Ngoài danh sách (lượt)", None, figures["others"], None))
    return _table("pledges", columns, rows)  # persons and organisations aren't added up


def _ratings(figures: Plain) -> ReportTable:
    columns = (
        ReportColumn("Mức xếp loại", 50),
        ReportColumn("Đảng viên (lượt người)", 22, COUNT),
        ReportColumn("Tổ chức (lượt tổ chức)", 22, COUNT),
    )
    members, units = figures["members"], figures["units"]
    rows: list[tuple[Cell, ...]] = [
        (one.heading, members.get(one.value, 0), units.get(one.value, 0)) for one in Rating
    ]
    return _table("ratings", columns, rows, (_SUM, sum(members.values()), sum(units.values())))


def _models_by_field(figures: Plain) -> ReportTable:
    counts, total = figures["by_field"], figures["total"]
    ranked = dict(sorted(counts.items(), key=lambda one: -one[1]))
    rest = "Chưa ghi lĩnh vực"
    return _shares("models_by_field", "Lĩnh vực", "Số mô hình", ranked, total, rest)


def _models_by_state(figures: Plain) -> ReportTable:
    counts = {_STATES.get(key, key): count for key, count in figures["by_state"].items()}
    return _shares("models_by_state", "Tình trạng", "Số mô hình", counts, figures["total"])


def _models_by_level(figures: Plain, levels: Mapping[str, str]) -> ReportTable:
    columns = (
        ReportColumn("Cấp", 44),
        ReportColumn("Được cấp này tuyên dương", 26, COUNT),
        ReportColumn("Tính theo cấp cao nhất", 24, COUNT),
    )
    commended, highest = figures["commended"], figures["highest_level"]
    rows: list[tuple[Cell, ...]] = [
        (levels.get(one.value, one.heading), commended.get(one.value, 0), highest.get(one.value, 0))
        for one in reversed(Level)
        if commended.get(one.value, 0)
    ]
    # a model that several levels commended counts once
    total = ("Ít nhất một cấp", commended.get("any", 0), sum(highest.values()))
    return _table("models_by_level", columns, rows, total)


def _by_form(figures: Plain) -> ReportTable:
    counts, total = figures["by_form"], figures["awards"]
    return _shares("commendations_by_form", "Hình thức", "Số lượt", counts, total)


def _by_level(figures: Plain, levels: Mapping[str, str]) -> ReportTable:
    counts = {
        levels.get(one.value, one.heading): figures["by_level"][one.value]
        for one in reversed(Level)
        if one.value in figures["by_level"]
    }
    total, rest = figures["awards"], "Chưa ghi cấp khen"
    return _shares("commendations_by_level", "Cấp khen", "Số lượt", counts, total, rest)


def _study(figures: Plain) -> ReportTable:
    columns = (
        ReportColumn("Năm", 26),
        ReportColumn("Số hội nghị", 18, COUNT),
        ReportColumn("Lượt triệu tập", 18, COUNT),
        ReportColumn("Lượt tham dự", 18, COUNT),
        ReportColumn("Tỷ lệ", 14, RATE),
    )
    keys = ("sessions", "invited", "attended", "rate")
    rows: list[tuple[Cell, ...]] = [
        (f"Năm {year}", *(one[key] for key in keys))
        for year, one in sorted(figures["by_year"].items())
    ]
    total = (_SUM, *(figures[key] for key in keys))
    return _table("study_by_year", columns, rows, total)


def _inspections(figures: Plain) -> ReportTable:
    columns = (
        ReportColumn("Hình thức", 50),
        ReportColumn("Lượt tổ chức", 22, COUNT),
        ReportColumn("Lượt đảng viên", 22, COUNT),
    )
    counts = [(one.heading, figures[one.value]) for one in InspectionKind]
    rows: list[tuple[Cell, ...]] = [
        (words, one["organisations"], one["members"]) for words, one in counts
    ]
    # those of some units alone aren't known
    sums = [sum(one[key] or 0 for _, one in counts) for key in ("organisations", "members")]
    return _table("inspections", columns, rows, (_SUM, *sums))
