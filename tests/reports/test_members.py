"""Papers about members: words, columns, breaks of pages, and that nothing crosses a rule."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from desktop.core.paper import PRESETS, Letterhead, Signature
from desktop.reports.member_sheet import MemberSheet, write_member_sheets
from desktop.reports.members import (
    BookRow,
    ListRow,
    ListTitle,
    MembersPaper,
    UnitRows,
    write_member_book,
    write_member_list,
)
from desktop.reports.reconciliation import UnitNumbers, write_reconciliation

READ = Callable[[Path], list[Any]]
MM = 72 / 25.4
LONG = "Công Tằng Tôn Nữ Nguyễn Thị Hoàng Phương Thảo Vy"
HEADINGS = (
    "Số TT",
    "Họ và tên, họ và tên khai sinh",
    "Nam, nữ, dân tộc, tôn giáo",
    "Quê quán",
    "Văn hóa, lý luận, chuyên môn nghiệp vụ, ngoại ngữ",
    "Nghề nghiệp trước khi vào Đảng, hiện nay",
    "Ngày vào Đảng, ngày chính thức",
    "Số thẻ đảng viên, số lý lịch, số Huy hiệu Đảng",
    "Bộ đội, công an, hưu trí",
    "Ngày chuyển đi, đến đảng bộ cơ sở nào",
    "Ngày chuyển đến, ở đảng bộ cơ sở nào đến",
    "Ngày từ trần, lý do",
    "Ngày ra khỏi Đảng, hình thức",
    "Ghi chú",
)


def paper(preset: str = "party-a") -> MembersPaper:
    head = Letterhead("Huyện ủy Cầu Ngang", "Ban Tuyên giáo", "Cầu Ngang", day=date(2026, 9, 2))
    return MembersPaper(PRESETS[preset], head, Signature("Trưởng ban", "Nguyễn Văn Ký"))


def book_row(name: str, **changes: Any) -> BookRow:
    values: dict[str, Any] = {
        "names": (name, ""),
        "sex_ethnicity": ("Nữ", "Kinh"),
        "home_towns": ("xã Mỹ Long, huyện Cầu Ngang", ""),
        "learning": ("12/12", "Trung cấp", "Cử nhân Luật", "Tiếng Anh (B)"),
        "occupations": ("Nông dân", "Giáo viên"),
        "party_days": ("19/05/2001", "19/05/2002"),
        "numbers": ("01234567", "000123", "445566"),
        "force": "",
        "departures": (),
        "arrivals": (),
        "death": (),
        "leaving": (),
        "notes": (),
    }
    return BookRow(**(values | changes))


def list_row(name: str, **changes: Any) -> ListRow:
    values: dict[str, Any] = {
        "born": "05/1975",
        "sex": "Nữ",
        "card": "01234567",
        "admitted": "19/05/2001",
        "official": "19/05/2002",
        "party_post": "Bí thư Chi bộ",
        "other_post": "Chủ tịch Ủy ban nhân dân",
        "status": "Chính thức",
    }
    return ListRow(name=name, **(values | changes))


def numbers(unit: str, **changes: int) -> UnitNumbers:
    values = dict.fromkeys(
        ("opening", "admitted", "arrived", "departed", "left", "deceased", "closing", "counted",
         "difference"), 0)  # fmt: skip
    return UnitNumbers(unit, **(values | changes))


def cell(page: Any, column: int, top: float = 1e9) -> list[str]:
    """The lines of a column (1 is the first) below `top`."""
    edges = page.columns
    return [
        one.text for one in page.within(edges[column - 1], edges[column]) if one.top < top - 0.5
    ]


def require_clean(pages: list[Any], style: Any) -> None:
    """No ink across a rule, in a margin, or on other ink; the signature has company."""
    for place, page in enumerate(pages, start=1):
        turned = style.mirrored and place % 2 == 0
        left = (style.right if turned else style.left) * MM
        assert min(one.left for one in page.letters) > left - 0.5
        assert max(one.right for one in page.letters) < (
            page.width
            - (style.left if turned else style.right) * MM
            + 1  # a slanted letter leans over
        )
        assert min(one.bottom for one in page.letters) > style.bottom * MM - 4
        for x, y1, _, y2 in (rule for rule in page.rules if abs(rule[0] - rule[2]) < 0.01):
            low, high = sorted((y1, y2))
            for one in page.letters:
                if low < one.base < high:
                    assert not one.left + 0.3 < x < one.right - 0.3, (one, x)
        for line in page.lines:
            for one, after in pairwise(line.letters):
                assert after.left > one.left, (one, after)


def test_the_book_has_its_fourteen_columns_on_every_page(tmp_path: Path, read_pdf: READ) -> None:
    rows = [book_row(f"{LONG} {n}", names=(f"{LONG} {n}", LONG)) for n in range(300)]
    units = [UnitRows(f"Chi bộ ấp {n}", rows[100 * n : 100 * n + 100]) for n in range(3)]
    pages_ = write_member_book(tmp_path / "s.pdf", paper(), ListTitle(), units)
    pages = read_pdf(tmp_path / "s.pdf")
    assert len(pages) == pages_
    assert pages[0].width > pages[0].height
    for place, page in enumerate(pages, start=1):
        assert len(page.columns) == 15
        numbered = page.line("10 11 12").text
        assert numbered.split() == [str(n) for n in range(1, 15)]
        top = max(r[1] for r in page.rules if abs(r[0] - page.columns[0]) < 1) + 1
        below = page.line("10 11 12").bottom
        for column, words in enumerate(HEADINGS, start=1):
            edges = page.columns[column - 1 : column + 1]
            lines = [one for one in page.within(*edges) if below + 8 < one.letters[0].base < top]
            assert " ".join(one.text for one in lines).replace("  ", " ") == words, column
        if place > 1:
            assert page.lines[0].text == str(place)
    drawn = [n for page in pages for n in cell(page, 1) if n.isdigit()]
    drawn = [n for n in drawn if n != "1"]  # also the number of the column
    assert drawn == [str(n) for n in range(2, 301)]
    words = " ".join(page.text for page in pages)
    assert [words.index(f"Chi bộ ấp {n}") for n in range(3)] == sorted(
        words.index(f"Chi bộ ấp {n}") for n in range(3)
    )
    require_clean(pages, paper().style)
    assert "Nguyễn Văn Ký" in pages[-1].text
    assert "Tổng cộng: 300 đảng viên trong sổ." in pages[-1].text


def test_pieces_of_a_cell_stand_on_lines_of_their_own(tmp_path: Path, read_pdf: READ) -> None:
    row = book_row(
        "Lê An",
        names=("Lê An", "Lê Thị An"),
        learning=("12/12", "", "Cử nhân", ""),
        party_days=("", "19/05/2002"),
        numbers=("01234567", "", "445566"),
        departures=("01/06/2026", "Xã Mỹ Hòa"),
        arrivals=("05/2010", "Bến Tre"),
        death=("2026", "Bệnh"),
        leaving=("01/02/2026", "Xin ra"),
        force="Hưu trí",
        notes=("", "Miễn sinh hoạt", ""),
        present=False,
    )
    write_member_book(tmp_path / "s.pdf", paper(), ListTitle(), [UnitRows("Chi bộ", [row])])
    (page,) = read_pdf(tmp_path / "s.pdf")
    top = page.line("Lê An").top + 1
    total = page.line("Tổng cộng").top
    found = {}
    for column in range(2, 15):
        edges = page.columns[column - 1 : column + 1]
        found[column] = [
            one.text for one in page.within(*edges) if total < one.letters[0].base < top
        ]
    assert found == {
        2: ["Lê An", "Lê Thị An"],
        3: ["Nữ", "Kinh"],
        4: ["xã Mỹ Long,", "huyện Cầu Ngang"],
        5: ["12/12", "-", "Cử nhân"],
        6: ["Nông dân", "Giáo viên"],
        7: ["-", "19/05/2002"],
        8: ["01234567", "-", "445566"],
        9: ["Hưu trí"],
        10: ["01/06/2026", "Xã Mỹ Hòa"],
        11: ["05/2010", "Bến Tre"],
        12: ["2026", "Bệnh"],
        13: ["01/02/2026", "Xin ra"],
        14: ["Miễn sinh", "hoạt"],
    }
    assert "Tổng cộng: 01 đảng viên trong sổ, đang sinh hoạt 0 đảng viên." in page.text


@pytest.mark.parametrize("preset", sorted(PRESETS))
def test_the_list_breaks_well_at_every_length(preset: str, tmp_path: Path, read_pdf: READ) -> None:
    target = tmp_path / "d.pdf"
    pages_seen = set()
    for count in range(31):
        rows = [list_row(f"Người {n}", probationary=n == 0) for n in range(count)]
        units = [UnitRows("Chi bộ A", rows[:7]), UnitRows("Chi bộ B", rows[7:])]
        units = [one for one in units if one.rows]
        write_member_list(target, paper(preset), ListTitle("Đảng bộ xã"), units)
        pages = read_pdf(target)
        pages_seen.add(len(pages))
        require_clean(pages, PRESETS[preset])
        last = pages[-1].text
        assert "Nguyễn Văn Ký" in last
        assert "Tổng cộng" in last
        assert count == 0 or "Người" in last, "the signature stands alone"
        if not count:
            assert "Chưa có đảng viên nào." in last
            continue
        for page in pages:
            assert "Chức vụ Đảng" in page.text
            inside = page.within(page.columns[0], page.columns[-1])
            for place, line in enumerate(inside):
                if line.text.startswith("Chi bộ "):
                    assert "Người" in inside[place + 1].text or "Người" in inside[place + 2].text
                if line.text.startswith("Cộng: "):
                    assert any("Người" in one.text for one in inside[:place]), "a sum alone"
        words = " ".join(page.text for page in pages)
        first = min(count, 7)
        assert f"Cộng: {first:02} đảng viên (01 dự bị)" in words
        if count > 7:
            second = count - 7
            assert f"Cộng: {second:02} đảng viên" in words
    assert {1, 2} <= pages_seen


def test_long_names_wrap_in_the_list(tmp_path: Path, read_pdf: READ) -> None:
    rows = [
        list_row(LONG, other_post=LONG * 3, card="01.234567"),
        list_row("Nguyễn" * 30, party_post="W" * 80),
    ]
    write_member_list(tmp_path / "d.pdf", paper(), ListTitle(LONG * 3), [UnitRows(LONG, rows)])
    pages = read_pdf(tmp_path / "d.pdf")
    require_clean(pages, paper().style)
    column = [one.text for page in pages for one in page.within(*page.columns[4:6])]
    assert {"01.234567", "01234567"} <= set(column)


def full_sheet(name: str) -> MemberSheet:
    data = tuple((f"Nhãn {n}", f"giá trị {n}") for n in range(9))
    many = tuple((f"20{n:02}", "Bản đăng ký", f"Nội dung {n} " * 9, "") for n in range(30))
    return MemberSheet(
        name,
        data,
        posts=(("Đảng", "Bí thư"),),
        stays=(("", "01/07/2025", "Chi bộ A"),),
        moves=(("2010", "Chuyển đến", "Bến Tre"),),
        steps=(("", "Chính thức", ""),),
        pledges=many,
        awards=(("19/05/2025", "Giấy khen", "Quyết định số 15-QĐ/HU", "Học tập"),),
        models=(("Hũ gạo tình thương", "", "", "Công nhận", "Tỉnh\nHuyện"),),
        ratings=(("Năm 2025", "92,5", "Hoàn thành tốt nhiệm vụ", "Chi bộ"),),
    )


def test_each_sheet_begins_on_a_page_of_its_own(tmp_path: Path, read_pdf: READ) -> None:
    sheets = [
        full_sheet(LONG),
        MemberSheet("Lê An", (("Họ và tên", "Lê An"),)),
        full_sheet("Võ Ba"),
    ]
    told: list[tuple[int, int]] = []
    pages_ = write_member_sheets(
        tmp_path / "t.pdf", paper(), sheets, 3, lambda *done: told.append(done)
    )
    pages = read_pdf(tmp_path / "t.pdf")
    assert len(pages) == pages_
    assert told == [(0, 3), (1, 3), (2, 3)]
    starts = [n for n, page in enumerate(pages) if "TRÍCH NGANG" in page.text]
    assert len(starts) == 3
    assert starts[2] - starts[1] == 1, "an almost empty sheet is one page"
    for begin, end in pairwise([*starts, len(pages)]):
        own = pages[begin:end]
        assert "Nguyễn Văn Ký" in own[-1].text
        assert not any("Nguyễn Văn Ký" in page.text for page in own[:-1])
        assert own[0].lines[0].text != "1"
        for n, page in enumerate(own[1:], start=2):
            assert page.lines[0].text == str(n)
        require_clean(own, paper().style)
    assert pages[starts[1]].text.count("Không có.") == 8


def test_headings_of_a_sheet_stay_with_their_rows(tmp_path: Path, read_pdf: READ) -> None:
    for count in range(42):
        lines = tuple((f"Nhãn {n}", "giá trị") for n in range(2 * count))
        sheet = MemberSheet("Lê An", lines, **{
            name: getattr(full_sheet("x"), name)
            for name in ("posts", "stays", "moves", "steps", "awards", "models", "ratings")
        })  # fmt: skip
        write_member_sheets(tmp_path / "t.pdf", paper("party-b"), [sheet], 1)
        pages = read_pdf(tmp_path / "t.pdf")
        require_clean(pages, PRESETS["party-b"])
        for page in pages:
            texts = [one.text for one in page.lines]
            for n in range(1, 9):
                found = [place for place, one in enumerate(texts) if one.startswith(f"{n}. ")]
                if found and "Không có" not in texts[found[0]]:
                    # the heading of the table and a row of it
                    assert len(texts) > found[0] + 2, (count, n)
        assert "Hoàn thành tốt" in pages[-1].text
        assert "8. Đánh giá" in pages[-1].text


def test_the_reconciliation_has_two_rows_of_headings(tmp_path: Path, read_pdf: READ) -> None:
    rows = [
        numbers(f"Chi bộ {LONG} {n}", opening=12, admitted=1, closing=13, counted=12, difference=-1)
        for n in range(60)
    ]
    total = numbers("Tổng cộng", opening=720, admitted=60, closing=780, counted=720, difference=-60)
    notes = [f"Chưa rõ ngày: {LONG * 20}.", "Cuối kỳ = đầu kỳ + tăng - giảm."]
    title = ListTitle("Đảng bộ xã Mỹ Long", "quý III năm 2026")
    behalf = MembersPaper(paper().style, paper().head, Signature("T/M cấp ủy"))
    pages_ = write_reconciliation(tmp_path / "k.pdf", behalf, title, rows, total, notes)
    pages = read_pdf(tmp_path / "k.pdf")
    assert len(pages) == pages_ > 2
    for page in pages:
        above = page.line("Tăng trong kỳ")
        assert above.text == "Tăng trong kỳ Giảm trong kỳ Đối khớp với chi bộ"
        assert page.line("Kết").top < above.bottom
    require_clean(pages, PRESETS["party-a"])
    last = pages[-1].text
    for words in ("NGƯỜI LẬP BIỂU", "T/M CẤP ỦY", "Cuối kỳ = đầu kỳ"):
        assert words in last
    whole = " ".join(page.text for page in pages)
    assert "Tổng cộng" in whole
    assert "720" in whole
    assert "-60" in whole


def test_a_reconciliation_without_units_says_so(tmp_path: Path, read_pdf: READ) -> None:
    write_reconciliation(
        tmp_path / "k.pdf", paper(), ListTitle(), [], numbers("Tổng cộng"), ["Ghi chú."]
    )
    (page,) = read_pdf(tmp_path / "k.pdf")
    assert "Không có đảng viên nào trong kỳ." in page.text
