"""Input of evidence, by what it is about."""

from concord.evidence.forms.items import LogForm

__all__ = ("LogForm",)
