"""Papers about members made from real books: who stands where, in which order, as of which day."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from desktop.core.errors import Cancelled, UserProblem
from desktop.core.register import Query
from desktop.core.standing import status_on
from desktop.services import member_papers, registers
from desktop.services.books import Book
from desktop.services.demo import make_demo
from desktop.services.figures import figures
from desktop.services.member_reading import period_words, read_known

from .rows import add

READ = Callable[[Path], list[Any]]
FIRST, LAST = date(2026, 4, 1), date(2026, 6, 30)


def words_of(pages: list[Any]) -> str:
    return " ".join(" ".join(page.text.split()) for page in pages)


@pytest.fixture
def printed(book: Book, tmp_path: Path, read_pdf: READ) -> Callable[..., str]:
    """Prints a paper of the book and returns its words."""

    def made(write: Callable[..., int], *given: Any, **options: Any) -> str:
        target = tmp_path / "in.pdf"
        pages = write(book, target, *given, **options)
        found = read_pdf(target)
        assert len(found) == pages
        return words_of(found)

    return made


@pytest.fixture
def units(book: Book) -> dict[str, int]:
    """A tree of units."""
    root = add(book, "units", name="Đảng bộ huyện", kind="party_committee")
    made = {"root": root}
    for name in ("Mỹ Long", "Hiệp Hòa"):
        made[name] = add(book, "units", name=f"Đảng bộ xã {name}", parent_id=root)
        for place in (10, 2):
            label = f"Chi bộ ấp {place}"
            made[f"{name} {place}"] = add(book, "units", name=label, parent_id=made[name])
    return made


def test_units_in_the_order_of_the_tree_names_in_that_of_vietnamese(
    book: Book, units: dict[str, int], printed: Callable[..., str]
) -> None:
    for unit, names in (
        ("Mỹ Long 2", ("Trần Văn Bé", "Nguyễn Thị Ánh", "Lê Văn Ân")),
        ("Mỹ Long 10", ("Võ Thị Đào", "Lê Văn Dũng")),
        ("Hiệp Hòa 2", ("Phạm Tám",)),
    ):
        for name in names:
            add(book, "members", full_name=name, unit_id=units[unit])
    add(book, "members", full_name="Ngô Không Chi Bộ", status="probationary")
    add(book, "members", full_name="Hồ Đã Mất", unit_id=units["Mỹ Long 2"], status="deceased")
    words = printed(member_papers.member_list)
    ordered = (
        "Chi bộ ấp 2 (Đảng bộ xã Hiệp Hòa)", "Phạm Tám", "Cộng: 01 đảng viên",
        "Chi bộ ấp 2 (Đảng bộ xã Mỹ Long)", "Nguyễn Thị Ánh", "Lê Văn Ân", "Trần Văn Bé",
        "Cộng: 03 đảng viên", "Chi bộ ấp 10 (Đảng bộ xã Mỹ Long)", "Lê Văn Dũng", "Võ Thị Đào",
        "Cộng: 02 đảng viên", "Chưa rõ đơn vị", "Ngô Không Chi Bộ",
        "Cộng: 01 đảng viên (01 dự bị)", "Tổng cộng: 07 đảng viên (01 dự bị)",
    )  # fmt: skip
    at = -1
    for one in ordered:
        at = words.index(one, at + 1)
    assert "Hồ Đã Mất" not in words
    part = printed(member_papers.member_list, units["Mỹ Long"])
    assert "Đảng bộ xã Mỹ Long" in part
    assert "Phạm Tám" not in part
    assert "Tổng cộng: 05 đảng viên." in part
    whole = printed(member_papers.member_book)
    assert "Hồ Đã Mất" in whole
    assert "Tổng cộng: 08 đảng viên trong sổ, đang sinh hoạt 07 đảng viên (01 dự bị)." in whole


def test_a_list_as_of_a_day_has_the_unit_and_status_of_that_day(
    book: Book, units: dict[str, int], printed: Callable[..., str]
) -> None:
    one, two = units["Mỹ Long 2"], units["Hiệp Hòa 2"]
    moved = add(
        book, "members", full_name="Lê Chuyển", unit_id=one, status="probationary",
        admitted_on="2024-03-01",
    )  # fmt: skip
    registers.save(book, "members", {"unit_id": two}, moved)
    for row in registers.page(book, all_of("member_units")).rows:
        at = "to_on" if row.values["unit_id"] == one else "from_on"
        registers.save(book, "member_units", {at: "2025-07-01"}, row.id)
    values = {"status": "official", "status_on": "2025-03-01", "official_on": "2025-03-01"}
    registers.save(book, "members", values, moved)
    come = add(book, "members", full_name="Võ Đến", unit_id=two, admitted_on="2001-05")
    add(book, "member_moves", member_id=come, kind="arrival", on="2025-05-19", place="Bến Tre")
    assert "Chưa có đảng viên nào." in printed(member_papers.member_list, on=date(2001, 4, 30))
    early = printed(member_papers.member_list, on=date(2025, 2, 28))
    assert "Lê Chuyển" in early
    assert "Chi bộ ấp 2 (Đảng bộ xã Mỹ Long)" in early
    assert "Dự bị" in early
    assert "01/03/2025" not in early, "a date that was still to come"
    assert "Võ Đến" not in early
    assert "tính đến ngày 28/02/2025" in early
    late = printed(member_papers.member_list, on=date(2025, 7, 1))
    assert "Đảng bộ xã Mỹ Long" not in late
    assert "Tổng cộng: 02 đảng viên." in late
    book_then = printed(member_papers.member_book, on=date(2025, 7, 1))
    assert "19/05/2025 Bến Tre" in book_then
    assert "Võ Đến" not in printed(member_papers.member_book, on=date(2025, 5, 18))


def all_of(register: str) -> Query:
    return Query(register)


def test_the_book_says_how_members_came_and_went(
    book: Book, units: dict[str, int], printed: Callable[..., str]
) -> None:
    unit = units["Mỹ Long 2"]
    for name, status, on, reason in (
        ("Lê Đi", "transferred", "2026-02-03", "Xã Long Sơn"),
        ("Võ Ra", "left", "2026-03", "Xin ra khỏi Đảng"),
        ("Hồ Mất", "deceased", "2026", "Bệnh"),
    ):
        add(book, "members", full_name=name, unit_id=unit, status=status, status_on=on,
            status_reason=reason, exempt=name == "Võ Ra")  # fmt: skip
    words = printed(member_papers.member_book)
    for told in ("03/02/2026 Xã Long Sơn", "03/2026 Xin ra", "2026 Bệnh", "Miễn sinh hoạt"):
        assert told in words, told
    assert "tôn giáo" in words
    assert "đang sinh hoạt 0 đảng viên" in words
    before = printed(member_papers.member_book, on=date(2025, 12, 31))
    assert "Bệnh" not in before


def fill_sheet(book: Book, unit: int) -> int:
    member = add(
        book, "members", full_name="Nguyễn Thị Ánh", unit_id=unit, birth_date="1975-05",
        birth_name="Nguyễn Thị Bé", card_number="01234567", party_post="Bí thư Chi bộ",
        home_town="xã Mỹ Long", note="không in ra", temporary=True,
    )  # fmt: skip
    day = date(2025, 5, 19)
    add(book, "member_moves", member_id=member, kind="arrival", on="2010", place="Xã Mỹ Hòa")
    pledge = add(book, "pledges", year=2025, member_id=member, registered_on=day)
    for content in ("Giúp 02 hộ nghèo", "Đọc một cuốn sách"):
        add(book, "pledge_items", pledge_id=pledge, content=content)
    for on, rating in ((day, "good"), (day + timedelta(days=90), "excellent")):
        add(book, "pledge_reviews", pledge_id=pledge, reviewed_on=on, rating=rating)
    add(book, "models", name="Hũ gạo tình thương", member_id=member, kind="individual")
    model = registers.keys(book, all_of("models"))[0]
    add(book, "model_levels", model_id=model, level="province", on=day)
    held = add(book, "rounds", title="Sơ kết 3 năm", meeting_on=day)
    decision = add(book, "decisions", round_id=held, number="15-QĐ/HU", on=day, level="district",
                   issuer="Ban Thường vụ Huyện ủy")  # fmt: skip
    form = registers.options(book, "award_forms", "giay")[0].id
    for state, words in (("given", "Học tập Bác"), ("refused", "Không được khen")):
        add(book, "awards", round_id=held, decision_id=decision, form_id=form, member_id=member,
            state=state, achievement=words, recipient_name="Nguyễn Thị Ánh",
            recipient_post=words)  # fmt: skip
    add(book, "yearly_ratings", member_id=member, period_to=date(2025, 12, 31), rating="good",
        points=Decimal("82.5"))  # fmt: skip
    return member


def test_a_sheet_tells_a_member_s_whole_record(
    book: Book, units: dict[str, int], printed: Callable[..., str]
) -> None:
    member = fill_sheet(book, units["Mỹ Long 2"])
    words = printed(member_papers.member_sheet, [member])
    for told in (
        "Ngày sinh: 05/1975",
        "Họ và tên khai sinh: Nguyễn Thị Bé",
        "Bí thư Chi bộ",
        "2010 Chuyển đến Xã Mỹ Hòa",
        "- Giúp 02 hộ nghèo",
        "Hoàn thành xuất sắc nhiệm vụ",
        "Giấy khen",
        "Quyết định số 15-QĐ/HU ngày 19/05/2025 của Ban Thường vụ Huyện ủy",
        "Học tập Bác",
        "Hũ gạo tình thương",
        "Tỉnh (19/05/2025)",
        "Năm 2025 82,5 Hoàn thành tốt nhiệm vụ",
        "Chính thức, tạm thời",
    ):
        assert told in words, told
    assert "Không được khen" not in words
    assert "không in ra" not in words
    assert "Không có." not in words


def test_sheets_of_several_come_in_the_order_asked_for(
    book: Book, printed: Callable[..., str]
) -> None:
    ids = [add(book, "members", full_name=name) for name in ("Lê Một", "Lê Hai", "Lê Ba")]
    words = printed(member_papers.member_sheet, [ids[2], ids[0]])
    assert words.count("TRÍCH NGANG") == 2
    assert words.index("Lê Ba") < words.index("Lê Một")
    assert "Lê Hai" not in words
    assert "5. Đăng ký, cam kết học tập và làm theo Bác: Không có." in words


@pytest.fixture
def quarter_book(book: Book, units: dict[str, int]) -> Book:
    """A book in which a quarter saw every kind of change."""
    one, two = units["Mỹ Long 2"], units["Hiệp Hòa 2"]
    add(book, "members", full_name="Lê Ở", unit_id=one, admitted_on="2001-05-19")
    add(book, "members", full_name="Lê Mới", unit_id=one, status="probationary",
        admitted_on="2026-05-19")  # fmt: skip
    come = add(book, "members", full_name="Lê Đến", unit_id=one, admitted_on="2010")
    add(book, "member_moves", member_id=come, kind="arrival", on="2026-06", place="Bến Tre")
    for name, status, on in (
        ("Lê Đi", "transferred", "2026-04-01"),
        ("Lê Ra", "left", "2026-06-30"),
        ("Lê Mất", "deceased", "2026-05"),
        ("Lê Chưa Rõ", "deceased", "2026"),
        ("Lê Quý Sau", "left", "2026-07-01"),
    ):
        row = add(book, "members", full_name=name, unit_id=one, admitted_on="2001-05-19",
                  official_on="2002-05-19")  # fmt: skip
        registers.save(book, "members", {"status": status, "status_on": on}, row)
        if status == "transferred":
            add(book, "member_moves", member_id=row, kind="departure", on=on, place="Xã khác")
    moved = add(book, "members", full_name="Lê Sang", unit_id=one, admitted_on="2001-05-19")
    registers.save(book, "members", {"unit_id": two}, moved)
    for row_ in registers.page(book, all_of("member_units"), limit=100).rows:
        if row_.values["member_id"] == moved:
            at = "to_on" if row_.values["unit_id"] == one else "from_on"
            registers.save(book, "member_units", {at: "2026-05-02"}, row_.id)
    return book


def test_the_reconciliation_of_a_quarter(
    quarter_book: Book, units: dict[str, int], tmp_path: Path, read_pdf: READ
) -> None:
    target = tmp_path / "k.pdf"
    member_papers.reconciliation(quarter_book, target, FIRST, LAST)
    pages = read_pdf(target)
    words = words_of(pages)
    # opening, admitted, arrived, departed (one within), left, deceased, closing, counted
    assert "Chi bộ ấp 2 (Đảng bộ xã Mỹ Long) 6 1 1 2 1 1 4 4" in words
    assert "Chi bộ ấp 2 (Đảng bộ xã Hiệp Hòa) 0 1 1 1" in words
    assert "Tổng cộng 6 1 2 2 1 1 5 5" in words
    assert "quý II năm 2026 (từ ngày 01/04/2026 đến ngày 30/06/2026)" in words
    assert "Trong đó 1 lượt chuyển giữa các đơn vị" in words
    assert re.search(r"Chưa rõ ngày, không cộng vào biểu: Lê Chưa Rõ, .* từ trần 2026\.", words)
    assert "T/M CẤP ỦY" in words
    part = tmp_path / "p.pdf"
    member_papers.reconciliation(quarter_book, part, FIRST, LAST, units["Hiệp Hòa"])
    words = words_of(read_pdf(part))
    assert "Mỹ Long) " not in words
    assert "Trong đó" not in words
    assert "Tổng cộng 0 1 1 1" in words
    members = tmp_path / "d.pdf"
    member_papers.member_list(quarter_book, members, on=LAST)
    assert "Tổng cộng: 05 đảng viên (01 dự bị)." in words_of(read_pdf(members))


def test_periods_are_called_by_their_names(quarter_book: Book, printed: Callable[..., str]) -> None:
    last = date(2026, 12, 31)
    words = printed(member_papers.reconciliation, date(2026, 10, 1), last)
    assert "quý IV năm 2026" in words
    words = printed(member_papers.reconciliation, FIRST, last)
    assert "quý" not in words.split("TT")[0]
    for kind, end, told in (
        ("year", last, "Năm 2026"),
        ("half_year", LAST, "6 tháng đầu năm 2026"),
        ("half_year", last, "6 tháng cuối năm 2026"),
        ("quarter", LAST, "Quý II năm 2026"),
        ("month", LAST, "Tháng 06/2026"),
        ("term", last, "Nhiệm kỳ 2021 - 2026"),
    ):
        assert period_words(kind, date(2021, 1, 1), end) == told


def test_what_cannot_be_printed_is_said(book: Book, tmp_path: Path) -> None:
    target = tmp_path / "in.pdf"
    with pytest.raises(UserProblem, match="không còn trong sổ"):
        member_papers.member_list(book, target, 99)
    with pytest.raises(UserProblem, match="Hãy chọn đảng viên"):
        member_papers.member_sheet(book, target, [])
    with pytest.raises(UserProblem, match="đã bị xóa"):
        member_papers.member_sheet(book, target, [99])
    with pytest.raises(UserProblem, match="Ngày cuối kỳ"):
        member_papers.reconciliation(book, target, LAST, FIRST)
    with pytest.raises(UserProblem):
        member_papers.member_book(book, book.path)
    assert not target.exists()


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    """A demo book of 300 members."""
    path = tmp_path_factory.mktemp("mẫu") / "mẫu.gsdb"
    made = make_demo(path, members=300, today=date(2026, 10, 5))
    yield made
    made.close()


def test_the_numbers_are_those_of_the_figures(demo: Book, tmp_path: Path, read_pdf: READ) -> None:
    target = tmp_path / "d.pdf"
    today = date(2026, 10, 5)
    told = figures(demo, today, today).members
    member_papers.member_list(demo, target, on=today)
    words = words_of(read_pdf(target))
    assert f"Tổng cộng: {told.total} đảng viên ({told.by_status['probationary']} dự bị)." in words
    sums = re.findall(r"Cộng: (\d+) đảng viên", words)
    assert sum(map(int, sums)) == told.total
    member_papers.member_book(demo, target)
    words = words_of(read_pdf(target))
    assert f"Tổng cộng: 300 đảng viên trong sổ, đang sinh hoạt {told.total} đảng viên" in words
    # the rule of the status is that of the figures on every day
    with demo.read() as session:
        lives = [one.life for one in read_known(session)]
    for day in (date(1985, 1, 1), date(2010, 6, 1), date(2024, 12, 31), today):
        counts: dict[str, int] = {}
        for life in lives:
            status = status_on(life, day)
            if status is not None:
                counts[status] = counts.get(status, 0) + 1
        known = figures(demo, day, day).members.by_status
        assert counts == {one: n for one, n in known.items() if one not in ("exempt", "temporary")}


def test_a_cancelled_paper_leaves_nothing(demo: Book, tmp_path: Path) -> None:
    def cancel(done: int, of: int) -> None:
        raise Cancelled

    target = tmp_path / "in.pdf"
    for write in (member_papers.member_book, member_papers.member_list):
        with pytest.raises(Cancelled):
            write(demo, target, progress=cancel)
    with pytest.raises(Cancelled):
        member_papers.member_sheet(demo, target, [1, 2], progress=cancel)
    assert not list(tmp_path.glob("*.pdf*"))


def test_every_paper_can_be_asked_for_by_name(
    quarter_book: Book, units: dict[str, int], printed: Callable[..., str]
) -> None:
    def made(form: str, **given: Any) -> str:
        return printed(lambda book, target: member_papers.make(book, form, target, given))

    assert set(member_papers.TITLES) == {
        "member-book", "member-sheet", "member-list", "member-reconciliation", "check-sheet",
    }  # fmt: skip
    two = units["Hiệp Hòa 2"]
    assert "Tổng cộng: 01 đảng viên trong sổ" in made("member-book", unit=two)
    assert "Tổng cộng: 05 đảng viên" in made("member-list", on=LAST)
    assert "Tổng cộng 6 1 2 2 1 1 5 5" in made("member-reconciliation", first=FIRST, last=LAST)
    assert "quý" in made("member-reconciliation")
    sheets = made("member-sheet")
    assert sheets.count("TRÍCH NGANG") == registers.count(quarter_book, all_of("members"))
    assert made("member-sheet", unit=two).count("TRÍCH NGANG") == 1
    assert "Lê Đến" in made("member-sheet", query=Query("member-sheet", search="den"))
    one = registers.keys(quarter_book, Query("members", search="Mới"))[0]
    assert made("member-sheet", members=[one]).count("TRÍCH NGANG") == 1


@pytest.mark.parametrize(
    ("today", "first", "last"),
    [
        (date(2026, 1, 1), date(2025, 10, 1), date(2025, 12, 31)),
        (date(2026, 6, 30), date(2026, 1, 1), date(2026, 3, 31)),
        (date(2026, 7, 1), FIRST, LAST),
        (date(2026, 12, 31), date(2026, 7, 1), date(2026, 9, 30)),
    ],
)
def test_the_quarter_that_ended_last(today: date, first: date, last: date) -> None:
    assert member_papers.last_quarter(today) == (first, last)
