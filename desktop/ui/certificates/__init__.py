"""Certificates on pre-printed paper: the editor of their layouts, and what is asked to print."""
