"""When a consultation is open."""

from datetime import datetime

from django.db import models, transaction

from accounts.audit import record
from accounts.models import User
from consultations.models import Consultation
from kit.refusals import InvalidTransition, Refused
from kit.windows import HOUR, beginning_of_hour, refuse_off


def open_consultation(
    consultation: Consultation, *, by: User, at: datetime, ends_at: datetime | None = None
) -> Consultation:
    """Open a consultation now, until `ends_at` (None: as planned); it counts as open since the hour began.

    Refuses an end that is not on the hour, and raises InvalidTransition when it began already.
    """
    refuse_off(HOUR, ends_at, field="ends_at")
    return _set(
        consultation,
        "opened",
        Consultation.objects.upcoming(at),
        "This consultation has begun already.",
        by=by,
        at=at,
        starts_at=beginning_of_hour(at),
        ends_at=ends_at or consultation.ends_at,
    )


def close_consultation(consultation: Consultation, *, by: User, at: datetime) -> Consultation:
    """Close a consultation now. Raises InvalidTransition when it is not open."""
    return _set(
        consultation,
        "closed",
        Consultation.objects.open(at).filter(starts_at__lt=at),
        "This consultation is not open.",
        by=by,
        at=at,
        ends_at=at,
        closed_by=by,
    )


def extend_consultation(
    consultation: Consultation, *, ends_at: datetime, reason: str, by: User, at: datetime
) -> Consultation:
    """Keep a consultation open longer, or open it again until `ends_at`; the reason is kept in the log.

    Refuses without a reason, an end that would shorten it or is not on the hour, and InvalidTransition when somebody
    moved the end meanwhile or it has not begun.
    """
    if not reason.strip():
        raise Refused("Say why the consultation stays open longer.")
    if ends_at <= at or consultation.ends_at is None or ends_at <= consultation.ends_at:
        raise Refused("The new end must lie ahead, and after the end that was given.")
    refuse_off(HOUR, ends_at, field="ends_at")
    return _set(
        consultation,
        "extended",
        Consultation.objects.filter(ends_at=consultation.ends_at, starts_at__lte=at),
        "Somebody else has changed when this consultation ends, or it has not begun.",
        by=by,
        at=at,
        ends_at=ends_at,
        reason=reason.strip(),
    )


def _set(
    consultation: Consultation,
    verb: str,
    allowed: models.QuerySet[Consultation],
    refusal: str,
    *,
    by: User,
    at: datetime,
    reason: str = "",
    closed_by: User | None = None,
    **window: datetime | None,
) -> Consultation:
    """Move the window by compare-and-swap, and log it from … to."""
    moments = {f"old_{name}": getattr(consultation, name) for name in window} | window
    details = {name: moment.isoformat() for name, moment in moments.items() if moment}
    changes = {**window, "closed_at": at if closed_by else None, "closed_by": closed_by}
    with transaction.atomic():
        if not allowed.filter(pk=consultation.pk).update(**changes):
            raise InvalidTransition(refusal)
        if reason:
            details["reason"] = reason
        record(verb, consultation, by=by, at=at, programme_id=consultation.phase.programme_id, **details)
    for name, value in changes.items():
        setattr(consultation, name, value)
    return consultation
