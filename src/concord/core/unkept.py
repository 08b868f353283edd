"""Answers that nothing keeps."""

from typing import TypeVar

from django.http.response import HttpResponseBase

_Answer = TypeVar("_Answer", bound=HttpResponseBase)


def unkept(answer: _Answer) -> _Answer:
    """Let neither a browser nor a proxy keep an answer."""
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
