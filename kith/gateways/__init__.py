"""Foreign protocols, each in a folder of its own: they cut across every feature."""
