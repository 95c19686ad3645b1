"""Vietnamese text: cleaning, folding, order, personal names and dates."""
