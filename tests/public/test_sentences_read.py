"""No sentence that public pages make by rule is without a case: each is drawn in some scene, and so has been read."""

import pytest
from django.db import transaction
from django.urls import reverse

from tests.accounts.factories import UserFactory
from tests.branches import branches_drawn, sentences, templates_under
from tests.programmes.factories import ProgrammeFactory
from tests.public import scenes
from tests.public.scenes import SCENES
from tests.public.sentences import edition_as_at

PUBLIC = [
    *templates_under("public", "stocktakes/edition"),
    "consultations/_coverage_words.html",
    "programmes/_thread_large.html",
]
LISTS = (
    "progress",
    "poster-list",
    "conversation-list",
    "feedback-list",
    "area-list",
    "factor-list",
    "coverage",
    "stocktake-list",
)
ASKING = {"poster-list": ["?theme=1", "?theme=99"], "coverage": ["?only=gaps"]}


def addresses(programme):
    """Every public page of a programme, as it may be asked for."""
    for name in LISTS:
        url = reverse(f"public:{name}", args=[programme.slug])
        yield from (url, *(f"{url}{asked}" for asked in ASKING.get(name, ())))
    rows = {
        "poster": programme.posters.published(),
        "theme": programme.themes.filter(published_at__isnull=False, merged_into=None),
        "finding": programme.findings.published(),
        "area": programme.action_areas.published(),
        "stocktake": programme.stocktakes.issued(),
    }
    for kind, found in rows.items():
        yield from (reverse(f"public:{kind}-detail", args=[programme.slug, each.number]) for each in found)


def never_drawn(client, at, scenes) -> list[str]:
    """Return the sentences made by rule that no page of some scenes says, nor an edition of them."""
    made = sentences(PUBLIC)
    with branches_drawn() as drawn:
        client.get("/")
        for scene in scenes:
            with transaction.atomic():
                programme, lead = ProgrammeFactory(), UserFactory()
                scene(programme, lead, at)
                assert {client.get(url).status_code for url in addresses(programme)} == {200}
                edition_as_at(programme, at)
                transaction.set_rollback(True)
    return [where for key, where in made.items() if key not in drawn]


@pytest.mark.django_db
def test_every_sentence_made_by_rule_is_drawn_in_some_scene(client, at):
    assert never_drawn(client, at, SCENES) == []


@pytest.mark.django_db
def test_sentence_that_no_scene_draws_is_named(client, at):
    named = [each.partition(", ")[0] for each in never_drawn(client, at, [scenes.nothing])]
    assert named.count("public/progress/_helped.html") == 1
    assert named.count("public/progress/_heard.html") == 0
