"""Who handed something in: seen by nobody without an entry in the log, and forgotten when it has been long enough."""

from datetime import timedelta

import pytest

from accounts.models import LogEntry
from consultations.models import Channel, HandIn
from consultations.services import record_consent, withdraw_poster
from consultations.tasks import forget_old_givers
from tests import factories
from tests.conftest import staff_with

NAMES = ("Robin Adeyemi", "robin@example.org")
DEEDS = ("look", "forget")


@pytest.fixture
def poster(programme):
    """A poster, handed in by Robin."""
    poster = factories.PosterFactory(programme=programme, published_at=None, published_by=None)
    factories.HandInFactory(poster=poster)
    return poster


@pytest.fixture
def talk(programme):
    """A conversation, told of by Robin."""
    talk = factories.ConversationFactory(programme=programme)
    factories.HandInFactory(poster=None, conversation=talk, as_sent="Mrs Brown has nobody.")
    return talk


def known(thing):
    thing.hand_in.refresh_from_db()
    return thing.hand_in.given_by, thing.hand_in.reached_by, thing.hand_in.as_sent


def log():
    return list(LogEntry.objects.order_by("pk").values_list("verb", "object_type", "by"))


def test_giver_is_shown_by_a_look_that_is_logged_and_nowhere_else(client_of, lead, poster, talk):
    staff = client_of(lead)
    for thing, kind in ((poster, "posters"), (talk, "conversations")):
        page = f"/desk/neighbours/{kind}/{thing.pk}/"
        shown = staff.get(page).text
        assert [name for name in NAMES if name in shown] == []
        look = f"/desk/neighbours/hand-ins/{thing.hand_in.pk}/look/"
        assert look in shown
        seen = staff.post(look).text
        assert [name for name in NAMES if name not in seen] == []
    looked = "looked"
    assert log() == [(looked, f"consultations.{kind}", lead.pk) for kind in ("poster", "conversation")]
    assert staff.get("/desk/neighbours/log/?only=contacts").text.count(looked) == 2


def test_giver_is_looked_at_by_nobody_who_does_not_keep_the_wall(client_of, viewer, staff_elsewhere, programme, poster):
    look = f"/desk/neighbours/hand-ins/{poster.hand_in.pk}/"
    answers = [client_of(who).post(f"{look}{deed}/").status_code for who in (viewer, staff_elsewhere) for deed in DEEDS]
    assert answers == [403, 403, 404, 404]
    other = f"/desk/elsewhere/hand-ins/{poster.hand_in.pk}/look/"
    assert client_of(staff_elsewhere).post(other).status_code == 404
    assert (known(poster)[:2], log()) == (NAMES, [])


def test_giver_who_asks_is_forgotten_and_what_was_handed_in_stays(client_of, programme, lead, at, poster, talk):
    withdraw_poster(poster, reason="At Robin’s word", by=lead, at=at)
    staff = client_of(staff_with("facilitator", programme))
    for thing in (poster, talk):
        back = staff.post(f"/desk/neighbours/hand-ins/{thing.hand_in.pk}/forget/")
        assert staff.get(back["Location"]).status_code == 200
        assert known(thing) == ("", "", "")
    poster.refresh_from_db()
    assert (poster.withdrawal_reason, poster.withdrawn_at, poster.title != "") == ("", at, True)
    assert [verb for verb, *_ in log()] == ["withdrawn", "forgot_who_gave_it", "forgot_who_gave_it"]


def test_givers_are_forgotten_after_the_months_that_the_privacy_page_says(
    client, settings, programme, lead, at, poster, talk
):
    settings.HAND_IN_KEPT_MONTHS = 6
    assert "for 6 months" in client.get("/privacy/").text
    kept = timedelta(days=180)
    HandIn.objects.filter(poster=poster).update(handed_in_at=at - kept - timedelta(hours=1))
    HandIn.objects.filter(conversation=talk).update(handed_in_at=at - kept + timedelta(hours=1))
    agreed, withdrawn = (factories.PosterFactory(programme=programme) for _ in range(2))
    for each in (agreed, withdrawn):
        factories.HandInFactory(poster=each)
    record_consent(agreed, given_by="Ash", reached_by="", by=lead, at=at)
    withdraw_poster(withdrawn, reason="At Robin’s word", by=lead, at=at)
    forget_old_givers()
    assert [known(each)[0] for each in (poster, talk, agreed, withdrawn)] == ["", NAMES[0], "Ash", NAMES[0]]
    forget_old_givers()
    assert [entry for entry in log() if entry[0] == "forgot_who_gave_it"] == [
        ("forgot_who_gave_it", "consultations.poster", None)
    ]
    assert poster.hand_in.channel == Channel.LINK
