"""Analysis of text."""
