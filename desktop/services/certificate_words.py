"""The words of certificates: found for each award, from its decision, round and recipient."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from desktop.core.certificates import CertificateLayout
from desktop.core.errors import StaleRecord
from desktop.core.formats import date_text, money, money_in_words, official_date
from desktop.core.paper import PaperStyle, Signature
from desktop.core.terms import RecipientKind
from desktop.services import certificates
from desktop.services.certificates import KeptLayout
from desktop.services.house_paper import (
    calendar_day,
    issuer_of,
    on_behalf,
    own_office,
    paper_style,
    place_of,
    sign_off,
)
from desktop.storage.models import Award, AwardForm, Decision, Member, Office, Round

TIE = "\u00a0"
"""Ties the words of a person's name."""
_DOTS = "……………"
_NO_DATE = "ngày …… tháng …… năm ………"


@dataclass(frozen=True)
class Recipient:
    """A certificate to be printed: the award, its form, the layout, the words."""

    award_id: int
    name: str
    form_id: int
    form: str
    layout: KeptLayout
    words: Mapping[str, str]
    numbered: bool
    dated: bool


def given_layout(session: Session, given: Mapping[str, Any]) -> KeptLayout | None:
    """Return the layout that the options name for all, None when each has its own."""
    if given.get("settings") is not None:
        shown = CertificateLayout.from_json(given["settings"])
        return KeptLayout(
            given.get("layout"), None, str(given.get("name") or ""), None, "", None, False, shown
        )
    if given.get("layout") is None:
        return None
    for one in certificates.kept_layouts(session):
        if one.id == given["layout"]:
            return one
    raise StaleRecord


class Wording:
    """Finds layouts and words for awards; what many share is read once."""

    def __init__(self, session: Session, given: Mapping[str, Any]) -> None:
        self._session = session
        self._office: Office = own_office(session)
        self._chosen = given_layout(session, given)
        self._layouts = certificates.kept_layouts(session)
        self._next: int | None = given.get("book_from")
        self._decided: dict[tuple[int, int | None], Mapping[str, str]] = {}
        self._styles: dict[tuple[str, date], PaperStyle] = {}

    def recipients(self, rows: Sequence[Any]) -> Iterator[Recipient]:
        """Yield the certificates of (award, form, round, decision, member), in that order."""
        for award, form, held, decision, member in rows:
            family = decision.paper_family if decision else self._office.paper_family
            level = decision.level if decision else award.proposed_level
            layout = self._chosen or certificates.chosen_for(
                self._layouts, form.id, form.name, level, family
            )
            key = (held.id, decision.id if decision else None)
            if key not in self._decided:
                self._decided[key] = self._of_decision(held, decision)
            words = {
                **self._decided[key],
                **_of_award(award, form, member, family),
                "book_number": self._book_number(),
            }
            numbered = bool(decision and decision.number)
            dated = bool(decision and decision.on)
            yield Recipient(
                award.id, words["name"], form.id, form.name, layout, words, numbered, dated
            )

    def _book_number(self) -> str:
        if self._next is None:
            return _DOTS
        self._next += 1
        return str(self._next - 1)

    def _of_decision(self, held: Round, decision: Decision | None) -> dict[str, str]:
        office, today = self._office, calendar_day()
        on = decision.on if decision else None
        family = decision.paper_family if decision else office.paper_family
        signature = self._signature(decision, family, on or held.meeting_on or today)
        code = (decision.number or "") if decision else ""
        return {
            "occasion": held.title,
            "period": held.achievement_period or "",
            "number": code or _DOTS,
            "number_only": code.split("-")[0].split("/")[0].strip() or _DOTS,
            "issuer": (issuer_of(office, decision) or _DOTS) if decision else office.name,
            "place": place_of(office, decision),
            "authority": signature.authority,
            "signer_post": signature.post,
            "signer": signature.name,
            **_of_day(on),
        }

    def _signature(self, decision: Decision | None, family: str, day: date) -> Signature:
        if (family, day) not in self._styles:
            self._styles[family, day] = paper_style(self._session, family, day)
        style = self._styles[family, day]
        if decision is not None and (decision.signer or decision.signer_post):
            authority = on_behalf(style, decision)
            return Signature(decision.signer_post or "", decision.signer or "", authority)
        own = decision is None or issuer_of(self._office, decision) == self._office.name
        # who signs for another body isn't known: the room is left to it
        return sign_off(self._session, style, day) if own else Signature("")


def _of_day(on: date | None) -> dict[str, str]:
    if on is None:
        return {
            "date": _NO_DATE,
            "short_date": "…/…/……",
            "day": "……",
            "month": "……",
            "year": "………",
            "year_short": "……",
        }
    _day, day, _month, month, _year, year = official_date(on).split(" ")
    return {
        "date": official_date(on),
        "short_date": date_text(on),
        "day": day,
        "month": month,
        "year": year,
        "year_short": year[-2:],
    }


def _of_award(award: Award, form: AwardForm, member: Member | None, family: str) -> dict[str, str]:
    person = award.recipient_kind == RecipientKind.INDIVIDUAL.value
    name = award.recipient_name
    return {
        # a person's name stays on one line as long as it can be read
        "name": TIE.join(name.split()) if person else name,
        "address": _address(award, member, family),
        "post": award.recipient_post or "",
        "achievement": (award.achievement or "").rstrip(". \n"),
        "form": form.name,
        "money": money(award.money) if award.money else "",
        "money_words": money_in_words(award.money) if award.money else "",
        "gift": award.gift or "",
    }


def _address(award: Award, member: Member | None, family: str) -> str:
    """Return how a recipient is addressed; a sex that wasn't entered is never guessed."""
    if award.recipient_kind == RecipientKind.COLLECTIVE.value:
        return "tập thể"
    if award.recipient_kind == RecipientKind.HOUSEHOLD.value:
        return "hộ gia đình"
    if member is not None and family == "party":
        return "đồng chí"
    sexes = {"male": "ông", "female": "bà"}
    return sexes.get((member.sex if member is not None else None) or "", "ông (bà)")
