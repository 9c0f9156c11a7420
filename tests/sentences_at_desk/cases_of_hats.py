"""Every page of a programme in which there is everything, as each reads it who may: what only a lead may do."""

from django.test import Client
from django.urls import reverse

from tests.access.answers import PUBLIC
from tests.access.conftest import build_everything
from tests.access.routes import ROUTES
from tests.accounts.factories import UserFactory
from tests.conftest import staff_with
from tests.reading import text_seen
from tests.said import Given, Said
from tests.sentences_at_desk.desk_pages import DESK
from tests.world import World


def pages_of(world: World, user, actor: str) -> str:
    browser = Client()
    if user:
        browser.force_login(user)
    texts = []
    for route, (arguments, codes) in ROUTES.items():
        if codes[actor] == 200 and (codes is not PUBLIC or actor == "anonymous"):
            answer = browser.get(reverse(route, args=arguments(world)))
            if answer.headers.get("Content-Type", "").startswith("text/html"):
                content = b"".join(answer) if answer.streaming else answer.content
                texts.append(f"[{route}] {text_seen(content.decode())}")
    return "\n".join(texts)


@DESK.of(hat=["lead", "viewer", "representative", "superuser", "anonymous"])
def everything(given: Given, hat: str) -> Said:
    world = build_everything()
    user = {
        "lead": world.lead,
        "representative": world.appointment.person.user,
        "anonymous": None,
    }.get(
        hat, staff_with("viewer", world.programme) if hat == "viewer" else UserFactory(is_staff=True, is_superuser=True)
    )
    return pages_of(world, user, hat), {}
