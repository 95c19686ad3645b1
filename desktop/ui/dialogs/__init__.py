"""Dialogs, opened without blocking (`open`, not `exec`)."""
