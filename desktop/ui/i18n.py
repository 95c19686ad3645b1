"""Words on the screen: English message ids, looked up by gettext; Vietnamese is the default.

Call `_` when a text is shown, never while a module is imported: the language is known only
after `install`. `N_` marks a text for the catalogue that is looked up later.
"""

from __future__ import annotations

import gettext as _gettext
from typing import TYPE_CHECKING

from desktop.platform.paths import resource_path

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

DOMAIN = "guongsang"
DEFAULT_LANGUAGE = "vi"
LANGUAGES = {"vi": "Tiếng Việt", "en": "English"}

_translations: _gettext.NullTranslations = _gettext.NullTranslations()
_language = DEFAULT_LANGUAGE


def install(language: str = DEFAULT_LANGUAGE, app: QApplication | None = None) -> None:
    """Choose the language of the interface; with `app`, that of Qt's own texts and numbers too.

    An unknown language gives the default one.
    """
    global _translations, _language  # noqa: PLW0603 (one interface language per process)
    _language = language if language in LANGUAGES else DEFAULT_LANGUAGE
    _translations = _gettext.translation(
        DOMAIN, str(resource_path("locale")), languages=[_language], fallback=True
    )
    if app is not None:
        from desktop.ui.qt_texts import install_qt_texts  # noqa: PLC0415 (Qt only in the window)

        install_qt_texts(app, _language)


def language() -> str:
    """Return the language in use: 'vi' or 'en'."""
    return _language


def _(message: str) -> str:
    """Return `message` in the language of the interface."""
    return _translations.gettext(message) if message else ""


def ngettext(singular: str, plural: str, count: int) -> str:
    """Return the form for `count`, in the language of the interface."""
    return _translations.ngettext(singular, plural, count)


def pgettext(context: str, message: str) -> str:
    """Return `message` as it is called in `context`."""
    return _translations.pgettext(context, message)


def N_(message: str) -> str:  # (gettext's customary name)
    """Mark `message` for the catalogue and return it as it is."""
    return message


def number(value: int) -> str:
    """Return a whole number as the interface's language groups it: 5.395 or 5,395."""
    grouped = f"{value:,}"
    return grouped.replace(",", ".") if _language == "vi" else grouped
