"""Signing a Windows program with a certificate that is given from outside; never one of ours.

GUONGSANG_SIGN_PKCS12 names the certificate's file, GUONGSANG_SIGN_PASSWORD_FILE the file with its
password, GUONGSANG_SIGN_TIMESTAMP (if wanted) the address of a time-stamping service. Run as a
program it signs the files that are named: makensis calls it so for the uninstaller.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

_STAMP = "GUONGSANG_SIGN_TIMESTAMP"


def certificate() -> str:
    """Return the file of the certificate; empty when the build is to stay unsigned."""
    return os.environ.get("GUONGSANG_SIGN_PKCS12", "")


def told() -> str:
    """Return a line that says whether the build is signed."""
    if certificate():
        return "signed"
    return "UNSIGNED: no certificate was given (GUONGSANG_SIGN_PKCS12)"


def sign(path: Path) -> None:
    """Sign a program in place with signtool on Windows, with osslsigncode elsewhere.

    Raises:
        subprocess.CalledProcessError: the tool failed; what it printed is in `output`.
    """
    password = Path(os.environ["GUONGSANG_SIGN_PASSWORD_FILE"])
    stamp = os.environ.get(_STAMP, "")
    if sys.platform == "win32":
        said = password.read_text(encoding="utf-8").strip()
        times = ["/tr", stamp, "/td", "sha256"] if stamp else []
        _run(["signtool", "sign", "/f", certificate(), "/p", said, "/fd", "sha256",
              *times, str(path)])  # fmt: skip
        return
    signed = path.with_suffix(".signed")
    times = ["-ts", stamp] if stamp else []
    command = ["osslsigncode", "sign", "-pkcs12", certificate(), "-readpass", str(password)]
    described = ["-n", "Gương Sáng", "-h", "sha256", *times]
    _run([*command, *described, "-in", str(path), "-out", str(signed)])
    signed.replace(path)


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


if __name__ == "__main__":
    for name in sys.argv[1:]:
        sign(Path(name))
