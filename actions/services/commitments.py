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
from actions import emails
from actions.models import ActionArea, Commitment, SaidBy, Saying, Sheet
from actions.people import person_called
from actions.services.areas import SOMEBODY
from actions.services.records import give_record
from kit.refusals import InvalidTransition, Refused
from programmes.models import Programme

# No two of these are mistaken for each other when a code is typed from paper.
LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"
LONG = 10


class SheetClosed(Refused):
    """Nothing can be said by this sheet's code any more."""


class SaidAlready(Refused):
    """Something else was said with this form."""


@dataclass(frozen=True)
class Said:
    """What somebody will do, who they are, how to reach them if they like, and whether the public may read the name."""

    what: str
    name: str
    email: str = ""
    telephone: str = ""
    may_name: bool = False


def open_sheets(programme: Programme, *, by: User, at: datetime) -> int:
    """Give a sheet to the programme, and to each action area that has none. Returns how many were made."""
    with transaction.atomic():
        Programme.objects.select_for_update().get(pk=programme.pk)
        lacking: list[ActionArea | None] = list(programme.action_areas.filter(sheet=None).order_by("number"))
        if not Sheet.objects.filter(programme=programme, area=None).exists():
            lacking.append(None)
        for area in lacking:
            sheet = Sheet.objects.create(programme=programme, area=area, code=_new_code())
            record("opened", sheet, by=by, at=at, programme_id=programme.pk)
    return len(lacking)


def close_sheet(sheet: Sheet, *, by: User, at: datetime) -> Sheet:
    """Let nothing more be said by a sheet's code. Refuses with InvalidTransition if it is closed already."""
    with transaction.atomic():
        if not Sheet.objects.filter(pk=sheet.pk, closed_at=None).update(closed_at=at, closed_by=by):
            raise InvalidTransition("This sheet is closed already.")
        record("closed", sheet, by=by, at=at, programme_id=sheet.programme_id)
    return sheet


def reopen_sheet(sheet: Sheet, *, by: User, at: datetime) -> Sheet:
    """Let a sheet's code be used again. Refuses with InvalidTransition if it is open."""
    with transaction.atomic():
        if not Sheet.objects.filter(pk=sheet.pk, closed_at__isnull=False).update(closed_at=None, closed_by=None):
            raise InvalidTransition("This sheet is open already.")
        record("reopened", sheet, by=by, at=at, programme_id=sheet.programme_id)
    return sheet


def say_by_sheet(sheet: Sheet, *, key: UUID, said: Said, by: User | None = None, at: datetime) -> Commitment:
    """Take in what somebody says by a sheet's code. The team alone sees it until it is published.

    Who gives an e-mail address is sent the link by which they can put it right: the first time, and not again.

    The same form sent twice is one commitment. Raises SaidAlready when it says something else than before, and
    SheetClosed when the sheet is closed.
    """
    if (known := _said(sheet.programme, key)) is not None:
        return _the_same(known, said)
    with transaction.atomic():
        # Held: nothing slips in while somebody closes it.
        if not Sheet.objects.open().select_for_update().filter(pk=sheet.pk).exists():
            raise SheetClosed("This sheet is closed.")
        commitment = _take_in(sheet.programme, sheet.area, key=key, said=said, said_by=SaidBy.SHEET, by=by, at=at)
        if said.email and commitment.person:
            emails.give_record_link(give_record(sheet.programme, commitment.person, by=by, at=at), at=at)
        return commitment


def enter_commitment(
    programme: Programme, *, area: ActionArea | None, key: UUID, said: Said, said_by: str, by: User, at: datetime
) -> Commitment:
    """Write down what somebody said on paper or told the team; `by` is who enters it. The same form twice is one.

    Raises SaidAlready when the form was sent with other words.
    """
    if (known := _said(programme, key)) is not None:
        return _the_same(known, said)
    return _take_in(programme, area, key=key, said=said, said_by=said_by, by=by, at=at)


def _take_in(
    programme: Programme,
    area: ActionArea | None,
    *,
    key: UUID,
    said: Said,
    said_by: str,
    by: User | None,
    at: datetime,
) -> Commitment:
    try:
        with transaction.atomic():
            commitment = Commitment.objects.create(
                programme=programme,
                area=area,
                person=person_called(programme, name=said.name, email=said.email, telephone=said.telephone),
                public_name=said.name if said.may_name else SOMEBODY,
                what=said.what,
                made_on=timezone.localdate(at),
            )
            Saying.objects.create(
                key=key, commitment=commitment, said_by=said_by, said_at=at, entered_by=by, may_name=said.may_name
            )
            record("said", commitment, by=by, at=at, programme_id=programme.pk, way=str(said_by))
    except IntegrityError:
        # Pressed twice at the same moment: whoever was second finds what the first has stored.
        if (known := _said(programme, key)) is not None:
            return _the_same(known, said)
        raise
    return commitment


def _said(programme: Programme, key: UUID) -> Saying | None:
    found = Saying.objects.select_related("commitment__person")
    return found.filter(key=key, commitment__programme=programme).first()


def _the_same(known: Saying, said: Said) -> Commitment:
    commitment = known.commitment
    name = commitment.person.name if commitment.person else ""
    if (commitment.what, name.casefold(), known.may_name) != (said.what, said.name.casefold(), said.may_name):
        raise SaidAlready("This form has been sent already, with other words.")
    return commitment


def _new_code() -> str:
    return "".join(secrets.choice(LETTERS) for _ in range(LONG))
