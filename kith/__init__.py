"""Kith: the people you know. A social network that anyone can host."""

__version__ = "0.1.0"
