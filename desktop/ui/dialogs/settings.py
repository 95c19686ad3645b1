"""Settings of this machine: language, looks, what is done at the start, the term of office."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from desktop.platform.settings import Settings
from desktop.ui.i18n import LANGUAGES, _
from desktop.ui.theme import GAP, THEMES
from desktop.ui.widgets.field_form import FieldForm

IDLE_KEY = "lock.idle_minutes"
IDLE_MINUTES = 15  # of an encrypted book, until the clerk sets something else; 0: never
TERM_FIRST, TERM_LAST = 2025, 2030  # what a fresh installation offers; the clerk may change it


class SettingsDialog(QDialog):
    """Changes are shown at once where they can be; `changed` tells that they were kept."""

    changed = Signal()

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Settings"))
        self.setMinimumWidth(440)
        self._settings = settings
        self._language = QComboBox()
        for code, name in LANGUAGES.items():
            self._language.addItem(name, code)
        _choose(self._language, settings.get("language", "vi"))
        self._theme = QComboBox()
        for code, name in THEMES.items():
            self._theme.addItem(_(name), code)
        _choose(self._theme, settings.get("theme", "system"))
        self._reopen = QCheckBox(_("Open the last &book at the start"))
        self._reopen.setChecked(settings.get("reopen", True))
        first, last = term_of(settings)
        self._first, self._last = _year(first), _year(last)
        self._idle = QSpinBox()
        self._idle.setMinimumHeight(self._idle.fontMetrics().height() + GAP)
        self._idle.setRange(0, 240)
        self._idle.setSpecialValueText(_("never"))
        self._idle.setSuffix(_(" minutes"))
        self._idle.setValue(settings.get(IDLE_KEY, IDLE_MINUTES))
        form = FieldForm()
        form.add(
            "language",
            _("&Language:"),
            self._language,
            _("Another language is shown from the next start on."),
        )
        form.add("theme", _("&Colours:"), self._theme)
        form.add("term", _("&Term of office:"), self._term_row())
        form.add(
            "idle",
            _("&Lock the book after:"),
            self._idle,
            _("Without use of keys and mouse; only a book with a passphrase is locked."),
        )
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.accepted.connect(self._keep)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setSpacing(GAP * 2)
        layout.addWidget(form)
        layout.addWidget(self._reopen)
        layout.addWidget(buttons)

    def _term_row(self) -> QWidget:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        self._first.setAccessibleName(_("First year of the term"))
        self._last.setAccessibleName(_("Last year of the term"))
        layout.addWidget(self._first)
        layout.addWidget(QLabel("–"))
        layout.addWidget(self._last)
        layout.addStretch(1)
        row.setFocusProxy(self._first)
        return row

    def _keep(self) -> None:
        first, last = sorted((self._first.value(), self._last.value()))
        self._settings.set("language", self._language.currentData())
        self._settings.set("theme", self._theme.currentData())
        self._settings.set("reopen", self._reopen.isChecked())
        self._settings.set("term.first", first)
        self._settings.set("term.last", last)
        self._settings.set(IDLE_KEY, self._idle.value())
        self.accept()
        self.changed.emit()


def term_of(settings: Settings) -> tuple[int, int]:
    """Return the first and the last year of the term of office that the clerk set."""
    return settings.get("term.first", TERM_FIRST), settings.get("term.last", TERM_LAST)


def _choose(box: QComboBox, value: str) -> None:
    box.setCurrentIndex(max(0, box.findData(value)))


def _year(value: int) -> QSpinBox:
    box = QSpinBox()
    box.setMinimumHeight(box.fontMetrics().height() + GAP)  # room for letters that hang
    box.setRange(1930, 2100)
    box.setValue(value)
    return box
