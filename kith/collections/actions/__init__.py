"""What somebody does with collections."""
