"""What is measured, beside the budgets of the design: `make bench`, or `python -m benchmarks --help`."""
