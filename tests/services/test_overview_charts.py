"""The figures and charts of the first tab against a plain recomputation, and their drawings."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import pytest

from desktop.core.figures import Counted, Figures, ModelFigures, PledgeFigures, Share
from desktop.core.formats import number
from desktop.services import figures, overview_charts
from desktop.services.books import Book
from desktop.services.demo import make_demo
from desktop.services.figure_lines import figure_groups
from desktop.services.overview_charts import OverviewChart, charts, picture
from desktop.services.overview_figures import cards_of, years_of

from .rows import add, live

YEAR = (date(2026, 1, 1), date(2026, 12, 31))
TERM = (date(2023, 1, 1), date(2026, 12, 31))


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Any:
    path = tmp_path_factory.mktemp("mẫu") / "sổ.gsdb"
    book = make_demo(path, members=120, today=date(2026, 11, 2))
    yield book
    book.close()


def of(book: Book, period: tuple[date, date] = YEAR) -> dict[str, OverviewChart]:
    return {one.key: one for one in charts(book, figures.figures(book, *period))}


def numbers(chart: OverviewChart) -> dict[str, tuple[float, ...]]:
    return {one.label: one.values for one in chart.rows}


def test_an_empty_book_says_what_to_do_at_each_chart(book: Book) -> None:
    for one in of(book).values():
        assert one.rows == ()
        assert "Hãy" in one.empty


def test_models_by_field_are_all_models(demo: Book) -> None:
    chart = of(demo)[overview_charts.MODELS]
    found = figures.figures(demo, *YEAR).models
    assert sum(row.values[0] for row in chart.rows) == found.total
    names = {row["id"]: row["name"] for row in live(demo, "fields")}
    steps = Counter(names.get(row["field_id"], "Chưa ghi lĩnh vực")
                    for row in live(demo, "models") if row["state"] != "stopped")  # fmt: skip
    for label, (value,) in numbers(chart).items():
        assert value >= steps[label]  # those that were stopped in this year count too
    for row in chart.rows:
        if row.register:
            (one,) = row.filters["field_id"]
            assert names[one] == row.label == str(one)  # told by its name where it is filtered by


def test_what_has_no_field_and_no_unit_is_told_and_leads_nowhere(book: Book) -> None:
    add(book, "models", name="Không rõ", registered_on=YEAR[0])
    held = add(book, "campaigns", year=2026, title="Đợt", deadline=YEAR[0])
    add(book, "expected", campaign_id=held, pledger_kind="other", name="Lê An")
    found = of(book)
    for key, label in ((overview_charts.MODELS, "Chưa ghi lĩnh vực"),
                       (overview_charts.PLEDGES, "Chưa rõ đơn vị")):  # fmt: skip
        (row,) = found[key].rows
        assert (row.label, row.register) == (label, "")


def test_models_by_year_are_the_figures_of_the_years(demo: Book) -> None:
    chart = of(demo)[overview_charts.MODEL_YEARS]
    assert [row.label for row in chart.rows] == ["2022", "2023", "2024", "2025", "2026"]
    for year, one in figures.of_years(demo, range(2022, 2027)).items():
        assert numbers(chart)[str(year)] == (one.models.total, one.models.new)


def test_awards_by_level_and_by_form_add_up(demo: Book) -> None:
    chart = of(demo, TERM)[overview_charts.AWARDS]
    found = figures.figures(demo, *TERM).commendations
    assert found.awards > 0
    for section in ("Theo cấp", "Theo hình thức"):
        rows = [row for row in chart.rows if row.section == section]
        assert sum(row.values[0] for row in rows) == found.awards
    forms = {row.label: row.values[0] for row in chart.rows if row.section == "Theo hình thức"}
    assert forms == dict(found.by_form)


def test_attendance_is_that_of_each_year(demo: Book) -> None:
    chart = of(demo)[overview_charts.ATTENDANCE]
    years = {row["id"]: str(row["on"])[:4] for row in live(demo, "study_sessions") if row["on"]}
    invited, attended = Counter[str](), Counter[str]()
    for row in live(demo, "study_attendances"):
        invited[years[row["session_id"]]] += row["invited"] or 0
        attended[years[row["session_id"]]] += row["attended"] or 0
    assert chart.rows
    for row in chart.rows:
        assert row.values[0] == pytest.approx(attended[row.label] / invited[row.label], abs=1e-5)
    assert {row.label for row in chart.rows} == {year for year in invited if year >= "2022"}


def test_rates_by_unit_count_each_person_once_in_a_campaign(demo: Book) -> None:
    chart = of(demo)[overview_charts.PLEDGES]
    held = {row["id"] for row in live(demo, "campaigns") if str(row["deadline"])[:4] == "2026"}
    made = {
        (row["campaign_id"], row["member_id"] or row["name"])
        for row in live(demo, "pledges")
        if row["pledger_kind"] != "organisation"
    }
    expected: dict[int, set[Any]] = {}
    for row in live(demo, "expected"):
        if row["campaign_id"] in held and row["pledger_kind"] != "organisation":
            who = (row["campaign_id"], row["member_id"] or row["name"])
            expected.setdefault(row["unit_id"], set()).add(who)
    plain = {unit: (f"{len(who)}", f"{len(who & made)}") for unit, who in expected.items()}
    assert {row.filters.get("unit_id"): row.cells[:2] for row in chart.rows} == plain
    rates = [row.values[0] for row in chart.rows]
    assert rates == sorted(rates)
    assert (
        sum(int(row.cells[0]) for row in chart.rows)
        == figures.figures(demo, *YEAR).pledges.people.expected
    )


def expect(book: Book, unit: int, names: list[str], campaign: int) -> None:
    for name in names:
        add(book, "expected", campaign_id=campaign, pledger_kind="other", name=name, unit_id=unit)


def test_of_many_units_the_lowest_and_the_highest_have_bars(book: Book) -> None:
    held = add(book, "campaigns", year=2026, title="Đợt", deadline=date(2026, 3, 1))
    for place in range(10):
        unit = add(book, "units", name=f"Chi bộ ấp {place}")
        expect(book, unit, [f"Người {place} {one}" for one in range(10)], held)
        for one in range(place):
            values = {"pledger_kind": "other", "name": f"Người {place} {one}"}
            add(book, "pledges", year=2026, campaign_id=held, unit_id=unit, **values)
    chart = of(book)[overview_charts.PLEDGES]
    assert (chart.charted, chart.note) == (None, "")
    assert [row.texts[0] for row in chart.shown][:2] == ["0% (0/10)", "10% (1/10)"]
    above = [add(book, "units", name=f"Xã {place}") for place in range(2)]
    for one in above:  # of one name: told apart by what they are part of
        unit = add(book, "units", name="Chi bộ trường học", parent_id=one)
        expect(book, unit, [f"Giáo viên {one}"], held)
    chart = of(book)[overview_charts.PLEDGES]
    assert len(chart.rows) == 12
    assert len(chart.shown) == 10
    assert chart.note == "05 đơn vị thấp nhất và 05 đơn vị cao nhất trong 12."
    labels = {row.label for row in chart.rows}
    assert {"Chi bộ trường học, Xã 0", "Chi bộ trường học, Xã 1"} <= labels


def test_the_cards_are_the_figures(demo: Book) -> None:
    found = figures.figures(demo, *YEAR)
    cards = {one.register: one for one in cards_of(found)}
    values = {line.words: line.value for card in cards.values() for line in card.lines}
    assert values["Đảng viên"] == str(found.members.total)
    assert values["Mô hình"] == str(found.models.total)
    assert values["Khen thưởng"] == str(found.commendations.awards)
    people = found.pledges.people
    assert values["Cá nhân đã đăng ký"].startswith(f"{people.registered}/{people.expected} (")
    assert list(cards) == [
        "pledges", "models", "awards", "study_sessions", "inspections", "documents",
    ]  # fmt: skip


@pytest.mark.parametrize("period", [YEAR, TERM])
def test_each_figure_of_a_card_leads_to_the_very_rows(demo: Book, period: Any) -> None:
    seen = set()
    for card in cards_of(figures.figures(demo, *period)):
        for line in card.lines:
            rows = figures.figure_rows(demo, line.path, *period)
            seen.add(rows.counted)
            if rows.counted is Counted.ROWS:
                assert line.value == number(len(rows.ids)), line.words
    assert Counted.ROWS in seen


@pytest.mark.parametrize("period", [YEAR, TERM])
def test_each_bar_of_a_count_leads_to_the_very_rows(demo: Book, period: Any) -> None:
    led = 0
    for chart in charts(demo, figures.figures(demo, *period)):
        for row in chart.rows:
            if row.path and chart.period:
                rows = figures.figure_rows(demo, row.path, *chart.period)
                assert len(rows.ids) == row.values[0], row.label
                led += 1
    assert led > 5


def test_a_rate_that_is_not_all_never_shows_as_all() -> None:
    some = PledgeFigures(people=Share(3000, 2999))
    none = ModelFigures(commended={"any": 0})
    found = Figures("Ban", *YEAR, pledges=some, models=none)
    (line,) = [one for one in cards_of(found)[0].lines if one.words.startswith("Cá nhân")]
    assert line.value == "2.999/3.000 (99,9%)"
    told = {one.path: one.value for group in figure_groups(found) for one in group.lines}
    assert told["pledges", "people", "rate"] == "99,9"


def test_years_of_a_period() -> None:
    assert years_of(*YEAR) == (2026,)
    assert years_of(*TERM) == (2023, 2024, 2025, 2026)


def test_a_long_term_is_charted_by_its_last_ten_years(book: Book) -> None:
    add(book, "models", name="Cũ", registered_on=date(2000, 1, 1))
    chart = of(book, (date(2000, 1, 1), date(2026, 12, 31)))[overview_charts.MODEL_YEARS]
    assert [row.label for row in chart.rows] == [str(year) for year in range(2017, 2027)]


def test_a_picture_has_a_band_for_each_bar_and_takes_on_colours(demo: Book) -> None:
    for chart in of(demo, TERM).values():
        made = picture(chart, 560, 12)
        assert len(made.bands) == len(chart.shown)
        ends = [top + high for top, high in made.bands]
        assert ends == sorted(ends)
        assert ends[-1] <= made.height
        svg = made.coloured("#111111", "#222222", "#333333")
        assert "#00000" not in svg
        assert "rgb(" not in svg
        for row in chart.shown:
            assert row.texts[0] in svg
