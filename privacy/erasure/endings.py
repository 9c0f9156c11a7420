"""What ends before somebody is erased: nobody asks them any more, nothing is sent, and no session of theirs goes on."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import models

from accounts.models import User
from actions.models import FollowUp, FollowUpRound, Proposer
from actions.rounds.services.answers import move_on
from actions.rounds.services.succession import end_proposal
from outbox.models import Message
from outbox.services import cancel_messages
from privacy.finding.models import Decision
from privacy.finding.sought import sought_by
from privacy.requests.models import Request
from stakeholders.models import Appointment, Invitation
from stakeholders.services.endings import end_appointment
from stakeholders.services.invitations import withdraw_invitation


def end_what_is_open(request: Request, *, by: User, at: datetime) -> None:
    """End the parts of whoever a request is about, as if they had stepped down; and what is on its way to them.

    What was found by an address alone may be somebody else's who shares it: only what was decided to be theirs ends.
    """
    sought, programme = sought_by(request), request.programme
    for appointment in Appointment.objects.current(at).filter(
        person__in=sought.people, partnership__programme=programme
    ):
        end_appointment(appointment, reason="", by=by, at=at)
    for invitation in Invitation.objects.filter(pk__in=_theirs(request, Invitation), status=Invitation.Status.OPEN):
        withdraw_invitation(invitation, by=by, at=at)
    asked = FollowUp.objects.filter(proposer__person__in=sought.people, round__programme=programme)
    for follow_up in asked.filter(status=FollowUp.Status.ASKED, round__status=FollowUpRound.Status.OPEN):
        move_on(follow_up, by=by, at=at)
    for proposer in Proposer.objects.filter(person__in=sought.people, area__programme=programme, until_on=None):
        end_proposal(proposer, by=by, at=at)
    on_their_way = Message.objects.filter(pk__in=_theirs(request, Message))
    cancel_messages(on_their_way, reason="They have been erased.", at=at)
    accounts = {str(pk) for pk in sought.accounts}
    theirs = [each.pk for each in Session.objects.iterator() if each.get_decoded().get(SESSION_KEY) in accounts]
    Session.objects.filter(pk__in=theirs).delete()


def _theirs(request: Request, model: type[models.Model]) -> list[str]:
    """Return the keys of the rows of a table that were found for a request, and decided to be theirs as a whole."""
    rows = request.found.filter(table=model._meta.label_lower, decision=Decision.WHOLE)
    return list(rows.values_list("row", flat=True))
