"""The paper of a pledge as drawn: margins, breaks of pages, room for the pen, front pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from desktop.core.errors import Cancelled
from desktop.core.paper import PRESETS, Letterhead
from desktop.reports.commitments import (
    GROUPS,
    Commitment,
    confirmed_words,
    write_commitments,
)

READ = Callable[[Path], list[Any]]
MM = 72 / 25.4
LONG = "Công Tằng Tôn Nữ Nguyễn Thị Hoàng Phương Thảo Vy"
ITEM = (
    "Gương mẫu chấp hành kỷ cương, lề lối làm việc; không sử dụng rượu bia trong giờ hành chính",
    "Công tác tham mưu tổng hợp của cơ quan",
    "100% hồ sơ đúng hạn",
    "30/11/2026",
)
PAPER = Commitment(
    head=Letterhead("Đảng bộ xã Mỹ Hòa", "Chi bộ ấp Mỹ Cẩm", "Mỹ Hòa", day=date(2026, 1, 15)),
    title="Bản cam kết",
    abstract="tu dưỡng, rèn luyện, phấn đấu năm 2026",
    topic="Nêu gương của cán bộ, đảng viên",
    facts=(
        (("Họ và tên", "Nguyễn Văn An"), ("Ngày sinh", "12/05/1975")),
        (("Chức vụ", "Bí thư"), ("Sinh hoạt tại", "Chi bộ ấp Mỹ Cẩm")),
    ),
    items_heading="Nội dung cam kết",
    items=(ITEM, ITEM),
    renounces=True,
    promise="Tôi xin cam kết thực hiện đầy đủ các nội dung trên; định kỳ báo cáo trước chi bộ.",
    signs="Người cam kết",
    name="Nguyễn Văn An",
    confirms="Xác nhận của chi bộ",
    confirming_post="Bí thư",
    confirming_name="Lê Thị Yến",
    confirmed=confirmed_words(date(2026, 2, 2), 2026),
)
BARE = replace(
    PAPER,
    facts=((("Họ và tên", LONG), ("Ngày sinh", "")), (("Chức vụ", ""), ("Sinh hoạt tại", ""))),
    topic="",
    items=(),
    name=LONG,
    confirming_name="",
    confirmed=confirmed_words(None, 2026),
)


@pytest.fixture
def drawn(tmp_path: Path, read_pdf: READ) -> Callable[..., list[Any]]:
    def made(*papers: Commitment, preset: str = "party-a", **more: Any) -> list[Any]:
        target = tmp_path / "in.pdf"
        pages = write_commitments(
            target, PRESETS[preset], papers, len(papers), title="Bản cam kết", author="Ban", **more
        )
        found = read_pdf(target)
        assert len(found) == pages
        return found

    return made


def inside(page: Any, preset: str, place: int) -> None:
    """Nothing is printed beyond the margins but the page number."""
    style = PRESETS[preset]
    left, right = style.left, style.right
    if style.mirrored and place % 2 == 0:
        left, right = right, left
    for line in page.lines:
        if line.text == str(place) and line.top > page.height - style.top * MM:
            continue
        assert line.left >= left * MM - 1, line.text
        assert line.right <= page.width - right * MM + 1, line.text
        assert line.bottom >= style.bottom * MM - 4, line.text


@pytest.mark.parametrize("preset", ["party-a", "party-b"])
def test_two_items_and_the_commitment_fit_on_one_page(drawn: Any, preset: str) -> None:
    pages = drawn(PAPER, preset=preset)
    assert len(pages) == 1
    inside(pages[0], preset, 1)
    for group in GROUPS:
        assert group.rstrip(";.") in " ".join(pages[0].text.split())
    assert sum(int(group[:2]) for group in GROUPS) == 27
    page = pages[0]
    signature = page.line("Lê Thị Yến")
    middle = page.width / 2
    assert signature.letters[0].left < middle < signature.right  # both names beside each other
    above = page.line("(ký, ghi rõ họ tên)")
    assert above.bottom - signature.top > 30  # room for the hand


def test_what_isnt_known_leaves_room_for_the_pen(drawn: Any) -> None:
    pages = drawn(BARE)
    for place, one in enumerate(pages, start=1):
        inside(one, "party-a", place)
    page = pages[0]
    dotted = [line.text for line in page.lines if "....." in line.text]
    assert [text.split(":")[0] for text in dotted[:2]] == ["Ngày sinh", "Chức vụ"]
    assert "Ngày ...... tháng ...... năm 2026" in pages[-1].text
    rows = [line for line in page.lines if line.text in ("1", "2", "3", "4")]
    assert len(rows) == 4
    for upper, lower in pairwise(rows):
        assert upper.bottom - lower.bottom > 30  # a hand writes two lines


@pytest.mark.parametrize("count", [1, 3, 6, 9, 12, 40])
def test_the_signatures_stay_with_the_promise_and_on_the_page(drawn: Any, count: int) -> None:
    pages = drawn(replace(PAPER, items=(ITEM,) * count, name=LONG))
    for place, page in enumerate(pages, start=1):
        inside(page, "party-a", place)
    last = pages[-1]
    assert "Tôi xin cam kết" in last.text
    assert "NGƯỜI CAM KẾT" in last.text
    assert "Nữ Nguyễn" in last.text
    whole = " ".join(" ".join(page.text.split()) for page in pages)
    assert whole.count("30/11/2026") == count
    assert sum("Gắn với" in page.text for page in pages) == len(
        [page for page in pages if "30/11/2026" in page.text]
    )  # the heading of the table is on each of its pages


def test_each_begins_on_a_page_of_its_own_and_on_a_front_where_it_is_wanted(drawn: Any) -> None:
    long = replace(PAPER, items=(ITEM,) * 9)
    assert len(drawn(long)) == 2
    pages = drawn(PAPER, PAPER, long, PAPER)
    assert ["BẢN CAM KẾT" in page.text for page in pages] == [True, True, True, False, True]
    assert pages[3].lines[0].text == "2"  # of this paper
    pages = drawn(PAPER, PAPER, long, PAPER, duplex=True)
    assert ["BẢN CAM KẾT" in page.text for page in pages] == [
        True, False, True, False, True, False, True,
    ]  # fmt: skip
    assert [not page.letters for page in pages] == [
        False, True, False, True, False, False, False,
    ]  # fmt: skip


def test_who_cancels_gets_no_paper(drawn: Any, tmp_path: Path) -> None:
    def stop(done: int, total: int) -> None:
        assert total == 2
        if done:
            raise Cancelled

    with pytest.raises(Cancelled):
        drawn(PAPER, PAPER, progress=stop)
    assert not (tmp_path / "in.pdf").exists()
