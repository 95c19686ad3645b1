"""The passphrase of a book in the window: asked for, set, changed, removed; locking; the sheet."""
