"""A program of its own whose clock is set back by a year amid its work; prints what came of it.

Only the answers of the operating system are changed: `now`, `today` and `time` are shifted before
anything of the program is loaded.
"""

from __future__ import annotations

import datetime as real
import json
import sys
import time
from contextlib import closing
from pathlib import Path

_shift = [real.timedelta()]
_date, _datetime, _time = real.date, real.datetime, time.time


class _OfDates(type):
    def __instancecheck__(cls, one: object) -> bool:
        return isinstance(one, _datetime if cls.__name__ == "Moment" else _date)


class Day(_date, metaclass=_OfDates):
    """A date that knows what day the clock shows."""

    @classmethod
    def today(cls) -> _date:
        return (_datetime.now() + _shift[0]).date()


class Moment(_datetime, metaclass=_OfDates):
    """A moment that knows what the clock shows."""

    @classmethod
    def now(cls, tz: real.tzinfo | None = None) -> _datetime:
        return _datetime.now(tz) + _shift[0]


def main(path: Path) -> None:
    """Work, set the clock back, work on, set it right, work on."""
    real.date, real.datetime = Day, Moment  # type: ignore[misc]
    time.time = lambda: _time() + _shift[0].total_seconds()

    # only now, with the shifted clock
    from desktop.core.register import Query  # noqa: PLC0415
    from desktop.services import backups, books, history, registers, submissions, undoing  # noqa: PLC0415  # noqa: PLC0415
    from desktop.services.submissions import SubmissionRequest  # noqa: PLC0415

    said: dict[str, object] = {}
    asked = SubmissionRequest(_date(2026, 1, 1), _date(2026, 6, 30))

    def named(name: str) -> int:
        values = {"full_name": name, "status": "official"}
        return registers.save(book, "members", values).value.id

    def sent(name: str) -> int:
        return submissions.send_upward(book, asked, path.with_name(name)).value.number

    def shelf() -> list[str]:
        return [one.path.name for one in backups.list_backups(book)]

    with closing(books.open_book(path)) as book:
        first = named("Nguyễn Văn Một")
        numbers = [sent("1.gsnop")]
        backups.backup_on_exit(book)
        ahead = shelf()
        _shift[0] = -real.timedelta(days=365)
        second = named("Nguyễn Văn Hai")
        registers.save(book, "members", {"party_post": "Bí thư"}, first, 1)
        said["newest"] = undoing.last_deed(book).named
        undoing.undo(book, undoing.last_deed(book).batch)
        said["undone"] = registers.get(book, "members", first).values["party_post"]
        undoing.redo(book)
        said["redone"] = registers.get(book, "members", first).values["party_post"]
        numbers.append(sent("2.gsnop"))
        made = []
        for turn in range(15):
            registers.save(book, "members", {"party_post": f"Ủy viên {turn}"}, second)
            kept = backups.backup_on_exit(book)
            made.append("" if kept is None else kept.path.name)
            said["latest kept"] = made[-1] in shelf()
        said["made"] = all(made)
        said["ahead kept"] = set(ahead) <= set(shelf())
        _shift[0] = real.timedelta()
        registers.save(book, "members", {"party_post": "Đảng viên"}, first)
        numbers.append(sent("3.gsnop"))
        kept = backups.backup_on_exit(book)
        said["kept again"] = kept is not None and kept.path.name in shelf()
        said["numbers"] = numbers
        said["last"] = undoing.last_deed(book).words
        events = history.history(book, "members", first).events
        said["history"] = [one.batch for one in events]
        with book.read() as session:
            entries = session.connection().exec_driver_sql(
                "SELECT DISTINCT batch FROM audit_entries WHERE row_uid = "
                "(SELECT uid FROM members WHERE id = ?) ORDER BY id DESC",
                (first,),
            )
            said["deeds"] = [one for (one,) in entries]
        said["members"] = registers.count(book, Query("members"))
    said["check"] = list(books.check_file(path).problems)
    sys.stdout.write(json.dumps(said))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
