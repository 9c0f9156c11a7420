"""What each person said they would do, as their record: what it says, who gets it how and why, what has changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from functools import cached_property
from hashlib import sha256
from typing import Any

from django.db.models import Q
from django.utils import timezone

from actions.models import (
    ActionArea,
    Commitment,
    Correction,
    PersonalRecord,
    Proposer,
    RecordChannel,
    RecordSending,
    Step,
)
from kit.days import day
from kit.folds import identity
from kit.lists import grouped
from kit.stale_edits import Snapshot
from programmes.models import Programme
from stakeholders.contact_channels import wants_email
from stakeholders.models import Person


@dataclass(frozen=True)
class TextSnapshot(Snapshot):
    """The words of one thing in a record, or a name: how one window knows that another has written."""

    text: str


@dataclass(frozen=True)
class RecordItem:
    """A commitment, or a step that names somebody, with the words that are with the team, if there are any."""

    subject: Commitment | Step
    unsettled: Correction | None = None

    @property
    def words(self) -> str:
        """What it says as whoever said it last put it."""
        return self.unsettled.after if self.unsettled else self.subject.what


@dataclass
class RecordContent:
    """All that one person said they would do in one programme; no row and no sending before it is first sent."""

    person: Person
    put_forward: list[Proposer] = field(default_factory=list)
    plans: list[Step] = field(default_factory=list)
    commitments: list[RecordItem] = field(default_factory=list)
    steps: list[RecordItem] = field(default_factory=list)
    unsettled_name: Correction | None = None
    personal_record: PersonalRecord | None = None
    last_sending: RecordSending | None = None

    @property
    def name(self) -> str:
        """What they are called, as they last put it."""
        return self.unsettled_name.after if self.unsettled_name else self.person.name

    @property
    def joins(self) -> list[RecordItem]:
        """What they will do in something that was taken on."""
        return [each for each in self.commitments if not each.subject.is_ad_hoc]  # type: ignore[union-attr]

    @property
    def pledges(self) -> list[RecordItem]:
        """What they will do outside any plan."""
        return [each for each in self.commitments if each.subject.is_ad_hoc]  # type: ignore[union-attr]

    @cached_property
    def content(self) -> dict[str, Any]:
        """The record as it is sent and kept: the name, and parts, each a heading and its lines."""
        parts: list[list[Any]] = [
            ["What you put forward", [str(each.area) for each in self.put_forward]],
            ["What you joined", [f"“{each.subject.area}”: {_line(each)}" for each in self.joins]],
            ["Your steps", [f"“{each.subject.area}”: {_line(each)}" for each in self.steps]],
            ["Your own pledges", [_line(each) for each in self.pledges]],
        ]
        for area, steps in _by_area(self.plans).items():
            planned = [f"{_flat(step.what)} ({_flat(step.who)}, {_flat(step.by_text)})" for step in steps]
            parts.append([f"The plan of “{area}”", planned])
        return {"name": self.name, "parts": [part for part in parts if part[1]]}

    @property
    def channel(self) -> RecordChannel | None:
        """How it reaches them; None where nobody has told us any way."""
        if wants_email(self.person):
            return RecordChannel.EMAIL
        return RecordChannel.LETTER if self.person.postal_address or self.person.telephone else None

    @property
    def is_due(self) -> bool:
        """Whether it was never sent, or says something else since."""
        return bool(self.content["parts"]) and (self.last_sending is None or self.last_sending.content != self.content)

    @property
    def why(self) -> str:
        """Why they get it now: what is in it, or what has changed since it went."""
        if self.last_sending is None:
            counted = {
                "put forward": len(self.put_forward),
                "joined": len(self.joins),
                "steps": len(self.steps),
                "pledges": len(self.pledges),
            }
            return "Not sent yet; " + ", ".join(f"{name}: {count}" for name, count in counted.items() if count) + "."
        then, now = _lines(self.last_sending.content), _lines(self.content)
        changes = [f"{len(now - then)} new or changed" if now - then else "", "some taken out" if then - now else ""]
        since = " and ".join(filter(None, changes)) or "their name is changed"
        return f"Sent on {day(timezone.localdate(self.last_sending.sent_at))}; since then {since}."


@dataclass
class RecordRecipients:
    """Everybody who has a record in a programme, by what happens to it when records are sent now."""

    by_email: list[RecordContent] = field(default_factory=list)
    by_letter: list[RecordContent] = field(default_factory=list)
    not_reached: list[RecordContent] = field(default_factory=list)
    unchanged: list[RecordContent] = field(default_factory=list)

    @property
    def due(self) -> list[RecordContent]:
        """Everybody to whom it goes."""
        return self.by_email + self.by_letter

    @property
    def everybody(self) -> list[tuple[str, RecordContent]]:
        """Everybody with the name of the list they are in, one list after the other."""
        return grouped(**{each.name: getattr(self, each.name) for each in fields(self)})

    @property
    def fingerprint(self) -> str:
        """Tells whether what would go is still what somebody saw and confirmed."""
        seen = [f"{each.person.pk} {each.person.email} {each.channel} {each.content}" for each in self.due]
        return sha256("\n".join(seen).encode()).hexdigest()[:16]


def record_recipients(programme: Programme) -> RecordRecipients:
    """Return who gets their record when records are sent now, and who does not. Six queries, however many people."""
    recipients = RecordRecipients()
    for each in record_contents(programme):
        if each.last_sending is not None and not each.is_due:
            recipients.unchanged.append(each)
        elif each.channel is None:
            recipients.not_reached.append(each)
        elif each.is_due:
            (recipients.by_email if each.channel == RecordChannel.EMAIL else recipients.by_letter).append(each)
    return recipients


def record_content(personal_record: PersonalRecord) -> RecordContent:
    """Return the record of one person; an empty one where they have taken everything back."""
    found = {
        each.person.pk: each for each in record_contents(personal_record.programme, Q(person=personal_record.person_id))
    }
    if personal_record.person_id in found:
        return found[personal_record.person_id]
    names = Correction.objects.unsettled().filter(record=personal_record, kind=Correction.Kind.NAME)
    return RecordContent(personal_record.person, personal_record=personal_record, unsettled_name=names.first())


def record_contents(programme: Programme, whose: Q | None = None) -> list[RecordContent]:
    """Return the records of a programme by the people's names. `whose` chooses among what has a `person`."""
    whose = whose or Q(person__isnull=False)
    commitments = programme.commitments.current().filter(whose).select_related("person", "area").order_by("pk")
    proposers = Proposer.objects.filter(whose, area__programme=programme, until_on=None, named_by_mistake=False)
    rows = {personal_record.person_id: personal_record for personal_record in programme.personal_records.filter(whose)}
    sendings = RecordSending.objects.filter(record__in=rows.values()).order_by("number")
    last = {sending.record_id: sending for sending in sendings}
    asked = Correction.objects.unsettled().filter(record__programme=programme)
    waiting = {(each.kind, each.commitment_id, each.step_id, _of_name(each)): each for each in asked}
    records: dict[int, RecordContent] = {}
    names: dict[tuple[int, str], set[int]] = defaultdict(set)
    put_forward: dict[int, set[int]] = defaultdict(set)

    def record_for(person: Person) -> RecordContent:
        personal_record = rows.get(person.pk)
        name = waiting.get(("name", None, None, personal_record.pk)) if personal_record else None
        new = RecordContent(
            person,
            personal_record=personal_record,
            last_sending=last.get(personal_record.pk) if personal_record else None,
            unsettled_name=name,
        )
        return records.setdefault(person.pk, new)

    for proposer in proposers.select_related("person", "area").order_by("area__number", "pk"):
        record_for(proposer.person).put_forward.append(proposer)
        put_forward[proposer.area_id].add(proposer.person_id)
        for name in (proposer.person.name, proposer.public_name):
            names[proposer.area_id, identity(name)].add(proposer.person_id)
    for each in commitments:
        assert each.person is not None
        mine = record_for(each.person)
        mine.commitments.append(RecordItem(each, waiting.get(("words", each.pk, None, None))))
        if each.area_id:
            names[each.area_id, identity(each.person.name)].add(each.person.pk)
    steps = Step.objects.filter(area__programme=programme).select_related("area").order_by("area__number", "position")
    for step in steps:
        theirs = names[step.area_id, identity(step.who)]
        for pk in theirs:
            records[pk].steps.append(RecordItem(step, waiting.get(("words", None, step.pk, None))))
        for pk in put_forward[step.area_id] - theirs:
            records[pk].plans.append(step)
    return sorted(records.values(), key=lambda each: (each.person.name.casefold(), each.person.pk))


def _of_name(correction: Correction) -> int | None:
    return correction.record_id if correction.kind == Correction.Kind.NAME else None


def _line(kept: RecordItem) -> str:
    subject = kept.subject
    when = subject.by_text if isinstance(subject, Step) else f"said on {day(subject.made_on)}"
    return f"{_flat(kept.words)} ({_flat(when)})"


def _lines(content: dict[str, Any]) -> set[tuple[str, str]]:
    return {(heading, line) for heading, lines in content["parts"] for line in lines}


def _by_area(steps: Iterable[Step]) -> dict[ActionArea, list[Step]]:
    found: dict[ActionArea, list[Step]] = defaultdict(list)
    for step in steps:
        found[step.area].append(step)
    return found


def _flat(text: str) -> str:
    """Return words on one line, as a list of them needs."""
    return " ".join(text.split())
