"""In place of Pillow (3 MB), of which ReportLab only wants that it can be imported.

Papers hold JPEG pictures (photos of models, scans of blanks), but desktop/reports/pictures.py puts
their bytes into the PDF by itself. Only what lets ReportLab open a picture, or holds one of another
kind, would bring Pillow back (guongsang.spec).
"""

import sys
import types


class _Image:
    """What no object of the program is an instance of."""


def _refuse(*_arguments, **_more):
    message = "the frozen program was built without Pillow: see packaging/guongsang.spec"
    raise RuntimeError(message)


_pillow, _module = types.ModuleType("PIL"), types.ModuleType("PIL.Image")
_module.Image, _module.open = _Image, _refuse
_pillow.Image = _module
sys.modules.setdefault("PIL", _pillow)
sys.modules.setdefault("PIL.Image", _module)
