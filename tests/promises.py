"""What the program promises of a clerk's data, and the tests that try each promise.

The end of a run tells, promise by promise, how much was tried and what was lost. A test that
counts (the fixture `counted`) says how many faults it tried; any other has tried one thing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Promise:
    """One promise: its words, and the beginnings of the node ids of the tests that try it."""

    words: str
    tests: tuple[str, ...]

    def tried_by(self, node: str) -> bool:
        """Tell whether a test is one of this promise's."""
        return node.startswith(self.tests)


def _one(words: str, *tests: str) -> Promise:
    return Promise(words, tuple(f"tests/{one}" for one in tests))


PROMISES = (
    _one(
        "encryption: a passphrase set, changed, removed",
        *("services/test_protection.py", "ui/protection/test_protecting.py"),
        *("test_cli_protection.py", "core/test_passphrases.py"),
    ),
    _one(
        "encryption: killed, cut off or refused meanwhile",
        *("faults/test_killed_rekeying.py", "faults/test_rekeying_places.py"),
    ),
    _one(
        "encryption: the recovery key, printed and tried",
        *("core/test_recovery_key.py", "reports/test_recovery_key.py"),
        "ui/accessible/test_protection.py",
    ),
    _one("encryption: locked after idle minutes", "ui/protection/test_locking.py"),
    _one(
        "encryption: wrong, damaged or no book, told apart; the next version opens it",
        *("storage/test_keys.py", "ui/protection/test_opening.py", "storage/test_migrations.py"),
    ),
    _one(
        "encryption: nothing readable left behind",
        *("ui/protection/test_leftovers.py", "platform/test_opened.py"),
        *("ui/files/test_opening.py", "ui/upward/test_opened_file.py"),
    ),
    _one(
        "backup: at each moment, verified, told when it fails",
        *("services/test_backup_moments.py", "services/test_backups.py", "ui/test_backups.py"),
    ),
    _one("backup: thinned by age", "core/test_backup_ages.py"),
    _one("backup: killed meanwhile", "services/test_backups_killed.py"),
    _one("backup: a second place, pulled out or full", "services/test_second_place.py"),
    _one(
        "backup: compared, looked at, restored",
        *("services/test_restoring.py", "test_cli_backups.py"),
        "ui/protection/test_old_backups.py",
    ),
    _one("damage: changed bits of a plain book", "faults/test_bit_flips.py"),
    _one("damage: an encrypted book", "faults/test_encrypted_damage.py"),
    _one("damage: cut short", "faults/test_truncation.py"),
    _one(
        "damage: repaired",
        *("faults/test_repair.py", "ui/accessible/test_repair.py"),
        "ui/protection/test_closed_books.py",
    ),
    _one("places: a disk that refuses", "faults/test_places_refusing.py"),
    _one("places: a folder without rights", "faults/test_places_read_only.py"),
    _one("places: a clock set back", "faults/test_places_clock.py"),
    _one("places: held by another program", "faults/test_places_held.py"),
    _one("places: a long path", "faults/test_places_long.py"),
    _one(
        "crash: killed in the middle of work",
        *("faults/test_crash_busy.py", "test_kill.py", "test_kill_receiving.py"),
        *("storage/test_book_half_done.py", "services/test_erasing_killed.py"),
    ),
    _one("crash: the power is cut", "faults/test_power_cuts.py"),
    _one(
        "who did what: entries, clerks, history, the log by day",
        *("services/test_audit.py", "services/test_history.py", "ui/test_clerk.py"),
        *("ui/test_history.py", "ui/test_audit_log.py"),
    ),
    _one("who did what: the chain", "storage/test_audit_chain.py"),
    _one(
        "persons: the whole record, erased, reminded of",
        *("services/test_person_records.py", "services/test_person_places.py"),
        *("services/test_erasing.py", "services/test_erasing_traces.py"),
        *("services/test_retention.py", "ui/test_persons.py"),
    ),
    _one(
        "surface: no network, nothing run, no names in logs",
        *("surface/", "ui/test_outside.py", "core/test_file_names.py"),
    ),
    _one("surface: hostile submissions", "exchange/test_hostile_submissions.py"),
)


@dataclass
class Told:
    """What a run tells of one promise."""

    tests: int = 0
    tried: int = 0
    losses: int = 0

    def add(self, passed: bool, counted: dict[str, int]) -> None:
        """Add one test; one that failed lost something, whatever it counted."""
        self.tests += 1
        self.tried += counted.get("faults", 1)
        self.losses += counted.get("losses", 0) if passed else max(1, counted.get("losses", 0))


def told(ran: Iterable[tuple[str, bool, dict[str, int]]]) -> Iterator[str]:
    """Yield a line for each promise of which tests ran, and one for them all.

    `ran` has of each test its node id, whether it passed, and what it counted.
    """
    found = {one.words: Told() for one in PROMISES}
    for node, passed, counted in ran:
        for promise in PROMISES:
            if promise.tried_by(node):
                found[promise.words].add(passed, counted)
                break
    whole = Told()
    for words, one in found.items():
        if one.tests:
            yield f"{words}: tests: {one.tests}, faults tried: {one.tried}, losses: {one.losses}"
            whole.tests += one.tests
            whole.tried += one.tried
            whole.losses += one.losses
    if whole.tests:
        yield f"faults tried: {whole.tried}, losses: {whole.losses}"
