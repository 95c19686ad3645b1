"""The one door through which tables come out of other programs' files.

What a file is, is told by its content, not by its name: .xls content named .xlsx is read. Every
file that can't be read ends in one sentence that says what to do.
"""

from __future__ import annotations

import codecs
import errno
import re
from collections.abc import Callable
from pathlib import Path
from typing import IO, Final

from desktop.core.errors import (
    EnvironmentProblem,
    FileLocked,
    ForeignFile,
    problem_from_oserror,
)
from desktop.exchange import compound
from desktop.exchange.compound import Compound
from desktop.exchange.packages import Package
from desktop.exchange.table_values import (
    MAX_ROWS,
    NoTables,
    PasswordProtected,
    Table,
    TooLarge,
    Value,
    damaged,
    protected,
)
from desktop.exchange.word_tables import read_docx
from desktop.exchange.workbooks import XLS_STREAMS, read_xls, read_xlsx

__all__ = ["MAX_ROWS", "NoTables", "PasswordProtected", "Table", "TooLarge", "Value", "read_tables"]

_MAX_FILE: Final = 256 << 20  # bytes of a file that a reader takes into memory
_HEAD = 4096
_TEMPORARY = "~$"  # begins the name of the file by which Office marks an open one

_BY_EXCEL = "Hãy mở bằng Excel, lưu thành tệp .xlsx (Excel Workbook) rồi nhập lại."
_BY_WORD = "Hãy mở bằng Word, lưu thành tệp .docx (Word Document) rồi nhập lại."
_ASK = "Hãy chọn tệp Excel (.xlsx, .xls) hoặc Word (.docx)."
_KINDS: Final[tuple[tuple[re.Pattern[bytes], str], ...]] = tuple(
    (re.compile(pattern, re.IGNORECASE | re.DOTALL), sentence)
    for pattern, sentence in (
        (rb".{0,1023}%PDF-", f"là tệp PDF, không đọc được bảng trong đó. {_ASK}"),
        (rb"\x89PNG|\xff\xd8\xff|GIF8|BM.{12}|II\*\0|MM\0\*|RIFF....WEBP", f"là ảnh. {_ASK}"),
        (rb"\{\\rtf", f"là tệp RTF. {_BY_WORD}"),
        (rb"\x09[\x00\x02\x04\x08].[\x00\x05\x06\x07]", f"là tệp Excel quá cũ. {_BY_EXCEL}"),
        (
            rb"(?:\xef\xbb\xbf)?\s*<(?:\?xml|!doctype|html|table|head|meta|style|div|!--)",
            f"là trang web hoặc XML mang đuôi tệp Excel. {_BY_EXCEL}",
        ),
    )
)


def read_tables(path: Path, tick: Callable[[float], None] | None = None) -> list[Table]:
    """Return the tables of an .xlsx, .xlsm, .xls or .docx that hold anything, in their order.

    Values are as the file has them: text is not cleaned, formulas give their last result, errors
    their text (#N/A), durations their text (25:30:00). `tick` is told now and then which part of
    the work (0 to 1) is done, and may raise to cancel.

    Raises `FileMissing`, `FileLocked` and other `EnvironmentProblem`s of reading; `ForeignFile`,
    `DamagedFile`, `PasswordProtected`, `TooLarge`, `NoTables`; what `tick` raises.
    """
    if path.name.startswith(_TEMPORARY):
        raise ForeignFile(
            f"«{path.name}» chỉ là tệp tạm do Excel hoặc Word tạo khi đang mở tệp khác. Hãy chọn "
            "tệp chính, tên không có ~$ ở đầu."
        )
    try:
        if path.is_dir():
            raise ForeignFile(f"«{path.name}» là một thư mục. Hãy chọn một tệp bên trong.")
        if path.exists() and not path.is_file():
            raise ForeignFile(f"«{path.name}» không phải tệp thường. {_ASK}")
        with path.open("rb") as source:
            tables = _read(source, path.name, tick)
    except OSError as error:
        raise _problem(error, path) from error
    if not tables:
        raise NoTables(
            f"Tệp không có dữ liệu: «{path.name}» không có bảng hay ô nào có nội dung. Hãy kiểm "
            "tra xem đã chọn đúng tệp chưa."
        )
    return tables


def _problem(error: OSError, path: Path) -> EnvironmentProblem:
    if isinstance(error, PermissionError):  # Windows tells no more of a file open in Excel
        return FileLocked(
            f"Không đọc được «{path.name}»: tệp đang mở trong chương trình khác hoặc không có "
            "quyền đọc. Hãy đóng tệp trong Excel, Word hoặc chép sang thư mục khác rồi làm lại."
        )
    if error.errno == errno.EINVAL:
        return damaged(path.name)  # an offset in the file that leads nowhere
    return problem_from_oserror(error, path)


def _read(source: IO[bytes], file: str, tick: Callable[[float], None] | None) -> list[Table]:
    head = source.read(_HEAD)
    if not head:
        raise ForeignFile(f"«{file}» rỗng (0 byte), có lẽ chép chưa xong. Hãy chép lại tệp.")
    if head.startswith(b"PK"):
        return _read_archive(source, file, tick)
    if head.startswith(compound.MAGIC):
        return _read_compound(source, file, tick)
    for kind, sentence in _KINDS:
        if kind.match(head):
            raise ForeignFile(f"«{file}» {sentence}")
    if b"\0" not in head or head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise ForeignFile(f"«{file}» là tệp văn bản (như .csv, .txt). {_BY_EXCEL}")
    raise _unknown(file)


def _unknown(file: str) -> ForeignFile:
    return ForeignFile(f"«{file}» không phải tệp Excel hay Word. {_ASK}")


def _read_archive(
    source: IO[bytes], file: str, tick: Callable[[float], None] | None
) -> list[Table]:
    package = Package(source, file)
    root, part = package.main_part()
    if root == "workbook":
        if source.seek(0, 2) > _MAX_FILE:
            raise package.too_large()
        return read_xlsx(source, package, part, tick)
    if root == "document":
        return read_docx(package, part, tick)
    if root == "presentation":
        raise ForeignFile(f"«{file}» là tệp PowerPoint. {_ASK}")
    if root == "binary":
        raise ForeignFile(f"«{file}» là tệp Excel nhị phân (.xlsb). {_BY_EXCEL}")
    if "mimetype" in package:
        kind = package.read("mimetype")
        if b"opendocument.spreadsheet" in kind:
            raise ForeignFile(f"«{file}» là bảng tính OpenDocument (.ods). {_BY_EXCEL}")
        if b"opendocument.text" in kind:
            raise ForeignFile(f"«{file}» là văn bản OpenDocument (.odt). {_BY_WORD}")
    if "[content_types].xml" in package.names:
        raise damaged(file)  # of the family, but its main part is missing
    raise _unknown(file)


def _read_compound(
    source: IO[bytes], file: str, tick: Callable[[float], None] | None
) -> list[Table]:
    source.seek(0)
    data = source.read(_MAX_FILE + 1)
    if len(data) > _MAX_FILE:
        raise TooLarge(
            f"«{file}» quá lớn để đọc một lần. Hãy chép riêng bảng cần nhập sang một tệp mới."
        )
    container = Compound(data, file)
    if "EncryptedPackage" in container:
        raise protected(file)
    if any(name in container for name in XLS_STREAMS):
        return read_xls(container, file, tick)
    if "WordDocument" in container:
        raise ForeignFile(f"«{file}» là tệp Word đời cũ (.doc). {_BY_WORD}")
    raise _unknown(file)
