"""What those who are asked are told, by e-mail or on paper: the same words. No link in it changes anything."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils import timezone

from consultations.asking.assignments import Assignment
from consultations.asking.emails import about_asking
from consultations.telling.models import AskedRepresentative, Step, TellingPlan, Way, way_to
from kit.days import last_day_before
from kit.text import one_line, plain_text
from outbox.daytime import next_daytime
from outbox.models import Message
from outbox.services import Email, queue_message

SUBJECTS = {
    Step.OPENS: "We ask you: “{}”",
    Step.FIRST_REMINDER: "We would still like to hear from you: “{}”",
    Step.SECOND_REMINDER: "A few days are left: “{}”",
    Step.MORE_TIME: "More time to answer: “{}”",
    Step.CLOSED: "It has closed, and what happens next: “{}”",
}
TEMPLATES = {
    Step.OPENS: "consultation_opens",
    Step.FIRST_REMINDER: "consultation_reminder",
    Step.SECOND_REMINDER: "consultation_reminder",
    Step.MORE_TIME: "consultation_more_time",
    Step.CLOSED: "consultation_closed",
}


def ask(
    asked: AskedRepresentative, plan: TellingPlan, *, again: str = "", by_day: bool = False, at: datetime
) -> Message:
    """Tell somebody by e-mail what is asked of them, until when, and where they answer.

    It goes at once where somebody pressed a button, and `by_day` where the clock did; `again` tells one sending anew
    from the next.
    """
    step = Step.AGAIN if again else Step.OPENS
    return _queue(asked, plan, Step.OPENS, about=(step, again), by_day=by_day, at=at)


def remind(asked: AskedRepresentative, plan: TellingPlan, step: Step, *, at: datetime) -> Message:
    """Remind somebody who has not answered, and say the last day. By day only, and not after the end."""
    ends_at = plan.consultation.ends_at
    occasion = f"{ends_at.timestamp():.0f}" if ends_at else ""
    return _queue(asked, plan, step, about=(step, occasion), by_day=True, at=at)


def tell_of_more_time(asked: AskedRepresentative, plan: TellingPlan, *, at: datetime) -> Message:
    """Tell somebody who has not answered that the end is a later one; once for each new end."""
    ends_at = plan.consultation.ends_at
    assert ends_at is not None
    return _queue(asked, plan, Step.MORE_TIME, about=(Step.MORE_TIME, f"{ends_at.timestamp():.0f}"), at=at)


def tell_of_end(
    asked: AskedRepresentative, plan: TellingPlan, *, answered: bool, by_day: bool = False, at: datetime
) -> Message:
    """Tell somebody who was asked that it has closed, and what happens next; once for each end."""
    ends_at = plan.consultation.ends_at
    assert ends_at is not None
    about = (Step.CLOSED, f"{ends_at.timestamp():.0f}")
    return _queue(asked, plan, Step.CLOSED, about=about, by_day=by_day, answered=answered, at=at)


def words_for(
    asked: AskedRepresentative, plan: TellingPlan, step: Step, *, answered: bool = False, at: datetime
) -> dict[str, str]:
    """Return subject and text as they read on the day of `at`, in the way in which somebody is told (reads it all)."""
    appointment, consultation, programme = asked.appointment, plan.consultation, plan.consultation.phase.programme
    by_letter = way_to(appointment.person) != Way.EMAIL
    signs_in = appointment.person.user_id is not None and not by_letter
    # Named in the address, since one person may speak for several organisations.
    address = Assignment(consultation, appointment, is_one_of_several=True).url
    on = timezone.localdate(at)
    last_on = last_day_before(consultation.ends_at)
    context: dict[str, Any] = {
        "person": appointment.person,
        "organisation": appointment.partnership.organisation,
        "consultation": consultation,
        "programme": programme,
        "by_letter": by_letter,
        "link": settings.SITE_URL + address if signs_in else "",
        "last_on": last_on,
        "is_last_day": last_on == on,
        "answered": answered,
        "what_happens_next": plan.what_happens_next,
    }
    subject = SUBJECTS[step].format(one_line(consultation.title))
    return {"subject": one_line(subject), "text": plain_text(f"consultations/email/{TEMPLATES[step]}.txt", context)}


def _queue(
    asked: AskedRepresentative,
    plan: TellingPlan,
    step: Step,
    *,
    about: tuple[Step, str],
    by_day: bool = False,
    answered: bool = False,
    at: datetime,
) -> Message:
    person, programme = asked.appointment.person, plan.consultation.phase.programme
    words = words_for(asked, plan, step, answered=answered, at=next_daytime(at) if by_day else at)
    email = Email(
        to_address=person.address,
        to_name=one_line(person.name),
        reply_to=programme.contact_email,
        daytime_only=by_day,
        subject=words["subject"],
        text=words["text"],
    )
    # Past the end nobody can answer any more; that it has closed stays true.
    expires_at = None if step == Step.CLOSED else plan.consultation.ends_at
    what = about_asking(asked.consultation_id, asked.appointment_id, *about)
    return queue_message(what, email, kind="consultation", at=at, expires_at=expires_at)
