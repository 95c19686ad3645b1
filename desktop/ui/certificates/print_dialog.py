"""Asks which certificates are printed, on which layout and printer; the paper comes as preview."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.core.errors import Problem
from desktop.ui.certificates import gateway
from desktop.ui.certificates.boxes import CountBox
from desktop.ui.certificates.editor import LayoutEditor
from desktop.ui.certificates.printer_row import PrinterRow
from desktop.ui.i18n import _, ngettext, number
from desktop.ui.page import PageContext
from desktop.ui.register.bars import WrappedLabel, set_role
from desktop.ui.theme import GAP, MARGIN

if TYPE_CHECKING:
    from desktop.services.certificate_papers import FormCount, Survey
    from desktop.services.certificates import KeptLayout

_SHOWN = 5  # names a warning lists
_WIDTH = 560


def ask_certificates(
    context: PageContext, scope: Mapping[str, Any], title: str, parent: QWidget | None
) -> PrintCertificates:
    """Ask how the certificates of a scope are printed: `round`, `decision` or `awards` (ids).

    `title` says in words whose they are.
    """
    dialog = PrintCertificates(context, scope, title, parent)
    dialog.open()
    return dialog


class PrintCertificates(QDialog):
    """Stays open while papers are looked at: one form after the other may be printed."""

    def __init__(
        self,
        context: PageContext,
        scope: Mapping[str, Any],
        title: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Print certificates"))
        self._context, self._scope = context, dict(scope)
        self._layouts: Sequence[KeptLayout] = ()
        self._survey: Survey | None = None
        self._numbers: dict[int | None, int] = {}  # in the book, as typed, by form
        self.editor: LayoutEditor | None = None
        head = WrappedLabel(title)
        head.setProperty("role", "subtitle")
        self.form, self.layout_ = QComboBox(), QComboBox()
        self.edit = QPushButton(_("&Edit the layout…"))
        self.edit.setAutoDefault(False)
        self.book_from = CountBox(0, 999_999)
        self.book_from.setSpecialValueText(_("left to the pen"))
        self.printer = PrinterRow(context.settings)
        self.told = WrappedLabel()
        self.told.setTextFormat(Qt.TextFormat.PlainText)
        self.warnings = WrappedLabel()
        self.warnings.setTextFormat(Qt.TextFormat.PlainText)
        self.warnings.setProperty("role", "warning")
        self._lay_out(head)
        self._connect()
        self._ask()

    # what would be printed

    def options(self) -> dict[str, Any]:
        """Return what is printed as `context.print_pdf` takes it."""
        found: dict[str, Any] = {**self._scope, "offset": self.printer.offset}
        if self.form.currentData() is not None:
            found["form"] = self.form.currentData()
        layout = self.layout_.currentData()
        if layout is not None:
            found["layout"] = layout
        if self.book_from.value():
            found["book_from"] = self.book_from.value()
        return found

    def _numbered(self, first: int) -> None:
        self._numbers[self.form.currentData()] = first

    def _go_on(self) -> None:
        """Show the number of the chosen form: each goes on after the one before it in the list."""
        form, typed = self.form.currentData(), self._numbers
        found = typed.get(form)
        if found is None and form is None:
            found = min(filter(None, typed.values()), default=0)
        elif found is None:
            found = self._number_after_others(form)
        self.book_from.show_value(found)
        self._ask()

    def _number_after_others(self, form: int) -> int:
        """Return the first number of a form for which none was typed; 0 when there is none yet."""
        upcoming = self._numbers.get(None, 0)
        for one in self._survey.forms * 2 if self._survey else ():  # after the last, the first
            if one.form_id == form and upcoming:
                return upcoming
            first = self._numbers.get(one.form_id, upcoming)
            if first:  # 0: left to the pen, no number is used up
                upcoming = first + one.count
        return 0

    def _ask(self) -> None:
        self._enable(None)
        self._context.jobs.read(
            gateway.ask,
            self.options(),
            key=(id(self), "survey"),
            on_done=self._came,
            on_error=self._failed,
            context=self,
        )

    def _came(self, asked: gateway.Asked) -> None:
        first = self._survey is None
        self._layouts, survey = asked.layouts, asked.survey
        self._survey = survey
        self._fill_forms(survey)
        if first and len(survey.forms) > 1:
            # each form has paper of its own: they are printed one after the other
            self.form.setCurrentIndex(0)
            self._ask()
            return
        self._fill_layouts()
        self._enable(survey)
        self._tell(survey)

    def _failed(self, problem: Problem) -> None:
        self._enable(None)
        set_role(self.told, "error")
        self.told.setText(problem.message)
        self.warnings.hide()

    def _enable(self, survey: Survey | None) -> None:
        self._survey = survey or self._survey
        ready = survey is not None and bool(survey.count)
        self.print_.setEnabled(ready)
        self.look.setEnabled(ready)

    def _fill_forms(self, survey: Survey) -> None:
        chosen = self.form.currentData()
        self.form.clear()
        for one in survey.forms:
            self.form.addItem(f"{one.form} ({number(one.count)})", one.form_id)
        if len(survey.forms) != 1:
            whole = sum(one.count for one in survey.forms)
            self.form.addItem(_("All forms ({count})").format(count=number(whole)), None)
        place = self.form.findData(chosen)
        self.form.setCurrentIndex(place if chosen is not None and place >= 0 else
                                  self.form.count() - 1)  # fmt: skip

    def _fill_layouts(self) -> None:
        chosen = self.layout_.currentData()
        own: list[str] = []
        if chosen is None and self._survey is not None:
            own = [one.layout for one in self._used(self._survey)]
        self.layout_.clear()
        words = _("By the form of award")
        self.layout_.addItem(f"{words}: {', '.join(dict.fromkeys(own))}" if own else words, None)
        for one in self._layouts:
            if one.id is not None:
                self.layout_.addItem(one.name, one.id)
        self.layout_.setCurrentIndex(max(0, self.layout_.findData(chosen)))

    def _tell(self, survey: Survey) -> None:
        words = ngettext(
            "{count} certificate, collectives first, in the order of the list of the decision.",
            "{count} certificates, collectives first, in the order of the list of the decision.",
            survey.count,
        ).format(count=number(survey.count))
        set_role(self.told, "")
        if not survey.count:
            words = _("Nothing to print yet: no award here has the outcome «Agreed».")
            set_role(self.told, "error")
        bare = [one.layout for one in self._used(survey) if not one.kept.scanned]
        if bare and survey.count:
            text = _("No scan of the blank yet: {names}. On the screen they stand on bare paper.")
            words = f"{words}\n{text.format(names=', '.join(dict.fromkeys(bare)))}"
        self.told.setText(words)
        warnings = [*survey.broken]
        for count, text in (
            (survey.waiting, _("{count} not agreed yet are left out.")),
            (survey.without_number, _("{count} without a decision number: dots are printed.")),
            (survey.without_date, _("{count} without a decision date: dots are printed.")),
        ):
            if count:
                warnings.append(text.format(count=number(count)))
        if survey.tight:
            names = "; ".join(survey.tight[:_SHOWN])
            more = "…" if len(survey.tight) > _SHOWN else "."
            text = _("Letters smaller than the layout allows, look at them first: {names}")
            warnings.append(text.format(names=names) + more)
        self.warnings.setText("\n".join(warnings))
        self.warnings.setVisible(bool(warnings))

    # deeds

    def print_certificates(self) -> None:
        """Make the certificates for the printer: without the scan."""
        self._context.settings.try_save()
        self._context.print_pdf("certificates", self.options())

    def look_at(self) -> None:
        """Make the certificates over the scan of the blank, to be looked at."""
        title = _("Certificates on the blank (for the screen only)")
        options = {**self.options(), "background": True}
        self._context.print_pdf("certificates", options, title, screen_only=True)

    def print_trial(self) -> None:
        """Make the page that tries out the printer with the layout that is chosen."""
        self._context.settings.try_save()
        chosen = self._chosen()
        options: dict[str, Any] = {"offset": self.printer.offset}
        if chosen is not None:
            options |= {"settings": chosen.layout.to_json(), "name": chosen.name}
        self._context.print_pdf("certificate-test", options)

    def edit_layout(self) -> None:
        """Open the editor of the layout that is used."""
        self.editor = LayoutEditor(self._context, self._edited(), self)
        self.editor.kept.connect(lambda _kept: self._ask())
        self.editor.finished.connect(self._edited_all)
        self.editor.open()

    def _edited(self) -> int | KeptLayout | None:
        chosen = self._chosen()
        if chosen is None:
            return None
        return chosen.id if chosen.id is not None else chosen

    def _edited_all(self) -> None:
        self.editor = None

    def _used(self, survey: Survey) -> list[FormCount]:
        form = self.form.currentData()
        return [one for one in survey.forms if form in (None, one.form_id)]

    def _chosen(self) -> KeptLayout | None:
        """Return the layout that is used for what is chosen, the first of several."""
        layout = self.layout_.currentData()
        if layout is None and self._survey is not None:
            for one in self._used(self._survey):
                return one.kept
        found = [one for one in self._layouts if one.id == layout]
        return found[0] if found else None

    # parts

    def _lay_out(self, head: QLabel) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(GAP)
        grid.setVerticalSpacing(GAP)
        policy = QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        rows: tuple[tuple[str, QWidget], ...] = (
            (_("&Form of award:"), self.form),
            (_("&Layout:"), self.layout_),
            (_("First &number in the book:"), self.book_from),
        )
        for place, (words, box) in enumerate(rows):
            label = QLabel(words)
            label.setBuddy(box)
            box.setAccessibleName(words.replace("&", "").rstrip(":"))
            if isinstance(box, QComboBox):
                box.setSizeAdjustPolicy(policy)
            grid.addWidget(label, place, 0)
            grid.addWidget(box, place, 1)
        grid.addWidget(self.edit, 1, 2)
        printer = QLabel(_("Printer:"))
        grid.addWidget(printer, 3, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self.printer, 3, 1, 1, 2)
        grid.setColumnStretch(1, 1)
        buttons = QDialogButtonBox()
        self.print_ = QPushButton(_("&Print…"))
        self.print_.setProperty("role", "primary")
        self.print_.setDefault(True)
        self.look = QPushButton(_("Look at them &on the blank…"))
        close = QPushButton(_("&Close"))
        for button in (self.look, close):
            button.setAutoDefault(False)
        buttons.addButton(self.print_, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton(close, QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        below = QHBoxLayout()
        below.addWidget(self.look)
        below.addWidget(buttons, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        layout.setSpacing(GAP)
        layout.addWidget(head)
        layout.addLayout(grid)
        layout.addWidget(self.told)
        layout.addWidget(self.warnings)
        layout.addStretch(1)
        layout.addLayout(below)
        self.resize(_WIDTH, 420)

    def _connect(self) -> None:
        self.form.activated.connect(lambda _at: self._go_on())
        self.book_from.valueChanged.connect(self._numbered)
        self.layout_.activated.connect(lambda _at: self._ask())
        self.printer.changed.connect(self._ask)
        self.printer.trial_asked.connect(self.print_trial)
        self.edit.clicked.connect(self.edit_layout)
        self.print_.clicked.connect(self.print_certificates)
        self.look.clicked.connect(self.look_at)

    def done(self, result: int) -> None:
        """Keep the printers' offsets."""
        self._context.settings.try_save()
        super().done(result)
