"""What can be done to many records at once: which fields are asked for, what is foreseen, done."""

# ruff: noqa: PLC0415 (services are imported when they are first needed, on a worker thread)

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from desktop.core.register import Field, Kind, RegisterSpec
from desktop.ui.i18n import _, ngettext, number
from desktop.ui.register.display import plural

if TYPE_CHECKING:
    from desktop.core.changes import Done
    from desktop.services.books import Book
    from desktop.services.many import Effect

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Plan:
    """A change of many records; `foresee` and `do` run on worker threads.

    `chosen`: the clerk chooses which of the fields are changed; else all are asked for.
    """

    title: str
    fields: tuple[Field, ...]
    foresee: Callable[..., Sequence[Effect]]  # book, ids, values, progress
    do: Callable[..., Done[int]]  # book, ids, values, progress
    button: Callable[[int], str]  # its words for so many
    hint: str  # what to fill in before anything can be foreseen
    given: Mapping[str, Any] | None = None
    chosen: bool = False


def transfer(members: RegisterSpec) -> Plan:
    """Return the plan of moving members to another unit on a day."""

    def foresee(book: Book, ids: Sequence[int], values: Values, progress: Any = None) -> Any:
        from desktop.services import lives

        return lives.foresee_transfer(book, ids, values["unit_id"], values["on"], progress)

    def do(book: Book, ids: Sequence[int], values: Values, progress: Any = None) -> Any:
        from desktop.services import lives

        return lives.transfer(book, ids, values["unit_id"], values["on"], progress)

    unit = replace(
        members.by_name["unit_id"], label="To the unit", heading="Chuyển đến", required=True
    )
    return Plan(
        title=_("Transfer to another unit"),
        fields=(unit, _day("Transferred on", "Ngày chuyển", required=True)),
        foresee=foresee,
        do=do,
        button=lambda count: ngettext(
            "&Transfer {count} member", "&Transfer {count} members", count
        ).format(count=number(count)),
        hint=_("Choose the unit and the date; then see here what becomes of each."),
        given={"on": _today()},
    )


def status(members: RegisterSpec) -> Plan:
    """Return the plan of giving members another status from a day on."""

    def foresee(book: Book, ids: Sequence[int], values: Values, progress: Any = None) -> Any:
        from desktop.services import lives

        return lives.foresee_status(book, ids, *_of_status(values), progress)

    def do(book: Book, ids: Sequence[int], values: Values, progress: Any = None) -> Any:
        from desktop.services import lives

        return lives.change_status(book, ids, *_of_status(values), progress)

    by_name = members.by_name
    return Plan(
        title=_("Change the status"),
        fields=(
            replace(by_name["status"], required=True, default=None),
            by_name["status_on"],
            by_name["status_reason"],
        ),
        foresee=foresee,
        do=do,
        button=lambda count: ngettext(
            "&Change {count} member", "&Change {count} members", count
        ).format(count=number(count)),
        hint=_("Choose the new status; then see here what becomes of each."),
        given={"status_on": _today()},
    )


def edit(spec: RegisterSpec, scope: Mapping[str, Any] | None = None) -> Plan:
    """Return the plan of giving records the same values in columns that the clerk chooses."""

    def foresee(book: Book, ids: Sequence[int], values: Values, progress: Any = None) -> Any:
        from desktop.services import many

        return many.foresee(book, spec.name, ids, values, progress)

    def do(book: Book, ids: Sequence[int], values: Values, progress: Any = None) -> Any:
        from desktop.services import many

        return many.edit_many(book, spec.name, ids, values, progress)

    return Plan(
        title=_("Change many: {name}").format(name=plural(spec)),
        fields=tuple(one for one in spec.fields if _may_be_common(one, spec, scope or {})),
        foresee=foresee,
        do=do,
        button=lambda count: ngettext(
            "&Change {count} record", "&Change {count} records", count
        ).format(count=number(count)),
        hint=_("Tick the columns to change on the left, and give each its new value."),
        chosen=True,
    )


def _may_be_common(field: Field, spec: RegisterSpec, scope: Mapping[str, Any]) -> bool:
    """Tell whether several records may well have the same value: not what tells them apart."""
    alone = {names[0] for names in spec.identity if len(names) == 1}
    return (
        field.editable
        and field.kind is not Kind.BYTES
        and field.name not in scope
        and field.name not in alone
        and field.name != spec.title
    )


def _of_status(values: Values) -> tuple[Any, Any, Any]:
    return values["status"], values["status_on"], values["status_reason"]


def _day(label: str, heading: str, *, required: bool) -> Field:
    return Field(name="on", label=label, heading=heading, kind=Kind.PARTIAL_DATE, required=required)


def _today() -> str:
    return date.today().isoformat()  # noqa: DTZ011 (the clerk's own day)
