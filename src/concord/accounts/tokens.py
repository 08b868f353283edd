"""What an access token looks like, what it may do, and how it is kept: its hash alone."""

from hashlib import sha256

PREFIX = "concord_"
SCOPES = (
    ("evidence:read", "Read evidence"),
    ("evidence:write", "Log and withdraw evidence"),
    ("findings:read", "Read findings and recommendations"),
    ("findings:write", "Draft findings and recommendations"),
)
LONGEST = 366  # days
MOST = 20  # tokens of one person that work at a time


def digest(secret: str) -> str:
    """Return the hash under which a token is kept. Its 256 bits are chance alone, so that no salt and no slow hash is
    needed: nobody can try them."""
    return sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()
