"""What the pages of a meeting that anybody may open look up."""

from django.shortcuts import get_object_or_404

from phases.models import Meeting


def public_meeting(slug: str, pk: int) -> Meeting:
    """Return a meeting of a published programme; raises Http404 where there is none."""
    meetings = Meeting.objects.select_related("programme").filter(programme__published_at__isnull=False)
    return get_object_or_404(meetings, programme__slug=slug, pk=pk)
