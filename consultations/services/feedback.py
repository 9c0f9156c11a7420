"""What a representative says: written, sent once, reviewed, and answered."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from accounts.audit import record
from accounts.models import User
from consultations import emails
from consultations.models import Consultation, Feedback, FeedbackAnswer
from kit.lifecycle import move
from kit.refusals import InvalidTransition, Refused
from kit.windows import Clock
from stakeholders.models import Appointment, Partnership, StakeholderGroup


class NotRepresentative(Refused):
    """Whoever writes does not speak for the partnership at this moment."""


class ConsultationClosed(Refused):
    """The consultation is not open at this moment."""


class Unanswered(Refused):
    """A question that everybody must answer has no answer."""


class NothingToPublish(Refused):
    """Feedback is to be published, but no words of it are."""


class AlreadySaid(Refused):
    """The partnership has sent its feedback to this consultation; `feedback` is it."""

    def __init__(self, feedback: Feedback) -> None:
        super().__init__("Feedback has been sent already.")
        self.feedback = feedback


class ChangedMeanwhile(Refused):
    """The draft was changed in another window since this one read it; `feedback` is how it stands now."""

    def __init__(self, feedback: Feedback) -> None:
        super().__init__("The draft was changed in another window.")
        self.feedback = feedback


def save_draft(
    consultation: Consultation,
    *,
    appointment: Appointment,
    speaking_for: StakeholderGroup | None,
    texts: Mapping[int, str],
    version: str,
    by: User,
    at: datetime,
) -> Feedback:
    """Keep what a representative has written so far, and return the partnership's one draft.

    `texts` are answers by question; a blank one is none. `version` is the draft as the writer's window knows it ("" for
    none). A draft of a predecessor is taken over. Drafts are kept after the end too: only sending needs an open
    consultation. Raises NotRepresentative, AlreadySaid, or ChangedMeanwhile when that would undo other words.
    """
    wanted = {question: text for question, text in texts.items() if text.strip()}
    with transaction.atomic():
        held = hold_appointment(appointment.partnership, by=by, at=at)
        said_or_draft = Feedback.objects.filter(consultation=consultation).of_partnership(appointment.partnership)
        if said := said_or_draft.sent().first():
            raise AlreadySaid(said)
        draft = said_or_draft.order_by("pk").first()
        if draft is None:
            programme_id = appointment.partnership.programme_id
            draft = Feedback(programme_id=programme_id, consultation=consultation, started_at=at)
        elif _says(draft, wanted, speaking_for):
            return draft
        elif draft.version() != version:
            raise ChangedMeanwhile(draft)
        draft.on_behalf_of = appointment.partnership
        draft.appointment, draft.said_by, draft.entered_by, draft.speaking_for = held, held.person, by, speaking_for
        draft.save()
        draft.answers.all().delete()
        FeedbackAnswer.objects.bulk_create(
            FeedbackAnswer(feedback=draft, question_id=question, text=text) for question, text in wanted.items()
        )
        record("draft_saved", draft, by=by, at=at, programme_id=draft.programme_id, answers=len(wanted))
    return draft


def submit_feedback(feedback: Feedback, *, version: str, by: User, at: datetime) -> Feedback:
    """Send a draft; it waits for review, and its representative is thanked by e-mail. A second press changes nothing.

    `version` is the draft as it was read and checked. Raises NotRepresentative, ConsultationClosed, ChangedMeanwhile,
    or Unanswered.
    """
    with transaction.atomic():
        held = hold_appointment(feedback.on_behalf_of, by=by, at=at)
        stored = Feedback.objects.select_for_update().get(pk=feedback.pk)
        if stored.status != Feedback.Status.DRAFT:
            return stored
        if stored.consultation is None or stored.consultation.clock(at) != Clock.OPEN:
            raise ConsultationClosed("This consultation is closed.")
        if stored.version() != version:
            raise ChangedMeanwhile(stored)
        required = stored.consultation.questions.filter(is_required=True)
        if required.exclude(answers__feedback=stored).exists():
            raise Unanswered("A question that everybody is asked has no answer yet.")
        move(
            stored,
            to=Feedback.Status.RECEIVED,
            said_at=at,
            said_by=held.person,
            entered_by=by,
            appointment=held,
        )
        record("received", stored, by=by, at=at, programme_id=stored.programme_id)
        emails.thank_for_feedback(stored, at=at)
    return stored


def review_feedback(
    feedback: Feedback, *, publish: bool, answers: Mapping[int, str], what_became_of_it: str, by: User, at: datetime
) -> Feedback:
    """Publish feedback in the words of `answers` (by answer; the original stays as it is), or keep it unpublished.

    Whoever said it is told by e-mail what became of it, as often as that changes. A review may be revised; one that
    was overtaken since `feedback` was read raises InvalidTransition. Publishing no words raises NothingToPublish.
    """
    if publish and not any(text.strip() for text in answers.values()):
        raise NothingToPublish("Leave something to publish, or keep it unpublished.")
    with transaction.atomic():
        stored = Feedback.objects.select_for_update().get(pk=feedback.pk)
        if stored.reviewed_at != feedback.reviewed_at:
            raise InvalidTransition("This has been reviewed since you opened it.")
        told_before = stored.what_became_of_it
        move(
            stored,
            to=Feedback.Status.PUBLISHED if publish else Feedback.Status.KEPT,
            reviewed_at=at,
            reviewed_by=by,
            what_became_of_it=what_became_of_it,
        )
        for pk, text in answers.items():
            stored.answers.filter(pk=pk).update(published_text=text)
        record(stored.status, stored, by=by, at=at, programme_id=stored.programme_id)
        if what_became_of_it not in ("", told_before):
            emails.tell_what_became_of_it(stored, at=at)
    return stored


def hold_appointment(partnership: Partnership | None, *, by: User, at: datetime) -> Appointment:
    """Return the appointment by which `by` speaks now, locked: it cannot end, nor another window write, meanwhile.

    Refuses with NotRepresentative whoever does not speak for the partnership; the caller has opened the transaction.
    """
    appointments = Appointment.objects.of(by).current(at).filter(partnership=partnership)
    held = appointments.select_related("person").select_for_update(of=("self",)).first()
    if held is None:
        raise NotRepresentative("You do not speak for this organisation at the moment.")
    return held


def _says(draft: Feedback, texts: Mapping[int, str], speaking_for: StakeholderGroup | None) -> bool:
    """Whether the draft says exactly this already: a second press, or nothing new."""
    group = speaking_for.pk if speaking_for else None
    return draft.speaking_for_id == group and dict(draft.answers.values_list("question_id", "text")) == texts
