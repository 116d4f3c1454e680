"""Tests that span features."""
