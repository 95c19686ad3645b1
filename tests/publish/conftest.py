"""A real PostgreSQL of this run alone: Debian's programs, a socket in a folder, no network."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
import pytest

from desktop.publish.connecting import engine_of
from desktop.publish.publishing import Published, publish
from desktop.services import receiving
from desktop.services.books import Book
from tests.services.arriving import Sender, documents

PASSWORD = "mật khẩu: rất/bí@mật?"
_SECONDS = 60  # to start; a busy machine fails no test
_PLACES = "/usr/lib/postgresql"
_numbers = count(1)


@dataclass(frozen=True)
class Database:
    """A database of a test: where it is, and how to look into it."""

    folder: Path
    name: str
    user: str = "owner"

    @property
    def url(self) -> str:
        """What the clerk would give, without the password."""
        return f"postgresql://{self.user}@/{self.name}?host={quote(str(self.folder), safe='')}"

    def ask(self, statement: str, *values: Any, user: str = "owner") -> list[tuple[Any, ...]]:
        """Run one statement and return its rows."""
        with psycopg.connect(
            host=str(self.folder), dbname=self.name, user=user, password=PASSWORD
        ) as connection:
            found = connection.execute(statement, values or None)
            return list(found.fetchall()) if found.description else []

    def publish(self, book: Book, *, with_own: bool = False) -> Published:
        """Publish a book here."""
        return publish(book, engine_of(self.url, PASSWORD), with_own=with_own)

    def state(self) -> dict[str, list[tuple[Any, ...]]]:
        """Everything that is published, as the database has it."""
        return {
            one: self.ask(f"SELECT to_jsonb(t)::text FROM guongsang.{one} t ORDER BY 1")
            for one in ("offices", "submissions", "rows")
        }

    def rows(self, register: str) -> dict[str, dict[str, Any]]:
        """The rows of a register's view by uid."""
        return dict(self.ask(f"SELECT row_uid, to_jsonb(t) FROM guongsang.register_{register} t"))


def _programs() -> Path | None:
    """Return the folder of the newest PostgreSQL's programs; Debian has them in no PATH."""
    found = shutil.which("initdb")
    if found and shutil.which("postgres"):
        return Path(found).parent
    places = [one.parent for one in Path(_PLACES).glob("*/bin/initdb")]
    return max(places, key=lambda one: int(one.parent.name), default=None)


def _other_user() -> dict[str, Any]:
    """Return whom PostgreSQL runs as: it refuses to be root."""
    if os.geteuid() != 0:
        return {}
    import pwd  # noqa: PLC0415 - Windows has none

    for name in ("postgres", "nobody"):
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": found.pw_uid, "group": found.pw_gid, "extra_groups": []}
    pytest.skip("PostgreSQL can't run as root, and there is no other user")


@pytest.fixture(scope="session")
def server() -> Iterator[Path]:
    """A running server; the folder that holds its socket."""
    programs = _programs()
    if programs is None:
        pytest.skip("no PostgreSQL is installed (apt-get install postgresql)")
    user = _other_user()
    # not pytest's own folder: another user may not enter it, and a socket's path is short
    folder = Path(tempfile.mkdtemp(prefix="gs-pg-"))
    data, secret, log = folder / "data", folder / "secret", folder / "log"
    secret.write_text(PASSWORD, encoding="utf-8")
    if user:
        for one in (folder, secret):
            os.chown(one, user["user"], user["group"])
    environment = {"PATH": os.environ["PATH"], "LC_ALL": "C", "TZ": "UTC"}
    subprocess.run(
        [
            *(programs / "initdb", "-D", data, "-U", "owner", "--auth=scram-sha-256"),
            *(f"--pwfile={secret}", "--encoding=UTF8", "--locale=C", "--no-sync"),
        ],
        **user,
        cwd=folder,
        env=environment,
        stdout=subprocess.DEVNULL,
        check=True,
    )
    options = {
        "listen_addresses": "",
        "unix_socket_directories": folder,
        "fsync": "off",
        "shared_buffers": "16MB",
    }
    with log.open("wb") as stream:
        process = subprocess.Popen(
            [
                *(programs / "postgres", "-D", data),
                *(part for name, value in options.items() for part in ("-c", f"{name}={value}")),
            ],
            **user,
            cwd=folder,
            env=environment,
            stdout=stream,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait(process, folder, log)
        yield folder
    finally:
        process.send_signal(signal.SIGQUIT)  # at once: nothing is to be kept
        process.wait(_SECONDS)
        shutil.rmtree(folder)


def _wait(process: subprocess.Popen[bytes], folder: Path, log: Path) -> None:
    """Wait until the server answers."""
    until = time.monotonic() + _SECONDS
    while True:
        try:
            Database(folder, "postgres").ask("SELECT 1")
        except psycopg.OperationalError:
            if process.poll() is not None or time.monotonic() > until:
                pytest.fail(f"PostgreSQL did not start: {log.read_text(errors='replace')}")
            time.sleep(0.05)
        else:
            return


@pytest.fixture
def database(server: Path) -> Database:
    """An empty database of this test alone."""
    made = Database(server, f"test_{next(_numbers)}")
    with psycopg.connect(
        host=str(server), dbname="postgres", user="owner", password=PASSWORD, autocommit=True
    ) as connection:
        connection.execute(f"CREATE DATABASE {made.name} TEMPLATE template0 ENCODING 'UTF8'")
    return made


@pytest.fixture
def password_file(tmp_path: Path) -> Path:
    """A file with the password, as the clerk would keep it."""
    path = tmp_path / "mật khẩu.txt"
    path.write_text(f"{PASSWORD}\n", encoding="utf-8")
    return path


@pytest.fixture
def office() -> Sender:
    """An office below."""
    return Sender()


@pytest.fixture
def filled(book: Book, office: Sender, tmp_path: Path) -> Book:
    """A book that received one submission of three documents and a unit."""
    sent = {"documents": documents(3), "units": [{"uid": "u-1", "name": "Chi bộ Ấp 1"}]}
    receiving.receive(book, office.send(tmp_path / "1.gsnop", sent), accept=True)
    return book
