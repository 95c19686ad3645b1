"""Paper: official lists and slips as PDF, drawn from plain values; always Vietnamese."""
