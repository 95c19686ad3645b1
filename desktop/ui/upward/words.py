"""Short words of what the tab shows, in the language of the interface."""

from __future__ import annotations

from desktop.core.register import Term
from desktop.core.terms import Trust
from desktop.ui.i18n import _, language


def term_words(kind: type[Term], value: object) -> str:
    """Return what a value of a term is called, '' for none."""
    found = next((one for one in kind if value in (one, one.value)), None)
    if found is None:
        return ""
    return found.heading if language() == "vi" else found.label


def signature_words(trust: object, *, taken: bool) -> str:
    """Return what is to be thought of a signature, in a word or two.

    `taken`: the file is in the book, so that the clerk has recognised a new office's key.
    """
    if trust in (Trust.KNOWN, Trust.KNOWN.value):
        return _("Known, good")
    if trust in (Trust.NEW, Trust.NEW.value):
        return _("Recognised anew") if taken else _("New office")
    return _("Not signed") if trust else ""
