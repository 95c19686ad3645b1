"""Any sequence of deeds, undone and done again across restarts: the book table by table."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from desktop.core.errors import InUse, UserProblem
from desktop.core.register import Query
from desktop.core.terms import AwardState, ModelState
from desktop.services import (
    book_settings,
    books,
    campaigns,
    commendations,
    importing,
    lives,
    lookalikes,
    many,
    merging,
    registers,
    undoing,
    unit_lives,
)
from desktop.services.books import check_file
from desktop.storage.book import Book
from desktop.storage.bulk import insert_many
from desktop.storage.models import Base

World = dict[str, Any]
_APART = {"audit_entries", "audit_head", "undone_rows"}
_MOVING = {"updated_at", "revision"}
_SOUGHT = ("nguyen", "chi", "bo", "mo", "hinh", "giu", "tran", "2", "7")


def world(book: Book) -> World:
    """Every column of every row of every table but those that tell of deeds; what is found."""
    found: World = {}
    with book.read() as session:
        for name in Base.metadata.tables:
            if name in _APART:
                continue
            rows = session.connection().exec_driver_sql(f'SELECT * FROM "{name}"')
            columns = list(rows.keys())
            for row in rows:
                values = dict(zip(columns, row, strict=True))
                key = values.get("id", values.get("key"))
                found[f"{name} {key}"] = {k: v for k, v in values.items() if k not in _MOVING}
        for word in _SOUGHT:
            matches = text("SELECT rowid FROM search_index WHERE search_index MATCH :word")
            found[f"search {word}"] = sorted(session.scalars(matches, {"word": f'"{word}"*'}))
    return found


class Desk:
    """A clerk who does things to whatever is there; numbers stand for the choices made."""

    def __init__(self, book: Book, folder: Path) -> None:
        self.book, self.folder = book, folder
        self.deeds: dict[str, Callable[[int], object]] = {
            name.removeprefix("do_"): getattr(self, name)
            for name in dir(self)
            if name.startswith("do_")
        }

    def ids(self, register: str, *, deleted: bool = False) -> list[int]:
        return list(registers.keys(self.book, Query(register, deleted=deleted)))

    def one(self, register: str, which: int, **new: Any) -> int:
        """Choose a record, or add one where there is none."""
        ids = self.ids(register)
        return ids[which % len(ids)] if ids else self.add(register, **new)

    def add(self, register: str, **values: Any) -> int:
        return registers.save(self.book, register, values).value.id

    def uid(self, register: str, row: int) -> str:
        return registers.get(self.book, register, row).uid

    def do_unit(self, n: int) -> None:
        above = self.ids("units")
        self.add("units", name=f"Chi bộ {n}", parent_id=above[0] if above and n % 2 else None)

    def do_rename_unit(self, n: int) -> None:
        row = self.one("units", n, name="Chi bộ 1")
        registers.save(self.book, "units", {"name": f"Chi bộ số {n}"}, row)

    def do_member(self, n: int) -> None:
        unit = self.one("units", n, name="Chi bộ 1")
        self.add("members", full_name=f"Nguyễn Văn {n % 7}", unit_id=unit)

    def do_change_member(self, n: int) -> None:
        row = self.one("members", n, full_name="Trần An")
        values = {"full_name": f"Trần Thị {n}", "birth_date": f"19{50 + n}", "status": "official"}
        registers.save(self.book, "members", values, row)

    def do_import_members(self, n: int) -> None:
        path = self.folder / f"{n}.xlsx"
        with xlsxwriter.Workbook(path) as made:
            page = made.add_worksheet()
            page.write_row(0, 0, ("Họ và tên", "Ngày sinh", "Số thẻ đảng", "Chi bộ"))
            for place in range(6):
                card = f"{place * 3 + n % 4:08}"  # some are known already
                name = f"Nguyễn {n} {place}"
                page.write_row(place + 1, 0, (name, f"19{50 + place}", card, f"Chi bộ {n % 5}"))
        source = importing.read(path)
        found = importing.recognise("members", source)
        importing.run(self.book, "members", source, found)

    def do_transfer(self, n: int) -> None:
        people = self.ids("members")
        if people:
            unit = self.one("units", n, name="Chi bộ 1")
            lives.transfer(self.book, people[: 1 + n % 4], unit, f"20{10 + n % 10}-05-01")

    def do_many(self, n: int) -> None:
        people = self.ids("members")
        many.edit_many(self.book, "members", people, {"ethnicity": f"Dân tộc {n}"})

    def do_merge(self, n: int) -> None:
        people = self.ids("members")
        if len(people) > 1:
            first, second = people[n % len(people)], people[(n + 1) % len(people)]
            merging.merge(self.book, first, second)

    def do_different(self, n: int) -> None:
        people = self.ids("members")
        if len(people) > 1:
            both = people[n // 2 % len(people)], people[(n // 2 + 1) % len(people)]
            done = (lookalikes.say_different, lookalikes.take_back_different)[n % 2]
            done(self.book, *both)

    def do_setting(self, n: int) -> None:
        book_settings.save(self.book, {"due_soon_days": 1 + n, "excellent_share": 20 + n % 3})

    def do_merge_units(self, n: int) -> None:
        units = self.ids("units")
        with self.book.read() as session:
            table = Base.metadata.tables["units"]
            above = set(session.scalars(table.select().with_only_columns(table.c.parent_id)))
        lowest = [one for one in units if one not in above]
        if len(lowest) > 2:
            into, *others = lowest[n % len(lowest) :] + lowest[: n % len(lowest)]
            unit_lives.merge_units(self.book, others[:2], into, "2024-07-01")

    def do_delete(self, n: int) -> None:
        register = ("members", "units", "pledges", "models", "awards", "pledge_items")[n % 6]
        for one in self.ids(register):
            try:
                registers.delete(self.book, register, [one])
            except InUse:
                continue
            return

    def do_restore(self, n: int) -> None:
        register = ("members", "units", "pledges", "models", "awards", "pledge_items")[n % 6]
        ids = self.ids(register, deleted=True)
        if ids:
            registers.restore(self.book, register, [ids[n % len(ids)]])

    def do_pledge(self, n: int) -> None:
        campaign = self.one("campaigns", n, year=2024, title="Đợt", deadline=date(2024, 3, 31))
        kind, year = "commitment", 2020 + n % 5
        values = {"kind": kind, "year": year, "campaign_id": campaign, "pledger_kind": "other"}
        self.add("pledges", name=f"Nguyễn {n}", **values)

    def do_items(self, n: int) -> None:
        pledges = self.ids("pledges")
        if pledges:
            rows = [
                {"pledge_id": one, "position": 1, "content": f"Giữ gìn {n % 2}", "duty": "Việc",
                 "target": "100%" if n % 3 else None}
                for one in pledges
            ]  # fmt: skip
            with self.book.write(f"Đăng ký {len(rows)} nội dung") as session:
                insert_many(session, "pledge_items", rows, words=f"Đăng ký {len(rows)} nội dung")

    def do_item(self, n: int) -> None:
        if self.ids("pledges"):
            pledge = self.one("pledges", n)
            self.add("pledge_items", pledge_id=pledge, content=f"Giữ {n}", target="7", duty="a")

    def do_change_item(self, n: int) -> None:
        if self.ids("pledge_items"):
            row = self.one("pledge_items", n)
            registers.save(self.book, "pledge_items", {"content": f"Nội dung {n % 3}"}, row)

    def do_expected(self, n: int) -> None:
        campaign = self.one("campaigns", n, year=2024, title="Đợt", deadline=date(2024, 3, 31))
        campaigns.list_expected(self.book, campaign, campaigns.Whom.MEMBERS, "bổ sung")

    def do_model(self, n: int) -> None:
        self.add("models", name=f"Mô hình {n}", kind="collective", state="registered")

    def do_state(self, n: int) -> None:
        row = self.one("models", n, name="Mô hình", kind="collective", state="registered")
        state = list(ModelState)[n % len(ModelState)].value
        values = {"model_id": row, "state": state, "on": date(2024, 1 + n % 9, 1)}
        self.add("model_steps", **values)

    def do_award(self, n: int) -> None:
        held = self.one("rounds", n, title="Sơ kết", meeting_on=date(2024, 5, 18))
        form = self.one("award_forms", n)
        values = {"recipient_kind": "individual", "recipient_name": f"Nguyễn {n}"}
        self.add("awards", round_id=held, form_id=form, state="proposed", **values)

    def do_award_state(self, n: int) -> None:
        awards = self.ids("awards")
        if awards:
            state = (AwardState.AGREED, AwardState.REFUSED, AwardState.PROPOSED)[n % 3]
            commendations.set_state(self.book, awards[: 1 + n % 3], state.value, "lý do")

    def do_file(self, n: int) -> None:
        if self.ids("models"):
            row = self.one("models", n)
            content = bytes(range(256)) * (1 + n)
            values = {"name": f"{n}.bin", "media_type": "x/y", "size": len(content)}
            owner = {"owner_register": "models", "owner_uid": self.uid("models", row)}
            with self.book.write(f"Đính kèm {n}.bin") as session:
                more = {"sha256": "0" * 64, "content": content}
                registers.save_in(session, "attachments", {**values, **owner, **more})

    def do_note(self, n: int) -> None:
        if self.ids("members"):
            row = self.one("members", n)
            owner = {"owner_register": "members", "owner_uid": self.uid("members", row)}
            self.add("notes", on=date(2024, 5, 18), text=f"Hỏi lại {n}", **owner)

    def do_nothing_in_the_end(self, n: int) -> None:
        row = self.one("units", n, name="Chi bộ 1")
        name = registers.get(self.book, "units", row).values["name"]
        with self.book.write("Đổi rồi đổi lại") as session:
            registers.save_in(session, "units", {"name": f"{name} x"}, row)
            registers.save_in(session, "units", {"name": name}, row)

    def do_one_and_its_kind(self, n: int) -> None:
        """One deed that adds, changes what it added, adds in bulk, renames and deletes."""
        with self.book.write(f"Việc gộp {n}") as session:
            unit = registers.save_in(session, "units", {"name": f"Chi bộ mới {n}"}).id
            rows = [{"full_name": f"Nguyễn {n} {one}", "unit_id": unit} for one in range(3)]
            ids = insert_many(session, "members", rows, words=f"Việc gộp {n}")
            registers.save_in(
                session, "members", {"full_name": "Trần Đổi", "unit_id": None}, ids[1]
            )
            registers.save_in(session, "units", {"name": f"Chi bộ đổi {n}"}, unit)


def step(desk: Desk, name: str, which: int) -> None:
    # what can't be done changes nothing: the deeds' own tests say so
    with suppress(UserProblem):
        desk.deeds[name](which)


ORDER = (
    ("unit", 2), ("unit", 4), ("unit", 6), ("unit", 5), ("member", 1), ("member", 2),
    ("import_members", 1),
    ("pledge", 1), ("pledge", 2), ("expected", 1), ("items", 2), ("item", 1), ("change_item", 1),
    ("model", 1), ("state", 1), ("award", 1), ("award_state", 0), ("file", 1), ("note", 1),
    ("setting", 2), ("setting", 5), ("different", 0), ("different", 1), ("rename_unit", 9),
    ("change_member", 4), ("many", 3), ("transfer", 2), ("merge", 1), ("merge_units", 1),
    ("member", 3), ("delete", 0), ("restore", 0), ("delete", 2), ("restore", 2), ("delete", 5),
    ("one_and_its_kind", 1), ("import_members", 2), ("nothing_in_the_end", 1),
)  # fmt: skip


def test_each_deed_is_undone_and_done_again(book: Book, tmp_path: Path) -> None:
    """Each of them does something on this desk, so that the random test below is no empty one."""
    desk = Desk(book, tmp_path)
    assert {name for name, _which in ORDER} == set(desk.deeds)
    worlds = [world(book)]
    for name, which in ORDER:
        count = len(undoing.last_deeds(book).done)
        desk.deeds[name](which)
        now = world(book)
        assert now != worlds[-1] or name == "nothing_in_the_end", name
        assert len(undoing.last_deeds(book).done) > count, name
        undoing.undo_to(book, undoing.last_deeds(book).done[count])
        assert world(book) == worlds[-1], name
        for _deed in range(len(undoing.last_deeds(book).undone)):
            undoing.redo(book)
        assert world(book) == now, name
        worlds.append(now)
    undoing.undo_to(book, undoing.last_deeds(book).done[0])
    assert world(book) == worlds[0]
    undoing.redo_to(book, undoing.last_deeds(book).undone[0])
    assert world(book) == worlds[-1]
    assert check_file(book.path).ok


_NAMES = sorted(one.removeprefix("do_") for one in dir(Desk) if one.startswith("do_"))
_BACK = ("undo", "redo", "undo_to", "reopen")
_STEPS = st.lists(
    st.tuples(st.sampled_from([*_NAMES, *_BACK * 4]), st.integers(0, 40)), min_size=4, max_size=24
)


@given(steps=_STEPS)
@settings(max_examples=25, deadline=None, derandomize=True)
def test_undone_and_done_again_the_book_is_the_same(
    empty_book: Path, tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int]]
) -> None:
    folder = tmp_path_factory.mktemp("undo")
    book = books.open_book(Path(shutil.copy(empty_book, folder / "so.gsdb")))
    desk = Desk(book, folder)
    done: list[tuple[World, str]] = []  # the world before each deed that stands, and its batch
    undone: list[World] = []  # the world before each undoing that can be taken back
    now = world(book)
    for name, which in steps:
        if name == "reopen":
            desk.book.close()
            desk.book = books.open_book(book.path)
        elif name == "redo" and undone:
            undoing.redo(desk.book)
            newest = undoing.last_deed(desk.book)
            assert newest is not None
            done.append((now, newest.batch))
            now = undone.pop()
        elif name in ("undo", "undo_to") and done:
            back = 1 + (which % len(done) if name == "undo_to" else 0)
            undoing.undo_to(desk.book, done[-back][1])
            for _deed in range(back):
                undone.append(now)
                now = done.pop()[0]
        elif name in desk.deeds:
            before = undoing.last_deed(desk.book)
            step(desk, name, which)
            newest = undoing.last_deed(desk.book)
            if newest is not None and newest != before:
                # several deeds may have been needed: they count as they were written
                later = undoing.last_deeds(desk.book).done
                first = 0 if before is None else later.index(before.batch) + 1
                _pace(desk.book, later[first:], now, done)
                undone.clear()
                now = world(desk.book)
        assert world(desk.book) == now
    while done:
        undoing.undo(desk.book, done[-1][1])
        undone.append(now)
        now = done.pop()[0]
        assert world(desk.book) == now
    desk.book.close()
    desk.book = books.open_book(book.path)
    while undone:
        undoing.redo(desk.book)
        now = undone.pop()
        assert world(desk.book) == now
    assert check_file(book.path).ok
    desk.book.close()


def _pace(
    book: Book, batches: tuple[str, ...], before: World, done: list[tuple[World, str]]
) -> None:
    """Note the world before each of some deeds; those in between by undoing and doing again."""
    worlds = [before]
    if len(batches) > 1:
        for batch in reversed(batches[1:]):
            undoing.undo(book, batch)
            worlds.insert(1, world(book))
        for _batch in batches[1:]:
            undoing.redo(book)
    done.extend(zip(worlds, batches, strict=True))
