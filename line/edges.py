"""Every stored tie of a programme's line, in one query."""

from __future__ import annotations

from typing import Any

from django.db.models import Case, F, QuerySet, TextField, Value, When
from django.db.models.functions import Cast, Coalesce, StrIndex
from django.db.models.lookups import GreaterThan

from actions.models import ActionArea, ProgressUpdate
from findings.models import Coding, Finding
from line.prepared import Prepared
from programmes.models import Programme


def ties(programme: Programme) -> tuple[tuple[Any, ...], ...]:
    """Return every stored tie of a programme, as (which, from, to, words)."""
    return TIES.rows(programme.pk)


def _ties(programme: int) -> QuerySet[Any, Any]:

    def tie(which: Any, queryset: QuerySet[Any], left: str, right: str, words: Any = None) -> QuerySet[Any, Any]:
        text = Cast(words if words is not None else Value(""), TextField())
        which = which if isinstance(which, F) else Value(which)
        return queryset.order_by().values_list(Cast(which, TextField()), left, right, text)

    codings = Coding.objects.filter(theme__programme=programme)
    spoken = Case(
        # Not LIKE, which SQLite refuses for long excerpts and which does not tell capitals apart there.
        When(GreaterThan(StrIndex("answer__published_text", "excerpt"), 0), then=F("excerpt")),
        default=Value(""),
        output_field=TextField(),
    )
    areas = ActionArea.objects.filter(programme=programme)
    findings = Finding.objects.filter(programme=programme)
    factors = ProgressUpdate.objects.published().filter(area__programme=programme, factors__isnull=False)
    return tie("poster-theme", codings.filter(poster__isnull=False), "poster_id", "theme_id", F("excerpt")).union(
        tie(
            "conversation-theme",
            codings.filter(conversation__isnull=False),
            "conversation_id",
            "theme_id",
            F("excerpt"),
        ),
        # Of feedback the public reads only what stands in its published words.
        tie("feedback-theme", codings.filter(answer__isnull=False), "answer__feedback_id", "theme_id", spoken),
        tie("theme-finding", findings.filter(themes__isnull=False), "themes__pk", "pk"),
        tie("finding-area", areas.filter(findings__isnull=False), "findings__pk", "pk"),
        tie("poster-area", areas.filter(posters__isnull=False), "posters__pk", "pk"),
        tie("conversation-area", areas.filter(conversations__isnull=False), "conversations__pk", "pk"),
        # What was merged counts as what it went into.
        tie(
            F("factors__kind"),
            factors,
            "area_id",
            "factors__pk",
            Coalesce("factors__merged_into__name", "factors__name"),
        ),
        all=True,
    )


TIES = Prepared(_ties)
