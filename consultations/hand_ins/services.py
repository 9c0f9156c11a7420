"""When something can be handed in; and who did: forgotten in the end."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.audit import before, record
from accounts.models import User
from consultations.hand_ins.models import HandIn, PosterCall
from consultations.posters.models import Poster
from consultations.verbs import Verb
from kit.refusals import Refused
from kit.windows import clock_at
from programmes.models import Programme
from programmes.quiet_periods.checks import refuse_opening_if_quiet


def set_poster_call(
    programme: Programme,
    *,
    introduction: str,
    starts_at: datetime | None,
    ends_at: datetime | None,
    by: User,
    at: datetime,
) -> PosterCall:
    """Say from when until when anybody may hand in a poster or tell of a conversation.

    No beginning means not yet, and no end until further notice. Refuses when it would end before it begins, or open in
    a quiet period.
    """
    if ends_at is not None and (starts_at is None or ends_at <= starts_at):
        raise Refused("It must end after it begins.")
    with transaction.atomic():
        window = {"starts_at": starts_at, "ends_at": ends_at}
        earlier = PosterCall.objects.filter(programme=programme).first()
        was = before(earlier, window) if earlier else None
        stood = earlier.clock(at) if earlier else None
        refuse_opening_if_quiet(programme.pk, starts_at, was=stood, now=clock_at(starts_at, ends_at, at), at=at)
        call, _ = PosterCall.objects.update_or_create(
            programme=programme, defaults={"introduction": introduction} | window
        )
        moments = {name: moment.isoformat() for name, moment in window.items() if moment}
        record(Verb.WINDOW_SET, call, by=by, at=at, programme_id=programme.pk, **moments, was=was)
    return call


def forget_contact(hand_in: HandIn, *, by: User | None, at: datetime) -> bool:
    """Forget who handed something in, how to reach them, and at whose word a poster was withdrawn.

    The words of a conversation as they were sent, before names were taken out, are forgotten too. What was handed in,
    when, and that its group agreed, stay. Returns False where nobody was known.
    """
    thing = hand_in.thing
    with transaction.atomic():
        if not HandIn.objects.naming_somebody().filter(pk=hand_in.pk).exists():
            return False
        HandIn.objects.filter(pk=hand_in.pk).update(contact_name="", contact_details="", as_sent="", fingerprint="")
        Poster.objects.filter(hand_in=hand_in).update(withdrawal_reason="")
        record(Verb.CONTACT_FORGOTTEN, thing, by=by, at=at, programme_id=thing.programme_id)
    hand_in.refresh_from_db()
    return True
