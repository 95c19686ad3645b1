"""Reports of a period in the window: drawn up, written, issued; and their templates."""
