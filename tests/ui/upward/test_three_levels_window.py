"""Three levels of demo offices exchange files both ways through the window, by keys and clicks."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from desktop.platform.paths import user_data_dir
from desktop.services import receiving
from desktop.ui.upward.arriving import State
from desktop.ui.upward.sent_page import SentPage
from tests.chain import (
    BELOW,
    CENTRE,
    MY_LONG,
    NORTH,
    PROVINCES,
    SOUTH,
    YEAR,
    Chain,
    chain_of,
    line_of,
    map_own,
    plain_sum,
)
from tests.services.rows import live
from tests.ui.upward.clerk import CTRL, Clerk, Figures

SAID = "Gửi lại trước ngày 15"
REMARK = "Đây là văn bản đến"
Plain = dict[str, Any]


@pytest.fixture
def chain(
    tmp_path_factory: pytest.TempPathFactory, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> Chain:
    return chain_of(tmp_path_factory, tmp_path, capsys)


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    """What the files are carried on."""
    folder = tmp_path / "Ổ USB"
    folder.mkdir()
    return folder


@pytest.fixture
def clerk(
    qtbot: Any,
    settle: Any,
    monkeypatch: pytest.MonkeyPatch,
    open_window: Callable[..., Any],
    chain: Chain,
) -> Clerk:
    """A clerk before the window, with no book open."""
    made = Clerk(qtbot, settle, monkeypatch)
    made.window = open_window()
    made.window.resize(1366, 700)
    made.window.activateWindow()
    qtbot.waitUntil(made.window.isActiveWindow)
    return made


def as_shown(plain: Plain, path: Sequence[str]) -> str:
    """Return how a figure of the contract is to be read in the window."""
    value: Any = plain
    for key in path:
        value = value.get(key, 0)
    if isinstance(value, dict):
        value = sum(value.values())
    if value is None:
        return "–"
    if path[-1] in ("rate", "mean_rate"):
        shown = (Decimal(str(value)) * 100).quantize(Decimal("0.1"), ROUND_HALF_UP)
        return f"{shown.normalize():f}".replace(".", ",")
    return f"{value:,}".replace(",", ".")


def equal(shown: Figures, several: Sequence[Plain]) -> None:
    """Compare what is shown with the plain sum of several offices' own figures."""
    wanted = plain_sum(several)
    assert len(shown) > 50
    assert shown == {path: as_shown(wanted, path) for path in shown}
    # and nothing that isn't nought is missing
    for group in ("members", "models", "commendations", "study", "documents"):
        for key, value in wanted[group].items():
            if value and not isinstance(value, dict):
                assert (group, key) in shown


def test_each_level_shows_the_sum_of_those_below(clerk: Clerk, chain: Chain, stick: Path) -> None:
    files: dict[str, Path] = {}
    for province in PROVINCES:
        for commune in BELOW[province]:
            clerk.open(chain.path(commune))
            files[commune] = clerk.send(stick, *YEAR)
        clerk.open(chain.path(province))
        dialog = clerk.choose_files(*(files[one] for one in BELOW[province]))
        assert {one[3] for one in clerk.rows(dialog.table)} == {"Cơ quan mới"}
        assert not dialog.do_button.isEnabled()
        assert "Khóa chữ ký: " in dialog.about.toPlainText()
        clerk.take(dialog, recognise=True)
        assert {one.state for one in dialog.files.entries} == {State.TAKEN}
        clerk.close()
        assert clerk.offices().count.text().startswith(f"{len(BELOW[province])}/")
        equal(clerk.added_up(), map_own(chain, line_of(province)))
        files[province] = clerk.send(stick, *YEAR, below=province == NORTH)
    clerk.open(chain.path(CENTRE))
    clerk.take(clerk.choose_files(*(files[one] for one in PROVINCES)), recognise=True)
    clerk.close()
    equal(clerk.added_up(), map_own(chain, line_of(CENTRE)))
    shown = [one[0] for one in clerk.rows(clerk.offices().table)]
    assert len(shown) == len(line_of(CENTRE)) - 1


def names(chain: Chain, *offices: str) -> list[str]:
    """What offices are called."""
    found = []
    for one in offices:
        with chain.book(one) as book:
            found.append(book.name)
    return found


def counting(chain: Chain, office: str) -> dict[str, int]:
    """The numbers of what counts by itself in a book, by office."""
    with chain.book(office) as book:
        return {one.office_name: one.number for one in receiving.received(book) if one.added}


def key_of(chain: Chain, office: str) -> Path:
    """The file of an office's key on this machine."""
    with chain.book(office) as book:
        return user_data_dir() / "keys" / f"{book.origin}.key"


def a_document(chain: Chain, office: str) -> Plain:
    """A document of the year that an office issued."""
    with chain.book(office) as book:
        issued = live(book, "documents", direction="issued")
    return next(one for one in issued if one["on"].year == YEAR[0].year)


def corrected(clerk: Clerk, chain: Chain, office: str, answer: Path, number: str) -> None:
    """Take an answer in at an office, and do what its remark on a document asks for."""
    clerk.open(chain.path(office))
    clerk.take(clerk.choose_files(answer), recognise=True)
    clerk.close()
    (sent,) = clerk.shown(clerk.part(SentPage, "Đã gửi"))
    assert (sent["answer"], sent["receipt"]) == ("Đề nghị chỉnh sửa", SAID)
    record = clerk.find(number)
    (row,) = record.remarks.rows
    assert REMARK in row.text.text()
    clerk.change(record, "direction", Qt.Key.Key_Up)
    clerk.upward()


def test_answers_go_down_and_what_they_ask_for_comes_up(
    clerk: Clerk, chain: Chain, stick: Path
) -> None:
    chain.all_up("--below")
    north, south = names(chain, NORTH, SOUTH)
    number = a_document(chain, SOUTH)["number"]
    clerk.open(chain.path(CENTRE))
    before = clerk.added_up()
    yes = clerk.answer(north, stick / "bắc.gsnop", "Đã tổng hợp", accepted=True)
    clerk.remark(south, "Văn bản", number, REMARK)
    no = clerk.answer(south, stick / "nam.gsnop", SAID, accepted=False)
    told = {one[0]: one[6] for one in clerk.rows(clerk.offices().table)}
    assert (told[north], told[south]) == ("Chấp nhận", "Đề nghị chỉnh sửa")
    clerk.open(chain.path(NORTH))
    dialog = clerk.drop(yes)
    assert "Đã tổng hợp" in dialog.about.toPlainText()
    clerk.take(dialog, recognise=True)
    clerk.close()
    (sent,) = clerk.shown(clerk.part(SentPage, "Đã gửi"))
    assert (sent["answer"], sent["receipt"]) == ("Chấp nhận", "Đã tổng hợp")
    corrected(clerk, chain, SOUTH, no, number)
    again = clerk.send(stick, *YEAR, below=True)
    clerk.open(chain.path(CENTRE))
    dialog = clerk.choose_files(again)
    # new is the centre among the offices that the province knows by now
    assert clerk.rows(dialog.table)[0][2:8] == ["2", "Đã biết, đúng", "", "1", "1", "0"]
    clerk.take(dialog)
    clerk.close()
    assert counting(chain, CENTRE) == {north: 1, south: 2}
    after = clerk.added_up()
    differ = {key: (before[key], after[key]) for key in before if before[key] != after[key]}
    assert set(differ) == {("documents", "issued"), ("documents", "received")}
    equal(after, map_own(chain, line_of(CENTRE)))
    told = {one[0]: one[7] for one in clerk.rows(clerk.offices().table)}
    assert (told[north], told[south]) == ("", "2")


def test_a_correction_of_a_commune_goes_up_and_is_taken_out_again(
    clerk: Clerk, chain: Chain, stick: Path
) -> None:
    files = {one: chain.submit(one) for one in BELOW[NORTH]}
    chain.receive(NORTH, *files.values())
    chain.up(NORTH)
    my_long, *others = names(chain, *BELOW[NORTH])
    number = a_document(chain, MY_LONG)["number"]
    clerk.open(chain.path(NORTH))
    before = clerk.added_up()
    clerk.remark(my_long, "Văn bản", number, REMARK)
    no = clerk.answer(my_long, stick / "xã.gsnop", SAID, accepted=False)
    corrected(clerk, chain, MY_LONG, no, number)
    again = clerk.send(stick, *YEAR)
    clerk.open(chain.path(NORTH))
    clerk.take(clerk.drop(again))
    clerk.close()
    after = clerk.added_up()
    assert after != before
    equal(after, map_own(chain, line_of(NORTH)))
    up = clerk.send(stick, *YEAR)
    clerk.open(chain.path(CENTRE))
    clerk.take(clerk.choose_files(up))
    clerk.close()
    equal(clerk.added_up(), map_own(chain, [CENTRE, *line_of(NORTH)]))
    # the province takes the correction out: the first one counts again, till that is undone
    clerk.open(chain.path(NORTH))
    page = clerk.offices()
    clerk.go_to(page.table, my_long)
    clerk.press(Qt.Key.Key_Delete)
    asked = clerk.say("Có")
    assert my_long in asked
    assert "gửi lần trước của cơ quan khi đó lại được tính" in asked
    assert counting(chain, NORTH) == dict.fromkeys((my_long, *others), 1)
    assert clerk.added_up() == before
    clerk.press(Qt.Key.Key_Z, CTRL)
    clerk.until(lambda: "Đã hoàn tác" in clerk.window.status.message())
    clerk.rest()
    assert counting(chain, NORTH) == {my_long: 2, **dict.fromkeys(others, 1)}
    assert clerk.added_up() == after


def test_a_wrong_file_is_one_sentence_and_writes_nothing(
    clerk: Clerk, chain: Chain, stick: Path
) -> None:
    good = chain.submit(MY_LONG)
    chain.receive(NORTH, good)
    damaged = stick / "hỏng.gsnop"
    bytes_ = bytearray(good.read_bytes())
    bytes_[len(bytes_) // 2] ^= 0x55
    damaged.write_bytes(bytes_)
    key_of(chain, MY_LONG).unlink()
    other = chain.submit(MY_LONG)
    book = chain.path(NORTH)
    clerk.open(book)
    written = book.read_bytes()
    dialog = clerk.drop(damaged, other)
    assert {one.state for one in dialog.files.entries} == {State.REFUSED}
    said = [one.told for one in dialog.files.entries]
    for one in said:
        assert re.fullmatch(r"[^\n]+\.", one)
    assert not dialog.do_button.isEnabled()
    assert not dialog.accept_box.isEnabled()
    clerk.close()
    assert book.read_bytes() == written
    assert counting(chain, NORTH) == dict.fromkeys(names(chain, MY_LONG), 1)
