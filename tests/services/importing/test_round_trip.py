"""What goes out comes in again whole: every register, by way of a real workbook."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as some

from desktop.core.errors import InvalidValues
from desktop.core.register import Field, Kind, Query
from desktop.core.vietnamese.fold import clean
from desktop.core.vietnamese.legacy import recover
from desktop.services import exporting, importing, registers
from desktop.services.books import OfficeSetup, create_book, open_book
from desktop.services.demo import make_demo
from desktop.services.importing import Outcome, Report
from desktop.storage.book import Book
from desktop.storage.registers import spec

# in the order in which one can refer to another
ORDER = ("fields", "award_forms", "documents", "topics", "campaigns", "units", "members",
         "models", "pledges", "awards", "plans", "conferences", "contests", "ethics_standards",
         "topic_meetings", "breakthroughs", "good_deeds", "indicators", "study_attendances",
         "inspections", "topic_documents", "plan_items", "yearly_ratings", "expected")  # fmt: skip
LETTERS = (
    "aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ"
)
SIGNS = " -/.,();:%'\"&<>=+0123456789"
# runs of spaces, names all in capitals, and what no Vietnamese word is but an old encoding's word
# may be ('Huú' is 'Hú' in VNI) are put right on the way in: that is wanted
WORDS = some.text(LETTERS + LETTERS.upper() + SIGNS, min_size=1, max_size=30).filter(
    lambda text: " ".join(text.split()) == text and recover(text).text == text
)
NAMES = WORDS.map(lambda text: f"Ánh {text}")


@pytest.fixture(scope="module")
def blank(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty book to copy: making one takes longer than all that is done with it."""
    path = tmp_path_factory.mktemp("blank") / "blank.gsdb"
    create_book(path, OfficeSetup("Ban", "district", "Tân Long", "")).close()
    return path


def fresh(blank: Path, path: Path) -> Book:
    shutil.copyfile(blank, path)
    return open_book(path)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    book = make_demo(tmp_path_factory.mktemp("demo") / "demo.gsdb", members=60, seed=7)
    yield book
    book.close()


def cells(path: Path) -> Counter[tuple[object, ...]]:
    """The rows of a sheet without their numbers, in any order."""
    page = openpyxl.load_workbook(path).worksheets[0]
    return Counter(tuple(row[1:]) for row in page.iter_rows(values_only=True))


def same(one: Path, other: Path) -> None:
    """Two sheets hold the same rows; the failure shows what only one of them has."""
    first, second = cells(one), cells(other)
    missing, more = list(first - second)[:3], list(second - first)[:3]
    assert (missing, more) == ([], []), one.name


def taken(book: Book, register: str, path: Path) -> Report:
    source = importing.read(path)
    return importing.run(book, register, source, importing.recognise(register, source)).value


@pytest.mark.parametrize("register", ORDER)
def test_a_book_knows_its_own_sheets(demo: Book, tmp_path: Path, register: str) -> None:
    path = tmp_path / f"{register}.xlsx"
    rows = exporting.export_all(demo, register, path)
    assert rows
    report = taken(demo, register, path)
    assert set(report.counts) <= {Outcome.SAME, Outcome.REPEATED}
    assert (report.refused, report.differing) == ([], [])
    assert report.rows == rows
    assert report.batch == ""


def test_sheets_of_one_book_make_another_alike(demo: Book, blank: Path, tmp_path: Path) -> None:
    other = fresh(blank, tmp_path / "other.gsdb")
    for register in ORDER:
        path, back = tmp_path / f"{register}.xlsx", tmp_path / f"{register} back.xlsx"
        exporting.export_all(demo, register, path)
        report = taken(other, register, path)
        assert report.refused == [], register
        exporting.export_all(other, register, back)
        same(path, back)
    other.close()


def value(field: Field) -> some.SearchStrategy[object]:
    """Values as the clerk may have typed them."""
    days = some.dates(date(1901, 1, 1), date(2100, 12, 31))
    strategies: dict[Kind, some.SearchStrategy[object]] = {
        Kind.TEXT: WORDS,
        Kind.NAME: NAMES,
        Kind.LONG_TEXT: some.lists(WORDS, min_size=1, max_size=3).map("\n".join),
        Kind.DATE: days,
        Kind.PARTIAL_DATE: some.one_of(
            days.map(date.isoformat), days.map(lambda day: day.isoformat()[:7]),
            days.map(lambda day: day.isoformat()[:4]),
        ),
        Kind.BOOLEAN: some.booleans(),
        Kind.CHOICE: some.sampled_from([one.value for one in field.choices] or [""]),
        Kind.INTEGER: some.integers(max(field.minimum or 0, 0), field.maximum or 2_000_000),
        Kind.MONEY: some.integers(0, 10**12),
    }  # fmt: skip
    found = strategies.get(field.kind)
    if found is None:
        return some.none()
    return found if field.required else some.none() | found


@pytest.mark.parametrize("register", ["units", "members", "documents", "models"])
@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,  # each takes long; try more by hand when the reader changes
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=some.data())
def test_whatever_was_typed_comes_back(
    tmp_path_factory: pytest.TempPathFactory, blank: Path, register: str, data: some.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("typed")
    book, other = fresh(blank, folder / "one.gsdb"), fresh(blank, folder / "two.gsdb")
    fields = [one for one in spec(register).fields if one.kind is not Kind.REFERENCE]
    kept = 0
    for row in range(data.draw(some.integers(1, 3))):
        values = {one.name: data.draw(value(one)) for one in fields}
        # each is a record of its own
        for name in {spec(register).title, "code", "card_number"} & set(values):
            values[name] = f"{values[name] or 'Số'} {row}"
        try:
            registers.save(book, register, values)
            kept += 1
        except InvalidValues:
            continue
    path, back = folder / "one.xlsx", folder / "two.xlsx"
    exporting.export_all(book, register, path)
    if kept:
        report = taken(other, register, path)
        assert (report.refused, report.differing) == ([], [])
        assert registers.count(other, Query(register)) <= kept
        again = taken(book, register, path)
        assert set(again.counts) <= {Outcome.SAME, Outcome.REPEATED}, again.counts
        if registers.count(other, Query(register)) == kept:
            exporting.export_all(other, register, back)
            same(path, back)
    book.close()
    other.close()


def test_cleaning_changes_none_of_the_letters() -> None:
    assert clean(LETTERS) == LETTERS
