"""Every kind of letter keeps to the lines that RFC 2045 allows, and says of its calendar file what RFC 6047 asks."""

from email import message_from_bytes
from email.policy import default

import pytest
from django.utils import timezone

from kit.personal_links import hash_of
from outbox.mime import email_of
from outbox.models import Message
from tests.reading import letters
from tests.world import build_world

pytestmark = pytest.mark.django_db


@pytest.fixture
def written() -> list[Message]:
    """One letter of each kind, in words with signs beyond ASCII and lines that are long."""
    world = build_world()
    world.meeting.title = world.attendance.meeting.title = "Cyfarfod – Siân " * 9
    world.attendance.token_hash = hash_of("a place")
    world.attendance.save()
    kinds = [name for name, _ in letters(world, timezone.now())]
    assert len(kinds) == 48
    return list(Message.objects.order_by("pk"))


def test_no_letter_has_an_encoded_line_of_more_than_76_characters(written):
    long = {
        (message.kind, len(line))
        for message in written
        for part in message_from_bytes(email_of(message).as_bytes(), policy=default).walk()
        if not part.is_multipart()
        for line in part.get_payload().splitlines()
        if len(line) > 76
    }
    assert long == set()


def test_every_letter_says_the_same_words_when_it_is_read(written):
    for message in written:
        letter = message_from_bytes(email_of(message).as_bytes(), policy=default)
        text = letter.get_body(("plain",)).get_content()
        assert text.split() == message.text.split()


def test_part_with_a_calendar_file_has_the_method_of_the_file(written):
    methods = [
        (message.kind, part.get_param("method"), f"METHOD:{part.get_param('method')}" in part.get_content())
        for message in written
        for part in message_from_bytes(email_of(message).as_bytes(), policy=default).walk()
        if part.get_content_type() == "text/calendar"
    ]
    assert methods != []
    assert [each for each in methods if not each[2]] == []
