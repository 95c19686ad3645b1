"""Rules for what can't be so ('đúng', 'sạch'): values and records that contradict each other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import Integer, Row, Select, and_, cast, func, null, or_, select
from sqlalchemy.orm import aliased

from desktop.core.register import Field
from desktop.core.terms import MemberStatus, ModelState, MoveKind, UnitKind
from desktop.services.cleaning.missing import (
    COMMITTEES,
    GONE,
    members_of_unit,
    not_ended,
    present,
)
from desktop.services.cleaning.values import Asked, FindingKind, Query, Rule, day_words
from desktop.services.contradicting import ORDERED
from desktop.services.validation import pattern_warnings
from desktop.storage.cleaning import (
    first_day,
    iso,
    last_day,
    listed,
    live,
    month_years_later,
    plain_card,
    surely_before,
)
from desktop.storage.models import (
    Award,
    Decision,
    Member,
    MemberMove,
    MemberStep,
    Model,
    Pledge,
    PledgeReview,
    Unit,
)
from desktop.storage.registers import MODELS, SPECS, TABLES

_KIND: Final = FindingKind.CONTRADICTORY
_STATUSES: Final = {one.value: one.heading for one in MemberStatus}
_PARTY_KINDS: Final = (*COMMITTEES, UnitKind.CELL.value, UnitKind.BASE_CELL.value)
# `other-kind` and `in-committee` speak of the rest
_NO_CELLS: Final = tuple(
    one.value for one in UnitKind if one.value not in (*_PARTY_KINDS, UnitKind.OTHER.value)
)


def _rule(name: str, register: str, heading: str, field: str, words: str, query: Query) -> Rule:
    return Rule(name, _KIND, register, heading, field, words, query)


# days in the wrong order, as records are warned of when they are saved


def _ordered() -> Iterator[Rule]:
    for register, pairs in ORDERED.items():
        for first, second, sentence in pairs:
            name, heading = f"order-{register}-{second}", sentence.rstrip(".")
            shown, field = register, second
            if register == "pledge_reviews":
                shown, field = "pledges", "name"  # reviews stand on the pledge's page
            yield _rule(name, shown, heading, field, sentence, _in_order(register, first, second))


def _in_order(register: str, first: str, second: str) -> Query:
    table, model = TABLES[register], MODELS[register]
    turned = surely_before(table.c[second], table.c[first])

    def query(asked: Asked) -> Select[Any]:
        if register == "pledge_reviews":
            owned = select(PledgeReview.id).where(
                PledgeReview.pledge_id == Pledge.id, PledgeReview.deleted_at.is_(None), turned
            )
            return listed(Pledge, asked.origin, Pledge.unit_id).where(owned.exists())
        declared = SPECS[register]
        unit = table.c[declared.unit] if declared.unit is not None else null()
        return listed(model, asked.origin, unit).where(turned)

    return query


def _patterns() -> Iterator[Rule]:
    """Yield a rule for each text that has a usual form; warned of when it is saved, too."""
    for declared in SPECS.values():
        for field in declared.fields:
            if field.pattern:
                yield _of_form(declared.name, field)


def _of_form(register: str, field: Field) -> Rule:
    table, declared = TABLES[register], SPECS[register]
    column = table.c[field.name]

    def query(asked: Asked) -> Select[Any]:
        unit = table.c[declared.unit] if declared.unit is not None else null()
        return listed(MODELS[register], asked.origin, unit, column.label("value")).where(
            column.is_not(None)
        )

    return Rule(
        f"form-{register}-{field.name}",
        _KIND,
        register,
        f"{field.heading} khác dạng thường gặp",
        field.name,
        lambda row: pattern_warnings(declared, {field.name: row.value})[field.name],
        query,
        check=lambda row: re.fullmatch(field.pattern, row.value) is None,
    )


# members


def _too_young(asked: Asked) -> Select[Any]:
    of_age = month_years_later(Member.birth_date, asked.limits.admission_age)
    return present(
        asked, Member.birth_date.label("born"), Member.admitted_on.label("admitted"),
        func.printf("%d", asked.limits.admission_age).label("age"),
    ).where(
        func.substr(last_day(Member.admitted_on), 1, 7) < of_age,
        ~surely_before(Member.admitted_on, Member.birth_date),  # another rule's
    )  # fmt: skip


def _official_still_probationary(asked: Asked) -> Select[Any]:
    return present(asked, Member.official_on.label("official")).where(
        Member.status == MemberStatus.PROBATIONARY.value,
        last_day(Member.official_on) <= asked.today.isoformat(),
    )


def _future(column: Any) -> Query:
    def query(asked: Asked) -> Select[Any]:
        model = column.class_
        unit = getattr(model, model.__register__.unit or "", null())
        return listed(model, asked.origin, unit, iso(column).label("day")).where(
            first_day(column) > asked.today.isoformat()
        )

    return query


def _in_ended_unit(asked: Asked) -> Select[Any]:
    shown = (Unit.name.label("unit_name"), Unit.ended.label("ended"))
    return (
        present(asked, *shown)
        .join(Unit, Unit.id == Member.unit_id)
        .where(first_day(Unit.ended) <= asked.today.isoformat())
    )


def _same_card(asked: Asked) -> Select[Any]:
    cards = (
        select(Member.id, Member.full_name, plain_card(Member.card_number).label("plain"))
        .where(*live(Member, asked.origin), Member.card_number.is_not(None))
        .cte("cards")
    )
    several = (
        select(
            cards.c.plain,
            func.count().label("people"),
            func.min(cards.c.full_name).label("one"),
            func.max(cards.c.full_name).label("other"),
        )
        .where(cards.c.plain.op("GLOB")("*[0-9]*"))  # 'chưa cấp' stands for no number
        .group_by(cards.c.plain)
        .having(func.count() > 1)
        .subquery()
    )
    shown = (Member.card_number.label("card"), several.c.people, several.c.one, several.c.other)
    return (
        listed(Member, asked.origin, Member.unit_id, *shown)
        .join(cards, cards.c.id == Member.id)
        .join(several, several.c.plain == cards.c.plain)
    )


def _same_card_words(row: Row[Any]) -> str:
    other = row.other if row.title == row.one else row.one
    more = f" và {row.people - 2} người khác" if row.people > 2 else ""
    return f"Số thẻ đảng {row.card} trùng với {other}{more}."


def _gone_before_admitted(asked: Asked) -> Select[Any]:
    return listed(
        Member, asked.origin, Member.unit_id,
        Member.status_on.label("day"), Member.admitted_on.label("admitted"),
    ).where(
        Member.status.in_(GONE), surely_before(Member.status_on, Member.admitted_on)
    )  # fmt: skip


def _departed_still_present(asked: Asked) -> Select[Any]:
    moves = (
        select(
            MemberMove.member_id,
            func.max(MemberMove.on)
            .filter(MemberMove.kind == MoveKind.DEPARTURE.value)
            .label("out"),
            func.max(MemberMove.on).filter(MemberMove.kind == MoveKind.ARRIVAL.value).label("back"),
        )
        .where(MemberMove.deleted_at.is_(None))
        .group_by(MemberMove.member_id)
        .subquery()
    )
    return (
        present(asked, moves.c.out.label("day"))
        .join(moves, moves.c.member_id == Member.id)
        .where(
            first_day(moves.c.out) <= asked.today.isoformat(),
            or_(moves.c.back.is_(None), surely_before(moves.c.back, moves.c.out)),
        )
    )


def _other_last_step(asked: Asked) -> Select[Any]:
    place = func.row_number().over(
        partition_by=MemberStep.member_id,
        order_by=(MemberStep.on.desc(), MemberStep.id.desc()),
    )
    dated = (
        select(MemberStep.member_id, MemberStep.status, MemberStep.on, place.label("place"))
        .where(MemberStep.deleted_at.is_(None), first_day(MemberStep.on) <= asked.today.isoformat())
        .subquery()
    )
    # an undated step of the present status may be the last one
    undated = select(MemberStep.id).where(
        MemberStep.member_id == Member.id,
        MemberStep.deleted_at.is_(None),
        MemberStep.on.is_(None),
        MemberStep.status == Member.status,
    )
    shown = (Member.status.label("now"), dated.c.status.label("last"), dated.c.on.label("day"))
    return (
        listed(Member, asked.origin, Member.unit_id, *shown)
        .join(dated, and_(dated.c.member_id == Member.id, dated.c.place == 1))
        .where(
            dated.c.status != Member.status,
            ~undated.exists(),
            or_(Member.status_on.is_(None), first_day(Member.status_on) < dated.c.on),
        )
    )


def _other_last_step_words(row: Row[Any]) -> str:
    return (
        f"Quá trình ghi «{_STATUSES[row.last]}» ngày {day_words(row.day)} mà trạng thái "
        f"hiện nay là «{_STATUSES[row.now]}»."
    )


MEMBERS: Final = (
    _rule("too-young", "members", "Kết nạp khi chưa đủ tuổi", "admitted_on",
          "Kết nạp {admitted} khi chưa đủ {age} tuổi (sinh {born}).", _too_young),
    _rule("official-probationary", "members", "Dự bị mà có ngày chính thức", "status",
          "Trạng thái «Dự bị» mà đã có ngày chính thức {official}.", _official_still_probationary),
    _rule("future-admission", "members", "Ngày kết nạp ở tương lai", "admitted_on",
          "Ngày kết nạp {day} ở tương lai.", _future(Member.admitted_on)),
    _rule("in-ended-unit", "members", "Sinh hoạt ở đơn vị đã kết thúc", "unit_id",
          "Đang sinh hoạt ở «{unit_name}», đơn vị đã kết thúc {ended}.", _in_ended_unit),
    Rule("same-card", _KIND, "members", "Trùng số thẻ đảng", "card_number", _same_card_words,
         _same_card),
    _rule("gone-before-admitted", "members", "Ngày của trạng thái trước ngày kết nạp", "status_on",
          "Ngày của trạng thái {day} sớm hơn ngày kết nạp {admitted}.", _gone_before_admitted),
    _rule("departed-present", "members", "Đã chuyển đi mà còn trong danh sách", "status",
          "Có lần chuyển đi {day} mà trạng thái vẫn đang sinh hoạt.", _departed_still_present),
    Rule("other-last-step", _KIND, "members", "Trạng thái khác quá trình", "status",
         _other_last_step_words, _other_last_step),
)  # fmt: skip


# units


def _ended_with_children(asked: Asked) -> Select[Any]:
    child = aliased(Unit)
    today = asked.today.isoformat()
    open_ = (
        select(child.parent_id, func.count().label("open"))
        .where(
            child.deleted_at.is_(None),
            or_(child.ended.is_(None), first_day(child.ended) > today),
        )
        .group_by(child.parent_id)
        .subquery()
    )
    return (
        listed(Unit, asked.origin, Unit.id, Unit.ended.label("day"), open_.c.open)
        .join(open_, open_.c.parent_id == Unit.id)
        .where(first_day(Unit.ended) <= today)
    )


def _not_a_cell(asked: Asked) -> Select[Any]:
    return listed(Unit, asked.origin, Unit.id, Unit.kind.label("unit_kind")).where(
        Unit.kind.in_(_NO_CELLS), members_of_unit(), not_ended(asked)
    )


_UNIT_KINDS: Final = {one.value: one.heading for one in UnitKind}


def _same_name(asked: Asked) -> Select[Any]:
    key = TABLES["units"].c.name_key
    place = func.coalesce(Unit.parent_id, 0)
    several = (
        select(key.label("key"), place.label("place"))
        .where(*live(Unit, asked.origin), not_ended(asked))
        .group_by(key, place)
        .having(func.count() > 1)
        .subquery()
    )
    return (
        listed(Unit, asked.origin, Unit.id)
        .join(several, and_(several.c.key == key, several.c.place == place))
        .where(not_ended(asked))
    )


UNITS: Final = (
    _rule("ended-with-children", "units", "Đơn vị kết thúc còn cấp dưới", "ended",
          "Đã kết thúc {day} mà còn {open} đơn vị trực thuộc đang hoạt động.",
          _ended_with_children),
    Rule("not-a-cell", _KIND, "units", "Đảng viên không ở chi bộ", "kind",
         lambda row: f"Có đảng viên sinh hoạt mà loại là «{_UNIT_KINDS[row.unit_kind]}», "
         "không phải chi bộ.", _not_a_cell),
    _rule("same-name", "units", "Đơn vị trùng tên", "name",
          "Trùng tên với đơn vị khác cùng trực thuộc một nơi.", _same_name),
)  # fmt: skip


# pledges, models, commendations


def _after_leaving(asked: Asked) -> Select[Any]:
    shown = (Member.status_on.label("day"), Pledge.registered_on.label("registered"), Member.status)
    after = surely_before(Member.status_on, Pledge.registered_on)
    return (
        listed(
            Pledge,
            asked.origin,
            Pledge.unit_id,
            *shown,
            func.printf("%d", Pledge.year).label("year"),
        )
        .join(Member, Member.id == Pledge.member_id)
        .where(
            Member.status.in_(GONE),
            or_(
                after,
                and_(
                    Pledge.registered_on.is_(None),
                    func.substr(Member.status_on, 1, 4) < func.printf("%04d", Pledge.year),
                ),
            ),
        )
    )


def _after_leaving_words(row: Row[Any]) -> str:
    return (
        f"Bản đăng ký năm {row.year} của đảng viên đã «{_STATUSES[row.status]}» từ "
        f"{day_words(row.day)}."
    )


def _other_year(asked: Asked) -> Select[Any]:
    year = func.printf("%d", Pledge.year).label("year")
    # registered in the December before, or in the January after, is usual
    registered = cast(func.substr(iso(Pledge.registered_on), 1, 4), Integer)
    return listed(
        Pledge, asked.origin, Pledge.unit_id, year, Pledge.registered_on.label("day")
    ).where(func.abs(Pledge.year - registered) > 1)


def _shown_too_early(asked: Asked) -> Select[Any]:
    return listed(
        Pledge, asked.origin, Pledge.unit_id,
        Pledge.public_on.label("shown"), Pledge.registered_on.label("day"),
    ).where(Pledge.public_on < Pledge.registered_on)  # fmt: skip


def _of_ended_unit(asked: Asked) -> Select[Any]:
    shown = (Unit.name.label("unit_name"), Unit.ended.label("ended"))
    return (
        listed(Model, asked.origin, Model.unit_id, *shown)
        .join(Unit, Unit.id == Model.unit_id)
        .where(
            Model.state != ModelState.STOPPED.value,
            first_day(Unit.ended) <= asked.today.isoformat(),
        )
    )


def _given_too_early(asked: Asked) -> Select[Any]:
    shown = (Award.given_on.label("given"), Decision.on.label("decided"))
    return (
        listed(Award, asked.origin, Award.unit_id, *shown)
        .join(Decision, and_(Decision.id == Award.decision_id, Decision.deleted_at.is_(None)))
        .where(Award.given_on < Decision.on)
    )


RECORDS: Final = (
    Rule("after-leaving", _KIND, "pledges", "Bản đăng ký của người đã thôi sinh hoạt", "member_id",
         _after_leaving_words, _after_leaving),
    _rule("other-year", "pledges", "Năm khác ngày đăng ký", "registered_on",
          "Bản đăng ký năm {year} mà ngày đăng ký là {day}.", _other_year),
    _rule("shown-too-early", "pledges", "Công khai trước ngày đăng ký", "public_on",
          "Công khai ngày {shown}, trước ngày đăng ký {day}.", _shown_too_early),
    _rule("future-pledge", "pledges", "Ngày đăng ký ở tương lai", "registered_on",
          "Ngày đăng ký {day} ở tương lai.", _future(Pledge.registered_on)),
    _rule("future-model", "models", "Ngày đăng ký mô hình ở tương lai", "registered_on",
          "Ngày đăng ký {day} ở tương lai.", _future(Model.registered_on)),
    _rule("of-ended-unit", "models", "Mô hình của đơn vị đã kết thúc", "unit_id",
          "Mô hình chưa dừng mà «{unit_name}» đã kết thúc {ended}.", _of_ended_unit),
    _rule("given-too-early", "awards", "Trao trước quyết định", "given_on",
          "Trao ngày {given}, trước ngày quyết định {decided}.", _given_too_early),
)  # fmt: skip

DECLARED: Final = (*_ordered(), *_patterns())
"""Made from what the registers declare."""
