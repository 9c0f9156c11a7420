"""When a consultation is open; what a representative says in it: written, sent once, reviewed, and answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import models, transaction

from accounts.audit import record
from accounts.models import User
from consultations.asking import emails
from consultations.asking.models import Consultation, Feedback, Late, Publication
from consultations.asking.said import Said, settle_answers, write_answers
from consultations.asking.snapshot import DraftSnapshot, ReviewSnapshot
from consultations.verbs import Verb
from kit.lifecycle import move, swap
from kit.refusals import InvalidTransition, Refused, StaleEdit, SubmittedDifferently
from kit.windows import HOUR, Clock, beginning_of_hour, refuse_off
from outbox.services import cancel_messages
from programmes.models import Doing
from programmes.quiet_periods.checks import refuse_if_quiet
from stakeholders.models import Appointment, Partnership, StakeholderGroup

SPEAKS_NO_LONGER = (
    "You no longer speak for this organisation. Nothing was kept: please copy what you wrote, for whoever speaks now."
)
ASKS_NOTHING = "Write at least one question first: without one there is nothing to answer."
CHANGED_SINCE_IT_WAS_READ = "This was changed in another window since you read it. Read it through once more."


@dataclass(frozen=True)
class WindowChange:
    """What becomes of a window: its new moments, among which rows it may change, and what is said of others."""

    window: dict[str, datetime | None]
    allowed: models.QuerySet[Consultation]
    refusal: str
    reason: str = ""


def open_consultation(
    consultation: Consultation, *, by: User, at: datetime, ends_at: datetime | None = None
) -> Consultation:
    """Open a consultation now, until `ends_at` (None: as planned); it counts as open since the hour began.

    Refuses one without questions, an end that is not on the hour, and with InvalidTransition one that has begun.
    """
    refuse_off(HOUR, ends_at, field="ends_at")
    if consultation.clock(at) == Clock.UPCOMING and not consultation.questions.asked().exists():
        raise Refused(ASKS_NOTHING)
    change = WindowChange(
        {"starts_at": beginning_of_hour(at), "ends_at": ends_at or consultation.ends_at},
        Consultation.objects.upcoming(at),
        "This consultation has begun already.",
    )
    return _change_window(consultation, Verb.OPENED, change, by=by, at=at)


def close_consultation(consultation: Consultation, *, by: User, at: datetime) -> Consultation:
    """Close a consultation now. Refuses with InvalidTransition when it is not open."""
    still_open = Consultation.objects.open(at).filter(starts_at__lt=at)
    change = WindowChange({"ends_at": at}, still_open, "This consultation is not open.")
    return _change_window(consultation, Verb.CLOSED, change, by=by, at=at)


def extend_consultation(
    consultation: Consultation, *, ends_at: datetime, reason: str, by: User, at: datetime
) -> Consultation:
    """Keep a consultation open longer, or open it again until `ends_at`; the reason is kept in the log.

    Refuses without a reason, an end that would shorten it or is not on the hour, and with InvalidTransition when
    somebody moved the end meanwhile or it has not begun.
    """
    if not reason.strip():
        raise Refused("Say why the consultation stays open longer.")
    if ends_at <= at or consultation.ends_at is None or ends_at <= consultation.ends_at:
        raise Refused("The new end must lie ahead, and after the end that was given.")
    refuse_off(HOUR, ends_at, field="ends_at")
    change = WindowChange(
        {"ends_at": ends_at},
        Consultation.objects.begun(at).filter(ends_at=consultation.ends_at),
        "Somebody else has changed when this consultation ends, or it has not begun.",
        reason.strip(),
    )
    return _change_window(consultation, Verb.EXTENDED, change, by=by, at=at)


def _change_window(
    consultation: Consultation, verb: Verb, change: WindowChange, *, by: User, at: datetime
) -> Consultation:
    """Change the window by compare-and-swap, and log how it was and how it is."""
    moments = {f"old_{name}": getattr(consultation, name) for name in change.window} | change.window
    details = {name: moment.isoformat() for name, moment in moments.items() if moment}
    if change.reason:
        details["reason"] = change.reason
    is_closed = verb == Verb.CLOSED
    with transaction.atomic():
        if verb == Verb.OPENED or (verb == Verb.EXTENDED and consultation.clock(at) == Clock.PAST):
            refuse_if_quiet(consultation.phase.programme_id, Doing.OPENING, at=at)
        closed = {"closed_at": at if is_closed else None, "closed_by": by if is_closed else None}
        swap(consultation, change.allowed, change.refusal, **change.window, **closed)
        record(verb, consultation, by=by, at=at, programme_id=consultation.phase.programme_id, **details)
    return consultation


def save_draft(
    consultation: Consultation,
    *,
    appointment: Appointment,
    speaking_for: StakeholderGroup | None,
    answers: Mapping[int, Said],
    version: str,
    by: User,
    at: datetime,
) -> Feedback:
    """Keep what a representative has written so far, and return the partnership's one draft.

    `answers` are by question; an empty one is none. `version` is the draft as the writer's window knows it ("" for
    none). A draft of a predecessor is taken over. Drafts are kept after the end too: only sending needs an open
    consultation. Feedback that was sent in just these words is returned. Refuses whoever does not speak for the
    partnership, with SubmittedDifferently other words than were sent, and with StaleEdit what would undo other words.
    """
    wanted = {question: said.text for question, said in answers.items() if said.text}
    with transaction.atomic():
        held = hold_appointment(appointment.partnership, by=by, at=at)
        sent_or_draft = Feedback.objects.filter(consultation=consultation).of_partnership(appointment.partnership)
        if sent := sent_or_draft.sent().first():
            # The words of what was sent never change: they are the copy of it.
            if _says(sent, wanted, speaking_for):
                return sent
            raise SubmittedDifferently("Feedback has been sent already, in other words.")
        draft = sent_or_draft.order_by("pk").first()
        if draft is None:
            programme_id = appointment.partnership.programme_id
            draft = Feedback(programme_id=programme_id, consultation=consultation, started_at=at)
        elif _says(draft, wanted, speaking_for):
            return draft
        elif draft.version() != version:
            raise StaleEdit("The draft was changed in another window.", DraftSnapshot.of(draft))
        draft.on_behalf_of = appointment.partnership
        draft.appointment, draft.said_by, draft.entered_by, draft.speaking_for = held, held.person, by, speaking_for
        draft.save()
        write_answers(draft, answers)
        record(Verb.DRAFT_SAVED, draft, by=by, at=at, programme_id=draft.programme_id, answers=len(wanted))
    return draft


def submit_feedback(feedback: Feedback, *, version: str, by: User, at: datetime) -> Feedback:
    """Send a draft; it waits for review, and its representative is thanked by e-mail. A second press changes nothing.

    What is on its way to remind them is stopped.

    `version` is the draft as it was read and checked. Refuses whoever does not speak for the partnership, with
    InvalidTransition when the consultation is not open, with StaleEdit when the draft was changed since, and a draft
    that lacks an answer which everybody is asked for.
    """
    with transaction.atomic():
        held = hold_appointment(feedback.on_behalf_of, by=by, at=at)
        stored = Feedback.objects.select_for_update().get(pk=feedback.pk)
        if stored.status != Feedback.Status.DRAFT:
            return stored
        if stored.consultation is None or stored.consultation.clock(at) != Clock.OPEN:
            raise InvalidTransition("This consultation is closed.")
        if stored.version() != version:
            raise StaleEdit(CHANGED_SINCE_IT_WAS_READ, DraftSnapshot.of(stored))
        settle_answers(stored)
        move(
            stored,
            to=Feedback.Status.RECEIVED,
            said_at=at,
            said_by=held.person,
            entered_by=by,
            appointment=held,
        )
        asking = emails.asking_messages(stored.consultation.pk, held.pk)
        cancel_messages(asking, reason="They have answered.", at=at)
        record(Verb.SUBMITTED, stored, by=by, at=at, programme_id=stored.programme_id)
        emails.thank_for_feedback(stored, at=at)
    return stored


def review_feedback(
    feedback: Feedback,
    *,
    publish: bool,
    answers: Mapping[int, str],
    what_became_of_it: str,
    version: str,
    by: User,
    at: datetime,
) -> Feedback:
    """Publish feedback in the words of `answers` (by answer; the original stays as it is), or keep it unpublished.

    Whoever said it is told by e-mail what became of it, as often as that changes; what is returned says in `is_told`
    whether a letter goes. A review may be revised; `version` is the review as the window showed it. Refuses with
    StaleEdit when somebody else has reviewed it since, with InvalidTransition what has not been sent, to publish no
    words, and what somebody asked not to publish.
    """
    if publish and not any(text.strip() for text in answers.values()):
        raise Refused("Leave something to publish, or keep it unpublished.")
    with transaction.atomic():
        if publish:
            refuse_if_quiet(feedback.programme_id, Doing.PUBLISHING, at=at)
        stored = Feedback.objects.select_for_update().get(pk=feedback.pk)
        if publish and stored.publication == Publication.NOT:
            raise Refused("They asked that it is not published: keep it unpublished.")
        if publish and stored.late == Late.NOT:
            raise Refused("It came late and is not taken in: keep it unpublished.")
        stands = ReviewSnapshot.of(stored)
        if stands.version() != version:
            raise StaleEdit("This has been reviewed since you opened it.", stands)
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
        verb = Verb.PUBLISHED if publish else Verb.KEPT_UNPUBLISHED
        record(verb, stored, by=by, at=at, programme_id=stored.programme_id)
        if what_became_of_it not in ("", told_before):
            stored.is_told = emails.tell_what_became_of_it(stored, at=at)
    return stored


def withdraw_feedback(feedback: Feedback, *, by: User | None, at: datetime) -> Feedback:
    """Take back what was sent, at the word of whoever said it: nothing of it is public any more.

    Pressed again, it changes nothing. Refuses with InvalidTransition what was never sent.
    """
    with transaction.atomic():
        stored = Feedback.objects.select_for_update().get(pk=feedback.pk)
        if stored.status == Feedback.Status.WITHDRAWN:
            return stored
        move(stored, to=Feedback.Status.WITHDRAWN, withdrawn_at=at, withdrawn_by=by)
        record(Verb.WITHDRAWN, stored, by=by, at=at, programme_id=stored.programme_id)
    return stored


def hold_appointment(partnership: Partnership | None, *, by: User, at: datetime) -> Appointment:
    """Return the appointment by which `by` speaks now, locked: it cannot end, nor another window write, meanwhile.

    Refuses whoever does not speak for the partnership; the caller has opened the transaction.
    """
    appointments = Appointment.objects.of(by).current(at).filter(partnership=partnership)
    held = appointments.select_related("person").select_for_update(of=("self",)).first()
    if held is None:
        raise Refused(SPEAKS_NO_LONGER)
    return held


def _says(draft: Feedback, texts: Mapping[int, str], speaking_for: StakeholderGroup | None) -> bool:
    """Whether the draft says exactly this already: a second press, or nothing new."""
    group = speaking_for.pk if speaking_for else None
    return draft.speaking_for_id == group and dict(draft.answers.values_list("question_id", "text")) == texts
