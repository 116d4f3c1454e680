"""The rules of the mirror: pure, and the same for everybody, organisations too."""
