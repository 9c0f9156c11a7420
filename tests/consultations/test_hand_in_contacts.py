"""Who handed something in: seen by nobody without an entry in the log, and forgotten when it has been long enough."""

from datetime import timedelta

import pytest

from accounts.models import LogEntry
from consultations.data_map import HAND_IN_DAYS
from consultations.models import Channel, HandIn
from consultations.posters.services.publishing import record_consent, withdraw_poster
from privacy.models import RetentionRun
from privacy.retention.services import keep_no_longer
from tests.conftest import staff_with
from tests.consultations.factories import ConversationFactory, HandInFactory, PosterFactory
from tests.filled_forms import SURE

NAMES = ("Robin Adeyemi", "robin@example.org")
DEEDS = ("look", "forget")


@pytest.fixture
def poster(programme):
    """A poster, handed in by Robin."""
    poster = PosterFactory(programme=programme, published_at=None, published_by=None)
    HandInFactory(poster=poster)
    return poster


@pytest.fixture
def talk(programme):
    """A conversation, told of by Robin."""
    talk = ConversationFactory(programme=programme)
    HandInFactory(poster=None, conversation=talk, as_sent="Mrs Brown has nobody.")
    return talk


def known(thing):
    thing.hand_in.refresh_from_db()
    return thing.hand_in.contact_name, thing.hand_in.contact_details, thing.hand_in.as_sent


def log():
    return list(LogEntry.objects.order_by("pk").values_list("verb", "object_type", "by"))


def test_contact_is_shown_by_a_look_that_is_logged_and_nowhere_else(client_of, lead, poster, talk):
    staff = client_of(lead)
    for thing, kind in ((poster, "posters"), (talk, "conversations")):
        page = f"/desk/neighbours/{kind}/{thing.pk}/"
        shown = staff.get(page).text
        assert [name for name in NAMES if name in shown] == []
        look = f"/desk/neighbours/hand-ins/{thing.hand_in.pk}/look/"
        assert look in shown
        seen = staff.post(look).text
        assert [name for name in NAMES if name not in seen] == []
    # A conversation is shown as it was sent, too.
    looked_at = ("poster", "conversation", "conversation")
    assert log() == [("looked", f"consultations.{kind}", lead.pk) for kind in looked_at]
    assert staff.get("/desk/neighbours/log/?only=looks").text.count("looked at personal details") == 3


def test_contact_is_looked_at_by_nobody_who_does_not_manage_hand_ins(
    client_of, viewer, staff_elsewhere, programme, poster
):
    look = f"/desk/neighbours/hand-ins/{poster.hand_in.pk}/"
    answers = [client_of(who).post(f"{look}{deed}/").status_code for who in (viewer, staff_elsewhere) for deed in DEEDS]
    assert answers == [403, 403, 404, 404]
    other = f"/desk/elsewhere/hand-ins/{poster.hand_in.pk}/look/"
    assert client_of(staff_elsewhere).post(other).status_code == 404
    assert (known(poster)[:2], log()) == (NAMES, [])


def test_contact_who_asks_is_forgotten_and_what_was_handed_in_stays(client_of, programme, lead, at, poster, talk):
    withdraw_poster(poster, reason="At Robin’s word", by=lead, at=at)
    staff = client_of(staff_with("facilitator", programme))
    for thing in (poster, talk):
        back = staff.post(f"/desk/neighbours/hand-ins/{thing.hand_in.pk}/forget/", SURE)
        assert staff.get(back["Location"]).status_code == 200
        assert known(thing) == ("", "", "")
    poster.refresh_from_db()
    assert (poster.withdrawal_reason, poster.withdrawn_at, poster.title != "") == ("", at, True)
    assert [verb for verb, *_ in log()] == ["withdrawn", "contact_forgotten", "contact_forgotten"]


def test_contacts_are_forgotten_after_the_months_that_the_privacy_page_says(
    client, settings, programme, lead, at, poster, talk
):
    kept = timedelta(days=HAND_IN_DAYS)
    assert (HAND_IN_DAYS, settings.HAND_IN_KEPT_MONTHS) == (730, 24)
    HandIn.objects.filter(poster=poster).update(handed_in_at=at - kept - timedelta(hours=1))
    HandIn.objects.filter(conversation=talk).update(handed_in_at=at - kept + timedelta(hours=1))
    agreed, withdrawn = (PosterFactory(programme=programme) for _ in range(2))
    for each in (agreed, withdrawn):
        HandInFactory(poster=each)
    record_consent(agreed, contact_name="Ash", contact_details="", by=lead, at=at)
    withdraw_poster(withdrawn, reason="At Robin’s word", by=lead, at=at)
    keep_no_longer(at=at)
    assert [known(each)[0] for each in (poster, talk, agreed, withdrawn)] == ["", NAMES[0], "Ash", NAMES[0]]
    RetentionRun.objects.all().delete()
    keep_no_longer(at=at)
    assert [entry for entry in log() if entry[0] == "contact_forgotten"] == [
        ("contact_forgotten", "consultations.poster", None)
    ]
    assert poster.hand_in.channel == Channel.LINK


@pytest.mark.parametrize(("kept", "reason", "names"), [
    ({}, "", False), ({}, "Their chair rang.", True), ({"contact_name": "Robin"}, "", True),
    ({"contact_details": "0141 496 0000"}, "", True),
])  # fmt: skip
def test_what_can_be_forgotten_of_a_poster_is_one_rule_for_page_and_database(
    kept, reason, names, client_of, lead, programme
):
    poster = PosterFactory(programme=programme, withdrawal_reason=reason)
    hand_in = HandInFactory(poster=poster, **{"contact_name": "", "contact_details": ""} | kept)
    page = client_of(lead).post(f"/desk/neighbours/hand-ins/{hand_in.pk}/look/").text
    assert (hand_in.names_somebody, HandIn.objects.naming_somebody().exists()) == (names, names)
    assert ("Forget who handed it in" in page, "Nobody is written down" in page) == (names, not names)


@pytest.mark.parametrize(("as_sent", "names"), [("", False), ("Mrs Brown has nobody.", True)])
def test_words_as_they_were_sent_can_be_forgotten_where_nobody_is_written_down(as_sent, names, programme):
    hand_in = HandInFactory(
        poster=None, conversation=ConversationFactory(programme=programme),
        contact_name="", contact_details="", as_sent=as_sent,
    )  # fmt: skip
    assert (hand_in.names_somebody, HandIn.objects.naming_somebody().exists()) == (names, names)
