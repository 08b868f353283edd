"""What can be ordered: each method's question, files, needs and parameters. Nothing that computes is loaded for it."""
