"""What a process really asks of the file system, seen from outside and made to fail at will.

The traced process marks the calls that matter with a seccomp filter, and its parent looks at each
of them with ptrace: no compiler, no other program, nothing of ours is replaced. Linux on x86-64.
"""

from __future__ import annotations

import ctypes
import errno
import multiprocessing
import os
import platform
import signal
import struct
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_CALLS = {
    "write": 1,
    "open": 2,
    "pwrite64": 18,
    "writev": 20,
    "sendfile": 40,
    "fsync": 74,
    "fdatasync": 75,
    "truncate": 76,
    "ftruncate": 77,
    "rename": 82,
    "mkdir": 83,
    "rmdir": 84,
    "link": 86,
    "unlink": 87,
    "openat": 257,
    "mkdirat": 258,
    "unlinkat": 263,
    "renameat": 264,
    "fallocate": 285,
    "pwritev": 296,
    "renameat2": 316,
    "copy_file_range": 326,
}
_READING = {"read": 0, "pread64": 17}
_NAMES = {number: name for name, number in (_CALLS | _READING).items()}
_BY_FILE = {
    "write",
    "pwrite64",
    "writev",
    "fsync",
    "fdatasync",
    "ftruncate",
    "fallocate",
    "pwritev",
}
_BY_FILE |= {"read", "pread64"}
_TWO = {"rename": (0, 1), "renameat": (1, 3), "renameat2": (1, 3), "link": (0, 1)}
_ONE = {"open": 0, "openat": 1, "unlink": 0, "unlinkat": 1, "mkdir": 0, "mkdirat": 1}
_ONE |= {"rmdir": 0, "truncate": 0}
UNMODELLED = {"writev", "sendfile", "fallocate", "pwritev", "copy_file_range", "truncate"}
"""Calls that nothing of ours is known to make on a file; a log with one would not be whole."""

_TRACEME, _CONT, _SYSCALL, _GETREGS, _SETREGS, _SETOPTIONS = 0, 7, 24, 12, 13, 0x4200
_OPTIONS = 0x80 | 0x1 | 0x100000 | 0x8  # seccomp, sysgood, exitkill, clone
_EVENT_SECCOMP = 7
_WALL = 0x40000000
_AUDIT_X86_64 = 0xC000003E
_REGISTERS = 27
_RAX, _ORIG_RAX = 10, 15
_ARGUMENTS = (14, 13, 12, 7, 9, 8)  # rdi, rsi, rdx, r10, r8, r9
_CREATE = os.O_CREAT
_PROBLEM = struct.Struct("<HBBI")


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("filter", ctypes.c_void_p))


def _libc() -> Any:
    libc = ctypes.CDLL(None, use_errno=True)
    libc.ptrace.restype = ctypes.c_long
    libc.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
    return libc


@dataclass(frozen=True)
class Call:
    """A call that is about to be made: its name, arguments, and the file or files it is about."""

    name: str
    arguments: tuple[int, ...]
    path: str
    other: str = ""  # the new name, of a renaming
    data: bytes = b""
    at: int = 0  # the offset of what is written
    inode: int = 0
    existed: bool = False

    @property
    def creates(self) -> bool:
        """Whether it is asked to make the file when it isn't there."""
        flags = {"open": 1, "openat": 2}.get(self.name)
        return flags is not None and bool(self.arguments[flags] & _CREATE)

    @property
    def writes(self) -> bool:
        """Whether it needs room on the disk."""
        return self.creates or self.name in {
            *("write", "pwrite64", "writev", "ftruncate", "rename", "renameat", "renameat2"),
            *("mkdir", "mkdirat", "fsync", "fdatasync", "fallocate", "pwritev", "link"),
        }


Before = Callable[[Call], int]
"""Is asked before each call under the folder; returns an errno to make it fail with, or 0."""
After = Callable[[Call, int, int], object]
"""Is told each call that was made, its result, and the inode it is about."""
Told = Callable[[bytes], object]
"""Is told what the traced process writes into its pipe."""


def traced(
    work: Callable[[int], object],
    root: Path,
    before: Before | None = None,
    after: After | None = None,
    told: Told | None = None,
    *,
    reading: bool = False,
) -> int:
    """Run `work` (given a pipe to tell things by) in a child, look at its calls under `root`.

    Returns the child's exit code. Must run in a process without threads.
    """
    libc = _libc()
    hear, say = os.pipe()
    pipe = f"pipe:[{os.fstat(say).st_ino}]"
    child = os.fork()
    if child == 0:
        os.close(hear)
        _be_traced(libc, work, say, reading=reading)
    os.close(say)
    try:
        return _Tracer(libc, child, root, pipe, before, after, told).run()
    finally:
        os.close(hear)


def _be_traced(libc: Any, work: Callable[[int], object], say: int, *, reading: bool) -> None:
    code = 70
    try:
        if libc.ptrace(_TRACEME, 0, None, None) != 0:
            os._exit(77)
        os.kill(os.getpid(), signal.SIGSTOP)
        _mark(libc, (_CALLS | _READING if reading else _CALLS).values())
        work(say)
        code = 0
    except BaseException:  # noqa: BLE001 - the end of a process
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


def _mark(libc: Any, numbers: Any) -> None:
    """Let the kernel stop for the tracer before each of these calls."""
    wanted = sorted(numbers)
    lines = [(0x20, 0, 0, 4), (0x15, 0, len(wanted) + 1, _AUDIT_X86_64), (0x20, 0, 0, 0)]
    for place, number in enumerate(wanted):
        lines.append((0x15, len(wanted) - place, 0, number))
    lines += [(0x06, 0, 0, 0x7FFF0000), (0x06, 0, 0, 0x7FF00000)]
    raw = b"".join(_PROBLEM.pack(*line) for line in lines)
    buffer = ctypes.create_string_buffer(raw, len(raw))
    program = _Program(len(lines), ctypes.cast(buffer, ctypes.c_void_p))
    if libc.prctl(38, 1, 0, 0, 0) or libc.prctl(22, 2, ctypes.byref(program), 0, 0):
        os._exit(77)


@dataclass
class _Tracer:
    libc: Any
    child: int
    root: Path
    pipe: str
    before: Before | None
    after: After | None
    told: Told | None
    _open: dict[int, tuple[Call, int]] = field(default_factory=dict)
    _memory: int = -1

    def run(self) -> int:
        """Let the child run to its end and return its exit code."""
        _pid, status = os.waitpid(self.child, _WALL)
        if os.WIFEXITED(status):
            return os.WEXITSTATUS(status)
        self._ask(_SETOPTIONS, self.child, _OPTIONS)
        self._memory = os.open(f"/proc/{self.child}/mem", os.O_RDONLY)
        self._ask(_CONT, self.child, 0)
        try:
            while True:
                pid, status = os.waitpid(-1, _WALL)
                if os.WIFEXITED(status) or os.WIFSIGNALED(status):
                    if pid == self.child:
                        return os.waitstatus_to_exitcode(status)
                    continue
                self._stopped(pid, status)
        finally:
            os.close(self._memory)

    def _ask(self, request: int, pid: int, data: Any) -> None:
        if self.libc.ptrace(request, pid, None, data) == -1:
            code = ctypes.get_errno()
            if code != errno.ESRCH:
                raise OSError(code, os.strerror(code))

    def _stopped(self, pid: int, status: int) -> None:
        stop = os.WSTOPSIG(status)
        if status >> 16 == _EVENT_SECCOMP:
            self._entering(pid)
        elif stop == signal.SIGTRAP | 0x80 and pid in self._open:
            call, inode = self._open.pop(pid)
            result = ctypes.c_int64(self._registers(pid)[_RAX]).value
            if self.after is not None:
                self.after(call, result, inode)
            self._ask(_CONT, pid, 0)
        elif stop in {signal.SIGTRAP, signal.SIGTRAP | 0x80, signal.SIGSTOP}:
            self._ask(_CONT, pid, 0)
        else:
            self._ask(_CONT, pid, stop)

    def _registers(self, pid: int) -> Any:
        found = (ctypes.c_uint64 * _REGISTERS)()
        self._ask(_GETREGS, pid, ctypes.addressof(found))
        return found

    def _entering(self, pid: int) -> None:
        registers = self._registers(pid)
        call = self._call(pid, registers)
        if call is None:
            self._ask(_CONT, pid, 0)
            return
        code = self.before(call) if self.before is not None else 0
        if code:
            registers[_ORIG_RAX] = ctypes.c_uint64(-1).value
            registers[_RAX] = ctypes.c_uint64(-code).value
            self._ask(_SETREGS, pid, ctypes.addressof(registers))
            self._ask(_CONT, pid, 0)
        elif self.after is not None:
            self._open[pid] = (call, call.inode)
            self._ask(_SYSCALL, pid, 0)
        else:
            self._ask(_CONT, pid, 0)

    def _call(self, pid: int, registers: Any) -> Call | None:
        """Return the call when it is about a file under the folder."""
        name = _NAMES[registers[_ORIG_RAX]]
        arguments = tuple(int(registers[place]) for place in _ARGUMENTS)
        if name in _BY_FILE:
            return self._by_file(pid, name, arguments)
        if name in _TWO:
            first, second = (self._path(pid, arguments[one]) for one in _TWO[name])
            if not (self._ours(first) or self._ours(second)):
                return None
            return Call(name, arguments, first, second, inode=_inode(first))
        if name in _ONE:
            path = self._path(pid, arguments[_ONE[name]])
            if not self._ours(path):
                return None
            return Call(name, arguments, path, inode=_inode(path), existed=Path(path).exists())
        link = _link(pid, arguments[0])
        return Call(name, arguments, link) if self._ours(link) else None

    def _by_file(self, pid: int, name: str, arguments: tuple[int, ...]) -> Call | None:
        link = _link(pid, arguments[0])
        writes = name in {"write", "pwrite64"}
        if link == self.pipe:
            if self.told is not None:
                self.told(os.pread(self._memory, arguments[2], arguments[1]))
            return None
        if not self._ours(link):
            return None
        data = os.pread(self._memory, arguments[2], arguments[1]) if writes else b""
        at = arguments[3] if name == "pwrite64" else _position(pid, arguments[0]) if writes else 0
        inode = Path(f"/proc/{pid}/fd/{arguments[0]}").stat().st_ino
        return Call(name, arguments, link, data=data, at=at, inode=inode)

    def _ours(self, path: str) -> bool:
        return path == str(self.root) or path.startswith(f"{self.root}/")

    def _path(self, pid: int, address: int) -> str:
        found = b""
        while b"\0" not in found:
            here = address + len(found)
            more = os.pread(self._memory, 4096 - here % 4096, here)
            if not more:
                break
            found += more
        path = os.fsdecode(found.split(b"\0", 1)[0])
        return path if path.startswith("/") else str(Path(_cwd(pid), path))


def _cwd(pid: int) -> str:
    return str(Path(f"/proc/{pid}/cwd").readlink())


def _link(pid: int, descriptor: int) -> str:
    try:
        return str(Path(f"/proc/{pid}/fd/{descriptor & 0xFFFFFFFF}").readlink())
    except OSError:
        return ""


def _inode(path: str) -> int:
    try:
        return Path(path).stat().st_ino
    except OSError:
        return 0


def _position(pid: int, descriptor: int) -> int:
    text = Path(f"/proc/{pid}/fdinfo/{descriptor}").read_text(encoding="ascii")
    return int(text.split("pos:", 1)[1].split()[0])


STARTING = multiprocessing.get_context("spawn" if sys.platform == "win32" else "forkserver")
if sys.platform != "win32":
    STARTING.set_forkserver_preload(["tests.faults.busy", "tests.faults.tracing"])


def apart(task: Callable[..., Any], *given: Any) -> Any:
    """Run `task` in a process without threads and return what it returns."""
    hear, say = STARTING.Pipe(duplex=False)
    process = STARTING.Process(target=_answer, args=(say, task, given))
    process.start()
    say.close()
    try:
        good, found = hear.recv()
    except EOFError:
        good, found = False, "it ended without an answer"
    process.join()
    hear.close()
    assert good, found
    return found


def _answer(say: Any, task: Callable[..., Any], given: tuple[Any, ...]) -> None:
    try:
        say.send((True, task(*given)))
    except BaseException:  # noqa: BLE001 - told to the one that asked
        say.send((False, traceback.format_exc()))


def why_not() -> str:
    """Return why nothing can be traced here, '' where it can."""
    if not sys.platform.startswith("linux"):
        return "only Linux has ptrace and seccomp"
    if platform.machine() != "x86_64":
        return "the registers are those of x86-64"
    code = apart(_attempt)
    return "" if code == 0 else "this machine lets no process be traced (ptrace, seccomp)"


def _attempt() -> int:
    return traced(lambda _say: None, Path("/nowhere"))
