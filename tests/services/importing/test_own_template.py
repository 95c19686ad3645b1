"""The program's own templates, handed back as they are or filled in, are read exactly."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.services import exporting, importing
from desktop.services.books import Book
from desktop.services.importing.recognising import NUMBER
from desktop.services.registers import specs
from desktop.services.sheets import layout

TYPED = [name for name, one in specs().items()
         if not any(field.required and not field.editable for field in one.fields)]  # fmt: skip


@pytest.mark.parametrize("register", TYPED)
def test_the_heading_of_a_template_is_the_one_row_that_it_is(
    book: Book, tmp_path: Path, register: str
):
    file = tmp_path / "Mẫu.xlsx"
    exporting.template(book, register, file)
    source = importing.read(file)
    (found,) = importing.recognise(register, source)
    first = source.tables[found.table].first_row
    keys = [one.key for one in layout(register) if one.field.editable]
    assert (first + found.top, first + found.bottom) == (3, 3)
    assert found.columns == dict(enumerate([NUMBER, *keys]))
