"""The public site as a pure function: release documents in, a folder of static files out.

`build(releases, out, as_of=…)` is all that the rest of Concord calls. It needs no database, no settings, no clock.
"""

from concord.publishing.site.build import BuildResult, build, forget_older
from concord.publishing.site.documents import Problem, ReleaseError, canonical_json, sha256_of
from concord.publishing.site.policy import STATIC_CSP, policy_of

__all__ = [
    "STATIC_CSP",
    "BuildResult",
    "Problem",
    "ReleaseError",
    "build",
    "canonical_json",
    "forget_older",
    "policy_of",
    "sha256_of",
]
