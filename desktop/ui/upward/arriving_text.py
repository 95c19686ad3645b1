"""What is told of one file that is to be taken in: whose it is, what speaks against it, changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from desktop.core.formats import date_text
from desktop.core.terms import Answer, Trust
from desktop.ui.i18n import _, language, number
from desktop.ui.upward.arriving import Incoming
from desktop.ui.upward.words import term_words

if TYPE_CHECKING:
    from desktop.core.register import RegisterSpec
    from desktop.services.receiving import Arriving, RegisterChange

_TITLES = 8  # of rows of one kind that are named


def told(one: Incoming, specs: Mapping[str, RegisterSpec]) -> str:
    """Return all that is known of a file, as lines."""
    lines = [_("File: {name}").format(name=one.path.name)]
    if one.looked is not None:
        found: Any = one.looked.found
        said = found.manifest
        lines.append(
            f"{said.office_name}. " + _("Made on {day}.").format(day=date_text(said.made_on))
        )
        trust = _("Signature wrong") if found.trust is None else term_words(Trust, found.trust)
        if found.fingerprint:
            trust += ". " + _("Fingerprint: {key}").format(key=found.fingerprint)
        lines.append(trust)
    if one.told:
        lines.append(one.told)
    if one.submission is not None:
        lines += _submission(one.submission, specs)
    elif one.looked is not None:
        lines += _answer(one.looked.found)
    return "\n".join(lines)


def _submission(sent: Arriving, specs: Mapping[str, RegisterSpec]) -> Iterator[str]:
    if not sent.already:  # they are about taking it in
        yield from sent.warnings
    if sent.below:
        names = "; ".join(one.name for one in sent.below)
        yield _("With the offices below it: {names}").format(names=names)
    for change in sent.changes:
        if change.differs:
            yield from _change(change, specs, fresh=sent.replaced is None)


def _change(
    change: RegisterChange, specs: Mapping[str, RegisterSpec], *, fresh: bool
) -> Iterator[str]:
    name = register_words(change.register, specs)
    if fresh:
        yield _("{register}: {new} new").format(register=name, new=number(change.new))
    else:
        yield _("{register}: {new} new, {changed} changed, {gone} gone, {same} the same").format(
            register=name, new=number(change.new), changed=number(change.changed),
            gone=number(change.gone), same=number(change.same),
        )  # fmt: skip
    kinds = (
        (_("New"), change.new, () if fresh else change.new_titles),
        (_("Changed"), change.changed, change.changed_titles),
        (_("Gone"), change.gone, change.gone_titles),
    )
    for word, count, titles in kinds:
        if titles:
            shown = titles[:_TITLES]
            more = " …" if count > len(shown) else ""
            yield f"    {word}: {'; '.join(shown)}{more}"


def register_words(name: str, specs: Mapping[str, RegisterSpec]) -> str:
    """Return what a register is called."""
    if name == "below_offices":
        return _("Offices below")
    if name not in specs:
        return name
    return specs[name].heading if language() == "vi" else specs[name].label


def _answer(found: Any) -> Iterator[str]:
    yield _("Answer to {file}, number {number}: {answer}").format(
        file=found.file_name, number=found.number, answer=term_words(Answer, found.answer)
    )
    if found.asks:
        yield found.asks
    if found.words:
        yield found.words
    for one in found.remarks:
        yield f"    {one.row_title}: {one.words}" if one.row_title else f"    {one.words}"
