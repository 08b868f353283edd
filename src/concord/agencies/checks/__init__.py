"""The rules about entries of the directory, one a file."""
