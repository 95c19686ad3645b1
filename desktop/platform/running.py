"""What tells the installer that the program is running, so that no file changes under it."""

from __future__ import annotations

import sys

NAME = "GuongSang.Running"  # the name that packaging/installer.nsi asks for

_held: list[int] = []


def announce() -> bool:
    r"""Hold Windows' mutexes `Local\…` and `Global\…` until this process ends.

    The first is seen by installers of this user's session, the second by those for everybody.
    Return whether both are held; elsewhere than on Windows there is no installer to tell, and
    nothing is done. A refusal of Windows is no reason not to start.
    """
    if sys.platform != "win32":
        return False
    if _held:
        return True
    import ctypes  # noqa: PLC0415 (only here)
    from ctypes import wintypes  # noqa: PLC0415

    create = ctypes.WinDLL("kernel32").CreateMutexW
    create.argtypes = [wintypes.LPVOID, wintypes.BOOL, wintypes.LPCWSTR]
    create.restype = wintypes.HANDLE
    for space in ("Local", "Global"):
        handle = create(None, False, f"{space}\\{NAME}")
        if handle:
            _held.append(handle)
    return len(_held) == 2
