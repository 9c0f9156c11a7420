"""One programme's own desk: the areas of work in four groups, each with how much there is of it."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from programmes.models import Hat
from tests.accounts.factories import UserFactory
from tests.actions.factories import ActionAreaFactory, ProgressUpdateFactory
from tests.consultations.factories import ConversationFactory, FeedbackFactory, PosterFactory
from tests.phases.factories import MeetingFactory, PhaseFactory
from tests.programmes.factories import TeamMemberFactory
from tests.stakeholders.factories import InvitationFactory, MissingVoiceFactory, PartnershipFactory

UNSEEN = {"number": None, "published_at": None, "published_by": None}
GROUPS = [
    "What waits for you", "Who is in it, and when", "What people say", "What is done, and what comes of it",
    "The account that is given, and the team", "What people ask about their information",
]  # fmt: skip


def desk(programme):
    return reverse("desk:programme-detail", args=[programme.slug])


def cards(page: str) -> dict[str, str]:
    """Return the count on each card by its heading; blank where it has none."""
    found = {}
    for card in page.split('<li class="tl-card">')[1:]:
        heading = re.search(r"<h3><a [^>]+>([^<]+)", card)[1]
        count = re.search(r'tl-card__count">([^<]+)', card)
        found[heading] = count[1] if count else ""
    return found


def fill(programme, lead):
    """Put one of everything into a programme, public and not."""
    partnership = PartnershipFactory(programme=programme)
    InvitationFactory(partnership=partnership)
    MissingVoiceFactory(programme=programme)
    phase = PhaseFactory(programme=programme)
    MeetingFactory(programme=programme, phase=phase)
    for kind in (PosterFactory, ConversationFactory):
        kind(programme=programme)
        kind(programme=programme, **UNSEEN)
    FeedbackFactory(consultation__phase=phase)
    area = ActionAreaFactory(programme=programme)
    ProgressUpdateFactory(area=area, follow_up__round__programme=programme)
    programme.follow_up_rounds.update(status="planned", opened_at=None, opened_by=None)


def test_programme_desk_has_groups_of_cards_with_their_counts(client_of, lead, programme, other_programme, editions):
    for each in (programme, other_programme, other_programme):
        fill(each, lead)
    editions(1)
    page = client_of(lead).get(desk(programme)).text
    assert re.findall(r"<h2[^>]*>([^<]+)", page) == GROUPS
    assert cards(page) == {
        "Organisations": "1 takes part",
        "Groups and coverage": "0 groups, 1 missing voice",
        "Phases": "1 phase",
        "Meetings": "1 meeting, 0 to come",
        "Consultations": "1 set up, 1 open",
        "Feedback": "0 public, 1 to review",
        "Posters": "1 public, 1 not yet",
        "Conversations": "1 public, 1 not yet",
        "In the room": "2 action areas",
        "Follow-up rounds": "1 round",
        "Answers to follow-ups": "0 public, 1 to review",
        "Stocktakes": "1 issued",
        "Telling people": "",
        "Team": "1 person",
        "Log": "",
        "Everything else": "",
        "Requests": "0 open",
        "Holds": "0 stand",
    }


def test_programme_desk_asks_as_often_for_much_work_as_for_little(client_of, lead, programme):
    counts = []
    for more in (1, 29):
        for _ in range(more):
            fill(programme, lead)
        with CaptureQueriesContext(connection) as captured:
            client_of(lead).get(desk(programme))
        counts.append(len(captured))
    assert counts == [31, 31]


@pytest.mark.parametrize("hat", [*Hat])
def test_desk_leads_each_hat_only_to_what_is_open_to_it(client_of, world, hat):
    user = UserFactory(is_staff=True)
    TeamMemberFactory(programme=world.programme, user=user, hat=hat)
    browser = client_of(user)
    pages = [browser.get(url).text for url in (reverse("desk:programme-list"), desk(world.programme))]
    links = sorted({each for page in pages for each in re.findall(r'href="(/[^"#]*)', page.split("<main")[1])})
    # The officer is led to requests and holds, and to what is there for the whole team.
    assert len(links) > (10 if hat == Hat.OFFICER else 15)
    assert {link: browser.get(link).status_code for link in links} == dict.fromkeys(links, 200)
