"""Who is a person, who a household, and what is an office, a school, a unit."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.register import Query
from desktop.core.vietnamese.fold import fold
from desktop.services import registers
from desktop.services.demo.making import texts
from desktop.services.importing.kinds import is_collective, kind_of, recipient_kind
from desktop.storage.book import Book

from .conftest import Sheet, outcomes, taken

# the hundred family names that are met most, by their initials
COMMON = """\
An Ân Âu Bạch Bành Bế Biện Bùi Ca Cái Cao Cát Chu Châu Chiêm Chung Chử Cù Cung Danh Diệp
Doãn Dư Dương Đái Đàm Đan Đào Đậu Đặng Điền Điểu Đinh Đoàn Đồng Đỗ Đới Đường Giang Giáp Hà Hạ Hàn
Hồ Hoa Hoàng Hồng Hứa Huỳnh Kha Khâu Khổng Khuất Kiên Kiều Kim La Lạc Lâm Lăng Lê Lò Lộ Lư Lữ Lục
Lương Lưu Lý Ma Mã Mạc Mai Mẫn Ngô Nguyễn Nghiêm Ninh Nông Ông Phạm Phan Phí Phó Phùng Quách Quan
Quản Sầm Sơn Tạ Tăng Thạch Thái Thân Thẩm Tiêu Tô Tôn Tống Trà Trang Trầm Trần Triệu Trịnh Trương
Từ Ung Văn Vi Viên Võ Vũ Vương Ban Bàn"""
NAMES = texts("names")
FAMILIES = sorted({*COMMON.split(), *(one for one, _weight in NAMES["families"]),
                   *NAMES["khmer"]["families"], *NAMES["hoa"]["families"]})  # fmt: skip
SPELT = (
    str,
    str.upper,
    lambda text: unicodedata.normalize("NFD", text),
    lambda text: unicodedata.normalize("NFD", text.upper()),
    fold,
    lambda text: fold(text).upper(),
)


@st.composite
def people(draw: st.DrawFn) -> str:
    sex = draw(st.sampled_from(("male", "female")))
    middle = draw(st.sampled_from(NAMES["middle"][sex]))
    given_name = draw(st.sampled_from([*NAMES["given"]["male"], *NAMES["given"]["female"], "Đình"]))
    return f"{draw(st.sampled_from(FAMILIES))} {middle} {given_name}"


@given(people(), st.sampled_from(SPELT))
def test_names_of_persons_are_persons(name: str, spelt: object) -> None:
    assert callable(spelt)
    assert recipient_kind(spelt(name)).value == "individual"


@pytest.mark.parametrize("family", FAMILIES)
def test_every_family_with_names_of_two_words(family: str) -> None:
    for rest in ("Bá Thắm", "Gia Đình", "An", "Bảo Ngọc", "Văn Hậu", "Thị ánh", "Công An"):
        for spelt in SPELT:
            assert recipient_kind(spelt(f"{family} {rest}")).value == "individual", (family, rest)


@pytest.mark.parametrize(
    "name",
    ["UBND xã A", "Ủy ban nhân dân xã A", "Uỷ ban MTTQ xã A", "HĐND huyện", "Trường THCS Hòa Ân",
     "Công an huyện", "Công ty TNHH Mỹ Lan", "HTX Tân Long", "Hợp tác xã Tân Long", "Trạm Y tế xã",
     "Trung tâm Y tế", "Ban Chỉ huy Quân sự xã", "Quân sự xã", "Bệnh viện huyện", "Tổ dân phố 3",
     "Ấp Chợ", "Chi bộ 1", "Đảng ủy xã B", "Đoàn thanh niên", "Đoàn TNCS Hồ Chí Minh", "Đoàn xã A",
     "Đoàn phường 1", "Đoàn trường Nguyễn Trãi", "Đoàn Trường THPT A", "Đoàn cơ sở Công an",
     "Hội Nông dân xã", "Phòng Văn hóa", "Ban Tuyên giáo Huyện ủy", "Văn phòng Huyện ủy"],
)  # fmt: skip
def test_collectives(name: str) -> None:
    for spelt in (str, SPELT[2]):
        assert is_collective(spelt(name))
        assert recipient_kind(spelt(name)).value == "collective"


@pytest.mark.parametrize("name", ["CÔNG AN HUYỆN", "TRƯỜNG THCS A", "ĐOÀN XÃ A", "Chi bo 1",
                                  "Uy ban nhan dan xa A", "Hoi Nong dan"])  # fmt: skip
def test_collectives_in_capitals_and_without_marks(name: str) -> None:
    assert recipient_kind(name).value == "collective"


@pytest.mark.parametrize("name", ["Hộ ông Lê Văn Tám", "HỘ BÀ BA", "Hộ gia đình anh Tư",
                                  "Gia đình bà Năm", "ho ong Le Van Tam"])  # fmt: skip
def test_households(name: str) -> None:
    assert recipient_kind(name).value == "household"


@pytest.mark.parametrize(
    ("name", "kind"),
    [("Chi bộ cơ sở A", "base_cell"), ("CHI BỘ 1", "cell"), ("dang bo xa", "party_committee"),
     ("UBND xã", "agency"), ("Hội Nông dân", "front"), ("Tổ dân phố 1", "neighbourhood"),
     ("Bản Mường", "neighbourhood"), ("Ban Dân vận", "agency"), ("Tổ đảng A", "other")],
)  # fmt: skip
def test_kinds_of_units(name: str, kind: str) -> None:
    assert kind_of(name) == kind


def test_recipients_and_pledgers_out_of_a_sheet(book: Book, sheet: Sheet) -> None:
    head = ["Đợt", "Hình thức khen", "Họ và tên / Tên tập thể", "Cấp khen"]
    names = {"Đoàn Văn Hậu": "individual", "Hồ Bá Thắm": "individual", "UBND xã A": "collective",
             "Trường THCS Hòa Ân": "collective", "Hộ bà Ba": "household"}  # fmt: skip
    path = sheet([head, *[["TK 2025", "Giấy khen", one, "Huyện"] for one in names]])
    assert outcomes(taken(book, "awards", path)) == {"new": 5}
    found = registers.rows(book, "awards", list(registers.keys(book, Query("awards"))))
    assert {one.values["recipient_name"]: one.values["recipient_kind"] for one in found} == names
    head = ["Năm", "Loại", "Người đăng ký", "Nội dung"]
    names = {"Đoàn Thị Hoa": "other", "Công an huyện": "organisation"}
    path = sheet([head, *[["2025", "Bản cam kết", one, "abc"] for one in names]])
    assert outcomes(taken(book, "pledges", path)) == {"new": 2}
    found = registers.rows(book, "pledges", list(registers.keys(book, Query("pledges"))))
    assert {one.values["name"]: one.values["pledger_kind"] for one in found} == names
