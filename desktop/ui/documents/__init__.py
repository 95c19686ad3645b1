"""Documents in the window: the next number, what waits for a report, the books."""
