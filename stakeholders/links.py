"""The personal link by which somebody answers whether they will speak for an organisation."""

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from kit.days import end_of
from kit.folds import same_person
from kit.personal_links import PersonalLink
from stakeholders.models import Invitation, Person

# It opens until that day has ended, as the letter says.
VALID_FOR = timedelta(days=28)
ANSWERED = (Invitation.Status.ACCEPTED, Invitation.Status.DECLINED, Invitation.Status.PASSED_ON)
OPENING, DONE = "stakeholders:invitation-open", "stakeholders:invitation-done"


def _instead(request: HttpRequest, invitation: Invitation) -> HttpResponse | None:
    """Show whoever has answered what came of it, and nobody a page of an invitation that is over."""
    page = request.resolver_match.view_name if request.resolver_match else ""
    if invitation.status in ANSWERED and page != OPENING:
        return None if page == DONE else redirect(DONE, pk=invitation.pk)
    if page == DONE or invitation.is_over(timezone.now()):
        context = {"programme": invitation.partnership.programme}
        return render(request, "stakeholders/invitation_gone.html", context, status=404)
    return None


def _held_by(person: Person, address: str) -> QuerySet[Invitation]:
    """Return the invitations that somebody had at an address; where they share it, those of their name."""
    there = Invitation.objects.filter(email=address)
    return there.filter(pk__in=[each.pk for each in there if same_person(each.name, person.name)])


LINK = PersonalLink(
    "stakeholders.links",
    cookie="invitation",
    opens=OPENING,
    leads_to="stakeholders:invitation-read",
    rows=lambda at: Invitation.objects.with_names(),
    gone_template="stakeholders/invitation_gone.html",
    instead=_instead,
    subject=lambda invitation: str(invitation.partnership_id),
    held_by=_held_by,
    follow=lambda invitation, address: Invitation.objects.filter(pk=invitation.pk).update(email=address),
    programme=lambda invitation: invitation.partnership.programme,
)


def token_for(invitation: Invitation) -> str:
    """Return the token of an invitation's link."""
    return LINK.token_of(invitation)


def give_link(invitation: Invitation, at: datetime) -> None:
    """Give the invitation (saved or not) a new link from now on; any link it had opens nothing more."""
    LINK.give(invitation)
    invitation.last_sent_at = at
    invitation.expires_at = expires_at(at)


def expires_at(sent_at: datetime) -> datetime:
    """Return when a link that is sent at a moment ends: with its last day."""
    return end_of(timezone.localdate(sent_at + VALID_FOR))


def address_for(invitation: Invitation) -> str:
    """Return the whole address of the link, for a message."""
    return LINK.address_of(invitation)
