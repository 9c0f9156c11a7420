"""What a representative is told by e-mail: complete as plain text, and the same in HTML."""

import re
from html import unescape

import pytest

from consultations.asking.services import review_feedback
from outbox.models import Message


def test_thanks_carry_the_words_the_reference_and_what_happens_next(send, programme, appointment):
    feedback = send("Somewhere warm & dry, for everybody's sake.")
    message = Message.objects.get()
    assert message.subject == f"Thank you: we have what you said ({feedback.reference})"
    assert message.reply_to == programme.contact_email
    assert (message.to_name, message.fast_lane) == (appointment.person.name, False)
    for words in (
        "on behalf of Carers together, speaking for Carers",
        "What happens next",
        "What matters most?",
        "Somewhere warm & dry, for everybody's sake.",
        f"http://testserver/home/feedback/{feedback.pk}/",
    ):
        assert words in message.text
    assert not re.search(r"\n{4,}", message.text)


def test_html_says_the_same_as_the_text(send, lead, at):
    feedback = send("<b>Somewhere</b> warm & dry")
    review_feedback(
        feedback,
        publish=True,
        answers={feedback.answers.get().pk: "Warm"},
        what_became_of_it="A room.",
        version="",
        by=lead,
        at=at,
    )
    for message in Message.objects.all():
        shown = unescape(re.sub(r"<[^>]+>", " ", message.html.split("<body>")[1]))
        assert shown.split() == message.text.split()


@pytest.mark.parametrize("publish", [True, False])
@pytest.mark.parametrize("is_public", [True, False])
def test_letter_says_who_can_read_what_was_said_as_it_is(send, programme, lead, at, publish, is_public):
    feedback = send("Somewhere warm")
    type(programme).objects.filter(pk=programme.pk).update(
        published_at=at if is_public else None, published_by=lead if is_public else None
    )
    feedback = type(feedback).objects.get(pk=feedback.pk)
    words = {"answers": {feedback.answers.get().pk: "Warm" if publish else ""}, "what_became_of_it": "A room."}
    review_feedback(feedback, publish=publish, **words, version="", by=lead, at=at)
    text = Message.objects.latest("pk").text
    said = {
        "It is part of what the public can read about the programme:": publish and is_public,
        "It will be part of what the public can read about the programme, once that is public.": publish
        and not is_public,
        "Your words are not published.": not publish,
        f"http://testserver/programmes/{programme.slug}/": publish and is_public,
    }
    assert {each: each in text for each in said} == said


def test_nobody_is_written_to_without_an_address(send, appointment, lead, at):
    appointment.person.email = ""
    appointment.person.save()
    send()
    assert Message.objects.get().to_address == appointment.person.user.email
