"""Files and photos kept inside the book, as they are put in, shown, opened and saved."""
