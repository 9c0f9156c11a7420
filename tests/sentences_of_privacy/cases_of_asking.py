"""Asking what is held of one, and complaining, by the public page; and the number that one is given."""

from datetime import timedelta
from uuid import uuid4

from django.utils import timezone

from kit.days import day
from programmes.models import Statement
from tests.privacy.factories import RequestFactory
from tests.programmes.factories import StatementFactory
from tests.said import Given, Said
from tests.sentences_for_people.own_pages import anybody
from tests.sentences_of_privacy.privacy_pages import BOTH, PRIVACY


@PRIVACY.of(written=BOTH)
def asking(given: Given, written: bool) -> Said:
    Statement.objects.all().delete()
    if written:
        StatementFactory(programme=given.programme, body="The Council")
    return anybody("privacy:ask", given.programme.slug), {
        "The Council answers.": written,
        f"{given.programme.lead_body} answers.": not written,
        "We answer within a month. A complaint we acknowledge within 30 days": True,
    }


@PRIVACY.of(kind=["access", "complaint"], fresh=BOTH, sent=BOTH, all_said=BOTH)
def asked(given: Given, kind: str, fresh: bool, sent: bool, all_said: bool) -> Said:
    shown, complaint = fresh and sent, kind == "complaint"
    said = {"email": "jo@example.org", "telephone": "0141 496 0009", "postal_address": "1 Long Row"}
    said |= {"acting_as": "carer", "acting_name": "Ben Oak"}
    due_on = timezone.localdate(given.at) + timedelta(days=30)
    made = RequestFactory(
        programme=given.programme, kind=kind, channel="form", key=uuid4(), number=7, due_on=due_on, recorded_by=None,
        recorded_at=given.at + timedelta(days=1 if fresh else -1), **(said if all_said else {}),
    )  # fmt: skip
    return anybody("privacy:asked", given.programme.slug, made.key, sent=sent), {
        "We have it Your number 7": True,
        "Write the number down: by it we find what you asked.": True,
        "We acknowledge your complaint within 30 days, look into it without delay": complaint,
        "If we cannot be sure who you are, or what you mean, we ask you first.": not complaint,
        f"You hear from us by {day(due_on)} at the latest.": shown and not complaint,
        "What you sent What do you have about me? About Jo Asker": shown,
        "Asked by Ben Oak": shown and all_said,
        "E-mail address jo@example.org": shown and all_said,
        "Telephone number 0141 496 0009": shown and all_said,
        "Postal address 1 Long Row": shown and all_said,
    }
