"""Invented names of persons, by sex and people, none of them a well-known person's."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from random import Random

from desktop.core.terms import Sex
from desktop.core.vietnamese.fold import fold
from desktop.services.demo.making import texts, weighted

_PEOPLES = (("Kinh", 78), ("Khmer", 17), ("Hoa", 5))


@dataclass(frozen=True)
class Name:
    """A full name with what goes with it; `given_words` is None where the given name is one word.

    The sex is a value of `Sex`.
    """

    full: str
    sex: str
    ethnicity: str
    given_words: int | None = None


def make_name(chance: Random, sex: str | None = None) -> Name:
    """Return a name by chance; a sex may be wanted."""
    found = _combined(chance, sex)
    while _well_known(found.full):
        found = _combined(chance, sex)
    return found


def _combined(chance: Random, sex: str | None) -> Name:
    known = texts("names")
    sex = sex or (Sex.MALE if chance.random() < 0.58 else Sex.FEMALE).value
    people = weighted(chance, _PEOPLES)
    if people == "Kinh":
        family = weighted(chance, known["families"])
        middle, given = chance.choice(known["middle"][sex]), chance.choice(known["given"][sex])
        if middle.endswith(given):  # 'Ngọc Ngọc'
            middle = known["middle"][sex][0]
        return Name(f"{family} {middle} {given}", sex, people)
    listed = known["khmer" if people == "Khmer" else "hoa"]
    # a Khmer given name may be of two words, which a bar sets apart from a middle name
    middle, _, given = chance.choice(listed[sex]).rpartition(" | ")
    full = " ".join(one for one in (chance.choice(listed["families"]), middle, given) if one)
    number = len(given.split()) if people == "Khmer" else 1
    return Name(full, sex, people, number if number > 1 else None)


def _well_known(full: str) -> bool:
    """Tell whether it is on the list of well-known persons, kept there as fingerprints."""
    mark = hashlib.sha256(fold(full).encode()).hexdigest()[:12]
    return mark in texts("names")["never"]
