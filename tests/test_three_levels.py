"""Three levels of demo offices exchange files both ways; the figures are equal at every level."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select, update

from desktop.core.errors import Cancelled
from desktop.core.register import Query
from desktop.core.terms import AwardState
from desktop.services import adding_up, receiving, registers, remarks
from desktop.services.adding_up import Alike, LookAlike
from desktop.services.demo.offices import make_offices
from desktop.storage.models import Award, Decision, Member

from .chain import (
    BELOW,
    CENTRE,
    HIEP_HOA,
    LONG_DUC,
    MY_LONG,
    NORTH,
    PHU_THANH,
    PROVINCES,
    SOUTH,
    VINH_KIM,
    YEAR,
    Chain,
    chain_of,
    line_of,
    map_own,
    plain_sum,
    same,
)
from .services.rows import add, live

_COMMENDED = (
    select(Member.uid)
    .join(Award, Award.member_id == Member.id)
    .join(Decision, Decision.id == Award.decision_id)
    .where(
        Award.state == AwardState.GIVEN.value,
        Award.deleted_at.is_(None),
        Decision.on.between(*YEAR),
    )
    .order_by(Award.id)
)


@pytest.fixture
def chain(
    tmp_path_factory: pytest.TempPathFactory, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> Chain:
    return chain_of(tmp_path_factory, tmp_path, capsys)


def test_the_demo_knows_who_is_below_whom(chain: Chain) -> None:
    names = line_of(CENTRE)
    assert {one.stem for one in chain.folder.iterdir()} == set(names)
    uids, parents, members = {}, {}, {}
    below: dict[str, set[str]] = {}
    for name in names:
        with chain.book(name) as book:
            uids[name] = book.origin
            members[name] = registers.count(book, Query("members"))
            assert not live(book, "submissions")
            offices = live(book, "offices")
            (own,) = [one for one in offices if one["own"]]
            assert (own["level"], own["public_key"]) == (level_of(name), None)
            parents[name] = own["parent_uid"]
            below[name] = {one["uid"] for one in offices if not one["own"]}
            assert all(one["sends_from"] and not one["public_key"] for one in offices if one != own)
    assert len(set(uids.values())) == len(names)
    for name in names:
        assert below[name] == {uids[one] for one in BELOW.get(name, ())}
        assert all(parents[one] == uids[name] for one in BELOW.get(name, ()))
    assert not parents[CENTRE]
    assert min(members.values()) >= 10
    assert len(set(members.values())) > 2
    # no book is ever written over
    assert "Đã có tệp" in chain.refuses("demo", "--offices", chain.folder)
    assert chain.run("demo", "--offices", chain.folder, "--case", "x.json")[0] == 2
    assert chain.run("demo")[0] == 2


def level_of(office: str) -> str:
    """The level that the name of a book tells."""
    if office == CENTRE:
        return "central"
    return "province" if office in PROVINCES else "commune"


def test_a_demo_that_is_stopped_leaves_no_book(tmp_path: Path) -> None:
    def stop(done: int, _total: int) -> None:
        if done:
            raise Cancelled

    with pytest.raises(Cancelled):
        make_offices(tmp_path / "ba cấp", progress=stop)
    assert not list((tmp_path / "ba cấp").iterdir())


@pytest.mark.parametrize("with_rows", [True, False])
def test_every_level_has_the_sum_of_those_below(chain: Chain, with_rows: bool) -> None:
    chain.all_up(*(["--below"] if with_rows else []))
    chain.check()
    # of one province, and of one commune, as the centre sees them
    with chain.book(NORTH) as book:
        province = book.name
    found = chain.added_up(CENTRE, "--office", province)
    assert same(found["total"], plain_sum(map_own(chain, line_of(NORTH))))
    assert {one["added"] for one in found["offices"] if one["level"] == "commune"} == {False}
    with chain.book(MY_LONG) as book:
        commune = book.name
    assert same(chain.added_up(CENTRE, "--office", commune)["total"], chain.own(MY_LONG))
    for office in (*PROVINCES, CENTRE):
        assert "nguyên vẹn" in chain.does("check", chain.path(office))


def test_a_correction_goes_up_to_the_centre(chain: Chain) -> None:
    chain.all_up("--below")
    before = chain.added_up(CENTRE)["total"]["documents"]["issued"]
    with chain.book(VINH_KIM) as book:
        add(book, "documents", number="999-KH/BXDĐ", on=date(2025, 3, 3), direction="issued")
        row = live(book, "models")[0]
        registers.save(book, "models", {"name": "Mô hình đã sửa tên"}, row["id"])
    again = chain.submit(VINH_KIM)
    told = chain.receive(NORTH, again, accept=False)
    assert "lần 2, thay lần 1, cơ quan đã biết, chữ ký đúng" in told
    assert "1 mới, 1 thay đổi, 0 không còn" in told
    # the centre still has what it was sent
    assert chain.added_up(CENTRE)["total"]["documents"]["issued"] == before
    chain.up(NORTH, "--below")
    assert chain.added_up(CENTRE)["total"]["documents"]["issued"] == before + 1
    chain.check()
    # the province takes the correction out, and says so to the centre
    chain.does("take-out", again.name, "--book", chain.path(NORTH))
    chain.up(NORTH, "--below")
    assert chain.added_up(CENTRE)["total"]["documents"]["issued"] == before
    # and takes it in again
    chain.receive(NORTH, again)
    chain.up(NORTH)
    chain.check()
    assert counting(chain, CENTRE) == {NORTH: 4, SOUTH: 1}
    chain.does("take-out", again.name, "--book", chain.path(NORTH))
    one = [name for name in live_names(chain, NORTH) if name.startswith(HIEP_HOA)]
    chain.does("take-out", *one, "--book", chain.path(NORTH))
    offices = [one for one in line_of(NORTH) if one not in (VINH_KIM, HIEP_HOA)]
    found = chain.added_up(NORTH)["total"]
    assert found["members"]["total"] == sum(
        one["members"]["total"] for one in map_own(chain, [*offices, VINH_KIM])
    )


def counting(chain: Chain, office: str) -> dict[str, int]:
    """The numbers of the direct submissions that count in a book, by the sender's file."""
    with chain.book(office) as book:
        return {
            one.file_name.partition("_")[0]: one.number
            for one in receiving.received(book)
            if one.added
        }


def live_names(chain: Chain, office: str) -> list[str]:
    """The files of which something counts in a book."""
    with chain.book(office) as book:
        return [one.file_name for one in receiving.received(book) if one.counts]


def test_encrypted_and_twice(chain: Chain, tmp_path: Path) -> None:
    words = tmp_path / "mật khẩu.txt"
    words.write_text("Mật khẩu hai nơi cùng giữ\n", encoding="utf-8")
    wrong = tmp_path / "sai.txt"
    wrong.write_text("mật khẩu khác\n", encoding="utf-8")
    secret = chain.submit(MY_LONG, "--passphrase-file", words)
    with chain.book(MY_LONG) as book:
        assert book.name.encode() not in secret.read_bytes()
    asked = ("receive", secret, "--book", chain.path(NORTH), "--accept-new")
    chain.refuses(*asked)
    chain.refuses(*asked, "--passphrase-file", wrong)
    assert counting(chain, NORTH) == {}
    chain.does(*asked, "--passphrase-file", words)
    before = chain.added_up(NORTH)
    assert "đã có trong sổ" in chain.does(*asked, "--passphrase-file", words)
    rest = [chain.submit(one) for one in (VINH_KIM, HIEP_HOA)]
    told = chain.receive(NORTH, *rest, *rest)
    assert told.count("đã có trong sổ") == 2
    assert before != chain.added_up(NORTH)
    found = plain_sum(map_own(chain, line_of(NORTH)))
    assert same(chain.added_up(NORTH)["total"], found)
    up = chain.submit(NORTH, "--below", "--passphrase-file", words)
    asked = ("receive", up, "--book", chain.path(CENTRE), "--accept-new")
    chain.refuses(*asked)
    chain.does(*asked, "--passphrase-file", words)
    assert same(
        chain.added_up(CENTRE)["total"],
        plain_sum([chain.own(CENTRE), *map_own(chain, line_of(NORTH))]),
    )


def test_the_order_of_arrival_does_not_matter(chain: Chain) -> None:
    """Second numbers before first ones, communes' own files at the centre, everything twice."""
    first = {one: chain.submit(one) for one in (*BELOW[NORTH], *BELOW[SOUTH])}
    with chain.book(LONG_DUC) as book:
        add(book, "documents", number="77-KH/BXDĐ", on=date(2025, 4, 4), direction="issued")
    second = chain.submit(LONG_DUC)
    chain.receive(SOUTH, second, first[PHU_THANH])
    assert "cũ hơn" in chain.refuses("receive", first[LONG_DUC], "--book", chain.path(SOUTH))
    chain.receive(NORTH, first[HIEP_HOA], first[MY_LONG], first[VINH_KIM])
    north, south = chain.submit(NORTH), chain.submit(SOUTH, "--below")
    files = [north, first[MY_LONG], south, first[LONG_DUC], second, first[VINH_KIM]]
    totals = []
    centre = chain.path(CENTRE)
    empty = centre.read_bytes()
    for order in (files, files[::-1], [*files[2:], *files[:2]], [*files[3:], *files]):
        centre.write_bytes(empty)
        for one in order:  # an old number after the new one is refused, and changes nothing
            chain.run("receive", one, "--book", centre, "--accept-new")
        found = chain.added_up(CENTRE)
        totals.append((found["total"], sorted(one["uid"] for one in found["offices"])))
    assert all(one == totals[0] for one in totals)
    assert len(totals[0][1]) == 7
    chain.check()


def test_a_recipient_whom_two_offices_commend_is_counted_once(chain: Chain) -> None:
    """The same record in two communes of a province, and in two of different provinces."""
    uid = commended(chain, MY_LONG)
    tied(chain, VINH_KIM, uid)
    tied(chain, PHU_THANH, uid)
    chain.all_up("--below")
    for office, less in ((NORTH, 1), (SOUTH, 0), (CENTRE, 2)):
        found = chain.added_up(office)["total"]
        assert same(found, plain_sum(map_own(chain, line_of(office)), less)), office


def commended(chain: Chain, office: str) -> str:
    """The record of a member with awards of the year."""
    with chain.book(office) as book, book.read() as session:
        return str(session.scalars(_COMMENDED).first())


def tied(chain: Chain, office: str, uid: str) -> None:
    """Give a commended member of another office the record's uid, as one who moved keeps it."""
    before = commended(chain, office)
    with chain.book(office) as book, book.write("Nhận đảng viên chuyển đến") as session:
        session.execute(update(Member).where(Member.uid == before).values(uid=uid))


def test_what_a_province_says_to_be_one_is_one_at_the_centre(chain: Chain) -> None:
    chain.receive(NORTH, *map(chain.submit, BELOW[NORTH]))
    uids = []
    for office in (MY_LONG, VINH_KIM):
        with chain.book(office) as book:
            uids.append(live(book, "models", state="recognised")[0]["uid"])
    with chain.book(NORTH) as book:
        ends = [Alike(1, "", "Cơ quan", uid, "Mô hình", ()) for uid in uids]
        adding_up.decide(book, [LookAlike("models", ends[0], ends[1], (), 1.0)], same=True)
    wanted = plain_sum(map_own(chain, line_of(NORTH)))["models"]["total"] - 1
    assert chain.added_up(NORTH)["total"]["models"]["total"] == wanted
    own = chain.own(CENTRE)["models"]["total"]
    for more in ((), ("--below",)):
        chain.up(NORTH, *more)
        assert chain.added_up(CENTRE)["total"]["models"]["total"] == own + wanted


def test_answers_go_back_down(chain: Chain, tmp_path: Path) -> None:
    files = {one: chain.submit(one) for one in BELOW[NORTH]}
    chain.receive(NORTH, *files.values())
    up = chain.submit(NORTH, "--below")
    chain.receive(CENTRE, up)
    with chain.book(MY_LONG) as book:
        row = live(book, "models")[0]
    down = tmp_path / "xuống.gsnop"
    remark = ("--remark", "models", row["uid"], "Thiếu số quyết định công nhận")
    answer = ("answer", "--book", chain.path(NORTH), "--submission", files[MY_LONG].name)
    chain.does(*answer, "--correct", "--words", "Gửi lại trước ngày 15", *remark, "--output", down)
    take = ("take-answer", down, "--book")
    chain.refuses(*take, chain.path(MY_LONG))  # whose key is it?
    told = chain.does(*take, chain.path(MY_LONG), "--accept-new")
    assert "Gửi lại trước ngày 15; 1 ý kiến mới" in told
    assert "đã có trong sổ" in chain.does(*take, chain.path(MY_LONG))
    chain.refuses(*take, chain.path(VINH_KIM), "--accept-new")  # it is not theirs
    with chain.book(MY_LONG) as book:
        (one,) = remarks.remarks_on(book, "models", row["uid"])
        assert one.words == "Thiếu số quyết định công nhận"
        registers.save(book, "models", {"name": "Mô hình có số quyết định"}, row["id"])
    again = chain.submit(MY_LONG)
    chain.receive(NORTH, again, accept=False)
    good = tmp_path / "xong.gsnop"
    chain.does(
        *("answer", "--book", chain.path(NORTH), "--submission", again.name),
        *("--accept", "--output", good),
    )
    assert "trả lời ngày" in chain.does("take-answer", good, "--book", chain.path(MY_LONG))
    # and from the centre to the province
    last = tmp_path / "trung ương.gsnop"
    centre = ("answer", "--book", chain.path(CENTRE), "--submission", up.name, "--accept")
    chain.does(*centre, "--words", "Đã tổng hợp", "--output", last)
    asked = ("take-answer", last, "--book", chain.path(NORTH), "--accept-new")
    assert "Đã tổng hợp" in chain.does(*asked)
    with chain.book(NORTH) as book:
        (sent,) = live(book, "submissions", direction="issued")
        assert (sent["answer"], bool(sent["answered_on"])) == ("accepted", True)
    chain.refuses("receive", last, "--book", chain.path(NORTH))  # an answer is no submission
    chain.refuses("take-answer", up, "--book", chain.path(NORTH))
