"""The check-sheet: a paper of its own for each cell, boxes where something is to be written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.core.errors import Cancelled
from desktop.core.paper import PRESETS, Signature
from desktop.reports.check_sheet import GAP, CellSheet, CheckRow, write_check_sheets

from .test_members import LONG, MM, cell, paper, require_clean

READ = Callable[[Path], list[Any]]
AS_OF = "tính đến ngày 21/11/2026"
OF_CELL = Signature("Bí thư", "", "T/M chi bộ")


def row(name: str, **changes: Any) -> CheckRow:
    values: dict[str, Any] = {
        "born": "03/05/1975",
        "sex_ethnicity": "Nữ\nKinh",
        "card": "01234567",
        "admitted": "19/05/2001",
        "official": "19/05/2002",
        "posts": "",
    }
    return CheckRow(name=name, **(values | changes))


@pytest.fixture
def printed(tmp_path: Path, read_pdf: READ) -> Callable[..., list[Any]]:
    """Prints sheets of cells, each given as its rows, and reads them back."""

    def made(*cells: list[CheckRow], preset: str = "party-a") -> list[Any]:
        target = tmp_path / "phiếu.pdf"
        on = replace(paper(preset), signature=OF_CELL)
        sheets = [CellSheet(f"Chi bộ ấp {n}", AS_OF, rows) for n, rows in enumerate(cells, 1)]
        pages = write_check_sheets(target, on, sheets, len(sheets))
        found = read_pdf(target)
        assert len(found) == pages
        return found

    return made


def test_a_sheet_has_head_title_how_to_and_who_signs(printed: Callable[..., list[Any]]) -> None:
    [page, *_more] = pages = printed(
        [row("Nguyễn Văn An"), row("Hồ Mới\n(dự bị)", card="", official="", probationary=True)]
    )
    assert page.width > page.height
    title = page.line("PHIẾU RÀ SOÁT THÔNG TIN ĐẢNG VIÊN")
    assert title.size == PRESETS["party-a"].title_size
    assert page.line("Chi bộ ấp 1").top < title.bottom
    words = " ".join(" ".join(one.text.split()) for one in pages)
    for one in (
        "ĐẢNG CỘNG SẢN VIỆT NAM", "HUYỆN ỦY CẦU NGANG", "Cầu Ngang, ngày 02 tháng 9 năm 2026",
        AS_OF, "Ghi thông tin còn thiếu vào ô trống.", "Cần xem lại", "Xác nhận, sửa lại",
        "Đảng viên đang sinh hoạt tại chi bộ mà chưa có trong danh sách:",
        "Tổng cộng: 02 đảng viên (01 dự bị).",
        "NGƯỜI RÀ SOÁT", "T/M CHI BỘ", "BÍ THƯ", "(Ký, ghi rõ họ tên)", "Ngày ........ tháng",
    ):  # fmt: skip
        assert one in words
    require_clean(pages, PRESETS["party-a"])


def test_what_is_not_known_is_a_box_and_not_a_sign(printed: Callable[..., list[Any]]) -> None:
    whole = printed([row("Nguyễn Văn An")])[0]
    gaps = {"born": GAP, "card": GAP, "admitted": GAP, "official": GAP}
    [page, *_more] = pages = printed([row("Nguyễn Văn An", sex_ethnicity=f"Nam\n{GAP}", **gaps)])
    assert all(GAP not in one.text for one in pages)
    assert "Nam" in page.text
    more = len(page.rules) - len(whole.rules)
    assert more >= 5 * 3  # a box is four strokes, of which the last one only closes it
    [name] = [one for one in page.lines if "Nguyễn Văn An" in one.text]
    assert name.text == "1 Nguyễn Văn An Nam"
    total = "01 đảng viên có thông tin cần bổ sung, xem lại."
    assert total in " ".join(" ".join(one.text.split()) for one in pages)


def test_doubts_stand_beside_the_member_they_are_about(printed: Callable[..., list[Any]]) -> None:
    doubts = "Kết nạp 28/02/2002 khi chưa đủ 18 tuổi (sinh 03/1984).\nChưa có quê quán."
    page = printed([row("Trần Một"), row("Lê Hai", doubts=doubts), row("Võ Ba")])[0]
    second, third = page.line("Lê Hai"), page.line("Võ Ba")
    told = [one for one in cell(page, 9) if "Kết nạp" in one or "quê quán" in one]
    assert [one.split(" ")[0] for one in told] == ["Kết", "Chưa"]
    line = page.line("Chưa có quê quán")
    assert second.top > line.top > third.top


def test_each_cell_begins_on_a_page_of_its_own(printed: Callable[..., list[Any]]) -> None:
    many = [row(f"Đảng Viên {place}") for place in range(60)]
    pages = printed([row("Một Mình")], [], many)
    firsts = [place for place, one in enumerate(pages) if "PHIẾU RÀ SOÁT" in one.text]
    assert len(firsts) == 3
    for number, begin in enumerate(firsts, 1):
        assert f"Chi bộ ấp {number}" in pages[begin].text
        assert pages[begin].lines[0].text != "1"
        end = firsts[number] if number < 3 else len(pages)
        for place, page in enumerate(pages[begin:end], 1):
            assert place == 1 or page.lines[0].text == str(place)
        assert "BÍ THƯ" in pages[end - 1].text
        require_clean(pages[begin:end], PRESETS["party-a"])
    empty = " ".join(one.text for one in pages[firsts[1] : firsts[2]])
    assert "Chưa có đảng viên nào trong sổ." in empty
    assert "Tổng cộng: chưa có đảng viên trong sổ." in empty
    names = [
        line.split()[-1]
        for one in pages[firsts[2] :]
        for line in cell(one, 2)
        if "Đảng Viên" in line
    ]
    assert names == [str(place) for place in range(60)]


def test_a_row_has_room_for_a_pen(printed: Callable[..., list[Any]]) -> None:
    page = printed([row("An", sex_ethnicity="Nữ"), row("Bé", sex_ethnicity="Nam")])[0]
    assert page.line("1 An").letters[0].base - page.line("2 Bé").letters[0].base > 9 * MM


@pytest.mark.parametrize("preset", list(PRESETS))
def test_every_style_of_paper(printed: Callable[..., list[Any]], preset: str) -> None:
    rows = [row(LONG, posts="Phó Chủ tịch Ủy ban Mặt trận Tổ quốc Việt Nam xã", born=GAP)] * 12
    require_clean(printed(rows, preset=preset), PRESETS[preset])


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(
        st.builds(
            row,
            st.sampled_from(["An", LONG, "Đ" * 60]),
            born=st.sampled_from([GAP, "1975"]),
            sex_ethnicity=st.sampled_from([f"{GAP}\n{GAP}", f"Nam\n{GAP}", "Nữ\nKhmer"]),
            doubts=st.integers(0, 40).map(lambda n: "\n".join(["Ngày sai."] * n)),
        ),
        max_size=12,
    )
)
def test_nothing_crosses_a_rule_or_leaves_the_page(
    printed: Callable[..., list[Any]], rows: list[CheckRow]
) -> None:
    pages = printed(rows)
    require_clean(pages, PRESETS["party-a"])
    for page in pages:
        for x1, y1, x2, y2 in page.rules:
            assert min(x1, x2) > -1
            assert max(x1, x2) < page.width
            assert min(y1, y2) > 20 * MM
            assert max(y1, y2) < page.height


def test_stopped_half_way_leaves_no_file(tmp_path: Path) -> None:
    target = tmp_path / "phiếu.pdf"
    target.write_bytes(b"before")

    def stop(done: int, total: int) -> None:
        assert total == 3
        if done == 1:
            raise Cancelled

    sheets = [CellSheet(f"Chi bộ {n}", AS_OF, [row("An")]) for n in range(3)]
    with pytest.raises(Cancelled):
        write_check_sheets(target, paper(), sheets, 3, stop)
    assert target.read_bytes() == b"before"
    assert list(tmp_path.glob("*.pdf*")) == [target]
