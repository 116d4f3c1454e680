"""Telling people what was meant for them, taking it back, and what they do with it."""
