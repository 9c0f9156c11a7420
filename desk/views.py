"""The team's desk: the programmes I have a hat on, and what waits in each."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.pages import SignedInRequest, signed_in_page
from desk.todo import todo_by_programme, todo_of_mail
from kit.pages import page_of
from programmes.desk import desk_page
from programmes.models import Programme, TeamMember


@signed_in_page()
def programme_list(request: SignedInRequest) -> HttpResponse:
    """List the programmes on which I have a hat, with what waits in each."""
    if not request.user.is_staff:
        raise Http404
    at = timezone.now()
    on = timezone.localdate(at)
    hats: dict[int, list[str]] = {}
    for member in TeamMember.objects.current(on).filter(user=request.user).order_by("pk"):
        hats.setdefault(member.programme_id, []).append(member.get_hat_display())
    mine = Programme.objects.visible_to(request.user, on).order_by("-starts_on", "title", "pk")
    page = page_of(request, mine, find=["title", "place_text"])
    these = mine.filter(pk__in=[programme.pk for programme in page])
    rows = [
        (programme, ", ".join(hats.get(programme.pk, [])), todo)
        for programme, todo in todo_by_programme(these, request.user, at)
    ]
    context = {"page": page, "rows": rows, "mail": todo_of_mail(request.user)}
    return render(request, "desk/programme_list.html", context)


@desk_page()
def programme_detail(request: SignedInRequest, programme: Programme) -> HttpResponse:
    """Show one programme's desk, the next things to do on top."""
    this = Programme.objects.filter(pk=programme.pk)
    ((_, todo),) = todo_by_programme(this, request.user, timezone.now())
    context = {
        "programme": programme,
        "todo": [*todo, *todo_of_mail(request.user)],
        "may_issue": request.user.has_perm("stocktakes.issue_stocktake", programme),
    }
    return render(request, "desk/programme_detail.html", context)
