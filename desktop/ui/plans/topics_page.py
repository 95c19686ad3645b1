"""The page of topics: all that is tied to the chosen one, and its further documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QTreeWidgetItem, QWidget

from desktop.core.formats import date_text, percent
from desktop.core.register import RegisterSpec
from desktop.ui.i18n import N_, _, ngettext, number
from desktop.ui.page import PageContext
from desktop.ui.plans import gateway
from desktop.ui.plans.tables import button
from desktop.ui.register.compound import MasterDetail
from desktop.ui.register.display import plural
from desktop.ui.register.options import PageOptions
from desktop.ui.register.tree_pane import OpeningTree, TreePane
from desktop.ui.register_page import RegisterPage

if TYPE_CHECKING:
    from desktop.services.topics import TopicGroup, TopicLine, TopicView
    from desktop.ui.plans.gateway import ShownTopic
    from desktop.ui.plans.tie_dialog import TieDialog

_PLACE = Qt.ItemDataRole.UserRole
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_READ = (
    "topics", "documents", "topic_documents", "plans", "plan_items", "campaigns", "expected",
    "pledges", "study_sessions", "study_attendances", "topic_meetings", "conferences", "units",
)  # fmt: skip
_EMPTY = {
    "topics": N_("None yet. Enter topics with a year within this term."),
    "documents": N_("None yet. Press “Tie a document”."),
    "plans": N_("None yet. Choose this topic in the record of a plan."),
    "campaigns": N_("None yet. Choose this topic in the record of a campaign."),
    "study_sessions": N_("None yet. Choose this topic in the record of a session."),
    "topic_meetings": N_("None yet. Choose this topic in the record of a meeting."),
    "conferences": N_("None yet. Choose this topic in the record of a conference."),
}


class TopicTree(OpeningTree):
    """Groups of records; Enter opens the one with the cursor."""

    opened = Signal(str, int)

    def __init__(self, context: PageContext) -> None:
        name = _("What belongs to the topic")
        super().__init__(name, [name, _("Date"), _("Unit, place"), _("Expected"),
                                _("Done, present"), _("Rate")])  # fmt: skip
        self._specs = context.specs
        letter = self.fontMetrics().averageCharWidth()
        for column, width in ((1, 12), (2, 30), (3, 12), (4, 15), (5, 9)):
            self.setColumnWidth(column, letter * width + 16)

    def show_topic(self, found: TopicView) -> None:
        """Show a topic's groups, every one open; the cursor stays where it was."""
        current = self.currentItem()
        kept = current.data(0, _PLACE) if current is not None else None
        scrolled = self.verticalScrollBar().value()
        self.clear()
        for group in found.groups:
            above = self._group(group)
            for one in group.lines:
                item = self._line(above, one)
                if item.data(0, _PLACE) == kept:
                    self.setCurrentItem(item)
            if not group.lines:
                nothing = QTreeWidgetItem(above, [_(_EMPTY[group.register])])
                nothing.setFirstColumnSpanned(True)
                nothing.setForeground(0, self.palette().placeholderText())
        self.expandAll()
        self.verticalScrollBar().setValue(scrolled)

    def _group(self, group: TopicGroup) -> QTreeWidgetItem:
        words = plural(self._specs[group.register])
        if group.lines:
            words += f" ({number(len(group.lines))})"
        words = _with_missing(words, group.missing)
        sums = group.sums
        numbers = [number(one) for one in sums] if sums else ["", ""]
        item = QTreeWidgetItem(self, [words, "", "", *numbers, percent(group.rate)])
        font = QFont(self.font())
        font.setBold(True)
        for column in range(self.columnCount()):
            item.setFont(column, font)
        self._align(item)
        return item

    def _line(self, above: QTreeWidgetItem, line: TopicLine) -> QTreeWidgetItem:
        numbers = ["" if one is None else number(one) for one in (line.whole, line.part)]
        item = QTreeWidgetItem(
            above,
            [
                _with_missing(line.title, line.missing or 0),
                date_text(line.on),
                line.who,
                *numbers,
                percent(line.rate),
            ],
        )
        item.setData(0, _PLACE, [line.register, line.id])
        for column in (0, 2):
            item.setToolTip(column, item.text(column))
        self._align(item)
        return item

    @staticmethod
    def _align(item: QTreeWidgetItem) -> None:
        for column in (3, 4, 5):
            item.setTextAlignment(column, _RIGHT)

    def open_item(self, item: QTreeWidgetItem) -> None:
        """Open a record; open or fold a group."""
        place = item.data(0, _PLACE)
        if place is not None:
            self.opened.emit(place[0], place[1])
        elif item.childCount():
            item.setExpanded(not item.isExpanded())


class TopicPane(TreePane):
    """All that is tied to the chosen topic."""

    tie_asked = Signal()
    year_asked = Signal()
    tree: TopicTree

    def __init__(self, context: PageContext, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(context, TopicTree(context), hint, _READ, parent)
        self.tree.opened.connect(context.open_record)
        self.tie_button = button(_("&Tie a document…"), "paperclip", self._tie)
        self.tie_button.setToolTip(_("A document of the register that is about this topic, too"))
        self.year_button = button("", "list-checks", self._tie_year)
        self._say_untied(0)
        self.year_button.setToolTip(
            _("Sessions, campaigns, plans, documents … of the same year that have no topic yet")
        )
        self.print_button = button(_("&Print the results"), "printer", self.print_results)
        self.setAccessibleName(_("The whole topic"))
        self.lay_out(self.tie_button, self.year_button, self.print_button)

    def enable(self, on: bool) -> None:
        """Enable what needs a topic."""
        for one in (self.tie_button, self.year_button, self.print_button):
            one.setEnabled(on)

    def read(self, row: int) -> None:
        """Read what is tied to a topic."""
        self._context.jobs.read(
            gateway.topic,
            row,
            key=(id(self), "topic"),
            on_done=self._show,
            on_error=self.failed,
            context=self,
        )

    def print_results(self) -> None:
        """Print what came of the topic."""
        if self._row is not None:
            self._context.print_pdf("topic-results", {"topic": self._row})

    def _tie(self) -> None:
        if self._row is not None:
            self.tie_asked.emit()

    def _tie_year(self) -> None:
        if self._row is not None:
            self.year_asked.emit()

    def _show(self, found: ShownTopic) -> None:
        if found.view.id == self._row:
            self._say_untied(found.untied)
            self.tree.show_topic(found.view)
            self.show_tree()

    def _say_untied(self, count: int) -> None:
        words = _("Tie what has no topic &yet, of the same year…")
        self.year_button.setText(f"{words} ({number(count)})" if count else words)


class TopicsPage(MasterDetail):
    """Topics above; what is tied to one, and its further documents, below."""

    def __init__(self, context: PageContext, spec: RegisterSpec, options: PageOptions) -> None:
        self.pane: TopicPane | None = None
        hint = _("Choose a topic above to see what belongs to it.")
        below = PageOptions(scope=None, compact=True, filters=False, search=False, hint=hint)
        documents = context.specs["topic_documents"]
        self.documents = RegisterPage(context, documents, below)
        details = [(plural(documents), "topic_id", self.documents)]
        master = RegisterPage(context, spec, options)
        # few topics, much that belongs to one
        super().__init__(context, master, details, shares=(2, 3))
        self.pane = TopicPane(context, hint)
        self.pane.tie_asked.connect(self._tie)
        self.pane.year_asked.connect(self._tie_year)
        self.dialog: TieDialog | None = None
        self.tabs.insertTab(0, self.pane, _("The whole topic"))
        self.tabs.setCurrentIndex(0)

    def _tie(self) -> None:
        """Begin a tie to a document that is chosen in the window of the record."""
        self.documents.set_scope({"topic_id": self.master.current_id()})
        self.documents.new_record()

    def _tie_year(self) -> None:
        """Let the clerk choose what of the topic's year belongs to it."""
        from desktop.ui.plans.tie_dialog import TieDialog  # noqa: PLC0415 (when needed)

        topic = self.master.current_id()
        if topic is None or self.dialog is not None:
            return
        self.dialog = TieDialog(self.context, topic, self)
        self.dialog.tied.connect(self._tied)
        self.dialog.finished.connect(self._closed)
        self.dialog.open()

    def _tied(self, count: int) -> None:
        text = ngettext(
            "{count} record was tied. Ctrl+Z undoes it.",
            "{count} records were tied. Ctrl+Z undoes it.",
            count,
        )
        self.master.notice.tell(text.format(count=number(count)), "success")

    def _closed(self) -> None:
        self.dialog = None
        self.master.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _follow(self, *_place: object) -> None:
        """Show in the pane that is up what belongs to the chosen topic."""
        if self.pane is None:
            return
        if self.tabs.currentWidget() is self.pane:
            self.pane.set_record(self._row)
        else:
            scope = None if self._row is None else {"topic_id": self._row}
            self.documents.set_scope(scope)


def _with_missing(words: str, missing: int) -> str:
    """Add how many units of sessions have no number yet: the rate is as it is for that."""
    if not missing:
        return words
    text = ngettext("{count} unit lacks a number", "{count} units lack a number", missing)
    return f"{words} · {text.format(count=number(missing))}"
