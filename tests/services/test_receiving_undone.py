"""After any order of receiving, taking out, restoring, undoing and redoing the right ones count."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.core.errors import UserProblem
from desktop.core.register import Query
from desktop.services import books, receiving, registers, undoing
from desktop.services.books import Book

from .arriving import Below, Sender, documents
from .rows import everything, undo_last

NUMBERS, VARIANTS = 3, 2
ROWS = 4  # of each submission, and of what came inside


@dataclass(frozen=True)
class Sent:
    """A file of an office: the carrier's brings office 0 with it."""

    office: int
    number: int
    path: Path


@dataclass(frozen=True)
class Held:
    """What the book should hold of a file that was received, the one inside it not counted."""

    sent: Sent
    live: bool = True


State = dict[int, Held]  # by the submission's id
CARRIER = 2


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> list[Sent]:
    """Files of two offices and of one that carries the first of them, made once."""
    folder = tmp_path_factory.mktemp("đến")
    offices = [Sender(f"Cơ quan {place}", uid=f"office-{place}") for place in range(3)]
    found = []
    for place, office in enumerate(offices):
        for number in range(1, NUMBERS + 1):
            for variant in range(VARIANTS):
                rows = documents(ROWS, start=100 * number + 10 * variant)
                inside = Below(
                    offices[0].uid, offices[0].name, office.uid, rows={"documents": rows}
                )
                path = office.send(
                    folder / f"{place}-{number}-{variant}.gsnop",
                    {"documents": rows},
                    number=number,
                    below=[inside] if place == CARRIER else [],
                )
                found.append(Sent(place, number, path))
    return found


def refused(state: State, one: Sent) -> bool:
    numbers = [
        held.sent.number for held in state.values() if held.live and held.sent.office == one.office
    ]
    return any(number >= one.number for number in numbers)


def twin(state: State, one: Sent) -> bool:
    return any(held.live and held.sent == one for held in state.values())


def counting(state: State) -> set[tuple[int, int | None]]:
    """What must count: an office, and by whose submission (its id) its figures are told."""
    latest: dict[int, int] = {}
    for row_id, held in state.items():
        if held.live:
            known = latest.get(held.sent.office)
            if known is None or (state[known].sent.number, known) < (held.sent.number, row_id):
                latest[held.sent.office] = row_id
    found = set(latest.items())
    if CARRIER in latest:
        found = {one for one in found if one[0] != 0} | {(0, -latest[CARRIER])}
    return found


def in_book(book: Book) -> set[tuple[int, int | None]]:
    return {
        (int(one.office_uid[-1]), one.id if one.through_id is None else -one.through_id)
        for one in receiving.received(book)
        if one.counts
    }


def require_right(book: Book, state: State) -> None:
    assert in_book(book) == counting(state)
    there = {one.id for one in receiving.received(book) if one.through_id is None}
    assert there == {row_id for row_id, held in state.items() if held.live}
    with book.read() as session:
        rows = session.connection().exec_driver_sql(
            "SELECT submission_id, count(*) FROM received_rows GROUP BY submission_id"
        )
        each = dict(tuple(one) for one in rows)
    # those in the bin have their rows still, those that were undone have none
    assert sum(each.values()) == sum(
        ROWS * (2 if held.sent.office == CARRIER else 1) for held in state.values()
    )


@settings(max_examples=10, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_the_right_submissions_count_after_any_order_of_deeds(
    data: st.DataObject,
    empty_book: Path,
    tmp_path_factory: pytest.TempPathFactory,
    sent: list[Sent],
) -> None:
    path = Path(shutil.copy(empty_book, tmp_path_factory.mktemp("sổ") / "sổ.gsdb"))
    with closing(books.open_book(path)) as book:
        past: list[State] = [{}]  # the states that undoing comes back to, the present one last
        future: list[State] = []
        for _step in range(data.draw(st.integers(1, 14))):
            state = past[-1]
            live = [row_id for row_id, held in state.items() if held.live]
            gone = [row_id for row_id in state if row_id not in live]
            deeds = ["receive", "receive"]
            deeds += ["take out"] * bool(live) + ["restore"] * bool(gone)
            deeds += ["undo"] * (len(past) > 1) + ["redo"] * bool(future)
            deed = data.draw(st.sampled_from(deeds))
            if deed == "receive":
                one = data.draw(st.sampled_from(sent))
                changed = received(book, state, one)
            elif deed == "take out":
                some = data.draw(st.lists(st.sampled_from(live), min_size=1, unique=True))
                receiving.take_out(book, some)
                changed = state | {row_id: replace(state[row_id], live=False) for row_id in some}
            elif deed == "restore":
                row_id = data.draw(st.sampled_from(gone))
                registers.restore(book, "submissions", [row_id])
                changed = state | {row_id: replace(state[row_id], live=True)}
            elif deed == "undo":
                undo_last(book)
                future.append(past.pop())
                changed = past[-1]
            else:
                undoing.redo(book)
                past.append(future.pop())
                changed = past[-1]
            if deed not in ("undo", "redo") and changed is not state:
                past.append(changed)
                future.clear()
            require_right(book, past[-1])
    assert books.check_file(path).problems == ()


def received(book: Book, state: State, one: Sent) -> State:
    """Receive a file as the state lets it, and return the state after it."""
    if twin(state, one):
        assert receiving.receive(book, one.path, accept=True).value.already
        return state
    if refused(state, one):
        with pytest.raises(UserProblem):
            receiving.receive(book, one.path, accept=True)
        return state
    return {**state, receiving.receive(book, one.path, accept=True).value.id: Held(one)}


# one by one


def rows_in(book: Book) -> int:
    with book.read() as session:
        found = session.connection().exec_driver_sql("SELECT count(*) FROM received_rows")
        return int(found.scalar_one())


def files(sender: Sender, folder: Path) -> Iterator[Path]:
    for number in (1, 2):
        rows = {"documents": documents(ROWS, start=number)}
        inside = [Below("office-0", "Xã A", sender.uid, rows=rows)]
        path = folder / f"{number}.gsnop"
        yield sender.send(path, rows, number=number, below=inside)


def test_undoing_takes_all_of_it_and_redoing_brings_the_same_back(
    book: Book, tmp_path: Path
) -> None:
    def rows() -> list[tuple[object, ...]]:
        with book.read() as session:
            found = session.connection().exec_driver_sql("SELECT * FROM received_rows ORDER BY id")
            return [tuple(one) for one in found]

    first, second = files(Sender(), tmp_path)
    receiving.receive(book, first, accept=True)
    before, of_first = everything(book), rows()
    receiving.receive(book, second)
    after, of_both = everything(book), rows()
    assert undo_last(book).startswith("Nhận bộ dữ liệu của «Ban Tuyên giáo Huyện ủy Trà Cú»")
    assert (everything(book), rows()) == (before, of_first)
    undoing.redo(book)
    assert (everything(book), rows()) == (after, of_both)
    undo_last(book)
    undo_last(book)
    assert rows() == []
    assert receiving.received(book) == ()
    assert len(registers.keys(book, Query("offices"))) == 1


def test_taken_out_the_one_before_counts_and_restored_it_does_again(
    book: Book, tmp_path: Path
) -> None:
    first, second = files(Sender(), tmp_path)
    one = receiving.receive(book, first, accept=True).value.id
    two = receiving.receive(book, second).value.id

    def counts() -> set[int]:
        return {each.through_id or each.id for each in receiving.received(book) if each.counts}

    assert counts() == {two}
    (inside,) = (each.id for each in receiving.received(book) if each.through_id == two)
    with pytest.raises(UserProblem, match="Hãy rút cả bộ"):
        receiving.take_out(book, [inside])
    assert receiving.take_out(book, [two]).value == 1
    assert counts() == {one}
    with pytest.raises(UserProblem, match="không còn trong sổ"):
        receiving.take_out(book, [two])
    registers.restore(book, "submissions", [two])
    assert counts() == {two}
    # the one inside brings its carrier back
    receiving.take_out(book, [two])
    registers.restore(book, "submissions", [inside])
    assert counts() == {two}
    assert undo_last(book).startswith("Khôi phục 1 bộ dữ liệu")
    assert counts() == {one}


def test_emptying_the_bin_removes_the_rows(book: Book, tmp_path: Path) -> None:
    first, second = files(Sender(), tmp_path)
    one = receiving.receive(book, first, accept=True).value.id
    two = receiving.receive(book, second).value.id
    receiving.take_out(book, [one, two])
    gone = registers.keys(book, Query("submissions", deleted=True))
    assert len(gone) == 4
    registers.purge(book, "submissions", [two])
    assert rows_in(book) == 2 * ROWS
    left = registers.keys(book, Query("submissions", deleted=True))
    registers.purge(book, "submissions", list(left))
    assert rows_in(book) == 0
    # and what was taken out for good can be received anew
    assert receiving.receive(book, second).value.rows == 2 * ROWS
    book.close()
    assert books.check_file(book.path).problems == ()


def test_a_backup_holds_the_received_rows(book: Book, tmp_path: Path) -> None:
    first, _second = files(Sender(), tmp_path)
    receiving.receive(book, first, accept=True)
    copy = books.backup_now(book, tmp_path / "sao lưu.gsdb").path
    assert books.check_file(copy).problems == ()
    with closing(books.open_book(copy)) as other:
        assert receiving.received(other) == receiving.received(book)


def test_a_check_notices_rows_that_are_missing_or_no_json(book: Book, tmp_path: Path) -> None:
    first, _second = files(Sender(), tmp_path)
    receiving.receive(book, first, accept=True)
    for damage, words in (
        ("UPDATE received_rows SET content = '{\"a' WHERE id = 1", "bị hỏng"),
        ("DELETE FROM received_rows WHERE id = 1", "thiếu hoặc thừa"),
    ):
        with book.write("Phá") as session:
            session.connection().exec_driver_sql(damage)
        found = books.check_file(book.path).problems
        assert any(words in one for one in found), found


@pytest.mark.parametrize(
    "damage",
    [
        "SET content = replace(content, 'Kế hoạch', 'Kế hoach')",
        "SET content = replace(content, '2026-03-01', '2026-03-02')",
        "SET content = CAST(replace(content, 'KH', x'ff') AS TEXT)",
        "SET content = CAST(content AS BLOB)",
        "SET title = title || '.'",
        "SET title = NULL",
        "SET uid = replace(uid, '-4000-', '-4001-')",
        "SET register = 'plans'",
    ],
)
@pytest.mark.parametrize("inside", [False, True])
def test_a_check_notices_a_received_row_that_is_not_as_it_came(
    book: Book, tmp_path: Path, damage: str, inside: bool
) -> None:
    first, second = files(Sender("Ban A"), tmp_path)
    receiving.receive(book, first, accept=True)
    kept = receiving.receive(book, second).value.id
    if inside:
        (kept,) = (one.id for one in receiving.received(book) if one.through_id == kept)
    assert books.check_file(book.path).problems == ()
    with book.write("Phá") as session:
        which = "(SELECT min(id) FROM received_rows WHERE submission_id = ?)"
        session.connection().exec_driver_sql(
            f"UPDATE received_rows {damage} WHERE id = {which}", (kept,)
        )
    found = [one for one in books.check_file(book.path).problems if "lúc nhận" in one]
    assert len(found) == 1
    assert ("đến cùng bộ của «Ban A»" in found[0]) is inside
    assert "Hãy mở bản sao lưu, hoặc rút bộ đó ra rồi nhận lại." in found[0]


def test_rows_that_were_undone_and_done_again_are_as_they_came(book: Book, tmp_path: Path) -> None:
    first, _second = files(Sender(), tmp_path)
    one = receiving.receive(book, first, accept=True).value.id
    undo_last(book)
    assert books.check_file(book.path).problems == ()
    undoing.redo(book)
    assert books.check_file(book.path).problems == ()
    receiving.take_out(book, [one])
    assert books.check_file(book.path).problems == ()
    with book.write("Phá") as session:  # and it is still looked after in the bin
        session.connection().exec_driver_sql(
            "UPDATE received_rows SET title = 'Khác' WHERE id = (SELECT min(id) FROM received_rows)"
        )
    assert any("lúc nhận" in told for told in books.check_file(book.path).problems)


def test_what_an_earlier_program_took_in_is_not_said_to_have_changed(
    book: Book, tmp_path: Path
) -> None:
    first, _second = files(Sender(), tmp_path)
    receiving.receive(book, first, accept=True)
    with book.write("Như trước") as session:
        session.connection().exec_driver_sql("DELETE FROM settings WHERE key LIKE 'received_%'")
    assert books.check_file(book.path).problems == ()
