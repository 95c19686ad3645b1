from __future__ import annotations

import logging
import logging.handlers

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.errors import EnvironmentProblem
from desktop.platform.logging import (
    close_logging,
    describe_error,
    redact,
    setup_logging,
    write_report,
)
from desktop.platform.paths import log_dir

SECRETS = ("Nguyễn Thị Ánh", "01234567", "18/05/1975", "Nguyen Van An")


def _fail() -> None:
    name, card, born, plain = SECRETS
    try:
        dict[str, int]()[plain]
    except KeyError as error:
        raise ValueError(
            f"row '{plain}' of {name}, card {card}, born {born} [parameters: ('{name}',)]"
        ) from error


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("GUONGSANG_HOME", str(tmp_path))
    yield
    close_logging()


def _error() -> ValueError:
    with pytest.raises(ValueError, match="row") as caught:
        _fail()
    return caught.value


def test_report_says_where_and_nothing_personal():
    path = write_report(_error(), "Lưu «Nguyễn Thị Ánh»")
    text = path.read_text(encoding="utf-8")
    assert "ValueError" in text
    assert "KeyError" in text
    assert "_fail" in text
    assert not any(secret in text for secret in SECRETS)


def test_log_has_no_personal_data():
    path = setup_logging()
    assert path is not None
    logging.getLogger("desktop.x").error("while: saving", exc_info=_error())
    logging.getLogger("desktop.x").info("opened")
    text = path.read_text(encoding="utf-8")
    assert "ValueError" in text
    assert "opened" in text
    assert not any(secret in text for secret in SECRETS)


def test_setting_up_twice_opens_one_file():
    setup_logging()
    setup_logging()
    ours = [one for one in logging.getLogger().handlers if one.get_name() == "guongsang"]
    assert len(ours) == 1
    assert isinstance(ours[0], logging.handlers.RotatingFileHandler)


def test_no_log_without_a_place(tmp_path, monkeypatch):
    (tmp_path / "f").write_bytes(b"")
    monkeypatch.setenv("GUONGSANG_HOME", str(tmp_path / "f"))
    assert setup_logging() is None
    with pytest.raises(EnvironmentProblem):
        write_report(_error())


def test_twenty_reports_are_kept():
    error = _error()
    paths = [write_report(error) for _ in range(25)]
    kept = sorted(log_dir().glob("report-*.txt"))
    assert len(kept) == 20
    assert paths[-1] in kept
    assert paths[0] not in kept


@given(st.text())
def test_redacted_text_is_ascii_without_long_numbers(text):
    cleaned = redact(text).replace("…", "")
    assert cleaned.isascii()
    assert not any(run.isdigit() and len(run) > 3 for run in cleaned.split())


def test_a_loop_of_causes_ends():
    one, two = ValueError("a"), ValueError("b")
    one.__cause__, two.__cause__ = two, one
    assert "ValueError" in describe_error(one)
