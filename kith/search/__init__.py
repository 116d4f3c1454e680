"""Search: people, hashtags, collections and posts by their words, as far as the one who looks may see them."""
