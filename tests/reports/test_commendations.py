"""The commendation lists: words, order, totals, pages, and that a failure leaves nothing."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import unicodedata
from collections.abc import Callable
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from desktop.core.errors import Cancelled, FileMissing, NotWritable
from desktop.core.paper import PRESETS, Letterhead, Signature
from desktop.reports.commendations import (
    RoundHead,
    occasion_text,
    totals,
    write_annex,
    write_proposal,
)

READ = Callable[[Path], list[Any]]
MAKE = Callable[..., Any]


def cells(page: Any, column: int) -> list[str]:
    return [one.text for one in page.within(*page.columns[column : column + 2])]


def joined_cells(page: Any, column: int) -> list[str]:
    """The cells of a column, the lines of each joined by spaces."""
    left, right = page.columns[column : column + 2]
    across = [r for r in page.rules if abs(r[1] - r[3]) < 0.01 and r[0] <= left + 1 and r[2] > left]
    heights = sorted({round(one[1], 1) for one in across}, reverse=True)
    found = []
    for top, bottom in pairwise(heights):
        lines = [one for one in page.within(left, right) if bottom < one.letters[0].base < top]
        found.append(" ".join(one.text for one in lines))
    return found


ORDERED = [
    "Ngô An",
    "Nguyễn Thị An",
    "Nguyễn Văn An",
    "Lê Ánh",
    "Bùi Ăn",
    "Vũ Ân",
    "Trần Văn Dũng",
    "Lê Đạt",
    "Đỗ Văn Đức",
    "Phạm Hoà",
    "Lê Oanh",
    "Lê Ơn",
    "Võ Ưng",
    "Cao Như Ý",
]


def test_persons_stand_in_the_order_of_their_given_names(award: MAKE, proposal: MAKE) -> None:
    shuffled = random.Random(5).sample(ORDERED, len(ORDERED))
    (page,) = proposal([award(one) for one in shuffled])
    found = [one for one in cells(page, 1) if one in ORDERED]
    assert found == ORDERED


def test_a_given_name_of_two_words(award: MAKE, proposal: MAKE) -> None:
    awards = [award("Lê Cường"), award("Trần Bảo Anh", given_words=2), award("Lê Bình")]
    (page,) = proposal(awards)
    given = ("Trần Bảo Anh", "Lê Bình", "Lê Cường")
    assert [one for one in cells(page, 1) if one in given] == list(given)


def test_collectives_first_each_kind_numbered_anew(award: MAKE, proposal: MAKE) -> None:
    awards = [
        award("Lê An"),
        award("Hộ bà Sáu", kind="household"),
        award("Chi bộ ấp 10", kind="collective"),
        award("Chi bộ ấp 2", kind="collective"),
        award("Lê Bình"),
    ]
    (page,) = proposal(awards)
    words = " ".join(page.text.split())
    order = [
        "I. TẬP THỂ (02)",
        "1 Chi bộ ấp 2",
        "2 Chi bộ ấp 10",
        "II. HỘ GIA ĐÌNH (01)",
        "1 Hộ bà Sáu",
        "III. CÁ NHÂN (02)",
        "1 Lê An",
        "2 Lê Bình",
        "Tổng cộng: 02 tập thể, 01 hộ gia đình, 02 cá nhân.",
    ]
    places = [words.index(one) for one in order]
    assert places == sorted(places)


def test_forms_stand_in_the_order_of_their_list(award: MAKE, proposal: MAKE) -> None:
    awards = [
        award("Lê An", form="Giấy khen", form_order=2),
        award("Lê Bình", form="Bằng khen", form_order=1),
        award("Chi bộ", form="Giấy khen", form_order=2, kind="collective"),
    ]
    (page,) = proposal(awards)
    words = " ".join(page.text.split())
    order = ("A. BẰNG KHEN", "I. CÁ NHÂN (01)", "Lê Bình", "B. GIẤY KHEN", "I. TẬP THỂ (01)")
    places = [words.index(one) for one in order]
    assert places == sorted(places)


def test_totals(award: MAKE) -> None:
    awards = [award("A", money=300_000) for _ in range(12)]
    awards += [award("B", kind="collective", money=1_500_000)]
    assert totals(awards) == (
        "Tổng cộng: 01 tập thể, 12 cá nhân. Tổng mức thưởng: 5.100.000 đồng "
        "(Năm triệu một trăm nghìn đồng)."
    )
    assert totals([]) == "Chưa có đối tượng nào."


def test_columns_that_say_nothing_are_left_out(award: MAKE, proposal: MAKE) -> None:
    (plain,) = proposal([award("Lê An")])
    assert "Mức thưởng" not in " ".join(plain.text.split())
    assert "Cấp khen" not in plain.text
    (full,) = proposal([award("Lê An", level="Tỉnh", gift="01 bộ sách"), award("B", level="Huyện")])
    words = " ".join(full.text.split())
    assert "Mức thưởng" in words
    assert "Cấp khen" in words
    assert "01 bộ sách" in words


def test_every_page_repeats_the_heading_and_says_its_number(award: MAKE, proposal: MAKE) -> None:
    pages = proposal([award(f"Người {n}") for n in range(150)])
    assert len(pages) > 3
    bold = [
        [one.text for one in page.lines if one.size == 12 and "Bold" in one.font] for page in pages
    ]
    heading = bold[0][: bold[0].index("I. CÁ NHÂN (150)")]
    assert any("TT Chức vụ, đơn vị Thành tích" in one for one in heading)
    for number, page in enumerate(pages, start=1):
        assert bold[number - 1][: len(heading)] == heading
        if number > 1:
            assert page.lines[0].text == str(number)
    assert pages[0].lines[0].text != "1"
    drawn = [int(one) for page in pages for one in cells(page, 0) if one.isdigit()]
    assert drawn == list(range(1, 151))


def test_text_is_copied_as_written_in_nfc(award: MAKE, proposal: MAKE) -> None:
    names = ["Nguyễn Thị Ngọc Ánh", "Lê Hoà", "Lê Hòa", "Đặng Ưỡn Ẹo", "H'Hen Niê"]
    (page,) = proposal(
        [award(one, achievement="Quyết tâm vượt khó, giúp đỡ hộ nghèo") for one in names]
    )
    assert unicodedata.is_normalized("NFC", page.text)
    assert set(names) <= set(joined_cells(page, 1))
    assert page.text.replace("\n", " ").count("Quyết tâm vượt khó, giúp đỡ hộ nghèo") == len(names)


def test_the_words_above_a_proposal(award: MAKE, proposal: MAKE) -> None:
    (page,) = proposal(
        [award("Lê An")],
        achievement_period="2021 - 2023",
        proposal="Tờ trình số 05-TTr/BTG ngày 02/9/2025",
    )
    words = " ".join(page.text.split())
    assert "DANH SÁCH đề nghị khen thưởng Sơ kết 3 năm, giai đoạn 2021 - 2023" in words
    assert "(Kèm theo Tờ trình số 05-TTr/BTG ngày 02/9/2025)" in words
    assert "Nơi nhận: " in words
    (again,) = proposal([award("Lê An")], achievement_period="giai đoạn 2021 - 2023")
    assert "giai đoạn giai đoạn" not in " ".join(again.text.split())


@pytest.mark.parametrize(
    ("period", "said"),
    [
        ("2021 - 2023", "Sơ kết, giai đoạn 2021 - 2023"),
        ("5/2021–5/2023", "Sơ kết, giai đoạn 5/2021–5/2023"),
        ("năm 2025", "Sơ kết, năm 2025"),
        ("Năm học 2024 - 2025", "Sơ kết, Năm học 2024 - 2025"),
        ("2025", "Sơ kết, năm 2025"),
        ("6 tháng đầu năm 2025", "Sơ kết, 6 tháng đầu năm 2025"),
        ("giai đoạn 2021 - 2023", "Sơ kết, giai đoạn 2021 - 2023"),
        ("", "Sơ kết"),
        ("Sơ kết", "Sơ kết"),
    ],
)
def test_the_period_stands_in_its_own_words(period: str, said: str) -> None:
    assert occasion_text("Sơ kết", period) == said


def test_money_and_gift_stand_beside_each_other(award: MAKE, proposal: MAKE) -> None:
    awards = [
        award("Lê An", money=500_000, gift="Khung bằng"),
        award("Võ Bình", gift="Sách"),
        award("Cao Giang", money=0, gift="Bộ ấm chén"),
        award("Đỗ Hà", money=1_000_000),
    ]
    (page,) = proposal(awards)
    words = " ".join(page.text.split())
    for said in ("500.000 và Khung bằng", "Sách", "Bộ ấm chén", "1.000.000"):
        assert said in words
    assert "0 và Bộ ấm chén" not in words
    assert "hiện vật" in words


def test_the_words_above_an_annex(tmp_path: Path, read_pdf: READ, paper: MAKE, award: MAKE) -> None:
    target = tmp_path / "phụ lục.pdf"
    held = RoundHead(
        "Sơ kết 3 năm",
        decision_number="15-QĐ/HU",
        decision_on=date(2025, 9, 2),
        decision_issuer="Ban Thường vụ Huyện ủy",
    )
    write_annex(target, paper(receivers=()), held, [award("Lê An")])
    (page,) = read_pdf(target)
    words = " ".join(page.text.split())
    assert "DANH SÁCH khen thưởng Sơ kết 3 năm" in words
    note = "(Kèm theo Quyết định số 15-QĐ/HU ngày 02/09/2025 của Ban Thường vụ Huyện ủy)"
    assert note in words
    assert "Nơi nhận" not in words
    write_annex(target, paper(), RoundHead("Sơ kết"), [award("Lê An")])
    (page,) = read_pdf(target)
    assert "Quyết định số …………… ngày …/…/……" in " ".join(page.text.split())


def test_an_empty_list_says_so(proposal: MAKE) -> None:
    (page,) = proposal([])
    assert page.text.count("Chưa có đối tượng nào.") == 1
    assert "Nguyễn Văn Ký" in page.text


def test_the_same_list_is_the_same_file(tmp_path: Path, paper: MAKE, award: MAKE) -> None:
    one, two = tmp_path / "1.pdf", tmp_path / "2.pdf"
    for target in (one, two):
        write_proposal(target, paper(), RoundHead("Sơ kết"), [award("Lê An")])
    assert one.read_bytes() == two.read_bytes()


def test_long_names_of_offices_and_signers_stay_on_the_sheet(
    award: MAKE, paper: MAKE, proposal: MAKE
) -> None:
    head = Letterhead(
        "Thành ủy Thành phố Hồ Chí Minh",
        "Ban Tuyên giáo và Dân vận Thành ủy Thành phố Hồ Chí Minh",
        "Thành phố Hồ Chí Minh",
        day=date(2025, 12, 21),
    )
    signature = Signature(
        "Phó Trưởng ban Thường trực phụ trách công tác thi đua",
        "Công Tằng Tôn Nữ Thị Phương Thảo",
        "K/T TRƯỞNG BAN",
    )
    receivers = ("Thường trực Thành ủy và các Ban Xây dựng Đảng của Thành ủy, các quận ủy",) * 7
    for key in ("party-b", "government"):
        style = PRESETS[key]
        on = paper(key, head=head, signature=signature, receivers=receivers)
        for count in range(6, 34):
            pages = proposal([award(f"Người {n}") for n in range(count)], on)
            for number, page in enumerate(pages, start=1):
                turned = style.mirrored and number % 2 == 0
                left = (style.right if turned else style.left) * 72 / 25.4
                width = (210 - style.left - style.right) * 72 / 25.4
                assert min(one.left for one in page.letters) > left - 1
                assert max(one.right for one in page.letters) < left + width + 1
                assert min(one.bottom for one in page.letters) > style.bottom * 72 / 25.4 - 3.5
            assert "Thị Phương Thảo" in pages[-1].text
            assert cells(pages[-1], 0)


# a failure leaves nothing half written


def names_in(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


def test_a_list_that_is_cancelled_leaves_the_old_file(
    tmp_path: Path, paper: MAKE, award: MAKE
) -> None:
    target = tmp_path / "danh sách.pdf"
    target.write_bytes(b"old")
    before = names_in(tmp_path)

    def cancel(done: int, of: int) -> None:
        if done >= 2:
            raise Cancelled

    awards = [award(f"Người {n}") for n in range(200)]
    with pytest.raises(Cancelled):
        write_proposal(target, paper(), RoundHead("Sơ kết"), awards, cancel)
    assert target.read_bytes() == b"old"
    assert names_in(tmp_path) == before


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path, paper: MAKE, award: MAKE) -> None:
    folder = tmp_path / "thư mục.pdf"
    folder.mkdir()
    file = tmp_path / "tệp"
    file.write_bytes(b"x")
    before = names_in(tmp_path)
    for target, problem in (
        (folder, NotWritable),
        (file / "trong tệp.pdf", FileMissing),
        (tmp_path / "không có" / "danh sách.pdf", FileMissing),
    ):
        with pytest.raises(problem) as caught:
            write_proposal(target, paper(), RoundHead("Sơ kết"), [award("Lê An")])
        assert caught.value.message.endswith(".")
    assert names_in(tmp_path) == before


@pytest.mark.skipif(os.name != "posix", reason="rights of folders are POSIX here")
def test_a_folder_without_the_right_to_write(
    open_folder: Path, without_rights: MAKE, paper: MAKE, award: MAKE
) -> None:
    target = open_folder / "danh sách.pdf"
    write_proposal(target, paper(), RoundHead("Sơ kết"), [award("Lê An")])
    before = target.read_bytes()
    open_folder.chmod(0o555)
    with without_rights(), pytest.raises(NotWritable, match="Không có quyền"):
        write_proposal(target, paper(), RoundHead("Sơ kết"), [award("Lê Bình")])
    assert target.read_bytes() == before
    assert names_in(open_folder) == ["danh sách.pdf"]


_FULL = """
import resource, sys
from pathlib import Path
from desktop.core.errors import DiskFull
from desktop.core.paper import PRESETS, Letterhead, Signature
from desktop.reports.commendations import AwardLine, ListPaper, RoundHead, write_proposal
awards = [AwardLine("individual", "F", "", "", "G")]
resource.setrlimit(resource.RLIMIT_FSIZE, (5_000, resource.RLIM_INFINITY))
paper = ListPaper(PRESETS["party-a"], Letterhead("A", "B", "C"), Signature("D"))
try:
    write_proposal(Path(sys.argv[1]), paper, RoundHead("E"), awards)
except DiskFull as problem:
    sys.stdout.buffer.write(problem.message.encode())
"""


@pytest.mark.skipif(os.name != "posix", reason="a limit on file sizes is POSIX")
def test_a_full_disk_leaves_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "danh sách.pdf"
    target.write_bytes(b"old")
    before = names_in(tmp_path)
    run = subprocess.run(
        [sys.executable, "-c", _FULL, str(target)], capture_output=True, check=True
    )
    assert "Ổ đĩa đã đầy, không ghi được «danh sách.pdf»" in run.stdout.decode()
    assert target.read_bytes() == b"old"
    assert names_in(tmp_path) == before
