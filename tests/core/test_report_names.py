"""Names of figures in a report's text: all of the contract, and the grammar of their numbers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.figures import Figures
from desktop.core.report_names import (
    NAMES,
    NO_FIGURE,
    TEXT,
    name_key,
    period_words,
    rate_over,
    rate_text,
    values_of,
)
from desktop.core.terms import Level, MemberStatus, ModelState, Rating

FIRST, LAST = date(2021, 1, 1), date(2024, 12, 31)


def contract() -> dict[str, Any]:
    return Figures("Ban Tuyên giáo", FIRST, LAST).to_json_dict()


def leaves(found: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    if isinstance(found, dict) and found:
        for key, one in found.items():
            yield from leaves(one, (*path, key))
    else:
        yield path


def test_every_figure_of_the_contract_has_a_name() -> None:
    told = {one.path for one in NAMES.values()}
    figures = contract()
    figures.pop("office")
    figures.pop("period")
    assert set(leaves(figures)) - told == set()


@pytest.mark.parametrize(
    ("path", "keys"),
    [
        (("members", "by_status"), [*map(str, MemberStatus), "exempt", "temporary"]),
        (("ratings", "members"), [*map(str, Rating)]),
        (("ratings", "units"), [*map(str, Rating)]),
        (("pledges", "by_rating"), [*map(str, Rating)]),
        (("models", "by_state"), [*map(str, ModelState)]),
        (("models", "highest_level"), [*map(str, Level)]),
        (("models", "proposed"), [*map(str, Level)]),
        (("commendations", "by_level"), [*map(str, Level)]),
    ],
)
def test_so_has_every_key_of_a_fixed_term(path: tuple[str, ...], keys: list[str]) -> None:
    told = {one.path for one in NAMES.values()}
    assert {(*path, key) for key in keys} <= told


def test_names_can_be_told_apart_without_marks() -> None:
    assert len({name_key(one) for one in NAMES}) == len(NAMES)
    assert all(one.words for one in NAMES.values())


def test_what_is_not_known_is_never_told_as_nought() -> None:
    figures = contract()
    figures["documents"] = {"issued": None, "received": None}
    figures["inspections"]["inspection"] = {"organisations": None, "members": None}
    found = values_of(figures)
    for name in ("văn bản: đã ban hành", "văn bản: đến", "kiểm tra: lượt tổ chức"):
        assert (found[name].text, found[name].some) == (NO_FIGURE, False)
    assert found["mô hình: cao nhất cấp tỉnh"].text == "0"  # its key is left out: none


def test_a_period_of_one_day_and_one_up_to_the_last_day_there_is() -> None:
    day = date(2026, 5, 18)
    assert period_words(day, day) == "ngày 18/05/2026"
    assert period_words(date(2026, 1, 1), date.max) == "giai đoạn 2026 - 9999"
    assert period_words(date(2024, 2, 1), date(2024, 2, 29)) == "tháng 2 năm 2024"


def test_a_count_has_its_leading_zero_and_its_full_stops() -> None:
    figures = contract()
    figures["models"]["total"] = 1
    figures["commendations"]["awards"] = 5395
    found = values_of(figures)
    assert (found["mô hình: tổng số"].text, found["mô hình: tổng số"].some) == ("01", True)
    assert found["khen thưởng: số lượt"].text == "5.395"
    assert (found["mô hình: mới"].text, found["mô hình: mới"].some) == ("0", False)


def test_a_rate_comes_in_both_ways_and_can_be_unknown() -> None:
    figures = contract()
    figures["study"] |= {"rate": 0.9876, "mean_rate": 0.98}
    found = values_of(figures)
    assert found["học tập: tỷ lệ"].text == "98,8%"
    assert found["học tập: tỷ lệ (trên)"].text == "trên 98%"
    assert found["học tập: tỷ lệ bình quân (trên)"].text == "98%"
    unknown = found["đăng ký: tỷ lệ cá nhân (trên)"]
    assert (unknown.text, unknown.some) == (NO_FIGURE, False)


@pytest.mark.parametrize(
    ("rate", "shown", "over"),
    [
        (1.0, "100%", "100%"),
        (0.9996, "99,9%", "trên 99%"),  # not all of them
        (0.0004, "dưới 0,1%", "dưới 0,1%"),  # not none
        (0.004, "0,4%", "0,4%"),
        (0.0, "0%", "0%"),
        (1.023, "102,3%", "trên 102%"),
        (0.985, "98,5%", "trên 98%"),
    ],
)
def test_a_rate_never_says_all_or_none_when_it_is_not(rate: float, shown: str, over: str) -> None:
    assert rate_text(rate) == shown
    assert rate_over(rate) == over


@given(st.integers(0, 10_000), st.integers(1, 10_000))
def test_rates_of_any_counts(part: int, whole: int) -> None:
    rate = round(min(part, whole) / whole, 6)
    assert (rate_text(rate) == "100%") == (rate == 1)
    assert (rate_text(rate) == "0%") == (rate == 0)
    if rate >= 0.01:
        percent = rate_over(rate).removeprefix("trên ").removesuffix("%")
        assert int(percent) <= rate * 100 + 1e-9 < int(percent) + 1.000001


def test_lists_say_what_there_is_in_a_fixed_order() -> None:
    figures = contract()
    figures["models"] |= {"by_field": {"Dân vận khéo": 5, "Bảo vệ môi trường": 12}}
    figures["models"]["commended"] |= {"any": 7, "base": 5, "province": 2}
    figures["commendations"] |= {"collectives": 5, "individuals": 12, "households": 1}
    figures["ratings"]["members"] = {"good": 3, "excellent": 2}
    figures["inspections"]["regular_supervision"] = {"organisations": 3, "members": 10}
    figures["study"]["by_year"] = {
        "2022": {"sessions": 1, "invited": 0, "attended": 0, "rate": None},
        "2021": {"sessions": 2, "invited": 200, "attended": 197, "rate": 0.985},
    }
    found = {name: one.text for name, one in values_of(figures, levels={"base": "Đảng ủy"}).items()}
    assert found["mô hình: theo lĩnh vực"] == (
        "bảo vệ môi trường (12 mô hình); dân vận khéo (05 mô hình)"
    )
    assert found["mô hình: theo cấp tuyên dương"] == (
        "cấp tỉnh (02 mô hình); cấp đảng ủy (05 mô hình)"
    )
    assert found["mô hình: tuyên dương cấp đảng ủy"] == "05"
    assert found["khen thưởng: đối tượng"] == "05 tập thể, 12 cá nhân và 01 hộ gia đình"
    assert found["xếp loại đảng viên: theo mức"] == (
        "hoàn thành xuất sắc nhiệm vụ (02 lượt người); hoàn thành tốt nhiệm vụ (03 lượt người)"
    )
    assert found["kiểm tra, giám sát: theo hình thức"] == (
        "giám sát thường xuyên (03 lượt tổ chức, 10 lượt đảng viên)"
    )
    assert found["học tập: theo năm"] == (
        "năm 2021 (02 hội nghị, tỷ lệ tham dự 98,5%); năm 2022 (01 hội nghị)"
    )
    assert found["khen thưởng: theo hình thức"] == NO_FIGURE


def test_a_single_year_is_not_told_again() -> None:
    figures = contract()
    year = {"sessions": 2, "invited": 20, "attended": 10, "rate": 0.5}
    figures["study"]["by_year"] = {"2025": year}
    one = values_of(figures)["học tập: theo năm"]
    assert (one.text, one.some) == ("năm 2025 (02 hội nghị, tỷ lệ tham dự 50%)", False)
    figures["study"]["by_year"] = {"2024": year, "2025": year}
    assert values_of(figures)["học tập: theo năm"].some


def test_fields_and_forms_of_the_book_are_names_too() -> None:
    figures = contract()
    figures["models"]["by_field"] = {"Dân vận khéo": 5}
    found = values_of(figures, fields=("Dân vận khéo", "Khác"), forms=("Giấy khen",))
    assert found["mô hình: lĩnh vực Dân vận khéo"].text == "05"
    assert found["mô hình: lĩnh vực Khác"].some is False
    assert found["khen thưởng: hình thức Giấy khen"].text == "0"


def test_figures_of_some_units_alone_have_no_inspections_and_documents() -> None:
    figures = contract()
    figures["documents"] = {"issued": None, "received": None}
    figures["inspections"]["inspection"] = {"organisations": None, "members": None}
    found = values_of(figures, unit="Đảng bộ xã Mỹ Hòa")
    assert found["văn bản: đến"].some is False
    assert found["kiểm tra, giám sát: theo hình thức"].some is False
    assert found["đơn vị"].text == "Đảng bộ xã Mỹ Hòa"
    assert found["cơ quan"].text == "Ban Tuyên giáo"


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (FIRST, LAST, "giai đoạn 2021 - 2024"),
        (date(2026, 1, 1), date(2026, 12, 31), "năm 2026"),
        (date(2026, 1, 1), date(2026, 6, 30), "6 tháng đầu năm 2026"),
        (date(2026, 1, 1), date(2026, 9, 30), "9 tháng đầu năm 2026"),
        (date(2026, 7, 1), date(2026, 12, 31), "6 tháng cuối năm 2026"),
        (date(2026, 4, 1), date(2026, 6, 30), "quý II năm 2026"),
        (date(2026, 2, 1), date(2026, 2, 28), "tháng 2 năm 2026"),
        (date(2016, 6, 1), date(2019, 1, 31), "từ ngày 01/06/2016 đến ngày 31/01/2019"),
    ],
)
def test_a_period_in_words(first: date, last: date, words: str) -> None:
    assert period_words(first, last) == words


@given(st.dates(date(1930, 1, 1), date(2100, 1, 1)), st.integers(0, 3000))
def test_every_period_has_words_and_every_name_a_value(first: date, days: int) -> None:
    last = date.fromordinal(first.toordinal() + days)
    assert str(last.year) in period_words(first, last)
    found = values_of(Figures("Ban", first, last).to_json_dict())
    assert set(found) == set(NAMES)
    for name, one in NAMES.items():
        assert found[name].text
        assert found[name].some == (one.kind == TEXT)
