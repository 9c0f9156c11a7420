from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from accounts.models import User
from accounts.services import clear_second_factor
from kit.refusals import Refused


class Command(BaseCommand):
    help = "Clears the second step of somebody who has lost theirs, where nobody else can do it in the admin."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address", help="the e-mail address with which they sign in")

    def handle(self, *, address: str, **options: Any) -> None:
        try:
            user = User.objects.get_by_natural_key(address)
            clear_second_factor(user, by=None, at=timezone.now())
        except (User.DoesNotExist, Refused) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Cleared: {user.email} signs in by a code, and then sets up a new second step.")
