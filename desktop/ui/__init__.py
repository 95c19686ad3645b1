"""The window: everything the clerk sees on the screen. Reaches data through services only."""
