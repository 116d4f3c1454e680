"""What is decided about mail, without asking anybody."""
