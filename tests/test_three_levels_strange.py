"""What goes wrong between offices ends in one clear sentence, or in the right sum."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest

from desktop.platform.paths import user_data_dir
from desktop.services import receiving, registers, submissions

from .chain import (
    BELOW,
    CENTRE,
    HALF,
    MY_LONG,
    NORTH,
    PHU_THANH,
    SOUTH,
    VINH_KIM,
    YEAR,
    Chain,
    another_second,
    chain_of,
    line_of,
    map_own,
    plain_sum,
    same,
)
from .services.rows import add


@pytest.fixture
def chain(
    tmp_path_factory: pytest.TempPathFactory, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> Chain:
    return chain_of(tmp_path_factory, tmp_path, capsys)


def key_of(chain: Chain, office: str) -> Path:
    """The file of an office's key on this machine."""
    with chain.book(office) as book:
        return user_data_dir() / "keys" / f"{book.origin}.key"


def change_own(chain: Chain, office: str, **values: object) -> None:
    """Change what a book says of its own office."""
    with chain.book(office) as book:
        registers.save(book, "offices", values, registers.own_office(book).id)


def numbers(chain: Chain, office: str) -> list[int]:
    """The numbers of what counts in a book."""
    with chain.book(office) as book:
        return sorted(one.number for one in receiving.received(book, chain.period) if one.added)


def issued(chain: Chain, office: str, number: str) -> None:
    """Enter a document of March 2025 into a book."""
    with chain.book(office) as book:
        add(book, "documents", number=number, on=date(2025, 3, 3), direction="issued")


def test_a_copied_book_on_another_machine_is_refused(chain: Chain) -> None:
    chain.receive(NORTH, chain.submit(MY_LONG))
    before = chain.added_up(NORTH)
    shutil.copy(chain.path(MY_LONG), chain.path(VINH_KIM))
    change_own(chain, VINH_KIM, name="Ban Xây dựng Đảng Đảng ủy xã Vĩnh Kim")
    key_of(chain, VINH_KIM).unlink()  # keys do not travel with a book
    path = chain.submit(VINH_KIM)
    told = chain.refuses("receive", path, "--book", chain.path(NORTH), "--accept-new")
    assert "Chữ ký không phải của «Ban Xây dựng Đảng Đảng ủy xã Mỹ Long»" in told
    assert "Tệp ghi tên cơ quan là «Ban Xây dựng Đảng Đảng ủy xã Vĩnh Kim»" in told
    assert "có thể sổ được chép từ sổ" in told
    assert chain.added_up(NORTH) == before


def test_a_copied_book_with_the_same_key_is_told_by_its_name(chain: Chain) -> None:
    """On one machine both sign alike: the number is refused, or the other name is told."""
    shutil.copy(chain.path(MY_LONG), chain.path(VINH_KIM))
    change_own(chain, VINH_KIM, name="Ban Xây dựng Đảng Đảng ủy xã Vĩnh Kim")
    chain.receive(NORTH, chain.submit(MY_LONG))
    issued(chain, VINH_KIM, "5-KH/BXDĐ")
    first, second = chain.submit(VINH_KIM), chain.submit(VINH_KIM)
    told = chain.refuses("receive", first, "--book", chain.path(NORTH))
    assert "cũng là lần gửi 1" in told
    told = chain.receive(NORTH, second, accept=False)
    assert "Trong sổ, cơ quan này tên là «Ban Xây dựng Đảng Đảng ủy xã Mỹ Long»" in told
    assert "thay cho một bộ khác" in told
    assert same(chain.added_up(NORTH)["total"], plain_sum(map_own(chain, [NORTH, VINH_KIM])))


def test_an_office_changes_its_name_and_its_level(chain: Chain) -> None:
    chain.receive(NORTH, chain.submit(MY_LONG))
    change_own(chain, MY_LONG, name="Ban Xây dựng Đảng phường Mỹ Long", level="district",
               parent_name="Thành ủy Mỹ Long")  # fmt: skip
    told = chain.receive(NORTH, chain.submit(MY_LONG), accept=False)
    assert "lần 2, thay lần 1" in told
    assert "Nơi gửi ghi là cấp Huyện, trong sổ là cấp Xã/phường." in told
    assert told.endswith("Nếu cơ quan đã đổi, hãy sửa ở danh mục Cơ quan.\n")
    found = chain.added_up(NORTH)
    assert same(found["total"], plain_sum(map_own(chain, [NORTH, MY_LONG])))
    assert [one["name"] for one in found["offices"]] == ["Ban Xây dựng Đảng phường Mỹ Long"]
    change_own(chain, MY_LONG, level="central")
    assert "cấp cao hơn" in chain.receive(NORTH, chain.submit(MY_LONG))


def test_a_commune_moves_to_another_province_mid_year(chain: Chain) -> None:
    """Its first half lies with the one, its year with the other; in one period it is with one."""
    chain.period = HALF
    chain.receive(NORTH, chain.submit(MY_LONG))
    chain.up(NORTH)
    chain.period = YEAR
    first = chain.submit(MY_LONG)
    chain.receive(SOUTH, first, chain.submit(PHU_THANH))
    chain.up(SOUTH)
    chain.up(NORTH)
    offices = [CENTRE, NORTH, SOUTH, MY_LONG, PHU_THANH]
    assert same(chain.added_up(CENTRE)["total"], plain_sum(map_own(chain, offices)))
    chain.period = HALF
    offices = [CENTRE, NORTH, MY_LONG]
    assert same(chain.added_up(CENTRE)["total"], plain_sum(map_own(chain, offices)))
    # its year with both of them would count twice
    chain.period = YEAR
    chain.receive(NORTH, first, chain.submit(VINH_KIM))
    before = chain.added_up(CENTRE)
    again = chain.submit(NORTH)
    told = chain.refuses("receive", again, "--book", chain.path(CENTRE))
    assert "bị tính hai lần" in told
    assert "đề nghị nơi kia rút ra" in told
    assert "bị tính hai lần" in chain.refuses(
        "receive", again, "--book", chain.path(CENTRE), "--dry-run"
    )
    assert chain.added_up(CENTRE) == before
    # the other one takes it out, as the sentence says
    chain.does("take-out", first.name, "--book", chain.path(SOUTH))
    chain.up(SOUTH)
    chain.receive(CENTRE, again)
    offices = [CENTRE, NORTH, SOUTH, MY_LONG, VINH_KIM, PHU_THANH]
    assert same(chain.added_up(CENTRE)["total"], plain_sum(map_own(chain, offices)))


def test_a_commune_that_comes_back_into_two_totals_is_told(chain: Chain) -> None:
    """Taking out the correction brings the first one back, with the commune in it."""
    moved = chain.submit(MY_LONG)
    chain.receive(NORTH, moved, chain.submit(VINH_KIM))
    chain.up(NORTH)
    chain.does("take-out", moved.name, "--book", chain.path(NORTH))
    corrected = chain.submit(NORTH)
    chain.receive(CENTRE, corrected)
    chain.receive(SOUTH, moved)
    south = chain.submit(SOUTH)
    chain.receive(CENTRE, south)
    offices = [CENTRE, NORTH, SOUTH, MY_LONG, VINH_KIM]
    assert same(chain.added_up(CENTRE)["total"], plain_sum(map_own(chain, offices)))
    chain.does("take-out", corrected.name, "--book", chain.path(CENTRE))
    figures = ("figures", "--offices", "--book", chain.path(CENTRE), *chain.days())
    assert "bị tính hai lần" in chain.refuses(*figures)
    up = ("submit", "--book", chain.path(CENTRE), *chain.days(), "--output")
    assert "bị tính hai lần" in chain.refuses(*up, chain.folder / "không.gsnop")
    chain.does("take-out", south.name, "--book", chain.path(CENTRE))
    offices = [CENTRE, NORTH, MY_LONG, VINH_KIM]
    assert same(chain.added_up(CENTRE)["total"], plain_sum(map_own(chain, offices)))


def test_files_that_go_round_are_refused(chain: Chain) -> None:
    chain.receive(NORTH, chain.submit(MY_LONG))
    up = chain.submit(NORTH, "--below")
    assert "chính cơ quan của sổ này" in chain.refuses(
        "receive", up, "--book", chain.path(NORTH), "--accept-new"
    )
    chain.receive(CENTRE, up)
    down = chain.submit(CENTRE)
    for office in (NORTH, MY_LONG):
        told = chain.refuses("receive", down, "--book", chain.path(office), "--accept-new")
        assert "kê cả cơ quan của sổ này là cấp dưới" in told
    assert "cấp cao hơn" in chain.receive(SOUTH, down)  # it is not among those; told, not refused


def test_periods_that_overlap_are_not_mixed(chain: Chain) -> None:
    year = chain.submit(MY_LONG)
    chain.period = HALF
    half = chain.submit(VINH_KIM)
    both = chain.submit(MY_LONG)
    chain.receive(NORTH, year, half, both)
    found = chain.added_up(NORTH)["total"]
    assert same(found, plain_sum(map_own(chain, [NORTH, MY_LONG, VINH_KIM])))
    chain.period = YEAR
    found = chain.added_up(NORTH)["total"]
    assert same(found, plain_sum(map_own(chain, [NORTH, MY_LONG])))
    chain.up(NORTH, "--below")
    assert same(
        chain.added_up(CENTRE)["total"], plain_sum(map_own(chain, [CENTRE, NORTH, MY_LONG]))
    )


def test_a_lost_key_is_known_anew(chain: Chain) -> None:
    chain.receive(NORTH, chain.submit(MY_LONG))
    key_of(chain, MY_LONG).unlink()
    path = chain.folder / "khóa mới.gsnop"
    told = chain.does("submit", "--book", chain.path(MY_LONG), *chain.days(), "--output", path)
    assert "chưa biết khóa chữ ký này" in told
    asked = ("receive", path, "--book", chain.path(NORTH), "--accept-new")
    assert "Quên khóa chữ ký" in chain.refuses(*asked)
    with chain.book(MY_LONG) as book:
        chain.does("forget-key", book.name, "--book", chain.path(NORTH))
    chain.refuses(*asked[:-1])
    assert "cơ quan mới" in chain.does(*asked)
    assert numbers(chain, NORTH) == [2]
    # the province lost its key, too: its answers are of a new one
    assert same(chain.added_up(NORTH)["total"], plain_sum(map_own(chain, [NORTH, MY_LONG])))


def test_clocks_that_are_wrong(chain: Chain, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as wrong:
        wrong.setattr(submissions, "now", lambda: "2031-01-01T00:00:00Z")
        early = chain.submit(MY_LONG)
    assert "Ngày lập ở sau hôm nay" in chain.receive(NORTH, early)
    issued(chain, MY_LONG, "6-KH/BXDĐ")
    told = chain.receive(NORTH, chain.submit(MY_LONG))
    assert "lập trước bộ đang có trong sổ (01/01/2031)" in told
    assert numbers(chain, NORTH) == [2]  # the number says which is the later
    assert same(chain.added_up(NORTH)["total"], plain_sum(map_own(chain, [NORTH, MY_LONG])))
    chain.does("check", chain.path(NORTH))


def test_numbers_begin_again_after_an_old_backup(chain: Chain) -> None:
    backup = chain.path(MY_LONG).read_bytes()
    chain.receive(NORTH, chain.submit(MY_LONG), chain.submit(MY_LONG))
    chain.path(MY_LONG).write_bytes(backup)
    issued(chain, MY_LONG, "7-KH/BXDĐ")
    into = ("--book", chain.path(NORTH))
    older = chain.refuses("receive", chain.submit(MY_LONG), *into)
    assert "lần gửi 1, cũ hơn" in older
    assert "rút lần 2 ra trước" in older
    assert "cũng là lần gửi 2" in chain.refuses("receive", chain.submit(MY_LONG), *into)
    told = chain.receive(NORTH, chain.submit(MY_LONG), accept=False)
    assert "thay cho một bộ khác" in told
    assert numbers(chain, NORTH) == [3]
    assert same(chain.added_up(NORTH)["total"], plain_sum(map_own(chain, [NORTH, MY_LONG])))


def test_a_province_that_was_restored_receives_again(chain: Chain) -> None:
    """An old backup of the receiver: the same files come in again, and go up with a number."""
    backup = chain.path(SOUTH).read_bytes()
    files = [chain.submit(one) for one in BELOW[SOUTH]]
    chain.receive(SOUTH, *files)
    chain.up(SOUTH)
    before = chain.added_up(CENTRE)["total"]
    chain.path(SOUTH).write_bytes(backup)
    chain.receive(SOUTH, *files)
    another_second()  # of the very second it would be the very file, and known as such
    again = chain.submit(SOUTH)
    assert "cũng là lần gửi 1" in chain.refuses("receive", again, "--book", chain.path(CENTRE))
    chain.up(SOUTH)
    assert chain.added_up(CENTRE)["total"] == before
    assert same(before, plain_sum([chain.own(CENTRE), *map_own(chain, line_of(SOUTH))]))
