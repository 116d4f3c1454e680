"""What is done about contacts, one function an intention."""
