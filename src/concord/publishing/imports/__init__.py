"""Past and running sites, read from a folder of CSV files: `layout` says how, `read_folder` does it."""

from concord.publishing.imports.problems import ImportRejected
from concord.publishing.imports.read import read_folder

__all__ = ["ImportRejected", "read_folder"]
