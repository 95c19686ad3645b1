"""What happens to units on a date: merged, dissolved, emptied; each shown before it is done."""
