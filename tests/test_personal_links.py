"""The personal links of the whole project: each for one purpose."""

import sys

from django.urls import get_resolver

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
