"""Repairing a damaged book: what can be read of it goes into a new one; the rest is listed."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop.core.errors import (
    DamagedFile,
    DiskFull,
    EnvironmentProblem,
    FileLocked,
    NewerFile,
    NotWritable,
    UserProblem,
    problem_from_oserror,
)
from desktop.core.terms import AuditAction
from desktop.platform.atomic import atomic_write, copy_file
from desktop.services import backups
from desktop.services.backup_shelf import Reason
from desktop.services.books import check_file, open_book, require_other
from desktop.storage import keys, verifiers
from desktop.storage.audit_notes import note
from desktop.storage.book import new_file
from desktop.storage.engine import SCHEMA_VERSION, UNTOUCHED, connect, translated
from desktop.storage.keys import BookKey
from desktop.storage.recovering import Recovery, Told, rebuild
from desktop.storage.registers import MODELS, SPECS
from desktop.storage.salvage import DATABASE_ERROR, Salvaged, salvage, salvage_by_sql

Progress = Callable[[int, int], None]

_VERSION_AT = slice(60, 64)  # of a plain file's header


@dataclass(frozen=True)
class Repaired:
    """What a repair gave: the new book, the list beside it, and what is not as it was."""

    path: Path
    listing: Path
    counts: tuple[tuple[str, int], ...]
    lost: tuple[Told, ...]
    doubtful: tuple[Told, ...]
    loosened: tuple[Told, ...]
    notes: tuple[str, ...]
    problems: tuple[str, ...]  # what the check still finds in the new book: none, as far as known

    @property
    def whole(self) -> bool:
        """Whether every row came over as it was."""
        return not (self.lost or self.doubtful or self.loosened or self.notes or self.problems)

    @property
    def summary(self) -> tuple[str, ...]:
        """What to tell the clerk, a line each, without the rows' names."""
        rows = sum(number for name, number in self.counts if name in MODELS)
        found = [f"Đã cứu {rows} bản ghi vào sổ mới «{self.path.name}»."]
        for told, words in (
            (self.lost, "bản ghi không cứu được"),
            (self.doubtful, "bản ghi cần xem lại (có phần bị hỏng)"),
            (self.loosened, "bản ghi mất liên kết tới bản ghi khác"),
        ):
            if told:
                found.append(f"{len(told)} {words}: {_by_register(told)}.")
        found += [*self.notes, *self.problems]
        if self.whole:
            found.append("Mọi bản ghi đều nguyên vẹn.")
        else:
            found.append(f"Danh sách đầy đủ nằm trong tệp «{self.listing.name}» cạnh sổ mới.")
        return tuple(found)


def _by_register(told: Iterable[Told]) -> str:
    counts = Counter(one.register for one in told)
    return "; ".join(f"{SPECS[name].heading} {number}" for name, number in sorted(counts.items()))


def target_beside(path: Path) -> Path:
    """Return the name that a repaired book is given when the clerk chooses none."""
    place = 1
    while True:
        tail = "" if place == 1 else f" {place}"
        found = path.with_name(f"{path.stem} (đã cứu{tail}){path.suffix}")
        if not found.exists():
            return found
        place += 1


def repair(path: Path, target: Path, progress: Progress | None = None) -> Repaired:
    """Recover what can be read of a closed book into a new book at `target`.

    The damaged file is only read. Beside the new book lies a list of what is not as it was; of an
    encrypted book it names no one. Raises `FileThere` when `target` exists, `UserProblem` for a
    book of an older program, `DamagedFile` when nothing can be read, `Cancelled`, and the
    sentences of the environment; then nothing stands at `target`.
    """
    require_other(target, path)
    total = 3 * len(MODELS)
    done = [0]

    def tick() -> None:
        done[0] += 1
        if progress is not None:
            progress(min(done[0], total), total)

    with translated(path):
        key = keys.key_of(path)
    with new_file(target) as unfinished, _as_it_was_left(path, key) as settled:
        if key is not None:
            _begin_encrypted(unfinished, key)
        found = rebuild(unfinished, _reader(settled, key, tick), tick)
        if not any(found.rows[name] for name in MODELS if name != "offices"):
            raise DamagedFile(
                f"«{path.name}» hỏng đến mức không đọc được bản ghi nào. "
                "Hãy mở bản sao lưu gần nhất."
            )
    if key is not None:
        with contextlib.suppress(EnvironmentProblem):
            verifiers.copy(path, target)
    return _finished(path, target, found, named=key is None)


def put_in_place(repaired: Path, damaged: Path) -> Path:
    """Put a copy of a repaired book in the place of the damaged one, and return where that lies.

    The damaged file is kept beside it under another name, and backed up before as far as it can
    be read. Both must be closed. Raises the sentences of the environment; then the damaged book
    is still in its place.
    """
    from desktop.services.restoring import put_aside  # noqa: PLC0415 - it needs backups' names

    _back_up(damaged)
    aside = put_aside(damaged, Reason.REPAIR)
    # a journal of the damaged book must never be rolled back into the new one
    try:
        Path(f"{damaged}-journal").unlink(missing_ok=True)
    except OSError as error:
        raise problem_from_oserror(error, damaged) from error
    copy_file(repaired, damaged)
    return aside


def _back_up(damaged: Path) -> None:
    """Back a damaged book up when it can be read as a whole; else its copy as it lies must do."""
    try:
        backups.before_path(damaged, Reason.REPAIR)
    except (DiskFull, NotWritable, FileLocked):
        raise
    except (EnvironmentProblem, ValueError):
        return


def _reader(
    settled: Path, key: BookKey | None, tick: Callable[[], object]
) -> Callable[[Mapping[str, Sequence[str]]], Salvaged]:
    def read(columns: Mapping[str, Sequence[str]]) -> Salvaged:
        if key is None:
            content = settled.read_bytes()
            _require_schema(settled, int.from_bytes(content[_VERSION_AT], "big"))
            return salvage(content, columns, tick)
        raw: Any = connect(settled, UNTOUCHED, key)
        raw.text_factory = lambda data: data.decode("utf-8", "replace")
        try:
            _require_schema(settled, raw.execute("PRAGMA user_version").fetchone()[0])
            return salvage_by_sql(raw, columns, tick)
        finally:
            raw.close()

    return read


def _require_schema(path: Path, version: int) -> None:
    """Refuse a book of another schema; a number that no book has is damage, and no reason."""
    if 0 < version < SCHEMA_VERSION:
        raise UserProblem(
            f"«{path.name}» do phiên bản cũ hơn của chương trình ghi, nên chưa sửa chữa được. "
            "Hãy mở bản sao lưu gần nhất."
        )
    if SCHEMA_VERSION < version < SCHEMA_VERSION + 100:
        raise NewerFile(
            f"«{path.name}» do phiên bản Gương Sáng mới hơn tạo ra. "
            "Hãy cài phiên bản mới của chương trình rồi sửa chữa."
        )


@contextlib.contextmanager
def _as_it_was_left(path: Path, key: BookKey | None) -> Any:
    """Give the file to read: a copy, rolled back, when a killed program left a journal."""
    journal = Path(f"{path}-journal")
    try:
        if not path.is_file():
            path.stat()
            raise UserProblem(f"«{path.name}» không phải là tệp. Hãy chọn tệp khác.")
        if not journal.exists() or not journal.stat().st_size:
            yield path
            return
        with tempfile.TemporaryDirectory(prefix=".gs-", dir=path.parent) as folder:
            copied = Path(folder) / path.name
            shutil.copy(path, copied)
            shutil.copy(journal, f"{copied}-journal")
            raw = connect(copied, "rw", key)
            with contextlib.suppress(DATABASE_ERROR):  # what is damaged is read as it is
                raw.execute("SELECT count(*) FROM sqlite_schema").fetchone()
            raw.close()
            yield copied
    except OSError as error:
        raise problem_from_oserror(error, path) from error


def _begin_encrypted(path: Path, key: BookKey) -> None:
    """Make a file that is encrypted with a key, so that every opener finds the key by its salt."""
    raw = connect(path, "rwc", key)
    try:
        raw.execute("PRAGMA user_version = 0")
        raw.execute("CREATE TABLE begun (one)")
        raw.execute("DROP TABLE begun")
    finally:
        raw.close()


def _finished(path: Path, target: Path, found: Recovery, *, named: bool) -> Repaired:
    book = open_book(target)
    try:
        words = f"Cứu sổ bị hỏng «{path.name}»"
        facts = {"lost": len(found.lost), "doubtful": len(found.doubtful)}
        with book.write(words) as session:
            note(session, AuditAction.RESTORED, words, facts=facts)
    finally:
        book.close()
    listing = target.with_name(f"{target.stem} - danh sách.txt")
    made = Repaired(
        target,
        listing,
        tuple(found.rows.items()),
        tuple(found.lost),
        tuple(found.doubtful),
        tuple(found.loosened),
        tuple(found.notes),
        check_file(target, deep=True).problems,
    )
    if not made.whole:
        text = "\n".join([words, *lines(made, named=named)]) + "\n"
        with atomic_write(listing) as stream:
            stream.write(text.encode("utf-8-sig"))
    return made


def lines(made: Repaired, *, named: bool = True) -> list[str]:
    """Return the list of what is not as it was; without names for an encrypted book."""
    found = [*made.summary]
    for told, heading in (
        (made.lost, "KHÔNG CỨU ĐƯỢC (hãy nhập lại)"),
        (made.doubtful, "CẦN XEM LẠI (có phần bị hỏng)"),
        (made.loosened, "MẤT LIÊN KẾT (hãy chọn lại)"),
    ):
        if told:
            found += ["", heading]
            found += [describe(one, named=named) for one in told]
    return found


def describe(told: Told, *, named: bool = True) -> str:
    """Return a row that is not as it was in a line."""
    title = f" «{told.title}»" if told.title and named else ""
    heading = SPECS[told.register].heading
    return f"{heading}: số {told.id}{title}, {told.why} (mã {told.uid})"
