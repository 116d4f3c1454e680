"""What is done with offers, one function an intention."""
