"""In place of asyncio (0.3 MB and its time at each start).

SQLAlchemy imports it for engines that the program doesn't use; of it, these three names are all
that is read (guongsang.spec).
"""

import inspect
import sys
import types


class _CancelledError(BaseException):
    """What nothing raises: SQLAlchemy asks of every error whether it is one."""


_asyncio = types.ModuleType("asyncio")
_asyncio.iscoroutine = inspect.iscoroutine
_asyncio.TimeoutError = TimeoutError
_asyncio.CancelledError = _CancelledError
sys.modules.setdefault("asyncio", _asyncio)
