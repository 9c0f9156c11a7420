"""Publishing: what is made public once, by somebody, and undone whole."""

import pytest

from accounts.models import LogEntry
from consultations.conversations import services
from consultations.posters.services import publishing
from kit.refusals import InvalidTransition, Refused
from tests.consultations.factories import (
    ConversationFactory,
    PosterFactory,
)
from tests.refusing import WriteRefused, refusing

KINDS = {
    "poster": PosterFactory,
    "conversation": ConversationFactory,
}


def make(kind, programme, *, public):
    hidden = {} if public else {"published_at": None, "published_by": None}
    return KINDS[kind](programme=programme, **hidden)


def services_of(kind):
    """What makes a thing public, what takes it back, and how the log calls that: a group withdraws its own poster."""
    back, verb = ("take_down", "taken_down") if kind == "poster" else ("withdraw", "withdrawn")
    room = publishing if kind == "poster" else services
    return getattr(room, f"publish_{kind}"), getattr(room, f"{back}_{kind}"), verb


def stored(thing):
    return type(thing).objects.filter(pk=thing.pk).values_list("published_at", "published_by").get()


@pytest.mark.parametrize("kind", KINDS)
def test_publish_and_withdraw_each_once(kind, programme, lead, at):
    thing = make(kind, programme, public=False)
    publish, withdraw, verb = services_of(kind)
    with pytest.raises(InvalidTransition):
        withdraw(thing, by=lead, at=at)
    publish(thing, by=lead, at=at)
    assert stored(thing) == (at, lead.pk)
    with pytest.raises(InvalidTransition):
        publish(thing, by=lead, at=at)
    withdraw(thing, by=lead, at=at)
    assert stored(thing) == (None, None)
    assert list(LogEntry.objects.order_by("pk").values_list("verb", "by", "programme_id")) == [
        ("published", lead.pk, programme.pk),
        (verb, lead.pk, programme.pk),
    ]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("was_public", [True, False])
def test_publish_and_withdraw_are_undone_when_the_log_refuses(kind, was_public, programme, lead, at):
    thing = make(kind, programme, public=was_public)
    before = stored(thing)
    service = services_of(kind)[was_public]
    with refusing(LogEntry), pytest.raises(WriteRefused):
        service(thing, by=lead, at=at)
    assert stored(thing) == before


def test_publish_poster_without_consent_is_refused(programme, lead, at):
    poster = PosterFactory(programme=programme, consent_to_publish=False, published_at=None, published_by=None)
    with pytest.raises(Refused, match="Tenants' group has not agreed"):
        publishing.publish_poster(poster, by=lead, at=at)
    assert stored(poster) == (None, None)
