"""Work for later: a queue in PostgreSQL, written in the caller's own transaction."""
