"""A clerk's busy hour: the real services in a random order, each step told before and after.

What a step wrote is told only when the service has returned. `probes` say how the book looks when
the step in flight is wholly there; a file has its digest, or can be read whole.
"""

from __future__ import annotations

import hashlib
import os
import random
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import xlsxwriter

from desktop.core.register import Query
from desktop.exchange.tables import read_tables
from desktop.platform.atomic import atomic_write
from desktop.services import (
    attachments,
    books,
    exporting,
    importing,
    many,
    merging,
    office_keys,
    printing,
    registers,
    submissions,
    undoing,
)
from desktop.services.bin import delete
from desktop.services.receiving import receive
from desktop.storage.book import Book
from desktop.storage.registers import TABLES
from tests.services.arriving import Sender, documents

Say = Callable[[dict[str, Any]], object]
Probe = tuple[str, list[Any], int]
"""A count in the book, what it is asked with, and what it is when the step is wholly there."""

# Undone, the next sending would note the key again before its own deed: two deeds in one step.
_KEY = "Lập khóa chữ ký của cơ quan"
_ROWS = 25  # of an import, and of a file that is received
_MEMBERS = "SELECT count(*) FROM members WHERE deleted_at IS NULL AND "


@dataclass
class Step:
    """One deed: its name, how it is told whole in the book, the file that it writes."""

    name: str
    do: Callable[[], object]
    probes: list[Probe] = field(default_factory=list)
    file: Path | None = None
    noted: bool = False  # it is noted in the book first, then the file takes its name


class Busy:
    """Makes steps by chance over an open book; files go into `folder`."""

    def __init__(self, book: Book, folder: Path, chance: random.Random) -> None:
        """Begin over a book that has members already."""
        self.book, self.folder, self.chance = book, folder, chance

    def next(self) -> Step:
        """Return a step that can be done now."""
        while True:
            found = self.chance.choice(_KINDS)(self)
            if found is not None:
                return found

    def _tag(self) -> str:
        return f"{self.chance.getrandbits(48):012x}"

    def _members(self, count: int) -> list[int]:
        ids = list(registers.keys(self.book, Query("members")))
        return self.chance.sample(ids, min(count, len(ids)))

    def added(self) -> Step:
        """A member is entered."""
        tag = self._tag()
        values = {"full_name": f"Trần Thị {tag}", "status": "official", "party_post": tag}
        done = [(_MEMBERS + "full_name = ? AND party_post = ?", [values["full_name"], tag], 1)]
        return Step("thêm", lambda: registers.save(self.book, "members", values), done)

    def changed(self) -> Step:
        """A member's post is changed."""
        tag, (one,) = self._tag(), self._members(1)
        done = [(_MEMBERS + "id = ? AND party_post = ?", [one, tag], 1)]
        return Step(
            "sửa", lambda: registers.save(self.book, "members", {"party_post": tag}, one), done
        )

    def deleted(self) -> Step:
        """Some members go into the bin."""
        some = self._members(3)
        done = [
            (
                "SELECT count(*) FROM members WHERE deleted_at IS NOT NULL AND " + _in(some),
                [],
                len(some),
            )
        ]
        return Step("xóa", lambda: delete(self.book, "members", some), done)

    def many(self) -> Step:
        """Many members get one post."""
        tag, some = self._tag(), self._members(20)
        done = [(_MEMBERS + "party_post = ?", [tag], len(some))]
        return Step(
            "sửa nhiều",
            lambda: many.edit_many(self.book, "members", some, {"party_post": tag}),
            done,
        )

    def imported(self) -> Step:
        """A workbook is taken in."""
        tag = self._tag()
        path = self.folder / "đến" / f"{tag}.xlsx"
        path.parent.mkdir(exist_ok=True)
        workbook = xlsxwriter.Workbook(str(path))
        sheet = workbook.add_worksheet()
        sheet.write_row(0, 0, ["Họ và tên", "Ngày sinh", "Chức vụ Đảng"])
        for row in range(_ROWS):
            sheet.write_row(row + 1, 0, [f"Lê Văn {tag} {row}", f"{row + 1:02d}/05/1980", tag])
        workbook.close()

        def do() -> None:
            source = importing.read(path)
            importing.run(self.book, "members", source, importing.recognise("members", source))

        return Step("nhập", do, [(_MEMBERS + "party_post = ?", [tag], _ROWS)])

    def undone(self) -> Step | None:
        """The last deed is undone."""
        found = undoing.last_deeds(self.book)
        deed = found.newest
        if deed is None or deed.final or len(found.done) < 3 or deed.words == _KEY:
            return None
        return Step("hoàn tác", lambda: undoing.undo(self.book, deed.batch), [_entries(deed.batch)])

    def redone(self) -> Step | None:
        """What was undone is done again."""
        deed = undoing.last_deeds(self.book).to_redo
        if deed is None:
            return None
        batch = undoing.last_deeds(self.book).heads[deed.batch]
        return Step("làm lại", lambda: undoing.redo(self.book), [_entries(batch)])

    def received(self) -> Step:
        """A file of another office is received."""
        sender = Sender(f"Cơ quan {self._tag()}")
        path = self.folder / "đến" / f"{sender.uid}.gsnop"
        path.parent.mkdir(exist_ok=True)
        sender.send(path, {"documents": documents(_ROWS)})
        rows = (
            "SELECT count(*) FROM received_rows WHERE submission_id = "
            "(SELECT id FROM submissions WHERE office_uid = ?)"
        )
        known = "SELECT count(*) FROM offices WHERE uid = ?"
        return Step(
            "nhận",
            lambda: receive(self.book, path, accept=True),
            [(rows, [sender.uid], _ROWS), (known, [sender.uid], 1)],
        )

    def merged(self) -> Step | None:
        """Two members become one."""
        some = self._members(2)
        if len(some) < 2:
            return None
        tag, (keep, gone) = self._tag(), some
        done = [
            (_MEMBERS + "id = ? AND party_post = ?", [keep, tag], 1),
            ("SELECT count(*) FROM members WHERE id = ? AND deleted_at IS NOT NULL", [gone], 1),
        ]
        return Step("gộp", lambda: merging.merge(self.book, keep, gone, {"party_post": tag}), done)

    def attached(self) -> Step:
        """Two files are put into the book."""
        (one,) = self._members(1)
        files = [
            attachments.NewFile(f"{self._tag()}.bin", self.chance.randbytes(30_000))
            for _ in range(2)
        ]
        digests = [hashlib.sha256(each.content).hexdigest() for each in files]
        whole = "SELECT count(*) FROM attachments WHERE length(content) = size AND sha256 IN (?, ?)"
        done: list[Probe] = [(whole, [*digests], 2)]
        return Step("đính kèm", lambda: attachments.attach(self.book, "members", one, files), done)

    def carried_out(self) -> Step | None:
        """A file of the book is written outside."""
        ids = registers.keys(self.book, Query("attachments"))
        if not ids:
            return None
        one, target = self.chance.choice(ids), self.folder / "tệp kèm.bin"

        def do() -> None:
            found = attachments.content(self.book, one)
            with atomic_write(target) as stream:
                stream.write(found.content)

        return Step("lấy tệp", do, file=target)

    def exported(self) -> Step:
        """The members go into a workbook."""
        target = self.folder / "Đảng viên.xlsx"
        return Step(
            "xuất", lambda: exporting.export_whole(self.book, Query("members"), target), file=target
        )

    def printed(self) -> Step:
        """The members are printed."""
        target = self.folder / "Đảng viên.pdf"
        return Step("in", lambda: printing.make_pdf(self.book, "members", target), file=target)

    def backed_up(self) -> Step:
        """The book is backed up."""
        target = self.folder / "Sao lưu.gsdb"
        return Step("sao lưu", lambda: books.backup_now(self.book, target), file=target)

    def sent(self) -> Step:
        """A submission is written; its number is the next one of its period."""
        asked = submissions.SubmissionRequest(date(2026, 1, 1), date(2026, 6, 30))
        number = submissions.prospect(self.book, asked.period_from, asked.period_to).number
        target = self.folder / f"gửi lần {number}.gsnop"
        done = [
            (
                "SELECT count(*) FROM submissions WHERE number = ? AND direction = 'issued'",
                [number],
                1,
            )
        ]
        return Step(
            "gửi",
            lambda: submissions.send_upward(self.book, asked, target),
            done,
            file=target,
            noted=True,
        )


_KINDS: tuple[Callable[[Busy], Step | None], ...] = (
    *(Busy.added, Busy.changed, Busy.deleted, Busy.many, Busy.imported, Busy.undone),
    *(Busy.redone, Busy.received, Busy.merged, Busy.attached, Busy.carried_out),
    *(Busy.exported, Busy.printed, Busy.backed_up, Busy.sent),
)


def _in(ids: list[int]) -> str:
    return f"id IN ({', '.join(map(str, ids))})"


def _entries(batch: str) -> Probe:
    """An undoing, or doing again, of a batch stands in the record of deeds."""
    return ("SELECT min(1, count(*)) FROM audit_entries WHERE batch = ?", [f"undo-{batch}"], 1)


def home_of(began: Path) -> Path:
    """Return the folder of settings and keys of a clerk whose book was begun at `began`."""
    return began.parent / "nhà của tôi"


def begun(path: Path) -> None:
    """Give a book the members and the key that a busy hour begins with."""
    with pytest.MonkeyPatch.context() as patch, closing(books.open_book(path)) as book:
        patch.setenv("GUONGSANG_HOME", str(home_of(path)))
        for number in range(6):
            values = {"full_name": f"Nguyễn Văn {number}", "status": "official"}
            registers.save(book, "members", values)
        for kind in (Busy.imported, Busy.attached, Busy.imported):
            step = kind(Busy(book, path.parent, random.Random(number)))
            assert step is not None
            step.do()
        office_keys.own_key(book)  # made at the first sending, as a deed of its own


def work(path: str, home: str, seed: int, pipe: Any, steps: int = 0) -> None:
    """Be busy until killed, or for so many steps; tell each step through the pipe."""
    os.environ["GUONGSANG_HOME"] = home
    with closing(books.open_book(Path(path))) as book:
        busy = Busy(book, Path(path).parent, random.Random(seed))
        pipe.send({"said": "ready", "state": state_of(book)})
        for told in hour(busy, steps):
            pipe.send(told)


def kinds() -> list[str]:
    """Return the names of the kinds of steps."""
    return [kind.__name__ for kind in _KINDS]


def one_of_each(busy: Busy) -> Iterator[Step]:
    """Give a step of every kind, one after the other."""
    for kind in _KINDS:
        step = kind(busy)
        assert step is not None, kind
        yield step


def hour(busy: Busy, steps: int = 0) -> Iterator[dict[str, Any]]:
    """Do step after step; give what is to be told before and after each."""
    count = 0
    while not steps or count < steps:
        count += 1
        yield from done_and_told(busy, busy.next())


def done_and_told(busy: Busy, step: Step) -> Iterator[dict[str, Any]]:
    """Do a step; give what is to be told before and after it."""
    name = "" if step.file is None else step.file.name
    plan = {"step": step.name, "probes": step.probes, "file": name, "noted": step.noted}
    yield {"said": "begun", **plan}
    step.do()
    digest = digest_of(step.file) if step.file is not None else ""
    yield {"said": "done", **plan, "digest": digest, "state": state_of(busy.book)}


def state_of(book: Book) -> str:
    """Return a digest of every column of every row of the book's tables."""
    found = hashlib.sha256()
    with book.read() as session:
        connection = session.connection()
        for name in (*sorted(TABLES), "received_rows", "audit_entries", "settings"):
            for row in connection.exec_driver_sql(f'SELECT * FROM "{name}" ORDER BY 1'):
                found.update(repr(tuple(row)).encode("utf-8", "surrogatepass"))
    return found.hexdigest()


def digest_of(path: Path) -> str:
    """Return the digest of a file's content, '' where there is none."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else ""


def is_there(book: Book, probes: list[Probe]) -> bool:
    """Tell whether a step is wholly in the book."""
    with book.read() as session:
        connection = session.connection()
        return all(
            connection.exec_driver_sql(asked, tuple(given)).scalar_one() == wanted
            for asked, given, wanted in probes
        )


def unreadable(path: Path) -> str:
    """Return what is wrong with a file that a step wrote, '' when it can be read whole."""
    ending = path.suffix
    if ending in {".gsdb", ".gsnop"}:
        return " ".join(books.check_file(path).problems)
    if ending == ".xlsx":
        return "" if list(read_tables(path)) else "no table"
    if ending == ".pdf":
        with closing(pypdfium2.PdfDocument(path)) as document:
            return "" if len(document) else "no page"
    return "" if path.stat().st_size == 30_000 else "cut short"
