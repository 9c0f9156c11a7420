"""What each person would be told of what has happened since they spoke, and who would not be told, and why.

Everything is read from the public line: what is not published is not on it, and so in no letter. The same reading makes
the preview and the messages.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from hashlib import sha256

from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.text import get_text_list

from actions.recipients import day
from digests.contributors import Voice, voices_of
from digests.models import Reader, ReaderQuerySet, Told
from findings.models import Decision
from line.graph import Line
from line.nodes import AreaNode, Node
from outbox.daytime import next_daytime
from outbox.models import About, Message, MessageQuerySet, State
from programmes.models import Programme
from stakeholders.contacts import address_of
from stakeholders.models import Appointment

WEEK = timedelta(days=7)
DECIDED = {
    Decision.ACCEPTED: "was accepted",
    Decision.PARTLY: "was accepted in part",
    Decision.NOT_TAKEN_FORWARD: "was not taken forward",
}
NOT_GONE = (State.FAILED, State.CANCELLED)


@dataclass(frozen=True)
class News:
    """One thing that became public at a moment: what it is called, what is told of it, and the page that says more.

    `what` is its code, under which it is remembered as told.
    """

    what: str
    at: datetime
    title: str
    words: str
    url: str


@dataclass
class Item:
    """What somebody said, and what has happened there since: news that they have not been told."""

    of: str
    url: str
    did: list[str]
    news: list[News]

    @property
    def points(self) -> list[tuple[str, str]]:
        """Return each piece of news in one sentence, with the page that says more."""
        return [(f"{'It' if each.url == self.url else each.title} {each.words}", each.url) for each in self.news]

    @property
    def heading(self) -> str:
        """Name it as they know it: “Poster 7, …, which you handed in”."""
        did = get_text_list(self.did, "and")
        return f"{self.of}, which you {did}" if did else self.of


@dataclass
class Telling:
    """One person with all that waits to be told to them in one message; with `why_not`, it is not told now."""

    address: str
    voices: list[tuple[Voice, list[News]]]
    reader: Reader | None = None
    why_not: str = ""

    @property
    def name(self) -> str:
        """Return what they are called; those who share an address are all named."""
        return get_text_list(list({voice.name.casefold(): voice.name for voice, _ in self.voices}.values()), "and")

    @cached_property
    def items(self) -> list[Item]:
        """Return what they said, each thing once, with what has happened there (not with the account of the whole)."""
        found: dict[tuple[str, int], Item] = {}
        for voice, news in self.voices:
            key = (voice.node.kind, voice.node.obj.pk) if voice.node else voice.said
            item = found.setdefault(key, Item(voice.of, voice.node.url if voice.node else "", [], []))
            item.did += [voice.did] if voice.did and voice.did not in item.did else []
            item.news += [each for each in news if each not in item.news and not each.what.startswith("stocktake:")]
        return list(found.values())

    @property
    def moved(self) -> list[Item]:
        """Return those of their things where something has happened."""
        return [item for item in self.items if item.news]

    @property
    def whole(self) -> list[tuple[str, str]]:
        """Return what is told of the programme as a whole, once: an account of progress that was issued."""
        told = {each for _, news in self.voices for each in news if each.what.startswith("stocktake:")}
        return [(f"{each.title} {each.words}", each.url) for each in told]

    @property
    def why(self) -> str:
        """Return why they are told, for the team: all that they said of which anything is to be told."""
        return "; ".join(
            f"{item.of} ({get_text_list(item.did, 'and')})" if item.did else item.of for item in self.items
        )


@dataclass
class Tellings:
    """Everybody for whom something waits: who would be told now, and who would not."""

    told: list[Telling] = field(default_factory=list)
    left_out: list[Telling] = field(default_factory=list)
    # Rows that say something was told by a message that never went.
    void: list[int] = field(default_factory=list)

    @property
    def fingerprint(self) -> str:
        """Tells whether what would be told, and to whom, is still what somebody saw and confirmed."""
        lines = [f"{each.address} {voice.said} {news}" for each in self.told for voice, news in each.voices]
        return sha256("\n".join(lines).encode()).hexdigest()[:16]


def tellings_of(programme: Programme, at: datetime) -> Tellings:
    """Return who would be told what at a moment. As many queries for ten people as for a thousand."""
    letters = _unsent_letters(programme)
    told, void = _told_before(programme, letters)
    people: dict[str, Telling] = {}
    for voice, all_news in news_of_voices(programme, at):
        known = told.get(voice.said, set())
        if news := [each for each in all_news if each.what not in known]:
            key = voice.address or f"{voice.name} {voice.why_not}"
            person = people.setdefault(key, Telling(voice.address, [], why_not=voice.why_not))
            person.voices.append((voice, news))
    _say_who_is_not_written_to(programme, people.values(), letters, at)
    tellings = Tellings(void=void)
    for telling in sorted(people.values(), key=lambda each: (each.name.casefold(), each.address)):
        (tellings.left_out if telling.why_not else tellings.told).append(telling)
    return tellings


def news_of_voices(programme: Programme, at: datetime) -> Iterator[tuple[Voice, list[News]]]:
    """Yield each voice with all that has become public since, whether it was told or not."""
    if programme.published_at is None:
        return
    editions = list(_editions(programme))
    news_of: dict[Node | None, list[News]] = {None: editions}
    for voice in voices_of(Line.read(programme), at):
        if voice.node not in news_of:
            news_of[voice.node] = [*_news(voice.node), *editions]
        yield voice, [each for each in news_of[voice.node] if each.at >= voice.since]


def goes_on(at: datetime) -> date:
    """Return the day on which what is pressed at a moment goes out: by day, so perhaps the next."""
    return timezone.localdate(next_daytime(at))


def hash_of_address(address: str) -> str:
    """Return what is kept of an address. Without the site's secret: what was stopped stays so when that is changed."""
    return sha256(address.strip().lower().encode()).hexdigest()


def readers_of(appointment: Appointment) -> ReaderQuerySet:
    """Return the readers that a representative is, in whatever programmes: at their address, or at one they had."""
    here = Q(address_hash=hash_of_address(address_of(appointment)))
    theirs = Reader.objects.filter(people=appointment.person).values("pk")
    return Reader.objects.filter(here | Q(pk__in=theirs))


def messages_to(reader: Reader) -> MessageQuerySet:
    """Return all messages to one reader."""
    return Message.objects.about("digest", reader.programme_id, reader.pk)


def about_digest(reader: Reader, on: date) -> About:
    """Return what the one message is about that a reader can get of a day."""
    return About("digest", reader.programme_id, reader.pk, occasion=f"{on}")


# -- What has happened --------------------------------------------------------------------------------


def _news(node: Node | None) -> Iterator[News]:
    """Yield all that has become public below one thing that was said, proposed or joined, and of an area itself."""
    if node is not None:
        own = [node] if node.kind == "area" else []
        for each in [*node.descendants("finding"), *node.descendants("area"), *own]:
            yield from _of_node(each)


def _of_node(node: Node) -> Iterator[News]:
    obj, title = node.obj, f"{node.label} “{node.title}”"
    if node.kind == "finding" and obj.decision == Decision.UNDECIDED:
        words = "was drawn from what people said. Nothing has been decided on it yet."
        yield News(f"finding:{obj.pk}", obj.published_at, title, words, node.url)
    elif node.kind == "finding":
        what = f"finding:{obj.pk}:{obj.decision}:{obj.decided_at:%Y%m%d}"
        words = f"{DECIDED[obj.decision]}{f': {obj.reason}' if obj.reason else '.'}"
        yield News(what, max(obj.published_at, obj.decided_at), title, words, node.url)
    if isinstance(node, AreaNode):
        yield News(f"area:{obj.pk}", obj.published_at, title, "was taken on.", node.url)
        if node.latest is not None and node.latest.reviewed_at is not None:
            words = f"is now “{node.standing_label.lower()}”: {node.latest_word}"
            yield News(f"update:{node.latest.pk}", node.latest.reviewed_at, title, words, node.url)


def _editions(programme: Programme) -> Iterator[News]:
    """Yield the newest account of progress that was issued, if there is one."""
    newest = programme.stocktakes.issued().listed().first()
    if newest is not None and newest.issued_at is not None:
        url = reverse("public:stocktake-detail", args=[programme.slug, newest.number])
        yield News(f"stocktake:{newest.pk}", newest.issued_at, f"“{newest.title}”", "was issued.", url)


# -- What was told, and who is not to be told ---------------------------------------------------------


def _unsent_letters(programme: Programme) -> dict[tuple[str, str], str]:
    """Return the state of each message that the relay has not taken, by reader and day."""
    unsent = Message.objects.about("digest", programme.pk).exclude(state=State.ACCEPTED)
    return {(recipient, day): state for recipient, day, state in unsent.values_list("recipient", "occasion", "state")}


def _told_before(
    programme: Programme, letters: dict[tuple[str, str], str]
) -> tuple[dict[tuple[str, int], set[str]], list[int]]:
    """Return what was told of each thing that was said, and which rows tell of messages that never went."""
    told: dict[tuple[str, int], set[str]] = {}
    void: list[int] = []
    for row in Told.objects.filter(reader__programme=programme).select_related("reader"):
        if letters.get((str(row.reader_id), f"{row.told_on}")) in NOT_GONE:
            void.append(row.pk)
        else:
            told.setdefault(row.said, set()).add(row.what)
    return told, void


def _say_who_is_not_written_to(
    programme: Programme, people: Iterable[Telling], letters: dict[tuple[str, str], str], at: datetime
) -> None:
    """Give each their reader, if they have one, and write down why somebody is not written to now."""
    on = goes_on(at)
    readers = {reader.address_hash: reader for reader in programme.readers.all()}
    stopped_people = set(programme.readers.stopped().values_list("people", flat=True))
    refused = _refused([each.address for each in people if each.address])
    for telling in people:
        reader = telling.reader = readers.get(hash_of_address(telling.address))
        persons = {voice.person_id for voice, _ in telling.voices} - {None}
        if telling.why_not:
            continue
        if (reader and reader.stopped_at) or persons & stopped_people:
            telling.why_not = "Asked us to stop."
        elif telling.address in refused:
            telling.why_not = "The last message to their address could not be delivered."
        elif (
            reader
            and reader.told_on
            and letters.get((str(reader.pk), f"{reader.told_on}"), State.FAILED) not in NOT_GONE
        ):
            telling.why_not = "The last message to them has not gone yet."
        elif reader and reader.told_on and reader.told_on + WEEK > on:
            last, next_one = day(reader.told_on), day(reader.told_on + WEEK)
            telling.why_not = f"Was written to on {last}; the next message can go on {next_one}."


def _refused(addresses: list[str]) -> set[str]:
    """Return the addresses to which the last message that came to an end could not be delivered."""
    ended = Message.objects.annotate(address=Lower("to_address")).filter(
        address__in=addresses, state__in=[State.FAILED, State.ACCEPTED]
    )
    last = dict(ended.order_by("created_at", "pk").values_list("address", "state"))
    return {address for address, state in last.items() if state == State.FAILED}
