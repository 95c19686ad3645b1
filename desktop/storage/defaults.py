"""What a new book holds from the start: the lists and rules of the day, all editable.

Sources: DOMAIN.md 'Entities' (fields of work, forms of award, levels, ratings), 'Who uses it'
(rules and their dates), 'Paper' (page layouts) and 'Lists and forms that are printed'.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.core.certificate_presets import PRESETS as CERTIFICATES
from desktop.core.paper import PRESETS
from desktop.core.terms import Level, Rating
from desktop.storage.models import (
    AwardForm,
    AwardFormLevel,
    CertificateLayout,
    DocumentType,
    FieldOfWork,
    LevelName,
    PageLayout,
    RatingGrade,
    RatingScale,
    Rule,
)

FIELDS = (
    "Xây dựng Đảng, hệ thống chính trị",
    "Phát triển kinh tế",
    "Văn hóa - xã hội",
    "Quốc phòng - an ninh",
    "Cải cách hành chính",
    "Dân vận khéo",
    "Bảo vệ môi trường",
    "An sinh xã hội, từ thiện",
)

AWARD_FORMS: tuple[tuple[str, tuple[Level, ...]], ...] = (
    ("Bằng khen", (Level.PROVINCE, Level.CENTRAL)),
    ("Giấy khen", (Level.BASE, Level.COMMUNE, Level.DISTRICT, Level.PROVINCE)),
    ("Biểu dương", tuple(Level)),
    ("Thư khen", tuple(Level)),
    ("Kỷ niệm chương", (Level.PROVINCE, Level.CENTRAL)),
)

DOCUMENT_TYPES = (
    ("Chỉ thị", "CT"),
    ("Nghị quyết", "NQ"),
    ("Kết luận", "KL"),
    ("Kế hoạch", "KH"),
    ("Hướng dẫn", "HD"),
    ("Quyết định", "QĐ"),
    ("Quy định", "QĐ"),
    ("Báo cáo", "BC"),
    ("Thông báo", "TB"),
    ("Công văn", "CV"),
    ("Tờ trình", "TTr"),
)

_FORM = "Thể loại, thẩm quyền ban hành và thể thức văn bản của Đảng"
_INSPECTION = "Công tác kiểm tra, giám sát và kỷ luật của Đảng"

RULES: tuple[tuple[str, str, str | None, str | None, str], ...] = (
    ("66-QĐ/TW", _FORM, None, "2025-12-31", ""),
    ("399-QĐ/TW", _FORM, "2026-01-01", None, "66-QĐ/TW"),
    ("36-HD/VPTW", "Thể thức và kỹ thuật trình bày văn bản của Đảng", "2018-04-03", None, ""),
    ("30/2020/NĐ-CP", "Công tác văn thư", "2020-03-05", None, ""),
    ("124-QĐ/TW", "Kiểm điểm và đánh giá, xếp loại hằng năm", "2023-10-04", "2025-08-31", ""),
    ("366-QĐ/TW", "Kiểm điểm và đánh giá, xếp loại", "2025-09-01", None, "124-QĐ/TW"),
    ("22-QĐ/TW", _INSPECTION, "2021-07-28", "2025-05-29", ""),
    ("296-QĐ/TW", _INSPECTION, "2025-05-30", None, "22-QĐ/TW"),
)

_THRESHOLDS = (
    (Rating.EXCELLENT, Decimal(90)),
    (Rating.GOOD, Decimal(70)),
    (Rating.COMPLETED, Decimal(50)),
    (Rating.NOT_COMPLETED, Decimal(0)),
)


def _day(given: str | None) -> date | None:
    return None if given is None else date.fromisoformat(given)


def fill(session: Session) -> None:
    """Add the default lists and rules to a new book."""
    session.add_all(
        FieldOfWork(name=name, position=place) for place, name in enumerate(FIELDS, start=1)
    )
    session.add_all(
        LevelName(level=level.value, name=level.heading, in_use=True) for level in Level
    )
    session.add_all(
        DocumentType(name=name, abbreviation=abbreviation) for name, abbreviation in DOCUMENT_TYPES
    )
    rules = {
        code: Rule(
            code=code,
            title=title,
            valid_from=_day(begins),
            valid_to=_day(ends),
            replaces=replaces or None,
        )
        for code, title, begins, ends, replaces in RULES
    }
    session.add_all(rules.values())
    session.flush()
    _forms(session)
    _scales(session, rules)
    _layouts(session, rules)
    _certificates(session)


def _forms(session: Session) -> None:
    for place, (name, levels) in enumerate(AWARD_FORMS, start=1):
        form = AwardForm(name=name, position=place)
        session.add(form)
        session.flush()
        session.add_all(AwardFormLevel(form_id=form.id, level=level.value) for level in levels)


def _scales(session: Session, rules: dict[str, Rule]) -> None:
    before = RatingScale(
        name="Xếp loại không chấm điểm",
        rule_id=rules["124-QĐ/TW"].id,
        uses_points=False,
        valid_to=date(2025, 8, 31),
    )
    since = RatingScale(
        name="Xếp loại theo thang điểm 100",
        rule_id=rules["366-QĐ/TW"].id,
        uses_points=True,
        common_points=30,
        result_points=70,
        valid_from=date(2025, 9, 1),
    )
    session.add_all((before, since))
    session.flush()
    for rating, points in _THRESHOLDS:
        session.add(RatingGrade(scale_id=before.id, rating=rating.value))
        session.add(RatingGrade(scale_id=since.id, rating=rating.value, minimum_points=points))


def _layouts(session: Session, rules: dict[str, Rule]) -> None:
    codes = {"party": "36-HD/VPTW", "government": "30/2020/NĐ-CP"}
    used: set[str] = set()
    for style in PRESETS.values():
        session.add(
            PageLayout(
                name=style.name,
                family=style.family,
                rule_id=rules[codes[style.family]].id,
                main=style.family not in used,
                settings=style.to_json(),
            )
        )
        used.add(style.family)


def _certificates(session: Session) -> None:
    """Add a layout for each blank: editable, and to be laid over the office's own scan."""
    forms = {one.name: one.id for one in session.scalars(select(AwardForm))}
    session.add_all(
        CertificateLayout(
            name=one.name,
            form_id=forms[one.form],
            main=True,
            settings=one.layout.to_json(),
        )
        for one in CERTIFICATES.values()
    )
