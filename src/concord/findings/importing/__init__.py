"""Reports that were written elsewhere: the table of a file, what its columns are, and what loading it would add."""
