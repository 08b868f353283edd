"""The verbs of partners. Recusing also ends roles in engagements, which stand below: `engagements.actions.recuse`."""

from concord.partners.actions.conflicts import ask, clear, declare, manage, reseal_declarations
from concord.partners.actions.providers import add_provider, describe_provider, end_provider, resume_provider
from concord.partners.actions.roster import add_expert, describe_expert, note_availability, put_back, retire

__all__ = (
    "add_expert",
    "add_provider",
    "ask",
    "clear",
    "declare",
    "describe_expert",
    "describe_provider",
    "end_provider",
    "manage",
    "note_availability",
    "put_back",
    "reseal_declarations",
    "resume_provider",
    "retire",
)
