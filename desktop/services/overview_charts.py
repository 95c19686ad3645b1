"""The charts of the first tab and of its paper: what they show, and their drawings.

A chart is read as plain rows (`charts`), which is also its table of numbers; its picture
(`picture`) is drawn from them by ReportLab, for the screen as SVG.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final, Self

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from desktop.core.figures import Figures, Scope, rate
from desktop.core.formats import number, official_count
from desktop.core.report_names import rate_text
from desktop.core.terms import Level
from desktop.core.vietnamese.collate import natural_sort_key
from desktop.services.overview_figures import years_of
from desktop.storage.book import Book
from desktop.storage.figures import model_figures
from desktop.storage.figures.activities import study
from desktop.storage.figures.common import level_names
from desktop.storage.figures.pledges import WHO
from desktop.storage.figures.tally import asked, counts
from desktop.storage.models import FieldOfWork, Unit

if TYPE_CHECKING:
    from desktop.reports.charts import BarChart, Plot

MODELS, MODEL_YEARS, AWARDS = "models", "model-years", "awards"
PLEDGES, ATTENDANCE = "pledges", "attendance"
KEYS: Final = (MODELS, AWARDS, PLEDGES, MODEL_YEARS, ATTENDANCE)
_LEAST_YEARS: Final = 5
"""Charts by year go back so far, that there is something to compare."""
_MOST_YEARS: Final = 10
_ENDS: Final = 5
"""So many units are charted from each end when there are more than twice as many."""
_NO_FILTERS: Final[Mapping[str, Any]] = {}
_NO_FIELD: Final = "Chưa ghi lĩnh vực"
_NO_UNIT: Final = "Chưa rõ đơn vị"


class Named(int):
    """An id that is shown as what it is called: a filter by it needs no words of its own."""

    name: str

    def __new__(cls, value: int, name: str) -> Self:
        """Return the id with its name."""
        made = super().__new__(cls, value)
        made.name = name
        return made

    def __str__(self) -> str:
        """Return the name."""
        return self.name


@dataclass(frozen=True)
class ChartRow:
    """A label with its bars, what is written at them, its numbers, and where its rows are.

    `path` leads to the very rows of the chart's period (`figures.figure_rows`), else a register
    with filters does; without a register there is no list that has just these rows.
    """

    label: str
    values: tuple[float, ...]
    texts: tuple[str, ...]
    cells: tuple[str, ...]
    register: str = ""
    filters: Mapping[str, Any] = field(default_factory=dict)
    section: str = ""
    path: tuple[str, ...] = ()


@dataclass(frozen=True)
class OverviewChart:
    """A chart in plain values; without rows `empty` says what to do."""

    key: str
    title: str
    headings: tuple[str, ...]  # of the table of numbers: the labels, then the cells
    rows: tuple[ChartRow, ...]
    empty: str
    series: tuple[str, ...] = ("",)
    whole: float | None = None
    charted: tuple[int, ...] | None = None
    """Places of the rows that have bars; None: all."""
    note: str = ""
    period: tuple[date, date] | None = None
    """The days of which rows with a path are."""

    @property
    def shown(self) -> tuple[ChartRow, ...]:
        """The rows that have bars."""
        if self.charted is None:
            return self.rows
        return tuple(self.rows[place] for place in self.charted)


@dataclass(frozen=True)
class Picture:
    """A drawing for the screen: its size, and upper edge and height of each row, in its units."""

    width: float
    height: float
    bands: tuple[tuple[float, float], ...]
    svg: str

    def coloured(self, ink: str, shade: str, ground: str) -> str:
        """Return the SVG with letters and lines in `ink`, bars in `shade`, on `ground`."""
        found = self.svg
        for name, colour in zip(_TOKENS, (ink, shade, ground), strict=True):
            found = found.replace(name, colour)
        return found


_TOKENS = ("#000001", "#000002", "#000003")


def charts(book: Book, found: Figures) -> tuple[OverviewChart, ...]:
    """Return the charts of a period of which the figures are known.

    Those by year go back five years, that there is something to compare, and ten at most.
    """
    years = _charted_years(found.period_from, found.period_to)
    with book.read() as session:
        return (
            _models(session, found),
            _awards(found, level_names(session)),
            _pledges(session, found.period_from, found.period_to),
            _model_years(session, years),
            _attendance(session, years),
        )


def _charted_years(first: date, last: date) -> tuple[int, ...]:
    begin = min(first.year, last.year - _LEAST_YEARS + 1)
    return tuple(range(max(begin, last.year - _MOST_YEARS + 1), last.year + 1))


# the charts


def _counted(
    label: str,
    count: int,
    register: str = "",
    filters: Mapping[str, Any] = _NO_FILTERS,
    section: str = "",
    path: tuple[str, ...] = (),
) -> ChartRow:
    words = (number(count),)
    return ChartRow(label, (count,), words, words, register, filters, section, path)


def _models(session: Session, found: Figures) -> OverviewChart:
    fields: dict[str, list[Named]] = {}
    known = select(FieldOfWork.name, FieldOfWork.id).where(FieldOfWork.deleted_at.is_(None))
    for name, one in session.execute(known):
        fields.setdefault(name, []).append(Named(one, name))
    counts = sorted(found.models.by_field.items(), key=lambda one: (-one[1], one[0]))
    rows = [
        _counted(
            name,
            count,
            "models",
            {"field_id": tuple(fields.get(name, ()))},
            path=("models", "by_field", name),
        )
        for name, count in counts
    ]
    bare = found.models.total - sum(found.models.by_field.values())
    if bare:
        rows.append(_counted(_NO_FIELD, bare))
    return OverviewChart(
        MODELS,
        "Mô hình theo lĩnh vực",
        ("Lĩnh vực", "Số mô hình"),
        tuple(rows),
        "Chưa có mô hình nào trong kỳ. Hãy thêm ở thẻ «Mô hình».",
        period=(found.period_from, found.period_to),
    )


def _model_years(session: Session, years: Sequence[int]) -> OverviewChart:
    rows = []
    for year in years:
        one = model_figures(session, date(year, 1, 1), date(year, 12, 31))
        texts = (number(one.total), number(one.new))
        values = (one.total, one.new)
        rows.append(ChartRow(str(year), values, texts, texts, "models", {"year": (year,)}))
    return OverviewChart(
        MODEL_YEARS,
        "Mô hình theo năm",
        ("Năm", "Tổng số", "Mới trong năm"),
        tuple(rows) if any(any(one.values) for one in rows) else (),
        "Chưa có mô hình nào. Hãy thêm ở thẻ «Mô hình».",
        ("Tổng số", "Mới trong năm"),
    )


def _awards(found: Figures, levels: Mapping[str, str]) -> OverviewChart:
    awards = found.commendations
    filters = {"year": years_of(found.period_from, found.period_to)}
    by_level, by_form = ("commendations", "by_level"), ("commendations", "by_form")
    rows = [
        _counted(
            levels.get(level.value, level.heading),
            count,
            "rounds",
            filters,
            "Theo cấp",
            (*by_level, level.value),
        )
        for level in reversed(Level)
        if (count := awards.by_level.get(level.value, 0))
    ]
    unknown = awards.awards - sum(awards.by_level.values())
    if unknown:
        rows.append(_counted("Chưa rõ cấp", unknown, "rounds", filters, "Theo cấp"))
    forms = sorted(awards.by_form.items(), key=lambda one: (-one[1], one[0]))
    rows += [
        _counted(form, count, "rounds", filters, "Theo hình thức", (*by_form, form))
        for form, count in forms
    ]
    return OverviewChart(
        AWARDS,
        "Khen thưởng, biểu dương theo cấp và hình thức (lượt)",
        ("Cấp, hình thức", "Số lượt khen"),
        tuple(rows),
        "Chưa có khen thưởng nào trong kỳ. Hãy lập đợt ở thẻ «Khen thưởng».",
        period=(found.period_from, found.period_to),
    )


def _attendance(session: Session, years: Sequence[int]) -> OverviewChart:
    wanted = asked(session, date(years[0], 1, 1), date(years[-1], 12, 31), None, Scope())
    counted = counts(session, wanted, study(wanted))
    rows = []
    for year in years:
        held, invited, attended = (
            int(counted.get(("study", "by_year", str(year), one), 0))
            for one in ("sessions", "invited", "attended")
        )
        share = rate(attended, invited)
        if share is None:
            continue
        cells = (number(held), number(invited), number(attended), rate_text(share))
        words = f"{rate_text(share)} ({number(attended)}/{number(invited)})"
        filters = {"year": (year,)}
        rows.append(
            ChartRow(str(year), (min(share, 1),), (words,), cells, "study_sessions", filters)
        )
    return OverviewChart(
        ATTENDANCE,
        "Tỷ lệ dự học tập theo năm",
        ("Năm", "Số hội nghị", "Lượt triệu tập", "Lượt tham dự", "Tỷ lệ"),
        tuple(rows),
        "Chưa có hội nghị học tập nào có số triệu tập. Hãy nhập ở thẻ «Theo dõi khác».",
        whole=1,
    )


# pledges by unit


def _pledges(session: Session, first: date, last: date) -> OverviewChart:
    found = _by_unit(session, first, last)
    names = _unit_names(session, found)
    years = years_of(first, last)
    lines = []
    for unit, (expected, made) in found.items():
        share = made / expected
        name = names.get(unit, _NO_UNIT) if unit is not None else _NO_UNIT
        cells = (number(expected), number(made), rate_text(share))
        words = f"{rate_text(share)} ({number(made)}/{number(expected)})"
        row = ChartRow(name, (share,), (words,), cells)
        if unit is not None:
            filters = {"unit_id": Named(unit, name), "year": years}
            row = replace(row, register="pledges", filters=filters)
        lines.append((share, natural_sort_key(name), row))
    lines.sort(key=lambda one: one[:2])
    rows = tuple(row for _share, _name, row in lines)
    charted, note = None, ""
    if len(rows) > 2 * _ENDS:
        low, high = range(_ENDS), range(len(rows) - _ENDS, len(rows))
        charted = (*low, *high)
        few, all_ = official_count(_ENDS), number(len(rows))
        note = f"{few} đơn vị thấp nhất và {few} đơn vị cao nhất trong {all_}."
    return OverviewChart(
        PLEDGES,
        "Tỷ lệ cá nhân đăng ký theo đơn vị",
        ("Đơn vị", "Phải đăng ký", "Đã đăng ký", "Tỷ lệ"),
        rows,
        "Chưa có danh sách phải đăng ký của đợt nào trong kỳ. Hãy mở đợt ở thẻ «Cam kết».",
        whole=1,
        charted=charted,
        note=note,
    )


_BY_UNIT: Final = f"""
SELECT e.unit, count(*), total(EXISTS (SELECT 1 FROM pledges AS p WHERE p.deleted_at IS NULL
  AND p.campaign_id = e.campaign_id AND {WHO.format("p.")} = e.who))
FROM (SELECT min(e.id), e.campaign_id, {WHO.format("e.")} AS who,
  coalesce(e.unit_id, (SELECT unit_id FROM members WHERE id = e.member_id)) AS unit
  FROM expected AS e WHERE e.deleted_at IS NULL AND e.campaign_id IN (
   SELECT id FROM campaigns WHERE deleted_at IS NULL AND deadline BETWEEN :first AND :last)
  AND e.pledger_kind <> 'organisation'
  GROUP BY e.campaign_id, {WHO.format("e.")}) AS e
GROUP BY e.unit
"""  # noqa: S608 - nothing of the clerk's in it
"""Each counts once in a campaign, where the list has it first (DOMAIN.md, 'Figures', pledges)."""


def _by_unit(session: Session, first: date, last: date) -> dict[int | None, tuple[int, int]]:
    """Return how many people are expected and how many of them registered, by unit."""
    rows = session.execute(text(_BY_UNIT), {"first": first.isoformat(), "last": last.isoformat()})
    return {unit: (expected, int(made)) for unit, expected, made in rows}


def _unit_names(session: Session, wanted: Iterable[int | None]) -> dict[int, str]:
    """Return what units are called; those of one name with what they are part of."""
    units = {one: (name, above) for one, name, above in
             session.execute(select(Unit.id, Unit.name, Unit.parent_id))}  # fmt: skip
    asked = [one for one in wanted if one is not None and one in units]
    often = Counter(units[one][0] for one in asked)
    found = {}
    for one in asked:
        name, above = units[one]
        parent = units[above][0] if above in units else ""
        found[one] = f"{name}, {parent}" if often[name] > 1 and parent else name
    return found


# the drawings


def bar_chart_of(chart: OverviewChart) -> BarChart:
    """Return a chart as `desktop.reports.charts` draws it."""
    from desktop.reports.charts import BarChart, BarRow, BarSection  # noqa: PLC0415 - ReportLab

    sections: dict[str, list[BarRow]] = {}
    for row in chart.shown:
        drawn = BarRow(row.label, row.values, row.texts)
        sections.setdefault(row.section, []).append(drawn)
    return BarChart(
        chart.title,
        tuple(BarSection(tuple(rows), heading) for heading, rows in sections.items()),
        chart.series,
        chart.whole,
    )


def picture(chart: OverviewChart, width: float, size: float) -> Picture:
    """Draw a chart for the screen, `width` wide with letters of `size`; labels have two lines."""
    from desktop.reports.charts import chart_svg, plot_bars  # noqa: PLC0415 - ReportLab

    plot: Plot = plot_bars(bar_chart_of(chart), width, size, lines=2, titled=False)
    return Picture(
        width,
        plot.drawing.height,
        tuple((one.top, one.height) for one in plot.bands),
        chart_svg(plot.drawing, *_TOKENS),
    )
