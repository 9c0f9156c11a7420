"""Who said, proposed or joined what in a programme, when, and how they are reached: whoever may want a digest."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from actions.models import Commitment, Proposer
from consultations.models import Feedback, HandIn
from digests.models import Contribution
from kit.days import beginning_of
from line.graph import Line
from line.nodes import Node
from stakeholders.addresses import AddressRefused, checked_address
from stakeholders.models import Appointment, ContactBy, Partnership, Person

NO_ADDRESS = "There is no e-mail address."


@dataclass(frozen=True)
class Recipient:
    """Whom to write to; with `unreachable_because` there is nobody to write to, and no address."""

    name: str
    address: str = ""
    person_id: int | None = None
    unreachable_because: str = ""


@dataclass(frozen=True)
class Contributor:
    """One person or body that said, proposed or joined one thing, with whoever is to be told what came of it.

    `title` is what their contribution is called, `deed` what they did with it ("handed in"; blank where the title says
    it), `node` where it hangs on the line (None: nowhere).
    """

    contribution: Contribution
    title: str
    deed: str
    since: datetime
    node: Node | None
    recipient: Recipient


def contributors_of(line: Line, at: datetime) -> list[Contributor]:
    """Return every contributor at a moment, as far as what they said is public. Five queries, however many."""
    speakers = _speakers(line, at)
    nodes = {(node.kind, node.obj.pk): node for node in [*line.said, *line.areas]}
    return [
        *_hand_ins(line, nodes, speakers),
        *_feedback(line, nodes, speakers),
        *_proposers(line, nodes, at),
        *_commitments(line, nodes),
    ]


Nodes = dict[tuple[str, int], Node]
Speakers = Callable[[Partnership], Recipient]


def _speakers(line: Line, at: datetime) -> Speakers:
    """Return who is told of what an organisation said: whoever speaks for it now, whoever spoke then."""
    current = Appointment.objects.current(at).filter(partnership__programme=line.programme)
    by_partnership = {each.partnership_id: each for each in current.select_related("person__user")}

    def speaker(partnership: Partnership) -> Recipient:
        appointment = by_partnership.get(partnership.merged_into_id or partnership.pk)
        if appointment is None:
            return Recipient(str(partnership.organisation), unreachable_because="Nobody speaks for it now.")
        return _person(appointment.person)

    return speaker


def _person(person: Person) -> Recipient:
    if person.contact_by != ContactBy.EMAIL:
        preferred = person.get_contact_by_display().lower()
        return Recipient(person.name, unreachable_because=f"Would like to hear by {preferred}.")
    return _at(person.address, person.name, person.pk)


def _at(typed: str, name: str, person_id: int | None = None) -> Recipient:
    try:
        return Recipient(name, checked_address(typed), person_id)
    except AddressRefused:
        return Recipient(name, unreachable_because=NO_ADDRESS)


def _hand_ins(line: Line, nodes: Nodes, speakers: Speakers) -> Iterator[Contributor]:
    mine = Q(poster__programme=line.programme) | Q(conversation__programme=line.programme)
    for each in HandIn.objects.filter(mine).select_related("appointment__partnership__organisation").order_by("pk"):
        node = nodes.get(("poster", each.poster_id or 0)) or nodes.get(("conversation", each.conversation_id or 0))
        if node is None:
            continue
        deed = "handed in" if node.kind == "poster" else "told us of"
        recipient = _at(each.contact_details, each.contact_name or f"Whoever {deed} {_titled(node)}")
        if each.appointment is not None:
            deed, recipient = "", speakers(each.appointment.partnership)
        contribution = Contribution("hand_in", each.pk)
        yield Contributor(contribution, _titled(node), deed, each.handed_in_at, node, recipient)


def _feedback(line: Line, nodes: Nodes, speakers: Speakers) -> Iterator[Contributor]:
    rows = Feedback.objects.published().filter(programme=line.programme, said_at__isnull=False).order_by("pk")
    with_names = rows.select_related("consultation", "meeting", "said_by__user", "on_behalf_of__organisation")
    for each in with_names:
        node, where = nodes.get(("feedback", each.pk)), each.consultation or each.meeting
        if node is None or each.said_at is None:
            continue
        if each.on_behalf_of is not None:
            title, recipient = f"What {each.on_behalf_of.organisation} said in “{where}”", speakers(each.on_behalf_of)
        elif each.said_by is not None:
            title, recipient = f"What you said in “{where}”", _person(each.said_by)
        else:
            continue
        yield Contributor(Contribution("feedback", each.pk), title, "", each.said_at, node, recipient)


def _proposers(line: Line, nodes: Nodes, at: datetime) -> Iterator[Contributor]:
    on = timezone.localdate(at)
    rows = Proposer.objects.filter(area__programme=line.programme, named_by_mistake=False, from_on__lte=on)
    for each in rows.current(on).order_by("pk").select_related("person__user", "took_over_from"):
        if node := nodes.get(("area", each.area_id)):
            took_over = each.took_over_from is not None and not each.took_over_from.named_by_mistake
            deed = "took over" if took_over else "put forward"
            since = beginning_of(each.from_on)
            recipient = _person(each.person)
            yield Contributor(Contribution("proposer", each.pk), _titled(node), deed, since, node, recipient)


def _commitments(line: Line, nodes: Nodes) -> Iterator[Contributor]:
    rows = Commitment.objects.current().filter(programme=line.programme, person__isnull=False).order_by("pk")
    for each in rows.select_related("person__user", "source"):
        node = nodes.get(("area", each.area_id or 0))
        if each.person is None or (node is None and each.area_id is not None):
            continue
        said_at = each.source.said_at if hasattr(each, "source") else None
        since = said_at or beginning_of(each.made_on)
        # A pledge outside any plan leads to nothing but the account of the whole; its words are not repeated.
        title, deed = (_titled(node), "joined") if node else ("What you said you would do", "")
        recipient = _person(each.person)
        yield Contributor(Contribution("commitment", each.pk), title, deed, since, node, recipient)


def _titled(node: Node) -> str:
    return f"{node.label}, “{node.title}”"
