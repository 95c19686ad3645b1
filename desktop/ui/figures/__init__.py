"""The figures of a period on the screen, and the very rows behind each."""
