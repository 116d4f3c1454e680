"""What people report, and what owners make of it."""
