"""The window in which the clerk decides whether two records are about one person."""
