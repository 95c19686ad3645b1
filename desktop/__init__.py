"""Gương Sáng: one window over one office book."""

__version__ = "0.1.0"
