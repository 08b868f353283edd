"""The REST interface for other programs, /api/v1/: evidence and findings, read and written.

A program acts as a person, by an access token of theirs that names what it may do (its scopes). It sees what
the person sees, and every change goes through the same verbs with the same rules as a button on a page."""
