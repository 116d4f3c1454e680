"""What is done with mail, one function an intention."""
