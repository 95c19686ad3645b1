"""OLE2 containers built by hand: old workbooks, and what a password makes of new ones.

Source: MS-CFB 2.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from pathlib import Path

SECTOR, MINI = 512, 64
FREE, END, IS_FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def container(streams: Mapping[str, bytes]) -> bytes:
    """Build an OLE2 container; streams under 4,096 bytes go where they belong, the mini stream."""
    sectors: list[bytes] = []
    fat: list[int] = []

    def put(content: bytes) -> int:
        pieces = [content[at : at + SECTOR] for at in range(0, len(content), SECTOR)]
        first = len(fat)
        for number, piece in enumerate(pieces, start=1):
            sectors.append(piece.ljust(SECTOR, b"\0"))
            fat.append(END if number == len(pieces) else len(fat) + 1)
        return first if pieces else END

    mini, mini_fat = b"", list[int]()
    entries = []
    for name, content in streams.items():
        start = END
        if len(content) < 4096:
            count = -(-len(content) // MINI)
            start = len(mini_fat) if count else END
            mini_fat += [len(mini_fat) + step for step in range(1, count)] + [END] * (count > 0)
            mini += content.ljust(count * MINI, b"\0")
        else:
            start = put(content)
        entries.append((name, 2, start, len(content)))
    entries.insert(0, ("Root Entry", 5, put(mini), len(mini)))
    first_mini = put(struct.pack(f"<{len(mini_fat)}I", *mini_fat))
    directory = b""
    for number, (name, kind, start, size) in enumerate(entries):
        written = name.encode("utf-16-le")
        after = FREE if number in {0, len(entries) - 1} else number + 1
        below = 1 if number == 0 and len(entries) > 1 else FREE
        directory += written.ljust(64, b"\0") + struct.pack("<HBB", len(written) + 2, kind, 1)
        directory += struct.pack("<III", FREE, after, below) + bytes(36)
        directory += struct.pack("<IQ", start, size)
    first_directory = put(directory)
    fat.append(IS_FAT)
    assert len(fat) <= SECTOR // 4
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(SECTOR, b"\xff")
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16)
    header += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIII", 0, 1, first_directory, 0, 4096)
    header += struct.pack("<IIII", first_mini, -(-len(mini_fat) // 128), END, 0)
    header += struct.pack("<109I", len(fat) - 1, *[FREE] * 108)
    return header + b"".join(sectors) + table


def saved(path: Path, streams: Mapping[str, bytes]) -> Path:
    path.write_bytes(container(streams))
    return path
