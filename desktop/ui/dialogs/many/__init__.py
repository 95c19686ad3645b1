"""Changing many records at once, with what becomes of each shown before."""
