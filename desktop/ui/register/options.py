"""How a register page is set up where it is used."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from desktop.core.register import RegisterSpec
from desktop.ui.register.record_dialog import ChildPages


@dataclass(frozen=True)
class PageOptions:
    """What a place asks of the generic page beyond the register's declaration."""

    scope: Mapping[str, Any] | None = field(default_factory=dict)
    """Fields that all rows here share ({'pledge_id': 5}); None while it isn't known yet."""
    compact: bool = False  # a pane of another page: small tools, no print, no recycle bin
    key: str = ""  # under which the columns are remembered; the register's name by default
    columns: tuple[str, ...] | None = None  # shown at first, instead of the declared ones
    stretched: str = ""  # the column that takes what room is left; the last one by default
    filters: bool = True  # show the row of filters
    search: bool = True  # show the search field
    children: ChildPages | None = None  # further tabs of a record's window
    hint: str = ""  # shown while the scope isn't known
    can_add: bool = True
    can_change: bool = True
    can_delete: bool = True
    recycle_bin: bool = False  # also in a compact pane
    title: str = ""  # of the pane, above its table
    empty: str = ""  # said where there are no rows and none can be added here

    def left_out(self, spec: RegisterSpec) -> frozenset[str]:
        """Return the fields that all rows share; of rows listed one by one the owner is told."""
        shared = frozenset(self.scope or ())
        return shared if spec.parent is None or "id" in shared else shared | {spec.parent}
