"""Input of a file that goes with a request."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from concord.core.forms import VerbForm
from concord.intake.checks.attachment import ACCEPTED, attachment_is_readable, limit_mb, plain_name

WHAT_HINT = "For example: letter of the mayor, staffing plan, the chief executive's signed authorization."


class AttachedField(forms.FileField):
    """A file of a kind and a size that is taken; what it is, is read from its first bytes too."""

    def __init__(self, **kwargs: Any) -> None:
        """Say what is taken."""
        kinds = ", ".join(sorted(kind.lstrip(".").upper() for kind in ACCEPTED))
        kwargs.setdefault("help_text", f"{kinds}; at most {limit_mb()} MB.")
        super().__init__(widget=forms.ClearableFileInput({"accept": ",".join(sorted(ACCEPTED))}), **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Refuse what is too large, of another kind, or not what its name says."""
        upload = super().clean(data, initial)
        if isinstance(upload, UploadedFile):
            head = upload.read(2048)
            upload.seek(0)
            for problem in attachment_is_readable(upload.name or "", upload.size or 0, head):
                raise forms.ValidationError(problem.text)
        return upload


class FileForm(VerbForm):
    """A file, and what it is."""

    upload = AttachedField(label="File")
    what = forms.CharField(
        label="What is it?",
        required=False,  # a browser does not send a file twice, so no file is refused for want of words
        max_length=200,
        help_text=f"{WHAT_HINT} Without it the file's name stands here.",
    )

    def values(self) -> dict[str, Any]:
        """Return the file's bytes, its harmless name, and what it is."""
        name, chunks = named(self.cleaned_data["upload"])
        return {"chunks": chunks, "name": name, "what": self.cleaned_data["what"] or name}


def named(upload: "UploadedFile[Any]") -> tuple[str, Iterable[bytes]]:
    """Return an upload's harmless name and its bytes."""
    return plain_name(upload.name or ""), upload.chunks()
