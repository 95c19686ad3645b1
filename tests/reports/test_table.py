"""Where tables break: headings, groups, high rows, and what closes the paper."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from desktop.core.paper import PRESETS
from desktop.reports.document import Document
from desktop.reports.table import Cells, Column, Group, draw_table

READ = Callable[[Path], list[Any]]
HEADING = "Chức vụ, đơn vị"
MM = 72 / 25.4


def rows_of(page: Any) -> list[str]:
    """The running numbers in the first column."""
    if len(page.columns) < 3:
        return []
    first, second = page.columns[:2]
    return [one.text for one in page.within(first, second) if one.text.isdigit()]


def groups_of(page: Any) -> list[Any]:
    return [one for one in page.lines if re.match(r"[A-Z]+\. [A-ZĐÁẬÌẤỂ ]+", one.text)]


def require_whole(pages: list[Any], awards: int, bottom: float) -> None:
    """What must hold of every list, wherever its pages break."""
    last = pages[-1]
    assert "Nguyễn Văn Ký" in last.text
    assert "Tổng cộng" in last.text
    assert "TRƯỞNG BAN" in last.text
    table = last.within(last.columns[0], last.columns[-1])
    assert any(HEADING in one.text for one in table), "the signature stands alone on a page"
    drawn = [number for page in pages for number in rows_of(page)]
    assert len(drawn) == awards
    for place, page in enumerate(pages):
        if place == 0 and HEADING not in page.text:
            # one row that doesn't fit above the signature: the heading goes along with it
            assert not page.columns
            continue
        assert HEADING in page.text, "a page without the table's heading"
        beside = page.within(page.columns[0], page.columns[-1])
        head = [one.letters[0].base for one in beside if HEADING in one.text]
        assert min(one.letters[0].base for one in beside) < min(head), "a heading alone"
        assert min(one.bottom for one in page.letters) > bottom - 3.5, "ink in the bottom margin"
        lowest = page.within(page.columns[0], page.columns[-1])
        for group in groups_of(page):
            below = [one for one in lowest if one.letters[0].base < group.letters[0].base - 1]
            assert below, f"{group.text} ends a page"
        ends = [rule[3] for rule in page.rules if abs(rule[0] - rule[2]) < 0.01]
        assert min(ends) > bottom - 1


@pytest.mark.parametrize("preset", ["party-a", "government"])
def test_the_signature_is_never_alone(
    preset: str,
    paper: Callable[..., Any],
    award: Callable[..., Any],
    proposal: Callable[..., list[Any]],
) -> None:
    breaks = set()
    for count in range(1, 61):
        pages = proposal([award(f"Người {n}") for n in range(count)], paper(preset))
        require_whole(pages, count, PRESETS[preset].bottom * MM)
        assert rows_of(pages[-1]), count
        breaks.add((len(pages), len(rows_of(pages[-1]))))
    assert {pages for pages, _ in breaks} == {1, 2, 3}
    # no more rows go along than must
    assert min(rows for pages, rows in breaks if pages > 1) == 1


def test_headings_of_groups_stay_with_their_first_row(
    award: Callable[..., Any], proposal: Callable[..., list[Any]]
) -> None:
    for count in range(1, 46, 2):
        awards = [award(f"Người {n}", form="Giấy khen") for n in range(count)]
        awards += [award("Lê Một", form="Thư khen", form_order=1)]
        awards += [award("Chi bộ", kind="collective", form="Thư khen", form_order=1)]
        pages = proposal(awards)
        require_whole(pages, count + 2, 25 * MM)
        for page in pages:
            text = page.text.replace("\n", " ")
            assert not re.search(r"B\. THƯ KHEN\s*$", text)
            if "B. THƯ KHEN" in text:
                after = text.split("B. THƯ KHEN")[1]
                assert re.search(r"I\. TẬP THỂ \(01\) 1 Chi bộ", after), after


@settings(
    max_examples=25,
    deadline=None,
    # each example writes the same file anew
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@example(sizes=[102], alone=False)  # fits on the last page, but not with its group's heading
@given(
    sizes=st.lists(st.one_of(st.integers(0, 30), st.integers(100, 700)), min_size=1, max_size=6),
    alone=st.booleans(),
)
def test_rows_of_any_height(
    sizes: list[int],
    alone: bool,
    award: Callable[..., Any],
    proposal: Callable[..., list[Any]],
) -> None:
    awards = [
        award(
            f"Người {place}",
            achievement=" ".join(f"việc{place}x{n}" for n in range(size)),
            kind="individual" if alone or place % 2 else "household",
        )
        for place, size in enumerate(sizes)
    ]
    pages = proposal(awards)
    require_whole(pages, len(awards), 25 * MM)
    found = re.findall(r"việc\d+x\d+", "\n".join(page.text for page in pages))
    assert sorted(found) == sorted(
        f"việc{place}x{n}" for place, size in enumerate(sizes) for n in range(size)
    )


@pytest.mark.parametrize("words", range(150, 900, 50))
def test_a_last_row_too_high_for_the_signature_is_parted(
    words: int, award: Callable[..., Any], proposal: Callable[..., list[Any]]
) -> None:
    pages = proposal([award("Lê Dài", achievement="việc " * words)])
    require_whole(pages, 1, 25 * MM)
    last = pages[-1]
    assert "việc" in last.text
    assert sum(page.text.count("việc") for page in pages) == words


LONG = "https://vi.example/" + "mot-duong-dan-rat-dai" * 6


@pytest.mark.parametrize("preset", sorted(PRESETS))
def test_nothing_crosses_a_rule(
    preset: str,
    paper: Callable[..., Any],
    award: Callable[..., Any],
    proposal: Callable[..., list[Any]],
) -> None:
    style = PRESETS[preset]
    awards = [
        award("Nguyễn" * 20, post=LONG, achievement=LONG, form="Kỷniệmchương" * 5),
        award("Công Tằng Tôn Nữ Nguyễn Thị Hoàng Phương Thảo Vy", money=1_234_567_890_123),
        award("Hợp tác xã Nông nghiệp " * 4, kind="collective", gift="Một bộ sách", level="Tỉnh"),
        award("W" * 60, level="Huyện"),
    ]
    for page_number, page in enumerate(proposal(awards, paper(preset)), start=1):
        turned = style.mirrored and page_number % 2 == 0
        left = (style.right if turned else style.left) * MM
        right = page.width - (style.left if turned else style.right) * MM
        assert min(one.left for one in page.letters) > left - 0.5
        assert max(one.right for one in page.letters) < right + 0.5
        uprights = [rule for rule in page.rules if abs(rule[0] - rule[2]) < 0.01]
        assert uprights
        for x, y1, _, y2 in uprights:
            low, high = sorted((y1, y2))
            for one in page.letters:
                if low < one.base < high:
                    assert not one.left + 0.3 < x < one.right - 0.3, (one, x)


def test_an_unbreakable_word_is_whole_over_its_lines(
    award: Callable[..., Any], proposal: Callable[..., list[Any]]
) -> None:
    (page,) = proposal([award("Lê An", post=LONG)])
    edges = page.columns
    cell = "".join(one.text for one in page.within(edges[2], edges[3]))
    assert LONG in cell.replace(" ", "")


def test_cells_of_a_column_follow_their_alignment(tmp_path: Path, read_pdf: READ) -> None:
    target = tmp_path / "bảng.pdf"
    columns = (Column("Trái", 1), Column("Giữa", 1, "center"), Column("Phải", 1, "right"))
    with target.open("wb") as stream:
        document = Document(stream, PRESETS["party-b"], title="Bảng", author="Thử")
        draw_table(document, columns, [Cells(("nét", "nét", "nét"))], size=12)
        document.finish()
    (page,) = read_pdf(target)
    line = page.line("nét nét nét")
    for place, (left, right) in enumerate(pairwise(page.columns)):
        ink = [one for one in line.letters if left < one.left < right]
        before, after = ink[0].left - left, right - ink[-1].right
        if place == 0:
            assert before < 5 < after
        elif place == 1:
            assert abs(before - after) < 1.5
        else:
            assert after < 5 < before


def test_numbers_stay_on_one_line_and_columns_share_the_width(
    award: Callable[..., Any], proposal: Callable[..., list[Any]]
) -> None:
    (page,) = proposal([award("Lê An", money=123_456_789_000)])
    money = [one.text for one in page.within(*page.columns[-2:])]
    assert "123.456.789.000" in money
    assert page.columns[-1] - page.columns[0] == pytest.approx((210 - 35 - 15) * MM, abs=0.2)


def test_a_table_without_rows_says_so(tmp_path: Path, read_pdf: READ) -> None:
    target = tmp_path / "trống.pdf"
    with target.open("wb") as stream:
        document = Document(stream, PRESETS["government"], title="Trống", author="Thử")
        draw_table(document, [Column("Tên", 1)], [], size=12, closing=40, empty="Không có gì.")
        draw_table(document, [Column("Khác", 1)], [Group("A. NHÓM")], size=12)
        document.finish()
    (page,) = read_pdf(target)
    assert [one.text for one in page.lines] == ["Tên", "Không có gì.", "Khác", "A. NHÓM"]


@pytest.mark.parametrize("keep", [1, 2, 3])
def test_two_headings_in_a_row_stay_with_their_row(
    keep: int, tmp_path: Path, read_pdf: READ
) -> None:
    """Also at the end, where rows are kept for what closes the paper."""
    target = tmp_path / "x.pdf"
    for filled in range(24, 44):
        lines: list[Any] = [Cells((f"{place}", "một dòng")) for place in range(filled)]
        for group in "ABCD":
            lines += [Group(f"{group}. NHÓM"), Group(f"Lĩnh vực {group}")]
            lines.append(Cells((group, "hàng cuối")))
        with target.open("wb") as stream:
            document = Document(stream, PRESETS["party-a"], title="x", author="y")
            columns = [Column("TT", 10), Column("Tên", 90)]
            draw_table(document, columns, lines, size=11, closing=150, keep=keep)
            document.finish()
        for page in read_pdf(target):
            last = page.within(page.columns[0], page.columns[-1])[-1].text
            assert "NHÓM" not in last
            assert "Lĩnh vực" not in last
