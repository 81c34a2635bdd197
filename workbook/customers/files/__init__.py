"""A bank's files → tables: good rows, rejected rows with their remedies, what is missing."""
