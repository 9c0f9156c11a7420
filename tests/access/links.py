"""Browsers that a personal link has let in."""

from datetime import timedelta

from django.core import signing
from django.test import Client
from django.utils import timezone

import actions.records.links
import actions.rounds.links
import consultations.asking.in_public.links
import desk.links
import digests.links
import phases.meetings.links
import privacy.access.links
import stakeholders.links
from kit.personal_links import PersonalLink
from tests.access.routes import ROUTES
from tests.world import World

LINKS = {
    "actions:follow-up": actions.rounds.links.LINK,
    "actions:record": actions.records.links.RECORD_LINK,
    "consultations:answers": consultations.asking.in_public.links.LINK,
    "desk:daily-list": desk.links.LINK,
    "digests:digest": digests.links.LINK,
    "phases:place": phases.meetings.links.LINK,
    "privacy:held-by-digest": digests.links.LINK,
    "privacy:held-by-follow-up": actions.rounds.links.LINK,
    "privacy:held-by-place": phases.meetings.links.LINK,
    "privacy:held-by-record": actions.records.links.RECORD_LINK,
    "privacy:bundle": privacy.access.links.LINK,
    "stakeholders:invitation": stakeholders.links.LINK,
}


def link_of(route: str) -> PersonalLink:
    """The kind of personal link that leads to a page."""
    return next(link for begins, link in LINKS.items() if route.startswith(begins))


def let_in(browser: Client, route: str, world: World) -> None:
    """Have a browser open the personal link that leads to a page."""
    link = link_of(route)
    pk, later = ROUTES[route][0](world)[0], timezone.now() + timedelta(days=9)
    of_link = link.rows(timezone.now()).model._base_manager.filter(pk=pk)
    ends = {"link_expires_at", "expires_at"} & {field.name for field in of_link.model._meta.fields}
    # A hash of its own for each row, as in life.
    token_hash = f"{pk:f>64}"
    of_link.update(token_hash=token_hash, **dict.fromkeys(ends, later))
    signer = signing.get_cookie_signer(salt=f"{link.cookie}{link.purpose}:{pk}")
    browser.cookies[link.cookie] = signer.sign(token_hash)
