"""Friends: what people know of their own ties, felt on the pages.

Words: *us* is all that is between the reader and one other; a *mark* is up to where the reader has read them. An
*exchange* is words and a direct answer. Everything here is for whoever acts, about their own ties; nobody learns
where they stand with somebody else.
"""
