"""What processes tell each other, through Valkey: live events, stale caches, limits. It may be emptied at any time."""
