"""Presses at the same moment, over several connections: one poster, and no poster that its group has withdrawn."""

from dataclasses import replace
from functools import partial
from uuid import uuid4

import pytest
from django.db import IntegrityError

from accounts.models import LogEntry
from consultations import services
from consultations.models import HandIn, Poster, SentPicture
from consultations.models.handing_in import out_of_reach
from consultations.printed_poster import PosterDetails
from consultations.services import ConversationWords, PosterWords
from kit.refusals import InvalidTransition, StaleEdit
from tests import factories
from tests.at_once import at_once
from tests.consultations.test_poster_handing_in import photograph

# The fixtures' rows must be there for the other connections too.
pytestmark = pytest.mark.django_db(transaction=True)
TIMES = 4
refusing = partial(at_once, refusals=(InvalidTransition, services.ConsentMissing, StaleEdit, IntegrityError))


def sending(programme, at, keys):
    """Return as many presses as there are keys, each with its photograph."""

    def press(key):
        services.keep_photograph(programme, key=key, file=photograph(), at=at)
        return services.hand_in_poster(programme, key=key, words=PosterWords(title="A bench"), at=at).pk

    return [lambda key=key: press(key) for key in keys]


def stored():
    return Poster.objects.count(), HandIn.objects.count(), SentPicture.objects.filter(poster__isnull=False).count()


def files():
    return len(out_of_reach().listdir("")[1]) if out_of_reach().exists("") else 0


def test_poster_sent_by_several_taps_is_one(programme, at):
    factories.PosterCallFactory(programme=programme, starts_at=at)
    before = files()
    sent = refusing(*sending(programme, at, [uuid4()] * TIMES))
    assert sent == [Poster.objects.get().pk] * TIMES
    assert (stored(), LogEntry.objects.count()) == ((1, 1, 1), 1)
    assert files() - before == 1


def test_taps_without_one_key_are_several_posters(programme, at):
    """The negative control: it is the key that makes them one."""
    factories.PosterCallFactory(programme=programme, starts_at=at)
    refusing(*sending(programme, at, [uuid4() for _ in range(TIMES)]))
    assert stored() == (TIMES, TIMES, TIMES)


def test_poster_withdrawn_while_it_is_published_is_not_public(programme, lead, at):
    for _ in range(TIMES):
        poster = factories.PosterFactory(programme=programme, published_at=None, published_by=None)
        became = refusing(
            lambda poster=poster: services.withdraw_poster(poster, reason="At their word", by=lead, at=at),
            *[lambda poster=poster: services.publish_poster(Poster.objects.get(pk=poster.pk), by=lead, at=at)] * 2,
        )
        assert isinstance(became[0], Poster)
        assert set(became[1:]) <= {InvalidTransition, services.ConsentMissing, poster}
        assert IntegrityError not in became
        poster.refresh_from_db()
        assert (poster.published_at, poster.consent_to_publish, poster.withdrawn_at) == (None, False, at)


def test_publication_that_had_not_looked_again_is_refused_by_the_database(programme, lead, at):
    """The negative control: without the condition in its own statement, publishing would undo a withdrawal."""
    poster = factories.PosterFactory(programme=programme, published_at=None, published_by=None)
    services.withdraw_poster(poster, reason="At their word", by=lead, at=at)
    with pytest.raises(IntegrityError):
        Poster.objects.filter(pk=poster.pk).update(published_at=at, published_by=lead)
    assert Poster.objects.published().count() == 0


def test_conversation_sent_by_several_taps_is_one(programme, at):
    factories.PosterCallFactory(programme=programme, starts_at=at)
    key, words = uuid4(), ConversationWords(team="Nurses", held_on=at.date(), said="Nobody asks.")
    sent = refusing(*[lambda: services.log_conversation(programme, key=key, words=words, at=at).pk] * TIMES)
    assert (len(set(sent)), HandIn.objects.count(), LogEntry.objects.count()) == (1, 1, 1)


def editing(poster, by, at, version):
    """Return two presses, each of which writes other words; `version` gives what each claims to have seen."""
    stands = PosterDetails.of(poster)

    def press(words):
        details = replace(stands, **words)
        return services.edit_poster(poster, details=details, version=version(), by=by, at=at)

    return lambda: press({"transcript": "An hour’s work."}), lambda: press({"words": "Another hour’s."})


def test_poster_edited_by_two_at_once_loses_neither_text(programme, lead, at):
    """Whoever was late has their words on the screen, and is told; the other's stand."""
    for _ in range(TIMES):
        poster = factories.PosterFactory(programme=programme, transcript="", words="")
        seen = PosterDetails.of(poster).version()
        became = refusing(*editing(poster, lead, at, lambda seen=seen: seen))
        poster.refresh_from_db()
        stands = ("", "Another hour’s.") if became[0] is StaleEdit else ("An hour’s work.", "")
        assert (became.count(StaleEdit), poster.transcript, poster.words) == (1, *stands)


def test_edit_that_does_not_say_what_it_saw_loses_the_other(programme, lead, at):
    """The negative control: it is the version that the window showed which keeps the first text."""
    poster = factories.PosterFactory(programme=programme, transcript="", words="")
    for press in editing(poster, lead, at, lambda: PosterDetails.of(Poster.objects.get(pk=poster.pk)).version()):
        press()
    poster.refresh_from_db()
    assert (poster.transcript, poster.words) == ("", "Another hour’s.")
