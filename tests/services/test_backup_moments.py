"""Every deed that changes much is backed up first; where that can't be, it isn't begun."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest
import xlsxwriter

from desktop.core.errors import EnvironmentProblem
from desktop.core.register import Query
from desktop.services import (
    backups,
    books,
    importing,
    merging,
    protection,
    registers,
    repairing,
    restoring,
    unit_lives,
)
from desktop.services.backups import Reason
from desktop.services.receiving import receive
from desktop.storage import keys
from desktop.storage.engine import connect

from .arriving import Sender, documents

WORDS = "bốn từ chẳng dính nhau"
FIXTURES = Path(__file__).parents[1] / "fixtures" / "books"


@pytest.fixture(autouse=True)
def _no_key_left() -> Iterator[None]:
    yield
    keys.lock_all()


@dataclass(frozen=True)
class Moment:
    """A deed on a closed book, why it is backed up before, and what the book held by then."""

    reason: Reason
    do: Callable[[Path], object]
    schema: str = ""  # a fixture to begin with, rather than a book of today
    locked: bool = False  # the book has a passphrase


def imported(path: Path) -> None:
    sheet = path.with_name("đảng viên.xlsx")
    workbook = xlsxwriter.Workbook(str(sheet))
    page = workbook.add_worksheet()
    page.write_row(0, 0, ["Họ và tên", "Ngày sinh", "Chức vụ Đảng"])
    for row in range(5):
        page.write_row(row + 1, 0, [f"Lê Văn {row}", f"0{row + 1}/05/1980", "Bí thư"])
    workbook.close()
    source = importing.read(sheet)
    with closing(books.open_book(path)) as book:
        importing.run(book, "members", source, importing.recognise("members", source))


def merged(path: Path) -> None:
    with closing(books.open_book(path)) as book:
        one, two = registers.keys(book, Query("members"))
        merging.merge(book, one, two)


def units_merged(path: Path) -> None:
    with closing(books.open_book(path)) as book:
        one, two = registers.keys(book, Query("units"))
        unit_lives.merge_units(book, [one], two, "2025-07-01")


def received(path: Path) -> None:
    target = path.with_name("gửi.gsnop")
    Sender("Đảng ủy xã Long Sơn").send(target, {"documents": documents(3)})
    with closing(books.open_book(path)) as book:
        receive(book, target, accept=True)


def migrated(path: Path) -> None:
    books.open_book(path).close()


def repaired(path: Path) -> None:
    target = path.with_name("đã sửa.gsdb")
    repairing.repair(path, target)
    repairing.put_in_place(target, path)


def restored(path: Path) -> None:
    earlier = path.with_name("trước kia.gsdb")
    shutil.copy(path, earlier)
    with closing(books.open_book(path)) as book:
        registers.save(book, "members", {"full_name": "Lê Sau"})
    restoring.restore(path, earlier)


def unprotected(path: Path) -> None:
    protection.remove(path, WORDS)


MOMENTS = {
    "import": Moment(Reason.IMPORT, imported),
    "two members merged": Moment(Reason.MERGE, merged),
    "units merged": Moment(Reason.MERGE, units_merged),
    "receiving": Moment(Reason.RECEIVE, received),
    "migration": Moment(Reason.MIGRATION, migrated, "v5.gsdb"),
    "repair": Moment(Reason.REPAIR, repaired),
    "restore": Moment(Reason.RESTORE, restored),
    "a passphrase is removed": Moment(Reason.PROTECTION, unprotected, locked=True),
}


def begun(moment: Moment, empty_book: Path, folder: Path) -> Path:
    path = folder / "Sổ.gsdb"
    if moment.schema:
        return Path(shutil.copy(FIXTURES / moment.schema, path))
    shutil.copy(empty_book, path)
    with closing(books.open_book(path)) as book:
        for name in ("Lê An", "Lê Bình"):
            registers.save(book, "members", {"full_name": name})
            registers.save(book, "units", {"name": f"Chi bộ {name}", "kind": "cell"})
    if moment.locked:
        protection.protect(path, WORDS)
    return path


def content_of(path: Path) -> dict[str, list[str]]:
    """All rows of all tables."""
    with closing(connect(path, "ro", keys.key_of(path))) as raw:
        tables = [
            name
            for (name,) in raw.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
            if not name.startswith(("sqlite_", "search"))
        ]
        return {
            table: sorted(map(repr, raw.execute(f'SELECT * FROM "{table}"'))) for table in tables
        }


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_deed_finds_the_book_backed_up(
    moment: str, empty_book: Path, tmp_path: Path, counted: Callable[[int, int], None]
) -> None:
    asked = MOMENTS[moment]
    path = begun(asked, empty_book, tmp_path)
    before = content_of(path)
    asked.do(path)
    made = [one for one in backups.list_backups(path) if one.reason is asked.reason]
    assert len(made) == 1
    if asked.locked:
        protection.unlock(made[0].path, WORDS)
    if asked.reason is Reason.RESTORE:  # it has the row that the restored book has not
        assert len(content_of(made[0].path)["members"]) == len(before["members"]) + 1
    else:
        assert content_of(made[0].path) == before
    counted(1, 0)


def without_a_shelf(home: Path) -> None:
    shutil.rmtree(home / "backups", ignore_errors=True)
    (home / "backups").write_text("no folder can be made here")


@pytest.mark.parametrize("moment", [one for one in MOMENTS if one != "repair"])
def test_a_deed_that_can_not_be_backed_up_is_not_begun(
    moment: str, empty_book: Path, tmp_path: Path, home: Path, counted: Callable[[int, int], None]
) -> None:
    asked = MOMENTS[moment]
    path = begun(asked, empty_book, tmp_path)
    before = content_of(path)
    without_a_shelf(home)
    with pytest.raises(EnvironmentProblem, match="chưa sao lưu được"):
        asked.do(path)
    after = content_of(path)
    if asked.reason is Reason.RESTORE:
        assert len(after["members"]) == len(before["members"]) + 1
    else:
        assert after == before
    counted(1, 0)


def test_a_repaired_book_leaves_the_damaged_one_beside_it_whatever_the_backup_came_to(
    empty_book: Path, tmp_path: Path, home: Path, counted: Callable[[int, int], None]
) -> None:
    """A damaged book often can't be backed up; its very bytes are kept instead."""
    path = begun(MOMENTS["repair"], empty_book, tmp_path)
    before = path.read_bytes()
    without_a_shelf(home)
    repaired(path)
    others = [one.read_bytes() for one in tmp_path.glob("*.gsdb") if one != path]
    assert before in others
    counted(1, 0)
