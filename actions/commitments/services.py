"""What people say they will do: by the code on a sheet, or written down by the team; each once."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.audit import record
from accounts.models import User
from actions.areas.services import ANONYMOUS
from actions.models import ActionArea, Commitment, CommitmentChannel, CommitmentSheet, CommitmentSource
from actions.person_matching import find_or_add_person
from actions.records import emails
from actions.records.services.sending import give_record
from actions.verbs import Verb
from kit.lifecycle import publish, swap, withdraw
from kit.refusals import InvalidTransition, SubmittedDifferently
from kit.stale_edits import Snapshot
from programmes.models import Doing, Programme
from programmes.quiet_periods.checks import refuse_if_quiet

# No two of these are mistaken for each other when a code is typed from paper.
CODE_CHARACTERS = "23456789abcdefghjkmnpqrstuvwxyz"
CODE_LENGTH = 10


@dataclass(frozen=True)
class NewCommitment(Snapshot):
    """What somebody will do, who they are, how to reach them if they like, and whether the public may read the name."""

    what: str
    name: str
    email: str = ""
    telephone: str = ""
    may_name: bool = False


def open_sheets(programme: Programme, *, by: User, at: datetime) -> int:
    """Give a sheet to the programme, and to each action area that has none. Returns how many were made."""
    with transaction.atomic():
        refuse_if_quiet(programme.pk, Doing.OPENING, at=at)
        Programme.objects.select_for_update().get(pk=programme.pk)
        lacking: list[ActionArea | None] = list(programme.action_areas.filter(commitment_sheet=None).order_by("number"))
        if not CommitmentSheet.objects.filter(programme=programme, area=None).exists():
            lacking.append(None)
        for area in lacking:
            sheet = CommitmentSheet.objects.create(programme=programme, area=area, code=_new_code())
            record(Verb.OPENED, sheet, by=by, at=at, programme_id=programme.pk)
    return len(lacking)


def close_sheet(sheet: CommitmentSheet, *, by: User, at: datetime) -> CommitmentSheet:
    """Let nothing more be said by a sheet's code. Refuses with InvalidTransition if it is closed already."""
    with transaction.atomic():
        swap(sheet, CommitmentSheet.objects.open(), "This sheet is closed already.", closed_at=at, closed_by=by)
        record(Verb.CLOSED, sheet, by=by, at=at, programme_id=sheet.programme_id)
    return sheet


def reopen_sheet(sheet: CommitmentSheet, *, by: User, at: datetime) -> CommitmentSheet:
    """Let a sheet's code be used again. Refuses with InvalidTransition if it is open."""
    with transaction.atomic():
        refuse_if_quiet(sheet.programme_id, Doing.OPENING, at=at)
        closed = CommitmentSheet.objects.filter(closed_at__isnull=False)
        swap(sheet, closed, "This sheet is open already.", closed_at=None, closed_by=None)
        record(Verb.REOPENED, sheet, by=by, at=at, programme_id=sheet.programme_id)
    return sheet


def make_commitment(
    sheet: CommitmentSheet,
    *,
    key: UUID,
    details: NewCommitment,
    told_at_once: bool = True,
    by: User | None = None,
    at: datetime,
) -> Commitment:
    """Take in what somebody says by a sheet's code. The team alone sees it until it is published.

    Who gives an e-mail address is sent the link by which they can put it right: the first time, and not again. Where
    the address was written to often enough (`told_at_once` False), one letter has the links of all, later.

    The same form sent twice is one commitment. Refuses with SubmittedDifferently when it says something else than
    before, and with InvalidTransition when the sheet is closed.
    """
    if (known := _taken_in(sheet.programme, sheet.area, key, details, CommitmentChannel.SHEET)) is not None:
        return known
    with transaction.atomic():
        # Held: nothing slips in while somebody closes it.
        if not CommitmentSheet.objects.open().select_for_update().filter(pk=sheet.pk).exists():
            raise InvalidTransition("This sheet is closed.")
        commitment = _take_in(
            sheet.programme, sheet.area, key=key, details=details, channel=CommitmentChannel.SHEET, by=by, at=at
        )
        if details.email and commitment.person:
            tell = emails.give_record_link if told_at_once else emails.give_links_together
            tell(give_record(sheet.programme, commitment.person, by=by, at=at), at=at)
        return commitment


def enter_commitment(
    programme: Programme,
    *,
    area: ActionArea | None,
    key: UUID,
    details: NewCommitment,
    channel: str,
    by: User,
    at: datetime,
) -> Commitment:
    """Write down what somebody said on paper or told the team; `by` is who enters it. The same form twice is one.

    Refuses with SubmittedDifferently when the form was sent before with other words.
    """
    if (known := _taken_in(programme, area, key, details, channel)) is not None:
        return known
    return _take_in(programme, area, key=key, details=details, channel=channel, by=by, at=at)


def publish_commitment(commitment: Commitment, *, by: User, at: datetime) -> Commitment:
    """Let the public read a commitment. Refuses with InvalidTransition if it is public already, or was taken back."""
    refusal = "This is public already, or whoever said it has taken it back."
    with transaction.atomic():
        refuse_if_quiet(commitment.programme_id, Doing.PUBLISHING, at=at)
        publish(commitment, among=Commitment.objects.current(), refusal=refusal, by=by, at=at)
        record(Verb.PUBLISHED, commitment, by=by, at=at, programme_id=commitment.programme_id)
    return commitment


def withdraw_commitment(commitment: Commitment, *, by: User, at: datetime) -> Commitment:
    """Take a commitment back from the public. Refuses with InvalidTransition if it is not public."""
    with transaction.atomic():
        withdraw(commitment)
        record(Verb.WITHDRAWN, commitment, by=by, at=at, programme_id=commitment.programme_id)
    return commitment


def _take_in(
    programme: Programme,
    area: ActionArea | None,
    *,
    key: UUID,
    details: NewCommitment,
    channel: str,
    by: User | None,
    at: datetime,
) -> Commitment:
    try:
        with transaction.atomic():
            commitment = Commitment.objects.create(
                programme=programme,
                area=area,
                person=find_or_add_person(
                    programme, name=details.name, email=details.email, telephone=details.telephone
                ),
                public_name=details.name if details.may_name else ANONYMOUS,
                what=details.what,
                made_on=timezone.localdate(at),
            )
            how = {"channel": channel, "said_at": at, "entered_by": by, "may_name": details.may_name}
            CommitmentSource.objects.create(key=key, commitment=commitment, version=details.version(), **how)
            record(Verb.ADDED, commitment, by=by, at=at, programme_id=programme.pk, channel=str(channel))
    except IntegrityError:
        # Pressed twice at the same moment: whoever was second finds what the first has stored.
        if (known := _taken_in(programme, area, key, details, channel)) is not None:
            return known
        raise
    return commitment


def _taken_in(
    programme: Programme, area: ActionArea | None, key: UUID, details: NewCommitment, channel: str
) -> Commitment | None:
    """Return what came by the form of this key before; refuse with SubmittedDifferently what is not what it said."""
    forms = CommitmentSource.objects.select_related("commitment__person").filter(commitment__programme=programme)
    known = forms.filter(key=key).first()
    said = (details.version(), area.pk if area else None, channel)
    if known is not None and (known.version, known.commitment.area_id, known.channel) != said:
        raise SubmittedDifferently
    return known.commitment if known else None


def _new_code() -> str:
    return "".join(secrets.choice(CODE_CHARACTERS) for _ in range(CODE_LENGTH))
