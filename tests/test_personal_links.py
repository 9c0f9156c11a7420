"""The personal links of the whole project: each for one purpose."""

import logging
import sys
from string import ascii_lowercase

from django.urls import get_resolver

from config.logs import TokenlessFormatter
from kit.personal_links import PersonalLink


def links_by_module() -> dict[str, PersonalLink]:
    """Return every personal link by the module that makes it; the addresses import them all."""
    assert get_resolver().url_patterns
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
    assert len(links) == len({link.cookie for link in links.values()}) == 5


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
