"""A new book: whose it is, and where its file lies."""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from desktop.core.errors import FileThere, InvalidValues, Problem
from desktop.core.terms import Level
from desktop.core.vietnamese.fold import without_marks
from desktop.ui.errors import show_problem
from desktop.ui.gateway import BOOK_SUFFIX, NewBook
from desktop.ui.i18n import _, language
from desktop.ui.theme import GAP
from desktop.ui.widgets.field_form import FieldForm
from desktop.ui.widgets.page_tabs import commit_input
from desktop.ui.widgets.path_field import PathField

_UNSAFE = re.compile(r"[^A-Za-z0-9]+")


class NewBookDialog(QDialog):
    """Asks for what a new book needs; stays open until the book has been made."""

    wanted = Signal(object)  # NewBook

    def __init__(self, folder: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("New book"))
        self.setMinimumWidth(560)
        self._folder = folder
        self._path_chosen = False
        self._name, self._place, self._parent = QLineEdit(), QLineEdit(), QLineEdit()
        self._code = QLineEdit()
        self._level = QComboBox()
        self._level.addItem(_("(choose a level)"), "")
        for level in Level:
            text = level.heading if language() == "vi" else level.label
            self._level.addItem(text, level.value)
        self._path = PathField(_("File of the book"), self._browse)
        self._form = FieldForm()
        words = _("As it stands at the head of papers.")
        self._form.add("name", _("&Name of the office:"), self._name, words, required=True)
        self._form.add("level", _("&Level:"), self._level, required=True)
        words = _("For the date line, for example Cầu Ngang.")
        self._form.add("place", _("&Place name:"), self._place, words, required=True)
        self._form.add("parent", _("Office &above:"), self._parent)
        words = _("Stands in the numbers of documents, for example BTG in 12-BC/BTG.")
        self._form.add("code", _("Document &code:"), self._code, words)
        self._form.add("path", _("&File:"), self._path)
        self._buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self._make = self._buttons.addButton(
            _("&Create the book"), QDialogButtonBox.ButtonRole.AcceptRole
        )
        self._make.setProperty("role", "primary")
        self._make.setDefault(True)
        self._buttons.accepted.connect(self._ask)
        self._buttons.rejected.connect(self.reject)
        self._name.editingFinished.connect(self._suggest)
        self._path.edited.connect(self._choose)
        layout = QVBoxLayout(self)
        layout.setSpacing(GAP * 2)
        intro = QLabel(_("A book is one file that holds all the registers of one office."))
        intro.setWordWrap(True)
        layout.addWidget(intro)
        layout.addWidget(self._form)
        layout.addWidget(self._buttons)
        self._suggest()

    def fill(self, asked: NewBook) -> None:
        """Put values into the fields."""
        self._name.setText(asked.name)
        self._level.setCurrentIndex(max(0, self._level.findData(asked.level)))
        self._place.setText(asked.place)
        self._parent.setText(asked.parent)
        self._code.setText(asked.code)
        self._path.set_path(asked.path)
        self._path_chosen = True

    def asked(self) -> NewBook:
        """Return what stands in the fields."""
        path = self._path.path() or Path()
        if path.name and path.suffix.lower() != BOOK_SUFFIX:
            path = path.with_name(path.name + BOOK_SUFFIX)
        return NewBook(
            path=path,
            name=self._name.text().strip(),
            level=self._level.currentData(),
            place=self._place.text().strip(),
            parent=self._parent.text().strip(),
            code=self._code.text().strip(),
        )

    def errors(self) -> dict[str, str]:
        """Return the sentences that stand beside the fields."""
        names = ("name", "level", "place", "parent", "path")
        return {name: text for name in names if (text := self._form.error_of(name))}

    def refuse(self, problem: Problem) -> None:
        """Tell why the book couldn't be made, beside the field concerned where there is one."""
        self._make.setEnabled(True)
        if isinstance(problem, InvalidValues) and self._form.show_errors(problem.by_field):
            return
        if isinstance(problem, FileThere):
            self._form.show_errors({"path": problem.message})
            return
        show_problem(self, problem)

    def _ask(self) -> None:
        commit_input()
        asked = self.asked()
        errors = {}
        if not asked.name:
            errors["name"] = _("Enter the name of the office.")
        if not asked.level:
            errors["level"] = _("Choose a level.")
        if not asked.place:
            errors["place"] = _("Enter the place name.")
        if not asked.path.name:
            errors["path"] = _("Choose where the file lies.")
        if not self._form.show_errors(errors):
            self._make.setEnabled(False)
            self.wanted.emit(asked)

    def _suggest(self) -> None:
        """Offer a file name made of the office's name, until the clerk chooses one."""
        if not self._path_chosen:
            stem = _UNSAFE.sub("-", without_marks(self._name.text())).strip("-") or "so-moi"
            self._path.set_path(self._folder / f"{stem[:60]}{BOOK_SUFFIX}")

    def _choose(self) -> None:
        self._path_chosen = True

    def _browse(self, start: Path) -> str:
        pattern = _("Office books (*{suffix})").format(suffix=BOOK_SUFFIX)
        chosen = QFileDialog.getSaveFileName(self, _("File of the book"), str(start), pattern)
        return chosen[0]
