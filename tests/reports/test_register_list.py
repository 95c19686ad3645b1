"""The plain list of a register, and the slip of a submission."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from desktop.core.errors import Cancelled, NotWritable
from desktop.core.paper import PRESETS, Letterhead, Signature
from desktop.reports.register_list import ListColumn, ListHead, write_list
from desktop.reports.submission_slip import Slip, write_slip

READ = Callable[[Path], list[Any]]
STYLE = PRESETS["party-b"]
HEAD = ListHead(
    office="Ban Tuyên giáo Huyện ủy Cầu Ngang",
    parent="Huyện ủy Cầu Ngang",
    title="Đảng viên",
    singular="đảng viên",
    filters="Chi bộ ấp 3; năm 2025",
    place="Cầu Ngang",
    printed_on=date(2025, 9, 2),
    rows=12_000,
)
NARROW = [ListColumn("Họ và tên", 26), ListColumn("Ngày sinh", 11), ListColumn("Điểm", 8, True)]


def rows(number: int) -> Iterator[list[str]]:
    for place in range(number):
        yield [f"Nguyễn Văn {place}", "18/05/1975", f"{place},5"]


def columns_of(page: Any) -> list[list[str]]:
    edges = page.columns
    return [[one.text for one in page.within(*edges[at : at + 2])] for at in range(len(edges) - 1)]


def test_a_long_list_repeats_its_heading_and_counts_its_rows(
    tmp_path: Path, read_pdf: READ
) -> None:
    target = tmp_path / "danh sách.pdf"
    pages = write_list(target, STYLE, HEAD, NARROW, rows(1_234))
    found = read_pdf(target)
    assert len(found) == pages > 20
    for number, page in enumerate(found, start=1):
        assert "Họ và tên Ngày sinh Điểm" in " ".join(page.text.split())
        if number > 1:
            assert page.lines[0].text == str(number)
    numbers = [int(one) for page in found for one in columns_of(page)[0] if one.isdigit()]
    assert numbers == list(range(1, 1_235))
    assert "Tổng cộng: 1.234 đảng viên." in found[-1].text
    assert sum(page.text.count("18/05/1975") for page in found) == 1_234


@pytest.mark.parametrize("count", range(25, 75))
def test_the_total_is_never_alone(count: int, tmp_path: Path, read_pdf: READ) -> None:
    target = tmp_path / "danh sách.pdf"
    write_list(target, STYLE, HEAD, NARROW, rows(count))
    last = read_pdf(target)[-1]
    assert f"Tổng cộng: {count} đảng viên." in last.text
    assert f"Nguyễn Văn {count - 1}" in last.text


def test_what_stands_above_the_list(tmp_path: Path, read_pdf: READ) -> None:
    target = tmp_path / "danh sách.pdf"
    write_list(target, STYLE, HEAD, NARROW, rows(1))
    (page,) = read_pdf(target)
    words = " ".join(page.text.split())
    for part in (
        "HUYỆN ỦY CẦU NGANG",
        "BAN TUYÊN GIÁO HUYỆN ỦY CẦU NGANG",
        "Cầu Ngang, ngày 02 tháng 9 năm 2025",
        "DANH SÁCH ĐẢNG VIÊN",
        "Chi bộ ấp 3; năm 2025",
    ):
        assert part in words
    assert page.height > page.width


def test_a_wide_list_lies_across_the_sheet_and_keeps_its_margins(
    tmp_path: Path, read_pdf: READ
) -> None:
    target = tmp_path / "danh sách.pdf"
    wide = [ListColumn(f"Cột {n}", 18) for n in range(9)]
    texts = [["Nội dung khá dài của một ô " * 2] * 8 + ["motchuoikhongcodaucach" * 4]] * 30
    write_list(target, STYLE, HEAD, wide, texts)
    for number, page in enumerate(read_pdf(target), start=1):
        assert page.width > page.height
        left = (STYLE.right if STYLE.mirrored and number % 2 == 0 else STYLE.left) * 72 / 25.4
        right = left + page.width - (STYLE.left + STYLE.right) * 72 / 25.4
        assert min(one.left for one in page.letters) > left - 0.5
        assert max(one.right for one in page.letters) < right + 0.5
        for x, y1, _, y2 in (rule for rule in page.rules if abs(rule[0] - rule[2]) < 0.01):
            for one in page.letters:
                if min(y1, y2) < one.base < max(y1, y2):
                    assert not one.left + 0.3 < x < one.right - 0.3, one


def test_a_long_place_does_not_run_into_the_office(tmp_path: Path, read_pdf: READ) -> None:
    target = tmp_path / "danh sách.pdf"
    head = ListHead(
        office="Ban Tuyên giáo và Dân vận Thành ủy Thành phố Hồ Chí Minh",
        parent="Thành ủy Thành phố Hồ Chí Minh",
        title="Đơn vị",
        place="Thành phố Hồ Chí Minh",
        printed_on=date(2025, 12, 21),
    )
    write_list(target, STYLE, head, NARROW, rows(1))
    (page,) = read_pdf(target)
    words = "Thành phố Hồ Chí Minh, ngày 21 tháng 12 năm 2025"
    line = page.line("ngày 21 tháng 12")
    at = line.text.replace(" ", "").index(words.replace(" ", ""))
    if at:
        assert line.letters[at].left - line.letters[at - 1].right > 8
    assert "THÀNH ỦY THÀNH PHỐ HỒ CHÍ MINH" in " ".join(page.text.split())


def test_an_empty_list_says_so(tmp_path: Path, read_pdf: READ) -> None:
    target = tmp_path / "danh sách.pdf"
    assert write_list(target, STYLE, HEAD, NARROW, []) == 1
    (page,) = read_pdf(target)
    assert "Không có dòng nào." in page.text
    assert "Tổng cộng: 0 đảng viên." in page.text


def test_a_list_that_is_cancelled_leaves_nothing(tmp_path: Path) -> None:
    target = tmp_path / "danh sách.pdf"
    before = sorted(tmp_path.iterdir())

    def cancel(done: int, of: int) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        write_list(target, STYLE, HEAD, NARROW, rows(500), cancel)

    def broken() -> Iterator[list[str]]:
        yield from rows(300)
        raise Cancelled

    with pytest.raises(Cancelled):
        write_list(target, STYLE, HEAD, NARROW, broken())
    assert sorted(tmp_path.iterdir()) == before


SLIP = Slip(
    office="Ban Tuyên giáo Huyện ủy Cầu Ngang",
    period_from=date(2025, 1, 1),
    period_to=date(2025, 12, 31),
    file_name="ban-tuyen-giao_20250101-20251231.gsnop",
    size=94_208,
    digest="0123456789abcdef" * 4,
    counts=(("Mô hình", 214), ("Khen thưởng", 57)),
    made_on=date(2026, 1, 5),
)
TOP = Letterhead("Huyện ủy Cầu Ngang", "Ban Tuyên giáo", "Cầu Ngang", day=SLIP.made_on)


@pytest.mark.parametrize("key", sorted(PRESETS))
def test_the_slip_says_what_was_sent(key: str, tmp_path: Path, read_pdf: READ) -> None:
    target = tmp_path / "phiếu.pdf"
    signature = Signature("Trưởng ban", "Nguyễn Văn Ký")
    assert write_slip(target, PRESETS[key], TOP, SLIP, signature) == 1
    (page,) = read_pdf(target)
    words = " ".join(page.text.split())
    for part in (
        "PHIẾU GỬI DỮ LIỆU",
        "kỳ từ ngày 01/01/2025 đến ngày 31/12/2025",
        "ban-tuyen-giao_20250101-20251231.gsnop (94.208 byte)",
        "ngày 05 tháng 01 năm 2026",
        "1 Mô hình 214",
        "2 Khen thưởng 57",
        "Tổng cộng 271",
        "NGƯỜI NHẬN",
        "TRƯỞNG BAN",
        "Nguyễn Văn Ký",
    ):
        assert part in words
    assert SLIP.digest in "".join(words.split())


def test_a_slip_of_many_registers_keeps_its_signature_with_the_table(
    tmp_path: Path, read_pdf: READ
) -> None:
    target = tmp_path / "phiếu.pdf"
    for count in range(1, 60, 3):
        counts = tuple((f"Sổ thứ {n}", n) for n in range(count))
        slip = Slip(**{**SLIP.__dict__, "counts": counts})
        write_slip(target, PRESETS["party-a"], TOP, slip, Signature("Trưởng ban", "Nguyễn Văn Ký"))
        last = read_pdf(target)[-1]
        # the registers stand in two columns: some of them, not always the last, are with the sum
        for words in ("Tổng cộng", "Sổ thứ", "Nguyễn Văn Ký", "NGƯỜI NHẬN"):
            assert words in last.text, count
        assert SLIP.digest in "".join(last.text.split())


@pytest.mark.skipif(os.name != "posix", reason="rights of folders are POSIX here")
def test_a_folder_without_the_right_to_write(
    open_folder: Path, without_rights: Callable[..., Any], tmp_path: Path
) -> None:
    write_slip(tmp_path / "a.pdf", STYLE, TOP, SLIP, Signature("Trưởng ban"))
    open_folder.chmod(0o555)
    with without_rights(), pytest.raises(NotWritable, match="Không có quyền"):
        write_slip(open_folder / "phiếu.pdf", STYLE, TOP, SLIP, Signature("Trưởng ban"))
    assert list(open_folder.iterdir()) == []
