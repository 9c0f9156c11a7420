"""What people are given to read: documents, their formats and files."""

from __future__ import annotations

from django.db import models
from django.db.models import Case, Q, When
from django.urls import reverse

from kit.model_fields import LineField, WebAddressField, WordsField
from kit.papers import Paper


class DocumentKind(models.TextChoices):
    """What sort of thing people are given to read."""

    INFORMATION_SHEET = "information_sheet", "Information sheet"
    INFORMATION_PACK = "information_pack", "Information pack"
    REPORT = "report", "Report"
    ARTICLE = "article", "Article"
    RECORD = "record", "Record"
    AGREEMENT = "agreement", "Working agreement"
    TEMPLATE = "template", "Template"
    OTHER = "other", "Other document"


HAS_PAGE = ~Q(words="") | ~Q(link="") | Q(file__isnull=False)


class DocumentQuerySet(models.QuerySet["Document"]):
    def information_sheets(self) -> DocumentQuerySet:
        """What people read before they talk, in every format of it."""
        sheet = DocumentKind.INFORMATION_SHEET
        return self.filter(Q(kind=sheet) | Q(version_of__kind=sheet))

    def with_page(self) -> DocumentQuerySet:
        """With whether each `has_page`: words, a file or a link. Of the others people ask for a copy."""
        return self.annotate(has_page=Case(When(HAS_PAGE, then=True), default=False))

    def readable(self) -> DocumentQuerySet:
        """Those that have one."""
        return self.filter(HAS_PAGE)


class Document(models.Model):
    """Something people are given to read. Another format of it points at it by `version_of`."""

    programme = models.ForeignKey("programmes.Programme", on_delete=models.CASCADE, related_name="documents")
    title = LineField(max_length=200)
    kind = models.CharField(max_length=20, choices=DocumentKind)
    # In words, for people to read: a print size, a medium or a language. Nothing depends on it.
    format = LineField(max_length=60, default="Standard print")
    version_of = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="formats")
    summary = WordsField()
    words = WordsField(
        "what it says",
        blank=True,
        help_text="Read on a page of its own, and printed from there in standard and in large print. Leave it empty "
        "where people are to ask for a copy.",
    )
    # A default in the database: rows written by the program of before have it too.
    link = WebAddressField(
        "where it can be had on the web",
        blank=True,
        default="",
        db_default="",
        help_text="For example a film in British Sign Language, or a page of another site.",
    )
    issued_on = models.DateField()

    objects = DocumentQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(kind__in=DocumentKind.values), name="document_kind_known")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Where it is read."""
        return reverse("programmes:document-detail", args=[self.programme.slug, self.pk])


class DocumentFile(Paper):
    """The file of a document: the document itself, as it is given to be kept."""

    document = models.OneToOneField(Document, on_delete=models.CASCADE, related_name="file")
