"""Erasing a person: nothing of them is left but what is named; everyone else is as before."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from desktop.core.errors import Cancelled, EnvironmentProblem, StaleRecord, UserProblem
from desktop.core.register import Query
from desktop.core.terms import AuditAction
from desktop.core.vietnamese.fold import fold
from desktop.core.vietnamese.mentions import TAKEN_OUT
from desktop.services import attachments, books, erasing, protection, registers, undoing
from desktop.services.books import Book, check_file
from desktop.services.demo import make_demo
from desktop.services.figures import figures
from desktop.services.finding_everywhere import find
from desktop.services.person_places import places_of, text_fields
from desktop.storage import audit_notes
from desktop.storage.registers import MODELS, SPECS, TABLES

from .full_book import CARD, NAME, fill, person
from .rows import add

REASON = "Theo đơn của cá nhân ngày 01/6/2026"
Counted = Callable[[int, int], None]


def leaks(path: Path, *needles: str) -> list[str]:
    """Return which of some words stand anywhere in the file's bytes."""
    content = path.read_bytes()
    return [one for one in needles if one.encode() in content]


def holding(book: Book, name: str) -> set[tuple[str, int]]:
    """Return every row, of any table, that has the name in any of its columns."""
    found: set[tuple[str, int]] = set()
    with book.read() as session:
        connection = session.connection()
        tables = connection.exec_driver_sql(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'search_index%'"
        )
        for (table,) in tables.fetchall():
            for row in connection.exec_driver_sql(f'SELECT * FROM "{table}"').mappings():
                said = "".join(one for one in row.values() if isinstance(one, str))
                if name.casefold() in said.casefold() or fold(name) in said:
                    found.add((table, row.get("id", 0)))
    return found


def _logged(book: Book, left: set[tuple[str, int]]) -> set[str]:
    """Return of which registers the log still has entries that name someone."""
    ids = [row for table, row in left if table == "audit_entries"]
    with book.read() as session:
        said = session.connection().exec_driver_sql(
            "SELECT register FROM audit_entries WHERE id IN (SELECT value FROM json_each(?))",
            (json.dumps(ids),),
        )
        return {one for (one,) in said}


def everyone(book: Book) -> set[tuple[str, str]]:
    with book.read() as session:
        found = places_of(session, 1)
    return {one.key for one in found.doubtful}


def test_nothing_of_a_person_is_left_in_the_file(book: Book, counted: Counted) -> None:
    member = person(book, ethnicity="Khơ-me-đặc-biệt")
    for words in ("Việc cũ của riêng ai", "Việc mới của riêng ai"):
        registers.save(book, "members", {"note": words}, member)
    pledge = add(book, "pledges", year=2026, kind="registration", member_id=member)
    add(book, "pledge_items", pledge_id=pledge, content="Nội dung chỉ người ấy viết")
    uid = registers.get(book, "members", member).uid
    add(book, "notes", owner_register="members", owner_uid=uid, on=date(2026, 5, 1), text="Gọi lại")
    picture = book.path.with_name("Quyết định.txt")
    picture.write_text("Mật của riêng người ấy", "utf-8")
    attachments.attach(book, "pledges", pledge, [attachments.NewFile(picture.name, picture)])
    needles = (
        NAME, fold(NAME), CARD, "Khơ-me-đặc-biệt", "Việc cũ của riêng ai", "Gọi lại",
        "Nội dung chỉ người ấy viết", "Mật của riêng người ấy",
    )  # fmt: skip
    assert leaks(book.path, *needles) == list(needles)
    done = erasing.erase(book, member, REASON)
    left = leaks(book.path, *needles)
    counted(len(needles), len(left))
    assert left == []
    assert done.value.told == ""
    assert done.value.rows == 6  # with the step of the status
    assert done.changes.touches("members", "pledges", "pledge_items", "notes", "attachments")
    assert not check_file(book.path).problems
    assert holding(book, NAME) == set()


def test_no_row_of_any_register_is_left_but_what_is_named(book: Book, counted: Counted) -> None:
    member = person(book)
    ids = fill(book, member)
    told = erasing.plan(book, member, everyone(book))
    done = erasing.erase(book, member, REASON, everyone(book))
    left = holding(book, NAME)
    stay = {("decisions", ids["decisions"]), ("submissions", ids["submissions"])}
    rows = {(table, row) for table, row in left if table in TABLES}
    beside = {table for table, _row in left} - set(TABLES)
    counted(len(ids), len(rows - stay))
    assert rows == stay
    # the log keeps what it said of the rows that stay, and what came from others stays as it came
    assert beside == {"received_rows", "audit_entries"}
    assert _logged(book, left) == {"decisions", "submissions"}
    words = [one.what for one in done.value.remains]
    assert done.value.remains == told.remains
    assert any("Quyết định khen thưởng" in one for one in words)
    assert any("Bộ dữ liệu nhận của" in one for one in words)
    assert any("Báo cáo" in one for one in words)
    assert not check_file(book.path).problems


def test_a_decided_award_keeps_its_name_and_nothing_else(book: Book) -> None:
    member = person(book)
    unit = add(book, "units", name="Chi bộ 1")
    pledge = add(book, "pledges", year=2026, kind="registration", member_id=member)
    held = add(book, "rounds", title="Tổng kết", meeting_on=date(2026, 5, 1))
    decision = add(book, "decisions", round_id=held, number="15-QĐ/HU", on=date(2026, 5, 2),
                   level="district")  # fmt: skip
    form = registers.keys(book, Query("award_forms"))[0]
    common = {"round_id": held, "form_id": form, "member_id": member, "unit_id": unit}
    given = add(book, "awards", **common, decision_id=decision, state="given", pledge_id=pledge,
                achievement="Giúp dân", note="Nhà ở cuối ấp")  # fmt: skip
    add(book, "awards", **common, state="proposed", recipient_name=NAME, recipient_post="Khác")
    told = erasing.plan(book, member)
    assert [one.what for one in told.remains] == [
        "Khen thưởng theo quyết định 15-QĐ/HU ngày 02/05/2026"
    ]
    goes = {"Đảng viên": 1, "Cam kết": 1, "Khen thưởng": 1}
    assert {name: one for name, one in told.goes if name in goes} == goes
    erasing.erase(book, member, REASON)
    (left,) = registers.rows(book, "awards", registers.keys(book, Query("awards")))
    assert left.id == given
    kept = {name: left.values[name] for name in ("recipient_name", "achievement", "unit_id")}
    assert kept == {"recipient_name": NAME, "achievement": "Giúp dân", "unit_id": unit}
    assert [left.values[name] for name in ("member_id", "pledge_id", "note")] == [None] * 3
    assert holding(book, NAME) == {("awards", given)}
    assert "Nhà ở cuối ấp".encode() not in book.path.read_bytes()
    assert not check_file(book.path).problems


def test_a_model_stays_without_its_person(book: Book) -> None:
    member = person(book)
    model = add(book, "models", name=f"Vườn mẫu của {NAME}", kind="individual", member_id=member,
                registered_on=date(2026, 1, 1))  # fmt: skip
    add(book, "model_steps", model_id=model, state="in_progress", on=date(2026, 2, 1))
    before = figures(book, date(2026, 1, 1), date(2026, 12, 31)).models
    told = erasing.plan(book, member)
    assert told.emptied == (f"Mô hình: Vườn mẫu của {NAME}",)
    erasing.erase(book, member, REASON)
    row = registers.get(book, "models", model)
    assert row.values["name"] == f"Vườn mẫu của {TAKEN_OUT}"
    assert (row.values["member_id"], row.values["owner_person"]) == (None, TAKEN_OUT)
    assert figures(book, date(2026, 1, 1), date(2026, 12, 31)).models == before
    assert len(registers.keys(book, Query("model_steps"))) == 2
    assert holding(book, NAME) == set()


def test_the_plan_names_which_figures_change_and_writes_nothing(book: Book) -> None:
    member = person(book, status="official", admitted_on="2010", official_on="2011")
    today = date.today()  # noqa: DTZ011
    before, content = figures(book, date(today.year, 1, 1), today), book.path.read_bytes()
    told = erasing.plan(book, member)
    assert book.path.read_bytes() == content
    changes = {one.period: one.figures for one in told.figures}
    now = changes[date(today.year, 1, 1), today]
    erasing.erase(book, member, REASON)
    after = figures(book, date(today.year, 1, 1), today)
    assert (before.members.total, after.members.total) == (1, 0)
    assert ("members", "total") in {one.path for one in now}
    assert {(one.before, one.now) for one in now if one.path == ("members", "total")} == {
        ("1", "0")
    }


def test_a_doubtful_row_goes_only_when_the_clerk_says_so(book: Book) -> None:
    member = person(book)
    deed = add(book, "good_deeds", name=NAME, deed=f"{NAME} nhặt được của rơi")
    pledge = add(book, "pledges", year=2026, kind="registration", pledger_kind="other", name=NAME)
    add(book, "pledge_items", pledge_id=pledge, content="Đọc sách")
    told = {one.register: one for one in erasing.plan(book, member).doubtful}
    assert told["Cam kết"].likely
    assert not told["Người tốt, việc tốt"].likely
    copy = shutil.copy(book.path, book.path.with_name("bản.gsdb"))
    erasing.erase(book, member, REASON)
    assert registers.get(book, "good_deeds", deed).values["name"] == NAME
    assert registers.get(book, "pledges", pledge).values["name"] == NAME
    other = books.open_book(Path(copy))
    erasing.erase(other, member, REASON, {one.key for one in told.values()})
    assert (
        registers.get(other, "good_deeds", deed).values["deed"] == f"{TAKEN_OUT} nhặt được của rơi"
    )
    assert registers.keys(other, Query("pledges")).tolist() == []
    assert registers.keys(other, Query("pledge_items")).tolist() == []
    assert leaks(other.path, NAME) == []
    other.close()


def test_a_namesake_is_as_before(book: Book) -> None:
    member = person(book)
    other = person(book, card_number="00000001", birth_date="1990", note="Ghi của người kia")
    pledge = add(book, "pledges", year=2026, kind="registration", member_id=other, name=NAME)
    registers.save(book, "members", {"ethnicity": "Kinh"}, other)
    before = [registers.get(book, *one).values for one in (("members", other), ("pledges", pledge))]
    told = erasing.plan(book, member)
    assert told.homonyms == 1
    assert told.doubtful == ()
    erasing.erase(book, member, REASON)
    assert before == [
        registers.get(book, *one).values for one in (("members", other), ("pledges", pledge))
    ]
    assert holding(book, NAME) >= {("members", other), ("pledges", pledge)}
    with book.read() as session:
        said = session.connection().exec_driver_sql(
            "SELECT count(*) FROM audit_entries WHERE before LIKE '%ethnicity%' AND title <> ''"
        )
        assert said.scalar_one() == 1


def test_the_log_says_that_and_why_but_not_who(book: Book) -> None:
    member = person(book)
    erasing.erase(book, member, REASON)
    with book.read() as session:
        rows = session.connection().exec_driver_sql(
            "SELECT action, deed, title, coalesce(after, '') FROM audit_entries"
            " WHERE action = 'erased'"
        )
        said = [tuple(one) for one in rows]
    assert any(json.loads(one[3]).get("reason") == REASON for one in said)
    assert NAME not in str(said)
    assert not check_file(book.path).problems


def test_it_is_not_undone_nor_is_what_came_before_it(book: Book) -> None:
    member = person(book)
    registers.save(book, "members", {"ethnicity": "Kinh"}, member)
    erasing.erase(book, member, REASON)
    deeds = undoing.last_deeds(book)
    assert deeds.newest is not None
    assert (deeds.newest.words, deeds.newest.final) == (erasing.WORDS, True)
    for one in deeds.every:
        if one.batch == deeds.newest.batch or one.final:
            continue
        with pytest.raises(UserProblem):
            undoing.undo(book, one.batch)
    assert registers.keys(book, Query("members")).tolist() == []
    assert leaks(book.path, NAME) == []


@pytest.mark.parametrize("reason", ["", "  \n ", f"Ông {NAME.upper()} xin xóa", f"Thẻ {CARD}"])
def test_a_reason_is_asked_for_and_names_nobody(book: Book, reason: str) -> None:
    member = person(book)
    with pytest.raises(UserProblem, match=r"lý do|Lý do"):
        erasing.erase(book, member, reason)
    assert registers.get(book, "members", member).values["full_name"] == NAME


def test_cancelled_before_the_commit_nothing_is_done(book: Book) -> None:
    member = person(book)
    content = book.path.read_bytes()

    def cancel(done: int, total: int) -> None:
        if (done, total) == (0, 0):
            raise Cancelled

    with pytest.raises(Cancelled):
        erasing.erase(book, member, REASON, progress=cancel)
    assert book.path.read_bytes() == content
    with pytest.raises(StaleRecord):
        erasing.erase(book, 99, REASON)


def test_a_file_that_cannot_be_written_anew_is_told(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    member = person(book)

    def full() -> None:
        raise EnvironmentProblem("Ổ đĩa đầy.")

    monkeypatch.setattr(book, "compact", full)
    done = erasing.erase(book, member, REASON)
    assert "Ổ đĩa đầy." in done.value.told
    assert holding(book, NAME) == set()


def test_an_encrypted_book_is_rewritten_encrypted(book: Book) -> None:
    member = person(book)
    book.close()
    protection.protect(book.path, "Mật khẩu của tôi 2026")
    protection.unlock(book.path, "Mật khẩu của tôi 2026")
    again = books.open_book(book.path)
    done = erasing.erase(again, member, REASON)
    assert done.value.told == ""
    assert holding(again, NAME) == set()
    assert registers.keys(again, Query("members")).tolist() == []
    again.close()
    assert not book.path.read_bytes().startswith(b"SQLite format 3")
    protection.unlock(book.path, "Mật khẩu của tôi 2026")
    assert not check_file(book.path).problems


def test_a_printed_paper_that_names_the_person_is_forgotten_by_the_log(book: Book) -> None:
    member = person(book)
    with book.write("In giấy") as session:
        audit_notes.note(session, AuditAction.PRINTED, f"Trích ngang {NAME}")
    (doubt,) = erasing.plan(book, member).doubtful
    assert (doubt.register, doubt.record) == ("Nhật ký", "giấy đã in, tệp đã xuất")
    erasing.erase(book, member, REASON, [doubt.key])
    assert leaks(book.path, NAME) == []
    assert not check_file(book.path).problems


def test_backups_that_still_have_the_person_are_named(book: Book) -> None:
    member = person(book)
    assert erasing.plan(book, member).backups == ()
    made = books.backup_now(book)
    assert erasing.plan(book, member).backups == (f"{made.at:%H:%M %d/%m/%Y}",)
    with book.write("Nhập lại") as session:  # entered only after that backup
        session.connection().exec_driver_sql(
            "UPDATE members SET created_at = '2099-01-01T00:00:00Z'"
        )
    assert erasing.plan(book, member).backups == ()


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("mẫu") / "mẫu.gsdb"
    make_demo(path, members=30, today=date(2026, 6, 1)).close()
    return path


WORD = st.sampled_from(
    ["Nguyễn", "Đặng", "Hòa", "Hoà", "Ý", "Thuỷ", "Lê", "Quỳnh", "Phượng", "Niê", "K'Sor", "Út"]
)
FREE = [
    (one.name, name)
    for one in SPECS.values()
    for name in text_fields(one)
    if one.by_name[name].editable and one.name in (
        "good_deeds", "models", "plans", "topics", "study_sessions", "conferences", "contests",
        "breakthroughs", "documents", "inspections", "units",
    )
]  # fmt: skip


CASE = {
    "words": st.lists(WORD, min_size=3, max_size=5),
    "which": st.integers(0, 29),
    "places": st.lists(st.sampled_from(FREE), max_size=5),
    "turn": st.sampled_from([str, str.upper, str.title, lambda one: one.replace(" ", "  ")]),
}
MADE = (Phase.explicit, Phase.reuse, Phase.generate)  # to shrink a case takes minutes
SHARED = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


@pytest.mark.slow
@settings(max_examples=8, derandomize=True, phases=MADE, suppress_health_check=SHARED)
@given(**CASE)
def test_in_a_filled_book_nobody_else_changes_and_nothing_is_left(
    demo: Path, tmp_path: Path, counted: Counted, **case: Any
) -> None:
    erased_in_a_filled_book(demo, tmp_path, counted, **case)


@pytest.mark.soak
@settings(max_examples=40, phases=MADE, suppress_health_check=SHARED)
@given(**CASE)
def test_in_a_filled_book_nothing_is_left_of_many(
    demo: Path, tmp_path: Path, counted: Counted, **case: Any
) -> None:
    erased_in_a_filled_book(demo, tmp_path, counted, **case)


def erased_in_a_filled_book(
    demo: Path, tmp_path: Path, counted: Counted, words: Any, which: int, places: Any, turn: Any
) -> None:
    """Give someone a name, put it here and there, erase them and look everywhere."""
    name = " ".join(words)
    copy = tmp_path / "bản.gsdb"
    shutil.copy(demo, copy)
    book = books.open_book(copy)
    try:
        member = registers.keys(book, Query("members"))[which]
        registers.save(book, "members", {"full_name": name}, member)
        for register, field in places:
            keys = registers.keys(book, Query(register))
            if keys:
                _mention(book, register, keys[0], field, f"của {turn(name)}, cũ")
        with book.read() as session:
            found = places_of(session, member)
        also = {one.key for one in found.doubtful}
        others = _rows_but(book, found, also)
        erasing.erase(book, member, REASON, also)
        assert _rows_but(book, found, also) == others
        left = holding(book, name)
        stay = {("awards", one) for one in registers.keys(book, Query("awards"))}
        stay |= {("members", one) for one in found.homonyms}
        counted(len(also) + len(found.rows), len(left - stay))
        assert left <= stay
        assert not check_file(copy).problems
        assert not any(
            hit.register == "members" and hit.id == member
            for group in find(book, name)
            for hit in group.hits
        )
        if not left:
            assert leaks(copy, name, fold(name)) == []
    finally:
        book.close()


def _mention(book: Book, register: str, row: int, field: str, words: str) -> None:
    """Put words into a text, past what the form would refuse."""
    with book.write("Sửa thử") as session:
        setattr(session.get_one(MODELS[register], row), field, words)


def _rows_but(book: Book, found: Any, also: Any) -> dict[str, Any]:
    """Return the rows that are not the person's, nor said to be, as SQLite has them."""
    kept: dict[str, Any] = {}
    with book.read() as session:
        for register, table in TABLES.items():
            mine = set(found.rows.get(register, ()))
            for row in session.execute(table.select()).mappings():
                if row["id"] in mine or (register, row["uid"]) in also:
                    continue
                kept[f"{register} {row['uid']}"] = {
                    name: value
                    for name, value in row.items()
                    if name not in ("revision", "updated_at", "content_hash")
                    and not name.endswith("_key")
                    and name not in ("pledge_id", "campaign_id")
                }
    return kept
