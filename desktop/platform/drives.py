"""Removable drives (USB sticks), offered first when something is carried away."""

from __future__ import annotations

import string
import sys
from pathlib import Path

if sys.platform == "win32":
    import ctypes

    _DRIVE_REMOVABLE = 2  # GetDriveTypeW, winbase.h

    def removable_drives() -> list[Path]:
        """Return the roots of the removable drives that hold a medium, in order of letters."""
        kernel = ctypes.windll.kernel32
        mask = kernel.GetLogicalDrives()
        roots = [
            f"{letter}:\\" for bit, letter in enumerate(string.ascii_uppercase) if mask >> bit & 1
        ]
        return [
            Path(root)
            for root in roots
            if kernel.GetDriveTypeW(root) == _DRIVE_REMOVABLE and Path(root).is_dir()
        ]

else:
    _MOUNTS = Path("/proc/mounts")
    _MEDIA = ("/media/", "/run/media/")

    def removable_drives() -> list[Path]:
        """Return the folders where desktop systems put removable drives, in order of names."""
        try:
            lines = _MOUNTS.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
        except OSError:
            return []
        found = []
        for line in lines:
            parts = line.split(" ")
            if len(parts) > 1:
                # the kernel writes a space in a folder's name as \040
                folder = parts[1].encode("utf-8", "surrogateescape").decode("unicode_escape")
                folder = folder.encode("latin-1").decode("utf-8", "surrogateescape")
                if folder.startswith(_MEDIA) and Path(folder).is_dir():
                    found.append(Path(folder))
        return sorted(found)
