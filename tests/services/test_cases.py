"""The cases of the sources: their rows give back exactly the figures the sources reported."""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.core.errors import FileThere, UserProblem
from desktop.core.register import Query
from desktop.services import books, cases, registers
from desktop.services.figures import figures

FOLDER = Path(__file__).parents[1] / "fixtures" / "cases"
FILES = sorted(FOLDER.glob("*.json"))


def read(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)


def figures_of(case: Mapping[str, Any], path: Path) -> dict[str, Any]:
    book = cases.load_case(path, case)
    try:
        begin, end = (date.fromisoformat(case["period"][key]) for key in ("from", "to"))
        return figures(book, begin, end, day(case.get("new_since"))).to_json_dict()
    finally:
        book.close()


def part_of(whole: Any, asked: Any) -> Any:
    """Cut `whole` down to the keys of `asked`; a key that is not there shows as missing."""
    if not isinstance(asked, dict):
        return whole
    return {key: part_of(whole.get(key, "missing"), asked[key]) for key in asked}


def test_the_cases_are_there() -> None:
    assert [one.stem for one in FILES] == ["cau_ngang_2019", "dong_nai_2023", "que_vo_2024"]


@pytest.mark.parametrize("file", FILES, ids=lambda one: one.stem)
def test_figures_are_exactly_those_of_the_source(file: Path, tmp_path: Path) -> None:
    case = read(file)
    found = figures_of(case, tmp_path / "mẫu.gsdb")
    assert part_of(found, case["expect"]) == case["expect"]
    assert found["office"] == case["office"]["name"]
    assert books.check_file(tmp_path / "mẫu.gsdb").ok


def test_what_a_case_expects_is_never_read(tmp_path: Path) -> None:
    case = read(FOLDER / "dong_nai_2023.json")
    honest = figures_of(case, tmp_path / "đúng.gsdb")
    case["expect"] = {"commendations": {"awards": 99_999}, "models": "x"}
    assert figures_of(case, tmp_path / "sai.gsdb") == honest
    del case["expect"]
    assert figures_of(case, tmp_path / "thiếu.gsdb") == honest


def test_rows_that_must_not_count_are_kept_all_the_same(tmp_path: Path) -> None:
    book = cases.load_case(tmp_path / "mẫu.gsdb", read(FOLDER / "cau_ngang_2019.json"))
    assert registers.count(book, Query("models")) == 216
    late = registers.page(book, Query("models", "dang ky sau ky bao cao")).rows[0]
    assert late.values["registered_on"] == date(2019, 3, 1)
    assert late.labels["unit_id"] == "Chi bộ ấp 1"
    book.close()


SMALL: dict[str, Any] = {
    "office": {"name": "Ban Tuyên giáo", "level": "district", "place": "Cầu Ngang"},
    "models": [
        {
            "code": "MH1",
            "name": "Hũ gạo tình thương",
            "kind": "collective",
            "owner_unit": "Chi bộ ấp 1",
            "field": "Dân vận khéo",
            "registered_on": "2020-05-01",
            "state": "recognised",
            "state_on": "2021-05-01",
            "levels": [{"level": "district", "date": "2021-05-19"}],
        }
    ],
    "rounds": [
        {
            "occasion": "Sơ kết",
            "date": "2021-05-19",
            "decisions": [
                {"ref": "a", "number": "15-QĐ/HU", "date": "2021-05-12", "level": "district"}
            ],
            "awards": [
                {
                    "decision": "a",
                    "form": "Giấy khen",
                    "recipient": "individual",
                    "name": "Lê An",
                    "money": 300_000,
                    "state": "given",
                }
            ],
        }
    ],
}


def changed(*steps: str | int, value: Any = None) -> dict[str, Any]:
    case = copy.deepcopy(SMALL)
    *way, last = steps
    at: Any = case
    for step in way:
        at = at[step]
    if value is None:
        del at[last]
    else:
        at[last] = value
    return case


@pytest.mark.parametrize(
    ("case", "words"),
    [
        (changed("office"), "«office»"),
        (changed("office", "level", value="kingdom"), "«kingdom»"),
        (changed("office", "name", value=" "), "tên cơ quan"),
        (changed("models", 0, "name"), "thiếu hoặc sai"),
        (changed("models", 0, "kind", value="pair"), "mô hình thứ 1"),
        (changed("models", 0, "registered_on", value="31/05/2020"), "thiếu hoặc sai"),
        (changed("models", 0, "registered_on", value="0020-05-31"), "mô hình thứ 1"),
        (changed("models", 0, "levels", 0, "level", value="galaxy"), "mô hình thứ 1"),
        (changed("models", value=7), "thiếu hoặc sai"),
        (changed("rounds", 0, "awards", 0, "decision", value="b"), "thiếu hoặc sai"),
        (changed("rounds", 0, "awards", 0, "name", value=""), "đợt khen thưởng thứ 1"),
        (changed("rounds", 0, "awards", 0, "money", value=-5), "đợt khen thưởng thứ 1"),
        (changed("rounds", 0, "awards", 0, "state", value="lost"), "đợt khen thưởng thứ 1"),
    ],
)
def test_a_broken_case_is_told_and_leaves_no_file(
    case: dict[str, Any], words: str, tmp_path: Path
) -> None:
    before = sorted(tmp_path.iterdir())
    with pytest.raises(UserProblem, match=words) as caught:
        cases.load_case(tmp_path / "mẫu.gsdb", case)
    assert caught.value.message.endswith(".")
    assert sorted(tmp_path.iterdir()) == before


def test_a_book_that_is_there_is_not_touched(tmp_path: Path) -> None:
    target = tmp_path / "mẫu.gsdb"
    target.write_bytes(b"dear")
    with pytest.raises(FileThere):
        cases.load_case(target, SMALL)
    assert target.read_bytes() == b"dear"


def places(value: Any, way: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    inner: list[tuple[str | int, Any]] = []
    if isinstance(value, dict):
        inner = list(value.items())
    elif isinstance(value, list):
        inner = list(enumerate(value))
    found = [way] if way else []
    return found + [one for key, below in inner for one in places(below, (*way, key))]


_junk = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=8),
    st.just([]),
    st.just({}),
    st.just([{"a": 1}]),
)


@settings(
    max_examples=25,
    deadline=None,
    # each example uses a file name of its own
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(way=st.sampled_from(places(SMALL)), junk=_junk)
def test_any_case_loads_or_is_told(tmp_path: Path, way: tuple[str | int, ...], junk: Any) -> None:
    target = tmp_path / "mẫu.gsdb"
    case = changed(*way, value="x")
    at: Any = case
    for step in way[:-1]:
        at = at[step]
    at[way[-1]] = junk
    try:
        book = cases.load_case(target, case)
    except UserProblem:
        assert not target.exists()
    else:
        book.close()
        assert books.check_file(target).ok
        target.unlink()
