"""Of the links that a page shows to whoever reads it none is refused, and none leads nowhere: for every hat."""

import re
from collections import Counter
from html import unescape
from urllib.parse import urldefrag, urljoin

import pytest

HREF = re.compile(r"<a\b[^>]*\shref=\"([^\"]+)\"")
HATS = ("lead", "broker", "facilitator", "analyst", "viewer", "officer", "superuser", "representative", "anonymous")
# Of pages that are alike (of one kind of row, or a list under its filters), so many are read.
MANY = re.compile(r"\?.*|(?<=/)\d+(?=/)")
EACH = 1


@pytest.mark.usefixtures("undrawn")
@pytest.mark.parametrize("who", HATS)
def test_no_page_links_to_what_is_refused_or_not_there(who, browsers, world):
    browser, waiting, read, kinds, wrong = browsers[who], ["/", "/desk/", "/admin/", "/home/"], set(), Counter(), []
    came_from = dict.fromkeys(waiting, "")
    while waiting:
        address = waiting.pop()
        if address in read or kinds[MANY.sub("*", address)] == EACH:
            continue
        kinds[MANY.sub("*", address)] += 1
        read.add(address)
        response = browser.get(address)
        if response.status_code not in (200, 302) and came_from[address]:
            wrong.append((came_from[address], address, response.status_code))
        if response.status_code == 200 and response["Content-Type"].startswith("text/html") and not response.streaming:
            for href in HREF.findall(response.text):
                there = urldefrag(urljoin(address, unescape(href)))[0]
                if there.startswith("/") and not there.startswith(("/static/", "/media/")):
                    came_from.setdefault(there, address)
                    waiting.append(there)
    assert wrong == []
    assert len(read) > 10
