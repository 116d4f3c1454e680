"""Tests of what has no I/O."""
