"""Errors a clerk can do something about, each one plain Vietnamese sentence.

Everything else that is raised is a bug and is treated as one. The sentences are Vietnamese in
every interface language: they are read by the clerk, and quoted on the telephone by the clerk.
"""

from __future__ import annotations

import errno
import sys
from pathlib import Path

_WINDOWS = sys.platform == "win32"


class Problem(Exception):
    """Base of all that is told to the clerk as one sentence; `message` is that sentence."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class UserProblem(Problem):
    """The work asked for can't be done with what was given; nothing was changed."""


class InvalidValues(UserProblem):
    """Values of a record that can't be kept; `by_field` maps a field's name to its sentence."""

    def __init__(self, by_field: dict[str, str]) -> None:
        super().__init__(" ".join(dict.fromkeys(by_field.values())))
        self.by_field = dict(by_field)


class StaleRecord(UserProblem):
    """The record was changed or removed since it was read."""

    def __init__(self) -> None:
        super().__init__(
            "Bản ghi này đã được sửa hoặc xóa ở nơi khác. Hãy mở lại bản ghi rồi sửa tiếp."
        )


class InUse(UserProblem):
    """The record can't be removed because others refer to it."""


class Cancelled(Problem):
    """The clerk cancelled; nothing was changed."""

    def __init__(self) -> None:
        super().__init__("Đã hủy theo yêu cầu; chưa có gì thay đổi.")


class EnvironmentProblem(Problem):
    """Something outside the program stands in the way (disk, file, rights)."""


class DiskFull(EnvironmentProblem):
    """No room is left where the file is written."""


class FileLocked(EnvironmentProblem):
    """Another program holds the file."""


class BookInUse(FileLocked):
    """Another window of this program has the book."""


class NotWritable(EnvironmentProblem):
    """The file or its folder may not be written."""


class FileMissing(EnvironmentProblem):
    """The file is not there."""


class FileThere(EnvironmentProblem):
    """A file that must not be overwritten is there already."""


class BookProblem(EnvironmentProblem):
    """A file that should be an office book or a submission isn't usable as one."""


class DamagedFile(BookProblem):
    """The file's structure or content is damaged."""


class ForeignFile(BookProblem):
    """The file is something else."""


class NewerFile(BookProblem):
    """The file was written by a later version of the program."""


class NeedsPassphrase(BookProblem):
    """The file is protected by a passphrase, and none was given."""


class WrongPassphrase(BookProblem):
    """The passphrase given doesn't open the file."""


class WrongSignature(BookProblem):
    """The file's content isn't what the office named in it signed."""


def _name(path: Path | str) -> str:
    return f"«{Path(path).name}»"


def held(path: Path | str) -> FileLocked:
    """Return the sentence for a file that another program holds."""
    return FileLocked(
        f"{_name(path)} đang được chương trình khác sử dụng. Hãy đóng chương trình đó rồi làm lại."
    )


def problem_from_oserror(error: OSError, path: Path | str) -> EnvironmentProblem:
    """Return the sentence for an `OSError` met while working with `path`."""
    code = error.errno
    name = _name(path)
    windows = getattr(error, "winerror", None)
    if code in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG) or windows in (39, 112):
        return DiskFull(
            f"Ổ đĩa đã đầy, không ghi được {name}. Hãy xóa bớt tệp hoặc chọn nơi khác rồi làm lại."
        )
    if windows in (32, 33) or code in (errno.EAGAIN, errno.EBUSY, errno.ETXTBSY):
        return held(path)
    if code == errno.EACCES and windows is None and _WINDOWS:  # opened by C: which of both is lost
        return FileLocked(
            f"{name} đang được chương trình khác sử dụng, hoặc không có quyền đọc, ghi ở đó. "
            "Hãy đóng chương trình kia rồi làm lại, hoặc chọn thư mục khác."
        )
    if code in (errno.ENOENT, errno.ENOTDIR):
        return FileMissing(
            f"Không tìm thấy {name} hoặc thư mục chứa nó. Hãy kiểm tra lại đường dẫn, USB."
        )
    if code in (errno.EACCES, errno.EPERM, errno.EROFS):
        return NotWritable(
            f"Không có quyền đọc hoặc ghi {name}. Hãy chọn thư mục khác, ví dụ Tài liệu."
        )
    if code == errno.EISDIR:
        return NotWritable(f"{name} là một thư mục. Hãy chọn một tên tệp.")
    if code == errno.ENAMETOOLONG or windows == 206:
        return NotWritable(f"Tên hoặc đường dẫn của {name} quá dài. Hãy chọn nơi ngắn hơn.")
    return EnvironmentProblem(
        f"Không đọc hoặc ghi được {name} (lỗi thiết bị). Hãy kiểm tra ổ đĩa, USB rồi làm lại."
    )
