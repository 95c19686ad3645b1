"""Reaching the PostgreSQL that a URL names, and telling in a sentence what goes wrong there.

The password is never part of the URL, where others who use the machine could see it: it comes
from a file, else libpq takes it from PGPASSWORD or the user's password file. It is kept in no
message, log or report.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

import psycopg
from psycopg.conninfo import conninfo_to_dict
from sqlalchemy import Engine, create_engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from desktop.core.errors import DiskFull, EnvironmentProblem, NotWritable, Problem, UserProblem

_SCHEMES: Final = ("postgresql://", "postgres://")
_SECRET: Final = ("password", "sslpassword")
_SECONDS = 15  # to reach the server, unless the URL says otherwise
_UNCHANGED = "số liệu đã đưa lên trước đây vẫn nguyên"
_LONGEST = 200  # characters of the server's own words in a sentence


def engine_of(url: str, password: str | None = None) -> Engine:
    """Return an engine for `url`; it connects when it is first used.

    Raises `UserProblem` for what is no URL of PostgreSQL, or one that has a password in it.
    """
    if not url.startswith(_SCHEMES):
        raise UserProblem(
            "Địa chỉ cơ sở dữ liệu phải có dạng postgresql://tài_khoản@máy_chủ/tên_cơ_sở_dữ_liệu."
        )
    try:
        options: dict[str, Any] = conninfo_to_dict(url)
    except psycopg.Error:
        # without psycopg's own words: they quote the part that they don't understand
        raise UserProblem(
            "Địa chỉ cơ sở dữ liệu viết sai. Hãy viết lại theo dạng "
            "postgresql://tài_khoản@máy_chủ/tên_cơ_sở_dữ_liệu."
        ) from None
    if any(options.get(one) for one in _SECRET):
        raise UserProblem(
            "Không ghi mật khẩu trong địa chỉ: người khác dùng máy này có thể thấy. Hãy để mật "
            "khẩu trong tệp (--password-file) hoặc biến môi trường PGPASSWORD."
        )
    options = {
        "connect_timeout": _SECONDS,
        "application_name": "guongsang-publish",
        **options,
        "client_encoding": "UTF8",
    }
    if password is not None:
        options["password"] = password
    return create_engine(
        "postgresql+psycopg://", creator=lambda: psycopg.connect(**options), poolclass=NullPool
    )


@contextmanager
def told() -> Iterator[None]:
    """Turn PostgreSQL's errors that the environment caused into their sentences."""
    try:
        yield
    except (DBAPIError, psycopg.Error) as error:
        original = error.orig if isinstance(error, DBAPIError) else error
        problem = _problem(original)
        if problem is None:
            raise
        raise problem from error


def _problem(error: BaseException | None) -> Problem | None:
    """Return the sentence for an error, None for one that is the program's own mistake."""
    code = str(getattr(error, "sqlstate", None) or "")
    if not code:
        if not isinstance(error, psycopg.OperationalError):
            return None
        return EnvironmentProblem(
            f"Không nối được hoặc đã mất kết nối với PostgreSQL ({_words(error)}). Hãy kiểm tra "
            f"địa chỉ, tài khoản, mật khẩu và đường truyền rồi làm lại; {_UNCHANGED}."
        )
    if code == "42501":
        return NotWritable(
            "Tài khoản PostgreSQL này không có quyền ghi (cần quyền CREATE và TEMPORARY trên cơ "
            f"sở dữ liệu, và là chủ của lược đồ «guongsang»); {_UNCHANGED}."
        )
    if code == "25006":
        return NotWritable(
            "Máy chủ PostgreSQL này chỉ cho đọc. Hãy dùng địa chỉ của máy chủ chính."
        )
    if code == "53100":
        return DiskFull(f"Ổ đĩa của máy chủ PostgreSQL đã đầy; {_UNCHANGED}.")
    if code == "55P03":
        return EnvironmentProblem(
            "Có chương trình khác đang giữ số liệu trong PostgreSQL. Hãy làm lại sau; "
            f"{_UNCHANGED}."
        )
    if code[:2] in ("08", "28", "40", "53", "57", "58") or code == "3D000":
        return EnvironmentProblem(
            f"Máy chủ PostgreSQL không làm được ({_words(error)}). Hãy hỏi người quản trị máy chủ "
            f"rồi làm lại; {_UNCHANGED}."
        )
    return None


def _words(error: BaseException | None) -> str:
    """Return the server's own words, in one line."""
    found = " ".join(str(error).split())
    return found if len(found) <= _LONGEST else f"{found[:_LONGEST]}…"
