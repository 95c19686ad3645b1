"""Offices that send their figures, given as plain rows, and what these add up to by plain rules."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

Plain = dict[str, Any]
PERIOD = (date(2026, 1, 1), date(2026, 12, 31))
LEVELS = ("base", "commune", "district", "province", "central")
KINDS = {"collective": "collectives", "individual": "individuals", "household": "households"}
FORMS = ("Giấy khen", "Bằng khen")
FIELDS = ("Dân vận khéo", "Cải cách hành chính")


def model(uid: str, name: str, **more: Any) -> Plain:
    """A model of the period; `levels` are those that commended it."""
    given = {"kind": "collective", "field": 0, "state": "in_progress", "levels": (), "owner": None}
    return {"uid": uid, "name": name, "on": "2026-03-01", **given, **more}


def award(uid: str, name: str, **more: Any) -> Plain:
    """An award of the period; `member` is the uid of the recipient's record."""
    given = {"kind": "individual", "form": 0, "level": "district", "state": "given"}
    return {"uid": uid, "name": name, "number": "1", "member": None, "post": "", **given, **more}


@dataclass
class Office:
    """What an office has in its book."""

    models: list[Plain] = field(default_factory=list)
    awards: list[Plain] = field(default_factory=list)
    members: int = 0
    sessions: list[tuple[int, int]] = field(default_factory=list)  # invited, attended

    def counted(self) -> list[Plain]:
        """The awards that count."""
        return [one for one in self.awards if one["state"] in ("agreed", "given")]

    def rates(self) -> list[float]:
        """The rates of the sessions."""
        return [attended / invited for invited, attended in self.sessions if invited]

    def figures(self) -> Plain:
        """The figures of the office alone."""
        return figures_of([self])

    def rows(self) -> dict[str, list[Plain]]:
        """The rows as a submission has them."""
        numbers = sorted({(one["number"], one["level"]) for one in self.awards})
        return {
            "fields": [{"uid": f"field-{n}", "name": name} for n, name in enumerate(FIELDS)],
            "award_forms": [{"uid": f"form-{n}", "name": name} for n, name in enumerate(FORMS)],
            "rounds": [{"uid": "round", "title": "Tổng kết", "meeting_on": "2026-05-05"}],
            "decisions": [
                {"uid": f"decision-{number}-{level}", "round_id": "round", "number": number,
                 "on": "2026-05-04", "level": level}
                for number, level in numbers
            ],
            "models": [
                {"uid": one["uid"], "name": one["name"], "kind": one["kind"],
                 "field_id": f"field-{one['field']}", "registered_on": one["on"],
                 "state": one["state"], "owner_group": one["owner"]}
                for one in self.models
            ],
            "model_levels": [
                {"uid": f"{one['uid']}-{level}", "model_id": one["uid"], "level": level}
                for one in self.models for level in one["levels"]
            ],
            "awards": [
                {"uid": one["uid"], "round_id": "round", "form_id": f"form-{one['form']}",
                 "decision_id": f"decision-{one['number']}-{one['level']}",
                 "recipient_kind": one["kind"], "recipient_name": one["name"],
                 "recipient_post": one["post"], "member_id": one["member"],
                 "state": one["state"]}
                for one in self.awards
            ],
        }  # fmt: skip


def one_of(rows: Sequence[tuple[int, Plain]], same: Sequence[tuple[str, str]]) -> list[list[Any]]:
    """Rows in groups of what is one; the first of each group is that of the first office."""
    found = [[one] for one in rows]
    for first, second in same:
        ends = [
            next((group for group in found if any(row["uid"] == uid for _n, row in group)), None)
            for uid in (first, second)
        ]
        if ends[0] is not None and ends[1] is not None and ends[0] is not ends[1]:
            found.remove(ends[1])
            ends[0] += ends[1]
    return [sorted(group, key=lambda one: (one[0], one[1]["uid"])) for group in found]


def recipient(place: int, one: Plain) -> tuple[Any, ...]:
    """By what a recipient is the same: by record, else by name and post within the office."""
    if one["member"]:
        return one["kind"], one["member"]
    return one["kind"], place, one["name"].lower(), one["post"].lower()


def figures_of(offices: Sequence[Office], same: Mapping[str, Sequence[Any]] | None = None) -> Plain:
    """What several offices' rows come to, each thing counted once."""
    said = same or {}
    models = one_of(
        [(n, one) for n, office in enumerate(offices) for one in office.models],
        said.get("models", ()),
    )
    awards = one_of(
        [(n, one) for n, office in enumerate(offices) for one in office.counted()],
        said.get("awards", ()),
    )
    firsts = [group[0][1] for group in models]
    levels = [{level for _n, one in group for level in one["levels"]} for group in models]
    given = [group[0][1] for group in awards]
    sessions = [one for office in offices for one in office.sessions]
    rates = [one for office in offices for one in office.rates()]
    invited, attended = (sum(one[at] for one in sessions) for at in (0, 1))
    return {
        "members": {"total": sum(one.members for one in offices), "by_status": {}},
        "models": {
            "total": len(models),
            "collective": sum(one["kind"] == "collective" for one in firsts),
            "individual": sum(one["kind"] == "individual" for one in firsts),
            "new": sum(one["on"] >= PERIOD[0].isoformat() for one in firsts),
            "by_field": dict(Counter(FIELDS[one["field"]] for one in firsts)),
            "by_state": dict(Counter(one["state"] for one in firsts)),
            "commended": {
                "any": sum(map(bool, levels)),
                **{level: sum(level in one for one in levels) for level in LEVELS},
            },
            "highest_level": dict(Counter(max(one, key=LEVELS.index) for one in levels if one)),
            "proposed": {},
        },
        "commendations": {
            "awards": len(given),
            **recipients(awards),
            "by_form": dict(Counter(FORMS[one["form"]] for one in given)),
            "by_level": dict(Counter(one["level"] for one in given)),
        },
        "study": {
            "sessions": len(sessions), "invited": invited, "attended": attended,
            "rate": round(attended / invited, 6) if invited else None,
            "mean_rate": round(sum(rates) / len(rates), 6) if rates else None, "by_year": {},
        },
    }  # fmt: skip


def recipients(awards: Sequence[Sequence[tuple[int, Plain]]]) -> dict[str, int]:
    """How many recipients of each kind there are; those of one award are one."""
    whose: list[set[Any]] = []
    for group in awards:
        kind = group[0][1]["kind"]
        new = {recipient(*one) for one in group if one[1]["kind"] == kind}
        others = {recipient(*one) for one in group} - new
        for keys in (new, *({one} for one in others)):
            joined = set(keys).union(*(one for one in whose if one & keys))
            whose = [one for one in whose if not one & keys] + [joined]
    return {name: sum(next(iter(one))[0] == kind for one in whose) for kind, name in KINDS.items()}
