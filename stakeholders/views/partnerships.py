"""One organisation's part in a programme, at the team's desk: who speaks for it, who has spoken, who is asked to."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.requests import SignedInRequest
from programmes.desk import desk_programme
from stakeholders.details import corrections_of
from stakeholders.models import Partnership


def partnership_for(request: SignedInRequest, slug: str, pk: int, permission: str) -> Partnership:
    """Return a partnership of a programme that the member of staff sees (else 404) and may do this to (else 403)."""
    programme = desk_programme(request, slug, permission)
    partnerships = Partnership.objects.select_related("programme", "organisation", "identified_by")
    return get_object_or_404(partnerships, programme=programme, pk=pk)


@never_cache
@login_required
@require_safe
def partnership_detail(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Show who speaks for an organisation, and who did."""
    partnership = partnership_for(request, slug, pk, "programmes.view_desk")
    appointments = partnership.appointments.select_related("person").order_by("-started_at", "-pk")
    context = {
        "programme": partnership.programme,
        "partnership": partnership,
        "groups": partnership.groups.order_by("name"),
        "current": appointments.current(timezone.now()).first(),
        "appointments": appointments,
        "corrections": corrections_of(partnership),
    }
    return render(request, "stakeholders/partnership_detail.html", context)
