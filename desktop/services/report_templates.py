"""The clerk's own templates of reports: of each kind at most one is used by default."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import select

from desktop.core.changes import Done
from desktop.services import registers
from desktop.storage.book import Book, changes_of
from desktop.storage.models import ReportTemplate

_REGISTER: Final = "report_templates"


@dataclass(frozen=True)
class KeptTemplate:
    """Under which id and as which revision a template is kept."""

    id: int
    revision: int


def save_template(
    book: Book,
    values: Mapping[str, Any],
    template_id: int | None = None,
    revision: int | None = None,
) -> Done[KeptTemplate]:
    """Keep a template, a new one without `template_id`.

    `values` are all fields of the register. One that is used by default takes that from the others
    of its kind, in the same deed. Raises
    `InvalidValues` for a missing name or text and `StaleRecord` for one that changed meanwhile.
    """
    words = "Thêm" if template_id is None else "Sửa"
    with book.write(f"{words} mẫu báo cáo «{values.get('name') or ''}»") as session:
        row = registers.save_in(session, _REGISTER, values, template_id, revision)
        if values.get("main"):
            others = session.scalars(
                select(ReportTemplate.id).where(
                    ReportTemplate.kind == values["kind"],
                    ReportTemplate.main.is_(True),
                    ReportTemplate.deleted_at.is_(None),
                    ReportTemplate.id != row.id,
                )
            ).all()
            for other in others:
                registers.save_in(session, _REGISTER, {"main": False}, other)
        return Done(KeptTemplate(row.id, row.revision), changes_of(session))
