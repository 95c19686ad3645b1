"""By how much each printer of this machine is off, in millimetres; and the printers' names."""

from __future__ import annotations

from PySide6.QtPrintSupport import QPrinterInfo

from desktop.core.certificates import MOST_OFFSET, rounded
from desktop.platform.settings import Settings

_OFFSETS, _LAST = "certificates.offsets", "certificates.printer"


def printers() -> list[str]:
    """Return the printers of this machine, the default one first."""
    default = QPrinterInfo.defaultPrinterName()
    names = sorted(one for one in QPrinterInfo.availablePrinterNames() if one != default)
    return [default, *names] if default else names


def chosen_printer(settings: Settings, names: list[str]) -> str:
    """Return the printer used last for certificates if it is still there, else the first."""
    last = settings.get(_LAST, "")
    return last if last in names else next(iter(names), "")


def choose_printer(settings: Settings, name: str) -> None:
    """Remember the printer for certificates."""
    settings.set(_LAST, name)


def offset_of(settings: Settings, name: str) -> tuple[float, float]:
    """Return how far to the right and down a printer's sheets are to be moved (mm)."""
    kept = settings.get_table(_OFFSETS).get(name)
    if not isinstance(kept, list) or len(kept) != 2:
        return 0.0, 0.0
    if not all(isinstance(one, int | float) and abs(one) <= MOST_OFFSET for one in kept):
        return 0.0, 0.0
    return float(kept[0]), float(kept[1])


def set_offset(settings: Settings, name: str, dx: float, dy: float) -> None:
    """Remember a printer's offset (mm)."""
    kept = settings.get_table(_OFFSETS)
    kept[name] = [rounded(dx), rounded(dy)]
    settings.set_table(_OFFSETS, kept)
