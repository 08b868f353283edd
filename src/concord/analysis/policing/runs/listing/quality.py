"""The data-quality audit."""

from typing import Final

from concord.analysis.policing.runs.method import ANY, Method

METHODS: Final = (
    Method(
        key="audit",
        title="Quality of the data",
        tables=(ANY,),
        family="quality",
        question="How good are these records, and what do they stop us saying?",
    ),
)
