from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.errors import DiskFull, FileMissing, NotWritable
from desktop.platform import atomic
from desktop.platform.atomic import (
    atomic_file,
    atomic_write,
    copy_file,
    replace_file,
    temporary_beside,
)


def leftovers(folder: Path) -> list[str]:
    return [one.name for one in folder.iterdir() if one.name.startswith(".gs-")]


@given(content=st.binary(max_size=5000), before=st.none() | st.binary(max_size=50))
def test_content_replaces_target(tmp_path_factory, content, before):
    folder = tmp_path_factory.mktemp("a")
    target = folder / "Sổ Đảng viên.pdf"
    if before is not None:
        target.write_bytes(before)
    with atomic_write(target) as stream:
        stream.write(content)
    assert target.read_bytes() == content
    assert leftovers(folder) == []


def test_target_is_untouched_while_and_after_a_failure(tmp_path):
    target = tmp_path / "a.bin"
    target.write_bytes(b"old")

    def write_half() -> None:
        with atomic_write(target) as stream:
            stream.write(b"new")
            stream.flush()
            assert target.read_bytes() == b"old"
            raise RuntimeError("stop")

    with pytest.raises(RuntimeError):
        write_half()
    assert target.read_bytes() == b"old"
    assert leftovers(tmp_path) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_full_disk_is_told_and_leaves_nothing(tmp_path):
    target = tmp_path / "a.bin"
    target.write_bytes(b"old")

    def write_half() -> None:
        with atomic_write(target) as stream, Path("/dev/full").open("wb", buffering=0) as full:
            stream.write(b"half")
            full.write(b"x")

    with pytest.raises(DiskFull) as told:
        write_half()
    assert "a.bin" in told.value.message
    assert target.read_bytes() == b"old"
    assert leftovers(tmp_path) == []


def test_failing_sync_and_replace_leave_the_target(tmp_path, monkeypatch):
    target = tmp_path / "a.bin"
    target.write_bytes(b"old")
    for name in ("fsync", "replace"):
        with monkeypatch.context() as patch:

            def fail(*args, **kwargs):
                raise OSError(errno.ENOSPC, "full")

            patch.setattr(Path if name == "replace" else os, name, fail)
            with pytest.raises(DiskFull), atomic_write(target) as stream:
                stream.write(b"new")
        assert target.read_bytes() == b"old"
        assert leftovers(tmp_path) == []


def test_missing_folder(tmp_path):
    with pytest.raises(FileMissing) as told, atomic_write(tmp_path / "no" / "b.pdf"):
        pass
    assert "b.pdf" in told.value.message
    assert ".gs-" not in told.value.message


@pytest.mark.skipif(sys.platform == "win32", reason="rights of folders are POSIX here")
def test_read_only_folder(open_folder, without_rights):
    open_folder.chmod(0o555)
    with without_rights(), pytest.raises(NotWritable), atomic_write(open_folder / "b.pdf"):
        pass


def test_folder_as_target(tmp_path):
    (tmp_path / "d").mkdir()
    with pytest.raises(NotWritable), atomic_write(tmp_path / "d") as stream:
        stream.write(b"x")
    assert leftovers(tmp_path) == []


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX modes")
def test_mode_of_the_target_is_kept(tmp_path):
    target = tmp_path / "a"
    target.write_bytes(b"")
    target.chmod(0o640)
    with atomic_write(target) as stream:
        stream.write(b"x")
    assert stat.S_IMODE(target.stat().st_mode) == 0o640


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights")
def test_link_is_followed(tmp_path):
    real = tmp_path / "real"
    real.write_bytes(b"old")
    link = tmp_path / "link"
    link.symlink_to(real)
    with atomic_write(link) as stream:
        stream.write(b"new")
    assert link.is_symlink()
    assert real.read_bytes() == b"new"


def test_atomic_file_and_replace_file(tmp_path):
    target = tmp_path / "a.db"
    with atomic_file(target) as temporary:
        assert temporary.parent == tmp_path
        temporary.write_bytes(b"db")
    assert target.read_bytes() == b"db"
    with pytest.raises(FileMissing):
        replace_file(tmp_path / "none", target)

    def write_half() -> None:
        with atomic_file(target) as temporary:
            temporary.write_bytes(b"new")
            temporary.with_name(temporary.name + "-journal").write_bytes(b"j")
            raise ValueError("stop")

    with pytest.raises(ValueError, match="stop"):
        write_half()
    assert target.read_bytes() == b"db"
    assert leftovers(tmp_path) == []


def test_copy_file(tmp_path):
    (tmp_path / "a").write_bytes(b"x" * 3_000_000)
    copy_file(tmp_path / "a", tmp_path / "b")
    assert (tmp_path / "b").read_bytes() == (tmp_path / "a").read_bytes()
    with pytest.raises(FileMissing) as told:
        copy_file(tmp_path / "nowhere", tmp_path / "b")
    assert "nowhere" in told.value.message
    assert (tmp_path / "b").stat().st_size == 3_000_000


def test_a_file_held_for_a_moment_is_tried_again(tmp_path, monkeypatch):
    """What Windows does while a virus scanner reads the fresh file."""
    held = [5, 32, 33]
    real = Path.replace

    def replace(self, target):
        if held:
            error = PermissionError(errno.EACCES, "held")
            error.winerror = held.pop()
            raise error
        return real(self, target)

    monkeypatch.setattr(Path, "replace", replace)
    monkeypatch.setattr(atomic, "_WAITS", (0.001,) * 5)
    with atomic_write(tmp_path / "a") as stream:
        stream.write(b"x")
    assert (tmp_path / "a").read_bytes() == b"x"
    assert held == []


def test_killed_process_leaves_the_old_file(tmp_path):
    target = tmp_path / "a.bin"
    target.write_bytes(b"old")
    code = (
        "import os, signal, sys\n"
        "from desktop.platform.atomic import atomic_write\n"
        "with atomic_write(sys.argv[1]) as stream:\n"
        "    stream.write(b'new' * 100000)\n"
        "    stream.flush()\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    root = Path(__file__).parents[2]
    subprocess.run([sys.executable, "-c", code, str(target)], cwd=root, check=False)
    assert target.read_bytes() == b"old"
    assert len(leftovers(tmp_path)) == 1


def test_temporary_names_are_hidden_and_differ(tmp_path):
    names = {temporary_beside(tmp_path / ("x" * 250)).name for _ in range(50)}
    assert len(names) == 50
    assert all(name.startswith(".gs-") and len(name) < 40 for name in names)
