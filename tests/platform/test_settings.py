from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.errors import EnvironmentProblem
from desktop.platform import paths
from desktop.platform.paths import (
    backups_dir,
    documents_dir,
    log_dir,
    resource_path,
    user_data_dir,
)
from desktop.platform.settings import RECENT_KEPT, Settings

words = st.text(st.characters(exclude_categories=("Cs",)), max_size=30)


@given(text=words, count=st.integers(-(2**40), 2**40), flag=st.booleans(), raw=st.binary())
def test_values_come_back(tmp_path_factory, text, count, flag, raw):
    path = tmp_path_factory.mktemp("s") / "settings.json"
    settings = Settings(path)
    settings.set("text", text)
    settings.set("count", count)
    settings.set("flag", flag)
    settings.set_bytes("raw", raw)
    settings.set_texts("list", [text, text])
    settings.set_table("table", {"a": [1, None]})
    settings.save()
    again = Settings(path)
    assert again.get("text", "") == text
    assert again.get("count", 0) == count
    assert again.get("flag", not flag) is flag
    assert again.get_bytes("raw") == raw
    assert again.get_texts("list") == [text, text]
    assert again.get_table("table") == {"a": [1, None]}


@pytest.mark.parametrize(
    "damaged", [b"", b"{", b"\xff\xfe", b"[1]", b"null", b'{"a": 1', b"[" * 100_000]
)
def test_damaged_file_is_kept_aside(tmp_path, damaged):
    path = tmp_path / "settings.json"
    path.write_bytes(damaged)
    settings = Settings(path)
    assert settings.get("language", "vi") == "vi"
    assert (tmp_path / "settings.damaged.json").read_bytes() == damaged
    settings.set("language", "en")
    settings.save()
    assert json.loads(path.read_text(encoding="utf-8")) == {"language": "en"}


def test_values_of_another_type_count_as_missing(tmp_path):
    path = tmp_path / "settings.json"
    path.write_text('{"a": 1, "b": true, "c": "x", "d": [1, "y"], "e": 3}', encoding="utf-8")
    settings = Settings(path)
    assert settings.get("a", "default") == "default"
    assert settings.get("b", 7) == 7
    assert settings.get("a", False) is False
    assert settings.get_bytes("c") == b""
    assert settings.get_texts("d") == ["y"]
    assert settings.get_table("e") == {}


def test_two_windows_keep_each_others_changes(tmp_path):
    path = tmp_path / "settings.json"
    one, two = Settings(path), Settings(path)
    one.set("theme", "dark")
    two.set("language", "en")
    one.save()
    two.save()
    again = Settings(path)
    assert again.get("theme", "") == "dark"
    assert again.get("language", "") == "en"


def test_recent_books(tmp_path):
    settings = Settings(tmp_path / "settings.json")
    books = [tmp_path / f"{n}.gsdb" for n in range(RECENT_KEPT + 3)]
    for book in books:
        settings.remember_book(book)
    settings.remember_book(books[5])
    assert settings.recent_books()[0] == books[5]
    assert len(settings.recent_books()) == RECENT_KEPT
    assert len(set(settings.recent_books())) == RECENT_KEPT
    settings.forget_book(books[5])
    assert books[5] not in settings.recent_books()


def test_last_folder_falls_back_when_it_is_gone(tmp_path):
    settings = Settings(tmp_path / "settings.json")
    (tmp_path / "usb").mkdir()
    settings.set_last_folder("paper", tmp_path / "usb")
    assert settings.last_folder("paper", tmp_path) == tmp_path / "usb"
    (tmp_path / "usb").rmdir()
    assert settings.last_folder("paper", tmp_path) == tmp_path


def test_unwritable_place_is_told_and_nothing_is_lost(tmp_path):
    (tmp_path / "file").write_bytes(b"")
    settings = Settings(tmp_path / "file" / "settings.json")
    settings.set("theme", "dark")
    with pytest.raises(EnvironmentProblem):
        settings.save()
    assert isinstance(settings.try_save(), EnvironmentProblem)
    assert settings.get("theme", "") == "dark"
    (tmp_path / "file").unlink()
    assert settings.try_save() is None
    assert Settings(settings.path).get("theme", "") == "dark"


def test_paths_follow_the_environment(tmp_path, monkeypatch):
    monkeypatch.setenv("GUONGSANG_HOME", str(tmp_path / "h"))
    assert user_data_dir() == tmp_path / "h"
    for folder in (log_dir(), backups_dir(), documents_dir(), Settings().path):
        assert tmp_path / "h" in folder.parents
    monkeypatch.delenv("GUONGSANG_HOME")
    assert "GuongSang" in user_data_dir().parts
    assert isinstance(documents_dir(), Path)
    assert resource_path("icons", "search.svg").is_file()


def test_resources_of_a_frozen_program(tmp_path, monkeypatch):
    monkeypatch.setattr("sys._MEIPASS", str(tmp_path), raising=False)
    paths._resources.cache_clear()
    try:
        assert resource_path("icons", "a.svg") == tmp_path / "resources" / "icons" / "a.svg"
    finally:
        paths._resources.cache_clear()
