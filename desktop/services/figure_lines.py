"""The figures of a period as lines with words and units, for screen, paper and command line.

Persons (người) and times (lượt) are never mixed: each line says what was counted (DOMAIN.md,
'Figures').
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from desktop.core.figures import Figures
from desktop.core.formats import number
from desktop.core.report_names import rate_text, since_words
from desktop.core.terms import InspectionKind, Level, MemberStatus, ModelState, Rating

WORDS: Mapping[str, str] = {
    **{
        one.value: one.heading for kind in (Level, MemberStatus, ModelState, Rating) for one in kind
    },
    "exempt": "Miễn sinh hoạt",
    "temporary": "Sinh hoạt tạm thời",
    "any": "Ít nhất một cấp",
}
"""The Vietnamese words of the keys of `by_*`; editable lists have their labels for keys."""
UNKNOWN = "–"
_NO_UNIT = "Không ghi theo đơn vị nên không có số liệu khi chỉ xem một đơn vị."
_PERSONS, _TIMES, _PLEDGES, _MODELS = "người", "lượt", "bản", "mô hình"
_OF_PEOPLE, _OF_UNITS = "lượt người", "lượt tổ chức"


@dataclass(frozen=True)
class FigureLine:
    """A figure: what it is, its unit and value in words; `within` is part of the line above.

    `path` are its keys in the JSON contract. With another period beside it, `against` is that
    one's value, `difference` and `change` (percent of it) how much more there is now.
    """

    words: str
    unit: str
    value: str
    within: bool = False
    path: tuple[str, ...] = ()
    against: str = ""
    difference: str = ""
    change: str = ""


@dataclass(frozen=True)
class FigureGroup:
    """The figures of one register; `note` says why there are none."""

    title: str
    lines: tuple[FigureLine, ...]
    note: str = ""


def figure_groups(
    found: Figures, levels: Mapping[str, str] | None = None, other: Figures | None = None
) -> tuple[FigureGroup, ...]:
    """Return the figures of an office in the order in which a report has them.

    `levels` are what the office calls the levels (`services.figures.level_words`), `other` the
    figures of the period to compare with.
    """
    lines = _Lines(found, other, {**WORDS, **(levels or {})})
    note = _NO_UNIT if found.scope.unit is not None else ""
    return (
        FigureGroup("Đảng viên", tuple(_members(lines))),
        FigureGroup("Bản đăng ký, cam kết", tuple(_pledges(lines))),
        FigureGroup("Đánh giá, xếp loại", tuple(_ratings(lines))),
        FigureGroup("Mô hình", tuple(_models(lines))),
        FigureGroup("Khen thưởng", tuple(_commendations(lines))),
        FigureGroup("Học tập chuyên đề", tuple(_study(lines))),
        FigureGroup("Kiểm tra, giám sát", tuple(_inspections(lines)), note),
        FigureGroup("Văn bản", tuple(_documents(lines)), note),
    )


def _at(figures: Mapping[str, Any], path: tuple[str, ...]) -> Any:
    """Return what stands under some keys, None where there is nothing."""
    value: Any = figures
    for key in path:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value


class _Lines:
    """Makes lines of the figures of a period, and of another one to compare with."""

    def __init__(self, found: Figures, other: Figures | None, words: Mapping[str, str]) -> None:
        self._found = found.to_json_dict()
        self._other = None if other is None else other.to_json_dict()
        self._words = words
        since = since_words(found.new_since, found.period_from)
        if since and other is not None:
            since += "; kỳ so sánh: trong kỳ"
        self.since = f" ({since})" if since else ""
        """Since when a model is new, in brackets; '' for the whole period."""

    def keys(self, *path: str) -> list[str]:
        """Return the keys of a group: what is kept in lists first, then terms in their order."""
        found = dict.fromkeys(
            key for one in (self._found, self._other or {}) for key in _at(one, path) or ()
        )
        order = list(WORDS)
        return sorted(found, key=lambda key: (order.index(key), "") if key in WORDS else (-1, key))

    def years(self) -> list[str]:
        """Return the years of the sessions; none beside another period, whose years are others."""
        return self.keys("study", "by_year") if self._other is None else []

    def line(
        self, words: str, unit: str, *path: str, within: bool = False, nought: Any = None
    ) -> FigureLine:
        """Return a line; `nought` stands for what is not there."""
        value, before = (_at(one or {}, path) for one in (self._found, self._other))
        value, before = (nought if one is None else one for one in (value, before))
        return self._made(words, unit, within, path, value, before)

    def _made(
        self,
        words: str,
        unit: str,
        within: bool,
        path: tuple[str, ...],
        value: float | None,
        before: float | None,
    ) -> FigureLine:
        made = FigureLine(words, unit, _text(value, unit), within, path)
        if self._other is None:
            return made
        return replace(
            made,
            against=_text(before, unit),
            difference=_difference(value, before, unit),
            change="" if unit == "%" else _change(value, before),
        )

    def parts(self, what: str, unit: str, *path: str) -> Iterator[FigureLine]:
        """Yield what a figure is made of, without what is nought."""
        for key in self.keys(*path):
            if _at(self._found, (*path, key)) or _at(self._other or {}, (*path, key)):
                words = self._words.get(key, key)
                line = f"{what}: {words}" if what else words
                yield self.line(line, unit, *path, key, within=True, nought=0)

    def whole(self, words: str, unit: str, *path: str) -> FigureLine:
        """Return the line of a group's sum."""
        now, before = (
            sum((_at(one or {}, path) or {}).values()) for one in (self._found, self._other)
        )
        return self._made(words, unit, False, path, now, before)


def _text(value: float | None, unit: str) -> str:
    if value is None:
        return UNKNOWN
    return rate_text(value).removesuffix("%") if unit == "%" else number(value)


def _difference(now: float | None, before: float | None, unit: str) -> str:
    """Return how much more there is now: '+12', '-3'; of rates '+3,2 điểm phần trăm'."""
    if now is None or before is None:
        return UNKNOWN
    if unit == "%":
        # of the rates as they are shown, so that the line adds up
        points = round(now * 100 + 1e-9, 1) - round(before * 100 + 1e-9, 1)
        return f"{_signed(points)} điểm phần trăm"
    return _signed(now - before)


def _change(now: float | None, before: float | None) -> str:
    """Return the same in percent of what was before; nothing can be a percentage of nought."""
    if not before or now is None:
        return UNKNOWN
    return f"{_signed((now - before) / before * 100)}%"


def _signed(value: float) -> str:
    text = number(value, 1)
    return text if text.startswith("-") or text == "0" else f"+{text}"


def _members(lines: _Lines) -> Iterator[FigureLine]:
    yield lines.line("Đảng viên (chính thức và dự bị)", _PERSONS, "members", "total")
    yield from lines.parts("Trạng thái", _PERSONS, "members", "by_status")


def _pledges(lines: _Lines) -> Iterator[FigureLine]:
    for who, unit, key in (
        ("Cá nhân", _OF_PEOPLE, "people"),  # once in each campaign
        ("Tổ chức, đơn vị", _OF_UNITS, "organisations"),
    ):
        path = ("pledges", key)
        yield lines.line(f"{who} phải đăng ký", unit, *path, "expected")
        yield lines.line(f"{who} đã đăng ký", unit, *path, "registered")
        yield lines.line("Tỷ lệ", "%", *path, "rate", within=True)
    yield lines.line("Đăng ký ngoài danh sách", _TIMES, "pledges", "others")
    yield lines.line("Được công khai", _PLEDGES, "pledges", "public")
    yield lines.line("Được nhận xét, đánh giá", _PLEDGES, "pledges", "reviewed")
    yield from lines.parts("Xếp loại", _PLEDGES, "pledges", "by_rating")
    yield lines.line("Nội dung quá hạn", "nội dung", "pledges", "overdue_items")
    yield lines.line("Chưa cụ thể", _PLEDGES, "pledges", "not_concrete")


def _ratings(lines: _Lines) -> Iterator[FigureLine]:
    for who, unit, key in (
        ("Đảng viên được xếp loại", _OF_PEOPLE, "members"),
        ("Tổ chức được xếp loại", _OF_UNITS, "units"),
    ):
        yield lines.whole(who, unit, "ratings", key)
        yield from lines.parts("", unit, "ratings", key)


def _models(lines: _Lines) -> Iterator[FigureLine]:
    yield lines.line("Mô hình", _MODELS, "models", "total")
    yield lines.line("Tập thể", _MODELS, "models", "collective", within=True)
    yield lines.line("Cá nhân", _MODELS, "models", "individual", within=True)
    yield from lines.parts("Lĩnh vực", _MODELS, "models", "by_field")
    yield from lines.parts("Tình trạng", _MODELS, "models", "by_state")
    yield lines.line(f"Mô hình mới{lines.since}", _MODELS, "models", "new")
    commended = ("models", "commended")
    yield lines.line("Mô hình được tuyên dương, khen thưởng", _MODELS, *commended, "any")
    for one in lines.parts("Cấp", _MODELS, *commended):
        if one.path[-1] != "any":
            yield one
    yield from lines.parts("Cấp cao nhất", _MODELS, "models", "highest_level")
    yield from lines.parts("Được đề nghị cấp", _MODELS, "models", "proposed")


def _commendations(lines: _Lines) -> Iterator[FigureLine]:
    path = "commendations"
    yield lines.line("Khen thưởng, biểu dương", _TIMES, path, "awards")
    yield from lines.parts("Hình thức", _TIMES, path, "by_form")
    yield from lines.parts("Cấp", _TIMES, path, "by_level")
    yield lines.line("Tập thể được khen", "tập thể", path, "collectives")
    yield lines.line("Cá nhân được khen", _PERSONS, path, "individuals")
    yield lines.line("Hộ gia đình được khen", "hộ", path, "households")


def _study(lines: _Lines) -> Iterator[FigureLine]:
    yield lines.line("Hội nghị học tập, quán triệt", "hội nghị", "study", "sessions")
    yield lines.line("Triệu tập", _OF_PEOPLE, "study", "invited")
    yield lines.line("Tham dự", _OF_PEOPLE, "study", "attended")
    yield lines.line("Tỷ lệ tham dự", "%", "study", "rate", within=True)
    yield lines.line("Tỷ lệ tham dự bình quân của các hội nghị", "%", "study", "mean_rate")
    years = lines.years()
    for year in years if len(years) > 1 else ():
        path = ("study", "by_year", year)
        for words, unit, key in (
            ("hội nghị", "hội nghị", "sessions"),
            ("triệu tập", _OF_PEOPLE, "invited"),
            ("tham dự", _OF_PEOPLE, "attended"),
            ("tỷ lệ tham dự", "%", "rate"),
        ):
            nought = None if key == "rate" else 0
            line = f"Năm {year}: {words}"
            yield lines.line(line, unit, *path, key, within=True, nought=nought)


def _inspections(lines: _Lines) -> Iterator[FigureLine]:
    for kind in InspectionKind:
        path = ("inspections", kind.value)
        yield lines.line(f"{kind.heading}: tổ chức", _OF_UNITS, *path, "organisations")
        yield lines.line(f"{kind.heading}: đảng viên", "lượt đảng viên", *path, "members")


def _documents(lines: _Lines) -> Iterator[FigureLine]:
    yield lines.line("Văn bản ban hành", "văn bản", "documents", "issued")
    yield lines.line("Văn bản đến", "văn bản", "documents", "received")
