"""Seals this process: the kernel ends it at once when it asks for a socket or another process.

What native code asks for is seen like what Python asks for: the filter stands in the kernel
(seccomp). Python's own audit events tell besides what was asked for, and are all there is where
the kernel has no such filter.
"""

from __future__ import annotations

import ctypes
import os
import platform
import struct
import sys
import traceback

KILLED = -31
"""The exit code of what the kernel ended (SIGSYS)."""
ASKED = 3
"""The exit code of what asked by Python's own means."""
_AUDITED = (
    *("socket.", "ssl.", "urllib.", "http.", "ftplib.", "smtplib.", "webbrowser.", "telnetlib."),
    *("subprocess.", "os.system", "os.exec", "os.fork", "os.posix_spawn", "os.spawn"),
    *("os.startfile", "pty.spawn"),
)
# socket, connect, accept, bind, listen, socketpair, sendto, sendmsg, io_uring, ptrace; and fork,
# vfork, execve, execveat
_NUMBERS = {
    "x86_64": (
        (0xC000003E, 56),
        (41, 42, 43, 288, 49, 50, 53, 44, 46, 307, 425, 426, 427, 101, 57, 58, 59, 322),
    ),
    "aarch64": (
        (0xC00000B7, 220),
        (198, 203, 202, 242, 200, 201, 199, 206, 211, 269, 425, 426, 427, 117, 221, 281),
    ),
}
_CLONE3 = 435
_OF_A_THREAD = 0x00010000  # CLONE_THREAD
_LOAD, _EQUAL, _ANY_BIT, _RETURN = 0x20, 0x15, 0x45, 0x06
_ALLOW, _KILL, _NOT_THERE = 0x7FFF0000, 0x80000000, 0x00050000 | 38
_NO_NEW_PRIVILEGES, _SET_SECCOMP, _FILTER = 38, 22, 2


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_char_p))


def _rules(machine: str) -> bytes:
    """Return the filter: number and first argument of a call, looked up one by one."""
    (architecture, clone), numbers = _NUMBERS[machine]
    rules = [
        (_LOAD, 0, 0, 4),
        (_EQUAL, 1, 0, architecture),
        (_RETURN, 0, 0, _KILL),
        (_LOAD, 0, 0, 0),
    ]
    for one in numbers:
        rules += [(_EQUAL, 0, 1, one), (_RETURN, 0, 0, _KILL)]
    # what makes threads passes, what makes processes doesn't; clone3 hides which of them it is
    rules += [
        (_EQUAL, 0, 1, _CLONE3),
        (_RETURN, 0, 0, _NOT_THERE),
        (_EQUAL, 0, 3, clone),
        (_LOAD, 0, 0, 16),
        (_ANY_BIT, 1, 0, _OF_A_THREAD),
        (_RETURN, 0, 0, _KILL),
        (_RETURN, 0, 0, _ALLOW),
    ]
    return b"".join(struct.pack("<HBBI", *one) for one in rules)


def _watch() -> None:
    def heard(event: str, _given: object) -> None:
        if event.startswith(_AUDITED):
            sys.__stderr__.write(f"asked for: {event}\n")
            traceback.print_stack(file=sys.__stderr__)
            sys.__stderr__.flush()
            os._exit(ASKED)  # an error could be caught and forgotten

    sys.addaudithook(heard)


def _filter() -> bool:
    machine = platform.uname().machine if sys.platform == "linux" else ""
    if machine not in _NUMBERS:
        return False
    rules = _rules(machine)
    library = ctypes.CDLL(None, use_errno=True)
    program = _Program(len(rules) // 8, rules)
    if library.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0):
        return False
    return library.prctl(_SET_SECCOMP, _FILTER, ctypes.byref(program), 0, 0) == 0


def seal() -> str:
    """Seal this process, with all its threads to come; return "kernel" or, without it, "audit"."""
    kernel = _filter()
    _watch()
    return "kernel" if kernel else "audit"
