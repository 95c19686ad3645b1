"""Which of both kinds a file is that came from another office."""

from __future__ import annotations

from pathlib import Path

from desktop.exchange.arrival import read_manifest
from desktop.exchange.manifest import ANSWER


def is_answer(path: Path, passphrase: str | None = None) -> bool:
    """Tell an answer from a submission by the manifest's kind; its rows are not looked at.

    Raises the sentences of `arrival.read_manifest`.
    """
    return read_manifest(path, passphrase).kind == ANSWER
