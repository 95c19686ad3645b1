"""What the clerk does with a round of commendation, in windows of its own."""
