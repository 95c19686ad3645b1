"""The menu of certificates on the tab of commendations: of the round, a decision, chosen awards."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QMenu, QWidget

from desktop.core.formats import date_text
from desktop.ui.certificates.print_dialog import PrintCertificates, ask_certificates
from desktop.ui.i18n import _, number
from desktop.ui.page import PageContext

if TYPE_CHECKING:
    from desktop.ui.register.rounds import ShownRound


class CertificateMenu(QMenu):
    """Says whose certificates can be printed now; filled whenever it is opened."""

    dialog: PrintCertificates | None = None

    def __init__(
        self,
        context: PageContext,
        shown: Callable[[], ShownRound | None],
        selected: Callable[[], Sequence[int]],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._over = parent
        self._context, self._shown, self._selected = context, shown, selected
        self.aboutToShow.connect(self.fill)

    def fill(self) -> None:
        """Offer the round that is shown, its decisions, and the awards that are selected."""
        self.clear()
        found = self._shown()
        if found is None:
            return
        held = {"round": found.round.id}
        title = str(found.round.values["title"])
        self._offer(_("Of the &whole round…"), held, title)
        for row in found.decisions:
            name = str(row.values.get("number") or _("Decision without a number"))
            if row.values.get("on"):
                name = f"{name} ({date_text(row.values['on'])})"
            words = _("Decision {name}").format(name=name)
            self._offer(f"{words}…", {**held, "decision": row.id}, f"{title}\n{words}")
        chosen = list(self._selected())
        words = _("Of the &selected awards ({count})…").format(count=number(len(chosen)))
        about = _("{count} selected awards").format(count=number(len(chosen)))
        self._offer(words, {**held, "awards": chosen}, f"{title}\n{about}", ready=bool(chosen))

    def _offer(self, words: str, scope: dict[str, Any], title: str, *, ready: bool = True) -> None:
        action = self.addAction(words)
        action.setEnabled(ready)
        action.triggered.connect(lambda _on=False: self.ask(scope, title))

    def ask(self, scope: dict[str, Any], title: str) -> None:
        """Ask how the certificates of a scope are printed."""
        self.dialog = ask_certificates(self._context, scope, title, self._over.window())
        self.dialog.finished.connect(self._forget)

    def _forget(self) -> None:
        self.dialog = None
