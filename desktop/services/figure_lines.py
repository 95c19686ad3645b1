"""The figures of a period as lines with words and units, for screen and paper.

Persons (người) and times (lượt) are never mixed: each line says what was counted (DOMAIN.md,
'Figures').
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from desktop.core.figures import Counts, Figures, Share
from desktop.core.formats import number, percent
from desktop.core.terms import Level, MemberStatus, ModelState, Rating

WORDS: Mapping[str, str] = {
    **{
        one.value: one.heading for kind in (Level, MemberStatus, ModelState, Rating) for one in kind
    },
    "exempt": "Miễn sinh hoạt",
    "temporary": "Sinh hoạt tạm thời",
    "any": "Ít nhất một cấp",
}
"""The Vietnamese words of the keys of `by_*`; editable lists have their labels for keys."""
_PERSONS, _TIMES, _PLEDGES, _MODELS = "người", "lượt", "bản", "mô hình"


@dataclass(frozen=True)
class FigureLine:
    """A figure: what it is, its unit and value in words; `within` is part of the line above."""

    words: str
    unit: str
    value: str
    within: bool = False


@dataclass(frozen=True)
class FigureGroup:
    """The figures of one register."""

    title: str
    lines: tuple[FigureLine, ...]


def figure_groups(
    found: Figures, levels: Mapping[str, str] | None = None
) -> tuple[FigureGroup, ...]:
    """Return the figures of an office in the order in which a report has them.

    `levels` are what the office calls the levels (`services.figures.level_words`).
    """
    words = {**WORDS, **(levels or {})}
    return (
        FigureGroup("Đảng viên", tuple(_members(found))),
        FigureGroup("Bản đăng ký, cam kết", tuple(_pledges(found))),
        FigureGroup("Đánh giá, xếp loại", tuple(_ratings(found))),
        FigureGroup("Mô hình", tuple(_models(found, words))),
        FigureGroup("Khen thưởng", tuple(_commendations(found, words))),
        FigureGroup("Văn bản", tuple(_documents(found))),
    )


def _members(found: Figures) -> Iterator[FigureLine]:
    yield FigureLine("Đảng viên (chính thức và dự bị)", _PERSONS, number(found.members.total))
    yield from _parts("Trạng thái", found.members.by_status, _PERSONS)


def _pledges(found: Figures) -> Iterator[FigureLine]:
    figures = found.pledges
    yield from _share("Cá nhân", "lượt người", figures.people)  # once in each campaign
    yield from _share("Tổ chức, đơn vị", "lượt tổ chức", figures.organisations)
    yield FigureLine("Đăng ký ngoài danh sách", _TIMES, number(figures.others))
    yield FigureLine("Được công khai", _PLEDGES, number(figures.public))
    yield FigureLine("Được nhận xét, đánh giá", _PLEDGES, number(figures.reviewed))
    yield from _parts("Xếp loại", figures.by_rating, _PLEDGES)
    yield FigureLine("Nội dung quá hạn", "nội dung", number(figures.overdue_items))
    yield FigureLine("Chưa cụ thể", _PLEDGES, number(figures.not_concrete))


def _share(who: str, unit: str, share: Share) -> Iterator[FigureLine]:
    yield FigureLine(f"{who} phải đăng ký", unit, number(share.expected))
    yield FigureLine(f"{who} đã đăng ký", unit, number(share.registered))
    rate = "–" if share.rate is None else percent(share.rate)
    yield FigureLine("Tỷ lệ", "%", rate.removesuffix("%"), within=True)


def _ratings(found: Figures) -> Iterator[FigureLine]:
    for who, unit, counts in (
        ("Đảng viên được xếp loại", "lượt người", found.ratings.members),
        ("Tổ chức được xếp loại", "lượt tổ chức", found.ratings.units),
    ):
        yield FigureLine(who, unit, number(sum(counts.values())))
        yield from _parts("", counts, unit)


def _models(found: Figures, words: Mapping[str, str]) -> Iterator[FigureLine]:
    figures = found.models
    yield FigureLine("Mô hình", _MODELS, number(figures.total))
    yield FigureLine("Tập thể", _MODELS, number(figures.collective), within=True)
    yield FigureLine("Cá nhân", _MODELS, number(figures.individual), within=True)
    yield from _parts("Lĩnh vực", figures.by_field, _MODELS)
    yield from _parts("Tình trạng", figures.by_state, _MODELS)
    yield FigureLine("Mô hình mới", _MODELS, number(figures.new))
    commended = dict(figures.commended)
    whole = commended.pop("any", 0)
    yield FigureLine("Mô hình được tuyên dương, khen thưởng", _MODELS, number(whole))
    yield from _parts("Cấp", commended, _MODELS, words)


def _commendations(found: Figures, words: Mapping[str, str]) -> Iterator[FigureLine]:
    figures = found.commendations
    yield FigureLine("Khen thưởng, biểu dương", _TIMES, number(figures.awards))
    yield from _parts("Hình thức", figures.by_form, _TIMES)
    yield from _parts("Cấp", figures.by_level, _TIMES, words)
    yield FigureLine("Tập thể được khen", "tập thể", number(figures.collectives))
    yield FigureLine("Cá nhân được khen", _PERSONS, number(figures.individuals))
    yield FigureLine("Hộ gia đình được khen", "hộ", number(figures.households))


def _documents(found: Figures) -> Iterator[FigureLine]:
    yield FigureLine("Văn bản ban hành", "văn bản", number(found.documents.issued))
    yield FigureLine("Văn bản đến", "văn bản", number(found.documents.received))


def _parts(
    what: str, counts: Counts, unit: str, names: Mapping[str, str] = WORDS
) -> Iterator[FigureLine]:
    """Yield what a figure is made of, without what is nought; fixed terms in their order."""
    order = list(WORDS)
    keys = sorted(counts, key=lambda key: order.index(key) if key in WORDS else -1)
    for key in keys:
        value = counts[key]
        if value:
            words = names.get(key, key)
            line = f"{what}: {words}" if what else words
            yield FigureLine(line, unit, number(value), within=True)
