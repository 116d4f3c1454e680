"""What owners announce, and what people do with it."""
