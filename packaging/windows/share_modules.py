"""Before anything is imported: the modules lie in one file beside the programs, not in each.

Works on PyInstaller's own reader (the version is pinned); every self-test shows that it does.
"""

import os
import sys

import pyimod01_archive
import pyimod02_importers

# pathlib is in the very file that is opened here
_place = os.path.join(sys._MEIPASS, "modules.pyz")  # noqa: PTH118, SLF001
_shared = pyimod01_archive.ZlibArchiveReader(_place, check_pymagic=True)
pyimod02_importers.pyz_archive.__dict__.update(vars(_shared))
