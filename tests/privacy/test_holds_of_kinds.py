"""A hold keeps what somebody has said is asked for, and nothing else; until then it keeps everything."""

from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import LogEntry, User
from actions.models import PersonalRecord
from kit.data_map import TABLES, Heading
from kit.refusals import InvalidTransition, Refused
from privacy.erasure.services import confirm_erasure, propose_erasure
from privacy.finding.models import Decision
from privacy.finding.services import look_for
from privacy.holds import services
from privacy.holds.kinds import EVERYTHING, KINDS, that_go_with
from privacy.holds.services import change_hold, release_hold, set_hold
from privacy.models import Hold, Request, RetentionRun
from privacy.requests.services import RequestDetails, record_request
from privacy.retention.due import rules, times
from privacy.retention.holds import held_kinds
from privacy.retention.services import keep_no_longer
from tests.accounts.factories import UserFactory
from tests.phases.factories import AttendanceFactory
from tests.privacy.factories import HoldFactory, RequestFactory
from tests.privacy.things_kept import DAY, THINGS
from tests.reading import text_seen
from tests.stakeholders.factories import PersonFactory

pytestmark = pytest.mark.django_db
# Under which kind each thing goes that the clock takes, written a second time: what staff would look for it under.
UNDER = {
    "SENT": "envelopes letters records-sent",
    "WORK": "looks",
    "WHO": "people",
    "PART": "appointment-sources invitations organisation-sheets",
    "MEETINGS": "attendance attendance-needs support evaluations attendance-sheets",
    "SAID": "hand-ins unsent-answers withdrawal-reasons photographs",
    "DOING": "successors answer-drafts",
}
OF_PROGRAMMES = [(key, kind) for kind, keys in UNDER.items() for key in keys.split()]
OF_THE_SITE = {"accounts", "unconfirmed-addresses", "visits"}


def there_after(key: str, programme, at) -> bool:
    """Whether a thing is still there 40 days after its time, whoever is told of it having been told."""
    days, _, make = THINGS[key]
    is_there = make(programme, at)
    for day in (1, 40):
        RetentionRun.objects.all().delete()
        keep_no_longer(at=at + (days + day) * DAY)
    return is_there()


def test_everything_that_goes_by_the_clock_stands_under_a_kind():
    assert {key for key, _ in OF_PROGRAMMES} | OF_THE_SITE == set(rules())
    assert set(KINDS) == set(Heading)


@pytest.mark.parametrize(("key", "kind"), OF_PROGRAMMES)
def test_thing_of_a_kind_that_is_held_stays(key, kind, programme, at):
    HoldFactory(programme=programme, kinds=[kind])
    assert there_after(key, programme, at) is True


# With a whole piece of feedback goes what was written of it: a hold of that keeps both.
@pytest.mark.parametrize(("key", "kind"), [each for each in OF_PROGRAMMES if each[0] != "unsent-answers"])
def test_thing_goes_while_every_other_kind_is_held(key, kind, programme, at):
    HoldFactory(programme=programme, kinds=[each.name for each in Heading if each.name != kind])
    assert there_after(key, programme, at) is False


@pytest.mark.parametrize("key", sorted(OF_THE_SITE))
def test_what_belongs_to_the_whole_site_is_held_by_a_programme_in_its_kind_alone(key, programme, at):
    hold = HoldFactory(programme=programme, kinds=["ACCOUNT"])
    held = times(at).held_from(rules()[key])
    Hold.objects.filter(pk=hold.pk).update(kinds=["SENT"])
    assert (held, times(at).held_from(rules()[key])) == ([programme.pk], [])


def test_two_holds_keep_what_either_names_and_one_that_names_nothing_keeps_everything(programme, at):
    today = timezone.localdate(at)
    HoldFactory(programme=programme, kinds=["MEETINGS"])
    second = HoldFactory(programme=programme, kinds=["SENT"])
    assert held_kinds(today) == {programme.pk: {Heading.MEETINGS, Heading.SENT}}
    Hold.objects.filter(pk=second.pk).update(kinds=[])
    assert held_kinds(today) == {programme.pk: EVERYTHING}


def test_what_hangs_on_a_row_goes_with_it_only_where_the_row_goes_whole():
    table = TABLES[PersonalRecord]
    assert that_go_with(table, whole=True) == {Heading.DOING, Heading.SENT}
    assert that_go_with(table, whole=False) == {Heading.DOING}


# -- A request for information --------------------------------------------------------------------------------------


@pytest.fixture
def information(programme, at) -> Request:
    """A request for information by the public form, of a stranger."""
    details = RequestDetails("information", timezone.localdate(at), "What did you send?", "Sam", email="s@example.org")
    return record_request(programme, details=details, by=None, at=at)


def test_request_holds_everything_until_somebody_has_said_what_it_asks_for(information, client_of, lead, programme):
    (hold,) = information.holds.all()
    browser, page = client_of(lead), reverse("privacy:request-detail", args=[programme.slug, information.number])
    change = reverse("privacy:hold-change", args=[programme.slug, hold.pk])
    everything = (
        "What is asked for, everything that this programme holds, is held from deletion: say what is asked for."
    )
    assert (everything in text_seen(browser.get(page).text), change in browser.get(page).text) == (True, True)
    said = browser.post(change, {"reason": "The letters are asked for.", "kinds": ["SENT", "MEETINGS"]}, follow=True)
    assert said.redirect_chain == [(page, 302)]
    assert "who came to meetings, what they needed, and what they said of them; messages that were sent, is held" in (
        text_seen(said.text)
    )
    hold.refresh_from_db()
    assert (hold.kinds, hold.headings) == (["MEETINGS", "SENT"], {Heading.MEETINGS, Heading.SENT})
    due = text_seen(browser.get(reverse("privacy:retention-due", args=[programme.slug])).text)
    assert "messages that were sent, until somebody releases it: “The letters are asked for.” Request 1" in due
    entry = LogEntry.objects.get(verb="hold_changed")
    assert (entry.by, entry.details["was"]["kinds"], entry.details["kinds"]) == (lead, [], ["MEETINGS", "SENT"])


def test_page_of_a_hold_shows_what_was_chosen_in_the_words_of_the_programme(client_of, lead, programme):
    programme.poster_word, programme.poster_words = "sheet", "sheets"
    programme.save()
    hold = HoldFactory(programme=programme, kinds=["SAID"])
    page = client_of(lead).get(reverse("privacy:hold-change", args=[programme.slug, hold.pk]))
    assert page.context["form"]["kinds"].value() == ["SAID"]
    assert "Answers, sheets, photographs and conversations, and who handed them in" in text_seen(page.text)


def test_kind_that_there_is_not_is_refused(client_of, lead, programme):
    hold = HoldFactory(programme=programme)
    change = reverse("privacy:hold-change", args=[programme.slug, hold.pk])
    page = client_of(lead).post(change, {"reason": "An audit.", "kinds": ["NOTHING"]})
    assert (page.status_code, page.context["form"].errors.keys()) == (200, {"kinds"})
    hold.refresh_from_db()
    assert hold.kinds == []


def test_hold_of_kinds_is_set_at_the_desk(client_of, lead, programme):
    browser = client_of(lead)
    browser.post(reverse("privacy:hold-set", args=[programme.slug]), {"reason": "A claim.", "kinds": ["MEETINGS"]})
    assert Hold.objects.get().kinds == ["MEETINGS"]
    assert "Who came to meetings, what they needed, and what they said of them. A claim." in text_seen(
        browser.get(reverse("privacy:hold-list", args=[programme.slug])).text
    )


def test_hold_that_was_released_cannot_be_narrowed(programme, lead, at):
    hold = set_hold(programme, reason="A claim.", by=lead, at=at)
    release_hold(hold, by=lead, at=at)
    with pytest.raises(InvalidTransition, match="released already"):
        change_hold(hold, reason="A claim.", kinds=[Heading.SENT], until_on=None, by=lead, at=at)


def test_hold_whose_entry_cannot_be_written_is_not_narrowed(programme, lead, at, monkeypatch):
    hold = HoldFactory(programme=programme)

    def broken(*args, **kwargs):
        raise RuntimeError

    monkeypatch.setattr(services, "record", broken)
    with pytest.raises(RuntimeError):
        change_hold(hold, reason="A claim.", kinds=[Heading.SENT], until_on=None, by=lead, at=at)
    hold.refresh_from_db()
    assert hold.kinds == []


# -- An erasure -----------------------------------------------------------------------------------------------------


@pytest.fixture
def second() -> User:
    """A colleague, who confirms."""
    return UserFactory(is_staff=True)


@pytest.fixture
def visitor(programme, lead) -> SimpleNamespace:
    """Somebody who came to a meeting and asks to be erased: all that was found is decided."""
    at = timezone.now()
    person = PersonFactory(name="Quill Zanary", email="quill@example.org")
    AttendanceFactory(meeting__programme=programme, person=person, access_needs="A ramp.")
    known = {"identity_by": "rung_back", "identity_checked_at": at, "identity_checked_by": lead}
    asked = RequestFactory(programme=programme, kind="erasure", person=person, name=person.name, **known)
    look_for(asked, by=lead, at=at)
    decided = {"decided_at": at, "decided_by": lead}
    asked.found.undecided().update(decision=Decision.WHOLE, **decided)
    return SimpleNamespace(person=person, asked=asked, decided=decided)


@pytest.mark.parametrize(
    ("kinds", "words"),
    [
        (["MEETINGS"], "Some of it is held: who came to meetings, what they needed, and what they said of them."),
        (["WHO", "SENT"], "Some of it is held: people, and how they are reached."),
        ([], "Nothing may be deleted now"),
    ],
)
def test_erasure_that_touches_what_is_held_is_refused_by_its_name(visitor, programme, lead, kinds, words):
    HoldFactory(programme=programme, kinds=kinds)
    with pytest.raises(Refused, match=words):
        propose_erasure(visitor.asked, by=lead, at=timezone.now())


def test_erasure_that_touches_nothing_of_what_is_held_is_done(visitor, programme, lead, second):
    HoldFactory(programme=programme, kinds=["SAID", "WORK"])
    erasure = propose_erasure(visitor.asked, by=lead, at=timezone.now())
    confirm_erasure(erasure, by=second, at=timezone.now() + timedelta(minutes=1))
    visitor.person.refresh_from_db()
    assert visitor.person.email == ""


def test_erasure_is_done_where_somebody_has_decided_that_what_is_held_stays(visitor, programme, lead, second):
    HoldFactory(programme=programme, kinds=["MEETINGS"])
    meetings = visitor.asked.found.filter(table__startswith="phases.")
    assert meetings.update(decision=Decision.NOT, reason="It is held for a request.") == 1
    erasure = propose_erasure(visitor.asked, by=lead, at=timezone.now())
    confirm_erasure(erasure, by=second, at=timezone.now() + timedelta(minutes=1))
    visitor.person.refresh_from_db()
    assert (visitor.person.email, erasure.request.holds.count()) == ("", 0)


def test_hold_that_is_narrowed_to_what_an_erasure_touches_stops_one_that_was_proposed(visitor, programme, lead, second):
    hold = HoldFactory(programme=programme, kinds=["SAID"])
    erasure = propose_erasure(visitor.asked, by=lead, at=timezone.now())
    change_hold(hold, reason="A claim.", kinds=[Heading.MEETINGS], until_on=None, by=lead, at=timezone.now())
    with pytest.raises(Refused, match="who came to meetings"):
        confirm_erasure(erasure, by=second, at=timezone.now() + timedelta(minutes=1))
