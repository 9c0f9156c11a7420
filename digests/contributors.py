"""Who said, proposed or joined what in a programme, when, and how they are reached: whoever may want to be told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, time

from django.db.models import Q
from django.utils import timezone

from actions.models import Commitment, Proposer
from consultations.models import Feedback, HandIn
from line.graph import Line
from line.nodes import Node
from stakeholders.addresses import AddressRefused, checked_address
from stakeholders.contacts import address_of
from stakeholders.models import Appointment, ContactBy, Partnership, Person

NO_ADDRESS = "There is no e-mail address."


@dataclass(frozen=True)
class Voice:
    """One thing that one person or body said, proposed or joined, with whoever is to be told of it.

    `kind` and `pk` name its row; `node` is where it hangs on the line (None: nowhere). With `why_not` there is nobody
    to write to, and no address.
    """

    kind: str
    pk: int
    of: str
    did: str
    since: datetime
    node: Node | None
    name: str
    address: str = ""
    person_id: int | None = None
    why_not: str = ""

    @property
    def said(self) -> tuple[str, int]:
        """What was said: the name of its column in `Told`, and its key."""
        return self.kind, self.pk


@dataclass(frozen=True)
class _Reached:
    """Whom to write to, or why to nobody."""

    name: str
    address: str = ""
    person_id: int | None = None
    why_not: str = ""


def voices_of(line: Line, at: datetime) -> list[Voice]:
    """Return every voice of a programme at a moment, as far as what it said is public. Five queries, however many."""
    speakers = _speakers(line, at)
    nodes = {(node.kind, node.obj.pk): node for node in [*line.said, *line.areas]}
    return [
        *_handed_in(line, nodes, speakers),
        *_fed_back(line, nodes, speakers),
        *_proposed(line, nodes, at),
        *_joined(line, nodes),
    ]


Nodes = dict[tuple[str, int], Node]
Speakers = Callable[[Partnership], _Reached]


def _speakers(line: Line, at: datetime) -> Speakers:
    """Return who is told of what an organisation said: whoever speaks for it now, whoever spoke then."""
    current = Appointment.objects.current(at).filter(partnership__programme=line.programme)
    by_partnership = {each.partnership_id: each for each in current.select_related("person__user")}

    def speaker(partnership: Partnership) -> _Reached:
        appointment = by_partnership.get(partnership.merged_into_id or partnership.pk)
        if appointment is None:
            return _Reached(str(partnership.organisation), why_not="Nobody speaks for it now.")
        return _reached(appointment.person, address_of(appointment))

    return speaker


def _reached(person: Person, address: str) -> _Reached:
    if person.contact_by != ContactBy.EMAIL:
        return _Reached(person.name, why_not=f"Would like to hear by {person.get_contact_by_display().lower()}.")
    return _at(person.name, address, person.pk)


def _at(name: str, typed: str, person_id: int | None = None) -> _Reached:
    try:
        return _Reached(name, checked_address(typed), person_id)
    except AddressRefused:
        return _Reached(name, why_not=NO_ADDRESS)


def _voice(kind: str, pk: int, of: str, did: str, since: datetime, node: Node | None, reached: _Reached) -> Voice:
    to_whom = (reached.name, reached.address, reached.person_id, reached.why_not)
    return Voice(kind, pk, of, did, since, node, *to_whom)


def _handed_in(line: Line, nodes: Nodes, speakers: Speakers) -> Iterator[Voice]:
    mine = Q(poster__programme=line.programme) | Q(conversation__programme=line.programme)
    for each in HandIn.objects.filter(mine).select_related("appointment__partnership__organisation").order_by("pk"):
        node = nodes.get(("poster", each.poster_id or 0)) or nodes.get(("conversation", each.conversation_id or 0))
        if node is None:
            continue
        did = "handed in" if node.kind == "poster" else "told us of"
        reached = _at(each.given_by or f"Whoever {did} {_titled(node)}", each.reached_by)
        if each.appointment is not None:
            did, reached = "", speakers(each.appointment.partnership)
        yield _voice("hand_in", each.pk, _titled(node), did, each.handed_in_at, node, reached)


def _fed_back(line: Line, nodes: Nodes, speakers: Speakers) -> Iterator[Voice]:
    rows = Feedback.objects.published().filter(programme=line.programme, said_at__isnull=False).order_by("pk")
    with_names = rows.select_related("consultation", "meeting", "said_by", "on_behalf_of__organisation")
    for each in with_names:
        node, where = nodes.get(("feedback", each.pk)), each.consultation or each.meeting
        if node is None or each.said_at is None:
            continue
        if each.on_behalf_of is not None:
            of, reached = f"What {each.on_behalf_of.organisation} said in “{where}”", speakers(each.on_behalf_of)
        elif each.said_by is not None:
            of, reached = f"What you said in “{where}”", _reached(each.said_by, each.said_by.email)
        else:
            continue
        yield _voice("feedback", each.pk, of, "", each.said_at, node, reached)


def _proposed(line: Line, nodes: Nodes, at: datetime) -> Iterator[Voice]:
    on = timezone.localdate(at)
    rows = Proposer.objects.filter(area__programme=line.programme, named_by_mistake=False, from_on__lte=on)
    rows = rows.filter(Q(until_on__isnull=True) | Q(until_on__gt=on)).order_by("pk")
    for each in rows.select_related("person", "took_over_from"):
        if node := nodes.get(("area", each.area_id)):
            took_over = each.took_over_from is not None and not each.took_over_from.named_by_mistake
            did = "took over" if took_over else "put forward"
            since = timezone.make_aware(datetime.combine(each.from_on, time.min))
            yield _voice("proposer", each.pk, _titled(node), did, since, node, _reached(each.person, each.person.email))


def _joined(line: Line, nodes: Nodes) -> Iterator[Voice]:
    rows = Commitment.objects.current().filter(programme=line.programme, person__isnull=False).order_by("pk")
    for each in rows.select_related("person", "source"):
        node = nodes.get(("area", each.area_id or 0))
        if each.person is None or (node is None and each.area_id is not None):
            continue
        said_at = each.source.said_at if hasattr(each, "source") else None
        since = said_at or timezone.make_aware(datetime.combine(each.made_on, time.min))
        # A pledge outside any plan leads to nothing but the account of the whole; its words are not repeated.
        of, did = (_titled(node), "joined") if node else ("What you said you would do", "")
        yield _voice("commitment", each.pk, of, did, since, node, _reached(each.person, each.person.email))


def _titled(node: Node) -> str:
    return f"{node.label}, “{node.title}”"
