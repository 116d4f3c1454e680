"""What people do in conversations, one function an intention."""
