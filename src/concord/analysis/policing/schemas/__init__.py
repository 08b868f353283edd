"""What the columns of policing files mean, and declared mappings that bring other layouts to these columns.

`tables` is the dictionary, `mapping` applies a saved mapping and reports what was lost, `layouts` holds the mappings
that come with the library."""
