"""REFI-QDA exchange: projects (.qdpx) and codebooks (.qdc) of ATLAS.ti, MAXQDA, NVivo, QualCoder, qc and others, and
Taguette's own database; read with care, written valid by the schema.

::

    with open_project(path) as package:
        survey = package.survey()  # counts, how positions are counted, what cannot be kept
        project = package.load()
    write_project(project, target)
"""

from concord.analysis.text.exchange.codebook import Codebook, read_codebook, write_codebook
from concord.analysis.text.exchange.counting import Counted, Counting, detect
from concord.analysis.text.exchange.errors import BadExchange, NotWritable, TooLarge
from concord.analysis.text.exchange.findings import Finding
from concord.analysis.text.exchange.model import Project
from concord.analysis.text.exchange.package import Limits
from concord.analysis.text.exchange.reading import Package, collect, open_project
from concord.analysis.text.exchange.survey import CountedText, Counts, Survey
from concord.analysis.text.exchange.taguette import Taguette, read_taguette
from concord.analysis.text.exchange.writing import write_parts, write_project

__all__ = [
    "BadExchange",
    "Codebook",
    "Counted",
    "CountedText",
    "Counting",
    "Counts",
    "Finding",
    "Limits",
    "NotWritable",
    "Package",
    "Project",
    "Survey",
    "Taguette",
    "TooLarge",
    "collect",
    "detect",
    "open_project",
    "read_codebook",
    "read_taguette",
    "write_codebook",
    "write_parts",
    "write_project",
]
