"""Who issues and signs a decision: as the last one of its kind did, else what the level suggests.

What is only suggested is kept nowhere until the clerk has seen it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.core.terms import Level, PaperFamily, SigningForm
from desktop.core.vietnamese.fold import clean, fold
from desktop.services.decision_numbers import family_of, issued_by
from desktop.services.house_paper import calendar_day, own_office
from desktop.storage.models import Decision, LevelName, Office, Signer

OWN: Final = "own"
"""The kind of a number that bears the office's own code; other kinds are paper styles, or ''."""
_PARTY, _GOVERNMENT = PaperFamily.PARTY.value, PaperFamily.GOVERNMENT.value
_KINDS: Final = ("", OWN, _PARTY, _GOVERNMENT)


@dataclass(frozen=True)
class Issuing:
    """Who issues and signs; `asked`: nobody has said so yet, the clerk must look at it."""

    issuer: str = ""
    issuer_parent: str = ""
    signer: str = ""
    signer_post: str = ""
    signs: str = SigningForm.DIRECT.value
    authority: str = ""
    paper_family: str = _PARTY
    asked: bool = False

    def values(self) -> dict[str, Any]:
        """Return the fields of a decision; blank ones are None."""
        names = [one.name for one in fields(self) if one.name != "asked"]
        return {name: getattr(self, name) or None for name in names}


def kind_of(number: str, suffix: str) -> str:
    """Return what decisions of one issuer have in common in their numbers; '' of a bare number."""
    if issued_by(number, suffix):
        return OWN
    return family_of(number) or ""


def last_decision(session: Session, level: str, kind: str = "") -> Decision | None:
    """Return the office's own latest decision of a level (and kind): it says who issued it."""
    office = own_office(session)
    statement = (
        select(Decision)
        .where(
            Decision.deleted_at.is_(None),
            Decision.level == level,
            Decision.origin.in_((office.uid, "")),
        )
        .order_by(
            Decision.number.is_(None), Decision.on.is_(None), Decision.on.desc(), Decision.id.desc()
        )
    )
    suffix = office.code_suffix or ""
    for one in session.scalars(statement):
        if kind in ("", kind_of(one.number or "", suffix)):
            return one
    return None


def known(session: Session, level: str, number: str, on: date) -> Issuing:
    """Return what the last decision, the office and the number tell of a decision on a day."""
    office = own_office(session)
    kind = kind_of(number, office.code_suffix or "")
    return _known(session, office, level, kind, on, last_decision(session, level, kind))


def proposals(session: Session, level: str, draft: Decision | None = None) -> dict[str, Issuing]:
    """Return by kind of number who may issue a decision of a level; `draft` says some of it."""
    office = own_office(session)
    found = {}
    for kind in _KINDS:
        last = last_decision(session, level, kind)
        one = _known(session, office, level, kind, calendar_day(), last)
        if last is None or not last.issuer:
            one = replace(_suggested(session, office, level, kind, one), asked=True)
        found[kind] = _with_draft(one, draft) if draft is not None else one
    return found


def said_by(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the clerk said of issuer and signer, cleaned; other fields are left out."""
    names = {one.name for one in fields(Issuing)} - {"asked"}
    return {
        name: (clean(value) or None) if isinstance(value, str) else value
        for name, value in given.items()
        if name in names
    }


def _known(
    session: Session, office: Office, level: str, kind: str, on: date, last: Decision | None
) -> Issuing:
    family = kind if kind in (_PARTY, _GOVERNMENT) else office.paper_family or _PARTY
    if last is not None:
        found = Issuing(
            last.issuer or "",
            last.issuer_parent or "",
            last.signer or "",
            last.signer_post or "",
            last.signs,
            last.authority or "",
            last.paper_family,
        )
    elif level != office.level:
        return Issuing(paper_family=family)
    elif kind in ("", OWN) or not fold(office.code_suffix or ""):
        found = Issuing(office.name, paper_family=family)
    else:
        # '112-QĐ/HU' is the committee's, above the board
        above = (office.parent_name or "") if kind == office.paper_family else ""
        return Issuing(above, paper_family=family)
    return _signed_now(session, office, level, found, on, first=last is None)


def _signed_now(
    session: Session, office: Office, level: str, found: Issuing, on: date, *, first: bool
) -> Issuing:
    """Give the office's decision its signer of a day, where nobody signed or who did has left."""
    signers = list(session.scalars(select(Signer).where(Signer.deleted_at.is_(None))))
    signed = [one for one in signers if fold(one.name) == fold(found.signer)]
    left = bool(signed) and not any(_holds(one, on) for one in signed)
    if level != office.level or not (first or left):
        return found
    holding = [one for one in signers if _holds(one, on)]
    if not holding:
        return found
    one = min(holding, key=lambda signer: (not signer.main, signer.id))
    return replace(
        found,
        signer=one.name,
        signer_post=one.post or "",
        signs=one.signs,
        authority=one.authority or "",
    )


def _holds(signer: Signer, on: date) -> bool:
    return (signer.valid_from is None or signer.valid_from <= on) and (
        signer.valid_to is None or on <= signer.valid_to
    )


def _with_draft(found: Issuing, draft: Decision) -> Issuing:
    """Let a draft have the word where it says something; who signs comes whole."""
    said: dict[str, Any] = {}
    if draft.issuer:
        said |= {"issuer": draft.issuer, "issuer_parent": draft.issuer_parent or "", "asked": False}
    if draft.signer:
        said |= {"signer": draft.signer, "signer_post": draft.signer_post or ""}
        said |= {"signs": draft.signs, "authority": draft.authority or ""}
    return replace(found, **said, paper_family=draft.paper_family)


# what a level suggests


def _suggested(session: Session, office: Office, level: str, kind: str, found: Issuing) -> Issuing:
    """Fill what is blank by what such a body is usually called, and who signs for it."""
    if found.signer or found.issuer == office.name:
        return found
    government = found.paper_family == _GOVERNMENT
    issuer = found.issuer or _body(session, office, level, government=government)
    if found.signer_post:
        return replace(found, issuer=issuer)
    if government:
        post = "Thủ tướng" if level == Level.CENTRAL.value else "Chủ tịch"
        return replace(found, issuer=issuer, signer_post=post)
    return replace(
        found,
        issuer=issuer,
        signer_post="Bí thư",
        signs=SigningForm.ON_BEHALF.value,
        authority="BAN THƯỜNG VỤ",
    )


def _body(session: Session, office: Office, level: str, *, government: bool) -> str:
    """Return what the body that decides at a level is called; its place, where that is known."""
    if level == Level.CENTRAL.value:
        return "Thủ tướng Chính phủ" if government else "Ban Chấp hành Trung ương Đảng"
    named = select(LevelName.name).where(
        LevelName.deleted_at.is_(None), LevelName.valid_to.is_(None), LevelName.level == level
    )
    label = session.scalar(named) or next(one.heading for one in Level if one.value == level)
    plain = label.isalpha()  # not 'Xã/phường', 'Cơ sở'
    if government:
        body = f"Ủy ban nhân dân {label.lower()}" if plain else "Ủy ban nhân dân"
    else:
        body = f"{label} ủy" if plain else "Đảng ủy"
    # of 'Huyện ủy Cầu Ngang' the place
    place = (office.parent_name or "").partition(" ủy ")[2] if level == office.level else ""
    return f"{body} {place}".strip()
