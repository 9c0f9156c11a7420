"""Every letter to those whom a consultation asks, in every combination of its facts."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from consultations.telling.emails import words_for
from consultations.telling.models import AskedRepresentative, Step, TellingPlan
from kit.days import end_of, ending
from programmes.models import Programme
from tests.consultations.factories import ConsultationFactory, OptionFactory, QuestionFactory
from tests.letter_cases import BOTH, LETTERS
from tests.said import Given, Said
from tests.stakeholders.factories import AppointmentFactory

WAYS = ["signs in", "no account", "letter"]


def _words(given: Given, step: Step, way: str = "signs in", last: int | None = 9, **more: Any) -> str:
    """Return a letter to somebody who speaks for Old Mill, so many days before the last one (None: there is none)."""
    given.programme.refresh_from_db()
    consultation = ConsultationFactory(
        phase__programme=given.programme, title="Benches", introduction="We heard of benches.",
        ends_at=None if last is None else end_of(timezone.localdate(given.at) + timedelta(days=last)),
    )  # fmt: skip
    question = QuestionFactory(consultation=consultation, position=1, text="Where?", hint="One place.", kind="one")
    OptionFactory(question=question, text="By the shop", position=1)
    QuestionFactory(consultation=consultation, position=2, text="What else?")
    by_post = {"person__contact_by": "post", "person__postal_address": "1 Mill Lane"} if way == "letter" else {}
    by_post |= {"person__user": None, "person__email": "pat@example.org"} if way == "no account" else {}
    appointment = AppointmentFactory(
        partnership__programme=given.programme, partnership__organisation__name="Old Mill", **by_post
    )
    asked = AskedRepresentative(consultation=consultation, appointment=appointment, asked_at=given.at)
    plan = TellingPlan(consultation=consultation, what_happens_next=more.pop("what_happens_next", ""))
    words = words_for(asked, plan, step, at=given.at, **more)
    return f"{words['subject']}\n{words['text']}"


@LETTERS.of(way=WAYS, ends=BOTH, address=BOTH, telephone=BOTH)
def consultation_opens(given: Given, way: str, ends: bool, address: bool, telephone: bool) -> Said:
    reached = {"contact_address": "1 Ford Street" if address else "", "contact_telephone": "123" if telephone else ""}
    Programme.objects.filter(pk=given.programme.pk).update(**reached)
    until = ending(end_of(timezone.localdate(given.at) + timedelta(days=9)))
    text = _words(given, Step.OPENS, way, 9 if ends else None)
    contact = given.programme.contact_email
    return text, {
        f"{given.programme.title} asks Old Mill, for which you speak: “Benches”.\n\nWe heard of benches.": True,
        f"You can answer until {until}.": ends,
        "You can answer from now on.": not ends,
        "Sign in, and you are where you answer:": way == "signs in",
        "it goes only when you send it.": way == "signs in",
        "what Old Mill says to it, and reply to this e-mail with it.": way == "no account",
        "what Old Mill says to it, and send it to us; or ring us, and we write it down.": way == "letter",
        "1. Where? (One place.)\n   - By the shop\n\n2. What else?": way != "signs in",
        f"in another way, reply to this e-mail, or write to us: {contact}": way != "letter",
        f"in another way, tell us: {contact}": way == "letter",
        ", or 1 Ford Street": address,
        ", or ring 123": telephone,
    }


@LETTERS.of(today=BOTH)
def consultation_reminder(given: Given, today: bool) -> Said:
    until = ending(end_of(timezone.localdate(given.at) + timedelta(days=0 if today else 9)))
    return _words(given, Step.FIRST_REMINDER, last=0 if today else 9), {
        "Old Mill, for which you speak, is asked in “Benches”, and we have not heard from you yet.": True,
        f"Today is the last day: you can answer until {until}.": today,
        f"yet. You can answer until {until}.": not today,
    }


@LETTERS.of()
def consultation_more_time(given: Given) -> Said:
    until = ending(end_of(timezone.localdate(given.at) + timedelta(days=9)))
    return _words(given, Step.MORE_TIME), {
        f"There is more time now: you can answer until {until}, whatever our earlier letters say.": True
    }


@LETTERS.of(answered=BOTH, said=BOTH)
def consultation_closed(given: Given, answered: bool, said: bool) -> Said:
    happens = "The board reads it." if said else ""
    return _words(given, Step.CLOSED, last=-1, answered=answered, what_happens_next=happens), {
        "“Benches” has closed. Thank you for what Old Mill said in it.": answered,
        "We have not heard from Old Mill, for which you speak, and that is no reproach.": not answered,
        "What happens next\n\nThe board reads it.": said,
        "What happens next\n\nThe team reads every answer, and nothing of them is public before that.": not said,
        "We write to you again when something has become of what you said.": answered,
        "What comes of it can be read where the programme tells what it does.": not answered,
    }
