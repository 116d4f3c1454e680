"""Search: people, hashtags and posts by their words, as far as the one who looks may see them."""
