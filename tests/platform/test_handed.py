"""Notes by which one window hands files to another."""

from __future__ import annotations

import threading

import pytest

from desktop.core.errors import EnvironmentProblem
from desktop.platform.handed import folder_of, hand_over, taken


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("GUONGSANG_HOME", str(tmp_path / "home"))


def test_what_is_handed_over_is_taken_once_and_for_that_book_alone(tmp_path):
    book, other = tmp_path / "Sổ.gsdb", tmp_path / "Sổ khác.gsdb"
    files = [tmp_path / "gửi lần 1.gsnop", tmp_path / "gửi lần 2.gsnop"]
    note = hand_over(book, files)
    assert note.is_file()
    assert taken(other) == []
    assert taken(tmp_path / "." / "Sổ.gsdb") == files
    assert not note.exists()
    assert taken(book) == []


def test_a_relative_path_means_the_same_for_the_other_window(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    hand_over(tmp_path / "a.gsdb", [tmp_path.joinpath("x.gsnop").relative_to(tmp_path)])
    monkeypatch.chdir("/")
    assert taken(tmp_path / "a.gsdb") == [tmp_path / "x.gsnop"]


def test_a_note_that_says_nothing_usable_is_removed(tmp_path):
    book = tmp_path / "a.gsdb"
    folder = folder_of(book)
    folder.mkdir(parents=True)
    for name, content in (("1-a", b"{"), ("2-b", b'{"a": 1}'), ("3-c", b'[1, null, ""]')):
        (folder / f"{name}.json").write_bytes(content)
    (folder / "4-d.json").write_bytes(b"[" * 2_000_000)
    assert taken(book) == []
    assert [*folder.iterdir()] == []


def test_two_that_take_at_once_never_both_get_a_file(tmp_path):
    book = tmp_path / "a.gsdb"
    wanted = [tmp_path / f"{n}.gsnop" for n in range(40)]
    for one in wanted:
        hand_over(book, [one])
    found: list[list] = [[], []]
    both = [threading.Thread(target=lambda n=n: found[n].extend(taken(book))) for n in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(found[0] + found[1]) == sorted(wanted)


def test_where_no_note_can_be_written_the_environment_is_told(tmp_path):
    (tmp_path / "home").write_text("", "utf-8")
    with pytest.raises(EnvironmentProblem):
        hand_over(tmp_path / "a.gsdb", [tmp_path / "x.gsnop"])
