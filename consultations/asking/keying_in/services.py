"""What came on paper, by letter, by e-mail, by telephone or at a meeting, entered by the team."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, time
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.audit import record
from accounts.models import User
from consultations.asking.in_public.links import give_link
from consultations.asking.models import Consultation, Feedback, FeedbackAnswer
from consultations.asking.respondents import Respondent, write_respondent
from consultations.asking.said import NOTHING_SAID, Said, write_answers
from consultations.hand_ins.intake import sent_before
from consultations.hand_ins.models import HandIn
from consultations.verbs import Verb
from kit.days import day, last_day_before, moment_of
from kit.fingerprints import fingerprint_of
from kit.refusals import Refused
from kit.windows import Clock
from stakeholders.models import Partnership

NOT_BEGUN = "It is not open yet: nobody can have answered it."


@dataclass(frozen=True)
class Entry:
    """What came, and how: a `letter` is kept whole, and follows no question; `signatures` are those of a petition."""

    channel: str
    received_on: date
    answers: Mapping[int, Said]
    letter: str = ""
    who: Respondent = field(default_factory=Respondent)
    partnership: Partnership | None = None
    signatures: int | None = None
    late: str = ""
    late_reason: str = ""

    def fingerprint(self) -> str:
        """Return what tells whether a form that comes again says the same."""
        who = vars(self.who) | {"groups": [each.pk for each in self.who.groups]}
        told = {name: str(value) for name, value in vars(self).items() if name not in ("answers", "who", "partnership")}
        answers = {question: asdict(said) for question, said in self.answers.items() if said.text}
        of = self.partnership.pk if self.partnership else None
        return fingerprint_of({"who": who, "answers": answers, "of": of} | told)


def enter_answers(consultation: Consultation, *, key: UUID, entry: Entry, by: User, at: datetime) -> HandIn:
    """Enter what somebody answered without the page; it waits to be read as if they had sent it on that day.

    The same form sent twice is one answer. Refuses with SubmittedDifferently when it says something else than before,
    and with a sentence at its field what came before the consultation began or is still to come, what is late and is
    not said to be taken in or not, with a reason, and an organisation that has answered already.
    """
    if earlier := sent_before(key, entry.fingerprint()):
        return earlier
    try:
        with transaction.atomic():
            held = Consultation.objects.select_for_update(of=("self",)).select_related("phase").get(pk=consultation.pk)
            _refuse(held, entry, at)
            today = timezone.localdate(at)
            said_at = at if entry.received_on == today else moment_of(entry.received_on, time(12))
            feedback = Feedback(
                programme_id=held.phase.programme_id,
                consultation=held,
                status=Feedback.Status.RECEIVED,
                entered_by=by,
                on_behalf_of=entry.partnership,
                late=entry.late,
                late_reason=entry.late_reason,
                signatures=entry.signatures,
                started_at=said_at,
                said_at=said_at,
            )
            feedback.save()
            write_respondent(feedback, entry.who)
            write_answers(feedback, entry.answers)
            if entry.letter:
                FeedbackAnswer.objects.create(feedback=feedback, text=entry.letter)
            hand_in = HandIn(
                key=key,
                fingerprint=entry.fingerprint(),
                feedback=feedback,
                channel=entry.channel,
                handed_in_at=said_at,
                entered_by=by,
                contact_name=entry.who.contact_name,
                contact_details=entry.who.contact_details,
            )
            give_link(hand_in)
            hand_in.save()
            record(Verb.ENTERED, feedback, by=by, at=at, programme_id=feedback.programme_id, channel=entry.channel)
    except IntegrityError:
        if earlier := sent_before(key, entry.fingerprint()):
            return earlier
        raise
    return hand_in


def _refuse(consultation: Consultation, entry: Entry, at: datetime) -> None:
    if consultation.clock(at) == Clock.UPCOMING or consultation.starts_at is None:
        raise Refused(NOT_BEGUN)
    if not entry.letter.strip() and not any(each.text for each in entry.answers.values()):
        raise Refused(NOTHING_SAID)
    if entry.received_on > timezone.localdate(at):
        raise Refused("This day is still to come. Enter the day on which it came.", field="received_on")
    begun_on = timezone.localdate(consultation.starts_at)
    if entry.received_on < begun_on:
        raise Refused(f"It has been open since {day(begun_on)}: enter the day on which it came.", field="received_on")
    last_on = last_day_before(consultation.ends_at)
    late = last_on is not None and entry.received_on > last_on
    if late and not entry.late:
        raise Refused("It came after the last day: say whether it is taken in.", field="late")
    if entry.late and not late:
        raise Refused("It came in time: leave this as it was.", field="late")
    if entry.late and not entry.late_reason:
        raise Refused("Say why it is taken in, or is not.", field="late_reason")
    if entry.late_reason and not entry.late:
        raise Refused("It came in time: empty this.", field="late_reason")
    if entry.partnership is not None:
        _refuse_partnership(consultation, entry.partnership)


def _refuse_partnership(consultation: Consultation, partnership: Partnership) -> None:
    if partnership.programme_id != consultation.phase.programme_id:
        raise Refused("Choose one of these.", field="partnership")
    sent = Feedback.objects.filter(consultation=consultation).of_partnership(partnership)
    if (earlier := sent.standing().first()) is not None:
        raise Refused(f"It has answered already: {earlier.reference}.", field="partnership")
