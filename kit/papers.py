"""Papers: files that the team gives people to keep. They lie in the database, so that a backup holds row and file.

A paper is known by its ending and by its first bytes together, and is only ever given to be kept (as an attachment):
no browser opens it as a page of this site. Pictures are none, since a photograph says where it was taken.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.db.models import Q
from django.http import HttpResponse
from django.utils.text import slugify

from kit.model_fields import LineField
from kit.uploads import MEGABYTE, FileField

MAX_BYTES = 10 * MEGABYTE
_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN = "application/vnd.oasis.opendocument"
_PACKED = b"PK\x03\x04"
# Ending → how a browser is told of it, and what such a file begins with (nothing: it is plain text).
KINDS = {
    "pdf": ("application/pdf", b"%PDF-"),
    "docx": (f"{_OFFICE}.wordprocessingml.document", _PACKED),
    "xlsx": (f"{_OFFICE}.spreadsheetml.sheet", _PACKED),
    "pptx": (f"{_OFFICE}.presentationml.presentation", _PACKED),
    "odt": (f"{_OPEN}.text", _PACKED),
    "ods": (f"{_OPEN}.spreadsheet", _PACKED),
    "odp": (f"{_OPEN}.presentation", _PACKED),
    "txt": ("text/plain; charset=utf-8", b""),
    "csv": ("text/csv; charset=utf-8", b""),
}
WHICH = f"PDF, Word, Excel, PowerPoint, OpenDocument, plain text or CSV, up to {MAX_BYTES // MEGABYTE} MB."
WRONG_KIND = (
    "This is none of the kinds of file that can be kept: PDF, Word, Excel, PowerPoint, OpenDocument, text, CSV."
)
NOT_WHAT_IT_SAYS = "This file is not what its name says. Save it once more in the program that made it."


@dataclass(frozen=True)
class SentPaper:
    """A file that was sent, and is what its ending says."""

    kind: str
    content: bytes

    @property
    def sha256(self) -> str:
        """What tells it from any other."""
        return hashlib.sha256(self.content).hexdigest()


class PaperField(FileField):
    """Asks for a paper; refuses by its size, its ending and its first bytes. Its clean value is a SentPaper."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            help_text=WHICH,
            max_bytes=MAX_BYTES,
            allow_empty_file=True,
            widget=forms.FileInput({"accept": ",".join(f".{kind}" for kind in KINDS)}),
            error_messages=dict.fromkeys(("required", "invalid", "missing"), "Choose a file."),
            **kwargs,
        )

    def clean(self, data: Any, initial: Any = None) -> SentPaper | None:
        """Refuse what is too large, of no kind that is kept, or not what its name says."""
        file: UploadedFile[Any] | None = super().clean(data, initial)
        if not file:
            return None
        kind = (file.name or "").rpartition(".")[2].lower()
        if kind not in KINDS:
            raise forms.ValidationError(WRONG_KIND)
        content = file.read()
        if not content:
            raise forms.ValidationError("This file is empty.")
        if not (content.startswith(begins) if (begins := KINDS[kind][1]) else _is_text(content)):
            raise forms.ValidationError(NOT_WHAT_IT_SAYS)
        return SentPaper(kind, content)


def _is_text(content: bytes) -> bool:
    try:
        return "\0" not in content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False


class Paper(models.Model):
    """A file with a title. Its name as it was sent is not kept: it may say what nobody else is to read."""

    title = LineField(max_length=200)
    kind = models.CharField(max_length=4, choices=[(kind, kind.upper()) for kind in KINDS])
    content = models.BinaryField()
    size = models.PositiveIntegerField("size in bytes")
    sha256 = models.CharField(max_length=64)

    class Meta:
        abstract = True
        constraints = [models.CheckConstraint(condition=Q(kind__in=list(KINDS)), name="%(class)s_kind_known")]

    def __str__(self) -> str:
        return self.title

    def hold(self, sent: SentPaper) -> None:
        """Take what was sent; the row is the caller's to save."""
        self.kind, self.content, self.size, self.sha256 = sent.kind, sent.content, len(sent.content), sent.sha256


def paper_answer(paper: Paper) -> HttpResponse:
    """Return the answer by which a browser keeps a paper, under the name of its title."""
    name = f"{slugify(paper.title)[:60] or 'paper'}.{paper.kind}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(bytes(paper.content), content_type=KINDS[paper.kind][0], headers=headers)
