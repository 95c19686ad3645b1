"""The parts of the first tab: counts, the next meeting, what is due, figures, charts."""
