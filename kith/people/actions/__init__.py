"""What people do: one function an intention."""
