"""Every route × every other method: whoever may not do a thing writes nothing, however it is asked for."""

import pytest

from tests.access.answers import ACTORS, PRESSED
from tests.access.routes import LOGGED_LOOKS, ROUTES
from tests.refusing import refusing_writes

pytestmark = pytest.mark.usefixtures("undrawn")


@pytest.mark.parametrize("route", ROUTES)
def test_post_by_whoever_may_not_writes_nothing(route, browsers, address_of):
    address, expected = address_of(route), ROUTES[route][1]
    may = {"superuser"} if expected is PRESSED else {"superuser", "lead"}
    may_not = [actor for actor in ACTORS if expected[actor] in (302, 403, 404, 405) and actor not in may]
    with refusing_writes():
        answered = [browsers[actor].post(address).status_code for actor in may_not]
    assert [code for code in answered if code >= 500] == []


@pytest.mark.parametrize("route", ROUTES)
def test_put_delete_head_and_options_write_nothing(route, browsers, address_of):
    address, answered = address_of(route), []
    for actor in ACTORS:
        for method in ("put", "delete", "head", "options"):
            with refusing_writes(looks=route in LOGGED_LOOKS and method == "head"):
                answered.append(getattr(browsers[actor], method)(address).status_code)
    assert [code for code in answered if code >= 500] == []
