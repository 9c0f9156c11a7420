"""Every route × every actor: what is answered, and that reading writes nothing. A route that is not listed fails."""

import pytest

from tests.access.answers import ACTORS, DESK_LOOK, DESK_NO_PICTURE, HIDDEN, PUBLIC
from tests.access.conftest import ELSEWHERE, text_of
from tests.access.routes import AS_LEAD, LEADS_LOOKS, LOGGED_LOOKS, NOT_THEIRS, ROUTES
from tests.access.routes_of_privacy import OFFICERS_LOOK
from tests.named_routes import named_routes
from tests.refusing import refusing_writes
from tests.world import CANARY

# They are signed in, and have no business with the private words of this programme.
OUTSIDE = ("representative_elsewhere", "representative_ended", "staff_elsewhere")

# Who is answered like whom, but where a route says that a hat is answered like the lead.
LIKE = {"broker": "viewer", "facilitator": "viewer", "analyst": "viewer", "officer": "viewer"}
LIKE |= {
    "hat_ended": "staff_elsewhere",
    "hat_to_come": "staff_elsewhere",
    "appointment_to_come": "representative_ended",
}
# Pages that tell people apart: the others were asked for by eight already.
APART = [name for name, (_, expected) in ROUTES.items() if expected not in (PUBLIC, HIDDEN)]


def test_every_route_is_listed():
    assert sorted({name for name, _ in named_routes()}) == sorted(ROUTES)


@pytest.mark.parametrize("route", ROUTES)
def test_get_is_answered_as_written_writes_nothing_and_tells_nobody_elsewhere(route, browsers, address_of):
    address, answered, looked, told = address_of(route), {}, {}, []
    for actor in ACTORS:
        with refusing_writes(looks=route in LOGGED_LOOKS) as looks:
            response = browsers[actor].get(address)
        answered[actor], looked[actor] = response.status_code, len(looks)
        if actor in OUTSIDE and f"{CANARY}-" in text_of(response).replace(f"{ELSEWHERE}-", ""):
            told.append(actor)
    assert (answered, told) == (ROUTES[route][1], [])
    who = {"lead", "superuser"} if route in LEADS_LOOKS else set(ACTORS)
    assert looked == {a: route in LOGGED_LOOKS and a in who and answered[a] == 200 for a in ACTORS}


@pytest.mark.parametrize("route", APART)
def test_each_hat_and_nobody_before_or_after_their_time_is_answered_as_written(route, browsers, address_of):
    address, answered, expected = address_of(route), {}, {}
    for actor, other in LIKE.items():
        code = ROUTES[route][1]["lead" if route in AS_LEAD.get(actor, ()) else other]
        expected[actor] = 404 if route in NOT_THEIRS.get(actor, ()) else code
        # By what they are and not by what they hold: other pages are answered alike for reasons of their own.
        is_look = any(ROUTES[route][1] is kind for kind in (DESK_LOOK, DESK_NO_PICTURE))
        if actor == "officer" and is_look and route not in OFFICERS_LOOK:
            expected[actor] = 403
        with refusing_writes(looks=route in LOGGED_LOOKS):
            answered[actor] = browsers[actor].get(address).status_code
    assert answered == expected
    with refusing_writes():
        posted = {actor: browsers[actor].post(address).status_code for actor in LIKE if expected[actor] in (403, 404)}
    assert {actor: code for actor, code in posted.items() if code not in (403, 404, 405)} == {}
