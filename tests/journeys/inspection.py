"""Looks at page after page, wide and narrow: WCAG 2.2 AA by axe, nothing to be moved sideways, every link lands."""

from urllib.parse import urlsplit

from axe_playwright_python.sync_playwright import Axe
from django.urls import Resolver404, resolve
from playwright.sync_api import Page

from tests.journeys.conftest import sideways

WIDTHS = (1280, 320)
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
# Without `preload` axe fetches nothing: the policy of the pages would refuse some of it.
OPTIONS = {"runOnly": {"type": "tag", "values": WCAG}, "resultTypes": ["violations"], "preload": False}
# Links to a part of this page that is not there.
LOST = """() => [...document.querySelectorAll('a[href*="#"]')]
    .filter(link => link.pathname === location.pathname && link.search === location.search && link.hash.length > 1)
    .map(link => decodeURIComponent(link.hash.slice(1)))
    .filter(id => !document.getElementById(id))"""


class Inspection:
    """What was looked at (by the name of its route), and what was found: each fault with its page and width."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.seen: set[str] = set()
        self.faults: list[str] = []
        self.axe = Axe()

    def visit(self, *addresses: str) -> None:
        """Go to each address and look at its page."""
        for address in addresses:
            self.page.goto(address)
            self.look()

    def press(self, button: str) -> None:
        """Press a button and look at the page that answers."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=button, exact=True).click()
        self.look()

    def look(self) -> None:
        """Look at the page as it stands, once all of it is there: a link that was pressed has only begun to answer."""
        self.page.wait_for_load_state()
        if route := route_of(self.page.url):
            self.seen.add(route)
        self.faults += [f"{self.page.url}: a link to #{lost} lands nowhere" for lost in self.page.evaluate(LOST)]
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 900})
            where = f"{urlsplit(self.page.url).path} ({self.page.title()}), {width} pixels wide"
            if wide := sideways(self.page):
                self.faults.append(f"{where}: {wide} pixels too wide")
            for rule in self.axe.run(self.page, options=OPTIONS).response["violations"]:
                nodes = [f"{' '.join(map(str, node['target']))} {node['html'][:100]}" for node in rule["nodes"]]
                self.faults.append(f"{where}: {rule['id']}: {nodes}")


def route_of(url: str) -> str:
    """Return the name of the route that an address belongs to, or an empty string."""
    try:
        return resolve(urlsplit(url).path).view_name
    except Resolver404:
        return ""
