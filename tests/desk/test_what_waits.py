"""What waits, said twice: on *Today* for each programme, and on the programme's own desk."""

import random
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from desk.todo import Waiting
from digests.services import count_waiting_readers
from kit.days import day
from kit.name_keys import APART
from kit.todo import TodoItem
from kit.windows import beginning_of_hour
from outbox.models import About
from outbox.services import Email, queue_message
from programmes.models import Hat, Programme
from programmes.rules import SENTENCES, permissions_in
from stakeholders.models import StakeholderGroup
from tests.accounts.factories import UserFactory
from tests.actions.factories import FollowUpFactory, FollowUpRoundFactory, ProgressUpdateFactory, ProposerFactory
from tests.consultations.factories import ConversationFactory, FeedbackFactory, PosterFactory
from tests.digests.scene import build_scene
from tests.moments import EARLY
from tests.phases.factories import MeetingFactory
from tests.programmes.factories import ProgrammeFactory, TeamMemberFactory
from tests.stakeholders.factories import (
    AppointmentFactory,
    MissingVoiceFactory,
    PartnershipFactory,
    StakeholderGroupFactory,
)
from tests.stocktakes.factories import StocktakeFactory
from tests.world import build_world

# Every kind of thing that waits, by an expression that matches no other.
KINDS = (
    "to a follow-up",
    r"\d silent",
    "^Open ",
    "of feedback",
    "^Transcribe",
    r"^Review \d posters?$",
    "^Read",
    "^Find",
    "^Invite",
    "could not be made",
    "^Tell",
    "of somebody who has left the team$",
    "^Arrange",
    "^Settle",
)


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
    for word in ("Benches", "Trees")[: some.randint(1, 2)]:
        first = StakeholderGroupFactory(programme=programme, name=word)
        twice = StakeholderGroupFactory(programme=programme, name=f"{word} again")
        key = f"{first.name_key}{APART}{twice.pk}"
        StakeholderGroup.objects.filter(pk=twice.pk).update(name=word, name_key=key)
    StocktakeFactory(programme=programme, number=60, **status)
    for each in number():
        ProposerFactory(
            area__programme=programme, area__number=9000 + each, person__email=f"{programme.slug}{each}@example.org"
        )


@pytest.fixture
def grown(lead):
    """Five programmes in which some of everything waits; the lead leads three of them, and is a broker in two."""
    some = random.Random(17)
    programmes = [build_world("here").programme, build_world("there").programme]
    for _ in range(3):
        programme = ProgrammeFactory(published_by=lead)
        build_scene(programme, lead, AppointmentFactory(partnership__programme=programme))
        programmes.append(programme)
    for each, hat in zip(programmes, ("lead", "broker", "lead", "broker", "lead"), strict=True):
        TeamMemberFactory(programme=each, user=lead, hat=hat)
        grow(each, some)
    count_waiting_readers(at=timezone.now())
    return programmes


def links(html: str) -> list[tuple[str, str]]:
    return re.findall(r'<a href="([^"]+)">([^<]+)</a>', html)


def on_the_home(home: str, programme: Programme) -> list[tuple[str, str]]:
    rows = home.split('id="next"')[1].split("</section>")[0].split("<li>")
    return [link for row in rows if f"/{programme.slug}/" in row for link in links(row)]


def on_its_desk(page: str) -> list[tuple[str, str]]:
    return links(page.split('id="next"')[1].split("</section>")[0])


@pytest.mark.parametrize("who", ["lead", "superuser"])
def test_home_of_the_desk_says_of_each_programme_what_its_own_desk_says(client_of, request, grown, who, monkeypatch):
    # More waits in five programmes than Today shows; that it shows the most pressing is tested below.
    monkeypatch.setattr("desk.views.PAGE_SIZE", 500)
    browser = client_of(request.getfixturevalue(who))
    home = browser.get(reverse("desk:programme-list")).text
    said = {each.slug: on_the_home(home, each) for each in grown}
    own = {
        each.slug: on_its_desk(browser.get(reverse("desk:programme-detail", args=[each.slug])).text) for each in grown
    }
    assert said == own
    words = [word for items in own.values() for _, word in items]
    assert [kind for kind in KINDS if not any(re.search(kind, word) for word in words)] == []
    waiting = [slug for slug, items in said.items() if any("what has happened" in word for _, word in items)]
    assert len(waiting) == {"lead": 3, "superuser": 5}[who]


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
def test_permissions_in_programmes_are_those_that_somebody_has_in_each(programme, other_programme, hat):
    user = UserFactory(is_staff=hat != "not staff", is_superuser=hat == "superuser")
    if hat in list(Hat) or hat == "not staff":
        TeamMemberFactory(programme=programme, user=user, hat="lead" if hat == "not staff" else hat)
        ended = {"from_on": "2016-01-01", "until_on": timezone.localdate()}
        TeamMemberFactory(programme=other_programme, user=user, hat="lead", **ended)
    both = [programme, other_programme]
    may = permissions_in(user, both)
    for name in SENTENCES:
        assert [may(name, each) for each in both] == [user.has_perm(name, each) for each in both], name


# -- Today --------------------------------------------------------------------------------------------


def lines(page: str) -> list[str]:
    """Return the lines of what waits as they are read, spaces made one."""
    listed = page.split('id="next"')[1].split("</section>")[0].split("<li>")[1:]
    return [" ".join(re.sub("<[^>]+>", " ", each.split("</li>")[0]).split()) for each in listed]


def test_today_says_of_each_thing_what_to_do_how_old_it_is_and_until_when(client_of, programme, lead, other_programme):
    at = timezone.now()
    on = timezone.localdate(at)
    TeamMemberFactory(programme=other_programme, user=lead)
    FeedbackFactory(consultation__phase__programme=programme, said_at=at - timedelta(days=4))
    FeedbackFactory(consultation__phase__programme=programme, said_at=at)
    FeedbackFactory(consultation__phase__programme=other_programme, said_at=at - timedelta(days=1))
    voice = {"noticed_at": at, "look_by_on": on + timedelta(days=7), "owner": lead}
    MissingVoiceFactory(programme=programme, **voice)
    MissingVoiceFactory(programme=programme, **(voice | {"look_by_on": on + timedelta(days=8)}))
    MissingVoiceFactory(programme=other_programme, **(voice | {"look_by_on": on - timedelta(days=1)}))
    FollowUpRoundFactory(programme=programme, number=1, name="Now", planned_on=on, answer_by_on=on)
    assert lines(client_of(lead).get(reverse("desk:programme-list")).text) == [
        f"Find 1 missing voice waiting since today · last day was {day(on - timedelta(days=1))} · Elsewhere",
        "Open Now last day today · Better neighbours",
        f"Find 1 missing voice waiting since today · last day {day(on + timedelta(days=7))} · Better neighbours",
        "Review 2 pieces of feedback oldest 4 days · Better neighbours",
        "Review 1 piece of feedback waiting 1 day · Elsewhere",
    ]


@pytest.mark.parametrize(
    ("hat", "verbs"),
    [
        ("lead", ["Find", "Open", "Review", "Review"]),
        ("broker", ["Find"]),
        ("facilitator", ["Open", "Review"]),
        ("analyst", ["Review"]),
        ("viewer", []),
    ],
)
def test_today_shows_each_hat_what_it_may_do(client_of, programme, hat, verbs):
    user = UserFactory(is_staff=True)
    TeamMemberFactory(programme=programme, user=user, hat=hat)
    FeedbackFactory(consultation__phase__programme=programme)
    PosterFactory(programme=programme, number=None, published_at=None, published_by=None)
    MissingVoiceFactory(programme=programme, look_by_on=EARLY.date(), owner=user)
    FollowUpRoundFactory(programme=programme, number=1, name="Now", planned_on=EARLY.date())
    page = client_of(user).get(reverse("desk:programme-list")).text
    assert sorted(line.split()[0] for line in lines(page)) == verbs
    own = client_of(user).get(reverse("desk:programme-detail", args=[programme.slug])).text
    assert (lines(own) == [], "Nothing waits for you." in own) == (not verbs, not verbs)


def test_today_shows_the_fifty_most_pressing_and_says_how_many_more_there_are(client_of, superuser):
    for _ in range(51):
        MissingVoiceFactory(look_by_on=EARLY.date())
    page = client_of(superuser).get(reverse("desk:programme-list")).text
    assert len(lines(page)) == 50
    assert "And 52 more, less pressing: each stands on the desk of its programme." in page
    assert page.count('tl-strip">') == 50


def test_today_says_of_each_programme_what_is_stuck_and_what_comes_next(client_of, programme, lead, viewer):
    at = timezone.now()
    on = timezone.localdate(at)
    FeedbackFactory(consultation__phase__programme=programme, said_at=at - timedelta(days=27))
    MissingVoiceFactory(programme=programme, look_by_on=on - timedelta(days=1), noticed_at=at, owner=lead)
    PosterFactory(programme=programme)
    MeetingFactory(
        programme=programme, title="The event", ends_at=None, starts_at=beginning_of_hour(at + timedelta(days=3))
    )
    MeetingFactory(
        programme=programme,
        title="The hall",
        ends_at=None,
        starts_at=beginning_of_hour(at + timedelta(days=2)),
        cancelled_at=at,
        cancelled_by=lead,
    )
    page = client_of(viewer).get(reverse("desk:programme-list")).text
    strip = " ".join(re.sub("<[^>]+>", " ", page.split('tl-strip">')[1].split("</article>")[0]).split())
    yesterday, event_on = (
        day(on - timedelta(days=1)),
        day(timezone.localdate(beginning_of_hour(at + timedelta(days=3)))),
    )
    assert strip.startswith("Better neighbours Your part: Viewer Said Said 1 poster Heard")
    assert strip.endswith(
        f"Stuck Find 1 missing voice: last day was {yesterday} Next date {event_on}: The event takes place"
    )


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (None, "Mail goes out as it should. Nothing waits to go."),
        ("now", "Mail goes out as it should. 1 message waits to go."),
        ("late", "Mail is late. 1 message waits to go."),
    ],
)
def test_today_says_how_mail_stands(client_of, lead, at, state, words):
    if state:
        due_at = timezone.now() - timedelta(minutes=11 if state == "late" else 0)
        queue_message(About("a", 1), Email("a@example.org", "A", "A"), kind="test", at=due_at)
    assert f"<p>{words}</p>" in client_of(lead).get(reverse("desk:programme-list")).text


@pytest.mark.parametrize(
    ("days", "count", "words"),
    [
        (0, 1, "waiting since today"),
        (0, 2, "oldest from today"),
        (1, 1, "waiting 1 day"),
        (1, 2, "oldest 1 day"),
        (59, 2, "oldest 59 days"),
        (60, 2, "oldest 2 months"),
        (729, 1, "waiting 24 months"),
        (730, 1, "waiting 2 years"),
    ],
)
def test_age_of_what_waits_is_told_as_people_say_it(days, count, words):
    at = timezone.now()
    item = TodoItem("Do it", "/", "", count=count, since=at - timedelta(days=days))
    assert Waiting(item, timezone.localdate(at)).age == words
