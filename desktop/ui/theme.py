"""How the window looks: the style, one accent colour, light and dark, sizes and spaces.

The native Windows 11 style is used where Qt offers it, Fusion elsewhere. 'system' follows the
machine, also when it changes while the program runs.
"""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from desktop.platform.paths import resource_path
from desktop.ui.i18n import N_

THEMES = {"system": N_("Follow the system"), "light": N_("Light"), "dark": N_("Dark")}
GAP = 8  # between neighbours, in logical pixels
MARGIN = 12  # round a page
ICON_SIZE = 18
FONT_POINTS = 10
_FAMILIES = ["Segoe UI", "Liberation Sans"]
_BUNDLED = ("Regular", "Bold", "Italic", "BoldItalic")

_Role = QPalette.ColorRole
_LIGHT = {
    _Role.Window: "#f4f5f7",
    _Role.WindowText: "#1d2129",
    _Role.Base: "#ffffff",
    _Role.AlternateBase: "#f7f9fb",
    _Role.Text: "#1d2129",
    _Role.PlaceholderText: "#6a7280",
    _Role.Button: "#fbfbfc",
    _Role.ButtonText: "#1d2129",
    _Role.BrightText: "#ffffff",
    _Role.ToolTipBase: "#ffffff",
    _Role.ToolTipText: "#1d2129",
    _Role.Light: "#ffffff",
    _Role.Midlight: "#e9ecf0",
    _Role.Mid: "#c9ced6",
    _Role.Dark: "#9aa2ae",
    _Role.Shadow: "#6a7280",
    _Role.Accent: "#1a5fb4",
    _Role.Highlight: "#1a5fb4",
    _Role.HighlightedText: "#ffffff",
    _Role.Link: "#1a5fb4",
    _Role.LinkVisited: "#6b4ba3",
}
_DARK = {
    _Role.Window: "#202327",
    _Role.WindowText: "#e6e8eb",
    _Role.Base: "#17191c",
    _Role.AlternateBase: "#1d2024",
    _Role.Text: "#e6e8eb",
    _Role.PlaceholderText: "#98a1ad",
    _Role.Button: "#2c3036",
    _Role.ButtonText: "#e6e8eb",
    _Role.BrightText: "#ffffff",
    _Role.ToolTipBase: "#2c3036",
    _Role.ToolTipText: "#e6e8eb",
    _Role.Light: "#4a5059",
    _Role.Midlight: "#353a41",
    _Role.Mid: "#454b54",
    _Role.Dark: "#14161a",
    _Role.Shadow: "#0c0d0f",
    _Role.Accent: "#7fb2f0",
    _Role.Highlight: "#2f6db8",
    _Role.HighlightedText: "#ffffff",
    _Role.Link: "#7fb2f0",
    _Role.LinkVisited: "#b9a3e3",
}
_DISABLED_LIGHT, _DISABLED_DARK = "#9aa2ae", "#6d7580"

# Only what neither the style nor the palette can say. Qt takes a text with tags for HTML and opens
# the file of an <img>, on a computer of the network too: texts are plain but where "marked" is set.
_SHEET = """
QLabel, QToolTip { qproperty-textFormat: "PlainText"; }
QLabel[marked="true"] { qproperty-textFormat: "RichText"; }
QTabWidget#pages::pane { border: 0; border-top: 1px solid palette(mid); }
QTabWidget#pages > QTabBar { background: palette(window); }
QTabWidget#pages > QTabBar::tab {
    padding: 8px 16px; margin: 0; border: 0; border-bottom: 3px solid transparent;
    background: transparent; color: palette(window-text);
}
QTabWidget#pages > QTabBar::tab:hover { background: palette(midlight); }
QTabWidget#pages > QTabBar::tab:selected { border-bottom-color: palette(accent); }
QTabWidget#pages > QTabBar::tab:focus { background: palette(midlight); }
QStatusBar { border-top: 1px solid palette(mid); }
QStatusBar::item { border: 0; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QLabel[role="title"] { font-size: 16pt; font-weight: 600; }
QLabel[role="subtitle"] { font-size: 12pt; font-weight: 600; }
QLabel[role="muted"] { color: palette(placeholder-text); }
QLabel[role="error"] { color: %(danger)s; }
QLabel[role="warning"] { color: %(warning)s; }
QFrame[role="card"] {
    background: palette(base); border: 1px solid palette(mid); border-radius: 8px;
}
QPushButton[role="primary"] {
    background: %(primary)s; color: white; border: 1px solid %(primary)s;
    border-radius: 4px; padding: 5px 16px;
}
QPushButton[role="primary"]:hover { background: %(primary_hover)s; }
QPushButton[role="primary"]:focus { border: 2px solid palette(window-text); padding: 4px 15px; }
QPushButton[role="primary"]:disabled {
    background: palette(midlight); color: palette(placeholder-text);
    border-color: palette(mid);
}
"""
_SHEET_FUSION = """
QPushButton { padding: 5px 14px; min-height: 18px; }
"""
# Fusion draws outlines darker than the window: in the dark they can't be seen.
_SHEET_FUSION_DARK = """
QCheckBox::indicator, QAbstractItemView::indicator {
    width: 13px; height: 13px; border: 1px solid %(outline)s; border-radius: 3px;
    background: palette(base);
}
QCheckBox::indicator:checked, QAbstractItemView::indicator:checked {
    background: %(primary)s; border-color: %(primary_hover)s; image: url("%(tick)s");
}
QRadioButton::indicator {
    width: 13px; height: 13px; border: 1px solid %(outline)s; border-radius: 7px;
    background: palette(base);
}
QRadioButton::indicator:checked {
    border: 4px solid %(primary)s; width: 7px; height: 7px; background: palette(window-text);
}
QRadioButton::indicator:focus { border-color: palette(accent); }
QRadioButton::indicator:disabled { border-color: palette(mid); background: palette(window); }
QCheckBox::indicator:focus { border-color: palette(accent); }
QCheckBox::indicator:disabled { border-color: palette(mid); background: palette(window); }
QLineEdit, QPlainTextEdit {
    border: 1px solid palette(mid); border-radius: 3px; background: palette(base);
}
QLineEdit { padding: 2px; }
QLineEdit:focus, QPlainTextEdit:focus { border-color: palette(accent); }
QComboBox QLineEdit, QAbstractSpinBox QLineEdit { border: 0; padding: 0; }
"""
_SHADES = {
    False: {
        "danger": "#b3261e",
        "warning": "#8a5a00",
        "primary": "#1a5fb4",
        "primary_hover": "#2570cb",
    },
    True: {
        "danger": "#ff8a80",
        "warning": "#f0c060",
        "primary": "#2f6db8",
        "primary_hover": "#3d7fce",
        "outline": "#8b939f",
    },
}


class Theme(QObject):
    """Applies a theme to the application and keeps to it when the system changes."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self.name = "system"
        self.native = sys.platform == "win32" and "windows11" in _styles()
        app.setStyle("windows11" if self.native else "Fusion")
        app.setFont(_font(app.font()))
        for kind in ("QAbstractItemView", "QMenu", "QMenuBar", "QHeaderView"):
            # Windows has fonts of its own for these
            app.setFont(app.font(), kind)  # type: ignore[arg-type]  # the stub says bytes
        app.styleHints().colorSchemeChanged.connect(self._system_changed)

    def apply(self, name: str) -> None:
        """Show the theme 'system', 'light' or 'dark' (anything else counts as 'system')."""
        self.name = name if name in THEMES else "system"
        schemes = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}
        QGuiApplication.styleHints().setColorScheme(schemes.get(self.name, Qt.ColorScheme.Unknown))
        self._show(self.dark)

    @property
    def dark(self) -> bool:
        """Whether the window is (to be) dark."""
        if self.name == "system":
            return QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
        return self.name == "dark"

    def _system_changed(self) -> None:
        if self.name == "system":
            self._show(self.dark)

    def _show(self, dark: bool) -> None:
        self._app.setPalette(make_palette(dark))
        sheet = _SHEET
        if not self.native:
            sheet += _SHEET_FUSION + (_SHEET_FUSION_DARK if dark else "")
        tick = resource_path("icons", "check-light.svg").as_posix()
        sheet %= {**_SHADES[dark], "tick": tick}
        if self._app.styleSheet() != sheet:
            self._app.setStyleSheet(sheet)


def make_palette(dark: bool) -> QPalette:
    """Return the palette of the light or the dark theme."""
    palette = QPalette()
    for role, colour in (_DARK if dark else _LIGHT).items():
        palette.setColor(role, QColor(colour))
    faint = QColor(_DISABLED_DARK if dark else _DISABLED_LIGHT)
    for role in (_Role.WindowText, _Role.Text, _Role.ButtonText, _Role.HighlightedText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, faint)
    return palette


def _styles() -> list[str]:
    return [one.lower() for one in QStyleFactory.keys()]  # noqa: SIM118 (a function of Qt's)


def _font(font: QFont) -> QFont:
    """Return the system's font in a size that reads well on a 1366x768 screen."""
    result = QFont(font)
    if sys.platform != "win32":
        result.setFamilies([*_FAMILIES, font.family()])
        if QFontInfo(result).family() not in _FAMILIES:
            # a machine without these fonts, perhaps without any: the bundled one, so that the
            # window looks the same on each
            for face in _BUNDLED:
                file = resource_path("fonts", f"LiberationSans-{face}.ttf")
                QFontDatabase.addApplicationFont(str(file))
    result.setPointSize(max(FONT_POINTS, font.pointSize()))
    return result
