"""The team's desk, and issuing a stocktake at it."""

import re

import pytest
from django.contrib.auth.models import Permission
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from actions.rounds.services.rounds import close_round
from outbox.models import About, Message
from outbox.services import Email, queue_message
from stocktakes.models import Making, Stocktake
from tests.accounts.factories import UserFactory
from tests.actions.factories import FollowUpFactory, FollowUpRoundFactory, ProposerFactory
from tests.consultations.factories import FeedbackFactory
from tests.moments import EARLY
from tests.programmes.factories import ProgrammeFactory, TeamMemberFactory
from tests.stakeholders.factories import AppointmentFactory, InvitationFactory, PartnershipFactory

TYPED = {"title": "Stocktake 1", "foreword": "It goes on.", "number": "1", "corrects": "", "sure": "on"}


def url(name, *args, slug="here"):
    return reverse(name, args=[slug, *args])


@pytest.fixture
def client(client_of, world):
    """The lead of the programme that has one of everything."""
    return client_of(world.lead)


def said(answer):
    return [str(message) for message in get_messages(answer.wsgi_request)]


# -- What waits ---------------------------------------------------------------------------------------


def test_desk_lists_the_programmes_of_which_i_wear_a_hat(client, world, other_programme):
    TeamMemberFactory(programme=world.programme, user=world.lead, hat="analyst")
    page = client.get(reverse("desk:programme-list")).content.decode()
    assert (re.findall(r"<h3><a [^>]+>([^<]+)", page), page.count("Elsewhere")) == (["Programme here"], 0)
    assert "Lead, Analyst" in page


def test_desk_is_not_there_for_people_who_are_not_staff(client_of, representative):
    assert client_of(representative).get(reverse("desk:programme-list")).status_code == 404


def test_programme_desk_says_what_to_do_next(client, world, gathered):
    page = client.get(url("desk:programme-detail")).content.decode()
    for words, address in (
        ("Review 1 answer to a follow-up", reverse("actions:update-review-list", args=["here"])),
        ("Review 2 pieces of feedback", reverse("consultations:feedback-review-list", args=["here"])),
        ("Review 2 posters", reverse("consultations:poster-review-list", args=["here"])),
        ("Read 1 conversation", reverse("consultations:conversation-review-list", args=["here"])),
        ("Close Now: 1 of 1 answered, 0 silent", reverse("actions:round-detail", args=["here", 2])),
    ):
        assert f'<a href="{address}">{words}</a>' in page


def test_programme_desk_says_when_nothing_waits(client_of, lead, programme):
    page = client_of(lead).get(url("desk:programme-detail", slug="neighbours")).content.decode()
    assert "Nothing waits for you." in page


def test_programme_desk_counts_silence_and_what_could_not_be_made(client, world, gathered):
    proposer = ProposerFactory(area=world.area)
    FollowUpFactory(round=world.open_round, proposer=proposer)
    Stocktake.objects.update(status="failed", problem="Something went wrong.")
    page = client.get(url("desk:programme-detail")).content.decode()
    assert "Close Now: 1 of 2 answered, 1 silent" in page
    assert "See to 1 stocktake that could not be made" in page


def test_programme_desk_says_how_many_have_nobody_who_speaks(client_of, lead, programme):
    slug = programme.slug
    listed = f'href="{reverse("stakeholders:partnership-list", args=[slug])}?speaks=nobody"'
    assert listed not in client_of(lead).get(url("desk:programme-detail", slug=slug)).content.decode()
    PartnershipFactory(programme=programme, role="facilitator")
    members = [PartnershipFactory(programme=programme) for _ in range(4)]
    AppointmentFactory(partnership=members[0])
    InvitationFactory(partnership=members[1])
    page = client_of(lead).get(url("desk:programme-detail", slug=slug)).content.decode()
    assert f"{listed}>Invite 2 organisations without anybody who speaks or is asked to</a>" in page


def test_programme_desk_names_a_round_that_is_due(client, world):
    other = ProgrammeFactory(slug="due")
    TeamMemberFactory(programme=other, user=world.lead)
    FollowUpRoundFactory(programme=other, number=1, name="September 2016")
    assert "Open September 2016" in client.get(url("desk:programme-detail", slug="due")).content.decode()


def test_desks_show_mail_that_needs_a_person_to_those_who_look_after_mail(client, world, at):
    queue_message(About("a", 1), Email("a@example.org", "A", "A"), kind="test", at=at)
    Message.objects.update(state="failed", last_words="550 No such person")
    link = f'<a href="{reverse("outbox:message-list")}?state=failed">See to 1 message that could not be sent</a>'
    pages = [reverse("desk:programme-list"), url("desk:programme-detail")]
    assert [client.get(page).content.decode().count(link) for page in pages] == [0, 0]
    world.lead.user_permissions.add(Permission.objects.get(codename="view_message"))
    assert [client.get(page).content.decode().count(link) for page in pages] == [1, 1]


def test_programme_desk_shows_what_waits_in_the_order_of_today(client, world, at):
    queue_message(About("a", 1), Email("a@example.org", "A", "A"), kind="test", at=at)
    Message.objects.update(state="failed", created_at=EARLY, last_words="550 No such person")
    FeedbackFactory(consultation__phase__programme=world.programme, said_at=at)
    world.lead.user_permissions.add(Permission.objects.get(codename="view_message"))
    pages = [reverse("desk:programme-list"), url("desk:programme-detail")]
    today, own = ([each.item.url for each in client.get(page).context["waiting"]] for page in pages)
    assert (own, own[-1] == f"{reverse('outbox:message-list')}?state=failed") == (today, False)


def test_desk_asks_as_often_for_many_programmes_as_for_one(client, world):
    counts = []
    for more in (0, 2):
        for _ in range(more):
            programme = ProgrammeFactory()
            TeamMemberFactory(programme=programme, user=world.lead)
            FeedbackFactory(consultation__phase__programme=programme)
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("desk:programme-list"))
        counts.append(len(captured))
    assert counts == [24, 24]


def test_stocktake_desk_list_asks_as_often_for_many_as_for_one(client_of, lead, editions):
    counts = []
    for first, last in ((1, 1), (2, 3)):
        editions(last, first=first)
        with CaptureQueriesContext(connection) as captured:
            page = client_of(lead).get(url("stocktakes:stocktake-desk-list", slug="neighbours")).content.decode()
        counts.append((page.count('<th scope="row">'), len(captured)))
    assert [rows for rows, _ in counts] == [1, 3]
    assert counts[0][1] == counts[1][1]


# -- Issuing ------------------------------------------------------------------------------------------


def test_stocktake_issue_gathers_an_edition_and_shows_its_making(client, world):
    answer = client.post(url("stocktakes:stocktake-issue"), TYPED)
    assert answer["Location"] == url("stocktakes:stocktake-making", 1)
    edition = Stocktake.objects.get()
    assert (edition.title, edition.foreword, edition.requested_by) == ("Stocktake 1", "It goes on.", world.lead)


def test_stocktake_issue_twice_makes_one_edition(client, world):
    client.post(url("stocktakes:stocktake-issue"), TYPED)
    answer = client.post(url("stocktakes:stocktake-issue"), TYPED)
    assert (Stocktake.objects.count(), answer["Location"]) == (1, url("stocktakes:stocktake-making", 1))


def test_stocktake_issue_twice_with_other_words_keeps_them_for_the_next_edition(client, world):
    client.post(url("stocktakes:stocktake-issue"), TYPED)
    other = TYPED | {"foreword": "Written meanwhile."}
    answer = client.post(url("stocktakes:stocktake-issue"), other)
    assert answer.context["form"].non_field_errors() == [
        "Edition 1 has been asked for already, with other words. Press again if this is to be edition 2."
    ]
    assert ("Written meanwhile." in answer.text, "Issue edition 2" in answer.text) == (True, True)
    assert 'name="number" value="2"' in answer.text
    assert Stocktake.objects.get().foreword == TYPED["foreword"]
    client.post(url("stocktakes:stocktake-issue"), other | {"number": answer.context["form"]["number"].value()})
    assert Stocktake.objects.get(number=2).foreword == "Written meanwhile."


TOO_LONG = "“Foreword” is 10,001 characters long. Shorten it to 10,000 or fewer."


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"title": ""}, "title", "Give the edition a title."),
        ({"title": "   "}, "title", "Give the edition a title."),
        ({"title": "x" * 201}, "title", "“Title” is 201 characters long. Shorten it to 200 or fewer."),
        ({"foreword": ""}, "foreword", "Write a foreword: people read it first."),
        ({"foreword": "x" * 10_001}, "foreword", TOO_LONG),
        ({"corrects": "999999"}, "corrects", "Choose an edition from the list."),
        ({"corrects": "no"}, "corrects", "Choose an edition from the list."),
        ({"number": "no"}, "number", "Enter a whole number."),
    ],
)
def test_stocktake_issue_says_what_is_wrong_and_keeps_what_was_typed(client, world, typed, field, words):
    answer = client.post(url("stocktakes:stocktake-issue"), TYPED | typed)
    page = answer.content.decode()
    assert (answer.status_code, Stocktake.objects.count()) == (200, 0)
    assert answer.context["form"].errors == {field: [words]}
    assert "<title>Error:" in page
    kept = "foreword" if field != "foreword" else "title"
    assert (TYPED | typed)[kept] in page


def test_stocktake_issue_asks_first_while_a_round_is_open(client, world):
    until = f"{world.open_round.answer_by_on:%-d %B %Y}"
    page = client.get(url("stocktakes:stocktake-issue"))
    assert f"Issue it now, although Now is open until {until}" in page.text
    typed = {name: value for name, value in TYPED.items() if name != "sure"}
    answer = client.post(url("stocktakes:stocktake-issue"), typed)
    words = f"Now is open until {until}, and answers are on their way. Wait for them, or tick that you do not want to."
    assert (answer.context["form"].errors, Stocktake.objects.count()) == ({"sure": [words]}, 0)
    assert "It goes on." in answer.text
    close_round(world.open_round, by=world.lead, at=timezone.now())
    assert "Issue it now" not in client.get(url("stocktakes:stocktake-issue")).text
    client.post(url("stocktakes:stocktake-issue"), typed)
    assert Stocktake.objects.get().title == "Stocktake 1"


def test_stocktake_issue_offers_only_issued_editions_of_the_programme_to_correct(client, world, issued, editions):
    editions(2)
    page = client.get(url("stocktakes:stocktake-issue"))
    assert list(page.context["form"].fields["corrects"].queryset) == [issued]
    client.post(url("stocktakes:stocktake-issue"), TYPED | {"number": "2", "corrects": str(issued.pk)})
    assert Stocktake.objects.get(programme=world.programme, number=2).corrects == issued


def test_stocktake_issue_warns_of_what_is_not_public_yet(client, world):
    page = client.get(url("stocktakes:stocktake-issue")).content.decode()
    assert "Review 2 pieces of feedback" in page


@pytest.mark.parametrize("hat", ["broker", "facilitator", "analyst", "viewer"])
def test_stocktake_issue_is_for_the_lead_alone(client_of, world, hat):
    user = UserFactory(is_staff=True)
    TeamMemberFactory(programme=world.programme, user=user, hat=hat)
    browser = client_of(user)
    assert browser.get(url("stocktakes:stocktake-issue")).status_code == 403
    assert browser.post(url("stocktakes:stocktake-issue"), TYPED).status_code == 403
    assert Stocktake.objects.count() == 0
    assert url("stocktakes:stocktake-issue") not in browser.get(url("stocktakes:stocktake-desk-list")).content.decode()


# -- The making ---------------------------------------------------------------------------------------


def test_stocktake_making_shows_how_far_it_is_and_reloads_only_if_asked(client, gathered):
    Making.objects.update(done_percent=40)
    page = client.get(url("stocktakes:stocktake-making", 1)).content.decode()
    assert ("40 per cent" in page, page.count('http-equiv="refresh"')) == (True, 0)
    watched = client.get(url("stocktakes:stocktake-making", 1) + "?watch").content.decode()
    assert watched.count('<meta http-equiv="refresh" content="3">') == 1


def test_stocktake_making_of_an_issued_edition_links_to_it_and_stops_reloading(client, issued):
    page = client.get(url("stocktakes:stocktake-making", 1) + "?watch").content.decode()
    assert page.count('http-equiv="refresh"') == 0
    assert f'<a href="{issued.get_absolute_url()}">' in page
    assert "make system" in page


def test_stocktake_making_of_one_that_failed_offers_to_try_again(client, gathered):
    Stocktake.objects.update(status="failed", problem="Something went wrong.")
    assert "Something went wrong." in client.get(url("stocktakes:stocktake-making", 1)).content.decode()
    assert client.post(url("stocktakes:stocktake-retry", 1))["Location"] == url("stocktakes:stocktake-making", 1)
    assert Stocktake.objects.get().status == "rendering"
    assert said(client.post(url("stocktakes:stocktake-retry", 1))) != []


def test_stocktake_retry_is_for_the_lead_alone_and_never_by_get(client, client_of, world, gathered):
    Stocktake.objects.update(status="failed", problem="Something went wrong.")
    user = UserFactory(is_staff=True)
    TeamMemberFactory(programme=world.programme, user=user, hat="analyst")
    assert client_of(user).post(url("stocktakes:stocktake-retry", 1)).status_code == 403
    assert client.get(url("stocktakes:stocktake-retry", 1)).status_code == 405
    assert Stocktake.objects.get().status == "failed"
