"""What people are told a month before all that is known of them goes."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from kit.text import one_line, plain_text
from outbox.models import About, Message
from outbox.services import Email, queue_message
from privacy.retention.due import AHEAD, Rule
from programmes.models import Programme
from stakeholders.models import Person


def tell_before(rule: Rule, row: models.Model, *, at: datetime) -> Message:
    """Tell somebody on which day all that is known of them goes, and what they can do. Once for each such day."""
    on = timezone.localdate(at + AHEAD)
    common: dict[str, Any] = {"on": on, "site": settings.SITE_URL, "period": rule.kept.period}
    if isinstance(row, Person):
        email = _to_person(rule, row, common)
    else:
        assert isinstance(row, User)
        email = _to_account(row, common)
    return queue_message(About("retention", rule.key, row.pk, occasion=on.isoformat()), email, kind="retention", at=at)


def _to_person(rule: Rule, person: Person, common: dict[str, Any]) -> Email:
    of_theirs = Q(pk__in=[])
    for way in rule.ways:
        of_theirs |= Q(pk__in=Person.objects.filter(pk=person.pk).values(way))
    programmes = list(Programme.objects.filter(of_theirs).order_by("-starts_on", "title", "pk"))
    asked = next((each for each in programmes if each.contact_email), None)
    contact = asked.contact_email if asked else ""
    ring = f", or ring {asked.contact_telephone}" if asked and asked.contact_telephone else ""
    more = {"person": person, "programmes": [f"“{each.title}”" for each in programmes], "contact": f"{contact}{ring}"}
    return Email(
        to_address=person.address,
        to_name=one_line(person.name)[:200],
        subject="We are about to delete what we know of you",
        text=plain_text("privacy/email/person_goes.txt", common | more),
        reply_to=contact,
    )


def _to_account(user: User, common: dict[str, Any]) -> Email:
    address = settings.SITE_URL + reverse("account_request_login_code")
    return Email(
        to_address=user.email,
        to_name=one_line(str(user))[:200],
        subject="We are about to close your account",
        text=plain_text("privacy/email/account_goes.txt", common | {"user": user, "sign_in_url": address}),
    )
