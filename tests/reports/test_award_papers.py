"""Papers of a round: read aloud, signed for the money, summed up; with few, many and long names."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.formats import money_in_words, money_plain
from desktop.core.paper import PRESETS, Letterhead, Signature
from desktop.reports.award_reading import (
    NAME_SIZE,
    TEXT_SIZE,
    Citation,
    ReadingHead,
    shortened,
    spoken,
    spoken_name,
    write_reading,
)
from desktop.reports.award_signing import Payee, SigningHead, write_signing
from desktop.reports.award_statistics import StatRow, StatSection, StatTitle, write_statistics

READ = Callable[[Path], list[Any]]
HEAD = Letterhead("Huyện ủy Cầu Ngang", "Ban Tuyên giáo", "Cầu Ngang", year=2025)
SIGNATURE = Signature("Trưởng ban", "Nguyễn Văn Ký")
PARTY = PRESETS["party-a"]
LONG = "Công Tằng Tôn Nữ Thị Phương Huyền Trân Quỳnh Như Bảo Châu"
NAMES = ("Nguyễn Thị Minh Khai", "Lê An", "Thạch Thị Sa Rây", "Trần Đình Phúc", LONG)
GROUP = (
    "Ban Chỉ huy Quân sự, Hội Cựu chiến binh và Hội Liên hiệp Phụ nữ xã Hiệp Mỹ Đông Nam Thượng Hạ"
)


def citation(name: str = "Lê An", **changes: Any) -> Citation:
    values: dict[str, Any] = {
        "kind": "individual",
        "post": "Bí thư Chi bộ ấp Mỹ Cẩm",
        "achievement": "Hoàn thành xuất sắc nhiệm vụ năm 2025.",
        "form": "Giấy khen",
    }
    return Citation(name=name, **(values | changes))


@pytest.fixture
def reading(tmp_path: Path, read_pdf: READ) -> Callable[..., list[Any]]:
    def made(citations: list[Citation], preset: str = "party-a", **held: Any) -> list[Any]:
        target = tmp_path / "đọc.pdf"
        head = ReadingHead(**({"occasion": "Sơ kết 3 năm"} | held))
        pages = write_reading(target, PRESETS[preset], head, citations)
        found = read_pdf(target)
        assert len(found) == pages
        return found

    return made


def crowd(count: int, seed: int = 3) -> list[Citation]:
    chance = random.Random(seed)
    long = "Vận động Nhân dân hiến 1.200 m² đất, góp 480 triệu đồng làm đường. " * 3
    return [
        citation(
            f"{chance.choice(NAMES)} {place}" if place % 4 else GROUP,
            kind="individual" if place % 4 else "collective",
            achievement=chance.choice(["", "Tốt.", long]),
            form=chance.choice(["Giấy khen", "Bằng khen"]),
        )
        for place in range(count)
    ]


# read aloud


@pytest.mark.parametrize("count", [1, 3, 60, 300])
@pytest.mark.parametrize("preset", ["party-a", "government"])
def test_no_recipient_is_parted_and_no_persons_name_takes_two_lines(
    reading: Any, count: int, preset: str
) -> None:
    people = crowd(count)
    pages = reading(people, preset)
    style = PRESETS[preset]
    told = 0
    for page in pages:
        lines = [one for one in page.lines if not one.text.isdigit()]
        # the first line of a page begins a block or a heading, never a block's middle
        assert lines[0].font.endswith("Bold")
        for line in lines:
            assert line.bottom >= style.bottom * 72 / 25.4 - 6
            told += bool(line.font.endswith("Bold") and re.match(r"\d+\. ?\S", line.text))
    assert told == count
    whole = "\n".join(line.text for page in pages for line in page.lines)
    for one in people:
        if one.kind == "individual":
            assert re.search(rf"^\d+\. ?{re.escape(one.name)}$", whole, re.MULTILINE)


def test_type_is_large(reading: Any) -> None:
    (page,) = reading([citation()])
    assert page.line("Lê An").size == NAME_SIZE
    assert page.line("Hoàn thành").size == TEXT_SIZE
    assert page.line("Bí thư").size == TEXT_SIZE
    (page,) = reading([citation(LONG)])
    assert 11 < page.line(LONG).size < NAME_SIZE


def test_by_form_then_collectives_first(reading: Any) -> None:
    pages = reading(
        [
            citation("Võ Bình", form="Giấy khen", form_order=2),
            citation("Chi bộ ấp 10", kind="collective", form="Giấy khen", form_order=2),
            citation("Chi bộ ấp 2", kind="collective", form="Giấy khen", form_order=2),
            citation("Lê An", form="Giấy khen", form_order=2),
            citation("Hộ bà Sáu", kind="household", form="Giấy khen", form_order=2),
            citation("Ngô Ba", form="Bằng khen", form_order=1),
        ]
    )
    words = " ".join(line.text for page in pages for line in page.lines)
    order = [
        "A. BẰNG KHEN", "I. CÁ NHÂN (01)", "Ngô Ba", "B. GIẤY KHEN", "I. TẬP THỂ (02)",
        "Chi bộ ấp 2", "Chi bộ ấp 10", "II. HỘ GIA ĐÌNH (01)", "III. CÁ NHÂN (02)", "Lê An",
        "Võ Bình",
    ]  # fmt: skip
    places = []
    for one in order:
        places.append(words.index(one, places[-1] if places else 0))
    assert places == sorted(places)


def test_two_decisions_of_a_form_are_read_apart(reading: Any) -> None:
    said = "của huyện theo Quyết định số"
    later = citation("B", decision=f"{said} 2", decision_order=(date(2025, 5, 2), 2))
    earlier = citation("A", decision=f"{said} 1", decision_order=(date(2025, 5, 1), 1))
    pages = reading([later, earlier])
    words = " ".join(line.text for page in pages for line in page.lines)
    assert words.index("Của huyện theo Quyết định số 1") < words.index("A Bí")
    assert words.index("A Bí") < words.index("Của huyện theo Quyết định số 2") < words.index("B Bí")


def test_an_empty_list_and_one_that_is_still_expected(reading: Any) -> None:
    (page,) = reading([])
    assert "Chưa có đối tượng nào." in page.text
    assert "Dự kiến" not in page.text
    (page,) = reading([citation()], expected=True)
    assert "(Dự kiến: chưa ghi kết quả xét)" in page.text


def test_a_pasted_report_still_fits_one_page(reading: Any) -> None:
    pages = reading([citation(post="chữ " * 2_000), citation("Võ Nam")])
    assert "Võ Nam" in pages[-1].text
    assert len(pages) <= 3
    for page in pages:
        assert all(line.bottom > PARTY.bottom * 72 / 25.4 - 6 for line in page.lines)
    assert any("…" in page.text for page in pages)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Chủ tịch UBND xã", "Chủ tịch Ủy ban nhân dân xã"),
        ("UBMTTQ, MTTQ xã", "Ủy ban Mặt trận Tổ quốc, Mặt trận Tổ quốc xã"),
        ("Quyết định số 1088/QĐ-UBND", "Quyết định số 1088/QĐ-UBND"),
        ("Ban Thường vụ", "Ban Thường vụ"),
    ],
)
def test_abbreviations_are_written_out(text: str, read: str) -> None:
    assert spoken(text) == read


def test_a_persons_name_is_read_without_hyphens() -> None:
    assert spoken_name("Y-Moan Ê-nuôl", "individual") == "Y Moan Ê nuôl"
    assert spoken_name("H'Hen  Niê", "individual") == "H'Hen Niê"
    assert (
        spoken_name("Hội LHPN xã Hòa - Bình", "collective") == "Hội Liên hiệp Phụ nữ xã Hòa - Bình"
    )


@given(st.text(alphabet="aăâ bcd.,;!?đ 0", max_size=600))
def test_what_is_read_of_an_achievement_is_its_beginning(text: str) -> None:
    found = shortened(text)
    plain = " ".join(text.split())
    assert plain.startswith((found, found.rstrip(".")))
    assert len(found) <= max(2 * 220, 220) + 1


# signed for the money


def payee(name: str = "Lê An", **changes: Any) -> Payee:
    values: dict[str, Any] = {
        "kind": "individual", "post": "Bí thư", "form": "Giấy khen", "money": 500_000,
    }  # fmt: skip
    return Payee(name=name, **(values | changes))


@pytest.fixture
def signing(tmp_path: Path, read_pdf: READ) -> Callable[..., list[Any]]:
    def made(payees: list[Payee]) -> list[Any]:
        target = tmp_path / "ký.pdf"
        about = SigningHead("Sơ kết 3 năm", "Quyết định số 15-QĐ/HU ngày 12/05/2025")
        pages = write_signing(target, PARTY, HEAD, SIGNATURE, about, payees)
        found = read_pdf(target)
        assert len(found) == pages
        return found

    return made


def amount(page: Any, words: str) -> int:
    text = next(one.text for one in page.lines if words in one.text)
    return int(text.replace(words, "").replace(".", "").strip())


@pytest.mark.parametrize("count", [1, 3, 60, 300])
def test_sums_are_carried_from_page_to_page(signing: Any, count: int) -> None:
    chance = random.Random(count)
    payees = [
        payee(f"{chance.choice(NAMES)} {place}", money=chance.choice([500_000, 1_500_000]))
        for place in range(count)
    ]
    pages = signing(payees)
    whole = sum(one.money for one in payees)
    carried, numbers = 0, []
    for number, page in enumerate(pages):
        last = number == len(pages) - 1
        if number and carried:
            assert amount(page, "Trang trước mang sang") == carried
        body = [one.text for one in page.lines if re.match(r"^\d+ ", one.text)]
        shown = [re.search(r"(500|1\.500)\.000$", one) for one in body]
        carried += sum(int(one[0].replace(".", "")) for one in shown if one)
        assert amount(page, "Tổng cộng" if last else "Cộng mang sang trang sau") == carried
        # a page has at least one row, the last one with the signatures
        assert body
        numbers += [int(one.split()[0]) for one in body]
        assert page.width > page.height
    assert carried == whole
    words = " ".join(pages[-1].text.split())
    assert f"{money_plain(whole)} đồng" in words
    assert money_in_words(whole) in words
    assert "NGƯỜI LẬP DANH SÁCH" in words
    assert "Nguyễn Văn Ký" in words
    assert numbers == list(range(1, count + 1))


def test_rows_have_room_for_a_signature(signing: Any) -> None:
    (page,) = signing([payee(), payee("Võ Nam")])
    heights = sorted({round(one[1], 1) for one in page.rules if abs(one[1] - one[3]) < 0.01})
    rows = [high - low for low, high in pairwise(heights)]
    assert sorted(rows, reverse=True)[1] >= 12 * 72 / 25.4


def test_a_gift_is_signed_for_and_counts_no_money(signing: Any) -> None:
    (page,) = signing([payee(money=0, gift="Máy tính"), payee("B", gift="Khung", money=100_000)])
    words = " ".join(page.text.split())
    assert "Máy tính" in words
    assert "100.000 và Khung" in words
    assert "Tổng số tiền: 100.000 đồng (Bằng chữ: Một trăm nghìn đồng)" in words


# summed up


def test_statistics_have_their_sections_and_tell_times_from_persons(
    tmp_path: Path, read_pdf: READ
) -> None:
    rows = tuple(StatRow(f"Chi bộ ấp {n}", n, 0, 2 * n, 1_000 * n) for n in range(1, 81))
    total = StatRow("", 3_240, 0, 6_480, 3_240_000)
    target = tmp_path / "thống kê.pdf"
    sections = (StatSection("Theo hình thức khen", rows[:2]), StatSection("Theo đơn vị", rows))
    pages = write_statistics(
        target,
        PARTY,
        HEAD,
        SIGNATURE,
        StatTitle("năm 2025", "Đảng bộ xã Mỹ Hòa"),
        sections,
        total,
        StatRow("", 70, 0, 6_000),
    )
    found = read_pdf(target)
    assert len(found) == pages > 1
    words = " ".join(" ".join(page.text.split()) for page in found)
    for one in ("THỐNG KÊ", "năm 2025", "Đảng bộ xã Mỹ Hòa", "I. Theo hình thức khen",
                "II. Theo đơn vị", "Chi bộ ấp 80 240 80 - 160 80.000",
                "Tổng cộng 9.720 3.240 - 6.480 3.240.000",
                "9.720 lượt cho 70 tập thể, 6.000 cá nhân"):  # fmt: skip
        assert one in words


def test_statistics_of_nothing(tmp_path: Path, read_pdf: READ) -> None:
    target = tmp_path / "thống kê.pdf"
    nothing = StatRow("", 0, 0, 0)
    title = StatTitle("năm 2025")
    assert write_statistics(target, PARTY, HEAD, SIGNATURE, title, (), nothing, nothing) == 1
    (page,) = read_pdf(target)
    assert "Chưa có khen thưởng nào trong thời gian này." in page.text


@pytest.mark.parametrize("place", [0, 1, 5])
def test_a_post_longer_than_a_page_is_cut_with_dots(signing: Any, place: int) -> None:
    payees = [payee(f"Lê An {one}") for one in range(6)]
    payees[place] = payee(f"Lê An {place}", post="Bí thư Chi bộ, Trưởng ấp " * 60)
    pages = signing(payees)
    below = PARTY.bottom * 72 / 25.4 - 1
    assert min(one.bottom for page in pages for one in page.letters) >= below
    words = " ".join(" ".join(page.text for page in pages).split())
    assert " …" in words
    assert "NGƯỜI LẬP DANH SÁCH" in words
    assert all(f"Lê An {one}" in words for one in range(6))
