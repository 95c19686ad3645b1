"""Pictures as files: a small preview of one, a scaled-down copy, a thumbnail.

Everything here runs on worker threads: images, never pixmaps. A picture's size is read before
it is decoded, so that a small file that unfolds to gigabytes is never unfolded.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QColor, QImage, QImageReader, QPainter

PREVIEW_SIDE: Final = 1_200  # points, of the longer side
SMALLER_SIDE: Final = 2_000
_PREVIEW_QUALITY, _SMALLER_QUALITY = 82, 85  # of 100, JPEG
_MOST_POINTS: Final = {"jpeg": 100_000_000, "webp": 50_000_000}  # JPEG is scaled while it is read
_MOST_OTHERS = 50_000_000
_ALLOCATION_MB = 256  # Qt refuses to decode into more
_SHRINKING = frozenset({"jpeg", "png", "bmp", "webp"})  # a GIF may move

_MAGIC = (
    (b"\xff\xd8\xff", "jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png"),
    (b"GIF87a", "gif"),
    (b"GIF89a", "gif"),
    (b"BM", "bmp"),
)
_MEDIA_TYPES = {"jpeg": "image/jpeg", "png": "image/png", "gif": "image/gif", "bmp": "image/bmp",
                "webp": "image/webp"}  # fmt: skip


@dataclass(frozen=True)
class Looked:
    """What a picture is; without a preview, `trouble` says why in one Vietnamese sentence."""

    kind: str  # 'jpeg', 'png', 'gif', 'bmp', 'webp'; '' for what is no picture we know
    width: int = 0
    height: int = 0
    preview: bytes | None = None
    trouble: str = ""

    @property
    def media_type(self) -> str:
        """The media type, '' when it isn't known from the content."""
        return _MEDIA_TYPES.get(self.kind, "")

    @property
    def may_shrink(self) -> bool:
        """Whether a scaled-down copy can be made and would have fewer points."""
        longer = max(self.width, self.height)
        return self.preview is not None and self.kind in _SHRINKING and longer > SMALLER_SIDE


def kind_of(head: bytes) -> str:
    """Return what kind of picture begins with these (at least 12) bytes; '' for none."""
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "webp"
    return next((kind for magic, kind in _MAGIC if head.startswith(magic)), "")


def look(name: str, content: bytes) -> Looked:
    """Look at a file's content and make its preview when it is a picture that can be read."""
    kind = kind_of(content)
    if not kind or kind not in _readable():
        return Looked("")
    if kind == "bmp" and not name.lower().endswith((".bmp", ".dib")):
        return Looked("")  # two letters are a weak sign
    size = _size(content, kind)
    if size.isEmpty():
        return Looked(kind, trouble=f"Ảnh «{name}» bị hỏng nên không xem trước được; "
                      "tệp vẫn được giữ nguyên.")  # fmt: skip
    width, height = size.width(), size.height()
    if width * height > _MOST_POINTS.get(kind, _MOST_OTHERS):
        return Looked(
            kind,
            trouble=f"Ảnh «{name}» quá lớn ({width} x {height} điểm) nên không xem trước được; "
            "tệp vẫn được giữ nguyên.",
        )
    image = _read(content, kind, size, PREVIEW_SIDE)
    if image.isNull():
        return Looked(kind, trouble=f"Ảnh «{name}» bị hỏng nên không xem trước được; "
                      "tệp vẫn được giữ nguyên.")  # fmt: skip
    return Looked(kind, width, height, as_jpeg(image, _PREVIEW_QUALITY))


def smaller(content: bytes) -> bytes | None:
    """Return a picture as JPEG with its longer side at `SMALLER_SIDE`; None when it can't be."""
    kind = kind_of(content)
    size = _size(content, kind) if kind in _SHRINKING else QSize()
    if size.isEmpty() or size.width() * size.height() > _MOST_POINTS.get(kind, _MOST_OTHERS):
        return None
    image = _read(content, kind, size, SMALLER_SIDE)
    return None if image.isNull() else as_jpeg(image, _SMALLER_QUALITY)


def thumbnail(jpeg: bytes, width: int, height: int) -> QImage:
    """Return a preview scaled to fit so many points; a null image when it can't be read."""
    size = _size(jpeg, "jpeg")
    if size.isEmpty():
        return QImage()
    wanted = size.scaled(width, height, Qt.AspectRatioMode.KeepAspectRatio)
    return _decoded(jpeg, "jpeg", wanted if wanted.width() < size.width() else size)


def as_png(image: QImage) -> bytes:
    """Return an image as PNG, every point as it is."""
    return _written(image, "PNG", -1)


def as_jpeg(image: QImage, quality: int) -> bytes:
    """Return an image as JPEG on white, `quality` of 100."""
    if image.hasAlphaChannel():
        flat = QImage(image.size(), QImage.Format.Format_RGB32)
        flat.fill(QColor("white"))
        painter = QPainter(flat)
        painter.drawImage(0, 0, image)
        painter.end()
        image = flat
    return _written(image, "JPEG", quality)


def try_out() -> None:
    """Make a preview of a small drawn picture and read it back; `AssertionError` when it fails.

    The self-test's part: the plug-in that reads and writes JPEG must have come along.
    """
    drawn = QImage(64, 32, QImage.Format.Format_RGB32)
    drawn.fill(QColor("#1a5fb4"))
    found = look("tu-kiem-tra.png", as_png(drawn))
    if found.preview is None or not found.preview.startswith(b"\xff\xd8"):
        raise AssertionError(f"no preview: {found.trouble or 'no picture'}")
    again = thumbnail(found.preview, 16, 16)
    colour = again.pixelColor(4, 4) if not again.isNull() else QColor()
    if (again.width(), again.height()) != (16, 8) or abs(colour.blue() - 0xB4) > 8:
        raise AssertionError(f"the preview reads back as {again.size()} {colour.name()}")


def _readable() -> frozenset[str]:
    """Return the kinds that Qt's plug-ins here can read."""
    return frozenset(bytes(one.data()).decode() for one in QImageReader.supportedImageFormats())


def _size(content: bytes, kind: str) -> QSize:
    buffer = _buffer(content)
    return QImageReader(buffer, QByteArray(kind.encode())).size()


def _read(content: bytes, kind: str, size: QSize, side: int) -> QImage:
    """Decode a picture upright (EXIF), scaled so that its longer side is `side` at most."""
    wanted = size
    if max(size.width(), size.height()) > side:
        wanted = size.scaled(side, side, Qt.AspectRatioMode.KeepAspectRatio)
    return _decoded(content, kind, wanted.expandedTo(QSize(1, 1)))


def _decoded(content: bytes, kind: str, wanted: QSize) -> QImage:
    QImageReader.setAllocationLimit(_ALLOCATION_MB)
    buffer = _buffer(content)
    reader = QImageReader(buffer, QByteArray(kind.encode()))
    reader.setAutoTransform(True)
    reader.setScaledSize(wanted)
    return reader.read()


def _buffer(content: bytes) -> QBuffer:
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    return buffer


def _written(image: QImage, kind: str, quality: int) -> bytes:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not image.save(buffer, kind, quality):  # type: ignore[call-overload]  # the stub says bytes
        raise RuntimeError(f"Qt can't write {kind}")
    return bytes(buffer.data().data())
