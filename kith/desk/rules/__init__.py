"""What is decided at a desk, without asking anybody."""
