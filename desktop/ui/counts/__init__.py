"""Counts of inspection and supervision in the window: a year typed at once, the summary."""
