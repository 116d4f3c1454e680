"""What is left out, folded and told, and to whom."""
