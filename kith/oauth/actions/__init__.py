"""What apps and people do about access."""
