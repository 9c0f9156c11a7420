"""Who would be asked in a round and why, and who would not be and why not: the same list for preview and opening."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from hashlib import sha256

from django.utils import timezone

from actions.models import FollowUp, FollowUpRound, ProgressUpdate, Proposer, Standing
from kit.days import day
from kit.lists import grouped
from stakeholders.contact_channels import wants_email

FINISHED = {Standing.DONE, Standing.STOPPED}


@dataclass(frozen=True)
class Recipient:
    """One person and one action area, with the reason why they are (or are not) asked about it."""

    proposer: Proposer
    why: str

    @property
    def names(self) -> str:
        """Who it is, and about what."""
        return f"{self.proposer.area} {self.proposer.person}"


@dataclass
class RoundRecipients:
    """Everybody whom a round concerns, by how they are asked."""

    by_email: list[Recipient] = field(default_factory=list)
    by_telephone: list[Recipient] = field(default_factory=list)
    not_asked: list[Recipient] = field(default_factory=list)

    @property
    def asked(self) -> list[Recipient]:
        """Everybody who is asked, in whatever way."""
        return self.by_email + self.by_telephone

    @property
    def everybody(self) -> list[tuple[str, Recipient]]:
        """Everybody whom it concerns, each with the name of the list they are in, one list after the other."""
        return grouped(by_email=self.by_email, by_telephone=self.by_telephone, not_asked=self.not_asked)

    @property
    def fingerprint(self) -> str:
        """Tells whether the list is still the one that somebody saw and confirmed."""
        names = [f"{each.proposer.pk} {each.proposer.person.name} {each.proposer.person.email}" for each in self.asked]
        return sha256("\n".join(names).encode()).hexdigest()[:16]


def round_recipients(round: FollowUpRound, at: datetime) -> RoundRecipients:
    """Return who is asked in `round` when it is opened at `at`. Three queries, however many people."""
    on = timezone.localdate(at)
    standings = dict(
        ProgressUpdate.objects.published()
        .filter(area__programme_id=round.programme_id)
        .in_order_given()
        .values_list("area_id", "standing")
    )
    earlier = FollowUp.objects.filter(round__programme_id=round.programme_id, round__number__lt=round.number)
    last = {each.proposer_id: each for each in earlier.select_related("round").order_by("round__number")}
    proposers = (
        Proposer.objects.filter(area__programme_id=round.programme_id)
        .select_related("area", "person", "took_over_from", "successor")
        .order_by("area__number", "pk")
    )
    recipients = RoundRecipients()
    for proposer in proposers:
        if why_not := reason_not_to_ask(proposer, standings.get(proposer.area_id), on):
            recipients.not_asked.append(Recipient(proposer, why_not))
        elif wants_email(proposer.person):
            recipients.by_email.append(Recipient(proposer, reason_to_ask(proposer, last.get(proposer.pk))))
        else:
            recipients.by_telephone.append(Recipient(proposer, reason_to_ask(proposer, last.get(proposer.pk))))
    return recipients


def reason_not_to_ask(proposer: Proposer, standing: str | None, on: date) -> str:
    """Return why this proposer is not asked on that day, or an empty string."""
    if proposer.area.published_at is None:
        return "This is not published yet."
    if proposer.named_by_mistake:
        return "Was named by mistake; it is somebody else’s."
    if proposer.until_on is not None and proposer.has_left(on):
        successor = getattr(proposer, "successor", None)
        ending = f"{successor.public_name} took it over." if successor else "Nobody has taken it over yet."
        return f"Has moved on ({day(proposer.until_on)}). {ending}"
    if proposer.from_on > on:
        return f"Takes it on only on {day(proposer.from_on)}."
    if standing in FINISHED:
        return f"The latest word on it is “{Standing(standing).label}”."
    return ""


def reason_not_to_ask_successor(proposer: Proposer, round: FollowUpRound | None, on: date) -> str:
    """Return why whoever takes over from a proposer on that day is not asked in the open round, or an empty string."""
    if round is None:
        return "No round is open."
    if on > round.answer_by_on:
        return f"The last day of {round.name} has passed ({day(round.answer_by_on)})."
    if round.follow_ups.filter(proposer=proposer, status=FollowUp.Status.ANSWERED).exists():
        return f"{proposer.public_name} has answered in {round.name}."
    told = ProgressUpdate.objects.published().filter(area=proposer.area)
    standing = told.in_order_given().values_list("standing", flat=True).last()
    return reason_not_to_ask(Proposer(area=proposer.area, from_on=first_day_of_successor(proposer, on)), standing, on)


def first_day_of_successor(proposer: Proposer, on: date) -> date:
    """Return from when it belongs to whoever takes it over on a day.

    Whoever comes in the place of somebody named by mistake has had it all along.
    """
    return proposer.from_on if proposer.named_by_mistake else max(on, proposer.from_on)


def reason_to_ask(proposer: Proposer, last: FollowUp | None) -> str:
    """Return why this proposer is asked, and what came of asking the last time."""
    if proposer.took_over_from is None or proposer.took_over_from.named_by_mistake:
        why = f"Put it forward on {day(proposer.from_on)}."
    else:
        why = f"Took it over from {proposer.took_over_from.public_name} on {day(proposer.from_on)}."
    return why if last is None else f"{why} {last.round.name}: {last.get_status_display().lower()}."
