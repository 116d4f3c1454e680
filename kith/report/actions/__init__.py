"""What is done with a report, one function an intention."""
