"""What files are called and how large they are: names any system can write, sizes in words."""

from __future__ import annotations

import mimetypes
import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from desktop.core.formats import number
from desktop.core.vietnamese.fold import clean

MAXIMUM_NAME: Final = 120  # characters of a file's name with its ending
_MAXIMUM_BYTES = 200  # of a name in UTF-8: Linux takes 255, and ' (12)' may be added
_MEGABYTE = 1_000_000
_FORBIDDEN = re.compile(r'[<>:"|?*]')
_RESERVED = re.compile(
    r"(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])\s*(\..*)?", re.IGNORECASE
)
"""Names that Windows keeps for devices, also with an ending (Microsoft, 'Naming Files')."""
_NAMELESS = "tệp"
RUNNABLE: Final = frozenset(
    (
        *("exe", "bat", "cmd", "com", "scr", "pif", "msi", "msp", "mst", "msix", "appx"),
        *("js", "jse", "vbs", "vbe", "wsf", "wsh", "wsc", "sct", "ps1", "psm1", "psd1"),
        *("lnk", "url", "scf", "reg", "hta", "cpl", "jar", "dll", "ocx", "sys", "drv"),
        *("gadget", "inf", "msc", "application", "appref-ms", "chm", "hlp", "xll"),
        *("settingcontent-ms", "library-ms", "search-ms", "iso", "img", "vhd", "vhdx"),
        *("sh", "bash", "run", "desktop", "py", "pyw", "pl", "rb", "command", "appimage"),
    )
)
"""Endings of files that do something when they are opened."""
SHOWN: Final = frozenset(
    (
        *("pdf", "doc", "docx", "dot", "dotx", "rtf", "odt", "txt", "csv", "tsv", "log"),
        *("xls", "xlsx", "xlt", "xltx", "ods", "ppt", "pptx", "pps", "ppsx", "odp", "odg"),
        *("jpg", "jpeg", "jpe", "jfif", "png", "gif", "bmp", "tif", "tiff", "webp", "heic", "heif"),
        *("mp3", "m4a", "wav", "aac", "ogg", "flac", "amr", "wma"),
        *("mp4", "m4v", "mov", "avi", "mkv", "3gp", "mpg", "mpeg", "webm", "wmv"),
        *("zip", "rar", "7z", "xps", "oxps", "djvu", "vsd", "vsdx", "epub"),
    )
)
"""Endings of files that their programs only show, or ask before they do more.

Not among them: what runs, spreadsheets and documents with macros (.xlsm, .docm), web pages and
shortcuts, what reaches for other files as it is opened (.slk, .iqy), anything unknown.
"""


def clean_name(name: str) -> str:
    """Return a file's name that any system can write: no folder, no device, composed letters.

    What Windows forbids becomes '_'; the ending stays when a long name is cut.
    """
    shown = "".join(
        letter
        for letter in clean(re.split(r"[/\\]", name)[-1])
        # no marks that turn or hide part of a name ('gpj.exe' shown as 'exe.jpg')
        if unicodedata.category(letter) not in ("Cf", "Cs", "Co", "Cn")
    )
    tidy = clean(_FORBIDDEN.sub("_", shown)).rstrip(". ").strip()
    stem, dot, ending = tidy.rpartition(".")
    if not dot or not ending or len(ending) > 12:
        stem, ending = tidy, ""
    tail = f".{ending}" if ending else ""
    stem = stem.rstrip(". ") or _NAMELESS
    if _RESERVED.fullmatch(stem + tail):
        stem = f"_{stem}"
    return _fitting(stem, tail, 0) + tail


def _fitting(stem: str, tail: str, more: int) -> str:
    """Return as much of a name as there is room for, with `more` characters beside it."""
    stem = stem[: MAXIMUM_NAME - len(tail) - more]
    room = _MAXIMUM_BYTES - len(tail.encode()) - more
    while len(stem.encode()) > room:
        stem = stem[:-1]
    return stem.rstrip(". ") or "_"


def free_name(name: str, taken: Iterable[str]) -> str:
    """Return a name that is not taken: 'ảnh.jpg' becomes 'ảnh (2).jpg'; case makes no other."""
    held = {one.casefold() for one in taken}
    if name.casefold() not in held:
        return name
    stem, dot, ending = name.rpartition(".")
    if not dot:
        stem, ending = name, ""
    tail = f".{ending}" if dot else ""
    place = 2
    while True:
        mark = f" ({place})"
        found = _fitting(stem, tail, len(mark)) + mark + tail
        if found.casefold() not in held:
            return found
        place += 1


def may_be_opened(name: str) -> bool:
    """Tell whether a file can be handed to another program without anything being run.

    A file without an ending may be: the system then asks the clerk what should show it.
    """
    return _ending(name) in SHOWN | {""}


def is_program(name: str) -> bool:
    """Tell whether a file does something when it is opened."""
    return _ending(name) in RUNNABLE


def _ending(name: str) -> str:
    return clean_name(name).rpartition(".")[2].casefold() if "." in name else ""


def size_text(size: int) -> str:
    """Return a size in bytes as the clerk reads it: '12,4 MB', '830 KB', '0 byte'."""
    if size >= _MEGABYTE:
        return f"{number(size / _MEGABYTE, 1)} MB"
    return f"{number(-(-size // 1_000))} KB" if size >= 1_000 else f"{size} byte"


def with_ending(name: str, former: str) -> str:
    """Return a new name of a file with the ending it had, unless another known one was typed."""
    ending = former.rpartition(".")[2] if "." in former else ""
    typed = name.rpartition(".")[2].casefold() if "." in name else ""
    known = bool(mimetypes.guess_type(f"x.{typed}", strict=False)[0]) or typed in RUNNABLE
    if not ending or typed == ending.casefold() or (typed and known):
        return name
    return clean_name(f"{name}.{ending}")
