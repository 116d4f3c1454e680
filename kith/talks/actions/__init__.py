"""What somebody does with their talks, and what happens in them."""
