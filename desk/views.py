"""The team's desk: the programmes I have a hat on, what waits in each, and the stocktakes they issue."""

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.pages import SignedInRequest
from desk.todo import mail_waiting, telling_waiting
from programmes.desk import desk_programme
from programmes.models import Programme, TeamMember
from stocktakes.todo import waiting_in, waiting_of, with_waiting


@never_cache
@login_required
@require_safe
def programme_list(request: SignedInRequest) -> HttpResponse:
    """List the programmes on which I have a hat, with what waits in each."""
    if not request.user.is_staff:
        raise Http404
    on = timezone.localdate()
    hats: dict[int, list[str]] = {}
    for member in TeamMember.objects.current(on).filter(user=request.user).order_by("pk"):
        hats.setdefault(member.programme_id, []).append(member.get_hat_display().partition(" (")[0])
    programmes = with_waiting(Programme.objects.visible_to(request.user, on), on).order_by("-starts_on", "title")
    rows = [(each, ", ".join(hats.get(each.pk, [])), waiting_in(each)) for each in programmes]
    return render(request, "desk/programme_list.html", {"rows": rows, "mail": mail_waiting(request.user)})


@never_cache
@login_required
@require_safe
def programme_detail(request: SignedInRequest, slug: str) -> HttpResponse:
    """Show one programme's desk, the next things to do on top."""
    programme = desk_programme(request, slug, "programmes.view_desk")
    context = {
        "programme": programme,
        "waiting": [
            *waiting_of(programme, timezone.localdate()),
            *telling_waiting(programme, request.user, timezone.now()),
            *mail_waiting(request.user),
        ],
        "may_issue": request.user.has_perm("stocktakes.issue_stocktake", programme),
    }
    return render(request, "desk/programme_detail.html", context)
