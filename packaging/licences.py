"""Write the list of what the program is made of, each part with its version and licence.

    python packaging/licences.py

It reads the pins of requirements.txt and writes resources/help/thanh-phan.html, which the window
shows (Help > About). A pin without a line here stops it. The licences' own texts are gathered by
guongsang.spec into the program's folder _internal/licenses.
"""

from __future__ import annotations

import re
import sys
from html import escape
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "resources" / "help" / "thanh-phan.html"
PINS = ROOT / "packaging" / "requirements.txt"
# a distribution: its licence, whose it is, what it does here
PACKAGES = {
    "alembic": ("MIT", "Michael Bayer", "nâng cấp sổ của phiên bản cũ"),
    "cffi": ("MIT-0", "Armin Rigo, Maciej Fijalkowski", "nối PyNaCl với libsodium"),
    "charset-normalizer": ("MIT", "Ahmed R. Tahri", "đi kèm ReportLab; không có trong bộ cài"),
    "lxml": ("BSD-3-Clause", "lxml dev team", "đọc XML của Excel và Word"),
    "mako": ("MIT", "Michael Bayer", "đi kèm Alembic"),
    "markupsafe": ("BSD-3-Clause", "Pallets", "đi kèm Mako"),
    "pillow": ("MIT-CMU", "Jeffrey A. Clark và cộng sự", "đi kèm ReportLab; không có trong bộ cài"),
    "platformdirs": ("MIT", "platformdirs developers", "biết thư mục của người dùng"),
    "pycparser": ("BSD-3-Clause", "Eli Bendersky", "đi kèm cffi; không có trong bộ cài"),
    "pynacl": ("Apache-2.0", "PyNaCl developers", "chữ ký của tệp gửi cấp trên"),
    "pypdfium2": ("BSD-3-Clause, Apache-2.0", "pypdfium2 team", "xem trước trang in"),
    "pyside6-essentials": ("LGPL-3.0-only", "The Qt Company", "cửa sổ"),
    "python-calamine": ("MIT", "Dmitriy", "đọc bảng tính"),
    "python-docx": ("MIT", "Steve Canny", "ghi tệp Word"),
    "rapidfuzz": ("MIT", "Max Bachmann", "tìm người bị nhập hai lần"),
    "reportlab": ("BSD-3-Clause", "ReportLab Inc.", "trang in PDF, biểu đồ"),
    "segno": ("BSD-3-Clause", "Lars Heuer", "mã QR"),
    "shiboken6": ("LGPL-3.0-only", "The Qt Company", "nối Qt với Python"),
    "sqlalchemy": ("MIT", "Michael Bayer và cộng sự", "đọc, ghi sổ"),
    "sqlcipher3": ("zlib", "Gerhard Häring, Charles Leifer", "nối SQLCipher với Python"),
    "typing-extensions": ("PSF-2.0", "Guido van Rossum và cộng sự", "đi kèm SQLAlchemy"),
    "xlsxwriter": ("BSD-2-Clause", "John McNamara", "ghi tệp Excel"),
}
# what lies inside those, or beside them in the program's folder
INSIDE = (
    ("Python", "PSF-2.0", "Python Software Foundation", "ngôn ngữ của chương trình"),
    ("Qt 6", "LGPL-3.0-only", "The Qt Company", "cửa sổ; các tệp trong thư mục PySide6"),
    ("SQLite", "phạm vi công cộng", "D. Richard Hipp và cộng sự", "định dạng của sổ"),
    ("SQLCipher", "BSD-3-Clause", "Zetetic LLC", "mã hóa sổ"),
    ("OpenSSL", "Apache-2.0", "The OpenSSL Project", "phép mã hóa của SQLCipher"),
    ("libsodium", "ISC", "Frank Denis", "phép ký của PyNaCl"),
    ("PDFium", "BSD-3-Clause, Apache-2.0", "Google, Foxit", "vẽ trang PDF"),
    ("libxml2, libxslt", "MIT", "Daniel Veillard", "bên trong lxml"),
    ("calamine", "MIT", "Johann Tuffe", "bên trong python-calamine"),
    ("Liberation Serif, Liberation Sans", "OFL-1.1", "Google, Red Hat", "phông chữ trên giấy"),
    ("Lucide", "ISC", "Lucide Contributors", "biểu tượng"),
    ("PyInstaller", "GPL-2.0, có ngoại lệ", "PyInstaller team", "phần khởi động (bản Windows)"),
    ("Visual C++ Runtime", "theo Microsoft", "Microsoft", "các tệp VCRUNTIME, MSVCP (bản Windows)"),
)
_PIN = re.compile(r"^([a-z0-9-]+)==(\S+)", re.MULTILINE)
_PAGE = """<!DOCTYPE html>
<html lang="vi"><head><meta charset="utf-8"><title>Thành phần và giấy phép</title></head><body>
<h1>Thành phần và giấy phép</h1>
<p>Gương Sáng theo giấy phép MIT và dùng các thành phần dưới đây. Toàn văn các giấy phép nằm trong
thư mục _internal/licenses của chương trình. Qt, PySide6 và shiboken6 theo GNU LGPL phiên bản 3:
các tệp của chúng nằm riêng trong thư mục PySide6 và thay được bằng bản khác; mã nguồn do The Qt
Company công bố với tên «Qt for Python».</p>
<table border="1" cellspacing="0" cellpadding="4">
<tr><th>Thành phần</th><th>Phiên bản</th><th>Giấy phép</th><th>Của</th><th>Dùng để</th></tr>
{rows}
</table></body></html>
"""


def pins() -> dict[str, str]:
    """Return each pinned distribution with its version."""
    return dict(_PIN.findall(PINS.read_text(encoding="utf-8")))


def page() -> str:
    """Return the page; `KeyError` names a pin that has no licence here."""
    lines = [(name, "", licence, owner, use) for name, licence, owner, use in INSIDE]
    lines += [(name, version, *PACKAGES[name]) for name, version in sorted(pins().items())]
    rows = ("<tr>" + "".join(f"<td>{escape(one)}</td>" for one in line) + "</tr>" for line in lines)
    return _PAGE.format(rows="\n".join(rows))


if __name__ == "__main__":
    TARGET.write_text(page(), encoding="utf-8")
    sys.stdout.write(f"{TARGET.relative_to(ROOT)}\n")
