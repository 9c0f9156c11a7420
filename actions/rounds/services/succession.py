"""Handing an action area on from one proposer to the next."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.audit import record
from accounts.models import User
from actions.models import FollowUp, FollowUpRound, Proposer
from actions.person_matching import find_or_add_person
from actions.rounds import emails
from actions.rounds.recipients import first_day_of_successor, reason_not_to_ask_successor
from actions.rounds.services.rounds import ask_proposers
from actions.verbs import Verb
from kit.lifecycle import move
from kit.refusals import InvalidTransition
from outbox.services import cancel_messages


def end_proposal(proposer: Proposer, *, by: User | None, at: datetime) -> Proposer:
    """Record the day on which a proposer moved on, unless one is known already: nobody asks them any more."""
    if proposer.until_on is None:
        with transaction.atomic():
            proposer.until_on = max(timezone.localdate(at), proposer.from_on)
            proposer.save(update_fields=["until_on"])
            record(Verb.PROPOSAL_ENDED, proposer, by=by, at=at, programme_id=proposer.area.programme_id)
    return proposer


def hand_on(
    proposer: Proposer,
    *,
    name: str,
    email: str = "",
    telephone: str = "",
    public_name: str,
    by: User | None,
    at: datetime,
) -> Proposer:
    """End one proposer's part and return the successor's. What is open goes with it: the successor is asked instead.

    Refuses with InvalidTransition when it has been handed on already, or the successor has a part in the area already.
    """
    with transaction.atomic():
        # Held first, as everywhere: nobody closes the round while the successor is being asked in it.
        open_round = proposer.area.programme.follow_up_rounds.open().select_for_update(of=("self",)).first()
        old = Proposer.objects.select_for_update(of=("self",)).select_related("area__programme").get(pk=proposer.pk)
        if Proposer.objects.filter(took_over_from=old).exists():
            raise InvalidTransition("This has been handed on already.")
        person = find_or_add_person(old.area.programme, name=name, email=email, telephone=telephone)
        on = timezone.localdate(at)
        if person.pk == old.person_id or old.area.proposers.current(on).filter(person=person).exists():
            raise InvalidTransition(f"{name} has a part in this already.")
        end_proposal(old, by=by, at=at)
        successor = Proposer.objects.create(
            area=old.area,
            person=person,
            public_name=public_name,
            from_on=first_day_of_successor(old, on),
            took_over_from=old,
        )
        record(Verb.HANDED_ON, successor, by=by, at=at, programme_id=old.area.programme_id)
        if open_round is not None:
            _ask_instead(old, successor, open_round, by=by, at=at)
    return successor


def _ask_instead(old: Proposer, successor: Proposer, round: FollowUpRound, *, by: User | None, at: datetime) -> None:
    """Ask the successor in the open round, unless the one before has answered in it, or it is too late to."""
    follow_up = FollowUp.objects.with_names().filter(proposer=old, round=round).first()
    if follow_up is not None:
        if follow_up.status in FollowUp.TRANSITIONS[FollowUp.Status.MOVED_ON]:
            move(follow_up, to=FollowUp.Status.MOVED_ON, settled_at=at)
        cancel_messages(emails.messages_about(follow_up), reason="It was handed on.", at=at)
    if not reason_not_to_ask_successor(old, round, timezone.localdate(at)):
        ask_proposers([successor], round=round, by=by, at=at)
