"""What anybody answers to a consultation that is for everybody, without an account: taken in once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from accounts.audit import record
from accounts.models import User
from consultations.asking.models import Audience, Consultation, Feedback
from consultations.asking.said import Said, write_answers
from consultations.hand_ins.intake import sent_before
from consultations.hand_ins.models import Channel, HandIn
from consultations.verbs import Verb
from kit.fingerprints import fingerprint_of
from kit.refusals import Refused
from kit.windows import Clock

NOTHING_SAID = "Answer at least one of the questions."


@dataclass(frozen=True)
class Respondent:
    """Who answers: as whom, for which organisation or group, what may become of it, and how to reach them."""

    voice: str
    publication: str
    voice_of: str = ""
    signed: str = ""
    contact_name: str = ""
    contact_details: str = ""


def answer_in_public(
    consultation: Consultation,
    *,
    key: UUID,
    who: Respondent,
    answers: Mapping[int, Said],
    by: User | None = None,
    at: datetime,
) -> HandIn:
    """Take in what somebody answers, who needs no account; the team reads it before anybody else does.

    The same form sent twice is one answer. Refuses with SubmittedDifferently when it says something else than before,
    what is not for everybody or not open, an answer that everybody is asked for and is missing, and one of no words.
    """
    fingerprint = fingerprint_of({"who": vars(who), "answers": {key: said.text for key, said in answers.items()}})
    if earlier := sent_before(key, fingerprint):
        return earlier
    try:
        with transaction.atomic():
            stored = Consultation.objects.select_for_update(of=("self",)).select_related("phase__programme")
            consultation = stored.get(pk=consultation.pk)
            _refuse(consultation, answers, at)
            feedback = Feedback.objects.create(
                programme=consultation.phase.programme,
                consultation=consultation,
                status=Feedback.Status.RECEIVED,
                voice=who.voice,
                voice_of=who.voice_of,
                publication=who.publication,
                signed=who.signed,
                started_at=at,
                said_at=at,
            )
            write_answers(feedback, answers)
            hand_in = HandIn.objects.create(
                key=key,
                fingerprint=fingerprint,
                feedback=feedback,
                channel=Channel.LINK,
                handed_in_at=at,
                contact_name=who.contact_name,
                contact_details=who.contact_details,
            )
            record(Verb.HANDED_IN, feedback, by=by, at=at, programme_id=feedback.programme_id, channel=Channel.LINK)
    except IntegrityError:
        if earlier := sent_before(key, fingerprint):
            return earlier
        raise
    return hand_in


def _refuse(consultation: Consultation, answers: Mapping[int, Said], at: datetime) -> None:
    if consultation.audience != Audience.EVERYBODY or consultation.clock(at) != Clock.OPEN:
        write_to = consultation.phase.programme.contact_email
        raise Refused(f"This consultation has closed meanwhile. Copy what you wrote and send it to {write_to}.")
    said = {question for question, each in answers.items() if each.text}
    if not said:
        raise Refused(NOTHING_SAID)
    if consultation.questions.filter(is_required=True).exclude(pk__in=said).exists():
        raise Refused("One question still needs an answer before you can send this.")
