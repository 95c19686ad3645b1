"""What lower offices sent goes on upward: their figures in the total, their rows by profile."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from desktop.exchange.arrival import Arrival, opened
from desktop.exchange.submission import BELOW, BELOW_OFFICES
from desktop.services import books, receiving
from desktop.services.adding_up import added_up
from desktop.services.books import Book, OfficeSetup
from desktop.services.submission_rows import NAMED_AT_FIRST, with_names
from desktop.services.submissions import SubmissionRequest, prospect, send_upward

from .arriving import HALF_YEAR, Below, Sender, documents
from .rows import add, live

Plain = dict[str, Any]
REQUEST = SubmissionRequest(*HALF_YEAR, below=True)
MODEL = {
    "uid": "model-1",
    "name": "Hũ gạo tình thương",
    "kind": "individual",
    "registered_on": "2026-02-01",
    "person_in_charge": "NGƯỜI PHỤ TRÁCH KÍN",
}
PLEDGE = {"uid": "pledge-1", "year": 2026, "kind": "pledge", "name": "NGƯỜI CAM KẾT KÍN"}
AWARD = {"uid": "award-1", "recipient_name": "NGƯỜI ĐƯỢC KHEN", "recipient_kind": "individual"}
GROUP = {"uid": "award-2", "recipient_name": "Tổ tự quản", "recipient_kind": "collective"}
TOPICS = [{"uid": "topic-1", "year": 2026, "title": "Chuyên đề"}]


@pytest.fixture
def centre(tmp_path: Path) -> Iterator[Book]:
    """A book of an office above."""
    setup = OfficeSetup("Ban Tuyên giáo Trung ương", "central", "Hà Nội")
    made = books.create_book(tmp_path / "trung ương.gsdb", setup)
    yield made
    made.close()


def send(book: Book, folder: Path, request: SubmissionRequest = REQUEST) -> Path:
    return send_upward(book, request, folder / "lên trên.gsnop").value.path


def rows(arrival: Arrival, register: str) -> dict[str, Plain]:
    return {
        one["row_uid"]: {**json.loads(one["content"]), "title": one["title"]}
        for one in arrival.rows(BELOW)
        if one["register"] == register
    }


def test_nothing_from_below_means_no_total_and_no_tables(book: Book, tmp_path: Path) -> None:
    assert prospect(book, *HALF_YEAR).offices == 0
    with opened(send(book, tmp_path)) as arrival:
        assert arrival.manifest.total is None
        assert not {BELOW, BELOW_OFFICES} & set(arrival.tables)


def test_figures_are_added_up_and_rows_go_by_profile(book: Book, tmp_path: Path) -> None:
    add(book, "documents", number="1", on=HALF_YEAR[0], direction="issued")
    one, two = Sender("Xã Một"), Sender("Xã Hai")
    receiving.receive(
        book, one.send(tmp_path / "1.gsnop", {"documents": documents(3)}), accept=True
    )
    again = one.send(tmp_path / "2.gsnop", {"documents": documents(2)}, number=2)
    receiving.receive(book, again)
    receiving.receive(book, two.send(tmp_path / "3.gsnop", {"topics": TOPICS}), accept=True)
    # of another period: not a part of it
    other = Sender("Xã Ba").send(
        tmp_path / "4.gsnop", {"documents": documents(1)}, period=(HALF_YEAR[0], HALF_YEAR[0])
    )
    receiving.receive(book, other, accept=True)
    assert prospect(book, *HALF_YEAR).offices == 2
    with opened(send(book, tmp_path)) as arrival:
        manifest = arrival.manifest
        assert manifest.total is not None
        # own, the second submission of one, the first of the other
        assert manifest.figures["documents"]["issued"] == 1
        assert manifest.total["documents"]["issued"] == 1 + 2 + 1
        assert manifest.total["sums"] == {"study.rates": [0.0, 0]}
        offices = {each["office_uid"]: each for each in arrival.rows(BELOW_OFFICES)}
        assert set(offices) == {one.uid, two.uid}
        assert (offices[one.uid]["number"], offices[one.uid]["parent_uid"]) == (2, book.origin)
        assert json.loads(offices[one.uid]["counts"]) == {"documents": 2}
        kept = rows(arrival, "documents")
        wanted = {each["uid"]: each for each in documents(2)}
        assert set(kept) == set(wanted)
        for uid, found in kept.items():
            assert found["abstract"] == wanted[uid]["abstract"]
            assert found["title"] == wanted[uid]["number"]
        assert set(rows(arrival, "topics")) == {"topic-1"}
    (noted,) = live(book, "submissions", direction="issued")
    assert json.loads(noted["total"])["documents"]["issued"] == 4
    # without its word the rows stay; the sum goes, and whose figures are in it
    with opened(send(book, tmp_path, replace(REQUEST, below=False))) as arrival:
        assert arrival.manifest.total is not None
        assert BELOW not in arrival.tables
        offices = {each["office_uid"]: each for each in arrival.rows(BELOW_OFFICES)}
        assert set(offices) == {one.uid, two.uid}
        assert json.loads(offices[one.uid]["counts"]) == {}
    # registers that are not chosen stay
    with opened(send(book, tmp_path, replace(REQUEST, registers=("documents",)))) as arrival:
        assert rows(arrival, "topics") == {}
        assert len(rows(arrival, "documents")) == 2


def test_an_office_in_a_total_is_not_counted_again(
    book: Book, centre: Book, tmp_path: Path
) -> None:
    """Without rows from below, too: the total says whose figures are in it."""
    one = Sender("Xã Một")
    up = one.send(tmp_path / "1.gsnop", {"documents": documents(3)})
    receiving.receive(book, up, accept=True)
    total = send(book, tmp_path, replace(REQUEST, below=False))
    for path in (up, total):  # the commune's own file reached the centre, too
        receiving.receive(centre, path, accept=True)
    # a `Sender` says as many documents as the number of its submission
    assert added_up(centre, *HALF_YEAR).total.documents.issued == 1
    with opened(send(centre, tmp_path)) as arrival:
        assert arrival.manifest.total is not None
        assert arrival.manifest.total["documents"]["issued"] == 1


def test_names_from_below_leave_only_where_the_profile_says_so(book: Book, tmp_path: Path) -> None:
    sent = {"models": [MODEL], "pledges": [PLEDGE], "awards": [AWARD, GROUP]}
    receiving.receive(book, Sender().send(tmp_path / "1.gsnop", sent), accept=True)
    path = send(book, tmp_path)
    raw = path.read_bytes()
    assert "KÍN".encode() not in raw
    with opened(path) as arrival:
        assert rows(arrival, "awards")["award-1"]["title"] == "NGƯỜI ĐƯỢC KHEN"
        assert rows(arrival, "models")["model-1"]["title"] == "Hũ gạo tình thương"
        assert "person_in_charge" not in rows(arrival, "models")["model-1"]
        pledge = rows(arrival, "pledges")["pledge-1"]
        assert (pledge["title"], pledge["year"], "name" in pledge) == (None, 2026, False)
    named = replace(REQUEST, personal=NAMED_AT_FIRST | with_names("pledges"))
    with opened(send(book, tmp_path, named)) as arrival:
        assert rows(arrival, "pledges")["pledge-1"]["title"] == "NGƯỜI CAM KẾT KÍN"
    nobody = replace(REQUEST, personal=frozenset())
    assert "NGƯỜI".encode() not in send(book, tmp_path, nobody).read_bytes()
    with opened(send(book, tmp_path, nobody)) as arrival:
        assert [one["title"] for one in rows(arrival, "awards").values()] == [None, "Tổ tự quản"]


def test_three_levels_have_the_same_figures(book: Book, centre: Book, tmp_path: Path) -> None:
    """Commune, province, centre: each adds up what the one below sent."""
    sender = Sender("Tỉnh khác", level="province")
    below = [
        Below("xa-1", "Xã 1", sender.uid, rows={"documents": documents(4)}),
        Below("xa-1-b", "Xã 1b", "xa-1", number=3, rows={"documents": documents(2, start=9)}),
    ]
    path = sender.send(
        tmp_path / "tỉnh.gsnop",
        {"documents": documents(1, start=20)},
        below=below,
        total={"documents": {"issued": 7}},
    )
    receiving.receive(book, path, accept=True)
    add(book, "documents", number="1", on=HALF_YEAR[0], direction="issued")
    up = send(book, tmp_path)
    with opened(up) as arrival:
        assert arrival.manifest.total is not None
        assert arrival.manifest.total["documents"]["issued"] == 8
        parents = {one["office_uid"]: one["parent_uid"] for one in arrival.rows(BELOW_OFFICES)}
        assert parents == {sender.uid: book.origin, "xa-1": sender.uid, "xa-1-b": "xa-1"}
        # in the order of the uids, as the digest asks for
        uids = [one["uid"] for one in arrival.rows(BELOW)]
        assert uids == sorted(uids)
        assert len(uids) == 7
    done = receiving.receive(centre, up, accept=True).value
    assert (done.offices_below, done.rows) == (3, 7 + sum(
        n for name, n in done.manifest.counts.items() if name not in (BELOW, BELOW_OFFICES)
    ))  # fmt: skip
    assert books.check_file(centre.path).problems == ()
    with opened(send(centre, tmp_path)) as arrival:
        assert arrival.manifest.total is not None
        assert arrival.manifest.total["documents"]["issued"] == 8
        assert len({one["office_uid"] for one in arrival.rows(BELOW_OFFICES)}) == 4
