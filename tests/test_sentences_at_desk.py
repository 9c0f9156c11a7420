"""What the desk says of who can read something is so: nobody reads what belongs to something that is not public."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from actions.models import ActionArea, Commitment
from stocktakes.models import Stocktake
from tests.actions.factories import CommitmentFactory
from tests.consultations.factories import PosterFactory
from tests.phases.factories import PhaseFactory
from tests.reading import text_seen
from tests.stocktakes.factories import StocktakeFactory, StocktakeFileFactory
from tests.world import World, build_world

NOT_PUBLIC = {"published_at": None, "published_by": None}
ONCE_PUBLIC = "Everybody can read it as soon as what it belongs to is public."


@pytest.fixture
def world(db) -> World:
    return build_world()


@pytest.fixture
def desk(client_of, world):
    return client_of(world.lead)


@pytest.fixture(params=[True, False], ids=["public", "not public"])
def is_public(request, world) -> bool:
    """Whether the programme is public."""
    if not request.param:
        type(world.programme).objects.filter(pk=world.programme.pk).update(**NOT_PUBLIC)
    return request.param


PAGES = {
    "consultations:conversation-review": "Everybody can read it, since",
    "consultations:poster-review": "Everybody can see it: its public page",
    "actions:area-edit": "Everybody reads what you change here at once.",
    "actions:step-create": "Everybody reads the plan.",
    "actions:step-edit": "Everybody reads the plan.",
}


@pytest.mark.parametrize("page", PAGES)
def test_desk_says_that_everybody_reads_something_only_where_the_programme_is_public(desk, world, is_public, page):
    key = {
        "consultations:conversation-review": world.programme.conversations.get(number=1).pk,
        "consultations:poster-review": world.programme.posters.get(number=1).pk,
        "actions:step-edit": world.area.steps.get().pk,
    }.get(page, 1)
    text = text_seen(desk.get(reverse(page, args=["here", key])).text)
    assert (PAGES[page] in text) == is_public


def test_edition_that_is_issued_is_said_to_be_read_only_where_the_programme_is_public(desk, world, is_public):
    edition = StocktakeFactory(programme=world.programme, number=1)
    for kind in ("html", "csv", "pdf"):
        StocktakeFileFactory(stocktake=edition, kind=kind)
    Stocktake.objects.update(status="issued", issued_at=timezone.now())
    text = text_seen(desk.get(reverse("stocktakes:stocktake-making", args=["here", 1])).text)
    assert ("Everybody can read it;" in text, "is public." in text) == (is_public, not is_public)


def said(answer) -> list[str]:
    return [str(message) for message in get_messages(answer.wsgi_request)]


def test_what_is_published_is_said_to_be_read_only_where_the_programme_is_public(desk, world, is_public):
    area = ActionArea.objects.get(programme=world.programme, number=2)
    poster = PosterFactory(programme=world.programme, number=9, **NOT_PUBLIC)
    phase = PhaseFactory(programme=world.programme, position=77)
    pressed = {
        "area": desk.post(reverse("actions:area-publish", args=["here", 2])),
        "poster": desk.post(reverse("consultations:poster-publish", args=["here", poster.pk])),
    }
    words = {"area": f"Everybody can read “{area.title}” now.", "poster": "Everybody can see this poster now."}
    for kind, answer in pressed.items():
        assert said(answer)[-1] == (words[kind] if is_public else f"It is published. {ONCE_PUBLIC}")
    groups = world.programme.stakeholder_groups.all()
    why = {f"group-{each.pk}": "Nobody came." for each in groups}
    why |= {f"voice-{each.pk}": "Nobody came." for each in world.programme.missing_voices.all()}
    closed = desk.post(reverse("consultations:phase-close", args=["here", 77]), {"summary": "Done."} | why)
    ending = "What you wrote is on the public page." if is_public else f"It is published. {ONCE_PUBLIC}"
    assert said(closed)[-1] == f"“{phase}” is closed. {ending}"


@pytest.mark.parametrize("where", ["public area", "area that is not", "no area"])
def test_commitment_is_said_to_be_read_only_where_its_area_is_public(desk, world, is_public, where):
    number = {"public area": 1, "area that is not": 2}.get(where)
    area = ActionArea.objects.filter(programme=world.programme, number=number).first()
    made = CommitmentFactory(programme=world.programme, area=area, **NOT_PUBLIC)
    answer = desk.post(reverse("actions:commitment-publish", args=["here", made.pk]), {"publish": ""})
    assert Commitment.objects.get(pk=made.pk).published_at is not None
    read = is_public and where != "area that is not"
    assert said(answer)[-1] == ("Everybody can read it now." if read else f"It is published. {ONCE_PUBLIC}")


@pytest.mark.parametrize("status", ["open", "closed"])
def test_schedule_of_a_round_says_that_it_is_to_be_closed_only_while_it_is_open(desk, world, lead, at, status):
    closed = {"closed_at": at, "closed_by": lead} if status == "closed" else {}
    world.programme.follow_up_rounds.filter(number=2).update(status=status, **closed)
    page = text_seen(desk.get(reverse("actions:round-detail", args=["here", 2])).text)
    assert ("You close the round after that" in page) == (status == "open")
