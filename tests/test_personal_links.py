"""The personal links of the whole project: each for one purpose; and other addresses that show more to who has them."""

import logging
import re
import sys
from string import ascii_lowercase
from uuid import uuid4

from django.urls import URLPattern
from django.urls.converters import UUIDConverter

from config.logs import TokenlessFormatter
from kit.personal_links import PersonalLink, every_link
from tests.named_routes import named_routes


def links_by_module() -> dict[str, PersonalLink]:
    """Return every personal link by the module that makes it."""
    every_link()
    return {
        name: link
        for name, module in list(sys.modules.items())
        if name.endswith(".links")
        for link in vars(module).values()
        if isinstance(link, PersonalLink)
    }


def test_each_kind_of_link_has_a_purpose_and_a_cookie_of_its_own():
    links = links_by_module()
    purposes = {name: link.purpose for name, link in links.items()}
    assert purposes == {name: name for name in links}
    assert every_link() == [links[name] for name in sorted(links)]
    assert len(links) == len({link.cookie for link in links.values()}) == 8


def addresses_with(key: str) -> list[str]:
    """Return an address of every route that has a UUID in it."""
    routes = [route for _, route in named_routes() if any(isinstance(each, UUIDConverter) for each in parts_of(route))]
    return ["/" + re.sub("<[^>]+>", "here", re.sub("<uuid:[^>]+>", key, str(route.pattern))) for route in routes]


def parts_of(route: URLPattern) -> list[object]:
    return list(getattr(route.pattern, "converters", {}).values())


def logged(words: str) -> str:
    """Return a line of the log as it is written."""
    return TokenlessFormatter().format(logging.LogRecord("web", logging.WARNING, "", 0, words, (), None))


def test_log_masks_the_token_of_every_kind_of_link_and_of_kinds_to_come():
    token = "a-token_of" + "x" * 33
    lines = {link.purpose: logged(f"Not Found: {link.address_for(token)}") for link in links_by_module().values()}
    lines |= {"own page": logged(f"Not Found: /accounts/c/{token}/")}
    lines |= {letter: logged(f"Not Found: /{letter}/{token}/") for letter in ascii_lowercase}
    assert [purpose for purpose, line in lines.items() if token in line or not line.endswith("/…/")] == []
    assert logged(f"Not Found: /desk/{token}/") == f"Not Found: /desk/{token}/"


def test_log_masks_the_key_of_every_page_that_shows_somebody_what_they_sent():
    key = str(uuid4())
    addresses = addresses_with(key)
    assert len(addresses) >= 3
    for address in addresses:
        assert key in address
        assert key not in logged(f"Lost: {address.upper()}?a=1").lower()
        assert logged(f"Not Found: {address}") == f"Not Found: {address.replace(key, '…')}"
