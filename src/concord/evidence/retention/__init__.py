"""What is due to be destroyed by the rules of the edition, what holds keep from it, and the destroying itself."""

from concord.evidence.retention.due import Due, all_due, due, is_held, record_of
from concord.evidence.retention.records import RECORDS, Record

__all__ = ("RECORDS", "Due", "Record", "all_due", "due", "is_held", "record_of")
