"""Previews and smaller copies of real pictures, and of what only looks like one."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QColor, QImage

from desktop.services.attachments import jpeg_size
from desktop.ui.files import pictures

from . import drawn

pytestmark = pytest.mark.usefixtures("qapp")
GIF = bytes.fromhex("47494638396102000100800000ff0000ffffff2c00000000020001000002024401003b")


def written(image: QImage, kind: str) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert image.save(buffer, kind)
    return bytes(buffer.data().data())


@pytest.mark.parametrize(
    ("kind", "name"), [("JPEG", "a.jpg"), ("PNG", "a.png"), ("BMP", "a.bmp"), ("WEBP", "a.webp")]
)
def test_every_kind_gets_a_preview(kind: str, name: str) -> None:
    found = pictures.look(name, written(drawn.image(1_800, 900), kind))
    assert (found.kind, found.width, found.height) == (kind.lower(), 1_800, 900)
    assert found.trouble == ""
    assert found.media_type == f"image/{kind.lower()}"
    assert jpeg_size(found.preview or b"") == (1_200, 600)
    again = QImage.fromData(found.preview or b"")
    assert again.pixelColor(10, 10).lightness() > 240
    assert abs(again.pixelColor(1_000, 500).blue() - 0xB4) < 8


def test_a_gif_is_seen_and_never_made_smaller() -> None:
    found = pictures.look("a.gif", GIF)
    assert (found.kind, found.width, found.height) == ("gif", 2, 1)
    assert found.preview is not None
    assert not found.may_shrink
    assert pictures.smaller(GIF) is None


def test_a_small_picture_is_not_blown_up() -> None:
    assert jpeg_size(pictures.look("a.jpg", drawn.jpeg()).preview or b"") == (60, 40)


def test_a_photo_stands_upright() -> None:
    found = pictures.look("a.jpg", drawn.turned(drawn.jpeg(2_400, 1_200)))
    assert jpeg_size(found.preview or b"") == (600, 1_200)
    again = QImage.fromData(found.preview or b"")
    assert again.pixelColor(590, 10).lightness() > 240  # the quarter went to the upper right
    assert abs(again.pixelColor(10, 10).blue() - 0xB4) < 8


def test_scaled_down_on_request() -> None:
    held = pictures.as_png(drawn.image(4_000, 2_500))
    assert pictures.look("a.png", held).may_shrink
    assert jpeg_size(pictures.smaller(held) or b"") == (2_000, 1_250)


def test_what_is_transparent_becomes_white() -> None:
    clear = QImage(20, 20, QImage.Format.Format_ARGB32)
    clear.fill(Qt.GlobalColor.transparent)
    found = pictures.look("a.png", pictures.as_png(clear))
    assert QImage.fromData(found.preview or b"").pixelColor(5, 5) == QColor("white")


@pytest.mark.parametrize(("width", "height"), [(60_000, 60_000), (900_000, 900), (8_000, 8_000)])
def test_what_would_unfold_to_gigabytes_is_never_unfolded(width: int, height: int) -> None:
    found = pictures.look("bom.png", drawn.png_of(width, height))
    assert found.preview is None
    assert found.trouble == (
        f"Ảnh «bom.png» quá lớn ({width} x {height} điểm) nên không xem trước được; "
        "tệp vẫn được giữ nguyên."
    )
    assert not found.may_shrink
    assert pictures.smaller(drawn.png_of(width, height)) is None


@pytest.mark.qt_log_ignore("qt.gui.imageio", "libpng", "JPEG", extend=True)
@pytest.mark.parametrize(
    "content", [b"\xff\xd8\xff\xe0 not a picture", b"\x89PNG\r\n\x1a\n", drawn.png_of(40, 40)[:45]]
)
def test_a_broken_picture_is_told_and_kept(content: bytes) -> None:
    found = pictures.look("hỏng.jpg", content)
    assert found.preview is None
    assert found.trouble == (
        "Ảnh «hỏng.jpg» bị hỏng nên không xem trước được; tệp vẫn được giữ nguyên."
    )


@pytest.mark.parametrize(
    "content",
    [b"", b"text", b"%PDF-1.7", b"BM is how this text begins", b"<svg xmlns='x'/>", b"\x00" * 64],
)
def test_other_files_are_no_pictures(content: bytes) -> None:
    assert pictures.look("a.txt", content) == pictures.Looked("")


@pytest.mark.qt_log_ignore("Not a JPEG file", extend=True)
def test_a_thumbnail_fits() -> None:
    jpeg = pictures.look("a.jpg", drawn.jpeg(1_000, 200)).preview or b""
    found = pictures.thumbnail(jpeg, 96, 72)
    assert (found.width(), found.height()) == (96, 19)
    assert pictures.thumbnail(b"no jpeg", 96, 72).isNull()


def test_the_self_test_of_pictures_passes() -> None:
    pictures.try_out()
