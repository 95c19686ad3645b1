"""Layouts of certificates in the book: kept, copied, chosen for an award, with their scans."""

from __future__ import annotations

from dataclasses import replace

import pytest

from desktop.core.certificate_presets import PRESETS
from desktop.core.certificates import CertificateField, CertificateLayout, LayoutRefused
from desktop.core.errors import InvalidValues, StaleRecord
from desktop.services import certificates, registers
from desktop.services.certificates import Changed, KeptLayout, Scan
from desktop.storage.book import Book

from .rows import add, live, undo_last

JPEG, OTHER = b"\xff\xd8\xff" + b"1" * 500, b"\xff\xd8\xff" + b"2" * 400
PLAIN = PRESETS["certificate-party"].layout


def changed_of(one: KeptLayout, **changes: object) -> Changed:
    found = Changed(one.name, one.layout, one.form_id, one.level, one.main)
    return replace(found, **changes)  # type: ignore[arg-type]  # any of them


def test_a_new_book_has_a_layout_for_each_blank(book: Book) -> None:
    found = certificates.layouts(book)
    assert [(one.name, one.form, one.main) for one in found] == [
        ("Bằng khen (thể thức Đảng)", "Bằng khen", True),
        ("Bằng khen (thể thức Nhà nước)", "Bằng khen", True),
        ("Giấy khen (thể thức Đảng)", "Giấy khen", True),
        ("Giấy khen (thể thức Nhà nước)", "Giấy khen", True),
        ("Thư khen", "Thư khen", True),
    ]
    assert all(one.id is not None and not one.scanned and not one.broken for one in found)
    assert [one.name for one in certificates.forms(book)] == [
        "Bằng khen",
        "Giấy khen",
        "Biểu dương",
        "Thư khen",
        "Kỷ niệm chương",
    ]


def test_a_book_without_layouts_has_the_presets(book: Book) -> None:
    ids = [one.id for one in certificates.layouts(book) if one.id is not None]
    registers.delete(book, "certificate_layouts", ids)
    found = certificates.layouts(book)
    assert [one.id for one in found] == [None] * 5
    assert {one.layout for one in found} == {one.layout for one in PRESETS.values()}
    assert all(one.form_id is not None for one in found)
    kept = certificates.save(book, changed_of(found[0], name="Của huyện")).value
    assert [one.name for one in certificates.layouts(book)] == ["Của huyện"]
    assert kept.layout == found[0].layout


def test_a_layout_is_kept_as_it_is_given(book: Book) -> None:
    field = CertificateField("name", "Ông: {name}", 120.5, 99.9, 180, size=23.5, bold=True)
    layout = replace(PLAIN, width=420.0, height=297.0, fields=(field,), style="")
    done = certificates.save(book, Changed("A3 của Huyện ủy", layout, level="district"))
    assert done.changes.touches("certificate_layouts")
    assert done.value.id is not None
    assert certificates.layout(book, done.value.id) == done.value
    assert done.value.layout == layout
    assert undo_last(book) == "Thêm mẫu in «A3 của Huyện ủy»"
    with pytest.raises(StaleRecord):
        certificates.layout(book, done.value.id)


def test_a_stale_layout_is_not_written_over(book: Book) -> None:
    one = certificates.layouts(book)[0]
    certificates.save(book, changed_of(one, name="Mới"), one.id, one.revision)
    with pytest.raises(StaleRecord):
        certificates.save(book, changed_of(one, name="Cũ"), one.id, one.revision)
    with pytest.raises(InvalidValues, match="tên mẫu"):
        certificates.save(book, changed_of(one, name="  "))


def test_one_layout_of_a_form_level_and_style_is_the_default_one(book: Book) -> None:
    before = {one.name: one for one in certificates.layouts(book)}
    first = before["Giấy khen (thể thức Đảng)"]
    fresh = certificates.save(book, changed_of(first, name="Phôi mới", main=True)).value
    after = {one.name: one for one in certificates.layouts(book)}
    assert fresh.main
    assert not after[first.name].main
    assert after["Giấy khen (thể thức Nhà nước)"].main  # another style of paper
    assert after["Bằng khen (thể thức Đảng)"].main


def test_the_layout_for_an_award_fits_form_level_and_style(book: Book) -> None:
    found = list(certificates.layouts(book))
    form = next(one.form_id for one in found if one.form == "Giấy khen")
    assert form is not None

    def chosen(level: str | None, style: str) -> str:
        all_ = certificates.layouts(book)
        return certificates.chosen_for(all_, form, "Giấy khen", level, style).name

    assert chosen("district", "party") == "Giấy khen (thể thức Đảng)"
    assert chosen("commune", "government") == "Giấy khen (thể thức Nhà nước)"
    certificates.save(book, Changed("Của xã", PLAIN, form, "commune"))
    assert chosen("commune", "party") == "Của xã"
    assert chosen("district", "party") == "Giấy khen (thể thức Đảng)"
    certificates.save(book, Changed("Phôi mới", PLAIN, form, main=True))
    assert chosen("district", "party") == "Phôi mới"
    badge = next(one for one in certificates.forms(book) if one.name == "Kỷ niệm chương")
    preset = certificates.chosen_for(found, badge.id, badge.name, None, "government")
    assert (preset.id, preset.layout) == (None, PRESETS["certificate-state"].layout)


def test_the_scan_belongs_to_the_layout(book: Book) -> None:
    one = certificates.layouts(book)[0]
    assert one.id is not None
    assert certificates.scan(book, one.id) is None
    kept = certificates.save(book, changed_of(one, scan=Scan("Phôi.jpg", JPEG, JPEG)), one.id).value
    assert kept.scanned
    assert certificates.scan(book, one.id) == JPEG
    (file,) = live(book, "attachments")
    assert (file["owner_register"], file["media_type"]) == ("certificate_layouts", "image/jpeg")
    # saved again without a word about the scan: it stays
    again = certificates.save(book, changed_of(one, name="Tên khác"), one.id).value
    assert again.scanned
    other = certificates.save(book, changed_of(one, scan=Scan("2.jpg", OTHER, OTHER)), one.id).value
    assert certificates.scan(book, one.id) == OTHER
    assert len(live(book, "attachments")) == 1
    # the same picture again, after another one
    certificates.save(book, changed_of(one, scan=Scan("1.jpg", JPEG, JPEG)), one.id)
    assert certificates.scan(book, one.id) == JPEG
    bare = certificates.save(book, changed_of(other, without_scan=True), one.id).value
    assert not bare.scanned
    assert certificates.scan(book, one.id) is None


def test_undo_brings_the_former_scan_back(book: Book) -> None:
    one = certificates.layouts(book)[0]
    assert one.id is not None
    certificates.save(book, changed_of(one, scan=Scan("Phôi.jpg", JPEG, JPEG)), one.id)
    certificates.save(book, changed_of(one, scan=Scan("2.jpg", OTHER, OTHER)), one.id)
    assert undo_last(book) == f"Sửa mẫu in «{one.name}»"
    assert certificates.scan(book, one.id) == JPEG


def test_a_copy_has_a_name_of_its_own_and_the_scan(book: Book) -> None:
    one = certificates.layouts(book)[2]
    assert one.id is not None
    certificates.save(book, changed_of(one, scan=Scan("Phôi.jpg", JPEG, OTHER)), one.id)
    first = certificates.copy(book, one.id).value
    second = certificates.copy(book, one.id).value
    assert first.name == "Giấy khen (thể thức Đảng) (2)"
    assert second.name == "Giấy khen (thể thức Đảng) (3)"
    assert first.layout == one.layout
    assert not first.main
    assert first.id is not None
    assert certificates.scan(book, first.id) == JPEG
    assert certificates.layout(book, one.id).main


def test_broken_settings_are_told_and_the_preset_is_shown(book: Book) -> None:
    one = certificates.layouts(book)[2]
    registers.save(book, "certificate_layouts", {"settings": "{hỏng"}, one.id)
    assert one.id is not None
    found = certificates.layout(book, one.id)
    assert found.broken.startswith("Mẫu in giấy khen này bị hỏng: sai cú pháp ở dòng 1")
    assert found.layout == PRESETS["certificate-party"].layout


def test_a_new_layout_begins_with_the_preset_of_the_offices_style(book: Book) -> None:
    found = certificates.fresh(book)
    assert (found.id, found.form, found.main) == (None, "Giấy khen", False)
    assert found.name == "Giấy khen (thể thức Đảng) (2)"
    add(book, "award_forms", name="Thư khen")  # the same name twice does no harm
    assert certificates.fresh(book).layout == PRESETS["certificate-party"].layout


def kept_as(book: Book, layout: CertificateLayout) -> KeptLayout:
    found = certificates.save(book, Changed("Mẫu của tôi", layout)).value
    assert certificates.layout(book, found.id or 0) == found
    return found


def with_first(**changes: object) -> CertificateLayout:
    first, *others = PLAIN.fields
    changed = replace(first, **changes)  # type: ignore[arg-type]  # any of them
    return replace(PLAIN, fields=(changed, *others))


def test_an_indent_is_kept_on_smaller_paper(book: Book) -> None:
    found = kept_as(book, with_first(indent=200.0).resized(148.0, 210.0))
    assert not found.broken
    assert found.layout.fields[0].indent == 148.0


def test_many_fields_and_a_long_text_are_kept_whole(book: Book) -> None:
    text = ("Chữ " * 700).strip()
    layout = with_first(text=text)
    layout = replace(layout, fields=layout.fields + (layout.fields[1],) * 100)
    found = kept_as(book, layout)
    assert not found.broken
    assert found.layout == layout


@pytest.mark.parametrize(
    ("layout", "said"),
    [
        (with_first(indent=5_000.0), "«indent» phải từ 0 đến"),
        (with_first(text="Chữ " * 3_000), "dài quá 10000 ký tự"),
        (replace(PLAIN, fields=PLAIN.fields[:1] * 201), "có quá 200 dòng chữ"),
    ],
    ids=["indent", "text", "fields"],
)
def test_what_could_not_be_read_again_is_refused_before_it_is_kept(
    book: Book, layout: CertificateLayout, said: str
) -> None:
    before = live(book, "certificate_layouts")
    with pytest.raises(LayoutRefused, match=said) as caught:
        certificates.save(book, Changed("Mẫu của tôi", layout))
    assert caught.value.message.startswith("Chưa lưu được mẫu in: ")
    assert live(book, "certificate_layouts") == before
