"""Who said, proposed or joined what in a programme, when, and how they are reached: whoever may want a digest."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
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
from programmes.models import Programme
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

    `programme` is the key of theirs, `title` what their contribution is called, `deed` what they did with it ("handed
    in"; blank where the title says it), `node` where it hangs on the line (None: nowhere).
    """

    programme: int
    contribution: Contribution
    title: str
    deed: str
    since: datetime
    node: Node | None
    recipient: Recipient


def contributors_of(lines: Collection[Line], at: datetime) -> list[Contributor]:
    """Return every contributor at a moment, as far as what they said is public.

    Five queries, however many there are, and of however many programmes.
    """
    programmes = [line.programme for line in lines]
    speakers = _speakers(programmes, at)
    nodes = {(node.kind, node.obj.pk): node for line in lines for node in [*line.said, *line.areas]}
    return [
        *_hand_ins(programmes, nodes, speakers),
        *_feedback(programmes, nodes, speakers),
        *_proposers(programmes, nodes, at),
        *_commitments(programmes, nodes),
    ]


Programmes = Collection[Programme]
Nodes = dict[tuple[str, int], Node]
Speakers = Callable[[Partnership], Recipient]


def _speakers(programmes: Programmes, at: datetime) -> Speakers:
    """Return who is told of what an organisation said: whoever speaks for it now, whoever spoke then."""
    current = Appointment.objects.current(at).filter(partnership__programme__in=programmes)
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


def _hand_ins(programmes: Programmes, nodes: Nodes, speakers: Speakers) -> Iterator[Contributor]:
    mine = Q(poster__programme__in=programmes) | Q(conversation__programme__in=programmes)
    for each in HandIn.objects.filter(mine).select_related("appointment__partnership__organisation").order_by("pk"):
        node = nodes.get(("poster", each.poster_id or 0)) or nodes.get(("conversation", each.conversation_id or 0))
        if node is None:
            continue
        deed = "handed in" if node.kind == "poster" else "told us of"
        recipient = _at(each.contact_details, each.contact_name or f"Whoever {deed} {_titled(node)}")
        if each.appointment is not None:
            deed, recipient = "", speakers(each.appointment.partnership)
        contribution = Contribution("hand_in", each.pk)
        programme = node.programme.pk
        yield Contributor(programme, contribution, _titled(node), deed, each.handed_in_at, node, recipient)


def _feedback(programmes: Programmes, nodes: Nodes, speakers: Speakers) -> Iterator[Contributor]:
    rows = Feedback.objects.published().filter(programme__in=programmes, said_at__isnull=False).order_by("pk")
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
        contribution = Contribution("feedback", each.pk)
        yield Contributor(each.programme_id, contribution, title, "", each.said_at, node, recipient)


def _proposers(programmes: Programmes, nodes: Nodes, at: datetime) -> Iterator[Contributor]:
    on = timezone.localdate(at)
    rows = Proposer.objects.filter(area__programme__in=programmes, named_by_mistake=False, from_on__lte=on)
    for each in rows.current(on).order_by("pk").select_related("person__user", "took_over_from"):
        if node := nodes.get(("area", each.area_id)):
            took_over = each.took_over_from is not None and not each.took_over_from.named_by_mistake
            deed = "took over" if took_over else "put forward"
            since = beginning_of(each.from_on)
            recipient = _person(each.person)
            contribution, programme = Contribution("proposer", each.pk), node.programme.pk
            yield Contributor(programme, contribution, _titled(node), deed, since, node, recipient)


def _commitments(programmes: Programmes, nodes: Nodes) -> Iterator[Contributor]:
    rows = Commitment.objects.current().filter(programme__in=programmes, person__isnull=False).order_by("pk")
    for each in rows.select_related("person__user", "source"):
        node = nodes.get(("area", each.area_id or 0))
        if each.person is None or (node is None and each.area_id is not None):
            continue
        said_at = each.source.said_at if hasattr(each, "source") else None
        since = said_at or beginning_of(each.made_on)
        # A pledge outside any plan leads to nothing but the account of the whole; its words are not repeated.
        title, deed = (_titled(node), "joined") if node else ("What you said you would do", "")
        recipient = _person(each.person)
        contribution = Contribution("commitment", each.pk)
        yield Contributor(each.programme_id, contribution, title, deed, since, node, recipient)


def _titled(node: Node) -> str:
    return f"{node.label}, “{node.title}”"
