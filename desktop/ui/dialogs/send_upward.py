"""Send upward: what goes, of which period, into which folder; then what was written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QSize, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDateEdit,
    QDialog,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QInputDialog,
    QLabel,
    QMessageBox,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.core.errors import Problem
from desktop.platform.drives import removable_drives
from desktop.platform.paths import documents_dir
from desktop.platform.settings import Settings
from desktop.ui import sending_gateway
from desktop.ui.dialogs.sending_changes import changes_words, every_change
from desktop.ui.dialogs.sending_choice import ChoiceBoxes, PassphraseBox
from desktop.ui.dialogs.sending_outcome import OutcomePage, anew_words, number_words
from desktop.ui.dialogs.settings import term_of
from desktop.ui.errors import show_problem, shown
from desktop.ui.gateway import known_specs
from desktop.ui.i18n import _
from desktop.ui.jobs import Jobs
from desktop.ui.periods import quick_periods
from desktop.ui.register import source
from desktop.ui.register.bars import set_role
from desktop.ui.register.period_column import offer_years
from desktop.ui.register.typing import commit_input
from desktop.ui.sending_gateway import Choice, KeptChoice, Sending
from desktop.ui.theme import GAP
from desktop.ui.widgets.field_form import FieldForm
from desktop.ui.widgets.parts import DoOrCancel
from desktop.ui.widgets.path_field import PathField

if TYPE_CHECKING:
    from desktop.core.changes import Done
    from desktop.services.office_keys import Replaced
    from desktop.services.sent_changes import SinceSent
    from desktop.services.submission_profiles import Profile
    from desktop.services.submissions import Prospect, Sent

_WIDTH = 720


class _Whole(QWidget):
    """What is scrolled to where it has no room, never pressed flat."""

    def minimumSizeHint(self) -> QSize:
        """Return the room that everything wants, texts of several lines too."""
        inner = self.layout()
        if inner is not None:
            inner.invalidate()  # what it remembers is from before the parts had their look
        found = self.sizeHint()
        if inner is not None and inner.hasHeightForWidth():
            high = inner.totalHeightForWidth(max(self.width(), found.width()))
            found.setHeight(max(found.height(), high) + 4 * GAP)
        return found


class SendUpwardDialog(QDialog):
    """Asks, stays open while the file is written, then shows the outcome."""

    slip_wanted = Signal(object, object)  # the outcome and the passphrase, to print its slip

    def __init__(
        self, jobs: Jobs, settings: Settings, today: date, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Send upward"))
        self._jobs, self._settings = jobs, settings
        self._periods = quick_periods(today, term_of(settings))
        self._steps = QStackedWidget()
        self._steps.addWidget(self._question())
        layout = QVBoxLayout(self)
        layout.addWidget(self._steps)
        self.setTabOrder(self._replace, self._save)
        self._pick(0)
        self._offer((sending_gateway.first_choice(),))
        jobs.read(sending_gateway.kept_choices, on_done=self._offer, context=self)
        jobs.read(source.data_years, on_done=self._add_years, context=self)

    def showEvent(self, event: QShowEvent) -> None:
        """Take the size of what is asked, known once everything has its font."""
        super().showEvent(event)
        self._fit()

    def asked(self) -> Sending:
        """Return what was chosen."""
        choice = self.choice()
        offered = self._profile.currentData()
        name = offered.name if offered is not None and offered.choice == choice else ""
        return Sending(
            _date(self._from),
            _date(self._to),
            choice,
            self._folder.path() or Path(),
            name,
            self.secret.passphrase(),
        )

    def choice(self) -> Choice:
        """Return what is chosen of the registers."""
        chosen, named = self.boxes.choice()
        return Choice(chosen, named, self.boxes.below.isChecked(), self.secret.wanted.isChecked())

    def choose(self, first: date, last: date, folder: Path) -> None:
        """Put a period and a folder into the fields."""
        self._from.setDate(QDate(first.year, first.month, first.day))
        self._to.setDate(QDate(last.year, last.month, last.day))
        self._folder.set_path(folder)

    def outcome_text(self) -> str:
        """Return the words of the outcome's page, for reading aloud and for tests."""
        page = self._steps.currentWidget()
        labels = page.findChildren(QLabel) if page is not None else []
        return "\n".join(label.text() for label in labels)

    # the question

    def _question(self) -> QWidget:
        inside = _Whole()
        layout = QVBoxLayout(inside)
        layout.setContentsMargins(0, 0, GAP, 0)
        layout.setSpacing(GAP)
        specs = known_specs()
        named = sending_gateway.offered_registers()
        self.boxes = ChoiceBoxes([specs[name] for name in named], named)
        self.secret = PassphraseBox()
        layout.addWidget(self._fields())
        self.told = _told(layout)
        self.changed = _told(layout)
        layout.addWidget(self.boxes)
        layout.addWidget(self.secret)
        layout.addLayout(self._key_row())
        self.key_warning = _told(layout, "warning")
        layout.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        self._area = area
        self.secret.changed.connect(self._fit)
        self._buttons = DoOrCancel(self, _("&Write the file"))
        self._buttons.do.clicked.connect(self._ask)
        self._save = QPushButton(_("Keep a&s a profile…"))
        self._save.setAutoDefault(False)
        self._save.clicked.connect(self._ask_name)
        page = QWidget()
        outer = QVBoxLayout(page)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(GAP * 2)
        outer.addWidget(area, 1)
        below = QHBoxLayout()
        below.addWidget(self._save)
        below.addWidget(self._buttons, 1)
        outer.addLayout(below)
        self._inside = inside
        return page

    def _fields(self) -> FieldForm:
        self._profile = QComboBox()
        self._profile.activated.connect(lambda _place: self._take())
        self._quick = QComboBox()
        for period in self._periods:
            self._quick.addItem(period.name)
        self._quick.addItem(_("Other days"))
        self._quick.activated.connect(self._pick)
        self._from, self._to = _date_edit(), _date_edit()
        for editor in (self._from, self._to):
            editor.dateChanged.connect(self._name_period)
        self._folder = PathField(_("Folder"), self._browse)
        drives = removable_drives()
        default = drives[0] if drives else self._settings.last_folder("submission", documents_dir())
        self._folder.set_path(default)
        self._form = FieldForm()
        self._form.add("profile", _("Prof&ile:"), self._profile)
        self._form.add("quick", _("&Period:"), self._quick)
        self._form.add("from", _("&From:"), self._from)
        self._form.add("to", _("&To:"), self._to)
        self._form.add("folder", _("F&older:"), self._folder, _drive_hint(drives))
        return self._form

    def _key_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self.key = QLabel()
        self.key.setTextFormat(Qt.TextFormat.PlainText)
        self.key.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._replace = QPushButton(_("&Replace the key…"))
        self._replace.setAutoDefault(False)
        self._replace.clicked.connect(self._ask_replace)
        row.addWidget(self.key, 1)
        row.addWidget(self._replace)
        return row

    def _fit(self) -> None:
        """Be as high as what is asked, if the screen is."""
        screen = self.screen().availableGeometry()
        self._inside.adjustSize()
        wanted = (
            self._inside.minimumSizeHint().height() + self._buttons.sizeHint().height() + 8 * GAP
        )
        high = max(self.height(), min(wanted, screen.height() - 60))
        frame = self._area.verticalScrollBar().sizeHint().width() + 4 * GAP
        wide = max(_WIDTH, self._inside.minimumSizeHint().width() + frame)
        self.resize(min(wide, screen.width() - 40), high)

    def _add_years(self, years: Sequence[int]) -> None:
        offer_years(self._quick, self._periods, years)

    def _pick(self, index: int) -> None:
        """Put the days of a quick choice into the fields."""
        self._quick.setCurrentIndex(index)
        if index < len(self._periods):
            period = self._periods[index]
            for editor, day in ((self._from, period.first), (self._to, period.last)):
                editor.blockSignals(True)
                editor.setDate(QDate(day.year, day.month, day.day))
                editor.blockSignals(False)
        self._look()

    def _name_period(self) -> None:
        """Show which quick choice the days typed are, if they are one."""
        days = (_date(self._from), _date(self._to))
        found = (n for n, one in enumerate(self._periods) if (one.first, one.last) == days)
        self._quick.setCurrentIndex(next(found, len(self._periods)))
        self._look()

    # what stands in the book

    def _look(self) -> None:
        self._jobs.read(
            sending_gateway.prospect,
            _date(self._from),
            _date(self._to),
            on_done=self._tell,
            on_error=lambda problem: _say(self.told, problem.message),
            key="sending-prospect",
            context=self,
        )

        _say(self.changed, "")  # until those of this period are known
        self._jobs.read(
            sending_gateway.changed_since_sent,
            _date(self._from),
            _date(self._to),
            on_done=self._tell_changes,
            on_error=lambda problem: _say(self.changed, problem.message),
            key="sending-changes",
            context=self,
        )

    def _tell_changes(self, found: SinceSent | None) -> None:
        """Show which figures are others than those sent last."""
        _say(self.changed, "" if found is None else changes_words(found))
        self.changed.setToolTip("" if found is None else every_change(found))
        self._fit()

    def _tell(self, found: Prospect | None) -> None:
        """Show which time it will be, what is below, and the key."""
        if found is None:
            _say(self.told, "")
            return
        _say(self.told, number_words(found.number, found.replaces))
        self.boxes.tell_below(found.offices)
        key = found.key
        self.key.setText(
            _("Code of the signature's key: {code}").format(code=key.fingerprint)
            if key.fingerprint
            else _("The signature's key will be made when the file is written.")
        )
        lost = _("The office's key is not on this computer; another one will be made.")
        anew = anew_words() if key.lost or not key.used else ""
        _say(self.key_warning, f"{lost} {anew}" if key.lost else anew)

    def _offer(self, kept: Sequence[KeptChoice], name: str | None = None) -> None:
        """Offer the profiles; the one called `name`, else the one used by default, is chosen."""
        offered: KeptChoice | None = self._profile.currentData()
        untouched = bool(name) or offered is None or offered.choice == self.choice()
        self._profile.clear()
        for one in kept:
            self._profile.addItem(one.name or _("As offered at first"), one)
        wanted = [n for n, one in enumerate(kept) if (one.name == name if name else one.main)]
        self._profile.setCurrentIndex(wanted[0] if wanted and untouched else 0)
        if untouched:
            self._take()

    def _take(self) -> None:
        """Show what the profile chooses."""
        offered: KeptChoice | None = self._profile.currentData()
        if offered is not None:
            self.boxes.choose(offered.choice)
            self.secret.wanted.setChecked(offered.choice.encrypted)

    def _ask_name(self) -> None:
        commit_input()
        asking = QInputDialog(self)
        asking.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        asking.setWindowTitle(_("Keep as a profile"))
        asking.setLabelText(_("Name of the profile; it is chosen by itself the next time:"))
        offered: KeptChoice | None = self._profile.currentData()
        asking.setTextValue(offered.name if offered is not None else "")
        asking.textValueSelected.connect(self.keep)
        asking.open()

    def keep(self, name: str) -> None:
        """Keep the choice as the profile called `name`."""

        def kept(done: Done[Profile]) -> None:
            self._jobs.read(
                sending_gateway.kept_choices,
                on_done=lambda found: self._offer(found, done.value.name),
                context=self,
            )

        self._jobs.write(
            sending_gateway.save_choice,
            name,
            self.choice(),
            on_done=kept,
            on_error=self.refuse,
            context=self,
        )

    def _ask_replace(self) -> None:
        box = QMessageBox(self)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(_("Replace the key"))
        box.setText(
            _(
                "Replace the office's signature key? The receiver will refuse the next file until "
                "told to forget the key it knows."
            )
        )
        do = box.addButton(_("Replace the key"), QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
        box.buttonClicked.connect(lambda pressed: self.replace_key() if pressed is do else None)
        shown(box)

    def replace_key(self) -> None:
        """Put a new key in place of the office's, and say what must be told upward."""

        def replaced(done: Done[Replaced]) -> None:
            self._look()
            box = QMessageBox(QMessageBox.Icon.Information, "", done.value.words, parent=self)
            box.setWindowTitle(_("Replace the key"))
            shown(box)

        self._jobs.write(
            sending_gateway.replace_key, on_done=replaced, on_error=self.refuse, context=self
        )

    # doing it

    def _ask(self) -> None:
        commit_input()
        asked = self.asked()
        errors = {}
        if asked.period_from > asked.period_to:
            errors["to"] = _("The last day is before the first.")
        if not asked.folder.is_dir():
            errors["folder"] = _("This folder is not there.")
        nothing = "" if asked.choice.registers else _("Choose at least one register.")
        self.boxes.show_error(nothing)
        refused = self.secret.refused()
        if self._form.show_errors(errors) or nothing or refused:
            if (focused := self.focusWidget()) is not None:
                self._area.ensureWidgetVisible(focused, 0, 6 * GAP)  # and the sentence below it
            return
        self._buttons.do.setEnabled(False)
        self._jobs.write(
            sending_gateway.send_upward,
            asked,
            on_done=lambda done: self.show_outcome(done.value),
            on_error=self.refuse,
            label=_("Writing the submission"),
            context=self,
        )

    def refuse(self, problem: Problem) -> None:
        """Tell why nothing was done."""
        self._buttons.do.setEnabled(True)
        show_problem(self, problem, _("Send upward"))

    def show_outcome(self, sent: Sent) -> None:
        """Show what was written."""
        self._settings.set_last_folder("submission", Path(sent.path).parent)
        secret = self.secret.passphrase()
        page = OutcomePage(sent, lambda: self.slip_wanted.emit(sent, secret), self.accept)
        self._steps.addWidget(page)
        self._steps.setCurrentWidget(page)
        self._buttons.do.setDefault(False)  # Enter is the slip's now
        page.print.setDefault(True)
        page.print.setFocus()

    def _browse(self, start: Path) -> str:
        return QFileDialog.getExistingDirectory(self, _("Folder"), str(start))


def _told(layout: QVBoxLayout, role: str = "muted") -> QLabel:
    """Add a line that is there only while it has something to say."""
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    set_role(label, role)
    label.hide()
    layout.addWidget(label)
    return label


def _say(label: QLabel, words: str) -> None:
    label.setText(words)
    label.setVisible(bool(words))


def _drive_hint(drives: list[Path]) -> str:
    if drives:
        return _("USB drives: {drives}").format(drives=", ".join(str(one) for one in drives))
    return _("No USB drive is plugged in; plug one in and browse, or choose a folder.")


def _date_edit() -> QDateEdit:
    editor = QDateEdit()
    editor.setDisplayFormat("dd/MM/yyyy")
    editor.setCalendarPopup(True)
    return editor


def _date(editor: QDateEdit) -> date:
    day = editor.date()
    return date(day.year(), day.month(), day.day())
