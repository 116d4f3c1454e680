"""What is done at a desk, one function an intention."""
