"""Where words stand on the pre-printed paper of a certificate: layouts as values, to and from JSON.

Sources: DOMAIN.md 'Lists and forms that are printed' (giấy khen, bằng khen laid on pre-printed
paper with millimetre offsets) and 'Paper'. All distances are millimetres from the top left corner
of the sheet, sizes of letters are points.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from desktop.core.errors import UserProblem
from desktop.core.vietnamese.fold import clean

POINT = 25.4 / 72
"""A point in millimetres."""
LEAST_PAPER, MOST_PAPER = 50.0, 600.0
LEAST_WIDTH = 5.0
LEAST_SIZE, MOST_SIZE = 4.0, 120.0
MOST_LINES = 20
MOST_OFFSET = 30.0
"""How far a printer may be off, either way."""
ALIGNS = ("left", "center", "right")
COLOURS = ("black", "red")  # red only to be told from the blank's own words in a trial
STYLES = ("", "party", "government")  # '' fits both; else a value of core.terms.PaperFamily
MOST_FIELDS = 200
MOST_TEXT = 10_000  # letters of one field
_LOST = "Mẫu in giấy khen này bị hỏng: {what}. Hãy mở mẫu rồi bấm «Lấy lại mẫu gốc»."
_UNKEPT = "Chưa lưu được mẫu in: {what}. Hãy sửa rồi lưu lại."
# words that are written with a capital within a sentence too
_PROPER = frozenset(("Bác", "Đảng", "Đoàn", "Hội", "Mặt", "Nhà", "Quốc", "Trung", "Tỉnh", "Huyện"))
_PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True)
class Piece:
    """A kind of field: its key, its name, the text it starts with."""

    key: str
    name: str
    text: str


PIECES: tuple[Piece, ...] = (
    Piece("issuer", "Cơ quan khen", "{issuer}"),
    Piece("title", "Tặng cho", "Tặng cho {address}:"),
    Piece("name", "Họ và tên / Tên tập thể", "{name}"),
    Piece("post", "Chức vụ, đơn vị", "{post}"),
    Piece("achievement", "Thành tích", "Đã có thành tích {achievement}"),
    Piece("occasion", "Dịp khen thưởng", "{occasion}"),
    Piece("period", "Giai đoạn thành tích", "{period}"),
    Piece("number", "Số quyết định", "Quyết định số {number}"),
    Piece("date", "Ngày quyết định", "{date}"),
    Piece("place_date", "Địa danh, ngày tháng", "{place}, {date}"),
    Piece("authority", "Ký thay mặt", "{authority}"),
    Piece("signer_post", "Chức vụ người ký", "{signer_post}"),
    Piece("signer", "Người ký", "{signer}"),
    Piece("book_number", "Số vào sổ", "Vào sổ khen thưởng số: {book_number}"),
    Piece("money", "Tiền thưởng", "{money}"),
    Piece("text", "Chữ cố định", "Chữ cố định"),
)
"""The kinds of field, in the order in which they are offered."""
PIECE_NAMES: Mapping[str, str] = {one.key: one.name for one in PIECES}

PLACEHOLDERS: Mapping[str, str] = {
    "name": "họ và tên, tên tập thể",
    "address": "ông, bà, tập thể, hộ gia đình",
    "post": "chức vụ, đơn vị",
    "achievement": "thành tích",
    "occasion": "đợt khen thưởng",
    "period": "giai đoạn thành tích",
    "form": "hình thức khen",
    "number": "số quyết định (15-QĐ/HU)",
    "number_only": "phần số của quyết định (15)",
    "date": "ngày 02 tháng 9 năm 2025",
    "short_date": "02/09/2025",
    "day": "ngày (02)",
    "month": "tháng (9)",
    "year": "năm (2025)",
    "year_short": "hai số cuối của năm (25)",
    "issuer": "cơ quan ban hành",
    "place": "địa danh",
    "authority": "T/M …",
    "signer_post": "chức vụ người ký",
    "signer": "người ký",
    "book_number": "số vào sổ",
    "money": "1.500.000 đồng",
    "money_words": "tiền thưởng bằng chữ",
    "gift": "hiện vật",
}
"""What a text may ask for in braces, with the words that say what comes there."""


class LayoutRefused(UserProblem):
    """A layout that can't be read; `what` is wrong with it."""

    def __init__(self, what: str, sentence: str = _LOST) -> None:
        super().__init__(sentence.format(what=what))
        self.what = what


@dataclass(frozen=True)
class CertificateField:
    """A piece of text on the sheet.

    `x`, `y` is the anchor: the left end, the middle or the right end (`align`) of the base line
    of the first line (of the last one, where lines grow `upwards`). Lines stand `spacing` mm apart
    (0: as the size asks for). A text that is too long is set smaller, as far as `min_size`
    readably.
    """

    key: str
    text: str
    x: float
    y: float
    width: float
    align: str = "center"
    size: float = 14
    bold: bool = False
    italic: bool = False
    capitals: bool = False
    colour: str = "black"
    spacing: float = 0
    indent: float = 0  # of the first line; of what stands to the left only
    max_lines: int = 1
    upwards: bool = False
    min_size: float = 10

    @property
    def name(self) -> str:
        """What the clerk calls it."""
        return PIECE_NAMES.get(self.key, self.key)


@dataclass(frozen=True)
class CertificateLayout:
    """A sheet of pre-printed paper and the fields on it."""

    width: float
    height: float
    fields: tuple[CertificateField, ...]
    style: str = ""

    def to_json(self) -> str:
        """Return the layout as JSON that a person can read and change; defaults are left out."""
        usual = {one.name: one.default for one in fields(CertificateField)}
        given = asdict(self)
        given["fields"] = [
            {name: value for name, value in one.items() if value != usual[name]}
            for one in given["fields"]
        ]
        return json.dumps(given, ensure_ascii=False, indent=1)

    @classmethod
    def from_json(cls, text: str) -> CertificateLayout:
        """Return the layout that `to_json` wrote; `LayoutRefused` says what is wrong with it."""
        try:
            given = json.loads(text)
        except json.JSONDecodeError as error:
            raise _lost(f"sai cú pháp ở dòng {error.lineno}") from error
        except (ValueError, RecursionError) as error:
            raise _lost("không đọc được") from error
        known = {one.name for one in fields(cls)}
        if not isinstance(given, dict) or not isinstance(given.get("fields"), list):
            raise _lost("thiếu khổ giấy hoặc danh sách các dòng chữ")
        if unknown := next((one for one in given if one not in known), None):
            raise _lost(f"có mục lạ «{str(unknown)[:40]}»")
        width = _measure(given, "width", LEAST_PAPER, MOST_PAPER)
        height = _measure(given, "height", LEAST_PAPER, MOST_PAPER)
        style = given.get("style", "")
        if style not in STYLES:
            raise _lost("thể thức không phải của Đảng hay Nhà nước")
        if len(given["fields"]) > MOST_FIELDS:
            raise _lost(f"có quá {MOST_FIELDS} dòng chữ")
        found = tuple(_field(one, width, height) for one in given["fields"])
        return cls(width, height, found, style)

    def to_keep(self) -> str:
        """Return what `to_json` does; `LayoutRefused` for what `from_json` wouldn't read again."""
        text = self.to_json()
        try:
            self.from_json(text)
        except LayoutRefused as refused:
            raise LayoutRefused(refused.what, _UNKEPT) from refused
        return text

    def resized(self, width: float, height: float) -> CertificateLayout:
        """Return the layout on other paper: places and widths in proportion, sizes as they are."""
        across, down = width / self.width, height / self.height
        moved = tuple(
            kept_on(
                replace(
                    one,
                    x=rounded(one.x * across),
                    y=rounded(one.y * down),
                    width=rounded(one.width * across),
                ),
                width,
                height,
            )
            for one in self.fields
        )
        return CertificateLayout(width, height, moved, self.style)


def rounded(value: float) -> float:
    """Return millimetres to a tenth, as they are kept."""
    return round(value, 1)


def kept_on(field: CertificateField, width: float, height: float) -> CertificateField:
    """Return a field with its anchor on the sheet, and neither it nor its indent wider."""
    return replace(
        field,
        x=min(max(field.x, 0.0), width),
        y=min(max(field.y, 0.0), height),
        width=min(max(field.width, LEAST_WIDTH), width),
        indent=min(max(field.indent, 0.0), width),
    )


def new_field(key: str, x: float, y: float) -> CertificateField:
    """Return a field of a kind (`PIECES`) as it starts."""
    piece = next((one for one in PIECES if one.key == key), PIECES[-1])
    return CertificateField(piece.key, piece.text, rounded(x), rounded(y), 100.0)


def unknown_placeholders(text: str) -> tuple[str, ...]:
    """Return what stands in braces and isn't known, as it stands: it is printed so."""
    return tuple(found[0] for found in _PLACEHOLDER.finditer(text) if found[1] not in PLACEHOLDERS)


def asked_for(text: str) -> tuple[str, ...]:
    """Return the words that a text asks for (`PLACEHOLDERS`), in their order."""
    return tuple(one for one in _PLACEHOLDER.findall(text) if one in PLACEHOLDERS)


def filled(text: str, words: Mapping[str, str]) -> str:
    """Return a text with the words of a recipient; '' when all it asks for is empty.

    What stands before a word and is said again by it is said once: 'Đã có thành tích {achievement}'
    with 'Có thành tích xuất sắc' is 'Đã có thành tích xuất sắc'.
    """
    asked = asked_for(text)
    if asked and not any(words.get(one) for one in asked):
        return ""
    return "\n".join(_tidy(_filled_line(line, words)) for line in text.split("\n")).strip("\n")


def _filled_line(line: str, words: Mapping[str, str]) -> str:
    made, at = "", 0
    for found in _PLACEHOLDER.finditer(line):
        made += line[at : found.start()]
        at = found.end()
        if found[1] not in PLACEHOLDERS:
            made += found[0]
            continue
        # lines are broken where the layout does so, not where an achievement was typed in lines
        value = " ".join(words.get(found[1], "").split("\n"))
        made += _continued(made, value, sentence=found[1] == "achievement")
    return made + line[at:]


def _continued(before: str, value: str, *, sentence: bool) -> str:
    """Return a value without the words that it begins with and that stand before it already."""
    said, says = before.split(" "), value.split(" ")
    if said[-1] == "":
        said.pop()
    elif before:
        return value  # no space between: not a sentence going on
    for count in range(min(len(said), len(says) - 1), 0, -1):
        if [one.casefold() for one in said[-count:]] == [one.casefold() for one in says[:count]]:
            says = says[count:]
            break
    if sentence and said and said[-1][-1:].isalpha() and _begins_a_sentence(says):
        says[0] = says[0].lower()
    return " ".join(says)


def _begins_a_sentence(says: list[str]) -> bool:
    """Tell whether the first word's capital is only that of the beginning, as in 'Duy trì'."""
    first, second = says[0], says[1][:1] if len(says) > 1 else ""
    if not first.istitle() or first in _PROPER:
        return False
    return not second.isupper()


def _tidy(line: str) -> str:
    """Return a line without runs of spaces and what an empty word left behind; ties are kept."""
    return (
        re.sub(r" +([,.;:](?: |$))", r"\1", re.sub(r"[ \t]+", " ", line)).strip(" ").lstrip(",; ")
    )


def _lost(what: str) -> LayoutRefused:
    return LayoutRefused(what)


def _measure(given: Mapping[str, Any], name: str, least: float, most: float) -> float:
    value = given.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise _lost(f"«{name}» phải là một số")
    # a huge whole number has no float
    if not least <= value <= most or not math.isfinite(value):
        raise _lost(f"«{name}» phải từ {least:g} đến {most:g}")
    return float(value)


def _field(given: Any, width: float, height: float) -> CertificateField:
    if not isinstance(given, dict):
        raise _lost("có dòng chữ không đọc được")
    known = {one.name: one for one in fields(CertificateField)}
    if unknown := next((one for one in given if one not in known), None):
        raise _lost(f"có mục lạ «{str(unknown)[:40]}»")
    whole = {name: given[name] for name in known if name in given}
    for name in ("key", "text", "align", "colour"):
        if not isinstance(whole.get(name, ""), str):
            raise _lost(f"«{name}» phải là chữ")
    for name in ("bold", "italic", "capitals", "upwards"):
        if not isinstance(whole.get(name, False), bool):
            raise _lost(f"«{name}» phải là true hoặc false")
    if whole.get("align", "center") not in ALIGNS or whole.get("colour", "black") not in COLOURS:
        raise _lost("căn lề hoặc màu chữ không có trong các lựa chọn")
    bounds = {
        "x": (0.0, width),
        "y": (0.0, height),
        "width": (LEAST_WIDTH, width),
        "size": (LEAST_SIZE, MOST_SIZE),
        "min_size": (LEAST_SIZE, MOST_SIZE),
        "spacing": (0.0, 100.0),
        "indent": (0.0, width),
        "max_lines": (1.0, float(MOST_LINES)),
    }
    defaults = {one.name: one.default for one in known.values()}
    for name, (least, most) in bounds.items():
        whole[name] = _measure({name: whole.get(name, defaults[name])}, name, least, most)
    whole["max_lines"] = int(whole["max_lines"])
    whole["key"] = whole.get("key") if whole.get("key") in PIECE_NAMES else "text"
    whole["text"] = clean(str(whole.get("text", "")), multiline=True)
    if len(whole["text"]) > MOST_TEXT:
        raise _lost(f"chữ «{whole['text'][:40]}…» dài quá {MOST_TEXT} ký tự")
    return CertificateField(**whole)
