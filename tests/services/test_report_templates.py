"""Own templates of reports: kept, and one of a kind used by default."""

from __future__ import annotations

from typing import Any

import pytest

from desktop.core.errors import InvalidValues, StaleRecord
from desktop.services import registers, undoing
from desktop.services.books import Book
from desktop.services.report_templates import KeptTemplate, save_template


def keep(book: Book, name: str, kind: str = "other", *, main: bool = True) -> KeptTemplate:
    values = {"name": name, "kind": kind, "text": "# KẾT QUẢ", "main": main}
    return save_template(book, values).value


def value(book: Book, template: KeptTemplate, name: str) -> Any:
    return registers.get(book, "report_templates", template.id).values[name]


def test_a_new_default_takes_it_from_the_others_of_its_kind_in_one_deed(book):
    first, other_kind = keep(book, "Một"), keep(book, "Khác", "final_review")
    second = keep(book, "Hai")
    assert [value(book, one, "main") for one in (first, other_kind, second)] == [False, True, True]
    deed = undoing.last_deeds(book).every[0]
    assert deed.words == "Thêm mẫu báo cáo «Hai»"
    undoing.undo(book, deed.batch)
    assert value(book, first, "main")


def test_one_that_isnt_the_default_leaves_the_default(book):
    first = keep(book, "Một")
    keep(book, "Hai", main=False)
    assert value(book, first, "main")


def test_what_is_missing_or_old_is_refused_and_changes_nothing(book):
    first = keep(book, "Một")
    with pytest.raises(InvalidValues):
        keep(book, "")
    given = {"name": "Hai", "kind": "other", "text": "# KẾT QUẢ", "main": True}
    changed = save_template(book, given, first.id, first.revision).value
    assert changed.revision > first.revision
    with pytest.raises(StaleRecord):
        save_template(book, {**given, "name": "Ba"}, first.id, first.revision)
    assert value(book, first, "name") == "Hai"
