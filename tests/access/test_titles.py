"""Each page is called otherwise than any other, and by its programme: of twenty tabs one finds the right one."""

import re
from collections import Counter

import pytest
from django.urls import reverse

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
    assert {route: title for route, title in titles.items() if " ," in title} == {}
    assert len(titles) > 100


@pytest.mark.usefixtures("undrawn")
def test_each_page_of_the_desk_and_each_record_has_the_way_back_and_the_colours_of_its_programme(
    browsers, address_of, world
):
    brand = reverse("programmes:brand-css", args=[world.programme.slug])
    addresses = [address_of(route) for route, (_, codes) in ROUTES.items() if codes["lead"] == 200]
    pages = [address for address in addresses if address.startswith(f"/desk/{world.programme.slug}/")]
    pages += [
        reverse("admin:actions_actionarea_change", args=[world.area.pk]),
        reverse("admin:actions_actionarea_history", args=[world.area.pk]),
    ]
    lacking = [
        (address, mark)
        for address in pages
        for page in [browsers["lead"].get(address)]
        if page["Content-Type"].startswith("text/html") and not page.streaming
        for mark in ("breadcrumbs", f'href="{brand}', f'href="{reverse("desk:programme-list")}"')
        if mark not in page.text
    ]
    assert lacking == []
    titles = [TITLE.search(browsers["lead"].get(address).text)[1] for address in pages[-2:]]
    assert [world.programme.title in title for title in titles] == [True, True]
