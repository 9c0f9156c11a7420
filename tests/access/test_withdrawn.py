"""A programme that is taken back from the public: what can still be read leads to none of its public pages."""

import re
from collections.abc import Iterator

import pytest

from programmes.services import withdraw_programme
from tests.access.answers import PUBLIC
from tests.access.links import LINKS, let_in
from tests.access.routes import ROUTES
from tests.access.test_words_kept import VIEWS
from tests.world import World

WHO = ("representative", "representative_ended", "lead")


def leading_nowhere(html: str) -> set[str]:
    """Return the addresses of public pages of the programme to which a page leads."""
    return set(re.findall(r'(?:href|action)="(/programmes/here/[^"#]*)', html))


def pages(browsers, address_of, world: World) -> Iterator[tuple[str, str]]:
    """Yield each page that is no public one, as each of those reads it who can, by a personal link too."""
    for route, (_, code) in ROUTES.items():
        if code is PUBLIC:
            continue
        is_link = getattr(VIEWS[route], "opens_to", "") == "link" and not route.endswith("-open")
        by_link = is_link and any(route.startswith(begins) for begins in LINKS)
        for who in WHO if not by_link else ("anonymous",):
            if by_link:
                let_in(browsers[who], route, world)
            answer = browsers[who].get(address_of(route))
            if answer.status_code == 200 and answer["Content-Type"].startswith("text/html") and not answer.streaming:
                yield route, answer.text


@pytest.mark.usefixtures("undrawn")
def test_no_page_that_is_left_leads_to_a_public_page_of_it(browsers, address_of, world, at):
    withdraw_programme(world.programme, reason="A name stood in it.", by=world.lead, at=at)
    found = {
        (route, address) for route, html in pages(browsers, address_of, world) for address in leading_nowhere(html)
    }
    assert sorted(found) == []


def test_page_that_leads_there_is_found(browsers, address_of, world):
    assert any(leading_nowhere(html) for _, html in pages(browsers, address_of, world))
