"""What the papers of an office have in common: layout, letterhead, signature.

Source: DOMAIN.md, 'Paper'.
"""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.core.errors import UserProblem
from desktop.core.paper import PRESETS, Letterhead, PaperStyle, Signature
from desktop.core.terms import SigningForm
from desktop.services.decision_numbers import issued_by
from desktop.storage.models import Decision, Office, PageLayout, Signer

ISSUER_DOTS = "………………………"
"""Room for the pen where the issuer of a decision isn't known."""
_DOTS = "." * 20


def paper_style(session: Session, family: str, day: date) -> PaperStyle:
    """Return the page layout of a family that holds on a day, the default one first."""
    layouts = session.scalars(
        select(PageLayout)
        .where(PageLayout.deleted_at.is_(None), PageLayout.family == family)
        .order_by(PageLayout.main.desc(), PageLayout.id)
    )
    for one in layouts:
        if (one.valid_from is None or one.valid_from <= day) and (
            one.valid_to is None or day <= one.valid_to
        ):
            return PaperStyle.from_json(one.settings)
    return next(style for style in PRESETS.values() if style.family == family)


def own_office(session: Session) -> Office:
    """Return the office whose book this is."""
    found = session.scalar(select(Office).where(Office.own, Office.deleted_at.is_(None)))
    if found is None:
        raise UserProblem("Sổ thiếu thông tin cơ quan. Hãy mở bản sao lưu gần nhất.")
    return found


def letterhead(
    office: Office, day: date | None, number_text: str = "", about: date | None = None
) -> Letterhead:
    """Return the top of a paper of the office, of a day (None: left to the pen).

    The year stands there all the same: this one, or an earlier one of the day that it is `about`.
    """
    lines = [one for one in (office.header_lines or "").split("\n") if one.strip()]
    parent, issuer = office.parent_name or "", below(office.parent_name or "", office.name)
    if lines:
        parent, issuer = " ".join(lines[:-1]), lines[-1]
    today = calendar_day()
    year = (day or min(about or today, today)).year
    return Letterhead(parent, issuer, office.place or "", number_text, day, year)


def place_of(office: Office, decision: Decision | None) -> str:
    """Return the place before the date of a decision's paper.

    The office's own place stands for decisions of its level; another level sits elsewhere, so
    that without a place of its own the decision leaves room for the pen.
    """
    if decision is None:
        return office.place or ""
    return decision.place or ((office.place or "") if decision.level == office.level else _DOTS)


def issuer_of(office: Office, decision: Decision) -> str:
    """Return who issued a decision; '' where it doesn't say so and not the office did.

    Without an issuer the office's own are those of its level and paper style whose number bears
    no other's code.
    """
    if decision.issuer:
        return decision.issuer
    others = issued_by(decision.number or "", office.code_suffix or "") is False
    own = decision.level == office.level and decision.paper_family == office.paper_family
    return office.name if own and not others else ""


def below(parent: str, issuer: str) -> str:
    """Return an office's name as it stands below its parent's, which it doesn't repeat.

    «Ban Tuyên giáo Huyện ủy Cầu Ngang» below «Huyện ủy Cầu Ngang» is «Ban Tuyên giáo».
    """
    if parent and issuer.casefold().endswith(" " + parent.casefold()):
        return issuer[: -len(parent)].strip()
    return issuer


def sign_off(session: Session, style: PaperStyle, day: date) -> Signature:
    """Return the default signer of a day; without one, room for the head of the office."""
    signers = session.scalars(
        select(Signer).where(Signer.deleted_at.is_(None)).order_by(Signer.main.desc(), Signer.id)
    )
    for one in signers:
        if (one.valid_from is None or one.valid_from <= day) and (
            one.valid_to is None or day <= one.valid_to
        ):
            return Signature(one.post, one.name, on_behalf(style, one))
    own = own_office(session).name
    head = "Trưởng ban" if own.casefold().startswith("ban ") else "Thủ trưởng đơn vị"
    return Signature(head)


def on_behalf(style: PaperStyle, signs: Signer | Decision) -> str:
    """Return the line above a signer's post: 'T/M BAN THƯỜNG VỤ'; empty who signs directly."""
    prefix = style.prefixes.get(signs.signs, "")
    if not prefix or signs.signs == SigningForm.DIRECT.value:
        return ""
    return f"{prefix} {signs.authority or ''}".strip()


def calendar_day() -> date:
    """Return the clerk's own calendar day."""
    return date.today()  # noqa: DTZ011 - the clerk's own calendar day
