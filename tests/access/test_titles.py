"""Each page is called otherwise than any other, and by its programme: of twenty tabs one finds the right one."""

import re
from collections import Counter

import pytest

from tests.access.routes import ROUTES

TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
# Pages of the site, or of several programmes.
SITE = (
    "account",
    "mfa_",
    "outbox:",
    "healthz",
    "readyz",
    "public:programme-list",
    "desk:programme-list",
    "actions:home",
)


@pytest.fixture
def titles(browsers, address_of) -> dict[str, str]:
    """What each page of the programme is called that its lead may read, or a stranger."""
    found = {}
    for route, (arguments, codes) in ROUTES.items():
        if codes["lead"] == 200 and arguments.__name__ != "nothing" and not route.startswith(SITE):
            response = browsers["lead"].get(address_of(route))
            if response["Content-Type"].startswith("text/html") and not response.streaming:
                found[route] = " ".join(TITLE.search(response.text)[1].split())
    return found


@pytest.mark.usefixtures("undrawn")
def test_each_page_has_a_title_of_its_own_that_names_its_programme(titles, world):
    unnamed = {route: title for route, title in titles.items() if world.programme.title not in title}
    times = Counter(titles.values())
    assert unnamed == {}
    assert {route: title for route, title in titles.items() if times[title] > 1} == {}
    assert len(titles) > 100
