"""What an interrupted busy hour has cost: compares what was told with what is there."""

from __future__ import annotations

from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from desktop.platform.atomic import TEMPORARY_PREFIX
from desktop.services import books
from tests.faults import busy


@dataclass
class Came:
    """What interruptions came to: which kinds of step they met in flight, what was lost."""

    steps: int = 0  # told done in all
    met: Counter[str] = field(default_factory=Counter)
    there: int = 0  # in flight and wholly there
    torn: int = 0  # in the middle of a write of the book
    left: int = 0  # temporary files that a kill left behind
    lost: list[str] = field(default_factory=list)


def what_is_lost(path: Path, told: list[dict[str, Any]], files: dict[str, str], came: Came) -> str:
    """Return what a kill has cost, '' when nothing; `files` are the digests of files told done."""
    done = [one for one in told if one["said"] != "begun"]
    flying = told[-1] if told[-1]["said"] == "begun" else None
    came.steps += len(done) - 1
    came.torn += path.with_name(path.name + "-journal").exists()
    came.left += sum(one.name.startswith(TEMPORARY_PREFIX) for one in path.parent.iterdir())
    files.update({one["file"]: one["digest"] for one in done if one.get("file")})
    if flying is not None:
        came.met[flying["step"]] += 1
    report = books.check_file(path)
    if not report.ok:
        return f"the book is not sound: {report.problems}"
    with closing(books.open_book(path)) as book:
        untouched = busy.state_of(book) == done[-1]["state"]
        whole = flying is not None and busy.is_there(book, flying["probes"])
    if not untouched and (flying is None or not flying["probes"] or not whole):
        return f"the book is neither as it was nor with all of {flying}"
    came.there += not untouched
    noted = flying is not None and flying["noted"]
    name = flying["file"] if flying is not None else ""
    if noted and untouched and busy.digest_of(path.parent / name) != files.get(name, ""):
        return f"«{name}» is there and not noted in the book"
    # noted, and killed before the file took its name: the next has the next number
    return files_lost(path.parent, flying, untouched=untouched or noted, files=files)


def files_lost(
    folder: Path, flying: dict[str, Any] | None, *, untouched: bool, files: dict[str, str]
) -> str:
    """Return which file is not what it was told to be."""
    writing = flying["file"] if flying is not None else ""
    for name, digest in files.items():
        if name != writing and busy.digest_of(folder / name) != digest:
            return f"«{name}» is not what was told done"
    if not writing:
        return ""
    now = busy.digest_of(folder / writing)
    if now == files.get(writing, ""):
        return "" if untouched else f"«{writing}» is noted in the book and is not there"
    wrong = busy.unreadable(folder / writing)
    files[writing] = now
    return f"«{writing}»: {wrong}" if wrong else ""
