"""A submission and its note in the book are one step: the book never knows less than the folder."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from desktop.core.errors import EnvironmentProblem, UserProblem
from desktop.exchange.arrival import read_manifest
from desktop.services import books, receiving, registers, undoing
from desktop.services.books import Book, OfficeSetup
from desktop.services.submissions import SubmissionRequest, prospect, send_upward

from .rows import add, live

FROM, TO = date(2025, 1, 1), date(2025, 12, 31)
REQUEST = SubmissionRequest(FROM, TO)

KILLED = """
import os, sys
from datetime import date
from pathlib import Path
from desktop.services import books
from desktop.services.submissions import SubmissionRequest, send_upward
book, target = Path(sys.argv[1]), Path(sys.argv[2])
real = Path.replace
def replace(self, new):
    if Path(new).name == target.name:
        if sys.argv[3] == "after":
            real(self, new)
        os._exit(9)
    return real(self, new)
Path.replace = replace
send_upward(books.open_book(book), SubmissionRequest(date(2025, 1, 1), date(2025, 12, 31)), target)
"""


@pytest.mark.parametrize("moment", ["before", "after"])
def test_killed_around_the_moment_when_the_file_takes_its_name(
    moment: str, book: Book, tmp_path: Path
) -> None:
    first = send_upward(book, REQUEST, tmp_path / "1.gsnop").value
    path, second = book.path, tmp_path / "2.gsnop"
    book.close()
    asked = [sys.executable, "-c", KILLED, str(path), str(second), moment]
    root = Path(books.__file__).parents[2]
    assert subprocess.run(asked, check=False, cwd=root, env={**os.environ}).returncode == 9
    assert second.exists() == (moment == "after")
    setup = OfficeSetup("Ban Tuyên giáo Trung ương", "central", "Hà Nội")
    above = books.create_book(tmp_path / "trên.gsdb", setup)
    with closing(books.open_book(path)) as again, closing(above):
        assert [one["number"] for one in live(again, "submissions")] == [1, 2]
        third = send_upward(again, REQUEST, tmp_path / "3.gsnop").value
        assert third.number == read_manifest(third.path).number == 3
        files = [one for one in (first.path, second, third.path) if one.exists()]
        for file in files:  # a gap in the numbers is told, never refused
            receiving.receive(above, file, accept=True)
        assert [one["number"] for one in live(above, "submissions")][-1] == 3


def refuse(monkeypatch: pytest.MonkeyPatch, name: str, *, gone: bool = False) -> None:
    """Refuse one file its name; `gone` takes the temporary one away first, as a stick does."""
    real = Path.replace

    def replace(self: Path, new: Path) -> Path:
        if Path(new).name == name:
            if gone:
                self.unlink()
            raise OSError(errno.EIO, os.strerror(errno.EIO), str(self))
        return real(self, new)

    monkeypatch.setattr(Path, "replace", replace)


def test_a_file_that_does_not_get_its_name_is_not_noted(
    book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(book, "documents", number="1", on=FROM, direction="issued")
    with monkeypatch.context() as patch:
        refuse(patch, "1.gsnop")
        with pytest.raises(EnvironmentProblem) as told:
            send_upward(book, REQUEST, tmp_path / "1.gsnop")
    assert "lần gửi" not in told.value.message
    assert live(book, "submissions") == []
    assert undoing.last_deeds(book).to_redo is None, "what was never sent is not noted again"
    with pytest.raises(UserProblem, match="Không có việc nào"):
        undoing.redo(book)
    assert list(tmp_path.glob("*.gsnop")) == list(tmp_path.glob(".gs-*")) == []
    assert books.check_file(book.path).ok
    sent = send_upward(book, REQUEST, tmp_path / "1.gsnop").value
    assert (sent.number, sent.anew) == (1, True)


def test_where_nobody_knows_whether_the_file_is_there_its_number_is_not_given_again(
    book: Book, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        refuse(patch, "1.gsnop", gone=True)
        with pytest.raises(EnvironmentProblem) as told:
            send_upward(book, REQUEST, tmp_path / "1.gsnop")
    assert told.value.message.endswith(
        "Sổ đã ghi lần gửi 1 nhưng tệp có thể chưa có: hãy gửi lại, "
        "tệp mới là lần gửi 2 và thay cho lần 1."
    )
    assert [one["number"] for one in live(book, "submissions")] == [1]
    assert prospect(book, FROM, TO).number == 2


@pytest.mark.parametrize("purged", [False, True])
def test_the_number_of_a_sending_that_was_undone_or_removed_is_not_given_again(
    book: Book, tmp_path: Path, *, purged: bool
) -> None:
    """The office above may have the file: another one of the same number would be refused."""
    first = send_upward(book, REQUEST, tmp_path / "1.gsnop").value
    (noted,) = live(book, "submissions")
    if purged:
        registers.delete(book, "submissions", [noted["id"]])
        registers.purge(book, "submissions", [noted["id"]])
    else:
        last = undoing.last_deed(book)
        assert last is not None
        undoing.undo(book, last.batch)
        assert undoing.redo(book).value == "Ghi lần gửi cấp trên"
        assert live(book, "submissions") == [noted], "the note, and no second file"
        assert [one.name for one in tmp_path.glob("*.gsnop")] == ["1.gsnop"]
        undoing.undo(book, last.batch)
    assert live(book, "submissions") == []
    second = send_upward(book, REQUEST, tmp_path / "2.gsnop").value
    assert second.number == 2
    assert second.replaces is not None
    assert second.replaces.digest == first.digest
    setup = OfficeSetup("Ban Tuyên giáo Trung ương", "central", "Hà Nội")
    with closing(books.create_book(tmp_path / "trên.gsdb", setup)) as above:
        for file in (first.path, second.path):
            receiving.receive(above, file, accept=True)
        assert [one["number"] for one in live(above, "submissions")] == [1, 2]
    other = send_upward(book, SubmissionRequest(TO, TO), tmp_path / "3.gsnop").value
    assert other.number == 1, "of another period"
