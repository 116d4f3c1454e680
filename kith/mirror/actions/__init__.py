"""What people do with their mirror, and what is done for them on Monday mornings."""
