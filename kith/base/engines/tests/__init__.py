"""Tests of the engines, with real processes."""
