"""The verbs of evidence, by what they are about."""

from concord.evidence.actions.items import MB, Upload, log, withdraw

__all__ = ("MB", "Upload", "log", "withdraw")
