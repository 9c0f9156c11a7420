"""How far what somebody said has come, as far as this room knows: said, heard, agreed."""

from django.db.models import Exists, OuterRef, QuerySet, Subquery

from consultations.models import Coding, Decision, Feedback, Finding, Theme
from programmes.thread import Thread

# What was taken on and what came of it is the public page's to tell.
BEYOND = ("taken-on", "came-of-it")


def with_what_was_heard(feedback: QuerySet[Feedback]) -> QuerySet[Feedback]:
    """Know of each whether a published theme holds words of it, and what was decided of published findings from there.

    Adds `was_heard`, `was_agreed`, and `refusal` (the reason for which one was not taken forward).
    """
    codings = Coding.objects.filter(answer__feedback=OuterRef("pk"), theme__in=Theme.objects.published())
    themes = Theme.objects.published().filter(codings__answer__feedback=OuterRef(OuterRef("pk")))
    findings = Finding.objects.published().filter(themes__in=themes)
    agreed = findings.filter(decision__in=[Decision.ACCEPTED, Decision.PARTLY])
    refused = findings.filter(decision=Decision.NOT_TAKEN_FORWARD).order_by("number")
    return feedback.annotate(
        was_heard=Exists(codings), was_agreed=Exists(agreed), refusal=Subquery(refused.values("reason")[:1])
    )


def thread_of(feedback: Feedback) -> Thread:
    """Return the thread of feedback that was read `with_what_was_heard`."""
    heard, agreed, refusal = (getattr(feedback, name) for name in ("was_heard", "was_agreed", "refusal"))
    if agreed:
        return Thread.drawn_to("agreed", now=True, without=BEYOND)
    if heard:
        return Thread.drawn_to("heard", now=True, without=BEYOND, reason=refusal or "")
    return Thread.drawn_to("said", now=True, without=BEYOND)
