"""Tests of the village."""
