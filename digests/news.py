"""What has become public since somebody spoke, below what they said, proposed or joined.

Everything is read from the public line: what is not published is not on it, and so in no digest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils import timezone

from digests.contributors import Contributor, contributors_of
from digests.models import NewsKey, NewsKind
from findings.models import Decision
from kit.days import day
from line.graph import Line
from line.nodes import AreaNode, Node
from programmes.models import Programme
from stocktakes.models import Stocktake

DECIDED = {
    Decision.ACCEPTED: "was accepted",
    Decision.PARTLY: "was accepted in part",
    Decision.NOT_TAKEN_FORWARD: "was not taken forward",
}


@dataclass(frozen=True)
class News:
    """One thing that became public at a moment: what it is called, what is told of it, and the page that says more.

    By its `key` it is known to have been sent.
    """

    key: NewsKey
    at: datetime
    title: str
    words: str
    url: str

    @property
    def is_of_whole_programme(self) -> bool:
        """Whether it belongs to nothing that somebody said in particular: an account of progress that was issued."""
        return self.key.kind == NewsKind.STOCKTAKE


def contributors_with_news(programmes: Iterable[Programme], at: datetime) -> Iterator[tuple[Contributor, list[News]]]:
    """Yield each contributor with all that has become public since, whether they were sent it or not.

    Of what is not published nobody is told. As many queries for many programmes as for one.
    """
    published = [each for each in programmes if each.published_at is not None]
    editions = _newest_editions(published)
    news_below: dict[Node | None, list[News]] = {}
    for contributor in contributors_of(Line.read_each(published), at):
        if contributor.node not in news_below:
            news_below[contributor.node] = list(_below(contributor.node))
        news = [*news_below[contributor.node], *editions.get(contributor.programme, [])]
        yield contributor, [each for each in news if each.at >= contributor.since]


def _below(node: Node | None) -> Iterator[News]:
    """Yield all that has become public below one thing that was said, proposed or joined, and of an area itself."""
    if node is not None:
        own = [node] if node.kind == "area" else []
        for each in [*node.descendants("finding"), *node.descendants("area"), *own]:
            yield from _of_area(each) if isinstance(each, AreaNode) else _of_finding(each)


def _of_finding(node: Node) -> Iterator[News]:
    finding, title = node.obj, f"{node.label} “{node.title}”"
    if finding.decision == Decision.UNDECIDED:
        words = "was drawn from what people said. Nothing has been decided on it yet."
        yield News(NewsKey(NewsKind.FINDING, finding.pk), finding.published_at, title, words, node.url)
    else:
        version = f"{finding.decision} {finding.decided_at:%Y-%m-%d}"
        words = f"{DECIDED[finding.decision]}{f': {finding.reason}' if finding.reason else '.'}"
        at = max(finding.published_at, finding.decided_at)
        yield News(NewsKey(NewsKind.DECISION, finding.pk, version), at, title, words, node.url)


def _of_area(node: AreaNode) -> Iterator[News]:
    title = f"{node.label} “{node.title}”"
    yield News(NewsKey(NewsKind.AREA, node.obj.pk), node.obj.published_at, title, "was taken on.", node.url)
    if node.latest is not None and node.latest.reviewed_at is not None:
        told_on = day(timezone.localdate(node.latest.given_at))
        words = f"is now “{node.standing_label.lower()}”: {node.latest_word} ({told_on})"
        yield News(NewsKey(NewsKind.PROGRESS, node.latest.pk), node.latest.reviewed_at, title, words, node.url)


def _newest_editions(programmes: Iterable[Programme]) -> dict[int, list[News]]:
    """Return the newest account of progress of each programme that has issued one, by the programme's key."""
    slugs = {each.pk: each.slug for each in programmes}
    found: dict[int, list[News]] = {}
    for edition in Stocktake.objects.issued().listed().filter(programme__in=slugs):
        if edition.programme_id not in found and edition.issued_at is not None:
            url = reverse("public:stocktake-detail", args=[slugs[edition.programme_id], edition.number])
            key = NewsKey(NewsKind.STOCKTAKE, edition.pk)
            found[edition.programme_id] = [News(key, edition.issued_at, f"“{edition.title}”", "was issued.", url)]
    return found
