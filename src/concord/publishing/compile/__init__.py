"""From records to documents. Each function returns the body of a release; `releasing` adds the release's own part."""
