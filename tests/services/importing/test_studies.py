"""Who attended study, taken in from sheets as offices make them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from desktop.core.register import Query
from desktop.services import exporting, registers
from desktop.services.importing import Existing, Options
from desktop.storage.book import Book
from desktop.storage.registers import TABLES

from .conftest import Sheet, outcomes, seen, taken

REGISTER = "study_attendances"
HEAD = ("Năm", "Chuyên đề", "Ngày", "Địa điểm", "Đơn vị", "Số triệu tập", "Số tham dự")
TOPIC = "Chuyên đề năm 2025"


def add(book: Book, register: str, **values: Any) -> int:
    return registers.save(book, register, values).value.id


@pytest.fixture
def units(book: Book) -> list[int]:
    return [add(book, "units", name=name) for name in ("Đảng bộ xã An Lạc", "Đảng bộ xã Bình Hòa")]


def kept(book: Book) -> list[tuple[Any, ...]]:
    """Topic, year, day, place, unit, invited, attended of every row, in the order of entering."""
    held, rows, units = (TABLES[one] for one in ("study_sessions", REGISTER, "units"))
    with book.read() as session:
        found = session.execute(
            rows.join(held, held.c.id == rows.c.session_id)
            .outerjoin(units, units.c.id == rows.c.unit_id)
            .select()
            .with_only_columns(
                held.c.subject, held.c.year, held.c.on, held.c.place, units.c.name,
                rows.c.invited, rows.c.attended,
            )
            .order_by(rows.c.id)
        )  # fmt: skip
        return [tuple(one) for one in found]


def sessions(book: Book) -> int:
    return registers.count(book, Query("study_sessions"))


def test_the_columns_are_domain_mds_and_make_their_session(
    book: Book, units: list[int], sheet: Sheet
) -> None:
    topic = add(book, "topics", year=2025, title="CHUYÊN ĐỀ NĂM 2025")
    path = sheet(
        [
            ("KẾT QUẢ HỌC TẬP, QUÁN TRIỆT", None),
            HEAD,
            (2025, TOPIC, date(2025, 3, 14), "Hội trường", "Đảng bộ xã An Lạc", 120, 118),
            (2025, TOPIC, "14/3/2025", "hội trường", "đảng bộ xã bình hoà", "1.250", "1.240"),
        ]
    )
    assert outcomes(taken(book, REGISTER, path)) == {"new": 2}
    day = date(2025, 3, 14)
    assert kept(book) == [
        (TOPIC, 2025, day, "Hội trường", "Đảng bộ xã An Lạc", 120, 118),
        (TOPIC, 2025, day, "Hội trường", "Đảng bộ xã Bình Hòa", 1250, 1240),
    ]
    (held,) = registers.page(book, Query("study_sessions")).rows
    assert held.values["topic_id"] == topic
    assert outcomes(taken(book, REGISTER, path)) == {"same": 2}
    assert (len(kept(book)), sessions(book)) == (2, 1)


def test_the_same_row_twice_is_one_and_a_correction_is_told(
    book: Book, units: list[int], sheet: Sheet
) -> None:
    row = (2025, TOPIC, "14/03/2025", "", "Đảng bộ xã An Lạc", 120, 118)
    assert outcomes(taken(book, REGISTER, sheet([HEAD, row, row]))) == {"new": 1, "repeated": 1}
    other = sheet([HEAD, (*row[:6], 110)], "sua.xlsx")
    assert outcomes(taken(book, REGISTER, other)) == {"differs": 1}
    assert kept(book)[0][6] == 118
    changed = Options(existing=Existing.UPDATE)
    assert outcomes(taken(book, REGISTER, other, changed)) == {"changed": 1}
    assert kept(book)[0][6] == 110
    filled = sheet([HEAD, (*row[:5], None, None)], "trong.xlsx")
    assert outcomes(taken(book, REGISTER, filled)) == {"same": 1}


def test_a_topic_on_one_day_at_two_places_is_two_sessions(
    book: Book, units: list[int], sheet: Sheet
) -> None:
    rows = [
        (2025, TOPIC, "14/03/2025", place, "Đảng bộ xã An Lạc", count, count)
        for place, count in (("Hội trường A", 10), ("Hội trường B", 20))
    ]
    path = sheet([HEAD, *rows])
    assert outcomes(taken(book, REGISTER, path)) == {"new": 2}
    assert sessions(book) == 2
    assert outcomes(taken(book, REGISTER, path)) == {"same": 2}
    assert sorted(one[5] for one in kept(book)) == [10, 20]


@pytest.mark.parametrize("turned", [False, True])
def test_a_row_with_the_year_alone_is_of_the_one_session_of_that_year(
    book: Book, units: list[int], sheet: Sheet, turned: bool
) -> None:
    unit = "Đảng bộ xã An Lạc"
    dated = sheet([HEAD, (2025, TOPIC, "14/03/2025", None, unit, 10, 9)], "ngay.xlsx")
    year = sheet([HEAD, (2025, TOPIC, None, None, unit, 10, 9)], "nam.xlsx")
    first, then = (year, dated) if turned else (dated, year)
    assert outcomes(taken(book, REGISTER, first)) == {"new": 1}
    assert outcomes(taken(book, REGISTER, then)) == {"filled" if turned else "same": 1}
    assert kept(book) == [(TOPIC, 2025, date(2025, 3, 14), None, unit, 10, 9)]
    assert sessions(book) == 1
    other = sheet([HEAD, (2024, TOPIC, None, None, unit, 10, 9)], "nam khac.xlsx")
    assert outcomes(taken(book, REGISTER, other)) == {"new": 1}
    assert sessions(book) == 2


def test_a_place_told_later_is_filled_in(book: Book, units: list[int], sheet: Sheet) -> None:
    rows = [
        (2025, TOPIC, "14/03/2025", place, unit, 10, 9)
        for place, unit in (
            ("", "Đảng bộ xã An Lạc"),
            ("Hội trường", "Đảng bộ xã Bình Hòa"),
        )
    ]
    assert outcomes(taken(book, REGISTER, sheet([HEAD, *rows]))) == {"new": 2}
    assert sessions(book) == 1
    assert {one[3] for one in kept(book)} == {"Hội trường"}


def test_rows_without_a_unit_and_years_without_a_date(
    book: Book, units: list[int], sheet: Sheet
) -> None:
    path = sheet(
        [
            HEAD,
            (2024, "Chuyên đề năm 2024", None, None, None, 500, 490),
            (2024, "Chuyên đề năm 2024", None, None, "Đảng bộ xã An Lạc", 50, 49),
            (None, "Không năm", "2/9/2023", None, None, 5, 5),
        ]
    )
    assert outcomes(taken(book, REGISTER, path)) == {"new": 3}
    assert kept(book) == [
        ("Chuyên đề năm 2024", 2024, None, None, None, 500, 490),
        ("Chuyên đề năm 2024", 2024, None, None, "Đảng bộ xã An Lạc", 50, 49),
        ("Không năm", 2023, date(2023, 9, 2), None, None, 5, 5),
    ]
    assert outcomes(taken(book, REGISTER, path)) == {"same": 3}
    assert (len(kept(book)), sessions(book)) == (3, 2)


@pytest.mark.parametrize(
    "total",
    [
        ("Cộng", None, None, None, None, 1000, 990),
        (None, "Tổng cộng", None, None, None, 1000, 990),
        (None, "Tổng cộng:", None, None, None, 1000, 990),
        (None, "CỘNG:", None, None, None, 1000, 990),
        (None, None, None, None, "Cộng", 1000, 990),
        (None, None, None, None, "TỔNG SỐ", 1000, 990),
        (2025, TOPIC, "14/03/2025", None, "Tổng cộng", 1000, 990),
        (2025, TOPIC, "14/03/2025", None, "Cộng:", 1000, 990),
        (None, "Cộng năm 2025", None, None, None, 1000, 990),
    ],
)
def test_sums_are_no_units(
    total: tuple[Any, ...], book: Book, units: list[int], sheet: Sheet
) -> None:
    row = (2025, TOPIC, "14/03/2025", None, "Đảng bộ xã An Lạc", 120, 118)
    report = taken(book, REGISTER, sheet([HEAD, row, total]))
    assert len(kept(book)) == 1
    assert sessions(book) == 1
    assert [one[4] for one in kept(book)] == ["Đảng bộ xã An Lạc"]
    assert report.left_out or report.refused


def test_rows_that_cannot_be_kept_are_refused_with_the_reason(
    book: Book, units: list[int], sheet: Sheet
) -> None:
    path = sheet(
        [
            HEAD,
            (2025, None, "14/03/2025", None, "Đảng bộ xã An Lạc", 1, 1),
            (2025, TOPIC, "31/02/2025", None, "Đảng bộ xã An Lạc", 1, 1),
            (2025, TOPIC, "14/03/2025", None, "Đảng bộ xã Không Có", 1, 1),
            (2025, TOPIC, "14/03/2025", None, "Đảng bộ xã An Lạc", "nhiều", 1),
            (2025, TOPIC, "14/03/2025", None, "Đảng bộ xã An Lạc", -5, 1),
            (2025, TOPIC, "14/03/2025", None, "Đảng bộ xã An Lạc", 10.5, 1),
            (2025, TOPIC, "14/03/2025", None, "Đảng bộ xã Bình Hòa", 10, 11),
        ]
    )
    assert seen(book, REGISTER, path).refused
    assert kept(book) == []
    report = taken(book, REGISTER, path, Options(create=False))
    assert outcomes(report) == {"new": 1, "refused": 6}
    told = [" ".join(one.reasons.values()) for one in report.refused]
    assert all(one.endswith(".") for one in told)
    assert "Hãy nhập chuyên đề." in told[0]
    assert [one[6] for one in kept(book)] == [11]  # more than were invited: the clerk's to decide
    assert sessions(book) == 1  # none was made by a row that was refused
    again = taken(book, REGISTER, path)  # units that the book lacks are added, and told
    assert [name for name, _near in again.new_units] == ["Đảng bộ xã Không Có"]


def test_one_who_takes_in_a_sheet_with_merged_cells_and_a_number_column(
    book: Book, units: list[int], sheet: Sheet
) -> None:
    path = sheet(
        [
            ("STT", "Năm", "Chuyên đề", "Ngày", "Địa điểm", "Đơn vị", "Triệu tập", "Tham dự"),
            (1, None, None, None, None, "Đảng bộ xã An Lạc", 10, 9),
            (2, None, None, None, None, "Đảng bộ xã Bình Hòa", 20, 19),
            (None, None, None, None, None, "Tổng cộng", 30, 28),
        ],
        merges=[(1, 1, 2, 1, "2025"), (1, 2, 2, 2, TOPIC), (1, 3, 2, 3, "14/03/2025")],
    )
    assert outcomes(taken(book, REGISTER, path)) == {"new": 2}
    assert {one[:3] for one in kept(book)} == {(TOPIC, 2025, date(2025, 3, 14))}


def test_what_goes_out_has_domain_mds_columns_first_and_comes_in_again(
    book: Book, units: list[int], other_book: Book, tmp_path: Path
) -> None:
    for unit in (*units, None):
        for on in (date(2025, 3, 14), None):
            found = [one.id for one in registers.page(book, Query("study_sessions")).rows
                     if one.values["on"] == on]  # fmt: skip
            held = found[0] if found else add(
                book, "study_sessions", subject=TOPIC, on=on, year=2025, place="Hội trường",
                speaker="Trần Văn Ký", host="Huyện ủy",
            )  # fmt: skip
            add(book, REGISTER, session_id=held, unit_id=unit, invited=30, attended=29,
                note="Nghỉ ốm")  # fmt: skip
    path = tmp_path / "ra.xlsx"
    exporting.export_all(book, REGISTER, path)
    page = openpyxl.load_workbook(path).worksheets[0]
    assert HEAD in [row[1:8] for row in page.iter_rows(values_only=True)]
    for name in ("Đảng bộ xã An Lạc", "Đảng bộ xã Bình Hòa"):
        add(other_book, "units", name=name)
    assert outcomes(taken(other_book, REGISTER, path)) == {"new": 6}
    assert sorted(map(repr, kept(other_book))) == sorted(map(repr, kept(book)))
    assert outcomes(taken(book, REGISTER, path)) == {"same": 6}


def test_the_rest_of_a_session_follows_what_was_asked(
    book: Book, units: list[int], sheet: Sheet
) -> None:
    head = (*HEAD, "Đơn vị tổ chức", "Báo cáo viên", "Ghi chú")
    row = (2025, TOPIC, "14/03/2025", None, "Đảng bộ xã An Lạc", 10, 9)
    held = add(book, "study_sessions", subject=TOPIC, on=date(2025, 3, 14), host="Huyện ủy")
    add(book, REGISTER, session_id=held, unit_id=units[0], invited=10, attended=9)
    path = sheet([head, (*row[:3], "Hội trường", *row[4:], "Tỉnh ủy", "Trần Văn Ký", "Trực tuyến")])

    def session() -> tuple[Any, ...]:
        (one,) = registers.page(book, Query("study_sessions")).rows
        return tuple(one.values[name] for name in ("place", "host", "speaker", "note"))

    assert outcomes(taken(book, REGISTER, path, Options(existing=Existing.SKIP))) == {"differs": 1}
    assert session() == (None, "Huyện ủy", None, None)
    assert outcomes(taken(book, REGISTER, path)) == {"differs": 1}
    assert session() == ("Hội trường", "Huyện ủy", "Trần Văn Ký", "Trực tuyến")
    told = outcomes(taken(book, REGISTER, path, Options(existing=Existing.UPDATE)))
    assert told == {"changed": 1}
    assert session() == ("Hội trường", "Tỉnh ủy", "Trần Văn Ký", "Trực tuyến")
    assert outcomes(taken(book, REGISTER, path)) == {"same": 1}


def test_what_is_told_of_a_session_late_in_the_file_completes_it(
    book: Book, units: list[int], sheet: Sheet
) -> None:
    first = (2025, TOPIC, "14/03/2025", None, "Đảng bộ xã An Lạc", 10, 9, None)
    second = (*first[:3], "Hội trường", "Đảng bộ xã Bình Hòa", 10, 9, "Huyện ủy")
    path = sheet([(*HEAD, "Đơn vị tổ chức"), first, second, second])
    told = taken(book, REGISTER, path, Options(existing=Existing.SKIP))
    assert outcomes(told) == {"new": 2, "repeated": 1}
    (one,) = registers.page(book, Query("study_sessions")).rows
    assert (one.values["place"], one.values["host"]) == ("Hội trường", "Huyện ủy")


@pytest.mark.parametrize(
    ("head", "row"),
    [
        (HEAD[1:], (TOPIC, "05/01/2026", "Hội trường", "Đảng bộ xã An Lạc", 10, 9)),
        (HEAD, (None, TOPIC, "05/01/2026", None, "Đảng bộ xã An Lạc", 10, 9)),
        (HEAD[1:3] + HEAD[4:], (TOPIC, "05/01/2026", "Đảng bộ xã An Lạc", 10, 9)),
        (HEAD, (2025, TOPIC, "05/01/2026", "Hội trường", "Đảng bộ xã An Lạc", 10, 9)),
        (HEAD, (2026, TOPIC, "05/01/2026", "Hội trường", "Đảng bộ xã An Lạc", 10, 9)),
    ],
)
def test_a_session_is_told_by_its_day_whatever_its_year(
    book: Book, units: list[int], sheet: Sheet, head: tuple[str, ...], row: tuple[Any, ...]
) -> None:
    add(book, "study_sessions", subject=TOPIC, on=date(2026, 1, 5), year=2025, place="Hội trường")
    assert outcomes(taken(book, REGISTER, sheet([head, row]))) == {"new": 1}
    assert sessions(book) == 1
    other = sheet([head, row], "hoi nghi.xlsx")
    assert taken(book, "study_sessions", other).batch == ""
    assert sessions(book) == 1


def test_a_row_without_unit_and_numbers_is_its_session_alone(
    book: Book, units: list[int], sheet: Sheet
) -> None:
    rows = [(2025, TOPIC, "14/03/2025", "Hội trường", None, None, None)] * 2
    path = sheet([HEAD, *rows])
    assert outcomes(taken(book, REGISTER, path)) == {"new": 1, "repeated": 1}
    assert (kept(book), sessions(book)) == ([], 1)
    assert outcomes(taken(book, REGISTER, path)) == {"same": 2}
    zero = sheet([HEAD, (*rows[0][:5], 0, 0)], "khong.xlsx")
    assert outcomes(taken(book, REGISTER, zero)) == {"new": 1}
    assert len(kept(book)) == 1
