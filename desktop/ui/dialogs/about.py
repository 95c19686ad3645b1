"""What the program is, its version, and whose work it stands on."""

from __future__ import annotations

from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop import __version__
from desktop.platform.paths import user_data_dir
from desktop.ui.i18n import _
from desktop.ui.icons import app_icon
from desktop.ui.register.bars import WrappedLabel
from desktop.ui.theme import GAP, MARGIN


class AboutDialog(QDialog):
    """A page about the program."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("About Gương Sáng"))
        picture = QLabel()
        picture.setPixmap(app_icon().pixmap(64, 64))
        title = QLabel("Gương Sáng")
        title.setProperty("role", "title")
        text = "\n\n".join(
            (
                _("Version {version} (Qt {qt})").format(version=__version__, qt=qVersion()),
                _(
                    "Registers, printed lists and submissions of a local propaganda board. The "
                    "program uses no network: what is typed stays on this machine until the "
                    "clerk carries it away."
                ),
                _("Settings, log and backups lie in: {folder}").format(folder=user_data_dir()),
                _("Icons: Lucide (ISC licence). Fonts on paper: Liberation (SIL OFL)."),
            )
        )
        words = WrappedLabel(text)
        words.setTextFormat(Qt.TextFormat.PlainText)
        words.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        column = QVBoxLayout()
        column.setSpacing(GAP)
        column.addWidget(title)
        column.addWidget(words)
        top = QHBoxLayout()
        top.setSpacing(MARGIN)
        top.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(column, 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        parts = buttons.addButton(_("&Parts and licences…"), QDialogButtonBox.ButtonRole.ActionRole)
        parts.setAutoDefault(False)
        parts.clicked.connect(self._show_parts)
        layout = QVBoxLayout(self)
        layout.setSpacing(GAP * 2)
        layout.addLayout(top)
        layout.addWidget(buttons)
        self.setMinimumWidth(520)

    def _show_parts(self) -> None:
        from desktop.ui.dialogs.help import PARTS, HelpDialog  # noqa: PLC0415 (when asked)

        title, search = _("Parts and licences"), _("Find in the list (Enter: next)")
        HelpDialog(self, PARTS, title, search).open()
