"""Photos and notes on some of the demo's models; the pictures are drawn, nobody is on them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from desktop.core.errors import problem_from_oserror
from desktop.platform.paths import resource_path
from desktop.services import attachments
from desktop.services.demo.making import Making, texts
from desktop.services.demo.models import Made
from desktop.storage.models import Model


def make_files(making: Making, models: Sequence[Made]) -> None:
    """Put pictures and notes to the models that the texts name."""
    known = texts("files")
    ids = {one.name: one.id for one in reversed(models)}
    with making.writing("Đính kèm ảnh mô hình"):
        for model, file, name, caption in known["pictures"]:
            jpeg = _picture(file)
            new = attachments.NewFile(name, jpeg, "image/jpeg", jpeg, caption)
            attachments.attach_in(making.session, "models", ids[model], [new])
    with making.writing("Ghi chú"):
        for model, ago, text, remind, settled in known["notes"]:
            owner = making.session.get_one(Model, ids[model])
            making.save(
                "notes",
                owner_register="models",
                owner_uid=owner.uid,
                on=making.today - timedelta(days=ago),
                text=text,
                remind_on=None if remind is None else making.today + timedelta(days=remind),
                settled=settled,
            )


def _picture(name: str) -> bytes:
    path = resource_path("demo", name)
    try:
        return path.read_bytes()
    except OSError as error:
        raise problem_from_oserror(error, path) from error
