"""The team's desk: the programmes I have a hat on, and what waits in each."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.pages import SignedInRequest, signed_in_page
from desk.todo import todo_of_counted, todo_of_mail, todo_of_programme, with_todo_counts
from programmes.desk import desk_page
from programmes.models import Programme, TeamMember


@signed_in_page()
def programme_list(request: SignedInRequest) -> HttpResponse:
    """List the programmes on which I have a hat, with what waits in each."""
    if not request.user.is_staff:
        raise Http404
    on = timezone.localdate()
    hats: dict[int, list[str]] = {}
    for member in TeamMember.objects.current(on).filter(user=request.user).order_by("pk"):
        hats.setdefault(member.programme_id, []).append(member.get_hat_display())
    mine = Programme.objects.visible_to(request.user, on)
    programmes = with_todo_counts(mine, on).order_by("-starts_on", "title", "pk")
    rows = [(each, ", ".join(hats.get(each.pk, [])), todo_of_counted(each)) for each in programmes]
    return render(request, "desk/programme_list.html", {"rows": rows, "mail": todo_of_mail(request.user)})


@desk_page()
def programme_detail(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """Show one programme's desk, the next things to do on top."""
    context = {
        "programme": programme,
        "todo": todo_of_programme(programme, request.user, timezone.now()),
        "may_issue": request.user.has_perm("stocktakes.issue_stocktake", programme),
    }
    return render(request, "desk/programme_detail.html", context)
