"""The text of a report of a period: its parts, its templates, and how they are filled in.

A template is plain text. A line '# KẾT QUẢ' begins a section, '## …' a part of one; what stands
before the first is the opening. '{{mô hình: tổng số}}' becomes a figure (`report_names.NAMES`).
'[nếu mô hình: mới]' keeps what follows it, up to the next such mark, '[hết]' or the end of the
paragraph, only when that figure is there and not nought; '[nếu không …]' only when it isn't.
'[bảng: …]' and '[biểu đồ: …]' on lines of their own say where a table or chart stands. Any other
words in brackets are prompts for what the clerk writes: '[Nêu rõ …]'. Source: DOMAIN.md, 'Paper'.
"""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from functools import cache
from typing import Any, Final

from desktop.core.errors import UserProblem
from desktop.core.report_names import NAMES, Value, name_key
from desktop.core.vietnamese.fold import clean

VERSION: Final = 1
TABLES: Final[Mapping[str, str]] = {
    "pledges": "Kết quả đăng ký, cam kết",
    "ratings": "Kết quả đánh giá, xếp loại",
    "models_by_field": "Mô hình theo lĩnh vực",
    "models_by_state": "Mô hình theo tình trạng",
    "models_by_level": "Mô hình được tuyên dương theo cấp",
    "commendations_by_form": "Khen thưởng theo hình thức",
    "commendations_by_level": "Khen thưởng theo cấp",
    "study_by_year": "Học tập chuyên đề theo năm",
    "inspections": "Kiểm tra, giám sát theo hình thức",
}
CHARTS: Final[Mapping[str, str]] = {
    one: TABLES[one]
    for one in ("pledges", "models_by_field", "models_by_level", "commendations_by_form",
                "commendations_by_level", "study_by_year", "inspections")
}  # fmt: skip
ANNEXES: Final[Mapping[str, str]] = {
    "models": "Danh sách mô hình được tuyên dương, khen thưởng",
    "awards": "Danh sách khen thưởng, biểu dương",
    "study": "Danh sách hội nghị học tập, quán triệt",
    "figures": "Biểu số liệu",
}
"""What a report may have beside its text, by key, with the words that templates and paper use."""
_CHARTED: Final = ("models_by_field", "study_by_year")
_LISTED: Final = ("models", "awards", "study")
_PLACE: Final = re.compile(r"\{\{([^{}\n]*)\}\}")
_MARK: Final = re.compile(r"\[(nếu không(?: có)?|nếu|hết)(?:[ :]\s*([^\[\]\n]*))?\]", re.IGNORECASE)
_SHOWN: Final = re.compile(r"\[(bảng|biểu đồ)\s*:\s*([^\[\]\n]*)\]", re.IGNORECASE)
_PROMPT: Final = re.compile(r"\[[^\[\]\n]*[^\W\d_]{2}[^\[\]\n]*\]")
_BRACKET: Final = re.compile(r"[\[\]]")
_HEADING: Final = re.compile(r"(#{1,2})(?!#)\s*(.*)")
_NUMBERED: Final = re.compile(r"(?:[IVXLC]+|\d{1,2})\s*[.)/]\s*")
_ENDS: Final = (".", "!", "?", "…")


@dataclass(frozen=True)
class Part:
    """A section (`level` 1), a part of one (2) or the opening (0); a paragraph is a line.

    `source` is its text in the template, `filled` what that gave when it was last filled in;
    `shows` are the tables and charts that stand below its text, as 'table:…' and 'chart:…'.
    """

    heading: str
    level: int
    text: str
    source: str = ""
    filled: str = ""
    shows: tuple[str, ...] = ()

    @property
    def edited(self) -> bool:
        """Whether the clerk changed what the template gave."""
        return self.text != self.filled


@dataclass(frozen=True)
class Draft:
    """A report as the clerk edits it; `tables`, `charts`, `annexes` are keys that go in."""

    parts: tuple[Part, ...]
    tables: tuple[str, ...] = tuple(TABLES)
    charts: tuple[str, ...] = _CHARTED
    annexes: tuple[str, ...] = _LISTED
    receivers: tuple[str, ...] = ()
    template: str = ""  # its name, for the clerk
    new_since: date | None = None  # from when on a model is new; None: the period's first day

    def to_json(self) -> str:
        """Return the draft as JSON with a version number."""
        told = {"version": VERSION, **asdict(self)}
        return json.dumps(told, ensure_ascii=False, default=date.isoformat)

    @classmethod
    def from_json(cls, text: str) -> Draft:
        """Return the draft that `to_json` wrote; `UserProblem` for what isn't one."""
        try:
            given = json.loads(text)
            if given["version"] > VERSION:
                raise UserProblem(
                    "Báo cáo này do bản chương trình mới hơn lập. Hãy cập nhật chương trình."
                )
            parts = tuple(_part(one) for one in given["parts"])
            lists = {
                name: tuple(str(one) for one in given.get(name, ()))
                for name in ("tables", "charts", "annexes", "receivers")
            }
            since = given.get("new_since")
            return cls(
                parts,
                **lists,
                template=str(given.get("template", "")),
                new_since=date.fromisoformat(since) if since else None,
            )
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise UserProblem(
                "Nội dung báo cáo trong sổ bị hỏng. Hãy lập lại báo cáo từ số liệu."
            ) from error


def _part(given: Mapping[str, Any]) -> Part:
    known = {one.name for one in fields(Part)}
    values = {name: value for name, value in given.items() if name in known}
    values["shows"] = tuple(values.get("shows", ()))
    part = Part(**values)
    if not all(isinstance(one, str) for one in (part.heading, part.text, part.source, part.filled)):
        raise TypeError
    return part


# templates


def parts_of(template: str) -> tuple[Part, ...]:
    """Return the parts of a template, not filled in; `UserProblem` when it has no section."""
    found: list[Part] = []
    heading, level = "", 0
    lines: list[str] = []
    for line in clean(template, multiline=True).split("\n"):
        begins = _HEADING.fullmatch(line.strip())
        if begins is None:
            lines.append(line)
            continue
        found += _told(heading, level, lines)
        level = len(begins[1])
        heading, lines = _NUMBERED.sub("", begins[2].strip(), count=1), []
    found += _told(heading, level, lines)
    if not any(one.level for one in found):
        raise UserProblem(
            "Mẫu báo cáo không có mục nào. Mỗi mục bắt đầu bằng một dòng như «# KẾT QUẢ»; "
            "hãy sửa mẫu hoặc chọn mẫu có sẵn."
        )
    return tuple(found)


def _told(heading: str, level: int, lines: Sequence[str]) -> Iterator[Part]:
    shows, told = [], []
    for line in lines:
        marked = _SHOWN.fullmatch(line.strip())
        key = _shown(marked) if marked else None
        if key:
            shows.append(key)
        else:
            told.append(line)
    source = "\n".join(told).strip("\n ")
    if level or source or shows:
        yield Part(heading, level, source, source, source, tuple(shows))


def _shown(marked: re.Match[str]) -> str | None:
    kind, known = ("table", TABLES) if marked[1].lower() == "bảng" else ("chart", CHARTS)
    wanted = name_key(marked[2])
    return next(
        (f"{kind}:{key}" for key, words in known.items() if name_key(words) == wanted), None
    )


def fill(parts: Sequence[Part], values: Mapping[str, Value]) -> tuple[Part, ...]:
    """Return parts whose text is what their template gives with these figures."""
    found = []
    for one in parts:
        text = filled(one.source, values)
        found.append(replace(one, text=text, filled=text))
    return tuple(found)


def refilled(parts: Sequence[Part], values: Mapping[str, Value]) -> tuple[Part, ...]:
    """Return parts filled anew; those the clerk edited keep their text."""
    found = []
    for one in parts:
        text = filled(one.source, values)
        found.append(replace(one, text=one.text if one.edited else text, filled=text))
    return tuple(found)


# text with figures


def filled(text: str, values: Mapping[str, Value]) -> str:
    """Return a text with the figures in their places; empty lines go out.

    What asks for an unknown name stays as it is, for `check` to tell.
    """
    known = _Known(values)
    lines = (_filled_line(line, known) for line in text.split("\n"))
    return "\n".join(line for line in lines if line)


class _Known:
    """Values by name: as typed, else whatever the case, spaces and marks."""

    def __init__(self, values: Mapping[str, Value]) -> None:
        self._exact = {name.casefold(): one for name, one in values.items()}
        self._loose: dict[str, Value] = {}
        for name, one in values.items():
            self._loose.setdefault(name_key(name), one)

    def find(self, name: str) -> Value | None:
        words = " ".join(clean(name).split())
        return self._exact.get(words.casefold()) or self._loose.get(name_key(words))


def _filled_line(line: str, known: _Known) -> str:
    kept = ""
    at = 0
    keep = True
    for mark in _MARK.finditer(line):
        kept += _part_of(line[at : mark.start()], kept, known) if keep else ""
        at = mark.end()
        value = known.find(mark[2] or "")
        if mark[1].lower() == "hết":
            keep = True
        elif value is None:  # told by `check`, or by the prompts that are left
            keep = True
            kept += mark[0]
        else:
            keep = value.some == (mark[1].lower() == "nếu")
    kept += _part_of(line[at:], kept, known) if keep else ""
    return " ".join(one for one in kept.split(" ") if one)


def _part_of(text: str, before: str, known: _Known) -> str:
    made, at = "", 0
    for found in _PLACE.finditer(text):
        made += text[at : found.start()]
        at = found.end()
        value = known.find(found[1])
        shown = found[0] if value is None else value.text
        so_far = (before + made).rstrip(" ")
        if value is not None and (not so_far or so_far.endswith(_ENDS)):
            shown = shown[:1].upper() + shown[1:]
        made += shown
    return made + text[at:]


# what is wrong or missing


def check(text: str, known: Collection[str] = NAMES) -> tuple[str, ...]:
    """Return Vietnamese sentences on what a template asks for that there isn't."""
    names = _Known(dict.fromkeys(known, Value("")))
    unknown = cache(lambda shown, name: _unknown(shown, name, known))
    found: list[str] = []
    for line in clean(text, multiline=True).split("\n"):
        asked = [(one[0], one[1]) for one in _PLACE.finditer(line)]
        marks = [one for one in _MARK.finditer(line) if one[1].lower() != "hết"]
        asked += [(one[0], one[2] or "") for one in marks]
        found += [unknown(*one) for one in asked if names.find(one[1]) is None]
        for shown in _SHOWN.finditer(line):
            if _shown(shown) is None:
                titles = TABLES if shown[1].lower() == "bảng" else CHARTS
                found.append(_unknown(shown[0], shown[2], titles.values()))
        rest = _PLACE.sub("", line)
        if "{{" in rest or "}}" in rest or not _closed(line):
            found.append(f"Dấu ngoặc không khớp ở dòng «{_short(line.strip())}».")
    return tuple(dict.fromkeys(found))


def _closed(line: str) -> bool:
    """Tell whether each square bracket has its other one, none within another."""
    begun = False
    for one in _BRACKET.findall(line):
        if begun == (one == "["):
            return False
        begun = not begun
    return not begun


def _unknown(shown: str, name: str, known: Collection[str]) -> str:
    by_key = {name_key(one): one for one in known}
    near = difflib.get_close_matches(name_key(name), by_key, n=1, cutoff=0.5)
    told = f"«{_short(shown)}» không có trong danh sách số liệu, bảng, biểu đồ"
    if not near:
        return f"{told}."
    return f"{told}; có phải «{by_key[near[0]]}»?"


def _short(text: str, most: int = 80) -> str:
    return text if len(text) <= most else f"{text[:most]}…"


def prompts(text: str) -> tuple[str, ...]:
    """Return what still stands in brackets and asks the clerk to write something."""
    found = (one[0] for one in _PROMPT.finditer(text))
    return tuple(one for one in found if not _MARK.fullmatch(one))  # those `check` tells
