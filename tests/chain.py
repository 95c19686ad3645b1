"""A chain of demo offices in a folder, worked by the command line, against plain sums."""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from desktop import cli
from desktop.services import books
from desktop.services.books import Book
from desktop.services.demo import offices
from desktop.storage.models.base import now

Plain = dict[str, Any]
TODAY = date(2026, 11, 21)
YEAR = (date(2025, 1, 1), date(2025, 12, 31))
HALF = (date(2025, 1, 1), date(2025, 6, 30))

CENTRE, NORTH, SOUTH = "trung-uong", "tinh-cuu-long", "tinh-tan-phuoc"
BELOW: Mapping[str, tuple[str, ...]] = {
    CENTRE: (NORTH, SOUTH),
    NORTH: ("xa-my-long", "xa-vinh-kim", "xa-hiep-hoa"),
    SOUTH: ("xa-phu-thanh", "xa-long-duc"),
}
MY_LONG, VINH_KIM, HIEP_HOA = BELOW[NORTH]
PHU_THANH, LONG_DUC = BELOW[SOUTH]
PROVINCES = BELOW[CENTRE]


class _Day(date):
    """The day on which the demo is made: its dates lead up to it."""

    @classmethod
    def today(cls) -> date:
        """That day."""
        return TODAY


@cache
def _made(folder: Path) -> Path:
    with pytest.MonkeyPatch.context() as clock:
        clock.setattr(offices, "date", _Day)
        assert cli.main(["demo", "--offices", str(folder)]) == 0
    return folder


def another_second() -> None:
    """Wait until the clock shows another second: what is made then says another moment."""
    began = now()
    while now() == began:
        time.sleep(0.02)


def chain_of(
    folders: pytest.TempPathFactory, folder: Path, capsys: pytest.CaptureFixture[str]
) -> Chain:
    """Return a chain in a folder: copies of books that are made once for all tests."""
    made = Chain(_made(folders.getbasetemp() / "ba cấp"), folder / "cơ quan", capsys)
    capsys.readouterr()
    return made


class Chain:
    """Copies of the books of three levels; files go from one to the other by `cli.main`."""

    def __init__(self, made: Path, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        shutil.copytree(made, folder)
        self.folder, self.capsys = folder, capsys
        self.sent = 0
        self.period = YEAR

    def path(self, office: str) -> Path:
        """Where the book of an office is."""
        return self.folder / f"{office}.gsdb"

    @contextmanager
    def book(self, office: str) -> Iterator[Book]:
        """The book of an office."""
        with closing(books.open_book(self.path(office))) as opened:
            yield opened

    def run(self, *arguments: object) -> tuple[int, str, str]:
        """Do what a command line says."""
        code = cli.main([str(one) for one in arguments])
        said = self.capsys.readouterr()
        return code, said.out, said.err

    def does(self, *arguments: object) -> str:
        """Do it, and return what it tells; it must be done."""
        code, out, err = self.run(*arguments)
        assert (code, err) == (0, ""), err
        return out

    def refuses(self, *arguments: object) -> str:
        """Return the one sentence for which a command line is not done."""
        code, _out, err = self.run(*arguments)
        assert code == 1
        assert err.count("\n") == 1
        assert err.startswith("guongsang: ")
        return err

    def days(self) -> tuple[str, str, str, str]:
        """The period as options."""
        return "--from", self.period[0].isoformat(), "--to", self.period[1].isoformat()

    def submit(self, office: str, *more: object) -> Path:
        """Write what an office sends upward; return the file."""
        self.sent += 1
        path = self.folder / f"{office}_{self.sent}.gsnop"
        self.does("submit", "--book", self.path(office), *self.days(), "--output", path, *more)
        return path

    def receive(self, office: str, *files: Path, accept: bool = True) -> str:
        """Take files in; return what is told."""
        more = ("--accept-new",) if accept else ()
        return self.does("receive", *files, "--book", self.path(office), *more)

    def up(self, province: str, *more: object) -> None:
        """Send what a province has up to the centre."""
        self.receive(CENTRE, self.submit(province, *more))

    def all_up(self, *more: object) -> None:
        """Every commune sends to its province, every province to the centre."""
        for province in PROVINCES:
            self.receive(province, *map(self.submit, BELOW[province]))
            self.up(province, *more)

    def own(self, office: str) -> Plain:
        """The figures of an office alone."""
        return self._json("figures", "--book", self.path(office), *self.days(), "--json")

    def added_up(self, office: str, *more: object) -> Plain:
        """The figures over all offices, as an office has them."""
        book = self.path(office)
        return self._json("figures", "--offices", "--book", book, *self.days(), "--json", *more)

    def _json(self, *arguments: object) -> Plain:
        found: Plain = json.loads(self.does(*arguments))
        return found

    def check(self, less: int = 0) -> None:
        """Compare the figures of each level with the plain sums of every office's own."""
        for office in (*PROVINCES, CENTRE):
            found = self.added_up(office)
            assert same(found["own"], self.own(office))
            assert same(found["total"], plain_sum(map_own(self, line_of(office)), less)), office


def map_own(chain: Chain, offices: Sequence[str]) -> list[Plain]:
    """Every office's own figures."""
    return [chain.own(one) for one in offices]


def line_of(office: str) -> list[str]:
    """An office and all below it."""
    return [office, *(each for one in BELOW.get(office, ()) for each in line_of(one))]


def plain_sum(several: Sequence[Plain], less: int = 0) -> Plain:
    """Add figures up; rates are of what was added up. `less` individuals are told twice.

    In the demo every study session has a rate, so that their mean is weighted by sessions.
    """
    found = _sum(
        [{k: v for k, v in one.items() if k not in ("office", "period")} for one in several]
    )
    study = found["study"]
    study["mean_rate"] = (
        sum(one["study"]["mean_rate"] * one["study"]["sessions"] for one in several)
        / study["sessions"]
    )
    found["commendations"]["individuals"] -= less
    return found


def _sum(several: Sequence[Plain]) -> Plain:
    found: Plain = {}
    for name in dict.fromkeys(key for one in several for key in one):
        values = [one[name] for one in several if one.get(name) is not None]
        if name == "mean_rate":
            continue
        if name == "rate":
            whole, part = (
                ("expected", "registered") if "expected" in found else ("invited", "attended")
            )
            found[name] = found[part] / found[whole] if found[whole] else None
        elif not values:
            found[name] = None
        else:
            found[name] = _sum(values) if isinstance(values[0], dict) else sum(values)
    return found


def same(found: Plain, wanted: Plain) -> bool:
    """Tell whether figures are the same; means but for their last place."""
    keys = (found.keys() | wanted.keys()) - {"office", "period"}
    return all(_same(found.get(key), wanted.get(key), key) for key in keys)


def _same(found: Any, wanted: Any, where: str) -> bool:
    if isinstance(found, dict) and isinstance(wanted, dict):
        keys = found.keys() | wanted.keys()
        return all(_same(found.get(key), wanted.get(key), f"{where}.{key}") for key in keys)
    if isinstance(found, float) or isinstance(wanted, float):
        assert found == pytest.approx(wanted, abs=2e-6), where
        return True
    assert found == wanted, where
    return True
