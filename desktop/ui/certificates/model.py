"""The layout being edited: its state, what is selected, and the steps back and forth."""

from __future__ import annotations

from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from desktop.core.certificates import CertificateField, CertificateLayout, kept_on, rounded

_KEPT = 200  # steps that can be taken back


@dataclass(frozen=True)
class Edited:
    """Everything that is saved together: what the undo steps go between."""

    layout: CertificateLayout
    name: str = ""
    form_id: int | None = None
    level: str | None = None
    main: bool = False
    scan: bytes | None = None  # JPEG


class LayoutModel(QObject):
    """Holds an `Edited`; every change goes through `change`, which can be taken back."""

    changed = Signal()
    selection_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.now = Edited(CertificateLayout(297.0, 210.0, ()))
        self._saved = self.now
        self._back: list[Edited] = []
        self._forth: list[Edited] = []
        self._tag: object = None
        self._before: Edited | None = None  # where a drag that is under way began
        self._selected: tuple[int, ...] = ()

    # the whole

    def load(self, edited: Edited, *, saved: bool = True) -> None:
        """Begin with what the book holds (or, not `saved`, with what it doesn't yet)."""
        self.now = edited
        self._saved = edited if saved else replace(edited, name=f"{edited.name}\0")
        self._back, self._forth, self._tag, self._before = [], [], None, None
        self._selected = ()
        self.changed.emit()
        self.selection_changed.emit()

    def mark_saved(self, edited: Edited) -> None:
        """Take note that this is kept now."""
        self._saved = edited
        self._tag = None
        self.changed.emit()

    @property
    def unsaved(self) -> bool:
        """Whether there is something that the book doesn't hold."""
        return self.now != self._saved

    @property
    def layout(self) -> CertificateLayout:
        """The layout as it stands."""
        return self.now.layout

    @property
    def can_undo(self) -> bool:
        """Whether a step can be taken back."""
        return bool(self._back)

    @property
    def can_redo(self) -> bool:
        """Whether a step taken back can be done again."""
        return bool(self._forth)

    def change(self, edited: Edited, tag: object = None) -> None:
        """Take a step; steps of one `tag` in a row (a word being typed) are one."""
        if edited == self.now:
            return
        if tag is None or tag != self._tag:
            self._push(self.now)
        self._tag = tag
        self._put(edited)

    def undo(self) -> None:
        """Take the last step back."""
        self.end_drag()
        if self._back:
            self._forth.append(self.now)
            self._tag = None
            self._put(self._back.pop())

    def redo(self) -> None:
        """Do the step taken back last again."""
        if self._forth:
            self._back.append(self.now)
            self._tag = None
            self._put(self._forth.pop())

    def _push(self, edited: Edited) -> None:
        self._back = [*self._back[-(_KEPT - 1) :], edited]
        self._forth = []

    def _put(self, edited: Edited) -> None:
        count = len(edited.layout.fields)
        gone = any(one >= count for one in self._selected)
        self._selected = tuple(one for one in self._selected if one < count)
        self.now = edited
        self.changed.emit()
        if gone:
            self.selection_changed.emit()

    # fields

    @property
    def selected(self) -> tuple[int, ...]:
        """The places of the selected fields, the one chosen last at the end."""
        return self._selected

    @property
    def current(self) -> int | None:
        """The place of the field whose properties are shown."""
        return self._selected[-1] if self._selected else None

    @property
    def field(self) -> CertificateField | None:
        """The field whose properties are shown."""
        return None if self.current is None else self.layout.fields[self.current]

    def select(self, *places: int) -> None:
        """Select fields by their places."""
        if places != self._selected:
            self._selected = places
            self._tag = None
            self.selection_changed.emit()

    def set_fields(self, fields: tuple[CertificateField, ...], tag: object = None) -> None:
        """Change the fields in one step."""
        self.change(self._with(fields), tag)

    def edit_field(self, tag: str = "", **values: object) -> None:
        """Change the field whose properties are shown."""
        place = self.current
        if place is None:
            return
        layout = self.layout
        edited = replace(layout.fields[place], **values)  # type: ignore[arg-type]  # any field
        fields = list(layout.fields)
        fields[place] = kept_on(edited, layout.width, layout.height)
        self.set_fields(tuple(fields), (tag, place) if tag else None)

    def add(self, field: CertificateField) -> None:
        """Add a field and select it."""
        self.set_fields((*self.layout.fields, field))
        self.select(len(self.layout.fields) - 1)

    def remove_selected(self) -> None:
        """Remove the selected fields."""
        gone = set(self._selected)
        if gone:
            fields = self.layout.fields
            self._selected = ()
            self.set_fields(tuple(one for at, one in enumerate(fields) if at not in gone))
            self.selection_changed.emit()

    def move_selected(self, dx: float, dy: float, tag: object = None) -> None:
        """Move the selected fields together, none of them off the sheet."""
        self.set_fields(self.moved(self.layout.fields, dx, dy), tag)

    def moved(
        self, fields: tuple[CertificateField, ...], dx: float, dy: float
    ) -> tuple[CertificateField, ...]:
        """Return fields with the selected ones moved, as far as the sheet goes."""
        some = [fields[one] for one in self._selected]
        if not some:
            return fields
        layout = self.layout
        dx = min(max(dx, -min(one.x for one in some)), layout.width - max(one.x for one in some))
        dy = min(max(dy, -min(one.y for one in some)), layout.height - max(one.y for one in some))
        return tuple(
            replace(one, x=rounded(one.x + dx), y=rounded(one.y + dy))
            if at in self._selected
            else one
            for at, one in enumerate(fields)
        )

    # a drag of the mouse: shown as it goes, one step when it ends

    def begin_drag(self) -> tuple[CertificateField, ...]:
        """Begin; return the fields as they are."""
        self._before = self.now
        return self.layout.fields

    def drag_to(self, fields: tuple[CertificateField, ...]) -> None:
        """Show where a drag has come."""
        if self._before is not None:
            self._put(self._with(fields))

    def end_drag(self) -> None:
        """Keep where the drag has come as one step."""
        before, self._before = self._before, None
        if before is not None and before != self.now:
            self._push(before)
            self._tag = None
            self.changed.emit()

    def _with(self, fields: tuple[CertificateField, ...]) -> Edited:
        return replace(self.now, layout=replace(self.layout, fields=fields))
