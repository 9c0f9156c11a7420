"""What waits, said twice: on the home of the desk for each programme, and on the programme's own desk."""

import random
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from programmes.models import Hat, Programme
from programmes.rules import SENTENCES, where_permitted
from tests.accounts.factories import UserFactory
from tests.actions.factories import FollowUpFactory, ProgressUpdateFactory, ProposerFactory
from tests.consultations.factories import ConversationFactory, FeedbackFactory, PosterFactory
from tests.digests.scene import build_scene
from tests.moments import EARLY
from tests.programmes.factories import ProgrammeFactory, TeamMemberFactory
from tests.stakeholders.factories import AppointmentFactory, MissingVoiceFactory, PartnershipFactory
from tests.stocktakes.factories import StocktakeFactory
from tests.world import build_world

# Every kind of thing that waits, by words that stand in no other.
KINDS = (
    "to a follow-up to review", "silent so far", "due to be opened", "of feedback to review", "to transcribe",
    "posters to review", "to read", "should have been found", "without anybody who speaks", "could not be made",
    "being made", "to be told what has happened",
)  # fmt: skip


def grow(programme: Programme, some: random.Random) -> None:
    """Let some of everything wait in a programme."""

    def number() -> range:
        return range(some.randint(0, 3))

    round = programme.follow_up_rounds.order_by("number")[:2][::-1][0]
    for _ in number():
        ProgressUpdateFactory(follow_up__round=round)
    for _ in number():
        FollowUpFactory(round=round)
    for _ in number():
        FeedbackFactory(consultation__phase__programme=programme)
    unseen = {"number": None, "published_at": None, "published_by": None}
    for _ in number():
        PosterFactory(programme=programme, **unseen)
        PosterFactory(programme=programme, words="", transcript="", **unseen)
        ConversationFactory(programme=programme, **unseen)
    for _ in number():
        MissingVoiceFactory(programme=programme, look_by_on=EARLY.date())
        PartnershipFactory(programme=programme)
    status = some.choice([{"status": "failed", "problem": "Lost."}, {"status": "rendering"}])
    StocktakeFactory(programme=programme, number=60, **status)
    for each in number():
        ProposerFactory(
            area__programme=programme, area__number=9000 + each, person__email=f"{programme.slug}{each}@example.org"
        )


@pytest.fixture
def grown(lead):
    """Six programmes in which some of everything waits; the lead leads half of them, and is a broker in the others."""
    some = random.Random(17)
    programmes = [build_world("here").programme, build_world("there").programme]
    for _ in range(4):
        programme = ProgrammeFactory(published_by=lead)
        build_scene(programme, lead, AppointmentFactory(partnership__programme=programme))
        programmes.append(programme)
    for each, hat in zip(programmes, ("lead", "broker") * 3, strict=True):
        TeamMemberFactory(programme=each, user=lead, hat=hat)
        grow(each, some)
    return programmes


def links(html: str) -> list[tuple[str, str]]:
    return re.findall(r'<a href="([^"]+)">([^<]+)</a>', html)


def on_the_home(home: str, programme: Programme) -> list[tuple[str, str]]:
    desk = reverse("desk:programme-detail", args=[programme.slug])
    (row,) = (each for each in home.split("<tr>") if f'href="{desk}"' in each)
    return links(row.split('data-label="What waits"')[1].split("</td>")[0])


def on_its_desk(page: str) -> list[tuple[str, str]]:
    return links(page.split('id="next"')[1].split("</section>")[0])


@pytest.mark.parametrize("who", ["lead", "superuser"])
def test_home_of_the_desk_says_of_each_programme_what_its_own_desk_says(client_of, request, grown, who):
    browser = client_of(request.getfixturevalue(who))
    home = browser.get(reverse("desk:programme-list")).text
    said = {each.slug: on_the_home(home, each) for each in grown}
    own = {
        each.slug: on_its_desk(browser.get(reverse("desk:programme-detail", args=[each.slug])).text) for each in grown
    }
    assert said == own
    words = " ".join(word for items in own.values() for _, word in items)
    assert [kind for kind in KINDS if kind not in words] == []
    waiting = [slug for slug, items in said.items() if any("to be told" in word for _, word in items)]
    assert len(waiting) == {"lead": 3, "superuser": 6}[who]


def test_home_of_the_desk_asks_as_often_for_many_grown_programmes_as_for_one(client_of, lead, programme, grown):
    counts = []
    for mine in ([grown[0]], grown):
        programme.team.model.objects.filter(user=lead).exclude(programme__in=mine).update(from_on="2999-01-01")
        programme.team.model.objects.filter(user=lead, programme__in=mine).update(from_on="2016-01-01")
        with CaptureQueriesContext(connection) as captured:
            client_of(lead).get(reverse("desk:programme-list"))
        counts.append(len(captured))
    assert counts[0] == counts[1]


@pytest.mark.parametrize("hat", [*Hat, "superuser", "nobody", "not staff"])
def test_programmes_where_somebody_is_permitted_are_those_where_they_have_the_permission(
    programme, other_programme, hat
):
    user = UserFactory(is_staff=hat != "not staff", is_superuser=hat == "superuser")
    if hat in list(Hat) or hat == "not staff":
        TeamMemberFactory(programme=programme, user=user, hat="lead" if hat == "not staff" else hat)
        ended = {"from_on": "2016-01-01", "until_on": timezone.localdate()}
        TeamMemberFactory(programme=other_programme, user=user, hat="lead", **ended)
    both = [programme, other_programme]
    for name in SENTENCES:
        assert where_permitted(user, name, both) == [each for each in both if user.has_perm(name, each)], name
