"""The names by which a report's text asks for figures, and how each is shown.

One table for the whole contract of DOMAIN.md, 'Figures': a name the clerk can read, what it
means, the path of keys in the contract, and whether it is a count, a rate or a list in words.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_FLOOR, Decimal
from typing import Any, Final

from desktop.core.formats import date_text, number, official_count, over_percent, percent
from desktop.core.terms import InspectionKind, Level, MemberStatus, ModelState, Rating
from desktop.core.vietnamese.fold import fold

COUNT, RATE, OVER, LIST, TEXT = "count", "rate", "over", "list", "text"
"""A count '01'; a rate '98,5%'; a rate 'trên 98%'; parts in words; words."""
NO_FIGURE: Final = "chưa có số liệu"
ABOVE: Final = " (trên)"
"""Behind the name of a rate: rounded down, 'trên 98%'."""
FIELD: Final = "mô hình: lĩnh vực "
FORM: Final = "khen thưởng: hình thức "
"""What names of the editable lists begin with; the label follows."""


@dataclass(frozen=True)
class Name:
    """A name: what it means in Vietnamese, how it is shown, where the figure stands, its unit."""

    words: str
    kind: str
    path: tuple[str, ...] = ()
    unit: str = ""
    parts: tuple[tuple[str, str], ...] = ()  # of a list: keys below the path, with their words


@dataclass(frozen=True)
class Value:
    """What a name stands for in a period; `some` is False for nought and for what isn't known."""

    text: str
    some: bool = True


def small(words: str) -> str:
    """Return a label as it stands within a sentence: 'Tỉnh' is 'tỉnh', 'UBND' stays."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


def _counts(
    group: str, path: tuple[str, ...], unit: str, entries: Mapping[str, tuple[str, str]]
) -> Iterator[tuple[str, Name]]:
    for name, (key, words) in entries.items():
        yield f"{group}: {name}", Name(words, COUNT, (*path, *key.split(".")), unit)


def _terms(
    begins: str, words: str, path: tuple[str, ...], unit: str, terms: Mapping[str, str]
) -> Iterator[tuple[str, Name]]:
    for key, term in terms.items():
        yield f"{begins}{small(term)}", Name(f"{words}{small(term)}", COUNT, (*path, key), unit)


def _rates(name: str, words: str, path: tuple[str, ...]) -> Iterator[tuple[str, Name]]:
    yield name, Name(f"{words}, như 98,5%", RATE, path)
    yield f"{name}{ABOVE}", Name(f"{words}, làm tròn xuống, như trên 98%", OVER, path)


_LEVELS: Final = {one.value: one.heading for one in Level}
_STATES: Final = {one.value: one.heading for one in ModelState}
_RATINGS: Final = {one.value: one.heading for one in Rating}
_STATUS: Final = {one.value: one.heading for one in MemberStatus} | {
    "exempt": "Miễn sinh hoạt",
    "temporary": "Sinh hoạt tạm thời",
}
_KINDS: Final = {one.value: one.heading for one in InspectionKind}
_KEY_WORDS: Final[Mapping[str, Mapping[str, str]]] = {
    "by_status": _STATUS,
    "by_rating": _RATINGS,
    "members": _RATINGS,
    "units": _RATINGS,
    "by_state": _STATES,
}
_BY_LEVEL: Final = ("commended", "highest_level", "proposed", "by_level")


def _table() -> Iterator[tuple[str, Name]]:
    yield "kỳ", Name("Kỳ báo cáo, như «năm 2026», «giai đoạn 2021 - 2025»", TEXT)
    yield "kỳ: từ ngày", Name("Ngày đầu kỳ", TEXT)
    yield "kỳ: đến ngày", Name("Ngày cuối kỳ", TEXT)
    yield "năm", Name("Năm của ngày cuối kỳ", TEXT)
    yield "cơ quan", Name("Tên cơ quan", TEXT)
    yield "đơn vị", Name("Đơn vị của báo cáo, không có thì là cơ quan", TEXT)
    yield "đảng viên: tổng số", Name("Đảng viên cuối kỳ", COUNT, ("members", "total"), "người")
    status = ("members", "by_status")
    yield from _terms("đảng viên: ", "Đảng viên ", status, "người", _STATUS)
    yield "đảng viên: theo trạng thái", Name("Đảng viên theo trạng thái", LIST, status, "người")
    for who, key, unit in (("đảng viên", "members", "người"), ("tổ chức", "units", "tổ chức")):
        path = ("ratings", key)
        yield from _terms(f"xếp loại {who}: ", f"Xếp loại {who}: ", path, f"lượt {unit}", _RATINGS)
        words = Name(f"Xếp loại {who} theo mức", LIST, path, f"lượt {unit}")
        yield f"xếp loại {who}: theo mức", words
    yield from _pledges()
    yield from _models()
    yield from _commendations()
    yield from _study()
    yield from _contests()
    yield from _inspections()
    yield from _counts("văn bản", ("documents",), "văn bản", {
        "đã ban hành": ("issued", "Văn bản đã ban hành"),
        "đến": ("received", "Văn bản đến")})  # fmt: skip


def _pledges() -> Iterator[tuple[str, Name]]:
    path = ("pledges",)
    yield from _counts("đăng ký", path, "lượt", {
        "cá nhân phải đăng ký": ("people.expected", "Lượt cá nhân phải đăng ký"),
        "cá nhân đã đăng ký": ("people.registered", "Lượt cá nhân đã đăng ký"),
        "tổ chức phải đăng ký": ("organisations.expected", "Lượt tổ chức phải đăng ký"),
        "tổ chức đã đăng ký": ("organisations.registered", "Lượt tổ chức đã đăng ký"),
        "ngoài danh sách": ("others", "Lượt đăng ký ngoài danh sách")})  # fmt: skip
    for who, key in (("cá nhân", "people"), ("tổ chức", "organisations")):
        words = f"Tỷ lệ {who} đã đăng ký"
        yield from _rates(f"đăng ký: tỷ lệ {who}", words, (*path, key, "rate"))
    yield from _counts("đăng ký", path, "bản", {
        "được công khai": ("public", "Bản đăng ký được công khai"),
        "được nhận xét": ("reviewed", "Bản đăng ký được nhận xét, đánh giá"),
        "chưa cụ thể": ("not_concrete", "Bản đăng ký chưa cụ thể")})  # fmt: skip
    yield (
        "đăng ký: nội dung quá hạn",
        Name("Nội dung đăng ký quá hạn", COUNT, (*path, "overdue_items"), "nội dung"),
    )
    rated = (*path, "by_rating")
    yield from _terms("đăng ký: xếp loại ", "Bản đăng ký xếp loại ", rated, "bản", _RATINGS)
    yield "đăng ký: theo xếp loại", Name("Bản đăng ký theo xếp loại", LIST, rated, "bản")


def _models() -> Iterator[tuple[str, Name]]:
    path, unit = ("models",), "mô hình"
    yield (
        "mô hình: mới tính từ",
        Name("Từ khi nào mô hình là mới, như «trong kỳ», «kể từ ngày 01/01/2025»", TEXT),
    )
    yield from _counts("mô hình", path, unit, {
        "tổng số": ("total", "Tổng số mô hình"),
        "tập thể": ("collective", "Mô hình tập thể"),
        "cá nhân": ("individual", "Mô hình cá nhân"),
        "mới": ("new", "Mô hình mới trong kỳ, hoặc kể từ ngày đã chọn"),
        "được tuyên dương": ("commended.any", "Mô hình được ít nhất một cấp tuyên dương"),
    })  # fmt: skip
    kinds = (("collective", "mô hình của tập thể"), ("individual", "mô hình của cá nhân"))
    yield "mô hình: theo loại", Name("Mô hình tập thể, cá nhân", LIST, path, unit, kinds)
    for begins, words, key in (
        ("mô hình: tuyên dương cấp ", "Mô hình được tuyên dương ở cấp ", "commended"),
        ("mô hình: cao nhất cấp ", "Mô hình có cấp tuyên dương cao nhất là cấp ", "highest_level"),
        ("mô hình: đề nghị cấp ", "Mô hình được đề nghị khen cấp ", "proposed"),
    ):
        yield from _terms(begins, words, (*path, key), unit, _LEVELS)
    states = (*path, "by_state")
    yield from _terms("mô hình: tình trạng ", "Mô hình ở tình trạng ", states, unit, _STATES)
    for name, key in (
        ("theo lĩnh vực", "by_field"),
        ("theo tình trạng", "by_state"),
        ("theo cấp tuyên dương", "commended"),
        ("theo cấp cao nhất", "highest_level"),
        ("theo cấp đề nghị", "proposed"),
    ):
        yield f"mô hình: {name}", Name(f"Mô hình {name}", LIST, (*path, key), unit)


def _commendations() -> Iterator[tuple[str, Name]]:
    path = ("commendations",)
    for name, key, words, unit in (
        ("số lượt", "awards", "Lượt khen thưởng, biểu dương", "lượt"),
        ("tập thể", "collectives", "Tập thể được khen", "tập thể"),
        ("cá nhân", "individuals", "Cá nhân được khen", "cá nhân"),
        ("hộ gia đình", "households", "Hộ gia đình được khen", "hộ"),
    ):
        yield f"khen thưởng: {name}", Name(words, COUNT, (*path, key), unit)
    told = (("collectives", "tập thể"), ("individuals", "cá nhân"), ("households", "hộ gia đình"))
    yield "khen thưởng: đối tượng", Name("Tập thể, cá nhân, hộ được khen", LIST, path, "", told)
    levels = (*path, "by_level")
    yield from _terms("khen thưởng: cấp ", "Lượt khen của cấp ", levels, "lượt", _LEVELS)
    for name, key in (("theo hình thức", "by_form"), ("theo cấp", "by_level")):
        yield f"khen thưởng: {name}", Name(f"Lượt khen {name}", LIST, (*path, key), "lượt")


def _study() -> Iterator[tuple[str, Name]]:
    path = ("study",)
    yield "học tập: số hội nghị", Name("Hội nghị học tập", COUNT, (*path, "sessions"), "hội nghị")
    yield from _counts("học tập", path, "lượt người", {
        "lượt triệu tập": ("invited", "Lượt người được triệu tập"),
        "lượt tham dự": ("attended", "Lượt người tham dự")})  # fmt: skip
    yield from _rates("học tập: tỷ lệ", "Tỷ lệ tham dự", (*path, "rate"))
    words = "Tỷ lệ tham dự bình quân các hội nghị"
    yield from _rates("học tập: tỷ lệ bình quân", words, (*path, "mean_rate"))
    words = "Hội nghị và tỷ lệ theo năm (có từ hai năm)"
    yield "học tập: theo năm", Name(words, LIST, (*path, "by_year"))


def _contests() -> Iterator[tuple[str, Name]]:
    """Yield the names of contests, which are no part of the figures' contract."""
    path = ("contests",)
    yield "hội thi: số cuộc", Name("Hội thi, cuộc thi", COUNT, (*path, "held"), "hội thi")
    yield from _counts("hội thi", path, "lượt", {
        "số đội": ("teams", "Lượt đội dự thi"),
        "số thí sinh": ("contestants", "Lượt thí sinh dự thi")})  # fmt: skip
    told = (("teams", "lượt đội"), ("contestants", "lượt thí sinh"))
    yield "hội thi: dự thi", Name("Lượt đội, thí sinh dự thi", LIST, path, "", told)


def _inspections() -> Iterator[tuple[str, Name]]:
    for key, term in _KINDS.items():
        for who, part in (("tổ chức", "organisations"), ("đảng viên", "members")):
            name = f"{small(term)}: lượt {who}"
            yield (
                name,
                Name(f"{term}, lượt {who}", COUNT, ("inspections", key, part), f"lượt {who}"),
            )
    yield (
        "kiểm tra, giám sát: theo hình thức",
        Name("Lượt kiểm tra, giám sát theo hình thức", LIST, ("inspections",)),
    )


NAMES: Final[Mapping[str, Name]] = dict(_table())
"""Every name that a text may use in any book; those of fields and forms come with the book."""


def period_words(first: date, last: date) -> str:
    """Return 'năm 2026', 'giai đoạn 2021 - 2025', '6 tháng đầu năm 2026', 'quý II năm 2026'."""
    if first == last:
        return f"ngày {date_text(first)}"
    if first.day == 1 and last.day == monthrange(last.year, last.month)[1]:
        months = (first.month, last.month)
        if months == (1, 12):
            whole = first.year == last.year
            return f"năm {last.year}" if whole else f"giai đoạn {first.year} - {last.year}"
        if first.year == last.year:
            if first.month == 1 and last.month in (6, 9):
                return f"{last.month} tháng đầu năm {last.year}"
            if months == (7, 12):
                return f"6 tháng cuối năm {last.year}"
            if months[1] - months[0] == 2 and months[1] % 3 == 0:
                return f"quý {('I', 'II', 'III', 'IV')[months[1] // 3 - 1]} năm {last.year}"
            if months[0] == months[1]:
                return f"tháng {last.month} năm {last.year}"
    return f"từ ngày {date_text(first)} đến ngày {date_text(last)}"


def since_words(new_since: date | None, first: date) -> str:
    """Return 'kể từ ngày 01/01/2025', empty where that is the period's first day anyway."""
    return f"kể từ ngày {date_text(new_since)}" if new_since not in (None, first) else ""


def values_of(
    figures: Mapping[str, Any],
    *,
    unit: str = "",
    new_since: date | None = None,
    levels: Mapping[str, str] | None = None,
    fields: tuple[str, ...] = (),
    forms: tuple[str, ...] = (),
) -> dict[str, Value]:
    """Return what every name stands for; `figures` are the contract's plain values.

    `unit` names what the report is about, `new_since` is the day from which its new models are
    (None: the period's first), `levels` is what the office calls them, `fields` and
    `forms` are the labels of the editable lists, each of which is a name of its own.
    """
    office = str(figures["office"])
    first, last = (date.fromisoformat(figures["period"][key]) for key in ("from", "to"))
    found = {
        "kỳ": Value(period_words(first, last)),
        "kỳ: từ ngày": Value(date_text(first)),
        "kỳ: đến ngày": Value(date_text(last)),
        "năm": Value(str(last.year)),
        "cơ quan": Value(office, bool(office)),
        "đơn vị": Value(unit or office, bool(unit or office)),
        "mô hình: mới tính từ": Value(since_words(new_since, first) or "trong kỳ"),
    }
    own = {**_LEVELS, **(levels or {})}
    for name, told in NAMES.items():
        if told.kind != TEXT:
            found[name] = _value(told, _at(figures, told.path), own)
    for begins, labels, path in (
        (FIELD, fields, ("models", "by_field")),
        (FORM, forms, ("commendations", "by_form")),
    ):
        counts = _at(figures, path) or {}
        for label in dict.fromkeys((*labels, *counts)):
            found[f"{begins}{label}"] = _count(counts.get(label, 0))
    return found | _own_levels(found, own)


def _own_levels(found: Mapping[str, Value], own: Mapping[str, str]) -> dict[str, Value]:
    """Return the names of levels once more, as this office calls the levels."""
    more: dict[str, Value] = {}
    for key, heading in _LEVELS.items():
        if own[key] == heading:
            continue
        for name in list(NAMES):
            if NAMES[name].path[-1:] == (key,) and name.endswith(f"cấp {small(heading)}"):
                told = f"{name.removesuffix(small(heading))}{small(own[key])}"
                if told not in NAMES:
                    more[told] = found[name]
    return more


def _at(figures: Mapping[str, Any], path: tuple[str, ...]) -> Any:
    """Return a figure: nought where its key is left out, None where it isn't known."""
    found: Any = figures
    for key in path:
        found = found.get(key, 0) if isinstance(found, Mapping) else found
    return found


def _value(told: Name, figure: Any, levels: Mapping[str, str]) -> Value:
    if told.kind == COUNT:
        return Value(NO_FIGURE, some=False) if figure is None else _count(figure)
    if told.parts:
        every = [((figure or {}).get(key), words) for key, words in told.parts]
        counts = [(count, words) for count, words in every if count]
        said = [f"{official_count(count)} {words}" for count, words in counts]
        text = " và ".join(one for one in (", ".join(said[:-1]), *said[-1:]) if one)
        return Value(text or NO_FIGURE, bool(text))
    if told.kind == LIST:
        listed = list(_listed(told, figure or {}, levels))
        least = 2 if told.path[-1] == "by_year" else 1  # of one year all has been said before
        return Value("; ".join(listed) or NO_FIGURE, len(listed) >= least)
    if figure is None:
        return Value(NO_FIGURE, some=False)
    shown = rate_over(figure) if told.kind == OVER else rate_text(figure)
    return Value(shown, bool(figure))


def _count(value: int) -> Value:
    return Value(official_count(value), value != 0)


def rate_text(rate: float | None) -> str:
    """Return '98,5%'; what isn't all never shows as 100%, what is some never as 0%."""
    if rate is None:
        return NO_FIGURE
    exact = Decimal(str(rate)) * 100
    shown = percent(rate)
    if shown == "100%" and exact < 100:
        return f"{number(exact.quantize(Decimal('0.1'), ROUND_FLOOR))}%"
    return "dưới 0,1%" if shown == "0%" and exact > 0 else shown


def rate_over(rate: float) -> str:
    """Return 'trên 98%'; a rate below one in a hundred as it is."""
    return rate_text(rate) if 0 < rate < 0.01 else over_percent(rate)


def _listed(told: Name, figure: Mapping[str, Any], levels: Mapping[str, str]) -> Iterator[str]:
    last = told.path[-1]
    if last == "by_year":
        for year, one in sorted(figure.items()):
            if one["sessions"]:
                rate = "" if one["rate"] is None else f", tỷ lệ tham dự {rate_text(one['rate'])}"
                yield f"năm {year} ({official_count(one['sessions'])} hội nghị{rate})"
        return
    if last == "inspections":
        for key, term in _KINDS.items():
            one = figure.get(key, {})
            organisations, members = (one.get(who) or 0 for who in ("organisations", "members"))
            if organisations or members:
                yield (
                    f"{small(term)} ({official_count(organisations)} lượt tổ chức, "
                    f"{official_count(members)} lượt đảng viên)"
                )
        return
    for key in _in_order(last, figure):
        words = f"cấp {small(levels.get(key, key))}" if last in _BY_LEVEL else _label(last, key)
        yield f"{words} ({official_count(figure[key])} {told.unit})"


def _in_order(last: str, figure: Mapping[str, int]) -> list[str]:
    """Return the keys that have a figure: the highest level first, terms in their order."""
    order = list(reversed(_LEVELS)) if last in _BY_LEVEL else list(_KEY_WORDS.get(last, ()))
    keys = [key for key in figure if figure[key] and key != "any"]
    if order:
        return sorted(keys, key=lambda key: order.index(key) if key in order else len(order))
    return sorted(keys, key=lambda key: -figure[key])


def _label(last: str, key: str) -> str:
    known = _KEY_WORDS.get(last)
    return small(known.get(key, key)) if known else small(key) if last == "by_field" else key


def name_key(name: str) -> str:
    """Return by what a name is the same however it was typed: case, spaces, marks."""
    return fold(name)
