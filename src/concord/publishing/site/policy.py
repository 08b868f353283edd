"""What a browser may do on the public pages. The search alone may run Pagefind's program, and fetch its index."""

STATIC_CSP = (
    "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; script-src 'self'; base-uri 'none';"
    " form-action 'none'"
)
SEARCH_CSP = (
    "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; script-src 'self' 'wasm-unsafe-eval';"
    " connect-src 'self'; base-uri 'none'; form-action 'none'"
)
SEARCH = "/search/"
"""Where the search lives, in whichever language; Pagefind's files lie below such an address too."""


def policy_of(address: str) -> str:
    """Return the policy of an address."""
    return SEARCH_CSP if SEARCH in address and "/sites/" not in address else STATIC_CSP
