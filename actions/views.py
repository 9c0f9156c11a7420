"""Where whoever signs in arrives: all that is asked of them, by every room so far."""

from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.models import User
from accounts.pages import SignedInRequest, signed_in_page
from actions.models import FollowUp, Proposer
from consultations.asking.assignments import appointments_of, assignments_of, meetings_for
from consultations.models import Consultation, Conversation, Feedback
from stakeholders.models import Appointment


@signed_in_page()
def home(request: SignedInRequest) -> HttpResponse:
    """What is asked of me now, and what became of what I said."""
    at = timezone.now()
    appointments, proposals = appointments_of(request.user, at=at), proposals_of(request.user)
    if not appointments and not proposals:
        return _nothing_to_show(request)
    programmes = [each.partnership.programme for each in appointments] + [each.area.programme for each in proposals]
    said = Feedback.objects.of_representative(request.user, at).sent()
    context = {
        "person": (appointments or proposals)[0].person,
        "appointments": appointments,
        "asks": [ask for ask in assignments_of(appointments, Consultation.objects.open(at)) if ask.sent is None],
        "proposals": proposals,
        "left": [each for each in proposals if each.has_left(timezone.localdate(at))],
        "follow_ups": open_follow_ups(proposals),
        "programmes": list(dict.fromkeys(programmes)),
        "next_meeting": meetings_for(appointments, at).first(),
        "said": said.count() + Conversation.objects.of_representative(request.user, at).count(),
        "latest_answer": said.exclude(what_became_of_it="").order_by("-reviewed_at", "-pk").first(),
    }
    return render(request, "actions/home.html", context)


def proposals_of(user: User) -> list[Proposer]:
    """Return what somebody put forward or took over, each with all follow-ups about it. Two queries."""
    follow_ups = FollowUp.objects.select_related("round", "draft").order_by("-round__number")
    mine = Proposer.objects.of(user).filter(named_by_mistake=False).select_related("area__programme", "person")
    return list(
        mine.prefetch_related(Prefetch("follow_ups", follow_ups)).order_by("area__programme", "area__number", "pk")
    )


def open_follow_ups(proposals: list[Proposer]) -> list[FollowUp]:
    """Return the follow-ups that somebody has yet to answer, first what is to be answered first."""
    follow_ups = [each for proposer in proposals for each in proposer.follow_ups.all()]
    waiting = [each for each in follow_ups if each.can_be_answered and each.status != FollowUp.Status.ANSWERED]
    return sorted(waiting, key=lambda each: (each.round.answer_by_on, each.pk))


def _nothing_to_show(request: SignedInRequest) -> HttpResponse:
    """Send staff to their desk; tell others, who speak for nobody now, whom they can write to."""
    if request.user.is_staff:
        return redirect("desk:programme-list")
    spoke = Appointment.objects.of(request.user).select_related("partnership__programme", "partnership__organisation")
    return render(request, "actions/home_nobody.html", {"appointments": spoke.order_by("-started_at", "-pk")})
