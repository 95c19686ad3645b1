"""Pulling the plug: a process killed while it writes never leaves a book that is damaged."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from desktop.core.register import Query
from desktop.services import books, registers

ROOT = Path(__file__).resolve().parent.parent
KILLS = 50
ROWS = 4000
# As an import writes: thousands of rows in one transaction, again and again until it is killed.
WRITER = f"""
import sys
from desktop.services import books
from desktop.storage.keeping import insert_many
book = books.open_book(__import__("pathlib").Path(sys.argv[1]))
print("ready", flush=True)
while True:
    with book.write("Nhập") as session:
        insert_many(
            session,
            "members",
            ({{"full_name": f"Nguyễn Văn {{n}}", "status": "official"}} for n in range({ROWS})),
            words="Nhập",
        )
    print("written", flush=True)
"""


@pytest.mark.slow
def test_a_killed_write_is_whole_or_was_never_there(book):
    path = book.path
    book.close()
    chance = random.Random(20260519)
    before, torn, written = 0, 0, 0
    for turn in range(KILLS):
        process = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(path)], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(chance.uniform(0.0, 1.2))
        process.kill()
        said = process.stdout.read()
        process.stdout.close()
        process.wait()
        torn += path.with_name(path.name + "-journal").exists()
        report = books.check_file(path)
        assert report.ok, (turn, report.problems)
        opened = books.open_book(path)
        now = registers.count(opened, Query("members"))
        opened.close()
        assert (now - before) % ROWS == 0, f"half a transaction after kill {turn}"
        assert now - before >= said.count("written") * ROWS, f"lost rows after kill {turn}"
        written += now - before
        before = now
        if now > 10 * ROWS:  # keep the book, and so the checks, of an ordinary size
            path.unlink()
            books.create_book(path, SETUP).close()
            before = 0
    assert torn, "no kill came in the middle of a write: the test proves nothing"
    assert written, "nothing was ever written: the test proves nothing"


SETUP = books.OfficeSetup("Ban Tuyên giáo Huyện ủy Cầu Ngang", "district", "Cầu Ngang")
