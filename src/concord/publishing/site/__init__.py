"""The public site as a pure function: release documents in, a folder of static files out.

`build(releases, out, as_of=…)` is all that the rest of Concord calls. It needs no database, no settings, no clock.
"""

from concord.publishing.site.build import STATIC_CSP, BuildResult, build
from concord.publishing.site.documents import Problem, ReleaseError, canonical_json, sha256_of

__all__ = ["STATIC_CSP", "BuildResult", "Problem", "ReleaseError", "build", "canonical_json", "sha256_of"]
