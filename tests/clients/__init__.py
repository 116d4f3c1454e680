"""Real clients from the registries, against a server that really runs."""
