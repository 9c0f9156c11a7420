"""Pressed twice, and pressed while somebody stops, at the same moment over two connections: once, and not at all."""

from datetime import datetime

import pytest
from django.db import IntegrityError, transaction

from digests.digest import WEEK, digests_of
from digests.models import DigestEntry, Reader
from digests.readers import hash_of_address
from digests.services import send_digests, stop_digests
from kit.refusals import InvalidTransition
from outbox.models import Message
from tests.at_once import at_once
from tests.digests.scene import Scene, build_scene

# The fixtures' rows must be there for the other connections too.
pytestmark = pytest.mark.django_db(transaction=True)
NOON = datetime.fromisoformat("2016-10-04T12:00:00+01:00")
TIMES = 3


@pytest.fixture
def scene(programme, lead, appointment) -> Scene:
    return build_scene(programme, lead, appointment)


def test_two_who_press_at_once_send_once(scene, lead):
    seen = digests_of(scene.programme, NOON).fingerprint
    became = at_once(*[lambda: send_digests(scene.programme, as_seen=seen, by=lead, at=NOON)] * 3)
    assert sorted(became, key=str) == [4, InvalidTransition, InvalidTransition]
    assert (Message.objects.filter(kind="digest").count(), Reader.objects.count()) == (4, 4)


def test_two_who_take_a_week_without_looking_are_refused_by_the_database(scene):
    """The negative control: with the service's own guards left out, the second is refused all the same."""
    reader = Reader.objects.create(programme=scene.programme, address_hash="a" * 64, token_hash="b" * 64)

    def careless(day: int) -> int:
        with transaction.atomic():
            return Reader.objects.filter(pk=reader.pk).update(last_sent_on=NOON.date().replace(day=day))

    became = at_once(lambda: careless(4), lambda: careless(6), refusals=(IntegrityError,))
    assert sorted(became, key=str) == [1, IntegrityError]


def test_stop_and_sending_at_once_leave_no_message_to_pass(scene, lead):
    for number in range(TIMES):
        Message.objects.all().delete()
        DigestEntry.objects.all().delete()
        Reader.objects.all().delete()
        reader = Reader.objects.create(
            programme=scene.programme, address_hash=hash_of_address("robin@example.org"),
            link_nonce="n", token_hash=f"{number:064x}", last_sent_on=NOON.date() - WEEK,
        )  # fmt: skip
        seen = digests_of(scene.programme, NOON).fingerprint
        at_once(
            lambda seen=seen: send_digests(scene.programme, as_seen=seen, by=lead, at=NOON),
            lambda reader=reader: stop_digests(reader, by=None, at=NOON),
        )
        left = Message.objects.filter(to_address="robin@example.org").values_list("state", flat=True)
        assert list(left) in ([], ["cancelled"])
