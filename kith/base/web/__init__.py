"""Pages and requests: routes, sessions, forms, templates, live updates. Knows no feature."""
