"""Values and words without I/O: ids, errors, records, facts, paging, text."""
