"""`kith` as a person runs it: processes, signals and files, nothing from the inside."""
