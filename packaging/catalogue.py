"""Bring the Vietnamese catalogue up to date with the code, and compile it.

    python packaging/dev.py i18n

Sentences that the code no longer has are dropped; new ones are added empty and named, so that
they can be translated. The header never changes: the same code gives the same files.
"""

from __future__ import annotations

import sys
from pathlib import Path

import polib
from babel.messages.extract import extract_from_dir

ROOT = Path(__file__).resolve().parent.parent
PO = ROOT / "resources" / "locale" / "vi" / "LC_MESSAGES" / "guongsang.po"
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}
HEADER = {
    "Project-Id-Version": "guongsang",
    "Language": "vi",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=utf-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=1; plural=0;",
}


def template() -> polib.POFile:
    """Return every sentence of the interface that the code marks."""
    found = polib.POFile(check_for_duplicates=False)
    seen = set()
    for _file, _line, message, _comments, context in extract_from_dir(
        ROOT / "desktop", method_map=[("**.py", "python")], keywords=KEYWORDS
    ):
        singular, plural = message if isinstance(message, tuple) else (message, None)
        if (singular, context) in seen:
            continue
        seen.add((singular, context))
        entry = polib.POEntry(msgid=singular, msgctxt=context)
        if plural is not None:
            entry.msgid_plural, entry.msgstr_plural = plural, {0: ""}
        found.append(entry)
    return found


def main() -> int:
    """Merge, save, compile; 1 when a sentence has no Vietnamese yet."""
    po = polib.pofile(str(PO))
    po.merge(template())
    for entry in [one for one in po if one.obsolete]:
        po.remove(entry)
    po.metadata = HEADER
    po.header = ""
    po.sort(key=lambda one: (one.msgid, one.msgctxt or ""))
    po.save()
    po.save_as_mofile(str(PO.with_suffix(".mo")))
    missing = [one.msgid for one in po.untranslated_entries()]
    for sentence in missing:
        print(f"not translated: {sentence}")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
