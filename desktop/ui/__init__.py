"""The window: everything the clerk sees on the screen. Reaches data through services only."""

from desktop.ui.constants import keep_constants

keep_constants()
