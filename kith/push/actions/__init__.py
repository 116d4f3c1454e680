"""Subscribing to be told, and telling."""
