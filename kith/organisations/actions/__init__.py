"""What people do with organisations, one function an intention."""
