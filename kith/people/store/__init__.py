"""Every SQL statement over the tables of people."""

from kith.people.store.viewer import load_viewer, viewer_of

__all__ = ["load_viewer", "viewer_of"]
