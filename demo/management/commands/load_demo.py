"""`manage.py load_demo`: both programmes of the demonstration, whole or not at all."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from demo import glasgow, newcastle
from demo.team import load_team
from digests.services import count_waiting_readers
from privacy.retention.due import times
from privacy.retention.forecast import foresee
from programmes.models import Programme


class Command(BaseCommand):
    """Loads what is missing; a programme that exists is left as it is, with what staff changed in it."""

    help = "Load the demonstration: both programmes, whole. What exists is left as it is."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load in one transaction, and say what was done."""
        at = timezone.now()
        with transaction.atomic():
            team = load_team(password=settings.DEMO_STAFF_PASSWORD, at=at)
            is_new = False
            for programme in (glasgow, newcastle):
                if Programme.objects.filter(slug=programme.SLUG).exists():
                    self.stdout.write(f"{programme.SLUG} is here already, and is left as it is.")
                else:
                    self.stdout.write(f"Loaded {programme.load(team, at).title}.")
                    is_new = True
            # The clock's work, so that the desk says who waits to be told, and what goes when, where no clock runs too.
            count_waiting_readers(at=at)
            if is_new:
                foresee(times(at), at=at)
        if not team.lead.has_usable_password():
            self.stdout.write("Staff sign in by a code: DEMO_STAFF_PASSWORD is not set.")
