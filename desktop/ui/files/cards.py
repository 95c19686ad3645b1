"""The files of a record as cards: picture or sign, name, size, caption."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QFont, QImage, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from desktop.core.file_names import size_text
from desktop.ui.i18n import _
from desktop.ui.icons import icon
from desktop.ui.theme import GAP
from desktop.ui.widgets.own_keys import OwnKeys

if TYPE_CHECKING:
    from desktop.services.attachments import Listed

THUMB: Final = QSize(96, 72)
_LETTERS = 20  # beside the picture, at least
_SPACE = 4  # between cards
_Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_SIGNS = (
    ("image/", "image"),
    ("application/pdf", "file-text"),
    ("text/", "file-text"),
    ("word", "file-text"),
    ("excel", "columns-3"),
    ("spreadsheet", "columns-3"),
)


class FilesModel(QAbstractListModel):
    """Files in their order; pictures come in after the names."""

    def __init__(self) -> None:
        super().__init__()
        self.files: list[Listed] = []
        self._pictures: dict[int, QPixmap] = {}

    def show_files(self, files: Sequence[Listed]) -> None:
        """Show these files; pictures that are known stay."""
        self.beginResetModel()
        self.files = list(files)
        known = {one.id for one in files}
        self._pictures = {one: pix for one, pix in self._pictures.items() if one in known}
        self.endResetModel()

    def wanting(self) -> list[int]:
        """Return the ids of files whose picture hasn't been read yet."""
        return [one.id for one in self.files if one.pictured and one.id not in self._pictures]

    def take_pictures(self, found: dict[int, QImage], asked: Sequence[int], scale: float) -> None:
        """Show pictures that were read; what was asked for and isn't there is not asked again."""
        for one in asked:
            pixmap = QPixmap.fromImage(found.get(one, QImage()))
            pixmap.setDevicePixelRatio(scale)
            self._pictures[one] = pixmap
        if self.files:
            self.dataChanged.emit(self.index(0), self.index(len(self.files) - 1))

    def picture(self, row_id: int) -> QPixmap | None:
        """Return a file's picture, None while there is none."""
        found = self._pictures.get(row_id)
        return None if found is None or found.isNull() else found

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """Return how many files there are."""
        return 0 if parent.isValid() else len(self.files)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return what the list asks of a file."""
        if not index.isValid() or index.row() >= len(self.files):
            return None
        one = self.files[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return one.name
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return "\n".join(filter(None, (one.name, one.caption, size_text(one.size))))
        return None


class _Card(QStyledItemDelegate):
    """Draws a file."""

    def __init__(self, model: FilesModel, view: QListView) -> None:
        super().__init__(view)
        self._model = model
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Return the size of every card: as many beside each other as fill the row."""
        del index
        metrics = option.fontMetrics
        least = THUMB.width() + metrics.averageCharWidth() * _LETTERS + 3 * GAP
        high = max(THUMB.height(), 3 * metrics.height() + 4) + 2 * GAP
        bar = self._view.verticalScrollBar().sizeHint().width()
        room = self._view.width() - bar - 2 * self._view.frameWidth() - 2 * _SPACE
        columns = max(1, room // (least + _SPACE))
        return QSize(max(least, room // columns - _SPACE), high)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw the picture or sign on the left, three lines beside it."""
        one = self._model.files[index.row()]
        painter.save()
        style = option.widget.style() if option.widget else QApplication.style()
        style.drawPrimitive(
            QStyle.PrimitiveElement.PE_PanelItemViewItem, option, painter, option.widget
        )
        inner = option.rect.adjusted(GAP, GAP, -GAP, -GAP)
        place = QRect(inner.left(), inner.top(), THUMB.width(), inner.height())
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        self._draw_picture(painter, place, one, chosen)
        text = QRect(place.right() + GAP, inner.top(), inner.right() - place.right() - GAP,
                     inner.height())  # fmt: skip
        self._draw_words(painter, option, text, one, chosen)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(option.palette.color(QPalette.ColorRole.Accent))
            painter.drawRect(option.rect.adjusted(1, 1, -2, -2))
        painter.restore()

    def _draw_picture(self, painter: QPainter, place: QRect, one: Listed, chosen: bool) -> None:
        pixmap = self._model.picture(one.id)
        if pixmap is None:
            mode = icon(_sign(one), "muted")
            side = min(place.width(), place.height(), 40)
            middle = QRect(0, 0, side, side)
            middle.moveCenter(place.center())
            mode.paint(painter, middle, Qt.AlignmentFlag.AlignCenter,
                       mode.Mode.Selected if chosen else mode.Mode.Normal)  # fmt: skip
            return
        size = pixmap.deviceIndependentSize().toSize()
        where = QRect(0, 0, size.width(), size.height())
        where.moveCenter(place.center())
        painter.drawPixmap(where, pixmap)

    def _draw_words(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        place: QRect,
        one: Listed,
        chosen: bool,
    ) -> None:
        roles = QPalette.ColorRole
        colours = option.palette
        strong = roles.HighlightedText if chosen else roles.Text
        quiet = roles.HighlightedText if chosen else roles.PlaceholderText
        metrics = option.fontMetrics
        lines = [(one.name, strong, True), (size_text(one.size), quiet, False)]
        if one.caption:
            lines.insert(1, (one.caption, strong, False))
        high = metrics.height()
        top = place.top() + (place.height() - high * len(lines)) // 2
        middle = Qt.TextElideMode.ElideMiddle  # the ending of a name tells what it is
        for words, role, heavy in lines:
            font = QFont(option.font)
            font.setWeight(QFont.Weight.DemiBold if heavy else QFont.Weight.Normal)
            painter.setFont(font)
            painter.setPen(colours.color(role))
            mode = middle if heavy else Qt.TextElideMode.ElideRight
            shown = painter.fontMetrics().elidedText(words, mode, place.width())
            line = QRect(place.left(), top, place.width(), high)
            flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(line, flags | Qt.TextFlag.TextSingleLine, shown)
            top += high


def _sign(one: Listed) -> str:
    kind = one.media_type
    return next((name for part, name in _SIGNS if part in kind), "paperclip")


class FilesView(OwnKeys, QListView):
    """The cards, beside and below each other; everything can be done with keys."""

    opened = Signal()
    describe_asked = Signal()
    delete_asked = Signal()

    def __init__(self, model: FilesModel) -> None:
        super().__init__()
        self.setModel(model)
        model.setParent(self)
        self.setItemDelegate(_Card(model, self))
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setSpacing(_SPACE)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setDragEnabled(False)
        self.setAcceptDrops(False)  # the pane takes what is dropped
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setAccessibleName(_("Files and photos"))
        self.doubleClicked.connect(lambda _index: self.opened.emit())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Choose the file with the cursor when the keyboard comes here and none is chosen."""
        super().focusInEvent(event)
        current = self.currentIndex()
        if current.isValid() and not self.selectedIndexes():
            self.selectionModel().select(current, self.selectionModel().SelectionFlag.Select)

    def deeds(self) -> Mapping[Qt.Key, Any]:
        """Enter opens, F2 describes, Del deletes."""
        return {
            Qt.Key.Key_Return: self.opened,
            Qt.Key.Key_Enter: self.opened,
            Qt.Key.Key_F2: self.describe_asked,
            Qt.Key.Key_Delete: self.delete_asked,
        }
