"""The demo's rounds of commendation: past ones with their decisions, and one about to be held."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from sqlalchemy import select

from desktop.core.formats import date_text
from desktop.core.terms import AwardState, Level, PaperFamily, RecipientKind, SigningForm
from desktop.services.demo.making import Making, official_number, some, texts
from desktop.services.demo.members import Person
from desktop.services.demo.models import Made
from desktop.services.demo.names import make_name
from desktop.services.demo.units import Tree
from desktop.storage.models import AwardForm

_CERTIFICATE, _DIPLOMA, _PRAISE = "Giấy khen", "Bằng khen", "Biểu dương"
_COLLECTIVE, _HOUSEHOLD, _INDIVIDUAL = (
    RecipientKind.COLLECTIVE.value,
    RecipientKind.HOUSEHOLD.value,
    RecipientKind.INDIVIDUAL.value,
)
# a collective is given twice, a household one and a half times the money of a person
_TIMES = {_COLLECTIVE: 4, _HOUSEHOLD: 3, _INDIVIDUAL: 2}


@dataclass
class _Pool:
    """From whom a round draws its recipients; nobody is drawn twice in a round."""

    chance: Random
    tree: Tree
    models: Sequence[Made]
    pledges: Mapping[int, int]
    heads: list[Person] = field(default_factory=list)
    others: list[Person] = field(default_factory=list)
    units: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class _Held:
    """A round: its id and the days that its awards need."""

    id: int
    meeting: date
    period: tuple[int, int]


@dataclass(frozen=True)
class _Batch:
    """Awards of one kind in a round: form, level, decision, and how many of each recipient."""

    form: str
    level: Level
    collectives: int = 0
    individuals: int = 0
    households: int = 0
    decision: int | None = None
    state: AwardState = AwardState.GIVEN


def make_rounds(
    making: Making,
    tree: Tree,
    people: Sequence[Person],
    models: Sequence[Made],
    pledges: Mapping[int, int],
) -> None:
    """Make five rounds: of two years ago, two of last year, a late one, and the next one."""
    known = {one["key"]: one for one in texts("commendations")["rounds"]}
    with making.writing("Nhập khen thưởng"):
        forms = {one.name: one.id for one in making.session.scalars(select(AwardForm))}
        for key, make in (
            ("final", _final),
            ("yearly", _yearly),
            ("contest", _contest),
            ("exceptional", _exceptional),
            ("upcoming", _upcoming),
        ):
            chance = making.chance(f"round {key}")
            pool = _Pool(chance, tree, models, pledges)
            present = [one for one in people if one.present]
            pool.heads = some(chance, [one for one in present if one.head], 60)
            pool.others = some(chance, [one for one in present if not one.head], 60)
            pool.units = some(chance, _units(tree, models), 60)
            rounds = _Rounds(making, pool, forms)
            make(rounds, known[key])
            making.save_many("awards", rounds.drawn)


def _units(tree: Tree, models: Sequence[Made]) -> list[int]:
    """Return units that may be commended: owners of models first of all."""
    found = [one.unit_id for one in models if one.unit_id is not None and one.member_id is None]
    found += [one.committee for one in tree.communes]
    found += [one.id for one in tree.cells[:120]]
    return list(dict.fromkeys(found))


class _Rounds:
    """Writes a round with what belongs to it."""

    def __init__(self, making: Making, pool: _Pool, forms: Mapping[str, int]) -> None:
        self.making, self.pool, self.forms = making, pool, forms
        self.today = making.today
        self.places = texts("places")
        self.drawn: list[dict[str, Any]] = []
        self.district = f"huyện {self.places['district']}"
        self._left: dict[str, list[str]] = {}
        self.places = texts("places")

    def held(self, known: Mapping[str, str], meeting: date, years: int, **values: Any) -> _Held:
        """Make the round itself; its achievements are of so many years up to the meeting's."""
        period = (meeting.year - years + 1, meeting.year)
        words = f"giai đoạn {period[0]} - {period[1]}" if years > 1 else f"năm {meeting.year}"
        title = known["title"].format(year=meeting.year, years=official_number(years))
        saved = self.making.save(
            "rounds",
            title=title,
            occasion=known["occasion"],
            achievement_period=words,
            meeting_on=meeting,
            meeting_place=f"Hội trường Huyện ủy {self.places['district']}",
            **values,
        )
        return _Held(saved, meeting, period)

    def decision(self, held: _Held, number: int, level: Level, days_before: int = 9) -> int:
        """Make a decision by who may give at a level, some days before the meeting."""
        province, district = self.places["province"], self.places["district"]
        commune = self.pool.tree.communes[0].name
        issuer, code, family, post = {
            Level.PROVINCE: (
                f"Chủ tịch Ủy ban nhân dân tỉnh {province}",
                "{}/QĐ-UBND",
                PaperFamily.GOVERNMENT,
                "Phó Chủ tịch",
            ),
            Level.DISTRICT: (
                f"Ban Thường vụ Huyện ủy {district}",
                "{}-QĐ/HU",
                PaperFamily.PARTY,
                "Phó Bí thư",
            ),
            Level.COMMUNE: (
                f"Chủ tịch Ủy ban nhân dân xã {commune}",
                "{}/QĐ-UBND",
                PaperFamily.GOVERNMENT,
                "Chủ tịch",
            ),
        }[level]
        return self.making.save(
            "decisions",
            round_id=held.id,
            number=code.format(number),
            on=held.meeting - timedelta(days=days_before),
            level=level.value,
            issuer=issuer,
            signer=make_name(self.pool.chance).full,
            signer_post=post,
            paper_family=family.value,
            **_authority(post),
        )

    def awards(self, held: _Held, batch: _Batch) -> None:
        """Add the awards of a batch."""
        for recipient in self._recipients(held, batch):
            self.award(held, batch, recipient)

    def award(self, held: _Held, batch: _Batch, recipient: Mapping[str, Any]) -> None:
        """Add one award; without money for its form there is a gift."""
        kind = recipient["recipient_kind"]
        money = _money(batch.form, kind, held.meeting)
        gift = None if money else self.pool.chance.choice(texts("commendations")["gifts"])
        given = batch.state is AwardState.GIVEN
        values: dict[str, Any] = {
            "round_id": held.id,
            "decision_id": batch.decision,
            "form_id": self.forms[batch.form],
            "proposed_level": batch.level.value,
            "money": money,
            "gift": gift,
            "state": batch.state.value,
            "given_on": held.meeting if given else None,
        }
        self.drawn.append({**values, **recipient})

    def _recipients(self, held: _Held, batch: _Batch) -> Iterator[dict[str, Any]]:
        pool = self.pool
        for _ in range(min(batch.collectives, len(pool.units))):
            yield self._collective(held, pool.units.pop())
        for place in range(batch.individuals):
            drawn = pool.heads if place % 3 == 0 and pool.heads else pool.others
            if place % 5 == 4 or not drawn:
                yield self.outsider(held)
            else:
                yield self.member(held, drawn.pop())
        for _ in range(batch.households):
            yield self._household(held)

    def _collective(self, held: _Held, unit: int) -> dict[str, Any]:
        model = next((one for one in self.pool.models if one.unit_id == unit), None)
        own = model is not None and model.member_id is None and model.registered < held.meeting
        commune = next(
            (one.commune.name for one in self.pool.tree.cells if one.id == unit and one.commune),
            None,
        )
        name = self.pool.tree.names[unit]
        outside = commune is not None and commune not in name
        return {
            "recipient_kind": _COLLECTIVE,
            "unit_id": unit,
            "recipient_name": name,
            "recipient_post": f"Đảng bộ xã {commune}" if outside else f"H{self.district[1:]}",
            "model_id": model.id if model is not None and own else None,
            "achievement": self._achievement(held, "collective"),
        }

    def member(self, held: _Held, person: Person) -> dict[str, Any]:
        """Return the columns of a member as recipient, with pledge and model where there are."""
        model = next((one for one in self.pool.models if one.member_id == person.id), None)
        pledge = self.pool.pledges.get(person.id)
        recent = held.meeting.year >= self.today.year - 1
        own = model is not None and model.registered < held.meeting
        return {
            "recipient_kind": _INDIVIDUAL,
            "member_id": person.id,
            "unit_id": person.cell.id,
            "recipient_name": person.name,
            "recipient_post": person.role,
            "model_id": model.id if model is not None and own else None,
            "pledge_id": pledge if recent else None,
            "achievement": self._achievement(held, "head" if person.head else "individual"),
        }

    def outsider(self, held: _Held) -> dict[str, Any]:
        """Return the columns of a person who is on no list."""
        return {
            "recipient_kind": _INDIVIDUAL,
            "recipient_name": make_name(self.pool.chance).full,
            "recipient_post": self._placed(texts("commendations")["free_posts"]),
            "achievement": self._achievement(held, "individual"),
        }

    def _household(self, held: _Held) -> dict[str, Any]:
        name = make_name(self.pool.chance)
        title = "ông" if name.sex == "male" else "bà"
        return {
            "recipient_kind": _HOUSEHOLD,
            "recipient_name": f"Hộ {title} {name.full}",
            "recipient_post": self._placed(["Ấp {hamlet}, xã {commune}"]),
            "achievement": self._achievement(held, "household"),
        }

    def _placed(self, choices: Sequence[str]) -> str:
        chance = self.pool.chance
        hamlets = [one for one in self.pool.tree.cells if one.hamlet and one.commune]
        words = {"hamlet": "Nhứt", "commune": self.pool.tree.communes[0].name}
        if hamlets:
            cell = chance.choice(hamlets)
            words = {"hamlet": cell.hamlet, "commune": cell.commune.name if cell.commune else ""}
        return chance.choice(choices).format(**words)

    def _achievement(self, held: _Held, kind: str) -> str:
        chance = self.pool.chance
        left = self._left.setdefault(kind, [])
        if not left:  # each sentence once before any comes again
            known = texts("commendations")[kind]
            left.extend(chance.sample(known, len(known)))
        return left.pop().format(
            **{"from": held.period[0], "to": held.period[1]},
            n=official_number(chance.randint(2, 6)),
            area=chance.randrange(120, 900, 20),
            money=chance.randrange(60, 480, 20),
            percent=chance.randint(95, 100),
        )


def _money(form: str, kind: str, day: date) -> int | None:
    """Return the money of a form in đồng: a share of the base salary of the day."""
    known = texts("commendations")
    share = known["multiples"].get(form)
    if share is None:
        return None
    salaries = [amount for since, amount in known["base_salary"] if since <= day.isoformat()]
    base = salaries[-1] if salaries else known["base_salary"][0][1]
    return int(base * share * _TIMES[kind] // 200)


# the rounds


def _final(rounds: _Rounds, known: Mapping[str, str]) -> None:
    held = rounds.held(known, date(rounds.today.year - 2, 11, 18), 5)
    decision = rounds.decision(held, 412, Level.DISTRICT)
    rounds.awards(held, _Batch(_CERTIFICATE, Level.DISTRICT, 12, 16, 4, decision))


def _yearly(rounds: _Rounds, known: Mapping[str, str]) -> None:
    proposal = "Tờ trình số 21-TTr/BTGDV ngày {}"
    meeting = date(rounds.today.year - 1, 5, 18)
    on = date_text(meeting - timedelta(days=40))
    held = rounds.held(known, meeting, 1, proposal=proposal.format(on))
    province = rounds.decision(held, 1126, Level.PROVINCE, 13)
    district = rounds.decision(held, 318, Level.DISTRICT)
    rounds.awards(held, _Batch(_DIPLOMA, Level.PROVINCE, 4, 6, 0, province))
    rounds.awards(held, _Batch(_CERTIFICATE, Level.DISTRICT, 10, 14, 3, district))
    reasons = texts("commendations")
    for state, decision in ((AwardState.REFUSED, None), (AwardState.ANNULLED, district)):
        batch = _Batch(_CERTIFICATE, Level.DISTRICT, decision=decision, state=state)
        recipient = rounds.outsider(held) | {"reason": reasons[state.value]}
        rounds.award(held, batch, recipient)


def _contest(rounds: _Rounds, known: Mapping[str, str]) -> None:
    held = rounds.held(known, date(rounds.today.year - 1, 9, 24), 1)
    decision = rounds.decision(held, 503, Level.DISTRICT, 1)
    batch = _Batch(_CERTIFICATE, Level.DISTRICT, decision=decision)
    for prize in ("Giải Nhất", "Giải Nhì", "Giải Ba"):
        pool = rounds.pool.others or rounds.pool.heads
        recipient = rounds.member(held, pool.pop()) if pool else rounds.outsider(held)
        rounds.award(held, batch, recipient | {"achievement": f"{prize} phần thi cá nhân."})
    office = {
        "recipient_kind": _COLLECTIVE,
        "recipient_name": rounds.places["office"]["name"],
        "achievement": "Tổ chức tốt Hội thi.",
    }
    rounds.award(held, batch, office)


def _exceptional(rounds: _Rounds, known: Mapping[str, str]) -> None:
    held = rounds.held(known, rounds.today - timedelta(days=40), 1)
    decision = rounds.decision(held, 87, Level.COMMUNE, 2)
    achievement = "Dũng cảm cứu {} người bị lật ghe trên sông, không quản nguy hiểm đến tính mạng."
    for number, state in (("03", AwardState.GIVEN), ("02", AwardState.AGREED)):
        batch = _Batch(_CERTIFICATE, Level.COMMUNE, decision=decision, state=state)
        words = {"achievement": achievement.format(number)}
        rounds.award(held, batch, rounds.outsider(held) | words)


def _upcoming(rounds: _Rounds, known: Mapping[str, str]) -> None:
    on = date_text(rounds.today - timedelta(days=8))
    held = rounds.held(
        known,
        rounds.today + timedelta(days=6),
        3,
        proposal=f"Tờ trình số 36-TTr/BTGDV ngày {on}",
    )
    proposed = AwardState.PROPOSED
    rounds.awards(held, _Batch(_DIPLOMA, Level.PROVINCE, 3, 3, 0, state=proposed))
    rounds.awards(held, _Batch(_CERTIFICATE, Level.DISTRICT, 5, 11, 2, state=proposed))
    rounds.awards(held, _Batch(_PRAISE, Level.DISTRICT, 1, 4, 1, state=proposed))


def _authority(post: str) -> dict[str, str]:
    """Return in what capacity a post signs: secretaries for their committee, deputies for heads."""
    if post.startswith(("Bí thư", "Phó Bí thư")):
        return {"signs": SigningForm.ON_BEHALF.value, "authority": "Ban Thường vụ"}
    if post.startswith("Phó Chủ tịch"):
        return {"signs": SigningForm.FOR_HEAD.value, "authority": "Chủ tịch"}
    return {}
