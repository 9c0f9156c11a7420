"""The digest that each person would be sent now, and who would not be sent theirs, and why.

The same reading makes the preview and the messages.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property
from hashlib import sha256

from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.text import get_text_list

from digests.contributors import Contributor
from digests.models import Contribution, DigestEntry, MessageKey, NewsKey, Reader
from digests.news import News, contributors_with_news
from digests.readers import hash_of_address
from kit.days import day
from kit.folds import identity
from kit.lists import grouped
from outbox.daytime import next_daytime
from outbox.models import Message, State
from programmes.models import Programme

WEEK = timedelta(days=7)
NOT_GONE = (State.FAILED, State.CANCELLED)
# The state of each message that the relay has not taken, by reader and day.
Unsent = dict[MessageKey, str]


@dataclass
class DigestItem:
    """What somebody said, and what has happened there since: news that they have not been sent."""

    title: str
    url: str
    deeds: list[str]
    news: list[News]

    @property
    def points(self) -> list[tuple[str, str]]:
        """Return each piece of news in one sentence, with the page that says more."""
        return [(f"{'It' if each.url == self.url else each.title} {each.words}", each.url) for each in self.news]

    @property
    def heading(self) -> str:
        """Name it as they know it: “Poster 7, …, which you handed in”."""
        deeds = get_text_list(self.deeds, "and")
        return f"{self.title}, which you {deeds}" if deeds else self.title


@dataclass
class Digest:
    """One person with all that waits for them in one message; with `held_back_because`, it is not sent now."""

    address: str
    contributors: list[tuple[Contributor, list[News]]]
    reader: Reader | None = None
    held_back_because: str = ""

    @property
    def name(self) -> str:
        """Return what they are called; those who share an address are all named."""
        names = [contributor.recipient.name for contributor, _ in self.contributors]
        return get_text_list(list({identity(name): name for name in names}.values()), "and")

    @property
    def person_ids(self) -> set[int]:
        """Return the people who are written to at the address, as far as they are known."""
        everybody = (contributor.recipient.person_id for contributor, _ in self.contributors)
        return {each for each in everybody if each is not None}

    @cached_property
    def items(self) -> list[DigestItem]:
        """Return what they said, each thing once, with what has happened there (not with the account of the whole)."""
        found: dict[tuple[str, int], DigestItem] = {}
        for contributor, news in self.contributors:
            node, deed = contributor.node, contributor.deed
            key = (node.kind, node.obj.pk) if node else contributor.contribution
            item = found.setdefault(key, DigestItem(contributor.title, node.url if node else "", [], []))
            item.deeds += [deed] if deed and deed not in item.deeds else []
            item.news += [each for each in news if each not in item.news and not each.is_of_whole_programme]
        return list(found.values())

    @property
    def items_with_news(self) -> list[DigestItem]:
        """Return those of their things where something has happened."""
        return [item for item in self.items if item.news]

    @property
    def points_of_whole(self) -> list[tuple[str, str]]:
        """Return what is told of the programme as a whole, once: an account of progress that was issued."""
        everything = dict.fromkeys(each for _, news in self.contributors for each in news)
        return [(f"{each.title} {each.words}", each.url) for each in everything if each.is_of_whole_programme]

    @property
    def why(self) -> str:
        """Return why they are written to, for the team: all that they said of which anything is to be told."""
        return "; ".join(
            f"{item.title} ({get_text_list(item.deeds, 'and')})" if item.deeds else item.title for item in self.items
        )


@dataclass
class Digests:
    """Everybody for whom something waits: to whom it would be sent now, and to whom not."""

    to_send: list[Digest] = field(default_factory=list)
    held_back: list[Digest] = field(default_factory=list)
    # Keys of entries that say something was in a message that never went.
    void_entries: list[int] = field(default_factory=list)

    @property
    def everybody(self) -> list[tuple[str, Digest]]:
        """Everybody for whom something waits, each with the name of the list they are in."""
        return grouped(to_send=self.to_send, held_back=self.held_back)

    @property
    def fingerprint(self) -> str:
        """Tells whether what would be sent, and to whom, is still what somebody saw and confirmed."""
        lines = [
            f"{each.address} {contributor.contribution} {news}"
            for each in self.to_send
            for contributor, news in each.contributors
        ]
        return sha256("\n".join(lines).encode()).hexdigest()[:16]


def digests_of(programme: Programme, at: datetime) -> Digests:
    """Return who would be sent what at a moment. As many queries for ten people as for a thousand."""
    return digests_of_each([programme], at)[programme.pk]


def digests_of_each(programmes: Collection[Programme], at: datetime) -> dict[int, Digests]:
    """Return who would be sent what in each programme, by its key: as many queries for many programmes as for one."""
    unsent = _unsent_messages(programmes)
    sent, void_entries = _sent_before(programmes, unsent)
    people: dict[int, dict[str, Digest]] = {each.pk: {} for each in programmes}
    for contributor, all_news in contributors_with_news(programmes, at):
        known = sent.get(contributor.contribution, set())
        if news := [each for each in all_news if each.key not in known]:
            to = contributor.recipient
            key = to.address or f"{to.name} {to.unreachable_because}"
            mine = people[contributor.programme]
            digest = mine.setdefault(key, Digest(to.address, [], held_back_because=to.unreachable_because))
            digest.contributors.append((contributor, news))
    _hold_back({pk: found.values() for pk, found in people.items()}, unsent, at)
    found = {}
    for pk, mine in people.items():
        digests = found[pk] = Digests(void_entries=void_entries[pk])
        for digest in sorted(mine.values(), key=lambda each: (each.name.casefold(), each.address)):
            (digests.held_back if digest.held_back_because else digests.to_send).append(digest)
    return found


def sending_day(at: datetime) -> date:
    """Return the day on which what is pressed at a moment goes out: by day, so perhaps the next."""
    return timezone.localdate(next_daytime(at))


def _unsent_messages(programmes: Iterable[Programme]) -> Unsent:
    unsent = Message.objects.about("digest").exclude(state=State.ACCEPTED)
    mine = unsent.filter(topic_id__in=[str(each.pk) for each in programmes])
    rows = mine.values_list("recipient", "occasion", "state")
    return {MessageKey(recipient, occasion): state for recipient, occasion, state in rows}


def _sent_before(
    programmes: Iterable[Programme], unsent: Unsent
) -> tuple[dict[Contribution, set[NewsKey]], dict[int, list[int]]]:
    """Return what was sent of each thing that was said, and by programme the entries of messages that never went."""
    sent: dict[Contribution, set[NewsKey]] = {}
    void: dict[int, list[int]] = {each.pk: [] for each in programmes}
    for entry in DigestEntry.objects.filter(reader__programme__in=void).select_related("reader"):
        if unsent.get(MessageKey.of(entry.reader_id, entry.sent_on)) in NOT_GONE:
            void[entry.reader.programme_id].append(entry.pk)
        else:
            sent.setdefault(entry.contribution, set()).add(entry.key)
    return sent, void


def _hold_back(by_programme: Mapping[int, Collection[Digest]], unsent: Unsent, at: datetime) -> None:
    """Give each digest its reader, if it has one, and write down why it is not sent now."""
    on = sending_day(at)
    all_readers = Reader.objects.filter(programme__in=by_programme)
    readers = {(reader.programme_id, reader.address_hash): reader for reader in all_readers}
    stopped_people = set(all_readers.stopped().values_list("programme", "people"))
    everybody = [(pk, digest) for pk, digests in by_programme.items() for digest in digests]
    undeliverable = _undeliverable([digest.address for _, digest in everybody if digest.address])
    for pk, digest in everybody:
        reader = digest.reader = readers.get((pk, hash_of_address(digest.address)))
        if digest.held_back_because:
            continue
        if (reader and reader.stopped_at) or any((pk, person) in stopped_people for person in digest.person_ids):
            digest.held_back_because = "Asked us to stop."
        elif digest.address in undeliverable:
            digest.held_back_because = "The last message to their address could not be delivered."
        elif reader and reader.last_sent_on:
            digest.held_back_because = _too_soon(
                reader.last_sent_on, unsent.get(MessageKey.of(reader.pk, reader.last_sent_on)), on
            )


def _too_soon(last_sent_on: date, unsent_state: str | None, on: date) -> str:
    """Say why whoever was sent one has to wait for the next; blank if they need not."""
    if unsent_state is not None and unsent_state not in NOT_GONE:
        return "The last message to them has not gone yet."
    if last_sent_on + WEEK > on:
        return f"Was written to on {day(last_sent_on)}; the next message can go on {day(last_sent_on + WEEK)}."
    return ""


def _undeliverable(addresses: list[str]) -> set[str]:
    """Return the addresses to which the last message that came to an end could not be delivered."""
    ended = Message.objects.annotate(address=Lower("to_address")).filter(
        address__in=addresses, state__in=[State.FAILED, State.ACCEPTED]
    )
    last = dict(ended.order_by("created_at", "pk").values_list("address", "state"))
    return {address for address, state in last.items() if state == State.FAILED}
