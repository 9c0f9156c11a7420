"""What anybody answers to a consultation that is for everybody, without an account: begun, kept, and sent once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from accounts.audit import record
from accounts.models import User
from consultations.asking.in_public import emails
from consultations.asking.in_public.links import LINK, give_link
from consultations.asking.models import Audience, Consultation, Feedback
from consultations.asking.respondents import Respondent, write_respondent
from consultations.asking.said import Said, settle_answers, write_answers
from consultations.asking.sheets import version_of
from consultations.hand_ins.models import Channel, HandIn
from consultations.verbs import Verb
from kit.lifecycle import move
from kit.refusals import InvalidTransition, Refused, StaleEdit, SubmittedDifferently
from kit.windows import Clock

SENT = "These answers were sent already. What you wrote now is not taken in."
CHANGED = "Your answers were changed in another window since you read them. Read them through once more."
LACKS_WHO = "Say first as whom you answer, and what may become of your words."


def begin_answers(
    consultation: Consultation, *, key: UUID, answers: Mapping[int, Said], by: User | None = None, at: datetime
) -> HandIn:
    """Keep what somebody answered on the first page, and give them a link and a code to come back by.

    The first page sent again changes what it said; refuses with SubmittedDifferently once all of it was sent in other
    words. Refuses what is not for everybody or not open.
    """
    try:
        with transaction.atomic():
            if (earlier := HandIn.objects.filter(key=key).first()) is not None:
                return _again(earlier, answers, by=by, at=at)
            # Held: nobody changes what is asked while the first answers to it are written.
            held = Consultation.objects.select_for_update(of=("self",)).select_related("phase").get(pk=consultation.pk)
            _refuse_closed(held, at)
            feedback = Feedback.objects.create(programme_id=held.phase.programme_id, consultation=held, started_at=at)
            write_answers(feedback, answers)
            hand_in = HandIn(key=key, feedback=feedback, channel=Channel.LINK, handed_in_at=at)
            give_link(hand_in)
            hand_in.save()
            record(Verb.BEGUN, feedback, by=by, at=at, programme_id=feedback.programme_id)
    except IntegrityError:
        # Two presses at once: the other one has begun it.
        if (earlier := HandIn.objects.filter(key=key).first()) is None:
            raise
        return _again(earlier, answers, by=by, at=at)
    return hand_in


def keep_answers(hand_in: HandIn, *, answers: Mapping[int, Said], by: User | None = None, at: datetime) -> HandIn:
    """Keep what was answered on a page, in place of what it said before; after the end too: only sending needs it open.

    Refuses with InvalidTransition once the answers were sent.
    """
    with transaction.atomic():
        draft = _hold_draft(hand_in)
        wanted = {question: said.text for question, said in answers.items() if said.text}
        stands = dict(draft.answers.filter(question__in=answers).values_list("question_id", "text"))
        if stands != wanted:
            write_answers(draft, answers)
            record(Verb.DRAFT_SAVED, draft, by=by, at=at, programme_id=draft.programme_id, answers=len(wanted))
    return hand_in


def say_who(hand_in: HandIn, *, who: Respondent, by: User | None = None, at: datetime) -> HandIn:
    """Keep as whom somebody answers, what may become of it, and how to reach them.

    Refuses with InvalidTransition once the answers were sent, and groups of another programme.
    """
    with transaction.atomic():
        draft = _hold_draft(hand_in)
        write_respondent(draft, who)
        hand_in.contact_name, hand_in.contact_details = who.contact_name, who.contact_details
        hand_in.save(update_fields=["contact_name", "contact_details"])
        record(Verb.DRAFT_SAVED, draft, by=by, at=at, programme_id=draft.programme_id)
    hand_in.feedback = draft
    return hand_in


def send_answers(hand_in: HandIn, *, version: str, by: User | None = None, at: datetime) -> HandIn:
    """Send what was answered: the team reads it before anybody else does. A second press changes nothing.

    `version` is what was read through (`version_of`). Refuses what has closed meanwhile, what lacks an answer
    or who answers, and with StaleEdit what was changed since it was read.
    """
    with transaction.atomic():
        stored = Feedback.objects.select_for_update().get(hand_in=hand_in)
        if stored.status != Feedback.Status.DRAFT:
            return hand_in
        assert stored.consultation_id is not None
        # Held: it does not close between this and the end of it.
        consultation = Consultation.objects.select_for_update(of=("self",)).get(pk=stored.consultation_id)
        _refuse_closed(consultation, at)
        if (stands := version_of(stored)) != version:
            raise StaleEdit(CHANGED, stands)
        if not (stored.voice and stored.publication):
            raise Refused(LACKS_WHO)
        settle_answers(stored)
        move(stored, to=Feedback.Status.RECEIVED, said_at=at)
        HandIn.objects.filter(pk=hand_in.pk).update(handed_in_at=at)
        record(Verb.HANDED_IN, stored, by=by, at=at, programme_id=stored.programme_id, channel=Channel.LINK)
    return hand_in


def send_own_link(hand_in: HandIn, *, address: str, by: User | None = None, at: datetime) -> HandIn:
    """Send somebody the link to their answers, at an address that they typed; where none is known yet, it is kept."""
    with transaction.atomic():
        stored = HandIn.objects.select_for_update(of=("self",)).get(pk=hand_in.pk)
        if not stored.contact_details:
            stored.contact_details = address
            stored.save(update_fields=["contact_details"])
        assert stored.feedback is not None
        emails.send_link(stored, address, LINK.address_of(stored), at=at)
        record(Verb.ANSWERS_LINK_SENT, stored.feedback, by=by, at=at, programme_id=stored.feedback.programme_id)
    return stored


def _again(hand_in: HandIn, answers: Mapping[int, Said], *, by: User | None, at: datetime) -> HandIn:
    """Take in the first page once more."""
    assert hand_in.feedback is not None
    if hand_in.feedback.status == Feedback.Status.DRAFT:
        return keep_answers(hand_in, answers=answers, by=by, at=at)
    said = dict(hand_in.feedback.answers.filter(question__in=answers).values_list("question_id", "text"))
    if said != {question: each.text for question, each in answers.items() if each.text}:
        raise SubmittedDifferently("These answers were sent already, in other words.")
    return hand_in


def _hold_draft(hand_in: HandIn) -> Feedback:
    draft = Feedback.objects.select_for_update(of=("self",)).get(hand_in=hand_in)
    if draft.status != Feedback.Status.DRAFT:
        raise InvalidTransition(SENT)
    return draft


def _refuse_closed(consultation: Consultation, at: datetime) -> None:
    if consultation.audience != Audience.EVERYBODY or consultation.clock(at) != Clock.OPEN:
        write_to = consultation.phase.programme.contact_email
        raise Refused(f"This consultation has closed meanwhile. Copy what you wrote and send it to {write_to}.")
