"""Figures of members and of yearly ratings."""

from __future__ import annotations

from collections.abc import Iterator

from desktop.core.terms import MemberStatus, Rating
from desktop.storage.figures.tally import KEY, Asked, Figure, Part, keys_of

_FIRST_DAY = "substr({0} || '-01-01', 1, 10)"
"""The first day that a partial date can mean, null for null."""
_LAST_DAY = """CASE length({0}) WHEN 4 THEN {0} || '-12-31'
 WHEN 7 THEN date({0} || '-01', '+1 month', '-1 day') ELSE {0} END"""
_STAYS = "FROM member_units AS u WHERE u.member_id = m.id AND u.deleted_at IS NULL"
_BEGIN = f"coalesce({_FIRST_DAY.format('u.from_on')}, '')"
_END = f"coalesce({_LAST_DAY.format('u.to_on')}, '9999')"
UNIT_ON = f"""CASE WHEN NOT EXISTS (SELECT 1 {_STAYS}) THEN m.unit_id ELSE (
 SELECT u.unit_id {_STAYS} AND {_BEGIN} <= :end AND :end <= {_END}
 ORDER BY {_BEGIN} DESC, {_END}, u.unit_id IS m.unit_id DESC, u.id LIMIT 1) END"""
"""The unit of a member `m` on the last day, by its history (`core.standing.unit_on`)."""
LAST_UNIT = f"""coalesce({UNIT_ON}, (
 SELECT u.unit_id {_STAYS} AND {_BEGIN} <= :end ORDER BY {_BEGIN} DESC, {_END} DESC, u.id LIMIT 1
 ), m.unit_id)"""
"""The same, else the last one before: for who is gone (`core.standing.last_unit`)."""

# An undated step counts from the day of admission or of becoming official if it says so, else
# from the step before it on. Before the first step these two days decide. As text a partial date
# is before a day exactly when its first day is.
_SAID = """CASE {0}.status WHEN 'probationary' THEN m.admitted_on
 WHEN 'official' THEN CASE WHEN m.status <> 'probationary' THEN m.official_on END END"""
_BEGINS = f"""coalesce(s."on", {_SAID.format("s")}, (
 SELECT max({_FIRST_DAY.format(f'coalesce(q."on", {_SAID.format("q")})')}) FROM member_steps AS q
 WHERE q.member_id = s.member_id AND q.id < s.id AND q.deleted_at IS NULL), '0000-00-00')"""  # noqa: S608 - nothing of the clerk's in it
_STEPS = "FROM member_steps AS s WHERE s.member_id = m.id AND s.deleted_at IS NULL"
_UNDATED = """m.id {0} (SELECT member_id FROM member_steps WHERE "on" IS NULL
 AND deleted_at IS NULL)"""
_STEP_ON = _FIRST_DAY.format('s."on"')  # as `ix_member_steps_begun` has it, word for word
# of members without an undated step an index gives the last one at once: those are nearly all
_STANDING = f"""
 SELECT m.id, m.exempt, m.temporary, m.status AS now, m.admitted_on, m.official_on,
  (SELECT s.status {_STEPS} AND {_STEP_ON} <= :end ORDER BY {_STEP_ON} DESC, s.id DESC LIMIT 1
  ) AS status
 FROM members AS m WHERE m.deleted_at IS NULL AND {_UNDATED.format("NOT IN")}
 UNION ALL SELECT m.id, m.exempt, m.temporary, m.status, m.admitted_on, m.official_on,
  (SELECT s.status {_STEPS} AND {_BEGINS} <= :end
   ORDER BY {_FIRST_DAY.format(_BEGINS)} DESC, s.id DESC LIMIT 1)
 FROM members AS m WHERE m.deleted_at IS NULL AND {_UNDATED.format("IN")}
"""  # noqa: S608 - nothing of the clerk's in it
MEMBERS_ON = f"""
WITH known AS (
 SELECT m.id, m.exempt, m.temporary, CASE
  WHEN m.admitted_on > :end THEN NULL
  WHEN m.status IS NOT NULL THEN m.status
  WHEN coalesce({_SAID.format("m").replace("m.status", "m.now")}, '') <= :end AND NOT EXISTS (
   SELECT 1 {_STEPS}) THEN m.now
  WHEN m.now <> 'probationary' AND m.official_on <= :end THEN 'official'
  WHEN m.admitted_on IS NOT NULL THEN 'probationary' END AS status
 FROM ({_STANDING} LIMIT -1) AS m LIMIT -1
)
SELECT k.id, k.status, k.status IN ('probationary', 'official') AS present, k.exempt, k.temporary
FROM known AS k WHERE k.status IS NOT NULL AND {{units}}
"""  # noqa: S608 - the same
"""Members with their status on the last day (`core.standing.status_on`)."""
_UNIT = f"""(
 SELECT CASE WHEN k.status IN ('probationary', 'official') THEN {UNIT_ON} ELSE {LAST_UNIT} END
 FROM members AS m WHERE m.id = k.id)"""  # noqa: S608 - the same


def members(asked: Asked) -> Iterator[Part]:
    """Yield members by their status on the last day; `total` counts dự bị and chính thức."""
    yield Part(
        "members",
        MEMBERS_ON.format(units=asked.within(_UNIT)),
        (
            Figure(("members", "total"), "present"),
            Figure(("members", "by_status", "exempt"), "present AND exempt"),
            Figure(("members", "by_status", "temporary"), "present AND temporary"),
            Figure(("members", "by_status", KEY), by="status", keys=keys_of(MemberStatus)),
        ),
    )


# those of a year alone: the ratings of its quarters and of the term are of the same persons again
_RATINGS = """
SELECT r.id, r.rated_kind AS kind, r.rating FROM yearly_ratings AS r
WHERE r.deleted_at IS NULL AND r.period_kind = 'year' AND r.period_to BETWEEN :begin AND :end
AND {units}
"""
_RATED = f"""coalesce(r.unit_id,
 (SELECT {LAST_UNIT} FROM members AS m WHERE m.id = r.member_id))"""  # noqa: S608 - the same


def ratings(asked: Asked) -> Iterator[Part]:
    """Yield the yearly ratings whose period ends in the period."""
    figures = [
        Figure(("ratings", f"{who}s", KEY), f"kind = '{who}'", by="rating", keys=keys_of(Rating))
        for who in ("member", "unit")
    ]
    yield Part("yearly_ratings", _RATINGS.format(units=asked.within(_RATED)), figures, plain=True)
