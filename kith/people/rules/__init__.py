"""What is decided about people: pure, without the time and without I/O."""
