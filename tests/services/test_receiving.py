"""Receiving: verified, compared, taken in whole, replaced, refused, taken out again."""

from __future__ import annotations

import json
import shutil
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from desktop.core.errors import DamagedFile, NeedsPassphrase, UserProblem
from desktop.core.terms import Trust
from desktop.exchange.signing import fingerprint, new_key
from desktop.exchange.submission import (
    BELOW_OFFICES,
    BELOW_OFFICES_COLUMNS,
    NUMERIC_BELOW,
    Table,
)
from desktop.services import books, receiving, registers
from desktop.services.books import Book
from desktop.storage.keeping import canonical
from desktop.storage.registers import SPECS

from .arriving import HALF_YEAR, Below, Sender, documents
from .rows import everything, live

Plain = dict[str, Any]


def rows_of(book: Book, submission: int) -> list[Plain]:
    """What the book keeps of a submission's rows, in the order of register and uid."""
    with book.read() as session:
        found = session.connection().exec_driver_sql(
            "SELECT register, uid, title, content FROM received_rows WHERE submission_id = ? "
            "ORDER BY register, uid",
            (submission,),
        )
        return [dict(one) for one in found.mappings()]


def entries(book: Book) -> list[tuple[str, str]]:
    with book.read() as session:
        found = session.connection().exec_driver_sql(
            "SELECT action, register FROM audit_entries WHERE batch = "
            "(SELECT batch FROM audit_entries ORDER BY id DESC LIMIT 1) ORDER BY id"
        )
        return [(one[0], one[1]) for one in found]


def whole(path: Path) -> tuple[str, ...]:
    """The findings of a check of the book's file."""
    return books.check_file(path).problems


def test_a_new_office_is_taken_in_when_the_clerk_says_so(book: Book, tmp_path: Path) -> None:
    sender = Sender()
    sent = {"documents": documents(3), "units": [{"uid": "u-1", "name": "Chi bộ Ấp 1"}]}
    path = sender.send(tmp_path / "trà cú.gsnop", sent)
    before = everything(book)
    seen = receiving.look_at(book, path)
    assert (seen.trust, seen.office_known, seen.needs_accept) == (Trust.NEW, False, True)
    assert sender.key is not None
    assert seen.fingerprint == fingerprint(sender.key.public)
    with pytest.raises(UserProblem, match="đối chiếu khóa"):
        receiving.receive(book, path)
    assert everything(book) == before

    done = receiving.receive(book, path, accept=True)
    assert done.changes.touches("submissions")
    assert (done.value.rows, done.value.number, done.value.trust) == (4, 1, Trust.NEW)
    (office,) = live(book, "offices", uid=sender.uid)
    assert (office["name"], office["parent_uid"]) == (sender.name, book.origin)
    assert office["public_key"] == sender.key.public
    assert office["known_on"] == date.today()  # noqa: DTZ011 - the clerk's own calendar day
    (kept,) = live(book, "submissions")
    assert (kept["office_uid"], kept["period_from"], kept["period_to"]) == (sender.uid, *HALF_YEAR)
    assert json.loads(kept["figures"]) == {"office": sender.name, "documents": {"issued": 1}}
    assert (kept["total"], kept["through_id"], kept["trust"]) == (None, None, "new")
    titles = {one["uid"]: one["title"] for one in rows_of(book, kept["id"])}
    assert titles["u-1"] == "Chi bộ Ấp 1"
    assert titles[documents(1)[0]["uid"]] == "1-KH/BTG"
    # one entry for the office, one for the submission, however many rows
    assert sorted(entries(book)) == [("created", "offices"), ("created", "submissions")]
    book.close()
    assert whole(book.path) == ()


def test_the_second_file_of_a_known_office_needs_no_word(book: Book, tmp_path: Path) -> None:
    sender = Sender()
    receiving.receive(book, sender.send(tmp_path / "1.gsnop"), accept=True)
    path = sender.send(tmp_path / "2.gsnop", {"documents": documents(2)}, number=2)
    assert receiving.look_at(book, path).trust is Trust.KNOWN
    found = receiving.receive(book, path).value
    assert (found.trust, found.rows) == (Trust.KNOWN, 2)
    assert entries(book) == [("created", "submissions")]


def test_content_is_the_canonical_json_of_all_fields(book: Book, tmp_path: Path) -> None:
    words = 'Dấu " và \\ và / và \t, \n, \x01\x1f\x7f, \u2028, 😀, ễ\u0302'
    sent = [{**documents(1)[0], "abstract": words, "note": None}]
    found = receiving.receive(
        book, Sender().send(tmp_path / "1.gsnop", {"documents": sent}), accept=True
    ).value
    (row,) = rows_of(book, found.id)
    content = json.loads(row["content"])
    assert row["content"] == canonical(content).decode()
    assert content["abstract"] == words
    assert content["type"] is None
    leaving = [one.name for one in SPECS["documents"].fields if one.leaves]
    assert sorted(content) == sorted(leaving)


def test_titles_that_are_choices_dates_and_references(book: Book, tmp_path: Path) -> None:
    sent: dict[str, list[Plain]] = {
        "units": [{"uid": "u", "name": "Chi bộ Ấp 1"}],
        "documents": documents(1),
        "model_units": [{"uid": "m", "unit_id": "u"}, {"uid": "n", "unit_id": "none"}],
        "model_levels": [{"uid": "l", "level": "province"}],
        "model_reviews": [{"uid": "r", "on": "2026-02-03"}],
        "topic_documents": [{"uid": "t", "document_id": documents(1)[0]["uid"]}],
    }
    found = receiving.receive(book, Sender().send(tmp_path / "1.gsnop", sent), accept=True).value
    titles = {one["uid"]: one["title"] for one in rows_of(book, found.id)}
    assert titles["m"] == "Chi bộ Ấp 1"
    assert titles["n"] is None
    assert titles["l"] == "Tỉnh"
    assert titles["r"] == "03/02/2026"
    assert titles["t"] == "1-KH/BTG"


def test_a_name_that_was_not_sent_is_no_title(book: Book, tmp_path: Path) -> None:
    pledges = [{"uid": "p", "name": "Nguyễn Văn An", "year": 2026, "kind": "registration"}]
    sender = Sender()
    path = sender.send(tmp_path / "1.gsnop", {"pledges": pledges}, personal=False)
    found = receiving.receive(book, path, accept=True).value
    (row,) = rows_of(book, found.id)
    assert row["title"] is None
    assert "name" not in json.loads(row["content"])
    # sent with names next time: nothing of what both have is different
    named = sender.send(tmp_path / "2.gsnop", {"pledges": pledges}, number=2)
    (change,) = receiving.look_at(book, named).changes
    assert (change.register, change.same, change.differs) == ("pledges", 1, False)


# again, and in another order


def test_the_same_file_twice_changes_nothing(book: Book, tmp_path: Path) -> None:
    path = Sender().send(tmp_path / "1.gsnop", {"documents": documents(5)})
    first = receiving.receive(book, path, accept=True).value
    before = everything(book)
    again = Path(shutil.copy(path, tmp_path / "chép.gsnop"))
    assert receiving.look_at(book, again).already
    done = receiving.receive(book, again)
    assert (done.value.already, done.value.id, bool(done.changes)) == (True, first.id, False)
    assert everything(book) == before
    assert len(rows_of(book, first.id)) == 5


def test_a_higher_number_replaces_and_tells_what_changed(book: Book, tmp_path: Path) -> None:
    sender = Sender()
    first = sender.send(tmp_path / "1.gsnop", {"documents": documents(70)})
    receiving.receive(book, first, accept=True)
    fresh = [*documents(10), *documents(10, start=10, word="Báo cáo"), *documents(60, start=70)]
    second = sender.send(
        tmp_path / "2.gsnop", {"documents": fresh, "units": [{"uid": "u", "name": "A"}]}, number=2
    )
    seen = receiving.look_at(book, second)
    assert seen.replaced is not None
    assert seen.replaced.number == 1
    of = {one.register: one for one in seen.changes}
    change = of["documents"]
    assert (change.new, change.changed, change.gone, change.same) == (60, 10, 50, 10)
    assert change.changed_titles == tuple(f"{n}-KH/BTG" for n in range(11, 21))
    assert change.new_titles == tuple(f"{n}-KH/BTG" for n in range(71, 121))
    assert change.gone_titles == tuple(f"{n}-KH/BTG" for n in range(21, 71))
    assert (of["units"].new, of["units"].new_titles) == (1, ("A",))
    found = receiving.receive(book, second).value
    assert found.changes == seen.changes
    old, new = sorted(receiving.received(book), key=lambda one: one.number)
    assert (old.current, old.counts, new.current, new.counts) == (False, False, True, True)
    assert len(rows_of(book, old.id)) == 70


def test_a_lower_number_is_refused(book: Book, tmp_path: Path) -> None:
    sender = Sender()
    receiving.receive(book, sender.send(tmp_path / "2.gsnop", number=2), accept=True)
    older = sender.send(tmp_path / "1.gsnop")
    before = everything(book)
    with pytest.raises(UserProblem, match="cũ hơn"):
        receiving.receive(book, older, accept=True)
    assert "cũ hơn" in receiving.look_at(book, older).refusal
    assert everything(book) == before
    # of another period it is another matter
    other = (date(2025, 7, 1), date(2025, 12, 31))
    receiving.receive(book, sender.send(tmp_path / "3.gsnop", period=other))
    assert sum(one.counts for one in receiving.received(book)) == 2
    assert [one.number for one in receiving.received(book, other)] == [1]


def test_the_same_number_with_other_content_is_refused(book: Book, tmp_path: Path) -> None:
    sender = Sender()
    receiving.receive(book, sender.send(tmp_path / "a.gsnop"), accept=True)
    twin = sender.send(tmp_path / "b.gsnop", {"documents": documents(1)})
    with pytest.raises(UserProblem, match=r"Hãy hỏi nơi gửi tệp\s+nào đúng"):
        receiving.receive(book, twin)
    assert receiving.look_at(book, twin).refusal


def test_what_looks_strange_is_told_and_not_refused(book: Book, tmp_path: Path) -> None:
    sender = Sender()
    receiving.receive(book, sender.send(tmp_path / "1.gsnop"), accept=True)
    alike = Sender(sender.name)
    late = alike.send(tmp_path / "x.gsnop", number=3, made_at="2099-01-01T00:00:00Z")
    seen = receiving.look_at(book, late)
    told = " ".join(seen.warnings)
    assert "cùng tên" in told
    assert "Chưa nhận lần gửi 1 và 2" in told
    assert "đồng hồ" in told
    sender.name = "Ban Tuyên giáo và Dân vận Trà Cú"
    path = sender.send(tmp_path / "2.gsnop", number=2, replaces="a" * 64)
    told = " ".join(receiving.look_at(book, path).warnings)
    assert "Trong sổ, cơ quan này tên là «Ban Tuyên giáo Huyện ủy Trà Cú»" in told
    assert "thay cho một bộ khác" in told
    assert receiving.receive(book, path).value.number == 2


# who may send


def test_another_key_is_refused_until_the_old_one_is_forgotten(book: Book, tmp_path: Path) -> None:
    sender = Sender()
    receiving.receive(book, sender.send(tmp_path / "1.gsnop"), accept=True)
    sender.key = new_key()
    path = sender.send(tmp_path / "2.gsnop", number=2)
    before = everything(book)
    with pytest.raises(UserProblem, match="thay khóa") as caught:
        receiving.receive(book, path, accept=True)
    assert fingerprint(sender.key.public) in caught.value.message
    seen = receiving.look_at(book, path)
    assert seen.trust is None
    assert "thay khóa" in seen.refusal
    assert everything(book) == before
    (office,) = live(book, "offices", uid=sender.uid)
    assert receiving.forget_key(book, office["id"]).value == sender.name
    with pytest.raises(UserProblem, match="đối chiếu khóa"):
        receiving.receive(book, path)
    assert receiving.receive(book, path, accept=True).value.trust is Trust.NEW
    (office,) = live(book, "offices", uid=sender.uid)
    assert office["public_key"] == sender.key.public
    own = registers.own_office(book).id
    with pytest.raises(UserProblem, match="chưa có khóa"):
        receiving.forget_key(book, own)


def test_an_unsigned_file_of_an_office_that_signs_is_refused(book: Book, tmp_path: Path) -> None:
    sender = Sender()
    receiving.receive(book, sender.send(tmp_path / "1.gsnop"), accept=True)
    sender.key = None
    with pytest.raises(UserProblem, match="không có chữ ký"):
        receiving.receive(book, sender.send(tmp_path / "2.gsnop", number=2), accept=True)


def test_an_unsigned_file_needs_the_clerks_word_each_time(book: Book, tmp_path: Path) -> None:
    sender = Sender(key=None)
    first, second = sender.send(tmp_path / "1.gsnop"), sender.send(tmp_path / "2.gsnop", number=2)
    for path in (first, second):
        with pytest.raises(UserProblem, match="không có chữ ký"):
            receiving.receive(book, path)
        assert receiving.look_at(book, path).trust is Trust.UNSIGNED
        assert receiving.receive(book, path, accept=True).value.trust is Trust.UNSIGNED


def test_own_data_is_refused(book: Book, tmp_path: Path) -> None:
    with pytest.raises(UserProblem, match="chính cơ quan"):
        receiving.receive(book, Sender(uid=book.origin).send(tmp_path / "1.gsnop"), accept=True)
    sender = Sender()
    below = [Below(book.origin, "Chính mình", sender.uid)]
    with pytest.raises(UserProblem, match="kê cả cơ quan của sổ này"):
        receiving.look_at(book, sender.send(tmp_path / "2.gsnop", below=below))
    itself = [Below(sender.uid, sender.name, sender.uid)]
    with pytest.raises(UserProblem, match="hai lần"):
        receiving.look_at(book, sender.send(tmp_path / "3.gsnop", below=itself))
    assert live(book, "submissions") == []


def test_an_answer_is_no_submission(book: Book, tmp_path: Path) -> None:
    path = Sender().send(tmp_path / "1.gsnop", kind="answer")
    with pytest.raises(UserProblem, match="phiếu trả lời"):
        receiving.receive(book, path, accept=True)


def test_an_encrypted_file_needs_its_passphrase(book: Book, tmp_path: Path) -> None:
    path = Sender().send(
        tmp_path / "1.gsnop", {"documents": documents(4)}, passphrase="mật khẩu chung"
    )
    with pytest.raises(NeedsPassphrase):
        receiving.look_at(book, path)
    found = receiving.receive(book, path, "mật khẩu chung", accept=True).value
    assert found.rows == 4


def test_an_altered_file_writes_nothing(book: Book, tmp_path: Path) -> None:
    path = Sender().send(tmp_path / "1.gsnop", {"documents": documents(40)})
    path.write_bytes(path.read_bytes().replace("Kế hoạch số 7".encode(), "Kế hoạch số 8".encode()))
    before = everything(book)
    with pytest.raises(DamagedFile):
        receiving.receive(book, path, accept=True)
    assert everything(book) == before


# offices below


def carrying(sender: Sender, *named: str) -> list[Below]:
    return [
        Below(
            f"below-{name}",
            f"Xã {name}",
            sender.uid,
            rows={"documents": documents(place + 1)},
            figures={"office": name},
        )
        for place, name in enumerate(named)
    ]


def test_what_came_from_below_is_kept_apart(book: Book, tmp_path: Path) -> None:
    sender = Sender()
    below = carrying(sender, "A", "B")
    path = sender.send(
        tmp_path / "1.gsnop", {"documents": documents(3)}, below=below, total={"models": 9}
    )
    (*_, told) = receiving.look_at(book, path).changes
    seen = {one.register: one for one in receiving.look_at(book, path).changes}
    assert seen["below_offices"].new_titles == ("Xã A", "Xã B")
    assert told.register in seen
    found = receiving.receive(book, path, accept=True).value
    assert (found.rows, found.offices_below) == (6, 2)
    of = {one.office_uid: one for one in receiving.received(book)}
    assert of["below-A"].through_id == of["below-B"].through_id == found.id
    assert [len(rows_of(book, of[one].id)) for one in ("below-A", "below-B")] == [1, 2]
    (row,) = rows_of(book, of["below-A"].id)
    assert (row["register"], row["title"]) == ("documents", "1-KH/BTG")
    (carrier,) = live(book, "submissions", id=found.id)
    assert json.loads(carrier["total"]) == {"models": 9}
    offices = {one["uid"]: one for one in live(book, "offices")}
    assert offices["below-A"]["parent_uid"] == sender.uid
    assert offices["below-A"]["public_key"] is None
    assert offices[sender.uid]["parent_uid"] == book.origin
    assert {one for one, state in of.items() if state.counts} == {sender.uid, "below-A", "below-B"}
    assert {one for one, state in of.items() if state.added} == {sender.uid}
    book.close()
    assert whole(book.path) == ()


def test_an_office_that_also_sent_directly_is_added_once(book: Book, tmp_path: Path) -> None:
    commune, district = Sender("Xã A", "commune", uid="below-A"), Sender()
    receiving.receive(book, commune.send(tmp_path / "xã.gsnop", number=2), accept=True)
    (direct,) = receiving.received(book)
    assert direct.added
    path = district.send(tmp_path / "huyện.gsnop", below=carrying(district, "A"), total={})
    receiving.receive(book, path, accept=True)
    found = {(one.office_uid, one.through_id is None): one for one in receiving.received(book)}
    assert len(found) == 3  # both are kept
    assert found[district.uid, True].added
    assert (found["below-A", True].current, found["below-A", True].counts) == (True, False)
    assert found["below-A", False].counts
    (office,) = live(book, "offices", uid="below-A")
    assert office["parent_uid"] == district.uid
    # the district no longer tells of it: what it sent itself counts again
    without = district.send(tmp_path / "huyện 2.gsnop", number=2)
    receiving.receive(book, without)
    added = {one.office_uid for one in receiving.received(book) if one.added}
    assert added == {district.uid, "below-A"}


def test_offices_that_carry_each_other_are_refused(book: Book, tmp_path: Path) -> None:
    one, other = Sender("A", uid="office-1"), Sender("B", uid="office-2")
    of_other = [Below(other.uid, "B", one.uid)]
    receiving.receive(book, one.send(tmp_path / "1.gsnop", below=of_other, total={}), accept=True)
    of_one = [Below(one.uid, "A", other.uid)]
    with pytest.raises(UserProblem, match="hỏi lại hai nơi gửi"):
        receiving.receive(
            book, other.send(tmp_path / "2.gsnop", below=of_one, total={}), accept=True
        )


@pytest.mark.parametrize("register", ["settings", "attachments", "audit_entries"])
def test_rows_from_below_of_what_is_never_sent_are_refused(
    book: Book, tmp_path: Path, register: str
) -> None:
    sender = Sender()
    below = [Below("below-A", "Xã A", sender.uid, rows={register: documents(1)})]
    with pytest.raises(DamagedFile):
        receiving.receive(book, sender.send(tmp_path / "1.gsnop", below=below), accept=True)
    assert live(book, "submissions") == []


def test_offices_below_without_a_total_are_refused(book: Book, tmp_path: Path) -> None:
    sender = Sender()
    path = sender.send(tmp_path / "1.gsnop", below=carrying(sender, "A"), without_total=True)
    with pytest.raises(DamagedFile):
        receiving.look_at(book, path)


@pytest.mark.parametrize("accept", [False, True])
def test_a_total_that_no_office_below_explains_is_refused(
    book: Book, tmp_path: Path, accept: bool
) -> None:
    """Signed and whole, and yet its total would count instead of the office's own figures."""
    sender = Sender("Ban Tuyên giáo Huyện ủy Trà Cú")
    claimed = {"office": sender.name, "documents": {"issued": 1_000_000}}
    path = sender.send(tmp_path / "khống.gsnop", {"documents": documents(2)}, total=claimed)
    words = "không kê cơ quan cấp dưới nào.*đề nghị «Ban Tuyên giáo Huyện ủy Trà Cú» lập và gửi lại"
    with pytest.raises(DamagedFile, match=words) as told:
        receiving.look_at(book, path)
    assert "«khống.gsnop»" in told.value.message
    with pytest.raises(DamagedFile, match=words):
        receiving.receive(book, path, accept=accept)
    assert live(book, "submissions") == []
    assert sorted(one["name"] for one in live(book, "offices")) == [book.name]
    # and the list of those below can't be an empty one
    empty = Table(BELOW_OFFICES, BELOW_OFFICES_COLUMNS, NUMERIC_BELOW[BELOW_OFFICES], [])
    path = sender.send(tmp_path / "rỗng.gsnop", total=claimed, besides=[empty])
    with pytest.raises(DamagedFile, match=words):
        receiving.receive(book, path, accept=accept)
    assert live(book, "submissions") == []
