"""The dialog that takes files of other offices in: looked at first, then received one by one."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from desktop.platform.paths import documents_dir
from desktop.ui.i18n import _, ngettext, number
from desktop.ui.icons import icon
from desktop.ui.page import PageContext
from desktop.ui.theme import GAP, MARGIN
from desktop.ui.upward import gateway
from desktop.ui.upward.arriving import ArrivingTable, Incoming, State
from desktop.ui.upward.arriving_text import told
from desktop.ui.upward.intake import Intake
from desktop.ui.upward.passphrase import PassphraseDialog

_FOLDER = "received"
_SIZE = (1320, 660)
_SHARE_MS = 150


class ReceiveDialog(QDialog):
    """The files in a table, what is known of the one with the cursor below it."""

    def __init__(self, context: PageContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Receive files"))
        self.setAcceptDrops(True)
        self._context = context
        self.asking: PassphraseDialog | None = None
        self.table = ArrivingTable()
        self.files = self.table.files
        self.intake = Intake(context.jobs, self.files, self)
        self.summary = QLabel()
        self.summary.setWordWrap(True)
        self.about = QPlainTextEdit()
        self.about.setReadOnly(True)
        self.about.setTabChangesFocus(True)
        self.about.setAccessibleName(_("What is known of the file"))
        self.accept_box = QCheckBox()
        self.progress = QProgressBar()
        self.progress.setAccessibleName(_("Progress"))
        self.progress.setMinimumWidth(48)  # the buttons want the room
        self._make_buttons()
        self._lay_out()
        self._connect()
        self._refresh()
        room = self.screen().availableGeometry()
        self.resize(min(_SIZE[0], room.width() - 40), min(_SIZE[1], room.height() - 60))

    def _make_buttons(self) -> None:
        self.add_button = QPushButton(icon("plus"), _("&Add files…"))
        self.leave_button = QPushButton(icon("x"), _("&Leave out"))
        self.leave_button.setToolTip(_("Take the chosen files off this list (Delete)"))
        self.lock_button = QPushButton(icon("lock"), _("&Passphrase…"))
        self.do_button = QPushButton()
        self.do_button.setProperty("role", "primary")
        self.stop_button = QPushButton(icon("x"), _("&Stop"))
        self.close_button = QPushButton(_("Close"))
        for one in (self.add_button, self.leave_button, self.lock_button, self.stop_button,
                    self.close_button):  # fmt: skip
            one.setAutoDefault(False)
        self.do_button.setDefault(True)

    def _lay_out(self) -> None:
        self.splitter = QSplitter(Qt.Orientation.Vertical)
        self.splitter.addWidget(self.table)
        self.splitter.addWidget(self.about)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setSizes([380, 160])
        buttons = QHBoxLayout()
        for one in (self.add_button, self.leave_button, self.lock_button):
            buttons.addWidget(one)
        buttons.addWidget(self.progress, 1)
        buttons.addStretch(1)
        for one in (self.stop_button, self.do_button, self.close_button):
            buttons.addWidget(one)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        layout.addWidget(self.summary)
        layout.addWidget(self.splitter, 1)
        layout.addWidget(self.accept_box)
        layout.addLayout(buttons)

    def _connect(self) -> None:
        self.table.selectionModel().selectionChanged.connect(lambda *_both: self._refresh())
        self.table.tick_wanted.connect(lambda: self._tick(None))
        self.files.dataChanged.connect(lambda *_all: self._refresh())
        self.files.ticked.connect(self._refresh)
        self.accept_box.clicked.connect(self._tick)
        self.add_button.clicked.connect(lambda _on=False: self.ask())
        self.leave_button.clicked.connect(lambda _on=False: self.leave_out())
        self.lock_button.clicked.connect(lambda _on=False: self.ask_passphrase())
        self.do_button.clicked.connect(lambda _on=False: self.intake.take())
        self.stop_button.clicked.connect(lambda _on=False: self.intake.stop())
        self.close_button.clicked.connect(self.reject)
        self.intake.moved.connect(self._refresh)
        self.intake.looked.connect(self._looked)
        self.intake.taken.connect(self._taken)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), self.table, self.leave_out)
        self._share = QTimer(self)
        self._share.setInterval(_SHARE_MS)
        self._share.timeout.connect(self._show_share)

    def shows(self) -> dict[str, object]:
        """Return by which filters what was taken in is found; nothing was when it is empty."""
        taken = self.files.of_state(State.TAKEN)
        sent = [one.submission.manifest for one in taken if one.submission is not None]
        if sent:
            period = (sent[0].period_from, sent[0].period_to)
            return {"direction": "received", "period": period}
        return {"direction": "issued"} if taken else {}

    # what the clerk does

    def ask(self) -> None:
        """Ask for files."""
        settings = self._context.settings
        folder = settings.last_folder(_FOLDER, documents_dir())
        pattern = _("Files of other offices ({patterns})").format(patterns=f"*{gateway.SUFFIX}")
        chosen, _kind = QFileDialog.getOpenFileNames(self, self.windowTitle(), str(folder), pattern)
        if chosen:
            settings.set_last_folder(_FOLDER, Path(chosen[0]).parent)
            settings.try_save()
            self.add(map(Path, chosen))

    def add(self, paths: Iterable[Path]) -> None:
        """Add files and look at them."""
        self.files.add(list(paths))
        if self.table.currentIndex().row() < 0 and self.files.entries:
            self.table.select_place(0)
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self._refresh()
        self.intake.look()

    def leave_out(self) -> None:
        """Take the selected files off the list; nothing happens to the files."""
        if not self.intake.busy:
            places = self.table.chosen_places()
            self.files.remove(places)
            if places and self.files.entries:
                self.table.select_place(min(places[0], len(self.files.entries) - 1))
            self._refresh()

    def ask_passphrase(self) -> None:
        """Ask for the passphrase of the files that wait for one."""
        locked = self.files.of_state(State.LOCKED)
        if not locked or self.intake.busy or self.asking is not None:
            return
        if self.intake.tried:
            words = ngettext(
                "The passphrase doesn't open {count} file. Ask its office, and type another one:",
                "The passphrase doesn't open {count} files. Ask their offices, and type another "
                "one:",
                len(locked),
            )
        else:
            words = ngettext(
                "{count} file is protected by a passphrase. Type the one that its office told:",
                "{count} files are protected by a passphrase. Type the one that the offices told; "
                "it is tried for all of them:",
                len(locked),
            )
        names = "\n".join(one.path.name for one in locked[:3]) + ("\n…" if locked[3:] else "")
        told_words = words.format(count=number(len(locked))) + "\n" + names
        self.asking = PassphraseDialog(told_words, self)
        self.asking.given.connect(self.intake.unlock)
        self.asking.finished.connect(self._asked)
        self.asking.open()

    def reject(self) -> None:
        """Stop what is under way; close when nothing is."""
        if self.intake.busy:
            self.intake.stop()
        else:
            super().reject()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Let more files fall here."""
        if gateway.files_in(event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Add the files that fell here."""
        event.acceptProposedAction()
        self.add(gateway.files_in(event.mimeData().urls()))

    def _tick(self, accepted: bool | None) -> None:
        """Tick the selected files; without a word, the other way round than the current one."""
        current = self.table.current()
        if accepted is None:
            accepted = current is not None and not current.accepted
        self.files.accept(self.table.chosen_places(), accepted)

    # what comes

    def _asked(self) -> None:
        self.asking = None

    def _looked(self) -> None:
        self._refresh()
        if self.files.of_state(State.LOCKED) and not self.files.of_state(State.WAITING):
            self.ask_passphrase()

    def _taken(self) -> None:
        self._refresh()
        if not any(one.state is not State.TAKEN for one in self.files.entries):
            self.close_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_share(self) -> None:
        job = self.intake.job
        if job is not None:
            done, total, _text = job.progress.state
            part = done / total if total else 0
            self.progress.setRange(0, self.intake.all * 100)
            self.progress.setValue(int((self.intake.done + min(part, 1)) * 100))

    def _refresh(self) -> None:
        """Show what can be done now."""
        busy, one = self.intake.busy, self.table.current()
        chosen = [self.files.entries[place] for place in self.table.chosen_places()]
        going = [file for file in self.files.entries if file.can_go]
        self.summary.setText(self._summary())
        text = "" if one is None else told(one, self._context.specs)
        if self.about.toPlainText() != text:
            self.about.setPlainText(text)
        asking = [file for file in chosen if file.asks]
        self.accept_box.setEnabled(bool(asking) and not busy)
        self.accept_box.setChecked(bool(asking) and all(file.accepted for file in asking))
        self.accept_box.setText(_accept_words(asking))
        self.leave_button.setEnabled(bool(chosen) and not busy)
        self.lock_button.setVisible(bool(self.files.of_state(State.LOCKED)))
        self.lock_button.setEnabled(not busy)
        self.do_button.setText(_do_words(going))
        self.do_button.setEnabled(bool(going) and not busy)
        self.progress.setVisible(busy)
        self.stop_button.setVisible(busy)
        if busy and not self._share.isActive():
            self._share.start()
        elif not busy:
            self._share.stop()

    def _summary(self) -> str:
        """Say in one line how the files stand."""
        files = self.files.entries
        if not files:
            return _("Add the .gsnop files that other offices sent, or drop them here.")
        words = ngettext("{count} file", "{count} files", len(files))
        parts = (
            (_("{count} not looked at yet"), (State.WAITING, State.LOOKING), None),
            (_("{count} can be received"), (State.READY,), True),
            (_("{count} wait until their signature is recognised"), (State.READY,), False),
            (_("{count} need their passphrase"), (State.LOCKED,), None),
            (_("{count} are in the book already"), (State.ALREADY,), None),
            (_("{count} can't be received"), (State.REFUSED, State.FAILED), None),
            (_("{count} received"), (State.TAKING, State.TAKEN), None),
        )
        told_parts = []
        for text, states, can_go in parts:
            some = self.files.of_state(*states)
            count = sum(can_go is None or one.can_go is can_go for one in some)
            if count:
                told_parts.append(text.format(count=number(count)))
        return words.format(count=number(len(files))) + ": " + "; ".join(told_parts) + "."


def _accept_words(asking: list[Incoming]) -> str:
    unsigned = asking and not any(
        getattr(one.looked.found, "fingerprint", "") for one in asking if one.looked is not None
    )
    if unsigned:
        return _("&Recognised: the office said by phone that it made this file (not signed)")
    return _("&Recognised: the fingerprint was compared with the office by phone")


def _do_words(going: list[Incoming]) -> str:
    count = len(going)
    if any(one.submission is None for one in going):
        return ngettext("&Receive {count} file", "&Receive {count} files", count).format(
            count=number(count)
        )
    if not count:
        return _("&Receive")
    words = ngettext("&Receive {count} submission", "&Receive {count} submissions", count)
    return words.format(count=number(count))
