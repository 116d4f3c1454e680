"""What is decided about a report, without asking anybody."""
