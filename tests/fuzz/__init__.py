"""Whatever is sent, by whomever: a clear answer, nothing half done, and nothing of it ever acts on a page."""
